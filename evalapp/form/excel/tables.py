"""From sheets to tables: which sheet is which, which column is which, row by row, with everything wrong by its cell."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from evalapp.base.i18n import _, ngettext
from evalapp.base.tables import folded
from evalapp.form.excel.columns import OWN, Column, Layout, heading_names
from evalapp.form.excel.columns_lists import LAYOUTS, README
from evalapp.form.excel.remarks import Remarks
from evalapp.form.excel.sheets import Cell, Sheet, place
from evalapp.form.names import did_you_mean

_HEADING_ROWS, _LONGEST_HEADING = 20, 200
_WPS_RESERVED = "wpsreserved"


class Row(Struct, frozen=True):
    """A row that is not empty: its number and its cells by the key of their column."""

    number: int
    cells: dict[str, Cell]


class Table(Struct, frozen=True):
    """A sheet with its columns by their place."""

    layout: Layout
    sheet: Sheet
    columns: dict[int, Column]
    heading_row: int

    def place(self, row: int, key: str) -> str:
        """The cell of a row in the column ``key``; of its first column where the sheet has none such."""
        return place(row, self.column(key))

    def column(self, key: str) -> int:
        """The place of the column ``key``, of its Chinese half if it has two; of the first column where there is none."""
        first = min(self.columns, default=1)
        return next((at for at, column in self.columns.items() if column.key in {key, f"{key}.zh"}), first)

    def rows(self) -> Iterator[Row]:
        """The rows below the headings that hold anything, in their order."""
        for number in sorted(self.sheet.rows):
            if number > self.heading_row:
                cells = {
                    self.columns[at].key: cell
                    for at, cell in self.sheet.rows[number].items()
                    if at in self.columns and not (cell.blank and cell.content == "text")
                }
                if cells:
                    yield Row(number, cells)


def is_read(name: str) -> bool:
    """Whether a sheet is looked into: neither the author's own nor the explanations."""
    own = name.startswith(OWN) or name.lower().startswith(_WPS_RESERVED)
    return not own and folded(name) not in {folded(README.zh), folded(README.en)}


def find_tables(sheets: Sequence[Sheet], remarks: Remarks) -> dict[str, Table]:
    """The tables of the workbook by the form's key. Sheets and headings that nobody knows are errors."""
    found: dict[str, Table] = {}
    known = [name for layout in LAYOUTS for name in (layout.name.zh, layout.name.en)]
    for sheet in sheets:
        layout = next((one for one in LAYOUTS if one.is_called(sheet.name)), None)
        if layout is None:
            if sheet.rows:
                remarks.error(
                    sheet.name,
                    _unknown(_("the sheet “{name}” is not known").format(name=sheet.name), sheet.name, known),
                )
        elif layout.table in found:
            remarks.error(sheet.name, _("the sheet “{name}” is there twice").format(name=sheet.name))
        else:
            table = _table(layout, sheet, remarks)
            if table is not None:
                found[layout.table] = table
    for layout in LAYOUTS:
        if layout.need and not any(layout.is_called(sheet.name) for sheet in sheets):
            remarks.error(
                "", _("the sheet “{name}” is missing").format(name=f"{layout.name.zh} / {layout.name.en}")
            )
    return found


# Headings -------------------------------------------------------------------------------------------------------------


def _table(layout: Layout, sheet: Sheet, remarks: Remarks) -> Table | None:
    """The sheet with its columns; None where it is empty, or its headings are not those of a table."""
    if not sheet.rows:
        if layout.need:
            remarks.error(sheet.name, _("the sheet is empty"))
        return None
    known = {name: column for column in layout.columns for name in column.names()}
    row = _heading_row(known, sheet)
    if row is None:
        wanted = ", ".join(one.shown() for one in layout.columns if one.need)
        remarks.error(
            sheet.name, _("there is no line of headings; needed are {wanted}").format(wanted=wanted)
        )
        return None
    columns = _columns(layout, known, sheet, row, remarks)
    table = Table(layout, sheet, columns, row)
    _check_stray(table, remarks)
    _check_merged(table, remarks)
    missing = _missing(layout, columns.values())
    for column in missing:
        remarks.error(sheet.name, _("the column “{name}” is missing").format(name=column.shown()), row, 1)
    return None if missing else table


def _heading_row(columns: Mapping[str, Column], sheet: Sheet) -> int | None:
    """The row, among the first ones, in which most headings are known."""
    best, most = None, 0
    for number in sorted(sheet.rows)[:_HEADING_ROWS]:
        known = sum(_column_of(columns, cell) is not None for cell in sheet.rows[number].values())
        if known > most:
            best, most = number, known
    return best


def _column_of(known: Mapping[str, Column], cell: Cell) -> Column | None:
    if not isinstance(cell.value, str) or len(cell.value) > _LONGEST_HEADING:
        return None
    return next((known[name] for name in heading_names(cell.value) if name in known), None)


def _columns(
    layout: Layout, known: Mapping[str, Column], sheet: Sheet, row: int, remarks: Remarks
) -> dict[int, Column]:
    found: dict[int, Column] = {}
    headings = [name for one in layout.columns for name in (one.heading.zh, one.heading.en, one.key)]
    for at, cell in sorted(sheet.rows[row].items()):
        shown = str(cell.value).strip()
        if not shown or shown.startswith(OWN):
            continue
        column = _column_of(known, cell)
        if column is None:
            name = shown.splitlines()[0]
            remarks.error(
                sheet.name,
                _unknown(_("the heading “{name}” is not known").format(name=name), name, headings),
                row,
                at,
            )
        elif column in found.values():
            remarks.error(
                sheet.name, _("the heading “{name}” occurs twice").format(name=shown.splitlines()[0]), row, at
            )
        else:
            found[at] = column
    return found


def _missing(layout: Layout, columns: Iterable[Column]) -> list[Column]:
    """The columns that no form can do without; of a text in two languages one is enough."""
    given = {column.key for column in columns}
    return [
        column
        for column in layout.columns
        if column.need and not {column.key, f"{column.key.removesuffix('.zh')}.en"} & given
    ]


def _check_stray(table: Table, remarks: Remarks) -> None:
    """Cells below no heading at all: an inserted column, or notes beside the table."""
    headed = {at for at, cell in table.sheet.rows[table.heading_row].items() if not cell.blank}
    stray: dict[int, int] = {}
    for number, cells in table.sheet.rows.items():
        if number > table.heading_row:
            for at, cell in cells.items():
                if at not in headed and not cell.blank:
                    stray[at] = min(number, stray.get(at, number))
    for at, number in sorted(stray.items()):
        remarks.error(
            table.sheet.name,
            _(
                "nothing stands above this column; give it a heading, one that begins with # for notes of your own"
            ),
            number,
            at,
        )


def _check_merged(table: Table, remarks: Remarks) -> None:
    for first, left, last, right in table.sheet.merged:
        touched = any(left <= at <= right for at in table.columns)
        if last > table.heading_row and touched:
            remarks.error(
                table.sheet.name,
                _("{cells} are merged; take them apart (Merge Cells) and fill in each row").format(
                    cells=f"{place(first, left)}:{place(last, right)}"
                ),
                first,
                left,
            )


def check_formulas(tables: Iterable[Table], remarks: Remarks) -> None:
    """Say, once a sheet, that formulas were taken by their values: they would be gone after a conversion."""
    for table in tables:
        computed = [
            (row.number, table.column(key))
            for row in table.rows()
            for key, cell in row.cells.items()
            if cell.formula
        ]
        if computed:
            remarks.warning(
                table.sheet.name,
                ngettext(
                    "{n} cell holds a formula; its last value was taken",
                    "{n} cells hold formulas, this one first; their last values were taken",
                    len(computed),
                ).format(n=len(computed)),
                *computed[0],
            )


def _unknown(message: str, name: str, known: list[str]) -> str:
    return (
        message
        + did_you_mean(name, known)
        + _("; begin its name with # if it is your own and no part of the form")
    )
