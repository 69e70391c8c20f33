"""Pairs of answers, confusion matrices, and an assessor beside each of the others."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalapp.merge.agreement.compared import compared, confusion, folded
from evalapp.merge.agreement.draws import Draws
from evalapp.merge.agreement.percent import exact
from evalapp.merge.agreement.summary import figures
from tests.merge.rated import random_matrix, rated, steps

SEEDS = st.integers(0, 2**32 - 1)


def test_the_pairs_of_a_cell() -> None:
    found = compared(
        [rated([["2", "1", ""], ["0", "0", "2"]], steps(3)), rated([["1", None, "1"]], steps(3))]
    )
    rows = list(zip(found.item, found.unit, found.a, found.b, found.equal, found.near, strict=True))
    assert rows == [
        (0, 0, 0, 1, False, True),
        (0, 1, 0, 1, True, True),
        (0, 1, 0, 2, False, False),
        (0, 1, 1, 2, False, False),
        (1, 0, 0, 2, True, True),
    ]
    assert found.only(found.equal).n == 2
    assert compared([]).n == 0


def test_a_confusion_matrix_by_hand() -> None:
    """Rows are the first one's: full met full twice, part met none once; what has no step does not count."""
    counts = confusion(np.array([0, 0, 1, -1]), np.array([0, 0, 2, 1]), 3)
    assert counts.tolist() == [[2, 0, 0], [0, 0, 1], [0, 0, 0]]
    assert folded(confusion(np.array([2, 1]), np.array([1, 2]), 3)).tolist() == [
        [0, 0, 0],
        [0, 0, 2],
        [0, 0, 0],
    ]


@given(seed=SEEDS, units=st.integers(1, 20), assessors=st.integers(2, 4), missing=st.sampled_from([0.0, 0.4]))
def test_the_diagonal_is_what_percent_agreement_counts(
    seed: int, units: int, assessors: int, missing: float
) -> None:
    item = rated(random_matrix(seed, units, assessors, 3, missing), steps(3))
    pairs = compared([item])
    counts = confusion(pairs.code_a, pairs.code_b, 3)
    assert counts.sum() == folded(counts).sum() == pairs.n
    assert np.trace(counts) == np.trace(folded(counts)) == pairs.equal.sum()
    assert np.tril(folded(counts), -1).sum() == 0
    if assessors == 2 and pairs.n:
        assert exact([item]).value == pytest.approx(np.trace(counts) / pairs.n)


@given(seed=SEEDS, units=st.integers(1, 20), assessors=st.integers(2, 5), missing=st.sampled_from([0.0, 0.4]))
def test_an_assessor_beside_the_others_is_all_pairs_with_that_one(
    seed: int, units: int, assessors: int, missing: float
) -> None:
    item = rated(random_matrix(seed, units, assessors, 3, missing), steps(3))
    pairs = compared([item])
    for assessor in np.unique(item.assessor).tolist():
        mine = pairs.only((pairs.a == assessor) | (pairs.b == assessor))
        found = exact([item.of_assessor(assessor)])
        assert found.n == mine.n
        if mine.n:
            assert found.value == pytest.approx(mine.equal.mean())
        handed_in = int((item.assessor == assessor).sum())
        assert found.excluded.get("alone", 0) <= handed_in
    assert sum(exact([item.of_assessor(one)]).n for one in range(assessors)) == 2 * pairs.n


def test_of_two_assessors_each_agrees_as_both_do() -> None:
    item = rated(random_matrix(5, 30, 2, 4), steps(4))
    both, one = (figures([found], Draws(1)) for found in (item, item.of_assessor(1)))
    assert (one.kappa, one.alpha_ordinal, one.exact) == (both.kappa, both.alpha_ordinal, both.exact)


def test_the_interval_of_an_assessor_draws_whole_units() -> None:
    """Beside two others a unit stands twice; it is drawn with both cells or not at all."""
    matrix = random_matrix(2, 12, 3, 4)
    found = figures([rated(matrix, steps(4)).of_assessor(0)], Draws(1)).alpha_ordinal
    assert (found.n, found.low is None) == (24, False)
    assert figures([rated(matrix[:9], steps(4)).of_assessor(0)], Draws(1)).alpha_ordinal.low is None


def test_units_of_some() -> None:
    item = rated([["1", "1"], ["1", "0"], ["0", "0"]], steps(2))
    assert exact([item.of_units(np.array([True, True, False]))]).value == 0.5
