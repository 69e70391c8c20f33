"""Every piece of evidence in a row: links to follow, attachments by name, hash and size."""

from evalapp.base.i18n import _
from evalapp.report.words import evidence_word, utc_words
from evalapp.report.workbook.answers import title_of, units_by_name
from evalapp.report.workbook.book import Book, Sheet


def write(book: Book, sheet: Sheet) -> None:
    """Fill the sheet."""
    top = book.head(
        sheet, _("Evidence"), _("Attachments stay in the project file; they are named here by their SHA-256.")
    )
    heads = (
        _("Code"),
        book.unit_word,
        _("Item"),
        _("Title"),
        _("Assessor"),
        _("No."),
        _("Kind"),
        _("Name"),
        _("Link, note or SHA-256"),
        _("Size (bytes)"),
        _("Type"),
        _("Taken at"),
    )
    for col, title in enumerate(heads):
        sheet.text(top, col, title, "head_left")
    sheet.width(8, 70)
    units, row = units_by_name(book), top
    for answer in book.dataset.answers:
        unit = units.get(answer.unit)
        for number, entry in enumerate(answer.evidence, 1):
            row += 1
            sheet.text(row, 0, unit.code if unit else answer.unit, "top")
            sheet.text(row, 1, unit.full_name if unit else "", "top")
            sheet.text(row, 2, answer.item, "top")
            sheet.text(row, 3, title_of(book, answer.item), "top")
            sheet.text(row, 4, answer.assessor_code, "top")
            sheet.number(row, 5, number, "whole")
            sheet.text(row, 6, evidence_word(entry.kind), "top")
            sheet.text(row, 7, entry.title, "top")
            if entry.kind == "link":
                sheet.link(row, 8, entry.ref)
            else:
                sheet.text(row, 8, entry.ref, "mono" if entry.is_attachment else "wrap")
            sheet.number(row, 9, entry.size if entry.is_attachment else None, "whole")
            sheet.text(row, 10, entry.mime, "top")
            sheet.text(row, 11, utc_words(entry.at), "top")
    sheet.filter(top, row, len(heads) - 1)
    sheet.freeze(top + 1, 4)
