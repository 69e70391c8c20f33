"""The first sheet: what to do, what the colours mean, and the units with what is open of each."""

from collections.abc import Sequence
from typing import Any

from evalapp.base.i18n import _
from evalapp.report.entry_workbook.contents import EntrySheet, EntryWorkbook
from evalapp.report.entry_workbook.styles import Formats
from evalapp.report.entry_workbook.unit_sheet import FIRST_ROW

_WIDTHS = (4, 30, 16, 14, 14, 50)
_FIRST_COUNT = 3


def write_guide(sheet: Any, about: EntryWorkbook, names: Sequence[str], formats: Formats) -> None:
    """Fill the sheet; ``names`` are those of the units' sheets."""
    sheet.hide_gridlines(2)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, about.stamp.title, formats.title)
    about_it = _("{project} · entry workbook of {name}").format(project=about.project, name=about.stamp.name)
    sheet.write_string(1, 0, about_it, formats.plain)
    row = 2
    if about.synthetic:
        words = _("Synthetic data: the answers of this project are made up.")
        sheet.merge_range(row, 0, row, len(_WIDTHS) - 1, words, formats.notice)
        row += 1
    row = _lines(sheet, row + 1, _("How to fill it in"), _steps(), formats)
    row = _legend(sheet, row + 1, formats)
    _units(sheet, row + 1, about.sheets, names, formats)
    sheet.protect("", {"format_cells": True, "format_columns": True, "format_rows": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)


def _steps() -> tuple[str, ...]:
    return (
        _(
            "One sheet a unit; Ctrl+PgDn and Ctrl+PgUp turn to the next and the one before. "
            "Type into the cells of the columns headed in blue."
        ),
        _(
            "Rest the pointer on a title for the question and where to look, on a value for what each option means."
        ),
        _(
            "What has no value has a state. A row has a value or a state, not both; "
            "not applicable and unable to assess need a justification."
        ),
        _(
            "An empty cell changes nothing in the project. To take an answer back choose the state “take back”."
        ),
        _(
            "Paste values only (Ctrl+Alt+V), and not into filtered rows: some programs fill the hidden ones, too."
        ),
        _(
            "The sheets are protected without a password, so that codes stay as they are. "
            "Review, Unprotect Sheet switches it off; sorting needs that."
        ),
        _(
            "You may sort, filter, hide, insert rows and columns, rename and move sheets. "
            "Leave the headings and codes; merge no cells."
        ),
        _(
            "Save as .xlsx and run: evalapp enter PROJECT FILE.xlsx --marked MARKED.xlsx. "
            "If a cell is wrong nothing is written, and the marked copy shows it."
        ),
    )


def _lines(sheet: Any, row: int, title: str, lines: Sequence[str], formats: Formats) -> int:
    sheet.set_row(row, 22)
    sheet.write_string(row, 0, title, formats.heading)
    width = sum(_WIDTHS[1:])
    for n, line in enumerate(lines, 1):
        at = row + n
        sheet.write_string(at, 0, f"{n}", formats.body)
        sheet.merge_range(at, 1, at, len(_WIDTHS) - 1, "", formats.body)
        sheet.write_string(at, 1, line, formats.body)
        letters = sum(2 if ord(x) > 0x2E7F else 1 for x in line)
        sheet.set_row(at, 3 + 15 * (1 + letters // int(width * 1.15)))
    return row + len(lines) + 1


def _legend(sheet: Any, row: int, formats: Formats) -> int:
    sheet.set_row(row, 22)
    sheet.write_string(row, 0, _("Colours"), formats.heading)
    colours = (
        (formats.unanswered, _("unanswered")),
        (formats.without, _("not applicable or unable to assess")),
        (formats.refused, _("would be refused, or lacks its reason")),
        (formats.closed["text"], _("computed, brought in, or without effect at present: nothing to type")),
    )
    for n, (style, words) in enumerate(colours, 1):
        sheet.write_blank(row + n, 0, None, style)
        sheet.write_string(row + n, 1, words, formats.plain)
    return row + len(colours) + 1


def _units(
    sheet: Any, row: int, sheets: Sequence[EntrySheet], names: Sequence[str], formats: Formats
) -> None:
    sheet.set_row(row, 22)
    # None of them is a heading under which answers are looked for.
    heads = ("", _("Sheet of the unit"), _("Its code"), _("Items to answer"), _("Still open"))
    for column, text in enumerate(heads):
        sheet.write_string(row, column, text, formats.head if column < _FIRST_COUNT else formats.centred_head)
    for n, (name, unit) in enumerate(zip(names, sheets, strict=True), 1):
        at = row + n
        place = "'" + name.replace("'", "''") + "'"
        sheet.write_number(at, 0, n, formats.count)
        sheet.write_url(at, 1, f"internal:{place}!F{FIRST_ROW + 1}", formats.link, unit.name)
        sheet.write_string(at, 2, unit.code, formats.code)
        sheet.write_number(at, 3, sum(not entry.closed for entry in unit.rows), formats.count)
        last = FIRST_ROW + len(unit.rows)
        value, state, is_open = (f"{place}!${x}${FIRST_ROW + 1}:${x}${last}" for x in "FGL")
        still = sum(
            entry.expected and not entry.closed and not entry.aside and entry.value == "" and not entry.state
            for entry in unit.rows
        )
        formula = f'=SUMPRODUCT(({value}="")*({state}="")*({is_open}=1))'
        sheet.write_formula(at, 4, formula, formats.count, still)
