"""What all scales have in common, and what most of them answer alike."""

from msgspec import Struct

from evalapp.form.rules import Rule

Extremes = tuple[float, float]
"""The fewest and the most points that an answer can earn."""


class ScaleBase(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="kind"):
    """A scale without a rule whose answers assessors type, and which is no number."""

    @property
    def rule(self) -> Rule | None:
        """The rule that turns a number into a score; None where none is involved."""
        return None

    @property
    def typed(self) -> bool:
        """Whether assessors answer on it; else its values are brought in or computed."""
        return True

    def number(self, value: str) -> float | None:
        """The value as a number, for cohorts, tolerances and roll-ups; None where it is compared by its score."""
        return None

    def measured(self, number: float) -> float | None:
        """The score of a number that nobody recorded: a mean over sub-units, a derived value. None: no such thing."""
        return None

    def is_hit(self, value: str) -> bool:
        """Whether the answer, on a veto item, is a hit (FORM rule 13)."""
        return False

    def extremes(self) -> Extremes | None:
        """The fewest and the most points an answer can earn; None where the scale does not say."""
        return None

    def maximum(self) -> float | None:
        """Points at full marks; on a scale that only takes points away, the most it can take. None: it does not say."""
        extremes = self.extremes()
        if extremes is None:
            return None
        fewest, most = extremes
        return most if most > 0 else -fewest

    def pointless(self) -> str:
        """Why answers cannot earn points where they should, in a sentence; "" where they can."""
        return ""
