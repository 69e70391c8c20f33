"""Cities × items as a Qt model: rows are made when they are first shown."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import msgspec
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from evalapp.ui.widgets.city_list import CityState, spoken_city
from evalapp.ui.widgets.models.struct_list import STATE_ROLE, Index

Mark = Literal["", "new", "changed", "same", "refused"]
Cell = tuple[str, str]
"""(unit key, item code)"""


class GridColumn(msgspec.Struct, frozen=True, kw_only=True):
    """An item: its code, title and how it is answered; the group it stands in.

    ``picks``: digits choose an option, else they are the beginning of a value. ``lines``: its text may have several.
    """

    code: str
    title: str
    kind: str
    group: str
    group_title: str
    picks: bool = False
    lines: bool = False
    right: bool = False


class GridCell(msgspec.Struct, frozen=True, kw_only=True):
    """What a cell shows. ``edit`` is what its editor begins with, ``closed`` why nothing can be entered there.

    ``corner``: error or warn. ``mark``: what a paste would do to it, with the ``old`` words that would go.
    """

    text: str = ""
    edit: str = ""
    icon: str = ""
    closed: str = ""
    refused: str = ""
    corner: Literal["", "error", "warn"] = ""
    mark: Mark = ""
    old: str = ""
    spoken: str = ""


Row = tuple[GridCell, ...]


class AnswerGridModel(QAbstractTableModel):
    """Asks ``row`` for the cells of a unit when they are first shown, and again after :meth:`refresh`."""

    def __init__(self, row: Callable[[str], Row], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._row_of = row
        self._rows: dict[str, Row] = {}
        self._preview: Mapping[Cell, GridCell] = {}
        self._places: dict[str, int] = {}
        self.cities: tuple[CityState, ...] = ()
        self.columns: tuple[GridColumn, ...] = ()

    def set_table(self, cities: Sequence[CityState], columns: Sequence[GridColumn]) -> None:
        """Show these units and items."""
        same = [c.code for c in cities] == [c.code for c in self.cities] and self.columns == tuple(columns)
        if same:
            self.cities = tuple(cities)
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(cities) - 1)
            return
        self.beginResetModel()
        self.cities, self.columns = tuple(cities), tuple(columns)
        self._places = {city.code: place for place, city in enumerate(self.cities)}
        self._rows.clear()
        self.endResetModel()

    def set_preview(self, cells: Mapping[Cell, GridCell]) -> None:
        """Show these cells in the place of what is there; none puts everything back."""
        touched = {unit for unit, _item in (*self._preview, *cells)}
        self._preview = cells
        for unit in touched:
            self._tell(unit)

    def refresh(self, unit: str) -> None:
        """A unit's answers are new."""
        self._rows.pop(unit, None)
        self._tell(unit)

    def _tell(self, unit: str) -> None:
        row = self._places.get(unit)
        if row is not None and self.columns:
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.columns) - 1))

    def cell(self, index: Index) -> Cell:
        """The unit and item of an index."""
        return self.cities[index.row()].code, self.columns[index.column()].code

    def index_of(self, cell: Cell) -> QModelIndex:
        """Where a unit and item stand; invalid where they do not."""
        column = next((n for n, one in enumerate(self.columns) if one.code == cell[1]), -1)
        row = self._places.get(cell[0], -1)
        return self.index(row, column) if row >= 0 and column >= 0 else QModelIndex()

    def state(self, index: Index) -> GridCell:
        """What a cell shows."""
        unit, item = self.cell(index)
        shown = self._preview.get((unit, item))
        return self.present(unit, index.column()) if shown is None else shown

    def present(self, unit: str, column: int) -> GridCell:
        """What a cell shows without a preview."""
        if unit not in self._rows:
            self._rows[unit] = self._row_of(unit)
        return self._rows[unit][column]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.cities)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        kinds = Qt.ItemDataRole
        if role not in (
            STATE_ROLE,
            kinds.DisplayRole,
            kinds.EditRole,
            kinds.AccessibleTextRole,
            kinds.ToolTipRole,
        ):
            return None
        state = self.state(index)
        if role == STATE_ROLE:
            return state
        if role == kinds.DisplayRole:
            return state.text
        if role == kinds.EditRole:
            return state.edit
        if role == kinds.ToolTipRole:
            return state.refused or state.closed or None
        city, column = self.cities[index.row()], self.columns[index.column()]
        return f"{city.name}, {column.code} {column.title}: {state.spoken}"

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        across = orientation == Qt.Orientation.Horizontal
        if role == STATE_ROLE:
            return self.columns[section] if across else self.cities[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].code if across else self.cities[section].name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            column = self.columns[section] if across else None
            return spoken_city(self.cities[section]) if column is None else f"{column.code} {column.title}"
        if role == Qt.ItemDataRole.ToolTipRole and across:
            return f"{self.columns[section].code} {self.columns[section].title}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        kinds = Qt.ItemFlag
        found = kinds.ItemIsEnabled | kinds.ItemIsSelectable
        return found if not index.isValid() or self.state(index).closed else found | kinds.ItemIsEditable
