"""Draws of weights around those in force.

A weight is never drawn as 0, which would take the item out of the form (FORM rule 6).
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from evalapp.base.i18n import _
from evalapp.form.tree import Tree
from evalapp.score.guards import Floats
from evalapp.score.robustness.case import cannot_vary
from evalapp.score.robustness.plan import ALL_LEVELS, WeightChange

_LEAST = 1e-12


class _Part:
    """The base items of one group under one table of weights, and where their draws stand; ``slots`` None: not drawn."""

    def __init__(self, table: int, above: int, below: list[int]) -> None:
        self.table, self.above, self.below = table, above, below
        self.columns = _run(below)
        self.slots: slice | list[int] | None = None


class WeightDraws:
    """Nominal weights of any number of draws; where ``change`` is None they are those in force.

    Weights of siblings are drawn together and keep their sum. Units of other profiles get the same draws: under ± x %
    each item has one factor, and in a Dirichlet draw groups of equal shares are drawn once.
    """

    def __init__(self, tree: Tree, change: WeightChange | None, level: int) -> None:
        self.tables = weight_tables(tree)
        self.change = change
        self._full = tree.form.head.full_score
        self._parts = list(_parts(tree, self.tables))
        self.alpha = np.zeros(0)
        self.count = 0
        if change is not None:
            self._assign(tree, change, level)

    def _assign(self, tree: Tree, change: WeightChange, level: int) -> None:
        known: dict[tuple[object, ...], int] = {}
        alpha: list[float] = []
        for part in self._parts:
            if len(part.below) < 2 or level not in (ALL_LEVELS, tree.nodes[part.below[0]].level + 1):
                continue
            weights = self.tables[part.table, part.below]
            shares = weights / weights.sum()
            alike = tuple(zip(part.below, np.round(shares, 12).tolist(), strict=True))
            slots = []
            for node, share in zip(part.below, shares.tolist(), strict=True):
                key = (node,) if change.kind == "share" else (node, alike)
                if key not in known:
                    known[key] = len(alpha)
                    alpha.append(change.amount * share)
                slots.append(known[key])
            part.slots = _run(slots)
        self.alpha, self.count = np.array(alpha), len(alpha)

    @property
    def moved(self) -> frozenset[int]:
        """The groups whose items' weights are drawn; one past the last node is the total."""
        return frozenset(part.above for part in self._parts if part.slots is not None)

    def take(self, chance: np.random.Generator, draws: int) -> Floats:
        """The next ``draws`` draws: nominal weights [draws, tables, nodes], the last table the form's own."""
        found: Floats = np.repeat(self.tables[np.newaxis], draws, axis=0)
        if self.change is None:
            return found
        if self.change.kind == "dirichlet":
            drawn = chance.standard_gamma(self.alpha, size=(draws, self.count))
        else:
            drawn = 1 + self.change.amount * (2 * chance.random((draws, self.count)) - 1)
        changed: set[tuple[int, int]] = set()
        for part in self._parts:
            if part.slots is not None or (part.table, part.above) in changed:
                changed |= {(part.table, node) for node in part.below}
            else:
                continue
            found[:, part.table, part.columns] = self._spread(part, found, drawn)
        return found

    def _spread(self, part: _Part, found: Floats, drawn: Floats) -> Floats:
        """The weights of siblings, which share what their group weighs."""
        own = self.tables[part.table, part.columns]
        total = found.shape[2]
        weights: Floats = own[np.newaxis]
        if part.slots is not None:
            weights = (
                drawn[:, part.slots]
                if self.change and self.change.kind == "dirichlet"
                else own * drawn[:, part.slots]
            )
        shares = np.maximum(weights / weights.sum(axis=1, keepdims=True), _LEAST)
        above = self._full if part.above == total else found[:, part.table, part.above, np.newaxis]
        result: Floats = shares * above
        return result


def _run(places: list[int]) -> slice | list[int]:
    """Places that follow each other as a slice, which needs no copy."""
    following = places == list(range(places[0], places[0] + len(places)))
    return slice(places[0], places[0] + len(places)) if following else places


def weight_tables(tree: Tree) -> Floats:
    """The nominal weights under each profile and, last, the form's own: [tables, nodes]."""
    return np.array([*tree.profiles, [node.nominal for node in tree.nodes]], dtype=np.float64)


def spread_over_rows(tables: Floats, profile: NDArray[np.int16]) -> Floats:
    """Nominal weights [nodes, draws · rows] of units with these profiles (-1: the form's own), a draw's rows side by side."""
    draws, _tables, nodes = tables.shape
    found: Floats = np.ascontiguousarray(tables[:, profile].transpose(2, 0, 1)).reshape(
        nodes, draws * len(profile)
    )
    return found


def first_level(tree: Tree) -> int:
    """The first level (1 is the top) at which some group has two items with a weight; 1 where there is none."""
    return min(_levels_to_share(tree), default=1)


def drawn_level(tree: Tree, wanted: int | None) -> int:
    """The level at which weights are drawn: ``wanted``, else :func:`first_level`.

    Raises AppError("factor") where no group at the level has two items with a weight: there is nothing to share out.
    """
    several = _levels_to_share(tree)
    factor = _("The factor “weights”")
    if not several:
        raise cannot_vary(
            factor,
            _("no group of this form has two items with a weight."),
            _("Vary another factor."),
        )
    if wanted is None:
        return several[0]
    if wanted != ALL_LEVELS and wanted not in several:
        there = any(node.level + 1 == wanted and node.scored for node in tree.nodes)
        raise cannot_vary(
            factor,
            _("no group has two items with a weight at level {level}.").format(level=wanted)
            if there
            else _("the form has no scored items at level {level}.").format(level=wanted),
            _("Write --level {levels} or --level all.").format(levels=" / ".join(map(str, several))),
        )
    return wanted


def _levels_to_share(tree: Tree) -> list[int]:
    parts = _parts(tree, weight_tables(tree))
    return sorted({tree.nodes[part.below[0]].level + 1 for part in parts if len(part.below) > 1})


def _parts(tree: Tree, tables: Floats) -> Iterator[_Part]:
    """Every group with the items below it that weigh something, from the top down, under each table."""
    groups = [(len(tree.nodes), tree.roots), *((node.index, node.children) for node in tree.nodes)]
    for above, children in groups:
        for table in range(len(tables)):
            below = [child for child in children if tree.nodes[child].scored and tables[table, child] > 0]
            if below:
                yield _Part(table, above, below)
