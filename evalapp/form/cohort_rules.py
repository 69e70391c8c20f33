"""Rules that compare a value with those of all other units (FORM section 1): only who has every unit can score by them.

What they give is computed in :mod:`evalapp.score.cohort`.
"""

from typing import Literal

from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.form.direction import Direction

Ties = Literal["min", "average"]


class _Cohort(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="method"):
    """What all rules over a cohort have in common."""

    def maximum(self) -> float | None:
        """None: a cohort rule says nothing about points, so the item needs a weight."""
        return None

    def score(self, value: float) -> float | None:
        """None: one value alone has no score under a cohort rule."""
        return None

    def findings(self) -> list[str]:
        """What is wrong with the rule as written, one sentence each."""
        return []


class Minmax(_Cohort, frozen=True, tag="minmax"):
    """Between the lowest and the highest value of the cohort."""

    range: tuple[float, float] = (0.0, 100.0)
    if_equal: float | None = None
    direction: Direction = "higher"

    def findings(self) -> list[str]:
        """What is wrong with the rule as written, one sentence each."""
        return _upwards(self.range, self.if_equal)


class Best(_Cohort, frozen=True, tag="best"):
    """In proportion to the best value of the cohort, which earns 100."""

    direction: Direction = "higher"


class Zscore(_Cohort, frozen=True, tag="zscore"):
    """mean + sd × the standard score; it is not bounded."""

    mean: float = 0.0
    sd: float = 1.0
    direction: Direction = "higher"

    def findings(self) -> list[str]:
        """What is wrong with the rule as written, one sentence each."""
        return [_("“sd” must be above 0")] if self.sd <= 0 else []


class RankOrder(_Cohort, frozen=True, tag="rank"):
    """The place counted from the worst: 1 is the worst of n, n the best."""

    ties: Ties = "min"
    direction: Direction = "higher"


class Percentile(_Cohort, frozen=True, tag="percentile"):
    """The place counted from the worst, spread evenly over ``range``."""

    range: tuple[float, float] = (0.0, 100.0)
    ties: Ties = "min"
    if_equal: float | None = None
    direction: Direction = "higher"

    def findings(self) -> list[str]:
        """What is wrong with the rule as written, one sentence each."""
        return _upwards(self.range, self.if_equal)


class Distance(_Cohort, frozen=True, tag="distance"):
    """How far on the way from the worst value of the cohort to a target."""

    target: float
    direction: Direction = "higher"


CohortRule = Minmax | Best | Zscore | RankOrder | Percentile | Distance
COHORT_RULES = (Minmax, Best, Zscore, RankOrder, Percentile, Distance)


def _upwards(span: tuple[float, float], if_equal: float | None) -> list[str]:
    if span[0] >= span[1]:
        return [_("“range” must run upwards, such as [0, 100]")]
    if if_equal is not None and not span[0] <= if_equal <= span[1]:
        return [_("“if_equal” must lie within “range”")]
    return []
