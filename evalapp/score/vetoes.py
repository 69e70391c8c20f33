"""Veto items: which of them were hit, what is still unknown, and what a hit does (FORM rule 13)."""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from evalapp.form.scales import Words
from evalapp.form.tree import Node, Tree
from evalapp.score.guards import Floats
from evalapp.score.matrix import LeafMatrix
from evalapp.score.status import ANSWERED, BLANK, NOT_FOUND, UNABLE

Bools = NDArray[np.bool_]


class Vetoes(Struct, frozen=True, kw_only=True, eq=False):
    """One entry a row. ``exact`` is what a unit gets whatever the rest, ``cap`` the most it can get; NaN for none.

    ``unknown``: some veto item is not settled. ``checked``: some veto item was answered.
    """

    fail: Bools
    exact: Floats
    cap: Floats
    unknown: Bools
    checked: Bools

    @property
    def hit(self) -> Bools:
        """Whether there is a hit that concerns the total."""
        found: Bools = self.fail | ~np.isnan(self.exact) | ~np.isnan(self.cap)
        return found


def veto_leaves(tree: Tree) -> tuple[Node, ...]:
    """The leaves whose answers can be a hit."""
    return tuple(leaf for leaf in tree.leaves if leaf.part == "veto" and not isinstance(leaf.scale, Words))


def vetoes(tree: Tree, matrix: LeafMatrix, nominal: Floats) -> Vetoes:
    """What the hits of every row come to; those that concern only their own group are left to it.

    A leaf in a base group of weight 0 does not exist, as its group does not.
    """
    n = len(matrix.units)
    fail, unknown, checked = (np.zeros(n, dtype=bool) for _array in range(3))
    exact, cap = np.full(n, np.nan), np.full(n, np.nan)
    for leaf in veto_leaves(tree):
        effect = tree.veto_of(leaf)
        above = None if leaf.parent is None else tree.nodes[leaf.parent]
        exists = nominal[above.index] > 0 if above is not None and above.part == "base" else np.True_
        checked |= np.isin(matrix.states[:, matrix.column[leaf.index]], (ANSWERED, NOT_FOUND)) & exists
        if effect.effect == "item":
            continue
        hit = matrix.hits[leaf.index] & exists
        unknown |= unsettled(tree, matrix, leaf) & exists
        if effect.effect == "fail":
            fail |= hit
        elif effect.effect == "cap":
            cap[hit] = np.fmin(cap[hit], effect.points or 0.0)
        else:
            exact[hit] = np.fmin(exact[hit], effect.points or 0.0)
    return Vetoes(fail=fail, exact=exact, cap=cap, unknown=unknown, checked=checked)


def unsettled(tree: Tree, matrix: LeafMatrix, leaf: Node) -> Bools:
    """Where nobody can say whether the leaf is hit: blank while blanks are waited for, or unable to assess."""
    states = matrix.states[:, matrix.column[leaf.index]]
    found: Bools = states == UNABLE
    if tree.form.policy.unanswered == "pending":
        found = found | (states == BLANK)
    return found
