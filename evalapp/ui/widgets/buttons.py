"""Push buttons with an icon and the key that presses them printed on them."""

from typing import Literal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.icons import paint_icon
from evalapp.ui.theme.style import draw_focus_ring
from evalapp.ui.theme.theme import Theme, TypeName
from evalapp.ui.widgets.painting import key_cap_width, line_text, paint_key_cap, rounded, text_width

Look = Literal["plain", "flat", "link", "primary"]


class Button(QPushButton):
    """A button painted from tokens: ``plain`` has an edge, ``flat`` none, ``link`` is accent text, ``primary`` filled.

    One primary button a page. Enter presses a focused button as Space does. A button without text needs
    ``name``, which is its accessible name and tool tip. Sizes follow text, icon and key.
    """

    def __init__(
        self,
        text: str = "",
        *,
        icon: str = "",
        key: str = "",
        look: Look = "plain",
        type: TypeName = "body",
        token: str = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._icon_name = icon
        self._key = key
        self._look: Look = look
        self._type: TypeName = type
        self._token = token
        self._dense = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.set_name(name)

    def set_name(self, name: str) -> None:
        """Accessible name and tool tip of a button that shows an icon alone."""
        if name:
            self.setAccessibleName(name)
            self.setToolTip(name)

    def set_key(self, key: str) -> None:
        """Print another key on the button; none for an empty text."""
        self._key = key
        self.updateGeometry()
        self.update()

    def set_token(self, token: str) -> None:
        """Paint text and icon in another colour; "" for the look's own."""
        self._token = token
        self.update()

    def set_dense(self) -> None:
        """Make a button as low as may be clicked; one with an icon alone as narrow, too."""
        self._dense = True
        self.updateGeometry()

    def set_icon_name(self, icon: str) -> None:
        """Show another icon of the mdi6 set."""
        self._icon_name = icon
        self.updateGeometry()
        self.update()

    def _text_font(self, theme: Theme) -> QFont:
        return theme.font(self._type, bold=self.isChecked())

    def _edge(self, theme: Theme) -> int:
        if self._dense and not self.text():
            return (theme.size.hit_min - theme.size.icon) // 2
        if not self.text() and not self._key:
            return (theme.size.control - theme.size.icon) // 2
        return theme.space.s3 if self._look == "primary" else theme.space.s2 + theme.space.s0

    def _colours(self) -> tuple[str, str, str]:
        """Ground, edge and text token in the present state; an empty name paints nothing."""
        if not self.isEnabled():
            return ("bg_sunken" if self._look == "primary" else "", "border_subtle", "text_disabled")
        if self._look == "primary":
            ground = "button.primary_bg_hover" if self.underMouse() else "button.primary_bg"
            return ground, "accent_pressed" if self.isDown() else ground, "text_on_accent"
        if self.isChecked():
            return "bg_selected", "accent", "accent"
        flat = self._look != "plain"
        ground = "bg_hover" if self.underMouse() else "" if flat else "bg_surface"
        edge = "accent_pressed" if self.isDown() else "" if flat else "border"
        text = {"link": "accent", "flat": "text_2"}.get(self._look, "text")
        return ground, edge, self._token or text

    def sizeHint(self) -> QSize:
        theme = current_theme()
        parts = []
        if self._icon_name:
            parts.append(float(theme.size.icon))
        if self.text():
            # The bold width is kept, so that a button does not grow when it is switched on.
            parts.append(text_width(self.text(), theme.font(self._type, bold=self.isCheckable())))
        if self._key:
            parts.append(key_cap_width(self._key))
        gap = theme.space.s1 + theme.space.s0
        width = sum(parts) + gap * max(0, len(parts) - 1) + 2 * self._edge(theme)
        height = theme.size.control_primary if self._look == "primary" else theme.size.control
        if self._dense:
            height = theme.size.hit_min
        return QSize(round(width + 0.5), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~_KEYPAD:
            self.click()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.updateGeometry()
        super().changeEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        ground, edge, token = self._colours()
        if ground or edge:
            rounded(painter, rect, theme.radius.md, ground, edge)
        gap = theme.space.s1 + theme.space.s0
        spare = max(0.0, rect.width() - self.sizeHint().width())
        x = self._edge(theme) + spare / 2
        right = rect.right() - self._edge(theme) - spare / 2
        if self._key:
            right -= key_cap_width(self._key)
            on_accent = self._look == "primary" and self.isEnabled()
            paint_key_cap(painter, right, rect.center().y(), self._key, on_accent=on_accent)
            right -= gap
        if self._icon_name:
            side = theme.size.icon
            box = QRectF(x, rect.center().y() - side / 2, side, side)
            paint_icon(painter, box, self._icon_name, token)
            x += side + gap
        if self.text():
            text_rect = QRectF(x, 0, max(0.0, right - x), rect.height())
            line_text(
                painter, text_rect, self.text(), self._text_font(theme), token, Qt.AlignmentFlag.AlignCenter
            )
        if self.hasFocus():
            inset = 2.0 if self._look == "primary" else 0.0
            if inset:
                rounded(painter, rect.adjusted(2, 2, -2, -2), theme.radius.md, "", "text_on_accent", 1.5)
            else:
                draw_focus_ring(painter, rect, theme, theme.radius.md)


def icon_button(icon: str, name: str, parent: QWidget | None = None) -> Button:
    """A flat square button that shows an icon alone; ``name`` says what it does."""
    return Button(icon=icon, name=name, look="flat", parent=parent)


_KEYPAD = Qt.KeyboardModifier.KeypadModifier
