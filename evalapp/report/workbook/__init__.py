"""The consolidated workbook: everything that stands behind a ranking, with live formulas and their values."""

from pathlib import Path

from evalapp.base.files import atomic_write
from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.report.dataset import Dataset
from evalapp.report.workbook import (
    all_items,
    answers,
    calculation,
    check,
    cohort_figures,
    cover,
    decisions,
    effective_weights,
    evidence,
    final_values,
    group_matrix,
    method,
    ranking,
    sub_units,
    weights,
)
from evalapp.report.workbook.book import Book, Sheet
from evalapp.report.workbook.item_rows import items_of
from evalapp.report.workbook.layout import layout, sub_layout
from evalapp.report.workbook.steps import steps
from evalapp.report.workbook.total_rows import totals_of

__all__ = ["write_workbook"]


def write_workbook(dataset: Dataset, path: Path, progress: Progress) -> None:
    """Write the workbook to ``path``, whole or not at all, in the language in force.

    Every formula's cached value is the program's own number; a form without a scored item gets no ranking. Raises
    AppError("cannot_write") where the file cannot be written, Cancelled when the work was stopped.
    """
    with atomic_write(path) as temporary:
        book = Book(temporary, dataset)
        _write_scored(book, progress) if dataset.results.has_total else _write_unscored(book, progress)
        progress.step(0, 0, _("Writing the file"))
        book.close()


def _write_scored(book: Book, progress: Progress) -> None:
    """All sheets, in the order in which they stand; formulas refer to sheets that are filled later."""
    found = steps(book.results)
    places, below = layout(book.results, book.first_row), sub_layout(book.results, book.first_row)
    figures = cohort_figures.figure_places(book, _("Cohort figures"), places, below, found)
    grids = (places,) if below is None else (places, below)
    chosen = weights.weight_places(book, _("Weights"), grids)
    results_sheets = {
        _("Ranking"): _("ranks, totals, grades and points of the top items"),
        _("Group matrix"): _("points and score rates of all groups"),
        _("All items"): _("scores of all items, groups shaded"),
    }
    working = {_("Calculation"): _("live formulas from leaf scores to ranks and grades")}
    if below is not None:
        working[_("Sub-units")] = _("what sub-units answered, as far as it is taken over")
        working[_("Rolled-up items")] = _("how units' items were formed from those of their sub-units")
    if figures.row:
        working[figures.name] = _("what scores and grades by comparison look at")
    if chosen is not None:
        working[chosen.name] = _("nominal weights under each profile")
    working[_("Effective weights")] = _("what each item really weighed, unit by unit")
    working[_("Method")] = _("formula, rules, grades, weights, sources")
    working[_("Check")] = check.summary(book)
    front = book.sheet(_("Cover"))
    contents = {**results_sheets, **_entered(), **working}
    sheets = {name: book.sheet(name) for name in contents}
    grades = method.write(book, sheets[_("Method")])
    totals = totals_of(places, figures, grades, found)
    items = items_of(places, below, figures, chosen, found)
    calculation.write(book, sheets[_("Calculation")], items, totals, progress)
    if below is not None:
        sub_units.write(book, sheets[_("Sub-units")], items_of(below, below, figures, chosen, found))
        sub_units.write_rolled(book, sheets[_("Rolled-up items")], below, places)
    if figures.row:
        cohort_figures.write(book, sheets[figures.name], figures)
    if chosen is not None:
        weights.write(book, sheets[chosen.name], chosen)
    effective_weights.write(book, sheets[_("Effective weights")], places)
    ranked = ranking.write(book, sheets[_("Ranking")], places, found)
    group_matrix.write(book, sheets[_("Group matrix")], places, found)
    all_items.write(book, sheets[_("All items")], places, found)
    checked = check.Checked(
        places=places, ranking=ranked, effective=_("Effective weights"), weights=chosen, below=below
    )
    check.write(book, sheets[_("Check")], checked)
    _write_entered(book, sheets, progress)
    cover.write(book, front, list(contents.items()))


def _write_unscored(book: Book, progress: Progress) -> None:
    """A form that only collects: no totals, no ranks."""
    front = book.sheet(_("Cover"))
    contents = {**_entered(), _("Method"): _("formula, rules, grades, weights, sources")}
    sheets = {name: book.sheet(name) for name in contents}
    _write_entered(book, sheets, progress)
    method.write(book, sheets[_("Method")])
    cover.write(book, front, list(contents.items()))


def _entered() -> dict[str, str]:
    """The sheets of what people entered and decided, each with a line about it."""
    return {
        _("Answers and evidence"): _("each assessor's answers with justification and evidence"),
        _("Evidence"): _("each piece of evidence: links, notes, attachments by hash"),
        _("Final values"): _("the value of each cell that scoring used, and how it was settled"),
        _("Decisions"): _("coordinators' decisions and their reasons"),
    }


def _write_entered(book: Book, sheets: dict[str, Sheet], progress: Progress) -> None:
    answers.write(book, sheets[_("Answers and evidence")], progress)
    evidence.write(book, sheets[_("Evidence")])
    final_values.write(book, sheets[_("Final values")], progress)
    decisions.write(book, sheets[_("Decisions")])
