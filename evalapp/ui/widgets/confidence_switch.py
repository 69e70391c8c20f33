"""How sure the assessor is."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.card_state import Confidence
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.segmented import SegmentedSwitch, SegmentState


class ConfidenceSwitch(QWidget):
    """Low, medium, high, or none of them; the card gives it Alt with 1, 2 and 3.

    Signals:
        confidence_chosen: low, medium or high; None when it was taken back.
    """

    confidence_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._on: Confidence | None = None
        self._label = text_label(type="caption", tone="text_3")
        self._switch = SegmentedSwitch(clearable=True, type="caption")
        self._switch.chosen.connect(self.confidence_chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current_theme().space.s2)
        row.addWidget(self._label)
        row.addWidget(self._switch)
        self._show()

    def set_state(self, on: Confidence | None) -> None:
        """Show which is on."""
        self._on = on
        self._show()

    def press(self, place: int) -> bool:
        """Press low (1), medium (2) or high (3)."""
        return self._switch.press(place)

    def _show(self) -> None:
        self._label.setText(_("Confidence"))
        self._switch.setAccessibleName(_("Confidence"))
        what_for = _(
            "How sure you are of this answer. It changes no points; the coordinator sees it when two answers differ."
        )
        self._label.setToolTip(what_for)
        self._switch.setAccessibleDescription(what_for)
        parts = (("low", _("Low"), "Alt+1"), ("medium", _("Medium"), "Alt+2"), ("high", _("High"), "Alt+3"))
        states = [SegmentState(code=code, text=text, hint=hint) for code, text, hint in parts]
        self._switch.set_state(states, self._on)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._on = self._switch.on  # type: ignore[assignment]
            self._show()
        super().changeEvent(event)
