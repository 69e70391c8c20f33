"""Point rules: from a measured value to a score of 0…100 (FORM section 1, "points rules")."""

from typing import Literal

from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.base.numbers import guard

Direction = Literal["higher", "lower"]


class Steps(
    Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="method", tag="steps"
):
    """Points of the best step reached: value ≥ x (lower: ≤ x); none reached: 0."""

    at: tuple[tuple[float, float], ...]
    direction: Direction = "higher"

    def maximum(self) -> float | None:
        """The largest points of a step."""
        return max((points for _x, points in self.at), default=0.0)

    def points(self, value: float) -> float:
        """Points for ``value``; both sides of each comparison are guarded."""
        sign = 1 if self.direction == "higher" else -1
        reached = [points for x, points in self.at if guard(sign * value) >= guard(sign * x)]
        return max(reached, default=0.0)

    def score(self, value: float) -> float:
        """100 × points / largest points."""
        return 100 * self.points(value) / (self.maximum() or 1.0)

    def findings(self) -> list[str]:
        """What is wrong with the rule as written, one sentence each."""
        found = []
        if not self.at:
            found.append(_("steps need at least one [x, points] pair"))
        if len({x for x, _points in self.at}) != len(self.at):
            found.append(_("two steps begin at the same value"))
        if self.at and (self.maximum() or 0.0) <= 0:
            found.append(_("the best step earns no points"))
        return found


class Linear(
    Struct,
    frozen=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    tag_field="method",
    tag="linear",
    rename={"start": "from", "end": "to"},
):
    """A straight line from 0 at ``from`` to 100 at ``to``, clamped; ``from`` > ``to`` runs down."""

    start: float
    end: float
    direction: Direction = "higher"

    def maximum(self) -> float | None:
        """None: a line says nothing about points, so the item needs a weight."""
        return None

    def score(self, value: float) -> float:
        """100·(x − from)/(to − from), clamped to 0…100."""
        return min(100.0, max(0.0, 100 * (value - self.start) / (self.end - self.start)))

    def findings(self) -> list[str]:
        """What is wrong with the rule as written, one sentence each."""
        found = []
        if self.start == self.end:
            found.append(_("“from” and “to” are the same"))
        elif self.direction == "lower" and self.start < self.end:
            found.append(_("with direction “lower”, “from” must be larger than “to”"))
        return found


class Minmax(
    Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="method", tag="minmax"
):
    """Between the lowest and the highest value of the cohort; only who has every unit can compute it."""

    range: tuple[float, float] = (0.0, 100.0)
    if_equal: float | None = None
    direction: Direction = "higher"

    def maximum(self) -> float | None:
        """None: a cohort rule says nothing about points, so the item needs a weight."""
        return None

    def score(self, value: float) -> float | None:
        """None: one value alone has no score under a cohort rule."""
        return None

    def findings(self) -> list[str]:
        """What is wrong with the rule as written, one sentence each."""
        return [_("“range” must run upwards")] if self.range[0] >= self.range[1] else []


Rule = Steps | Linear | Minmax

NOT_YET = ("target", "best", "zscore", "rank", "percentile", "distance")
"""Methods that the format names and this version refuses by name."""
