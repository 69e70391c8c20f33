"""People change half way, through real windows and files: somebody is replaced, somebody telephones (RECORD 15, 23, R3)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from evalapp.ui.coordinator.page import CoordinatorPage
from evalapp.ui.coordinator.people_page import PeopleSection
from evalapp.work.project import open_project
from evalapp.work.staff import staff
from tests.people import UNITS, Desk, Field, founded
from tests.ui.windows import Screen

U1, U2, U3 = UNITS
CTRL = Qt.KeyboardModifier.ControlModifier
WHY = "十月调任"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise|grabbing)", extend=True),
]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return founded(tmp_path, codes=("WXL", "ZQM"), mode="all")


@pytest.fixture
def workers(desk: Desk) -> tuple[Field, Field]:
    """Wang and Zhao have handed in the first city; Wang has begun the second."""
    wang, zhao = desk.assessor("WXL"), desk.assessor("ZQM")
    wang.answers_all(U1)
    wang.answers(U2, "A2", "part")
    zhao.answers_all(U1)
    desk.merges(wang.hands_in(U1), zhao.hands_in(U1))
    return wang, zhao


@pytest.fixture
def window(desk: Desk, workers: tuple[Field, Field], qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    """The coordinator's window on the page of people."""
    desk.project.close()
    made = Screen(qapp, qtbot, desk.session.home)
    made.window.resize(1366, 706)
    made.window.open_file(desk.project.path)
    made.waits()
    made.waits_for(made.window.isActiveWindow)
    page(made).go("people")
    made.waits()
    yield made
    made.window.close()


def page(screen: Screen) -> CoordinatorPage:
    assert isinstance(screen.window.page, CoordinatorPage)
    return screen.window.page


def people(screen: Screen) -> PeopleSection:
    found = page(screen).sections["people"]
    assert isinstance(found, PeopleSection)
    return found


def answers_with(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """The next dialogs that ask for a folder are answered."""
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args, **_kw: str(folder))


def adds(screen: Screen, name: str, code: str) -> None:
    screen.qtbot.keyClick(people(screen).map, "n")
    people(screen).fields.name.setText(name)
    screen.qtbot.keyClicks(people(screen).fields.code, code)
    screen.qtbot.keyClick(people(screen).fields.code, Qt.Key.Key_Return)
    screen.waits()


def test_scenario_23_the_successor_gets_a_task_and_what_travels_late_counts_for_nothing(
    window: Screen,
    desk: Desk,
    workers: tuple[Field, Field],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wang, zhao = workers
    section = people(window)
    adds(window, "孙雅宁", "SYN")
    section.people.choose(person(window, "WXL"))
    window.clicks(section.replace)
    panel = section.replacing
    window.waits()
    assert panel.words.text() == "2 cities are passed on. 1 that was handed in stays."
    panel.reason.setText(WHY)
    window.waits()
    window.clicks(panel.write)
    assert not section.messages.isHidden(), "Wang's file no longer says what the project does"
    section.messages.acted.emit("tasks")
    window.waits()
    handout = page(window).handout
    rows = {row.code: (row.units, row.standing) for row in handout.table.rows()}
    assert rows == {"SYN": (2, "never"), "WXL": (1, "changed"), "ZQM": (3, "current")}
    answers_with(monkeypatch, tmp_path / "out")
    handout.table.selectRow([row.code for row in handout.table.rows()].index("SYN"))
    window.clicks(handout.again)
    handout.messages.acted.emit("updates")
    window.waits()
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "SYN-cover.pdf",
        "SYN.evalpkg",
        "WXL-update.evalpkg",
    ]
    window.window.close()

    reopened(desk)
    wang.answers_all(U2)
    sent = wang.hands_in(U2)
    desk.tasks["SYN"] = tmp_path / "out" / "SYN.evalpkg"
    sun = desk.assessor("SYN")
    assert [row.unit.key for row in sun.overview()] == [U2, U3]
    sun.answers_all(U2, {"A2": "none"})
    desk.merges(sun.hands_in(U2), sent)
    assert desk.cell(U1, "A2").status == "agreed", "what Wang handed in before stays"
    assert desk.cell(U2, "A2").missing == (zhao.id,)
    assert desk.check().faults == ()


def test_scenario_15_a_code_given_again_belongs_to_another_person(window: Screen, desk: Desk) -> None:
    """Wang is called otherwise, a further person gets the code: nothing of the one counts for the other."""
    section = people(window)
    section.people.choose(person(window, "WXL"))
    window.qtbot.keyClick(section.people, Qt.Key.Key_F2)
    section.fields.code.setText("WXL-old")
    window.qtbot.keyClick(section.fields.code, Qt.Key.Key_Return)
    window.waits()
    adds(window, "魏小兰", "WXL")
    assert [(row.name, row.code, row.units) for row in section.people.rows()] == [
        ("魏小兰", "WXL", 0),
        ("王晓岚", "WXL-old", 3),
        ("赵启明", "ZQM", 3),
    ]
    window.window.close()
    reopened(desk)
    assert desk.cell(U1, "A2").status == "agreed"
    assert {row.code: row.answered for row in staff(desk.project).rows} == {"WXL": 0, "WXL-old": 7, "ZQM": 6}
    assert desk.check().faults == ()


def test_telephoned_answers_and_the_own_file_that_comes_after_all(
    window: Screen, desk: Desk, workers: tuple[Field, Field]
) -> None:
    wang, zhao = workers
    section = people(window)
    section.people.choose(person(window, "ZQM"))
    window.qtbot.keyClick(section.people, "e")
    window.waits()
    panel = section.entering
    panel.fields.unit.setCurrentIndex(1)
    panel.fields.unit.activated.emit(1)
    panel.fields.say("电话告知")
    window.waits()
    panel.items.choose("A2")
    panel.card.setFocus()
    window.qtbot.keyClicks(panel.card, "1")
    window.waits()
    window.qtbot.keyClick(panel.card, Qt.Key.Key_Return, CTRL)
    window.waits()
    window.window.close()

    reopened(desk)
    zhao.answers(U2, "A2", "none")
    desk.merges(zhao.hands_in(U2), wang.hands_in(U2))
    assert desk.cell(U2, "A2").match == "differ"
    heads = desk.rows(
        "SELECT count(*) FROM head WHERE kind = 8 AND unit = ? AND item = 'A2' AND subject = ? AND signed = 1",
        (U2, zhao.id),
    )
    assert heads == [(2,)], "two answers of one person stand side by side until somebody decides"
    assert desk.check().faults == ()


def person(screen: Screen, code: str) -> str:
    return next(row.person for row in people(screen).people.rows() if row.code == code)


def reopened(desk: Desk) -> None:
    """The desk's file, which the window has given back."""
    desk.project = open_project(desk.session, desk.project.path)
