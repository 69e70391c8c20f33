"""A switch of two to six parts in one frame."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.icons import paint_icon
from evalapp.ui.theme.style import draw_focus_ring
from evalapp.ui.theme.theme import TypeName
from evalapp.ui.widgets.painted_choice import PaintedChoice
from evalapp.ui.widgets.painting import hairline, line_text, rounded, text_width


class SegmentState(msgspec.Struct, frozen=True, kw_only=True):
    """One part of a switch; ``hint`` is its tool tip, such as the key that chooses it."""

    code: str
    text: str
    icon: str = ""
    hint: str = ""


class SegmentedSwitch(QWidget):
    """One of several parts is on, drawn bold in the accent; with ``clearable`` none may be.

    Left and right move the focus, Space and Enter choose.

    Signals:
        chosen: the code of the part now on; None when a clearable switch was cleared.
    """

    chosen = Signal(object)

    def __init__(
        self,
        name: str = "",
        *,
        clearable: bool = False,
        type: TypeName = "body",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._clearable = clearable
        self._type: TypeName = type
        self._parts: list[_Segment] = []
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)

    def set_state(self, segments: Sequence[SegmentState], on: str | None) -> None:
        """Show these parts, ``on`` among them switched on."""
        if [part.state for part in self._parts] != list(segments):
            for part in self._parts:
                self._layout.removeWidget(part)
                part.hide()
                part.deleteLater()
            self._parts = [_Segment(state, self._type, self) for state in segments]
            for part in self._parts:
                part.pressed_code.connect(self._on_pressed)
                self._layout.addWidget(part)
                part.show()
        self._show_on(on)

    @property
    def on(self) -> str | None:
        """The code of the part that is on."""
        return next((part.state.code for part in self._parts if part.isChecked()), None)

    def press(self, place: int) -> bool:
        """Press a part by its place from 1; whether there is one."""
        if not 1 <= place <= len(self._parts) or not self.isEnabled():
            return False
        self._parts[place - 1].click()
        return True

    def _show_on(self, on: str | None) -> None:
        for part in self._parts:
            part.setChecked(part.state.code == on)

    @Slot(object)
    def _on_pressed(self, code: str) -> None:
        if code == self.on and not self._clearable:
            return
        self._show_on(None if code == self.on else code)
        self.chosen.emit(self.on)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        places = [place for place, part in enumerate(self._parts) if part.hasFocus()]
        if step is None or not places:
            super().keyPressEvent(event)
        else:
            target = self._parts[(places[0] + step) % len(self._parts)]
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        rounded(QPainter(self), QRectF(self.rect()), theme.radius.md, "bg_surface", "border")


class _Segment(PaintedChoice):
    """One part; its switch decides whether it is on."""

    def __init__(self, state: SegmentState, type: TypeName, parent: QWidget) -> None:
        super().__init__(state.code, state.text, parent)
        self.state = state
        self._type: TypeName = type
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setToolTip(state.hint)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        width = text_width(self.state.text, theme.font(self._type, bold=True)) + 2 * (
            theme.space.s2 + theme.space.s0
        )
        if self.state.icon:
            width += theme.size.icon + theme.space.s1 + theme.space.s0
        return QSize(round(width + 0.5), theme.size.control)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        on = self.isChecked()
        if on or self.underMouse():
            # The frame's corners are round: what is filled stays inside them.
            holder = self.parentWidget() or self
            frame = QRectF(holder.rect()).translated(-self.x(), 0).adjusted(1, 1, -1, -1)
            clip = QPainterPath()
            clip.addRoundedRect(frame, theme.radius.md - 1, theme.radius.md - 1)
            painter.setClipPath(clip)
            rounded(painter, rect, 0, "bg_selected" if on else "bg_hover")
            painter.setClipping(False)
        if self.x() > 0:
            hairline(painter, 0.5, 1, 0.5, rect.height() - 1, "border_subtle")
        token = "text_disabled" if not self.isEnabled() else "accent" if on else "text_2"
        text_rect = QRectF(rect)
        if self.state.icon:
            side = theme.size.icon
            left = theme.space.s2 + theme.space.s0
            paint_icon(
                painter, QRectF(left, rect.center().y() - side / 2, side, side), self.state.icon, token
            )
            text_rect.setLeft(left + side + theme.space.s1 + theme.space.s0 - theme.space.s2)
        font = theme.font(self._type, bold=on)
        line_text(painter, text_rect, self.state.text, font, token, Qt.AlignmentFlag.AlignCenter)
        if self.hasFocus():
            draw_focus_ring(painter, rect, theme, theme.radius.md)


_KEYPAD = Qt.KeyboardModifier.KeypadModifier
