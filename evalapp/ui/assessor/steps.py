"""What was changed in this sitting, so that it can be undone and done again. Pure: nothing is written here."""

from collections.abc import Mapping, Sequence
from typing import get_args

from msgspec import Struct, structs

from evalapp.base.i18n import _, current_language, ngettext
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
_NAMED = 3
_TYPED = ({"justification"}, {"value"}, {"state", "value"})


class Change(Struct, frozen=True):
    """What became of one cell: which fields of its answer were changed, and what stood there before."""

    cell: Cell
    before: Entered
    changed: frozenset[str]


class Step(Struct, frozen=True):
    """What one press of a key takes back: the change of one cell, or of many that were written together.

    ``number`` counts the steps of a sitting; a step that is undone and done again keeps it.
    """

    changes: tuple[Change, ...]
    number: int

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells it changed."""
        return tuple(change.cell for change in self.changes)


class Noted(Struct, frozen=True):
    """A step that was just noted, and what could have been done again before it. Given to :meth:`Steps.forget`."""

    step: Step | None
    undone: tuple[Step, ...]
    changes: int


class Turn(Struct, frozen=True):
    """A step that was just undone (or done again, where ``again``), and its ``twin`` that leads back."""

    step: Step
    twin: Step
    changes: int
    again: bool


class Steps:
    """The last changes, the latest last. What the file holds is never taken back: undoing is a further answer.

    What was undone can be done again until something else is changed. Each way is a stack, so a step is only ever undone when
    what came after it is, and finds its cells as it left them. Somebody else can change them in between by a package that is
    opened; a file opened anew begins with no steps.
    """

    def __init__(self) -> None:
        self._steps: list[Step] = []
        self._undone: list[Step] = []
        self._changes = 0

    def note(self, cell: Cell, before: Entered, after: Entered, *, joins: bool = False) -> None:
        """A cell is changed. ``joins``: by typing that goes on, which is undone in one step with what was typed before."""
        changed = changed_fields(before, after)
        last = self._steps[-1].changes[-1] if self._steps else None
        if last is not None and joins and last.cell == cell and changed <= last.changed in _TYPED:
            return
        if changed:
            self._push((Change(cell, before, changed),))

    def note_bad_value(self, cell: Cell, stands: Entered) -> None:
        """A value was given that the scale does not take: undoing takes it out of its field."""
        changes = (Change(cell, stands, frozenset({"state", "value"})),)
        if not self._steps or self._steps[-1].changes != changes:
            self._push(changes)

    def note_block(self, answers: Mapping[Cell, tuple[Entered, Entered]]) -> Noted:
        """Many cells are changed together; of each, what stood before and what stands now."""
        could = tuple(self._undone)
        changes = (
            Change(cell, before, changed_fields(before, after)) for cell, (before, after) in answers.items()
        )
        step = self._push(tuple(change for change in changes if change.changed))
        return Noted(step, could, self._changes)

    def forget(self, noted: Noted) -> None:
        """A step came to nothing."""
        self._steps = _without(self._steps, noted.step)
        if noted.changes == self._changes:
            self._undone = list(noted.undone)

    def _push(self, changes: tuple[Change, ...]) -> Step | None:
        """A further step; None where nothing was changed."""
        if not changes:
            return None
        self._changes += 1
        step = Step(changes, self._changes)
        self._steps = [*self._steps, step][-_MOST:]
        self._undone = []
        return step

    def last(self) -> Step | None:
        """The change that would be undone; None where there is none."""
        return self._steps[-1] if self._steps else None

    def last_undone(self) -> Step | None:
        """What would be done again; None where there is nothing."""
        return self._undone[-1] if self._undone else None

    def take_back(self, now: Mapping[Cell, Entered]) -> Turn:
        """The last change is undone; ``now`` is what stood in its cells until this moment."""
        step = self._steps.pop()
        twin = _twin(step, now)
        self._undone.append(twin)
        return Turn(step, twin, self._changes, again=False)

    def do_again(self, now: Mapping[Cell, Entered]) -> Turn:
        """What was undone last is done again; ``now`` is what stood in its cells until this moment."""
        step = self._undone.pop()
        twin = _twin(step, now)
        self._steps.append(twin)
        return Turn(step, twin, self._changes, again=True)

    def turn_back(self, turn: Turn) -> None:
        """Undoing, or doing again, came to nothing: the step lies where it lay."""
        if turn.again:
            self._steps = _without(self._steps, turn.twin)
            if turn.changes == self._changes:
                self._undone = sorted([*self._undone, turn.step], key=_number, reverse=True)
        else:
            self._undone = _without(self._undone, turn.twin)
            self._steps = sorted([*self._steps, turn.step], key=_number)

    def clear(self) -> None:
        """Begin anew: what was handed in is not undone by a key."""
        self._steps, self._undone = [], []
        self._changes += 1

    def given(self, cell: Cell) -> Entered | None:
        """What the cell held before it was put into a special state in this sitting; None where that was earlier."""
        own = [change.before for step in self._steps for change in step.changes if change.cell == cell]
        return next((before for before in reversed(own) if before.state not in SPECIAL), None)


def changed_fields(before: Entered, after: Entered) -> frozenset[str]:
    """The fields in which two answers differ."""
    return frozenset(
        name for name in Entered.__struct_fields__ if getattr(before, name) != getattr(after, name)
    )


def _twin(step: Step, now: Mapping[Cell, Entered]) -> Step:
    """The step that leads from what a step brings back to what stands now."""
    changes = tuple(Change(one.cell, now[one.cell], one.changed) for one in step.changes)
    return Step(changes, step.number)


def _number(step: Step) -> int:
    return step.number


def _without(steps: list[Step], step: Step | None) -> list[Step]:
    return [one for one in steps if one is not step]


def undone(change: Change, now: Entered) -> Entered:
    """The answer with what was changed as it was before."""
    return structs.replace(now, **{name: getattr(change.before, name) for name in change.changed})


def brought_back(now: Entered, given: Entered) -> dict[str, str]:
    """The fields of an answer whose special state is taken back: the value, and the words that the reason replaced."""
    fields = {"state": given.state, "value": given.value}
    return fields if now.state == "not_found" else {**fields, "justification": given.justification}


def aside_words(node: Node, aside: Entered) -> str:
    """Says how a value that gave way to a special state comes back."""
    return _("“{value}” is kept aside: press the state again, or Ctrl+Z, and it is back.").format(
        value=answer_words(node, aside)
    )


def redone_words(step: Step, node: Node, cities: Sequence[str]) -> str:
    """Says what is as it was before it was undone. ``node`` is the item of the first cell, ``cities`` the units' names."""
    if len(step.changes) > 1:
        n = len(step.changes)
        text = ngettext("Done again: {n} cell of {cities}.", "Done again: {n} cells of {cities}.", n)
        return text.format(n=n, cities=_listed(cities))
    (change,) = step.changes
    place = _place(node, cities)
    if change.changed & {"state", "value"}:
        value = answer_words(node, change.before)
        return _("Done again: {unit} {item} is “{value}”.").format(**place, value=value)
    return _("Done again: {unit} {item} is as before it was undone.").format(**place)


def undone_words(step: Step, node: Node, cities: Sequence[str]) -> str:
    """Says what is as it was before. ``node`` is the item of the first cell, ``cities`` the units' names."""
    if len(step.changes) > 1:
        n = len(step.changes)
        text = ngettext(
            "Undone: {n} cell of {cities} is as before.", "Undone: {n} cells of {cities} are as before.", n
        )
        return text.format(n=n, cities=_listed(cities))
    (change,) = step.changes
    place = _place(node, cities)
    if change.changed & {"state", "value"}:
        return _("Undone: {unit} {item} is “{value}” again.").format(
            **place, value=answer_words(node, change.before)
        )
    if "evidence" in change.changed:
        return _("Undone: the evidence of {unit} {item} is as before.").format(**place)
    if "justification" in change.changed:
        return _("Undone: the justification of {unit} {item} is as before.").format(**place)
    if "accepted" in change.changed:
        return _("Undone: the reason for a warning about {unit} {item} is as before.").format(**place)
    return _("Undone: the confidence of {unit} {item} is as before.").format(**place)


def _place(node: Node, cities: Sequence[str]) -> dict[str, str]:
    return {"unit": cities[0], "item": f"{node.code} {say(node.item.title, current_language())}"}


def _listed(cities: Sequence[str]) -> str:
    """The names of cities in a row, of many the first."""
    if len(cities) <= _NAMED:
        return _(", ").join(cities)
    n = len(cities) - _NAMED
    text = ngettext("{cities} and {n} more city", "{cities} and {n} more cities", n)
    return text.format(cities=_(", ").join(cities[:_NAMED]), n=n)


def answer_words(node: Node, entered: Entered) -> str:
    """An answer in a few words: its value, or its state."""
    if entered.state == "answered":
        return brief_words(node.scale, entered.value)
    if entered.state == "blank":
        return _("Unanswered")
    return state_word(entered.state)
