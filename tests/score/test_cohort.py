"""Rules over a cohort: each by hand, in both directions, with ties, for equal values and for a single one."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalapp.form.cohort_rules import Best, CohortRule, Distance, Minmax, Percentile, RankOrder, Zscore
from evalapp.score.cohort import cohort_scores

NAN = float("nan")


def scores(rule: CohortRule, values: list[float]) -> list[float]:
    found: list[float] = cohort_scores(rule, np.array(values)).tolist()
    return found


def check(rule: CohortRule, values: list[float], expected: list[float]) -> None:
    np.testing.assert_allclose(scores(rule, values), expected, rtol=0, atol=1e-9)


@pytest.mark.parametrize(
    ("rule", "values", "expected"),
    [
        (Minmax(), [10, 30, 20], [0, 100, 50]),
        (Minmax(direction="lower"), [10, 30, 20], [100, 0, 50]),
        (Minmax(range=(20, 60)), [0, 4, 1], [20, 60, 30]),
        (Minmax(range=(20, 60), direction="lower"), [0, 4, 1], [60, 20, 50]),
        (Minmax(), [-5, 5, 0], [0, 100, 50]),
        (Minmax(), [7], [100]),
        (Minmax(range=(20, 60), direction="lower"), [7, 7], [60, 60]),
        (Minmax(if_equal=50), [7, 7, 7], [50, 50, 50]),
        (Minmax(if_equal=0), [7], [0]),
    ],
)
def test_minmax_lies_between_the_lowest_and_the_highest(
    rule: Minmax, values: list[float], expected: list[float]
) -> None:
    check(rule, values, expected)


@pytest.mark.parametrize(
    ("rule", "values", "expected"),
    [
        (Best(), [5, 20, 10], [25, 100, 50]),
        (Best(), [0, 0], [0, 0]),
        (Best(), [3], [100]),
        (Best(), [4, 4], [100, 100]),
        (Best(direction="lower"), [5, 20, 10], [100, 25, 50]),
        (Best(direction="lower"), [0, 20, 0], [100, 0, 100]),
        (Best(direction="lower"), [0, 0], [100, 100]),
        (Best(direction="lower"), [3], [100]),
        (Best(direction="lower"), [1e-12, 5], [100, 0]),
    ],
)
def test_best_is_a_share_of_the_best(rule: Best, values: list[float], expected: list[float]) -> None:
    check(rule, values, expected)


@pytest.mark.parametrize(
    ("rule", "values", "expected"),
    [
        # Mean 4; squares 4 + 0 + 4 over n − 1 = 2: deviation 2. (Over n it would be 1.63.)
        (Zscore(), [2, 4, 6], [-1, 0, 1]),
        (Zscore(direction="lower"), [2, 4, 6], [1, 0, -1]),
        (Zscore(mean=50, sd=10), [2, 4, 6], [40, 50, 60]),
        # Mean 5; squares 25 + 25 + 0 + 0 + … over 3.
        (
            Zscore(mean=50, sd=10),
            [0, 10, 5, 5],
            [50 - 50 / (50 / 3) ** 0.5, 50 + 50 / (50 / 3) ** 0.5, 50, 50],
        ),
        (Zscore(mean=50, sd=10), [7, 7, 7], [50, 50, 50]),
        (Zscore(mean=50, sd=10), [7], [50]),
        (Zscore(), [0.1 + 0.2, 0.3], [0, 0]),
    ],
)
def test_zscore_is_measured_in_sample_deviations(
    rule: Zscore, values: list[float], expected: list[float]
) -> None:
    check(rule, values, expected)


@pytest.mark.parametrize(
    ("rule", "values", "expected"),
    [
        (RankOrder(), [30, 10, 20], [3, 1, 2]),
        (RankOrder(direction="lower"), [30, 10, 20], [1, 3, 2]),
        (RankOrder(), [10, 20, 20, 30], [1, 2, 2, 4]),
        (RankOrder(ties="average"), [10, 20, 20, 30], [1, 2.5, 2.5, 4]),
        (RankOrder(direction="lower"), [10, 20, 20, 30], [4, 2, 2, 1]),
        (RankOrder(ties="average", direction="lower"), [10, 20, 20, 30], [4, 2.5, 2.5, 1]),
        (RankOrder(), [5, 5, 5], [1, 1, 1]),
        (RankOrder(ties="average"), [5, 5, 5], [2, 2, 2]),
        (RankOrder(), [5], [1]),
        (RankOrder(), [0.1 + 0.2, 0.3, 1], [1, 1, 3]),
    ],
)
def test_rank_counts_from_the_worst(rule: RankOrder, values: list[float], expected: list[float]) -> None:
    check(rule, values, expected)


@pytest.mark.parametrize(
    ("rule", "values", "expected"),
    [
        # (place − 1) / (n − 1): 0, a half and 1.
        (Percentile(), [30, 10, 20], [100, 0, 50]),
        (Percentile(direction="lower"), [30, 10, 20], [0, 100, 50]),
        (Percentile(range=(20, 60)), [1, 2, 3, 4, 5], [20, 30, 40, 50, 60]),
        (Percentile(), [10, 20, 20, 30], [0, 100 / 3, 100 / 3, 100]),
        (Percentile(ties="average"), [10, 20, 20, 30], [0, 50, 50, 100]),
        (Percentile(), [1, 1, 2], [0, 0, 100]),
        (Percentile(ties="average"), [1, 1, 2], [25, 25, 100]),
        (Percentile(), [7], [100]),
        (Percentile(range=(20, 60)), [7, 7], [60, 60]),
        (Percentile(if_equal=50), [7, 7], [50, 50]),
        (Percentile(if_equal=50), [7], [50]),
    ],
)
def test_percentile_spreads_the_places_evenly(
    rule: Percentile, values: list[float], expected: list[float]
) -> None:
    check(rule, values, expected)


@pytest.mark.parametrize(
    ("rule", "values", "expected"),
    [
        (Distance(target=30), [10, 20, 30, 40], [0, 50, 100, 100]),
        (Distance(target=30), [10, 15], [0, 25]),
        (Distance(target=5, direction="lower"), [25, 15, 5, 1], [0, 50, 100, 100]),
        (Distance(target=30), [10], [0]),
        (Distance(target=30), [10, 10], [0, 0]),
        (Distance(target=10), [10, 20], [100, 100]),  # nobody is on the way
        (Distance(target=5), [10, 20], [100, 100]),
        (Distance(target=0), [-10, -5, 5], [0, 50, 100]),
        (Distance(target=0.3), [0, 0.1 + 0.2 - 1e-12], [0, 100]),
    ],
)
def test_distance_is_how_far_on_the_way_from_the_worst_to_the_target(
    rule: Distance, values: list[float], expected: list[float]
) -> None:
    check(rule, values, expected)


RULES = [
    rule(**({"target": 5.0} if rule is Distance else {}), direction=direction)  # type: ignore[arg-type]
    for rule in (Minmax, Best, Zscore, RankOrder, Percentile, Distance)
    for direction in ("higher", "lower")
]


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_who_is_in_no_cohort_has_no_score_and_changes_none(rule: CohortRule) -> None:
    inside = scores(rule, [3, 8, 1])
    mixed = scores(rule, [3, NAN, 8, 1, NAN])
    np.testing.assert_array_equal(mixed, [inside[0], NAN, inside[1], inside[2], NAN])
    assert np.isnan(scores(rule, [NAN, NAN])).all()
    assert scores(rule, []) == []


values = st.lists(st.integers(0, 1000).map(float), min_size=1, max_size=8)


@given(st.sampled_from(RULES), values, st.randoms(use_true_random=False))
def test_the_order_of_the_units_does_not_matter(
    rule: CohortRule, given_: list[float], random: object
) -> None:
    order = list(range(len(given_)))
    random.shuffle(order)  # type: ignore[attr-defined]
    shuffled = scores(rule, [given_[n] for n in order])
    np.testing.assert_allclose(shuffled, [scores(rule, given_)[n] for n in order], atol=1e-9)


@given(st.sampled_from(RULES), values)
def test_a_better_value_never_scores_less(rule: CohortRule, given_: list[float]) -> None:
    sign = 1 if rule.direction == "higher" else -1
    best_first = sorted(zip((-sign * x for x in given_), scores(rule, given_), strict=True))
    found = [score for _x, score in best_first]
    assert all(better >= worse - 1e-9 for better, worse in pairwise(found))
