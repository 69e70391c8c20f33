"""Yes or no."""

from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.form.refusal import ValueRefused
from evalapp.form.rules import Rule

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


class Binary(
    Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="kind", tag="binary"
):
    """``yes`` earns all points, ``no`` none."""

    points: float = 1.0

    def read(self, text: str) -> str:
        """``yes`` or ``no``; also 1/0, true/false, 是/否. Raises ValueRefused."""
        value = _WORDS.get(text.strip().lower())
        if value is None:
            raise ValueRefused(_("the answer is yes or no, not “{value}”").format(value=text))
        return value

    @property
    def rule(self) -> Rule | None:
        """None: no rule is involved."""
        return None

    def maximum(self) -> float | None:
        """Points at full marks."""
        return self.points

    def score(self, value: str) -> float | None:
        """100 for yes, 0 for no."""
        return 100.0 if value == "yes" else 0.0

    def cel(self, value: str) -> object:
        """The value as expressions see it: a bool."""
        return value == "yes"

    def number(self, value: str) -> float | None:
        """None: a yes or no is compared by its score."""
        return None

    def examples(self) -> tuple[str, ...]:
        """Recorded values with which the form's expressions are tried. Both answers."""
        return ("yes", "no")

    def shape(self) -> tuple[object, ...]:
        """What decides whether an answer to another edition still fits (RECORD R21)."""
        return ("binary",)

    def findings(self) -> list[str]:
        """What is wrong with the scale as written, one sentence each."""
        return [_("points must be above 0")] if self.points <= 0 else []
