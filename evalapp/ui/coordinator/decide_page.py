"""Comparing and deciding: a queue, one cell side by side without names, and a decision with its reason."""

from functools import partial

from msgspec import Struct
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from evalapp.base.errors import AppError
from evalapp.base.i18n import _, ngettext
from evalapp.base.progress import Progress
from evalapp.entry.final import State
from evalapp.ui.commands import Commands
from evalapp.ui.coordinator.comparison import Comparison
from evalapp.ui.coordinator.decide_keys import decide_commands, decide_keys
from evalapp.ui.coordinator.decision_bar import OTHER, RETURN, SKIP, DecisionBar, Draft
from evalapp.ui.coordinator.made_decision import decided_words, earlier_draft
from evalapp.ui.coordinator.nothing_waits import nothing_waits
from evalapp.ui.coordinator.queue_panel import QueuePanel, QueuePlace
from evalapp.ui.coordinator.queue_reading import QueueReading
from evalapp.ui.coordinator.queue_state import Queue, missing
from evalapp.ui.coordinator.returning import asking, new_questions, question_messages, questions_of
from evalapp.ui.coordinator.section import CTRL_ENTER, KeyPress, Section, press_by
from evalapp.ui.coordinator.standing_words import standing_words
from evalapp.ui.coordinator.uncovering import Uncovering
from evalapp.ui.page import Keys
from evalapp.ui.services import Services
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.card_state import MessageState
from evalapp.ui.widgets.empty_state import EmptyState
from evalapp.ui.widgets.tab_order import in_tab_order
from evalapp.work.cell_change import CellChange
from evalapp.work.deciding import CellView, Outcome, cell_view, decide
from evalapp.work.project import Project

_QUEUE_FROM = 900
_KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "R", "S", "N")


class Kept(Struct, frozen=True, kw_only=True):
    """Where the user is, with the decision that is half made."""

    cell: str = ""
    queue: QueuePlace = QueuePlace()
    draft: Draft = Draft()
    value: str = ""
    state: str | None = None


class DecideSection(Section):
    """Keys 1, 2, … use an assessment, then another value, S skips; Ctrl+Enter decides and goes on."""

    kinds = frozenset({"answers", "decisions", "roster", "settings"})

    def __init__(self, project: Project, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(project, services, parent)
        theme = current_theme()
        self._view: CellView | None = None
        self._value = ""
        self._state: str | None = None
        self._deciding = False
        self._to = "results"
        self._reloaded: Draft | None = None
        self._proposal = Draft()
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
        self.comparison.scale.value_given.connect(self._on_value)
        self.comparison.scale.state_given.connect(self._on_state)
        self.uncovering = Uncovering(project, services, self.comparison.messages, self)
        self.uncovering.asked.connect(self._on_messages)
        self.uncovering.uncovered.connect(self._on_uncovered)
        self.comparison.names.clicked.connect(self.uncovering.ask)
        self.bar = DecisionBar()
        self.bar.verb_chosen.connect(self._on_verb)
        self.bar.decided.connect(self.decide)
        self.empty = EmptyState("gavel")
        self.empty.acted.connect(self._on_empty_acted)
        cell = QWidget()
        cell.setProperty("ground", "window")
        column = QVBoxLayout(cell)
        column.setContentsMargins(theme.space.s3, theme.space.s2, theme.space.s3, theme.space.s3)
        column.setSpacing(theme.space.s2)
        column.addWidget(self.comparison, 1)
        column.addWidget(self.bar)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(cell)
        self._stack = QStackedWidget()
        for part in (QWidget(), area, self.empty):
            self._stack.addWidget(part)
        self.queue.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.queue)
        row.addWidget(self._stack, 1)
        self.lead_to(self.queue.list)
        press_by(CTRL_ENTER, self, self.decide)
        for key in _KEYS:
            KeyPress(key, self).pressed_key.connect(self._on_key)

    def keys(self) -> Keys:
        return decide_keys()

    def commands(self, group: str) -> Commands:
        return decide_commands(self, group)

    def place(self) -> object:
        chosen = self._chosen_other()
        return Kept(
            cell=self.queue.current,
            queue=self.queue.place(),
            draft=self.bar.draft(),
            value=chosen[1],
            state=chosen[0],
        )

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
        beside = self._any and self.width() >= current_theme().scaled(_QUEUE_FROM)
        self.queue.setVisible(beside)
        self.comparison.fit_into(self.width() - (self.queue.width() if beside else 0))

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

    def _load_cell(self) -> None:
        if self.queue.current:
            unit, _slash, item = self.queue.current.partition("/")
            self.run(partial(_cell, self.project, unit, item), self._show)
        else:
            self._view = None
            self._stack.setCurrentIndex(2)

    def _show(self, view: CellView) -> None:
        if _name(view) != self.queue.current:
            return
        shown = self._view
        same = shown is not None and (shown.unit.key, shown.item) == (view.unit.key, view.item)
        position = self.queue.position()
        if same and shown is not None and shown.basis == view.basis and self._reloaded is None:
            self._view = view
            self.uncovering.set_view(view)
            self.comparison.show_names(view)
            self._on_messages()
            self.comparison.show_position(*position)
            return
        if same and self._reloaded is None and (typed := self.bar.draft()) != Draft():
            self._reloaded = Draft(category=typed.category, reason=typed.reason)
        node = self.project.tree.node(view.item)
        self._view = view
        self.uncovering.set_view(view)
        self._proposal = earlier_draft(view) if view.status in ("to_confirm", "decided") else Draft()
        kept, self._kept = self._kept, Kept()
        if same_cell := kept.cell == self.queue.current and kept.draft != Draft():
            draft, self._value, self._state = kept.draft, kept.value, kept.state
        else:
            draft = self._reloaded or self._proposal
            self._value, self._state = "", None
        if not same_cell and draft.verb == OTHER and view.decided is not None:
            answered = view.decided.state == "answered"
            self._value = view.decided.value if answered else ""
            self._state = None if answered else view.decided.state
        self.comparison.set_state(node, view, position, self._messages(view))
        self._show_change(view)
        self.bar.set_state(node, view.assessments, draft)
        if draft.verb == OTHER:
            # Not focused: 1, 2 and S still choose, and a digit does not overwrite the value that is proposed.
            self.comparison.scale.open_editor(self._value, self._state, focus=False)
        self._reloaded = None
        self._stack.setCurrentIndex(1)
        in_tab_order(self.comparison, self.bar)

    def _messages(self, view: CellView) -> list[MessageState]:
        if self._reloaded is not None:
            text = _(
                "An answer changed while you looked at it. Nothing was decided; this is how it stands now."
            )
            return [MessageState(kind="warn", text=text)]
        questions = question_messages(view, questions_of(self.project, view.unit.key, view.item))
        text = standing_words(view)
        uneasy = view.status in ("to_confirm", "disputed") or bool(view.moved)
        standing = [MessageState(kind="warn" if uneasy else "info", text=text)] if text else []
        return [*self.uncovering.messages(), *standing, *questions]

    @Slot()
    def _on_messages(self) -> None:
        if self._view is not None:
            self.comparison.messages.set_state(self._messages(self._view))

    @Slot()
    def _on_uncovered(self) -> None:
        self._load_cell()

    @Slot(object)
    def _on_row_chosen(self, _name: str) -> None:
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
        elif self._view is not None:
            self.bar.verbs.press(key)

    @Slot(object)
    def _on_verb(self, code: str) -> None:
        if self._view is None:
            return
        if code not in (SKIP, self._proposal.verb) and self.bar.draft().says(self._proposal):
            self.bar.forget_reason()
        if code == SKIP:
            self._view = None
            self.queue.skip()
            self._load_cell()
        elif code == OTHER:
            if self.comparison.scale.editor is None:
                self.comparison.scale.open_editor(self._value, self._state)
                in_tab_order(self.comparison, self.bar)
            else:
                self.comparison.scale.editor.focus_value()
        elif code != RETURN and self.comparison.scale.editor is not None:
            tree = self.project.tree_of(self._view.unit)
            self.comparison.scale.set_state(tree, tree.node(self._view.item), self._view.assessments)

    @Slot(object)
    def _on_value(self, value: str) -> None:
        self._value, self._state = value, None

    @Slot(object)
    def _on_state(self, state: str | None) -> None:
        self._state, self._value = state, ""

    @Slot()
    def decide(self) -> None:
        """Write the decision, then go to the next cell; what is missing is said instead."""
        view = self._view
        if view is None or self._deciding:
            return
        if self.comparison.scale.editor is not None:
            self.comparison.scale.editor.commit()
        draft = self.bar.draft()
        chosen = self._chosen(view, draft)
        if not draft.category or not draft.reason or (chosen is None and draft.verb != RETURN):
            self.bar.show_problem(missing(draft, chosen is not None))
            return
        if chosen is None:
            self._deciding = True
            work = asking(self.project, new_questions(view, draft))
            self.run(work, self._on_asked, failed=self._on_refused)
            return
        state, value = chosen
        outcome = Outcome(
            unit=view.unit.key,
            item=view.item,
            state=state,
            value=value,
            category=draft.category,
            reason=draft.reason,
            basis=view.basis,
        )
        self._deciding = True
        self.run(partial(_decide, self.project, outcome), self._on_decided, failed=self._on_refused)

    def _chosen(self, view: CellView, draft: Draft) -> tuple[State, str] | None:
        for one in view.assessments:
            if one.label == draft.verb:
                return one.state, one.value
        if draft.verb != OTHER:
            return None
        state, value = self._chosen_other()
        if state is not None:
            return state, ""  # type: ignore[return-value]
        return ("answered", value) if value else None

    def _chosen_other(self) -> tuple[str | None, str]:
        """The state or the value that was given instead of an assessment's."""
        return self._state, self._value

    def _on_asked(self, asked: int) -> None:
        self._deciding = False
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
        self._view = None
        self.queue.skip()
        self._load_cell()

    def _on_decided(self, outcome: Outcome) -> None:
        self._deciding = False
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

    def _on_refused(self, error: Exception) -> None:
        self._deciding = False
        if isinstance(error, AppError) and error.code == "moved":
            draft = self.bar.draft()
            self._reloaded = Draft(category=draft.category, reason=draft.reason)
            self._load_cell()
        elif isinstance(error, AppError) and error.code == "value":
            self.comparison.scale.show_problem(error.message)
        elif isinstance(error, AppError) and error.code == "reason":
            self.bar.show_problem(error.message)
        else:
            self.on_failed(error)


def _name(view: CellView) -> str:
    return f"{view.unit.key}/{view.item}"


def _cell(project: Project, unit: str, item: str, _progress: Progress) -> CellView:
    return cell_view(project, unit, item)


def _decide(project: Project, outcome: Outcome, _progress: Progress) -> Outcome:
    decide(project, outcome)
    return outcome
