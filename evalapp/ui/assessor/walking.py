"""Going on by key: along the items of a city, or by item along its cities.

In both ways Ctrl+Up and Ctrl+Down go along what is being worked through, Ctrl+PgUp and Ctrl+PgDn to the next whole:
another city with the same item, or by item another item with the same city.
"""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot

from evalapp.base.i18n import _
from evalapp.ui.assessor.desk import EntryDesk
from evalapp.ui.assessor.modes import ITEM
from evalapp.ui.assessor.steps import Cell
from evalapp.ui.assessor.walk import neighbour, next_open, next_open_cell
from evalapp.ui.services import Services

if TYPE_CHECKING:
    from evalapp.ui.assessor.page import EntryPage


class Walking(QObject):
    """Moves a page to another place. What is half typed is recorded before."""

    def __init__(self, page: "EntryPage", desk: EntryDesk, services: Services) -> None:
        super().__init__(page)
        self._page, self._desk, self._services = page, desk, services

    @property
    def _by_item(self) -> bool:
        return self._page.modes.mode == ITEM

    @Slot(object)
    def move(self, move: str) -> None:
        """Go to the previous or next one, or to the ``next_open``; at the ends one stays."""
        if move == "next_open":
            self.next_open()
            return
        step = 1 if move == "next" else -1
        if self._by_item:
            self._step_unit(step)
        else:
            unit, item = self._page.here()
            self._go(unit, neighbour(self._desk.page(unit), item, step))
        self._focus_card()

    @Slot()
    def next_open(self) -> None:
        """Go to what is to be answered next; a value that is none holds one back."""
        self._page.settle()
        unit, item = self._page.here()
        if self._desk.refusal(unit, item):
            self._page.cards.card.focus_value()
            return
        found = self._next_cell() if self._by_item else self.open_cell(item)
        if found is not None:
            self._page.go_to(*found)
        elif self._by_item:
            self._services.toast(_("Nothing is open in any of your cities."))
        else:
            self._services.toast(_("Nothing is open in this city."))
        self._focus_card()

    def open_cell(self, after: str | None) -> Cell | None:
        """The next open item of the city at hand, after an item or from the top; None where nothing is open."""
        unit = self._page.here()[0]
        item = next_open(self._desk.page(unit), partial(self._desk.entered, unit), after)
        return None if item is None else (unit, item)

    def _next_cell(self) -> Cell | None:
        pages = [self._desk.page(row.unit.key) for row in self._desk.units]
        return next_open_cell(self._page.here(), self._items(), pages, self._desk.entered)

    def _items(self) -> list[str]:
        """The items that any of the units has, in the form's order."""
        there = {code for row in self._desk.units for code in self._desk.page(row.unit.key).entries}
        return [leaf.code for leaf in self._desk.project.tree.leaves if leaf.code in there]

    @Slot()
    def page_up(self) -> None:
        """The city before; by item the item before."""
        self._turn(-1)

    @Slot()
    def page_down(self) -> None:
        """The city after; by item the item after."""
        self._turn(1)

    def _turn(self, step: int) -> None:
        if not self._by_item:
            keys = [row.unit.key for row in self._desk.units]
            unit, item = self._page.here()
            place = keys.index(unit) + step
            if 0 <= place < len(keys):
                self._go(keys[place], item)
            return
        items = self._items()
        place = items.index(self._page.here()[1]) + step
        if 0 <= place < len(items):
            self._page.go_to_item(items[place])

    def _step_unit(self, step: int) -> None:
        """Another city that has the item at hand."""
        unit, item = self._page.here()
        keys = [row.unit.key for row in self._desk.units]
        keys = [key for key in keys if item in self._desk.page(key).entries]
        place = keys.index(unit) + step
        if 0 <= place < len(keys):
            self._go(keys[place], item)

    def _go(self, unit: str, item: str) -> None:
        if (unit, item) != self._page.here():
            self._page.go_to(unit, item)

    def _focus_card(self) -> None:
        self._page.cards.card.setFocus(Qt.FocusReason.OtherFocusReason)
