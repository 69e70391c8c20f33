"""Paper and telephoned answers that the coordinator enters for an assessor (RECORD R3, R7, R13, R15)."""

from pathlib import Path

import pytest

from evalapp.base.errors import AppError
from evalapp.work.answers import Entered
from evalapp.work.board import board
from evalapp.work.care import history
from evalapp.work.deciding import cell_view
from evalapp.work.entered_by import EnteredBy
from evalapp.work.on_behalf import (
    enter_file_for,
    enter_for,
    page_for,
    person_with_code,
    sign_off_for,
    units_for,
)
from evalapp.work.results import dataset
from tests.people import GOOD, UNITS, Desk, Field, founded

U1, U2 = UNITS[:2]
WHY = "电话记录，10 月 22 日"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Two assessors answer everything; the project passes its check in the end."""
    return founded(tmp_path, codes=("WXL", "ZQM"), mode="all")


@pytest.fixture
def zhao(desk: Desk) -> Field:
    """Has handed in the first city."""
    person = desk.assessor("ZQM")
    person.answers_all(U1)
    desk.merges(person.hands_in(U1))
    return person


def says(value: str) -> Entered:
    return Entered(state="answered", value=value)


def enters(desk: Desk, unit: str = U1, code: str = "WXL", **values: str) -> int:
    answers = {(unit, item): says(value) for item, value in (values or GOOD).items()}
    return enter_for(desk.project, desk.person(code), answers, WHY)


def test_the_author_is_the_coordinator_and_the_subject_the_assessor(desk: Desk, zhao: Field) -> None:
    assert enters(desk, A2="part") == 1
    written = desk.chain()[-1]
    assert (written.author, written.subject) == (desk.id, desk.person("WXL"))
    (line,) = [one for one in history(desk.project, U1, "A2") if one.subject == "王晓岚"]
    assert (line.author, line.on_behalf, line.standing) == ("何敏", WHY, "")
    assert desk.check().faults == ()


def test_it_counts_once_it_is_signed_off(desk: Desk, zhao: Field) -> None:
    enters(desk)
    assert desk.cell(U1, "A2").missing == (desk.person("WXL"),), "in progress only"
    sign_off_for(desk.project, desk.person("WXL"), [U1], WHY)
    assert desk.cell(U1, "A2").status == "agreed"
    row = next(row for row in board(desk.project).rows if row.code == "WXL")
    assert (row.cells[U1].handed_in, row.cells[U2].handed_in) == (len(GOOD), 0)
    enters(desk, A2="none")
    assert desk.cell(U1, "A2").status == "agreed", "what comes after the sign-off is in progress again"
    assert desk.check().faults == ()


def test_pages_say_who_entered_it(desk: Desk, zhao: Field) -> None:
    enters(desk, **{**GOOD, "A2": "none"})
    sign_off_for(desk.project, desk.person("WXL"), [U1], WHY)
    sides = {side.name: side.entered_by for side in cell_view(desk.project, U1, "A2").assessments}
    assert sides == {"王晓岚": EnteredBy("何敏", WHY), "赵启明": None}
    words = {(row.assessor, row.item): row.entered_by for row in dataset(desk.project).answers}
    assert words["王晓岚", "A2"] == f"Entered by 何敏: {WHY}"
    assert words["赵启明", "A2"] == ""


def test_a_later_own_answer_that_did_not_see_it_is_a_conflict_of_the_author(desk: Desk, zhao: Field) -> None:
    enters(desk)
    sign_off_for(desk.project, desk.person("WXL"), [U1], WHY)
    wang = desk.assessor("WXL")
    wang.answers_all(U1, {"A2": "none"})
    desk.merges(wang.hands_in(U1))
    cell = desk.cell(U1, "A2")
    assert (cell.match, cell.status) == ("differ", "pending")
    sides = cell_view(desk.project, U1, "A2").assessments
    assert sorted((side.name, side.value, side.entered_by is not None) for side in sides) == [
        ("王晓岚", "full", True),
        ("王晓岚", "none", False),
        ("赵启明", "full", False),
    ]
    assert desk.cell(U1, "A1").status == "agreed", "equal content counts as one head"
    enters(desk, A2="none")
    sign_off_for(desk.project, desk.person("WXL"), [U1], "已电话核对")
    sides = cell_view(desk.project, U1, "A2").assessments
    assert sorted((side.name, side.value) for side in sides) == [("王晓岚", "none"), ("赵启明", "full")]
    assert desk.check().faults == ()


def test_a_correction_of_what_the_assessor_handed_in(desk: Desk, zhao: Field) -> None:
    assert enters(desk, code="ZQM", A2="part", A1=GOOD["A1"]) == 1, (
        "what is there already is not written again"
    )
    sign_off_for(desk.project, zhao.id, [U1], WHY)
    (side,) = cell_view(desk.project, U1, "A2").assessments
    assert (side.value, side.entered_by) == ("part", EnteredBy("何敏", WHY))
    assert page_for(desk.project, zhao.id, U1).entries["A2"].entered.value == "part"


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_reason_is_asked_for(desk: Desk, reason: str) -> None:
    before = desk.ids()
    for write in (
        lambda: enter_for(desk.project, desk.person("WXL"), {(U1, "A2"): says("part")}, reason),
        lambda: sign_off_for(desk.project, desk.person("WXL"), [U1], reason),
    ):
        with pytest.raises(AppError, match="Say why you enter for 王晓岚"):
            write()
    assert desk.ids() == before


def test_only_for_assessors_and_their_units(tmp_path: Path) -> None:
    desk = founded(tmp_path, codes=("WXL", "ZQM"), mode="single")
    (unit, *_rest) = units_for(desk.project, desk.person("WXL"))
    other = next(
        key for key in UNITS if key not in {one.key for one in units_for(desk.project, desk.person("WXL"))}
    )
    assert enters(desk, unit.key, A2="part") == 1
    with pytest.raises(AppError, match="is not assigned to 王晓岚 WXL"):
        enters(desk, other, A2="part")
    with pytest.raises(AppError, match="no such assessor"):
        enter_for(desk.project, desk.id, {(unit.key, "A2"): says("part")}, WHY)
    with pytest.raises(AppError, match="there is nothing to sign off"):
        sign_off_for(desk.project, desk.person("ZQM"), [other], WHY)
    with pytest.raises(AppError, match="No assessor has the code"):
        person_with_code(desk.project, "XYZ")


def test_an_assessor_enters_for_nobody(desk: Desk, zhao: Field) -> None:
    with pytest.raises(AppError) as refused:
        enter_for(zhao.project, desk.person("WXL"), {(U1, "A2"): says("part")}, WHY)
    assert refused.value.code == "role"


def test_a_table_with_the_assessors_columns(desk: Desk, zhao: Field, tmp_path: Path) -> None:
    table = tmp_path / "paper.csv"
    rows = "\n".join(f"{U1},{item},{value},纸质表" for item, value in GOOD.items())
    table.write_text(f"unit,item,value,justification\n{rows}\n", encoding="utf-8")
    found = enter_file_for(desk.project, table, desk.person("WXL"), WHY, sign_off=True)
    assert (found.rows, found.written, found.signed_off) == (6, 6, (U1,))
    assert desk.cell(U1, "A2").match == "text"
    table.write_text(f"unit,item,value\n{U1},A2,nonsense\nX,A1,yes\n", encoding="utf-8")
    before = desk.ids()
    with pytest.raises(AppError) as refused:
        enter_file_for(desk.project, table, desk.person("WXL"), WHY)
    assert len(refused.value.details) == 2
    assert desk.ids() == before


def test_two_laptops_of_the_coordinator_agree(desk: Desk, zhao: Field, tmp_path: Path) -> None:
    """What was entered for somebody travels with the coordinator's chain, and means the same there."""
    other = desk.second_laptop()
    enters(desk)
    sign_off_for(desk.project, desk.person("WXL"), [U1], WHY)
    other.takes_over(desk)
    assert other.meaning(seals=False) == desk.meaning(seals=False)
    assert other.cell(U1, "A2").status == "agreed"
