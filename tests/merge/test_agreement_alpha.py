"""Krippendorff's α: against the library of that name, printed examples, and its own definition; the interval against plain resampling."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalapp.merge.agreement.alpha import krippendorff_alpha
from evalapp.merge.agreement.draws import Draws, interval
from evalapp.merge.agreement.ratings import LEVELS, Level, Sample
from tests.merge import others
from tests.merge.others import Floats
from tests.merge.rated import random_matrix, sample_of

N = None
PRINTED = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3),
    (N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N),
)
"""Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section C: four observers, twelve units, gaps."""

seeds = st.integers(0, 2**32 - 1)
shares = st.sampled_from([0.0, 0.3, 0.7, 0.95, 1.0])


def by(level: Level) -> str:
    return "category" if level == "nominal" else "score"


def used(matrix: Floats, level: Level) -> Sample:
    return sample_of(matrix, by=by(level))


@pytest.mark.parametrize(
    ("level", "printed"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_the_printed_example(level: Level, printed: float) -> None:
    found = krippendorff_alpha([sample_of(list(zip(*PRINTED, strict=True)), by=by(level))], level)
    assert found.value is not None
    assert round(found.value, 3) == printed
    assert (found.n, found.excluded) == (11, {"alone": 1})


@pytest.mark.parametrize("level", LEVELS)
@given(
    seed=seeds,
    units=st.integers(1, 40),
    assessors=st.integers(1, 6),
    values=st.integers(1, 12),
    missing=shares,
    like=shares,
)
def test_as_the_library(
    level: Level, seed: int, units: int, assessors: int, values: int, missing: float, like: float
) -> None:
    matrix = random_matrix(seed, units, assessors, values, missing, like)
    theirs = others.alpha(matrix, level)
    ours = krippendorff_alpha([used(matrix, level)], level)
    assert ours.n == ((~np.isnan(matrix)).sum(axis=1) >= 2).sum()
    if np.isnan(theirs):
        assert ours.value is None
        assert (ours.why == "constant") == (ours.n > 0)
        assert ours.why
    else:
        assert ours.value == pytest.approx(theirs, abs=1e-9)


@given(seed=seeds, level=st.sampled_from(LEVELS))
def test_measured_numbers_as_the_library(seed: int, level: Level) -> None:
    matrix = np.round(np.random.default_rng(seed).lognormal(3, 1, (60, 2)), 3)
    assert krippendorff_alpha([used(matrix, level)], level).value == pytest.approx(
        others.alpha(matrix, level), abs=1e-9
    )


def disagreements(matrix: Floats, level: Level) -> tuple[float, float]:
    """n · Do and n · De of an item by the definition, pair by pair."""
    rows = [line[~np.isnan(line)] for line in matrix]
    rows = [line for line in rows if len(line) > 1]
    every = np.concatenate([*rows, np.zeros(0)])

    def delta(c: float, k: float) -> float:
        if level == "nominal":
            return float(c != k)
        return float((c - k) ** 2)

    observed = sum(delta(c, k) / (len(line) - 1) for line in rows for c, k in itertools.permutations(line, 2))
    expected = sum(delta(c, k) for c, k in itertools.permutations(every, 2)) / max(len(every) - 1, 1)
    return observed, expected


@pytest.mark.parametrize("level", ["nominal", "interval"])
@given(seed=seeds, items=st.integers(1, 4), missing=st.sampled_from([0.0, 0.3, 0.7]))
def test_several_items_by_the_definition(level: Level, seed: int, items: int, missing: float) -> None:
    matrices = [random_matrix(seed + item, 6, 3, 3, missing) for item in range(items)]
    sums = [disagreements(one, level) for one in matrices]
    observed, expected = (sum(part) for part in zip(*sums, strict=True))
    found = krippendorff_alpha([used(one, level) for one in matrices], level)
    if expected == 0:
        assert found.value is None
        assert found.why
    else:
        assert found.value == pytest.approx(1 - observed / expected, abs=1e-9)


@pytest.mark.parametrize("level", LEVELS)
@given(seed=seeds, assessors=st.integers(2, 4), missing=st.sampled_from([0.0, 0.2, 0.5]))
def test_the_interval_is_that_of_plain_resampling(
    level: Level, seed: int, assessors: int, missing: float
) -> None:
    """Each draw written out as a matrix of its own, and given to the library."""
    matrix = random_matrix(seed, 20, assessors, 4, missing)
    matrix = matrix[(~np.isnan(matrix)).sum(axis=1) >= 2]
    draws = Draws(seed, 25)
    found = krippendorff_alpha([used(matrix, level)], level, draws)
    if found.value is None or len(matrix) < 10:
        assert (found.low, found.high) == (None, None)
        return
    resampled = [
        others.alpha(np.repeat(matrix, times.astype(int), axis=0), level)
        for times in draws.weights(len(matrix))
    ]
    expected = interval(np.array(resampled))
    if expected is None:
        assert (found.low, found.high) == (None, None)
    else:
        assert (found.low, found.high) == pytest.approx(expected, abs=1e-9)


def test_a_draw_takes_a_unit_with_all_its_items() -> None:
    """Two items with the same answers vary together, so that the second makes the interval no narrower."""
    matrix = random_matrix(5, 40, 2, 4)
    one, same = used(matrix, "interval"), used(matrix, "interval")
    single = krippendorff_alpha([one], "interval", Draws(1))
    both = krippendorff_alpha([one, same], "interval", Draws(1))
    assert (both.value, both.low, both.high) == pytest.approx((single.value, single.low, single.high))
    assert both.n == 2 * single.n


def test_equal_seeds_give_equal_intervals_whatever_came_before() -> None:
    matrix, draws = random_matrix(3, 30, 2, 4), Draws(7)
    first = krippendorff_alpha([used(matrix, "ordinal")], "ordinal", draws)
    krippendorff_alpha([used(matrix[:20], "ordinal")], "ordinal", draws)
    assert krippendorff_alpha([used(matrix, "ordinal")], "ordinal", draws) == first
    assert krippendorff_alpha([used(matrix, "ordinal")], "ordinal", Draws(7)) == first
    assert krippendorff_alpha([used(matrix, "ordinal")], "ordinal", Draws(8)) != first
    assert first.low is not None
    assert first.high is not None
    assert first.value is not None
    assert first.low < first.value < first.high


def test_there_is_no_interval_where_many_draws_do_not_vary() -> None:
    matrix = np.zeros((20, 2))
    matrix[0] = 1
    found = krippendorff_alpha([used(matrix, "nominal")], "nominal", Draws(1))
    assert (found.value, found.low, found.high) == (1, None, None)


def test_there_is_no_interval_of_few_units() -> None:
    matrix = random_matrix(3, 10, 2, 4)
    assert krippendorff_alpha([used(matrix, "interval")], "interval", Draws(1)).low is not None
    few = krippendorff_alpha([used(matrix[:9], "interval")] * 3, "interval", Draws(1))
    assert (few.n, few.low, few.high) == (27, None, None)
    assert few.value is not None


@pytest.mark.parametrize("level", LEVELS)
def test_what_cannot_be_told_is_not_zero(level: Level) -> None:
    assert krippendorff_alpha([used(np.full((8, 2), 3.0), level)], level, Draws(1)).why == "constant"
    alone = np.array([[1, np.nan], [2, np.nan]])
    assert krippendorff_alpha([used(alone, level)], level, Draws(1)).why == "one_assessor"
    assert krippendorff_alpha([], level, Draws(1)).why == "empty"


def test_scores_with_rounding_errors_that_are_all_the_same_do_not_vary() -> None:
    matrix = np.full((50, 2), 100 * 19 / 21)
    assert krippendorff_alpha([used(matrix, "interval")], "interval").why == "constant"
