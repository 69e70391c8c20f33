"""FORM rules 16 to 18: group means, the table of results, who is not ranked and why, listing order."""

from typing import Any

import pytest

from evalapp.base.numbers import display
from evalapp.score.listing import listing
from evalapp.score.means import Mean
from evalapp.score.not_ranked import not_ranked
from evalapp.score.results import ResultRow, rows
from tests.score.evaluation import evaluate, table, tree_of

WORDS = {"kind": "text"}
YES_NO = {"kind": "binary"}


def mean(value: str, counted: int, size: int, points: float | None, rank: int | None) -> Mean:
    return Mean(
        column="province", value=value, counted=counted, size=size, points=points, score=points, rank=rank
    )


@pytest.mark.parametrize(
    ("values", "means"),
    [
        ("80 70 60 90", [mean("山东", 2, 2, 75, 1), mean("河北", 2, 2, 75, 1)]),
        ("80 blank 60 90", [mean("山东", 1, 2, 80, 1), mean("河北", 2, 2, 75, 2)]),
        ("80 0 blank blank", [mean("山东", 2, 2, 40, 1), mean("河北", 0, 2, None, None)]),
        ("80.004 80.004 80.001 80.006", [mean("山东", 2, 2, 80.004, 1), mean("河北", 2, 2, 80.0035, 2)]),
    ],
)
def test_group_means_are_of_the_unrounded_points_of_units_that_have_points(
    values: str, means: list[Mean]
) -> None:
    answers = "\n".join(f"{unit}: A={value}" for unit, value in zip("abcd", values.split(), strict=True))
    tree = tree_of("A", weights="relative", means=["province"])
    results = evaluate(
        tree, answers + "\ne: A=1", "a province=山东\nb province=山东\nc province=河北\nd province=河北"
    )
    assert [(m.value, m.counted, m.size, m.rank) for m in results.means] == [
        (m.value, m.counted, m.size, m.rank) for m in means
    ]
    assert [m.points for m in results.means] == pytest.approx([m.points for m in means], abs=1e-12)


def test_group_means_follow_the_forms_way_of_ranking() -> None:
    tree = tree_of("A", weights="relative", means=["p"], rank_ties="dense", rank_decimals=1)
    results = evaluate(tree, "a: A=80.04\nb: A=80.01\nc: A=50", "a p=x\nb p=y\nc p=z")
    assert [m.rank for m in results.means] == [1, 1, 2]


def test_the_table_of_results() -> None:
    tree = tree_of(
        "A 60\n  A1 40\n  A2 20\n  A3\nB 40",
        scales={"A3": WORDS, "B": YES_NO},
        grades="good min=70\nrest",
        means=["province"],
    )
    results = evaluate(
        tree,
        "u: A1=50 A2=not_applicable A3=平台 B=yes\nv: A1=80 A2=50 B=blank",
        "u province=山东\nv province=山东",
    )
    assert list(rows(results)) == [
        ResultRow(unit="u", item="A", points=30, score=50, weight=60, rank=2, status="scored"),
        ResultRow(unit="u", item="A1", value="50", points=20, score=50, weight=60, rank=2, status="answered"),
        ResultRow(unit="u", item="A2", weight=0, status="not_applicable"),
        ResultRow(unit="u", item="A3", value="平台", status="answered"),
        ResultRow(
            unit="u", item="B", value="yes", points=40, score=100, weight=40, rank=1, status="answered"
        ),
        ResultRow(
            unit="u", item="TOTAL", points=70, score=70, weight=100, rank=1, grade="good", status="ranked"
        ),
        ResultRow(unit="v", item="A", points=42, score=70, rank=1, status="scored"),
        ResultRow(unit="v", item="A1", value="80", points=32, score=80, rank=1, status="answered"),
        ResultRow(unit="v", item="A2", value="50", points=10, score=50, rank=1, status="answered"),
        ResultRow(unit="v", item="A3", status="blank"),
        ResultRow(unit="v", item="B", status="blank"),
        ResultRow(unit="v", item="TOTAL", status="pending"),
        ResultRow(
            unit="province=山东", item="TOTAL", value="1/2", points=70, score=70, rank=1, status="mean"
        ),
    ]


@pytest.mark.parametrize(
    ("policy", "answers"),
    [
        ({}, "A1=37 A2=not_applicable B1=91 B2=unable"),
        ({"not_applicable": "rescale"}, "A1=37 A2=not_applicable B1=91 B2=14"),
        ({"not_applicable": "zero"}, "A1=37 A2=not_applicable B1=91 B2=not_found"),
        ({"not_applicable": "equal", "full_score": 110}, "A1=not_applicable A2=not_applicable B1=91 B2=14"),
    ],
)
def test_scores_times_effective_weights_add_up_to_the_base(policy: dict[str, Any], answers: str) -> None:
    tree = tree_of("A 3\n  A1 2\n  A2 1\nB 2\n  B1 5\n  B2 2", weights="relative", **policy)
    results = evaluate(tree, f"u: {answers}")
    leaves = [table(results)["u", leaf.code] for leaf in tree.leaves]
    assert sum((row.score or 0) * (row.weight or 0) / 100 for row in leaves) == pytest.approx(results.base[0])


def test_a_form_without_a_scored_leaf_has_no_total() -> None:
    tree = tree_of("A\n  A1\nB", scales={"A1": WORDS, "B": WORDS}, means=["province"])
    results = evaluate(tree, "u: A1=平台 B=模式\nv: A1=顶层设计", "u province=山东\nv province=山东")
    assert [(row.unit, row.item, row.value, row.status) for row in rows(results)] == [
        ("u", "A1", "平台", "answered"),
        ("u", "B", "模式", "answered"),
        ("v", "A1", "顶层设计", "answered"),
        ("v", "B", "", "blank"),
    ]
    assert not_ranked(results) == ()


def test_a_text_is_never_covered_and_never_pending() -> None:
    tree = tree_of("A 100\n  A1 100\n  A2", scales={"A2": WORDS}, min_coverage=1)
    results = evaluate(tree, "u: A1=40")
    assert (results.points[0], results.status_of(0)) == (40, "ranked")


def test_who_is_not_ranked_and_why() -> None:
    tree = tree_of("A 60\n  A1 40\n  A2 20\nB 40\nC 0", min_coverage=0.6, unable="reweight")
    results = evaluate(
        tree,
        "a: A1=1 A2=2 B=3\nb: A1=1 B=3\nc: A2=unable\nd: A1=1 A2=unable B=unable\n"
        "e: A1=not_applicable A2=not_applicable B=not_applicable",
    )
    assert [(entry.unit.code, entry.status, entry.items) for entry in not_ranked(results)] == [
        ("b", "pending", ("A2",)),
        ("c", "pending", ("A1", "B")),
        ("d", "insufficient", ("A2", "B")),
        ("e", "not_applicable", ()),
    ]


def test_rounding_comes_last() -> None:
    tree = tree_of("A 40\nB 40\nC 20")
    results = evaluate(tree, "u: A=76.01 B=79.39 C=57.88\nv: A=76 B=79.4 C=57.89")
    printed = [display(float(points), 2) for points in results.node_points[0]]
    assert printed == ["30.40", "31.76", "11.58"]
    assert display(float(results.points[0]), 2) == "73.74"
    assert results.points[0] == pytest.approx(30.404 + 31.756 + 11.576, abs=1e-12)
    assert results.rank.tolist() == [2, 1]


@pytest.mark.parametrize(
    ("policy", "order"),
    [
        ({}, "d b c a e"),
        ({"tie_order": "name"}, "d c b a e"),
        ({"list": "band"}, "b c d a e"),
        ({"list": "band", "tie_order": "name"}, "b c d a e"),
    ],
)
def test_listing_order(policy: dict[str, Any], order: str) -> None:
    tree = tree_of("A", weights="relative", grades="high min=80\nrest", **policy)
    results = evaluate(tree, "a: A=10\nb: A=80\nc: A=80\nd: A=90\ne: A=blank", "b name=Z\nc name=Y")
    named = [unit.columns["name"] for unit in results.roster]
    assert named == ["a", "Z", "Y", "d", "e"]
    assert [results.roster[place].code for place in listing(results)] == order.split()


def test_classes_of_units_are_listed_one_after_the_other() -> None:
    tree = tree_of("A", weights="relative", within="kind")
    results = evaluate(tree, "a: A=1\nb: A=9\nc: A=5", "a kind=city\nb kind=site\nc kind=city")
    assert [results.roster[place].code for place in listing(results)] == ["c", "a", "b"]
