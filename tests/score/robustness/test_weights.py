"""Draws of weights: their means, their bounds, what they leave alone."""

import numpy as np
import pytest

from evalapp.base.errors import AppError
from evalapp.form.tree import Tree, build_tree
from evalapp.score.robustness.plan import ALL_LEVELS, read_weights
from evalapp.score.robustness.weights import WeightDraws, drawn_level, spread_over_rows
from tests.score.evaluation import tree_of

TREE = tree_of(
    """
    A 40
      A1 10
      A2 30
    B 60
      B1 15
      B2 15
      B3 30
    """
)


def chance(seed: int = 1) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


def drawn(tree: Tree, weights: str, level: int, draws: int = 4000) -> dict[str, np.ndarray]:
    """The nominal weights by item, under the form's own table."""
    found = WeightDraws(tree, read_weights(weights), level).take(chance(), draws)
    return {node.code: found[:, -1, node.index] for node in tree.nodes}


def test_the_mean_of_dirichlet_weights_is_the_weight() -> None:
    found = drawn(TREE, "dirichlet:20", ALL_LEVELS, 20_000)
    for code, weight in {"A": 40, "B": 60, "A1": 10, "A2": 30, "B1": 15, "B3": 30}.items():
        assert found[code].mean() == pytest.approx(weight, abs=0.3), code


def test_the_spread_of_dirichlet_weights_is_that_of_their_concentration() -> None:
    found = drawn(TREE, "dirichlet:20", 1, 20_000)
    assert (found["A"] / 100).std() == pytest.approx((0.4 * 0.6 / 21) ** 0.5, rel=0.02)
    narrow = drawn(TREE, "dirichlet:2000", 1)
    assert (narrow["A"] / 100).std() == pytest.approx((0.4 * 0.6 / 2001) ** 0.5, rel=0.05)


def test_flat_dirichlet_draws_are_even_over_all_weightings() -> None:
    tree = tree_of("A 1\nB 1\nC 1", weights="relative")
    found = drawn(tree, "dirichlet:3", 1, 20_000)["A"] / 100
    # The marginal of Dirichlet(1, 1, 1) is Beta(1, 2).
    assert np.quantile(found, [0.25, 0.5, 0.75]) == pytest.approx(1 - np.sqrt([0.75, 0.5, 0.25]), abs=0.01)


def test_plus_minus_stays_in_its_bounds_and_the_sum_stays() -> None:
    found = drawn(TREE, "±10%", ALL_LEVELS)
    assert found["A"] + found["B"] == pytest.approx(100)
    assert found["A1"] + found["A2"] == pytest.approx(found["A"])
    ratio = found["A"] / found["B"] / (40 / 60)
    assert ratio.min() >= 0.9 / 1.1
    assert ratio.max() <= 1.1 / 0.9
    assert ratio.min() < 0.84
    assert ratio.max() > 1.19
    inside = found["B3"] / found["B"]
    assert inside.min() >= 0.5 * 0.9 / 1.1
    assert inside.max() <= 0.5 * 1.1 / 0.9
    assert found["A"].mean() == pytest.approx(40, abs=0.2)


def test_plus_minus_draws_evenly() -> None:
    found = WeightDraws(TREE, read_weights("±20%"), 1).take(chance(), 20_000)[:, -1]
    factors = found[:, TREE.by_code["A"]] / found[:, TREE.by_code["B"]] / (40 / 60)
    expected = np.array([(0.8 + 0.4 * u) / (0.8 + 0.4 * v) for u, v in chance(2).random((20_000, 2))])
    assert np.quantile(factors, [0.1, 0.5, 0.9]) == pytest.approx(
        np.quantile(expected, [0.1, 0.5, 0.9]), abs=0.01
    )


def test_only_the_level_asked_for_is_drawn() -> None:
    top = drawn(TREE, "±50%", 1)
    assert top["A"].std() > 1
    assert top["A1"] / top["A"] == pytest.approx(0.25)
    below = drawn(TREE, "±50%", 2)
    assert set(below["A"]) == {40.0}
    assert (below["A1"] / below["A"]).std() > 0.01


def test_without_a_change_the_weights_are_those_in_force_to_the_last_bit() -> None:
    found = WeightDraws(TREE, None, ALL_LEVELS).take(chance(), 3)
    assert (found == np.array([node.nominal for node in TREE.nodes])).all()


def test_no_weight_is_drawn_as_0_and_none_comes_out_of_0() -> None:
    tree = tree_of("A 1\nB 0\nC 999999", weights="relative")
    found = drawn(tree, "dirichlet:1", 1, 20_000)
    assert found["A"].min() > 0
    assert found["B"].max() == 0
    assert found["A"] + found["C"] == pytest.approx(100)


def test_draws_do_not_hang_on_how_many_are_taken_at_once() -> None:
    for weights in ("dirichlet:5", "±30%"):
        once = WeightDraws(TREE, read_weights(weights), ALL_LEVELS).take(chance(), 100)
        parts, source = WeightDraws(TREE, read_weights(weights), ALL_LEVELS), chance()
        assert (np.concatenate([parts.take(source, n) for n in (1, 7, 92)]) == once).all()


def profiled() -> Tree:
    """A form of which portals have other weights on top, and no B2."""
    plain = tree_of("A 40\n  A1 10\n  A2 30\nB 60\n  B1 30\n  B2 30", weights="relative")
    from msgspec import structs

    from evalapp.form.model import Profile

    portal = Profile(id="portal", when="unit.kind == 'portal'", weights={"A": 80.0, "B": 20.0, "B2": 0.0})
    return build_tree(structs.replace(plain.form, profiles=(portal,)))


@pytest.mark.parametrize("weights", ["±50%", "dirichlet:10"])
def test_units_of_other_profiles_meet_the_same_draws(weights: str) -> None:
    tree = profiled()
    found = WeightDraws(tree, read_weights(weights), ALL_LEVELS).take(chance(), 500)
    a, a1, b, b1, b2 = (found[:, :, tree.by_code[code]] for code in ("A", "A1", "B", "B1", "B2"))
    # Below A both profiles have the same ratios, so the same draw shares A out.
    assert (a1 / a)[:, 0] == pytest.approx((a1 / a)[:, 1])
    assert (a1 / a)[:, 0].std() > 0.01
    assert b1[:, 0] == pytest.approx(b[:, 0])
    assert b2[:, 0].max() == 0
    assert a.sum(axis=1).shape == (500,)
    assert a + b == pytest.approx(100)
    if weights.startswith("±"):
        odds = a / b
        assert odds[:, 0] / (80 / 20) == pytest.approx(odds[:, 1] / (40 / 60))


def test_each_row_gets_the_weights_of_its_profile_draw_by_draw() -> None:
    tables = np.arange(2 * 2 * 3, dtype=float).reshape(2, 2, 3)
    found = spread_over_rows(tables, np.array([-1, 0, -1], dtype=np.int16))
    assert found[0].tolist() == [3, 0, 3, 9, 6, 9]
    assert found[2].tolist() == [5, 2, 5, 11, 8, 11]


@pytest.mark.parametrize(
    ("form", "level"),
    [("A 40\nB 60", 1), ("A 100\n  A1 40\n  A2 60", 2), ("A 100\n  A1 100\n    A11 50\n    A12 50", 3)],
)
def test_weights_are_drawn_at_the_first_level_that_has_something_to_share_out(form: str, level: int) -> None:
    assert drawn_level(tree_of(form), None) == level
    assert drawn_level(tree_of(form), ALL_LEVELS) == ALL_LEVELS


@pytest.mark.parametrize(
    ("form", "level", "words"),
    [
        ("A 100\n  A1 100", None, "no group of this form has two items"),
        ("A 100\n  A1 100", ALL_LEVELS, "no group of this form has two items"),
        ("A 40\nB 60", 2, "no scored items at level 2"),
        ("A 100\n  A1 40\n  A2 60", 1, "no group has two items with a weight at level 1"),
    ],
)
def test_where_there_is_nothing_to_share_out_it_says_so(form: str, level: int | None, words: str) -> None:
    with pytest.raises(AppError) as refused:
        drawn_level(tree_of(form), level)
    assert refused.value.code == "factor"
    assert "“weights”" in str(refused.value)
    assert words in str(refused.value)
