"""Tables that people bring: CSV in the encodings of their spreadsheets, every row with its line number."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evalapp.base.errors import AppError
from evalapp.base.files import read_bytes
from evalapp.base.i18n import _
from evalapp.base.text import clean

MAX_BYTES = 64 * 1024 * 1024
MAX_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One data row: its line in the file, counted from 1, and its cells by column name."""

    line: int
    cells: dict[str, str]

    def get(self, column: str) -> str:
        """The cell of ``column``; "" where the column or the cell is absent."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Table:
    """A table as read: where it came from, its column names in order, its rows."""

    source: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def decode(data: bytes, source: str) -> str:
    """``data`` as text: UTF-8 with or without BOM, else GB 18030. Raises AppError("encoding")."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AppError(
        "encoding",
        _(
            "{file} is neither UTF-8 nor GB 18030, so its text cannot be read. Nothing was written. "
            "Save it again as “CSV UTF-8” in the spreadsheet program."
        ).format(file=source),
    )


def read_csv(path: Path, required: Sequence[str], optional: Sequence[str] | None = None) -> Table:
    """The CSV file ``path`` as a table.

    ``required`` columns must be there; with ``optional`` given, any further column is an error (else it is kept).
    Raises AppError("cannot_read", "encoding", "columns") with everything that is wrong with the head line.
    """
    return parse_csv(decode(read_bytes(path, MAX_BYTES), path.name), path.name, required, optional)


def parse_csv(
    text: str, source: str, required: Sequence[str], optional: Sequence[str] | None = None
) -> Table:
    """As :func:`read_csv`, from text."""
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        head = next(reader, [])
        columns = tuple(clean(name) for name in head)
        _check_columns(columns, source, required, optional)
        rows = tuple(
            _row(reader.line_num, columns, cells, source)
            for cells in reader
            if any(cell.strip() for cell in cells)
        )
    except csv.Error as error:
        raise AppError(
            "csv",
            _(
                "{file}, line {line}: from here on this cannot be read as a CSV table. Nothing was written. "
                "A quotation mark may be missing; save the table again as CSV."
            ).format(file=source, line=reader.line_num),
        ) from error
    return Table(source, columns, rows)


def _row(line: int, columns: tuple[str, ...], cells: list[str], source: str) -> Row:
    if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
        raise AppError(
            "columns",
            _(
                "{file}, line {line}: {found} cells, but the head line names {expected} columns. Nothing was written. "
                "Put text that holds commas between quotation marks."
            ).format(file=source, line=line, found=len(cells), expected=len(columns)),
        )
    return Row(line, {name: clean(cell) for name, cell in zip(columns, cells, strict=False)})


def _check_columns(
    columns: tuple[str, ...], source: str, required: Sequence[str], optional: Sequence[str] | None
) -> None:
    findings = [
        _("the column “{name}” is missing").format(name=name) for name in required if name not in columns
    ]
    findings += [
        _("the column “{name}” occurs twice").format(name=name)
        for name in sorted({c for c in columns if columns.count(c) > 1})
    ]
    if optional is not None:
        known = {*required, *optional}
        findings += [
            _("the column “{name}” is not known here").format(name=name)
            for name in columns
            if name not in known
        ]
    if len(columns) > MAX_COLUMNS:
        findings.append(_("there are {n} columns").format(n=len(columns)))
    if findings:
        raise AppError(
            "columns",
            _("{file}, line 1: the columns do not fit. Nothing was written. Expected: {expected}.").format(
                file=source, expected=", ".join((*required, *(f"[{name}]" for name in optional or ())))
            ),
            details=findings,
        )
