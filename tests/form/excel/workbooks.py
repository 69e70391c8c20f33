"""The template, changed as people change workbooks; what the reader says of it."""

import datetime as dt
import functools
import io
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

from evalapp.base.errors import AppError
from evalapp.form.excel.write import write_workbook
from evalapp.form.reader import examine_workbook

REPOSITORY = Path(__file__).resolve().parents[3]
TEMPLATE = tomllib.loads((REPOSITORY / "resources" / "form-template.toml").read_text(encoding="utf-8"))
DATE = dt.date(2024, 1, 2)

Change = Callable[[openpyxl.Workbook], None]


@functools.cache
def template() -> bytes:
    """The English template."""
    return write_workbook(TEMPLATE, "en")


def changed(change: Change | None = None, document: dict[str, Any] | None = None) -> bytes:
    """The English template as a workbook, changed and saved by another program."""
    data = write_workbook(document, "en") if document else template()
    if change is None:
        return data
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def said(data: bytes) -> list[str]:
    """Errors, and warnings with that word before them."""
    try:
        examined = examine_workbook(data, "f.xlsx")
    except AppError as refused:
        return [str(refused)]
    assert (examined.form is None) == bool(examined.errors)
    return [*examined.errors, *(f"warning {line}" for line in examined.warnings)]


def cells(**values: Any) -> Change:
    """Cells set to values: ``cells(items_E4=3)``; a text that begins with = is a formula."""

    def change(book: openpyxl.Workbook) -> None:
        for name, value in values.items():
            sheet, _mark, cell = name.rpartition("_")
            book[sheet][cell] = value

    return change


def numbered(sheet: str, cell: str, value: float, style: str) -> Change:
    """A cell that holds a number in a number format."""

    def change(book: openpyxl.Workbook) -> None:
        book[sheet][cell].value = value
        book[sheet][cell].number_format = style

    return change
