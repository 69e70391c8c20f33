"""What other people's libraries make of a matrix of ratings; NaN where they find nothing. Their warnings are their own affair."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
NAN = float("nan")
ICC = {
    "one_single": "ICC(1,1)",
    "two_single": "ICC(A,1)",
    "three_single": "ICC(C,1)",
    "one_mean": "ICC(1,k)",
    "two_mean": "ICC(A,k)",
    "three_mean": "ICC(C,k)",
}
"""Our names, and those of McGraw and Wong."""


@contextmanager
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


with _quiet():
    import krippendorff
    import pandas as pd
    import pingouin
    from sklearn.metrics import cohen_kappa_score
    from statsmodels.stats import inter_rater


def cohen(one: Floats, other: Floats, values: int, weights: str | None) -> float:
    """scikit-learn: κ of two columns over the categories 0 … values − 1."""
    both = ~np.isnan(one) & ~np.isnan(other)
    if not both.any():
        return NAN
    with _quiet():
        return float(cohen_kappa_score(one[both], other[both], labels=range(values), weights=weights))


def fleiss(matrix: Floats) -> float:
    """statsmodels: Fleiss's κ of a matrix without gaps."""
    with _quiet():
        table, _categories = inter_rater.aggregate_raters(matrix.astype(int))
        return float(inter_rater.fleiss_kappa(table))


def alpha(matrix: Floats, level: str) -> float:
    """krippendorff: α of a matrix with gaps. It raises where there are not two values to compare."""
    comparable = matrix[(~np.isnan(matrix)).sum(axis=1) >= 2]
    if len(np.unique(comparable[~np.isnan(comparable)])) < 2:
        return NAN
    with _quiet():
        return float(krippendorff.alpha(comparable.T, level_of_measurement=level))  # type: ignore[call-overload]


def icc(matrix: Floats) -> dict[str, float]:
    """pingouin: the six intraclass correlations of a matrix without gaps, by our names."""
    units, assessors = matrix.shape
    frame = pd.DataFrame(
        {
            "unit": np.repeat(np.arange(units), assessors),
            "assessor": np.tile(np.arange(assessors), units),
            "score": matrix.ravel(),
        }
    )
    with _quiet():
        found = pingouin.intraclass_corr(frame, targets="unit", raters="assessor", ratings="score")
    by_type = dict(zip(found["Type"], found["ICC"], strict=True))
    return {ours: float(by_type[theirs]) for ours, theirs in ICC.items()}
