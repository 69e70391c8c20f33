"""A list in which groups fold: what the tree of a form and the units of a roster have in common."""

from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from evalapp.ui.widgets.models.struct_list import StructListModel
from evalapp.ui.widgets.rows import RowDelegate, RowList


class FoldRow(Protocol):
    """A row of a list that folds. ``open``: a group whose rows are shown; ``folds``: whether it is a group at all."""

    @property
    def id(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def spoken(self) -> str: ...
    @property
    def folds(self) -> bool: ...
    @property
    def open(self) -> bool: ...
    @property
    def level(self) -> int: ...


R = TypeVar("R", bound=FoldRow)


class FoldList(RowList, Generic[R]):
    """Right and Left unfold and fold a group, Left on what lies in it goes to the group.

    Signals:
        folded: the id of a group, and whether it is to be open.
    """

    folded = Signal(object, bool)

    def __init__(self, delegate: RowDelegate, name: str, parent: QWidget | None = None) -> None:
        super().__init__(delegate, name, parent)
        self._model = StructListModel[R](_id, _text, _spoken, parent=self)
        self.setModel(self._model)
        self.clicked.connect(self._on_clicked)

    def set_rows(self, rows: Sequence[R]) -> None:
        """Show these rows; the row that is chosen stays so, wherever it lies."""
        current = self._model.row(self.currentIndex())
        top = self.verticalScrollBar().value()
        self._model.set_rows(rows)
        place = -1 if current is None else self._model.place(current.id)
        if place >= 0:
            self.setCurrentIndex(self._model.index(place))
            self.verticalScrollBar().setValue(top)

    def rows(self) -> tuple[R, ...]:
        """The rows shown."""
        return self._model.rows()

    def row(self, index: QModelIndex) -> R | None:
        """The row of an index."""
        return self._model.row(index)

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        row = self._model.row(index)
        if row is not None and row.folds:
            self.folded.emit(row.id, not row.open)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self._model.row(self.currentIndex())
        if row is not None and event.key() == Qt.Key.Key_Right and row.folds:
            self.folded.emit(row.id, True)
        elif row is not None and event.key() == Qt.Key.Key_Left:
            if row.folds and row.open:
                self.folded.emit(row.id, False)
            else:
                self._to_group(row)
        else:
            super().keyPressEvent(event)

    def _to_group(self, row: R) -> None:
        rows = self.rows()
        for place in range(self.currentIndex().row(), -1, -1):
            if rows[place].level < row.level:
                self.setCurrentIndex(self._model.index(place))
                return


def _id(row: FoldRow) -> str:
    return row.id


def _text(row: FoldRow) -> str:
    return row.text


def _spoken(row: FoldRow) -> str:
    return row.spoken
