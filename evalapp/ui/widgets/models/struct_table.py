"""A table model over frozen structs, a column being a function of the row."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from evalapp.ui.widgets.models.struct_list import STATE_ROLE, Index

Row = TypeVar("Row")


class Column(Generic[Row]):
    """One column: its title, its text for a row, and whether it is set right, as numbers are, or in the centre."""

    def __init__(
        self,
        title: str,
        text: Callable[[Row], str],
        *,
        right: bool = False,
        centre: bool = False,
        hint: Callable[[Row], str] | None = None,
    ) -> None:
        self.title = title
        self.text = text
        self.align = Qt.AlignmentFlag.AlignVCenter | (
            Qt.AlignmentFlag.AlignRight
            if right
            else Qt.AlignmentFlag.AlignHCenter
            if centre
            else Qt.AlignmentFlag.AlignLeft
        )
        self.hint = hint


class StructTableModel(QAbstractTableModel, Generic[Row]):
    """Rows are frozen structs. What it copies and speaks is what it prints.

    ``enabled`` says whether a row can be chosen, such as not a band between rows.
    """

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        enabled: Callable[[Row], bool] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._enabled = enabled
        self._rows: tuple[Row, ...] = ()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows."""
        new = tuple(rows)
        if len(new) == len(self._rows) and new:
            self._rows = new
            self.dataChanged.emit(self.index(0, 0), self.index(len(new) - 1, len(self._columns) - 1))
        else:
            self.beginResetModel()
            self._rows = new
            self.endResetModel()

    def add_rows(self, rows: Sequence[Row]) -> None:
        """Show further rows behind those that are there; what is chosen and seen stays."""
        if rows:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows = (*self._rows, *rows)
            self.endInsertRows()

    def set_columns(self, columns: Sequence[Column[Row]]) -> None:
        """Show other columns, such as after a change of language."""
        self.beginResetModel()
        self._columns = tuple(columns)
        self.endResetModel()

    def row(self, index: Index) -> Row | None:
        """The struct of an index, None for an invalid one."""
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def rows(self) -> tuple[Row, ...]:
        """All rows."""
        return self._rows

    def as_text(self) -> str:
        """The whole table with its heads, cells parted by tabs: what is copied."""
        lines = ["\t".join(column.title for column in self._columns)]
        lines += ["\t".join(column.text(row) for column in self._columns) for row in self._rows]
        return "\n".join(lines)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index)
        if row is None:
            return None
        column = self._columns[index.column()]
        if role == STATE_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.title}: {column.text(row)}"
        if role == Qt.ItemDataRole.ToolTipRole and column.hint is not None:
            return column.hint(row) or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.align
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.align
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row(index)
        if row is None:
            return Qt.ItemFlag.NoItemFlags
        if self._enabled is not None and not self._enabled(row):
            return Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
