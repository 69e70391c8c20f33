"""Scores by comparison in every draw: what the numbers of a cohort come to, worked out once for equal numbers."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from evalapp.form.cohort_rules import COHORT_RULES, CohortRule
from evalapp.form.tree import Node, Tree
from evalapp.score.cohort import below_zero, cohort_scores, shares_refused
from evalapp.score.guards import Floats
from evalapp.score.population import Cohorts, Population
from evalapp.score.robustness.weights import weight_tables
from evalapp.score.rollup import leaf_rollup
from evalapp.score.status import ANSWERED

_MOST_BYTES = 32 * 2**20

Arrays = tuple[NDArray[Any], NDArray[Any], NDArray[Any]]
"""States, scores and numbers of stacked draws: [leaves, draws, rows]."""


def rule_of(leaf: Node) -> CohortRule | None:
    """The cohort rule that scores the leaf, if one does."""
    rule = leaf.scale.rule if leaf.scale is not None else None
    return rule if isinstance(rule, COHORT_RULES) else None


def compared_below(tree: Tree, leaf: Node) -> bool:
    """Whether sub-units are compared with each other before they are taken together: then all hangs on all."""
    rollup = leaf_rollup(tree, leaf)
    return rollup is not None and rollup.of == "score" and rule_of(leaf) is not None


class Comparisons:
    """The cohort rules of a form over drawn numbers; ``profile`` is each row's place among the form's profiles."""

    def __init__(self, tree: Tree, profile: NDArray[np.int16]) -> None:
        self._tree = tree
        self._leaves = [
            (column, leaf, rule)
            for column, leaf in enumerate(tree.leaves)
            if (rule := rule_of(leaf)) is not None and not compared_below(tree, leaf)
        ]
        # Weight 0: the unit has no such item, and is in no cohort of it.
        nominal = weight_tables(tree)[profile]
        self._exists = {
            column: (nominal[:, leaf.index] > 0) | (not leaf.scored) for column, leaf, _rule in self._leaves
        }
        self._known: dict[tuple[int, bytes], Floats] = {}
        self._bytes = 0

    def put(self, arrays: Arrays, people: Population, items: frozenset[str] | None) -> None:
        """Write the scores of the ``items`` (None: of all) that are scored by comparison, as the engine would.

        What was not found or not answered keeps what it has. ``people`` is the stacked population. Raises
        AppError("negative_value") as :func:`evalapp.score.matrix.leaf_matrix` does.
        """
        for column, leaf, rule in self._leaves:
            if items is not None and leaf.code not in items:
                continue
            compared: Cohorts = people.cohorts
            if leaf.kind and leaf_rollup(self._tree, leaf) is None:
                compared = people.sub_cohorts.get(leaf.kind, ())
            states, scores = (array[column].reshape(-1) for array in arrays[:2])
            numbers = np.where(self._exists[column], arrays[2][column], np.nan).reshape(-1)
            for members in compared:
                if len(below_zero(rule, numbers[members])):
                    raise shares_refused([leaf.code])
                found = self._scores(column, rule, numbers[members])
                scores[members] = np.where(states[members] == ANSWERED, found, scores[members])

    def _scores(self, column: int, rule: CohortRule, numbers: Floats) -> Floats:
        key = (column, numbers.tobytes())
        found = self._known.get(key)
        if found is None:
            if self._bytes > _MOST_BYTES:
                self._known.clear()
                self._bytes = 0
            found = self._known[key] = cohort_scores(rule, numbers)
            self._bytes += 2 * found.nbytes + 200
        return found
