"""Ranks without an item: those of the form in which its weight is 0."""

from collections.abc import Mapping
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import assume, given

from evalapp.base.errors import AppError
from evalapp.base.progress import Progress
from evalapp.entry.states import compile_rules
from evalapp.form.lint_weights import lint_weights
from evalapp.form.model import Form, Profile
from evalapp.form.settings import Settings, apply_settings
from evalapp.form.tree import Tree, build_tree, own_weights
from evalapp.score.results import Results, compute
from evalapp.score.robustness.one_out import OneOut, one_item_out, tables_without
from tests.score.evaluation import evaluate, tree_of
from tests.score.evaluations import evaluations, finals_of, roster_of
from tests.score.robustness.cases import EXAMPLES, example
from tests.score.test_properties import Evaluation, examples


def without(results: Results, code: str) -> OneOut:
    found = one_item_out(results, compile_rules(results.tree), Progress())
    return next(one for one in found if one.item == code)


def settings_without(tree: Tree, code: str) -> Settings:
    """Weight 0 for the item, and for its whole group where it would be left with nothing; all others as they are."""

    def without_it(given: Mapping[str, float]) -> dict[str, float]:
        every = dict(zip((node.code for node in tree.nodes), own_weights(tree.form, given), strict=True))
        found = {node.code: every[node.code] for node in tree.nodes if node.scored} | {code: 0.0}
        for above in reversed(tree.path(code)[:-1]):
            if not any(found.get(tree.nodes[child].code) for child in above.children):
                found[above.code] = 0.0
        return found

    profiles = tuple(
        msgspec.structs.replace(profile, weights=without_it(profile.weights))
        for profile in tree.form.profiles
    )
    return Settings(policy={"weights": "relative"}, weights=without_it({}), profile=profiles or None)


def assert_as_with_weight_0(results: Results) -> int:
    """Every item once; how many could be compared."""
    tree, rules, compared = results.tree, compile_rules(results.tree), 0
    for one in one_item_out(results, rules, Progress()):
        try:
            changed = build_tree(apply_settings(tree.form, settings_without(tree, one.item)))
        except AppError as refused:  # it was the last item of the form, or of a profile
            assert refused.code == "settings"
            continue
        if one.why == "negative":
            with pytest.raises(AppError, match="below 0"):
                compute(changed, rules, results.roster, results.finals)
            continue
        expected = compute(changed, rules, results.roster, results.finals)
        shifts = [
            abs(int(after) - int(before))
            for before, after in zip(results.rank, expected.rank, strict=True)
            if before and after
        ]
        assert one.ranked == (expected.rank > 0).sum(), one.item
        assert one.compared == len(shifts), one.item
        assert one.moved == sum(shift > 0 for shift in shifts), one.item
        assert one.mean_shift == (sum(shifts) / len(shifts) if shifts else None), one.item
        if one.mover is None:
            assert not any(shifts)
        else:
            row = [unit.code for unit in results.roster].index(one.mover.unit)
            assert (one.mover.rank, one.mover.without) == (results.rank[row], expected.rank[row])
            assert abs(one.mover.rank - one.mover.without) == max(shifts)
        compared += 1
    return compared


@examples(60)
@given(evaluations())
def test_an_item_left_out_weighs_0(evaluation: Evaluation) -> None:
    form, units, answers = evaluation
    tree = build_tree(form)
    assume(not [finding for finding in lint_weights(tree) if finding.severity == "error"])
    assert_as_with_weight_0(compute(tree, compile_rules(tree), roster_of(units), finals_of(answers)))


@pytest.mark.parametrize("form", EXAMPLES, ids=lambda path: path.stem)
def test_an_item_of_the_examples_left_out_weighs_0(form: Any) -> None:
    """In points mode the others of the group take over what it weighed, so that groups keep their weight."""
    scored = [node for node in example(form).results.tree.nodes if node.scored]
    compared = assert_as_with_weight_0(example(form).results)
    assert compared >= len(scored) - 2


def test_nominal_weights_are_those_of_a_form_with_weight_0_to_the_last_bit() -> None:
    tree = tree_of("A 3\n  A1 1\n  A2 0.7\n  A3 0.1\nB 7\n  B1 2\n  B2 0.3", weights="relative")
    for node in tree.nodes:
        form = apply_settings(tree.form, Settings(weights={node.code: 0.0}))
        assert tables_without(tree, node.index)[-1].tolist() == [
            one.nominal for one in build_tree(form).nodes
        ]


def test_an_item_is_left_out_of_every_profile() -> None:
    plain = tree_of("A 40\nB 60\nC 20", weights="relative")
    portal = Profile(id="portal", when="unit.kind == 'portal'", weights={"A": 90.0})
    tree = build_tree(msgspec.structs.replace(plain.form, profiles=(portal,)))
    results = evaluate(
        tree,
        "a: A=90 B=20 C=5\nb: A=10 B=60 C=50\nc: A=50 B=50 C=50",
        "a kind=portal\nb kind=site\nc kind=site",
    )
    assert tables_without(tree, 0)[:, 0].tolist() == [0, 0]
    one = without(results, "A")
    assert one.mover is not None
    assert (one.mover.unit, one.mover.rank, one.mover.without) == ("a", 1, 3)
    assert_as_with_weight_0(results)


def test_a_unit_that_waits_for_the_item_is_ranked_without_it_and_said() -> None:
    results = evaluate(tree_of("A 50\nB 50"), "a: A=90 B=10\nb: A=50 B=80\nc: A=99")
    one = without(results, "B")
    assert results.rank.tolist() == [2, 1, 0]
    assert (one.ranked, one.compared, one.moved) == (3, 2, 1)
    assert one.mean_shift == 1
    assert one.mover is not None
    assert (one.mover.unit, one.mover.rank, one.mover.without) == ("b", 1, 3)


def test_where_there_are_no_results_without_an_item_the_others_have_theirs() -> None:
    minus = {"kind": "options", "options": [{"value": "full", "points": 4}, {"value": "bad", "points": -2}]}
    tree = tree_of("A 40\n  A1 50\n  A2 50\nB 60", scales={"A1": minus}, weights="relative")
    form = msgspec.to_builtins(tree.form)
    form["policy"]["aggregation"] = "geometric"
    form["item"][0]["aggregation"] = "arithmetic"
    results = evaluate(build_tree(msgspec.convert(form, Form)), "a: A1=bad A2=80 B=50\nb: A1=full A2=50 B=40")
    found = {one.item: one for one in one_item_out(results, compile_rules(results.tree), Progress())}
    assert (found["A2"].why, found["A2"].ranked, found["A2"].mean_shift) == ("negative", 0, None)
    assert {item for item, one in found.items() if one.why} == {"A2"}
    assert found["A1"].compared == 2


def test_without_the_only_item_there_is_nothing_to_compare() -> None:
    one = without(evaluate(tree_of("A 100"), "a: A=90\nb: A=50"), "A")
    assert (one.ranked, one.compared, one.mean_shift, one.mover) == (0, 0, None, None)
    assert one.why == "nobody"


def test_sub_units_have_no_ranks() -> None:
    form = msgspec.to_builtins(tree_of("A 50\nB 50").form)
    form["item"][1]["rollup"] = {"kind": "town", "take": "mean"}
    tree = build_tree(msgspec.convert(form, Form))
    results = evaluate(
        tree, "a: A=90\nb: A=50\na1: B=10\nb1: B=80", "a1 parent=a kind=town\nb1 parent=b kind=town"
    )
    one = without(results, "A")
    assert (one.ranked, one.compared) == (2, 2)
    assert np.array_equal(results.rank, [2, 1, 0, 0])
