"""How weights reach the root's score: which items have the same score in every draw, and which groups lie above them."""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from evalapp.form.tree import Tree
from evalapp.score.aggregate import Aggregate
from evalapp.score.guards import Floats

Places = NDArray[np.intp]


class _Group(Struct, frozen=True, eq=False):
    """A group whose score hangs on drawn weights.

    ``fixed`` are the items below it with the same score in every draw: ``counted`` [fixed, units] is 1 where they count in
    its mean (None: everywhere), ``scores`` theirs where they do, else 0. ``moving`` are the groups below it, with where
    they count (None: everywhere). ``idle`` is 1 for units without a mean here, ``given`` the score where something other
    than the mean gives one, else NaN; None where there are no such units.
    """

    index: int
    fixed: Places
    counted: Floats | None
    scores: Floats
    moving: tuple[tuple[int, Floats | None], ...]
    idle: Floats | None
    given: Floats | None


class Route(Struct, frozen=True, eq=False):
    """Some units (places among the ranked ones) with one table of weights.

    Where everything below the moving groups counts, ``frontier`` are the items with fixed scores next below them, and one
    product with ``scores`` (over ``full``, [frontier, units]) does; else ``groups`` lead to the root from below.
    """

    table: int
    units: Places
    frontier: Places
    scores: Floats
    groups: tuple[_Group, ...]
    full: float

    def root_scores(self, weights: Floats) -> Floats:
        """The root's score [draws, units] under nominal weights [draws, tables, nodes]."""
        own = weights[:, self.table]
        if not self.groups:
            found: Floats = own[:, self.frontier] @ self.scores
            return found
        known: dict[int, Floats] = {}
        for group in self.groups:
            known[group.index] = _points(group, own, known, self.full)
        found = known[self.groups[-1].index]
        found /= self.full
        return found


def routes(
    tree: Tree,
    found: Aggregate,
    tables: Floats,
    profile: NDArray[np.int16],
    ranked: Places,
    moved: frozenset[int],
) -> tuple[Route, ...]:
    """The routes of all ranked units (rows of the roster). ``moved``: the groups whose weights are drawn.

    ``found`` is what the engine gives for the weights in force, ``tables`` [tables, nodes]; ``profile`` is each row's
    table of weights.
    """
    root, full = len(tree.nodes), tree.form.head.full_score
    below = {
        above: [child for child in children if tree.nodes[child].scored]
        for above, children in ((root, tree.roots), *((node.index, node.children) for node in tree.nodes))
    }
    moving = [*(index for index in reversed(range(root)) if _moves(index, below, moved)), root]
    frontier = np.array(
        [child for group in moving for child in below[group] if child not in moving], dtype=np.intp
    )
    result = []
    for table in np.unique(profile[ranked]).tolist():
        units = np.flatnonzero(profile[ranked] == table)
        children = np.array(
            [child for group in moving for child in below[group] if tables[table, child] > 0], dtype=np.intp
        )
        complete = (found.used[np.ix_(children, ranked[units])] > 0).all(axis=0)
        whole, rest = units[complete], units[~complete]
        if len(whole):
            scores = np.nan_to_num(found.score[np.ix_(frontier, ranked[whole])]) / full
            result.append(Route(table, whole, frontier, scores, (), full))
        if len(rest):
            groups = tuple(_group(found, below[index], index, moving, ranked[rest]) for index in moving)
            result.append(Route(table, rest, frontier, np.zeros((0, 0)), groups, full))
    return tuple(result)


def _moves(index: int, below: dict[int, list[int]], moved: frozenset[int]) -> bool:
    return index in moved or any(_moves(child, below, moved) for child in below[index])


def _group(found: Aggregate, children: list[int], index: int, moving: list[int], rows: Places) -> _Group:
    fixed = np.array([child for child in children if child not in moving], dtype=np.intp)
    counts = found.used[np.ix_(fixed, rows)] > 0
    used = np.asarray((found.used[children][:, rows] > 0).any(axis=0))
    given = np.where(used, np.nan, found.score[index, rows])
    return _Group(
        index=index,
        fixed=fixed,
        counted=_where(counts),
        scores=np.where(counts, found.score[np.ix_(fixed, rows)], 0.0),
        moving=tuple((child, _where(found.used[child, rows] > 0)) for child in children if child in moving),
        idle=_where(used, idle=True),
        given=None if np.isnan(given).all() else given,
    )


def _where(counts: NDArray[np.bool_], *, idle: bool = False) -> Floats | None:
    """1 where it counts, or where it does not; None where it counts everywhere."""
    if counts.all():
        return None
    found: Floats = (~counts if idle else counts).astype(np.float64)
    return found


def _points(group: _Group, weights: Floats, known: dict[int, Floats], full: float) -> Floats:
    """Weighted mean × nominal weight of the group [draws, units]; 0 for units without a mean.

    ``known`` are those of the groups below. The weights of a group's items add up to its own, so that nothing is divided
    where all of them count.
    """
    own = weights[:, group.fixed]
    whole = weights[:, group.index, np.newaxis] if group.index < weights.shape[1] else np.float64(full)
    if group.counted is None and all(counts is None for _child, counts in group.moving):
        sums: Floats = own @ group.scores
        for child, _counts in group.moving:
            sums += known[child]
        return sums
    sums = (own * whole) @ group.scores
    used: Floats = own.sum(axis=1, keepdims=True) if group.counted is None else own @ group.counted
    for child, counts in group.moving:
        sums += whole * known[child]
        weight = weights[:, child, np.newaxis]
        used = used + (weight if counts is None else weight * counts)
    if group.idle is not None:
        used = used + group.idle
        sums *= 1 - group.idle
    sums /= used
    return sums if group.given is None else np.where(np.isnan(group.given), sums, whole * group.given)
