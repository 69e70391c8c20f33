"""A screenshot as large as the window allows."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QWidget

from evalapp.ui.theme.current import current_theme

_SHARE = 0.9


class EvidenceViewer(QDialog):
    """One image, never larger than it is; Esc, Enter or a click closes it."""

    def __init__(self, data: bytes, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self._image = QImage.fromData(data)
        room = QSize(round(parent.width() * _SHARE), round(parent.height() * _SHARE))
        size = self._image.size()
        self.resize(size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio) if _exceeds(size, room) else size)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: object) -> None:
        self.close()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), current_theme().color("bg_sunken"))
        if self._image.isNull():
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self._image.size()
        if _exceeds(size, self.size()):
            size = size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        box = QRectF(0, 0, size.width(), size.height())
        box.moveCenter(self.rect().toRectF().center())
        painter.drawImage(box, self._image)


def _exceeds(size: QSize, room: QSize) -> bool:
    return size.width() > room.width() or size.height() > room.height()
