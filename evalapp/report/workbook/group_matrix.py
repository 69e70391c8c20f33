"""Units against all groups: points and score rates; beside the base the points alone."""

from evalapp.base.i18n import _
from evalapp.report.figures import written
from evalapp.report.workbook.book import Book, Sheet
from evalapp.report.workbook.grid import Layout
from evalapp.report.workbook.points import write_earned, write_points
from evalapp.report.workbook.shown import hits_of, part_word, shown
from evalapp.report.workbook.steps import Steps
from evalapp.score.listing import listing


def write(book: Book, sheet: Sheet, places: Layout, found: Steps) -> None:
    """Fill the sheet, in the order of the ranking."""
    groups = [node.index for node in book.tree.nodes if node.index in places.column and not node.is_leaf] or [
        node for node in places.nodes if book.tree.nodes[node].parent is None
    ]
    beside = [
        node.index
        for node in book.tree.nodes
        if node.index in places.beside and (node.parent is None or not node.is_leaf)
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
        _head(book, sheet, places, group, (top, 2 + 2 * place))
    after = 2 + 2 * len(groups)
    for col, node in enumerate(beside, after):
        _head_beside(book, sheet, node, (top, col))
    vetoed = after + len(beside)
    if places.vetoes.column:
        for row in (top, top + 1, head):
            sheet.text(row, vetoed, _("Veto items hit") if row == head else "", "head_group", measure=False)
        sheet.width(vetoed, 16)
    sheet.height(top + 1, 32)
    order = [unit for unit in listing(book.results) if unit in places.line]
    for row, unit in enumerate(order, head + 1):
        entry = book.results.roster[unit]
        sheet.text(row, 0, entry.code)
        sheet.text(row, 1, entry.name, "strong")
        for at, group in enumerate(groups):
            write_points(book, sheet, places, group, unit, (row, 2 + 2 * at))
            _write_rate(book, sheet, places, unit, group, (row, 3 + 2 * at))
        for col, node in enumerate(beside, after):
            write_earned(sheet, places, found, node, unit, (row, col))
        if places.vetoes.column:
            sheet.text(row, vetoed, hits_of(book.results, unit), "centre")
    last = vetoed if places.vetoes.column else vetoed - 1
    sheet.filter(head, head + len(order), last)
    sheet.freeze(head + 1, 2)
    sheet.pages(max(1, round(last / 14)))


def _head(book: Book, sheet: Sheet, places: Layout, group: int, at: tuple[int, int]) -> None:
    """A group's code and weight, its title, and the two columns below."""
    (top, col), node = at, book.tree.nodes[group]
    code = node.code if places.weights else f"{node.code} · {written(node.nominal)}"
    sheet.merged(top, col, top, col + 1, code, "head_group")
    sheet.merged(top + 1, col, top + 1, col + 1, book.say(node.item.title), "head_group")
    sheet.text(top + 2, col, _("Points"), "head_group", measure=False)
    sheet.text(top + 2, col + 1, _("Score rate"), "head", measure=False)
    sheet.width(col, 10)
    sheet.width(col + 1, 10)


def _head_beside(book: Book, sheet: Sheet, index: int, at: tuple[int, int]) -> None:
    (top, col), node = at, book.tree.nodes[index]
    sheet.text(top, col, node.code, "head_group", measure=False)
    sheet.text(top + 1, col, book.say(node.item.title), "head_group", measure=False)
    sheet.text(top + 2, col, part_word(node.part), "head_group", measure=False)
    sheet.width(col, 16)


def _write_rate(book: Book, sheet: Sheet, places: Layout, unit: int, group: int, at: tuple[int, int]) -> None:
    source, value = places.at(unit, places.column[group]), shown(book.results, unit, group)
    rate = value if isinstance(value, str) else value / 100
    sheet.formula(*at, f"=IF(ISNUMBER({source}),{source}/100,{source})", rate, "rate")
