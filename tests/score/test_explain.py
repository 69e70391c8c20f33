"""How a number came about, as figures: children before and after what was left out, cohorts, sub-units, and the steps of a total."""

import pytest

from evalapp.report.explanation.totals import total_lines
from evalapp.score.explain.item import explain_item
from evalapp.score.explain.terms import Term
from evalapp.score.explain.total import explain_total
from tests.score.written import TOWN, YES, computed, number


def weights(terms: tuple[Term, ...]) -> dict[str, tuple[str, float, float, float]]:
    """What each child counted as, its weights before and after, and its share."""
    return {
        term.code: (term.counted, term.nominal, pytest.approx(term.used), pytest.approx(term.share))
        for term in terms
    }


GROUP = "A\n  A1 weight = 4\n  A2 weight = 3\n  A3 weight = 2\n  A4 weight = 1\nB"


def test_a_leaf() -> None:
    results = computed(f"A {number(40)}\nB weight = 3", "u: A=10 B=50\nv: A=40 B=10")
    found = explain_item(results, 0, "A")
    assert (found.value, found.score, found.points, found.nominal, found.weight) == ("10", 25, 6.25, 25, 25)
    assert (found.status, found.terms, found.mean, found.compared, found.below, found.hit) == (
        "answered",
        (),
        None,
        None,
        (),
        False,
    )


@pytest.mark.parametrize(
    ("more", "answers", "terms", "mean"),
    [
        ("", "A1=10 A2=20 A3=30 A4=40", {"A1": ("counted", 20, 20, 0.4), "A2": ("counted", 15, 15, 0.3), "A3": ("counted", 10, 10, 0.2), "A4": ("counted", 5, 5, 0.1)}, 20),
        ("", "A1=10 A2=20 A3=not_applicable A4=unable", {"A1": ("counted", 20, 20, 4 / 7), "A2": ("counted", 15, 15, 3 / 7), "A3": ("left_out", 10, 0, 0), "A4": ("missing", 5, 0, 0)}, 100 / 7),
        ('policy.not_applicable = "equal"', "A1=10 A2=20 A3=30 A4=not_applicable", {"A1": ("counted", 20, 20 + 5 / 3, (20 + 5 / 3) / 50), "A2": ("counted", 15, 15 + 5 / 3, (15 + 5 / 3) / 50), "A3": ("counted", 10, 10 + 5 / 3, (10 + 5 / 3) / 50), "A4": ("left_out", 5, 0, 0)}, (10 * (20 + 5 / 3) + 20 * (15 + 5 / 3) + 30 * (10 + 5 / 3)) / 50),
        ('policy.not_applicable = "zero"', "A1=10 A2=20 A3=30 A4=not_applicable", {"A1": ("counted", 20, 20, 0.4), "A2": ("counted", 15, 15, 0.3), "A3": ("counted", 10, 10, 0.2), "A4": ("counted", 5, 5, 0.1)}, 16),
        ("", "A1=10 A2=20 A3=30 A4=blank", {"A1": ("counted", 20, 0, 0), "A2": ("counted", 15, 0, 0), "A3": ("counted", 10, 0, 0), "A4": ("pending", 5, 0, 0)}, None),
        ("policy.min_coverage = 0.9", "A1=10 A2=20 A3=30 A4=unable", {"A1": ("counted", 20, 0, 0), "A2": ("counted", 15, 0, 0), "A3": ("counted", 10, 0, 0), "A4": ("missing", 5, 0, 0)}, None),
    ],
)  # fmt: skip
def test_a_group_and_the_weights_of_its_children(
    more: str, answers: str, terms: dict[str, tuple[str, float, float, float]], mean: float | None
) -> None:
    found = explain_item(computed(GROUP, f"u: {answers} B=50", more=more), 0, "A")
    assert weights(found.terms) == terms
    assert found.mean == (None if mean is None else pytest.approx(mean))
    assert found.score == found.mean


def test_a_child_that_does_not_exist_for_the_unit_is_not_mentioned() -> None:
    found = explain_item(computed("A\n  A1\n  A2 weight = 0\nB", "u: A1=10 B=5"), 0, "A")
    assert [term.code for term in found.terms] == ["A1"]


def test_the_cohort_of_a_value() -> None:
    items = 'A scale = { kind = "number", points = { method = "zscore", mean = 50, sd = 10 } }\nB'
    answers = "u: A=2 B=1\nv: A=4 B=1\nw: A=6\nx: A=not_found B=1\ny: A=unable B=1"
    found = explain_item(computed(items, answers), 0, "A").compared
    assert found is not None
    assert (found.value, found.n, found.low, found.high, found.mean, found.deviation) == (2, 3, 2, 6, 4, 2)
    assert explain_item(computed(items, answers), 3, "A").compared is None  # not found is in no cohort


def test_the_cohort_is_that_inside_the_column() -> None:
    items = 'A scale = { kind = "number", points = { method = "minmax" } }'
    found = explain_item(
        computed(items, "u: A=2\nv: A=4\nw: A=9", "u k=x\nv k=x\nw k=y", 'units.within = "k"'), 0, "A"
    )
    assert found.compared is not None
    assert (found.compared.n, found.compared.high) == (2, 4)


def test_a_group_that_is_compared_has_the_mean_before_and_the_score_after() -> None:
    items = 'A normalise = { method = "minmax" }\n  A1\n  A2\nB'
    results = computed(items, "u: A1=20 A2=40 B=1\nv: A1=60 A2=80 B=1\nw: A1=40 A2=60 B=1")
    found = explain_item(results, 2, "A")
    assert (found.mean, found.score) == (50, 50)
    assert found.compared is not None
    assert (found.compared.value, found.compared.low, found.compared.high, found.compared.n) == (
        50,
        30,
        70,
        3,
    )


def test_the_towns_behind_an_item() -> None:
    items = f'A\nT rollup = {{ {TOWN}, take = "mean", of = "score" }}, scale = {{ kind = "count", cap = 10 }}'
    columns = "t parent=u kind=town\ns parent=u kind=town"
    found = explain_item(computed(items, "u: A=1\nt: T=4\ns: T=unable", columns), 0, "T")
    assert [(below.unit.code, below.status, below.value, below.score) for below in found.below] == [
        ("t", "answered", "4", 40),
        ("s", "unable", "", None),
    ]


def test_a_veto_that_was_hit() -> None:
    items = f'A\nV part = "veto", veto = {{ effect = "fixed", points = 59 }}, {YES}\nW part = "veto", {YES}'
    results = computed(items, "u: A=90 V=yes W=no")
    assert [explain_item(results, 0, code).hit for code in "AVW"] == [False, True, False]
    (hit,) = explain_total(results, 0).hits
    assert (hit.code, hit.effect.effect, hit.effect.points) == ("V", "fixed", 59)


STEPS = f"""
A
B weight = 3
J part = "bonus", weight = 8, {YES}
P part = "penalty", scale = {{ kind = "binary", points = -5 }}
"""
POLICY = """
policy.bonus = { cap = 6, gate = "base > 40.0" }
grade = [{ id = "good", name = "良", min = 60 }, { id = "rest", name = "其他" }]
profile = [{ id = "large", when = "unit.kind == 'large'", weights = { A = 3 } }]
"""


def test_the_steps_of_a_total() -> None:
    answers = "u: A=80 B=60 J=yes P=yes\nv: A=40 B=40 J=yes P=no\nw: A=blank B=1 J=no P=no"
    results = computed(STEPS, answers, "u kind=large\nv kind=small\nw kind=small", POLICY)
    found = explain_total(results, 0)
    assert (found.profile, found.mean, found.score, found.penalty, found.base) == ("large", 70, 70, -5, 65)
    assert (found.has_bonus, found.gate_open, found.earned, found.bonus, found.points) == (
        True,
        True,
        8,
        6,
        71,
    )
    assert (found.status, found.rank, found.ranked, found.grade) == ("ranked", 1, 2, "good")
    assert weights(found.terms) == {"A": ("counted", 50, 50, 0.5), "B": ("counted", 50, 50, 0.5)}
    shut = explain_total(results, 1)
    assert (shut.profile, shut.gate_open, shut.earned, shut.bonus, shut.points, shut.grade) == (
        "",
        False,
        8,
        0,
        40,
        "rest",
    )
    waiting = explain_total(results, 2)
    assert (waiting.status, waiting.mean, waiting.base, waiting.points, waiting.rank, waiting.grade) == (
        "pending",
        None,
        None,
        None,
        None,
        "",
    )


def test_a_total_that_is_compared_over_all_units() -> None:
    results = computed(
        "A\nB",
        "u: A=20 B=40\nv: A=60 B=80",
        more='policy.normalise = { method = "minmax", range = [10, 90] }',
    )
    found = explain_total(results, 0)
    assert (found.mean, found.score, found.base) == (30, 10, 10)
    assert found.compared is not None
    assert (found.compared.value, found.compared.high) == (30, 70)


def test_an_unknown_item_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        explain_item(computed("A", "u: A=1"), 0, "Z")


def test_the_rank_counts_those_that_are_ranked_together() -> None:
    answers = "u: A=20\nv: A=60\nw: A=70\nx:"
    results = computed("A", answers, "u k=县\nv k=县\nw k=市\nx k=县", 'units.within = "k"')
    found = explain_total(results, 0)
    assert (found.rank, found.ranked, found.within) == (2, 2, "县")
    assert "Rank 2 of 2 among 县." in total_lines(found, results.tree.form, "en")
