"""Ten thousand draws with ranks, against the bare product and sort; and against COINr, which does about 12 draws a second."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import numpy as np
import pytest

from evalapp.base.progress import Progress
from evalapp.entry.final import Final
from evalapp.score.results import compute
from evalapp.score.robustness.case import Case, choices_of
from evalapp.score.robustness.plan import ALL_LEVELS, Plan, read_aggregation, read_weights
from evalapp.score.robustness.simulation import simulate
from evalapp.score.robustness.summary import robustness
from evalapp.score.robustness.weights import WeightDraws
from evalapp.work.results import read_files
from tests.bench.conftest import timed
from tests.bench.made_up import VALUES, case_of

UNITS, LEAVES, DRAWS = 337, 100, 10_000
TURNS = 15
ASEM = Path(__file__).parents[1] / "data" / "coinr-asem"
COINR = 12.0
"""Draws a second of COINr in R on 51 units × 49 indicators, as measured for the design."""

WAYS = [("±25%", 1), ("±25%", ALL_LEVELS), ("dirichlet:50", ALL_LEVELS)]


def best(work: Callable[[], object], turns: int = TURNS) -> float:
    """Seconds of the quickest turn: others use the processor too."""
    return timed(work, turns)[0]


def product_and_sort(case: Case) -> float:
    """Seconds for the totals of all draws by one product and the sort of each."""
    scores = np.nan_to_num(case.results.matrix.scores)
    weights = np.random.default_rng(1).random((DRAWS, LEAVES))
    return best(lambda: np.sort(weights @ scores.T, axis=1))


@pytest.fixture(scope="module")
def complete() -> Case:
    return case_of(UNITS, LEAVES)


@pytest.mark.parametrize(("weights", "level"), WAYS, ids=lambda value: str(value) or "all levels")
def test_draws_of_weights(complete: Case, quote: Callable[..., None], weights: str, level: int) -> None:
    plan = Plan(draws=DRAWS, weights=read_weights(weights), level=level)
    found = simulate(complete, plan, Progress())
    assert found.by_products + found.by_engine == DRAWS
    seconds = best(lambda: simulate(complete, plan, Progress()))
    quote(
        f"{DRAWS:,} draws × {UNITS} × {LEAVES} with ranks, {weights} at {level or 'all'} levels",
        1000 * seconds,
        1000 * product_and_sort(complete),
        "ms",
        "<= 3",
    )
    drawn = WeightDraws(complete.results.tree, plan.weights, level)
    drawing = best(lambda: [drawn.take(np.random.Generator(np.random.PCG64(1)), 2000) for _part in range(5)])
    print(
        f"  {DRAWS / seconds:,.0f} draws/s; {100 * found.by_products / DRAWS:.2f} % by products; "
        f"{1000 * drawing:.3g} ms of it for the random weights, which the floor has ready"
    )


def test_draws_of_weights_where_items_do_not_apply(quote: Callable[..., None]) -> None:
    """Every unit has weights of its own then: the floor is two products, for sums and for what counts."""
    case = case_of(UNITS, LEAVES, 0.05)
    plan = Plan(draws=DRAWS, weights=read_weights("dirichlet:50"), level=ALL_LEVELS)
    scores = np.nan_to_num(case.results.matrix.scores)
    present = (~np.isnan(case.results.matrix.scores)).astype(np.float64)
    weights = np.random.default_rng(1).random((DRAWS, LEAVES))
    seconds = best(lambda: simulate(case, plan, Progress()))
    floor = best(lambda: np.sort((weights @ scores.T) / (weights @ present.T), axis=1))
    quote(f"{DRAWS:,} draws, 5 % of the cells not applicable", 1000 * seconds, 1000 * floor, "ms", "<= 3")


def test_draws_by_the_engine(complete: Case, quote: Callable[..., None]) -> None:
    """What no product can do: other means, and answers of other assessors."""
    random = Random(1)
    answers = {
        cell: (final, Final("answered", random.choice(VALUES)))
        for cell, final in complete.results.finals.items()
        if random.random() < 0.1
    }
    disputed = Case(
        results=complete.results, rules=complete.rules, compared=len(answers), choices=choices_of(answers)
    )
    weights, floor = read_weights("±25%"), product_and_sort(complete)
    for what, case, plan in (
        (
            "geometric means",
            complete,
            Plan(draws=500, weights=weights, aggregation=read_aggregation("geometric")),
        ),
        ("two assessors, 7 % differing", disputed, Plan(draws=500, weights=weights, assessors=True)),
    ):
        seconds = best(lambda case=case, plan=plan: simulate(case, plan, Progress()), 3)
        quote(f"a draw, {what}", 1000 * seconds / 500, 1000 * floor / DRAWS, "ms", "for the record")
        print(f"  {500 / seconds:,.0f} draws/s; {DRAWS / (500 / seconds):.0f} s for {DRAWS:,}")


def test_against_coinr(quote: Callable[..., None]) -> None:
    """The same index: 51 countries, 49 indicators."""
    read = read_files(ASEM / "asem.toml", ASEM / "scores.csv", ASEM / "roster.csv")
    results = compute(read.tree, read.rules, read.units, read.finals)
    assert (len(results.roster), len(read.tree.leaves)) == (51, 49)
    case = Case(results=results, rules=read.rules)
    plan = Plan(draws=DRAWS, weights=read_weights("±25%"), level=ALL_LEVELS)
    seconds = best(lambda: simulate(case, plan, Progress()))
    quote("draws/s on 51 × 49 against COINr", DRAWS / seconds, COINR, "per s", ">= 1000")
    whole = best(lambda: robustness(case, plan, Progress()), 3)
    print(f"  everything that the command says, {DRAWS:,} draws: {whole:.2f} s")
