"""Ranks: 1 is the best, equal numbers share a rank (FORM rules 11 and 15)."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from evalapp.score.guards import Floats, guarded, half_up_all
from evalapp.score.population import Cohorts

Ties = Literal["competition", "dense"]
Ranks = NDArray[np.int32]

NO_RANK = 0


def compared(values: Floats, decimals: int | None) -> Floats:
    """The numbers that ranks and grades compare: guarded, or half-up to the form's ``rank_decimals``."""
    return guarded(values) if decimals is None else half_up_all(values, decimals)


def rank_rows(numbers: Floats, groups: Cohorts, ties: Ties) -> Ranks:
    """The rank of each column inside its group, row by row; NaN has none (0).

    ``numbers`` are as :func:`compared` gives them. competition: 1 + number of better ones; dense: of better
    values.
    """
    ranks = np.zeros(numbers.shape, dtype=np.int32)
    for members in groups:
        whole = len(members) == numbers.shape[1]
        for row, values in enumerate(numbers):
            inside = values if whole else values[members]
            found = _ranks(inside, ties)
            if whole:
                ranks[row] = found
            else:
                ranks[row, members] = found
    return ranks


def rank(numbers: Floats, groups: Cohorts, ties: Ties) -> Ranks:
    """As :func:`rank_rows`, for a single row."""
    found: Ranks = rank_rows(numbers[np.newaxis, :], groups, ties)[0]
    return found


def _ranks(values: Floats, ties: Ties) -> Ranks:
    """NaN sorts last, so with the sign turned the best comes first and those without a number at the end."""
    order = np.argsort(-values)
    best_first = values[order]
    starts = np.empty(len(values), dtype=bool)
    starts[:1] = True
    np.not_equal(best_first[1:], best_first[:-1], out=starts[1:])
    if ties == "dense":
        ordered = np.cumsum(starts)
    else:
        ordered = np.maximum.accumulate(np.where(starts, np.arange(1, len(values) + 1), 0))
    ranks = np.empty(len(values), dtype=np.int32)
    ranks[order] = np.where(np.isnan(best_first), NO_RANK, ordered)
    return ranks
