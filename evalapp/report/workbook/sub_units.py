"""The sub-units: what they answered, formed as far as their unit takes it over, and what came of it."""

from collections.abc import Sequence
from math import isnan

from msgspec import structs

from evalapp.base.i18n import _
from evalapp.base.numbers import display
from evalapp.form.tree import Node
from evalapp.report.item_words import rollup_word
from evalapp.report.words import rolled_words, status_word
from evalapp.report.workbook import formulas, item_rows
from evalapp.report.workbook.book import Book, Sheet, lines_needed
from evalapp.report.workbook.calculation import label_heads
from evalapp.report.workbook.grid import Grid, Layout
from evalapp.report.workbook.item_rows import Items
from evalapp.report.workbook.shown import given_below, hit_word, no_hit_word, shown
from evalapp.score.rollup import leaf_rollup

_FROM_WIDTH = 56
_MOST_LINES = 8


def write(book: Book, sheet: Sheet, items: Items) -> None:
    """Fill the sheet, a row a sub-unit, those of a unit below each other."""
    grid = items.grid
    book.head(
        sheet,
        _("Sub-units"),
        _(
            "What the sub-units answered: values where values are combined, scores elsewhere. They have no total and no rank; "
            "– stands where they are not asked."
        ),
    )
    item_rows.write_heads(book, sheet, grid, label_heads(book, grid))
    for unit in grid.units:
        item_rows.write_row(book, sheet, items, unit)
        for node, col in grid.beside.items():
            value = given_below(book.results, unit, book.tree.nodes[node])
            if isinstance(value, str):
                sheet.text(grid.row(unit), col, value, "absent", measure=False)
            else:
                sheet.number(grid.row(unit), col, value, "leaf")
    last = max((*grid.column.values(), *grid.beside.values(), *grid.vetoes.column.values()))
    sheet.freeze(grid.first_row, 2)
    sheet.filter(grid.first_row - 1, grid.last_row, last)
    sheet.pages(max(1, last // 16))


def write_rolled(book: Book, sheet: Sheet, grid: Grid, places: Layout) -> None:
    """Fill the sheet of what was rolled up: each unit's items with where they came from."""
    top = book.head(
        sheet,
        _("Rolled-up items"),
        _("How each unit's items were formed from those of its sub-units."),
    )
    heads = (
        _("Code"),
        book.unit_word,
        _("Item"),
        _("Title"),
        _("How"),
        _("Sub-units"),
        _("From"),
        _("State"),
        _("Value"),
        _("In words"),
        _("Score"),
    )
    for col, title in enumerate(heads):
        sheet.text(top, col, title, "head_left")
    row = top
    for unit, _entry in book.results.units:
        for node in _rolled(book):
            row += 1
            _write_item(book, sheet, grid, places, row, unit, node)
    for col, width in ((3, 26), (4, 26), (6, _FROM_WIDTH), (8, 14), (9, 20)):
        sheet.width(col, width)
    sheet.filter(top, row, len(heads) - 1)
    sheet.freeze(top + 1, 4)


def _rolled(book: Book) -> list[Node]:
    """The items that are rolled up: leaves, and groups whose scores are."""
    return [
        node
        for node in book.tree.nodes
        if (
            leaf_rollup(book.tree, node) is not None
            if node.is_leaf
            else node.item.rollup is not None and node.scored
        )
    ]


def _write_item(
    book: Book, sheet: Sheet, grid: Grid, places: Layout, row: int, unit: int, node: Node
) -> None:
    results, entry = book.results, book.results.roster[unit]
    rollup = leaf_rollup(book.tree, node) if node.is_leaf else node.item.rollup
    assert rollup is not None
    subs = [int(sub) for sub in results.population.below.get(rollup.kind, {}).get(unit, ())]
    come = _(", ").join(f"{results.roster[sub].name} {_given(book, sub, node)}" for sub in subs)
    value = results.value(unit, node.index) if node.is_leaf else ""
    words = rolled_words(node.scale, value, book.language) if node.is_leaf else ""
    for col, text in enumerate((entry.code, entry.name, node.code)):
        sheet.text(row, col, text, "top")
    sheet.text(row, 3, book.say(node.item.title), "wrap", measure=False)
    how = rollup_word(rollup if node.is_leaf else structs.replace(rollup, of="score"))
    sheet.text(row, 4, how, "wrap", measure=False)
    sheet.number(row, 5, len(subs), "line")
    sheet.text(row, 6, come, "wrap", measure=False)
    sheet.text(row, 7, status_word(results.node_status_of(unit, node.index)), "top")
    _write_value(book, sheet, grid, row, unit, node, subs)
    sheet.text(row, 9, "" if words == value else words, "wrap", measure=False)
    if node.index in places.column:
        source = "=" + places.at(unit, places.column[node.index])
        sheet.formula(row, 10, source, shown(results, unit, node.index), "line")
    else:
        sheet.text(row, 10, "")
    texts = ((come, _FROM_WIDTH), (book.say(node.item.title), 26), (how, 26), (words, 20))
    lines = max(lines_needed(text, width) for text, width in texts)
    sheet.height(row, 4 + 14.5 * min(lines, _MOST_LINES))


def _given(book: Book, sub: int, node: Node) -> str:
    """What a sub-unit gave, as one reads it."""
    results = book.results
    if node.is_leaf and results.node_status_of(sub, node.index) == "answered":
        if node.index in results.matrix.hits:
            return hit_word() if results.matrix.hits[node.index][sub] else no_hit_word()
        return results.value(sub, node.index)
    score = float(results.node_score[sub, node.index])
    if not node.is_leaf and not isnan(score):
        return display(score, book.tree.form.policy.decimals)
    return status_word(results.node_status_of(sub, node.index))


def _write_value(
    book: Book, sheet: Sheet, grid: Grid, row: int, unit: int, node: Node, subs: Sequence[int]
) -> None:
    """The combined value: by formula where it is the mean, sum, least or greatest of numbers."""
    results, rollup = book.results, node.item.rollup
    column = results.matrix.column.get(node.index)
    number = float("nan") if column is None else float(results.matrix.numbers[unit, column])
    at = {**grid.column, **grid.beside}.get(node.index)
    answered = results.node_status_of(unit, node.index) == "answered"
    if (
        rollup is not None
        and rollup.of == "value"
        and rollup.take in formulas.TAKE
        and answered
        and at is not None
        and not isnan(number)
    ):
        sheet.formula(row, 8, formulas.taken(grid.several(subs, at), rollup), number, "line")
    else:
        sheet.text(row, 8, results.value(unit, node.index) if node.is_leaf else "", "top", measure=False)
