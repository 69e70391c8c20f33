"""Going from one way of working to another without losing one's place."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QStackedLayout, QWidget

from evalapp.ui.assessor.grid import GridPanel
from evalapp.ui.assessor.modes import CITY, GRID, ITEM, KEYS
from evalapp.ui.assessor.panes import EntryPanes
from evalapp.ui.assessor.steps import Cell
from evalapp.ui.shortcuts import listen

if TYPE_CHECKING:
    from evalapp.ui.assessor.page import EntryPage


class Modes(QObject):
    """Shows the answers by city, by item or as a table, at the same city and item. ``mode`` is the way shown now."""

    def __init__(self, page: "EntryPage", views: QStackedLayout, panes: EntryPanes, grid: GridPanel) -> None:
        super().__init__(page)
        self._page, self._views, self._panes, self._grid = page, views, panes, grid
        self.mode = CITY
        for switch in (panes.modes, grid.modes):
            switch.chosen.connect(self.go)
        grid.moved.connect(self._on_moved)
        grid.side.open_asked.connect(self._on_city_asked)
        for mode, slot in (
            (CITY, self._on_city_asked),
            (ITEM, self._on_item_asked),
            (GRID, self._on_grid_asked),
        ):
            listen(page, KEYS[mode], slot)

    @Slot()
    def _on_city_asked(self) -> None:
        self.go(CITY)

    @Slot()
    def _on_item_asked(self) -> None:
        self.go(ITEM)

    @Slot()
    def _on_grid_asked(self) -> None:
        self.go(GRID)

    @Slot(object)
    def go(self, mode: str) -> None:
        """Show the answers this way, once what is half typed is recorded."""
        self._page.settle()
        cell = self._page.here()
        if not cell[0]:
            return
        self.mode = mode
        if mode == GRID:
            self._grid.load()
        else:
            self._panes.arrange(mode)
        if mode != ITEM:
            self._page.by_item.leave()
        self._panes.modes.show_mode(self._panes.arranged)
        self._grid.modes.show_mode()
        self.come_back()
        self._page.go_to(*cell)

    def come_back(self) -> None:
        """Show the way in force, such as after handing in."""
        self._views.setCurrentWidget(self._shown())
        self._page.lead_to(self._focus())
        self._focus().setFocus(Qt.FocusReason.OtherFocusReason)

    def _shown(self) -> QWidget:
        return self._grid if self.mode == GRID else self._panes

    def _focus(self) -> QWidget:
        return self._grid.view if self.mode == GRID else self._panes.cards.card

    def follow(self, cell: Cell) -> None:
        """The page went to another place."""
        if self.mode == GRID:
            self._grid.go_to(cell)

    @Slot(object)
    def _on_moved(self, cell: Cell) -> None:
        if self.mode == GRID:
            self._page.stand_at(cell)

    @Slot()
    def find(self) -> None:
        """Go to the search field of what is shown."""
        (self._grid.search if self.mode == GRID else self._panes.search).setFocus()

    def place(self) -> tuple[str, object]:
        """The way shown, and what of it is not written."""
        return self.mode, self._grid.place()

    def return_to(self, place: tuple[str, object]) -> None:
        """Show it again."""
        mode, kept = place
        if mode != self.mode:
            self.go(mode)
        self._grid.return_to(kept)
