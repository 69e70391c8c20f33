"""Rosters as people have them: the shipped ones, CSV files and workbooks with whatever headings."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.files import read_bytes
from evalapp.base.grids import Grid, csv_grid, grid_of
from evalapp.base.i18n import _, ngettext
from evalapp.base.numbers import from_float
from evalapp.base.resources import resource_folder
from evalapp.base.tables import MAX_BYTES, Columns, Table, folded, is_workbook, read_csv
from evalapp.base.text import clean
from evalapp.entry.column_matching import roles_of
from evalapp.entry.columns import ROSTER
from evalapp.entry.roster import Roster
from evalapp.entry.rosters import columns_read
from evalapp.form.model import Units

if TYPE_CHECKING:
    from evalapp.form.excel.sheets import Cell


class ShippedRoster(Struct, frozen=True):
    """A roster that comes with the program."""

    id: str
    title: str
    path: Path


def shipped_rosters() -> tuple[ShippedRoster, ...]:
    """The rosters that come with the program, the smallest country-wide one first after the example."""
    folder = resource_folder() / "rosters"
    return tuple(
        ShippedRoster(name, title, folder / f"{name}.csv")
        for name, title in (
            ("shandong", _("Shandong, 16 cities")),
            ("provinces", _("China, 31 provinces")),
            ("prefectures", _("China, 337 cities")),
            ("counties", _("China, 2,978 counties and districts")),
        )
    )


def roster_path(name: str) -> Path:
    """The file of a roster that is named as a file, or by the id of a shipped one."""
    return next((one.path for one in shipped_rosters() if one.id == name), Path(name))


def read_grid(path: Path, sheet: str = "") -> Grid:
    """The cells of a CSV file or a workbook; of a workbook the sheet named, else the first that holds a table.

    Raises AppError("cannot_read", "too_large", "encoding", "csv", "columns", "workbook").
    """
    data = read_bytes(path, MAX_BYTES)
    return _workbook_grid(data, path.name, sheet) if is_workbook(data) else csv_grid(data, path.name)


def _workbook_grid(data: bytes, source: str, wanted: str) -> Grid:
    from evalapp.form.excel.package import WorkbookRefused  # noqa: PLC0415 (lxml is slow to import)
    from evalapp.form.excel.sheets import read_sheets  # noqa: PLC0415

    try:
        sheets = [one for one in read_sheets(data, lambda _name: True) if one.rows]
    except WorkbookRefused as unreadable:
        raise AppError(
            "workbook",
            _("{file} cannot be read as a workbook: {reason}. Nothing was written.").format(
                file=source, reason=unreadable
            ),
        ) from unreadable
    names = tuple(one.name for one in sheets)
    if not sheets or (wanted and wanted not in names):
        raise AppError(
            "workbook",
            _("{file} has no filled sheet “{sheet}”. Nothing was written. Its sheets: {sheets}.").format(
                file=source, sheet=wanted, sheets=_(", ").join(names) or "–"
            ),
        )
    chosen = next((one for one in sheets if one.name == wanted), None) or max(
        sheets, key=lambda one: len(one.rows) > 1
    )
    width = max(max(cells) for cells in chosen.rows.values())
    lines = [
        (row, [clean(_cell_text(cells[column])) if column in cells else "" for column in range(1, width + 1)])
        for row, cells in sorted(chosen.rows.items())
    ]
    return grid_of(lines, source, "xlsx", sheet=chosen.name, sheets=names)


def _cell_text(cell: "Cell") -> str:
    """A cell as text. What a form would refuse is shown as it is: most columns of a roster are never computed with."""
    from evalapp.form.excel.contents import text_of  # noqa: PLC0415 (lxml is slow to import)
    from evalapp.form.excel.notation import CellRefused  # noqa: PLC0415

    try:
        return text_of(cell)
    except CellRefused:
        if cell.content == "date" and isinstance(cell.value, float):
            return (_FIRST_DAY + timedelta(days=int(cell.value))).isoformat()
        return from_float(cell.value) if isinstance(cell.value, float) else str(cell.value)


_FIRST_DAY = date(1899, 12, 30)
"""Day 0 of a workbook, counted back from any day after February 1900 (ECMA-376 18.17.4)."""


def read_table(path: Path, columns: Columns) -> Table:
    """A table whose headings are known, such as a list of people: a CSV file, or the first sheet of a workbook.

    Raises what :func:`read_grid` and :func:`evalapp.base.tables.read_csv` raise.
    """
    if not is_workbook(read_bytes(path, MAX_BYTES)):
        return read_csv(path, columns)
    grid = read_grid(path)
    table = grid.table(dict(enumerate(columns.names(grid.headings))))
    missing = [column for column in columns.required if column.name not in table.columns]
    if missing:
        raise AppError(
            "columns",
            _("{file}: the columns do not fit. Nothing was written.").format(file=path.name),
            details=[_("the column “{name}” is missing").format(name=column.shown) for column in missing],
        )
    return table


def guessed_roles(grid: Grid, units: Units | None = None) -> dict[int, str]:
    """What the columns of a roster seem to be, those that the form reads by name among them."""
    return roles_of(grid, columns_read(units) if units else ())


def roster_table(path: Path, units: Units | None = None, columns: Mapping[str, str] | None = None) -> Table:
    """The roster in ``path`` with its columns matched; ``columns`` says by name which heading is which, against all guesses.

    Raises what :func:`read_grid` raises, and AppError("columns") for a heading that is not there or a column that is missing.
    """
    grid = read_grid(path)
    roles = guessed_roles(grid, units)
    for name, heading in (columns or {}).items():
        number = next((n for n, one in enumerate(grid.headings) if folded(one) == folded(heading)), None)
        if number is None:
            raise AppError(
                "columns",
                _(
                    "{file}, line {line}: there is no column “{name}”. Nothing was written. There are: {headings}."
                ).format(
                    file=grid.source,
                    line=grid.head_line,
                    name=heading,
                    headings=_(", ").join(filter(None, grid.headings)),
                ),
            )
        roles = {place: role for place, role in roles.items() if role != name and place != number} | {
            number: name
        }
    require_roles(grid, roles)
    return grid.table(roles)


def require_roles(grid: Grid, roles: Mapping[int, str]) -> None:
    """Raises AppError("columns") where nothing is known to be the code or the name."""
    missing = [column for column in ROSTER.required if column.name not in roles.values()]
    if missing:
        raise AppError(
            "columns",
            _(
                "{file}, line {line}: the columns do not fit. Nothing was written. Say which column is which; "
                "there are: {headings}."
            ).format(
                file=grid.source, line=grid.head_line, headings=_(", ").join(filter(None, grid.headings))
            ),
            details=[_("the column “{name}” is missing").format(name=column.shown) for column in missing],
        )


def said_of(grid: Grid) -> str:
    """What is told of a file that was read: how it was written, and which lines are empty."""
    how = {
        "utf-8": _("Read as UTF-8."),
        "gb18030": _("Read as GB 18030."),
        "xlsx": _("Read from the sheet “{sheet}”, heading in line {line}.").format(
            sheet=grid.sheet, line=grid.head_line
        ),
    }[grid.encoding]
    if not grid.empty:
        return how
    lines = _(", ").join(map(str, grid.empty[:_TOLD])) + ("…" if len(grid.empty) > _TOLD else "")
    passed = ngettext(
        "Line {lines} is empty and was passed over.",
        "Lines {lines} are empty and were passed over.",
        len(grid.empty),
    )
    return f"{how} {passed.format(lines=lines)}".replace("。 ", "。")


_TOLD = 8


def values_of(roster: Roster, column: str) -> tuple[str, ...]:
    """What stands in a column of the roster, in the order in which it first does; sub-units are not asked."""
    found = dict.fromkeys(unit.columns.get(column, "") for unit in roster if not unit.parent)
    return tuple(value for value in found if value)


def class_column(roster: Roster) -> str:
    """The column that parts the roster into few classes: ``kind`` if it does, else the first that does so; "" for none."""
    names = ["kind", *(name for unit in roster[:1] for name in unit.columns)]
    tops = sum(1 for unit in roster if not unit.parent)
    for name in names:
        several = len(values_of(roster, name))
        if name not in ("code", "name", "province", "parent") and 1 < several <= min(_CLASSES, tops // 2):
            return name
    return ""


_CLASSES = 12


def only(roster: Roster, column: str, values: Collection[str]) -> Roster:
    """The units with one of ``values`` in a column, and the sub-units of these."""
    kept = {unit.code for unit in roster if not unit.parent and unit.columns.get(column, "") in values}
    return tuple(unit for unit in roster if (unit.parent or unit.code) in kept)


def require_values(roster: Roster, column: str, values: Sequence[str]) -> None:
    """Raises AppError("roster") for a value that no unit has in the column."""
    known = values_of(roster, column)
    for value in values:
        if value not in known:
            raise AppError(
                "roster",
                _(
                    "No unit of the roster has “{value}” in the column {column}. Nothing was written. There are: {values}."
                ).format(value=value, column=ROSTER.shown(column), values=_(", ").join(known) or "–"),
            )
