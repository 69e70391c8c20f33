"""What is decided and why: verbs, reason category, reason, and the button that writes it."""

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtWidgets import QWidget

from evalapp.base.i18n import _
from evalapp.form.tree import Node
from evalapp.ui.coordinator.values import category_choices, value_words
from evalapp.ui.coordinator.verb_bar import VerbBar
from evalapp.ui.widgets.decision_buttons import DecisionState
from evalapp.ui.widgets.words import points_text
from evalapp.work.deciding import Assessment

OTHER = "other"
RETURN = "return"
SKIP = "skip"
EVERYBODY = "everybody"


class Draft(Struct, frozen=True, kw_only=True):
    """What is chosen so far. ``verb`` is the label of an assessment, "other", "return", or "" for nothing yet.

    Of a return, ``category`` says who is asked (a label, or "everybody") and ``reason`` is the question.
    """

    verb: str = ""
    category: str = ""
    reason: str = ""

    def says(self, other: "Draft") -> bool:
        """Whether it gives the same reason, and gives one."""
        return bool(self.reason) and (self.category, self.reason) == (other.category, other.reason)


class DecisionBar(VerbBar):
    """The draft of a decision. Its verbs are the label of an assessment, "other", "return" and "skip"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Decision"), _("Reason"), _("Decide, next one"), parent)
        self._labels: tuple[str, ...] = ()
        self._category: str | None = None
        self._show_mode()

    def set_state(self, node: Node, assessments: Sequence[Assessment], draft: Draft) -> None:
        """Offer the verbs for these assessments; show what is chosen so far."""
        states = [
            DecisionState(
                code=one.label,
                key=str(number),
                verb=_("Use {label}").format(label=one.label),
                consequence=_consequence(node, one),
            )
            for number, one in enumerate(assessments, 1)
        ]
        states.append(
            DecisionState(
                code=OTHER,
                key=str(len(assessments) + 1),
                verb=_("Another value…"),
                consequence=_("choose on the scale"),
            )
        )
        if assessments:
            states.append(
                DecisionState(
                    code=RETURN, key="R", verb=_("Return…"), consequence=_("with a question, undecided")
                )
            )
        states.append(
            DecisionState(code=SKIP, key="S", verb=_("Skip"), consequence=_("to the end of the queue"))
        )
        self._labels = tuple(one.label for one in assessments)
        self._verb, self._category = draft.verb, draft.category or None
        self.verbs.set_state(states, self._verb or None)
        self._show_mode()
        self.words.setText(draft.reason)
        self.problem.set_text("")

    def draft(self) -> Draft:
        """What is chosen so far."""
        return Draft(verb=self._verb, category=self._category or "", reason=self.words.text().strip())

    def forget_reason(self) -> None:
        """Take the reason back: it was given for another decision."""
        self._category = None
        self._show_mode()
        self.words.clear()

    def _show_mode(self) -> None:
        """A decision takes a reason; a return takes a question, and somebody who is asked."""
        asks = self._verb == RETURN
        self.caption.setText(_("Ask") if asks else _("Reason"))
        if asks:
            self.ask_question()
        else:
            self.ask_in_words(
                _("Why, in one sentence: it goes into the workbook"),
                _("Reason in words"),
                _("Decide, next one"),
            )
        choices = self._asked_choices() if asks else category_choices()
        if asks:
            self._category = self._category or EVERYBODY
        self.choices.set_state(choices, self._category)

    def _asked_choices(self) -> tuple[tuple[str, str], ...]:
        """Who can be asked: everybody, and where there are several each by letter."""
        everybody = (EVERYBODY, _(", ").join(self._labels))
        if len(self._labels) == 1:
            return (everybody,)
        return (everybody, *((label, _("{label} only").format(label=label)) for label in self._labels))

    def take(self, code: str) -> None:
        if code == SKIP:
            return
        before, self._verb = self._verb, code
        if RETURN in (before, code) and before != code:
            self.forget_reason()
            if code == RETURN:
                self.focus_words()

    def choose(self, code: str | None) -> None:
        self._category = code
        if self._verb == RETURN and code is None:
            self._show_mode()
        self.problem.set_text("")


def _consequence(node: Node, one: Assessment) -> str:
    said = value_words(node, one.state, one.value)
    return said if one.points is None else f"{said} · {points_text(one.points)}"
