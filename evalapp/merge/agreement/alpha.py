"""Krippendorff's α: disagreement against what would be expected if answers were dealt out at random among all cells."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from evalapp.merge.agreement.draws import Draws, interval
from evalapp.merge.agreement.figures import Figure, added
from evalapp.merge.agreement.ratings import Floats, Ints, Level, Sample, nothing_to_say

FEWEST_UNITS = 10
"""Below so many units there is no interval."""

_NEGLIGIBLE = 1e-13


class _Item(Struct, frozen=True, eq=False):
    """A sample with what every metric needs of it.

    By value used: ``row`` of its unit among the units drawn, ``index`` into the different ``values``. By pair of values in
    a cell: ``unit`` (a row, too), the indices ``a`` and ``b``, and ``share`` 2 / (m − 1), so that each cell counts as often
    as it has values.
    """

    values: Floats
    row: Ints
    index: Ints
    unit: Ints
    a: Ints
    b: Ints
    share: Floats


def krippendorff_alpha(samples: Sequence[Sample], level: Level, draws: Draws | None = None) -> Figure:
    """Krippendorff's α (Krippendorff 2011; 2018, chapter 12), with a bootstrap interval if ``draws`` are given.

    α = 1 − Do / De. Do: over the cells with m ≥ 2 values, the differences δ² of all their pairs, by 1 / (m − 1) each.
    De: over all pairs of these values, whichever cell they stand in. δ²: nominal, 0 or 1; ordinal, by ranks (the
    square of the number of values between, halves of the ends included); interval, (c − k)²; ratio, ((c − k) / (c +
    k))².

    Several items: Do and De of each, times its number of values, are summed before they are divided, so that chance
    is taken within each item. Were all cells thrown together, easy items beside hard ones would pass for reliable
    assessors.

    The interval draws whole units with replacement (Zapf and others 2016), a unit with all its items at once, since
    the answers to one city belong together. There is none of fewer than ten units: draws would too often hold little but the
    same unit again.
    """
    left = added(one.left for one in samples)
    used = [one for one in samples if one.n]
    n = sum(one.n for one in used)
    if n == 0:
        return Figure(why=nothing_to_say(samples), excluded=left)
    units = np.unique(np.concatenate([one.unit for one in used]))
    items = [_item(one, units) for one in used]
    observed, expected = _disagreement(items, level, np.ones((1, len(units))))
    if expected[0] == 0:
        return Figure(why="constant", n=n, excluded=left)
    bounds = None if draws is None else _interval(items, level, draws.weights(len(units)))
    low, high = bounds or (None, None)
    return Figure(value=float(1 - observed[0] / expected[0]), n=n, excluded=left, low=low, high=high)


def _interval(items: Sequence[_Item], level: Level, weights: Floats) -> tuple[float, float] | None:
    if weights.shape[1] < FEWEST_UNITS:
        return None
    observed, expected = _disagreement(items, level, weights)
    defined = expected > 0
    values = np.full(len(expected), np.nan)
    values[defined] = 1 - observed[defined] / expected[defined]
    return interval(values)


def _item(one: Sample, units: Ints) -> _Item:
    values, index = np.unique(one.value, return_inverse=True)
    first, second = one.pairs()
    row = np.searchsorted(units, one.unit)[one.cell]
    share = 2 / (one.size[one.cell[first]] - 1.0)
    return _Item(values, row, index, row[first], index[first], index[second], share)


def _disagreement(items: Sequence[_Item], level: Level, weights: Floats) -> tuple[Floats, Floats]:
    """Σ n·Do and Σ n·De over the items, for each draw of units (draw, unit)."""
    observed, expected = np.zeros(len(weights)), np.zeros(len(weights))
    for one in items:
        n = weights @ _summed(one.row, None, weights)
        do, of_all_pairs = _METRICS[level](one, weights, n)
        observed += do
        expected += np.where(n > 1, of_all_pairs / np.maximum(n - 1, 1), 0.0)
    return observed, expected


def _nominal(one: _Item, weights: Floats, n: Floats) -> tuple[Floats, Floats]:
    observed = weights @ _summed(one.unit, one.share * (one.a != one.b), weights)
    return observed, n**2 - (_counts(one, weights) ** 2).sum(axis=1)


def _interval_metric(one: _Item, weights: Floats, n: Floats) -> tuple[Floats, Floats]:
    """All pairs by sums and sums of squares; what is left of a rounding error is no spread."""
    x = one.values - one.values.mean()
    observed = weights @ _summed(one.unit, one.share * (x[one.a] - x[one.b]) ** 2, weights)
    each = x[one.index]
    sums, squares = (weights @ _summed(one.row, amounts, weights) for amounts in (each, each**2))
    spread = 2 * (n * squares - sums**2)
    return observed, np.where(spread > _NEGLIGIBLE * (n * np.ptp(x)) ** 2, spread, 0.0)


def _ordinal(one: _Item, weights: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Ordinal differences are differences of mean ranks, and ranks follow from what a draw holds."""
    counts = _counts(one, weights)
    ranks = np.cumsum(counts, axis=1) - counts / 2 - n[:, np.newaxis] / 2
    width = len(one.values)
    met, which = np.unique(one.a * width + one.b, return_inverse=True)
    apart = (ranks[:, met // width] - ranks[:, met % width]) ** 2
    observed = ((weights @ _table(one.unit, which, len(met), one.share, weights)) * apart).sum(axis=1)
    return observed, 2 * (n * (counts * ranks**2).sum(axis=1) - (counts * ranks).sum(axis=1) ** 2)


def _ratio(one: _Item, weights: Floats, _n: Floats) -> tuple[Floats, Floats]:
    column = one.values[:, np.newaxis]
    total = column + one.values
    apart = np.divide(column - one.values, total, out=np.zeros_like(total), where=total != 0) ** 2
    observed = weights @ _summed(one.unit, one.share * apart[one.a, one.b], weights)
    counts = _counts(one, weights)
    return observed, ((counts @ apart) * counts).sum(axis=1)


def _counts(one: _Item, weights: Floats) -> Floats:
    """How often each value occurs in each draw."""
    return weights @ _table(one.row, one.index, len(one.values), None, weights)


def _summed(rows: Ints, amounts: Floats | None, weights: Floats) -> Floats:
    """The amounts (1 each without any) by unit drawn."""
    return np.bincount(rows, weights=amounts, minlength=weights.shape[1]).astype(np.float64)


def _table(rows: Ints, columns: Ints, width: int, amounts: Floats | None, weights: Floats) -> Floats:
    """The amounts by unit drawn and column."""
    height = weights.shape[1]
    sums = np.bincount(rows * width + columns, weights=amounts, minlength=height * width)
    return sums.reshape(height, width).astype(np.float64)


_METRICS = {"nominal": _nominal, "ordinal": _ordinal, "interval": _interval_metric, "ratio": _ratio}
