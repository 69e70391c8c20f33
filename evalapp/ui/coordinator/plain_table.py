"""A table of frozen structs whose columns are functions of the row: what the coordinator's lists are made of."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.models.struct_list import Index
from evalapp.ui.widgets.models.struct_table import Column, StructTableModel
from evalapp.ui.widgets.rows import RowPaint
from evalapp.ui.widgets.table import Table, TableDelegate

Row = TypeVar("Row")


class PlainTable(Table, Generic[Row]):
    """Rows of text, one of them current.

    Signals:
        went_to: the row that became current, by pointer or key; None for no row.
        opened: the row that was opened by Enter or a double click.
    """

    went_to = Signal(object)
    opened = Signal(object)

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[Row]],
        stretch: int,
        tone: Callable[[Row, int], str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_Delegate(tone), name, parent)
        self._stretch = stretch
        self._model = StructTableModel[Row](columns, parent=self)
        self.setModel(self._model)
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)
        self.activated.connect(self._on_activated)

    def set_state(self, rows: Sequence[Row], current: int = 0) -> None:
        """Show these rows, the one at the place ``current`` chosen."""
        self._model.set_rows(rows)
        self.fit_columns(self._stretch)
        self.fit_rows()
        if rows:
            self.setCurrentIndex(self._model.index(min(max(current, 0), len(rows) - 1), 0))

    def add_rows(self, rows: Sequence[Row]) -> None:
        """Show further rows behind those that are there."""
        self._model.add_rows(rows)

    def rows(self) -> tuple[Row, ...]:
        """The rows shown."""
        return self._model.rows()

    @property
    def row(self) -> Row | None:
        """The current row."""
        return self._model.row(self.currentIndex())

    def show_lines(self, least: int) -> None:
        """Keep room for so many rows under the heads."""
        head = self.horizontalHeader().sizeHint().height()
        self.setMinimumHeight(least * current_theme().size.row_dense + head + 2)

    @Slot(QModelIndex)
    def _on_current_changed(self, index: QModelIndex) -> None:
        self.went_to.emit(self._model.row(index))

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        if (row := self._model.row(index)) is not None:
            self.opened.emit(row)


def carded(table: QWidget) -> QFrame:
    """A card that holds a table alone."""
    card = QFrame()
    card.setProperty("card", "true")
    edge = current_theme().space.s1
    column = QVBoxLayout(card)
    column.setContentsMargins(edge, edge, edge, edge)
    column.addWidget(table)
    return card


class _Delegate(TableDelegate):
    """Paints a cell in the tone that its table gives it."""

    def __init__(self, tone: Callable[[Row, int], str] | None) -> None:
        super().__init__()
        self._tone = tone

    def tone(self, row: RowPaint, index: Index) -> str:
        return "text" if self._tone is None else self._tone(row.state, index.column())
