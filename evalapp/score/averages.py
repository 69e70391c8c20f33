"""The three means of a group (FORM rule 8)."""

import numpy as np

from evalapp.form.model import Aggregation
from evalapp.score.guards import Floats, guarded


def weighted_mean(aggregation: Aggregation, used: Floats, scores: Floats) -> Floats:
    """The weighted mean of the used children, NaN where nothing is used; a 0 makes the other two means 0."""
    total = used.sum(axis=0)
    counted = used > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        if aggregation == "arithmetic":
            mean = np.where(counted, used * scores, 0.0).sum(axis=0) / total
        else:
            zero = (guarded(scores) == 0).any(axis=0)
            if aggregation == "geometric":
                mean = np.exp(np.where(counted, used * np.log(scores), 0.0).sum(axis=0) / total)
            else:
                mean = total / np.where(counted, used / scores, 0.0).sum(axis=0)
            negative = (counted & (scores < 0)).any(axis=0)  # refused elsewhere, by name
            mean = np.where(zero, 0.0, np.where(negative, np.nan, mean))
    result: Floats = np.where(total > 0, mean, np.nan)
    return result
