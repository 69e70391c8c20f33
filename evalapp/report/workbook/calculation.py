"""The calculation sheet: every score from the leaves to the grade as live formulas, a row a unit."""

from math import isnan

from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.entry.columns import roster_heading
from evalapp.form.model import NotApplicable
from evalapp.form.tree import Node
from evalapp.report.words import status_word
from evalapp.report.workbook import formulas
from evalapp.report.workbook.address import cell, span
from evalapp.report.workbook.book import Book, Sheet
from evalapp.report.workbook.layout import ROOT, Layout
from evalapp.score.aggregate import not_applicable_policies
from evalapp.score.guards import Floats
from evalapp.score.ranks import compared
from evalapp.score.results import Results
from evalapp.score.status import BLANK, PENDING, UNABLE


class GradeCells(Struct, frozen=True, kw_only=True):
    """The cells that hold names and lines of the grades, by their place in the form."""

    names: dict[int, str]
    lines: dict[int, str]


class _Facts(Struct, frozen=True, kw_only=True, eq=False):
    """What every row needs: policies by node, and by unit the root's score, the number compared and the cohort."""

    policies: tuple[NotApplicable, ...]
    used: Floats
    roots: Floats
    numbers: Floats
    cohort: tuple[int, ...]


def write(book: Book, sheet: Sheet, places: Layout, grades: GradeCells, progress: Progress) -> None:
    """Fill the sheet."""
    book.head(
        sheet,
        _("Calculation"),
        _(
            "Leaf scores (0–100) are values; everything to their right follows from them by formula. "
            "A word in place of a score says why there is none."
        ),
    )
    _write_head(book, sheet, places)
    facts = _facts(book.results)
    for unit in range(len(book.results.roster)):
        progress.step(unit, len(book.results.roster), _("Calculation"))
        _write_unit(book, sheet, places, unit, facts)
        if places.used:
            for node in places.nodes:
                used = float(facts.used[unit, node])
                sheet.number(places.row(unit), places.column[node] + places.used, used, "weight")
        _write_total(book, sheet, places, unit, facts)
        _write_grade(book, sheet, places, unit, grades)
    sheet.freeze(places.first_row, 2)
    sheet.filter(places.first_row - 1, places.last_row, places.grade)
    sheet.pages(max(1, places.grade // 16))


def shown(results: Results, unit: int, node: int) -> float | str:
    """A node's score, or the word for why there is none; what waits for an answer is pending."""
    score = float(results.node_score[unit, node])
    if not isnan(score):
        return score
    status, policy = int(results.node_status[unit, node]), results.tree.form.policy
    waits = (status == BLANK and policy.unanswered == "pending") or (
        status == UNABLE and policy.unable == "pending"
    )
    return (
        status_word("pending")
        if waits or status == PENDING
        else status_word(results.node_status_of(unit, node))
    )


def _facts(results: Results) -> _Facts:
    groups = results.population.cohorts
    cohort = [0] * len(results.roster)
    for number, members in enumerate(groups, 1):
        for unit in members.tolist():
            cohort[unit] = number
    return _Facts(
        policies=not_applicable_policies(results.tree),
        used=results.node_used,
        roots=results.root_score,
        numbers=compared(results.points, results.tree.form.policy.rank_decimals),
        cohort=tuple(cohort),
    )


def _write_head(book: Book, sheet: Sheet, places: Layout) -> None:
    rows = range(places.title_row - 1, places.first_row)
    heads = {
        0: _("Code"),
        1: book.unit_word,
        **{
            2 + place: roster_heading(name, book.language) for place, name in enumerate(places.roster_columns)
        },
        places.root: _("Score of all"),
        places.base: _("Base points"),
        places.total: _("Total"),
        places.compared: _("Compared"),
        places.rank: _("Rank"),
        places.status: _("Status"),
        places.grade: _("Grade"),
    }
    if places.cohort is not None:
        heads[places.cohort] = _("Cohort")
    if places.first_of_value is not None:
        heads[places.first_of_value] = _("First of its value")
    for col, title in heads.items():
        for row in rows:
            sheet.text(row, col, title if row == places.title_row else "", "head")
    sheet.text(places.title_row - 1, 0, _("Item"), "head", measure=False)
    sheet.text(places.weight_row, 0, _("Nominal weight"), "head", measure=False)
    sheet.text(places.leaf_row, 0, _("1 = leaf"), "head", measure=False)
    for node in places.nodes:
        _item_head(book, sheet, places, book.tree.nodes[node], places.column[node], "")
        if places.used:
            col = places.column[node] + places.used
            _item_head(book, sheet, places, book.tree.nodes[node], col, _("weight used"))
    sheet.height(places.title_row, 44)
    sheet.width(0, 16)


def _item_head(book: Book, sheet: Sheet, places: Layout, node: Node, col: int, note: str) -> None:
    sheet.text(places.title_row - 1, col, node.code, "head_code", measure=False)
    sheet.text(places.title_row, col, note or book.say(node.item.title), "head", measure=False)
    sheet.number(places.weight_row, col, node.nominal, "head_number")
    sheet.number(places.leaf_row, col, 1 if node.is_leaf else 0, "head_number")
    sheet.width(col, 13)


def _write_unit(book: Book, sheet: Sheet, places: Layout, unit: int, facts: _Facts) -> None:
    """Codes, leaf scores and group formulas of one unit."""
    results, row = book.results, places.row(unit)
    entry = results.roster[unit]
    sheet.text(row, 0, entry.code)
    sheet.text(row, 1, entry.name, "strong")
    for place, name in enumerate(places.roster_columns):
        sheet.text(row, 2 + place, entry.columns.get(name, ""))
    if places.cohort is not None:
        sheet.number(row, places.cohort, facts.cohort[unit], "whole")
    policy = book.tree.form.policy
    for index in places.nodes:
        node, col = book.tree.nodes[index], places.column[index]
        value = shown(results, unit, index)
        if node.is_leaf:
            if isinstance(value, str):
                sheet.text(row, col, value, "absent", measure=False)
            else:
                sheet.number(row, col, value, "leaf")
        elif index in places.children:
            coverage = policy.min_coverage if node.item.min_coverage is None else node.item.min_coverage
            _write_group(
                sheet,
                (row, col),
                formulas.group_score(
                    *_ranges(places, index, row),
                    node.item.aggregation or policy.aggregation,
                    coverage,
                    facts.policies[index],
                ),
                value,
                elementwise=formulas.is_elementwise(node.item.aggregation or policy.aggregation),
            )
    _write_group(
        sheet,
        (row, places.root),
        formulas.group_score(
            *_ranges(places, ROOT, row), policy.aggregation, policy.min_coverage, "reweight"
        ),
        _or_word(results, unit, float(facts.roots[unit])),
        elementwise=formulas.is_elementwise(policy.aggregation),
    )


def _or_word(results: Results, unit: int, number: float) -> float | str:
    """A number of the whole, or the word for why there is none."""
    return status_word(results.status_of(unit)) if isnan(number) else number


def _write_group(
    sheet: Sheet, at: tuple[int, int], formula: str, value: float | str, *, elementwise: bool
) -> None:
    if elementwise:
        sheet.array(*at, formula, value, "group")
    else:
        sheet.formula(*at, formula, value, "group")


def _ranges(places: Layout, group: int, row: int) -> tuple[str, str]:
    """The children's scores and their weights."""
    first, last = places.children[group]
    scores = span(row, first, row, last, fixed="c")
    if places.used:
        return scores, span(row, first + places.used, row, last + places.used, fixed="c")
    return scores, span(places.weight_row, first, places.weight_row, last, fixed="rc")


def _write_total(book: Book, sheet: Sheet, places: Layout, unit: int, facts: _Facts) -> None:
    results, row, policy = book.results, places.row(unit), book.tree.form.policy
    root, base, total, value = (
        cell(row, col, fixed="c") for col in (places.root, places.base, places.total, places.compared)
    )
    number, found = float(facts.numbers[unit]), int(results.rank[unit])
    sheet.formula(
        row,
        places.base,
        formulas.base_points(root, policy, book.tree.form.head.full_score),
        _or_word(results, unit, float(results.base[unit])),
    )
    sheet.formula(
        row,
        places.total,
        formulas.total_points(base, policy),
        _or_word(results, unit, float(results.points[unit])),
        "total",
    )
    rounded = formulas.compared_points(total, policy)
    sheet.formula(row, places.compared, rounded, "" if isnan(number) else number, "exact")
    cohort = cell(row, places.cohort, fixed="c") if places.cohort is not None else ""
    if places.first_of_value is not None:
        _write_first(sheet, places, unit, cohort, facts)
    formula = formulas.rank(
        value,
        places.own(places.compared),
        cohort=cohort,
        cohorts=places.own(places.cohort) if places.cohort is not None else "",
        firsts=places.own(places.first_of_value) if places.first_of_value is not None else "",
    )
    sheet.formula(row, places.rank, formula, found or "", "rank")
    word = status_word(results.status_of(unit))
    sheet.formula(row, places.status, formulas.total_status(base, policy), word, "centre")


def _write_first(sheet: Sheet, places: Layout, unit: int, cohort: str, facts: _Facts) -> None:
    """Whether the unit's number occurs for the first time in its cohort."""
    assert places.first_of_value is not None
    row = places.row(unit)
    value = cell(row, places.compared, fixed="c")
    above = f"{cell(places.first_row, places.compared, fixed='rc')}:{value}"
    cohorts_above = ""
    if places.cohort is not None:
        cohorts_above = f"{cell(places.first_row, places.cohort, fixed='rc')}:{cohort}"
    number = facts.numbers[unit]
    seen = any(
        facts.numbers[earlier] == number and facts.cohort[earlier] == facts.cohort[unit]
        for earlier in range(unit)
    )
    formula = formulas.first_of_value(value, above, cohort, cohorts_above)
    sheet.formula(row, places.first_of_value, formula, 0 if seen or isnan(float(number)) else 1, "whole")


def _write_grade(book: Book, sheet: Sheet, places: Layout, unit: int, cells: GradeCells) -> None:
    row, grades = places.row(unit), book.tree.form.grades
    reached = book.results.grade_of(unit)
    name = book.say(reached.name) if reached is not None else ""
    if not formulas.is_drawn_by_lines(grades):
        sheet.text(row, places.grade, name, "centre")
        return
    value, status = cell(row, places.compared, fixed="c"), cell(row, places.status, fixed="c")
    sheet.formula(
        row, places.grade, formulas.grade(value, status, grades, cells.names, cells.lines), name, "centre"
    )
