"""Points beside the base: bonuses and penalties are earned item by item, never averaged (FORM rules 10 and 12)."""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from evalapp.base.numbers import guard
from evalapp.entry.roster import Roster
from evalapp.entry.states import FormRules, unit_columns
from evalapp.form.expression import Expression, UnitContext, holds
from evalapp.form.tree import Node, Tree
from evalapp.score.guards import Floats
from evalapp.score.matrix import LeafMatrix
from evalapp.score.population import Population, asked, rolls_values
from evalapp.score.status import ANSWERED, BLANK, NOT_APPLICABLE, NOT_FOUND, NOTHING, PENDING, SCORED, UNABLE

Bools = NDArray[np.bool_]


class Supplements(Struct, frozen=True, kw_only=True, eq=False):
    """``points`` earned and ``status`` by node index, each an array over the rows, for items of the two parts.

    ``bonus`` is their sum before the policy's cap, ``penalty`` ≤ 0; ``bonus_pending`` and ``penalty_pending``: a
    blank is waited for.
    """

    points: dict[int, Floats]
    status: dict[int, NDArray[np.int8]]
    bonus: Floats
    penalty: Floats
    bonus_pending: Bools
    penalty_pending: Bools


def supplements(tree: Tree, matrix: LeafMatrix) -> Supplements:
    """What every item of the bonus and penalty parts earns, from the leaves up."""
    n = len(matrix.units)
    points: dict[int, Floats] = {}
    status: dict[int, NDArray[np.int8]] = {}
    totals = {"bonus": np.zeros(n), "penalty": np.zeros(n)}
    pending = {"bonus": np.zeros(n, dtype=bool), "penalty": np.zeros(n, dtype=bool)}
    for node in reversed(tree.nodes):
        if node.part not in totals or (node.is_leaf and not node.worth):
            continue
        if node.is_leaf:
            points[node.index], status[node.index] = _leaf(tree, node, matrix)
        else:
            children = [child for child in node.children if child in points]
            if not children:
                continue
            points[node.index], status[node.index] = _group(
                tree, matrix.population, node, children, points, status
            )
        if node.parent is None:
            totals[node.part] += np.nan_to_num(points[node.index])
            pending[node.part] |= status[node.index] == (BLANK if node.is_leaf else PENDING)
    if tree.form.policy.unanswered != "pending":
        pending = {part: np.zeros(n, dtype=bool) for part in pending}
    return Supplements(
        points=points,
        status=status,
        bonus=totals["bonus"],
        penalty=totals["penalty"],
        bonus_pending=pending["bonus"],
        penalty_pending=pending["penalty"],
    )


def _leaf(tree: Tree, leaf: Node, matrix: LeafMatrix) -> tuple[Floats, NDArray[np.int8]]:
    """What the answer earns; what was not found earns 0, and there is nothing to say of what was not assessed."""
    column = matrix.column[leaf.index]
    states, policy = matrix.states[:, column], tree.form.policy
    earned = np.where(
        np.isin(states, (ANSWERED, NOT_FOUND)), matrix.scores[:, column] / 100 * leaf.worth, np.nan
    )
    if policy.unanswered == "zero":
        earned[states == BLANK] = 0.0
    if policy.unable == "zero":
        earned[states == UNABLE] = 0.0
    if rolls_values(leaf):
        earned[matrix.population.subs] = np.nan
    return earned, states.astype(np.int8)


def _group(
    tree: Tree,
    people: Population,
    node: Node,
    children: list[int],
    points: dict[int, Floats],
    status: dict[int, NDArray[np.int8]],
) -> tuple[Floats, NDArray[np.int8]]:
    """The sum, at most the group's own cap; pending while a blank is waited for."""
    states = np.array([status[child] for child in children])
    total = np.nansum([points[child] for child in children], axis=0)
    if node.item.cap is not None:
        total = np.minimum(total, node.item.cap)
    found = np.full(states.shape[1], SCORED, dtype=np.int8)
    if tree.form.policy.unanswered == "pending":
        found[((states == BLANK) | (states == PENDING)).any(axis=0)] = PENDING
    found[np.isin(states, (NOT_APPLICABLE, NOTHING)).all(axis=0)] = NOT_APPLICABLE
    found[(states == NOTHING).all(axis=0)] = NOTHING
    found[~asked(people, node)] = NOTHING
    total[np.isin(found, (NOTHING, NOT_APPLICABLE, PENDING))] = np.nan
    return total, found


def gate_open(tree: Tree, rules: FormRules, roster: Roster, base: Floats) -> Bools:
    """Whether each row's base opens the bonus gate; without a gate it stands open, without a base it is shut."""
    present: Bools = ~np.isnan(base)
    gate = rules.gate
    if gate is None:
        return present
    return np.array(
        [
            bool(present[row]) and _opens(tree, gate, roster, row, float(base[row]))
            for row in range(len(roster))
        ],
        dtype=bool,
    )


def _opens(tree: Tree, gate: Expression, roster: Roster, row: int, base: float) -> bool:
    columns = unit_columns(tree, gate.columns, roster[row])
    return holds(gate, UnitContext(columns, {}, {}, {"base": guard(base)})) is True
