"""Icons of the mdi6 set, drawn as glyphs in a colour token at the moment of painting.

Because the engine asks for the theme each time it paints, icons follow a change of theme, scale and monitor
by themselves; nothing is kept as a pixmap.
"""

import qtawesome
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap

from evalapp.ui.theme.current import current_theme


def icon(name: str, token: str = "text_2", checked: str | None = None) -> QIcon:
    """The icon ``mdi6.<name>`` in a colour token; ``checked`` is the token while its button is on.

    Disabled buttons show it in ``text_disabled``. Raises KeyError for an unknown icon.
    """
    return QIcon(_GlyphEngine(glyph(name), token, checked or token))


def glyph(name: str) -> str:
    """The character of ``mdi6.<name>``."""
    return str(qtawesome.charmap(f"mdi6.{name}"))


def paint_icon(painter: QPainter, rect: QRect | QRectF, name: str, token: str) -> None:
    """Draw an icon centred in ``rect``, as large as its shorter side."""
    _paint(painter, QRectF(rect), glyph(name), token)


def _paint(painter: QPainter, rect: QRectF, character: str, token: str) -> None:
    painter.save()
    painter.setFont(qtawesome.font("mdi6", min(rect.width(), rect.height())))
    painter.setPen(current_theme().color(token))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, character)
    painter.restore()


class _GlyphEngine(QIconEngine):
    """Paints one glyph; see :func:`icon`."""

    def __init__(self, character: str, token: str, checked: str) -> None:
        super().__init__()
        self._character = character
        self._token = token
        self._checked = checked

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        token = self._checked if state == QIcon.State.On else self._token
        if mode == QIcon.Mode.Disabled:
            token = "text_disabled"
        _paint(painter, QRectF(rect), self._character, token)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        drawn = QPixmap(size)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return drawn

    def clone(self) -> QIconEngine:
        return _GlyphEngine(self._character, self._token, self._checked)
