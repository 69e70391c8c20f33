"""A decision while it is made: the draft in the bar, the other value on the scale, and writing it."""

from functools import partial

from msgspec import Struct
from PySide6.QtCore import QObject, Signal, Slot

from evalapp.base.errors import AppError
from evalapp.base.progress import Progress
from evalapp.entry.final import State
from evalapp.form.tree import Node
from evalapp.ui.coordinator.decision_bar import OTHER, RETURN, SKIP, DecisionBar, Draft
from evalapp.ui.coordinator.made_decision import earlier_draft
from evalapp.ui.coordinator.queue_state import missing
from evalapp.ui.coordinator.returning import asking, new_questions
from evalapp.ui.coordinator.scale_card import ScaleCard
from evalapp.ui.services import Services
from evalapp.work.deciding import CellView, Outcome, decide
from evalapp.work.project import Project


class Made(Struct, frozen=True, kw_only=True):
    """What is made of a decision so far: the draft, and the other value or state."""

    draft: Draft = Draft()
    value: str = ""
    state: str | None = None


class HalfDecision(QObject):
    """Connects the decision bar with the scale. Nothing is written before :meth:`decide`.

    Signals:
        skipped: the cell is to go to the end of the queue.
        asked: so many questions were asked instead of deciding.
        decided: the Outcome that was written.
        outdated: an answer has changed since the cell was read; nothing was written, the cell is to be read again.
        editor_opened: a field for another value has come onto the scale.
    """

    skipped = Signal()
    asked = Signal(object)
    decided = Signal(object)
    outdated = Signal()
    editor_opened = Signal()

    def __init__(
        self, project: Project, services: Services, scale: ScaleCard, bar: DecisionBar, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._project, self._services = project, services
        self._scale, self._bar = scale, bar
        self.view: CellView | None = None
        self._value = ""
        self._state: str | None = None
        self._writing = False
        self._proposal = Draft()
        self._reloaded: Draft | None = None
        scale.value_given.connect(self._on_value)
        scale.state_given.connect(self._on_state)
        bar.verb_chosen.connect(self._on_verb)

    @property
    def outdated_by_others(self) -> bool:
        """Whether the cell is read again because an answer changed while it was looked at."""
        return self._reloaded is not None

    def made(self) -> Made:
        """What is made so far."""
        return Made(draft=self._bar.draft(), value=self._value, state=self._state)

    def before(self, view: CellView, *, again: bool) -> None:
        """Speak of a cell; ``again``: the same one, whose answers have changed. What is typed then stays."""
        if again and self._reloaded is None and (typed := self._bar.draft()) != Draft():
            self._reloaded = Draft(category=typed.category, reason=typed.reason)
        self.view = view
        self._proposal = earlier_draft(view) if view.status in ("to_confirm", "decided") else Draft()

    def begin(self, node: Node, kept: Made) -> None:
        """Show what was kept, else what was typed before an answer changed, else the decision in force as the proposal."""
        view = self.view
        assert view is not None
        if kept.draft != Draft():
            draft, self._value, self._state = kept.draft, kept.value, kept.state
        else:
            draft, self._value, self._state = self._reloaded or self._proposal, "", None
            if draft.verb == OTHER and view.decided is not None:
                answered = view.decided.state == "answered"
                self._value = view.decided.value if answered else ""
                self._state = None if answered else view.decided.state
        self._bar.set_state(node, view.assessments, draft)
        if draft.verb == OTHER:
            # Not focused: 1, 2 and S still choose, and a digit does not overwrite the value that is proposed.
            self._scale.open_editor(self._value, self._state, focus=False)
        self._reloaded = None

    @Slot(object)
    def _on_verb(self, code: str) -> None:
        if self.view is None:
            return
        if code not in (SKIP, self._proposal.verb) and self._bar.draft().says(self._proposal):
            self._bar.forget_reason()
        if code == SKIP:
            self.view = None
            self.skipped.emit()
        elif code == OTHER:
            if self._scale.editor is None:
                self._scale.open_editor(self._value, self._state)
                self.editor_opened.emit()
            else:
                self._scale.editor.focus_value()
        elif code != RETURN and self._scale.editor is not None:
            tree = self._project.tree_of(self.view.unit)
            self._scale.set_state(tree, tree.node(self.view.item), self.view.assessments)

    @Slot(object)
    def _on_value(self, value: str) -> None:
        self._value, self._state = value, None

    @Slot(object)
    def _on_state(self, state: str | None) -> None:
        self._state, self._value = state, ""

    def decide(self) -> None:
        """Write the decision, or ask the question; what is missing is said instead."""
        view = self.view
        if view is None or self._writing:
            return
        if self._scale.editor is not None:
            self._scale.editor.commit()
        draft = self._bar.draft()
        chosen = self._chosen(view, draft)
        if not draft.category or not draft.reason or (chosen is None and draft.verb != RETURN):
            self._bar.show_problem(missing(draft, chosen is not None))
            return
        self._writing = True
        run = self._services.runner.run
        if chosen is None:
            work = asking(self._project, new_questions(view, draft))
            run(self, work, done=self._on_asked, failed=self._on_refused)
            return
        outcome = Outcome(
            unit=view.unit.key,
            item=view.item,
            state=chosen[0],
            value=chosen[1],
            category=draft.category,
            reason=draft.reason,
            basis=view.basis,
            stands=view.stands,
        )
        run(self, partial(_decide, self._project, outcome), done=self._on_decided, failed=self._on_refused)

    def _chosen(self, view: CellView, draft: Draft) -> tuple[State, str] | None:
        for one in view.assessments:
            if one.label == draft.verb:
                return one.state, one.value
        if draft.verb != OTHER:
            return None
        if self._state is not None:
            return self._state, ""  # type: ignore[return-value]
        return ("answered", self._value) if self._value else None

    def _on_asked(self, asked: int) -> None:
        self._writing = False
        self.view = None
        self.asked.emit(asked)

    def _on_decided(self, outcome: Outcome) -> None:
        self._writing = False
        self.view = None
        self.decided.emit(outcome)

    def _on_refused(self, error: Exception) -> None:
        self._writing = False
        if isinstance(error, AppError) and error.code == "moved":
            draft = self._bar.draft()
            self._reloaded = Draft(category=draft.category, reason=draft.reason)
            self.outdated.emit()
        elif isinstance(error, AppError) and error.code == "value":
            self._scale.show_problem(error.message)
        elif isinstance(error, AppError) and error.code == "reason":
            self._bar.show_problem(error.message)
        else:
            self._services.failed(error)


def _decide(project: Project, outcome: Outcome, _progress: Progress) -> Outcome:
    decide(project, outcome)
    return outcome
