"""Point rules: from a measured value to a score of 0…100 (FORM section 1, "points rules")."""

from itertools import pairwise

from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.base.numbers import from_float, guard
from evalapp.form.cohort_rules import COHORT_RULES, Best, Distance, Minmax, Percentile, RankOrder, Zscore
from evalapp.form.direction import Direction


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
        return found + self._falling()

    def _falling(self) -> list[str]:
        """Every step that is reached counts, so one that is harder to reach and earns less is never taken."""
        easiest_first = sorted(self.at, reverse=self.direction == "lower")
        for (easier, more), (x, points) in pairwise(easiest_first):
            if points < more:
                return [
                    _(
                        "the step at {x} earns less than the one at {easier}, which is easier to reach; "
                        "is the direction right?"
                    ).format(x=from_float(x), easier=from_float(easier))
                ]
        return []


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


class Target(
    Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="method", tag="target"
):
    """In proportion to a target, never more than full marks."""

    target: float
    direction: Direction = "higher"

    def maximum(self) -> float | None:
        """None: a target says nothing about points, so the item needs a weight."""
        return None

    def score(self, value: float) -> float:
        """100·min(1, x/target); lower: 100 up to the target, beyond it 100·target/x."""
        if self.direction == "higher":
            return 100 * min(1.0, value / self.target)
        return 100.0 if guard(value) <= guard(self.target) else 100 * self.target / value

    def findings(self) -> list[str]:
        """What is wrong with the rule as written, one sentence each."""
        return [_("“target” must be above 0")] if self.target <= 0 else []


Rule = Steps | Linear | Target | Minmax | Best | Zscore | RankOrder | Percentile | Distance


def is_cohort_rule(rule: Rule | None) -> bool:
    """Whether one value alone has no score: the rule compares the values of all units."""
    return isinstance(rule, COHORT_RULES)
