"""The four big buttons of the start page."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.icons import paint_icon
from evalapp.ui.theme.style import draw_focus_ring
from evalapp.ui.widgets.painting import key_cap_width, line_text, paint_key_cap, rounded, text_width


class ActionCard(QAbstractButton):
    """An icon, a verb, a word on what is needed, and the key that does the same."""

    def __init__(self, icon: str, text: str, hint: str, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._hint = hint
        self._key = key
        self._first = False
        self.setText(text)
        self.setAccessibleName(text)
        self.setAccessibleDescription(hint)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_first(self) -> None:
        """Mark the card that most people want."""
        self._first = True

    def sizeHint(self) -> QSize:
        theme = current_theme()
        width = max(
            text_width(self.text(), theme.font("strong")), text_width(self._hint, theme.font("caption"))
        )
        return QSize(
            round(width) + theme.size.icon_lg + 2 * theme.space.s4 + theme.space.s3,
            theme.line("strong") + theme.line("caption") + 2 * theme.space.s4 + theme.space.s1,
        )

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().size.icon_lg * 4, self.sizeHint().height())

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        fill = "bg_selected" if self._first else "bg_hover" if self.underMouse() else "bg_surface"
        rounded(painter, rect, theme.radius.lg, fill, "accent" if self._first else "border_subtle")
        side = theme.size.icon_lg
        inner = rect.adjusted(theme.space.s4, theme.space.s4, -theme.space.s3, -theme.space.s3)
        strong, caption = theme.line("strong"), theme.line("caption")
        top = rect.center().y() - (strong + caption + theme.space.s1) / 2
        paint_icon(painter, QRectF(inner.left(), top, side, side), self._icon, "accent")
        left = inner.left() + side + theme.space.s3
        room = inner.right() - left
        words = text_width(self.text(), theme.font("strong"))
        cap = key_cap_width(self._key) if self._key else 0
        line_text(painter, QRectF(left, top, room, strong), self.text(), theme.font("strong"), "text")
        if cap and words + cap + theme.space.s2 <= room:
            paint_key_cap(painter, left + words + theme.space.s2, top + strong / 2, self._key)
        second = QRectF(left, top + strong + theme.space.s1, room, caption)
        line_text(painter, second, self._hint, theme.font("caption"), "text_2")
        if self.hasFocus():
            draw_focus_ring(painter, rect, theme, theme.radius.lg)
