"""The evidence of all assessments large and side by side, in place of the comparison."""

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.badge import SideBadge
from evalapp.ui.widgets.buttons import icon_button
from evalapp.ui.widgets.labels import ElidedLabel, text_label


class LargePiece(Struct, frozen=True, kw_only=True):
    """One assessment's piece: its letter, title and time, and the screenshot, or the words that stand for it."""

    label: str
    caption: str
    image: QImage
    words: str = ""


class LargeEvidence(QFrame):
    """A pane an assessment; a press shows a screenshot in its own size and lets it be moved, another one whole again.

    Signals:
        closed: by Esc, Space, E or the button.
    """

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.panes: list[ImagePane] = []
        self._parts: list[QWidget] = []
        self.setProperty("card", "true")
        self.setAccessibleName(_("Evidence side by side"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._close = icon_button("close", _("Back to the comparison"))
        self._close.clicked.connect(self.close_large)
        head = QHBoxLayout()
        head.addWidget(text_label(_("Evidence side by side"), type="strong"), 1)
        head.addWidget(
            text_label(
                _("Press a screenshot for its own size, and again for the whole"),
                type="caption",
                tone="text_3",
            )
        )
        head.addWidget(self._close)
        self._row = QHBoxLayout()
        self._row.setSpacing(theme.space.s2)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.s2, theme.space.s1, theme.space.s2, theme.space.s2)
        column.setSpacing(theme.space.s1)
        column.addLayout(head)
        column.addLayout(self._row, 1)

    def open(self, pieces: Sequence[LargePiece]) -> None:
        """Show these pieces, as wide as there is room."""
        for part in self._parts:
            self._row.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts, self.panes = [], []
        for piece in pieces:
            pane = ImagePane(piece)
            part = _Side(piece, pane)
            self._parts.append(part)
            self.panes.append(pane)
            self._row.addWidget(part, 1)
            part.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def close_large(self) -> None:
        """Give the comparison back."""
        if self.isVisible():
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Space):
            self.close_large()
        else:
            super().keyPressEvent(event)


class _Side(QWidget):
    """Letter and caption over a pane."""

    def __init__(self, piece: LargePiece, pane: "ImagePane") -> None:
        super().__init__()
        theme = current_theme()
        head = QHBoxLayout()
        head.setSpacing(theme.space.s1)
        if piece.label in ("A", "B"):
            head.addWidget(SideBadge("a" if piece.label == "A" else "b"))
        else:
            head.addWidget(text_label(piece.label, type="strong"))
        head.addWidget(ElidedLabel(piece.caption, type="caption", tone="text_2"), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.s1)
        column.addLayout(head)
        column.addWidget(pane, 1)


class ImagePane(QWidget):
    """One screenshot, whole or in its own size."""

    def __init__(self, piece: LargePiece, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._piece = piece
        self._whole = True
        self._centre = QPointF(piece.image.width() / 2, piece.image.height() / 2)
        self._pressed: QPointF | None = None
        self._moved = False
        self.setAccessibleName(piece.caption or _("Screenshot"))
        self.setAccessibleDescription(piece.words)

    @property
    def zoom(self) -> float:
        """Pixels on the screen for a pixel of the screenshot."""
        image = self._piece.image
        if image.isNull():
            return 1.0
        whole = min(self.width() / image.width(), self.height() / image.height())
        return whole if self._whole else max(1.0, whole)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed, self._moved = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or self._whole:
            return
        self._moved = True
        self._centre -= (event.position() - self._pressed) * (1 / self.zoom)
        self._pressed = event.position()
        self._keep_inside()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None and not self._moved and not self._piece.image.isNull():
            at = self._centre + (event.position() - QPointF(self.rect().center())) * (1 / self.zoom)
            self._whole = not self._whole
            image = self._piece.image
            self._centre = QPointF(image.width() / 2, image.height() / 2) if self._whole else at
            self._keep_inside()
            self.update()
        self._pressed = None

    def _keep_inside(self) -> None:
        image, zoom = self._piece.image, self.zoom
        across = min(image.width() / 2, self.width() / 2 / zoom)
        down = min(image.height() / 2, self.height() / 2 / zoom)
        self._centre = QPointF(
            max(across, min(image.width() - across, self._centre.x())),
            max(down, min(image.height() - down, self._centre.y())),
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("bg_sunken"))
        image = self._piece.image
        if image.isNull():
            painter.setFont(theme.font())
            painter.setPen(theme.color("text_2"))
            edge = theme.space.s4
            inner = self.rect().adjusted(edge, edge, -edge, -edge)
            flags = int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft) | int(
                Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
            )
            painter.drawText(inner, flags, self._piece.words)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        zoom = self.zoom
        box = QRectF(0, 0, image.width() * zoom, image.height() * zoom)
        box.moveTopLeft(QPointF(self.rect().center()) - self._centre * zoom)
        painter.drawImage(box, image)
