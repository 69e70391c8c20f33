"""Answering in words."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.card_state import ScaleState
from evalapp.ui.widgets.editors.base import ProblemLine, ValueEditor
from evalapp.ui.widgets.typing_field import TypingField


class TextEditor(ValueEditor):
    """A text of any length; told when typing pauses and when the field is left."""

    takes_digits = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = TypingField(_("Answer"), self)
        self.field.typed.connect(self.answered)
        self._problem = ProblemLine(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current_theme().space.s1)
        column.addWidget(self.field)
        column.addWidget(self._problem)
        self.lead_to(self.field)

    def set_state(self, scale: ScaleState, value: str) -> None:
        if not (self.field.hasFocus() and self.field.busy):
            self.field.set_text(value)
        self._problem.set_text("")

    def set_problem(self, text: str) -> None:
        self._problem.set_text(text)

    def press(self, digit: int) -> bool:
        if not self.isEnabled():
            return False
        self.field.setFocus()
        self.field.insertPlainText(str(digit))
        return True

    def forget(self) -> None:
        self.field.forget()

    def commit(self) -> None:
        self.field.commit()

    def focus_value(self) -> None:
        self.field.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.field.setAccessibleName(_("Answer"))
        super().changeEvent(event)
