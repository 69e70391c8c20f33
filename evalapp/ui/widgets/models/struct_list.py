"""A list model over frozen structs."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex

# The role under which a delegate finds the struct itself.
STATE_ROLE = Qt.ItemDataRole.UserRole + 1


class StructListModel(QAbstractListModel, Generic[Row]):
    """Rows are frozen structs; ``key`` tells which row is which when they change.

    ``text`` is what typing finds, ``spoken`` what a screen reader says and the tool tip tells (a row may be
    too narrow for all of it), ``enabled`` whether a row can be
    chosen.
    """

    def __init__(
        self,
        key: Callable[[Row], str],
        text: Callable[[Row], str],
        spoken: Callable[[Row], str],
        enabled: Callable[[Row], bool] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._key = key
        self._text = text
        self._spoken = spoken
        self._enabled = enabled
        self._rows: tuple[Row, ...] = ()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows. With the same keys in the same order the selection stays where it is."""
        new = tuple(rows)
        if [self._key(row) for row in new] == [self._key(row) for row in self._rows]:
            old, self._rows = self._rows, new
            for place, (before, after) in enumerate(zip(old, new, strict=True)):
                if before != after:
                    self.dataChanged.emit(self.index(place), self.index(place))
        else:
            self.beginResetModel()
            self._rows = new
            self.endResetModel()

    def row(self, index: Index) -> Row | None:
        """The struct of an index, None for an invalid one."""
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def place(self, key: str) -> int:
        """The place of a key, -1 if it is not there."""
        return next((place for place, row in enumerate(self._rows) if self._key(row) == key), -1)

    def rows(self) -> tuple[Row, ...]:
        """All rows."""
        return self._rows

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index)
        if row is None:
            return None
        if role == STATE_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self._spoken(row)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row(index)
        if row is None:
            return Qt.ItemFlag.NoItemFlags
        if self._enabled is not None and not self._enabled(row):
            return Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
