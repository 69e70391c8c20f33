"""Percent agreement, and what answers mean: by each scale, by states, without a form."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalapp.entry.final import Final
from evalapp.form.rules import Linear, Minmax, Steps
from evalapp.form.scales import (
    Binary,
    Checklist,
    Count,
    Deduction,
    Deductions,
    Number,
    Option,
    Options,
    Rate,
    Rounds,
    Scale,
    Tick,
)
from evalapp.merge.agreement.figures import Figure
from evalapp.merge.agreement.meanings import meaning_by_scale
from evalapp.merge.agreement.percent import exact, within_one_step
from evalapp.merge.agreement.ratings import CONTRADICTORY, NOT_ASKED, ratings
from evalapp.merge.agreement.summary import figures
from tests.merge.rated import Matrix, random_matrix, rated, steps

YES_NO = Binary()
FULL = Options((Option("full", 4), Option("part", 1.5), Option("none", 0)))
TICKS = Checklist((Tick("a"), Tick("b"), Tick("c")))
MINUTES = Number(min=0, max=100, points=Linear(100, 0))
DEAD_LINKS = Deductions(points=10, kinds=(Deduction("dead", 1, cap=5), Deduction("error", 2)))
CALLS = Rounds(n=3, needed=2, of=Binary())
ALL = ("not_found", "not_applicable", "unable")


def share(figure: Figure) -> tuple[float | None, int]:
    return figure.value, figure.n


@given(
    seed=st.integers(0, 2**32 - 1),
    units=st.integers(1, 30),
    assessors=st.integers(2, 5),
    missing=st.sampled_from([0.0, 0.3, 0.8]),
)
def test_exact_is_the_mean_over_cells_of_equal_pairs(
    seed: int, units: int, assessors: int, missing: float
) -> None:
    matrix = random_matrix(seed, units, assessors, 3, missing)
    cells = []
    for line in matrix:
        given_ = line[~np.isnan(line)]
        pairs = [(a, b) for n, a in enumerate(given_) for b in given_[n + 1 :]]
        if pairs:
            cells.append(np.mean([a == b for a, b in pairs]))
    found = exact([rated(matrix)])
    assert found.n == len(cells)
    assert found.value == (pytest.approx(np.mean(cells), abs=1e-12) if cells else None)
    assert bool(found.why) == (not cells)


def near(scale: Scale, *pairs: tuple[str, str], tolerance: float = 0.0) -> list[bool]:
    """Whether the answers of each pair are within one step."""
    return [
        within_one_step([rated([pair], scale, tolerance=tolerance, states=ALL)]).value == 1 for pair in pairs
    ]


@pytest.mark.parametrize(
    ("scale", "pairs", "expected"),
    [
        (YES_NO, [("yes", "yes"), ("yes", "no"), ("no", "not_found")], [True, False, False]),
        (FULL, [("full", "part"), ("part", "none"), ("full", "none"), ("none", "not_found")], [True, True, False, False]),
        (Options((Option("a", 1), Option("b", 0))), [("a", "b"), ("a", "a")], [False, True]),
        (Options((Option("a", 2), Option("b", 2), Option("c", 1), Option("d", 0))), [("a", "b"), ("a", "c"), ("b", "c"), ("a", "d")], [True, True, True, False]),
        (TICKS, [("a;b", "a"), ("a;b", "b;c"), ("none", "c"), ("none", "a;b;c")], [True, False, True, False]),
        (Checklist((Tick("a"),)), [("a", "none")], [False]),
        (MINUTES, [("10", "10"), ("10", "11"), ("100", "not_found")], [True, False, False]),
        (DEAD_LINKS, [("dead=3", "dead=4"), ("dead=3", "dead=3;error=1"), ("dead=7", "dead=9"), ("none", "error=1"), ("dead=1", "error=1")], [True, True, False, True, False]),
        (CALLS, [("yes;no;yes", "no;yes;yes"), ("yes;no;yes", "yes;yes;yes"), ("yes;;no", "no;;yes")], [True, False, True]),
        (Rate(), [("19/20", "38/40"), ("19/20", "18/20")], [True, False]),
    ],
)  # fmt: skip
def test_one_step_of_each_scale(scale: Scale, pairs: list[tuple[str, str]], expected: list[bool]) -> None:
    assert near(scale, *pairs) == expected
    assert near(scale, *((b, a) for a, b in pairs)) == expected


def test_one_step_of_what_is_measured_is_the_tolerance_in_scores() -> None:
    pairs = [("10", "15"), ("10", "15.1"), ("10", "4.9"), ("10", "5")]
    assert near(MINUTES, *pairs, tolerance=5) == [True, False, False, True]
    steep = Number(min=0, max=10, points=Linear(0, 10))
    assert near(steep, ("1", "1.5"), ("1", "1.6"), tolerance=5) == [True, False]
    assert near(FULL, ("full", "none"), tolerance=100) == [False]


@pytest.mark.parametrize("state", ALL)
def test_a_state_is_an_answer_to_exact_agreement(state: str) -> None:
    matrix: Matrix = [("yes", state), (state, state), ("no", "no"), ("yes", "yes")]
    found = figures([rated(matrix, YES_NO, states=ALL)])
    assert share(found.exact) == (0.75, 4)
    assert share(found.within_one_step) == (0.75, 4)


def test_not_applicable_and_unable_are_no_ratings_and_are_counted() -> None:
    matrix: Matrix = [
        ("full", "not_applicable"), ("unable", "unable"), ("", "full"), ("", "unable"), ("part", None), ("full", "full"), ("none", "part"),
    ]  # fmt: skip
    found = figures([rated(matrix, FULL, states=ALL)])
    assert found.cells == 7
    left = {"not_applicable": 1, "unable": 1, "blank": 2, "alone": 1}
    for one in (found.kappa, found.kappa_quadratic, found.fleiss_kappa, found.alpha_ordinal, found.icc_2_1):
        assert (one.n, one.excluded) == (2, left)
    assert (found.exact.n, found.exact.excluded) == (4, {"blank": 2, "alone": 1})
    assert found.exact.n_excluded == 3


def test_not_found_is_a_category_of_its_own_and_worth_nothing() -> None:
    """Beside “none”, which earns nothing either, it is another answer but the same score."""
    matrix: Matrix = [("none", "not_found"), ("full", "full"), ("part", "part"), ("not_found", "none")]
    found = figures([rated(matrix, FULL, states=ALL)])
    assert share(found.exact) == (0.5, 4)
    assert found.kappa.value is not None
    assert found.kappa.value < 1
    assert found.alpha_ordinal.value == found.alpha_interval.value == found.kappa_linear.value == 1
    assert found.icc_1_1.value == pytest.approx(1)


def test_not_found_has_its_place_among_options_that_all_earn_points() -> None:
    scale = Options((Option("much", 2), Option("some", 1)))
    answers = (Final("answered", "much"), Final("answered", "some"), Final("not_found"))
    offered = meaning_by_scale(scale, ALL, answers, 0.0)
    assert offered.place is not None
    assert offered.place.tolist() == [1, 0.5, 0]
    without = meaning_by_scale(scale, (), answers[:2], 0.0)
    assert without.place is not None
    assert without.place.tolist() == [1, 0]


def test_not_found_has_no_number_but_a_score() -> None:
    matrix: Matrix = [("10", "not_found"), ("20", "20"), ("30", "30")]
    found = figures([rated(matrix, MINUTES, states=ALL)])
    assert (found.alpha_ratio.n, found.alpha_ratio.excluded) == (2, {"no_number": 1})
    assert found.alpha_interval.n == 3


@pytest.mark.parametrize(
    ("scale", "answers", "fits"),
    [
        (YES_NO, ("yes", "no"), "kappa fleiss_kappa alpha_nominal alpha_interval"),
        (FULL, ("full", "none"), "kappa kappa_linear kappa_quadratic fleiss_kappa alpha_nominal alpha_ordinal alpha_interval"),
        (TICKS, ("a", "a;b"), "alpha_ordinal alpha_interval"),
        (DEAD_LINKS, ("dead=3", "none"), "alpha_ordinal alpha_interval"),
        (CALLS, ("yes;yes;no", "no;no;no"), "alpha_ordinal alpha_interval"),
        (Count(cap=5), ("1", "3"), "alpha_ordinal alpha_interval alpha_ratio"),
        (Rate(points=Steps(((50, 1), (90, 2)))), ("1/2", "1/1"), "alpha_ordinal alpha_interval alpha_ratio"),
        (Number(min=-50, max=50), ("-3", "4"), "alpha_ordinal alpha_interval"),
        (None, ("3", "4"), "kappa kappa_linear kappa_quadratic fleiss_kappa alpha_nominal alpha_ordinal alpha_interval"),
        (None, ("甲", "乙"), "kappa fleiss_kappa alpha_nominal"),
    ],
)  # fmt: skip
def test_what_fits_each_scale(scale: Scale | None, answers: tuple[str, str], fits: str) -> None:
    one, other = answers
    found = figures([rated([(one, one), (other, other), (one, other)], scale)])
    names = [name for name in found.__struct_fields__ if name.startswith(("kappa", "fleiss", "alpha"))]
    assert [name for name in names if getattr(found, name).value is not None] == fits.split()
    for name in set(names) - set(fits.split()):
        figure: Figure = getattr(found, name)
        assert figure.why in ("measured", "unordered", "no_zero")
        assert figure.excluded == {figure.why: 3}


def test_too_few_rounds_are_no_rating() -> None:
    matrix: Matrix = [("yes;;", "yes;;"), ("yes;yes;", "yes;;yes"), ("no;no;no", "no;;")]
    found = figures([rated(matrix, CALLS)])
    assert (found.alpha_interval.n, found.alpha_interval.excluded) == (1, {"unable": 2})
    assert share(found.exact) == (pytest.approx(1 / 3), 3)


def test_scores_of_a_cohort_are_compared_by_their_numbers_and_not_with_other_items() -> None:
    """One unit alone has no score by a cohort rule; a straight line through numbers changes neither α nor ICC."""
    by_cohort = Number(min=0, points=Minmax())
    matrix: Matrix = [("10", "12"), ("20", "20"), ("35", "30"), ("50", "not_found")]
    found = figures([rated(matrix, by_cohort, states=ALL)])
    plain = figures([rated(matrix[:3], Number(min=0, max=100))])
    assert found.alpha_interval.value == pytest.approx(plain.alpha_interval.value)
    assert found.icc_2_1.value == pytest.approx(plain.icc_2_1.value)
    assert found.alpha_interval.excluded == {"no_number": 1}
    assert (found.within_one_step.value, found.within_one_step.n) == (0.25, 4)
    together = figures([rated(matrix, by_cohort, states=ALL), rated(matrix[:3], Number(min=0, max=100))])
    assert together.alpha_interval.value == pytest.approx(plain.alpha_interval.value)
    assert together.alpha_interval.excluded == {"not_comparable": 4}


def test_what_one_assessor_was_not_asked_or_contradicts_is_left_out() -> None:
    meaning = rated([("yes", "no")], YES_NO).meaning
    found = figures(
        [
            ratings(
                [0, 0, 1, 1, 2, 2, 3, 3],
                [0, 1, 0, 1, 0, 1, 0, 1],
                [0, NOT_ASKED, 1, CONTRADICTORY, NOT_ASKED, NOT_ASKED, 0, 0],
                meaning,
            )
        ]
    )
    assert found.exact.excluded == {"not_asked": 2, "contradictory": 1}
    assert share(found.exact) == (1, 1)


# Without a form -------------------------------------------------------------------------------------------------------


def test_whole_numbers_without_a_form_have_steps_and_other_numbers_none() -> None:
    assert share(figures([rated([(1, 2), (3, 5), (4, 4)])]).within_one_step) == (pytest.approx(2 / 3), 3)
    assert share(figures([rated([(0, 1), (1, 1)])]).within_one_step) == (0.5, 2)
    fine = figures([rated([(1.5, 2.0), (3.25, 3.25)])])
    assert (fine.within_one_step.value, fine.within_one_step.why) == (None, "no_steps")
    assert share(fine.exact) == (0.5, 2)


def test_a_word_among_numbers_makes_categories() -> None:
    found = figures([rated([("1", "2"), ("3", "3"), ("many", "many")])])
    assert found.kappa.value is not None
    assert found.alpha_interval.why == "unordered"
    assert found.icc_1_1.why == "unordered"


def test_items_without_a_form_have_no_scores_in_common() -> None:
    items = [rated(random_matrix(seed, 20, 2, 5)) for seed in (1, 2)]
    found = figures(items)
    assert found.alpha_interval.why == found.icc_1_1.why == found.kappa_linear.why == "not_comparable"
    assert found.alpha_ordinal.why == "not_pooled"
    assert found.alpha_nominal.value is not None
    assert figures(items[:1]).alpha_interval.value is not None


# Several at once ------------------------------------------------------------------------------------------------------


def test_a_group_counts_what_its_items_do_not_fit() -> None:
    items = [
        rated([("yes", "yes"), ("no", "yes")], YES_NO),
        rated([("full", "part"), ("none", "none")], FULL),
        rated([("10", "10"), ("20", "25")], MINUTES),
    ]
    found = figures(items)
    assert (found.cells, found.assessors, found.pairs) == (6, 2, 1)
    assert share(found.exact) == (0.5, 6)
    assert (found.kappa.n, found.kappa.excluded) == (4, {"measured": 2})
    assert (found.kappa_linear.n, found.kappa_linear.excluded) == (2, {"measured": 2, "unordered": 2})
    assert (found.alpha_interval.n, found.alpha_interval.excluded) == (6, {})
    assert found.alpha_ordinal.excluded == {"not_pooled": 6}


@given(seed=st.integers(0, 2**32 - 1))
def test_the_figures_do_not_depend_on_order_or_names(seed: int) -> None:
    matrix = random_matrix(seed, 15, 3, 4, 0.2)
    chance = np.random.default_rng(seed)
    mixed = matrix[chance.permutation(15)][:, chance.permutation(3)]
    one, other = figures([rated(matrix, steps(4))]), figures([rated(mixed, steps(4))])
    for name in one.__struct_fields__[3:]:
        here, there = getattr(one, name), getattr(other, name)
        assert (here.why, here.n, here.excluded) == (there.why, there.n, there.excluded)
        assert here.value == (None if there.value is None else pytest.approx(there.value, abs=1e-9))


def test_two_of_three_assessors_by_themselves() -> None:
    matrix = random_matrix(4, 20, 3, 4, 0.2)
    found = figures([rated(matrix, steps(4)).between(0, 2)])
    only = figures([rated(matrix[~np.isnan(matrix[:, [0, 2]]).any(axis=1)][:, [0, 2]], steps(4))])
    assert found == only
    assert (found.assessors, found.pairs) == (2, 1)


def test_nothing_at_all() -> None:
    found = figures([])
    assert {getattr(found, name).why for name in found.__struct_fields__[3:]} == {"empty"}
    empty = figures([rated([], FULL), rated([], TICKS), rated([], YES_NO), rated([])])
    assert {getattr(empty, name).value for name in empty.__struct_fields__[3:]} == {None}
    assert empty.exact.why == "empty"
