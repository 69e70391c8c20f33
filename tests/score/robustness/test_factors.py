"""A factor that cannot be varied is an error that names it, says why and what to do; it is never left out."""

from typing import Any

import msgspec
import pytest

from evalapp.base.errors import AppError
from evalapp.entry.final import Final
from evalapp.entry.states import compile_rules
from evalapp.form.cohort_rules import Best
from evalapp.form.tree import Tree, build_tree
from evalapp.score.results import compute
from evalapp.score.robustness.case import Case, choices_of
from evalapp.score.robustness.plan import read_aggregation, read_normalisation, read_weights
from tests.score.evaluation import evaluate, finals_of, roster_of, tree_of
from tests.score.robustness.cases import case_of, run

TWO = tree_of("A 40\nB 60")
ANSWERS = "a: A=10 B=80\nb: A=30 B=50\nc: A=50 B=20"
WORDS: dict[str, Any] = {
    "kind": "options",
    "options": [{"value": "full", "points": 4}, {"value": "none", "points": 0}],
}
MINUS: dict[str, Any] = {
    "kind": "options",
    "options": [{"value": "full", "points": 4}, {"value": "bad", "points": -2}],
}


def refused(case: Case, **plan: Any) -> str:
    with pytest.raises(AppError) as error:
        run(case, draws=10, **plan)
    assert error.value.code == "factor"
    assert "Nothing was computed." in error.value.message
    return str(error.value)


def means(text: str) -> dict[str, Any]:
    return {"aggregation": read_aggregation(text)}


def rules(text: str, scope: str = "numbers") -> dict[str, Any]:
    return {"normalisation": read_normalisation(text), "scope": scope}


# Weights --------------------------------------------------------------------------------------------------------------


def test_weights_where_every_group_has_one_item() -> None:
    case = case_of(tree_of("A 100\n  A1 100"), "a: A1=3")
    said = refused(case, weights=read_weights("±10%"))
    assert (
        "The factor “weights” cannot be varied here: no group of this form has two items with a weight"
        in said
    )


def test_weights_at_a_level_that_has_nothing_to_share_out() -> None:
    said = refused(case_of(TWO, ANSWERS), weights=read_weights("±10%"), level=2)
    assert "no scored items at level 2" in said
    assert "Write --level 1 or --level all." in said


def test_weights_that_bring_a_score_below_0_to_a_geometric_mean() -> None:
    """A is above 0 with the weights in force, but not with all that are drawn."""
    tree = tree_of(
        "A 40\n  A1 60\n  A2 40\nB 60", scales={"A1": MINUS}, weights="relative", aggregation="geometric"
    )
    tree = build_tree(
        msgspec.structs.replace(
            tree.form,
            items=tuple(
                msgspec.structs.replace(item, aggregation="arithmetic") if item.code == "A" else item
                for item in tree.form.items
            ),
        )
    )
    case = case_of(tree, "a: A1=bad A2=80 B=50\nb: A1=full A2=50 B=50")
    said = refused(case, weights=read_weights("±50%"), level=2)
    assert "The factor “weights” cannot be varied here: some scores below 0" in said
    assert "unit a, item A" in said


# Aggregation ----------------------------------------------------------------------------------------------------------


def test_a_geometric_mean_of_scores_below_0_names_unit_and_item() -> None:
    tree = tree_of("A 40\nB 60", scales={"A": MINUS}, weights="relative")
    said = refused(case_of(tree, "青岛: A=bad B=50\nb: A=full B=50"), **means("arithmetic,geometric"))
    assert "The factor “aggregation” cannot be varied here" in said
    assert "Leave geometric out" in said
    assert "unit 青岛, item A: score -50 in the group TOTAL" in said


def test_means_of_which_only_the_forms_own_is_named() -> None:
    for text in ("arithmetic", "form", "form,arithmetic"):
        assert "only the form's own aggregation" in refused(case_of(TWO, ANSWERS), **means(text))


def test_a_single_other_mean_is_a_variation() -> None:
    assert run(case_of(TWO, ANSWERS), draws=10, **means("geometric")).by_engine == 10


def test_means_of_groups_with_one_item() -> None:
    said = refused(case_of(tree_of("A 100\n  A1 100"), "a: A1=3"), **means("arithmetic,geometric"))
    assert "The factor “aggregation”" in said
    assert "every mean of one score is that score" in said


# Normalisation --------------------------------------------------------------------------------------------------------


def test_normalisation_without_numbers() -> None:
    tree = tree_of("A 40\nB 60", scales={"A": WORDS, "B": WORDS}, weights="relative")
    said = refused(case_of(tree, "a: A=full B=none"), **rules("minmax,zscore"))
    assert (
        "The factor “normalisation” cannot be varied here: no scored item of this form is answered by a number"
        in said
    )


def test_normalisation_of_comparisons_only_where_there_are_none() -> None:
    said = refused(case_of(TWO, ANSWERS), **rules("minmax", "cohort"))
    assert "no item or group of this form is scored by comparison" in said
    assert "With --normalise numbers, the 2 items" in said


def test_normalisation_by_the_forms_own_way_alone() -> None:
    assert "only the form's own way" in refused(case_of(TWO, ANSWERS), **rules("form"))


def test_normalisation_that_brings_scores_below_0_to_a_geometric_mean() -> None:
    own = tree_of("A 40\nB 60", aggregation="geometric")
    for tree, more in ((TWO, means("geometric")), (own, {})):
        said = refused(case_of(tree, ANSWERS), **rules("form,zscore:0:1"), **more)
        assert "The factor “normalisation” cannot be varied here: some scores below 0" in said
        assert "Leave zscore:0:1 out" in said
        assert "unit a, item A: score -1 in the group TOTAL" in said


def test_a_mean_that_fails_by_itself_is_not_the_fault_of_the_normalisation() -> None:
    tree = tree_of("A 40\nB 60", scales={"A": MINUS}, weights="relative")
    case = case_of(tree, "a: A=bad B=50\nb: A=full B=80\nc: A=full B=20")
    said = refused(case, **rules("minmax:1:100,percentile:1:100"), **means("geometric"))
    assert "The factor “aggregation”" in said


def test_normalisation_of_cells_that_were_averaged() -> None:
    finals = finals_of("a: B=80\nb: A=30 B=50") | {("a", "A"): Final("answered", "", 45.0)}
    compiled = compile_rules(TWO)
    results = compute(TWO, compiled, roster_of("a: A=1\nb: A=1"), finals)
    said = refused(Case(results=results, rules=compiled), **rules("form,minmax"))
    assert "averaged have points but no number: unit a, item A" in said


# Assessors ------------------------------------------------------------------------------------------------------------


def differing(tree: Tree, answers: str, others: str) -> Case:
    first = finals_of(answers)
    given = {cell: (first[cell], other) for cell, other in finals_of(others).items()}
    return Case(
        results=evaluate(tree, answers),
        rules=compile_rules(tree),
        compared=len(given),
        choices=choices_of(given),
    )


def test_assessors_where_there_is_one_value_a_cell() -> None:
    case = Case(results=evaluate(TWO, ANSWERS), rules=compile_rules(TWO))
    assert "no assessors' answers behind it" in refused(case, assessors=True)


def test_assessors_where_nothing_was_answered_twice() -> None:
    said = refused(case_of(TWO, ANSWERS), assessors=True)
    assert (
        "The factor “assessors” cannot be varied here: no cell has signed-off answers of two assessors"
        in said
    )


def test_assessors_who_agree_everywhere() -> None:
    said = refused(differing(TWO, ANSWERS, "a: A=10 B=80"), assessors=True)
    assert "agree in all 2 cells" in said


def test_assessors_who_differ_only_where_nothing_is_earned() -> None:
    tree = tree_of("A 100\nN part=note")
    said = refused(differing(tree, "a: A=10 N=3", "a: N=4"), assessors=True)
    assert "only in items that earn nothing" in said


def test_answers_below_0_under_a_geometric_mean() -> None:
    tree = tree_of("A 40\nB 60", scales={"A": MINUS}, weights="relative", aggregation="geometric")
    said = refused(differing(tree, "a: A=full B=50\nb: A=full B=20", "a: A=bad"), assessors=True)
    assert "The factor “assessors”" in said
    assert "unit a, item A" in said


# Shares of the best --------------------------------------------------------------------------------------------------

SIGNED = {"kind": "number", "points": {"method": "minmax"}}


def test_shares_of_the_best_where_values_are_below_0() -> None:
    case = case_of(tree_of("A 40\nB 60", scales={"A": SIGNED}), "a: A=-10 B=80\nb: A=30 B=50")
    said = refused(case, **rules("form,best"))
    assert "The factor “normalisation” cannot be varied here: some values below 0" in said
    assert "Leave best out" in said
    assert "unit a, item A: value -10" in said


def test_assessors_one_of_whom_brings_a_value_below_0() -> None:
    derived = {"kind": "derived", "value": "answer['A'] - 20.0", "points": {"method": "best"}}
    tree = tree_of("A 40\nB 60", scales={"B": derived})
    said = refused(case_of(tree, "a: A=30\nb: A=50", second="a: A=10"), assessors=True)
    assert "The factor “assessors” cannot be varied here: some values below 0" in said
    assert "Settle these cells first" in said


def test_weights_that_bring_a_score_below_0_to_a_share_of_the_best() -> None:
    tree = tree_of("A 60\n  A1 30 \n  A2 30\nB 40", scales={"A1": MINUS}, weights="relative")
    nodes = tuple(
        msgspec.structs.replace(node, item=msgspec.structs.replace(node.item, normalise=Best()))
        if node.code == "A"
        else node
        for node in tree.nodes
    )
    case = case_of(msgspec.structs.replace(tree, nodes=nodes), "a: A1=bad A2=60 B=1\nb: A1=full A2=50 B=2")
    said = refused(case, weights=read_weights("dirichlet"), level=0)
    assert "The factor “weights” cannot be varied here: some values below 0" in said
