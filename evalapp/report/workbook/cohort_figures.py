"""What units are compared with, where their scores or grades depend on the others: n, range, mean, deviation of each cohort."""

from collections.abc import Iterator

import numpy as np
from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.report.item_words import cohort_word
from evalapp.report.workbook.address import cell, quoted
from evalapp.report.workbook.book import Book, Sheet
from evalapp.report.workbook.formulas import Figures
from evalapp.report.workbook.grid import ROOT, Grid, Layout
from evalapp.report.workbook.layout import rule_of, sub_cohorts
from evalapp.report.workbook.steps import Steps
from evalapp.report.workbook.total_formulas import needs_figures
from evalapp.score.guards import Floats
from evalapp.score.population import Cohorts

TOTALS = -2
"""The place of the totals among what is compared."""
_N, _LOW, _HIGH, _MEAN, _DEVIATION = range(5, 10)


class Compared(Struct, frozen=True, kw_only=True, eq=False):
    """A column of numbers that are compared with each other, and the cohorts in which this is done."""

    node: int
    grid: Grid
    column: int
    numbers: Floats
    cohorts: Cohorts


class FigurePlaces(Struct, frozen=True, kw_only=True, eq=False):
    """The rows of the sheet, by what is compared and the number of the cohort."""

    name: str
    compared: tuple[Compared, ...]
    row: dict[tuple[int, int], int]

    def figures(self, grid: Grid, node: int, column: int, unit: int) -> Figures:
        """The cells with which a unit's number in ``column`` of the grid is compared."""
        at, row = self.row[node, grid.cohorts[unit]], grid.row(unit)
        own = grid.cohort is not None
        return Figures(
            **{
                name: f"{quoted(self.name)}!{cell(at, col, fixed='rc')}"
                for name, col in (
                    ("n", _N),
                    ("low", _LOW),
                    ("high", _HIGH),
                    ("mean", _MEAN),
                    ("deviation", _DEVIATION),
                )
            },
            values=grid.own(column),
            cohorts=grid.own(grid.cohort) if grid.cohort is not None else "",
            cohort=cell(row, grid.cohort or 0, fixed="c") if own else "",
        )


def figure_places(book: Book, name: str, places: Layout, below: Grid | None, found: Steps) -> FigurePlaces:
    """Where the figures of these results stand on the sheet ``name``."""
    compared = tuple(_compared(book, places, below, found))
    rows: dict[tuple[int, int], int] = {}
    for entry in compared:
        for number in range(1, len(entry.cohorts) + 1):
            rows[entry.node, number] = book.first_row + 1 + len(rows)
    return FigurePlaces(name=name, compared=compared, row=rows)


def _compared(book: Book, places: Layout, below: Grid | None, found: Steps) -> Iterator[Compared]:
    people = book.results.population
    grids: list[tuple[Grid, Cohorts]] = [(places, people.cohorts)]
    if below is not None:
        grids.append((below, sub_cohorts(people)))
    for grid, cohorts in grids:
        for node, column in grid.before.items():
            yield Compared(node=node, grid=grid, column=column, numbers=found.before[node], cohorts=cohorts)
    if needs_figures(book.tree.form.grades):
        yield Compared(
            node=TOTALS,
            grid=places,
            column=places.totals.ranked.compared,
            numbers=found.compared,
            cohorts=people.cohorts,
        )


def write(book: Book, sheet: Sheet, figures: FigurePlaces) -> None:
    """Fill the sheet, a row a cohort."""
    top = book.head(
        sheet,
        _("Cohort figures"),
        _("Scores by comparison and grades by shares look at these figures of all units that are compared."),
    )
    heads = (
        _("Item"),
        _("Title"),
        _("Rule"),
        _("Cohort"),
        _("Units compared"),
        _("n"),
        _("Lowest"),
        _("Highest"),
        _("Mean"),
        _("Deviation"),
    )
    for col, title in enumerate(heads):
        sheet.text(top, col, title, "head_left" if col < _N else "head")
    for entry in figures.compared:
        for number, members in enumerate(entry.cohorts, 1):
            row = figures.row[entry.node, number]
            code, title, rule = _about(book, entry)
            first = book.results.roster[int(members[0])] if len(members) else None
            named = first.columns.get(book.tree.form.units.within, "") if first is not None else ""
            if first is not None and first.parent:
                named = " · ".join(filter(None, (first.sort, named)))
            for col, text in enumerate((code, title, rule)):
                sheet.text(row, col, text)
            sheet.number(row, 3, number, "whole")
            sheet.text(row, 4, named or _("all"))
            _write_figures(sheet, row, entry, entry.numbers[members])
    for col, width in ((1, 26), (2, 44), *((col, 18) for col in range(_LOW, _DEVIATION + 1))):
        sheet.width(col, width)
    sheet.freeze(top + 1, 2)


def _about(book: Book, entry: Compared) -> tuple[str, str, str]:
    """Code, title and rule of what is compared."""
    if entry.node == TOTALS:
        return "", _("Total"), _("grades by shares or deviations")
    if entry.node == ROOT:
        rule = book.tree.form.policy.normalise
        return "", _("Score of all"), cohort_word(rule) if rule is not None else ""
    node = book.tree.nodes[entry.node]
    rule = rule_of(node, of_units=True) or rule_of(node, of_units=False)
    return node.code, book.say(node.item.title), cohort_word(rule) if rule is not None else ""


def _write_figures(sheet: Sheet, row: int, entry: Compared, numbers: Floats) -> None:
    present = numbers[~np.isnan(numbers)]
    values = entry.grid.whole(entry.column)
    some = f"ISNUMBER({values})"
    inside = values
    if entry.grid.cohort is not None:
        some = f"({entry.grid.whole(entry.grid.cohort)}={cell(row, 3, fixed='c')})*{some}"
        inside = f"IF({some},{values})"
    n = cell(row, _N, fixed="c")
    sheet.formula(row, _N, f"=SUMPRODUCT({some}*1)", float(len(present)), "whole")
    for col, function, value in (
        (_LOW, "MIN", present.min() if len(present) else None),
        (_HIGH, "MAX", present.max() if len(present) else None),
        (_MEAN, "AVERAGE", present.mean() if len(present) else None),
        (_DEVIATION, "STDEV", present.std(ddof=1) if len(present) > 1 else None),
    ):
        least = 1 if function == "STDEV" else 0
        otherwise = "0" if function == "STDEV" else '""'
        cached = float(value) if value is not None else (0.0 if function == "STDEV" else "")
        formula = f"=IF({n}>{least},{function}({inside}),{otherwise})"
        if inside == values:
            sheet.formula(row, col, formula, cached, "exact")
        else:
            sheet.array(row, col, formula, cached, "exact")
