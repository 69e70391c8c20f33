"""Fusion with our focus ring, check box and radio button."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleOption, QTreeView, QWidget

from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.theme import Theme


def draw_focus_ring(painter: QPainter, rect: QRectF, theme: Theme, radius: float) -> None:
    """The ring of the focused control: 2 px inside ``rect``."""
    width = theme.size.focus_width
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("focus"), width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inset = width / 2
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius)
    painter.restore()


def draw_radio(painter: QPainter, rect: QRectF, theme: Theme, *, on: bool, enabled: bool = True) -> None:
    """A radio button: a hollow circle, or a thick accent ring while on."""
    edge = "accent" if on else "border_input"
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    thick = rect.width() * 0.32 if on else rect.width() * 0.11
    painter.setPen(QPen(theme.color(edge if enabled else "text_disabled"), thick))
    painter.setBrush(theme.color("bg_surface" if enabled else "bg_readonly"))
    half = thick / 2
    painter.drawEllipse(rect.adjusted(half, half, -half, -half))
    painter.restore()


def draw_check_box(painter: QPainter, rect: QRectF, theme: Theme, *, on: bool, enabled: bool = True) -> None:
    """A check box: hollow, or filled with the accent and a tick."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    edge = "accent" if on and enabled else "border_input" if enabled else "border"
    ground = "accent" if on and enabled else "bg_surface" if enabled else "bg_readonly"
    painter.setPen(QPen(theme.color(edge), 1.5 if enabled else 1))
    painter.setBrush(theme.color(ground))
    painter.drawRoundedRect(rect.adjusted(0.75, 0.75, -0.75, -0.75), theme.radius.sm, theme.radius.sm)
    if on:
        pen = QPen(theme.color("bg_surface" if enabled else "text_disabled"), rect.width() * 0.13)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        left, top, side = rect.left(), rect.top(), rect.width()
        tick = [(0.26, 0.52), (0.43, 0.69), (0.75, 0.33)]
        painter.drawPolyline(QPolygonF([QPointF(left + x * side, top + y * side) for x, y in tick]))
    painter.restore()


class EvalStyle(QProxyStyle):
    """The style of the application; asks for the theme in force each time it paints."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        kinds = QStyle.PrimitiveElement
        if element == kinds.PE_PanelItemViewRow and isinstance(widget, QTreeView):
            return  # trees paint the ground of their rows themselves, as wide as the row
        if element == kinds.PE_FrameFocusRect:
            theme = current_theme()
            draw_focus_ring(painter, QRectF(option.rect), theme, theme.radius.sm)  # type: ignore[attr-defined]
        elif element in (
            kinds.PE_IndicatorCheckBox,
            kinds.PE_IndicatorItemViewItemCheck,
            kinds.PE_IndicatorRadioButton,
        ):
            rect, state = QRectF(option.rect), option.state  # type: ignore[attr-defined]
            on = bool(state & QStyle.StateFlag.State_On)
            enabled = bool(state & QStyle.StateFlag.State_Enabled)
            draw = draw_radio if element == kinds.PE_IndicatorRadioButton else draw_check_box
            draw(painter, rect, current_theme(), on=on, enabled=enabled)
        else:
            super().drawPrimitive(element, option, painter, widget)
