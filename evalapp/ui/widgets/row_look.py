"""The look of an answer row: key cap, mark, bold label, wrapping anchor, points at the right."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.style import draw_check_box, draw_focus_ring, draw_radio
from evalapp.ui.widgets.card_state import OptionState
from evalapp.ui.widgets.painting import key_cap_width, line_text, paint_key_cap, rounded, text_width
from evalapp.ui.widgets.words import points_text

_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)


class RowLook:
    """Measures and paints one answer row; the button that owns it says in which state.

    The label stands left of its anchor in a column shared by the whole list, or above it where the column
    would take more than 45 % of the room, as English labels do.
    """

    def __init__(self, *, box: bool) -> None:
        self.option = OptionState(value="", label="")
        self.key = ""
        self.label_width = 0.0
        self._box = box

    def natural_label_width(self) -> float:
        """Width of the label on one line, with the dot behind it that marks the edition before."""
        return text_width(self.option.label, _label_font()) + (_dot_room() if self.option.earlier else 0)

    def spoken_name(self) -> str:
        """What a screen reader says first: the label, with its points if it has any."""
        parts = [self.option.label]
        if self.option.points is not None:
            parts.append(points_text(self.option.points))
        if self.option.earlier:
            parts.append(_("as in the edition before"))
        return _(", ").join(parts)

    def least_width(self) -> int:
        """The narrowest width at which the row can still be read."""
        edges = 1000 - self._text_rect(QRectF(0, 0, 1000, 1)).width()
        return round(edges + 8 * QFontMetricsF(_label_font()).averageCharWidth())

    def height(self, width: int) -> int:
        """Height that the row needs at ``width``."""
        theme = current_theme()
        room = self._text_rect(QRectF(0, 0, width, 1000)).width()
        label, anchor = self._blocks(room)
        gap = theme.space.s0 if self._stacked(room) else 0
        text = (
            label.height() + gap + anchor.height()
            if self._stacked(room)
            else max(label.height(), anchor.height())
        )
        return max(theme.size.option_row, round(text + 2 * theme.space.s1))

    def paint(
        self,
        painter: QPainter,
        rect: QRectF,
        *,
        on: bool,
        hover: bool,
        pressed: bool,
        focus: bool,
        enabled: bool,
    ) -> None:
        """Paint the row."""
        theme = current_theme()
        ground = (
            "bg_readonly" if not enabled else "bg_selected" if on else "bg_hover" if hover else "bg_surface"
        )
        edge = "accent_pressed" if pressed else "accent" if on and enabled else "border_subtle"
        rounded(painter, rect, theme.radius.md, ground, edge)
        middle = rect.center().y()
        x = rect.left() + theme.space.s2
        if self.key:
            paint_key_cap(painter, x, middle, self.key)
        x += self._key_width() + theme.space.s2
        side = theme.size.icon_sm
        mark = QRectF(x, middle - side / 2, side, side)
        if self._box:
            draw_check_box(painter, mark, theme, on=on, enabled=enabled)
        else:
            draw_radio(painter, mark, theme, on=on, enabled=enabled)
        self._paint_text(painter, self._text_rect(rect), "text" if enabled else "text_3", enabled)
        if self.option.points is not None:
            token = "accent" if on and enabled else "text_2"
            font = theme.font(bold=on)
            right = rect.adjusted(0, 0, -theme.space.s2 - theme.space.s0, 0)
            line_text(
                painter, right, points_text(self.option.points), font, token, Qt.AlignmentFlag.AlignRight
            )
        if focus:
            draw_focus_ring(painter, rect, theme, theme.radius.md)

    def _paint_text(self, painter: QPainter, room: QRectF, token: str, enabled: bool) -> None:
        theme = current_theme()
        label, anchor = self._blocks(room.width())
        if self._stacked(room.width()):
            top = room.center().y() - (label.height() + theme.space.s0 + anchor.height()) / 2
            label_at = QRectF(room.left(), top, room.width(), label.height())
            anchor_at = QRectF(room.left(), label_at.bottom() + theme.space.s0, room.width(), anchor.height())
        else:
            middle = room.center().y()
            label_at = QRectF(room.left(), middle - label.height() / 2, label.width(), label.height())
            left = room.left() + self._column() + theme.space.s2 + theme.space.s0
            anchor_at = QRectF(left, middle - anchor.height() / 2, room.right() - left, anchor.height())
        painter.setFont(_label_font())
        painter.setPen(theme.color(token))
        painter.drawText(
            QRectF(label_at.x(), label_at.y(), max(label.width(), 1) + 1, label_at.height()),
            _WRAP,
            self.option.label,
        )
        if self.option.earlier:
            self._paint_dot(painter, label_at)
        if self.option.anchor:
            painter.setFont(_anchor_font())
            painter.setPen(theme.color("text_2" if enabled else "text_3"))
            painter.drawText(anchor_at, _WRAP, self.option.anchor)

    def _paint_dot(self, painter: QPainter, label_at: QRectF) -> None:
        """The hollow dot of the edition before, right of the label."""
        theme = current_theme()
        width = min(text_width(self.option.label, _label_font()), label_at.width())
        side = theme.space.s2
        at = QRectF(label_at.left() + width + theme.space.s1, label_at.center().y() - side / 2, side, side)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("text_3"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(at)
        painter.restore()

    def _column(self) -> float:
        return max(self.label_width, self.natural_label_width())

    def _stacked(self, room: float) -> bool:
        return bool(self.option.anchor) and self._column() > room * 0.45

    def _blocks(self, room: float) -> tuple[QRectF, QRectF]:
        """Sizes of the wrapped label and of the wrapped anchor in a room of this width."""
        theme = current_theme()
        if not self.option.anchor:
            return _wrapped(self.option.label, _label_font(), room), QRectF()
        if self._stacked(room):
            return _wrapped(self.option.label, _label_font(), room), _wrapped(
                self.option.anchor, _anchor_font(), room
            )
        left = self._column() + theme.space.s2 + theme.space.s0
        label = _wrapped(self.option.label, _label_font(), self._column() + 1)
        return label, _wrapped(self.option.anchor, _anchor_font(), room - left)

    def _key_width(self) -> float:
        return key_cap_width(self.key or "0")

    def _text_rect(self, rect: QRectF) -> QRectF:
        theme = current_theme()
        left = theme.space.s2 + self._key_width() + theme.space.s2 + theme.size.icon_sm + theme.space.s2
        right = theme.space.s2 + theme.space.s0
        if self.option.points is not None:
            widest = text_width(points_text(self.option.points), theme.font(bold=True))
            right += round(max(widest, theme.scaled(theme.space.s6))) + theme.space.s3
        return rect.adjusted(left, 0, -right, 0)


def _label_font() -> QFont:
    return current_theme().font("strong")


def _anchor_font() -> QFont:
    return current_theme().font("caption")


def _wrapped(text: str, font: QFont, width: float) -> QRectF:
    return QFontMetricsF(font).boundingRect(QRectF(0, 0, max(width, 1.0), 100000), _WRAP, text)


def _dot_room() -> float:
    space = current_theme().space
    return space.s1 + space.s2 + space.s1
