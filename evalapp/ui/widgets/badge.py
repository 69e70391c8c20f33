"""The badges of a blind comparison: A is round, B is square."""

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.painting import line_text, rounded

Side = Literal["a", "b"]


class SideBadge(QWidget):
    """The letter of an assessment in its colour and shape."""

    def __init__(self, side: Side, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side: Side = side
        self.setAccessibleName(side.upper())
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = max(current_theme().size.icon_lg, current_theme().line("strong"))
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_side(QPainter(self), QRectF(self.rect()), self._side)


def paint_side(painter: QPainter, rect: QRectF, side: Side) -> None:
    """The badge of a side that fills ``rect``; its letter stands in the ground of the card."""
    theme = current_theme()
    rounded(painter, rect, rect.width() / 2 if side == "a" else theme.radius.sm, side)
    line_text(painter, rect, side.upper(), theme.font("strong"), "bg_surface", Qt.AlignmentFlag.AlignCenter)
