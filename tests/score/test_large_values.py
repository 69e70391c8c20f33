"""Cohorts of values in the thousands and beyond, where a billionth is no longer exact."""

import numpy as np
import pytest

from evalapp.form.cohort_rules import Best
from evalapp.score.cohort import cohort_scores


@pytest.mark.parametrize("most", [3999.0, 4000.0, 8000.0, 5.0e6, 1.0e12])
def test_the_best_earns_100_however_large_it_is(most: float) -> None:
    values = np.array([most, most / 4, np.nan, 0.0])
    assert cohort_scores(Best(), values) == pytest.approx([100.0, 25.0, np.nan, 0.0], nan_ok=True)
    assert cohort_scores(Best(direction="lower"), values[:3]) == pytest.approx(
        [25.0, 100.0, np.nan], nan_ok=True
    )
