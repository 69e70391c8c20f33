"""Who is severe and who is lenient: how far an assessor's scores lie from those of the others in the same cells."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Literal

import numpy as np

from evalapp.merge.agreement.alpha import FEWEST_UNITS
from evalapp.merge.agreement.draws import Draws, interval
from evalapp.merge.agreement.figures import Figure, Left, added
from evalapp.merge.agreement.ratings import Floats, Ints, Ratings, left_by_assessor, sample

Leaning = Literal["", "severe", "lenient"]


def severities(items: Sequence[Ratings], draws: Draws | None = None) -> dict[int, Figure]:
    """By assessor, the mean signed distance of the scores from the mean of the others' scores in the same cells.

    In score points, 0 to 100 being the whole scale of an item: −5 says that the others gave five points more. Each
    cell in which the assessor and somebody else have a score counts once. A mean shift against other raters of the
    same objects is how leniency and severity are measured where nothing is known of what would be right (Saal, Downey
    & Lahey 1980); it says who differs, not who is right. Items without a score of one assessor alone (cohort rules,
    no form) are left out as ``not_comparable``.

    With ``draws`` there is a bootstrap interval, whole units being drawn as for α; none of fewer than ten units.
    """
    left: dict[int, list[dict[Left, int]]] = defaultdict(list)
    rows: list[tuple[Ints, Ints, Floats]] = []
    for one in items:
        scores = one.meaning.score if one.meaning.comparable else None
        lacking: Left = "not_comparable" if not one.meaning.comparable else "unordered"
        for assessor, reasons in left_by_assessor(one, scores, lacking).items():
            left[assessor].append(reasons)
        used = sample(one, scores, lacking)
        if used.n:
            total = np.bincount(used.cell, weights=used.value)[used.cell]
            others = (total - used.value) / (used.size[used.cell] - 1)
            rows.append((used.assessor, used.unit[used.cell], used.value - others))
    if not rows:
        return {
            assessor: Figure(why="no_overlap", excluded=added(left[assessor])) for assessor in sorted(left)
        }
    assessors, units, apart = (np.concatenate(column) for column in zip(*rows, strict=True))
    return {
        assessor: _figure(units[mine], apart[mine], added(left[assessor]), draws)
        for assessor in sorted(left)
        for mine in (assessors == assessor,)
    }


def leaning(figure: Figure) -> Leaning:
    """Severe or lenient only where the interval holds no 0: everybody differs a little from the others by chance."""
    if figure.low is None or figure.high is None:
        return ""
    return "severe" if round(figure.high, 9) < 0 else "lenient" if round(figure.low, 9) > 0 else ""


def mean_over_units(
    units: Ints, amounts: Floats, weights: Floats, draws: Draws | None
) -> tuple[float, float | None, float | None]:
    """Σ amounts / Σ weights, with the interval of whole units drawn anew; None and None where there is none."""
    drawn, place = np.unique(units, return_inverse=True)
    sums = np.bincount(place, weights=amounts)
    counts = np.bincount(place, weights=weights)
    mean = float(sums.sum() / counts.sum())
    if draws is None or len(drawn) < FEWEST_UNITS:
        return mean, None, None
    times = draws.weights(len(drawn))
    bounds = interval((times @ sums) / (times @ counts))
    return (mean, *bounds) if bounds else (mean, None, None)


def _figure(units: Ints, apart: Floats, left: dict[Left, int], draws: Draws | None) -> Figure:
    if len(units) == 0:
        return Figure(why="no_overlap", excluded=left)
    value, low, high = mean_over_units(units, apart, np.ones(len(units)), draws)
    return Figure(value=value, n=len(units), excluded=left, low=low, high=high)
