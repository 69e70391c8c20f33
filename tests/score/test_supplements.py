"""FORM rules 10 and 12: penalties and bonuses beside the base, the gate, caps, and the fail line between them."""

import pytest

from evalapp.entry.states import compile_rules
from evalapp.score.results import Results
from evalapp.score.status import status_name
from evalapp.score.supplements import supplements
from tests.score.evaluation import table
from tests.score.written import YES, computed, leaves_of, number, written

PARTS = f"""
A
J part = "bonus", cap = 8
  J1 weight = 6, {number(3)}
  J2 {YES.replace('"binary"', '"binary", points = 4')}
K part = "bonus", weight = 2, {YES}
P part = "penalty"
  P1 scale = {{ kind = "binary", points = -5 }}
  P2 scale = {{ kind = "count", each = -0.5, floor = -2 }}
Q part = "penalty", scale = {{ kind = "options", options = [{{ value = "no", points = 0 }}, {{ value = "some", points = -3 }}] }}
"""  # fmt: skip
ALL = "A=80 J1=3 J2=yes K=yes P1=no P2=0 Q=no"


def one(answers: str, more: str = "", items: str = PARTS, columns: str = "") -> Results:
    """The results of one unit, whose answers stand after those of ALL."""
    given = dict(word.split("=") for word in f"{ALL} {answers}".split())
    return computed(
        items, "u: " + " ".join(f"{item}={value}" for item, value in given.items()), columns, more
    )


@pytest.mark.parametrize(
    ("answers", "item", "points"),
    [
        ("", "J1", 6),  # by its weight
        ("J1=1", "J1", 2),
        ("", "J2", 4),  # by its scale's maximum
        ("J2=no", "J2", 0),
        ("", "J", 8),  # 10, and the group's cap
        ("J1=1", "J", 6),
        ("J1=not_found J2=unable", "J", 0),
        ("", "K", 2),
        ("P1=yes", "P1", -5),
        ("P2=3", "P2", -1.5),
        ("P2=30", "P2", -2),
        ("P1=yes P2=3", "P", -6.5),
        ("Q=some", "Q", -3),
        ("P1=not_found", "P1", 0),
    ],
)
def test_what_an_item_beside_the_base_earns(answers: str, item: str, points: float) -> None:
    assert table(one(answers))["u", item].points == pytest.approx(points)


@pytest.mark.parametrize("state", ["unable", "not_applicable"])
def test_what_was_not_assessed_or_does_not_apply_earns_nothing_and_says_nothing(state: str) -> None:
    rows = table(one(f"J1={state} P1={state}"))
    assert rows["u", "J1"].points is None
    assert rows["u", "P1"].points is None
    assert rows["u", "J"].points == 4
    assert rows["u", "TOTAL"].points == pytest.approx(80 + 4 + 2)


def test_a_group_of_which_nothing_applies_does_not_apply() -> None:
    rows = table(one("J1=not_applicable J2=not_applicable P1=unable P2=unable"))
    assert [(rows["u", code].status, rows["u", code].points) for code in "JP"] == [
        ("not_applicable", None),
        ("scored", 0),
    ]


def test_a_bonus_has_a_score_and_a_rank_and_a_penalty_only_points() -> None:
    rows = table(one("J1=1 P1=yes"))
    assert (rows["u", "J1"].score, rows["u", "J1"].rank, rows["u", "J1"].weight) == (
        pytest.approx(100 / 3),
        1,
        None,
    )
    assert (rows["u", "P1"].score, rows["u", "P1"].rank, rows["u", "P1"].weight) == (None, None, None)


@pytest.mark.parametrize(
    ("answers", "more", "base", "total"),
    [
        ("", "", 80, 90),  # 8 and 2
        ("P1=yes P2=3 Q=some", "", 70.5, 80.5),  # −5 −1.5 −3, as they are: unweighted
        ("A=5 P1=yes Q=some", "", 0, 10),  # the floor is of the base, the bonus comes after it
        ("A=5 P1=yes Q=some", "policy.floor = -20", -3, 7),
        ("A=5 P1=yes", "policy.floor = 3", 3, 13),
        ("", "policy.bonus = { cap = 5 }", 80, 85),
        ("", "policy.cap = 85", 80, 85),
        ("A=90", "policy.cap = 95\npolicy.bonus = { cap = 30 }", 90, 95),
        ("J1=not_found J2=no K=no", "policy.bonus = { cap = 5 }", 80, 80),
    ],
)
def test_base_and_total(answers: str, more: str, base: float, total: float) -> None:
    results = one(answers, more)
    assert (results.base[0], results.points[0]) == (pytest.approx(base), pytest.approx(total))
    assert results.score[0] == pytest.approx(total)


def test_a_bonus_row_shows_its_points_before_the_cap_of_all() -> None:
    rows = table(one("", "policy.bonus = { cap = 1 }"))
    assert (rows["u", "J"].points, rows["u", "K"].points, rows["u", "TOTAL"].points) == (8, 2, 81)


GATE = "policy.bonus = { gate = \"base > 80.0 && unit.kind == 'portal'\" }"


@pytest.mark.parametrize(
    ("base", "kind", "total"),
    [
        ("81", "portal", 91),
        ("80", "portal", 80),  # more than, not at least
        ("80.0000000001", "portal", 80.0000000001),  # 80 to anybody but a computer
        ("81", "column", 81),
    ],
)
def test_the_gate_looks_at_the_base_and_the_unit(base: str, kind: str, total: float) -> None:
    results = one(f"A={base}", GATE, columns=f"u kind={kind}")
    assert results.points[0] == pytest.approx(total, abs=1e-12)
    assert bool(results.gate[0]) == (total > 90)


def test_the_gate_looks_at_the_base_before_any_bonus_and_after_penalties() -> None:
    assert one("A=79", 'policy.bonus = { gate = "base > 80.0" }').points[0] == 79
    assert one("A=84 P1=yes", 'policy.bonus = { gate = "base > 80.0" }').points[0] == 79


def test_behind_a_shut_gate_top_rows_show_0_and_blanks_do_not_matter() -> None:
    shut = table(one("A=70 J1=blank K=blank", GATE, columns="u kind=portal"))
    assert [(shut["u", code].points, shut["u", code].status) for code in "JK"] == [
        (0, "scored"),
        (0, "blank"),
    ]
    assert (shut["u", "J2"].points, shut["u", "TOTAL"].points, shut["u", "TOTAL"].status) == (4, 70, "ranked")


@pytest.mark.parametrize(
    ("answers", "more", "status"),
    [
        ("J1=blank", "", "pending"),
        ("K=blank", "", "pending"),
        ("P1=blank", "", "pending"),
        ("Q=blank", "", "pending"),
        ("J1=blank", 'policy.unanswered = "zero"', "ranked"),
        ("P1=blank", 'policy.unanswered = "reweight"', "ranked"),
        ("J1=unable P1=unable", "", "ranked"),
        ("J1=unable P1=unable", 'policy.unable = "pending"', "ranked"),
        ("A=unable P1=blank", "", "pending"),  # what is waited for comes before what is missing
        ("A=unable J1=blank", "", "insufficient"),  # without a base there is no gate to open
        ("A=not_applicable P1=blank", "", "not_applicable"),
    ],
)
def test_a_blank_beside_the_base_is_waited_for(answers: str, more: str, status: str) -> None:
    assert one(answers, more).status_of(0) == status


def test_a_blank_penalty_leaves_no_base_to_open_the_gate() -> None:
    rows = table(one("P1=blank", GATE, columns="u kind=portal"))
    assert (rows["u", "TOTAL"].status, rows["u", "J"].points) == ("pending", 8)


@pytest.mark.parametrize(
    ("answers", "status", "total"),
    [
        ("A=62 Q=some", "failed", 69),  # 59 is below 60, whatever the bonus; points and rank stay
        ("A=63 Q=some", "ranked", 70),
        ("A=60", "ranked", 70),
    ],
)
def test_the_fail_line_looks_at_the_base_with_its_penalties(answers: str, status: str, total: float) -> None:
    results = one(answers, "policy.fail_below = 60")
    assert (results.status_of(0), results.points[0], results.rank[0]) == (status, pytest.approx(total), 1)


@pytest.mark.parametrize(
    ("full", "total", "score"), [(110, 93, 100 * 93 / 110), (1000, 805, 80.5), (50, 45, 90)]
)
def test_points_beside_the_base_are_points_whatever_the_full_score(
    full: float, total: float, score: float
) -> None:
    items = f"""
    A
    J part = "bonus", weight = 10, {YES}
    P part = "penalty", scale = {{ kind = "binary", points = -5 }}
    """
    results = computed(items, "u: A=80 J=yes P=yes", more=f"form.full_score = {full}")
    assert results.base[0] == pytest.approx(0.8 * full - 5)
    assert (results.points[0], results.score[0]) == (pytest.approx(total), pytest.approx(score))


def test_sums_before_the_caps_of_the_policy() -> None:
    matrix = leaves_of(PARTS, f"u: {ALL}\nv: J1=3 P1=yes Q=some P2=blank\nw: K=yes P2=4 J2=blank J1=unable")
    beside = supplements(written(PARTS), matrix)
    assert beside.bonus.tolist() == pytest.approx([10, 0, 2])  # a group that waits has no sum yet
    assert beside.penalty.tolist() == pytest.approx([0, -3, 0])
    assert beside.bonus_pending.tolist() == [False, True, True]
    assert beside.penalty_pending.tolist() == [False, True, True]
    tree = written(PARTS)
    assert status_name(int(beside.status[tree.by_code["J"]][1])) == "pending"


def test_the_gate_is_compiled_once_and_reads_the_roster() -> None:
    assert compile_rules(written(PARTS, GATE)).columns == {"kind"}
