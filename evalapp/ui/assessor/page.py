"""The entry page, by city or by item: units, items, the open card, problems (mockup of the assessor's page)."""

from msgspec import structs
from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QStackedLayout, QWidget

from evalapp.base.i18n import _, current_language
from evalapp.ui.assessor.answering import Answering
from evalapp.ui.assessor.banner import Banner
from evalapp.ui.assessor.by_item import ByItem
from evalapp.ui.assessor.commands import commands_of
from evalapp.ui.assessor.copying import Copies
from evalapp.ui.assessor.desk import EntryDesk
from evalapp.ui.assessor.evidence import EvidenceIntake
from evalapp.ui.assessor.flags import Flags
from evalapp.ui.assessor.grid import GridPanel
from evalapp.ui.assessor.half_typed import HalfTyped
from evalapp.ui.assessor.hand_in import HandInPanel
from evalapp.ui.assessor.history import Histories
from evalapp.ui.assessor.keys import keys_of_entry, keys_of_grid, keys_of_items
from evalapp.ui.assessor.modes import CITY, GRID, ITEM
from evalapp.ui.assessor.panes import EntryPanes
from evalapp.ui.assessor.pending import Held
from evalapp.ui.assessor.private_note import PrivateNotes
from evalapp.ui.assessor.reasons import Reasons
from evalapp.ui.assessor.search import UNIT
from evalapp.ui.assessor.states import card_state, city_state, summary_state, tree_nodes
from evalapp.ui.assessor.steps import Cell
from evalapp.ui.assessor.switching import Modes
from evalapp.ui.assessor.tour import tour_of_entry
from evalapp.ui.assessor.undoing import Undoing
from evalapp.ui.assessor.walk import leaf_at, unit_with
from evalapp.ui.assessor.walking import Walking
from evalapp.ui.assessor.workbooks import Workbooks
from evalapp.ui.commands import Commands
from evalapp.ui.page import Keys, Page
from evalapp.ui.services import Services
from evalapp.ui.shortcuts import listen
from evalapp.ui.widgets.city_list import trouble
from evalapp.ui.widgets.coach_marks import CoachStep
from evalapp.ui.widgets.score_card import GO_TO
from evalapp.ui.widgets.status_line import StatusState
from evalapp.work.project import Project


class EntryPage(Page):
    """Answers to one unit after the other; every change is saved at once."""

    def __init__(self, project: Project, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.project = project
        self._services = services
        self.desk = EntryDesk(project, services, self)
        self.desk.load()
        self._unit = _first_unit(self.desk)
        self._item = self.desk.page(self._unit).leaves[0].code if self._unit else ""
        self._build()
        self.typed = HalfTyped(self.desk, self.cards.card, self)
        self.evidence = EvidenceIntake(self.cards.card, self.desk, self.typed, services, self)
        self.answering = Answering(
            self.cards.card, self.desk, self.typed, self.evidence, services, self.here, self
        )
        card = self.cards.card
        self.histories = Histories(card, self.desk, self.typed, services, self.here, self)
        self.flags = Flags(card, self.desk, services, self.here, self)
        bars = (card.returned, card.messages, self.grid.side.messages)
        self.reasons = Reasons(bars, self.desk, self.typed, services, self.here, self)
        self.notes = PrivateNotes(card, self.desk, services, self.here, self)
        self.copies = Copies(card, self.desk, self.settle, services, self.here, self._picked, self)
        self.panes.answers.copy_button.clicked.connect(self.copies.open)
        self.undoing = Undoing(self.desk, services, self.settle, self.here, self.go_to, self)
        self.workbooks = Workbooks(self.desk, services, self.settle, self)
        self.grid.panes.workbook_button.clicked.connect(self.workbooks.write)
        self.grid.panes.enter_button.clicked.connect(self.workbooks.enter)
        self.banner = Banner(self.desk, self.typed, (self.messages, self.grid.messages), self)
        self._connect()
        self._go_to_open_item()
        self.typed.read_kept()
        self.banner.show_state()

    # -- building

    def _build(self) -> None:
        self.panes = EntryPanes()
        self.search, self.messages = self.panes.search, self.panes.messages
        self.cities, self.items = self.panes.cities, self.panes.items
        self.cards, self.problems = self.panes.cards, self.panes.problems
        units = [row.unit for row in self.desk.units]
        sorts = {unit.sort for unit in units}
        self.search.set_targets(units, [leaf for leaf in self.project.tree.leaves if leaf.kind in sorts])
        self.hand_in = HandInPanel(self.project, self._services)
        self.grid = GridPanel(self.desk, self._services)
        self.lead_to(self.cards.card)
        self._views = QStackedLayout(self)
        for view in (self.panes, self.hand_in, self.grid):
            self._views.addWidget(view)
        self.modes = Modes(self, self._views, self.panes, self.grid)
        self.by_item = ByItem(self.desk, self.panes, self)
        self.walking = Walking(self, self.desk, self._services)

    def _connect(self) -> None:
        self.cities.city_chosen.connect(self._on_city_chosen)
        self.items.leaf_chosen.connect(self._on_leaf_chosen)
        self.cards.opened.connect(self._on_leaf_chosen)
        self.panes.answers.table.city_chosen.connect(self._on_city_chosen)
        self.panes.answers.table.card_asked.connect(self.cards.card.setFocus)
        self.cards.moved.connect(self.walking.move)
        self.panes.moved.connect(self.walking.move)
        self.panes.undo_asked.connect(self.undoing.undo)
        self.panes.redo_asked.connect(self.undoing.redo)
        self.problems.problem_chosen.connect(self._on_problem_chosen)
        self.problems.open_asked.connect(self.walking.next_open)
        self.search.jumped.connect(self.jump)
        self.panes.hand_in_button.clicked.connect(self.check)
        self.messages.acted.connect(self._on_acted)
        self.grid.acted.connect(self._on_acted)
        self.grid.undo_asked.connect(self.undoing.undo)
        self.grid.redo_asked.connect(self.undoing.redo)
        self.grid.hand_in_asked.connect(self.check)
        self.hand_in.back_asked.connect(self._on_back)
        self.hand_in.point_chosen.connect(self._on_point_chosen)
        self.hand_in.handed_in.connect(self._on_handed_in)
        card = self.cards.card
        card.acted.connect(self._on_acted)
        card.moved.connect(self.walking.move)
        self.desk.unit_changed.connect(self._on_unit_changed)
        self.desk.units_changed.connect(self._show_cities)
        self.desk.refused.connect(self.status_changed)
        self.evidence.changed.connect(self._on_evidence_changed)
        for keys, slot in (
            ("Ctrl+F", self.modes.find),
            ("Ctrl+PgUp", self.walking.page_up),
            ("Ctrl+PgDown", self.walking.page_down),
            ("Ctrl+Shift+Return", self.check),
            ("Ctrl+Shift+Enter", self.check),
            ("F6", self.panes.focus_next),
        ):
            listen(self, keys, slot)

    # -- showing

    def title(self) -> str:
        return self.project.about.title

    def status(self) -> StatusState:
        about = self.project.about
        done = sum(1 for row in self.desk.units if row.signed_off_at and not row.changed_since)
        return StatusState(
            task=_("{done} of {all} cities handed in").format(done=done, all=len(self.desk.units)),
            failed=_("Not saved") if self.desk.has_refused else "",
            person=f"{about.name} · {about.code}" if about.code else about.name,
            synthetic=about.synthetic,
        )

    def keys(self) -> Keys:
        if self.handing_in:
            return (("Ctrl Enter", _("Sign off and write the file")),)
        return {CITY: keys_of_entry, ITEM: keys_of_items, GRID: keys_of_grid}[self.modes.mode]()

    def tour(self) -> tuple[CoachStep, ...]:
        return tour_of_entry(self.panes) if self._views.currentWidget() is self.panes else ()

    def urgent(self) -> tuple[QWidget, ...]:
        return (self.messages, self.grid.messages)

    def commands(self) -> Commands:
        return commands_of(self)

    def _show(self) -> None:
        """Everything that depends on where one is."""
        self.panes.set_project(self.project.about.title, self.project.form_title(current_language()))
        if not self._unit:
            return
        self._show_cities()
        self._show_unit()

    @Slot()
    def _show_cities(self) -> None:
        here = next((city_state(row) for row in self.desk.units if row.unit.key == self._unit), None)
        if here is not None and self.modes.mode == CITY:
            icon, _token, text = trouble(structs.replace(here, changed=False))  # that is no problem to go to
            self.cards.set_trouble(text, icon)
        self.cities.set_state([city_state(row) for row in self.desk.units], self._unit)

    def _show_unit(self) -> None:
        page = self.desk.page(self._unit)
        tree = page.tree
        node = tree.node(self._item)
        self.cards.set_head(page.unit.full_name, page.unit.code, tree, node)
        rows = []
        if self.modes.mode == ITEM:
            self.by_item.show(self.here())
        else:
            self.items.set_state(tree_nodes(page), self._item)
            self.problems.set_page(tree, page)
            rows = [summary_state(leaf, page) for leaf in page.leaves if leaf.parent == node.parent]
        entered = self.typed.shown(self._unit, self._item)
        self.desk.ask_thumbnails(entered.evidence)
        card = card_state(
            node,
            page,
            entered,
            self.desk.thumbnails,
            self.desk.refusal(self._unit, self._item),
            self.evidence.same_elsewhere((self._unit, self._item)),
        )
        self.cards.set_cards(rows, card)
        self.evidence.show_again((self._unit, self._item))

    def go_to(self, unit: str, item: str) -> None:
        """Open an item of a unit."""
        self.settle()
        self._unit, self._item = unit, leaf_at(self.desk.page(unit), item)
        self._show()
        self.modes.follow((self._unit, self._item))

    def go_to_item(self, item: str) -> None:
        """Open an item in the city at hand; in the first that has it where this one does not."""
        keys = (self._unit, *(row.unit.key for row in self.desk.units))
        self.go_to(unit_with(item, keys, self.desk.page), item)

    def stand_at(self, cell: Cell) -> None:
        """Take the place that the table shows itself."""
        self._unit, self._item = cell

    def _go_to_open_item(self) -> None:
        if self._unit:
            self._unit, self._item = self.walking.open_cell(None) or self.here()
        self._show()

    def worked_with(self) -> tuple[QWidget, ...]:
        return (self.cities.view, self.items.view, self.cards.card.evidence, self.grid.preview)

    # -- leaving

    def settle(self) -> None:
        self.typed.settle()
        self.grid.settle()

    def unsaved(self) -> str:
        failed = self.desk.has_refused or bool(self.evidence.not_added)
        return _("What you entered last is not in the file yet: saving it failed.") if failed else ""

    def place(self) -> object:
        kept = self.hand_in.place() if self.handing_in else None
        return (self._unit, self._item, kept, self.modes.place())

    def return_to(self, place: object) -> None:
        if isinstance(place, tuple) and any(row.unit.key == place[0] for row in self.desk.units):
            unit, item, handing_in, mode = place
            self.go_to(unit, item)
            self.modes.return_to(mode)
            if handing_in is not None:
                self.hand_in.return_to(handing_in)
                self._views.setCurrentWidget(self.hand_in)

    def remade(self) -> Page:
        page = EntryPage(self.project, self._services)
        page.take_over(self.desk.held())
        page.evidence.take_over(self.evidence.not_added)
        return page

    def take_over(self, held: Held) -> None:
        """Go on where a page on the same file left off."""
        self.desk.take_over(held)
        self.typed.read_kept()
        self._show()
        self.banner.show_state()

    def release(self) -> None:
        self.project.close()

    # -- what the user does

    def here(self) -> Cell:
        """The unit and item one is at."""
        return self._unit, self._item

    def _picked(self) -> tuple[str, ...]:
        """The cities that are selected in the table by item."""
        return self.panes.answers.table.chosen() if self.modes.mode == ITEM else ()

    @Slot(object)
    def _on_evidence_changed(self, cell: tuple[str, str]) -> None:
        if cell == (self._unit, self._item):
            self._show_unit()

    @Slot(object)
    def _on_city_chosen(self, unit: str) -> None:
        if unit != self._unit:
            self.go_to(unit, self._item)

    @Slot(object)
    def _on_leaf_chosen(self, item: str) -> None:
        if item != self._item:
            self.go_to_item(item)
        self.cards.card.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _on_problem_chosen(self, place: str) -> None:
        self.go_to(*((place, self._item) if self.modes.mode == ITEM else (self._unit, place)))
        self.cards.card.focus_value()

    @Slot(object)
    def jump(self, target: tuple[str, str]) -> None:
        """Go to a city or an item, given as its kind and its key or code, in the way of working in force."""
        kind, code = target
        if kind == UNIT:
            self.go_to(code, self._item)
        else:
            self.go_to_item(code)
        self.modes.come_back()

    @Slot(object)
    def _on_acted(self, code: str) -> None:
        if code.startswith(GO_TO):
            unit, _slash, item = code[len(GO_TO) :].rpartition("/")
            self.go_to(unit or self._unit, item)
            self.cards.card.setFocus(Qt.FocusReason.OtherFocusReason)
        elif (cell := self.banner.act(code)) is not None:
            self.go_to(*cell)

    @property
    def handing_in(self) -> bool:
        """Whether the page of handing in is shown."""
        return self._views.currentWidget() is self.hand_in

    @Slot()
    def check(self) -> None:
        """Show the page of handing in, once everything entered is in the file."""
        self.settle()
        if wrong := (*self.desk.refused_cells, *self.desk.unanswered_values):
            self._services.warns(_("This is not in the file yet. Mend it, then hand in."))
            self.go_to(*wrong[0])
            self.cards.card.focus_value()
            return
        self.evidence.forget_trouble()
        self.hand_in.begin()
        self._views.setCurrentWidget(self.hand_in)
        self.hand_in.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_back(self) -> None:
        self.modes.come_back()

    @Slot(object)
    def _on_point_chosen(self, place: tuple[str, str]) -> None:
        self._on_back()
        self.go_to(*place)

    @Slot(object)
    def _on_handed_in(self, _receipt: object) -> None:
        self.desk.steps.clear()
        self.desk.reload()
        self.status_changed.emit()

    # -- what comes back

    @Slot(object)
    def _on_unit_changed(self, unit: str) -> None:
        if unit == self._unit and self.modes.mode != GRID:
            self._show_unit()

    # -- Qt

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._show()


def _first_unit(desk: EntryDesk) -> str:
    """Where one begins: at what came back, else at the top; "" where there is nothing."""
    returned = (row for row in desk.units if row.returned)
    first = next(returned, desk.units[0] if desk.units else None)
    return "" if first is None else first.unit.key
