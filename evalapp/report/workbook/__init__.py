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
    cover,
    decisions,
    effective_weights,
    evidence,
    final_values,
    group_matrix,
    method,
    ranking,
)
from evalapp.report.workbook.book import Book
from evalapp.report.workbook.layout import layout

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
    front = book.sheet(_("Cover"))
    first, matrix, items = book.sheet(_("Ranking")), book.sheet(_("Group matrix")), book.sheet(_("All items"))
    told, shown = book.sheet(_("Answers and evidence")), book.sheet(_("Evidence"))
    final, decided = book.sheet(_("Final values")), book.sheet(_("Decisions"))
    numbers, shares = book.sheet(_("Calculation")), book.sheet(_("Effective weights"))
    words, checks = book.sheet(_("Method")), book.sheet(_("Check"))
    places = layout(book.results, book.first_row)
    grades = method.write(book, words)
    calculation.write(book, numbers, places, grades, progress)
    first_row, last_row, total = ranking.write(book, first, places)
    group_matrix.write(book, matrix, places)
    all_items.write(book, items, places)
    effective_weights.write(book, shares, places)
    ranked = check.RankingCells(sheet=first.name, first_row=first_row, last_row=last_row, total=total)
    check.write(book, checks, places, ranked, shares.name)
    answers.write(book, told, progress)
    evidence.write(book, shown)
    final_values.write(book, final, progress)
    decisions.write(book, decided)
    cover.write(
        book,
        front,
        [
            (first.name, _("ranks, totals, grades and points of the top items")),
            (matrix.name, _("points and score rates of all groups")),
            (items.name, _("scores of all items, groups shaded")),
            (told.name, _("each assessor's answers with justification and evidence")),
            (shown.name, _("each piece of evidence: links, notes, attachments by hash")),
            (final.name, _("the value of each cell that scoring used, and how it was settled")),
            (decided.name, _("coordinators' decisions and their reasons")),
            (numbers.name, _("live formulas from leaf scores to ranks and grades")),
            (shares.name, _("what each item really weighed, unit by unit")),
            (words.name, _("formula, rules, grades, weights, sources")),
            (checks.name, check.summary(book)),
        ],
    )


def _write_unscored(book: Book, progress: Progress) -> None:
    """A form that only collects: no totals, no ranks."""
    front = book.sheet(_("Cover"))
    told, shown = book.sheet(_("Answers and evidence")), book.sheet(_("Evidence"))
    final, decided, words = book.sheet(_("Final values")), book.sheet(_("Decisions")), book.sheet(_("Method"))
    answers.write(book, told, progress)
    evidence.write(book, shown)
    final_values.write(book, final, progress)
    decisions.write(book, decided)
    method.write(book, words)
    cover.write(
        book,
        front,
        [
            (told.name, _("each assessor's answers with justification and evidence")),
            (shown.name, _("each piece of evidence: links, notes, attachments by hash")),
            (final.name, _("the value of each cell that scoring used, and how it was settled")),
            (decided.name, _("coordinators' decisions and their reasons")),
            (words.name, _("formula, rules, grades, weights, sources")),
        ],
    )
