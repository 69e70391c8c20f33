"""What sub-units answer, formed into a value of their unit (FORM rule 3)."""

from typing import NamedTuple

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from evalapp.base.numbers import from_float
from evalapp.entry.final import STATES, Finals, State
from evalapp.entry.roster import Roster
from evalapp.form.model import Rollup
from evalapp.form.scales import Rate, Words
from evalapp.form.tree import Node, Tree
from evalapp.score.guards import Floats
from evalapp.score.population import Population
from evalapp.score.status import ANSWERED, BLANK, NOT_APPLICABLE, NOT_FOUND, NOTHING, UNABLE


class Column(NamedTuple):
    """One leaf of all rows; ``hits`` only of a veto leaf."""

    states: NDArray[np.int8]
    scores: Floats
    numbers: Floats
    hits: NDArray[np.bool_] | None


class Rolled(Struct, frozen=True, kw_only=True, eq=False):
    """What came of it for every row that is a unit; the other rows say NOTHING."""

    take: str
    by_value: bool
    states: NDArray[np.int8]
    scores: Floats
    numbers: Floats
    hits: NDArray[np.bool_]
    pooled: dict[int, str]

    def read(self, row: int) -> tuple[State, object]:
        """The state, and the value as the unit's own expressions see it; None where it has points only."""
        if self.states[row] == ANSWERED:
            if self.take == "any":
                return "answered", bool(self.hits[row])
            return "answered", None if np.isnan(self.numbers[row]) else float(self.numbers[row])
        return STATES[int(self.states[row])], None

    def text(self, row: int) -> str:
        """The value as it is printed; "" where it has points only."""
        if row in self.pooled:
            return self.pooled[row]
        _state, value = self.read(row)
        if isinstance(value, bool):
            return "yes" if value else "no"
        return from_float(value) if isinstance(value, float) else ""


def leaf_rollup(tree: Tree, leaf: Node) -> Rollup | None:
    """How the leaf's answers are rolled up to the unit.

    Its own way, or ``any`` for a veto leaf under an item that is rolled up: a hit is a hit of the unit, unless it
    concerns the sub-unit's own group alone.
    """
    if leaf.item.rollup is not None:
        return leaf.item.rollup
    if leaf.part == "veto" and leaf.kind and not isinstance(leaf.scale, Words):
        return Rollup(kind=leaf.kind, take="any") if tree.veto_of(leaf).effect != "item" else None
    return None


def roll_up(
    tree: Tree, leaf: Node, column: Column, people: Population, finals: Finals, roster: Roster
) -> Rolled:
    """The leaf's state, number and score of every unit.

    Sub-units to which it does not apply leave, and unable ones; not found counts 0; a blank is waited for, counts 0 or
    leaves, by the policy for blanks. A veto is hit as soon as one sub-unit is.
    """
    rollup = leaf_rollup(tree, leaf)
    assert rollup is not None
    n = len(roster)
    found = Rolled(
        take=rollup.take,
        by_value=rollup.of == "value",
        states=np.full(n, NOTHING, dtype=np.int8),
        scores=np.full(n, np.nan),
        numbers=np.full(n, np.nan),
        hits=np.zeros(n, dtype=bool),
        pooled={},
    )
    below = people.below.get(rollup.kind, {})
    for unit in people.units.tolist():
        members = below.get(unit, np.array([], dtype=np.intp))
        members = members[column.states[members] != NOT_APPLICABLE]
        hits = column.hits[members] if column.hits is not None else np.zeros(len(members), dtype=bool)
        state, counted = _state(tree, rollup, column.states[members], hits)
        found.states[unit] = state
        if state == NOT_FOUND:
            found.scores[unit] = 0.0
        elif state == ANSWERED and rollup.take == "any":
            found.hits[unit] = hits.any()
        elif state == ANSWERED:
            shares = [
                finals[roster[row].key, leaf.code].value
                for row in members[counted].tolist()
                if rollup.take == "pooled" and column.states[row] == ANSWERED
            ]
            _combine(leaf, rollup, column, members[counted], shares, unit, found)
    return found


def together(rollup: Rollup, values: Floats) -> float:
    """The mean, sum, least or greatest of the values."""
    match rollup.take:
        case "sum":
            return float(values.sum())
        case "min":
            return float(values.min())
        case "max":
            return float(values.max())
        case _:
            return float(values.mean())


def _state(
    tree: Tree, rollup: Rollup, states: NDArray[np.int8], hits: NDArray[np.bool_]
) -> tuple[int, NDArray[np.bool_]]:
    """The state of the whole, and which of the sub-units make it up."""
    blanks = tree.form.policy.unanswered
    counted: NDArray[np.bool_] = states != UNABLE
    if blanks == "reweight":
        counted = counted & (states != BLANK)
    if not len(states):
        return NOT_APPLICABLE, counted
    if rollup.take == "any" and hits.any():
        return ANSWERED, counted
    if blanks == "pending" and (states == BLANK).any():
        return BLANK, counted
    if not counted.any():
        return (UNABLE if (states == UNABLE).any() else BLANK), counted
    if rollup.take == "any" and (states == UNABLE).any():
        return UNABLE, counted
    if rollup.take == "any" and not (states[counted] == BLANK).all():
        return ANSWERED, counted
    if np.isin(states[counted], (NOT_FOUND, BLANK)).all():
        return (NOT_FOUND if (states[counted] == NOT_FOUND).any() else BLANK), counted
    return ANSWERED, counted


def _combine(
    leaf: Node,
    rollup: Rollup,
    column: Column,
    members: NDArray[np.intp],
    shares: list[str],
    unit: int,
    found: Rolled,
) -> None:
    """The number (and by it the score), or the score, of the sub-units together."""
    scale = leaf.scale
    assert scale is not None
    nothing = np.isin(column.states[members], (NOT_FOUND, BLANK))
    values = np.where(nothing, 0.0, (column.numbers if rollup.of == "value" else column.scores)[members])
    if rollup.take == "pooled":
        assert isinstance(scale, Rate)
        parts = [scale.parts(share) for share in shares]
        n, d = (sum(part[side] for part in parts) for side in (0, 1))
        combined = 100 * n / d
        found.pooled[unit] = f"{from_float(n)}/{from_float(d)}"
    else:
        combined = together(rollup, values)
    if rollup.of == "score":
        found.scores[unit] = combined
        return
    found.numbers[unit] = combined
    score = scale.measured(combined)
    found.scores[unit] = np.nan if score is None else score
    found.hits[unit] = leaf.part == "veto" and combined > 0
