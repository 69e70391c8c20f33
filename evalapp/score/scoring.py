"""From leaf states and scores to totals, ranks and grades: the arithmetic that a draw of weights goes through too."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from evalapp.entry.roster import Roster
from evalapp.entry.states import FormRules
from evalapp.form.tree import Tree
from evalapp.score.aggregate import Aggregate, aggregate
from evalapp.score.grades import grade
from evalapp.score.guards import Floats
from evalapp.score.matrix import LeafMatrix
from evalapp.score.ranks import Ranks, compared, rank
from evalapp.score.status import NOT_APPLICABLE, NOTHING, VETOED
from evalapp.score.supplements import Supplements, supplements
from evalapp.score.totals import Totals, totals
from evalapp.score.vetoes import Vetoes, vetoes


class Scored(NamedTuple):
    """What came of every row: items of the base, items beside it, totals, ranks (0: none) and grades (-1: none)."""

    found: Aggregate
    beside: Supplements
    total: Totals
    rank: Ranks
    grade: NDArray[np.int16]
    vetoed: Vetoes


def scored(
    tree: Tree,
    rules: FormRules,
    roster: Roster,
    matrix: LeafMatrix,
    nominal: Floats,
) -> Scored:
    """Everything that decides ranks and grades; ``nominal`` are the weights [nodes, rows or 1] in points.

    ``roster`` gives the roster's columns to the bonus gate, row by row of the matrix. Raises AppError("negative_score") as
    :func:`evalapp.score.aggregate.aggregate` does.
    """
    root, people = len(tree.nodes), matrix.population
    found = aggregate(tree, matrix, nominal)
    beside = supplements(tree, matrix)
    vetoed = vetoes(tree, matrix, nominal)
    total = totals(
        tree,
        rules,
        roster,
        (found.score[root], found.status[root]),
        nothing_applies(tree, found.status, nominal) if vetoed.checked.any() else vetoed.checked,
        beside,
        vetoed,
        people.subs,
    )
    numbers = compared(total.points, tree.form.policy.rank_decimals)
    return Scored(
        found=found,
        beside=beside,
        total=total,
        rank=rank(numbers, people.cohorts, tree.form.policy.rank_ties),
        grade=grade(tree, numbers, total.status, people.cohorts),
        vetoed=vetoed,
    )


def nothing_applies(tree: Tree, status: NDArray[np.int8], nominal: Floats) -> NDArray[np.bool_]:
    """Rows of which no base item applies, whatever the form lets such items count.

    What is rolled up as a group has no leaves of the unit's own. A group that a hit made 0 counts, and so applies.
    """
    lowest = [
        node.index for node in tree.nodes if node.scored and (node.is_leaf or node.item.rollup is not None)
    ]
    states = status[lowest]
    gone = np.broadcast_to(nominal[lowest] == 0, states.shape)
    absent = ((states == NOT_APPLICABLE) | (states == NOTHING) | gone).all(axis=0)
    groups = [node.index for node in tree.nodes if node.scored and not node.is_leaf]
    found: NDArray[np.bool_] = absent & ~(status[groups] == VETOED).any(axis=0)
    return found
