"""Items with the same steps, for confusion matrices, and items with as many, on which straight-lining is looked for."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from evalapp.entry.final import Final, State
from evalapp.form.scales import Binary, Options
from evalapp.form.tree import Node
from evalapp.merge.agreement.ratings import Ints
from evalapp.merge.agreement.straight import Stepped
from evalapp.work.ratings import Gathered, RatedItem

_STATES: tuple[State, ...] = ("not_found", "not_applicable", "unable")


class StepScale(Struct, frozen=True, eq=False, kw_only=True):
    """Items that are answered by the same steps: their places, and the steps in the form's order.

    After the values stand those special answers that somebody gave. ``leaf`` is an item whose labels say what the steps are
    called.
    """

    items: tuple[int, ...]
    steps: tuple[Final, ...]
    leaf: Node

    def step_of(self, item: RatedItem) -> Ints:
        """By code of the item's answers, the number of the step."""
        place = {step: number for number, step in enumerate(self.steps)}
        return np.array([place.get(answer, -1) for answer in item.answers], dtype=np.int64)


def step_scales(found: Gathered) -> tuple[StepScale, ...]:
    """All scales of steps, by the first of their items. Items that are counted or measured, or have ticks, are on none.

    Without a form it is not known which items share their steps: then there are none.
    """
    items: dict[object, list[int]] = {}
    values: dict[object, tuple[str, ...]] = {}
    for place, one in enumerate(found.items):
        key, steps = _steps(one)
        if steps:
            items.setdefault(key, []).append(place)
            values[key] = steps
    return tuple(
        StepScale(
            items=tuple(places),
            steps=_all_steps(values[key], [found.items[place] for place in places]),
            leaf=leaf,
        )
        for key, places in items.items()
        if (leaf := found.items[places[0]].leaf) is not None
    )


class StepCount(Struct, frozen=True, eq=False, kw_only=True):
    """Items with the same number of steps, whatever these are called. ``binary``: yes or no."""

    steps: int
    binary: bool
    items: tuple[int, ...]


def step_counts(found: Gathered) -> tuple[StepCount, ...]:
    """The items with steps by the number of these, fewest first; what is answered by yes or no stands apart."""
    counts: dict[tuple[int, bool], list[int]] = {}
    for place, one in enumerate(found.items):
        if (steps := len(_steps(one)[1])) and one.leaf is not None:
            counts.setdefault((steps, isinstance(one.leaf.scale, Binary)), []).append(place)
    return tuple(
        StepCount(steps=steps, binary=binary, items=tuple(counts[(steps, binary)]))
        for steps, binary in sorted(counts)
    )


def stepped(found: Gathered, items: Sequence[int]) -> list[Stepped]:
    """Items with the steps that were chosen, by their place in the form's order; not found comes after the last.

    Not applicable and unable to assess are no steps.
    """
    chosen = []
    for item in (found.items[place] for place in items):
        _key, values = _steps(item)
        step = {"not_found": len(values)} | {value: number for number, value in enumerate(values)}
        numbers = [step.get(one.value if one.state == "answered" else one.state, -1) for one in item.answers]
        chosen.append(Stepped(item.ratings, np.array(numbers, dtype=np.int64)))
    return chosen


def _steps(item: RatedItem) -> tuple[object, tuple[str, ...]]:
    """What makes two items' steps the same, and their values; none where the item has no steps."""
    match None if item.leaf is None else item.leaf.scale:
        case Options(options=options):
            return tuple((one.value, one.label) for one in options), tuple(one.value for one in options)
        case Binary():
            return "yes", ("yes", "no")
        case _:
            return "", ()


def _all_steps(values: Sequence[str], items: Sequence[RatedItem]) -> tuple[Final, ...]:
    said = {answer.state for item in items for answer in item.answers}
    return (
        *(Final("answered", value) for value in values),
        *(Final(state) for state in _STATES if state in said),
    )
