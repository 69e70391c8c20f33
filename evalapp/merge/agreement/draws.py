"""Resampling: which units a bootstrap draws, the same ones for the same seed."""

import numpy as np

from evalapp.merge.agreement.ratings import Floats

LEVEL = 0.95
_USABLE = 0.95


class Draws:
    """``count`` bootstrap draws from generator ``seed``. Equal seeds and sizes give equal draws, whatever was drawn before."""

    def __init__(self, seed: int, count: int = 1000) -> None:
        self.seed = seed
        self.count = count
        self._last: tuple[int, Floats] = (0, np.zeros((count, 0)))

    def weights(self, units: int) -> Floats:
        """How often each of ``units`` units occurs in each draw of as many with replacement: (draw, unit)."""
        if self._last[0] != units:
            drawn = np.random.default_rng(self.seed).integers(0, units, size=(self.count, units))
            places = drawn + np.arange(self.count)[:, np.newaxis] * units
            counts = np.bincount(places.ravel(), minlength=self.count * units)
            self._last = (units, counts.reshape(self.count, units).astype(np.float64))
        return self._last[1]


def interval(values: Floats) -> tuple[float, float] | None:
    """The percentile interval (Efron 1979) at 95 %; NaN stands for a draw without a value.

    None where more than one draw in twenty has no value: what is left would not be a fair sample of the draws.
    """
    usable = values[~np.isnan(values)]
    if len(usable) < _USABLE * len(values):
        return None
    low, high = np.quantile(usable, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
