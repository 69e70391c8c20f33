"""A measured number."""

from evalapp.base.i18n import _, ngettext
from evalapp.base.numbers import canonical, from_float
from evalapp.form.label import Label
from evalapp.form.refusal import ValueRefused
from evalapp.form.rules import Rule
from evalapp.form.scales.base import ScaleBase


class Number(ScaleBase, frozen=True, tag="number"):
    """A number with a unit of measurement and bounds; scored by a rule, else in proportion to ``max``."""

    unit: Label = ""
    min: float | None = None
    max: float | None = None
    decimals: int | None = None
    points: Rule | None = None

    def read(self, text: str) -> str:
        """The number within its bounds and decimals, in canonical form. Raises ValueRefused."""
        value = canonical(text)
        if value is None:
            raise ValueRefused(_("the answer is a number such as 12.5, not “{value}”").format(value=text))
        decimals = len(value.partition(".")[2])
        if self.decimals is not None and decimals > self.decimals:
            raise ValueRefused(
                ngettext(
                    "“{value}” has {found} decimal, at most {allowed} are taken",
                    "“{value}” has {found} decimals, at most {allowed} are taken",
                    decimals,
                ).format(value=text, found=decimals, allowed=self.decimals)
            )
        if self.min is not None and float(value) < self.min:
            raise ValueRefused(
                _("“{value}” is below the lowest value {bound}").format(
                    value=text, bound=from_float(self.min)
                )
            )
        if self.max is not None and float(value) > self.max:
            raise ValueRefused(
                _("“{value}” is above the highest value {bound}").format(
                    value=text, bound=from_float(self.max)
                )
            )
        return value

    @property
    def rule(self) -> Rule | None:
        """The rule that turns the value into a score."""
        return self.points

    def maximum(self) -> float | None:
        """The rule's own maximum; without a rule ``max``."""
        return self.points.maximum() if self.points is not None else self.max

    def score(self, value: str) -> float | None:
        """By the rule, else 100 × value / max; None under a cohort rule."""
        return self.measured(float(value))

    def measured(self, number: float) -> float | None:
        """As :meth:`score`."""
        return self.points.score(number) if self.points is not None else 100 * number / (self.max or 1.0)

    def cel(self, value: str) -> object:
        """The value as expressions see it: a double."""
        return float(value)

    def number(self, value: str) -> float | None:
        """The value itself, for cohorts and tolerances."""
        return float(value)

    def examples(self) -> tuple[str, ...]:
        """Recorded values with which the form's expressions are tried. The bounds, or 0 and 1, and between."""
        low = self.min if self.min is not None else min(0.0, self.max or 0.0)
        high = self.max if self.max is not None else low + 1
        digits = 9 if self.decimals is None else self.decimals
        return tuple(from_float(x) for x in (low, high, round((low + high) / 2, digits)))

    def shape(self) -> tuple[object, ...]:
        """What decides whether an answer to another edition still fits (RECORD R21)."""
        return ("number", self.min, self.max, self.decimals)

    def findings(self) -> list[str]:
        """What is wrong with the scale as written, one sentence each."""
        found = self.points.findings() if self.points is not None else []
        if self.min is not None and self.max is not None and self.min >= self.max:
            found.append(_("“min” must be below “max”"))
        if self.decimals is not None and not 0 <= self.decimals <= 9:
            found.append(_("“decimals” lies between 0 and 9"))
        return found

    def pointless(self) -> str:
        """Why answers cannot earn points where they should."""
        if self.points is not None or (self.max is not None and self.max > 0):
            return ""
        return _("a number needs “points”, or a “max” above 0")
