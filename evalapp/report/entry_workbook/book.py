"""The whole entry workbook: the first sheet, one sheet a unit, and the hidden one that says whose it is."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from evalapp.base.files import atomic_write
from evalapp.base.i18n import _
from evalapp.entry.sheet_stamp import STAMP_SHEET, WAS_COLUMNS
from evalapp.report.entry_workbook.contents import EntryWorkbook
from evalapp.report.entry_workbook.guide import write_guide
from evalapp.report.entry_workbook.styles import formats_of
from evalapp.report.entry_workbook.unit_sheet import write_unit

MAX_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")

Choices = tuple[str, ...]


def write_entry_workbook(about: EntryWorkbook, path: Path) -> None:
    """Write ``path``, whole or not at all. Raises AppError("cannot_write")."""
    with atomic_write(path) as temporary:
        book = xlsxwriter.Workbook(
            str(temporary), {"strings_to_numbers": False, "strings_to_formulas": False}
        )
        book.set_properties({"title": about.stamp.title, "author": "EvalApp"})
        book.set_size(2400, 1400)
        formats = formats_of(book)
        first = _("Guide")
        names = sheet_names([sheet.name for sheet in about.sheets], (first, STAMP_SHEET))
        guide = book.add_worksheet(first)
        lists = {
            choices: f"EvalApp_{n}"
            for n, choices in enumerate(
                dict.fromkeys(
                    choices
                    for sheet in about.sheets
                    for row in sheet.rows
                    for choices in (row.choices, row.states)
                    if choices
                ),
                1,
            )
        }
        write_guide(guide, about, names, formats)
        for name, sheet in zip(names, about.sheets, strict=True):
            write_unit(book.add_worksheet(name), sheet, formats, lists, about.language)
        _write_stamp(book, about, lists)
        book.close()


def _write_stamp(book: Any, about: EntryWorkbook, lists: dict[Choices, str]) -> None:
    """Whose workbook it is, what its cells were, and beside that the lists of the drop-downs under defined names."""
    sheet = book.add_worksheet(STAMP_SHEET)
    text = book.add_format({"num_format": "@"})
    for row, line in enumerate(about.stamp.lines()):
        for column, cell in enumerate(line):
            if cell:
                sheet.write_string(row, column, cell, text)
    for column, (choices, name) in enumerate(lists.items(), WAS_COLUMNS + 1):
        for row, choice in enumerate(choices):
            sheet.write_string(row, column, choice, text)
        letters = xlsxwriter.utility.xl_col_to_name(column, col_abs=True)
        book.define_name(name, f"={STAMP_SHEET}!{letters}$1:{letters}${len(choices)}")
    sheet.very_hidden()


def sheet_names(names: Sequence[str], taken: Sequence[str]) -> list[str]:
    """A name for each sheet that spreadsheet programs take: no more than 31 letters, none twice."""
    known = {name.casefold() for name in (*taken, "history")}
    found = []
    for name in names:
        plain = _NOT_IN_NAMES.sub(" ", name).strip(" '") or "-"
        chosen, n = plain[:MAX_NAME].strip(" '"), 1
        while chosen.casefold() in known:
            n += 1
            end = f" ({n})"
            chosen = plain[: MAX_NAME - len(end)] + end
        known.add(chosen.casefold())
        found.append(chosen)
    return found
