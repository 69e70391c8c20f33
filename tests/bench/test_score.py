"""A full score of every county, against the bare matrix products of the same numbers."""

from collections.abc import Callable

import numpy as np

from evalapp.entry.states import compile_rules
from evalapp.score.matrix import leaf_matrix
from evalapp.score.results import compute_matrix
from tests.bench.big_project import ITEMS_PER_GROUP
from tests.bench.conftest import timed
from tests.bench.made_up import finals_of, roster_of, tree_of

UNITS, LEAVES = 2978, 200
TURNS = 15


def test_full_score(quote: Callable[..., None]) -> None:
    tree, roster = tree_of(LEAVES), roster_of(UNITS)
    rules, finals = compile_rules(tree), finals_of(tree, roster, 0.05)
    matrix = leaf_matrix(tree, rules, roster, finals)
    scores = np.ascontiguousarray(np.nan_to_num(matrix.scores))
    present = np.ascontiguousarray(~np.isnan(matrix.scores)).astype(np.float64)
    weights = np.kron(np.eye(LEAVES // ITEMS_PER_GROUP), np.ones((ITEMS_PER_GROUP, 1)))

    def products() -> np.ndarray:
        groups = (scores @ weights) / (present @ weights)
        return groups @ np.ones(groups.shape[1]) / groups.shape[1]

    def tables() -> tuple[np.ndarray, ...]:
        """The same, and what else a full score holds: points of all items, and the weights that each came to."""
        sums, used = scores @ weights, present @ weights
        groups = sums / used
        there = used > 0
        share = there / there.sum(axis=1, keepdims=True)
        shares = present * np.repeat(share / used, ITEMS_PER_GROUP, axis=1)
        return (groups * share).sum(axis=1), shares, scores * shares / 100, groups * share / 100

    def look_up() -> None:
        keys = [unit.key for unit in roster]
        for leaf in tree.leaves:
            code = leaf.code
            for key in keys:
                finals.get((key, code))

    found = compute_matrix(tree, rules, roster, finals, matrix)
    np.testing.assert_allclose(found.points, products(), atol=1e-9)

    def best(work: Callable[[], object], turns: int = TURNS) -> float:
        """Milliseconds of the quickest turn: others use the processor too."""
        return 1000 * timed(work, turns)[0]

    arithmetic = best(lambda: compute_matrix(tree, rules, roster, finals, matrix))
    what = f"full score, {UNITS:,} × {LEAVES}, from leaf scores"
    quote(f"{what}, against the products", arithmetic, best(products), "ms", "<= 5")
    quote(f"{what}, against all its tables by bare numpy", arithmetic, best(tables), "ms", "<= 5")
    quote(
        f"states and scores of {UNITS * LEAVES:,} answers, against looking them up",
        best(lambda: leaf_matrix(tree, rules, roster, finals), 3),
        best(look_up, 3),
        "ms",
        "for the record",
    )
