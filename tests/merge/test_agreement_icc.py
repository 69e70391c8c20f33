"""ICC: against pingouin, the printed example, and least squares; and what is said where there is nothing to compare with."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalapp.merge.agreement.figures import Figure
from evalapp.merge.agreement.icc import IntraclassCorrelations, intraclass_correlations
from tests.merge import others
from tests.merge.others import ICC, Floats
from tests.merge.rated import random_matrix, sample_of

SHROUT_AND_FLEISS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=float
)
"""Shrout and Fleiss (1979), table 2: six subjects, four judges; table 4 gives the six coefficients."""

seeds = st.integers(0, 2**32 - 1)


def icc(*matrices: Floats) -> IntraclassCorrelations:
    return intraclass_correlations([sample_of(one) for one in matrices])


def by_name(found: IntraclassCorrelations) -> dict[str, Figure]:
    return {name: getattr(found, name) for name in ICC}


def test_the_printed_example() -> None:
    found = by_name(icc(SHROUT_AND_FLEISS))
    printed = [0.17, 0.29, 0.71, 0.44, 0.62, 0.91]
    assert [round(one.value or 0, 2) for one in found.values()] == printed
    assert {(one.n, one.k) for one in found.values()} == {(6, 4)}


@given(
    seed=seeds,
    units=st.integers(2, 30),
    assessors=st.integers(2, 6),
    values=st.integers(2, 11),
    like=st.sampled_from([0.0, 0.4, 0.9]),
)
def test_as_pingouin(seed: int, units: int, assessors: int, values: int, like: float) -> None:
    matrix = random_matrix(seed, units, assessors, values, 0.0, like)
    if matrix.size < 5 or np.ptp(matrix) == 0:
        matrix = SHROUT_AND_FLEISS
    theirs = others.icc(matrix)
    for name, ours in by_name(icc(matrix)).items():
        if ours.why == "alike":
            # Its estimate is a quotient by nothing, or by a variance estimated below zero.
            assert np.ptp(matrix.mean(axis=1)) < 1e-9 or not 0 <= theirs[name] <= 1
        else:
            assert ours.value == pytest.approx(theirs[name], abs=1e-9), name


@given(seed=seeds, missing=st.sampled_from([0.1, 0.3]))
def test_gaps_are_left_out_and_counted(seed: int, missing: float) -> None:
    matrix = random_matrix(seed, 40, 3, 5, missing, 0.6)
    whole = matrix[~np.isnan(matrix).any(axis=1)]
    sizes = (~np.isnan(matrix)).sum(axis=1)
    found = icc(matrix)
    if len(whole) >= 3 and np.ptp(whole) > 0 and not found.two_single.why:
        assert found.two_single.value == pytest.approx(others.icc(whole)["two_single"], abs=1e-9)
    assert found.two_single.n == len(whole)
    assert found.two_single.excluded.get("incomplete", 0) == (sizes == 2).sum()
    most = 3 if (sizes == 3).sum() >= (sizes == 2).sum() else 2
    assert (found.one_single.n, found.one_single.k) == ((sizes == most).sum(), most)
    if not found.one_single.why:
        even = np.array([line[~np.isnan(line)] for line in matrix[sizes == most]])
        assert found.one_single.value == pytest.approx(others.icc(even)["one_single"], abs=1e-9)


def left_over(scores: Floats, *factors: Floats) -> float:
    """The squares that are left when the factors' columns have explained what they can."""
    design = np.column_stack([np.ones(len(scores)), *factors])
    fitted = design @ np.linalg.lstsq(design, scores, rcond=None)[0]
    return float(((scores - fitted) ** 2).sum())


def dummies(*labels: Floats) -> Floats:
    keys = np.unique(np.column_stack(labels), axis=0, return_inverse=True)[1].ravel()
    return np.eye(int(keys.max()) + 1)[keys]


@given(seed=seeds, items=st.integers(1, 3), assessors=st.integers(2, 3))
def test_several_items_by_least_squares(seed: int, items: int, assessors: int) -> None:
    """Mean squares of the linear model with items, units within items, assessors within items."""
    chance = np.random.default_rng(seed)
    sizes = [int(n) for n in chance.integers(2, 6, items)]
    matrices = [
        np.round(chance.normal(50 * item, 5, (n, 1)) + chance.normal(0, 3, (n, assessors)), 1)
        for item, n in enumerate(sizes)
    ]
    rows = np.array(
        [
            (item, u, a, one[u, a])
            for item, one in enumerate(matrices)
            for u in range(len(one))
            for a in range(assessors)
        ]
    )
    item, unit, assessor, score = rows.T
    base = left_over(score, dummies(item))
    within = left_over(score, dummies(item, unit))
    rest = left_over(score, dummies(item, unit), dummies(item, assessor))
    cells, k, n = sum(sizes), assessors, sum(sizes) / items
    msb, msw = (base - within) / (cells - items), within / (cells * (k - 1))
    msc, mse = (within - rest) / (items * (k - 1)), rest / ((cells - items) * (k - 1))
    found = icc(*matrices)
    expected = {
        "one_single": (msb - msw, msb + (k - 1) * msw),
        "two_single": (msb - mse, msb + (k - 1) * mse + k * (msc - mse) / n),
        "three_single": (msb - mse, msb + (k - 1) * mse),
        "one_mean": (msb - msw, msb),
        "two_mean": (msb - mse, msb + (msc - mse) / n),
        "three_mean": (msb - mse, msb),
    }
    for name, (top, bottom) in expected.items():
        ours: Figure = getattr(found, name)
        assert ours.n == cells
        if ours.why:
            assert (ours.why, bottom < 1e-6) == ("alike", True)
        else:
            assert ours.value == pytest.approx(top / bottom, rel=1e-6, abs=1e-9)


def test_differences_between_items_are_no_differences_between_units() -> None:
    """Assessors who tell easy items from hard ones, and units not at all."""
    chance = np.random.default_rng(1)
    items = [level + np.round(chance.normal(0, 5, (30, 2)), 1) for level in (10, 50, 90)]
    assert others.icc(np.vstack(items))["one_single"] > 0.9
    together = icc(*items).one_single.value
    assert together is not None
    assert abs(together) < 0.3


def whys(matrix: Floats) -> set[str]:
    return {one.why for one in by_name(icc(matrix)).values()}


def test_what_cannot_be_told_is_said() -> None:
    assert whys(np.full((6, 2), 7.0)) == {"constant"}
    assert whys(np.array([[1.0, 2.0]])) == {"too_few"}
    assert whys(np.array([[1.0, np.nan], [2.0, np.nan]])) == {"one_assessor"}
    assert {one.why for one in by_name(icc()).values()} == {"empty"}


def test_units_that_are_all_alike() -> None:
    """The assessors differ, the units do not: there is no variance between units, and no number is given that looks like one."""
    parallel = by_name(icc(np.array([[1.0, 2.0]] * 5)))
    assert {name for name, one in parallel.items() if one.why == "alike"} == set(ICC) - {"one_single"}
    assert parallel["one_single"].value == pytest.approx(-1)
    crossed = by_name(icc(np.array([[1.0, 2.0], [2.0, 1.0]] * 4)))
    assert {name for name, one in crossed.items() if one.why == "alike"} == {
        "one_mean",
        "two_mean",
        "three_mean",
    }
    assert crossed["one_single"].value == pytest.approx(-1)


def test_perfect_agreement_is_one() -> None:
    same = np.array([[1.0, 1.0], [4.0, 4.0], [9.0, 9.0]])
    assert [one.value for one in by_name(icc(same)).values()] == pytest.approx([1] * 6)


def test_a_strict_assessor_counts_in_agreement_not_in_consistency() -> None:
    strict = np.array([[10.0, 5.0], [40.0, 35.0], [90.0, 85.0], [60.0, 55.0]])
    found = icc(strict)
    assert found.three_single.value == pytest.approx(1)
    assert found.two_single.value is not None
    assert found.two_single.value < 0.999


def test_pairs_that_never_meet_have_a_one_way_coefficient_only() -> None:
    """Three assessors, each unit by two of them, as a project with two assessors a unit has it."""
    matrix = random_matrix(2, 30, 3, 6, like=0.8)
    for unit in range(30):
        matrix[unit, unit % 3] = np.nan
    found = icc(matrix)
    assert (found.two_single.why, found.three_mean.why, found.two_single.excluded) == (
        "incomplete",
        "incomplete",
        {"incomplete": 30},
    )
    even = np.array([line[~np.isnan(line)] for line in matrix])
    assert found.one_single.value == pytest.approx(others.icc(even)["one_single"], abs=1e-9)
