"""How many were found."""

from evalapp.base.i18n import _
from evalapp.base.numbers import canonical
from evalapp.form.refusal import ValueRefused
from evalapp.form.rules import Rule
from evalapp.form.scales.base import Extremes, ScaleBase


class Count(ScaleBase, frozen=True, tag="count"):
    """``each`` point per occurrence up to ``cap``, not below ``floor``; or by a rule."""

    each: float = 1.0
    cap: float | None = None
    floor: float | None = None
    points: Rule | None = None

    def read(self, text: str) -> str:
        """A whole number from 0. Raises ValueRefused."""
        value = canonical(text)
        if value is None or "." in value or value.startswith("-") or len(value) > 9:
            raise ValueRefused(_("the answer is a whole number from 0, not “{value}”").format(value=text))
        return value

    @property
    def rule(self) -> Rule | None:
        """The rule that turns the value into a score."""
        return self.points

    def maximum(self) -> float | None:
        """``cap``, or the rule's own maximum; where each takes points away, the most that all can take, else each."""
        if self.points is not None:
            return self.points.maximum()
        if self.cap is None and self.each < 0:
            return -(self.each if self.floor is None else self.floor)
        return self.cap

    def extremes(self) -> Extremes | None:
        """From ``floor`` to ``cap``; None under a rule."""
        if self.points is not None:
            return None
        return (min(0.0, self.each, self.floor or 0.0), self.cap or 0.0)

    def score(self, value: str) -> float | None:
        """100 × min(cap, each × n) / cap, or by the rule; None under a cohort rule."""
        return self.measured(float(value))

    def measured(self, number: float) -> float | None:
        """As :meth:`score`, also between whole numbers."""
        if self.points is not None:
            return self.points.score(number)
        earned = self.each * number + 0.0  # −1 × 0 is −0
        if self.cap is not None:
            earned = min(self.cap, earned)
        if self.floor is not None:
            earned = max(self.floor, earned)
        return 100 * earned / (self.maximum() or 1.0)

    def is_hit(self, value: str) -> bool:
        """One is a hit."""
        return float(value) > 0

    def cel(self, value: str) -> object:
        """The value as expressions see it: a double."""
        return float(value)

    def number(self, value: str) -> float | None:
        """The value itself, for cohorts and tolerances."""
        return float(value)

    def examples(self) -> tuple[str, ...]:
        """Recorded values with which the form's expressions are tried. None, one, some."""
        return ("0", "1", "7")

    def shape(self) -> tuple[object, ...]:
        """What decides whether an answer to another edition still fits (RECORD R21)."""
        return ("count",)

    def findings(self) -> list[str]:
        """What is wrong with the scale as written, one sentence each."""
        if self.points is not None:
            found = self.points.findings()
            if self.cap is not None or self.floor is not None or self.each != 1.0:
                found.append(_("give either “points” or “each”, “cap” and “floor”, not both"))
            return found
        found = []
        if self.each == 0:
            found.append(_("“each” must not be 0"))
        if self.cap is not None and self.cap <= 0:
            found.append(_("“cap” must be above 0; the most that all together can take is “floor”"))
        if self.floor is not None and self.cap is not None and self.floor >= self.cap:
            found.append(_("“floor” must be below “cap”"))
        if self.floor is not None and self.cap is None and self.each < 0 <= self.floor:
            found.append(_("“floor” must be below 0: it is the most that all together can take"))
        return found

    def pointless(self) -> str:
        """Why answers cannot earn points where they should."""
        if self.points is not None or (self.cap is not None and self.cap > 0):
            return ""
        return _("a count needs a “cap” above 0, or “points”")
