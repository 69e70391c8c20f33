"""κ: agreement beyond what the assessors' own habits would bring about by chance."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from evalapp.merge.agreement.figures import Figure, added
from evalapp.merge.agreement.ratings import Floats, Sample, nothing_to_say

Weights = Literal["nominal", "linear", "quadratic"]


def cohen_kappa(samples: Sequence[Sample], weights: Weights = "nominal") -> Figure:
    """Cohen's κ of two assessors, plain or weighted, and its mean over pairs of assessors and over items.

    One pair and one item: κ = 1 − Do / De. Do is the mean disagreement in the cells that both have rated, De its
    expectation if each drew from their own answers (Cohen 1960). Weighted (Cohen 1968): two values disagree by their
    distance, or its square; values are then places on the whole scale, 0…1, so that categories that nobody used keep
    their room.

    Several pairs and items: Do and De are averaged before they are divided, each pair at each item by its number of
    common cells. Over pairs that is the multi-rater κ of Conger (1980), over items the pooled κ of
    De Vries and others (2008). A mean of the κ themselves would drop every pair that used one category only, and let
    a few cells weigh as much as many.
    """
    left = added(one.left for one in samples)
    n = sum(one.n for one in samples)
    if n == 0:
        return Figure(why=nothing_to_say(samples), excluded=left)
    observed = expected = 0.0
    for one in samples:
        do, de = _disagreement(one, weights)
        observed += do
        expected += de
    if expected == 0:
        return Figure(why="constant", n=n, excluded=left)
    return Figure(value=1 - observed / expected, n=n, excluded=left)


def _disagreement(one: Sample, weights: Weights) -> tuple[float, float]:
    """Observed and expected disagreement of one item, summed over the cells of each pair of assessors."""
    first, second = one.pairs()
    if len(first) == 0:
        return 0.0, 0.0
    values, index = np.unique(one.value, return_inverse=True)
    apart = _apart(values, weights)
    observed = float(apart[index[first], index[second]].sum())
    people = int(one.assessor.max()) + 1
    _pairs, pair = np.unique(one.assessor[first] * people + one.assessor[second], return_inverse=True)
    shape = (int(pair.max()) + 1, len(values))
    cells = np.bincount(pair)
    one_side = np.bincount(pair * shape[1] + index[first], minlength=shape[0] * shape[1]).reshape(shape)
    other_side = np.bincount(pair * shape[1] + index[second], minlength=shape[0] * shape[1]).reshape(shape)
    return observed, float((((one_side @ apart) * other_side).sum(axis=1) / cells).sum())


def _apart(values: Floats, weights: Weights) -> Floats:
    """How far each two values disagree."""
    distance: Floats = np.abs(values[:, np.newaxis] - values)
    if weights == "nominal":
        return np.sign(distance)
    return distance if weights == "linear" else np.square(distance)


def fleiss_kappa(samples: Sequence[Sample]) -> Figure:
    """Fleiss's κ (Fleiss 1971): assessors are interchangeable, and every cell has the same number of values.

    That number is the one that most cells have (of two equally frequent ones the larger); the other cells are left out as
    ``uneven``. Several items: observed and expected disagreement are averaged by cells before they are divided, as in
    :func:`cohen_kappa`; chance is taken within each item.
    """
    fixed = of_common_size(samples)
    left = added(one.left for one in fixed)
    n = sum(one.n for one in fixed)
    if n == 0:
        return Figure(why=nothing_to_say(fixed), excluded=left)
    used = [one for one in fixed if one.n]
    k = int(used[0].size[0])
    observed = expected = 0.0
    for one in used:
        values, index = np.unique(one.value, return_inverse=True)
        counts = np.bincount(one.cell * len(values) + index, minlength=one.n * len(values))
        equal = float((counts * (counts - 1)).sum()) / (k * (k - 1))
        shares = np.bincount(index) / (one.n * k)
        observed += one.n - equal
        expected += one.n * (1 - float((shares**2).sum())) if len(values) > 1 else 0.0
    if expected == 0:
        return Figure(why="constant", n=n, k=k, excluded=left)
    return Figure(value=1 - observed / expected, n=n, k=k, excluded=left)


def of_common_size(samples: Sequence[Sample]) -> list[Sample]:
    """The samples with only the cells that have as many values as most have; the larger of two equally frequent numbers."""
    sizes = np.concatenate([one.size for one in samples]) if samples else np.zeros(0, dtype=np.int64)
    if len(sizes) == 0:
        return list(samples)
    counts = np.bincount(sizes)
    common = len(counts) - 1 - int(np.argmax(counts[::-1]))
    return [one.only(one.size == common, "uneven") for one in samples]
