"""Chips as widgets: a state, a match class, a row of filters, a row of choices."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QPushButton, QSizePolicy, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.style import draw_focus_ring
from evalapp.ui.widgets.flow import FlowLayout
from evalapp.ui.widgets.painting import ChipState, chip_width, line_text, paint_chip, rounded, text_width


class Chip(QWidget):
    """Shows one ChipState; not focusable."""

    def __init__(self, state: ChipState | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state or ChipState(text="")
        self._tells = False
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set_state(self._state)

    def set_state(self, state: ChipState) -> None:
        """Show another chip; one without text and icon hides itself."""
        self._state = state
        self.setAccessibleName(state.text)
        filled = bool(state.text or state.icon)
        if filled and self.parentWidget() is None:
            # Shown now it would be a window, and take the keys from ours; the layout that takes it in will show it.
            self.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, on=False)
        else:
            self.setVisible(filled)
        self._tell()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(chip_width(self._state) + 0.5), current_theme().size.chip)

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().size.chip, current_theme().size.chip)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell()

    def _tell(self) -> None:
        """A chip that gives way tells its words in the tool tip, unless that says something already."""
        cut = self.width() < chip_width(self._state)
        if self._tells or not self.toolTip():
            self._tells = cut
            self.setToolTip(self._state.text if cut else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_chip(QPainter(self), QRectF(self.rect()), self._state)


def match_class_chip(match_class: str) -> ChipState:
    """The chip of a match class, or of what became of its decision.

    One of agree, tolerance, differ, evidence, text, missing, third, none, single, confirm, material and decided. Raises
    KeyError for any other.
    """
    known = {
        "agree": ChipState(text=_("Agree"), icon="equal", tone="ok"),
        "tolerance": ChipState(text=_("Within tolerance"), icon="approximately-equal", tone="info"),
        "differ": ChipState(text=_("Differ"), icon="not-equal-variant", tone="error"),
        "evidence": ChipState(text=_("Evidence differs"), icon="paperclip", tone="warn"),
        "text": ChipState(text=_("Text differs"), icon="text-long", tone="quiet"),
        "missing": ChipState(text=_("One missing"), icon="account-off-outline", tone="returned"),
        "third": ChipState(text=_("A third is asked"), icon="account-clock-outline", tone="returned"),
        "none": ChipState(text=_("No answer"), icon="account-off-outline", tone="returned"),
        "single": ChipState(text=_("Single"), icon="account-outline", tone="line"),
        "confirm": ChipState(text=_("Decide again"), icon="gavel", tone="warn"),
        "decided": ChipState(text=_("Decided"), icon="gavel", tone="ok"),
        "material": ChipState(text=_("New material"), icon="paperclip", tone="quiet"),
    }
    return known[match_class]


def synthetic_chip() -> ChipState:
    """The chip that every page of a project with made-up answers shows."""
    return ChipState(text=_("Synthetic data"), icon="flask-outline", tone="synthetic")


class FilterState(msgspec.Struct, frozen=True, kw_only=True):
    """One filter: its code, its word, how many rows it lets through (None: no number is shown)."""

    code: str
    text: str
    count: int | None = None
    icon: str = ""


class FilterChips(QWidget):
    """A wrapping row of filters, one of them on.

    A filter without rows cannot be chosen, except the one that is on. Left and right move, Space chooses.

    Signals:
        chosen: the code of the filter now on, when the user chose it.
    """

    chosen = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._group.buttonClicked.connect(self._on_clicked)
        self._layout = FlowLayout(self)
        self._filters: list[_FilterChip] = []

    def set_state(self, filters: Sequence[FilterState], on: str) -> None:
        """Show these filters, ``on`` among them switched on."""
        if [chip.state.code for chip in self._filters] != [state.code for state in filters]:
            self._rebuild(filters)
        for chip, state in zip(self._filters, filters, strict=True):
            chip.set_state(state)
            chip.setChecked(state.code == on)
            chip.setEnabled(state.count != 0 or state.code == on)

    def _rebuild(self, filters: Sequence[FilterState]) -> None:
        for chip in self._filters:
            self._group.removeButton(chip)
            chip.hide()
            chip.deleteLater()
        self._layout.clear()
        self._filters = [_FilterChip(state, self) for state in filters]
        for chip in self._filters:
            self._group.addButton(chip)
            self._layout.addWidget(chip)
            chip.show()

    @Slot(QAbstractButton)
    def _on_clicked(self, button: QAbstractButton) -> None:
        if isinstance(button, _FilterChip):
            self.chosen.emit(button.state.code)


class _FilterChip(QPushButton):
    """One filter of a FilterChips."""

    def __init__(self, state: FilterState, parent: QWidget) -> None:
        super().__init__(parent)
        self.state = state
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_state(state)

    def set_state(self, state: FilterState) -> None:
        """Show a new count."""
        self.state = state
        self.setText(state.text if state.count is None else f"{state.text} {state.count}")
        self.setToolTip("" if state.count != 0 else _("There are none."))
        self.updateGeometry()
        self.update()

    def _chip(self) -> ChipState:
        return ChipState(
            text=self.text(), icon=self.state.icon, tone="selected" if self.isChecked() else "line"
        )

    def sizeHint(self) -> QSize:
        return QSize(round(chip_width(self._chip()) + 0.5), current_theme().size.chip)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: False, Qt.Key.Key_Right: True}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.focusNextPrevChild(step)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if not self.isEnabled():
            rounded(painter, rect, theme.radius.sm, "", "border_subtle")
            inner = rect.adjusted(theme.space.s1, 0, -theme.space.s1, 0)
            align = Qt.AlignmentFlag.AlignCenter
            line_text(painter, inner, self.text(), theme.font("caption"), "text_disabled", align)
            return
        if self.underMouse() and not self.isChecked():
            rounded(painter, rect, theme.radius.sm, "bg_hover")
        paint_chip(painter, rect, self._chip())
        if self.hasFocus():
            draw_focus_ring(painter, rect, theme, theme.radius.sm)


class ChoiceChips(QWidget):
    """A wrapping row of choices of which at most one is on, such as reason categories.

    Signals:
        chosen: the code now on, or None when the one that was on is taken back.
    """

    chosen = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._layout = FlowLayout(self)
        self._choices: list[_ChoiceChip] = []

    def set_state(self, choices: Sequence[tuple[str, str]], on: str | None) -> None:
        """Show (code, word) pairs, ``on`` among them switched on."""
        if [(chip.code, chip.text()) for chip in self._choices] != list(choices):
            for chip in self._choices:
                chip.hide()
                chip.deleteLater()
            self._layout.clear()
            self._choices = [_ChoiceChip(code, text, self) for code, text in choices]
            for chip in self._choices:
                chip.chosen.connect(self._on_chosen)
                self._layout.addWidget(chip)
                chip.show()
        self._show_on(on)

    def _show_on(self, on: str | None) -> None:
        for chip in self._choices:
            chip.setChecked(chip.code == on)

    @Slot(object)
    def _on_chosen(self, code: str) -> None:
        was_on = any(chip.isChecked() and chip.code == code for chip in self._choices)
        self._show_on(None if was_on else code)
        self.chosen.emit(None if was_on else code)


class _ChoiceChip(QPushButton):
    """One choice; its owner switches it."""

    chosen = Signal(object)

    def __init__(self, code: str, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.code = code
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)

    @Slot()
    def _on_clicked(self) -> None:
        self.chosen.emit(self.code)

    def nextCheckState(self) -> None:
        """The owner decides."""

    def sizeHint(self) -> QSize:
        theme = current_theme()
        width = text_width(self.text(), theme.font("body", bold=True)) + 2 * theme.space.s2
        return QSize(round(width + 0.5), theme.size.row_dense)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        on = self.isChecked()
        ground = "bg_selected" if on else "bg_hover" if self.underMouse() else "bg_surface"
        rounded(painter, rect, theme.radius.sm, ground, "accent" if on else "border")
        token = "text_disabled" if not self.isEnabled() else "accent" if on else "text"
        line_text(painter, rect, self.text(), theme.font(bold=on), token, Qt.AlignmentFlag.AlignCenter)
        if self.hasFocus():
            draw_focus_ring(painter, rect, theme, theme.radius.sm)
