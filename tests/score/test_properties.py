"""What holds for every form: the engine agrees with a naive one, order and scale of weights do not matter."""

from collections.abc import Callable, Mapping

import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from evalapp.base.numbers import guard, half_up
from evalapp.entry.states import compile_rules
from evalapp.form.model import Form
from evalapp.form.tree import build_tree
from evalapp.score.guards import guarded, half_up_all
from evalapp.score.results import Results, compute, rows
from tests.score.evaluations import Answers, Roster_, evaluations, finals_of, roster_of
from tests.score.naive.answers import STATES
from tests.score.naive.rows import evaluate

Evaluation = tuple[Form, Roster_, Answers]


def examples(count: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return settings(
        max_examples=count, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
    )


def results_of(form: Form, units: Roster_, answers: Answers) -> Results:
    tree = build_tree(form)
    return compute(tree, compile_rules(tree), roster_of(units), finals_of(answers))


Cells = Mapping[tuple[str, str], tuple[object, ...]]


def cells_of(results: Results) -> Cells:
    return {
        (row.unit, row.item): (row.points, row.score, row.weight, row.rank or 0, row.grade, row.status)
        for row in rows(results)
    }


def assert_same(found: Cells, expected: Cells) -> None:
    assert found.keys() == expected.keys()
    for cell, entries in expected.items():
        assert found[cell] == pytest.approx(entries, abs=1e-9), cell


@examples(600)
@given(evaluations())
def test_the_engine_agrees_with_a_naive_one(evaluation: Evaluation) -> None:
    form, units, answers = evaluation
    roster = [{"code": code, "name": code, **columns} for code, columns in units.items()]
    scores = {
        cell: (given, "") if given in STATES else ("answered", given) for cell, given in answers.items()
    }
    expected = evaluate(msgspec.to_builtins(form), roster, scores)
    wanted = {
        cell: (row.points, row.score, row.weight, row.rank or 0, row.grade, row.status)
        for cell, row in expected.items()
    }
    assert_same(cells_of(results_of(form, units, answers)), wanted)


@examples(100)
@given(evaluations(cohort=False), st.data())
def test_a_better_answer_never_lowers_the_own_total(evaluation: Evaluation, data: st.DataObject) -> None:
    form, units, answers = evaluation
    answered = [cell for cell, given in answers.items() if given not in STATES]
    assume(answered)
    cell = data.draw(st.sampled_from(answered))
    better = answers | {cell: str(data.draw(st.integers(int(answers[cell]), 10)))}
    place = list(units).index(cell[0])
    before = results_of(form, units, answers).points[place]
    after = results_of(form, units, better).points[place]
    assert np.isnan(before) == np.isnan(after)
    assert np.isnan(after) or after >= before - 1e-9


@examples(60)
@given(evaluations(), st.randoms(use_true_random=False))
def test_the_order_of_units_and_items_does_not_matter(evaluation: Evaluation, random: object) -> None:
    form, units, answers = evaluation
    items, codes = list(form.items), list(units)
    random.shuffle(items)  # type: ignore[attr-defined]
    random.shuffle(codes)  # type: ignore[attr-defined]
    shuffled = msgspec.structs.replace(form, items=tuple(items))
    found = results_of(shuffled, {code: units[code] for code in codes}, answers)
    assert_same(cells_of(found), cells_of(results_of(form, units, answers)))


@examples(60)
@given(evaluations(), st.sampled_from([0.25, 3.0, 1000.0]))
def test_only_the_ratios_of_relative_weights_count(evaluation: Evaluation, factor: float) -> None:
    form, units, answers = evaluation
    scaled = msgspec.structs.replace(
        form,
        items=tuple(
            msgspec.structs.replace(item, weight=factor * (1.0 if item.weight is None else item.weight))
            for item in form.items
        ),
    )
    assert_same(cells_of(results_of(scaled, units, answers)), cells_of(results_of(form, units, answers)))


@examples(60)
@given(evaluations())
def test_scores_by_effective_weights_give_the_base_where_all_is_arithmetic(evaluation: Evaluation) -> None:
    form, units, answers = evaluation
    plain = msgspec.structs.replace(
        form,
        policy=msgspec.structs.replace(form.policy, aggregation="arithmetic"),
        items=tuple(msgspec.structs.replace(item, aggregation=None) for item in form.items),
    )
    results = results_of(plain, units, answers)
    leaves = [leaf.index for leaf in results.tree.leaves]
    weighted = np.nansum(results.node_score[:, leaves] * results.node_weight[:, leaves] / 100, axis=1)
    present = ~np.isnan(results.base)
    fixed = (results.node_status == 2) & (results.node_weight > 0)
    groups = [node.index for node in results.tree.nodes if not node.is_leaf]
    present &= ~fixed[:, groups].any(axis=1)
    np.testing.assert_allclose(weighted[present], results.base[present], atol=1e-9)


@examples(300)
@given(
    st.lists(
        st.one_of(st.floats(-1e7, 1e7), st.integers(-(10**13), 10**13).map(lambda n: n / 2e10)), max_size=8
    ),
    st.integers(0, 9),
)
def test_arrays_are_rounded_like_single_numbers(values: list[float], decimals: int) -> None:
    array = np.array([*values, np.nan])
    assert guarded(array)[:-1].tolist() == [guard(x) for x in values]
    assert half_up_all(array, decimals)[:-1].tolist() == [float(half_up(x, decimals)) for x in values]
    assert np.isnan(guarded(array)[-1])
    assert np.isnan(half_up_all(array, decimals)[-1])
