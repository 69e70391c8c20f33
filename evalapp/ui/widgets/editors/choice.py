"""Answering by choosing: yes and no, the steps of an options scale, the ticks of a checklist."""

from PySide6.QtCore import QEvent, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.card_state import OptionState, ScaleState
from evalapp.ui.widgets.editors.base import ProblemLine, ValueEditor
from evalapp.ui.widgets.option_list import OptionList

NOTHING_TICKED = "none"


class _ListEditor(ValueEditor):
    """What the editors made of an OptionList share."""

    def __init__(self, parent: QWidget | None = None, *, ticks: bool) -> None:
        super().__init__(parent)
        self._scale = ScaleState(kind="options")
        self._value = ""
        self.list = OptionList(self, ticks=ticks)
        self.list.pressed_value.connect(self._on_pressed)
        self._problem = ProblemLine(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current_theme().space.s1)
        column.addWidget(self.list)
        column.addWidget(self._problem)
        self.lead_to(self.list)

    def set_state(self, scale: ScaleState, value: str) -> None:
        self._scale = scale
        self._value = value
        self._problem.set_text("")
        self._show()

    def set_problem(self, text: str) -> None:
        self._problem.set_text(text)

    def show_keys(self, shown: bool) -> None:
        self.list.show_keys(shown)

    def press(self, digit: int) -> bool:
        return self.list.press(digit)

    def focus_value(self) -> None:
        self.list.focus_row()

    def _show(self) -> None:
        self.list.set_state(self._scale.options, frozenset({self._value}))

    def _after(self, pressed: str) -> str:
        """The value once the row of ``pressed`` was pressed."""
        return "" if pressed == self._value else pressed

    @Slot(object)
    def _on_pressed(self, pressed: str) -> None:
        self._value = self._after(pressed)
        self._show()
        self.answered.emit(self._value)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._show()
        super().changeEvent(event)


class OptionsEditor(_ListEditor):
    """One step of several; pressing the one that is on clears the answer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, ticks=False)


class BinaryEditor(_ListEditor):
    """Yes or no, with the points of yes; pressing the one that is on clears the answer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, ticks=False)

    def _show(self) -> None:
        no_points = None if self._scale.points is None else 0.0
        given = self._scale.options or (
            OptionState(value="yes", label=_("Yes"), points=self._scale.points),
            OptionState(value="no", label=_("No"), points=no_points),
        )
        self.list.set_state(given, frozenset({self._value}))


class ChecklistEditor(_ListEditor):
    """Any of several ticks, or the row that says that none applies; all taken back is blank."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, ticks=True)

    def _ticked(self) -> frozenset[str]:
        return frozenset(self._value.split(";")) if self._value else frozenset()

    def _show(self) -> None:
        nothing = OptionState(value=NOTHING_TICKED, label=_("None of these"))
        self.list.set_state((*self._scale.options, nothing), self._ticked())

    def _after(self, pressed: str) -> str:
        ticked = self._ticked()
        if pressed == NOTHING_TICKED:
            return "" if pressed in ticked else pressed
        ticked = (ticked - {NOTHING_TICKED}) ^ {pressed}
        return ";".join(option.value for option in self._scale.options if option.value in ticked)
