"""Message bars: what is wrong or new about the thing below, and at most two buttons."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.card_state import MessageAction, MessageState
from evalapp.ui.widgets.labels import IconLabel, text_label

_ICONS = {
    "error": "alert-circle-outline",
    "warn": "alert-outline",
    "info": "information-outline",
    "returned": "reply-outline",
}


class MessageBar(QFrame):
    """Shows one MessageState.

    Signals:
        acted: the code of the button that was pressed.
    """

    acted = Signal(object)

    def __init__(self, state: MessageState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.state = state
        self.setProperty("message", state.kind)
        self.setAccessibleName(state.text)
        row = QHBoxLayout(self)
        row.setContentsMargins(
            theme.space.s2 + theme.space.s0, theme.space.s1, theme.space.s1, theme.space.s1
        )
        row.setSpacing(theme.space.s2)
        row.addWidget(IconLabel(_ICONS[state.kind], state.kind))
        row.addWidget(text_label(state.text, wrap=True), 1)
        for action in state.actions:
            button = _ActionButton(action, self)
            button.pressed_code.connect(self.acted)
            row.addWidget(button)
        if not state.actions:
            row.setContentsMargins(
                row.contentsMargins().left(), theme.space.s2, theme.space.s2, theme.space.s2
            )


class MessageBars(QWidget):
    """The message bars of one card or page, under each other; takes no room while there are none.

    Signals:
        acted: the code of the button that was pressed.
    """

    acted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: list[MessageBar] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(current_theme().space.s1)
        self.hide()

    def set_state(self, messages: Sequence[MessageState]) -> None:
        """Show these bars; the same ones again are left alone."""
        if [bar.state for bar in self._bars] == list(messages):
            return
        for bar in self._bars:
            self._column.removeWidget(bar)
            bar.hide()
            bar.deleteLater()
        self._bars = [MessageBar(state, self) for state in messages]
        for bar in self._bars:
            bar.acted.connect(self.acted)
            self._column.addWidget(bar)
            bar.show()
        self.setVisible(bool(self._bars))


class SyntheticBar(QFrame):
    """The bar that stands above the results of a project with made-up answers."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.setProperty("message", "synthetic")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space.s3, theme.space.s1, theme.space.s3, theme.space.s1)
        row.setSpacing(theme.space.s2)
        row.addWidget(IconLabel("flask-outline", "synthetic", "icon_sm"))
        self._label = text_label(text, type="caption", tone="synthetic", wrap=True)
        row.addWidget(self._label, 1)

    def set_text(self, text: str) -> None:
        """Show another sentence."""
        self._label.setText(text)


class _ActionButton(Button):
    """A button of a bar that tells its code."""

    pressed_code = Signal(object)

    def __init__(self, action: MessageAction, parent: QWidget) -> None:
        super().__init__(action.text, look="link" if action.link else "plain", parent=parent)
        self._code = action.code
        self.clicked.connect(self._on_clicked)

    @Slot()
    def _on_clicked(self) -> None:
        self.pressed_code.emit(self._code)
