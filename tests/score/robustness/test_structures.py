"""Other means and other scales: each is the form as it would be if it said so."""

from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from evalapp.entry.states import compile_rules
from evalapp.form.model import Form
from evalapp.form.tree import Tree, build_tree
from evalapp.score.matrix import leaf_matrix
from evalapp.score.results import Results, compute
from evalapp.score.robustness.plan import FORMS_OWN, Normalisation, read_normalisation
from evalapp.score.robustness.structures import aggregated, normalised, normalised_groups, varied_leaves
from tests.score.evaluation import evaluate, finals_of, roster_of, table, tree_of
from tests.score.robustness.cases import EXAMPLES, example

SCALES: dict[str, Any] = {
    "A": {"kind": "number", "points": {"method": "steps", "at": [[10, 1], [20, 2]]}},
    "B": {"kind": "number", "points": {"method": "linear", "from": 50, "to": 0}},
    "C": {"kind": "rate"},
    "D": {"kind": "count", "each": 1, "cap": 5},
    "E": {"kind": "imported", "max": 10},
    "F": {"kind": "number", "points": {"method": "minmax", "direction": "lower"}},
    "G": {"kind": "binary"},
    "H": {"kind": "derived", "value": "answer['A'] * 2.0", "max": 100},
    "I": {"kind": "derived", "value": "answer['A'] > 15.0", "max": 1},
}
FORM = "\n".join(f"{code} 10" for code in SCALES)
ANSWERS = """
    a: A=12 B=10 C=3/4 D=2 E=5 F=30 G=yes
    b: A=25 B=40 C=1/4 D=7 E=9 F=10 G=no
    c: A=5 B=20 C=9/10 D=not_found E=1 F=20 G=yes
    d: A=25 B=20 C=1/2 D=3 E=2 F=unable G=no
"""


def as_if(tree: Tree, changes: dict[str, dict[str, Any]], answers: str = ANSWERS, **policy: Any) -> Results:
    """The results of the form with other scales written into it."""
    form = msgspec.to_builtins(tree.form)
    form["policy"] = form["policy"] | policy
    for item in form["item"]:
        if item["code"] in changes:
            item["scale"] = changes[item["code"]]
    changed = build_tree(msgspec.convert(form, Form))
    return compute(changed, compile_rules(changed), roster_of(answers), finals_of(answers))


def scored_as(tree: Tree, answers: str = ANSWERS) -> Results:
    return compute(tree, compile_rules(tree), roster_of(answers), finals_of(answers))


@pytest.mark.parametrize("mean", ["arithmetic", "geometric", "harmonic"])
def test_another_mean_is_that_of_every_group_and_of_the_total(mean: str) -> None:
    tree = tree_of(
        "A 40\n  A1 10\n  A2 30\nB 60 aggregation=harmonic\n  B1 30\n  B2 30", aggregation="geometric"
    )
    answers = "a: A1=90 A2=40 B1=20 B2=70\nb: A1=50 A2=60 B1=80 B2=10"
    plain = tree_of("A 40\n  A1 10\n  A2 30\nB 60\n  B1 30\n  B2 30", aggregation=mean)
    found = evaluate(aggregated(tree, mean), answers)
    expected = evaluate(plain, answers)
    assert (found.points == expected.points).all()
    assert (found.node_score == expected.node_score).all()
    assert aggregated(tree, "form") is tree


@pytest.mark.parametrize("text", ["minmax", "minmax:1:100", "zscore", "zscore:0:1", "percentile", "best"])
def test_other_scores_are_those_of_a_form_that_says_so(text: str) -> None:
    tree = tree_of(FORM, scales=SCALES, full_score=90)
    (rule,) = read_normalisation(text)
    matrix = leaf_matrix(tree, compile_rules(tree), roster_of(ANSWERS), finals_of(ANSWERS))
    found = scored_as(normalised(tree, matrix, rule, "numbers"))

    def by(direction: str) -> dict[str, Any]:
        built = msgspec.to_builtins(rule.rule(direction))  # type: ignore[arg-type]
        return {"points": built}

    expected = as_if(
        tree,
        {
            "A": {"kind": "number", **by("higher")},
            "B": {"kind": "number", **by("lower")},
            "C": {"kind": "rate", **by("higher")},
            "D": {"kind": "count", **by("higher")},
            "E": {"kind": "number", **by("higher")},
            "F": {"kind": "number", **by("lower")},
            "H": {"kind": "derived", "value": "answer['A'] * 2.0", **by("higher")},
        },
    )
    assert np.array_equal(found.node_score, expected.node_score, equal_nan=True)
    assert np.array_equal(found.points, expected.points, equal_nan=True)


def test_a_yes_or_no_is_no_number_and_words_are_none() -> None:
    tree = tree_of(FORM, scales=SCALES, full_score=90)
    matrix = leaf_matrix(tree, compile_rules(tree), roster_of(ANSWERS), finals_of(ANSWERS))
    assert [leaf.code for leaf in varied_leaves(tree, matrix, "numbers")] == list("ABCDEFH")
    assert [leaf.code for leaf in varied_leaves(tree, matrix, "cohort")] == ["F"]


def test_z_scores_spread_as_percentiles_do() -> None:
    tree = tree_of("A 100")
    answers = "\n".join(f"u{n}: A={n}" for n in range(101))
    results = evaluate(tree, answers)
    zscore, percentile = (
        evaluate(normalised(tree, results.matrix, rule, "numbers"), answers).node_score[:, 0]
        for rule in read_normalisation("zscore,percentile")
    )
    assert zscore.mean() == pytest.approx(percentile.mean())
    assert zscore.std(ddof=1) == pytest.approx(percentile.std(ddof=1), rel=0.02)


def test_groups_that_the_form_normalises_are_varied_with_the_items() -> None:
    rule = {"method": "minmax"}
    tree = tree_of("A 40\n  A1 10\n  A2 30\nB 60")
    form = msgspec.to_builtins(tree.form)
    form["item"][0]["normalise"] = rule
    form["policy"]["normalise"] = rule
    tree = build_tree(msgspec.convert(form, Form))
    answers = "a: A1=90 A2=40 B=20\nb: A1=50 A2=60 B=80\nc: A1=10 A2=0 B=50"
    assert normalised_groups(tree) == ("A", "TOTAL")
    form["item"][0]["normalise"] = form["policy"]["normalise"] = {
        "method": "zscore",
        "mean": 50.0,
        "sd": 10.0,
    }
    expected = evaluate(build_tree(msgspec.convert(form, Form)), answers)
    changed = normalised(
        tree, evaluate(tree, answers).matrix, Normalisation("zscore", (50.0, 10.0)), "cohort"
    )
    assert evaluate(changed, answers).points.tolist() == expected.points.tolist()


def test_weights_stay_where_a_scale_gave_them() -> None:
    """In points mode an item without a weight weighs what its scale gives; a cohort rule gives nothing."""
    tree = tree_of("A\nB", scales={"A": {"kind": "count", "cap": 30}, "B": {"kind": "number", "max": 70}})
    answers = "a: A=30 B=70\nb: A=0 B=0"
    changed = normalised(tree, evaluate(tree, answers).matrix, Normalisation("minmax"), "numbers")
    rows = table(evaluate(changed, answers))
    assert (rows["a", "A"].points, rows["a", "B"].points) == (pytest.approx(30), pytest.approx(70))


@pytest.mark.parametrize("form", EXAMPLES, ids=lambda path: path.stem)
def test_the_forms_own_way_changes_nothing(form: Path) -> None:
    tree, matrix = example(form).results.tree, example(form).results.matrix
    assert aggregated(normalised(tree, matrix, FORMS_OWN, "numbers"), "form") is tree
