"""FORM rules 13 and 14: what is a hit, what it does, what is not settled, and the status of the total."""

import pytest

from evalapp.score.results import Results
from tests.score.evaluation import table
from tests.score.written import YES, computed

VETO = f'A\nV part = "veto"\n  V1 {YES}\n  V2 {YES}'


def veto(effect: str, points: float | None = None) -> str:
    return f'veto = {{ effect = "{effect}"{"" if points is None else f", points = {points}"} }}'


def policy(effect: str, points: float | None = None, more: str = "") -> str:
    return f"policy.{veto(effect, points)}\n{more}"


def ends(results: Results, row: int = 0) -> tuple[str, float | None, int | None]:
    """Status, points and rank of the total."""
    total = table(results)[results.roster[row].code, "TOTAL"]
    return total.status, total.points, total.rank


@pytest.mark.parametrize(
    ("scale", "hit", "no_hit"),
    [
        ('{ kind = "binary" }', "yes", "no"),
        ('{ kind = "count" }', "1", "0"),
        ('{ kind = "checklist", ticks = [{ id = "a" }, { id = "b" }] }', "b", "none"),
        ('{ kind = "deductions", points = 1, findings = [{ id = "a", each = 1 }] }', "a=1", "none"),
        ('{ kind = "options", options = [{ value = "bad", points = 3, veto = true }, { value = "poor", points = 0 }] }', "bad", "poor"),
        ('{ kind = "rounds", n = 2, of = { kind = "binary" } }', "no;yes", "no;"),
        ('{ kind = "derived", value = "answer[\'A\'] > 50.0" }', "A=80", "A=20"),
        ('{ kind = "derived", value = "answer[\'A\'] - 50.0" }', "A=80", "A=20"),
    ],
)  # fmt: skip
def test_what_is_a_hit(scale: str, hit: str, no_hit: str) -> None:
    items = f'A\nV part = "veto", scale = {scale}'
    for value, status in ((hit, "vetoed"), (no_hit, "ranked"), ("not_found", "ranked")):
        if "derived" in scale and value == "not_found":
            continue
        answers = f"u: {value}" if value.startswith("A=") else f"u: A=60 V={value}"
        assert computed(items, answers).status_of(0) == status


@pytest.mark.parametrize(
    ("more", "answers", "expected"),
    [
        (policy("fail"), "A=90 V1=yes V2=no", ("vetoed", None, None)),
        (policy("zero"), "A=90 V1=yes V2=no", ("vetoed", 0, 1)),
        (policy("fixed", 59), "A=90 V1=yes V2=no", ("vetoed", 59, 1)),
        (policy("fixed", 59), "A=20 V1=yes V2=no", ("vetoed", 59, 1)),  # exactly, also where it is more
        (policy("cap", 59), "A=90 V1=yes V2=no", ("vetoed", 59, 1)),
        (policy("cap", 59), "A=20 V1=yes V2=no", ("vetoed", 20, 1)),
        (policy("cap", 59), "A=90 V1=no V2=no", ("ranked", 90, 1)),
        (policy("fixed", 59, "policy.cap = 50"), "A=90 V1=yes V2=no", ("vetoed", 59, 1)),
        (policy("zero", more="policy.floor = 30"), "A=90 V1=yes V2=no", ("vetoed", 0, 1)),
        (policy("fixed", 59, "policy.fail_below = 60"), "A=20 V1=yes V2=no", ("vetoed", 59, 1)),
        # A hit wins over what is waited for and what is missing …
        (policy("fail"), "V1=yes", ("vetoed", None, None)),
        (policy("zero"), "V1=yes", ("vetoed", 0, 1)),
        (policy("fixed", 59), "A=unable V1=yes V2=unable", ("vetoed", 59, 1)),
        # … but a cap needs a total.
        (policy("cap", 59), "V1=yes V2=no", ("pending", None, None)),
        (policy("cap", 59), "A=unable V1=yes V2=no", ("vetoed", None, None)),
        # No hit, and not settled.
        (policy("fail"), "A=90 V1=no", ("pending", None, None)),
        (policy("fail"), "A=90 V1=no V2=unable", ("pending", None, None)),
        (policy("fail"), "A=unable V1=no V2=unable", ("pending", None, None)),
        (policy("fail", more='policy.unanswered = "zero"'), "A=90 V1=no", ("ranked", 90, 1)),
        (policy("fail", more='policy.unable = "zero"'), "A=90 V1=no V2=unable", ("pending", None, None)),
        (policy("fail"), "A=90 V1=not_found V2=not_applicable", ("ranked", 90, 1)),
    ],
)  # fmt: skip
def test_what_a_hit_does(more: str, answers: str, expected: tuple[str, float | None, int | None]) -> None:
    assert ends(computed(VETO, f"u: {answers}", more=more)) == expected


def test_of_several_fixed_totals_the_lowest_holds() -> None:
    items = f'A\nV part = "veto"\n  V1 {veto("fixed", 59)}, {YES}\n  V2 {veto("fixed", 40)}, {YES}\n  V3 {veto("zero")}, {YES}\n  V4 {veto("cap", 50)}, {YES}'  # fmt: skip
    for hits, points in (("V1", 59), ("V1 V2", 40), ("V2 V3", 0), ("V1 V4", 59), ("V4", 50)):
        answers = " ".join(
            f"{code}={'yes' if code in hits.split() else 'no'}" for code in ("V1", "V2", "V3", "V4")
        )
        assert computed(items, f"u: A=90 {answers}").points[0] == points


def test_a_hit_that_fails_wins_over_all_others() -> None:
    items = f'A\nV part = "veto"\n  V1 {veto("fixed", 59)}, {YES}\n  V2 {veto("fail")}, {YES}'
    assert ends(computed(items, "u: A=90 V1=yes V2=yes")) == ("vetoed", None, None)


def test_an_item_or_its_group_says_what_its_hit_does() -> None:
    items = f'A\nV part = "veto", {veto("fixed", 59)}\n  V1 {YES}\n  V2 {veto("zero")}, {YES}\nW part = "veto", {YES}'
    for answers, expected in (
        ("V1=yes V2=no W=no", ("vetoed", 59, 1)),
        ("V1=no V2=yes W=no", ("vetoed", 0, 1)),
        ("V1=no V2=no W=yes", ("vetoed", None, None)),
    ):
        assert ends(computed(items, f"u: A=90 {answers}")) == expected


GROUPS = f"""
A
  A1
  A2
  AV part = "veto", {veto("item")}, {YES}
B
"""


@pytest.mark.parametrize(
    ("answers", "group", "score", "total", "status"),
    [
        ("A1=80 A2=60 AV=no B=50", "scored", 70, 60, "ranked"),
        ("A1=80 A2=60 AV=yes B=50", "vetoed", 0, 25, "ranked"),
        ("AV=yes B=50", "vetoed", 0, 25, "ranked"),  # also where something is blank
        ("A1=unable A2=unable AV=yes B=50", "vetoed", 0, 25, "ranked"),
        ("A1=80 A2=60 AV=blank B=50", "pending", None, None, "pending"),
        ("A1=80 A2=60 AV=unable B=50", "pending", None, None, "pending"),
        ("A1=80 A2=60 AV=not_found B=50", "scored", 70, 60, "ranked"),
        ("A1=not_applicable A2=not_applicable AV=unable B=50", "not_applicable", None, 50, "ranked"),
    ],
)  # fmt: skip
def test_the_effect_item_is_that_of_its_group(
    answers: str, group: str, score: float | None, total: float | None, status: str
) -> None:
    rows = table(computed(GROUPS, f"u: {answers}"))
    assert (rows["u", "A"].status, rows["u", "A"].score) == (group, score)
    assert (rows["u", "TOTAL"].points, rows["u", "TOTAL"].status) == (total, status)


def test_what_stands_in_a_vetoed_group_has_no_part_in_the_whole() -> None:
    rows = table(computed(GROUPS, "u: A1=80 A2=60 AV=yes B=50"))
    assert [rows["u", code].weight for code in ("A", "A1", "A2", "B")] == [50, 0, 0, 50]
    assert [rows["u", code].points for code in ("A", "A1", "A2", "B")] == [0, 20, 15, 25]


def test_a_veto_leaf_in_the_base_concerns_the_whole_unless_it_says_item() -> None:
    assert ends(computed(GROUPS.replace(veto("item"), veto("fail")), "u: A1=80 A2=60 AV=yes B=50")) == (
        "vetoed",
        None,
        None,
    )


def test_a_vetoed_group_is_in_no_comparison_of_groups() -> None:
    items = GROUPS.replace("\nA\n", '\nA normalise = { method = "minmax", range = [10, 90] }\n')
    answers = "\n".join(f"{unit}: A1={score} A2={score} AV={'yes' if unit == 'w' else 'no'} B=0" for unit, score in (("u", 20), ("v", 60), ("w", 5)))  # fmt: skip
    results = computed(items, answers)
    assert [table(results)[unit, "A"].score for unit in "uvw"] == [10, 90, 0]


def test_who_is_failed_by_a_veto_has_no_rank_anywhere_and_the_others_close_up() -> None:
    results = computed(
        VETO, "u: A=90 V1=yes V2=no\nv: A=80 V1=no V2=no\nw: A=70 V1=no V2=no", more=policy("fail")
    )
    assert results.rank.tolist() == [0, 1, 2]
    assert results.node_rank[:, 0].tolist() == [0, 1, 2]
    zero = computed(
        VETO, "u: A=90 V1=yes V2=no\nv: A=80 V1=no V2=no\nw: A=70 V1=no V2=no", more=policy("zero")
    )
    assert zero.rank.tolist() == [3, 1, 2]
    assert zero.node_rank[:, 0].tolist() == [1, 2, 3]


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ("V1=no V2=no", "scored"),
        ("V1=yes V2=blank", "vetoed"),
        ("V1=no V2=blank", "pending"),
        ("V1=no V2=unable", "pending"),
        ("V1=not_applicable V2=not_applicable", "not_applicable"),
        ("V1=not_applicable V2=no", "scored"),
    ],
)
def test_a_group_of_the_veto_part_says_how_it_stands(answers: str, status: str) -> None:
    assert table(computed(VETO, f"u: A=50 {answers}"))["u", "V"].status == status


ACCOUNTS = f'A applies = "unit.kind == \'site\'"\n  A1\n  A2\nV part = "veto"\n  V1 {YES}\n  V2 {YES}'
GRADES = 'grade = [{ id = "fail", name = "不合格", fail = true }, { id = "pass", name = "合格", min = 60, pass = true }]'


@pytest.mark.parametrize(
    ("kind", "answers", "status", "grade"),
    [
        ("account", "V1=no V2=no", "passed", "pass"),
        ("account", "V1=no V2=not_applicable", "passed", "pass"),
        ("account", "V1=not_found V2=not_applicable", "passed", "pass"),
        ("account", "V1=yes V2=no", "vetoed", "fail"),
        ("account", "V1=no V2=blank", "pending", ""),
        ("account", "V1=not_applicable V2=not_applicable", "not_applicable", ""),
        ("site", "A1=60 A2=60 V1=no V2=no", "ranked", "pass"),
        ("site", "A1=59 A2=59 V1=no V2=no", "ranked", ""),
        ("site", "A1=unable A2=unable V1=no V2=no", "insufficient", ""),
    ],
)
def test_who_had_only_the_veto_part_and_passed_it(kind: str, answers: str, status: str, grade: str) -> None:
    results = computed(ACCOUNTS, f"u: {answers}", f"u kind={kind}", more=GRADES)
    row = table(results)["u", "TOTAL"]
    assert (row.status, row.grade) == (status, grade)
    assert (row.points is None) == (status != "ranked")


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        # Rule 14: the first of these that holds.
        ("A1=blank B=10 J=blank V=yes", "vetoed"),
        ("A1=blank B=10 J=no V=no", "pending"),
        ("A1=unable B=unable J=no V=no", "insufficient"),
        ("A1=not_applicable B=not_applicable J=no V=not_applicable", "not_applicable"),
        ("A1=not_applicable B=not_applicable J=no V=no", "passed"),
        ("A1=10 B=10 J=no V=no", "failed"),
        ("A1=80 B=80 J=no V=no", "ranked"),
        ("A1=80 B=80 J=blank V=no", "pending"),
    ],
)
def test_the_status_of_the_total(answers: str, status: str) -> None:
    items = f'A\n  A1\nB\nJ part = "bonus", {YES}\nV part = "veto", {YES}'
    assert computed(items, f"u: {answers}", more="policy.fail_below = 60").status_of(0) == status
