"""Who has no rank and why: what stands between a table and its publication."""

from evalapp.score.not_ranked import not_ranked
from evalapp.score.results import Results
from tests.score.written import TOWN, YES, computed

ITEMS = f"""
A
  A1
  A2
B
J part = "bonus", {YES}
P part = "penalty", scale = {{ kind = "binary", points = -1 }}
V part = "veto"
  V1 {YES}
  V2 veto = {{ effect = "fixed", points = 59 }}, {YES}
N part = "note", scale = {{ kind = "count" }}
"""
WHOLE = "A1=1 A2=1 B=1 J=no P=no V1=no V2=no"


def reasons(results: Results) -> dict[str, tuple[str, str]]:
    return {one.unit.code: (one.status, " ".join(one.items)) for one in not_ranked(results)}


def given(changes: str) -> str:
    answers = dict(word.split("=") for word in f"{WHOLE} {changes}".split())
    return " ".join(f"{item}={value}" for item, value in answers.items())


def reason(changes: str, more: str = "") -> tuple[str, str] | None:
    return reasons(computed(ITEMS, f"u: {given(changes)}", more=more)).get("u")


def test_whoever_has_points_is_not_listed() -> None:
    assert reason("") is None
    assert reason("V2=yes") is None
    assert reason("A1=blank V2=yes") is None  # the hit decides
    assert reason("", "policy.fail_below = 60") is None


def test_pending_names_all_that_is_waited_for_and_nothing_else() -> None:
    assert reason("A1=blank") == ("pending", "A1")
    assert reason("A1=blank A2=unable N=blank") == ("pending", "A1")
    assert reason("A1=blank A2=unable", 'policy.unable = "pending"') == ("pending", "A1 A2")
    assert reason("P=blank V1=blank V2=unable") == ("pending", "P V1 V2")
    assert reason("J=blank") == ("pending", "J")


def test_a_bonus_behind_a_shut_gate_stands_in_nobodys_way() -> None:
    gate = 'policy.bonus = { gate = "base > 80.0" }'
    assert reason("J=blank", gate) is None
    assert reason("J=blank V1=blank", gate) == ("pending", "V1")
    assert reason("J=blank A1=90 A2=90 B=90", gate) == ("pending", "J")


def test_insufficient_names_what_applies_and_has_no_score() -> None:
    assert reason("A1=unable A2=unable B=unable") == ("insufficient", "A1 A2 B")
    assert reason("A1=not_applicable A2=unable B=unable") == ("insufficient", "A2 B")
    assert reason("A1=unable B=blank", 'policy.min_coverage = 1\npolicy.unanswered = "reweight"') == (
        "insufficient",
        "A1 B",
    )


def test_vetoed_names_what_was_hit_and_fails() -> None:
    assert reason("V1=yes V2=yes A1=blank") == ("vetoed", "V1")


def test_not_applicable_and_passed_have_no_item_to_look_at() -> None:
    nothing = "A1=not_applicable A2=not_applicable B=not_applicable"
    assert reason(nothing) == ("passed", "")
    assert reason(f"{nothing} V1=not_applicable V2=not_applicable") == ("not_applicable", "")


def test_an_item_of_weight_0_is_nobodys_reason() -> None:
    results = computed("A\nB weight = 0", "u: A=blank B=blank")
    assert reasons(results) == {"u": ("pending", "A")}


def test_what_towns_have_not_answered_is_named_with_the_town() -> None:
    items = f'A\nG rollup = {{ {TOWN}, take = "mean" }}\n  X\n  Y\nV part = "veto", rollup = {{ {TOWN}, take = "any" }}, {YES}'
    columns = "t parent=u kind=town\ns parent=u kind=town\nr parent=v kind=town"
    results = computed(items, "u: A=1\nv: A=blank\nt: X=1 V=no\ns: X=1 Y=2 V=no\nr: X=1 Y=1 V=no", columns)
    found = not_ranked(results)
    assert [(one.unit.code, one.items) for one in found] == [("u", ()), ("v", ("A",))]
    assert [(town.code, items) for town, items in found[0].below] == [("t", ("Y",))]
    assert found[1].below == ()


def test_a_form_that_scores_nothing_ranks_nobody_and_lists_nobody() -> None:
    assert not_ranked(computed('A scale = { kind = "text" }', "u: A=平台")) == ()
