"""The common case in matrix products: arithmetic means of fixed scores, of which only the weights are drawn.

What the engine gives for the weights in force says which items count in which mean; that does not hang on weights, which
are never 0. Ranks are those of the engine: they are read off whole billionths of a point (FORM rule 11), and a draw in
which the last bits of a sum could decide between two of them is left to the engine.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from evalapp.form.tree import Tree
from evalapp.score.guards import Floats
from evalapp.score.matrix import LeafMatrix
from evalapp.score.robustness.lines import BILLION, GradeLines, unsure
from evalapp.score.robustness.routes import Route, routes
from evalapp.score.robustness.tally import Tally, longest
from evalapp.score.scoring import Scored

Whole = NDArray[np.int64]
Bools = NDArray[np.bool_]
Places = NDArray[np.intp]

_SAFE = 4000.0  # points: beyond them a float does not hold the ninth decimal (evalapp.score.guards)
_MOST_UNITS = 2**20
_EPS = 2.3e-16
_ELEMENTS = 40_000  # of an array that stays in the processor's cache


class Linear:
    """Totals of draws as products of weights and scores, for the units that have a total."""

    def __init__(
        self,
        tree: Tree,
        matrix: LeafMatrix,
        found: Scored,
        ways: tuple[Route, ...],
        ranked: Places,
        most: float,
        width: int,
    ) -> None:
        policy, beside = tree.form.policy, found.beside
        self.tree, self.ways, self.ranked = tree, ways, ranked
        self._penalty = beside.penalty[ranked]
        self._bonus = np.minimum(
            np.inf if policy.bonus.cap is None else policy.bonus.cap, beside.bonus[ranked]
        )
        self._exact, self._most = found.vetoed.exact[ranked], found.vetoed.cap[ranked]
        # The engine's own sums are off by as much as these: both errors, several times over, in billionths.
        self._margin = 1e-3 + 8 * (len(tree.nodes) + 16) * _EPS * most * BILLION
        self._places = ranked * width - 1
        place = np.full(len(matrix.units), -1)
        place[ranked] = np.arange(len(ranked))
        self._cohorts = [
            members for rows in matrix.population.cohorts if len(members := place[rows][place[rows] >= 0])
        ]
        decimals = 9 if policy.rank_decimals is None else min(9, policy.rank_decimals)
        self._step = 10 ** (9 - decimals)
        self._grades = GradeLines(tree, found, ranked, self._cohorts, self._step, self._margin)
        others = np.setdiff1d(np.arange(len(matrix.units)), ranked)
        self._others = (others, found.grade[others])

    def count(self, weights: Floats, tally: Tally) -> Iterator[tuple[int, Places]]:
        """Count draws of these weights [draws, tables, nodes]; after each part, how many it had and which the engine must do.

        One product for all of them, since a processor's threads meet after each; what follows is done in parts that stay
        in its cache.
        """
        size = max(1, _ELEMENTS // len(self.ranked))
        roots = self._products(weights)
        places = np.empty(roots.shape, dtype=np.intp)
        sure = np.ones(len(weights), dtype=bool)
        for start in range(0, len(weights), size):
            part = slice(start, start + size)
            for way in self.ways:
                if way.groups:
                    roots[part, way.units] = way.root_scores(weights[part])
            unsure = start + self._rank(roots[part], places[part], tally)
            sure[unsure] = False
            yield len(roots[part]), unsure
        tally.count_places(places if sure.all() else places[sure])

    def _products(self, weights: Floats) -> Floats:
        """The root's scores [draws, ranked units] of the units that need one product."""
        if len(self.ways) == 1 and not self.ways[0].groups:
            return self.ways[0].root_scores(weights)
        roots = np.empty((len(weights), len(self.ranked)))
        for way in self.ways:
            if not way.groups:
                roots[:, way.units] = way.root_scores(weights)
        return roots

    def _points(self, roots: Floats) -> tuple[Floats, Floats]:
        """Base and total [draws, ranked units] of these scores of the root (FORM rules 10 to 13)."""
        policy, full = self.tree.form.policy, self.tree.form.head.full_score
        base = roots if full == 100 else roots * (full / 100)
        if self._penalty.any():
            base = base + self._penalty
        base = np.maximum(base, policy.floor)
        total = base + self._bonus if self._bonus.any() else base
        if policy.cap is not None:
            total = np.minimum(total, policy.cap)
        if not np.isnan(self._most).all():
            total = np.fmin(total, self._most)
        if not np.isnan(self._exact).all():
            total = np.where(np.isnan(self._exact), total, self._exact)
        return base, total

    def _rank(self, roots: Floats, places: Places, tally: Tally) -> Places:
        """Fill in where each unit's rank is counted, count the grades, and give the draws that are not sure."""
        base, total = self._points(roots)
        billionths = total * BILLION
        numbers: Whole = np.rint(billionths).astype(np.int64)
        doubt = np.zeros(len(roots), dtype=bool)
        if self._step > 1:
            numbers = self._half_up(numbers, billionths, doubt)
        ranks = [self._ranks(numbers, members, billionths, doubt) for members in self._cohorts]
        counted = 0
        for units, competition in ranks:
            into = places[:, counted : counted + units.shape[1]]
            np.take(self._places, units, out=into, mode="clip")
            into += self._dense(competition)
            counted += units.shape[1]
        if self._grades.grades:
            grade, unclear = self._grades.of(numbers, total, base, ranks)
            doubt |= unclear
            tally.count_grades(self.ranked, grade[~doubt])
            others, theirs = self._others
            tally.count_grades(others, np.broadcast_to(theirs, (int((~doubt).sum()), len(others))))
        return np.flatnonzero(doubt)

    def _half_up(self, numbers: Whole, billionths: Floats, doubt: Bools) -> Whole:
        """Rounded to ``rank_decimals``, as :func:`evalapp.score.guards.half_up_all` does."""
        shifted = np.abs(numbers) + self._step // 2
        near = (shifted + 1) % self._step <= 1
        if near.any():
            doubt |= (near & unsure(billionths, self._margin)).any(axis=1)
        found: Whole = np.sign(numbers) * (shifted // self._step)
        return found

    def _ranks(
        self, numbers: Whole, members: Places, billionths: Floats, doubt: Bools
    ) -> tuple[Places, Whole]:
        """The units from the best on, and their competition ranks: [draws or 1, members].

        Number and place in one key: sorting whole numbers is several times faster than sorting an index of floats.
        """
        n = len(members)
        everybody = n == numbers.shape[1]
        bits = max(1, (n - 1).bit_length())
        keys = numbers if everybody else numbers[:, members]
        keys = (
            -keys
        )  # in place from here on: memory for another array of this size costs more than the arithmetic
        keys <<= bits
        keys |= np.arange(n)
        keys.sort(axis=1)
        units = keys & ((1 << bits) - 1)
        if not everybody:
            units = members[units]
        keys >>= bits
        apart = keys[:, 1:] - keys[:, :-1]
        order = np.arange(1, n + 1)[np.newaxis]
        close = apart <= 2
        if not close.any():
            return units, order
        if self._step == 1:
            self._ask(close, units, billionths, doubt)
        first = np.ones(keys.shape, dtype=bool)
        np.greater(apart, 0, out=first[:, 1:])
        return units, np.maximum.accumulate(np.where(first, order, 0), axis=1)

    def _dense(self, competition: Whole) -> Whole:
        """The ranks as the form counts them, from competition ranks in their order."""
        if self.tree.form.policy.rank_ties != "dense":
            return competition
        new = np.ones(competition.shape, dtype=np.int64)
        np.greater(competition[:, 1:], competition[:, :-1], out=new[:, 1:], casting="unsafe")
        return np.cumsum(new, axis=1)

    def _ask(self, close: Bools, units: Places, billionths: Floats, doubt: Bools) -> None:
        """Note the draws in which the last bits could make or break a tie."""
        draw, place = np.nonzero(close)
        either = unsure(billionths[draw, units[draw, place]], self._margin)
        either |= unsure(billionths[draw, units[draw, place + 1]], self._margin)
        doubt[draw[either]] = True


def linear(
    tree: Tree,
    matrix: LeafMatrix,
    found: Scored,
    tables: Floats,
    profile: NDArray[np.int16],
    moved: frozenset[int],
) -> Linear | None:
    """The common case for a form, or None where it is not one: then the engine computes every draw.

    ``found`` is what the engine gives for the weights in force, ``tables`` [tables, nodes]; ``profile`` is each row's
    table, ``moved`` are the groups whose weights are drawn.
    """
    policy, people = tree.form.policy, matrix.population
    ranked = np.flatnonzero(~np.isnan(found.total.points))
    usual = (
        not len(people.subs)
        and not any(node.kind for node in tree.nodes)
        and policy.normalise is None
        and not policy.bonus.gate
        and all(mean == "arithmetic" for mean in _means(tree))
        and not any(node.item.normalise for node in tree.nodes if node.scored)
    )
    if not usual or not 0 < len(ranked) <= _MOST_UNITS:
        return None
    scored = [node.index for node in tree.nodes if node.scored]
    used = found.found.used[scored]
    if not ((used == 0) | (used == tables[profile][:, scored].T)).all():
        return None  # a policy for what does not apply has shifted weights
    scores = found.found.score[scored]
    most = float(np.nanmax(np.abs(scores), initial=0.0)) / 100 * tree.form.head.full_score
    most += float(np.abs(found.beside.bonus).max() + np.abs(found.beside.penalty).max() + abs(policy.floor))
    most = max(most, float(np.nanmax(np.abs(found.total.points))))
    if most > _SAFE:
        return None
    ways = routes(tree, found.found, tables, profile, ranked, moved)
    return Linear(tree, matrix, found, ways, ranked, most, longest(people))


def _means(tree: Tree) -> Iterator[str]:
    policy = tree.form.policy
    yield policy.aggregation
    for node in tree.nodes:
        if node.scored and not node.is_leaf:
            yield node.item.aggregation or policy.aggregation
