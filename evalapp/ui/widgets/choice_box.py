"""A drop-down list whose arrow is an icon of the set, in the colour of its theme."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.icons import paint_icon


class ChoiceBox(QComboBox):
    """One of several named things; the style sheet draws the field, this the arrow."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = current_theme()
        side = theme.size.icon
        box = QRectF(self.width() - side - theme.space.s2, (self.height() - side) / 2, side, side)
        paint_icon(QPainter(self), box, "chevron-down", "text_2" if self.isEnabled() else "text_disabled")
