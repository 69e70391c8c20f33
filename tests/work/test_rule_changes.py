"""Rules changed later: several in one step, foreseen, with a history and with disputes (RECORD R18)."""

from pathlib import Path

import pytest

from evalapp.base.errors import AppError
from evalapp.work.project_rules import project_rules
from evalapp.work.rule_changes import change_settings, disputes, foresee_settings, setting_lines
from tests.people import UNITS, Desk, founded

U1 = UNITS[0]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Two assessors have handed in one city; they lie five score points apart in B3, and differ in A2."""
    desk = founded(tmp_path, codes=("WXL", "ZQM"), mode="all")
    wang, zhao = desk.assessor("WXL"), desk.assessor("ZQM")
    wang.answers_all(U1)
    zhao.answers_all(U1, {"A2": "none", "B3": "18/20"})
    desk.merges(wang.hands_in(U1), zhao.hands_in(U1))
    return desk


def test_several_are_set_in_one_step_and_each_has_its_line(desk: Desk) -> None:
    before = len(desk.ids())
    assert change_settings(desk.project, {"tolerance": "5", "deadline": "2026-12-31", "blind": "off"}) == 3
    assert change_settings(desk.project, {"tolerance": "5", "deadline": "2026-12-24"}) == 1
    assert len(desk.ids()) == before + 4
    rules = project_rules(desk.project)
    assert (rules.tolerance, rules.deadline, rules.blind) == (5.0, "2026-12-24", False)
    lines = [(one.name, one.before, one.after, one.in_force, one.by) for one in setting_lines(desk.project)]
    assert lines[0] == ("deadline", "2026-12-31", "2026-12-24", True, "何敏")
    assert ("tolerance", "", "5", True, "何敏") in lines
    assert ("deadline", "", "2026-12-31", False, "何敏") in lines
    assert [one.name for one in setting_lines(desk.project) if one.founded] == ["edition"]


def test_a_tolerance_is_foreseen_without_a_trace(desk: Desk) -> None:
    before, meaning = desk.ids(), desk.meaning()
    seen = foresee_settings(desk.project, {"tolerance": "20", "resolve": "first"})
    assert (desk.ids(), desk.meaning()) == (before, meaning)
    assert [(move.item, move.before, move.after) for move in seen.moves] == [("B3", "pending", "agreed")]
    assert foresee_settings(desk.project, {"deadline": "2026-12-31"}).moves == ()
    change_settings(desk.project, {"tolerance": "20", "resolve": "first"})
    assert desk.cell(U1, "B3").status == "agreed"
    assert foresee_settings(desk.project, {"tolerance": "0"}).becoming("pending") == 1


def test_what_cannot_be_is_refused_as_a_whole(desk: Desk) -> None:
    before = desk.ids()
    for values in ({"blind": "on", "tolerance": "101"}, {"deadline": "31.12."}, {"colour": "red"}):
        with pytest.raises(AppError) as refused:
            change_settings(desk.project, values)
        assert refused.value.code == "setting"
    assert desk.ids() == before


def test_a_dispute_shows_both_and_ends_with_one_word(desk: Desk) -> None:
    other = desk.second_laptop()
    change_settings(desk.project, {"tolerance": "5"})
    change_settings(other.project, {"tolerance": "20"})
    desk.takes_over(other)
    (found,) = disputes(desk.project)
    assert (found.name, sorted(one.value for one in found.said)) == ("tolerance", ["20", "5"])
    assert change_settings(desk.project, {"tolerance": "5"}) == 1, (
        "it is said over both, though one of them says it"
    )
    assert disputes(desk.project) == ()
    assert desk.check().faults == ()
