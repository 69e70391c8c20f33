"""A confusion matrix: what one assessor chose, by what the other chose; the number is always printed."""

from collections.abc import Sequence
from functools import partial

import msgspec
from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QStyleOptionViewItem, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.heat_map import STEPS
from evalapp.ui.widgets.models.struct_list import Index
from evalapp.ui.widgets.models.struct_table import Column, StructTableModel
from evalapp.ui.widgets.painting import hairline, line_text, text_width
from evalapp.ui.widgets.rows import RowPaint, row_paint
from evalapp.ui.widgets.table import Table, TableDelegate

_LONGEST = 14
"""So many wide letters of a step's name are shown; all of them are in the tool tip."""


class ConfusionRow(msgspec.Struct, frozen=True, kw_only=True):
    """One step of the first assessor: how often it met each step, how often it was said, which share of that was equal.

    A count is None where the matrix has no cell; the row of sums has no ``equal``.
    """

    text: str
    counts: tuple[int | None, ...]
    total: int
    equal: str = ""
    sums: bool = False


class ConfusionOpened(msgspec.Struct, frozen=True, kw_only=True):
    """The place whose answers are wanted: a cell by its steps, or with None a whole row or column."""

    row: int | None
    column: int | None


class ConfusionTable(Table):
    """Arrows move, Enter or a click opens the answers behind a number, Ctrl+C copies the matrix.

    Signals:
        cell_opened: a ConfusionOpened.
    """

    cell_opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_Delegate(), _("Confusion matrix"), parent)
        self._steps: tuple[str, ...] = ()
        self._corner = ""
        self._model = StructTableModel[ConfusionRow]([], parent=self)
        self.setModel(self._model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setProperty("dense", "true")
        self.setSizeAdjustPolicy(QAbstractItemView.SizeAdjustPolicy.AdjustToContents)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.clicked.connect(self._on_opened)
        self.activated.connect(self._on_opened)

    def set_state(self, corner: str, steps: Sequence[str], rows: Sequence[ConfusionRow]) -> None:
        """Show these steps as columns and these rows; ``corner`` says whose answers are rows, and whose columns."""
        here = self.currentIndex()
        place = (here.row(), here.column())
        if (self._steps, self._corner) != (tuple(steps), corner) or self._model.columnCount() == 0:
            self._steps, self._corner = tuple(steps), corner
            self._model.set_columns(self._columns())
        self._model.set_rows(rows)
        self._fit()
        index = self._model.index(*place)
        self.setCurrentIndex(index if index.isValid() else self._model.index(0, 1))

    def rows(self) -> tuple[ConfusionRow, ...]:
        """The rows shown."""
        return self._model.rows()

    @property
    def steps(self) -> int:
        """How many columns are steps."""
        return len(self._steps)

    def _columns(self) -> list[Column[ConfusionRow]]:
        return [
            Column(self._corner, _name, hint=_name),
            *(
                Column(step, partial(_count, place=place), centre=True)
                for place, step in enumerate(self._steps)
            ),
            Column(_("All"), _total, right=True),
            Column(_("Equal"), _equal, right=True),
        ]

    def _fit(self) -> None:
        theme, header = current_theme(), self.horizontalHeader()
        self.fit_rows(theme.size.row_dense + theme.space.s0)
        header.setMinimumSectionSize(1)
        most = round(text_width("字" * _LONGEST, theme.font("caption")))
        numbers = max(
            [
                text_width("000", theme.font()),
                *(text_width(str(row.total), theme.font()) for row in self.rows()),
            ]
        )
        rows = [text_width(row.text, theme.font()) for row in self.rows()]
        for column in range(self._model.columnCount()):
            head = text_width(
                str(self._model.headerData(column, Qt.Orientation.Horizontal)),
                theme.font("caption", bold=True),
            )
            widest = max([head, *rows]) if column == 0 else max(head, numbers)
            if column > len(self._steps):
                widest = max(widest, text_width("100.0 %", theme.font()))
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(column, round(min(widest, most)) + 2 * theme.space.s2 + 2)

    @Slot(QModelIndex)
    def _on_opened(self, index: QModelIndex) -> None:
        row = self._model.row(index)
        if row is None:
            return
        step = None if row.sums else index.row()
        if 0 < index.column() <= len(self._steps):
            if row.counts[index.column() - 1] is None:
                return
            self.cell_opened.emit(ConfusionOpened(row=step, column=index.column() - 1))
        elif index.column() == len(self._steps) + 2:
            self.cell_opened.emit(ConfusionOpened(row=step, column=step))
        else:
            self.cell_opened.emit(ConfusionOpened(row=step, column=None))

    def changeEvent(self, event: QEvent) -> None:
        filled = hasattr(self, "_steps") and bool(self._steps)
        if event.type() == QEvent.Type.LanguageChange and filled:
            self.setAccessibleName(_("Confusion matrix"))
            self._model.set_columns(self._columns())
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.StyleChange) and filled:
            self._fit()
        super().changeEvent(event)


class _Delegate(TableDelegate):
    """What differs is filled by its share of the row; the diagonal is plain and bold; 0 steps back."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = row_paint(option, index)
        table = self.parent()
        if isinstance(row.state, ConfusionRow) and isinstance(table, ConfusionTable):
            painter.save()
            if 0 < index.column() <= table.steps:
                self._paint_count(painter, row, index, table)
            else:
                self._paint_side(painter, row, index)
            if row.focused:
                theme = current_theme()
                width = theme.size.focus_width
                painter.setPen(QPen(theme.color("focus"), width))
                painter.drawRect(row.rect.adjusted(width / 2, width / 2, -width / 2, -width / 2))
            painter.restore()

    def _paint_count(self, painter: QPainter, row: RowPaint, index: Index, table: ConfusionTable) -> None:
        theme = current_theme()
        count = row.state.counts[index.column() - 1]
        if count is None:
            return
        equal = index.column() - 1 == index.row() and not row.state.sums
        gap = theme.size.focus_width * (2 if row.focused else 0.5)
        box = row.rect.adjusted(gap, gap, -gap, -gap)
        token = "text" if count else "text_3"
        if row.state.sums:
            token = "text_2"
        elif not equal and count:
            step = max(1, min(STEPS - 2, STEPS * count // max(sum(one or 0 for one in row.state.counts), 1)))
            painter.fillRect(box, theme.color(f"heat.{step}"))
            token = f"heat_text.{step}"
        font = theme.font(bold=equal)
        line_text(painter, box, str(count), font, token, Qt.AlignmentFlag.AlignCenter)

    def _paint_side(self, painter: QPainter, row: RowPaint, index: Index) -> None:
        theme = current_theme()
        inner = row.rect.adjusted(theme.space.s2, 0, -theme.space.s2, 0)
        if row.state.sums:
            hairline(
                painter,
                row.rect.left(),
                row.rect.top() + 0.5,
                row.rect.right(),
                row.rect.top() + 0.5,
                "border",
            )
        side = Qt.AlignmentFlag.AlignLeft if index.column() == 0 else Qt.AlignmentFlag.AlignRight
        token = "text_2" if row.state.sums else "text"
        line_text(painter, inner, str(index.data() or ""), theme.font(), token, side)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(current_theme().size.control, current_theme().size.row_dense)


def _name(row: ConfusionRow) -> str:
    return row.text


def _count(row: ConfusionRow, place: int) -> str:
    count = row.counts[place]
    return "" if count is None else str(count)


def _total(row: ConfusionRow) -> str:
    return str(row.total)


def _equal(row: ConfusionRow) -> str:
    return row.equal
