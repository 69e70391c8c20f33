"""The settings of a project that its rules are made of: their names, and what each can be set to."""

import re
from collections.abc import Callable
from datetime import date

from evalapp.entry.completion import RULES, SETTING_PREFIX, Completion
from evalapp.entry.contents import HIDDEN, LAST_EDITION

TOLERANCE, RESOLVE = "tolerance", "resolve"
BLIND = "blind"
"""Whether assessors are called A and B while a coordinator decides: ``on``, which is so where nothing is set, or ``off``."""
DEADLINE = "deadline"
"""The day by which everything is to be handed in, as 2026-10-31; "" for none."""
SAMPLE = "sample"
"""How the parts that two people answer were drawn: JSON with ``share`` (percent), ``seed``, ``by`` and ``level``; "" for none."""

RESOLUTIONS = ("decide", "average", "first")
SHOWN = "shown"
ON, OFF = "on", "off"


def is_day(text: str) -> bool:
    """Whether the text is a day of the calendar as ISO 8601 writes it."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _tolerance(text: str) -> bool:
    try:
        return 0 <= float(text) <= 100
    except ValueError:
        return False


_GOOD: dict[str, Callable[[str], bool]] = {
    TOLERANCE: _tolerance,
    RESOLVE: lambda text: text in RESOLUTIONS,
    **{SETTING_PREFIX + name: lambda text: text in RULES for name in Completion.__struct_fields__},
    LAST_EDITION: lambda text: text in (SHOWN, HIDDEN),
    BLIND: lambda text: text in (ON, OFF),
    DEADLINE: lambda text: not text or is_day(text),
    SAMPLE: lambda text: not text or (text.startswith("{") and text.endswith("}")),
}


def can_be_set(name: str, value: str) -> bool:
    """Whether there is such a setting, and it can have this value."""
    return name in _GOOD and _GOOD[name](value)
