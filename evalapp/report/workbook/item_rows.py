"""The items on the sheets of calculation: leaves as values, groups as formulas over them, a row a unit."""

from math import isnan

from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.form.model import NotApplicable
from evalapp.form.tree import Node
from evalapp.report.item_words import veto_word
from evalapp.report.words import status_word
from evalapp.report.workbook import formulas
from evalapp.report.workbook.address import cell, span
from evalapp.report.workbook.book import Book, Sheet
from evalapp.report.workbook.cohort_figures import FigurePlaces
from evalapp.report.workbook.formulas import Group
from evalapp.report.workbook.grid import ROOT, Columns, Grid
from evalapp.report.workbook.layout import rule_of
from evalapp.report.workbook.shown import NONE, given_below, part_word, shown, veto_shown
from evalapp.report.workbook.steps import Steps
from evalapp.report.workbook.weights import WeightPlaces, profile_label
from evalapp.score.aggregate import not_applicable_policies
from evalapp.score.results import Results
from evalapp.score.status import NOT_APPLICABLE, NOTHING


class Items(Struct, frozen=True, kw_only=True, eq=False):
    """What every row needs: the places, those of the sub-units below, the policies by node, the steps.

    ``of_units`` is false on the sheet of the sub-units.
    """

    grid: Grid
    below: Grid | None
    figures: FigurePlaces
    weights: WeightPlaces | None
    policies: tuple[NotApplicable, ...]
    found: Steps
    of_units: bool


def items_of(
    grid: Grid, below: Grid | None, figures: FigurePlaces, weights: WeightPlaces | None, found: Steps
) -> Items:
    """The rows' common ground; ``below`` is the sheet of the sub-units, where ``grid`` is not that sheet itself."""
    return Items(
        grid=grid,
        below=below if below is not grid else None,
        figures=figures,
        weights=weights,
        policies=not_applicable_policies(found.results.tree),
        found=found,
        of_units=below is not grid,
    )


def write_heads(book: Book, sheet: Sheet, grid: Grid, others: dict[int, str]) -> None:
    """The four head rows; ``others`` are the titles of columns without an item."""
    rows = range(grid.title_row - 1, grid.first_row)
    for col, title in others.items():
        for row in rows:
            sheet.text(row, col, title if row == grid.title_row else "", "head")
    sheet.text(grid.title_row - 1, 0, _("Item"), "head", measure=False)
    with_parts = bool(grid.beside or grid.vetoes.column)
    label = _("Weight or points") if with_parts else _("Nominal weight")
    sheet.text(grid.weight_row, 0, label, "head", measure=False)
    sheet.text(grid.leaf_row, 0, _("1 = leaf"), "head", measure=False)
    for index in grid.nodes:
        node, col = book.tree.nodes[index], grid.column[index]
        _head(book, sheet, grid, node, col, weight=node.nominal)
        for offset, note in ((grid.weights, _("own weight")), (grid.used, _("weight used"))):
            if offset:
                _head(book, sheet, grid, node, col + offset, weight=node.nominal, title=note)
    for index, col in grid.beside.items():
        node = book.tree.nodes[index]
        title = f"{book.say(node.item.title)} · {part_word(node.part)}"
        _head(book, sheet, grid, node, col, weight=node.full_marks, title=title)
    for index, col in grid.vetoes.column.items():
        node = book.tree.nodes[index]
        effect = book.tree.veto_of(node)
        points = effect.points if effect.effect in ("fixed", "cap") else 0.0
        title = f"{book.say(node.item.title)} · {veto_word(effect)}"
        limited = effect.effect in ("zero", "fixed", "cap")
        _head(book, sheet, grid, node, col, weight=points if limited else None, title=title)
    for index, col in grid.before.items():
        if index != ROOT:
            _head(book, sheet, grid, book.tree.nodes[index], col, weight=None, title=_("compared value"))
    sheet.height(grid.title_row, 58 if with_parts else 44)
    sheet.width(0, 16)


def _head(
    book: Book, sheet: Sheet, grid: Grid, node: Node, col: int, *, weight: float | None, title: str = ""
) -> None:
    sheet.text(grid.title_row - 1, col, node.code, "head_code", measure=False)
    sheet.text(grid.title_row, col, title or book.say(node.item.title), "head", measure=False)
    sheet.number(grid.weight_row, col, weight, "head_number")
    sheet.number(grid.leaf_row, col, 0 if node.index in grid.children else 1, "head_number")
    sheet.width(col, 13)


def write_labels(sheet: Sheet, grid: Grid, results: Results, unit: int) -> None:
    """What stands before the items: code, name, columns of the roster, profile and cohort."""
    row, entry = grid.row(unit), results.roster[unit]
    sheet.text(row, 0, entry.code)
    sheet.text(row, 1, entry.full_name, "strong")
    for place, name in enumerate(grid.labels):
        sheet.text(row, 2 + place, entry.columns.get(name, ""))
    if grid.profile is not None:
        sheet.text(row, grid.profile, profile_label(results, int(results.profile[unit])), "centre")
    if grid.cohort is not None:
        sheet.number(row, grid.cohort, grid.cohorts[unit], "whole")


def write_row(book: Book, sheet: Sheet, items: Items, unit: int) -> None:
    """A unit's codes, weights, leaf scores, and group formulas."""
    results, grid, row = book.results, items.grid, items.grid.row(unit)
    write_labels(sheet, grid, results, unit)
    for index in grid.nodes:
        node = book.tree.nodes[index]
        if node.is_leaf:
            _leaf(sheet, items, unit, node)
        else:
            _group(sheet, items, unit, node)
    _weights(sheet, items, unit)
    for leaf, col in grid.vetoes.column.items():
        sheet.text(row, col, veto_shown(results, unit, leaf), "centre", measure=False)


def _leaf(sheet: Sheet, items: Items, unit: int, leaf: Node) -> None:
    grid, row, col = items.grid, items.grid.row(unit), items.grid.column[leaf.index]
    results = items.found.results
    given = not items.of_units and leaf.item.rollup is not None
    value = given_below(results, unit, leaf) if given else shown(results, unit, leaf.index)
    if leaf.index in grid.before:
        number = float(items.found.before[leaf.index][unit])
        sheet.number(row, grid.before[leaf.index], None if isnan(number) else number, "exact")
        rule = rule_of(leaf, of_units=items.of_units)
        if not isnan(number) and rule is not None and not isinstance(value, str):
            formula = "=" + formulas.compared_score(
                rule, cell(row, grid.before[leaf.index], fixed="c"), _figures(items, unit, leaf.index)
            )
            _calculated(sheet, (row, col), formula, value, "leaf", elementwise=formulas.is_counted(rule))
            return
    rollup = leaf.item.rollup
    if items.of_units and rollup is not None and rollup.of == "score" and not isinstance(value, str):
        range_ = _below(items, unit, leaf.index)
        if range_ and rollup.take in formulas.TAKE and results.node_status_of(unit, leaf.index) == "answered":
            sheet.formula(row, col, formulas.taken(range_, rollup), value, "leaf")
            return
    if isinstance(value, str):
        sheet.text(row, col, value, "absent", measure=False)
    else:
        by_value = given and rollup is not None and rollup.of == "value"
        sheet.number(row, col, value, "weight" if by_value else "leaf")


def _group(sheet: Sheet, items: Items, unit: int, node: Node) -> None:
    grid, row, col = items.grid, items.grid.row(unit), items.grid.column[node.index]
    results, found = items.found.results, items.found
    value = shown(results, unit, node.index)
    rolled = items.of_units and node.item.rollup is not None
    as_given = not items.of_units and node.item.rollup is not None
    if as_given and results.node_status[unit, node.index] == NOT_APPLICABLE:
        value = status_word("not_applicable")
    own = "reweight" if as_given else items.policies[node.index]
    compared = node.index in grid.before
    is_asked = results.node_status[unit, node.index] != NOTHING
    formula, elementwise = "", False
    if rolled:
        range_ = _below(items, unit, node.index)
        if range_ and results.node_status[unit, node.index] not in (NOT_APPLICABLE, NOTHING):
            assert node.item.rollup is not None
            formula = formulas.rolled_score(range_, node.item.rollup, "reweight" if compared else own)
    elif node.index in grid.children and (is_asked or not results.weight_of(unit, node.index)):
        group = _terms(items, unit, node, "reweight" if compared else own)
        formula, elementwise = formulas.group_score(group), formulas.is_elementwise(group.aggregation)
    if not compared:
        _calculated(sheet, (row, col), formula, value, "group", elementwise=elementwise)
        return
    raw, rule = grid.before[node.index], rule_of(node, of_units=items.of_units)
    assert rule is not None
    before = NONE if value == NONE else found.mean(unit, node.index)
    _calculated(sheet, (row, raw), formula, before, "exact", elementwise=elementwise)
    score = formulas.compared_score(rule, cell(row, raw, fixed="c"), _figures(items, unit, node.index))
    formula = formulas.compared_group(cell(row, raw, fixed="c"), score, own)
    _calculated(sheet, (row, col), formula, value, "group", elementwise=formulas.is_counted(rule))


def _terms(items: Items, unit: int, node: Node, own: NotApplicable) -> Group:
    grid, row, policy = items.grid, items.grid.row(unit), items.found.results.tree.form.policy
    coverage = policy.min_coverage if node.item.min_coverage is None else node.item.min_coverage
    vetoes = grid.vetoes.of_group.get(node.index)
    weight = cell(row, grid.column[node.index] + grid.weights, fixed="c") if grid.weights else ""
    return Group(
        scores=columns(grid.children[node.index], row),
        weights=weights_of(grid, node.index, row),
        aggregation=node.item.aggregation or policy.aggregation,
        coverage=coverage,
        own=own,
        with_none=bool(grid.weights),
        weight=weight,
        vetoes=columns(vetoes, row) if vetoes is not None else "",
    )


def _figures(items: Items, unit: int, node: int) -> formulas.Figures:
    return items.figures.figures(items.grid, node, items.grid.before[node], unit)


def _below(items: Items, unit: int, node: int) -> str:
    """The sub-units' cells of an item that is rolled up to the unit; "" where it has none."""
    rollup, grid = items.found.results.tree.nodes[node].item.rollup, items.below
    if rollup is None or grid is None:
        return ""
    subs = [int(sub) for sub in items.found.results.population.below.get(rollup.kind, {}).get(unit, ())]
    return grid.several(subs, grid.column[node]) if subs else ""


def _weights(sheet: Sheet, items: Items, unit: int) -> None:
    """The weights that hold for this unit, where these are not the head's."""
    grid, row, results = items.grid, items.grid.row(unit), items.found.results
    if grid.weights and items.weights is not None and grid.profile is not None:
        for node in grid.nodes:
            formula = items.weights.formula(node, cell(row, grid.profile, fixed="c"))
            col = grid.column[node] + grid.weights
            sheet.formula(row, col, formula, results.weight_of(unit, node), "weight")
    if grid.used:
        for node in grid.nodes:
            used = float(results.node_used[unit, node])
            sheet.number(row, grid.column[node] + grid.used, used, "weight")


def weights_of(grid: Grid, group: int, row: int) -> str:
    """The weights of a group's children in a row."""
    first, last = grid.children[group]
    offset = grid.used or grid.weights
    if offset:
        return columns((first + offset, last + offset), row)
    return span(grid.weight_row, first, grid.weight_row, last, fixed="rc")


def columns(places: Columns, row: int) -> str:
    """Cells side by side in a row."""
    return span(row, places[0], row, places[1], fixed="c")


def _calculated(
    sheet: Sheet, at: tuple[int, int], formula: str, value: float | str, style: str, *, elementwise: bool
) -> None:
    """A formula with its value; without a formula the value alone."""
    if not formula and isinstance(value, str):
        sheet.text(*at, value, "absent", measure=False)
    elif not formula:
        assert not isinstance(value, str)
        sheet.number(*at, value, style)
    elif elementwise:
        sheet.array(*at, formula, value, style)
    else:
        sheet.formula(*at, formula, value, style)
