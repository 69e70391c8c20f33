"""The ways of working over the same answers, and the switch between them."""

from PySide6.QtWidgets import QWidget

from evalapp.base.i18n import _
from evalapp.ui.widgets.segmented import SegmentedSwitch, SegmentState

CITY, ITEM, GRID = "city", "item", "grid"
KEYS = {CITY: "Ctrl+1", ITEM: "Ctrl+2", GRID: "Ctrl+3"}


class ModeSwitch(SegmentedSwitch):
    """By city, by item or as a table; ``on`` is the way of the page that the switch stands on."""

    def __init__(self, on: str, parent: QWidget | None = None) -> None:
        super().__init__(_("Way of working"), parent=parent)
        self._mode = on
        self.show_mode()

    def show_mode(self, mode: str = "") -> None:
        """Show a way as on, by default that of this page, whatever was pressed."""
        self._mode = mode or self._mode
        self.set_state(
            (
                SegmentState(code=CITY, text=_("By city"), icon="city-variant-outline", hint=KEYS[CITY]),
                SegmentState(code=ITEM, text=_("By item"), icon="format-list-checks", hint=KEYS[ITEM]),
                SegmentState(code=GRID, text=_("Table"), icon="table", hint=KEYS[GRID]),
            ),
            self._mode,
        )
