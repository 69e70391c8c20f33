"""Shapes that several widgets and delegates paint alike: key caps, chips, rings, bars, hatches."""

from typing import Literal

import msgspec
from PySide6.QtCore import QLineF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QApplication

from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.icons import paint_icon
from evalapp.ui.theme.theme import Theme

Tone = Literal[
    "line", "selected", "ok", "warn", "error", "info", "returned", "flag", "quiet", "synthetic", "a", "b"
]


class ChipState(msgspec.Struct, frozen=True, kw_only=True):
    """A chip: a word, an icon name of the mdi6 set (or none) and a tone; ``line`` is the neutral bare edge."""

    text: str
    icon: str = ""
    tone: Tone = "line"


def rounded(
    painter: QPainter, rect: QRect | QRectF, radius: float, fill: str, edge: str = "", width: float = 1
) -> None:
    """A filled rectangle with rounded corners whose edge, if a token is given, lies inside ``rect``."""
    theme = current_theme()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(theme.color(fill) if fill else Qt.BrushStyle.NoBrush)
    inset = width / 2 if edge else 0.0
    painter.setPen(QPen(theme.color(edge), width) if edge else Qt.PenStyle.NoPen)
    painter.drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), radius, radius)
    painter.restore()


def line_text(
    painter: QPainter,
    rect: QRectF,
    text: str,
    font: QFont,
    token: str,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """One line of text, vertically centred, elided at its end if ``rect`` is too narrow."""
    metrics = QFontMetricsF(font)
    shown = text
    if metrics.horizontalAdvance(text) > rect.width() + 0.5:
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.setFont(font)
    painter.setPen(current_theme().color(token))
    painter.drawText(rect, int(align | Qt.AlignmentFlag.AlignVCenter), shown)


def paint_lines(painter: QPainter, rect: QRectF, text: str, font: QFont, token: str) -> None:
    """As many whole lines as ``rect`` takes, broken anywhere; the last is elided in the middle, where names say least."""
    metrics = QFontMetricsF(font)
    height = metrics.lineSpacing()
    most = max(1, int(rect.height() // height))
    lines: list[str] = []
    rest = text
    while len(lines) < most - 1 and metrics.horizontalAdvance(rest) > rect.width():
        fitting = (n for n in range(len(rest), 1, -1) if metrics.horizontalAdvance(rest[:n]) <= rect.width())
        cut = next(fitting, 1)
        lines.append(rest[:cut])
        rest = rest[cut:]
    lines.append(metrics.elidedText(rest, Qt.TextElideMode.ElideMiddle, rect.width()))
    painter.setFont(font)
    painter.setPen(current_theme().color(token))
    line = QRectF(rect.left(), rect.center().y() - len(lines) * height / 2, rect.width(), height)
    for words in lines:
        painter.drawText(line, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), words)
        line.translate(0, height)


def text_width(text: str, font: QFont) -> float:
    """Width of one line of text."""
    return QFontMetricsF(font).horizontalAdvance(text)


def hairline(painter: QPainter, x1: float, y1: float, x2: float, y2: float, token: str) -> None:
    """A one-pixel line that stays sharp at every device pixel ratio."""
    pen = QPen(current_theme().color(token), 1)
    pen.setCosmetic(True)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(pen)
    painter.drawLine(QLineF(x1, y1, x2, y2))
    painter.restore()


def key_cap_width(key: str) -> float:
    """Width of the key cap for ``key``."""
    theme = current_theme()
    return max(text_width(key, theme.mono()) + 2 * theme.space.s1, _cap_height(theme))


def paint_key_cap(painter: QPainter, x: float, middle: float, key: str, *, on_accent: bool = False) -> float:
    """A key cap with its left edge at ``x``, centred on ``middle``; gives its width."""
    theme = current_theme()
    height = _cap_height(theme)
    rect = QRectF(x, middle - height / 2, key_cap_width(key), height)
    edge = "text_on_accent" if on_accent else "border"
    rounded(painter, rect, theme.radius.sm, "" if on_accent else "bg_window", edge)
    painter.setFont(theme.mono())
    painter.setPen(theme.color("text_on_accent" if on_accent else "text_2"))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, key)
    return rect.width()


def chip_width(chip: ChipState) -> float:
    """Width of a chip."""
    theme = current_theme()
    width = text_width(chip.text, theme.font("caption")) + 2 * (theme.space.s1 + theme.space.s0)
    if chip.icon:
        width += theme.size.icon_sm + (theme.space.s1 if chip.text else 0)
    return width


def paint_chip(painter: QPainter, rect: QRectF, chip: ChipState) -> None:
    """A chip that fills ``rect``; its text is elided if need be."""
    theme = current_theme()
    fill, edge, token = _chip_colours(chip.tone)
    rounded(painter, rect, theme.radius.sm, fill, edge)
    inner = rect.adjusted(theme.space.s1 + theme.space.s0, 0, -theme.space.s1 - theme.space.s0, 0)
    if chip.icon:
        side = theme.size.icon_sm
        paint_icon(painter, QRectF(inner.left(), inner.center().y() - side / 2, side, side), chip.icon, token)
        inner.setLeft(inner.left() + side + theme.space.s1)
    line_text(painter, inner, chip.text, theme.font("caption"), token)


def paint_ring(painter: QPainter, rect: QRectF, share: float) -> None:
    """A progress ring from 12 o'clock; ``share`` from 0 to 1."""
    theme = current_theme()
    thick = rect.width() / 8
    inner = rect.adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(theme.color("border"), thick)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawEllipse(inner)
    if share > 0:
        pen.setColor(theme.color("accent"))
        painter.setPen(pen)
        painter.drawArc(inner, 90 * 16, -round(min(share, 1.0) * 360 * 16))
    painter.restore()


def paint_bar(painter: QPainter, rect: QRectF, share: float, token: str = "accent") -> None:
    """A progress bar; ``share`` from 0 to 1."""
    radius = rect.height() / 2
    rounded(painter, rect, radius, "border_subtle")
    if share > 0:
        filled = QRectF(rect)
        filled.setWidth(max(rect.width() * min(share, 1.0), rect.height()))
        rounded(painter, filled, radius, token)


def paint_hatch(painter: QPainter, rect: QRectF, token: str = "border_input") -> None:
    """Diagonal lines, drawn as lines so that they keep their distance at every scale."""
    step = current_theme().space.s1 + 1
    painter.save()
    painter.setClipRect(rect)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(current_theme().color(token), 1))
    x = rect.left() - rect.height()
    while x < rect.right():
        painter.drawLine(QLineF(x, rect.bottom(), x + rect.height(), rect.top()))
        x += step
    painter.restore()


def reduced_motion() -> bool:
    """Whether the system asks for no animation."""
    return not QApplication.isEffectEnabled(Qt.UIEffect.UI_FadeTooltip)


def _cap_height(theme: Theme) -> float:
    return theme.line("caption") + 1


def _chip_colours(tone: Tone) -> tuple[str, str, str]:
    """Ground, edge and text tokens of a chip; no ground or edge is an empty name."""
    if tone == "line":
        return "", "border", "text_2"
    if tone == "selected":
        return "bg_selected", "accent", "accent"
    return f"{tone}_bg", "", tone
