"""A short list of places that open when they are chosen: cells, units."""

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.icons import paint_icon
from evalapp.ui.widgets.models.struct_list import StructListModel
from evalapp.ui.widgets.painting import line_text, text_width
from evalapp.ui.widgets.rows import RowDelegate, RowList, RowPaint


class Door(Struct, frozen=True, kw_only=True):
    """A place: where it leads (``unit``, and ``item`` of a cell), its name, and what is said of it."""

    unit: str
    item: str = ""
    name: str = ""
    words: str = ""


class DoorList(RowList):
    """As high as its rows, up to a few; then it scrolls. Enter and a click open a row; Ctrl+C copies all.

    Signals:
        door_opened: a Door.
    """

    door_opened = Signal(object)

    def __init__(self, name: str, icon: str, most: int = 6, parent: QWidget | None = None) -> None:
        super().__init__(_Delegate(icon), name, parent)
        self._most = most
        self._model = StructListModel[Door](_id, _text, _text, parent=self)
        self.setModel(self._model)
        self.clicked.connect(self._on_opened)
        self.activated.connect(self._on_opened)
        self.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def set_state(self, doors: Sequence[Door]) -> None:
        """Show these places."""
        self._model.set_rows(doors)
        rows = max(1, min(len(doors), self._most))
        self.setFixedHeight(rows * self.sizeHintForRow(0) if doors else 0)
        if doors and not self.currentIndex().isValid():
            self.setCurrentIndex(self._model.index(0))

    def doors(self) -> tuple[Door, ...]:
        """The places shown."""
        return self._model.rows()

    @Slot(QModelIndex)
    def _on_opened(self, index: QModelIndex) -> None:
        if (door := self._model.row(index)) is not None:
            self.door_opened.emit(door)

    def as_text(self) -> str:
        return "\n".join(map(_text, self._model.rows()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers():
            event.ignore()  # it presses the primary button of the page
        else:
            super().keyPressEvent(event)


class _Delegate(RowDelegate):
    """The icon, the name, and what is said in a second tone."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        self._icon = icon

    def row_height(self) -> int:
        return max(current_theme().size.row_dense, current_theme().rows("body"))

    def paint_row(self, painter: QPainter, row: RowPaint) -> None:
        door = row.state
        if not isinstance(door, Door):
            return
        theme = current_theme()
        inner = row.rect.adjusted(theme.space.s2, 0, -theme.space.s2, 0)
        side = theme.size.icon_sm
        paint_icon(
            painter, QRectF(inner.left(), inner.center().y() - side / 2, side, side), self._icon, "text_3"
        )
        inner.setLeft(inner.left() + side + theme.space.s2)
        line_text(painter, inner, door.name, theme.font(), "accent")
        inner.setLeft(inner.left() + text_width(door.name, theme.font()) + theme.space.s2)
        if inner.width() > theme.space.s6:
            line_text(painter, inner, door.words, theme.font("caption"), "text_2")


def _id(door: Door) -> str:
    return f"{door.unit}/{door.item}"


def _text(door: Door) -> str:
    return " ".join(part for part in (door.name, door.words) if part)
