"""How the numbers came about, in words: formula, policies, grades, weights, what was left out, sources."""

from evalapp.base.i18n import _
from evalapp.base.numbers import display
from evalapp.form.model import Grade
from evalapp.form.tree import Node
from evalapp.report.item_words import grade_word, how_it_counts, scale_word
from evalapp.report.workbook.address import cell, quoted
from evalapp.report.workbook.book import Book, Sheet, lines_needed
from evalapp.report.workbook.method_values import values_not_formulas
from evalapp.report.workbook.method_words import (
    index_words,
    policy_lines,
    profile_words,
    reweighted,
    steps_of_work,
)
from evalapp.report.workbook.styles import LEVELS
from evalapp.report.workbook.total_formulas import GradeCells

_WIDTHS = (16, 34, 14, 14, 30, 44)
_MOST_ROWS = 3_000


def write(book: Book, sheet: Sheet) -> GradeCells:
    """Fill the sheet; gives the cells that hold the grades' names and lines, which the grades are computed from."""
    for col, width in enumerate(_WIDTHS):
        sheet.width(col, width)
    row = book.head(sheet, _("Method"), _("How the numbers in this workbook came about."))
    row = _section(sheet, row, _("Calculation"))
    for number, text in enumerate(steps_of_work(book.tree), 1):
        row = _paragraph(sheet, row, str(number), text)
    row = _section(sheet, row + 1, _("Rules of this form"))
    for label, text in policy_lines(book.tree.form):
        row = _paragraph(sheet, row, label, text)
    if book.results.has_total:
        row = _section(sheet, row + 1, _("Values, not formulas"))
        for label, text in values_not_formulas(book.tree):
            row = _paragraph(sheet, row, label, text)
    row, cells = _grades(book, sheet, row + 1)
    row = _weights(book, sheet, row + 1)
    row = _profiles(book, sheet, row + 1)
    row = _indices(book, sheet, row + 1)
    row = _left_out(book, sheet, row + 1)
    head = book.tree.form.head
    sources = [(_("What is published"), book.say(head.sourced)), (_("Sources"), book.say(head.sources))]
    if any(text for _label, text in sources):
        row = _section(sheet, row + 1, _("Origin of the form"))
        for label, text in sources:
            if text:
                row = _paragraph(sheet, row, label, text)
    sheet.pages()
    return cells


def _section(sheet: Sheet, row: int, title: str) -> int:
    for col in range(len(_WIDTHS)):
        sheet.text(row, col, "" if col else title, "section")
    sheet.height(row, 24)
    return row + 1


def _paragraph(sheet: Sheet, row: int, label: str, text: str) -> int:
    sheet.text(row, 0, label, "label")
    sheet.merged(row, 1, row, len(_WIDTHS) - 1, text, "wrap")
    sheet.height(row, 4 + 14.5 * lines_needed(text, sum(_WIDTHS[1:])))
    return row + 1


def _table_head(sheet: Sheet, row: int, titles: tuple[str, ...]) -> int:
    for col in range(len(_WIDTHS)):
        sheet.text(row, col, titles[col] if col < len(titles) else "", "head_left")
    return row + 1


def _grades(book: Book, sheet: Sheet, row: int) -> tuple[int, GradeCells]:
    grades = book.tree.form.grades
    names: dict[int, str] = {}
    lines: dict[int, str] = {}
    if not grades:
        return row - 1, GradeCells(names=names, lines=lines)
    row = _section(sheet, row, _("Grades"))
    row = _table_head(sheet, row, (_("Id"), _("Grade"), _("Line"), "", _("Rule"), _("Text")))
    for place, grade in enumerate(grades):
        text = book.say(grade.text)
        sheet.text(row, 0, grade.id, "top")
        sheet.text(row, 1, book.say(grade.name), "top")
        sheet.number(row, 2, line_of(grade), "line")
        sheet.text(row, 3, "", "top")
        sheet.text(row, 4, grade_word(grade), "wrap")
        sheet.text(row, 5, text, "wrap")
        sheet.height(row, 4 + 14.5 * lines_needed(text, _WIDTHS[5]))
        names[place] = f"{quoted(sheet.name)}!{cell(row, 1, fixed='rc')}"
        lines[place] = f"{quoted(sheet.name)}!{cell(row, 2, fixed='rc')}"
        row += 1
    return row, GradeCells(names=names, lines=lines)


def line_of(grade: Grade) -> float | None:
    """The number that draws the grade's line, if one does."""
    given = (grade.min, grade.above, grade.top, grade.sd)
    return next((number for number in given if number is not None), None)


def _weights(book: Book, sheet: Sheet, row: int) -> int:
    row = _section(sheet, row, _("Items and weights"))
    heads = (
        _("Item"),
        _("Title"),
        _("Nominal weight"),
        _("Share"),
        _("Scale, or mean of the group"),
        _("How it counts"),
    )
    row = _table_head(sheet, row, heads)
    full = book.tree.form.head.full_score
    for node in book.tree.nodes:
        style = "text" if node.is_leaf else "strong"
        sheet.text(row, 0, node.code, style)
        sheet.text(row, 1, book.say(node.item.title), f"level_{min(node.level, LEVELS - 1)}")
        sheet.number(row, 2, node.nominal if node.scored else node.full_marks, "weight")
        share = f"{display(100 * node.nominal / full, 2)} %"
        if not node.scored:
            share = _("beside the base") if node.part in ("bonus", "penalty") else _("not scored")
        sheet.text(row, 3, share, "centre")
        kind = scale_word(node.scale) if node.scale is not None else _formed(book, node)
        how = how_it_counts(book.tree, node, book.language)
        sheet.text(row, 4, kind, "middle")
        sheet.text(row, 5, how, "middle")
        lines = max(lines_needed(kind, _WIDTHS[4]), lines_needed(how, _WIDTHS[5]))
        if lines > 1:
            sheet.height(row, 4 + 14.5 * lines)
        row += 1
    return row


def _profiles(book: Book, sheet: Sheet, row: int) -> int:
    """Weights that hold for some units in place of the form's own."""
    profiles = book.tree.form.profiles
    if not profiles:
        return row - 1
    row = _section(sheet, row, _("Profiles: other weights for some units"))
    for profile in profiles:
        words = _("where {condition}: {weights}").format(
            condition=profile.when, weights=profile_words(profile)
        )
        row = _paragraph(sheet, row, profile.id, words)
    return row


def _indices(book: Book, sheet: Sheet, row: int) -> int:
    """Figures beside the total."""
    indices = book.tree.form.indices
    if not indices:
        return row - 1
    row = _section(sheet, row, _("Indices beside the total"))
    for index in indices:
        row = _paragraph(sheet, row, index.id, f"{book.say(index.title)}: {index_words(index)}")
    return row


def _formed(book: Book, group: Node) -> str:
    """How a group is formed from what stands below it."""
    if group.part in ("bonus", "penalty"):
        return _("sum")
    if not group.scored:
        return ""
    return {
        "arithmetic": _("arithmetic mean"),
        "geometric": _("geometric mean"),
        "harmonic": _("harmonic mean"),
    }[group.item.aggregation or book.tree.form.policy.aggregation]


def _left_out(book: Book, sheet: Sheet, row: int) -> int:
    found = reweighted(book.results, _MOST_ROWS + 1)
    row = _section(sheet, row, _("Items that were left out or valued by a rule"))
    if not found:
        return _paragraph(sheet, row, "", _("None: every item of every unit was answered."))
    heads = (_("Code"), book.unit_word, _("Item"), "", _("State"), _("What was done"))
    row = _table_head(sheet, row, heads)
    for unit, node, state, done in found[:_MOST_ROWS]:
        entry = book.results.roster[unit]
        for col, text in enumerate((entry.code, entry.name, book.tree.nodes[node].code, "", state, done)):
            sheet.text(row, col, text)
        row += 1
    if len(found) > _MOST_ROWS:
        row = _paragraph(sheet, row, "", _("Further ones are shaded on the sheet of effective weights."))
    return row
