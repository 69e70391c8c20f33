"""Severe and lenient: how far an assessor's scores lie from the others' in the same cells."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalapp.form.rules import Linear, Minmax
from evalapp.form.scales import Count, Number
from evalapp.merge.agreement.draws import Draws
from evalapp.merge.agreement.figures import Figure
from evalapp.merge.agreement.severity import leaning, severities
from tests.merge.rated import random_matrix, rated, steps

FIVE = steps(5)
"""Scores 0, 25, 50, 75, 100."""
MINUTES = Number(min=0, max=100, points=Linear(100, 0))


def means(found: dict[int, Figure]) -> dict[int, tuple[float | None, int]]:
    return {assessor: (one.value, one.n) for assessor, one in found.items()}


def test_two_assessors_by_hand() -> None:
    """25, 0 and 25 points more than the other, in three cells."""
    found = severities([rated([["4", "3"], ["2", "2"], ["1", "0"]], FIVE)])
    assert means(found) == {0: (pytest.approx(50 / 3), 3), 1: (pytest.approx(-50 / 3), 3)}


def test_of_three_each_is_held_against_the_mean_of_the_other_two() -> None:
    """100 against (50 + 0) / 2, 50 against (100 + 0) / 2, 0 against (100 + 50) / 2."""
    found = severities([rated([["4", "2", "0"]], FIVE)])
    assert means(found) == {0: (75, 1), 1: (0, 1), 2: (-75, 1)}


def test_every_cell_counts_once_whatever_its_item() -> None:
    """+50 in one cell of the first item, 0 in three of the second: 12.5 in the mean."""
    one = rated([["4", "2"]], FIVE)
    found = severities([one, rated([["3", "3"], ["0", "0"], ["1", "1"]], FIVE)])
    assert means(found)[0] == (12.5, 4)


def test_not_found_is_a_score_and_other_states_are_none() -> None:
    matrix = [
        ["4", "not_found"],
        ["4", "unable"],
        ["not_applicable", "4"],
        ["4", ""],
        ["4", None],
        ["4", "4"],
    ]
    found = severities([rated(matrix, FIVE, states=("not_found", "not_applicable", "unable"))])
    assert means(found) == {0: (50, 2), 1: (-50, 2)}
    assert found[0].excluded == {"not_applicable": 1, "unable": 1, "blank": 1, "alone": 1}
    assert found[1].excluded == {"not_applicable": 1, "unable": 1, "blank": 1}


def test_the_own_state_is_the_reason_where_others_can_be_compared() -> None:
    found = severities([rated([["unable", "4", "3"]], FIVE, states=("unable",))])
    assert (found[0].value, found[0].why, found[0].excluded) == (None, "no_overlap", {"unable": 1})
    assert means(found)[1] == (25, 1)


def test_what_only_the_cohort_can_score_is_left_out() -> None:
    by_cohort = Count(points=Minmax())
    found = severities([rated([["3", "9"], ["5", "5"]], by_cohort)])
    assert (found[0].value, found[0].excluded) == (None, {"not_comparable": 2})


def test_a_certain_difference_has_a_name() -> None:
    """One gives a step less in every city of ten."""
    found = severities([rated([["2", "3"]] * 5 + [["0", "1"]] * 5, FIVE)], Draws(1))
    assert (found[0].value, found[0].low, found[0].high) == (-25, -25, -25)
    assert [leaning(found[number]) for number in (0, 1)] == ["severe", "lenient"]


def test_below_ten_units_nobody_is_called_anything() -> None:
    found = severities([rated([["2", "3"]] * 9, FIVE)], Draws(1))
    assert (found[0].value, found[0].low, leaning(found[0])) == (-25, None, "")


def test_an_interval_with_0_in_it_says_nothing() -> None:
    found = severities([rated([["2", "3"], ["3", "2"]] * 8 + [["4", "3"]], FIVE)], Draws(1))
    assert found[0].value == pytest.approx(25 / 17)
    assert leaning(found[0]) == ""


def test_the_interval_is_that_of_whole_units_drawn_anew() -> None:
    """Two items of twelve cities: a draw takes both cells of a city, and means are over the cells drawn."""
    items = [rated(random_matrix(seed, 12, 2, 5), FIVE) for seed in (3, 4)]
    apart = np.array(
        [[25 * (line[0] - line[1]) for line in random_matrix(seed, 12, 2, 5)] for seed in (3, 4)]
    )
    draws = Draws(7, 200)
    drawn = [np.repeat(np.arange(12), weights.astype(int)) for weights in draws.weights(12)]
    expected = np.quantile([apart[:, units].mean() for units in drawn], [0.025, 0.975])
    found = severities(items, draws)[0]
    assert (found.low, found.high) == (pytest.approx(expected[0]), pytest.approx(expected[1]))


@given(
    seed=st.integers(0, 2**32 - 1),
    units=st.integers(1, 25),
    assessors=st.integers(2, 5),
    missing=st.sampled_from([0.0, 0.3, 0.8]),
)
def test_against_a_loop_over_cells(seed: int, units: int, assessors: int, missing: float) -> None:
    matrix = random_matrix(seed, units, assessors, 5, missing)
    found = severities([rated(matrix, FIVE)])
    for assessor in found:
        apart = []
        for line in matrix:
            others = [25 * value for n, value in enumerate(line) if n != assessor and not np.isnan(value)]
            if not np.isnan(line[assessor]) and others:
                apart.append(25 * line[assessor] - np.mean(others))
        expected = pytest.approx(np.mean(apart)) if apart else None
        assert (found[assessor].value, found[assessor].n) == (expected, len(apart))
        handed_in = int(np.isfinite(matrix[:, assessor]).sum())
        assert found[assessor].n + found[assessor].n_excluded == handed_in


@given(seed=st.integers(0, 2**32 - 1), units=st.integers(1, 30), assessors=st.integers(2, 5))
def test_where_all_score_everything_severity_and_leniency_cancel(
    seed: int, units: int, assessors: int
) -> None:
    found = severities([rated(random_matrix(seed, units, assessors, 5), FIVE)])
    assert sum(one.value or 0.0 for one in found.values()) == pytest.approx(0, abs=1e-9)


@given(seed=st.integers(0, 2**32 - 1), more=st.integers(-20, 20))
def test_points_given_on_top_of_everything_are_found_again(seed: int, more: int) -> None:
    matrix = random_matrix(seed, 15, 3, 50) + 25
    raised = matrix + np.array([more, 0, 0])
    before, after = (severities([rated(one, MINUTES)])[0].value or 0.0 for one in (matrix, raised))
    assert after - before == pytest.approx(-more, abs=1e-9)  # fewer minutes score more
