"""Whether items measure something in common, and how much each decides: Cronbach α, correlations, influence.

A figure that cannot be had is None, with the reason beside it: ``few_units`` (fewer than three), ``few_items`` (fewer than
two), ``constant`` (all the same). Figures have nine decimals: beyond them processors add up differently.
"""

from typing import Literal

import numpy as np
from msgspec import Struct

from evalapp.base.numbers import guard
from evalapp.form.label import Label
from evalapp.form.tree import Node, Tree
from evalapp.score.guards import Floats, guarded
from evalapp.score.results import TOTAL, Results
from evalapp.score.robustness.weights import weight_tables

Why = Literal["", "few_units", "few_items", "constant", "negative"]

FEWEST_UNITS = 3


class Alpha(Struct, frozen=True, kw_only=True):
    """Cronbach's α over the leaves below an item (``TOTAL``: all), from the units with a score in each of them.

    ``excluded`` units lack one. ``why`` is "negative" beside a value below 0, which is no measure of anything.
    """

    item: str
    title: Label
    leaves: int
    used: int
    excluded: int
    value: float | None
    why: Why


class Correlations(Struct, frozen=True, kw_only=True):
    """Correlations of scores between ``items``, the last being ``TOTAL``; each over the ``n`` units that have both.

    ``why`` says of each pair without a value what it lacks.
    """

    items: tuple[str, ...]
    titles: tuple[Label, ...]
    n: tuple[tuple[int, ...], ...]
    pearson: tuple[tuple[float | None, ...], ...]
    spearman: tuple[tuple[float | None, ...], ...]
    why: tuple[tuple[Why, ...], ...]


class Influence(Struct, frozen=True, kw_only=True):
    """How much of what totals differ by goes with an item: ``squared`` is r² with the total, ``share`` its part of their sum.

    ``weight`` is the nominal weight as a share (0…1) of the full score. Were weights importance, both shares would agree.
    """

    item: str
    title: Label
    weight: float
    correlation: float | None
    squared: float | None
    share: float | None
    why: Why


def alphas(results: Results, level: int) -> tuple[Alpha, ...]:
    """α of the whole form and of every group at a level (1 is the top) with at least two leaves."""
    tree = results.tree
    leaves = [leaf for leaf in tree.leaves if _counts(tree, leaf)]
    found = [_alpha(results, TOTAL, "", leaves)]
    for node in tree.nodes:
        if node.level + 1 == level and not node.is_leaf and _counts(tree, node):
            below = [leaf for leaf in tree.leaves_below(node.code) if _counts(tree, leaf)]
            if len(below) > 1:
                found.append(_alpha(results, node.code, node.item.title, below))
    return tuple(found)


def cronbach(scores: Floats) -> tuple[float | None, Why]:
    """Cronbach (1951): k/(k − 1) · (1 − Σ var(item) / var(sum)) of [units, items], sample variances, to nine decimals; no NaN."""
    units, items = scores.shape
    if items < 2:
        return None, "few_items"
    if units < FEWEST_UNITS:
        return None, "few_units"
    whole = scores.sum(axis=1)
    if _all_equal(whole):
        return None, "constant"
    value = items / (items - 1) * (1 - float(scores.var(axis=0, ddof=1).sum() / whole.var(ddof=1)))
    return guard(value), "negative" if value < 0 else ""


def correlations(results: Results, level: int) -> Correlations:
    """Between the items of a level, and with the total."""
    nodes = items_of_level(results.tree, level)
    columns = np.column_stack([*(results.node_score[:, node.index] for node in nodes), results.points])
    columns = columns[results.population.units]
    pairs = [[_pair(a, b) for b in columns.T] for a in columns.T]
    return Correlations(
        items=(*(node.code for node in nodes), TOTAL),
        titles=(*(node.item.title for node in nodes), ""),
        n=tuple(tuple(pair[0] for pair in row) for row in pairs),
        pearson=tuple(tuple(pair[1] for pair in row) for row in pairs),
        spearman=tuple(tuple(pair[2] for pair in row) for row in pairs),
        why=tuple(tuple(pair[3] for pair in row) for row in pairs),
    )


def influences(results: Results, nodes: tuple[Node, ...]) -> tuple[Influence, ...]:
    """The influence of ``nodes``, which make up the form together.

    The correlation ratio of Paruolo, Saisana and Saltelli (2013) in its linear form, shares as in Becker and others (2017).
    """
    own, full = weight_tables(results.tree)[-1], results.tree.form.head.full_score
    units = results.population.units
    pairs = [_pair(results.node_score[units, node.index], results.points[units]) for node in nodes]
    whole = sum(r * r for _n, r, _rho, _why in pairs if r is not None)
    return tuple(
        Influence(
            item=node.code,
            title=node.item.title,
            weight=float(own[node.index]) / full,
            correlation=r,
            squared=None if r is None else guard(r * r),
            share=None if r is None or not whole else guard(r * r / whole),
            why=why,
        )
        for node, (_n, r, _rho, why) in zip(nodes, pairs, strict=True)
    )


def items_of_level(tree: Tree, level: int) -> tuple[Node, ...]:
    """The items of the base at a level, and the leaves that end above it: together they are the whole form."""
    return tuple(
        node
        for node in tree.nodes
        if _counts(tree, node) and (node.level + 1 == level or (node.is_leaf and node.level + 1 < level))
    )


def leaves_of_base(tree: Tree) -> tuple[Node, ...]:
    """All leaves of the base."""
    return tuple(leaf for leaf in tree.leaves if _counts(tree, leaf))


def _counts(tree: Tree, node: Node) -> bool:
    return node.scored and bool(weight_tables(tree)[:, node.index].max() > 0)


def _alpha(results: Results, item: str, title: Label, leaves: list[Node]) -> Alpha:
    units = results.population.units
    scores = results.node_score[np.ix_(units, np.array([leaf.index for leaf in leaves], dtype=np.intp))]
    complete = scores[~np.isnan(scores).any(axis=1)]
    value, why = cronbach(complete)
    return Alpha(
        item=item,
        title=title,
        leaves=len(leaves),
        used=len(complete),
        excluded=len(units) - len(complete),
        value=value,
        why=why,
    )


def _pair(a: Floats, b: Floats) -> tuple[int, float | None, float | None, Why]:
    """Number of units with both, Pearson's r, Spearman's ρ, and why there is none."""
    both = ~(np.isnan(a) | np.isnan(b))
    x, y, n = guarded(a[both]), guarded(b[both]), int(both.sum())
    if n < FEWEST_UNITS:
        return n, None, None, "few_units"
    if _all_equal(x) or _all_equal(y):
        return n, None, None, "constant"
    return n, pearson(a[both], b[both]), pearson(_places(x), _places(y)), ""


def pearson(x: Floats, y: Floats) -> float:
    """Pearson's r, to nine decimals, of values that are not all the same."""
    x, y = x - x.mean(), y - y.mean()
    r = float((x / np.sqrt((x * x).sum())) @ (y / np.sqrt((y * y).sum())))
    return guard(max(-1.0, min(1.0, r)))


def _places(values: Floats) -> Floats:
    """Places from below; equal values share the mean of theirs."""
    _different, group, sizes = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(sizes)
    found: Floats = (last - (sizes - 1) / 2)[group]
    return found


def _all_equal(values: Floats) -> bool:
    clean = guarded(values)
    return bool((clean == clean[0]).all())
