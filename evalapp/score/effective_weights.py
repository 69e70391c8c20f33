"""How many points of the full score rest on each item (FORM rule 17)."""

import numpy as np
from numpy.typing import NDArray

from evalapp.form.tree import Tree
from evalapp.score.guards import Floats
from evalapp.score.population import Rows
from evalapp.score.status import PENDING, SCORED


def effective_weights(
    tree: Tree, used: Floats, status: NDArray[np.int8], root_status: NDArray[np.int8], subs: Rows
) -> Floats:
    """Each node's effective share of the full score in points, from the root down: [nodes, rows].

    ``used`` are the weights inside the groups and ``status`` what aggregation gave, [nodes, rows]; ``subs`` the rows of
    sub-units. 0 where an item counts nothing, NaN below what is pending, beside the base and for sub-units.
    """
    weight = np.zeros(used.shape)
    whole = np.where(root_status == SCORED, tree.form.head.full_score, 0.0)
    whole[root_status == PENDING] = np.nan
    _share_out(tree, tree.roots, whole, used, weight)
    for node in tree.nodes:
        if node.children:
            above = weight[node.index]
            above[status[node.index] == PENDING] = np.nan
            _share_out(tree, node.children, above, used, weight)
    weight[[node.index for node in tree.nodes if not node.scored]] = np.nan
    weight[:, subs] = np.nan
    return weight


def _share_out(tree: Tree, children: tuple[int, ...], above: Floats, used: Floats, weight: Floats) -> None:
    below = [child for child in children if tree.nodes[child].scored]
    if below:
        inside = used[below]
        total = inside.sum(axis=0)
        weight[below] = inside / np.where(total == 0, 1.0, total) * above
