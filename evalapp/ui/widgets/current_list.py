"""A list that one goes through row by row, and what a row of it looks like."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.icons import paint_icon
from evalapp.ui.widgets.models.struct_list import StructListModel
from evalapp.ui.widgets.painting import line_text, paint_bar
from evalapp.ui.widgets.rows import RowDelegate, RowList, RowPaint, underline

Row = TypeVar("Row")


class CurrentList(RowList, Generic[Row]):
    """Rows with an id, one of them current; going to another one tells it.

    Signals:
        chosen: the id of the row the user went to.
    """

    chosen = Signal(object)

    def __init__(
        self,
        delegate: RowDelegate,
        name: str,
        *,
        key: Callable[[Row], str],
        text: Callable[[Row], str],
        spoken: Callable[[Row], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(delegate, name, parent)
        self._binding = False
        self._key = key
        self._model = StructListModel[Row](key, text, spoken, parent=self)
        self.setModel(self._model)
        self.selectionModel().currentChanged.connect(self._on_current_changed)

    def set_state(self, rows: Sequence[Row], current: str) -> None:
        """Show these rows, the one with the id ``current`` selected; nothing is told."""
        self._binding = True
        self._model.set_rows(rows)
        place = self._model.place(current)
        if place >= 0:
            self.setCurrentIndex(self._model.index(place))
        self._binding = False

    def rows(self) -> tuple[Row, ...]:
        """The rows shown."""
        return self._model.rows()

    def move_current(self, step: int) -> None:
        """Choose the next (1) or previous (-1) row."""
        index = self._model.index(self.currentIndex().row() + step)
        if index.isValid():
            self.setCurrentIndex(index)

    @Slot(QModelIndex)
    def _on_current_changed(self, index: QModelIndex) -> None:
        row = self._model.row(index)
        if row is not None and not self._binding:
            self.chosen.emit(self._key(row))


def paint_row_frame(painter: QPainter, row: RowPaint) -> None:
    """The line under a row, and an edge at the left of the one that is current."""
    theme = current_theme()
    underline(painter, row.rect)
    if row.selected:
        edge = QRectF(row.rect.left(), row.rect.top(), theme.radius.sm, row.rect.height())
        painter.fillRect(edge, theme.color("accent"))


def paint_strength(painter: QPainter, line: QRectF, strength: int | None, *, done: bool) -> float:
    """A number from 0 to 100 over its bar at the right end of a line, or a check once it is done; gives where they begin."""
    theme = current_theme()
    if done:
        side = theme.size.icon_sm
        mark = QRectF(line.right() - side, line.center().y() - side / 2, side, side)
        paint_icon(painter, mark, "check-circle-outline", "ok")
        return mark.left()
    if strength is None:
        return line.right()
    width = theme.scaled(theme.space.s6)
    thick = theme.space.s1
    box = QRectF(line.right() - width, line.top() - thick / 2, width, line.height() - thick)
    right = Qt.AlignmentFlag.AlignRight
    line_text(painter, box, str(strength), theme.font("caption"), "text", right)
    paint_bar(painter, QRectF(box.left(), line.bottom() - thick, width, thick), strength / 100)
    return box.left()
