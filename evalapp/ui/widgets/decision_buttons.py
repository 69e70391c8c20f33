"""The verbs of deciding: key, verb and consequence on each; choosing one writes nothing."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.style import draw_focus_ring
from evalapp.ui.widgets.painted_choice import PaintedChoice
from evalapp.ui.widgets.painting import key_cap_width, line_text, paint_key_cap, rounded, text_width


class DecisionState(msgspec.Struct, frozen=True, kw_only=True):
    """One verb: its key (1 2 3 R S), the verb, and what it would mean; ``reason`` says why it cannot be chosen now."""

    code: str
    key: str
    verb: str
    consequence: str = ""
    reason: str = ""


_MANY = 5
"""From so many buttons on they stand closer to each other."""


class DecisionButtons(QWidget):
    """A row of equally wide verbs, at most one chosen.

    Signals:
        verb_chosen: the code of the verb.
    """

    verb_chosen = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: list[_DecisionButton] = []
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(current_theme().space.s2)

    def set_state(self, verbs: Sequence[DecisionState], on: str | None) -> None:
        """Show these verbs, ``on`` among them chosen."""
        if [button.state.code for button in self._buttons] != [verb.code for verb in verbs]:
            for button in self._buttons:
                self._row.removeWidget(button)
                button.hide()
                button.deleteLater()
            self._buttons = [_DecisionButton(verb, self) for verb in verbs]
            theme = current_theme()
            self._row.setSpacing(theme.space.s2 if len(verbs) < _MANY else theme.space.s1)
            for button in self._buttons:
                button.pressed_code.connect(self._on_pressed)
                self._row.addWidget(button, 1)
                button.show()
        for button, verb in zip(self._buttons, verbs, strict=True):
            button.set_state(verb)
            button.setChecked(verb.code == on)

    @property
    def states(self) -> tuple[DecisionState, ...]:
        """The verbs shown."""
        return tuple(button.state for button in self._buttons)

    def press(self, key: str) -> bool:
        """Press the verb of a key; whether there is one that can be chosen."""
        for button in self._buttons:
            if button.state.key.casefold() == key.casefold() and button.isEnabled():
                button.setFocus(Qt.FocusReason.ShortcutFocusReason)
                button.click()
                return True
        return False

    @Slot(object)
    def _on_pressed(self, code: str) -> None:
        for button in self._buttons:
            button.setChecked(button.state.code == code)
        self.verb_chosen.emit(code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        places = [place for place, button in enumerate(self._buttons) if button.hasFocus()]
        if step is not None and places:
            self._buttons[(places[0] + step) % len(self._buttons)].setFocus(Qt.FocusReason.TabFocusReason)
        elif not (plain and event.text() and self.press(event.text())):
            super().keyPressEvent(event)


class _DecisionButton(PaintedChoice):
    """One verb; the row decides whether it is chosen."""

    presses_on_enter = False

    def __init__(self, state: DecisionState, parent: QWidget) -> None:
        super().__init__(state.code, "", parent)
        self.state = state
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_state(self, state: DecisionState) -> None:
        """Show another consequence."""
        self.state = state
        self.setAccessibleName(state.verb)
        self.setAccessibleDescription(state.reason or state.consequence)
        self.setToolTip(state.reason or state.consequence)
        self.setEnabled(not state.reason)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        words = max(
            text_width(self.state.verb, theme.font("strong")),
            text_width(self.state.consequence, theme.font("caption")),
        )
        width = words + key_cap_width(self.state.key) + 4 * theme.space.s2
        return QSize(
            round(width), max(theme.size.row_tall, theme.rows("strong", "caption", pad=theme.space.s0))
        )

    def minimumSizeHint(self) -> QSize:
        theme = current_theme()
        width = text_width(self.state.verb, theme.font("strong")) + key_cap_width(self.state.key)
        return QSize(round(width) + 4 * theme.space.s2, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        on, enabled = self.isChecked(), self.isEnabled()
        ground = "bg_selected" if on else "bg_hover" if self.underMouse() and enabled else "bg_surface"
        edge = "accent" if on else "border" if enabled else "border_subtle"
        rounded(painter, rect, theme.radius.md, ground, edge, 2 if on else 1)
        x = rect.left() + theme.space.s2 + theme.space.s0
        x += paint_key_cap(painter, x, rect.center().y(), self.state.key) + theme.space.s2
        room = QRectF(x, 0, rect.right() - theme.space.s2 - x, rect.height())
        strong, caption = theme.line("strong"), theme.line("caption")
        top = (
            rect.center().y() - (strong + caption) / 2
            if self.state.consequence
            else rect.center().y() - strong / 2
        )
        token = "text" if enabled else "text_disabled"
        line_text(
            painter,
            QRectF(room.left(), top, room.width(), strong),
            self.state.verb,
            theme.font("strong"),
            token,
        )
        second = QRectF(room.left(), top + strong, room.width(), caption)
        token = "text_2" if enabled else "text_disabled"
        line_text(painter, second, self.state.consequence, theme.font("caption"), token)
        if self.hasFocus():
            draw_focus_ring(painter, rect, theme, theme.radius.md)
