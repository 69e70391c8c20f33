"""The table of an assessor's cities and items: what is done in a cell becomes its answer."""

from collections.abc import Sequence

from msgspec import structs
from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from evalapp.base.i18n import _, current_language
from evalapp.entry.cell_words import read_cell
from evalapp.entry.roster import Unit
from evalapp.form.label import say
from evalapp.form.refusal import ValueRefused
from evalapp.ui.assessor.desk import EntryDesk
from evalapp.ui.assessor.grid_cells import grid_columns, grid_row
from evalapp.ui.assessor.grid_panes import GridPanes
from evalapp.ui.assessor.grid_paste import GridPaste
from evalapp.ui.assessor.search import UNIT
from evalapp.ui.assessor.states import card_state, city_state
from evalapp.ui.assessor.steps import Cell, aside_words, brought_back
from evalapp.ui.services import Services
from evalapp.ui.shortcuts import listen
from evalapp.ui.widgets.card_state import StateChoice
from evalapp.ui.widgets.leading import Leading
from evalapp.ui.widgets.models.answer_grid import AnswerGridModel, Row
from evalapp.work.answers import Entered
from evalapp.work.pasting import PastePlan, answered

_QUIET_MS = 600


class GridPanel(Leading):
    """Cities × items over the same desk as the cards.

    Signals:
        moved: the (unit, item) of the cursor.
        acted: the code of a button in a message.
        undo_asked, redo_asked: the last change is to be undone, what was undone to be done again.
        hand_in_asked: the page of handing in is wanted.
    """

    moved = Signal(object)
    acted = Signal(object)
    undo_asked = Signal()
    redo_asked = Signal()
    hand_in_asked = Signal()

    def __init__(self, desk: EntryDesk, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._services = desk, services
        self._typed: tuple[Cell, str] | None = None
        self._beside: Cell | None = None
        self.model = AnswerGridModel(self._row, self)
        self.panes = GridPanes(self.model)
        self.view, self.side, self.preview = self.panes.view, self.panes.side, self.panes.preview
        self.messages, self.modes, self.search = self.panes.messages, self.panes.modes, self.panes.search
        self.paste = GridPaste(desk, self.view, services, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panes)
        self.lead_to(self.view)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_QUIET_MS)
        self._quiet.timeout.connect(self._keep_typing)
        self._connect()

    def _connect(self) -> None:
        view, paste = self.view, self.paste
        view.current_changed.connect(self._on_current_changed)
        view.typing.connect(self._on_typing)
        view.entered.connect(self._on_entered)
        view.given_up.connect(self._on_given_up)
        view.digit_pressed.connect(self._on_digit)
        view.sign_pressed.connect(self._on_sign)
        view.refused.connect(self._on_closed)
        view.copied.connect(paste.copy)
        view.pasted.connect(paste.paste)
        view.filled.connect(paste.fill)
        view.cleared.connect(paste.clear)
        self.panes.copy_button.clicked.connect(paste.copy)
        self.panes.paste_button.clicked.connect(paste.paste)
        self.panes.fill_button.clicked.connect(paste.fill)
        self.panes.side_shown.connect(self._show_side)
        self.panes.hand_in_button.clicked.connect(self.hand_in_asked)
        self.panes.groups.activated.connect(self._on_group_chosen)
        self.preview.confirmed.connect(paste.confirm)
        self.preview.given_up.connect(paste.give_up)
        self.preview.cell_chosen.connect(view.go_to)
        paste.planned.connect(self._on_planned)
        self.side.value_pressed.connect(self._on_value_pressed)
        self.side.state_chosen.connect(self._on_state_chosen)
        self.side.acted.connect(self.acted)
        self.side.left.connect(self.view.setFocus)
        self.messages.acted.connect(self.acted)
        self.search.jumped.connect(self._on_jumped)
        self._desk.unit_changed.connect(self._on_unit_changed)
        self._desk.units_changed.connect(self._on_units_changed)
        for keys, slot in (
            ("Ctrl+Z", self.undo_asked),
            ("Ctrl+Y", self.redo_asked),
            ("Ctrl+Shift+Z", self.redo_asked),
            ("Ctrl+Return", paste.confirm),
            ("Ctrl+Enter", paste.confirm),
            ("F6", self.panes.focus_next),
        ):
            listen(self, keys, slot)
        self._esc = listen(self, "Esc", paste.give_up)
        self._esc.setEnabled(False)

    # -- showing

    def load(self) -> None:
        """Show the table of the units and items as they are."""
        desk = self._desk
        units = [row.unit for row in desk.units]
        columns = grid_columns(desk.project.tree, [desk.page(unit.key) for unit in units])
        changed = columns != self.model.columns
        self.model.set_table([city_state(row) for row in desk.units], columns)
        if changed:
            self._offer(units)

    def _offer(self, units: Sequence[Unit]) -> None:
        """What can be searched for, and the groups that can be shown alone."""
        tree = self._desk.project.tree
        there = {column.code for column in self.model.columns}
        self.panes.title.setText(self._desk.project.about.title)
        self.search.set_targets(units, [leaf for leaf in tree.leaves if leaf.code in there])
        self.panes.groups.clear()
        self.panes.groups.addItem(_("All items"), "")
        for index in tree.roots:
            root = tree.nodes[index]
            if not root.is_leaf:
                self.panes.groups.addItem(
                    f"{root.code} {say(root.item.title, current_language())}", root.code
                )
        self.panes.groups.setVisible(self.panes.groups.count() > 1)

    def go_to(self, cell: Cell) -> None:
        """Put the cursor on a cell; the unit's first item where it has no such."""
        unit, item = cell
        if not self.model.index_of(cell).isValid() and self.model.columns:
            item = self.model.columns[0].code
        self.view.go_to((unit, item))
        self._show_side()

    def _row(self, unit: str) -> Row:
        desk = self._desk

        def shown(item: str) -> Entered:
            return desk.shown(unit, item)

        def refusal(item: str) -> str:
            return desk.refusal(unit, item) or desk.failure(unit, item)

        return grid_row(desk.page(unit), self.model.columns, shown, refusal)

    @Slot()
    def _show_side(self) -> None:
        here = self.view.here
        if here is None or not self.side.isVisible():
            return
        self._beside = unit, item = here
        page = self._desk.page(unit)
        closed = self.model.state(self.model.index_of(here)).closed
        where = f"{page.unit.name} · {item}"
        if item not in page.entries:
            self.side.show_closed(where, say(page.tree.node(item).item.title, current_language()), closed)
            return
        entered = self._desk.shown(unit, item)
        refusal = self._desk.refusal(unit, item)
        self.side.set_state(where, card_state(page.tree.node(item), page, entered, {}, refusal), closed)

    # -- leaving

    def settle(self) -> None:
        """What is being typed becomes an answer."""
        self.view.settle()
        self.side.states.commit()
        self._typed = None
        self._quiet.stop()

    def place(self) -> object:
        """A paste that is shown and not written."""
        return self.paste.aimed

    def return_to(self, place: object) -> None:
        """Show such a paste again."""
        if isinstance(place, tuple) and place:
            if not self.model.columns:
                self.load()  # the table was left with a paste open, and is not the way that is shown
            self.paste.plan_for(place)

    # -- what the user does

    @Slot(object)
    def _on_current_changed(self, cell: Cell) -> None:
        self.side.states.commit()
        self._show_side()
        self.moved.emit(cell)

    @Slot(object, str)
    def _on_typing(self, cell: Cell, text: str) -> None:
        self._typed = (cell, text)
        self._quiet.start()

    @Slot()
    def _keep_typing(self) -> None:
        """Half-typed words are kept in the file, so that they outlive a crash."""
        if self._typed is not None:
            (unit, item), text = self._typed
            self._desk.type_text(unit, item, "value", text)

    @Slot(object)
    def _on_given_up(self, cell: Cell) -> None:
        if self._typed is not None and not self._desk.refusal(*cell):
            self._desk.forget_typing(*cell, "value")
        self._typed = None
        self._quiet.stop()

    @Slot(object, str)
    def _on_entered(self, cell: Cell, text: str) -> None:
        self._typed = None
        self._quiet.stop()
        before = self._desk.entered(*cell)
        if not text.strip():
            self._enter(cell, structs.replace(before, state="blank", value=""))
            return
        try:
            self._enter(cell, answered(before, read_cell(self._desk.project.tree.node(cell[1]), text)))
        except ValueRefused:
            self._enter(cell, structs.replace(before, state="answered", value=text))

    def _enter(self, cell: Cell, entered: Entered) -> None:
        self._desk.enter(*cell, entered, new_value=True)
        self.model.refresh(cell[0])
        self._show_side()

    @Slot(int)
    def _on_digit(self, digit: int) -> None:
        here = self.view.here
        if here is None:
            return
        values = self._values(here[1])
        if digit <= len(values):
            self._choose(here, values[digit - 1])
        else:
            self._services.toast(_("This item has {n} options.").format(n=len(values)))

    def _values(self, item: str) -> tuple[str, ...]:
        """The values that digits choose."""
        scale = self._desk.project.tree.node(item).scale
        options = getattr(scale, "options", None)
        return ("yes", "no") if options is None else tuple(option.value for option in options)

    @Slot(object)
    def _on_value_pressed(self, value: str) -> None:
        if self._beside is not None:
            self._choose(self._beside, value)

    def _choose(self, cell: Cell, value: str) -> None:
        before = self._desk.entered(*cell)
        again = before.state == "answered" and before.value == value
        state, value = ("blank", "") if again else ("answered", value)
        self._enter(cell, structs.replace(before, state=state, value=value))

    @Slot(str)
    def _on_sign(self, sign: str) -> None:
        if not self.side.isVisible():
            self.panes.open_side(True)
        if not self.side.states.press(sign):
            self._services.toast(_("This state is not offered here."))

    @Slot(object)
    def _on_state_chosen(self, choice: StateChoice) -> None:
        cell = self._beside
        if cell is None:
            return
        before = self._desk.entered(*cell)
        if choice.state is None:
            changes = brought_back(before, self._desk.given(*cell))
            self._enter(cell, structs.replace(before, **changes))
        else:
            words = choice.reason or before.justification
            self._enter(cell, structs.replace(before, state=choice.state, value="", justification=words))
            if before.state == "answered":
                self._services.toast(aside_words(self._desk.project.tree.node(cell[1]), before))
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _on_closed(self, cell: Cell) -> None:
        self._services.toast(self.model.state(self.model.index_of(cell)).closed)

    @Slot(object)
    def _on_planned(self, plan: PastePlan | None) -> None:
        self.model.set_preview(self.paste.preview())
        self._esc.setEnabled(plan is not None)
        if plan is not None:
            self.preview.set_state(self.paste.preview_state())
        self.panes.show_preview(plan is not None)

    @Slot(object)
    def _on_jumped(self, target: tuple[str, str]) -> None:
        kind, code = target
        unit, item = self.view.here or self.model.cell(self.model.index(0, 0))
        self.go_to((code, item) if kind == UNIT else (unit, code))
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(int)
    def _on_group_chosen(self, place: int) -> None:
        code = self.panes.groups.itemData(place)
        below = {leaf.code for leaf in self._desk.project.tree.leaves_below(code)} if code else set()
        for number, column in enumerate(self.model.columns):
            self.view.setColumnHidden(number, bool(code) and column.code not in below)
        shown = self.view.shown_columns()
        index = self.view.currentIndex()
        if shown and index.column() not in shown:
            self.view.setCurrentIndex(self.model.index(max(index.row(), 0), shown[0]))

    # -- what comes back

    @Slot(object)
    def _on_unit_changed(self, unit: str) -> None:
        self.model.refresh(unit)
        if self.view.here is not None and self.view.here[0] == unit:
            self._show_side()

    @Slot()
    def _on_units_changed(self) -> None:
        if self.isVisible():
            self.model.set_table([city_state(row) for row in self._desk.units], self.model.columns)
