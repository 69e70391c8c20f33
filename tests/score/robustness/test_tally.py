"""Counts of ranks, and what is read off them."""

import numpy as np
import pytest

from evalapp.base.errors import AppError
from evalapp.score.robustness.tally import Tally


def tallied(ranks: np.ndarray, most: int) -> Tally:
    tally = Tally(ranks.shape[1], most, 0)
    tally.add(ranks.astype(np.int32), np.full(ranks.shape, -1, dtype=np.int16))
    return tally


@pytest.mark.parametrize("draws", [1, 2, 19, 20, 21, 100, 1000])
def test_quantiles_are_those_of_the_draws(draws: int) -> None:
    ranks = np.random.default_rng(draws).integers(1, 31, (draws, 7))
    found = tallied(ranks, 30).quantiles((5, 50, 95))
    expected = np.quantile(ranks, [0.05, 0.5, 0.95], axis=0, method="inverted_cdf")
    assert (found == expected).all()


def test_extremes_sums_and_how_often() -> None:
    ranks = np.array([[1, 2, 0], [2, 1, 0], [3, 1, 0]])
    tally = tallied(ranks, 3)
    best, worst = tally.extremes()
    assert best.tolist() == [1, 1, 0]
    assert worst.tolist() == [3, 2, 0]
    assert tally.drawn.tolist() == [3, 3, 0]
    assert tally.sum_of(np.array([[1.0, 2.0, 3.0]])).tolist() == [6, 4, 0]
    assert tally.quantiles((5, 50, 95)).tolist() == [[1, 1, 0], [2, 1, 0], [3, 2, 0]]


def test_grades_are_counted_and_so_is_none() -> None:
    tally = Tally(2, 2, 3)
    tally.add(np.array([[1, 2], [1, 0]], dtype=np.int32), np.array([[0, 2], [0, -1]], dtype=np.int16))
    assert tally.grades.tolist() == [[2, 0, 0, 0], [0, 0, 1, 1]]


def test_more_units_than_can_be_counted_are_refused_before_anything_is() -> None:
    with pytest.raises(AppError) as refused:
        Tally(8000, 8000, 3)
    assert refused.value.code == "too_many_units"
    assert "8000 units" in refused.value.message
    assert Tally(20_000, 500, 3).ranks.shape == (20_000, 500)


def test_few_draws_of_many_units_are_counted_like_many_of_few() -> None:
    ranks = np.random.default_rng(1).permuted(np.tile(np.arange(1, 301), (40, 1)), axis=1)
    whole, parts = tallied(ranks, 300), Tally(300, 300, 0)
    for row in ranks:
        parts.add(row[np.newaxis].astype(np.int32), np.full((1, 300), -1, dtype=np.int16))
    assert (whole.ranks == parts.ranks).all()
    assert whole.ranks.sum() == ranks.size
