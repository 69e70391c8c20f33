"""A screenshot as large as the window allows, or as close as one likes."""

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QDialog, QWidget

from evalapp.base.i18n import _
from evalapp.ui.pictures import picture
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.painting import line_text, rounded, text_width

_SHARE = 0.9
_STEP = 1.25
_CLOSEST = 8.0
_NOTCH = 120


class EvidenceViewer(QDialog):
    """One image: at first whole and never larger than it is.

    The wheel, + and - zoom (the wheel at the pointer), 0 shows the whole, 1 its own size; the mouse and the arrow keys move what
    does not fit. Esc, Enter or a click closes it.
    """

    def __init__(self, data: bytes, title: str, parent: QWidget, details: str = "") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self._image = picture(data)
        unseen = _("This image cannot be shown: its file is damaged, or of a kind that is not known here.")
        self._words = unseen if self._image.isNull() else details
        self.setAccessibleDescription(self._words)
        self._zoom: float | None = None
        self._centre = QPointF(self._image.width() / 2, self._image.height() / 2)
        self._pressed: QPoint | None = None
        self._dragged = False
        room = QSize(round(parent.width() * _SHARE), round(parent.height() * _SHARE))
        size = self._image.size()
        self.resize(size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio) if _exceeds(size, room) else size)
        if self._words:
            self.resize(self.size().expandedTo(QSize(room.width() // 2, room.height() // 4)))

    @property
    def zoom(self) -> float:
        """Pixels on the screen for a pixel of the image."""
        return self._fitting() if self._zoom is None else self._zoom

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        """Show the image so large, what lies under ``at`` (the middle) staying where it is; never smaller than whole."""
        if self._image.isNull():
            return
        point = QPointF(self.rect().center()) if at is None else at
        held = self.in_image(point)
        fitting = self._fitting()
        self._zoom = None if zoom <= fitting else min(_CLOSEST, zoom)
        self._centre = held - (point - QPointF(self.rect().center())) * (1 / self.zoom)
        self._keep_inside()
        self.update()

    def _fitting(self) -> float:
        size = self._image.size()
        if size.isEmpty():
            return 1.0
        return min(1.0, self.width() / size.width(), self.height() / size.height())

    def in_image(self, point: QPointF) -> QPointF:
        """The pixel of the image that lies under a point of the window."""
        return self._centre + (point - QPointF(self.rect().center())) * (1 / self.zoom)

    def _keep_inside(self) -> None:
        """No edge of the image leaves an edge of the window that it could reach."""
        size, zoom = self._image.size(), self.zoom
        for extent, room, get, put in (
            (size.width(), self.width(), self._centre.x, self._centre.setX),
            (size.height(), self.height(), self._centre.y, self._centre.setY),
        ):
            half = min(extent / 2, room / 2 / zoom)
            put(max(half, min(extent - half, get())))

    def _move(self, by: QPointF) -> None:
        self._centre += by * (1 / self.zoom)
        self._keep_inside()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = min(self.width(), self.height()) / 8
        moves = {
            Qt.Key.Key_Left: QPointF(-step, 0),
            Qt.Key.Key_Right: QPointF(step, 0),
            Qt.Key.Key_Up: QPointF(0, -step),
            Qt.Key.Key_Down: QPointF(0, step),
        }
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.close()
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom_to(self.zoom * _STEP)
            case Qt.Key.Key_Minus:
                self.zoom_to(self.zoom / _STEP)
            case Qt.Key.Key_0:
                self.zoom_to(0.0)
            case Qt.Key.Key_1:
                self.zoom_to(1.0)
            case key if key in moves:
                self._move(moves[Qt.Key(key)])
            case _:
                super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / _NOTCH
        self.zoom_to(self.zoom * _STEP**notches, event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed, self._dragged = event.position().toPoint(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or self._zoom is None:
            return
        now = event.position().toPoint()
        self._dragged = True
        self._move(QPointF(self._pressed - now))
        self._pressed = now

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None and not self._dragged:
            self.close()
        self._pressed = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_inside()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), current_theme().color("bg_sunken"))
        if self._image.isNull():
            line_text(
                painter,
                QRectF(self.rect()),
                self._words,
                current_theme().font(),
                "error",
                Qt.AlignmentFlag.AlignHCenter,
            )
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.zoom < 2)
        size = QSizeF(self._image.size()) * self.zoom
        box = QRectF(QPointF(), size)
        box.moveTopLeft(QPointF(self.rect().center()) - self._centre * self.zoom)
        painter.drawImage(box, self._image)
        if self._zoom is None:
            self._paint_tag(painter, self._words, right=False)
        else:
            self._paint_tag(painter, _("{percent} %").format(percent=round(self.zoom * 100)), right=True)

    def _paint_tag(self, painter: QPainter, text: str, *, right: bool) -> None:
        """In a corner below: when it was taken and how large its file is, or how close one looks."""
        if not text:
            return
        theme = current_theme()
        room = self.width() - 2 * theme.space.s3
        wide = min(text_width(text, theme.font()) + 1 + 2 * theme.space.s3, room)
        tag = QRectF(0, 0, wide, theme.size.row_dense)
        left = self.width() - theme.space.s3 - wide if right else theme.space.s3
        tag.moveBottomLeft(QPointF(left, self.height() - theme.space.s3))
        rounded(painter, tag, theme.radius.md, "bg_surface", "border")
        inner = tag.adjusted(theme.space.s3, 0, -theme.space.s3, 0)
        self.setToolTip(text if text_width(text, theme.font()) > inner.width() else "")
        line_text(painter, inner, text, theme.font(), "text", Qt.AlignmentFlag.AlignHCenter)


def _exceeds(size: QSize, room: QSize) -> bool:
    return size.width() > room.width() or size.height() > room.height()
