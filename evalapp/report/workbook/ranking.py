"""The ranking: who stands where, with the points of the top items; below it who is not ranked, and why."""

from math import isnan

import numpy as np

from evalapp.base.i18n import _
from evalapp.base.numbers import display
from evalapp.entry.columns import roster_heading
from evalapp.merge.words import items_in_the_way
from evalapp.report.words import status_word
from evalapp.report.workbook.address import cell
from evalapp.report.workbook.book import Book, Sheet
from evalapp.report.workbook.layout import Layout
from evalapp.score.listing import listing
from evalapp.score.not_ranked import NotRanked, not_ranked

_LISTED_ITEMS = 12


def write(book: Book, sheet: Sheet, places: Layout) -> tuple[int, int, int]:
    """Fill the sheet; gives the first and last row of the ranked units and the column of their totals."""
    results, form = book.results, book.tree.form
    top = book.head(sheet, _("Ranking"), _subtitle(book))
    heads, tops = _heads(book), [root for root in places.nodes if book.tree.nodes[root].parent is None]
    for col, (title, style) in enumerate(heads):
        sheet.text(top, col, title, style)
    total_col = next(col for col, (_title, style) in enumerate(heads) if style == "head_group")
    first_points = len(heads) - len(tops) - 1
    for place, root in enumerate(tops):
        node = book.tree.nodes[root]
        weight = display(node.nominal, 4).rstrip("0").rstrip(".")
        sheet.text(
            top, first_points + place, f"{book.say(node.item.title)}\n({weight})", "head", measure=False
        )
        sheet.width(first_points + place, 16)
    sheet.height(top, 40)
    ranked = [unit for unit in listing(results) if not isnan(float(results.points[unit]))]
    for place, unit in enumerate(ranked):
        _write_unit(book, sheet, places, unit, top + 1 + place)
    last = top + len(ranked)
    sheet.bars(top + 1, total_col, last, form.head.full_score)
    sheet.width(total_col, 18)
    sheet.filter(top, last, len(heads) - 1)
    sheet.freeze(top + 1, total_col)
    row = _means(book, sheet, places, last + 2)
    _not_ranked(book, sheet, row)
    return top + 1, last, total_col


def _subtitle(book: Book) -> str:
    points = book.results.points[~np.isnan(book.results.points)]
    if not len(points):
        return _("Nobody is ranked yet.")
    return _(
        "{ranked} of {units} ranked; mean {mean}, highest {highest}, lowest {lowest}; full score {full}"
    ).format(
        ranked=len(points),
        units=len(book.results.units),
        mean=display(float(points.mean()), book.tree.form.policy.decimals),
        highest=display(float(points.max()), book.tree.form.policy.decimals),
        lowest=display(float(points.min()), book.tree.form.policy.decimals),
        full=display(book.tree.form.head.full_score, 4).rstrip("0").rstrip("."),
    )


def _heads(book: Book) -> list[tuple[str, str]]:
    """Titles and styles of the columns; the total's own style marks it, the top items stand before the status."""
    form = book.tree.form
    heads = [] if form.policy.list == "band" else [(_("Rank"), "head")]
    heads += [(_("Code"), "head_left"), (book.unit_word, "head_left")]
    if form.units.within:
        heads.append((roster_heading(form.units.within, book.language), "head_left"))
    heads.append((_("Total"), "head_group"))
    if form.grades:
        heads.append((_("Grade"), "head"))
    heads += [("", "head") for root in book.tree.roots if book.tree.nodes[root].nominal]
    return [*heads, (_("Status"), "head")]


def _write_unit(book: Book, sheet: Sheet, places: Layout, unit: int, row: int) -> None:
    results, form, entry = book.results, book.tree.form, book.results.roster[unit]
    col = 0
    if form.policy.list != "band":
        sheet.formula(row, col, "=" + places.at(unit, places.rank), int(results.rank[unit]), "rank")
        col += 1
    sheet.text(row, col, entry.code)
    sheet.text(row, col + 1, entry.name, "strong")
    col += 2
    if form.units.within:
        sheet.text(row, col, entry.columns.get(form.units.within, ""))
        col += 1
    sheet.formula(row, col, "=" + places.at(unit, places.total), float(results.points[unit]), "total")
    col += 1
    if form.grades:
        reached = results.grade_of(unit)
        name = book.say(reached.name) if reached is not None else ""
        sheet.formula(row, col, "=" + places.at(unit, places.grade), name, "centre")
        col += 1
    for root in places.nodes:
        if book.tree.nodes[root].parent is None:
            write_points(book, sheet, places, unit, root, (row, col))
            col += 1
    sheet.formula(
        row, col, "=" + places.at(unit, places.status), status_word(results.status_of(unit)), "centre"
    )


def write_points(book: Book, sheet: Sheet, places: Layout, unit: int, node: int, at: tuple[int, int]) -> None:
    """A node's points, score / 100 × nominal weight, or the word for why there is none."""
    source = places.at(unit, places.column[node])
    points = float(book.results.node_points[unit, node])
    weight = f"{quoted_sheet(places)}{cell(places.weight_row, places.column[node], fixed='rc')}"
    word = status_word(book.results.node_status_of(unit, node))
    formula = f"=IF(ISNUMBER({source}),{source}/100*{weight},{source})"
    sheet.formula(*at, formula, word if isnan(points) else points)


def quoted_sheet(places: Layout) -> str:
    """The calculation sheet as it stands before an address."""
    return places.at(0, 0).rpartition("!")[0] + "!"


def _means(book: Book, sheet: Sheet, places: Layout, row: int) -> int:
    """The group means over roster columns; gives the next free row."""
    if not book.results.means:
        return row
    totals = places.whole(places.total)
    sheet.text(row, 0, _("Group means"), "section", measure=False)
    for col in range(1, 6):
        sheet.text(row, col, "", "section")
    row += 1
    for mean in book.results.means:
        sheet.number(row, 0, mean.rank, "rank")
        sheet.text(row, 1, roster_heading(mean.column, book.language), measure=False)
        sheet.text(row, 2, mean.value, "strong", measure=False)
        if mean.points is None:
            sheet.text(row, 3, _("no unit with points"), "absent", measure=False)
        else:
            column = places.whole(2 + places.roster_columns.index(mean.column))
            inside = f"EXACT({column},{cell(row, 2)})*ISNUMBER({totals})"
            sheet.formula(
                row, 3, f"=SUMPRODUCT({inside},{totals})/SUMPRODUCT({inside})", mean.points, "total"
            )
        sheet.text(
            row,
            4,
            _("{counted} of {size} with points").format(counted=mean.counted, size=mean.size),
            "quiet_beside",
            measure=False,
        )
        sheet.text(row, 5, "", "quiet")
        row += 1
    return row + 1


def _not_ranked(book: Book, sheet: Sheet, row: int) -> None:
    left = not_ranked(book.results)
    if not left:
        return
    sheet.text(row, 0, _("Not ranked"), "section", measure=False)
    for col in range(1, 6):
        sheet.text(row, col, "", "section")
    for place, entry in enumerate(left):
        sheet.text(row + 1 + place, 1, entry.unit.code)
        sheet.text(row + 1 + place, 2, entry.unit.name, "strong")
        sheet.text(row + 1 + place, 3, reason(entry), measure=False)


def reason(entry: NotRanked) -> str:
    """Why a unit has no total, with the items that stand in the way, those of its sub-units too."""
    word = status_word(entry.status)
    items = items_in_the_way(entry.items, entry.below)
    if not items:
        return word
    listed = ", ".join(items[:_LISTED_ITEMS]) + (" …" if len(items) > _LISTED_ITEMS else "")
    if entry.status == "vetoed":
        return _("{status}: {items}").format(status=word, items=listed)
    return _("{status}: {n} items without a score: {items}").format(status=word, n=len(items), items=listed)
