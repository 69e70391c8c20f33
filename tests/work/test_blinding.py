"""Names are hidden while a cell is decided; uncovering them is possible and logged (revision kind ``reveal``)."""

from pathlib import Path

import pytest

from evalapp.base.errors import AppError
from evalapp.base.progress import Progress
from evalapp.work.blinding import uncover
from evalapp.work.care import history
from evalapp.work.changing import change_setting
from evalapp.work.deciding import cell_view
from evalapp.work.results import dataset
from evalapp.work.tasks import write_updates
from tests.people import Desk, Field, founded

CITY = "370100"


@pytest.fixture
def office(tmp_path: Path) -> tuple[Desk, Field]:
    """One city of which two assessors see A2 and B1 differently; the coordinator and the first of them."""
    made = founded(tmp_path, codes=("WXL", "ZQM"), units=(CITY,), synthetic=True)
    wang, zhao = made.assessor("WXL"), made.assessor("ZQM")
    wang.answers_all(CITY)
    zhao.answers_all(CITY, {"A2": "part", "B1": "2"})
    made.merges(wang.hands_in(), zhao.hands_in())
    return made, wang


@pytest.fixture
def desk(office: tuple[Desk, Field]) -> Desk:
    return office[0]


def test_names_are_hidden_until_somebody_uncovers_them(desk: Desk) -> None:
    assert cell_view(desk.project, CITY, "A2").blind
    uncover(desk.project, CITY, "A2", "He rang me about it")
    view = cell_view(desk.project, CITY, "A2")
    assert not view.blind
    assert [(one.person, one.reason) for one in view.uncovered] == [(desk.id, "He rang me about it")]
    assert cell_view(desk.project, CITY, "B1").blind


def test_it_is_recorded_once_and_stands_in_the_history_of_the_cell(desk: Desk) -> None:
    before = len(desk.ids())
    uncover(desk.project, CITY, "A2", "He rang me about it")
    uncover(desk.project, CITY, "A2", "Again")
    assert len(desk.ids()) == before + 1
    past = history(desk.project, CITY, "A2")
    assert [(one.kind, one.text) for one in past if one.kind == "reveal"] == [
        ("reveal", "He rang me about it")
    ]
    assert desk.check().faults == ()


def test_a_decision_says_whether_names_had_been_uncovered_before_it(desk: Desk) -> None:
    desk.decides(CITY, "B1", "4")
    uncover(desk.project, CITY, "B1", "Only afterwards")
    uncover(desk.project, CITY, "A2", "He rang me about it")
    desk.decides(CITY, "A2", "full")
    known = {item: cell_view(desk.project, CITY, item).decided.names for item in ("A2", "B1")}  # type: ignore[union-attr]
    assert known == {"A2": "uncovered", "B1": ""}
    assert {row.item: row.names_known for row in dataset(desk.project).decisions} == {"A2": True, "B1": False}


def test_with_blindness_off_names_are_shown_and_decisions_say_so(desk: Desk) -> None:
    desk.decides(CITY, "B1", "4")
    change_setting(desk.project, "blind", "off")
    view = cell_view(desk.project, CITY, "A2")
    assert not view.blind and view.uncovered == ()
    desk.decides(CITY, "A2", "full")
    change_setting(desk.project, "blind", "on")
    assert cell_view(desk.project, CITY, "A2").blind
    known = {item: cell_view(desk.project, CITY, item).decided.names for item in ("A2", "B1")}  # type: ignore[union-attr]
    assert known == {"A2": "open", "B1": ""}


def test_letters_stay_when_an_answer_is_corrected(office: tuple[Desk, Field]) -> None:
    desk, wang = office
    before = {one.name: one.label for one in cell_view(desk.project, CITY, "A2").assessments}
    for value in ("none", "part", "full", "none"):
        wang.answers(CITY, "A2", value)
        desk.merges(wang.hands_in())
        assert {one.name: one.label for one in cell_view(desk.project, CITY, "A2").assessments} == before


def test_a_cell_that_does_not_exist_has_no_names(desk: Desk) -> None:
    with pytest.raises(AppError) as refused:
        uncover(desk.project, CITY, "Z9", "why not")
    assert refused.value.code == "unknown_cell"


def test_an_uncovering_does_not_travel_to_assessors(desk: Desk, tmp_path: Path) -> None:
    uncover(desk.project, CITY, "A2", "He rang me about it")
    for written in write_updates(desk.project, tmp_path / "updates", Progress()):
        wang = desk.assessor(written.code, home=f"look-{written.code}")
        wang.opens_update(written.path)
        assert wang.rows("SELECT count(*) FROM slot WHERE kind = 23") == [(0,)]
