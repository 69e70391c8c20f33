"""A copy of somebody's workbook with some cells coloured and commented; everything else is left as it is."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from evalapp.base.i18n import _
from evalapp.form.excel.package import WorkbookRefused, damage

_SIGN = "\N{BALLOT X} "
_LINE = "\n————————\n"
_FILL = PatternFill("solid", fgColor="F4A9A3")
_WIDTH, _HEIGHT = 380, 160
# What openpyxl raises at workbooks that other programs open all the same.
_BROKEN = (ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, zipfile.BadZipFile)


def mark_cells(data: bytes, reasons: Mapping[tuple[str, str], Sequence[str]]) -> bytes:
    """The workbook ``data`` with the cells (sheet, place) coloured and commented with their reasons.

    Marks of an earlier copy are taken off. Formulas stay formulas, without their values until a program has calculated
    them. Raises WorkbookRefused for a workbook that cannot be written again.
    """
    try:
        book = load_workbook(io.BytesIO(data), rich_text=True)
        for sheet in book.worksheets:
            _unmark(sheet)
        for (name, place), said in reasons.items():
            _mark(book[name], place, said)
        out = io.BytesIO()
        book.save(out)
    except _BROKEN as broken:
        raise WorkbookRefused(damage()) from broken
    return out.getvalue()


def _unmark(sheet: Any) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, Cell) and cell.comment and cell.comment.text.startswith(_SIGN):
                _sign, _found, before = cell.comment.text.partition(_LINE)
                cell.comment = _comment(before) if before else None
                cell.fill = PatternFill()


def _mark(sheet: Any, place: str, said: Sequence[str]) -> None:
    cell = sheet[place]
    if isinstance(cell, MergedCell):
        cell = next(
            (sheet.cell(one.min_row, one.min_col) for one in sheet.merged_cells.ranges if place in one), cell
        )
    if not isinstance(cell, Cell):
        return
    before = f"{_LINE}{cell.comment.text}" if cell.comment else ""
    cell.comment = _comment(_SIGN + _("; ").join(said) + before)
    cell.fill = _FILL


def _comment(text: str) -> Comment:
    comment = Comment(text, "EvalApp")
    comment.width, comment.height = _WIDTH, _HEIGHT
    return comment
