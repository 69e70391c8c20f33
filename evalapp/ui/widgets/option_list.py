"""The steps of a scale, one of them on; or the ticks of a checklist."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.card_state import OptionState
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.option_row import OptionRow, TickRow

LAST_DIGIT = 9


class OptionList(QWidget):
    """Answer rows under each other with the keys 1–9 printed on them; a line says how the rows after the ninth are reached.

    A digit, a click or Space tells the row's value; Up and Down move the focus. What is on is shown by
    :meth:`set_state` alone. ``ticks`` makes check boxes instead of radio buttons.

    Signals:
        pressed_value: the value of the row that was pressed, whether it was on or not.
    """

    pressed_value = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, ticks: bool = False) -> None:
        super().__init__(parent)
        self._ticks = ticks
        self._options: tuple[OptionState, ...] = ()
        self._on: frozenset[str] = frozenset()
        self._keys = True
        self._rows: list[OptionRow | TickRow] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(current_theme().space.s0 + 1)
        self._hint = text_label(type="caption", tone="text_3")
        self._hint.hide()
        self._layout.addWidget(self._hint)

    def set_state(self, options: Sequence[OptionState], on: frozenset[str]) -> None:
        """Show these options, those whose value is in ``on`` switched on."""
        self._options = tuple(options)
        self._on = on
        while len(self._rows) < len(options):
            row = TickRow(self) if self._ticks else OptionRow(self)
            row.pressed_value.connect(self.pressed_value)
            self._layout.insertWidget(len(self._rows), row)
            self._rows.append(row)
        self._show()

    def show_keys(self, shown: bool) -> None:
        """Print the keys on the rows, or not: they are another list's at the moment."""
        if shown != self._keys:
            self._keys = shown
            self._show()

    def press(self, digit: int) -> bool:
        """Press the row of a digit; whether there is one that can be pressed."""
        if not 1 <= digit <= min(len(self._options), LAST_DIGIT) or not self._rows[digit - 1].isEnabled():
            return False
        self._rows[digit - 1].setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._rows[digit - 1].click()
        return True

    def focus_row(self) -> None:
        """Give the focus to the row that is on, or to the first."""
        shown = self._rows[: len(self._options)]
        target = next((row for row in shown if row.isChecked()), shown[0] if shown else self)
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def rows(self) -> list[OptionRow | TickRow]:
        """The rows shown, top to bottom."""
        return self._rows[: len(self._options)]

    def _show(self) -> None:
        for row, option in zip(self._rows, self._options, strict=False):
            row.look.option = option
        shown = self._rows[: len(self._options)]
        widest = max((row.look.natural_label_width() for row in shown), default=0.0)
        for number, (row, option) in enumerate(zip(shown, self._options, strict=True), 1):
            key = str(number) if number <= LAST_DIGIT and self._keys else ""
            row.set_state(option, key, widest, on=option.value in self._on)
            row.updateGeometry()
        for row in self._rows:
            row.setVisible(row in shown)
        self._hint.setText(_("Rows without a number: ↑ ↓ and Space, or a click."))
        self._hint.setVisible(len(shown) > LAST_DIGIT)

    def _move(self, step: int) -> None:
        shown = self.rows()
        places = [place for place, row in enumerate(shown) if row.hasFocus()]
        if shown:
            place = (places[0] + step) % len(shown) if places else 0
            shown[place].setFocus(Qt.FocusReason.TabFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.LanguageChange) and self._options:
            self._show()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._move(1 if event.key() == Qt.Key.Key_Down else -1)
        elif not (plain and event.text().isdecimal() and self.press(int(event.text()))):
            super().keyPressEvent(event)
