"""FORM rules 2 and 4: the state and score of each leaf, cohorts, and what was not found."""

import numpy as np
import pytest

from evalapp.base.errors import AppError
from evalapp.entry.final import Final
from evalapp.entry.states import compile_rules
from evalapp.score.matrix import leaf_matrix
from evalapp.score.results import compute
from tests.score.evaluation import evaluate, finals_of, roster_of, table, tree_of
from tests.score.written import computed

LEVELS = {
    "kind": "options",
    "options": [{"value": "a", "points": 4}, {"value": "b", "points": 1}, {"value": "c", "points": -2}],
}
TICKS = {"kind": "checklist", "ticks": [{"id": "a"}, {"id": "b", "points": 3}], "cap": 3}
FACTS = {
    "kind": "checklist",
    "ticks": [{"id": x} for x in "abc"],
    "points": {"method": "steps", "at": [[3, 3], [2, 1.5]]},
}
NEWS = {"kind": "count", "each": 2, "cap": 10}
FEW = {"kind": "number", "points": {"method": "steps", "at": [[5, 10], [20, 4]], "direction": "lower"}}
DAYS = {"kind": "number", "points": {"method": "linear", "from": 30, "to": 10}}
SHARE = {"kind": "rate"}


def minmax(**keys: object) -> dict[str, object]:
    return {"kind": "number", "points": {"method": "minmax", **keys}}


@pytest.mark.parametrize(
    ("scale", "value", "score"),
    [
        ({"kind": "binary", "points": 5}, "yes", 100),
        ({"kind": "binary"}, "no", 0),
        (LEVELS, "b", 25),
        (LEVELS, "c", -50),
        (TICKS, "a", 100 / 3),
        (TICKS, "a;b", 100),
        (TICKS, "none", 0),
        (FACTS, "a;c", 50),
        (FACTS, "b", 0),
        (NEWS, "3", 60),
        (NEWS, "9", 100),
        (FEW, "5", 100),
        (FEW, "5.1", 40),
        (FEW, "21", 0),
        (DAYS, "15", 75),
        (DAYS, "31", 0),
        (DAYS, "2", 100),
        (SHARE, "29/100", 29),
        (SHARE, "19/20", 95),
    ],
)
def test_a_value_earns_its_score(scale: object, value: str, score: float) -> None:
    results = evaluate(tree_of("A 7", scales={"A": scale}), f"u: A={value}")
    assert results.node_score[0, 0] == pytest.approx(score, abs=1e-12)
    assert results.node_points[0, 0] == pytest.approx(score, abs=1e-12)


@pytest.mark.parametrize("scale", [LEVELS, FEW, NEWS, minmax(direction="lower"), minmax(range=[1, 100])])
def test_what_was_not_found_earns_nothing_on_any_scale(scale: object) -> None:
    results = evaluate(tree_of("A 5", scales={"A": scale}), "u: A=not_found\nv: A=not_found")
    assert results.node_score.tolist() == [[0.0], [0.0]]
    assert table(results)["u", "A"].status == "not_found"


@pytest.mark.parametrize(
    ("keys", "values", "scores"),
    [
        ({}, "10 30 20", [0, 100, 50]),
        ({"direction": "lower"}, "10 30 20", [100, 0, 50]),
        ({"range": [1, 100]}, "10 30 20", [1, 100, 50.5]),
        ({"range": [1, 100], "direction": "lower"}, "10 30 20", [100, 1, 50.5]),
        ({}, "10 not_found 20", [0, 0, 100]),
        ({}, "10 unable 30", [0, np.nan, 100]),
        ({}, "-5 5 0", [0, 100, 50]),
        ({}, "7 7 7", [100, 100, 100]),
        ({"range": [0, 80]}, "7 7 not_found", [80, 80, 0]),
        ({"if_equal": 50}, "7 7 7", [50, 50, 50]),
        ({"if_equal": 0, "direction": "lower"}, "7 blank 7", [0, np.nan, 0]),
        ({}, "blank unable not_applicable", [np.nan, np.nan, np.nan]),
    ],
)
def test_a_cohort_is_scored_between_its_lowest_and_highest(
    keys: dict[str, object], values: str, scores: list[float]
) -> None:
    answers = "\n".join(f"u{place}: A={value}" for place, value in enumerate(values.split()))
    results = evaluate(tree_of("A 5", scales={"A": minmax(**keys)}), answers)
    np.testing.assert_allclose(results.node_score[:, 0], scores, atol=1e-12)


def test_a_cohort_is_made_inside_each_class_of_units() -> None:
    tree = tree_of("A 5", scales={"A": minmax()}, within="kind")
    results = evaluate(
        tree,
        "a: A=1\nb: A=3\nc: A=10\nd: A=30\ne: A=20",
        "a kind=city\nb kind=city\nc kind=province\nd kind=province\ne kind=province",
    )
    assert results.node_score[:, 0].tolist() == [0, 100, 0, 100, 50]


def test_pending_units_belong_to_the_cohort() -> None:
    results = evaluate(tree_of("A 5\nB 5", scales={"A": minmax()}), "a: A=0\nb: A=4 B=1\nc: A=1 B=1")
    assert results.node_score[:, 0].tolist() == [0, 100, 25]
    assert results.status_of(0) == "pending"


def test_an_item_that_does_not_apply_is_in_no_cohort_and_its_answer_is_not_used() -> None:
    tree = tree_of("A 5 applies=unit.kind=='city'\nB 5", scales={"A": minmax()})
    results = evaluate(
        tree, "a: A=0 B=10\nb: A=4 B=20\nc: A=900 B=30", "a kind=city\nb kind=city\nc kind=province"
    )
    np.testing.assert_array_equal(results.node_score[:, 0], [0, 100, np.nan])
    row = table(results)["c", "A"]
    assert (row.status, row.value, row.weight) == ("not_applicable", "", 0)
    assert results.points[2] == pytest.approx(30)


def test_a_condition_on_a_group_covers_all_below() -> None:
    tree = tree_of("A 50 applies=unit.kind=='city'\n  A1 25\n  A2 25\nB 50")
    results = evaluate(tree, "a: A1=10 A2=20 B=60\nb: A1=10 A2=20 B=60", "a kind=city\nb kind=county")
    assert results.points.tolist() == pytest.approx([37.5, 60])
    assert [table(results)["b", code].status for code in ("A", "A1", "A2")] == ["not_applicable"] * 3


def test_averaged_answers_bring_a_score_and_no_value() -> None:
    tree = tree_of("A 10", scales={"A": LEVELS})
    finals = {("u", "A"): Final("answered", score=62.5)}
    results = compute(tree, compile_rules(tree), roster_of("u:"), finals)
    row = table(results)["u", "A"]
    assert (row.score, row.points, row.value, row.status) == (62.5, 62.5, "", "answered")


def test_the_matrix_has_a_row_for_every_unit_and_a_column_for_every_leaf() -> None:
    tree = tree_of("A 5\n  A1 2\n  A2 3\nB 5")
    answers = "u: A1=10 B=not_found\nv: A2=30 B=unable"
    matrix = leaf_matrix(tree, compile_rules(tree), roster_of(answers), finals_of(answers))
    assert matrix.states.tolist() == [[0, 4, 1], [4, 0, 3]]
    np.testing.assert_array_equal(matrix.scores, [[10, np.nan, 0], [np.nan, 30, np.nan]])
    np.testing.assert_array_equal(matrix.numbers, [[10, np.nan, np.nan], [np.nan, 30, np.nan]])


SHARE_OF_BEST = '{ kind = "derived", value = "answer[\'N\'] - 10.0", points = { method = "best" } }'


@pytest.mark.parametrize(
    ("items", "answers", "found"),
    [
        (f"N\nD scale = {SHARE_OF_BEST}", "u: N=20\nv: N=5\nw: N=10", "unit v, item D: value -5"),
        (
            'G normalise = { method = "best" }\n  A scale = "signed"',
            "u: A=a\nv: A=c",
            "unit v, item G: score -50",
        ),
    ],
)
def test_values_below_0_have_no_share_of_the_best(items: str, answers: str, found: str) -> None:
    signed = 'scales.signed = { kind = "options", options = [{ value = "a", points = 4 }, { value = "c", points = -2 }] }'
    with pytest.raises(AppError) as caught:
        computed(items, answers, more=signed)
    assert (caught.value.code, caught.value.details) == ("negative_value", (found,))
