"""What the painted lists share: how a delegate learns its row, and the view itself."""

from typing import Any

import msgspec
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.style import draw_focus_ring
from evalapp.ui.widgets.models.struct_list import STATE_ROLE
from evalapp.ui.widgets.painting import hairline, rounded

Index = QModelIndex | QPersistentModelIndex


class RowPaint(msgspec.Struct, frozen=True, kw_only=True):
    """One row as a delegate finds it."""

    rect: QRectF
    state: Any
    selected: bool
    focused: bool
    hover: bool
    enabled: bool

    def ground(self) -> str:
        """The ground token; empty at rest. A selected row of a list without focus stays as plain to see."""
        return "bg_selected" if self.selected else "bg_hover" if self.hover and self.enabled else ""


def row_paint(option: QStyleOptionViewItem, index: Index) -> RowPaint:
    """The row that a delegate is asked to paint."""
    flags: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
    kinds = QStyle.StateFlag
    widget: QWidget | None = option.widget  # type: ignore[attr-defined]
    current = isinstance(widget, QAbstractItemView) and widget.currentIndex() == index
    return RowPaint(
        rect=QRectF(option.rect),  # type: ignore[attr-defined]
        state=index.data(STATE_ROLE),
        selected=bool(flags & kinds.State_Selected),
        focused=current and widget is not None and widget.hasFocus(),
        hover=bool(flags & kinds.State_MouseOver),
        enabled=bool(flags & kinds.State_Enabled),
    )


def underline(painter: QPainter, rect: QRectF) -> None:
    """The quiet line between a row and the next one."""
    bottom = rect.bottom() - 0.5
    hairline(painter, rect.left(), bottom, rect.right(), bottom, "border_subtle")


class RowDelegate(QStyledItemDelegate):
    """Paints the ground and the focus ring of a row, and leaves the rest to :meth:`paint_row`."""

    def paint_row(self, painter: QPainter, row: RowPaint) -> None:
        """Paint what the row says, over its ground."""
        raise NotImplementedError

    def row_height(self) -> int:
        """The height of every row."""
        raise NotImplementedError

    def edge(self) -> int:
        """How far the ground stays away from the sides of the list; it is then rounded."""
        return 0

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = current_theme()
        row = row_paint(option, index)
        inset = self.edge()
        ground = row.rect.adjusted(inset, 0, -inset, 0)
        radius = theme.radius.md if inset else 0
        painter.save()
        if row.ground():
            rounded(painter, ground, radius, row.ground())
        self.paint_row(painter, row)
        if row.focused:
            draw_focus_ring(painter, ground, theme, max(radius, theme.radius.sm))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self.row_height())


class RowList(QListView):
    """A list of equally high painted rows; one can be chosen.

    Enter does what a click does: ``activated`` is sent. Ctrl+C copies :meth:`as_text`, where there is any.
    """

    def __init__(self, delegate: RowDelegate, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        delegate.setParent(self)
        self.setItemDelegate(delegate)
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def minimumSizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(round(8 * QFontMetricsF(theme.font()).averageCharWidth()), 2 * theme.size.row)

    def as_text(self) -> str:
        """All rows as they are copied, a line each, cells parted by tabs; "" where nothing is."""
        return ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy) and (text := self.as_text()):
            QGuiApplication.clipboard().setText(text)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not _held(event):
            if self.currentIndex().isValid():
                self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


def _held(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)
