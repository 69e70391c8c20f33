"""The three means of a group (FORM rule 8)."""

import numpy as np
from numpy.typing import NDArray

from evalapp.form.model import Aggregation
from evalapp.score.guards import Floats, guarded


def weighted_mean(aggregation: Aggregation, used: Floats, scores: Floats) -> Floats:
    """The weighted mean of the used children, NaN where nothing is used; a 0 makes the other two means 0."""
    total = used.sum(axis=0)
    idle = used == 0
    with np.errstate(divide="ignore", invalid="ignore"):
        if aggregation == "arithmetic":
            mean = _sum(used * scores, idle) / total
        else:
            zero = (guarded(scores) == 0).any(axis=0)
            if aggregation == "geometric":
                mean = np.exp(_sum(used * np.log(scores), idle) / total)
            else:
                mean = total / _sum(used / scores, idle)
            negative = (~idle & (scores < 0)).any(axis=0)  # refused elsewhere, by name
            mean = np.where(zero, 0.0, np.where(negative, np.nan, mean))
    result: Floats = mean
    result[total <= 0] = np.nan
    return result


def _sum(terms: Floats, idle: NDArray[np.bool_]) -> Floats:
    """The sum of the children's terms; those of idle ones may be NaN and count nothing."""
    np.copyto(terms, 0.0, where=idle)
    found: Floats = terms.sum(axis=0)
    return found
