"""From the root's score to the total and its status (FORM rules 10 to 14)."""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from evalapp.base.numbers import guard
from evalapp.entry.roster import Roster
from evalapp.entry.states import FormRules
from evalapp.form.tree import Tree
from evalapp.score.guards import Floats, guarded
from evalapp.score.population import Rows
from evalapp.score.status import (
    FAILED,
    INSUFFICIENT,
    NOTHING,
    PASSED,
    PENDING,
    RANKED,
    SCORED,
    VETOED,
)
from evalapp.score.supplements import Supplements, gate_open
from evalapp.score.vetoes import Vetoes


class Totals(Struct, frozen=True, kw_only=True, eq=False):
    """One entry a row, NaN where there is no total; ``score`` is 100 × points / full score.

    ``base`` is what the gate and the fail line look at, ``bonus`` what was granted on top of it, ``gate`` whether it stood
    open.
    """

    base: Floats
    bonus: Floats
    gate: NDArray[np.bool_]
    points: Floats
    score: Floats
    status: NDArray[np.int8]


def totals(
    tree: Tree,
    rules: FormRules,
    roster: Roster,
    root: tuple[Floats, NDArray[np.int8]],
    nothing_applies: NDArray[np.bool_],
    beside: Supplements,
    vetoed: Vetoes,
    subs: Rows,
) -> Totals:
    """Totals of all rows; ``root`` is the root's score and status, ``nothing_applies`` says of whom no base item applies.

    ``failed`` keeps its points and its rank, and so do vetoed units but those whose hit fails them. Sub-units, the rows
    ``subs``, have none.
    """
    policy, full = tree.form.policy, tree.form.head.full_score
    score, status = root[0], root[1].copy()
    base = np.maximum(score / 100 * full + beside.penalty, policy.floor)
    base[beside.penalty_pending] = np.nan
    gate = gate_open(tree, rules, roster, base)
    granted = beside.bonus if policy.bonus.cap is None else np.minimum(policy.bonus.cap, beside.bonus)
    bonus = np.where(gate, granted, 0.0)
    points = base + bonus
    if policy.cap is not None:
        points = np.minimum(points, policy.cap)
    status[beside.penalty_pending & ((status == SCORED) | (status == INSUFFICIENT))] = PENDING
    status[beside.bonus_pending & gate & (status == SCORED)] = PENDING
    status[vetoed.unknown & ~vetoed.hit] = PENDING
    status[nothing_applies & vetoed.checked & ~vetoed.hit & ~vetoed.unknown] = PASSED
    points[status != SCORED] = np.nan
    status[status == SCORED] = RANKED
    if policy.fail_below is not None:
        status[(status == RANKED) & (guarded(base) < guard(policy.fail_below))] = FAILED
    _apply(vetoed, points, status)
    is_sub = np.zeros(len(points), dtype=bool)
    is_sub[subs] = True
    points[is_sub], status[is_sub] = np.nan, NOTHING
    return Totals(
        base=np.where(is_sub, np.nan, base),
        bonus=np.where(np.isnan(base), np.nan, bonus),
        gate=gate,
        points=points,
        score=100 * points / full,
        status=status,
    )


def _apply(vetoed: Vetoes, points: Floats, status: NDArray[np.int8]) -> None:
    """What hits do to totals (rule 13): exact points whatever the rest, a cap only to a total that is there."""
    capped = ~np.isnan(vetoed.cap)
    points[capped] = np.minimum(points[capped], vetoed.cap[capped])
    status[capped & (status != PENDING)] = VETOED
    exact = ~np.isnan(vetoed.exact)
    points[exact] = vetoed.exact[exact]
    points[vetoed.fail] = np.nan
    status[exact | vetoed.fail] = VETOED
