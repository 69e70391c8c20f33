"""The few rules for numbers that every layer shares (FORM rules 11 and 18, RECORD R1)."""

import re
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation

_CANONICAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?")
_MAX_DIGITS = 30
_ANY_FLOAT = Context(prec=350)  # a float has up to 309 digits before the point


def guard(x: float) -> float:
    """``x`` rounded to nine decimals: both sides of every comparison with a line are guarded (FORM rule 11)."""
    return round(x, 9)


def half_up(x: float, decimals: int) -> Decimal:
    """``x`` for display, never −0: half-up on the decimal form of ``guard(x)``, as Excel's ROUND does (FORM rule 18)."""
    found = Decimal(repr(guard(x))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _ANY_FLOAT)
    return found or abs(found)


def display(x: float, decimals: int) -> str:
    """``x`` as printed, with a typographic minus sign and never a minus zero."""
    text = format(half_up(x, decimals), "f")
    if text.startswith("-"):
        return "−" + text[1:] if text.strip("-0.") else text[1:]
    return text


def is_canonical(text: str) -> bool:
    """Whether ``text`` is the one way to write its number: no exponent, no trailing zeros, no ``-0``."""
    return bool(_CANONICAL.fullmatch(text)) and text != "-0"


def canonical(text: str) -> str | None:
    """The one way to write the number that a person typed (full-width digits and signs too); None if it is none.

    Thousands separators are refused: ``1,000`` would be read as 1 in one country and as 1000 in another.
    """
    plain = text.strip().translate(_FULL_WIDTH)
    if not re.fullmatch(r"[+-]?[0-9]+(\.[0-9]*)?|[+-]?\.[0-9]+", plain) or len(plain) > _MAX_DIGITS:
        return None
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return None
    return _plain(number)


def from_float(x: float) -> str:
    """A float as canonical decimal text, to nine decimals."""
    return _plain(Decimal(repr(guard(x))))


def _plain(number: Decimal) -> str:
    """Without exponent, trailing zeros and ``-0``."""
    digits = format(number, "f")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return "0" if digits in ("-0", "") else digits


# Full-width digits and signs as Chinese input methods type them, and the typographic minus.
_FULL_WIDTH = {0xFF10 + digit: str(digit) for digit in range(10)} | {
    0xFF0E: ".",
    0xFF0D: "-",
    0xFF0B: "+",
    0x2212: "-",
}
