"""From a row of cells to values by key, each read as its column says; what cannot be read is said with its cell."""

from collections.abc import Iterator
from typing import Any

from evalapp.base.i18n import _
from evalapp.form.excel.codec import read_label, read_value
from evalapp.form.excel.columns import Column
from evalapp.form.excel.contents import plain_of, text_of
from evalapp.form.excel.notation import CellRefused
from evalapp.form.excel.remarks import Remarks
from evalapp.form.excel.sheets import Cell
from evalapp.form.excel.tables import Row, Table

_EXACT = 1e15
_EXPRESSIONS = frozenset({"expression", "evidence"})


def rows_of(table: Table, remarks: Remarks) -> Iterator[Row]:
    """The rows of a table, until so much is wrong that reading on is of no use."""
    for row in table.rows():
        if remarks.full:
            return
        yield row


def values(table: Table, row: Row, remarks: Remarks) -> dict[str, Any]:
    """What a row says, by key; texts in two languages under their key without the language."""
    found: dict[str, Any] = {}
    for column in table.layout.columns:
        key, language = _parted(column)
        if language == "en":
            continue  # read with the Chinese
        given = [name for name in ((f"{key}.zh", f"{key}.en") if language else (key,)) if name in row.cells]
        if not given:
            if column.need:
                complain(table, row, column.key, _missing(column), remarks)
            continue
        try:
            if language:
                found[key] = label_of(row.cells.get(f"{key}.zh"), row.cells.get(f"{key}.en"))
            else:
                found[key] = value_of(column, row.cells[key])
        except CellRefused as refused:
            complain(table, row, given[0], str(refused), remarks)
    return found


def _parted(column: Column) -> tuple[str, str]:
    """A column's key, and the language where it holds one half of a text in two languages."""
    key, point, language = column.key.rpartition(".")
    return (key, language) if point and column.kind == "label" else (column.key, "")


def _missing(column: Column) -> str:
    return _("“{key}” is missing").format(key=column.shown())


def complain(table: Table, row: Row, key: str, message: str, remarks: Remarks) -> None:
    """Say what is wrong with a row's cell in the column ``key``."""
    remarks.error(table.sheet.name, message, row.number, table.column(key))


def value_of(column: Column, cell: Cell) -> Any:
    """The value of one cell. Raises CellRefused."""
    if column.kind == "number":
        plain = plain_of(cell)
        if isinstance(plain, bool):
            raise CellRefused(_("it is a truth value, not a number"))
        return read_value(column, plain) if isinstance(plain, str) else whole(plain)
    if column.kind == "flag":
        plain = plain_of(cell)
        return plain if isinstance(plain, bool) else read_value(column, str(whole(plain)))
    return read_value(column, text_of(cell, expression=column.kind in _EXPRESSIONS))


def label_of(chinese: Cell | None, english: Cell | None) -> Any:
    """The text in two languages of two cells, either of which may be empty. Raises CellRefused."""
    return read_label(
        None if chinese is None else text_of(chinese), None if english is None else text_of(english)
    )


def whole(x: str | float) -> str | int | float:
    """A number as the form holds it: whole ones as integers, as if they had been typed in TOML. A text stays as it is."""
    return int(x) if isinstance(x, float) and x.is_integer() and abs(x) < _EXACT else x
