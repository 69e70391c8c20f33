"""Straight-lining: one step over and over, beside what the others answered to the same items of the same units."""

from collections.abc import Sequence
from itertools import groupby

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalapp.merge.agreement.draws import Draws
from evalapp.merge.agreement.straight import Stepped, Straightness, longest_run, straightness
from tests.merge.rated import random_matrix, rated, steps

WIDTH = 4


def items_of(sheets: Sequence[Sequence[Sequence[float | None]]]) -> list[Stepped]:
    """Items from sheets (unit, assessor, item): what each chose, None for no answer."""
    items = []
    for place in range(len(sheets[0][0])):
        matrix = [[None if sheet[place] is None else str(sheet[place]) for sheet in unit] for unit in sheets]
        found = rated(matrix, steps(WIDTH))
        codes = [cell for line in matrix for cell in line if cell is not None]
        items.append(Stepped(found, np.array([int(code) for code in dict.fromkeys(codes)])))
    return items


def of(
    sheets: Sequence[Sequence[Sequence[float | None]]], draws: Draws | None = None
) -> dict[int, Straightness]:
    return straightness(items_of(sheets), draws)


def test_by_hand() -> None:
    """Four of five equal and in a row, against three of five and two in a row."""
    found = of([[[0, 0, 0, 0, 1], [0, 1, 0, 0, 1]]])
    one = found[0]
    assert (one.sheets, one.items, one.share, one.others_share) == (1, 5, 0.8, 0.6)
    assert (one.run, one.others_run, one.run_apart.value) == (4, 2, 2)
    assert one.share_apart.value == pytest.approx(0.2)
    assert found[1].share_apart.value == pytest.approx(-0.2)


def test_a_city_that_deserves_one_step_everywhere_is_no_sign() -> None:
    found = of([[[2, 2, 2, 2], [2, 2, 2, 2]]] * 12, Draws(1))
    assert (found[0].share, found[0].share_apart.value, found[0].straight) == (1, 0, False)


def test_the_same_step_in_every_city_where_the_others_look() -> None:
    looked = [[0, 1, 0, 2], [3, 0, 1, 0], [0, 2, 2, 1]]
    found = of([[[0, 0, 0, 0], looked[number % 3]] for number in range(12)], Draws(1))
    assert (found[0].share, found[0].others_share) == (1, 0.5)
    assert (found[0].run, found[0].others_run) == (4, pytest.approx(4 / 3))
    assert [found[number].straight for number in (0, 1)] == [True, False]


def test_equal_answers_that_do_not_follow_one_another_are_not_enough() -> None:
    """As many equal answers as can be without a run longer than the others'."""
    found = of([[[0, 1, 0, 2, 0, 1], [0, 1, 2, 3, 1, 2]]] * 12, Draws(1))
    assert (found[0].share_apart.low, found[0].run_apart.value) == (pytest.approx(1 / 6), 0)
    assert not found[0].straight


def test_only_items_that_both_answered_by_a_step() -> None:
    found = of([[[0, 0, None, 0, 1], [0, 1, 0, 0, None]]])
    assert (found[0].items, found[0].share, found[0].run) == (3, 1, 3)
    assert of([[[0, 0, None, None, 1], [0, 1, 0, 0, None]]]) == {}


def test_what_has_no_step_is_passed_over() -> None:
    items = items_of([[[0, 1, 2, 0], [0, 1, 2, 0]]])
    without = Stepped(items[0].ratings, np.full(len(items[0].step), -1))
    assert straightness([without, *items[1:]])[0].items == 3


def test_below_ten_units_nothing_is_certain() -> None:
    found = of([[[0, 0, 0, 0], [0, 1, 2, 3]]] * 9, Draws(1))
    assert (found[0].share_apart.value, found[0].share_apart.low, found[0].straight) == (0.75, None, False)


def test_several_others_are_averaged() -> None:
    """The unit counts once: 1 against (0.5 + 0.25) / 2."""
    found = of([[[0, 0, 0, 0], [0, 0, 1, 2], [0, 1, 2, 3]]])
    assert (found[0].sheets, found[0].others_share, found[0].others_run) == (1, 0.375, 1.5)


@given(st.lists(st.integers(0, 3), max_size=30))
def test_the_longest_run(answers: list[int]) -> None:
    expected = max((len(list(group)) for _step, group in groupby(answers)), default=0)
    assert longest_run(np.array(answers, dtype=np.int64)) == expected


@given(
    seed=st.integers(0, 2**32 - 1),
    units=st.integers(1, 15),
    assessors=st.integers(2, 4),
    places=st.integers(3, 8),
    missing=st.sampled_from([0.0, 0.3]),
)
def test_against_a_loop_over_sheets(
    seed: int, units: int, assessors: int, places: int, missing: float
) -> None:
    answers = random_matrix(seed, units, assessors * places, WIDTH, missing).reshape(units, assessors, places)
    sheets = [[[None if np.isnan(x) else int(x) for x in sheet] for sheet in unit] for unit in answers]
    found = of(sheets)
    for assessor in range(assessors):
        shares, runs, sizes = [], [], []
        for unit in sheets:
            met = []
            for other in range(assessors):
                both = [
                    (one, beside)
                    for one, beside in zip(unit[assessor], unit[other], strict=True)
                    if one is not None and beside is not None
                ]
                if other != assessor and len(both) >= 3:
                    own = [one for one, _beside in both]
                    met.append((max(map(own.count, own)), len(own), longest_run(np.array(own))))
            if met:
                shares.append(np.mean([common for common, _n, _run in met]))
                sizes.append(np.mean([n for _common, n, _run in met]))
                runs.append(np.mean([run for _common, _n, run in met]))
        if not shares:
            assert assessor not in found
            continue
        one = found[assessor]
        assert one.sheets == len(shares)
        assert one.share == pytest.approx(sum(shares) / sum(sizes))
        assert one.run == pytest.approx(np.mean(runs))
        assert 1 / places <= one.share <= 1
        assert one.share_apart.value == pytest.approx(one.share - one.others_share, abs=1e-12)
        assert one.run_apart.value == pytest.approx(one.run - one.others_run, abs=1e-12)


@given(seed=st.integers(0, 2**32 - 1), order=st.permutations(range(6)))
def test_the_order_of_items_matters_to_runs_only(seed: int, order: list[int]) -> None:
    answers = random_matrix(seed, 5, 12, WIDTH).reshape(5, 2, 6).astype(int)
    before, after = of(answers.tolist())[0], of(answers[:, :, order].tolist())[0]
    assert (before.share, before.share_apart) == (after.share, after.share_apart)
