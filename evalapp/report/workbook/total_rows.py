"""From the score of the whole to rank, grade and indices: the right-hand columns of the calculation sheet, a row a unit."""

from collections.abc import Mapping
from math import isnan

from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.form.model import Index
from evalapp.report.words import status_word
from evalapp.report.workbook import formulas, total_formulas
from evalapp.report.workbook.address import cell, span
from evalapp.report.workbook.book import Book, Sheet
from evalapp.report.workbook.cohort_figures import TOTALS, FigurePlaces
from evalapp.report.workbook.formulas import Group
from evalapp.report.workbook.grid import ROOT, Layout, Ranked
from evalapp.report.workbook.item_rows import columns, weights_of
from evalapp.report.workbook.shown import applies_word
from evalapp.report.workbook.steps import Steps
from evalapp.report.workbook.total_formulas import GradeCells, VetoCells
from evalapp.score.guards import Floats


class Ranking(Struct, frozen=True, kw_only=True, eq=False):
    """A figure that units are ranked by: its columns, the numbers compared, the ranks, and who has a number first."""

    columns: Ranked
    numbers: list[float]
    ranks: list[int]
    first: frozenset[int]


class Totals(Struct, frozen=True, kw_only=True, eq=False):
    """What every row needs; ``rankings`` are those of the total and of each index."""

    places: Layout
    figures: FigurePlaces
    grades: GradeCells
    found: Steps
    rankings: tuple[Ranking, ...]


def totals_of(places: Layout, figures: FigurePlaces, grades: GradeCells, found: Steps) -> Totals:
    """The rows' common ground."""
    results, cols = found.results, places.totals
    rankings = [_ranking(places, cols.ranked, found.compared, results.rank.tolist())]
    for place, columns_of in enumerate(cols.indices):
        ranks = results.index_rank[:, place].tolist()
        rankings.append(_ranking(places, columns_of, found.indices[place], ranks))
    return Totals(places=places, figures=figures, grades=grades, found=found, rankings=tuple(rankings))


def _ranking(places: Layout, columns_of: Ranked, numbers: Floats, ranks: list[int]) -> Ranking:
    first: dict[tuple[int, float], int] = {}
    for unit in places.units:
        if not isnan(numbers[unit]):
            first.setdefault((places.cohorts[unit], float(numbers[unit])), unit)
    return Ranking(columns=columns_of, numbers=numbers.tolist(), ranks=ranks, first=frozenset(first.values()))


def heads(book: Book, places: Layout) -> dict[int, str]:
    """The titles of the columns."""
    totals = places.totals
    titles = {
        totals.mean: _("Mean of all"),
        totals.root: _("Score of all"),
        totals.penalty: _("Penalties"),
        totals.base: _("Base points"),
        totals.earned: _("Bonus earned"),
        totals.gate: _("Bonus gate"),
        totals.granted: _("Bonus granted"),
        totals.before_veto: _("Before vetoes"),
        totals.applies: _("Base applies"),
        totals.set_to: _("Set to by a veto"),
        totals.at_most: _("Limited by a veto"),
        totals.total: _("Total"),
        totals.status: _("Status"),
        totals.grade: _("Grade"),
    }
    for index, columns_of in zip(book.tree.form.indices, totals.indices, strict=True):
        titles[columns_of.value] = book.say(index.title)
    for columns_of in (totals.ranked, *totals.indices):
        whole = columns_of is totals.ranked
        titles[columns_of.compared] = _("Compared") if whole else _("Number compared")
        titles[columns_of.first_of_value] = _("First of its value")
        titles[columns_of.rank] = _("Rank")
    return {col: title for col, title in titles.items() if col is not None}


def write_row(book: Book, sheet: Sheet, totals: Totals, unit: int) -> None:
    """One unit's columns."""
    places, found = totals.places, totals.found
    _write_root(book, sheet, totals, unit)
    _write_base(book, sheet, places, found, unit)
    vetoes = _write_vetoes(book, sheet, places, found, unit)
    cols, row = places.totals, places.row(unit)
    _write_rank(book, sheet, places, totals.rankings[0], unit)
    word = status_word(book.results.status_of(unit))
    total, base = (cell(row, col, fixed="c") for col in (cols.total, cols.base))
    formula = total_formulas.total_status(total, base, book.tree.form.policy, vetoes)
    sheet.formula(row, cols.status, formula, word, "centre")
    _write_grade(book, sheet, totals, unit)
    for place, ranking in enumerate(totals.rankings[1:]):
        _write_index(book, sheet, places, unit, place, ranking.columns.value)
        _write_rank(book, sheet, places, ranking, unit)


def _write_root(book: Book, sheet: Sheet, totals: Totals, unit: int) -> None:
    """The score of the whole, out of the top items'."""
    places, found, policy = totals.places, totals.found, book.tree.form.policy
    cols, row = places.totals, places.row(unit)
    if ROOT not in places.children:
        sheet.text(row, cols.root, str(found.root(unit)), "absent", measure=False)
        return
    group = Group(
        scores=columns(places.children[ROOT], row),
        weights=weights_of(places, ROOT, row),
        aggregation=policy.aggregation,
        coverage=policy.min_coverage,
        with_none=bool(places.weights),
    )
    mean = found.root(unit) if cols.mean is None else found.mean(unit, ROOT)
    at = (row, cols.root if cols.mean is None else cols.mean)
    if formulas.is_elementwise(policy.aggregation):
        sheet.array(*at, formulas.group_score(group), mean, "group")
    else:
        sheet.formula(*at, formulas.group_score(group), mean, "group")
    if cols.mean is None or policy.normalise is None:
        return
    raw = cell(row, cols.mean, fixed="c")
    figures = totals.figures.figures(places, ROOT, cols.mean, unit)
    score = formulas.compared_score(policy.normalise, raw, figures)
    formula = f"=IF(ISNUMBER({raw}),{score},{raw})"
    if formulas.is_counted(policy.normalise):
        sheet.array(row, cols.root, formula, found.root(unit), "group")
    else:
        sheet.formula(row, cols.root, formula, found.root(unit), "group")


def _write_base(book: Book, sheet: Sheet, places: Layout, found: Steps, unit: int) -> None:
    """Base, penalties and bonus."""
    cols, row, policy = places.totals, places.row(unit), book.tree.form.policy
    for node, col in places.beside.items():
        _write_beside(book, sheet, places, found, unit, node, col)
    root, base = (cell(row, col, fixed="c") for col in (cols.root, cols.base))
    penalty = penalties = ""
    if cols.penalty is not None:
        penalties = columns(places.tops["penalty"], row)
        penalty = cell(row, cols.penalty, fixed="c")
        sheet.formula(row, cols.penalty, f"=SUM({penalties})", float(found.beside.penalty[unit]))
    formula = total_formulas.base_points(
        root, policy, book.tree.form.head.full_score, penalty=penalty, penalties=penalties
    )
    sheet.formula(row, cols.base, formula, found.base(unit))
    if cols.earned is None or cols.granted is None:
        return
    earned = cell(row, cols.earned, fixed="c")
    total = f"=SUM({columns(places.tops['bonus'], row)})"
    sheet.formula(row, cols.earned, total, float(found.beside.bonus[unit]))
    if cols.gate is not None:
        sheet.text(row, cols.gate, found.gate(unit), "centre")
    granted = total_formulas.granted_bonus(base, earned, _gate(places, row), policy)
    sheet.formula(row, cols.granted, granted, found.granted(unit))


def _gate(places: Layout, row: int) -> str:
    return "" if places.totals.gate is None else cell(row, places.totals.gate, fixed="c")


def _write_beside(
    book: Book, sheet: Sheet, places: Layout, found: Steps, unit: int, node: int, col: int
) -> None:
    """The points of a bonus or penalty item."""
    row, value = places.row(unit), found.earned(unit, node)
    if node in places.below:
        formula = formulas.earned(columns(places.below[node], row), book.tree.nodes[node].item.cap)
        sheet.formula(row, col, formula, value, "group")
    elif isinstance(value, str):
        sheet.text(row, col, value, "absent", measure=False)
    else:
        sheet.number(row, col, value, "leaf")


def _write_vetoes(book: Book, sheet: Sheet, places: Layout, found: Steps, unit: int) -> VetoCells | None:
    """What base and bonus come to, and the total; gives the cells of the vetoes."""
    cols, row, policy = places.totals, places.row(unit), book.tree.form.policy
    base = cell(row, cols.base, fixed="c")
    before = total_formulas.base_and_bonus(
        base,
        policy,
        granted=cell(row, cols.granted, fixed="c") if cols.granted is not None else "",
        gate=_gate(places, row),
        bonuses=columns(places.tops["bonus"], row) if "bonus" in places.tops else "",
    )
    if cols.before_veto is None or cols.applies is None or places.vetoes.everything is None:
        sheet.formula(row, cols.total, before, found.total(unit), "total")
        return None
    sheet.formula(row, cols.before_veto, before, found.before_veto(unit))
    sheet.text(row, cols.applies, applies_word(not bool(book.results.nothing_applies[unit])), "centre")
    where = places.vetoes
    for col, some, points in (
        (cols.set_to, where.exact, found.vetoed.exact),
        (cols.at_most, where.cap, found.vetoed.cap),
    ):
        if col is not None and some is not None:
            limits = span(places.weight_row, some[0], places.weight_row, some[1], fixed="rc")
            value = float(points[unit])
            formula = total_formulas.veto_points(columns(some, row), limits)
            sheet.array(row, col, formula, "" if isnan(value) else value)
    cells = VetoCells(
        everything=columns(places.vetoes.everything, row),
        of_total=columns(where.of_total, row) if where.of_total is not None else "",
        fail=columns(where.fail, row) if where.fail is not None else "",
        set_to=cell(row, cols.set_to, fixed="c") if cols.set_to is not None else "",
        at_most=cell(row, cols.at_most, fixed="c") if cols.at_most is not None else "",
    )
    before, applies = (cell(row, col, fixed="c") for col in (cols.before_veto, cols.applies))
    formula = total_formulas.total_points(before, applies, cells)
    sheet.formula(row, cols.total, formula, found.total(unit), "total")
    return cells


def _write_rank(book: Book, sheet: Sheet, places: Layout, ranking: Ranking, unit: int) -> None:
    """What is compared of a figure, and the rank by it."""
    row, cols, number = places.row(unit), ranking.columns, ranking.numbers[unit]
    value = cell(row, cols.compared, fixed="c")
    failing = places.vetoes.fail if cols is not places.totals.ranked else None
    formula = total_formulas.compared_points(
        cell(row, cols.value, fixed="c"),
        book.tree.form.policy.rank_decimals,
        fail=columns(failing, row) if failing is not None else "",
    )
    sheet.formula(row, cols.compared, formula, "" if isnan(number) else number, "exact")
    cohort = cell(row, places.cohort, fixed="c") if places.cohort is not None else ""
    if cols.first_of_value is not None:
        above = f"{cell(places.first_row, cols.compared, fixed='rc')}:{value}"
        cohorts_above = ""
        if places.cohort is not None:
            cohorts_above = f"{cell(places.first_row, places.cohort, fixed='rc')}:{cohort}"
        formula = total_formulas.first_of_value(value, above, cohort, cohorts_above)
        sheet.formula(row, cols.first_of_value, formula, 1 if unit in ranking.first else 0, "whole")
    formula = total_formulas.rank(
        value,
        places.own(cols.compared),
        cohort=cohort,
        cohorts=places.own(places.cohort) if places.cohort is not None else "",
        firsts=places.own(cols.first_of_value) if cols.first_of_value is not None else "",
    )
    sheet.formula(row, cols.rank, formula, ranking.ranks[unit] or "", "rank")


def _write_grade(book: Book, sheet: Sheet, totals: Totals, unit: int) -> None:
    places, grades = totals.places, book.tree.form.grades
    cols, row = places.totals, places.row(unit)
    reached = book.results.grade_of(unit)
    name = book.say(reached.name) if reached is not None else ""
    if cols.grade is None:
        return
    if len(grades) > total_formulas.MOST_GRADES:
        sheet.text(row, cols.grade, name, "centre")
        return
    figures = None
    if total_formulas.needs_figures(grades):
        figures = totals.figures.figures(places, TOTALS, cols.ranked.compared, unit)
    value, status = cell(row, cols.ranked.compared, fixed="c"), cell(row, cols.status, fixed="c")
    formula = total_formulas.grade(value, status, grades, totals.grades, figures)
    sheet.formula(row, cols.grade, formula, name, "centre")


def _write_index(book: Book, sheet: Sheet, places: Layout, unit: int, place: int, col: int) -> None:
    """An index over items by formula, one by an expression as a value."""
    row, value = places.row(unit), float(book.results.indices[unit, place])
    shown = "" if isnan(value) else value
    weights = _index_cells(book, places, row, book.tree.form.indices[place])
    if weights:
        sheet.formula(row, col, total_formulas.index_mean(weights), shown)
    elif isinstance(shown, str):
        sheet.text(row, col, "", "text")
    else:
        sheet.number(row, col, shown)


def _index_cells(book: Book, places: Layout, row: int, index: Index) -> Mapping[str, float]:
    """The cells of an index's items with their weights; none where it is not by formula."""
    if len(index.items) > total_formulas.MOST_ITEMS:
        return {}
    nodes = {book.tree.by_code[code]: weight for code, weight in index.items.items()}
    return {
        cell(row, places.column[node], fixed="c"): weight
        for node, weight in nodes.items()
        if node in places.column
    }
