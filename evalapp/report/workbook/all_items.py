"""Units against all items in the form's order: scores out of 100, points beside the base, hits of vetoes."""

from evalapp.base.i18n import _
from evalapp.form.tree import Node
from evalapp.report.workbook.book import Book, Sheet
from evalapp.report.workbook.grid import Layout
from evalapp.report.workbook.points import write_earned
from evalapp.report.workbook.shown import part_word, shown, veto_shown
from evalapp.report.workbook.steps import Steps


def write(book: Book, sheet: Sheet, places: Layout, found: Steps) -> None:
    """Fill the sheet, in the order of the roster."""
    with_parts = bool(places.beside or places.vetoes.column)
    everything = {**places.column, **places.beside, **places.vetoes.column}
    nodes = [node for node in book.tree.nodes if node.index in everything]
    legend = _("Scores out of 100 in the form's order; groups are shaded. A word says why there is none.")
    if with_parts:
        legend += " " + _("Bonus and penalty items show points, veto items whether they were hit.")
    top = book.head(sheet, _("All items"), legend)
    for row in (top, top + 1):
        for col, title in enumerate((_("Code"), book.unit_word)):
            sheet.text(row, col, title if row == top + 1 else "", "head_left")
    for col, node in enumerate(nodes, 2):
        part = part_word(node.part) if node.index not in places.column else ""
        title = book.say(node.item.title)
        sheet.text(top, col, node.code, "head_code", measure=False)
        sheet.text(top + 1, col, f"{title} · {part}" if part else title, "head", measure=False)
        sheet.width(col, 12)
    sheet.height(top + 1, 60 if with_parts else 46)
    for row, unit in enumerate(places.units, top + 2):
        entry = book.results.roster[unit]
        sheet.text(row, 0, entry.code)
        sheet.text(row, 1, entry.name, "strong")
        for col, node in enumerate(nodes, 2):
            _write_item(book, sheet, places, found, unit, node, (row, col))
    sheet.filter(top + 1, top + 1 + len(places.units), 1 + len(nodes))
    sheet.freeze(top + 2, 2)
    sheet.pages(max(1, round(len(nodes) / 14)))


def _write_item(
    book: Book, sheet: Sheet, places: Layout, found: Steps, unit: int, node: Node, at: tuple[int, int]
) -> None:
    style = "leaf" if node.is_leaf else "group"
    if node.index in places.column:
        source = places.at(unit, places.column[node.index])
        sheet.formula(*at, "=" + source, shown(book.results, unit, node.index), style)
    elif node.index in places.beside:
        write_earned(sheet, places, found, node.index, unit, at, style)
    else:
        source = places.at(unit, places.vetoes.column[node.index])
        sheet.formula(*at, "=" + source, veto_shown(book.results, unit, node.index), "centre")
