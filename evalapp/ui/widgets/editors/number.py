"""Answering by a number: a count with steppers, a measured number with its unit, a rate as n of d."""

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from evalapp.base.i18n import _, ngettext
from evalapp.base.numbers import canonical, display
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.card_state import ScaleState
from evalapp.ui.widgets.editors.base import Field, ProblemLine, ValueEditor
from evalapp.ui.widgets.labels import ElidedLabel, text_label
from evalapp.ui.widgets.words import number_text

_CHARACTERS = 10
_PER_CENT_DECIMALS = 1


class _FieldEditor(ValueEditor):
    """What the editors with text fields share: a row of parts, and the problem under it."""

    takes_digits = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._told = ""
        self._problem = ProblemLine(self)
        self._row = QHBoxLayout()
        self._row.setSpacing(theme.space.s2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.s1)
        column.addLayout(self._row)
        column.addWidget(self._problem)

    def _tell(self, value: str) -> None:
        if value != self._told:
            self._told = value
            self.answered.emit(value)


class NumberEditor(_FieldEditor):
    """A number in a field, with its unit and bounds beside it; told when the field is left or Enter pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale = ScaleState(kind="number")
        self.field = Field(_CHARACTERS, _("Number"), self)
        self.field.editingFinished.connect(self.commit)
        self._unit = text_label(tone="text_2")
        self._bounds = ElidedLabel(type="caption", tone="text_3")
        for part in (self.field, self._unit):
            self._row.addWidget(part)
        self._row.addWidget(self._bounds, 1)
        self.lead_to(self.field)

    def set_state(self, scale: ScaleState, value: str) -> None:
        self._scale = scale
        half_typed = self.field.hasFocus() and self.field.text().strip() != self._told
        if not half_typed:
            self._told = value
            if self.field.text() != value:
                self.field.setText(value)
        self.set_problem("")
        self._show_words()

    def set_problem(self, text: str) -> None:
        self._problem.set_text(text)
        self.field.mark(problem=bool(text))

    def press(self, digit: int) -> bool:
        if not self.isEnabled():
            return False
        self.field.open_with(str(digit))
        return True

    @Slot()
    def commit(self) -> None:
        self._tell(self.field.text().strip())

    def forget(self) -> None:
        self._told = ""
        self.field.setText("")

    def focus_value(self) -> None:
        self.field.setFocus()
        self.field.selectAll()

    def _show_words(self) -> None:
        self.field.setAccessibleName(_("Number"))
        self._unit.setText(self._scale.unit)
        self._unit.setVisible(bool(self._scale.unit))
        self._bounds.setText(bounds_text(self._scale))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._show_words()
        super().changeEvent(event)


class CountEditor(NumberEditor):
    """A whole number from 0, with buttons for one less and one more; Up and Down do the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._less = Button(icon="minus", name=_("One less"), parent=self)
        self._more = Button(icon="plus", name=_("One more"), parent=self)
        self._less.clicked.connect(self._on_less)
        self._more.clicked.connect(self._on_more)
        self._row.insertWidget(0, self._less)
        self._row.insertWidget(2, self._more)

    @Slot()
    def _on_less(self) -> None:
        self._step(-1)

    @Slot()
    def _on_more(self) -> None:
        self._step(1)

    def _step(self, by: int) -> None:
        plain = canonical(self.field.text())
        now = int(plain) if plain is not None and plain.isdecimal() else 0
        self.field.setText(str(max(0, now + by)))
        self.commit()

    def _show_words(self) -> None:
        super()._show_words()
        self._less.set_name(_("One less"))
        self._more.set_name(_("One more"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(1 if event.key() == Qt.Key.Key_Up else -1)
        else:
            super().keyPressEvent(event)


class RateEditor(_FieldEditor):
    """``n / d`` in two fields with the per cent they make; a slash in the first goes to the second.

    A half-filled rate is told only when the card is left, so that moving between the fields says nothing.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.part = _PartField(_CHARACTERS, _("Number that meet it"), self)
        self.whole = Field(_CHARACTERS, _("Number looked at"), self)
        self._slash = text_label("/", tone="text_3")
        self._per_cent = text_label(type="strong", tone="text_2")
        self._hint = ElidedLabel(type="caption", tone="text_3")
        for part in (self.part, self._slash, self.whole, self._per_cent):
            self._row.addWidget(part)
        self._row.addWidget(self._hint, 1)
        self.part.slash_typed.connect(self._on_slash)
        for field in (self.part, self.whole):
            field.textChanged.connect(self._show_per_cent)
            field.editingFinished.connect(self._on_field_left)
        self.lead_to(self.part)
        self._show_words()

    def set_state(self, scale: ScaleState, value: str) -> None:
        half_typed = (self.part.hasFocus() or self.whole.hasFocus()) and self._typed() != self._told
        if not half_typed:
            self._told = value
            part, _slash, whole = value.partition("/")
            for field, text in ((self.part, part), (self.whole, whole)):
                if field.text() != text:
                    field.setText(text)
        self.set_problem("")

    def set_problem(self, text: str) -> None:
        self._problem.set_text(text)
        for field in (self.part, self.whole):
            field.mark(problem=bool(text))

    def press(self, digit: int) -> bool:
        if not self.isEnabled():
            return False
        self.part.open_with(str(digit))
        return True

    def commit(self) -> None:
        self._tell(self._typed())

    def forget(self) -> None:
        self._told = ""
        for field in (self.part, self.whole):
            field.setText("")

    def focus_value(self) -> None:
        self.part.setFocus()
        self.part.selectAll()

    def _typed(self) -> str:
        part, whole = self.part.text().strip(), self.whole.text().strip()
        return f"{part}/{whole}" if part or whole else ""

    def per_cent(self) -> str:
        """The per cent shown, empty while the two numbers make none."""
        return self._per_cent.text()

    def _show_words(self) -> None:
        self.part.setAccessibleName(_("Number that meet it"))
        self.whole.setAccessibleName(_("Number looked at"))
        self._hint.setText(_("that meet it / looked at"))

    @Slot()
    def _on_slash(self) -> None:
        self.whole.setFocus()
        self.whole.selectAll()

    @Slot()
    def _on_field_left(self) -> None:
        left = QApplication.focusWidget() not in (self.part, self.whole)
        if left or bool(self.part.text().strip()) == bool(self.whole.text().strip()):
            self.commit()

    @Slot()
    def _show_per_cent(self) -> None:
        part, whole = canonical(self.part.text()), canonical(self.whole.text())
        text = ""
        if part is not None and whole is not None and float(whole) > 0 and 0 <= float(part) <= float(whole):
            text = f"= {display(100 * float(part) / float(whole), _PER_CENT_DECIMALS)} %"
        self._per_cent.setText(text)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._show_words()
        super().changeEvent(event)


class _PartField(Field):
    """The first field of a rate."""

    slash_typed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() in ("/", "\uff0f"):
            self.slash_typed.emit()
        else:
            super().keyPressEvent(event)


def bounds_text(scale: ScaleState) -> str:
    """What is allowed, in a few words: "from 0 to 100, at most 2 decimals"; empty if nothing is said."""
    least = None if scale.minimum is None else number_text(scale.minimum, 9)
    most = None if scale.maximum is None else number_text(scale.maximum, 9)
    parts = []
    if least is not None and most is not None:
        parts.append(_("from {least} to {most}").format(least=least, most=most))
    elif least is not None:
        parts.append(_("{least} or more").format(least=least))
    elif most is not None:
        parts.append(_("{most} or less").format(most=most))
    if scale.kind == "count" or scale.decimals == 0:
        parts.append(_("whole number"))
    elif scale.decimals is not None:
        parts.append(
            ngettext("at most {n} decimal", "at most {n} decimals", scale.decimals).format(n=scale.decimals)
        )
    return _(", ").join(parts)
