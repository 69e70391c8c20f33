"""From the root's score to the total and its status (FORM rules 10 to 14)."""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from evalapp.base.numbers import guard
from evalapp.form.tree import Tree
from evalapp.score.guards import Floats, guarded
from evalapp.score.status import FAILED, RANKED, SCORED


class Totals(Struct, frozen=True, kw_only=True, eq=False):
    """One entry a unit, NaN where there is no total; ``score`` is 100 × points / full score."""

    base: Floats
    points: Floats
    score: Floats
    status: NDArray[np.int8]


def totals(tree: Tree, root_score: Floats, root_status: NDArray[np.int8]) -> Totals:
    """Totals of all units. ``failed`` keeps its points and its rank."""
    policy, full = tree.form.policy, tree.form.head.full_score
    base = np.maximum(root_score / 100 * full, policy.floor)
    points = base if policy.cap is None else np.minimum(base, policy.cap)
    status = np.where(root_status == SCORED, RANKED, root_status).astype(np.int8)
    if policy.fail_below is not None:
        status[guarded(base) < guard(policy.fail_below)] = FAILED
    return Totals(base=base, points=points, score=100 * points / full, status=status)
