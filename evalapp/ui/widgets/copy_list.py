"""Cities to which an answer may be copied: ticked or not, each with what would become of it."""

from collections.abc import Sequence
from typing import Literal

import msgspec
from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.icons import paint_icon
from evalapp.ui.theme.style import draw_check_box
from evalapp.ui.widgets.models.struct_list import StructListModel
from evalapp.ui.widgets.painting import line_text, text_width
from evalapp.ui.widgets.rows import RowDelegate, RowList, RowPaint

CopyKind = Literal["new", "changed", "same", "refused"]
_ICONS: dict[CopyKind, tuple[str, str]] = {
    "new": ("plus", "ok"),
    "changed": ("pencil-outline", "info"),
    "same": ("equal", "text_3"),
    "refused": ("alert-circle-outline", "error"),
}


class CopyRow(msgspec.Struct, frozen=True, kw_only=True):
    """One city: what would become of its answer, in words, and whether it is ticked."""

    id: str
    name: str
    kind: CopyKind
    words: str
    on: bool = False

    @property
    def open(self) -> bool:
        """Whether it can be ticked: something would be written."""
        return self.kind in ("new", "changed")


class CopyList(RowList):
    """Cities with a box each. Space and a click tick; what would change nothing or is refused has no box to tick.

    Signals:
        toggled: the id of a city.
    """

    toggled = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_Delegate(), _("Cities to copy to"), parent)
        self._model = StructListModel[CopyRow](_id, _name, spoken_copy, parent=self)
        self.setModel(self._model)
        self.clicked.connect(self._on_pressed)
        self.activated.connect(self._on_pressed)

    def set_state(self, rows: Sequence[CopyRow]) -> None:
        """Show these cities."""
        self._model.set_rows(rows)
        if rows and not self.currentIndex().isValid():
            self.setCurrentIndex(self._model.index(0))

    def rows(self) -> tuple[CopyRow, ...]:
        """The cities shown."""
        return self._model.rows()

    @Slot(QModelIndex)
    def _on_pressed(self, index: QModelIndex) -> None:
        row = self._model.row(index)
        if row is not None and row.open:
            self.toggled.emit(row.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self._on_pressed(self.currentIndex())
        else:
            super().keyPressEvent(event)


class _Delegate(RowDelegate):
    """Box, name, and at the right what would become of the answer."""

    def row_height(self) -> int:
        return max(current_theme().size.row, current_theme().rows("body"))

    def paint_row(self, painter: QPainter, row: RowPaint) -> None:
        shown = row.state
        if not isinstance(shown, CopyRow):
            return
        theme = current_theme()
        inner = row.rect.adjusted(theme.space.s3, 0, -theme.space.s3, 0)
        side, middle = theme.size.icon_sm, inner.center().y()
        box = QRectF(inner.left(), middle - side / 2, side, side)
        draw_check_box(painter, box, theme, on=shown.on and shown.open, enabled=shown.open)
        inner.setLeft(box.right() + theme.space.s2)
        name = min(text_width(shown.name, theme.font(bold=shown.on)), inner.width() * 0.45)
        first = QRectF(inner.left(), inner.top(), name + 1, inner.height())
        line_text(painter, first, shown.name, theme.font(bold=shown.on), "text" if shown.open else "text_3")
        inner.setLeft(first.right() + theme.space.s4)
        words = min(text_width(shown.words, theme.font("caption")) + 1, inner.width() - side - theme.space.s1)
        icon, token = _ICONS[shown.kind]
        left = inner.right() - words - theme.space.s1 - side
        paint_icon(painter, QRectF(left, middle - side / 2, side, side), icon, token)
        rest = QRectF(inner.right() - words, inner.top(), words, inner.height())
        line_text(painter, rest, shown.words, theme.font("caption"), "text_2" if shown.open else "text_3")


def spoken_copy(row: CopyRow) -> str:
    """What a screen reader says of a city, and what its tool tip tells."""
    ticked = (_("ticked") if row.on else _("not ticked")) if row.open else ""
    return _(", ").join(part for part in (row.name, ticked, row.words) if part)


def _id(row: CopyRow) -> str:
    return row.id


def _name(row: CopyRow) -> str:
    return row.name
