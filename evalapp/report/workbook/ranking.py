"""The ranking: who stands where, with the points of the top items; below it who is not ranked, and why."""

from collections.abc import Callable
from functools import partial
from math import isnan

import numpy as np
from msgspec import Struct

from evalapp.base.i18n import _, ngettext
from evalapp.base.numbers import display
from evalapp.entry.columns import roster_heading
from evalapp.form.tree import Node
from evalapp.merge.words import items_in_the_way
from evalapp.report.figures import written
from evalapp.report.words import status_word
from evalapp.report.workbook.book import Book, Sheet
from evalapp.report.workbook.grid import Layout, Ranked
from evalapp.report.workbook.group_means import write_means
from evalapp.report.workbook.points import write_earned, write_points
from evalapp.report.workbook.shown import hits_of, part_word
from evalapp.report.workbook.steps import Steps
from evalapp.score.listing import listing
from evalapp.score.not_ranked import NotRanked, not_ranked

_LISTED_ITEMS = 12
_TOTAL = "head_group"
"""The style of the total's head, which no other column has."""

Place = tuple[int, int]


class RankingCells(Struct, frozen=True, kw_only=True):
    """Where the ranked units' totals stand on the sheet."""

    sheet: str
    first_row: int
    last_row: int
    total: int


class _Column(Struct, frozen=True, kw_only=True):
    """A column: its title, and what writes a unit's cell into it."""

    title: str
    write: Callable[[int, Place], None]
    style: str = "head"
    width: float = 0.0


def write(book: Book, sheet: Sheet, places: Layout, found: Steps) -> RankingCells:
    """Fill the sheet; gives the cells of the totals."""
    results, form = book.results, book.tree.form
    top = book.head(sheet, _("Ranking"), _subtitle(book))
    columns = _columns(book, sheet, places, found)
    for col, column in enumerate(columns):
        sheet.text(top, col, column.title, column.style, measure=not column.width)
        if column.width:
            sheet.width(col, column.width)
    total = next(col for col, column in enumerate(columns) if column.style == _TOTAL)
    sheet.height(top, 40)
    ranked = [unit for unit in listing(results) if not isnan(float(results.points[unit]))]
    for row, unit in enumerate(ranked, top + 1):
        for col, column in enumerate(columns):
            column.write(unit, (row, col))
    last = top + len(ranked)
    sheet.bars(top + 1, total, last, max([form.head.full_score, *results.points[ranked].tolist()]))
    sheet.filter(top, last, len(columns) - 1)
    sheet.freeze(top + 1, total)
    row = write_means(book, sheet, places, last + 2)
    _not_ranked(book, sheet, row)
    sheet.pages(max(1, round(len(columns) / 14)))
    return RankingCells(sheet=sheet.name, first_row=top + 1, last_row=last, total=total)


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
        full=written(book.tree.form.head.full_score),
    )


def _columns(book: Book, sheet: Sheet, places: Layout, found: Steps) -> list[_Column]:
    """All columns, from left to right."""
    cols, results = places.totals, book.results
    columns = [*_about(book, sheet, places), *_of_parts(book, sheet, places, found)]
    for place, (index, ranked) in enumerate(zip(book.tree.form.indices, cols.indices, strict=True)):
        columns += _of_index(book, sheet, places, ranked, place, book.say(index.title))

    def status(unit: int, at: Place) -> None:
        word = status_word(results.status_of(unit))
        sheet.formula(*at, "=" + places.at(unit, cols.status), word, "centre")

    def hits(unit: int, at: Place) -> None:
        sheet.text(*at, hits_of(results, unit), "centre")

    columns.append(_Column(title=_("Status"), write=status))
    hit = any(hits_of(results, unit) for unit in places.units if results.rank[unit])
    return [*columns, _Column(title=_("Veto items hit"), write=hits)] if hit else columns


def _about(book: Book, sheet: Sheet, places: Layout) -> list[_Column]:
    """Rank, code, name, cohort, total and grade."""
    results, form, cols = book.results, book.tree.form, places.totals
    roster, within = results.roster, form.units.within

    def rank(unit: int, at: Place) -> None:
        sheet.formula(*at, "=" + places.at(unit, cols.ranked.rank), int(results.rank[unit]), "rank")

    def cohort(unit: int, at: Place) -> None:
        sheet.text(*at, roster[unit].columns.get(within, ""))

    def total(unit: int, at: Place) -> None:
        sheet.formula(*at, "=" + places.at(unit, cols.total), float(results.points[unit]), "total")

    def grade(unit: int, at: Place) -> None:
        assert cols.grade is not None
        reached = results.grade_of(unit)
        name = book.say(reached.name) if reached is not None else ""
        sheet.formula(*at, "=" + places.at(unit, cols.grade), name, "centre")

    found = [] if form.policy.list == "band" else [_Column(title=_("Rank"), write=rank)]
    found += [
        _Column(
            title=_("Code"), style="head_left", write=lambda unit, at: sheet.text(*at, roster[unit].code)
        ),
        _Column(
            title=book.unit_word,
            style="head_left",
            write=lambda unit, at: sheet.text(*at, roster[unit].name, "strong"),
        ),
    ]
    if within:
        found.append(_Column(title=roster_heading(within, book.language), style="head_left", write=cohort))
    found.append(_Column(title=_("Total"), style=_TOTAL, width=18, write=total))
    return [*found, _Column(title=_("Grade"), write=grade)] if form.grades else found


def _of_parts(book: Book, sheet: Sheet, places: Layout, found: Steps) -> list[_Column]:
    """The points of the top items, those beside the base with what they come to."""
    cols = places.totals

    def item(node: Node) -> _Column:
        title = book.say(node.item.title)
        if node.index in places.column:
            full = node.nominal if not places.weights else None
            write = partial(write_points, book, sheet, places, node.index)
        else:
            full, write = None, partial(write_earned, sheet, places, found, node.index)
            title = f"{title}\n{part_word(node.part)}"
        return _Column(title=title if full is None else f"{title}\n({written(full)})", width=16, write=write)

    def base(unit: int, at: Place) -> None:
        sheet.formula(*at, "=" + places.at(unit, cols.base), found.base(unit))

    def granted(unit: int, at: Place) -> None:
        assert cols.granted is not None
        sheet.formula(*at, "=" + places.at(unit, cols.granted), found.granted(unit))

    tops = [book.tree.nodes[root] for root in book.tree.roots]
    listed = [item(node) for node in tops if node.index in places.column]
    listed += [item(node) for node in tops if node.index in places.beside and node.part == "penalty"]
    if cols.penalty is not None or cols.granted is not None:
        listed.append(_Column(title=_("Base points"), width=14, write=base))
    bonuses = [item(node) for node in tops if node.index in places.beside and node.part == "bonus"]
    listed += bonuses
    if bonuses:
        listed.append(_Column(title=_("Bonus granted"), width=14, write=granted))
    return listed


def _of_index(
    book: Book, sheet: Sheet, places: Layout, cols: Ranked, place: int, title: str
) -> list[_Column]:
    """An index with its rank."""
    results = book.results

    def value(unit: int, at: Place) -> None:
        number = float(results.indices[unit, place])
        source = places.at(unit, cols.value)
        sheet.formula(*at, f'=IF(ISNUMBER({source}),{source},"")', "" if isnan(number) else number)

    def rank(unit: int, at: Place) -> None:
        sheet.formula(
            *at, "=" + places.at(unit, cols.rank), int(results.index_rank[unit, place]) or "", "rank"
        )

    return [
        _Column(title=title, width=16, write=value),
        _Column(title=_("Rank by {index}").format(index=title), width=12, write=rank),
    ]


def _not_ranked(book: Book, sheet: Sheet, row: int) -> None:
    left = not_ranked(book.results)
    if not left:
        return
    sheet.text(row, 0, _("Not ranked"), "section", measure=False)
    for col in range(1, 6):
        sheet.text(row, col, "", "section")
    grade_of = {unit.key: book.results.grade_of(at) for at, unit in book.results.units}
    for place, entry in enumerate(left):
        sheet.text(row + 1 + place, 1, entry.unit.code)
        sheet.text(row + 1 + place, 2, entry.unit.name, "strong")
        reached = grade_of[entry.unit.key]
        why = reason(entry)
        said = f"{book.say(reached.name)} · {why}" if reached is not None else why
        sheet.text(row + 1 + place, 3, said, measure=False)


def reason(entry: NotRanked) -> str:
    """Why a unit has no total, with the items that stand in the way, those of its sub-units too."""
    word = status_word(entry.status)
    items = items_in_the_way(entry.items, entry.below)
    if not items:
        return word
    listed = ", ".join(items[:_LISTED_ITEMS]) + (" …" if len(items) > _LISTED_ITEMS else "")
    if entry.status == "vetoed":
        return _("{status}: {items}").format(status=word, items=listed)
    return ngettext(
        "{status}: {n} item without a score: {items}",
        "{status}: {n} items without a score: {items}",
        len(items),
    ).format(status=word, n=len(items), items=listed)
