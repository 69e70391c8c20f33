"""A share: so many of so many."""

from evalapp.base.i18n import _
from evalapp.base.numbers import canonical
from evalapp.form.refusal import ValueRefused
from evalapp.form.rules import Rule
from evalapp.form.scales.base import ScaleBase


class Rate(ScaleBase, frozen=True, tag="rate"):
    """``19/20``: the value is 100·n/d per cent; scored by a rule, else the per cent itself."""

    points: Rule | None = None

    def read(self, text: str) -> str:
        """``n/d`` with 0 ≤ n ≤ d and d above 0, both in canonical form. Raises ValueRefused."""
        parts = [canonical(part) for part in text.replace("／", "/").split("/")]
        if len(parts) != 2 or parts[0] is None or parts[1] is None:
            raise ValueRefused(_("the answer is a share such as 19/20, not “{value}”").format(value=text))
        found, of = parts[0], parts[1]
        if float(of) <= 0:
            raise ValueRefused(_("“{value}”: the number looked at must be above 0").format(value=text))
        if not 0 <= float(found) <= float(of):
            raise ValueRefused(
                _("“{value}”: the number found lies between 0 and the number looked at").format(value=text)
            )
        return f"{found}/{of}"

    def parts(self, value: str) -> tuple[float, float]:
        """The number found and the number looked at."""
        found, _slash, of = value.partition("/")
        return float(found), float(of)

    def percent(self, value: str) -> float:
        """100·n/d, multiplied first: 29/100 is 29, not 28.999…"""
        found, of = self.parts(value)
        return 100 * found / of

    @property
    def rule(self) -> Rule | None:
        """The rule that turns the value into a score."""
        return self.points

    def maximum(self) -> float | None:
        """The rule's own maximum; None without one, so the item needs a weight."""
        return self.points.maximum() if self.points is not None else None

    def score(self, value: str) -> float | None:
        """By the rule over the per cent, else the per cent; None under a cohort rule."""
        return self.measured(self.percent(value))

    def measured(self, number: float) -> float | None:
        """As :meth:`score`, for a per cent."""
        return self.points.score(number) if self.points is not None else number

    def cel(self, value: str) -> object:
        """The value as expressions see it: the per cent as a double."""
        return self.percent(value)

    def number(self, value: str) -> float | None:
        """The per cent, for cohorts and tolerances."""
        return self.percent(value)

    def examples(self) -> tuple[str, ...]:
        """Recorded values with which the form's expressions are tried. Nothing, half, all."""
        return ("0/1", "1/2", "1/1")

    def shape(self) -> tuple[object, ...]:
        """What decides whether an answer to another edition still fits (RECORD R21)."""
        return ("rate",)

    def findings(self) -> list[str]:
        """What is wrong with the scale as written, one sentence each."""
        return self.points.findings() if self.points is not None else []
