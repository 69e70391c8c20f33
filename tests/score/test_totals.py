"""FORM rules 10 to 12, 14 and 15: base, fail line, cap, status, ranks and grades."""

from typing import Any

import numpy as np
import pytest

from evalapp.form.tree import Tree
from tests.score.evaluation import evaluate, table, tree_of


def one_item(**policy: Any) -> Tree:
    return tree_of("A", weights="relative", **policy)


def several(values: str) -> str:
    return "\n".join(f"u{place}: A={value}" for place, value in enumerate(values.split()))


@pytest.mark.parametrize(
    ("policy", "value", "points"),
    [
        ({}, "80", 80),
        ({"full_score": 110}, "80", 88),
        ({"full_score": 1}, "80", 0.8),
        ({"full_score": 1000}, "0", 0),
        ({}, "-20", 0),
        ({"floor": -50}, "-20", -20),
        ({"floor": -10}, "-20", -10),
        ({"floor": 30}, "20", 30),
        ({"cap": 95}, "99", 95),
        ({"cap": 95}, "95", 95),
        ({"cap": 95}, "12", 12),
    ],
)
def test_the_total_is_the_base_between_floor_and_cap(
    policy: dict[str, Any], value: str, points: float
) -> None:
    results = evaluate(one_item(**policy), f"u: A={value}")
    assert results.points[0] == pytest.approx(points, abs=1e-12)
    assert results.score[0] == pytest.approx(
        100 * points / float(str(policy.get("full_score", 100))), abs=1e-12
    )


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ("60", "ranked"),
        ("59.9999999999", "ranked"),
        ("59.999999999", "failed"),
        ("59.99", "failed"),
        ("0", "failed"),
    ],
)
def test_the_fail_line_is_compared_after_the_guard(value: str, status: str) -> None:
    results = evaluate(one_item(fail_below=60), f"u: A={value}")
    assert results.status_of(0) == status
    assert results.points[0] == pytest.approx(float(value), abs=1e-12)
    assert results.rank[0] == 1


def test_the_fail_line_looks_at_the_base_before_the_cap() -> None:
    results = evaluate(one_item(fail_below=60, cap=50), "u: A=70")
    assert (results.status_of(0), results.points[0], results.base[0]) == ("ranked", 50, 70)


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ("A=50 B=50", "ranked"),
        ("A=50 B=10", "failed"),
        ("A=10 B=blank", "pending"),
        ("A=unable B=blank", "pending"),
        ("A=not_applicable B=blank", "pending"),
        ("A=unable B=not_applicable", "insufficient"),
        ("A=unable B=10", "insufficient"),
        ("A=not_applicable B=not_applicable", "not_applicable"),
        ("A=not_applicable B=10", "failed"),
        ("A=not_applicable B=50", "ranked"),
    ],
)
def test_the_status_of_the_total(answers: str, status: str) -> None:
    results = evaluate(tree_of("A 50\nB 50", fail_below=40, min_coverage=0.6), f"u: {answers}")
    assert results.status_of(0) == status
    assert np.isnan(results.points[0]) == (status not in ("ranked", "failed"))
    assert (results.rank[0] > 0) == (status in ("ranked", "failed"))


@pytest.mark.parametrize(
    ("policy", "values", "ranks"),
    [
        ({}, "96.73 96.73 93.93 91.90 91.90 91.33", [1, 1, 3, 4, 4, 6]),
        ({"rank_ties": "dense"}, "96.73 96.73 93.93 91.90 91.90 91.33", [1, 1, 2, 3, 3, 4]),
        ({}, "10 blank 30 20", [3, 0, 1, 2]),
        ({}, "80.00000000001 80 79.99999999999", [1, 1, 1]),
        ({}, "80.000000001 80 79.999999999", [1, 2, 3]),
        ({"rank_decimals": 2}, "79.914 79.906 79.905 79.904", [1, 1, 1, 4]),
        ({"rank_decimals": 2, "rank_ties": "dense"}, "79.914 79.906 79.905 79.904", [1, 1, 1, 2]),
        ({"rank_decimals": 0}, "2.5 3 3.4 3.5", [2, 2, 2, 1]),
        ({"rank_decimals": 2}, "2.675 2.68 2.67", [1, 1, 3]),
        ({"fail_below": 60}, "59 61 58", [2, 1, 3]),
    ],
)
def test_ranks(policy: dict[str, Any], values: str, ranks: list[int]) -> None:
    results = evaluate(one_item(**policy), several(values))
    assert results.rank.tolist() == ranks
    assert results.node_rank[:, 0].tolist() == ranks


def test_ranks_are_made_inside_each_class_of_units() -> None:
    results = evaluate(
        one_item(within="kind"),
        "a: A=1\nb: A=2\nc: A=1\nd: A=9\ne: A=3",
        "a kind=city\nb kind=city\nc kind=province\nd kind=province\ne kind=province",
    )
    assert results.rank.tolist() == [2, 1, 3, 1, 2]
    assert results.node_rank[:, 0].tolist() == [2, 1, 3, 1, 2]


def test_items_are_ranked_by_score_also_where_the_total_is_pending() -> None:
    results = evaluate(tree_of("A 50\nB 50"), "u: A=90\nv: A=80 B=10\nw: A=not_found B=20\nx: A=unable B=10")
    assert results.node_rank[:, 0].tolist() == [1, 2, 3, 0]
    assert results.node_rank[:, 1].tolist() == [0, 2, 1, 2]
    assert results.rank.tolist() == [0, 1, 2, 2]


@pytest.mark.parametrize(
    ("policy", "grades", "values", "expected"),
    [
        ({}, "a min=95\nb min=85\nc min=60\nd", "95 94.99 85 60 59.99", "a b b c d"),
        ({}, "a min=95\nb min=85", "94.99999999999 94.999999999 80", "a b -"),
        ({}, "a above=75\nb above=50\nc", "75 75.1 50.00000000001 50.1", "b a c b"),
        ({"rank_decimals": 2}, "a min=79.91\nb", "79.905 79.904", "a b"),
        ({}, "a top=0.25\nb", "1 2 3 4", "b b b a"),
        ({}, "a top=0.3\nb", "1 2 3 4", "b b a a"),
        ({}, "a top=0.25\nb", "4 4 3 1", "a a b b"),
        ({}, "a top=0.25\nb", "4 blank 3 2 1 blank", "a - b b b -"),
        ({}, "a top=0.333333333333\nb", "1 2 3", "b b a"),
        ({}, "a sd=1\nb sd=0\nc", "1 2 3 4 5", "c c b b a"),
        ({}, "a sd=1\nb sd=0\nc sd=-1\nd", "2 4 6", "c b a"),
        ({}, "a sd=0.5\nb", "7", "a"),
        ({"fail_below": 60}, "f fail=true\na min=90\nb min=0", "59 60 95", "f b a"),
        ({"fail_below": 60}, "a min=90\nb min=60\nf fail=true", "59 60 95", "f b a"),
        ({}, "f fail=true\na min=90", "59 95", "- a"),
        ({}, "a", "blank not_applicable unable 0", "- - - a"),
    ],
)
def test_grades(policy: dict[str, Any], grades: str, values: str, expected: str) -> None:
    results = evaluate(one_item(grades=grades, **policy), several(values))
    found = [grade.id if (grade := results.grade_of(unit)) else "-" for unit in range(len(results.roster))]
    assert found == expected.split()


def test_shares_and_spreads_are_made_inside_each_class_of_units() -> None:
    tree = tree_of("A", weights="relative", within="kind", grades="a top=0.5\nb sd=0\nc")
    results = evaluate(
        tree,
        "a: A=1\nb: A=2\nc: A=10\nd: A=90\ne: A=80\nf: A=70",
        "a kind=x\nb kind=x\nc kind=y\nd kind=y\ne kind=y\nf kind=y",
    )
    found = [table(results)[unit.code, "TOTAL"].grade for unit in results.roster]
    assert found == ["c", "a", "c", "a", "a", "b"]


def test_a_spread_is_that_inside_each_class_of_units() -> None:
    tree = tree_of("A", weights="relative", within="kind", grades="a sd=0.5\nb")
    results = evaluate(
        tree,
        "a: A=10\nb: A=20\nc: A=30\nd: A=70\ne: A=80\nf: A=90",
        "a kind=x\nb kind=x\nc kind=x\nd kind=y\ne kind=y\nf kind=y",
    )
    # 20 + 5 and 80 + 5; over all six the line would lie at 68.
    assert [table(results)[unit.code, "TOTAL"].grade for unit in results.roster] == [
        "b",
        "b",
        "a",
        "b",
        "b",
        "a",
    ]
