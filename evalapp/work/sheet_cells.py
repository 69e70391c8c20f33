"""From the cells of a workbook to rows as people's tables have them, each with the place it stands at."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.numbers import from_float
from evalapp.base.tables import Row, Table
from evalapp.base.text import clean
from evalapp.entry.columns import ANSWERS
from evalapp.entry.sheet_stamp import (
    CLEARED,
    MARK,
    MAX_STAMP_ROWS,
    STATE_WORDS,
    Stamp,
    Written,
    read_stamp,
    state_called,
)
from evalapp.form.excel.contents import text_of
from evalapp.form.excel.notation import CellRefused
from evalapp.form.excel.sheets import Cell, Sheet, place

_HEADING_ROWS, _LONGEST_HEADING = 20, 60
_CODES = ("unit", "item")
_ENTRIES = ("value", "state", "justification", "link")
_KNOWN = frozenset({*_CODES, *_ENTRIES})
_UNCHANGED = Written()


class Refused(Struct, frozen=True):
    """What is wrong with a cell."""

    sheet: str
    row: int
    column: int
    reason: str

    @property
    def cell(self) -> str:
        """The cell as people call it: ``F12``."""
        return place(self.row, self.column)


class Spot(Struct, frozen=True):
    """Where a row of the table stands: its sheet, its row there, and the places of its columns."""

    sheet: str
    row: int
    columns: Mapping[str, int]

    def refuse(self, column: str, reason: str) -> Refused:
        """Something wrong in a column, in that of the item where the sheet has no such column."""
        return Refused(self.sheet, self.row, self.columns.get(column, self.columns["item"]), reason)


class SheetTable(Struct, frozen=True):
    """The rows that say anything, by number where each stands, what is wrong already, and the sheets that hold no rows.

    ``names`` are those of all sheets, in their order.
    """

    stamp: Stamp | None
    table: Table
    spots: dict[int, Spot]
    refused: tuple[Refused, ...]
    ignored: tuple[str, ...]
    names: tuple[str, ...]


def table_of(sheets: Sequence[Sheet], source: str, *, whole: bool = False) -> SheetTable:
    """The table in the sheets of a workbook, whatever their names and order, hidden rows and sheets too.

    A row says something where a cell of value, state, justification or link does, other than what stood in it when the
    workbook was written; with ``whole`` whatever stands there. Raises AppError("columns") with every sheet whose headings do
    not fit, or where none has any.
    """
    stamp, stamped = _stamp(sheets)
    rows: list[Row] = []
    spots: dict[int, Spot] = {}
    refused: list[Refused] = []
    wrong: list[str] = []
    ignored: list[str] = []
    found = False
    for sheet in sheets:
        if sheet.name == stamped or _is_guide(sheet, stamp):
            continue
        heading = _heading(sheet)
        if heading is None:
            ignored += [sheet.name] if sheet.rows else []
            continue
        faults = _faults(sheet, heading)
        if faults:
            wrong += faults
            continue
        found = True
        refused += _merged(sheet, heading)
        for spot, cells, bad in _rows(sheet, heading, None if whole else stamp):
            refused += bad
            if cells:
                rows.append(Row(len(rows) + 1, cells))
                spots[len(rows)] = spot
    if wrong or not found:
        raise _unfit(source, wrong)
    table = Table(source, (*_CODES, *_ENTRIES), tuple(rows))
    names = tuple(sheet.name for sheet in sheets)
    return SheetTable(stamp, table, spots, tuple(refused), tuple(ignored), names)


def _unfit(source: str, wrong: Sequence[str]) -> AppError:
    needed = _(", ").join(column.shown for column in ANSWERS.required)
    return AppError(
        "columns",
        _(
            "{file}: the headings do not fit. Nothing was written. Each sheet that is read needs {needed} in one row."
        ).format(file=source, needed=needed),
        details=wrong or [_("no sheet has these headings")],
    )


def _stamp(sheets: Sequence[Sheet]) -> tuple[Stamp | None, str]:
    """What the workbook says about itself, and on which sheet."""
    for sheet in sheets:
        first = sheet.rows.get(1, {}).get(1)
        if first is not None and first.value == MARK:
            last = min(max(sheet.rows), MAX_STAMP_ROWS)
            stamp = read_stamp([_line(sheet.rows.get(row, {})) for row in range(1, last + 1)])
            if stamp is not None:
                return stamp, sheet.name
    return None, ""


def _is_guide(sheet: Sheet, stamp: Stamp | None) -> bool:
    """Whether it is the first sheet as the program wrote it, whose title nobody expects to be read."""
    title = sheet.rows.get(1, {}).get(1)
    return stamp is not None and title is not None and title.value == stamp.title


def _line(cells: Mapping[int, Cell]) -> list[str]:
    return [_plain(cells[column]) if column in cells else "" for column in range(1, 6)]


def _plain(cell: Cell) -> str:
    """A cell that the program wrote as text; a spreadsheet program may have made a number of it."""
    return from_float(cell.value) if isinstance(cell.value, float) else str(cell.value)


# Headings -------------------------------------------------------------------------------------------------------------


class _Heading(Struct, frozen=True):
    row: int
    columns: dict[str, int]
    names: tuple[str, ...]


def _heading(sheet: Sheet) -> _Heading | None:
    """The first row with at least two of the table's headings."""
    for number in sorted(sheet.rows)[:_HEADING_ROWS]:
        cells = {
            column: clean(cell.value)
            for column, cell in sorted(sheet.rows[number].items())
            if isinstance(cell.value, str) and len(cell.value) <= _LONGEST_HEADING
        }
        names = dict(zip(cells, ANSWERS.names(cells.values()), strict=True))
        known = {column: name for column, name in names.items() if name in _KNOWN}
        if len(set(known.values())) > 1:
            columns: dict[str, int] = {}
            for column, name in known.items():
                columns.setdefault(name, column)
            return _Heading(number, columns, tuple(known.values()))
    return None


def _faults(sheet: Sheet, heading: _Heading) -> list[str]:
    words = {column.name: column.shown for column in ANSWERS.every}
    place_ = _("sheet “{sheet}”, row {row}: {reason}")
    reasons = [
        _("the column “{name}” is missing").format(name=words[column.name])
        for column in ANSWERS.required
        if column.name not in heading.columns
    ]
    reasons += [
        _("the column “{name}” occurs twice").format(name=words[name])
        for name, times in sorted(Counter(heading.names).items())
        if times > 1
    ]
    return [place_.format(sheet=sheet.name, row=heading.row, reason=reason) for reason in reasons]


def _merged(sheet: Sheet, heading: _Heading) -> Iterator[Refused]:
    """Merged cells hide all but one of their values, so those over anything that is read are refused."""
    for top, left, bottom, right in sheet.merged:
        if bottom > heading.row and any(left <= column <= right for column in heading.columns.values()):
            cells = f"{place(top, left)}:{place(bottom, right)}"
            reason = _("the cells {cells} are merged; unmerge them and fill in each").format(cells=cells)
            yield Refused(sheet.name, top, left, reason)


# Rows -----------------------------------------------------------------------------------------------------------------


def _rows(
    sheet: Sheet, heading: _Heading, stamp: Stamp | None
) -> Iterator[tuple[Spot, dict[str, str], list[Refused]]]:
    """Every row below the headings that says something, or has a cell that cannot be read."""
    for number in sorted(sheet.rows):
        if number <= heading.row:
            continue
        spot = Spot(sheet.name, number, heading.columns)
        cells, bad = _texts(sheet.rows[number], spot)
        codes = {name: cells.get(name, "") for name in _CODES}
        was = stamp.was.get((codes["unit"], codes["item"]), _UNCHANGED) if stamp is not None else _UNCHANGED
        said = {name: cells[name] for name in _ENTRIES if name in cells and cells[name] != _before(was, name)}
        bad_entries = [one for name, one in bad if name in _ENTRIES]
        if not said and not bad_entries:
            continue
        refused = [one for _name, one in bad]
        for name in _CODES:
            if not codes[name] and all(name != known for known, _one in bad):
                reason = _(
                    "the row is filled in, but its code is missing; copy it from the line it belongs to"
                )
                refused.append(spot.refuse(name, reason))
        if "state" in said:
            refused += _read_state(said, spot)
        if said.get("justification") == CLEARED:
            said["justification"] = ""
        yield spot, {} if refused else {**codes, **said}, refused


def _before(was: Written, name: str) -> str:
    return str(getattr(was, name, ""))


def _read_state(said: dict[str, str], spot: Spot) -> list[Refused]:
    state = state_called(said["state"])
    if state is None:
        known = _(", ").join(f"{word.zh}/{word.en}" for word in STATE_WORDS.values())
        reason = _("“{state}” is not a state; known are {states}").format(state=said["state"], states=known)
        return [spot.refuse("state", reason)]
    said["state"] = state
    return []


def _texts(cells: Mapping[int, Cell], spot: Spot) -> tuple[dict[str, str], list[tuple[str, Refused]]]:
    """The texts of a row's known cells that are not empty, and those that cannot be known."""
    texts: dict[str, str] = {}
    refused: list[tuple[str, Refused]] = []
    for name, column in spot.columns.items():
        cell = cells.get(column)
        if cell is None:
            continue
        try:
            text = clean(text_of(cell) if name in _CODES else entry_text(cell))
        except CellRefused as reason:
            refused.append((name, spot.refuse(name, str(reason))))
        else:
            if text:
                texts[name] = text
    return texts, refused


def entry_text(cell: Cell) -> str:
    """An entered cell as the text that somebody would have typed. Raises CellRefused where nobody can know it."""
    if isinstance(cell.value, bool) and cell.content == "truth":
        return "true" if cell.value else "false"
    if isinstance(cell.value, float) and cell.content == "number":
        if "%" in cell.format:
            raise CellRefused(
                _(
                    "it is shown as a per cent, so {value} may mean {value} or {hundred}; format the cell as General "
                    "and type it again, a share as 19/20"
                ).format(value=from_float(cell.value), hundred=from_float(cell.value * 100))
            )
        return from_float(cell.value)
    return text_of(cell)
