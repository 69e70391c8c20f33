"""Leaf states and scores of all units as arrays (FORM rules 2 and 4)."""

from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from evalapp.entry.final import STATES, Final, Finals, State
from evalapp.entry.roster import Roster, Unit
from evalapp.entry.states import FormRules, leaf_states
from evalapp.form.cohort_rules import Minmax
from evalapp.form.scales import Scale
from evalapp.form.tree import Node, Tree
from evalapp.score.guards import Floats
from evalapp.score.status import ANSWERED, BLANK, NOT_FOUND

_CODES = {state: code for code, state in enumerate(STATES)}


class LeafMatrix(Struct, frozen=True, kw_only=True, eq=False):
    """All leaves of all units; columns are in the order of ``tree.leaves``, rows in the order of the roster.

    ``states`` holds the codes of :mod:`evalapp.score.status`; ``scores`` 0…100 at full marks, NaN where the
    leaf has no score of its own; ``numbers`` the answered values that cohorts are made of, NaN elsewhere.
    ``units`` are the codes of the units, for messages.
    """

    units: tuple[str, ...]
    states: NDArray[np.int8]
    scores: Floats
    numbers: Floats


Cohorts = tuple[NDArray[np.intp], ...]
"""The units by value of ``[units] within``, as row numbers: an array for each value."""


def cohorts(tree: Tree, roster: Roster) -> Cohorts:
    """Who is compared with whom: cohort rules, ranks and computed grades are made inside each of these."""
    column = tree.form.units.within
    if not column:
        return (np.arange(len(roster)),)
    rows: dict[str, list[int]] = {}
    for row, unit in enumerate(roster):
        rows.setdefault(unit.columns.get(column, ""), []).append(row)
    return tuple(np.array(members, dtype=np.intp) for members in rows.values())


def leaf_matrix(tree: Tree, rules: FormRules, roster: Roster, finals: Finals) -> LeafMatrix:
    """The states and scores of every leaf of every unit on the roster."""
    leaves = tree.leaves
    shape = (len(leaves), len(roster))
    states = np.full(shape, BLANK, dtype=np.int8)
    scores = np.full(shape, np.nan)
    numbers = np.full(shape, np.nan)
    ruled = _ruled_states(tree, rules, roster, finals)
    compared = cohorts(tree, roster)
    keys = [unit.key for unit in roster]
    for row, leaf in enumerate(leaves):
        column = [finals.get((key, leaf.code)) for key in keys]
        own = None if ruled is None else [unit_states[leaf.code] for unit_states in ruled]
        _fill(leaf, column, own, states[row], scores[row], numbers[row])
        rule = leaf.scale.rule if leaf.scale is not None else None
        if isinstance(rule, Minmax):
            for members in compared:
                _minmax(rule, members, numbers[row], scores[row])
    return LeafMatrix(
        units=tuple(unit.code for unit in roster), states=states.T, scores=scores.T, numbers=numbers.T
    )


def _ruled_states(
    tree: Tree, rules: FormRules, roster: Roster, finals: Finals
) -> list[dict[str, State]] | None:
    """The states by unit where conditions decide which items apply; None where the entered states hold."""
    if not rules.applies:
        return None
    return [leaf_states(tree, rules, unit, _answers(tree, unit, finals)) for unit in roster]


def _answers(tree: Tree, unit: Unit, finals: Mapping[tuple[str, str], Final]) -> dict[str, Final]:
    found = ((leaf.code, finals.get((unit.key, leaf.code))) for leaf in tree.leaves)
    return {code: final for code, final in found if final is not None}


def _fill(
    leaf: Node,
    column: Sequence[Final | None],
    ruled: Sequence[State] | None,
    states: NDArray[np.int8],
    scores: Floats,
    numbers: Floats,
) -> None:
    """One leaf's rows; equal values are read once."""
    scale = leaf.scale
    assert scale is not None
    known: dict[str, tuple[float, float]] = {}
    for unit, final in enumerate(column):
        if ruled is not None:
            code = _CODES[ruled[unit]]
        elif final is not None:
            code = _CODES[final.state]
        else:
            continue
        states[unit] = code
        if code == NOT_FOUND and leaf.scored:
            scores[unit] = 0.0
        elif code == ANSWERED and final is not None:
            if final.score is not None:
                scores[unit] = final.score
                continue
            read = known.get(final.value)
            if read is None:
                read = known[final.value] = _read(scale, final.value)
            scores[unit], numbers[unit] = read


def _read(scale: Scale, value: str) -> tuple[float, float]:
    score, number = scale.score(value), scale.number(value)
    return (np.nan if score is None else score, np.nan if number is None else number)


def _minmax(rule: Minmax, members: NDArray[np.intp], numbers: Floats, scores: Floats) -> None:
    """Scores of one cohort: the lowest value earns the start of ``range``, the highest its end, or mirrored.

    Where all are equal, ``if_equal`` is earned, by default the range's end: nobody was worse than the best.
    """
    values = numbers[members]
    present = ~np.isnan(values)
    if not present.any():
        return
    low, high = values[present].min(), values[present].max()
    start, end = rule.range
    rows = members[present]
    if low == high:
        scores[rows] = end if rule.if_equal is None else rule.if_equal
        return
    above = values[present] - low if rule.direction == "higher" else high - values[present]
    scores[rows] = start + above / (high - low) * (end - start)
