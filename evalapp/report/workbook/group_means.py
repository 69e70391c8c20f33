"""The means of the units by province, region or class, and the ranks of these groups (FORM rule 16)."""

import numpy as np

from evalapp.base.i18n import _
from evalapp.entry.columns import roster_heading
from evalapp.report.workbook import total_formulas
from evalapp.report.workbook.address import cell, span
from evalapp.report.workbook.book import Book, Sheet
from evalapp.report.workbook.grid import Layout
from evalapp.score.means import Mean
from evalapp.score.ranks import compared

_MEAN, _COUNTED, _COMPARED, _FIRST = 3, 4, 5, 6


def write_means(book: Book, sheet: Sheet, places: Layout, row: int) -> int:
    """A table from ``row`` on, a column of the roster after the other; gives the next free row."""
    means = book.results.means
    if not means:
        return row
    dense = book.tree.form.policy.rank_ties == "dense"
    last = _FIRST if dense else _COMPARED
    sheet.text(row, 0, _("Group means"), "section", measure=False)
    for col in range(1, last + 1):
        sheet.text(row, col, "", "section")
    heads = (
        _("Rank"),
        _("Column"),
        _("Value"),
        _("Mean"),
        _("Units with points"),
        _("Number compared"),
        *((_("First of its value"),) if dense else ()),
    )
    for col, title in enumerate(heads):
        sheet.text(row + 1, col, title, "head", measure=False)
    row += 2
    for column in dict.fromkeys(mean.column for mean in means):
        group = [mean for mean in means if mean.column == column]
        for place in range(len(group)):
            _write_mean(book, sheet, places, (row, row + len(group) - 1), place, group)
        row += len(group)
    return row + 1


def _write_mean(
    book: Book, sheet: Sheet, places: Layout, rows: tuple[int, int], place: int, group: list[Mean]
) -> None:
    """One value's mean; ``rows`` are the first and the last of the values that it is ranked with."""
    policy = book.tree.form.policy
    mean, row = group[place], rows[0] + place
    numbers = compared(
        np.array([np.nan if one.points is None else one.points for one in group]), policy.rank_decimals
    ).tolist()
    sheet.text(row, 1, roster_heading(mean.column, book.language), measure=False)
    sheet.text(row, 2, mean.value, "strong", measure=False)
    counted = _("{counted} of {size}").format(counted=mean.counted, size=mean.size)
    sheet.text(row, _COUNTED, counted, "centre", measure=False)
    if mean.points is None:
        sheet.text(row, 0, "", "rank")
        sheet.text(row, _MEAN, _("no unit with points"), "absent", measure=False)
        for col in range(_COMPARED, _FIRST + 1 if policy.rank_ties == "dense" else _FIRST):
            sheet.text(row, col, "")
        return
    totals = places.whole(places.totals.total)
    column = places.whole(2 + places.labels.index(mean.column))
    inside = f"EXACT({column},{cell(row, 2)})*ISNUMBER({totals})"
    formula = f"=SUMPRODUCT({inside},{totals})/SUMPRODUCT({inside})"
    sheet.formula(row, _MEAN, formula, mean.points, "total")
    value = cell(row, _COMPARED)
    formula = total_formulas.compared_points(cell(row, _MEAN), policy.rank_decimals)
    sheet.formula(row, _COMPARED, formula, numbers[place], "exact")
    firsts = ""
    if policy.rank_ties == "dense":
        above = f"{cell(rows[0], _COMPARED, fixed='rc')}:{value}"
        formula = total_formulas.first_of_value(value, above, "", "")
        first = 0 if numbers[place] in numbers[:place] else 1
        sheet.formula(row, _FIRST, formula, first, "whole")
        firsts = span(rows[0], _FIRST, rows[1], _FIRST, fixed="rc")
    values = span(rows[0], _COMPARED, rows[1], _COMPARED, fixed="rc")
    sheet.formula(row, 0, total_formulas.rank(value, values, firsts=firsts), mean.rank or "", "rank")
