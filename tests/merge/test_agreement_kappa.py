"""κ: against scikit-learn and statsmodels, printed tables, and a slow calculation by the definition."""

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalapp.merge.agreement.kappa import Weights, cohen_kappa, fleiss_kappa
from tests.merge import others
from tests.merge.others import Floats
from tests.merge.rated import random_matrix, sample_of, steps

BY: dict[Weights, str] = {"nominal": "category", "linear": "place", "quadratic": "place"}
POWER: dict[Weights, int] = {"nominal": 0, "linear": 1, "quadratic": 2}

seeds = st.integers(0, 2**32 - 1)
shares = st.sampled_from([0.0, 0.3, 0.7, 0.95, 1.0])


def by_definition(matrices: list[Floats], weights: Weights, values: int) -> Fraction | None:
    """Σ of observed over Σ of expected disagreement, over items and pairs of assessors, in exact numbers."""
    span = Fraction(max(values - 1, 1))

    def apart(x: float, y: float) -> Fraction:
        return (
            Fraction(int(x != y)) if weights == "nominal" else (abs(Fraction(x - y)) / span) ** POWER[weights]
        )

    observed = expected = Fraction(0)
    for matrix in matrices:
        for a, b in itertools.combinations(matrix.T, 2):
            both = [(x, y) for x, y in zip(a, b, strict=True) if not np.isnan(x + y)]
            observed += sum(apart(x, y) for x, y in both)
            expected += sum(apart(x, y) for x, _y in both for _x, y in both) / Fraction(max(len(both), 1))
    return None if expected == 0 else 1 - observed / expected


@pytest.mark.parametrize("weights", BY)
@given(
    seed=seeds,
    units=st.integers(1, 40),
    used=st.integers(1, 5),
    spare=st.integers(0, 3),
    missing=shares,
    like=shares,
)
def test_two_assessors_as_scikit_learn(
    weights: Weights, seed: int, units: int, used: int, spare: int, missing: float, like: float
) -> None:
    """Also on scales with steps at the upper end that nobody chose."""
    values = max(used + spare, 2)
    matrix = random_matrix(seed, units, 2, used, missing, like)
    theirs = others.cohen(matrix[:, 0], matrix[:, 1], values, None if weights == "nominal" else weights)
    ours = cohen_kappa([sample_of(matrix, steps(values), by=BY[weights])], weights)
    assert ours.n == (~np.isnan(matrix)).all(axis=1).sum()
    if np.isnan(theirs):
        assert ours.value is None
        assert ours.why == ("constant" if ours.n else ours.why)
        assert ours.why
    else:
        assert ours.value == pytest.approx(theirs, abs=1e-9)
        assert not ours.why


@pytest.mark.parametrize("weights", BY)
@given(seed=seeds, assessors=st.integers(2, 4), items=st.integers(1, 3), missing=shares, like=shares)
def test_several_pairs_and_items_by_the_definition(
    weights: Weights, seed: int, assessors: int, items: int, missing: float, like: float
) -> None:
    matrices = [random_matrix(seed + item, 6, assessors, 3, missing, like) for item in range(items)]
    expected = by_definition(matrices, weights, 3)
    ours = cohen_kappa([sample_of(one, steps(3), by=BY[weights]) for one in matrices], weights)
    if expected is None:
        assert (ours.value, bool(ours.why)) == (None, True)
    else:
        assert ours.value == pytest.approx(float(expected), abs=1e-9)


def test_a_printed_example_of_cohen_kappa() -> None:
    """Fleiss, Statistical Methods for Rates and Proportions (1981), table 13.1: 100 subjects, κ = 0.68 (0.23 / 0.34)."""
    table = [[75, 1, 4], [5, 4, 1], [0, 0, 10]]
    rows = [(a, b) for a, line in enumerate(table) for b, n in enumerate(line) for _one in range(n)]
    found = cohen_kappa([sample_of(np.array(rows, dtype=float), steps(3), by="category")])
    assert found.value == pytest.approx(0.23 / 0.34, abs=1e-12)
    assert found.n == 100


DIAGNOSES = """
0 0 0 6 0   0 3 0 0 3   0 1 4 0 1   0 0 0 0 6   0 3 0 3 0   2 0 4 0 0   0 0 4 0 2   2 0 3 1 0   2 0 0 4 0   0 0 0 0 6
1 0 0 5 0   1 1 0 4 0   0 3 3 0 0   1 0 0 5 0   0 2 0 3 1   0 0 5 0 1   3 0 0 1 2   5 1 0 0 0   0 2 0 4 0   1 0 2 0 3
0 0 0 0 6   0 1 0 5 0   0 2 0 1 3   2 0 0 4 0   1 0 0 4 1   0 5 0 1 0   4 0 0 0 2   0 2 0 4 0   1 0 5 0 0   0 0 0 0 6
"""


def test_the_printed_example_of_fleiss_kappa() -> None:
    """Fleiss (1971), table 1: 30 patients, six psychiatrists, five diagnoses; κ = 0.430."""
    counts = np.array(DIAGNOSES.split(), dtype=int).reshape(30, 5)
    assert counts.sum(axis=1).tolist() == [6] * 30
    matrix = np.array([np.repeat(np.arange(5), line) for line in counts], dtype=float)
    found = fleiss_kappa([sample_of(matrix, steps(5), by="category")])
    assert found.value is not None
    assert round(found.value, 3) == 0.430
    assert (found.n, found.k) == (30, 6)


@given(seed=seeds, units=st.integers(1, 30), assessors=st.integers(2, 6), used=st.integers(1, 5), like=shares)
def test_fleiss_as_statsmodels(seed: int, units: int, assessors: int, used: int, like: float) -> None:
    matrix = random_matrix(seed, units, assessors, used, 0.0, like)
    theirs = others.fleiss(matrix)
    ours = fleiss_kappa([sample_of(matrix, by="category")])
    if np.isnan(theirs):
        assert (ours.value, ours.why) == (None, "constant")
    else:
        assert ours.value == pytest.approx(theirs, abs=1e-9)
    assert (ours.n, ours.k) == (units, assessors)


@given(seed=seeds, missing=st.sampled_from([0.1, 0.3, 0.5]))
def test_fleiss_leaves_out_cells_of_another_size(seed: int, missing: float) -> None:
    matrix = random_matrix(seed, 25, 4, 3, missing)
    sizes = (~np.isnan(matrix)).sum(axis=1)
    often = {size: int((sizes == size).sum()) for size in (2, 3, 4)}
    most = max(often, key=lambda size: (often[size], size))
    ours = fleiss_kappa([sample_of(matrix, by="category")])
    kept = np.array([line[~np.isnan(line)] for line in matrix[sizes == most]])
    assert (ours.n, ours.k) == (often[most], most)
    assert ours.excluded.get("uneven", 0) == sum(often.values()) - often[most]
    assert ours.excluded.get("alone", 0) == int((sizes == 1).sum())
    assert ours.value == pytest.approx(others.fleiss(kept), abs=1e-9)


def test_fleiss_of_several_items_takes_chance_within_each() -> None:
    """An item where all say yes and one where all say no tell nothing; thrown together they would seem perfect."""
    yes, no = np.ones((5, 2)), np.zeros((5, 2))
    assert others.fleiss(np.vstack((yes, no))) == 1
    assert fleiss_kappa([sample_of(one, steps(2), by="category") for one in (yes, no)]).why == "constant"
    assert cohen_kappa([sample_of(one, steps(2), by="category") for one in (yes, no)]).why == "constant"


def test_steps_that_nobody_chose_keep_their_room() -> None:
    """Options 0, 1, 2, 3 of which only 0, 1 and 3 occur: the gap between 1 and 3 is two steps, by the form's scale."""
    matrix = np.array([[0, 0], [1, 1], [3, 1], [1, 3], [0, 1], [3, 3]], dtype=float)
    found = cohen_kappa([sample_of(matrix, steps(4), by="place")], "linear").value
    assert found == pytest.approx(others.cohen(matrix[:, 0], matrix[:, 1], 4, "linear"), abs=1e-12)
    squeezed = np.where(matrix == 3, 2, matrix)
    assert found != pytest.approx(others.cohen(squeezed[:, 0], squeezed[:, 1], 3, "linear"), abs=1e-3)


def test_nobody_and_nothing() -> None:
    assert cohen_kappa([]).why == "empty"
    assert fleiss_kappa([]).why == "empty"
    alone = np.array([[1, np.nan], [2, np.nan]])
    assert cohen_kappa([sample_of(alone, by="category")]).why == "one_assessor"
    apart = np.array([[1, np.nan], [np.nan, 2]])
    found = fleiss_kappa([sample_of(apart, by="category")])
    assert (found.why, found.n, found.excluded) == ("no_overlap", 0, {"alone": 2})
