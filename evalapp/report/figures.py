"""Figures inside sentences, without needless zeros."""

from evalapp.base.numbers import display

_COMPUTED = 4
_WRITTEN = 6


def plain(number: float) -> str:
    """A computed figure to four decimals: exact enough to follow a calculation."""
    return _trimmed(number, _COMPUTED)


def written(number: float) -> str:
    """A figure that somebody wrote into a form or a setting, to six decimals."""
    return _trimmed(number, _WRITTEN)


def signed(number: float) -> str:
    """As :func:`plain`, with its sign; 0 has none."""
    text = plain(number)
    return text if text.startswith("−") or text == "0" else f"+{text}"


def _trimmed(number: float, decimals: int) -> str:
    text = display(number, decimals)
    return text.rstrip("0").rstrip(".") if "." in text else text
