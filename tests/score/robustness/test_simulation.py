"""The draws: without variation they are the results, matrix products are the engine, and nothing hangs on how they are cut up."""

from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalapp.base.errors import AppError, Cancelled
from evalapp.base.progress import Progress
from evalapp.entry.states import compile_rules
from evalapp.form.model import Form, NotApplicable
from evalapp.form.settings import Settings, apply_settings
from evalapp.form.tree import build_tree
from evalapp.score.results import Results, compute
from evalapp.score.robustness import linear as products_module
from evalapp.score.robustness import simulation as simulation_module
from evalapp.score.robustness.case import Case
from evalapp.score.robustness.plan import ALL_LEVELS, Plan, read_normalisation, read_weights
from evalapp.score.robustness.simulation import simulate
from evalapp.score.robustness.weights import WeightDraws
from tests.score.evaluation import tree_of
from tests.score.evaluations import evaluations, finals_of, roster_of
from tests.score.robustness.cases import EXAMPLES, case_of, disputed, example, ranks_of, run, same
from tests.score.test_properties import Evaluation, examples

WEIGHTS = st.sampled_from(["±25%", "±90%", "dirichlet:3", "dirichlet:100"])
PLAIN = tree_of("A 40\n  A1 10\n  A2 30\nB 60\n  B1 15\n  B2 15\n  B3 30", not_applicable="reweight")
ANSWERS = """
    a: A1=90 A2=10 B1=50 B2=60 B3=70
    b: A1=20 A2=80 B1=90 B2=10 B3=60
    c: A1=20 A2=80 B1=90 B2=10 B3=60
    d: A1=50 A2=50 B1=50 B2=not_applicable B3=50
    e: A1=50 A2=50 B1=50 B2=50
"""


def case_from(form: Form, units: Any, answers: Any) -> Case:
    tree = build_tree(form)
    rules = compile_rules(tree)
    return Case(results=compute(tree, rules, roster_of(units), finals_of(answers)), rules=rules)


def counts_of(results: Results, draws: int) -> tuple[np.ndarray, np.ndarray]:
    """What a tally holds when every draw is the results themselves."""
    longest = max(len(members) for members in results.population.cohorts)
    ranks = np.zeros((len(results.roster), longest), dtype=int)
    grades = np.zeros((len(results.roster), len(results.tree.form.grades) + 1), dtype=int)
    for row in range(len(results.roster)):
        if results.rank[row]:
            ranks[row, results.rank[row] - 1] = draws
        if results.tree.form.grades:
            grades[row, results.grade[row]] = draws
    return ranks, grades


def is_the_results(case: Case, products: bool) -> bool:
    found = run(case, products, draws=3)
    ranks, grades = counts_of(case.results, 3)
    return bool((found.tally.ranks == ranks).all() and (found.tally.grades == grades).all())


# Without variation -----------------------------------------------------------------------------------------------------


@examples(150)
@given(evaluations(), st.booleans())
def test_without_variation_every_draw_is_the_results(evaluation: Evaluation, products: bool) -> None:
    assert is_the_results(case_from(*evaluation), products)


@pytest.mark.parametrize("products", [True, False], ids=["products", "engine"])
@pytest.mark.parametrize("form", EXAMPLES, ids=lambda path: path.stem)
def test_without_variation_the_examples_stay_as_they_are(form: Path, products: bool) -> None:
    """Forms with sub-units, derived values, gates, vetoes, penalties, profiles, normalised groups."""
    assert is_the_results(example(form), products)


# Products and engine ---------------------------------------------------------------------------------------------------


def usual(form: Form) -> Form:
    """The form with arithmetic means, and without the policies that shift weights to siblings."""

    def kept(policy: NotApplicable | None) -> NotApplicable | None:
        return "reweight" if policy in ("equal", "rescale") else policy

    return msgspec.structs.replace(
        form,
        policy=msgspec.structs.replace(
            form.policy,
            aggregation="arithmetic",
            not_applicable=kept(form.policy.not_applicable) or "reweight",
        ),
        items=tuple(
            msgspec.structs.replace(item, aggregation=None, not_applicable=kept(item.not_applicable))
            for item in form.items
        ),
    )


def test_products_count_what_the_engine_counts() -> None:
    ways = {"products": 0, "engine": 0}

    @examples(250)
    @given(evaluations(), WEIGHTS, st.sampled_from([None, ALL_LEVELS]))
    def compared(evaluation: Evaluation, weights: str, level: int | None) -> None:
        form, units, answers = evaluation
        case = case_from(usual(form), units, answers)
        plan = {"draws": 40, "weights": read_weights(weights), "level": level}
        try:
            found = run(case, **plan)
        except AppError as refused:
            assert refused.code == "factor"
            return
        assert same(found, run(case, False, **plan))
        assert found.by_products + found.by_engine == 40
        ways["products"] += found.by_products
        ways["engine"] += found.by_engine

    compared()
    assert ways["products"] > 1000


@pytest.mark.parametrize("form", EXAMPLES, ids=lambda path: path.stem)
def test_products_count_what_the_engine_counts_in_the_examples(form: Path) -> None:
    for weights, level in (("±40%", None), ("dirichlet:30", ALL_LEVELS)):
        plan = {"draws": 60, "weights": read_weights(weights), "level": level}
        assert same(run(example(form), **plan), run(example(form), False, **plan))


@pytest.mark.parametrize(
    ("policy", "by_products"),
    [
        ({}, True),
        ({"rank_decimals": 1}, True),
        ({"rank_ties": "dense"}, True),
        ({"floor": 55, "cap": 62}, True),
        ({"fail_below": 57}, True),
        ({"full_score": 1, "weights": "relative"}, True),
        ({"aggregation": "geometric"}, False),
        ({"not_applicable": "rescale"}, False),
        ({"normalise": {"method": "minmax"}}, False),
        ({"full_score": 1_000_000, "weights": "relative"}, False),
    ],
    ids=str,
)
def test_which_forms_products_can_stand_for(policy: dict[str, Any], by_products: bool) -> None:
    tree = tree_of(
        "A 40\n  A1 10\n  A2 30\nB 60\n  B1 15\n  B2 15\n  B3 30",
        grades="none fail=true\ngood top=0.3\nfair sd=0.1\npass min=55\nrest",
        **policy,
    )
    case = case_of(tree, ANSWERS)
    plan = {"draws": 300, "weights": read_weights("±50%"), "level": ALL_LEVELS}
    found = run(case, **plan)
    assert same(found, run(case, False, **plan))
    assert (found.by_products > 0) == by_products


def test_products_share_ranks_where_the_engine_does() -> None:
    """b and c answered alike: they are level in every draw, however the sums are rounded."""
    case = case_of(PLAIN, ANSWERS)
    for weights in ("±50%", "dirichlet:5"):
        found = run(case, draws=3000, weights=read_weights(weights), level=ALL_LEVELS)
        ranks = ranks_of(found, case)
        assert ranks["b"] == ranks["c"]
        assert found.by_products > 2500
    assert ranks["e"] == {}


def test_draws_that_rounding_could_decide_go_to_the_engine() -> None:
    """Two units of equal totals by different answers: their sums may differ in the last bit, and a rank hangs on it."""
    tree = tree_of("A 50\n  A1 25\n  A2 25\nB 50")
    case = case_of(
        tree, "a: A1=10 A2=20 B=33.3\nb: A1=20 A2=10 B=33.3\nc: A1=14.9 A2=15.1 B=33.3\nd: A1=1 A2=2 B=3"
    )
    plan = {"draws": 4000, "weights": read_weights("±30%"), "level": 1}
    found = run(case, **plan)
    assert set(ranks_of(found, case)["a"]) == set(ranks_of(found, case)["c"]) == {1}
    assert found.by_engine > 0
    assert same(found, run(case, False, **plan))


# What the numbers mean -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("weights", ["±60%", "dirichlet:4"])
def test_every_draw_is_the_results_under_its_weights(weights: str) -> None:
    """Each draw's weights once more, set by hand over the form."""
    relative = msgspec.structs.replace(
        PLAIN.form, policy=msgspec.structs.replace(PLAIN.form.policy, weights="relative")
    )
    tree = build_tree(relative)
    case = case_of(tree, ANSWERS)
    found = run(case, draws=50, weights=read_weights(weights), level=ALL_LEVELS, seed=7)
    stream = np.random.Generator(np.random.PCG64(7)).spawn(4)[0]
    tables = WeightDraws(tree, read_weights(weights), ALL_LEVELS).take(stream, 50)
    expected = np.zeros_like(found.tally.ranks)
    for draw in tables[:, -1]:
        settings = Settings(weights={node.code: float(draw[node.index]) for node in tree.nodes})
        changed = build_tree(apply_settings(relative, settings))
        results = compute(changed, case.rules, case.results.roster, case.results.finals)
        for row, rank in enumerate(results.rank):
            if rank:
                expected[row, rank - 1] += 1
    assert (found.tally.ranks == expected).all()
    assert (expected > 0).sum() > 4


def test_each_mean_and_each_rule_has_its_share_of_the_draws() -> None:
    tree = tree_of("A 50\nB 50")
    case = case_of(tree, "a: A=90 B=10\nb: A=45 B=45")
    found = run(case, draws=4000, aggregation=("arithmetic", "geometric"))
    assert ranks_of(found, case)["a"][1] == pytest.approx(2000, abs=150)
    assert found.by_engine == pytest.approx(2000, abs=150)


# What they do not hang on ----------------------------------------------------------------------------------------------

EVERYTHING = {
    "weights": read_weights("dirichlet:10"),
    "level": ALL_LEVELS,
    "aggregation": ("form", "harmonic"),
    "normalisation": read_normalisation("form,percentile:1:100"),
    "assessors": True,
}


def everything(draws: int = 200, seed: int = 1, **other: Any) -> dict[str, Any]:
    return {**EVERYTHING, "draws": draws, "seed": seed, **other}


@pytest.fixture
def whole() -> Case:
    return disputed(next(path for path in EXAMPLES if path.stem == "integrated-service"))


def test_the_same_seed_gives_the_same_and_another_seed_another(whole: Case) -> None:
    assert same(run(whole, **everything()), run(whole, **everything()))
    assert not same(run(whole, **everything()), run(whole, **everything(seed=2)))


@pytest.mark.parametrize("rows", [1, 40, 10_000])
def test_it_does_not_hang_on_the_size_of_parts(
    whole: Case, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = {"draws": 300, "weights": read_weights("±50%"), "level": ALL_LEVELS}
    case = case_of(PLAIN, ANSWERS)
    expected, usual_ = run(whole, **everything()), run(case, **plain)
    monkeypatch.setattr(simulation_module, "_ROWS", rows)
    monkeypatch.setattr(simulation_module, "_BYTES", rows * 300)
    monkeypatch.setattr(products_module, "_ELEMENTS", rows)
    assert same(run(whole, **everything()), expected)
    assert same(run(case, **plain), usual_)


def test_more_draws_begin_with_the_same_ones(whole: Case) -> None:
    few, many = run(whole, **everything(draws=50)), run(whole, **everything(draws=200))
    assert (few.tally.ranks <= many.tally.ranks).all()


def test_it_does_not_hang_on_the_order_of_the_units(whole: Case) -> None:
    results = whole.results
    roster = tuple(reversed(results.roster))
    turned = msgspec.structs.replace(
        whole, results=compute(results.tree, whole.rules, roster, results.finals)
    )
    assert ranks_of(run(turned, **everything()), turned) == ranks_of(run(whole, **everything()), whole)


def test_a_factor_switched_on_leaves_the_draws_of_the_others_alone() -> None:
    """Both means put these two in the order of the weights, and so does either answer to C."""
    tree = tree_of("A 50\nB 50\nC 0.001", weights="relative")
    case = case_of(tree, "a: A=90 B=40 C=5\nb: A=40 B=90 C=5", second="a: C=6")
    weights = read_weights("±50%")
    alone = run(case, draws=500, weights=weights)
    assert len(ranks_of(alone, case)["a"]) == 2
    for more in ({"aggregation": ("form", "geometric")}, {"assessors": True}):
        assert same(run(case, draws=500, weights=weights, **more), alone)


def test_it_tells_its_progress_and_can_be_stopped(whole: Case) -> None:
    told: list[tuple[int, int]] = []
    simulate(
        whole, Plan(**everything()), Progress(lambda done, total, _word: told.append((done, total)), 0.0)
    )
    assert told[-1] == (200, 200)
    assert [done for done, _total in told] == sorted(done for done, _total in told)
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        simulate(whole, Plan(**everything()), progress)
