"""Units against all items in the form's order: scores out of 100."""

from evalapp.base.i18n import _
from evalapp.report.workbook.book import Book, Sheet
from evalapp.report.workbook.calculation import shown
from evalapp.report.workbook.layout import Layout


def write(book: Book, sheet: Sheet, places: Layout) -> None:
    """Fill the sheet, in the order of the roster."""
    nodes = [node for node in book.tree.nodes if node.index in places.column]
    top = book.head(
        sheet,
        _("All items"),
        _("Scores out of 100 in the form's order; groups are shaded. A word says why there is none."),
    )
    for row in (top, top + 1):
        for col, title in enumerate((_("Code"), book.unit_word)):
            sheet.text(row, col, title if row == top + 1 else "", "head_left")
    for place, node in enumerate(nodes):
        sheet.text(top, 2 + place, node.code, "head_code", measure=False)
        sheet.text(top + 1, 2 + place, book.say(node.item.title), "head", measure=False)
        sheet.width(2 + place, 12)
    sheet.height(top + 1, 46)
    for unit, entry in enumerate(book.results.roster):
        row = top + 2 + unit
        sheet.text(row, 0, entry.code)
        sheet.text(row, 1, entry.name, "strong")
        for place, node in enumerate(nodes):
            sheet.formula(
                row,
                2 + place,
                "=" + places.at(unit, places.column[node.index]),
                shown(book.results, unit, node.index),
                "leaf" if node.is_leaf else "group",
            )
    sheet.filter(top + 1, top + 1 + len(book.results.roster), 1 + len(nodes))
    sheet.freeze(top + 2, 2)
    sheet.pages(max(1, round(len(nodes) / 14)))
