"""The ways of working over the same answers, and the switch between them."""

from PySide6.QtWidgets import QWidget

from evalapp.base.i18n import _
from evalapp.ui.widgets.segmented import SegmentedSwitch, SegmentState

CITY, GRID = "city", "grid"
KEYS = {CITY: "Ctrl+1", GRID: "Ctrl+3"}


class ModeSwitch(SegmentedSwitch):
    """By city or as a table; ``on`` is the way of the page that the switch stands on."""

    def __init__(self, on: str, parent: QWidget | None = None) -> None:
        super().__init__(_("Way of working"), parent=parent)
        self._mode = on
        self.show_mode()

    def show_mode(self) -> None:
        """Show the way of this page as on, whatever was pressed."""
        self.set_state(
            (
                SegmentState(code=CITY, text=_("By city"), icon="city-variant-outline", hint=KEYS[CITY]),
                SegmentState(code=GRID, text=_("Table"), icon="table", hint=KEYS[GRID]),
            ),
            self._mode,
        )
