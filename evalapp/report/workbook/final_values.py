"""What every cell came to: match class, how it was settled, final value and score."""

from math import isnan

from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.merge.words import match_word, source_word
from evalapp.report.words import status_word
from evalapp.report.workbook.answers import said
from evalapp.report.workbook.book import Book, Sheet


def write(book: Book, sheet: Sheet, progress: Progress) -> None:
    """Fill the sheet: each unit's leaves in the form's order."""
    top = book.head(
        sheet,
        _("Final values"),
        _("The value of each cell that scoring used, and how the assessors' answers came to it."),
    )
    heads = (
        _("Code"),
        book.unit_word,
        _("Item"),
        _("Title"),
        _("Answers compared"),
        _("Settled by"),
        _("State"),
        _("Final value"),
        _("In words"),
        _("Score"),
        _("Points"),
    )
    for col, title in enumerate(heads):
        sheet.text(top, col, title, "head_left")
    sheet.width(3, 24)
    sheet.width(7, 24)
    sheet.width(8, 36)
    results, row = book.results, top
    words: dict[tuple[str, str], str] = {}
    titles = {leaf.code: book.say(leaf.item.title) for leaf in book.tree.leaves}
    for place, unit in enumerate(results.roster):
        progress.step(place, len(results.roster), _("Final values"))
        scores, points = results.node_score[place].tolist(), results.node_points[place].tolist()
        for leaf in book.tree.leaves:
            row += 1
            value = results.value(place, leaf.index)
            if (leaf.code, value) not in words:
                words[leaf.code, value] = said(book, leaf.code, value)
            cell = book.dataset.cells.get((unit.key, leaf.code))
            sheet.text(row, 0, unit.code)
            sheet.text(row, 1, unit.name)
            sheet.text(row, 2, leaf.code)
            sheet.text(row, 3, titles[leaf.code], measure=False)
            sheet.text(row, 4, match_word(cell.match) if cell else "")
            sheet.text(row, 5, source_word(cell.status) if cell else "")
            sheet.text(row, 6, status_word(results.node_status_of(place, leaf.index)))
            sheet.text(row, 7, value, measure=False)
            sheet.text(row, 8, words[leaf.code, value], measure=False)
            sheet.number(row, 9, _number(scores[leaf.index]) if leaf.scored else None)
            sheet.number(row, 10, _number(points[leaf.index]) if leaf.scored else None)
    sheet.filter(top, row, len(heads) - 1)
    sheet.freeze(top + 1, 4)


def _number(x: float) -> float | None:
    return None if isnan(x) else x
