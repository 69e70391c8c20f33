"""Units against all groups: points and score rates."""

from math import isnan

from evalapp.base.i18n import _
from evalapp.base.numbers import display
from evalapp.report.words import status_word
from evalapp.report.workbook.book import Book, Sheet
from evalapp.report.workbook.layout import Layout
from evalapp.report.workbook.ranking import write_points
from evalapp.score.listing import listing


def write(book: Book, sheet: Sheet, places: Layout) -> None:
    """Fill the sheet, in the order of the ranking."""
    groups = [node.index for node in book.tree.nodes if node.index in places.column and not node.is_leaf] or [
        node for node in places.nodes if book.tree.nodes[node].parent is None
    ]
    top = book.head(
        sheet,
        _("Group matrix"),
        _("Points, and score rate = score out of 100. A word says why there is no score."),
    )
    head = top + 2
    for row in (top, top + 1, head):
        for col, title in enumerate((_("Code"), book.unit_word)):
            sheet.text(row, col, title if row == head else "", "head_left")
    for place, group in enumerate(groups):
        node, col = book.tree.nodes[group], 2 + 2 * place
        weight = display(node.nominal, 4).rstrip("0").rstrip(".")
        sheet.merged(top, col, top, col + 1, f"{node.code} · {weight}", "head_group")
        sheet.merged(top + 1, col, top + 1, col + 1, book.say(node.item.title), "head_group")
        sheet.text(head, col, _("Points"), "head_group", measure=False)
        sheet.text(head, col + 1, _("Score rate"), "head", measure=False)
        sheet.width(col, 10)
        sheet.width(col + 1, 10)
    sheet.height(top + 1, 32)
    units = {row for row, _unit in book.results.units}
    order = [unit for unit in listing(book.results) if unit in units]
    for place, unit in enumerate(order):
        row, entry = head + 1 + place, book.results.roster[unit]
        sheet.text(row, 0, entry.code)
        sheet.text(row, 1, entry.name, "strong")
        for at, group in enumerate(groups):
            write_points(book, sheet, places, unit, group, (row, 2 + 2 * at))
            _write_rate(book, sheet, places, unit, group, (row, 3 + 2 * at))
    sheet.filter(head, head + len(order), 1 + 2 * len(groups))
    sheet.freeze(head + 1, 2)
    sheet.pages(max(1, round(len(groups) / 7)))


def _write_rate(book: Book, sheet: Sheet, places: Layout, unit: int, group: int, at: tuple[int, int]) -> None:
    source = places.at(unit, places.column[group])
    score = float(book.results.node_score[unit, group])
    word = status_word(book.results.node_status_of(unit, group))
    sheet.formula(
        *at, f"=IF(ISNUMBER({source}),{source}/100,{source})", word if isnan(score) else score / 100, "rate"
    )
