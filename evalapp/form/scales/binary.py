"""Yes or no."""

from evalapp.base.i18n import _
from evalapp.form.refusal import ValueRefused
from evalapp.form.scales.base import Extremes, ScaleBase

_WORDS = {
    "yes": "yes",
    "no": "no",
    "1": "yes",
    "0": "no",
    "true": "yes",
    "false": "no",
    "是": "yes",
    "否": "no",
}


class Binary(ScaleBase, frozen=True, tag="binary"):
    """``yes`` earns all points, ``no`` none."""

    points: float = 1.0

    def read(self, text: str) -> str:
        """``yes`` or ``no``; also 1/0, true/false, 是/否. Raises ValueRefused."""
        value = _WORDS.get(text.strip().lower())
        if value is None:
            raise ValueRefused(_("the answer is yes or no, not “{value}”").format(value=text))
        return value

    def extremes(self) -> Extremes | None:
        """No earns nothing."""
        return (min(0.0, self.points), max(0.0, self.points))

    def score(self, value: str) -> float | None:
        """100 for yes (−100 where it takes points away), 0 for no."""
        if value != "yes":
            return 0.0
        return 100.0 if self.points > 0 else -100.0

    def measured(self, number: float) -> float | None:
        """100 for 1, 0 for 0: what a derived truth is worth."""
        return 100 * number

    def cel(self, value: str) -> object:
        """The value as expressions see it: a bool."""
        return value == "yes"

    def is_hit(self, value: str) -> bool:
        """Yes is a hit."""
        return value == "yes"

    def examples(self) -> tuple[str, ...]:
        """Recorded values with which the form's expressions are tried. Both answers."""
        return ("yes", "no")

    def shape(self) -> tuple[object, ...]:
        """What decides whether an answer to another edition still fits (RECORD R21)."""
        return ("binary",)

    def findings(self) -> list[str]:
        """What is wrong with the scale as written, one sentence each."""
        return []

    def pointless(self) -> str:
        """Why answers cannot earn points where they should."""
        return _("points must be above 0") if self.points <= 0 else ""
