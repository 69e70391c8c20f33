"""The check sheet: the workbook's live numbers against each other and against what the program computed."""

from math import isnan

import numpy as np
from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.base.numbers import display
from evalapp.report.workbook.address import cell, literal, quoted, span
from evalapp.report.workbook.book import Book, Sheet
from evalapp.report.workbook.layout import Layout

OK = "OK"


class RankingCells(Struct, frozen=True, kw_only=True):
    """Where the ranked units' totals stand on the ranking sheet."""

    sheet: str
    first_row: int
    last_row: int
    total: int


def write(book: Book, sheet: Sheet, places: Layout, ranking: RankingCells, weights_sheet: str) -> None:
    """Fill the sheet."""
    top = book.head(
        sheet,
        _("Check"),
        _("Every formula compares two ways to the same number; a difference above 1E-9 shows as “check”."),
    )
    row = _whole(book, sheet, places, ranking, top + 2)
    first_unit = row + 2
    adds_up = _adds_up(book)
    _unit_head(book, sheet, row + 1, adds_up)
    for unit in range(len(book.results.roster)):
        _write_unit(book, sheet, places, unit, first_unit + unit, weights_sheet if adds_up else "")
    last = first_unit + len(book.results.roster) - 1
    sheet.text(top, 0, _("All checks"), "strong")
    verdicts = [span(top + 2, 5, row - 1, 5, fixed="rc"), span(first_unit, 11, last, 11, fixed="rc")]
    bad = literal(_("check"))
    failing = "+".join(f"COUNTIF({where},{literal('<>' + OK)})" for where in verdicts)
    sheet.formula(top, 5, f"=IF({failing}=0,{literal(OK)},{bad})", OK, "verdict")
    for col in range(1, 5):
        sheet.text(top, col, "", "text")
    for col, width in enumerate((12, 16, 14, 14, 12, 10, 10, 12, 12, 14, 14, 10)):
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


def _whole(book: Book, sheet: Sheet, places: Layout, ranking: RankingCells, row: int) -> int:
    """The checks of the whole; gives the next free row."""
    heads = (_("What"), "", _("Workbook"), _("Compared with"), _("Difference"), _("Result"))
    for col, title in enumerate(heads):
        sheet.text(row - 1, col, title, "head_left")
    comparisons = _comparisons(book, places, ranking)
    for at, entry in enumerate(comparisons, row):
        sheet.text(at, 0, entry.label, measure=False)
        sheet.text(at, 1, "")
        sheet.formula(at, 2, entry.formula, entry.value, "exact")
        if entry.other:
            sheet.formula(at, 3, entry.other, entry.value, "exact")
        else:
            sheet.number(at, 3, entry.value, "exact")
        difference = f"{cell(at, 2)}-{cell(at, 3)}"
        sheet.formula(at, 4, f"={difference}", 0.0, "tiny")
        sheet.formula(at, 5, _verdict(difference), OK, "verdict")
    return row + len(comparisons)


def _comparisons(book: Book, places: Layout, ranking: RankingCells) -> list[_Comparison]:
    points = book.results.points[~np.isnan(book.results.points)]
    totals, codes, last = (
        places.whole(places.total),
        places.whole(0),
        max(ranking.first_row, ranking.last_row),
    )
    listed = (
        f"{quoted(ranking.sheet)}!{span(ranking.first_row, ranking.total, last, ranking.total, fixed='rc')}"
    )
    units, ranked = float(len(book.results.roster)), float(len(points))
    found = [
        _Comparison(label=_("Units"), formula=f"=COUNTA({codes})", value=units),
        _Comparison(
            label=_("Units with a total"),
            formula=f"=COUNT({totals})",
            value=ranked,
            other=f"=COUNT({listed})",
        ),
    ]
    if not len(points):
        return found
    tops = [places.column[node] for node in places.nodes if book.tree.nodes[node].parent is None]
    weights = span(places.weight_row, tops[0], places.weight_row, tops[-1], fixed="rc")
    full = book.tree.form.head.full_score
    return [
        *found,
        _Comparison(
            label=_("Sum of totals"),
            formula=f"=SUM({totals})",
            value=float(points.sum()),
            other=f"=SUM({listed})",
        ),
        _Comparison(label=_("Mean of totals"), formula=f"=AVERAGE({totals})", value=float(points.mean())),
        _Comparison(label=_("Highest total"), formula=f"=MAX({totals})", value=float(points.max())),
        _Comparison(label=_("Lowest total"), formula=f"=MIN({totals})", value=float(points.min())),
        _Comparison(
            label=_("Sum of top weights"), formula=f"=SUM({quoted(places.name)}!{weights})", value=full
        ),
    ]


def _adds_up(book: Book) -> bool:
    """Whether Σ score × effective weight over the leaves is the base: where every mean is arithmetic (FORM rule 17)."""
    form = book.tree.form
    return form.policy.aggregation == "arithmetic" and all(
        item.aggregation in (None, "arithmetic") for item in form.items
    )


def _unit_head(book: Book, sheet: Sheet, row: int, adds_up: bool) -> None:
    heads = (
        _("Code"),
        book.unit_word,
        _("Total in the workbook"),
        _("Total as computed"),
        _("Difference"),
        _("Rank in the workbook"),
        _("Rank as computed"),
        _("Rank counted anew"),
        _("Grade as computed"),
        _("Sum of the leaves") if adds_up else "",
        _("Base points") if adds_up else "",
        _("Result"),
    )
    for col, title in enumerate(heads):
        sheet.text(row, col, title, "head", measure=False)
    sheet.height(row, 34)


def _write_unit(book: Book, sheet: Sheet, places: Layout, unit: int, row: int, weights_sheet: str) -> None:
    results, entry = book.results, book.results.roster[unit]
    points, rank = float(results.points[unit]), int(results.rank[unit])
    reached = results.grade_of(unit)
    sheet.text(row, 0, entry.code)
    sheet.text(row, 1, entry.name, "strong")
    if isnan(points):
        for col in range(2, 11):
            sheet.text(row, col, "")
        without = f"=IF(ISNUMBER({places.at(unit, places.total)}),{literal(_('check'))},{literal(OK)})"
        sheet.formula(row, 11, without, OK, "verdict")
        return
    sheet.formula(row, 2, "=" + places.at(unit, places.total), points, "exact")
    sheet.number(row, 3, points, "exact")
    sheet.formula(row, 4, f"={cell(row, 2)}-{cell(row, 3)}", 0.0, "tiny")
    sheet.formula(row, 5, "=" + places.at(unit, places.rank), rank, "whole")
    sheet.number(row, 6, rank, "whole")
    sheet.formula(row, 7, _counted_rank(places, unit), rank, "whole")
    sheet.text(row, 8, book.say(reached.name) if reached is not None else "", "centre")
    holds = [
        f"ABS({cell(row, 4)})<=0.000000001",
        f"{cell(row, 5)}={cell(row, 6)}",
        f"{cell(row, 7)}={cell(row, 6)}",
        f'{places.at(unit, places.grade)}&""={cell(row, 8)}&""',
    ]
    if weights_sheet and not _is_floored(book, unit):
        _write_sum(book, sheet, places, unit, row, weights_sheet)
        holds.append(f"ABS({cell(row, 9)}-{cell(row, 10)})<=0.000000001")
    else:
        sheet.text(row, 9, "")
        sheet.text(row, 10, "")
    sheet.formula(row, 11, f"=IF(AND({','.join(holds)}),{literal(OK)},{literal(_('check'))})", OK, "verdict")


def _is_floored(book: Book, unit: int) -> bool:
    return float(book.results.base[unit]) <= book.tree.form.policy.floor


def _write_sum(book: Book, sheet: Sheet, places: Layout, unit: int, row: int, weights_sheet: str) -> None:
    """Σ score × effective weight over the leaves, beside the base."""
    first, last = min(places.column.values()), max(places.column.values())
    at = places.row(unit)
    flags = f"{quoted(places.name)}!{span(places.leaf_row, first, places.leaf_row, last, fixed='rc')}"
    weights = f"{quoted(weights_sheet)}!{span(at, first, at, last, fixed='c')}"
    scores = f"{quoted(places.name)}!{span(at, first, at, last, fixed='c')}"
    base = float(book.results.base[unit])
    sheet.formula(row, 9, f"=SUMPRODUCT({flags},{weights},{scores})/100", base, "exact")
    sheet.formula(row, 10, "=" + places.at(unit, places.base), base, "exact")


def _counted_rank(places: Layout, unit: int) -> str:
    """The rank by another function than the calculation sheet's: better ones counted one by one."""
    value, values = places.at(unit, places.compared), places.whole(places.compared)
    inside = ""
    if places.cohort is not None:
        inside = f"({places.whole(places.cohort)}={places.at(unit, places.cohort)})*"
    counted = f"ISNUMBER({values})"
    if places.first_of_value is not None:
        counted = f"({places.whole(places.first_of_value)}=1)"
    return f"=1+SUMPRODUCT({inside}{counted}*ISNUMBER({values})*({values}>{value}))"


def summary(book: Book) -> str:
    """One line about the check, for the cover."""
    return _("compares {n} totals, ranks and grades with the program's own").format(
        n=display(float(len(book.results.roster)), 0)
    )
