"""Answering by what was found: how often each finding occurs, or that none does."""

from PySide6.QtCore import QEvent, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.base.numbers import canonical
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.card_state import OptionState, ScaleState
from evalapp.ui.widgets.editors.base import Field, ProblemLine, ValueEditor
from evalapp.ui.widgets.key_cap import KeyCap
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.option_list import LAST_DIGIT
from evalapp.ui.widgets.option_row import OptionRow
from evalapp.ui.widgets.painting import rounded

NOTHING_FOUND = "none"
_CHARACTERS = 5


class DeductionsEditor(ValueEditor):
    """A row a finding with a field for how often it occurs, and a row that says that nothing was found.

    A digit on the card opens the field of the row that it is printed on. In a field, Up and Down go to the next row, + and −
    count. Nothing touched is blank; zeros say that nothing was found only where every row has one.
    """

    takes_digits = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._scale = ScaleState(kind="deductions")
        self._told = ""
        self._none = False
        self._binding = False
        self._keys = True
        self._rows: list[FindingRow] = []
        self.nothing = OptionRow(self)
        self.nothing.pressed_value.connect(self._on_nothing)
        self._tally = text_label(type="strong", tone="text_2")
        self._problem = ProblemLine(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space.s0 + 1)
        self._column.addWidget(self.nothing)
        self._tally.setContentsMargins(0, theme.space.s0, 0, 0)
        self._column.addWidget(self._tally)
        self._column.addWidget(self._problem)

    def set_state(self, scale: ScaleState, value: str) -> None:
        self._scale, self._told, self._none = scale, value, value == NOTHING_FOUND
        self._binding = True
        while len(self._rows) < len(scale.options):
            row = FindingRow(self)
            row.typed.connect(self._on_typed)
            row.left.connect(self.commit)
            self._column.insertWidget(len(self._rows), row)
            self._rows.append(row)
        counts = dict(part.partition("=")[::2] for part in value.split(";") if "=" in part)
        for number, row in enumerate(self._rows):
            row.setVisible(number < len(scale.options))
            if number < len(scale.options):
                finding = scale.options[number]
                row.set_state(finding, self._key(number + 1), counts.get(finding.value, ""))
        self._binding = False
        self.set_problem("")
        self._show_words()

    def set_problem(self, text: str) -> None:
        self._problem.set_text(text)
        for row in self.rows():
            row.mark(problem=bool(text))

    def show_keys(self, shown: bool) -> None:
        if shown != self._keys:
            self._keys = shown
            for number, row in enumerate(self.rows(), 1):
                row.set_key(self._key(number))
            self._show_words()

    def rows(self) -> list["FindingRow"]:
        """The rows of the findings, top to bottom."""
        return self._rows[: len(self._scale.options)]

    def tally(self) -> str:
        """The words that sum up what is given."""
        return self._tally.text()

    def press(self, digit: int) -> bool:
        rows = self.rows()
        if not self.isEnabled() or not 1 <= digit <= len(rows) + 1:
            return False
        if digit <= len(rows):
            rows[digit - 1].focus_count()
        else:
            self.nothing.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.nothing.click()
        return True

    @Slot()
    def commit(self) -> None:
        value = self._given()
        if value != self._told:
            self._told = value
            self.answered.emit(value)

    def forget(self) -> None:
        self._told, self._none = "", False
        for row in self._rows:
            row.forget()

    def focus_value(self) -> None:
        rows = self.rows()
        target = next((row for row in rows if row.count()), rows[0] if rows else None)
        if self._none or target is None:
            self.nothing.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            target.focus_count()

    def _given(self) -> str:
        """The value that the rows make; a count that is none is told as it was typed."""
        rows = self.rows()
        counts = [(row.finding.value, row.count()) for row in rows]
        found = [f"{name}={count}" for name, count in counts if count and canonical(count) != "0"]
        if found:
            return ";".join(found)
        zeros = bool(rows) and all(canonical(count) == "0" for _name, count in counts)
        return NOTHING_FOUND if self._none or zeros else ""

    @Slot()
    def _on_typed(self) -> None:
        if not self._binding:
            self._none = False
            self._show_words()

    @Slot(object)
    def _on_nothing(self, _value: str) -> None:
        self._none = not self._none
        self._binding = True
        for row in self.rows():
            row.clear()
        self._binding = False
        self._show_words()
        self.commit()

    def _show_words(self) -> None:
        number = len(self._scale.options) + 1
        option = OptionState(value=NOTHING_FOUND, label=_("Nothing of this was found"))
        self.nothing.set_state(option, self._key(number), 0.0, on=self._none)
        words = "" if self._scale.tally is None else self._scale.tally(self._given())
        self._tally.setText(words)
        self._tally.setVisible(bool(words))

    def _key(self, number: int) -> str:
        return str(number) if number <= LAST_DIGIT and self._keys else ""

    def _move(self, step: int) -> None:
        stops = [*(row.field for row in self.rows()), self.nothing]
        place = next((number for number, stop in enumerate(stops) if stop.hasFocus()), -step)
        target = place + step
        if 0 <= target < len(stops):
            stops[target].setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._move(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._show_words()
        super().changeEvent(event)


class FindingRow(QWidget):
    """A finding with what it costs and how often it occurs.

    Signals:
        typed: the count has changed, by typing or by a button.
        left: the count is whole: its field was left, Enter pressed, or a button.
    """

    typed = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.finding = OptionState(value="", label="")
        self._shown = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._key = KeyCap()
        self._label = text_label(type="strong", wrap=True)
        self._cost = text_label(type="caption", tone="text_2", wrap=True)
        self.field = _CountField(_CHARACTERS, "", self)
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.less = Button(icon="minus", parent=self)
        self.more = Button(icon="plus", parent=self)
        for button, slot in ((self.less, self._on_less), (self.more, self._on_more)):
            # The keys + and − do the same in the field, so that Tab goes from count to count.
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(slot)
        self.field.stepped.connect(self._step)
        self.field.textChanged.connect(self._on_text_changed)
        self.field.editingFinished.connect(self.left)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._label)
        words.addWidget(self._cost)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space.s2, theme.space.s0, theme.space.s1, theme.space.s0)
        row.setSpacing(theme.space.s1)
        row.addWidget(self._key)
        row.addSpacing(theme.space.s1)
        row.addLayout(words, 1)
        for part in (self.less, self.field, self.more):
            row.addWidget(part)

    def set_state(self, finding: OptionState, key: str, count: str) -> None:
        """Show a finding and its count; a count that is being typed stays."""
        if finding.value != self.finding.value:
            self.forget()
        self.finding = finding
        self.set_key(key)
        self._label.setText(finding.label)
        self._cost.setText(finding.anchor)
        self._cost.setVisible(bool(finding.anchor))
        self.field.setAccessibleName(_("{finding}: how often").format(finding=finding.label))
        self.field.setAccessibleDescription(finding.anchor)
        self.less.set_name(_("One less"))
        self.more.set_name(_("One more"))
        half_typed = self.field.hasFocus() and self.count() != self._shown
        if not half_typed:
            self._shown = count
            if self.count() != count:
                self.field.setText(count)
        self.update()

    def set_key(self, key: str) -> None:
        """Print the key that opens the field."""
        self._key.set_key(key)

    def count(self) -> str:
        """The count as typed."""
        return self.field.text().strip()

    def clear(self) -> None:
        """Take the count away, as the user did by another answer."""
        self._shown = ""
        self.field.setText("")

    def forget(self) -> None:
        """Another item comes next."""
        self._shown = ""
        self.field.setText("")

    def focus_count(self) -> None:
        """Let the user type the count."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def mark(self, *, problem: bool) -> None:
        """Draw the edge of a count that is none as an error."""
        plain = canonical(self.count())
        bad = bool(self.count()) and (plain is None or not plain.isdecimal())
        self.field.mark(problem=problem and bad)

    @Slot()
    def _on_less(self) -> None:
        self._step(-1)

    @Slot()
    def _on_more(self) -> None:
        self._step(1)

    @Slot(int)
    def _step(self, by: int) -> None:
        plain = canonical(self.count())
        now = int(plain) if plain is not None and plain.isdecimal() else 0
        self.field.setText(str(max(0, now + by)))
        self.left.emit()

    @Slot()
    def _on_text_changed(self) -> None:
        self.update()
        self.typed.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.focus_count()
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        found = self.count() not in ("", "0")
        ground = "bg_readonly" if not self.isEnabled() else "bg_selected" if found else "bg_surface"
        edge = "accent" if found and self.isEnabled() else "border_subtle"
        rounded(QPainter(self), QRectF(self.rect()), current_theme().radius.md, ground, edge)


class _CountField(Field):
    """A count whose keys + and − step.

    Signals:
        stepped: 1 or -1.
    """

    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {"+": 1, "\uff0b": 1, "-": -1, "\u2212": -1, "\uff0d": -1}.get(event.text())
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if step is not None and not alt:
            self.stepped.emit(step)
        else:
            super().keyPressEvent(event)
