"""Names in a form: repeated ones, and what a misspelt one was meant to be."""

from collections import Counter
from collections.abc import Collection, Iterable
from difflib import get_close_matches

from evalapp.base.i18n import _

# Comparing with every code of a very large form would take seconds a finding.
_MAX_COMPARED = 1000


def did_you_mean(name: str, known: Collection[str]) -> str:
    """`` (did you mean “weight”?)``, or nothing where no known name is close."""
    close = get_close_matches(name, list(known), 1, 0.6) if len(known) <= _MAX_COMPARED else []
    return _(" (did you mean “{name}”?)").format(name=close[0]) if close else ""


def repeated(names: Iterable[str]) -> list[str]:
    """The names that occur more than once, sorted."""
    return sorted(name for name, n in Counter(names).items() if n > 1)


def is_code(name: str) -> bool:
    """Whether ``name`` can stand in a list of codes: not empty, without spaces at its ends, ``,`` ``;`` ``=`` or line breaks."""
    return bool(name) and name == name.strip() and not set(name) & set(",;=\n\t")


def is_id(name: str) -> bool:
    """Whether ``name`` is not empty and has no spaces at its ends."""
    return bool(name) and name == name.strip() and "\n" not in name
