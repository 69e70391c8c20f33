"""Two coordinators with windows on one shared project: what one decides, the other sees."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from evalapp.base.progress import Progress
from evalapp.work.coordinators import grant
from evalapp.work.moving import join, move_to_server
from evalapp.work.project import open_project
from tests.people import desk_of, founded, laptop
from tests.ui.coordinator.office import CITY, Office, office_of


@pytest.fixture
def offices(tmp_path: Path, server: str, qtbot: QtBot) -> Iterator[tuple[Office, Office]]:
    """The founder's window and a further coordinator's, on one server."""
    desk = founded(tmp_path, codes=("WXL", "ZQM"), mode="all")
    wang, zhao = desk.assessor("WXL"), desk.assessor("ZQM")
    wang.answers(CITY, "A2", "full")
    zhao.answers(CITY, "A2", "none")
    desk.merges(wang.hands_in(CITY), zhao.hands_in(CITY))
    session = laptop(tmp_path / "li")
    grant(desk.project, name="李敏", code="LM", key=session.identity().public)
    move_to_server(desk.project, server, tmp_path / "he.evaldesk", Progress())
    desk.reopens(tmp_path / "he.evaldesk")
    join(session, server, tmp_path / "li.evaldesk")
    li = desk_of(open_project(session, tmp_path / "li.evaldesk"), tmp_path, {})
    made = office_of(desk, qtbot), office_of(li, qtbot)
    for office in made:
        office.settle()
    yield made
    for office in made:
        office.settle()
        office.page.release()


def statuses(office: Office) -> list[str]:
    return [row.status for row in office.page.decide.queue._rows if row.item == "A2"]


def test_what_one_decides_is_seen_by_the_other(offices: tuple[Office, Office]) -> None:
    he, li = offices
    for office in offices:
        office.go("decide")
        office.page.pulse.ask()
        office.settle()
    assert statuses(li) == ["pending"]
    he.desk.decides(CITY, "A2", "part")
    li.page.pulse.ask()
    li.settle()
    assert statuses(li) == ["decided"], "the cell that is open stays, and says what became of it"


def test_nothing_is_read_again_while_nobody_writes(offices: tuple[Office, Office]) -> None:
    _he, li = offices
    li.page.pulse.ask()
    li.settle()
    told = []
    li.page.services.changes.changed.connect(told.append)
    li.page.pulse.ask()
    li.settle()
    assert told == []
