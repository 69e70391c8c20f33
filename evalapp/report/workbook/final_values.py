"""What every cell came to: match class, how it was settled, final value and score."""

from math import isnan

from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.entry.asked import is_typed
from evalapp.entry.roster import Unit
from evalapp.form.scales import Derived
from evalapp.form.tree import Node
from evalapp.merge.words import match_word, source_word
from evalapp.report.dataset import CellRow
from evalapp.report.words import rolled_words, status_word
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
    words: dict[tuple[str, str, bool], str] = {}
    titles = {leaf.code: book.say(leaf.item.title) for leaf in book.tree.leaves}
    for place, unit in enumerate(results.roster):
        progress.step(place, len(results.roster), _("Final values"))
        scores, points = results.node_score[place].tolist(), results.node_points[place].tolist()
        for leaf in book.tree.leaves:
            if unit.parent and leaf.kind != unit.sort:
                continue
            row += 1
            value = results.value(place, leaf.index)
            rolled = bool(leaf.kind) and not unit.parent
            known = (leaf.code, value, rolled)
            if known not in words:
                own = (
                    rolled_words(leaf.scale, value, book.language) if rolled else said(book, leaf.code, value)
                )
                words[known] = own
            cell = book.dataset.cells.get((unit.key, leaf.code))
            sheet.text(row, 0, unit.code)
            sheet.text(row, 1, unit.full_name)
            sheet.text(row, 2, leaf.code)
            sheet.text(row, 3, titles[leaf.code], measure=False)
            sheet.text(row, 4, match_word(cell.match) if cell else "")
            sheet.text(row, 5, _settled_by(leaf, unit, cell))
            sheet.text(row, 6, status_word(results.node_status_of(place, leaf.index)))
            sheet.text(row, 7, value, measure=False)
            sheet.text(row, 8, words[known], measure=False)
            sheet.number(row, 9, _number(scores[leaf.index]) if leaf.full_marks is not None else None)
            sheet.number(row, 10, _number(points[leaf.index]) if leaf.full_marks is not None else None)
    sheet.filter(top, row, len(heads) - 1)
    sheet.freeze(top + 1, 4)


def _settled_by(leaf: Node, unit: Unit, cell: CellRow | None) -> str:
    """How the cell came to its value: by assessors and coordinators, from elsewhere, or out of other values."""
    if leaf.kind and not unit.parent:
        return _("from its sub-units")
    if isinstance(leaf.scale, Derived):
        return _("computed")
    if cell is None:
        return ""
    return source_word(cell.status) if is_typed(leaf) or cell.status != "decided" else _("brought in")


def _number(x: float) -> float | None:
    return None if isnan(x) else x
