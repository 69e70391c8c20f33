"""Intraclass correlation: how much of the differences between scores are differences between units."""

from collections.abc import Callable, Sequence

import numpy as np
from msgspec import Struct

from evalapp.merge.agreement.figures import Figure, Why, added
from evalapp.merge.agreement.kappa import of_common_size
from evalapp.merge.agreement.ratings import Sample, nothing_to_say

_NEGLIGIBLE = 1e-12


class IntraclassCorrelations(Struct, frozen=True, kw_only=True):
    """The six of Shrout and Fleiss (1979); in McGraw and Wong (1996) ICC(1), (A,1), (C,1), (1,k), (A,k), (C,k).

    (1,·): each unit has assessors of its own. (2,·): the assessors stand for others, and how strict each is counts.
    (3,·): only these assessors, and strictness does not count. (·,1): of one assessor's score; (·,k): of the mean of
    k.
    """

    one_single: Figure
    two_single: Figure
    three_single: Figure
    one_mean: Figure
    two_mean: Figure
    three_mean: Figure


class _Squares(Struct, frozen=True, kw_only=True):
    """Mean squares: between units, within units, between assessors, the rest. ``k`` assessors, ``n`` units an item."""

    between: float
    within: float
    assessors: float
    rest: float
    k: int
    n: float
    negligible: float


_Ratio = Callable[[_Squares], tuple[float, float]]


def intraclass_correlations(samples: Sequence[Sample]) -> IntraclassCorrelations:
    """ICC of scores by the formulas of Shrout and Fleiss (1979).

    (1,·) uses the cells with as many scores as most have, whoever gave them; the others are ``uneven``. (2,·) and
    (3,·) use the cells scored by everybody who scored the item; the others are ``incomplete``.

    Several items: sums of squares and degrees of freedom are added up, so that differences between items do not count as
    differences between units; n is the mean number of units an item.
    """
    even = of_common_size(samples)
    full = of_common_size([_complete(one) for one in samples])
    return IntraclassCorrelations(
        one_single=_figure(even, lambda s: (s.between - s.within, s.between + (s.k - 1) * s.within)),
        two_single=_figure(
            full,
            lambda s: (
                s.between - s.rest,
                s.between + (s.k - 1) * s.rest + s.k * (s.assessors - s.rest) / s.n,
            ),
        ),
        three_single=_figure(full, lambda s: (s.between - s.rest, s.between + (s.k - 1) * s.rest)),
        one_mean=_figure(even, lambda s: (s.between - s.within, s.between)),
        two_mean=_figure(full, lambda s: (s.between - s.rest, s.between + (s.assessors - s.rest) / s.n)),
        three_mean=_figure(full, lambda s: (s.between - s.rest, s.between)),
    )


def _complete(one: Sample) -> Sample:
    return one.only(one.size == len(np.unique(one.assessor)), "incomplete")


def _figure(samples: Sequence[Sample], ratio: _Ratio) -> Figure:
    left = added(one.left for one in samples)
    n = sum(one.n for one in samples)
    if n == 0:
        return Figure(why="incomplete" if "incomplete" in left else nothing_to_say(samples), excluded=left)
    used = [one for one in samples if one.n]
    squares, k = _squares(used), int(used[0].size[0])
    if isinstance(squares, str):
        return Figure(why=squares, n=n, k=k, excluded=left)
    top, bottom = ratio(squares)
    # Where units differ less than assessors err, the estimate of the variance between units is below zero, and a bottom
    # made of it means nothing; nor does a 0 where units do not differ at all.
    if bottom <= squares.negligible or squares.between == top == 0:
        return Figure(why="alike", n=n, k=k, excluded=left)
    return Figure(value=top / bottom, n=n, k=k, excluded=left)


def _squares(samples: Sequence[Sample]) -> _Squares | Why:
    """Mean squares over the items, each of which has its own mean."""
    k = int(samples[0].size[0])
    total = between = assessors = 0.0
    for one in samples:
        scores = one.value.reshape(one.n, k)
        scores = scores - scores.mean()
        total += float((scores**2).sum())
        between += k * float((scores.mean(axis=1) ** 2).sum())
        assessors += one.n * float((scores.mean(axis=0) ** 2).sum())
    cells, items = sum(one.n for one in samples), len(samples)
    if all(np.ptp(one.value) == 0 for one in samples):
        return "constant"
    if cells == items:
        return "too_few"
    negligible = _NEGLIGIBLE * total / (cells * k)

    def mean(squares: float, freedom: int) -> float:
        found = squares / freedom
        return found if found > negligible else 0.0

    return _Squares(
        between=mean(between, cells - items),
        within=mean(total - between, cells * (k - 1)),
        assessors=mean(assessors, items * (k - 1)),
        rest=mean(total - between - assessors, (cells - items) * (k - 1)),
        k=k,
        n=cells / items,
        negligible=negligible,
    )
