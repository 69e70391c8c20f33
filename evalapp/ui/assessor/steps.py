"""What was changed in this sitting, so that it can be undone and done again. Pure: nothing is written here."""

from typing import get_args

from msgspec import Struct, structs

from evalapp.base.i18n import _, current_language
from evalapp.form.label import say
from evalapp.form.tree import Node
from evalapp.ui.scales import brief_words
from evalapp.ui.widgets.card_state import SpecialState
from evalapp.ui.widgets.words import state_word
from evalapp.work.answers import Entered

Cell = tuple[str, str]
"""(unit key, item code)"""

SPECIAL: tuple[SpecialState, ...] = get_args(SpecialState)
_MOST = 100
_TYPED = ({"justification"}, {"value"}, {"state", "value"})


class Step(Struct, frozen=True):
    """One change of a cell: which fields of the answer it changed, and what stood there before."""

    cell: Cell
    before: Entered
    changed: frozenset[str]


class Steps:
    """The last changes, the latest last. What the file holds is never taken back: undoing is a further answer.

    What was undone can be done again until something else is changed.
    """

    def __init__(self) -> None:
        self._steps: list[Step] = []
        self._undone: list[Step] = []

    def note(self, cell: Cell, before: Entered, after: Entered, *, joins: bool = False) -> None:
        """A cell is changed. ``joins``: by typing that goes on, which is undone in one step with what was typed before."""
        changed = frozenset(
            name for name in Entered.__struct_fields__ if getattr(before, name) != getattr(after, name)
        )
        last = self._steps[-1] if self._steps else None
        if last is not None and joins and last.cell == cell and changed <= last.changed in _TYPED:
            return
        if changed:
            self._push(Step(cell, before, changed))

    def note_bad_value(self, cell: Cell, stands: Entered) -> None:
        """A value was given that the scale does not take: undoing takes it out of its field."""
        step = Step(cell, stands, frozenset({"state", "value"}))
        if not self._steps or self._steps[-1] != step:
            self._push(step)

    def _push(self, step: Step) -> None:
        self._steps = [*self._steps, step][-_MOST:]
        self._undone = []

    def last(self) -> Step | None:
        """The change that would be undone; None where there is none."""
        return self._steps[-1] if self._steps else None

    def last_undone(self) -> Step | None:
        """What would be done again; None where there is nothing."""
        return self._undone[-1] if self._undone else None

    def take_back(self, now: Entered) -> None:
        """The last change is undone; ``now`` is what stood until this moment."""
        step = self._steps.pop()
        self._undone.append(Step(step.cell, now, step.changed))

    def do_again(self, now: Entered) -> None:
        """What was undone last is done again; ``now`` is what stood until this moment."""
        step = self._undone.pop()
        self._steps.append(Step(step.cell, now, step.changed))

    def clear(self) -> None:
        """Begin anew: what was handed in is not undone by a key."""
        self._steps, self._undone = [], []

    def given(self, cell: Cell) -> Entered | None:
        """What the cell held before it was put into a special state in this sitting; None where that was earlier."""
        own = [step.before for step in self._steps if step.cell == cell]
        return next((before for before in reversed(own) if before.state not in SPECIAL), None)


def undone(step: Step, now: Entered) -> Entered:
    """The answer with what the step changed as it was before."""
    return structs.replace(now, **{name: getattr(step.before, name) for name in step.changed})


def brought_back(now: Entered, given: Entered) -> dict[str, str]:
    """The fields of an answer whose special state is taken back: the value, and the words that the reason replaced."""
    fields = {"state": given.state, "value": given.value}
    return fields if now.state == "not_found" else {**fields, "justification": given.justification}


def aside_words(node: Node, aside: Entered) -> str:
    """Says how a value that gave way to a special state comes back."""
    return _("“{value}” is kept aside: press the state again, or Ctrl+Z, and it is back.").format(
        value=answer_words(node, aside)
    )


def redone_words(step: Step, node: Node, unit_name: str) -> str:
    """Says what is as it was before it was undone."""
    place = {"unit": unit_name, "item": f"{node.code} {say(node.item.title, current_language())}"}
    if step.changed & {"state", "value"}:
        value = answer_words(node, step.before)
        return _("Done again: {unit} {item} is “{value}”.").format(**place, value=value)
    return _("Done again: {unit} {item} is as before it was undone.").format(**place)


def undone_words(step: Step, node: Node, unit_name: str) -> str:
    """Says what is as it was before."""
    place = {"unit": unit_name, "item": f"{node.code} {say(node.item.title, current_language())}"}
    if step.changed & {"state", "value"}:
        return _("Undone: {unit} {item} is “{value}” again.").format(
            **place, value=answer_words(node, step.before)
        )
    if "evidence" in step.changed:
        return _("Undone: the evidence of {unit} {item} is as before.").format(**place)
    if "justification" in step.changed:
        return _("Undone: the justification of {unit} {item} is as before.").format(**place)
    return _("Undone: the confidence of {unit} {item} is as before.").format(**place)


def answer_words(node: Node, entered: Entered) -> str:
    """An answer in a few words: its value, or its state."""
    if entered.state == "answered":
        return brief_words(node.scale, entered.value)
    if entered.state == "blank":
        return _("Unanswered")
    return state_word(entered.state)
