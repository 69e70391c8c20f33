"""Figures that evaluations have printed, and cases worked out from the wording of their rules."""

import pytest

from evalapp.base.numbers import display
from tests.score.evaluation import evaluate, tree_of


@pytest.mark.parametrize(
    ("points", "full", "printed"), [("35.72", 40, "89.30"), ("35.96", 40, "89.90"), ("15.78", 20, "78.90")]
)
def test_uestc_2021_prints_the_score_of_a_dimension_as_a_share_of_its_maximum(
    points: str, full: float, printed: str
) -> None:
    tree = tree_of(f"A {full}", scales={"A": {"kind": "number", "max": full}}, full_score=full)
    results = evaluate(tree, f"成都: A={points}")
    assert display(float(results.node_score[0, 0]), 2) == printed
    assert display(float(results.node_points[0, 0]), 2) == points


@pytest.mark.parametrize(
    ("parts", "maxima", "total"),
    [
        # Guomai's table of prefecture-level sites, 2014; the maxima are ours.
        ("25.4 19.5 10 17.3 14", "30 20 10 20 20", "86.2"),
        # Tongchuan in UESTC 2019; 73.73 was printed, from parts that had more decimals than these.
        ("30.40 31.76 11.58", "40 40 20", "73.74"),
    ],
)
def test_a_total_is_the_sum_of_its_parts(parts: str, maxima: str, total: str) -> None:
    limits = maxima.split()
    scales = {f"A{n}": {"kind": "number", "max": float(limit)} for n, limit in enumerate(limits)}
    tree = tree_of("\n".join(f"A{n} {limit}" for n, limit in enumerate(limits)), scales=scales)
    results = evaluate(tree, "u: " + " ".join(f"A{n}={part}" for n, part in enumerate(parts.split())))
    assert display(float(results.points[0]), len(total.partition(".")[2])) == total


def test_the_party_school_ranks_densely() -> None:
    values = ["96.73", "96.73", "93.93", "91.90", "91.90", "91.33"]
    answers = "\n".join(f"u{place}: A={value}" for place, value in enumerate(values))
    results = evaluate(tree_of("A 100", rank_ties="dense"), answers)
    assert results.rank.tolist() == [1, 1, 2, 3, 3, 4]


@pytest.mark.parametrize(("claim", "points"), [("0.97", 1), ("0.99", 1.5), ("1.00", 2), ("0.94", 0)])
def test_ezhou_gives_steps_for_the_share_of_counties(claim: str, points: float) -> None:
    steps = {"method": "steps", "at": [[0.95, 1], [0.99, 1.5], [1, 2]]}
    tree = tree_of("A\nB 98", scales={"A": {"kind": "number", "points": steps}})
    results = evaluate(tree, f"u: A={claim} B=0")
    assert results.node_points[0, 0] == pytest.approx(points)


def test_longyan_counts_consultations_up_to_three() -> None:
    tree = tree_of("A\nB 97", scales={"A": {"kind": "count", "each": 1, "cap": 3}})
    assert evaluate(tree, "u: A=5 B=0").node_points[0, 0] == pytest.approx(3)


def test_the_state_council_office_fails_a_site_below_60() -> None:
    results = evaluate(tree_of("K 100", fail_below=60), "a: K=59.9\nb: K=60")
    assert [results.status_of(unit) for unit in (0, 1)] == ["failed", "ranked"]


def test_a_site_without_public_services_is_scaled_up() -> None:
    tree = tree_of(
        "K 100\n  K1 75\n  K9 25 applies=unit.services=='yes'",
        scales={"K1": {"kind": "number", "max": 75}, "K9": {"kind": "number", "max": 25}},
        not_applicable="rescale",
    )
    results = evaluate(
        tree, "a: K1=60 K9=25\nb: K1=60\nc: K1=63", "a services=yes\nb services=no\nc services=no"
    )
    assert results.points.tolist() == pytest.approx([85, 80, 84])


def test_cstc_2023_includes_the_lower_bound_in_a_band() -> None:
    tree = tree_of("A 100", grades="卓越 min=95\n优秀 min=85\n良好 min=75\n发展 min=60\n准备")
    values = ["95.0", "94.99", "85.0", "60.0", "59.99"]
    results = evaluate(tree, "\n".join(f"u{place}: A={value}" for place, value in enumerate(values)))
    found = [grade.name for unit in range(5) if (grade := results.grade_of(unit))]
    assert found == ["卓越", "优秀", "优秀", "发展", "准备"]
