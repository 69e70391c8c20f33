"""A value that follows from other answers and the roster; nobody types it."""

from evalapp.base.i18n import _
from evalapp.base.numbers import canonical
from evalapp.form.refusal import ValueRefused
from evalapp.form.rules import Rule
from evalapp.form.scales.base import ScaleBase


class Derived(ScaleBase, frozen=True, tag="derived"):
    """``value`` is an expression; its number is scored by a rule, or in proportion to ``max``; true is 1, false 0."""

    value: str
    max: float | None = None
    points: Rule | None = None

    @property
    def typed(self) -> bool:
        """False: it is computed."""
        return False

    def read(self, text: str) -> str:
        """Never taken. Raises ValueRefused."""
        raise ValueRefused(_("this value is computed from other answers and is not entered"))

    @property
    def rule(self) -> Rule | None:
        """The rule that turns the value into a score."""
        return self.points

    def maximum(self) -> float | None:
        """The rule's own maximum; without a rule ``max``."""
        return self.points.maximum() if self.points is not None else self.max

    def score(self, value: str) -> float | None:
        """The score of a computed value as it is printed: ``yes``, ``no`` or a number."""
        return self.measured(self._number(value))

    def measured(self, number: float) -> float | None:
        """By the rule, else 100 × value / max; None under a cohort rule."""
        return self.points.score(number) if self.points is not None else 100 * number / (self.max or 1.0)

    def cel(self, value: str) -> object:
        """The value as expressions see it: a double or a bool."""
        return value == "yes" if value in ("yes", "no") else self._number(value)

    def number(self, value: str) -> float | None:
        """The value itself, for cohorts and roll-ups."""
        return self._number(value)

    def is_hit(self, value: str) -> bool:
        """True is a hit; so is a number above 0."""
        return self._number(value) > 0

    def examples(self) -> tuple[str, ...]:
        """Values with which expressions that refer to it are tried."""
        return ("0", "1", "12.5")

    def shape(self) -> tuple[object, ...]:
        """What decides whether an answer to another edition still fits (RECORD R21): there are none."""
        return ("derived",)

    def findings(self) -> list[str]:
        """What is wrong with the scale as written, one sentence each."""
        found = self.points.findings() if self.points is not None else []
        if self.points is not None and self.max is not None:
            found.append(_("give either “points” or “max”, not both"))
        if self.max is not None and self.max <= 0:
            found.append(_("“max” must be above 0"))
        return found

    def pointless(self) -> str:
        """Why answers cannot earn points where they should."""
        if self.points is None and self.max is None:
            return _("a derived value needs “points”, or a “max” above 0; a condition has max = 1")
        return ""

    @staticmethod
    def _number(value: str) -> float:
        if value in ("yes", "no"):
            return 1.0 if value == "yes" else 0.0
        return float(canonical(value) or 0.0)
