"""A table of words and numbers that is sorted by any of its columns; a share may have a bar beside it."""

from collections.abc import Sequence
from functools import partial

import msgspec
from PySide6.QtCore import QEvent, QModelIndex, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyleOptionViewItem, QWidget

from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.models.struct_list import Index
from evalapp.ui.widgets.models.struct_table import Column, StructTableModel
from evalapp.ui.widgets.painting import line_text, paint_bar, text_width
from evalapp.ui.widgets.rows import RowPaint
from evalapp.ui.widgets.table import Table, TableDelegate

_MEASURED = 300
"""By so many rows columns are measured; ten thousands would hold the window up."""

_LONGEST = 16
_NAME_SHARE = 0.4
"""How much of a narrow table the names in the first column may take."""


class HeadState(msgspec.Struct, frozen=True, kw_only=True):
    """One column: its head; ``right`` as numbers stand; ``bar`` shows each row's share beside the text.

    A column of ``long`` texts may be cut after :data:`_LONGEST` wide letters where room is short; the tool tip has all of them.
    """

    text: str
    right: bool = False
    bar: bool = False
    long: bool = False


class SortedRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row: what names it, its texts, and by what it is sorted in each column; None comes last.

    ``share`` (0…1) is the length of the bar; the column ``warn`` is painted as a warning.
    """

    id: str
    cells: tuple[str, ...]
    keys: tuple[float | str | None, ...]
    share: float | None = None
    warn: int = -1


class SortedTable(Table):
    """A click on a head sorts by it, a second turns the order round, a third brings back the first order.

    Signals:
        row_opened: the id of the row, by Enter or a click.
    """

    row_opened = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(_Delegate(), name, parent)
        self._heads: tuple[HeadState, ...] = ()
        self._given: tuple[SortedRow, ...] = ()
        self._by: tuple[int, bool] | None = None
        self._needed: list[int] = []
        self._whole: list[int] = []
        self._model = StructTableModel[SortedRow]([], parent=self)
        self.setModel(self._model)
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setResizeContentsPrecision(_MEASURED)
        header.sectionClicked.connect(self._on_head)
        self.clicked.connect(self._on_opened)
        self.activated.connect(self._on_opened)

    def set_state(self, heads: Sequence[HeadState], rows: Sequence[SortedRow]) -> None:
        """Show these rows in the order chosen before, as long as the heads stay the same; what is current stays so."""
        current = self.current
        if self._heads != tuple(heads):
            self._heads, self._by = tuple(heads), None
            self._model.set_columns(
                [
                    Column(
                        head.text,
                        partial(_text, place=place),
                        right=head.right,
                        hint=partial(_text, place=place),
                    )
                    for place, head in enumerate(self._heads)
                ]
            )
        self._given = tuple(rows)
        self._show(current)
        self.fit()

    @property
    def current(self) -> str:
        """The id of the current row; "" for none."""
        row = self._model.row(self.currentIndex())
        return "" if row is None else row.id

    @property
    def heads(self) -> tuple[HeadState, ...]:
        """The columns shown."""
        return self._heads

    def rows(self) -> tuple[SortedRow, ...]:
        """The rows in the order shown."""
        return self._model.rows()

    def bar_of(self, column: int) -> bool:
        """Whether a column shows bars."""
        return self._heads[column].bar

    def choose(self, name: str) -> None:
        """Make a row current, untold; the first where it is not there."""
        places = [place for place, row in enumerate(self._model.rows()) if row.id == name]
        if self._model.rows():
            column = max(self.currentIndex().column(), 0)
            self.setCurrentIndex(self._model.index(places[0] if places else 0, column))

    def sort_by(self, column: int, *, descending: bool = False) -> None:
        """Sort by a column."""
        self._by = (column, descending)
        self._show(self.current)

    @Slot(int)
    def _on_head(self, column: int) -> None:
        before = self._by
        if before is None or before[0] != column:
            self._by = (column, False)
        else:
            self._by = None if before[1] else (column, True)
        self._show(self.current)

    def _show(self, current: str) -> None:
        header, rows = self.horizontalHeader(), list(self._given)
        header.setSortIndicatorShown(self._by is not None)
        if self._by is not None:
            column, descending = self._by
            order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
            header.setSortIndicator(column, order)
            known = [row for row in rows if row.keys[column] is not None]
            known.sort(
                key=lambda row: (isinstance(row.keys[column], str), row.keys[column]), reverse=descending
            )
            rows = [*known, *(row for row in rows if row.keys[column] is None)]
        self._model.set_rows(rows)
        self.choose(current)

    @Slot(QModelIndex)
    def _on_opened(self, index: QModelIndex) -> None:
        row = self._model.row(index)
        if row is not None:
            self.row_opened.emit(row.id)

    def fit(self) -> None:
        """Give every column what it needs. What is left goes to bars and to the last; in a narrow table the first gives way."""
        header = self.horizontalHeader()
        self.fit_rows()
        self.resizeColumnsToContents()
        for column in range(header.count()):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
        most = round(text_width("字" * _LONGEST, current_theme().font()))
        self._whole = [header.sectionSize(column) for column in range(header.count())]
        self._needed = [
            min(width, most) if head.long else width
            for width, head in zip(self._whole, self._heads, strict=True)
        ]
        self._share_out()

    def _share_out(self) -> None:
        if not self._needed:
            return
        widths, room, last = list(self._needed), self.viewport().width(), len(self._needed) - 1
        if sum(widths) > room:
            widths[0] = max(min(widths[0], round(room * _NAME_SHARE)), room - sum(widths[1:]))
        for column, head in enumerate(self._heads):
            if head.long:
                left = sum(1 for later in self._heads[column:] if later.long)
                free = max(0, room - sum(widths)) // left
                widths[column] += max(0, min(free, self._whole[column] - widths[column]))
        bars = [column for column, head in enumerate(self._heads) if head.bar]
        for column in bars:
            widths[column] += max(0, min(room - sum(widths), 2 * widths[column])) // 2
        widths[last] += max(0, room - sum(widths))
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)

    def height_of(self, rows: int) -> int:
        """How high the table is with so many rows."""
        header = self.horizontalHeader()
        bar = self.horizontalScrollBar().sizeHint().height()
        return header.sizeHint().height() + rows * self.verticalHeader().defaultSectionSize() + bar

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_heads") and self._heads:
            self.fit()


class _Delegate(TableDelegate):
    """A bar fills what its column has beside the number."""

    def paint_cell(self, painter: QPainter, row: RowPaint, index: Index) -> bool:
        state, table = row.state, self.parent()
        if not (isinstance(state, SortedRow) and isinstance(table, SortedTable)):
            return False
        if not table.bar_of(index.column()) or state.share is None:
            return False
        theme = current_theme()
        inner = row.rect.adjusted(theme.space.s2, 0, -theme.space.s2, 0)
        number = QRectF(inner)
        number.setWidth(_number_width())
        line_text(
            painter, number, state.cells[index.column()], theme.font(), "text", Qt.AlignmentFlag.AlignRight
        )
        thick = theme.space.s1 + theme.space.s0
        inner.setLeft(number.right() + theme.space.s2)
        track = QRectF(inner.left(), inner.center().y() - thick / 2, inner.width(), thick)
        if track.width() > theme.space.s4:
            paint_bar(painter, track, state.share)
        return True

    def tone(self, row: RowPaint, index: Index) -> str:
        state = row.state
        if isinstance(state, SortedRow) and state.warn == index.column():
            return "warn"
        return "text_3" if index.data() in ("–", "…") else "text"

    def bold(self, row: RowPaint, index: Index) -> bool:
        return isinstance(row.state, SortedRow) and row.state.warn == index.column()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hint = super().sizeHint(option, index)
        table = self.parent()
        if isinstance(table, SortedTable) and table.bar_of(index.column()):
            theme = current_theme()
            bar = 2 * theme.size.icon_lg
            return QSize(max(hint.width(), round(_number_width()) + bar + 3 * theme.space.s2), hint.height())
        return hint


def _number_width() -> float:
    return text_width("100.0 %", current_theme().font()) + 1


def _text(row: SortedRow, place: int) -> str:
    return row.cells[place]
