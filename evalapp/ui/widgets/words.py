"""Words and numbers that several widgets print alike."""

from evalapp.base.i18n import _, ngettext
from evalapp.base.numbers import from_float, half_up


def number_text(value: float, decimals: int = 2) -> str:
    """A number rounded half-up to ``decimals``, without trailing zeros, with a typographic minus sign."""
    return from_float(float(half_up(value, decimals))).replace("-", "−")


def points_text(points: float) -> str:
    """Points with their word, such as "1.5 points"."""
    return ngettext("{points} point", "{points} points", 1 if points == 1 else 2).format(
        points=number_text(points)
    )


def size_text(size: int) -> str:
    """A size in bytes as people read it, rounded half-up: "812 B", "148 KB", "1.2 MB" (of 1024 each)."""
    if size < 1024:
        return f"{size} B"
    if size < 1000 * 1024:
        return f"{number_text(size / 1024, 0)} KB"
    return f"{number_text(size / 1024**2, 1)} MB"


def sentences(*parts: str) -> str:
    """Sentences one after the other; Chinese ones follow without a blank. Empty ones are left out."""
    return " ".join(part for part in parts if part).replace("。 ", "。")


def state_word(state: str) -> str:
    """The word of a special state: not_found, not_applicable or unable. Raises KeyError for any other."""
    words = {
        "not_found": _("Not found"),
        "not_applicable": _("Not applicable"),
        "unable": _("Unable to assess"),
    }
    return words[state]
