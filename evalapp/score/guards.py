"""Rounding of whole arrays, equal to that of single numbers in every bit (FORM rules 11 and 18)."""

import numpy as np
from numpy.typing import NDArray

from evalapp.base.numbers import guard, half_up

Floats = NDArray[np.float64]

# Below this many billionths a product x × 1e9 is off by less than the margin that calls a value doubtful.
_SAFE = 4e12
_MARGIN = 1e-3


def guarded(values: Floats) -> Floats:
    """Each value as :func:`evalapp.base.numbers.guard` gives it; NaN stays NaN."""
    billionths = values * 1e9
    whole = np.rint(billionths)
    result: Floats = whole / 1e9
    clear = (np.abs(np.abs(billionths - whole) - 0.5) > _MARGIN) & (np.abs(billionths) < _SAFE)
    for place in np.argwhere(~clear & np.isfinite(values)):
        index = tuple(place)
        result[index] = guard(float(values[index]))
    return result


def half_up_all(values: Floats, decimals: int) -> Floats:
    """Each value half-up to ``decimals``, as :func:`evalapp.base.numbers.half_up` gives it; NaN stays NaN."""
    clean = guarded(values)
    if decimals >= 9:
        return clean
    present = np.isfinite(clean)
    large = present & (np.abs(clean) * 1e9 >= _SAFE)
    billionths = np.rint(np.where(present & ~large, clean, 0.0) * 1e9).astype(np.int64)
    step = 10 ** (9 - decimals)
    units = np.sign(billionths) * ((np.abs(billionths) + step // 2) // step)
    result: Floats = np.where(present, units / 10.0**decimals, np.nan)
    for place in np.argwhere(large):
        index = tuple(place)
        result[index] = float(half_up(float(values[index]), decimals))
    return result
