"""The check sheet: the workbook's live numbers against each other and against what the program computed."""

from collections.abc import Iterator
from math import isnan

import numpy as np
from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.base.numbers import display
from evalapp.report.words import status_word
from evalapp.report.workbook.address import cell, literal, quoted, span
from evalapp.report.workbook.book import Book, Sheet, lines_needed
from evalapp.report.workbook.grid import Grid, Layout
from evalapp.report.workbook.ranking import RankingCells
from evalapp.report.workbook.weights import WeightPlaces

OK = "OK"
_NAME_WIDTH = 20


class Checked(Struct, frozen=True, kw_only=True):
    """What is checked: the calculation, the ranking, the sheet of effective weights, weights by profile, sub-units."""

    places: Layout
    ranking: RankingCells
    effective: str
    weights: WeightPlaces | None
    below: Grid | None


def write(book: Book, sheet: Sheet, checked: Checked) -> None:
    """Fill the sheet."""
    top = book.head(
        sheet,
        _("Check"),
        _("Every formula compares two ways to the same number; a difference above 1E-9 shows as “check”."),
    )
    row = _whole(sheet, _comparisons(book, checked), top + 2)
    first_unit, places = row + 2, checked.places
    heads = _heads(book, _adds_up(book, places))
    at = {name: col for col, name in enumerate(heads)}
    _unit_head(sheet, row + 1, heads)
    for line, unit in enumerate(places.units, first_unit):
        _write_unit(book, sheet, checked, at, unit, line)
    last = first_unit + max(1, len(places.units)) - 1
    sheet.text(top, 0, _("All checks"), "strong")
    verdicts = [
        span(top + 2, 5, row - 1, 5, fixed="rc"),
        span(first_unit, at["result"], last, at["result"], fixed="rc"),
    ]
    bad = literal(_("check"))
    failing = "+".join(f"COUNTIF({where},{literal('<>' + OK)})" for where in verdicts)
    sheet.formula(top, 5, f"=IF({failing}=0,{literal(OK)},{bad})", OK, "verdict")
    for col in range(1, 5):
        sheet.text(top, col, "", "text")
    for col, width in enumerate((12, _NAME_WIDTH, *(14 for _name in range(2, len(heads))))):
        sheet.width(col, width)
    sheet.freeze(top + 1, 0)


def _verdict(difference: str) -> str:
    return f"=IF(ABS({difference})<=0.000000001,{literal(OK)},{literal(_('check'))})"


class _Comparison(Struct, frozen=True, kw_only=True):
    """A number of the workbook by formula, and what it should be: by another formula, or as computed."""

    label: str
    formula: str
    value: float
    other: str = ""


def _whole(sheet: Sheet, comparisons: list[_Comparison], row: int) -> int:
    """The checks of the whole; gives the next free row."""
    heads = (_("What"), "", _("Workbook"), _("Compared with"), _("Difference"), _("Result"))
    for col, title in enumerate(heads):
        sheet.text(row - 1, col, title, "head_left")
    for at, entry in enumerate(comparisons, row):
        sheet.merged(at, 0, at, 1, entry.label, "middle")
        sheet.height(at, 4 + 14.5 * lines_needed(entry.label, 12 + _NAME_WIDTH))
        sheet.formula(at, 2, entry.formula, entry.value, "exact")
        if entry.other:
            sheet.formula(at, 3, entry.other, entry.value, "exact")
        else:
            sheet.number(at, 3, entry.value, "exact")
        difference = f"{cell(at, 2)}-{cell(at, 3)}"
        sheet.formula(at, 4, f"={difference}", 0.0, "tiny")
        sheet.formula(at, 5, _verdict(difference), OK, "verdict")
    return row + len(comparisons)


def _comparisons(book: Book, checked: Checked) -> list[_Comparison]:
    places, ranking, results = checked.places, checked.ranking, book.results
    points = results.points[~np.isnan(results.points)]
    totals, codes = places.whole(places.totals.total), places.whole(0)
    listed = (
        f"{quoted(ranking.sheet)}!"
        f"{span(ranking.first_row, ranking.total, max(ranking.first_row, ranking.last_row), ranking.total, fixed='rc')}"
    )
    found = [
        _Comparison(label=_("Units"), formula=f"=COUNTA({codes})", value=float(len(places.units))),
        _Comparison(
            label=_("Units with a total"),
            formula=f"=COUNT({totals})",
            value=float(len(points)),
            other=f"=COUNT({listed})",
        ),
    ]
    if checked.below is not None:
        below = checked.below
        found.append(
            _Comparison(
                label=_("Sub-units"),
                formula=f"=COUNTA({below.whole(0)})",
                value=float(len(below.units)),
            )
        )
    if len(points):
        found += [
            _Comparison(
                label=_("Sum of totals"),
                formula=f"=SUM({totals})",
                value=float(points.sum()),
                other=f"=SUM({listed})",
            ),
            _Comparison(label=_("Mean of totals"), formula=f"=AVERAGE({totals})", value=float(points.mean())),
            _Comparison(label=_("Highest total"), formula=f"=MAX({totals})", value=float(points.max())),
            _Comparison(label=_("Lowest total"), formula=f"=MIN({totals})", value=float(points.min())),
        ]
    return [*found, *_of_indices(book, places), *_of_weights(book, checked)]


def _of_indices(book: Book, places: Layout) -> Iterator[_Comparison]:
    for place, (index, cols) in enumerate(zip(book.tree.form.indices, places.totals.indices, strict=True)):
        title = book.say(index.title)
        yield _Comparison(
            label=_("Sum of {index}").format(index=title),
            formula=f"=SUM({places.whole(cols.value)})",
            value=float(np.nansum(book.results.indices[:, place])),
        )
        yield _Comparison(
            label=_("Sum of the ranks by {index}").format(index=title),
            formula=f"=SUM({places.whole(cols.rank)})",
            value=float(book.results.index_rank[:, place].sum()),
        )


def _of_weights(book: Book, checked: Checked) -> Iterator[_Comparison]:
    """The weights of the top items come to the full score, under each profile too."""
    places, weights, full = checked.places, checked.weights, book.tree.form.head.full_score
    tops = [node for node in places.nodes if book.tree.nodes[node].parent is None]
    if not tops:
        return
    first, last = places.column[tops[0]], places.column[tops[-1]]
    own = span(places.weight_row, first, places.weight_row, last, fixed="rc")
    yield _Comparison(label=_("Sum of top weights"), formula=f"=SUM({quoted(places.name)}!{own})", value=full)
    if weights is None:
        return
    first, last = weights.column[tops[0]], weights.column[tops[-1]]
    for place, profile in enumerate(book.tree.form.profiles, 1):
        row = weights.first_row + place
        own = span(row, first, row, last, fixed="rc")
        yield _Comparison(
            label=_("Sum of top weights, {profile}").format(profile=profile.id),
            formula=f"=SUM({quoted(weights.name)}!{own})",
            value=full,
        )


def _adds_up(book: Book, places: Layout) -> bool:
    """Whether Σ score × effective weight over the leaves is the base, but for penalties: where every mean is arithmetic.

    Nothing may be put in relation to other units either (FORM rule 17).
    """
    form = book.tree.form
    return (
        bool(places.nodes)
        and form.policy.aggregation == "arithmetic"
        and form.policy.normalise is None
        and all(item.aggregation in (None, "arithmetic") and item.normalise is None for item in form.items)
    )


def _heads(book: Book, adds_up: bool) -> dict[str, str]:
    """The titles of the units' columns by a name, from left to right; those that say nothing of this form are left out."""
    heads = {
        "code": _("Code"),
        "name": book.unit_word,
        "total": _("Total in the workbook"),
        "computed": _("Total as computed"),
        "difference": _("Difference"),
        "rank": _("Rank in the workbook"),
        "computed rank": _("Rank as computed"),
        "counted rank": _("Rank counted anew"),
        "grade": _("Grade as computed") if book.tree.form.grades else "",
        "status": _("Status as computed"),
        "sum": _("Sum of the leaves") if adds_up else "",
        "base": _("Base points") if adds_up else "",
        "result": _("Result"),
    }
    return {name: title for name, title in heads.items() if title}


def _unit_head(sheet: Sheet, row: int, heads: dict[str, str]) -> None:
    for col, title in enumerate(heads.values()):
        sheet.text(row, col, title, "head", measure=False)
    sheet.height(row, 34)


def _write_unit(book: Book, sheet: Sheet, checked: Checked, at: dict[str, int], unit: int, row: int) -> None:
    """One unit; ``at`` are the columns by name."""
    results, places, entry = book.results, checked.places, book.results.roster[unit]
    cols, reached = places.totals, results.grade_of(unit)
    sheet.text(row, at["code"], entry.code)
    sheet.text(row, at["name"], entry.name, "strong")
    sheet.text(row, at["status"], status_word(results.status_of(unit)), "centre")
    told = [(cols.status, at["status"])]
    if cols.grade is not None:
        sheet.text(row, at["grade"], book.say(reached.name) if reached is not None else "", "centre")
        told.append((cols.grade, at["grade"]))
    holds = [f'{places.at(unit, col)}&""={cell(row, of)}&""' for col, of in told]
    if isnan(float(results.points[unit])):
        for name in ("total", "computed", "difference", "rank", "computed rank", "counted rank"):
            sheet.text(row, at[name], "")
        holds.append(f"NOT(ISNUMBER({places.at(unit, cols.total)}))")
    else:
        holds += _write_total(book, sheet, places, at, unit, row)
    if "sum" in at:
        holds += _write_sum(book, sheet, checked, at, unit, row)
    verdict = f"=IF(AND({','.join(holds)}),{literal(OK)},{literal(_('check'))})"
    sheet.formula(row, at["result"], verdict, OK, "verdict")


def _write_total(
    book: Book, sheet: Sheet, places: Layout, at: dict[str, int], unit: int, row: int
) -> list[str]:
    """Total and rank, in the workbook and as computed; gives what must hold."""
    cols = places.totals
    points, rank = float(book.results.points[unit]), int(book.results.rank[unit])
    difference, computed = cell(row, at["difference"]), cell(row, at["computed rank"])
    sheet.formula(row, at["total"], "=" + places.at(unit, cols.total), points, "exact")
    sheet.number(row, at["computed"], points, "exact")
    sheet.formula(
        row, at["difference"], f"={cell(row, at['total'])}-{cell(row, at['computed'])}", 0.0, "tiny"
    )
    sheet.formula(row, at["rank"], "=" + places.at(unit, cols.ranked.rank), rank, "whole")
    sheet.number(row, at["computed rank"], rank, "whole")
    sheet.formula(row, at["counted rank"], _counted_rank(places, unit), rank, "whole")
    ranks = (cell(row, at[name]) for name in ("rank", "counted rank"))
    return [f"ABS({difference})<=0.000000001", *(f"{found}={computed}" for found in ranks)]


def _write_sum(
    book: Book, sheet: Sheet, checked: Checked, at: dict[str, int], unit: int, row: int
) -> list[str]:
    """Σ score × effective weight over the leaves, with the penalties, beside the base; gives what must hold.

    Nothing for a unit without points, or on the floor.
    """
    results, places = book.results, checked.places
    base = float(results.base[unit])
    if isnan(float(results.points[unit])) or isnan(base) or base <= book.tree.form.policy.floor:
        sheet.text(row, at["sum"], "")
        sheet.text(row, at["base"], "")
        return []
    first, last, line = min(places.column.values()), max(places.column.values()), places.row(unit)
    flags = f"{quoted(places.name)}!{span(places.leaf_row, first, places.leaf_row, last, fixed='rc')}"
    weights = f"{quoted(checked.effective)}!{span(line, first, line, last, fixed='c')}"
    scores = f"{quoted(places.name)}!{span(line, first, line, last, fixed='c')}"
    penalty = f"+{places.at(unit, places.totals.penalty)}" if places.totals.penalty is not None else ""
    sheet.formula(row, at["sum"], f"=SUMPRODUCT({flags},{weights},{scores})/100{penalty}", base, "exact")
    sheet.formula(row, at["base"], "=" + places.at(unit, places.totals.base), base, "exact")
    return [f"ABS({cell(row, at['sum'])}-{cell(row, at['base'])})<=0.000000001"]


def _counted_rank(places: Layout, unit: int) -> str:
    """The rank by another function than the calculation sheet's: better ones counted one by one."""
    cols = places.totals.ranked
    value, values = places.at(unit, cols.compared), places.whole(cols.compared)
    inside = ""
    if places.cohort is not None:
        inside = f"({places.whole(places.cohort)}={places.at(unit, places.cohort)})*"
    counted = f"ISNUMBER({values})"
    if cols.first_of_value is not None:
        counted = f"({places.whole(cols.first_of_value)}=1)"
    return f"=1+SUMPRODUCT({inside}{counted}*ISNUMBER({values})*({values}>{value}))"


def summary(book: Book) -> str:
    """One line about the check, for the cover."""
    return _("compares {n} totals, ranks and grades with the program's own").format(
        n=display(float(len(book.results.units)), 0)
    )
