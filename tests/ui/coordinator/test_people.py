"""People and assignment on the page: added, renamed, assigned by keys and pointer, barred, replaced, and back again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evalapp.ui.coordinator.people_page import PeopleSection
from evalapp.ui.page import Keys
from evalapp.work.staff import staff
from tests.people import UNITS, Desk, founded
from tests.ui.coordinator.office import Office, office_of

U1, U2, U3 = UNITS
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Two assessors answer three cities; both have handed in the first, in which they differ."""
    desk = founded(tmp_path, codes=("WXL", "ZQM"), mode="all")
    wang, zhao = desk.assessor("WXL"), desk.assessor("ZQM")
    wang.answers_all(U1)
    zhao.answers_all(U1, {"A2": "none"})
    desk.merges(wang.hands_in(U1), zhao.hands_in(U1))
    return desk


@pytest.fixture
def office(desk: Desk, qapp: QApplication, qtbot: QtBot) -> Iterator[Office]:
    made = office_of(desk, qtbot)
    made.go("people")
    made.page.activateWindow()
    qtbot.waitUntil(made.page.isActiveWindow)
    section(made).map.setFocus()
    yield made
    made.page.release()
    made.page.close()
    made.runner.close()
    made.page.deleteLater()


@pytest.fixture
def sound(office: Office) -> Iterator[Office]:
    """An office in which nothing is refused."""
    yield office
    assert office.told.errors == []
    assert office.desk.check().faults == ()


def section(office: Office) -> PeopleSection:
    found = office.page.sections["people"]
    assert isinstance(found, PeopleSection)
    return found


def parts(office: Office, branch: str = "") -> dict[str, str]:
    letters = {"all": "A", "part": "p", "none": "-", "barred": "X"}
    return {
        row.code: "".join(letters[row.places[unit].part] for unit in UNITS)
        for row in staff(office.desk.project, branch).rows
    }


def chooses(office: Office, code: str, *units: str) -> None:
    section(office).map.choose([(office.desk.person(code), unit) for unit in units])


def presses(
    office: Office, key: Qt.Key | str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    office.qtbot.keyClick(section(office).map, key, modifier)
    office.settle()


def adds(office: Office, name: str, code: str) -> None:
    office.qtbot.keyClick(office.page, "n")
    fields = section(office).fields
    fields.name.setText(name)
    office.qtbot.keyClicks(fields.code, code)
    office.qtbot.keyClick(fields.code, Qt.Key.Key_Return)
    office.settle()


def test_somebody_is_added_and_given_cities_in_one_step(sound: Office) -> None:
    adds(sound, "孙雅宁", "SYN")
    assert section(sound).fields.isHidden()
    assert parts(sound)["SYN"] == "---"
    before = len(sound.desk.ids())
    chooses(sound, "SYN", U1)
    presses(sound, Qt.Key.Key_Right, SHIFT)
    presses(sound, "a")
    assert parts(sound)["SYN"] == "AA-"
    assert len(sound.desk.ids()) == before + 2
    assert len({revision.at for revision in sound.desk.chain()[-2:]}) == 1, "one transaction for the block"
    presses(sound, Qt.Key.Key_Z, CTRL)
    assert parts(sound)["SYN"] == "---"
    assert sound.told.toasts[-1] == "Undone: the reverse is written."


def test_a_cell_is_switched_by_space_and_by_a_double_click(sound: Office) -> None:
    chooses(sound, "ZQM", U3)
    presses(sound, Qt.Key.Key_Space)
    assert parts(sound)["ZQM"] == "AA-"
    view = section(sound).map
    spot = view.visualRect(view.currentIndex()).center()
    sound.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    sound.qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    sound.settle()
    assert parts(sound)["ZQM"] == "AAA"


def test_a_bar_stands_and_its_refusal_is_told(office: Office) -> None:
    chooses(office, "WXL", U2, U3)
    presses(office, "b")
    assert parts(office)["WXL"] == "AXX"
    presses(office, "a")
    (error,) = office.told.errors
    assert "barred" in str(error)
    presses(office, Qt.Key.Key_Delete)
    assert parts(office)["WXL"] == "A--"


def test_a_branch_of_the_form_is_given_away(sound: Office) -> None:
    page = section(sound)
    page.branch.setCurrentIndex(page.branch.findData("B"))
    page.branch.activated.emit(page.branch.currentIndex())
    sound.settle()
    chooses(sound, "ZQM", U2)
    presses(sound, Qt.Key.Key_Delete)
    assert parts(sound)["ZQM"] == "ApA"
    assert parts(sound, "B")["ZQM"] == "A-A"


def test_whose_file_is_out_of_date_is_told(sound: Office) -> None:
    chooses(sound, "ZQM", U3)
    presses(sound, Qt.Key.Key_Delete)
    messages = section(sound).messages
    assert not messages.isHidden()
    messages.acted.emit("tasks")
    sound.settle()
    assert sound.page.current == "tasks"
    rows = {row.code: row.standing for row in sound.page.handout.table.rows()}
    assert rows == {"WXL": "current", "ZQM": "changed"}


def test_scenario_23_an_assessor_is_replaced_half_way_and_back_again(sound: Office) -> None:
    """RECORD scenario 23: what A wrote stays, and whether it counts follows from the assignment."""
    adds(sound, "孙雅宁", "SYN")
    page = section(sound)
    page.people.choose(sound.desk.person("WXL"))
    sound.qtbot.keyClick(page.people, "r")
    sound.settle()
    panel = page.replacing
    assert panel.isVisible()
    assert (panel.old.currentText(), panel.new.currentText()) == ("王晓岚 WXL", "孙雅宁 SYN")
    assert panel.words.text() == "2 cities are passed on. 1 that was handed in stays."
    assert panel.moves.words.text() == "Nothing that is in the comparison by now would change."
    panel.handed_in.press(2)
    sound.settle()
    assert "6 handed-in answers leave the comparison." in panel.words.text()
    assert panel.moves._seen.counts() == (("agreed", "missing", 5), ("pending", "missing", 1))
    before = sound.desk.ids()
    sound.qtbot.keyClick(panel, Qt.Key.Key_Return, CTRL)
    sound.settle()
    assert sound.desk.ids() == before, "not without a reason"
    panel.handed_in.press(1)
    panel.reason.setText("十月调任")
    sound.settle()
    sound.qtbot.keyClick(panel.reason, Qt.Key.Key_Return, CTRL)
    sound.settle()
    assert not panel.isVisible()
    assert parts(sound) == {"SYN": "-AA", "WXL": "A--", "ZQM": "AAA"}
    (row, *_rest) = page.log.rows()
    assert (row.line.reason, row.line.by) == ("十月调任", "何敏")
    row.take_back_asked.emit(row.line.id)
    sound.settle()
    assert parts(sound) == {"SYN": "---", "WXL": "AAA", "ZQM": "AAA"}


def test_somebody_is_called_otherwise(sound: Office) -> None:
    page = section(sound)
    page.people.choose(sound.desk.person("ZQM"))
    sound.qtbot.keyClick(page.people, Qt.Key.Key_F2)
    assert (page.fields.name.text(), page.fields.code.text()) == ("赵启明", "ZQM")
    page.fields.name.setText("赵起明")
    sound.qtbot.keyClick(page.fields.name, Qt.Key.Key_Return)
    sound.settle()
    assert [row.name for row in page.people.rows()] == ["王晓岚", "赵起明"]
    sound.qtbot.keyClick(page.people, Qt.Key.Key_F2)
    sound.qtbot.keyClick(page.fields.name, Qt.Key.Key_Escape)
    assert page.fields.isHidden()


def test_a_code_that_is_taken_is_refused(office: Office) -> None:
    adds(office, "某人", "WXL")
    (error,) = office.told.errors
    assert "has the code" in str(error)
    assert not section(office).fields.isHidden(), "what was typed stays"


def test_the_panel_has_keys_and_commands_of_its_own(sound: Office) -> None:
    keys: Keys = section(sound).keys()
    section(sound).replace.click()
    sound.settle()
    assert section(sound).keys() != keys
    assert [command.text for command in section(sound).commands("x")] == ["Replace", "Back to the people"]
    sound.qtbot.keyClick(section(sound).replacing, Qt.Key.Key_Escape)
    assert not section(sound).replacing.isVisible()


def test_a_number_leads_to_the_progress_behind_it(sound: Office) -> None:
    table = section(sound).people
    table.setCurrentIndex(table.model().index(0, 4))
    sound.qtbot.keyClick(table, Qt.Key.Key_Return)
    sound.settle()
    assert sound.page.current == "board"
