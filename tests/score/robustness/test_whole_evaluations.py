"""What holds for every evaluation that the format allows: on random ones, in which each part of it meets the others."""

from random import Random

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from evalapp.base.errors import AppError
from evalapp.base.tables import parse_csv
from evalapp.entry.columns import ROSTER, SCORES
from evalapp.entry.rosters import read_roster
from evalapp.entry.scores import read_scores
from evalapp.entry.states import compile_rules
from evalapp.form.reader import read_form
from evalapp.form.settings import apply_settings, read_settings
from evalapp.form.tree import build_tree
from evalapp.score.results import compute
from evalapp.score.robustness.case import Case
from evalapp.score.robustness.plan import ALL_LEVELS, read_weights
from tests.score.random_evaluations import Evaluation, evaluations, examples
from tests.score.robustness.cases import answered_by_others, run, same
from tests.score.robustness.test_answers import assert_as_the_engine
from tests.score.robustness.test_one_out import assert_as_with_weight_0
from tests.score.robustness.test_simulation import is_the_results

DRAWS = 12


def case_of(evaluation: Evaluation) -> Case:
    """What the four texts come to; evaluations that are refused for scores below 0 are none."""
    whole = read_form(evaluation.form.encode(), "form.toml")
    if evaluation.settings is not None:
        whole = apply_settings(whole, read_settings(evaluation.settings.encode(), "settings.toml", whole))
    tree = build_tree(whole)
    units = None
    if evaluation.roster is not None:
        units = read_roster(parse_csv(evaluation.roster.strip(), "roster.csv", ROSTER), tree.form.units)
    every, finals = read_scores(tree, parse_csv(evaluation.scores.strip(), "scores.csv", SCORES), units)
    rules = compile_rules(tree)
    try:
        return Case(results=compute(tree, rules, every, finals), rules=rules)
    except AppError as refused:
        assume(refused.code not in ("negative_score", "negative_value"))
        raise


@examples(80)
@given(evaluations())
def test_without_variation_every_draw_is_the_results(evaluation: Evaluation) -> None:
    case = case_of(evaluation)
    assert is_the_results(case, products=True)
    assert is_the_results(case, products=False)


def test_products_count_what_the_engine_counts() -> None:
    ways = {"products": 0, "engine": 0}

    @examples(120)
    @given(evaluations(), st.sampled_from(["±40%", "dirichlet:8"]))
    def compared(evaluation: Evaluation, weights: str) -> None:
        case = case_of(evaluation)
        plan = {"draws": DRAWS, "weights": read_weights(weights), "level": ALL_LEVELS}
        try:
            found = run(case, **plan)
        except AppError as refused:
            assert refused.code == "factor"
            return
        assert same(found, run(case, False, **plan))
        ways["products"] += found.by_products
        ways["engine"] += found.by_engine

    compared()
    assert min(ways.values()) > 20


@examples(60)
@given(evaluations())
def test_an_item_left_out_weighs_0(evaluation: Evaluation) -> None:
    assert_as_with_weight_0(case_of(evaluation).results)


@examples(80)
@given(evaluations(), st.integers(0, 2**32))
def test_drawn_answers_are_those_of_the_engine(evaluation: Evaluation, seed: int) -> None:
    case = answered_by_others(case_of(evaluation), Random(seed), 0.4)
    assume(case.choices)
    assert_as_the_engine(case)


@examples(40)
@given(evaluations(), st.integers(0, 2**32))
def test_drawn_answers_count_in_any_order_of_the_roster(evaluation: Evaluation, seed: int) -> None:
    case = answered_by_others(case_of(evaluation), Random(seed), 0.4)
    results = case.results
    order = Random(seed).sample(range(len(results.roster)), len(results.roster))
    roster = tuple(results.roster[row] for row in order)
    turned = Case(
        results=compute(results.tree, case.rules, roster, results.finals),
        rules=case.rules,
        compared=case.compared,
        choices=case.choices,
    )
    try:
        found, again = (run(one, draws=DRAWS, assessors=True) for one in (case, turned))
    except AppError as refused:
        assert refused.code == "factor"
        return
    assert np.array_equal(found.tally.ranks[order], again.tally.ranks)
    assert np.array_equal(found.tally.grades[order], again.tally.grades)
