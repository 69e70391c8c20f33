"""Krippendorff's α: disagreement against what would be expected if answers were dealt out at random among all cells."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from evalapp.merge.agreement.draws import Draws, interval
from evalapp.merge.agreement.figures import Figure, added
from evalapp.merge.agreement.ratings import Floats, Ints, Level, Sample, nothing_to_say

_NEGLIGIBLE = 1e-13


class _Item(Struct, frozen=True, eq=False):
    """A sample with what every metric needs of it.

    By unit drawn (row of the draws): ``counts`` of each of the ``values``. By pair of values in a cell: ``unit``, the
    indices ``a`` and ``b`` into ``values``, and its ``share`` 2 / (m − 1), so that each cell counts as often as it
    has values.
    """

    values: Floats
    counts: Floats
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
    the answers to one city belong together.
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
    if weights.shape[1] < 2:
        return None
    observed, expected = _disagreement(items, level, weights)
    defined = expected > 0
    values = np.full(len(expected), np.nan)
    values[defined] = 1 - observed[defined] / expected[defined]
    return interval(values)


def _item(one: Sample, units: Ints) -> _Item:
    values, index = np.unique(one.value, return_inverse=True)
    first, second = one.pairs()
    row = np.searchsorted(units, one.unit)
    places = row[one.cell] * len(values) + index
    counts = np.bincount(places, minlength=len(units) * len(values)).reshape(len(units), len(values))
    cell = one.cell[first]
    return _Item(
        values, counts.astype(np.float64), row[cell], index[first], index[second], 2 / (one.size[cell] - 1.0)
    )


def _disagreement(items: Sequence[_Item], level: Level, weights: Floats) -> tuple[Floats, Floats]:
    """Σ n·Do and Σ n·De over the items, for each draw of units (draw, unit)."""
    observed, expected = np.zeros(len(weights)), np.zeros(len(weights))
    for one in items:
        counts = weights @ one.counts
        n = counts.sum(axis=1)
        do, pairs = _METRICS[level](one, weights, counts, n)
        observed += do
        expected += np.where(n > 1, pairs / np.maximum(n - 1, 1), 0.0)
    return observed, expected


def _nominal(one: _Item, weights: Floats, counts: Floats, n: Floats) -> tuple[Floats, Floats]:
    observed = weights @ _by_unit(one, one.share * (one.a != one.b), weights.shape[1])
    return observed, n**2 - (counts**2).sum(axis=1)


def _interval_metric(one: _Item, weights: Floats, counts: Floats, n: Floats) -> tuple[Floats, Floats]:
    x = one.values - one.values.mean()
    observed = weights @ _by_unit(one, one.share * (x[one.a] - x[one.b]) ** 2, weights.shape[1])
    return observed, _spread(counts, x, n)


def _spread(counts: Floats, x: Floats, n: Floats) -> Floats:
    """The squared differences of all pairs of values; what is left of a rounding error is none."""
    found = 2 * (n * (counts @ x**2) - (counts @ x) ** 2)
    span: float = np.ptp(x)
    return np.where(found > _NEGLIGIBLE * (n * span) ** 2, found, 0.0)


def _ordinal(one: _Item, weights: Floats, counts: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Ordinal differences are differences of mean ranks, and ranks follow from what a draw holds."""
    ranks = np.cumsum(counts, axis=1) - counts / 2 - n[:, np.newaxis] / 2
    width = len(one.values)
    met, which = np.unique(one.a * width + one.b, return_inverse=True)
    shares = np.bincount(
        one.unit * len(met) + which, weights=one.share, minlength=weights.shape[1] * len(met)
    ).reshape(-1, len(met))
    apart = (ranks[:, met // width] - ranks[:, met % width]) ** 2
    observed = ((weights @ shares) * apart).sum(axis=1)
    expected = 2 * (n * (counts * ranks**2).sum(axis=1) - (counts * ranks).sum(axis=1) ** 2)
    return observed, expected


def _ratio(one: _Item, weights: Floats, counts: Floats, _n: Floats) -> tuple[Floats, Floats]:
    column = one.values[:, np.newaxis]
    total = column + one.values
    apart = np.divide(column - one.values, total, out=np.zeros_like(total), where=total != 0) ** 2
    observed = weights @ _by_unit(one, one.share * apart[one.a, one.b], weights.shape[1])
    return observed, ((counts @ apart) * counts).sum(axis=1)


def _by_unit(one: _Item, amounts: Floats, units: int) -> Floats:
    by_unit: Floats = np.bincount(one.unit, weights=amounts, minlength=units).astype(np.float64)
    return by_unit


_METRICS = {"nominal": _nominal, "ordinal": _ordinal, "interval": _interval_metric, "ratio": _ratio}
