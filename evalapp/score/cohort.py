"""Scores by comparison: what a rule over a cohort makes of its values (FORM section 1, ``points`` rules; rules 4 and 9)."""

from collections.abc import Callable, Sequence

import numpy as np

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.numbers import guard
from evalapp.form.cohort_rules import (
    Best,
    CohortRule,
    Distance,
    Minmax,
    Percentile,
    RankOrder,
    Ties,
    Zscore,
)
from evalapp.score.guards import Floats, guarded
from evalapp.score.population import Rows


def cohort_scores(rule: CohortRule, values: Floats) -> Floats:
    """The score of each value of one cohort; NaN, as of a unit that is not in it, stays NaN.

    What counts as equal is guarded (FORM rule 11); a cohort of one is equal to itself.
    """
    scores = np.full(values.shape, np.nan)
    present = ~np.isnan(values)
    if present.any():
        scores[present] = _scores(rule, values[present])
    return scores


def below_zero(rule: CohortRule, values: Floats) -> Rows:
    """The places of values of which a share of the best has no meaning: −20 would be 400 % of −5."""
    return np.flatnonzero(guarded(values) < 0) if isinstance(rule, Best) else np.array([], dtype=np.intp)


def shares_refused(details: Sequence[str]) -> AppError:
    """What is said where such values are to be compared."""
    return AppError(
        "negative_value",
        _(
            "Some values below 0 are compared by “best”, the share of the best value, which has no meaning for them. Nothing was "
            "computed. Compare them by “minmax” or another rule, or correct the values listed."
        ),
        details=details,
    )


def _scores(rule: CohortRule, values: Floats) -> Floats:
    sign = 1.0 if rule.direction == "higher" else -1.0
    rising = values * sign
    found: Floats
    match rule:
        case Minmax():
            span = np.ptp(values)
            found = _between(
                rule, np.ones(len(values)) if not span else (rising - rising.min()) / span, values
            )
        case Best():
            found = _best(values, sign)
        case Zscore():
            spread = 0.0 if _all_equal(values) else values.std(ddof=1)
            found = rule.mean + rule.sd * (rising - rising.mean()) / (spread or np.inf)
        case RankOrder():
            found = _places(rising, rule.ties)
        case Percentile():
            found = _between(rule, (_places(rising, rule.ties) - 1) / max(1, len(values) - 1), values)
        case Distance():
            way = rule.target * sign - rising.min()
            reached = guarded(rising) >= guard(rule.target * sign)
            found = np.where(reached, 100.0, 100 * (rising - rising.min()) / (way or np.inf))
    return found


def _between(rule: Minmax | Percentile, shares: Floats, values: Floats) -> Floats:
    """Shares of 0…1 spread over the rule's range; where all values are equal, by default its end: nobody was worse."""
    start, end = rule.range
    if _all_equal(values):
        return np.full(values.shape, end if rule.if_equal is None else rule.if_equal)
    found: Floats = start + shares * (end - start)
    return found


def _all_equal(values: Floats) -> bool:
    clean = guarded(values)
    return bool((clean == clean[0]).all())


def _best(values: Floats, sign: float) -> Floats:
    """100·x/max; lower: 100·min/x, of values from 0. Where the best is 0: nothing for most; lower, only 0 earns anything."""
    if sign > 0:
        most = values.max()
        result: Floats = 100 * values / most if guard(float(most)) else np.zeros(values.shape)
        return result
    least = values.min()
    nonzero = np.where(guarded(values) == 0, np.inf, values)
    return np.where(guarded(values) == guard(float(least)), 100.0, 100 * least / nonzero)


def _places(rising: Floats, ties: Ties) -> Floats:
    """1 for the worst … n for the best; equal ones share the lowest of their places, or the mean of them."""
    clean = guarded(rising)
    _distinct, group, sizes = np.unique(clean, return_inverse=True, return_counts=True)
    below = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    place: Callable[[], Floats] = (
        (lambda: below + 1.0) if ties == "min" else (lambda: below + (sizes + 1) / 2)
    )
    result: Floats = place()[group]
    return result
