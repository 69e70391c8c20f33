"""A table as it stands in a file, before anybody has said what its columns are: headings, rows, lines that are empty."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.tables import MAX_COLUMNS, Row, Table, decode
from evalapp.base.text import clean

Encoding = Literal["utf-8", "gb18030", "xlsx"]
_SEPARATORS = ",;\t"


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a table as text. Lines are counted from 1 as in the file; ``empty`` are those between rows.

    ``sheet`` is the sheet of a workbook that was read, one of ``sheets``.
    """

    source: str
    encoding: Encoding
    head_line: int
    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    empty: tuple[int, ...] = ()
    sheet: str = ""
    sheets: tuple[str, ...] = ()

    def column(self, number: int) -> tuple[str, ...]:
        """The cells of a column, counted from 0."""
        return tuple(cells[number] for _line, cells in self.rows)

    def called(self, number: int) -> str:
        """The heading of a column, or its place where it has none."""
        return self.headings[number] or _("Column {n}").format(n=number + 1)

    def table(self, roles: Mapping[int, str]) -> Table:
        """The table with its columns named by ``roles``; those without a role keep their heading.

        Raises AppError("columns") where two columns would have the same name.
        """
        names = tuple(roles.get(number) or self.called(number) for number in range(len(self.headings)))
        twice = sorted(name for name, times in Counter(names).items() if times > 1)
        if twice:
            raise AppError(
                "columns",
                _("{file}: the columns do not fit. Nothing was written.").format(file=self.source),
                details=[_("the column “{name}” occurs twice").format(name=name) for name in twice],
            )
        return Table(
            self.source,
            names,
            tuple(Row(line, dict(zip(names, cells, strict=True))) for line, cells in self.rows),
            {name: self.called(number) for number, name in enumerate(names)},
        )


def csv_grid(data: bytes, source: str) -> Grid:
    """The cells of a CSV file, parted by commas, semicolons or tabs, in UTF-8 or GB 18030.

    Raises AppError("encoding", "csv", "columns").
    """
    text = decode(data, source)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    try:
        lines = [(reader.line_num, [clean(cell) for cell in cells]) for cells in reader]
    except csv.Error as error:
        raise AppError(
            "csv",
            _(
                "{file}, line {line}: from here on this cannot be read as a CSV table. Nothing was written. "
                "A quotation mark may be missing; save the table again as CSV."
            ).format(file=source, line=reader.line_num),
        ) from error
    return grid_of(lines, source, _encoding(data))


def _separator(text: str) -> str:
    head = next((line for line in text.splitlines() if line.strip()), "")
    return max(_SEPARATORS, key=head.count)


def _encoding(data: bytes) -> Encoding:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def grid_of(
    lines: Iterable[tuple[int, Sequence[str]]],
    source: str,
    encoding: Encoding,
    *,
    sheet: str = "",
    sheets: tuple[str, ...] = (),
) -> Grid:
    """The grid of lines with their numbers. The head is the first line with two filled cells, so that a title may stand above it.

    A table of one column has its head in the first line that is filled. Columns that are empty from top to bottom are left out.
    Raises AppError("columns") where nothing is filled, or there are too many columns.
    """
    kept = [(number, list(cells)) for number, cells in lines]
    filled = [number for number, (_line, cells) in enumerate(kept) if sum(map(bool, cells)) > 1]
    filled = filled or [number for number, (_line, cells) in enumerate(kept) if any(cells)]
    if not filled:
        raise AppError(
            "columns",
            _("{file} holds no table: every line is empty. Nothing was written.").format(file=source),
        )
    kept = kept[filled[0] :]
    width = max(len(cells) for _line, cells in kept)
    columns = [
        column
        for column in range(width)
        if any(column < len(cells) and cells[column] for _line, cells in kept)
    ]
    if len(columns) > MAX_COLUMNS:
        raise AppError(
            "columns",
            _("{file} has {n} columns, more than {most}. Nothing was written.").format(
                file=source, n=len(columns), most=MAX_COLUMNS
            ),
        )
    whole = [
        (line, tuple(cells[column] if column < len(cells) else "" for column in columns))
        for line, cells in kept
    ]
    last = max(number for number, (_line, cells) in enumerate(whole) if any(cells))
    (head_line, headings), body = whole[0], whole[1 : last + 1]
    present = {line for line, cells in body if any(cells)}
    between = range(head_line + 1, body[-1][0]) if body else range(0)
    return Grid(
        source,
        encoding,
        head_line,
        headings,
        tuple((line, cells) for line, cells in body if any(cells)),
        tuple(line for line in between if line not in present) if encoding == "xlsx" else _gaps(body),
        sheet,
        sheets,
    )


def _gaps(body: Sequence[tuple[int, Sequence[str]]]) -> tuple[int, ...]:
    """The empty lines of a text; a cell of several lines leaves none."""
    return tuple(line for line, cells in body if not any(cells))
