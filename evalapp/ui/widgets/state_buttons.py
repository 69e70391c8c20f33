"""The answers that are no value: not found, not applicable, unable to assess."""

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.card_state import SpecialState, StateChoice
from evalapp.ui.widgets.editors.base import ProblemLine
from evalapp.ui.widgets.flow import FlowLayout
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.words import state_word

KEYS: dict[SpecialState, str] = {"not_found": "0", "not_applicable": "-", "unable": "."}
_ICONS = {
    "not_found": "close-circle-outline",
    "not_applicable": "minus-circle-outline",
    "unable": "help-circle-outline",
}
_WITH_REASON = ("not_applicable", "unable")


class StateButtons(QWidget):
    """Three buttons; the latter two ask for a reason in place before they tell.

    ``tail`` is put at the end of their line, or of the next if there is no room.
    Pressing the one that is on takes the state back. Esc in the reason field keeps the words that are there and
    goes up to the card; without words it leaves things as they were.

    Signals:
        state_chosen: a StateChoice; its reason is never empty where one is asked for.
    """

    state_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, tail: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._state: SpecialState | None = None
        self._reason_told = ""
        self._asking: SpecialState | None = None
        self._with_alt = False
        self._buttons: dict[SpecialState, _StateButton] = {}
        self._or = text_label(type="caption", tone="text_3")
        buttons = QWidget(self)
        row = FlowLayout(buttons, last="push" if tail is not None else "")
        row.addWidget(self._or)
        for state in KEYS:
            made = _StateButton(state, buttons)
            made.pressed_state.connect(self._on_pressed)
            row.addWidget(made)
            self._buttons[state] = made
        if tail is not None:
            row.addWidget(tail)
        self._reason = _ReasonField(self)
        self._reason.confirmed.connect(self._on_confirmed)
        self._reason.given_up.connect(self._on_given_up)
        self._reason.left.connect(self.commit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.s1)
        column.addWidget(buttons)
        column.addWidget(self._reason)
        self._retranslate()

    def set_state(
        self,
        offered: tuple[SpecialState, ...],
        on: SpecialState | None,
        reason: str = "",
        *,
        with_alt: bool = False,
    ) -> None:
        """Offer these states, one of them on; ``with_alt`` prints Alt before the keys."""
        if on != self._state:
            self._asking = None
        self._state = on
        self._reason_told = reason
        self._with_alt = with_alt
        for state, button in self._buttons.items():
            button.setVisible(state in offered)
        self._or.setVisible(bool(offered))
        self._show()

    def press(self, key: str) -> bool:
        """Press the button of a key (0, - or .); whether there is one that can be pressed."""
        for state, printed in KEYS.items():
            if printed == key and not self._buttons[state].isHidden() and self._buttons[state].isEnabled():
                self._buttons[state].click()
                return True
        return False

    @property
    def asking(self) -> bool:
        """Whether the reason field is open and waits for its reason."""
        return self._asking is not None

    @Slot()
    def commit(self) -> None:
        """Tell a reason that was typed and not yet kept: the item is about to be left."""
        if self._reason.text() and not self._reason.isHidden():
            self._on_confirmed(self._reason.text(), focus=False)

    def give_up(self) -> None:
        """Close an open reason field without telling anything: another answer was given."""
        if self._asking is not None:
            self._asking = None
            self._show()

    def _show(self) -> None:
        shown = self._asking or self._state
        for state, button in self._buttons.items():
            button.setChecked(state == shown)
            button.set_key(f"Alt {KEYS[state]}" if self._with_alt else KEYS[state])
        if shown in _WITH_REASON and shown is not None:
            self._reason.open(shown, self._reason_told if self._asking is None else "")
        else:
            self._reason.hide()

    @Slot(object)
    def _on_pressed(self, state: SpecialState) -> None:
        if state in (self._state, self._asking) and self._asking in (None, state):
            taken_back = self._asking is None
            self._asking = None
            if taken_back:
                self._state = None
            self._show()
            if taken_back:
                self.state_chosen.emit(StateChoice(state=None))
        elif state in _WITH_REASON:
            self._asking = state
            self._show()
            self._reason.focus_field()
        else:
            self._asking = None
            self._choose(state, "")

    @Slot(object)
    def _on_confirmed(self, reason: str, *, focus: bool = True) -> None:
        state = self._asking or self._state
        if state is not None and (self._asking is not None or reason != self._reason_told):
            self._asking = None
            self._choose(state, reason, focus=focus)

    @Slot()
    def _on_given_up(self) -> None:
        if self._asking is None:
            self._reason.put_back()
        else:
            asked = self._buttons[self._asking]
            self._asking = None
            self._show()
            asked.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, state: SpecialState, reason: str, *, focus: bool = True) -> None:
        self._state = state
        self._reason_told = reason
        self._show()
        if focus:
            self._buttons[state].setFocus(Qt.FocusReason.OtherFocusReason)
        self.state_chosen.emit(StateChoice(state=state, reason=reason))

    def _retranslate(self) -> None:
        self._or.setText(_("or"))
        for state, button in self._buttons.items():
            word = state_word(state)
            button.setText(_("{word}…").format(word=word) if state in _WITH_REASON else word)
            button.setAccessibleName(word)
            button.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)


class _StateButton(Button):
    """A state; its row decides whether it is on."""

    pressed_state = Signal(object)

    def __init__(self, state: SpecialState, parent: QWidget) -> None:
        super().__init__(icon=_ICONS[state], key=KEYS[state], parent=parent)
        self._state = state
        self.setCheckable(True)
        self.clicked.connect(self._on_clicked)

    @Slot()
    def _on_clicked(self) -> None:
        self.pressed_state.emit(self._state)

    def nextCheckState(self) -> None:
        """The row decides."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter goes on to the next item: pressed right after the state's key, it would take the state back.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)


class _ReasonField(QWidget):
    """Asks why, in one line.

    Signals:
        confirmed: a reason that is not empty.
        given_up: Esc was pressed with no words there.
        left: Esc was pressed with a reason that is not empty.
    """

    confirmed = Signal(object)
    given_up = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._state: SpecialState | None = None
        self._told = ""
        self._label: QLabel = text_label(type="caption", tone="text_2")
        self._field = QLineEdit(self)
        self._field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._keep = Button(key="Enter", parent=self)
        self._keep.clicked.connect(self._on_keep)
        self._problem = ProblemLine(self)
        line = QHBoxLayout()
        line.setSpacing(theme.space.s2)
        line.addWidget(self._label)
        line.addWidget(self._field, 1)
        line.addWidget(self._keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.s1)
        column.addLayout(line)
        column.addWidget(self._problem)
        self._field.textChanged.connect(self._on_text_changed)
        self.hide()

    def open(self, state: SpecialState, reason: str) -> None:
        """Show the field for a state with the reason given so far."""
        if state != self._state or self.isHidden() or reason != self._told:
            self._state, self._told = state, reason
            self._field.setText(reason)
        self._retranslate()
        self._problem.set_text("")
        self.show()

    def text(self) -> str:
        """The reason as typed."""
        return self._field.text().strip()

    def put_back(self) -> None:
        """Show the reason that was given again."""
        self._field.setText(self._told)

    def focus_field(self) -> None:
        """Let the user type the reason."""
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_text_changed(self) -> None:
        self._problem.set_text("")

    @Slot()
    def _on_keep(self) -> None:
        reason = self._field.text().strip()
        if reason:
            self.confirmed.emit(reason)
        else:
            self._problem.set_text(_("Write in a few words why."))
            self.focus_field()

    def _retranslate(self) -> None:
        asked = _("Why is it not applicable?") if self._state == "not_applicable" else _("What prevented it?")
        self._label.setText(asked)
        self._field.setAccessibleName(asked)
        self._keep.setText(_("Keep reason"))
        self._keep.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_keep()
        elif event.key() == Qt.Key.Key_Escape:
            told = self.left if self.text() else self.given_up
            told.emit()
            event.setAccepted(not self.isVisible())  # where it stays open, the card takes the focus
        else:
            super().keyPressEvent(event)
