"""A score that another body gives: a survey, a monitor, a firm."""

from evalapp.base.i18n import _
from evalapp.base.numbers import canonical, from_float
from evalapp.form.refusal import ValueRefused
from evalapp.form.scales.base import ScaleBase


class Imported(ScaleBase, frozen=True, tag="imported"):
    """A number from 0 to ``max`` that the coordinator brings in; assessors do not type it."""

    max: float = 100.0

    @property
    def typed(self) -> bool:
        """False: it comes from elsewhere."""
        return False

    def read(self, text: str) -> str:
        """The number between 0 and ``max``, in canonical form. Raises ValueRefused."""
        value = canonical(text)
        if value is None or not 0 <= float(value) <= self.max:
            raise ValueRefused(
                _("the score is a number from 0 to {most}, not “{value}”").format(
                    most=from_float(self.max), value=text
                )
            )
        return value

    def score(self, value: str) -> float | None:
        """100 × value / max."""
        return self.measured(float(value))

    def measured(self, number: float) -> float | None:
        """As :meth:`score`."""
        return 100 * number / self.max

    def cel(self, value: str) -> object:
        """The value as expressions see it: a double."""
        return float(value)

    def number(self, value: str) -> float | None:
        """The value itself, for cohorts, tolerances and roll-ups."""
        return float(value)

    def examples(self) -> tuple[str, ...]:
        """Recorded values with which the form's expressions are tried. Nothing, half, all."""
        return ("0", from_float(self.max / 2), from_float(self.max))

    def shape(self) -> tuple[object, ...]:
        """What decides whether an answer to another edition still fits (RECORD R21)."""
        return ("imported", self.max)

    def findings(self) -> list[str]:
        """What is wrong with the scale as written, one sentence each."""
        return [_("“max” must be above 0")] if self.max <= 0 else []
