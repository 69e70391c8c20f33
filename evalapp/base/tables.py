"""Tables that people bring: CSV in the encodings of their spreadsheets, every row with its line number."""

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evalapp.base.errors import AppError
from evalapp.base.files import read_bytes
from evalapp.base.i18n import _
from evalapp.base.text import clean

MAX_BYTES = 64 * 1024 * 1024
MAX_COLUMNS = 200
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""How .xlsx (and .ods) and .xls files begin, whatever their names end in."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the name that rows are asked for, and further headings under which it is known, the best one first."""

    name: str
    headings: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """How messages name the column: ``姓名/name``."""
        return f"{self.headings[0]}/{self.name}" if self.headings else self.name


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a kind of table. With ``others`` it may have any further ones, which keep their headings."""

    required: tuple[Column, ...]
    optional: tuple[Column, ...] = ()
    others: bool = False

    @property
    def every(self) -> tuple[Column, ...]:
        """Required and optional ones."""
        return (*self.required, *self.optional)

    def shown(self, name: str) -> str:
        """How messages name the column ``name``."""
        return next((column.shown for column in self.every if column.name == name), name)

    def names(self, headings: Iterable[str]) -> tuple[str, ...]:
        """The columns that the headings stand for; a heading that is not known stands for itself."""
        known = {folded(word): column.name for column in reversed(self.every) for word in column.headings}
        known |= {folded(column.name): column.name for column in self.every}
        return tuple(known.get(folded(heading), heading) for heading in headings)


def folded(heading: str) -> str:
    """A heading as it is compared: without case, spaces, underscores and full-width forms."""
    plain = unicodedata.normalize("NFKC", heading).casefold()
    return "".join(letter for letter in plain if not letter.isspace() and letter != "_")


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
    """A table as read: where it came from, its column names in order, its rows, the headings as they stand in the file."""

    source: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    headings: Mapping[str, str] = field(default_factory=dict)

    def heading(self, column: str) -> str:
        """What stands above ``column`` in the file."""
        return self.headings.get(column, column)

    def renamed(self, names: Mapping[str, str]) -> "Table":
        """The table with some columns under other names."""
        return Table(
            self.source,
            tuple(names.get(name, name) for name in self.columns),
            tuple(
                Row(row.line, {names.get(name, name): cell for name, cell in row.cells.items()})
                for row in self.rows
            ),
            {names.get(name, name): heading for name, heading in self.headings.items()},
        )


def decode(data: bytes, source: str) -> str:
    """``data`` as text: UTF-8 with or without BOM, else GB 18030. Raises AppError("encoding"), for UTF-16 too."""
    if b"\0" in data:
        raise AppError(
            "encoding",
            _(
                "{file} is text in UTF-16 (“Unicode text”) or no text at all. Nothing was written. Save it again as “CSV UTF-8” "
                "in the spreadsheet program."
            ).format(file=source),
        )
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


def is_workbook(data: bytes) -> bool:
    """Whether these are the bytes of a workbook, new or old, and not those of a text."""
    return data.startswith(_WORKBOOKS)


def read_csv(path: Path, columns: Columns | Sequence[str]) -> Table:
    """The CSV file ``path`` as a table, its columns named as ``columns`` declares them, whatever their headings.

    Plain names are columns that must be there; any others are kept.
    Raises AppError("cannot_read", "workbook", "encoding", "columns") with everything that is wrong with the head line.
    """
    data = read_bytes(path, MAX_BYTES)
    if is_workbook(data):
        raise AppError(
            "workbook",
            _(
                "{file} is an Excel workbook, whatever its name ends in. Nothing was written. Open it in Excel or WPS, choose "
                "“Save as” with the type “CSV UTF-8 (comma delimited)”, and use that file."
            ).format(file=path.name),
        )
    return parse_csv(decode(data, path.name), path.name, columns)


def parse_csv(text: str, source: str, columns: Columns | Sequence[str]) -> Table:
    """As :func:`read_csv`, from text."""
    declared = (
        columns
        if isinstance(columns, Columns)
        else Columns(required=tuple(Column(name) for name in columns), others=True)
    )
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        headings = _headings(next(reader, []))
        names = declared.names(headings)
        _check_columns(names, source, declared)
        rows = tuple(
            _row(reader.line_num, names, cells, source)
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
    return Table(source, names, rows, dict(zip(names, headings, strict=True)))


def _headings(cells: Sequence[str]) -> list[str]:
    """The head line without the empty cells that spreadsheet programs leave at its end."""
    headings = [clean(cell) for cell in cells]
    while headings and not headings[-1]:
        headings.pop()
    return headings


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


def _check_columns(names: tuple[str, ...], source: str, declared: Columns) -> None:
    known = {column.name for column in declared.every}
    findings = [
        _("the column “{name}” is missing").format(name=column.shown)
        for column in declared.required
        if column.name not in names
    ]
    findings += [
        _("the column “{name}” occurs twice").format(name=declared.shown(name))
        for name, times in sorted(Counter(names).items())
        if times > 1
    ]
    if not declared.others:
        findings += [
            _("the column “{name}” is not known here").format(name=name)
            for name in names
            if name not in known
        ]
    if len(names) > MAX_COLUMNS:
        findings.append(_("there are {n} columns").format(n=len(names)))
    if findings:
        raise AppError(
            "columns",
            _("{file}, line 1: the columns do not fit. Nothing was written. Needed: {needed}.").format(
                file=source, needed=_needed(declared)
            ),
            details=findings,
        )


def _needed(declared: Columns) -> str:
    """The columns as a message lists them, those that may be absent in brackets."""
    required = [column.shown for column in declared.required]
    return _(", ").join((*required, *(f"[{column.shown}]" for column in declared.optional)))
