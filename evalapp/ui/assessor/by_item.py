"""Working by item: one item is answered for one city after the other, with all cities' answers to it in view."""

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Slot

from evalapp.base.i18n import _, current_language
from evalapp.form.label import say
from evalapp.form.tree import Node
from evalapp.ui.assessor.desk import EntryDesk
from evalapp.ui.assessor.item_states import (
    Standing,
    city_answer,
    concerns,
    item_nodes,
    item_problems,
    item_progress,
    open_cities,
    spread,
    standing,
)
from evalapp.ui.assessor.modes import ITEM
from evalapp.ui.assessor.panes import EntryPanes
from evalapp.ui.assessor.steps import Cell
from evalapp.ui.widgets.answers_table import CityAnswer
from evalapp.ui.widgets.city_list import CityState, trouble
from evalapp.work.answers import Entered


class ByItem(QObject):
    """Fills the panes that are about an item: the tree, the table of cities, the problems.

    What a city looks like is kept until its answers change, so that 337 cities stay as quick as one; several changes in
    one go are shown together.
    """

    def __init__(self, desk: EntryDesk, panes: EntryPanes, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._panes = desk, panes
        self._standings: dict[str, Standing] = {}
        self._shown: Cell | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._show_again)
        desk.unit_changed.connect(self._on_unit_changed)

    def show(self, cell: Cell) -> None:
        """Show an item with the city at hand; only the city is marked where the item is the one that was shown."""
        before, self._shown = self._shown, cell
        if before is not None and before[1] == cell[1] and not self._soon.isActive():
            self._panes.answers.table.set_city(cell[0])
        else:
            self._show_again()

    def leave(self) -> None:
        """Another way of working is shown."""
        self._shown = None
        self._soon.stop()

    @Slot(object)
    def _on_unit_changed(self, unit: str) -> None:
        self._standings.pop(unit, None)
        if self._shown is not None and self._panes.arranged == ITEM:
            self._soon.start()

    def _cities(self) -> Iterator[Standing]:
        for row in self._desk.units:
            key = row.unit.key
            if key not in self._standings:
                self._standings[key] = standing(self._desk.page(key))
            yield self._standings[key]

    @Slot()
    def _show_again(self) -> None:
        if self._shown is None:
            return
        self._soon.stop()
        unit, item = self._shown
        desk, panes = self._desk, self._panes
        node = desk.project.tree.node(item)
        cities = [city for city in self._cities() if concerns(city.page, node)]
        rows = [self._row(city, node) for city in cities]
        applying = [
            desk.entered(city.page.unit.key, item)
            for city in cities
            if item in city.page.entries and city.page.entries[item].applies
        ]
        panes.answers.set_state(rows, unit, spread(node, applying))
        panes.items.set_state(item_nodes(desk.project.tree, self._cities()), item)
        self._show_problems(item, cities)

    def _row(self, city: Standing, node: Node) -> CityAnswer:
        desk, unit, item = self._desk, city.page.unit.key, node.code
        if item not in city.page.entries:
            return city_answer(city, node, Entered(), "")
        refusal = desk.refusal(unit, item) or desk.failure(unit, item)
        return city_answer(city, node, desk.shown(unit, item), refusal)

    def _show_problems(self, item: str, cities: list[Standing]) -> None:
        node = self._desk.project.tree.node(item)
        problems = item_problems(node, cities)
        progress = item_progress(node, cities)
        self._panes.problems.set_problems(
            problems,
            progress,
            of=item,
            where=_("of {item}: {n}").format(item=item, n=len(problems)),
            open_words=open_cities,
        )
        severities = [problem.severity for problem, _row in problems if problem.kind != "unanswered"]
        summed = CityState(
            code=item,
            name=say(node.item.title, current_language()),
            done=progress.answered,
            total=progress.leaves,
            errors=severities.count("error"),
            warnings=severities.count("warning"),
        )
        icon, _token, text = trouble(summed)
        self._panes.cards.set_trouble(text, icon)
