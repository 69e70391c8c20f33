"""Who answers what, changed half way: blocks in one transaction, branches, bars, a replaced assessor, and every way back."""

from pathlib import Path

import pytest

from evalapp.base.errors import AppError
from evalapp.work.assigning import Change, change_assignments, foresee_changes, put_back
from evalapp.work.assignment_log import assignment_log, take_back
from evalapp.work.barring import barred_units
from evalapp.work.deciding import open_cells
from evalapp.work.replacing import Replacement, plan_replacement, replace_assessor
from evalapp.work.staff import add_person, change_person, staff
from tests.people import UNITS, Desk, founded

U1, U2, U3 = UNITS
WHY = "调任"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Two assessors answer everything; a third has nothing yet."""
    desk = founded(tmp_path, codes=("WXL", "ZQM"), mode="all")
    add_person(desk.project, "孙雅宁", "SYN")
    return desk


def change(desk: Desk, code: str, unit: str, to: str, branch: str = "") -> Change:
    return Change(person=desk.person(code), unit=unit, to=to, branch=branch)  # type: ignore[arg-type]


def parts(desk: Desk, branch: str = "") -> dict[str, str]:
    """By code, what each has of the three cities: a letter each."""
    letters = {"all": "A", "part": "p", "none": "-", "barred": "X"}
    return {
        row.code: "".join(letters[row.places[unit].part] for unit in UNITS)
        for row in staff(desk.project, branch).rows
    }


def in_order(desk: Desk, unit: str) -> list[str]:
    rows = desk.rows(
        "SELECT p.code FROM assignment a JOIN person p ON p.id = a.subject WHERE a.unit = ? ORDER BY a.place, p.code",
        (unit,),
    )
    return list(dict.fromkeys(code for (code,) in rows))


# Blocks ----------------------------------------------------------------------------------------------------------------


def test_a_block_is_one_transaction_and_is_put_back_by_the_reverse(desk: Desk) -> None:
    before = len(desk.ids())
    block = [change(desk, "SYN", unit, "assigned") for unit in UNITS[:2]] + [change(desk, "ZQM", U3, "none")]
    done = change_assignments(desk.project, block)
    assert (done.written, sorted(done.names)) == (3, ["孙雅宁", "赵启明"])
    assert parts(desk) == {"SYN": "AA-", "WXL": "AAA", "ZQM": "AA-"}
    back = put_back(desk.project, done.was)
    assert parts(desk) == {"SYN": "---", "WXL": "AAA", "ZQM": "AAA"}
    assert len(desk.ids()) == before + 6, "nothing is erased: the way back is written too"
    put_back(desk.project, back.was)
    assert parts(desk) == {"SYN": "AA-", "WXL": "AAA", "ZQM": "AA-"}
    assert desk.check().faults == ()


def test_what_says_nothing_new_is_not_written(desk: Desk) -> None:
    before = desk.ids()
    done = change_assignments(
        desk.project, [change(desk, "WXL", U1, "assigned"), change(desk, "SYN", U1, "none")]
    )
    assert (done.written, desk.ids()) == (0, before)


def test_a_branch_is_taken_from_one_and_given_to_another(desk: Desk) -> None:
    change_assignments(
        desk.project, [change(desk, "ZQM", U1, "none", "B"), change(desk, "SYN", U1, "assigned", "B")]
    )
    assert parts(desk) == {"SYN": "p--", "WXL": "AAA", "ZQM": "pAA"}
    assert parts(desk, "B") == {"SYN": "A--", "WXL": "AAA", "ZQM": "-AA"}
    assert parts(desk, "A") == {"SYN": "---", "WXL": "AAA", "ZQM": "AAA"}
    change_assignments(desk.project, [change(desk, "SYN", U1, "assigned")])
    assert parts(desk)["SYN"] == "A--"
    assert desk.check().faults == ()


def test_a_bar_takes_the_assignment_and_stands_against_another(desk: Desk) -> None:
    done = change_assignments(desk.project, [change(desk, "WXL", U1, "barred")])
    assert parts(desk)["WXL"] == "XAA"
    assert barred_units(desk.project) == {(desk.person("WXL"), U1)}
    with pytest.raises(AppError) as refused:
        change_assignments(
            desk.project, [change(desk, "SYN", U2, "assigned"), change(desk, "WXL", U1, "assigned")]
        )
    assert refused.value.code == "barred"
    assert parts(desk)["SYN"] == "---", "the whole block is refused"
    put_back(desk.project, done.was)
    assert parts(desk)["WXL"] == "AAA"
    change_assignments(desk.project, [change(desk, "WXL", U1, "barred")])
    change_assignments(desk.project, [change(desk, "WXL", U1, "none")])
    assert parts(desk)["WXL"] == "-AA", "taking the bar back assigns nothing"


def test_a_change_is_foreseen_without_a_trace(desk: Desk) -> None:
    wang, zhao = desk.assessor("WXL"), desk.assessor("ZQM")
    wang.answers_all(U1)
    zhao.answers_all(U1, {"A2": "none"})
    desk.merges(wang.hands_in(U1), zhao.hands_in(U1))
    before, meaning = desk.ids(), desk.meaning()
    seen = foresee_changes(desk.project, [change(desk, "ZQM", U1, "none")])
    assert (desk.ids(), desk.meaning()) == (before, meaning)
    assert seen.counts() == (("agreed", "single", 5), ("pending", "single", 1))
    assert (seen.revisions, seen.becoming("single")) == (1, 6)
    change_assignments(desk.project, [change(desk, "ZQM", U1, "none")])
    assert set(desk.statuses("A2").values()) == {"single"}


# A replaced assessor ---------------------------------------------------------------------------------------------------


def half_way(desk: Desk) -> None:
    """Wang and Zhao have handed in the first city; Wang has begun the second."""
    wang, zhao = desk.assessor("WXL"), desk.assessor("ZQM")
    wang.answers_all(U1)
    wang.answers(U2, "A2", "full")
    zhao.answers_all(U1, {"A2": "none"})
    desk.merges(wang.hands_in(U1), zhao.hands_in(U1))


def replacing(desk: Desk, handed_in: str, new: str = "SYN") -> Replacement:
    return Replacement(old=desk.person("WXL"), new=desk.person(new), handed_in=handed_in)  # type: ignore[arg-type]


def test_open_units_go_to_the_new_one_and_handed_in_work_stays(desk: Desk) -> None:
    half_way(desk)
    before, meaning = desk.ids(), desk.meaning()
    plan = plan_replacement(desk.project, replacing(desk, "stay"))
    assert (plan.passed, plan.kept, plan.shared, plan.answers_leaving) == ((U2, U3), (U1,), (), 0)
    assert plan.foreseen.moves == ()
    assert (desk.ids(), desk.meaning()) == (before, meaning), "a plan leaves no trace"
    done = replace_assessor(desk.project, replacing(desk, "stay"), WHY)
    assert parts(desk) == {"SYN": "-AA", "WXL": "A--", "ZQM": "AAA"}
    assert in_order(desk, U2) == ["SYN", "ZQM"], "the new one stands where the old one stood"
    assert desk.cell(U1, "A1").status == "agreed"
    assert len(open_cells(desk.project)) == 1
    put_back(desk.project, done.was)
    assert parts(desk) == {"SYN": "---", "WXL": "AAA", "ZQM": "AAA"}
    assert desk.check().faults == ()


def test_handed_in_work_leaves_and_is_counted_before(desk: Desk) -> None:
    half_way(desk)
    desk.decides(U1, "A2", "part")
    plan = plan_replacement(desk.project, replacing(desk, "leave"))
    assert (plan.passed, plan.kept, plan.answers_leaving) == ((U1, U2, U3), (), 6)
    assert plan.foreseen.counts() == (("agreed", "missing", 5), ("decided", "to_confirm", 1))
    replace_assessor(desk.project, replacing(desk, "leave"), WHY)
    assert parts(desk)["WXL"] == "---"
    assert desk.cell(U1, "A2").status == "to_confirm"
    desk.writes_tasks()
    sun = desk.assessor("SYN")
    sun.answers_all(U1)
    desk.merges(sun.hands_in(U1))
    assert desk.cell(U1, "A1").status == "agreed"
    (line, *_rest) = assignment_log(desk.project)
    assert (line.by, line.reason, line.given, line.taken, line.stands) == ("何敏", WHY, 3, 3, True)
    take_back(desk.project, line.id)
    assert parts(desk) == {"SYN": "---", "WXL": "AAA", "ZQM": "AAA"}
    assert desk.cell(U1, "A2").status == "decided", "what was unassigned counts again"
    assert desk.check().faults == ()


def test_where_the_new_one_is_there_already_there_is_one_less(desk: Desk) -> None:
    half_way(desk)
    plan = plan_replacement(desk.project, replacing(desk, "leave", "ZQM"))
    assert plan.shared == UNITS
    assert {(before, after): n for before, after, n in plan.foreseen.counts()} == {
        ("agreed", "single"): 5,
        ("pending", "single"): 1,
    }
    replace_assessor(desk.project, replacing(desk, "leave", "ZQM"), WHY)
    assert in_order(desk, U1) == ["ZQM"]


def test_a_replacement_takes_a_reason_and_nobody_who_is_barred(desk: Desk) -> None:
    half_way(desk)
    change_assignments(desk.project, [change(desk, "SYN", U3, "barred")])
    before = desk.ids()
    with pytest.raises(AppError, match=f"孙雅宁 is barred from 市{U3}"):
        plan_replacement(desk.project, replacing(desk, "stay"))
    with pytest.raises(AppError) as refused:
        replace_assessor(desk.project, replacing(desk, "stay", "ZQM"), " ")
    assert refused.value.code == "reason"
    with pytest.raises(AppError, match="two different assessors"):
        replace_assessor(desk.project, replacing(desk, "stay", "WXL"), WHY)
    assert desk.ids() == before


def test_an_overtaken_change_is_not_taken_back(desk: Desk) -> None:
    change_assignments(
        desk.project, [change(desk, "SYN", U1, "assigned"), change(desk, "SYN", U2, "assigned")], "帮忙"
    )
    change_assignments(desk.project, [change(desk, "SYN", U2, "none")])
    later, earlier = assignment_log(desk.project)
    assert (earlier.reason, earlier.stands, later.stands) == ("帮忙", False, True)
    with pytest.raises(AppError) as refused:
        take_back(desk.project, earlier.id)
    assert refused.value.code == "overtaken"
    assert assignment_log(founded(desk.folder / "other").project) == (), "what was founded is no change"


# People ----------------------------------------------------------------------------------------------------------------


def test_scenario_15_name_and_code_are_labels(desk: Desk) -> None:
    wang = desk.assessor("WXL")
    wang.answers_all(U1)
    person = desk.person("WXL")
    assert change_person(desk.project, person, "王小岚", "WXL2")
    assert not change_person(desk.project, person, "王小岚", "WXL2")
    desk.merges(wang.hands_in(U1))
    assert desk.cell(U1, "A1").missing == (desk.person("ZQM"),)
    row = next(row for row in staff(desk.project).rows if row.person == person)
    assert (row.name, row.code, row.units, row.items, row.answered, row.handed_in) == (
        "王小岚",
        "WXL2",
        3,
        18,
        6,
        1,
    )
    assert row.keys == (wang.identity.public,)


@pytest.mark.parametrize(("name", "code"), [("", "X"), ("X", ""), ("某人", "wxl"), ("某人", "A/B")])
def test_labels_that_will_not_do(desk: Desk, name: str, code: str) -> None:
    before = desk.ids()
    for write in (
        lambda: add_person(desk.project, name, code),
        lambda: change_person(desk.project, desk.person("ZQM"), name, code),
    ):
        with pytest.raises(AppError) as refused:
            write()
        assert refused.value.code == "person"
    assert desk.ids() == before
