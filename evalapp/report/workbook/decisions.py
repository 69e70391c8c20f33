"""The coordinators' decisions in force, each with its reason."""

from evalapp.base.i18n import _
from evalapp.report.words import category_word, status_word, utc_words
from evalapp.report.workbook.answers import said, title_of, units_by_name
from evalapp.report.workbook.book import Book, Sheet, lines_needed

_REASON_WIDTH = 56


def write(book: Book, sheet: Sheet) -> None:
    """Fill the sheet."""
    top = book.head(
        sheet,
        _("Decisions"),
        _("Final values that a coordinator set where answers differed.")
        if book.dataset.decisions
        else _("There are no decisions."),
    )
    heads = (
        _("Code"),
        book.unit_word,
        _("Item"),
        _("Title"),
        _("State"),
        _("Value"),
        _("In words"),
        _("Reason category"),
        _("Reason"),
        _("Decided by"),
        _("Decided at"),
        _("To confirm"),
        _("Names known"),
    )
    for col, title in enumerate(heads):
        sheet.text(top, col, title, "head_left")
    sheet.width(6, 30)
    sheet.width(8, _REASON_WIDTH)
    units = units_by_name(book)
    for row, decision in enumerate(book.dataset.decisions, top + 1):
        unit = units.get(decision.unit)
        sheet.text(row, 0, unit.code if unit else decision.unit, "top")
        sheet.text(row, 1, unit.full_name if unit else "", "top")
        sheet.text(row, 2, decision.item, "top")
        sheet.text(row, 3, title_of(book, decision.item), "top")
        sheet.text(row, 4, status_word(decision.state), "top")
        sheet.text(row, 5, decision.value, "top")
        sheet.text(row, 6, said(book, decision.item, decision.value), "wrap", measure=False)
        sheet.text(row, 7, category_word(decision.category), "top")
        sheet.text(row, 8, decision.reason, "wrap", measure=False)
        sheet.text(row, 9, decision.decided_by, "top")
        sheet.text(row, 10, utc_words(decision.at), "top")
        sheet.text(row, 11, _("yes") if decision.to_confirm else "", "top")
        sheet.text(row, 12, _("yes") if decision.names_known else "", "top")
        sheet.height(row, 4 + 14.5 * min(10, lines_needed(decision.reason, _REASON_WIDTH)))
    sheet.filter(top, top + len(book.dataset.decisions), len(heads) - 1)
    sheet.freeze(top + 1, 4)
