"""Comparing and deciding: a queue, one cell side by side without names, and a decision with its reason."""

from functools import partial

from msgspec import Struct
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from evalapp.base.i18n import _, ngettext
from evalapp.base.progress import Progress
from evalapp.ui.commands import Commands
from evalapp.ui.coordinator.comparison import Comparison
from evalapp.ui.coordinator.decide_keys import decide_commands, decide_keys
from evalapp.ui.coordinator.decision_bar import DecisionBar
from evalapp.ui.coordinator.half_decision import HalfDecision, Made
from evalapp.ui.coordinator.made_decision import decided_words
from evalapp.ui.coordinator.nothing_waits import nothing_waits
from evalapp.ui.coordinator.queue_panel import QueuePanel, QueuePlace
from evalapp.ui.coordinator.queue_reading import QueueReading
from evalapp.ui.coordinator.queue_state import Queue
from evalapp.ui.coordinator.returning import question_messages, questions_of
from evalapp.ui.coordinator.rules_panel import RulesPanel
from evalapp.ui.coordinator.section import CTRL_ENTER, KeyPress, Section, press_by
from evalapp.ui.coordinator.standing_words import standing_words
from evalapp.ui.coordinator.third_panel import ThirdPanel
from evalapp.ui.coordinator.uncovering import Uncovering
from evalapp.ui.page import Keys
from evalapp.ui.services import Services
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.card_state import MessageState
from evalapp.ui.widgets.empty_state import EmptyState
from evalapp.ui.widgets.tab_order import in_tab_order
from evalapp.work.cell_change import CellChange
from evalapp.work.deciding import CellView, Outcome, cell_view
from evalapp.work.project import Project
from evalapp.work.third import THIRD

_QUEUE_FROM = 900
_KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "R", "S", "N", "T", "E")


class Kept(Struct, frozen=True, kw_only=True):
    """Where the user is, with the decision that is half made."""

    cell: str = ""
    queue: QueuePlace = QueuePlace()
    made: Made = Made()


class DecideSection(Section):
    """Keys 1, 2, … use an assessment, then another value, S skips; Ctrl+Enter decides and goes on."""

    kinds = frozenset({"answers", "decisions", "roster", "settings"})

    def __init__(self, project: Project, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(project, services, parent)
        theme = current_theme()
        self._view: CellView | None = None
        self._to = "results"
        self._kept = Kept()
        self._any = False
        self.queue = QueuePanel(project.tree)
        self.queue.chosen.connect(self._on_row_chosen)
        self.reading = QueueReading(project, services, self.queue, self)
        self.reading.queue_read.connect(self._on_queue)
        self.reading.weighed.connect(self._on_weighed)
        self.reading.looked_up.connect(self._on_looked_up)
        self.comparison = Comparison(project, services)
        self.comparison.stepped.connect(self._on_stepped)
        self.uncovering = Uncovering(project, services, self.comparison.messages, self)
        self.uncovering.asked.connect(self._on_messages)
        self.uncovering.uncovered.connect(self._on_uncovered)
        self.comparison.names.clicked.connect(self.uncovering.ask)
        self.third = ThirdPanel(project, services)
        self.third.asked.connect(self._on_third_asked)
        self.third.tasks_wanted.connect(self._on_tasks_wanted)
        self.comparison.third.clicked.connect(self.ask_third)
        self.comparison.position.clicked.connect(self._on_queue_wanted)
        self.bar = DecisionBar()
        self.half = HalfDecision(project, services, self.comparison.scale, self.bar, self)
        self.half.skipped.connect(self._on_skipped)
        self.half.asked.connect(self._on_asked)
        self.half.decided.connect(self._on_decided)
        self.half.outdated.connect(self._load_cell)
        self.half.editor_opened.connect(self._on_editor_opened)
        self.bar.confirmed.connect(self.decide)
        self.rules = RulesPanel(project, services)
        self.rules.decided.connect(self._on_ruled)
        self.rules.left.connect(self._on_rules_left)
        self.rules.cell_asked.connect(self.go_to)
        self.queue.rules.clicked.connect(self.open_rules)
        self.empty = EmptyState("gavel")
        self.empty.acted.connect(self._on_empty_acted)
        cell = _Ground()
        cell.setProperty("ground", "window")
        column = QVBoxLayout(cell)
        column.setContentsMargins(theme.space.s3, theme.space.s2, theme.space.s3, theme.space.s3)
        column.setSpacing(theme.space.s2)
        column.addWidget(self.third)
        column.addWidget(self.comparison, 1)
        column.addWidget(self.bar)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(cell)
        self._stack = QStackedWidget()
        for part in (QWidget(), area, self.empty, self.rules):
            self._stack.addWidget(part)
        self.queue.hide()
        self._over = False
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self.queue)
        self._row.addWidget(self._stack, 1)
        self.lead_to(self.queue.list)
        press_by(CTRL_ENTER, self, self.decide)
        for key in _KEYS:
            KeyPress(key, self).pressed_key.connect(self._on_key)

    def keys(self) -> Keys:
        return decide_keys()

    def commands(self, group: str) -> Commands:
        return decide_commands(self, group)

    def place(self) -> object:
        return Kept(cell=self.queue.current, queue=self.queue.place(), made=self.half.made())

    def return_to(self, place: object) -> None:
        if isinstance(place, Kept):
            self._kept = place
            self.queue.return_to(place.queue)

    @property
    def waits(self) -> bool:
        """Whether a cell is shown that can be decided."""
        return self._view is not None

    def go_to(self, unit: str, item: str) -> None:
        """Show a cell, also one that does not wait."""
        self.queue.go(f"{unit}/{item}")
        self._load_cell()
        self.reading.ask_for(unit, item)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The queue stands beside the comparison; where there is no room for it, it drops down from the position."""
        beside = self.width() >= current_theme().scaled(_QUEUE_FROM)
        if beside and self._over:
            self._row.insertWidget(0, self.queue)
        elif not beside and not self._over:
            self._row.removeWidget(self.queue)
        self._over = not beside
        self._drop_queue(on=False)
        taken = self.queue.width() if beside and self._any else 0
        self.comparison.fit_into(self.width() - taken, queue_hidden=not beside)

    def _drop_queue(self, *, on: bool) -> None:
        self.queue.setVisible(self._any and (on or not self._over))
        if on and self._over:
            self.queue.setGeometry(0, 0, self.queue.width(), self.height())
            self.queue.raise_()
            self.queue.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_queue_wanted(self) -> None:
        if self._over:
            self._drop_queue(on=self.queue.isHidden())
        else:
            self.queue.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def load(self) -> None:
        self.reading.load()

    @Slot(object)
    def _on_queue(self, queue: Queue) -> None:
        self._any = bool(queue.rows)
        self._fit()
        said = nothing_waits(queue)
        self._to = said.to
        self.empty.set_state(said.words, said.button)
        self._load_cell()

    @Slot()
    def _on_weighed(self) -> None:
        if self._view is not None:
            self.comparison.show_position(*self.queue.position())
            self._show_change(self._view)

    def _show_change(self, view: CellView) -> None:
        self._on_looked_up(_name(view), self.reading.change_of(view.unit.key, view.item))

    @Slot(str, object)
    def _on_looked_up(self, cell: str, change: CellChange | None) -> None:
        if self._view is not None and _name(self._view) == cell and change is not None:
            self.comparison.show_change(self.project.tree.node(self._view.item), change)

    @Slot()
    def _load_cell(self) -> None:
        if self._stack.currentWidget() is self.rules:
            return
        if self.queue.current:
            unit, _slash, item = self.queue.current.partition("/")
            self.run(partial(_cell, self.project, unit, item), self._show)
        else:
            self._view = None
            self._stack.setCurrentIndex(2)

    def _show(self, view: CellView) -> None:
        if _name(view) != self.queue.current or self._stack.currentWidget() is self.rules:
            return
        shown = self._view
        same = shown is not None and (shown.unit.key, shown.item) == (view.unit.key, view.item)
        position = self.queue.position()
        if same and shown is not None and shown.basis == view.basis and not self.half.outdated_by_others:
            self._view = view
            self.half.view = view
            self.uncovering.set_view(view)
            self.comparison.show_names(view)
            self._on_messages()
            self.comparison.show_position(*position)
            return
        node = self.project.tree.node(view.item)
        self._view = view
        self.uncovering.set_view(view)
        self.half.before(view, again=same)
        self.comparison.set_state(node, view, position, self._messages(view))
        self._show_change(view)
        kept, self._kept = self._kept, Kept()
        self.half.begin(node, kept.made if kept.cell == self.queue.current else Made())
        self._stack.setCurrentIndex(1)
        in_tab_order(self.comparison, self.bar)

    def _messages(self, view: CellView) -> list[MessageState]:
        if self.half.outdated_by_others:
            text = _(
                "An answer changed while you looked at it. Nothing was decided; this is how it stands now."
            )
            return [MessageState(kind="warn", text=text)]
        questions = question_messages(view, questions_of(self.project, view.unit.key, view.item))
        row = self.queue.row()
        text = standing_words(
            self.project.tree.node(view.item), view, third=row is not None and row.status == THIRD
        )
        uneasy = view.status in ("to_confirm", "disputed") or bool(view.moved)
        standing = [MessageState(kind="warn" if uneasy else "info", text=text)] if text else []
        return [*self.uncovering.messages(), *standing, *questions]

    @Slot()
    def open_rules(self) -> None:
        """Show the rules for small gaps in place of the comparison."""
        self._drop_queue(on=False)
        self._stack.setCurrentWidget(self.rules)
        self.rules.open()

    @Slot()
    def _on_rules_left(self) -> None:
        self._stack.setCurrentIndex(0)
        self._view = None
        self._load_cell()

    @Slot()
    def _on_ruled(self) -> None:
        self.services.changes.announce("decisions")

    @Slot()
    def ask_third(self) -> None:
        """Offer to ask a further assessor about this cell or about more."""
        if self._view is not None:
            unit, item = self._view.unit.key, self._view.item
            open_here, shown = self.queue.open_cells(unit)
            self.third.open((unit, item), open_here, shown)

    @Slot()
    def _on_third_asked(self) -> None:
        self.services.changes.announce("decisions", "answers")

    @Slot()
    def _on_tasks_wanted(self) -> None:
        self.third.hide()
        self.asked_for.emit("tasks")

    @Slot()
    def _on_messages(self) -> None:
        if self._view is not None:
            self.comparison.messages.set_state(self._messages(self._view))

    @Slot()
    def _on_uncovered(self) -> None:
        self._load_cell()

    @Slot(object)
    def _on_row_chosen(self, _name: str) -> None:
        if self._over:
            self._drop_queue(on=False)
        self._load_cell()

    @Slot(object)
    def _on_stepped(self, by: int) -> None:
        self.queue.step(by)

    @Slot()
    def _on_empty_acted(self) -> None:
        self.asked_for.emit(self._to)

    @Slot(object)
    def _on_key(self, key: str) -> None:
        editor = self.comparison.scale.editor
        typing_in = (
            editor is not None and self.focusWidget() is not None and editor.isAncestorOf(self.focusWidget())
        )
        if typing_in and editor is not None and key.isdecimal() and editor.press(int(key)):
            return
        if key == "N":
            self.uncovering.ask()
        elif key == "T":
            self.ask_third()
        elif key == "E":
            self.comparison.enlarge()
        elif self._view is not None:
            self.bar.verbs.press(key)

    @Slot()
    def decide(self) -> None:
        """Write the decision, then go to the next cell; what is missing is said instead."""
        if self._view is not None:
            self.half.decide()

    @Slot()
    def _on_editor_opened(self) -> None:
        in_tab_order(self.comparison, self.bar)

    @Slot()
    def _on_skipped(self) -> None:
        self._view = None
        self.queue.skip()
        self._load_cell()

    @Slot(object)
    def _on_asked(self, asked: int) -> None:
        self.services.saved()
        self.services.toast(
            ngettext(
                "{n} question is asked; it goes out with the next return.",
                "{n} questions are asked; they go out with the next return.",
                asked,
            ).format(n=asked)
            if asked
            else _("This question waits for an answer already.")
        )
        self._on_skipped()

    @Slot(object)
    def _on_decided(self, outcome: Outcome) -> None:
        # Out of the reason's field: the next 1, 2 or S is a choice, not a text.
        self.queue.list.setFocus(Qt.FocusReason.OtherFocusReason)
        # Forgotten at once: a second press before the next cell comes has nothing to decide.
        view, self._view = self._view, None
        if view is not None:
            words = decided_words(self.project, view, outcome)
            self.queue.say_decided(words)
            if self.queue.position()[1] <= 1 or self.queue.isHidden():
                self.services.toast(words)
        self.services.saved()
        self.services.changes.announce("decisions")


class _Ground(QWidget):
    """What comparison and bar stand on: it scrolls only where they cannot be made lower, since the cards scroll inside."""

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return -1 if layout is None else layout.minimumHeightForWidth(width)


def _name(view: CellView) -> str:
    return f"{view.unit.key}/{view.item}"


def _cell(project: Project, unit: str, item: str, _progress: Progress) -> CellView:
    return cell_view(project, unit, item)
