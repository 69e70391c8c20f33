"""Message bars: what is wrong or new about the thing below, and at most two buttons."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.card_state import MessageAction, MessageState, MessageWords
from evalapp.ui.widgets.labels import IconLabel, text_label

_ICONS = {
    "error": "alert-circle-outline",
    "warn": "alert-outline",
    "info": "information-outline",
    "returned": "reply-outline",
}


class MessageBar(QFrame):
    """Shows one MessageState; what a button asks for is written below its sentence.

    Signals:
        acted: the code of the button that was pressed.
        said: a MessageWords.
        left: the field that had the focus goes, with or without words.
    """

    acted = Signal(object)
    said = Signal(object)
    left = Signal()

    def __init__(self, state: MessageState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.state = state
        self.setProperty("message", state.kind)
        self.setAccessibleName(state.text)
        self._asks: list[MessageAction] = []
        self._asking = _Asking(self)
        self._asking.said.connect(self.said)
        self._asking.left.connect(self.left)
        around = QVBoxLayout(self)
        edge = theme.space.s1 if state.actions else theme.space.s2
        around.setContentsMargins(theme.space.s2 + theme.space.s0, edge, edge, edge)
        around.setSpacing(theme.space.s1)
        row = QHBoxLayout()
        row.setSpacing(theme.space.s2)
        row.addWidget(IconLabel(_ICONS[state.kind], state.kind))
        row.addWidget(text_label(state.text, wrap=True), 1)
        for action in state.actions:
            button = _ActionButton(action, self)
            if action.asks:
                self._asks.append(action)
                button.pressed_code.connect(partial(_ask, self._asking, action))
                self._asking.opened.connect(button.setHidden)
            else:
                button.pressed_code.connect(self.acted)
            row.addWidget(button)
        around.addLayout(row)
        around.addWidget(self._asking)

    def offers(self, prefix: str) -> bool:
        """Whether a button asks for words whose code begins so."""
        return any(action.code.startswith(prefix) for action in self._asks)

    def ask(self, prefix: str) -> None:
        """Ask for the words of the first button whose code begins so."""
        for action in self._asks:
            if action.code.startswith(prefix):
                self._asking.ask(action)
                return


class MessageBars(QWidget):
    """The message bars of one card or page, under each other; takes no room while there are none.

    Signals:
        acted: the code of the button that was pressed.
        said: a MessageWords, once what a button asked for is written.
        left: what had the focus in a bar goes; the focus belongs to what the bars are about.
    """

    acted = Signal(object)
    said = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: list[MessageBar] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(current_theme().space.s1)
        self.hide()

    def set_state(self, messages: Sequence[MessageState]) -> None:
        """Show these bars; one that is there already is left alone, with what is being written in it."""
        if [bar.state for bar in self._bars] == list(messages):
            return
        before = list(self._bars)
        self._bars = [self._taken(before, state) for state in messages]
        focus = self.focusWidget()
        if focus is not None and focus.hasFocus() and any(bar.isAncestorOf(focus) for bar in before):
            self.left.emit()
        for bar in before:
            self._column.removeWidget(bar)
            bar.hide()
            bar.deleteLater()
        for place, bar in enumerate(self._bars):
            self._column.insertWidget(place, bar)
            bar.show()
        self.setVisible(bool(self._bars))

    def offers(self, prefix: str) -> bool:
        """Whether a bar has a button that asks for words and whose code begins so."""
        return any(bar.offers(prefix) for bar in self._bars)

    def ask(self, prefix: str) -> None:
        """Ask for the words of the first such button."""
        for bar in self._bars:
            if bar.offers(prefix):
                bar.ask(prefix)
                return

    def forget(self) -> None:
        """Begin anew: what is half written in the bars belongs to another card."""
        self.set_state(())

    def _taken(self, before: list[MessageBar], state: MessageState) -> MessageBar:
        """The bar of a state, taken out of those that are there, or a new one."""
        for bar in before:
            if bar.state == state:
                before.remove(bar)
                return bar
        bar = MessageBar(state, self)
        bar.acted.connect(self.acted)
        bar.said.connect(self.said)
        bar.left.connect(self.left)
        return bar


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


class _Asking(QWidget):
    """A field with its two buttons, hidden until words are asked for. Enter says them, Esc gives up.

    Signals:
        said: a MessageWords.
        opened: whether the field is there.
        left: the field is about to go, before the focus falls to whatever comes next.
    """

    said = Signal(object)
    opened = Signal(bool)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._code = ""
        self.field = QLineEdit()
        self.field.returnPressed.connect(self._on_said)
        self._say = Button(look="plain", parent=self)
        self._say.clicked.connect(self._on_said)
        cancel = Button(_("Cancel"), look="link", parent=self)
        cancel.clicked.connect(self._give_up)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current_theme().space.s2)
        row.addWidget(self.field, 1)
        row.addWidget(self._say)
        row.addWidget(cancel)
        self.hide()

    def ask(self, action: MessageAction) -> None:
        """Ask for the words of a button."""
        self._code = action.code
        self.field.setPlaceholderText(action.asks)
        self.field.setAccessibleName(action.asks)
        self._say.setText(action.text.rstrip("…"))
        self._say.updateGeometry()
        self.show()
        self.opened.emit(True)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _give_up(self) -> None:
        self.left.emit()
        self.hide()
        self.opened.emit(False)

    @Slot()
    def _on_said(self) -> None:
        words = self.field.text().strip()
        if words:
            self._give_up()
            self.field.clear()
            self.said.emit(MessageWords(code=self._code, words=words))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._give_up()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)


def _ask(asking: _Asking, action: MessageAction, _code: object) -> None:
    asking.ask(action)


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
