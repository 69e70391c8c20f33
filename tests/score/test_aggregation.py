"""FORM rules 5 to 8: who has a score, nominal weights, groups, and the weights used inside a group."""

from typing import Any

import numpy as np
import pytest

from evalapp.base.errors import AppError
from evalapp.form.tree import Tree
from tests.score.evaluation import evaluate, table, tree_of

TWO_GROUPS = """
A 60
  A1 40 {a1}
  A2 20 {a2}
B 40
  B1 30
  B2 10
"""
FOUR = "W 40\nX 30\nY 20\nZ 10 not_applicable={na}"
THREE_LEVELS = """
A 60
  A1 40
    A11 10
    A12 30
  A2 20
B 40
"""


def two_groups(a1: str = "", a2: str = "", **policy: Any) -> Tree:
    return tree_of(TWO_GROUPS.format(a1=a1, a2=a2), **policy)


@pytest.mark.parametrize(
    ("policy", "answers", "total"),
    [
        ({"not_applicable": "reweight"}, "A1=50 A2=not_applicable B1=100 B2=0", 0.6 * 50 + 0.4 * 75),
        ({"not_applicable": "rescale"}, "A1=50 A2=not_applicable B1=100 B2=0", (40 * 50 + 40 * 75) / 80),
        ({"not_applicable": "equal"}, "A1=50 A2=not_applicable B1=100 B2=0", 0.6 * 50 + 0.4 * 75),
        ({"not_applicable": "zero"}, "A1=50 A2=not_applicable B1=100 B2=0", 20 + 30),
        ({"not_applicable": "full"}, "A1=50 A2=not_applicable B1=100 B2=0", 40 + 30),
        ({"not_applicable": "zero"}, "A1=not_applicable A2=not_applicable B1=100 B2=0", 30),
        ({"not_applicable": "full"}, "A1=not_applicable A2=not_applicable B1=100 B2=0", 90),
        ({"not_applicable": "reweight"}, "A1=not_applicable A2=not_applicable B1=100 B2=0", 75),
        ({"not_applicable": "rescale"}, "A1=not_applicable A2=not_applicable B1=100 B2=0", 75),
        ({"not_applicable": "equal"}, "A1=not_applicable A2=not_applicable B1=100 B2=0", 75),
        ({"unable": "reweight"}, "A1=50 A2=unable B1=100 B2=0", 0.6 * 50 + 0.4 * 75),
        ({"unable": "zero"}, "A1=50 A2=unable B1=100 B2=0", 20 + 30),
        ({"unable": "pending"}, "A1=50 A2=unable B1=100 B2=0", None),
        ({}, "A1=50 A2=unable B1=100 B2=0", 60),
        ({"unanswered": "reweight"}, "A1=50 B1=100 B2=0", 60),
        ({"unanswered": "zero"}, "A1=50 B1=100 B2=0", 50),
        ({"unanswered": "pending"}, "A1=50 B1=100 B2=0", None),
        ({}, "A1=50 B1=100 B2=0", None),
    ],
)
def test_what_a_state_does_to_the_total(policy: dict[str, Any], answers: str, total: float | None) -> None:
    results = evaluate(two_groups(**policy), f"u: {answers}")
    expected = np.nan if total is None else total
    assert results.points[0] == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    ("policy", "state", "score", "points", "weight"),
    [
        ({"not_applicable": "zero"}, "not_applicable", 0, 0, 20),
        ({"not_applicable": "full"}, "not_applicable", 100, 20, 20),
        ({"not_applicable": "reweight"}, "not_applicable", None, None, 0),
        ({"not_applicable": "rescale"}, "not_applicable", None, None, 0),
        ({"unable": "zero"}, "unable", 0, 0, 20),
        ({}, "unable", None, None, 0),
        ({"unanswered": "zero"}, "blank", 0, 0, 20),
        ({}, "blank", None, None, None),
        ({}, "not_found", 0, 0, 20),
    ],
)
def test_a_leaf_keeps_its_state_and_says_what_it_counted(
    policy: dict[str, Any], state: str, score: float | None, points: float | None, weight: float | None
) -> None:
    results = evaluate(two_groups(**policy), f"u: A1=50 A2={state} B1=100 B2=0")
    row = table(results)["u", "A2"]
    assert (row.status, row.score, row.points) == (state, score, points)
    assert row.weight == (None if weight is None else pytest.approx(weight))


@pytest.mark.parametrize(
    ("items", "codes", "nominal"),
    [
        ({"items": "A 3\nB 1", "weights": "relative"}, "A B", [75, 25]),
        ({"items": "A\nB\nC\nD", "weights": "relative"}, "A B C D", [25, 25, 25, 25]),
        ({"items": "A 0\nB 1", "weights": "relative"}, "A B", [0, 100]),
        ({"items": "A\n  A1 6\n  A2 9\nB 35", "full_score": 50}, "A A1 A2 B", [15, 6, 9, 35]),
        (
            {"items": "A 1\n  A1 1\n  A2 1\nB 1", "weights": "relative", "full_score": 1},
            "A A1 B",
            [0.5, 0.25, 0.5],
        ),
        ({"items": "A\nB", "full_score": 200}, "A B", [100, 100]),
    ],
)
def test_nominal_weights_share_out_the_full_score(
    items: dict[str, Any], codes: str, nominal: list[float]
) -> None:
    tree = tree_of(**items)
    assert [tree.node(code).nominal for code in codes.split()] == pytest.approx(nominal)


@pytest.mark.parametrize("answer", ["A=90", "A=not_applicable", "A=unable", ""])
def test_an_item_of_weight_0_does_not_exist_whatever_was_entered(answer: str) -> None:
    tree = tree_of("A 0\nB 1", weights="relative", min_coverage=1, not_applicable="zero", unable="pending")
    results = evaluate(tree, f"u: B=80 {answer}")
    assert results.points[0] == 80
    row = table(results)["u", "A"]
    assert (row.points, row.score, row.weight, row.rank) == (None, None, 0, None)


@pytest.mark.parametrize(
    ("policy", "answers", "status"),
    [
        ({}, "A=1 B=1 C=unable", "scored"),
        ({"min_coverage": 0.66}, "A=1 B=1 C=unable", "scored"),
        ({"min_coverage": 0.67}, "A=1 B=1 C=unable", "insufficient"),
        ({"min_coverage": 0.6666666667}, "A=1 B=1 C=unable", "scored"),
        ({"min_coverage": 0.666666668}, "A=1 B=1 C=unable", "insufficient"),
        ({"min_coverage": 1}, "A=1 B=1 C=not_applicable", "scored"),
        ({"min_coverage": 1}, "A=1 B=1 C=not_found", "scored"),
        ({"min_coverage": 0.5}, "A=1 B=unable C=not_applicable", "scored"),
        ({"min_coverage": 0.51}, "A=1 B=unable C=not_applicable", "insufficient"),
        ({"min_coverage": 0.5}, "A=unable B=unable C=not_found", "insufficient"),
        ({}, "A=unable B=unable C=unable", "insufficient"),
        ({}, "A=unable B=unable C=not_applicable", "insufficient"),
        ({}, "A=not_applicable B=not_applicable C=not_applicable", "not_applicable"),
        ({}, "A=unable B=blank C=not_applicable", "pending"),
        ({"min_coverage": 1}, "A=unable B=blank C=1", "pending"),
        ({}, "B=not_applicable C=not_applicable", "pending"),
    ],
)
def test_the_status_of_a_group(policy: dict[str, Any], answers: str, status: str) -> None:
    group = "".join(f" {key}={policy.pop(key)}" for key in ("min_coverage",) if key in policy)
    tree = tree_of(f"G 50{group}\n  A 20\n  B 20\n  C 10\nH 50", **policy)
    results = evaluate(tree, f"u: {answers} H=40")
    assert table(results)["u", "G"].status == status
    assert results.status_of(0) == ("pending" if status == "pending" else "ranked")


def test_a_groups_own_coverage_comes_before_the_forms() -> None:
    tree = tree_of("A 50 min_coverage=0\n  A1 25\n  A2 25\nB 50\n  B1 25\n  B2 25", min_coverage=1)
    results = evaluate(tree, "u: A1=60 A2=unable B1=90 B2=unable")
    rows = table(results)
    assert [rows["u", code].status for code in ("A", "B", "TOTAL")] == [
        "scored",
        "insufficient",
        "insufficient",
    ]


@pytest.mark.parametrize(
    ("na", "answers", "total"),
    [
        ("equal", "W=100 X=0 Y=0 Z=not_applicable", 100 * (40 + 10 / 3) / 100),
        ("equal", "W=100 X=0 Y=unable Z=not_applicable", 100 * (40 + 10 / 3) / (70 + 20 / 3)),
        ("equal", "W=100 X=0 Y=not_applicable Z=not_applicable", 100 * 45 / 80),
        ("reweight", "W=100 X=0 Y=0 Z=not_applicable", 100 * 40 / 90),
        ("rescale", "W=100 X=0 Y=0 Z=not_applicable", 100 * 40 / 90),
        ("zero", "W=100 X=0 Y=0 Z=not_applicable", 40),
        ("full", "W=100 X=0 Y=0 Z=not_applicable", 50),
    ],
)
def test_the_weight_of_an_item_that_does_not_apply(na: str, answers: str, total: float) -> None:
    results = evaluate(tree_of(FOUR.format(na=na)), f"u: {answers}")
    assert results.points[0] == pytest.approx(total, abs=1e-12)


@pytest.mark.parametrize(
    ("answers", "total"),
    [
        # A11 goes: A1 weighs 30, A 50; A1 = 40, A2 = 70, B = 20.
        ("A11=not_applicable A12=40 A2=70 B=20", (50 * (30 * 40 + 20 * 70) / 50 + 40 * 20) / 90),
        # A1 goes as a whole: A weighs 20.
        ("A11=not_applicable A12=not_applicable A2=70 B=20", (20 * 70 + 40 * 20) / 60),
        # A2 is only missing: A keeps 50 of its 60.
        ("A11=not_applicable A12=40 A2=unable B=20", (50 * 40 + 40 * 20) / 90),
        ("A11=10 A12=40 A2=70 B=20", 0.4 * 32.5 + 0.2 * 70 + 0.4 * 20),
    ],
)
def test_rescaling_takes_the_weight_out_of_every_level_above(answers: str, total: float) -> None:
    results = evaluate(tree_of(THREE_LEVELS, not_applicable="rescale"), f"u: {answers}")
    assert results.points[0] == pytest.approx(total, abs=1e-12)


@pytest.mark.parametrize(
    ("group", "leaves", "total", "status", "score"),
    [
        ("zero", "reweight", 20, "not_applicable", 0),
        ("full", "reweight", 80, "not_applicable", 100),
        ("full", "rescale", 80, "not_applicable", 100),
        ("reweight", "zero", 20, "scored", 0),
        ("equal", "reweight", 50, "not_applicable", None),
    ],
)
def test_a_group_that_does_not_apply_follows_its_own_policy(
    group: str, leaves: str, total: float, status: str, score: float | None
) -> None:
    tree = tree_of(
        f"A 60 not_applicable={group}\n  A1 40 not_applicable={leaves}\n  A2 20 not_applicable={leaves}\nB 40"
    )
    results = evaluate(tree, "u: A1=not_applicable A2=not_applicable B=50")
    row = table(results)["u", "A"]
    assert (row.status, row.score) == (status, score)
    assert results.points[0] == pytest.approx(total)


def test_policies_are_inherited_downwards_until_an_item_says_else() -> None:
    tree = tree_of("A 60 not_applicable=zero\n  A1 30\n  A2 30 not_applicable=full\nB 40")
    results = evaluate(
        tree, "u: A1=not_applicable A2=not_applicable B=not_applicable\nv: A1=50 A2=50 B=not_applicable"
    )
    assert results.points.tolist() == [50, 50]


@pytest.mark.parametrize(
    ("aggregation", "weights", "scores", "mean"),
    [
        ("arithmetic", (1, 3), (16, 81), 64.75),
        ("geometric", (1, 1), (25, 100), 50),
        ("geometric", (1, 3), (16, 81), 54),
        ("geometric", (1, 1), (0, 100), 0),
        ("geometric", (1, 1), ("not_found", 100), 0),
        ("geometric", (1, 1), ("unable", 64), 64),
        ("harmonic", (1, 1), (60, 30), 40),
        ("harmonic", (1, 3), (60, 30), 240 / 7),
        ("harmonic", (1, 1), (0, 100), 0),
        ("harmonic", (1, 2), ("not_applicable", 64), 64),
    ],
)
def test_the_three_means(
    aggregation: str, weights: tuple[float, float], scores: tuple[object, object], mean: float
) -> None:
    items = f"A {weights[0]}\nB {weights[1]}"
    answers = f"u: A={scores[0]} B={scores[1]}"
    whole = evaluate(tree_of(items, weights="relative", aggregation=aggregation), answers)
    assert whole.points[0] == pytest.approx(mean, abs=1e-12)
    grouped = f"G 1 aggregation={aggregation}\n  " + items.replace("\n", "\n  ")
    part = evaluate(tree_of(grouped, weights="relative"), answers)
    assert part.points[0] == pytest.approx(mean, abs=1e-12)


@pytest.mark.parametrize("aggregation", ["geometric", "harmonic"])
def test_a_negative_score_in_such_a_mean_is_an_error_with_its_place(aggregation: str) -> None:
    tree = tree_of(f"G 1 aggregation={aggregation}\n  A 1\n  B 1\nH 1", weights="relative")
    with pytest.raises(AppError) as caught:
        evaluate(tree, "u: A=10 B=20 H=-5\nv: A=-10 B=20 H=1\nw: A=1 B=-0.5 H=1")
    assert caught.value.code == "negative_score"
    assert len(caught.value.details) == 2
    assert "unit v, item A" in caught.value.details[0]
    assert "unit w, item B" in caught.value.details[1]


def test_a_negative_score_beside_a_blank_one_is_not_averaged_yet() -> None:
    tree = tree_of("A 1\nB 1", weights="relative", aggregation="geometric")
    assert evaluate(tree, "u: A=-10").status_of(0) == "pending"


@pytest.mark.parametrize(
    ("policy", "answers", "weights"),
    [
        ({}, "A1=50 A2=not_applicable B1=100 B2=0", [60, 60, 0, 40, 30, 10]),
        ({"not_applicable": "rescale"}, "A1=50 A2=not_applicable B1=100 B2=0", [50, 50, 0, 50, 37.5, 12.5]),
        ({}, "A1=50 A2=50 B1=unable B2=unable", [100, 200 / 3, 100 / 3, 0, 0, 0]),
        ({"min_coverage": 0.5}, "A1=50 A2=unable B1=1 B2=1", [60, 60, 0, 40, 30, 10]),
        ({}, "A1=50 A2=50 B1=1", [None] * 6),
        ({}, "A1=unable A2=unable B1=unable B2=unable", [0] * 6),
        ({}, "A1=not_applicable A2=not_applicable B1=not_applicable B2=not_applicable", [0] * 6),
    ],
)
def test_effective_weights(policy: dict[str, Any], answers: str, weights: list[float | None]) -> None:
    results = evaluate(two_groups(**policy), f"u: {answers}")
    expected = [np.nan if weight is None else weight for weight in weights]
    assert results.node_weight[0].tolist() == pytest.approx(expected, nan_ok=True)
