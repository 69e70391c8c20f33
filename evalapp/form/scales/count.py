"""How many were found."""

from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.base.numbers import canonical
from evalapp.form.refusal import ValueRefused
from evalapp.form.rules import Rule


class Count(
    Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="kind", tag="count"
):
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
        """``cap``, or the rule's own maximum."""
        return self.points.maximum() if self.points is not None else self.cap

    def score(self, value: str) -> float | None:
        """100 × min(cap, each × n) / cap, or by the rule; None under a cohort rule."""
        if self.points is not None:
            return self.points.score(float(value))
        cap = self.cap or 1.0
        earned = min(cap, self.each * float(value))
        return 100 * (earned if self.floor is None else max(self.floor, earned)) / cap

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
        return (
            [] if self.cap is not None and self.cap > 0 else [_("a count needs a “cap” above 0, or “points”")]
        )
