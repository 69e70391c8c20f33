"""Rules for small gaps: previewed, logged, and taken back exactly."""

from pathlib import Path

import pytest

from evalapp.base.errors import AppError
from evalapp.base.progress import Progress
from evalapp.base.tables import parse_csv
from evalapp.entry.columns import DECISIONS
from evalapp.work.care import history
from evalapp.work.deciding import cell_view, open_cells
from evalapp.work.decision_table import decide_table
from evalapp.work.small_gaps import (
    GapRule,
    RulePreview,
    apply_rule,
    preview,
    read_rule,
    reopened_by,
    rules_applied,
    take_back,
)
from tests.people import Desk, Field, founded

CITY, OTHER, THIRD = "370100", "370200", "370300"
LOWER = GapRule(take="lower", within=25)


@pytest.fixture
def field_work(tmp_path: Path) -> tuple[Desk, Field, Field]:
    """Three cities. B1 differs by a quarter of the scale in two, by half in the third; A2 by one step, and by two."""
    desk = founded(tmp_path, codes=("WXL", "ZQM"), synthetic=True)
    wang, zhao = desk.assessor("WXL"), desk.assessor("ZQM")
    for person in (wang, zhao):
        first = person is wang
        person.answers_all(CITY, {"B1": "4", "A2": "full"} if first else {"B1": "3", "A2": "none"})
        person.answers_all(OTHER, {"B1": "3"} if first else {"B1": "4"})
        person.answers_all(THIRD, {"B1": "4"} if first else {"B1": "2", "A2": "part"})
    desk.merges(wang.hands_in(), zhao.hands_in())
    return desk, wang, zhao


@pytest.fixture
def desk(field_work: tuple[Desk, Field, Field]) -> Desk:
    return field_work[0]


def seen(desk: Desk, rule: GapRule) -> RulePreview:
    return preview(desk.project, rule, Progress())


def cells_of(found: RulePreview) -> dict[tuple[str, str], str]:
    return {(one.unit, one.item): one.value for one in found.cells}


def waits(desk: Desk) -> set[tuple[str, str]]:
    return {(row.unit, row.item) for row in open_cells(desk.project)}


def test_a_preview_lists_cells_with_their_values_and_writes_nothing(desk: Desk) -> None:
    before = desk.ids()
    assert cells_of(seen(desk, LOWER)) == {(CITY, "B1"): "3", (OTHER, "B1"): "3"}
    assert cells_of(seen(desk, GapRule(take="higher", within=25))) == {(CITY, "B1"): "4", (OTHER, "B1"): "4"}
    assert cells_of(seen(desk, GapRule(take="first", within=25))) == {(CITY, "B1"): "4", (OTHER, "B1"): "3"}
    assert desk.ids() == before


def test_steps_count_on_scales_that_have_them(desk: Desk) -> None:
    assert cells_of(seen(desk, GapRule(take="lower", steps=1))) == {(THIRD, "A2"): "part"}
    assert cells_of(seen(desk, GapRule(take="higher", steps=2))) == {
        (THIRD, "A2"): "full",
        (CITY, "A2"): "full",
    }


def test_only_items_below_a_weight(desk: Desk) -> None:
    # B1 and A2 weigh 20 of 100 points
    assert cells_of(seen(desk, GapRule(take="lower", within=60, below=20))) == {}
    assert len(cells_of(seen(desk, GapRule(take="lower", within=60, below=20.1)))) == 4


def test_the_preview_says_which_ranks_move(desk: Desk) -> None:
    def moves(rule: GapRule) -> dict[str, tuple[int | None, int | None]]:
        return {one.unit: (one.before.rank, one.after.rank) for one in seen(desk, rule).moved}

    # By the means the cities have 84.25, 94.25 and 85.75 points. Fewer points for B1: 81.75, 91.75 and 74.75.
    assert moves(GapRule(take="lower", within=60)) == {CITY: (3, 2), THIRD: (2, 3)}
    # More for A2: 94.25 and 91.75; the second city has 94.25 as before.
    assert moves(GapRule(take="higher", steps=2)) == {CITY: (3, 1), THIRD: (2, 3)}
    assert moves(GapRule(take="lower", within=25, below=1)) == {}


def test_applying_writes_decisions_with_the_words_of_the_rule_at_once(desk: Desk) -> None:
    found = seen(desk, LOWER)
    assert apply_rule(desk.project, LOWER, found) == 2
    assert waits(desk) == {(CITY, "A2"), (THIRD, "A2"), (THIRD, "B1")}
    decided = cell_view(desk.project, CITY, "B1").decided
    assert decided is not None
    assert (decided.value, decided.category, decided.reason) == ("3", "rule", found.words)
    assert "at most 25 of 100 score points apart, the assessment with fewer points is taken" in found.words
    (applied,) = rules_applied(desk.project)
    assert (applied.words, applied.standing, applied.taken_back) == (found.words, 2, False)
    assert set(applied.cells) == {(CITY, "B1"), (OTHER, "B1")}


def test_what_changed_since_the_preview_stops_all_of_it(field_work: tuple[Desk, Field, Field]) -> None:
    desk, wang, _zhao = field_work
    found = seen(desk, LOWER)
    wang.answers(CITY, "B1", "1")
    desk.merges(wang.hands_in())
    with pytest.raises(AppError) as refused:
        apply_rule(desk.project, LOWER, found)
    assert refused.value.code == "moved"
    assert rules_applied(desk.project) == ()


def test_taking_back_reopens_its_cells_and_no_other_decision(desk: Desk) -> None:
    desk.decides(CITY, "A2", "part", reason="By hand before")
    apply_rule(desk.project, LOWER, seen(desk, LOWER))
    desk.decides(THIRD, "A2", "part", reason="By hand afterwards")
    (rule,) = rules_applied(desk.project)
    assert set(reopened_by(desk.project, rule.id)) == {(CITY, "B1"), (OTHER, "B1")}
    take_back(desk.project, rule.id, "The gap was too wide")
    assert waits(desk) == {(CITY, "B1"), (OTHER, "B1"), (THIRD, "B1")}
    assert rules_applied(desk.project)[0].taken_back
    past = [one for one in history(desk.project, CITY, "B1") if one.kind == "decision"]
    assert [one.standing for one in past] == ["withdrawn"]
    assert desk.check().faults == ()


def test_a_decision_made_since_stands_when_the_rule_is_taken_back(desk: Desk) -> None:
    apply_rule(desk.project, LOWER, seen(desk, LOWER))
    desk.decides(CITY, "B1", "4", reason="Counted again")
    (rule,) = rules_applied(desk.project)
    assert rule.standing == 1
    assert reopened_by(desk.project, rule.id) == ((OTHER, "B1"),)
    take_back(desk.project, rule.id, "")
    assert desk.cell(CITY, "B1").final.value == "4"
    assert desk.cell(OTHER, "B1").status == "pending"


def test_rules_one_after_the_other_are_taken_back_one_by_one(desk: Desk) -> None:
    apply_rule(desk.project, LOWER, seen(desk, LOWER))
    steps = GapRule(take="higher", steps=1)
    apply_rule(desk.project, steps, seen(desk, steps))
    later, earlier = rules_applied(desk.project)
    take_back(desk.project, earlier.id, "")
    assert waits(desk) == {(CITY, "B1"), (OTHER, "B1"), (CITY, "A2"), (THIRD, "B1")}
    assert [one.taken_back for one in rules_applied(desk.project)] == [False, True]
    assert later.standing == 1


def test_a_rule_that_was_applied_is_found_in_every_file(desk: Desk, tmp_path: Path) -> None:
    apply_rule(desk.project, LOWER, seen(desk, LOWER))
    copy = desk.copies_file(tmp_path / "copy.evalproj")
    applied = rules_applied(desk.project)
    desk.reopens(copy)
    assert rules_applied(desk.project) == applied


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("take=lower within=25", LOWER),
        ("take=first steps=1 below=0.5", GapRule(take="first", steps=1, below=0.5)),
    ],
)
def test_rules_can_be_written(text: str, rule: GapRule) -> None:
    assert read_rule(text) == rule


@pytest.mark.parametrize(
    "text",
    ["", "take=mean within=5", "take=lower", "take=lower within=no", "take=lower within=101", "lower 5"],
)
def test_what_is_no_rule_is_refused(text: str) -> None:
    with pytest.raises(AppError) as refused:
        read_rule(text)
    assert refused.value.code == "rule"


def test_nobody_decides_by_hand_in_the_name_of_a_rule(desk: Desk) -> None:
    basis = cell_view(desk.project, CITY, "B1").basis
    table = parse_csv(
        f"unit,item,value,reason_category,reason,basis\n{CITY},B1,4,rule,so,{basis}", "d.csv", DECISIONS
    )
    with pytest.raises(AppError) as refused:
        decide_table(desk.project, table)
    assert "“rule” is the reason of decisions that a rule makes" in refused.value.details[0]
