"""Answering in several rounds: the editor of a single round, once for each."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.card_state import ScaleKind, ScaleState
from evalapp.ui.widgets.editors.base import ProblemLine, ValueEditor
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.tab_order import in_tab_order

MakeEditor = Callable[[ScaleKind, QWidget], ValueEditor]
_BESIDE = ("count", "number", "rate")
_WITH_LISTS = ("checklist", "deductions")


class RoundsEditor(ValueEditor):
    """Rounds under each other, any of which may stay empty; Enter goes to the next, Alt with an arrow to either side.

    A digit on the card is for the round that has the focus, else for the first empty one.
    """

    def __init__(self, make: MakeEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._scale = ScaleState(kind="rounds")
        self._told = ""
        self._rounds: list[_Round] = []
        self._tally = text_label(type="strong", tone="text_2", wrap=True)
        self._hint = text_label(type="caption", tone="text_3", wrap=True)
        self._problem = ProblemLine(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(current_theme().space.s1)
        for part in (self._tally, self._hint, self._problem):
            self._column.addWidget(part)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def set_state(self, scale: ScaleState, value: str) -> None:
        one = scale.one
        assert one is not None, "rounds have a scale of their own"
        if self._rounds and self._rounds[0].kind != one.kind:
            self._discard()
        self._scale, self._told = scale, value
        while len(self._rounds) < scale.rounds:
            made = _Round(len(self._rounds) + 1, one.kind, self._make(one.kind, self), self)
            made.editor.answered.connect(self._on_answered)
            self._column.insertWidget(len(self._rounds), made)
            self._rounds.append(made)
        parts = [*_parts(value, one.kind), *[""] * scale.rounds]
        for number, shown in enumerate(self._rounds):
            shown.setVisible(number < scale.rounds)
            if number < scale.rounds:
                shown.set_state(one, parts[number])
        self.takes_digits = self._rounds[0].editor.takes_digits
        in_tab_order(*(shown.editor for shown in self._rounds[: scale.rounds]))
        self.set_problem("")
        self._show_words()

    def set_problem(self, text: str) -> None:
        self._problem.set_text(text)

    def editors(self) -> list[ValueEditor]:
        """The editors of the rounds, in their order."""
        return [shown.editor for shown in self._rounds[: self._scale.rounds]]

    def tally(self) -> str:
        """The words that sum up what is given."""
        return self._tally.text()

    def press(self, digit: int) -> bool:
        return self.isEnabled() and self._rounds[self._current()].editor.press(digit)

    def commit(self) -> None:
        for editor in self.editors():
            editor.commit()

    def forget(self) -> None:
        self._told = ""
        for shown in self._rounds:
            shown.value = ""
            shown.editor.forget()

    def focus_value(self) -> None:
        self._rounds[self._current()].editor.focus_value()

    def _current(self) -> int:
        """The round that has the focus, else the first empty one, else the first."""
        rounds = self._rounds[: self._scale.rounds]
        focus = QApplication.focusWidget()
        inside = (number for number, shown in enumerate(rounds) if focus and shown.isAncestorOf(focus))
        empty = (number for number, shown in enumerate(rounds) if not shown.value)
        return next(inside, next(empty, 0))

    def _given(self) -> str:
        """The rounds as one value: parted by a semicolon, for which a comma stands inside."""
        values = [shown.value.replace(";", ",") for shown in self._rounds[: self._scale.rounds]]
        return ";".join(values) if any(values) else ""

    @Slot(object)
    def _on_answered(self, value: str) -> None:
        sender = self.sender()
        for shown in self._rounds:
            if shown.editor is sender:
                shown.value = value
        given = self._given()
        self._show_words()
        if given != self._told:
            self._told = given
            self.answered.emit(given)

    def _go(self, step: int) -> bool:
        """Go to a neighbouring round from the one that has the focus; whether there is one."""
        focus = QApplication.focusWidget()
        place = self._current() + step
        if focus is None or not self.isAncestorOf(focus) or not 0 <= place < self._scale.rounds:
            return False
        self._rounds[place].editor.focus_value()
        return True

    def _discard(self) -> None:
        for shown in self._rounds:
            self._column.removeWidget(shown)
            shown.hide()
            shown.deleteLater()
        self._rounds = []

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, _before: QWidget | None, _now: QWidget | None) -> None:
        if self.isVisible():
            self._show_keys()

    def _show_keys(self) -> None:
        """Digits are printed where they go."""
        for number, editor in enumerate(self.editors()):
            editor.show_keys(number == self._current())

    def _show_words(self) -> None:
        for number, shown in enumerate(self._rounds, 1):
            shown.label.setText(_("Round {n}").format(n=number))
        words = "" if self._scale.tally is None else self._scale.tally(self._given())
        self._tally.setText(words)
        self._tally.setVisible(bool(words))
        self._show_keys()
        self._hint.setText(_("Enter goes to the next round, Alt with ↑ ↓ to either side."))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        keys = Qt.Key
        plain, alt = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier
        step = 0
        if modifiers == plain and event.key() in (keys.Key_Return, keys.Key_Enter):
            step = 1
        elif modifiers == alt and event.key() in (keys.Key_Up, keys.Key_Down):
            step = 1 if event.key() == keys.Key_Down else -1
        if not step or not self._go(step):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._show_words()
        super().changeEvent(event)


class _Round(QWidget):
    """The number of a round and its editor, beside it where that is a line high."""

    def __init__(self, number: int, kind: ScaleKind, editor: ValueEditor, parent: QWidget) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.kind: ScaleKind = kind
        self.editor = editor
        self.value = ""
        self.label = text_label(_("Round {n}").format(n=number), type="caption", tone="text_2")
        line = QHBoxLayout(self) if kind in _BESIDE else QVBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.space.s2 if kind in _BESIDE else theme.space.s0)
        if kind in _BESIDE:
            self.label.setMinimumWidth(theme.scaled(64))
            line.addWidget(self.label)
            line.addWidget(editor, 1)
        else:
            line.addWidget(self.label)
            line.addWidget(editor)

    def set_state(self, scale: ScaleState, value: str) -> None:
        """Show a round's value."""
        self.value = value
        self.editor.set_state(scale, value)


def _parts(value: str, kind: ScaleKind) -> list[str]:
    """The values of the rounds; a comma stands for the semicolon of a list."""
    parts = value.split(";")
    return [part.replace(",", ";") for part in parts] if kind in _WITH_LISTS else parts
