"""Words: a case, an observation. Never scored, never missing."""

from evalapp.base.i18n import _
from evalapp.base.text import clean
from evalapp.form.refusal import ValueRefused
from evalapp.form.scales.base import ScaleBase

MAX_LENGTH = 20_000


class Words(ScaleBase, frozen=True, tag="text"):
    """Free text."""

    def read(self, text: str) -> str:
        """The text, cleaned. Raises ValueRefused when it is empty or too long."""
        value = clean(text)
        if not value:
            raise ValueRefused(_("the text is empty"))
        if len(value) > MAX_LENGTH:
            raise ValueRefused(_("the text is longer than {limit} characters").format(limit=MAX_LENGTH))
        return value

    def score(self, value: str) -> float | None:
        """None: words are never scored."""
        return None

    def cel(self, value: str) -> object:
        """The value as expressions see it: the text."""
        return value

    def examples(self) -> tuple[str, ...]:
        """Recorded values with which the form's expressions are tried. A word."""
        return ("文",)

    def shape(self) -> tuple[object, ...]:
        """What decides whether an answer to another edition still fits (RECORD R21)."""
        return ("text",)

    def findings(self) -> list[str]:
        """Nothing can be wrong with it."""
        return []
