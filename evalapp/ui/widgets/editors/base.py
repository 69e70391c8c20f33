"""What every value editor is."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.card_state import ScaleState
from evalapp.ui.widgets.labels import IconLabel, restyle, text_label
from evalapp.ui.widgets.leading import Leading
from evalapp.ui.widgets.painting import text_width


class ValueEditor(Leading):
    """Shows a value and tells the one the user gives instead; it never judges it.

    A value is text as written in the form reference; empty means blank.

    Signals:
        answered: the new value, whole or not: the page answers a bad one with :meth:`set_problem`.
    """

    answered = Signal(object)

    # Whether digits belong to a text field of this editor; the special states then need Alt.
    takes_digits = False

    def set_state(self, scale: ScaleState, value: str) -> None:
        """Show a value of a scale. Forgets the problem shown."""
        raise NotImplementedError

    def set_problem(self, text: str) -> None:
        """Show what is wrong with the value, in one sentence; empty takes it away."""

    def show_keys(self, shown: bool) -> None:
        """Print the digits that press something, or not: they go to another editor at the moment."""

    def press(self, digit: int) -> bool:
        """A digit pressed somewhere on the card; whether the editor did something with it."""
        return False

    def commit(self) -> None:
        """Tell what is typed and not yet told."""

    def forget(self) -> None:
        """Another item comes next: nothing typed for this one may come back, by undo in a field either."""

    def focus_value(self) -> None:
        """Take the keyboard focus where the value is given."""
        self.setFocus()


class Field(QLineEdit):
    """A short text field, as wide as the characters it is for."""

    def __init__(self, characters: int, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._characters = characters
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def mark(self, *, problem: bool) -> None:
        """Draw the edge as an error, or as usual."""
        if bool(self.property("problem") == "true") != problem:
            self.setProperty("problem", "true" if problem else "false")
            restyle(self)

    def open_with(self, text: str) -> None:
        """Take the focus and replace what is there."""
        self.setFocus()
        self.setText(text)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        width = round(text_width("0" * self._characters, theme.font())) + 2 * theme.space.s2 + theme.space.s2
        return QSize(width, theme.size.control)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if belongs_to_card(event) or (event.matches(QKeySequence.StandardKey.Paste) and not has_text()):
            event.ignore()
        else:
            super().keyPressEvent(event)


def has_text() -> bool:
    """Whether the clipboard holds words: a picture pasted into a text field would only delete what is selected there."""
    return QGuiApplication.clipboard().mimeData().hasText()


def belongs_to_card(event: QKeyEvent) -> bool:
    """Whether a key typed into a text field is meant for the card around it: Alt with anything, Ctrl with a move."""
    ctrl = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.ControlModifier
    keys = Qt.Key
    moves = (keys.Key_Return, keys.Key_Enter, keys.Key_Up, keys.Key_Down)
    only_alt = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.AltModifier
    return only_alt or event.key() == keys.Key_Escape or (ctrl and event.key() in moves)


class ProblemLine(QWidget):
    """One sentence of what is wrong, under a field; hidden while nothing is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current_theme().space.s1)
        row.addWidget(IconLabel("alert-circle-outline", "error", "icon_sm"))
        self._label = text_label(type="caption", tone="error", wrap=True)
        row.addWidget(self._label, 1)
        self.hide()

    def set_text(self, text: str) -> None:
        """Show a sentence; hide for an empty one."""
        self._label.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def text(self) -> str:
        """The sentence shown."""
        return self._label.text()
