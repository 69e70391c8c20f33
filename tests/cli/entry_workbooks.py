"""Entry workbooks as people handle them: found by headings, filled in cell by cell, saved by openpyxl or by hand."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

HEADINGS = {
    "对象代码": "unit",
    "指标代码": "item",
    "填报值": "value",
    "状态": "state",
    "说明": "justification",
    "链接": "link",
}


def columns_of(sheet: Worksheet) -> dict[str, int]:
    """The columns by name, from the heading row."""
    return {
        HEADINGS.get(str(cell.value), str(cell.value).lower()): cell.column
        for row in sheet.iter_rows(min_row=1, max_row=6)
        for cell in row
        if any(one.value in {"item", "Item", "指标代码"} for one in row) and cell.value
    }


def sheet_of(book: Workbook, unit: str) -> Worksheet:
    """The sheet whose rows carry the code of the unit."""
    return next(
        sheet
        for sheet in book.worksheets
        if columns_of(sheet).get("unit") and sheet.cell(3, columns_of(sheet)["unit"]).value == unit
    )


def row_of(sheet: Worksheet, item: str) -> int:
    column = columns_of(sheet)["item"]
    return next(row for row in range(3, sheet.max_row + 1) if sheet.cell(row, column).value == item)


def cell_of(book: Workbook, unit: str, item: str, column: str) -> Any:
    sheet = sheet_of(book, unit)
    return sheet.cell(row_of(sheet, item), columns_of(sheet)[column])


def fill(book: Workbook, unit: str, item: str, **cells: object) -> None:
    """Type into the cells of a row, texts as texts."""
    for column, value in cells.items():
        cell = cell_of(book, unit, item, column)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"


def edited(path: Path, edit: Callable[[Workbook], object], to: Path | None = None) -> Path:
    """The workbook opened, changed and saved."""
    book = openpyxl.load_workbook(path)
    edit(book)
    target = to or path.with_name(f"edited-{path.name}")
    book.save(target)
    return target
