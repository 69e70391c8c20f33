"""Numbers as the form's rules compare and print them, each rule written down a second time on purpose."""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from math import sqrt

_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")


class RefusedError(Exception):
    """The form, the roster or the scores cannot be evaluated; every reason is in ``args``."""


def guarded(x: float) -> float:
    """Rule 11: what is compared is first rounded to nine decimals."""
    return round(x, 9)


def rounded(x: float, decimals: int) -> float:
    """Rule 18: half-up on the decimal form of the guarded number."""
    exact = Decimal(repr(guarded(x)))
    return float(exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP))


def number(text: str) -> float | None:
    """The number that ``text`` is, or None."""
    return float(text) if _NUMBER.fullmatch(text.strip()) else None


def decimals_of(text: str) -> int:
    """How many decimals were typed, trailing zeros apart."""
    return len(text.strip().partition(".")[2].rstrip("0"))


def plain(x: float) -> str:
    """A float as text without an exponent."""
    text = format(guarded(x), ".9f").rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def sample_sd(values: Sequence[float]) -> float:
    """The sample's standard deviation; 0 where nothing differs, so also for a single value."""
    if len({guarded(value) for value in values}) < 2:
        return 0.0
    middle = mean(values)
    return sqrt(sum((value - middle) ** 2 for value in values) / (len(values) - 1))
