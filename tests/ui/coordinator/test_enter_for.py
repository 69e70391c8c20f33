"""Paper and telephoned answers entered on the assessors' card, signed off, and seen beside the others (RECORD R3, R7)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from evalapp.ui.coordinator.enter_for_panel import EnterForPanel
from evalapp.ui.coordinator.people_page import PeopleSection
from evalapp.ui.widgets.card_state import NewEvidence
from evalapp.work.care import history
from evalapp.work.deciding import cell_view
from evalapp.work.on_behalf import page_for
from tests.people import UNITS, Desk, founded
from tests.ui.coordinator.office import Office, office_of

U1, U2 = UNITS[:2]
CTRL = Qt.KeyboardModifier.ControlModifier
WHY = "10 月 22 日电话告知"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Zhao has handed in the first city, Wang nothing."""
    desk = founded(tmp_path, codes=("WXL", "ZQM"), mode="all")
    zhao = desk.assessor("ZQM")
    zhao.answers_all(U1)
    desk.merges(zhao.hands_in(U1))
    return desk


@pytest.fixture
def office(desk: Desk, qapp: QApplication, qtbot: QtBot) -> Iterator[Office]:
    made = office_of(desk, qtbot)
    made.go("people")
    made.page.activateWindow()
    qtbot.waitUntil(made.page.isActiveWindow)
    section = made.page.sections["people"]
    assert isinstance(section, PeopleSection)
    section.people.choose(desk.person("WXL"))
    made.qtbot.keyClick(section.people, "e")
    made.settle()
    yield made
    made.page.release()
    made.page.close()
    made.runner.close()
    made.page.deleteLater()
    assert made.told.errors == []
    assert desk.check().faults == ()


def panel(office: Office) -> EnterForPanel:
    section = office.page.sections["people"]
    assert isinstance(section, PeopleSection)
    return section.entering


def chooses(office: Office, item: str) -> None:
    panel(office).items.choose(item)
    panel(office).card.setFocus()
    office.settle()


def presses(office: Office, keys: str) -> None:
    office.qtbot.keyClicks(panel(office).card, keys)
    office.settle()


def entered(office: Office, item: str) -> tuple[str, str]:
    found = page_for(office.desk.project, office.desk.person("WXL"), U1).entries[item].entered
    return found.state, found.value


def test_the_card_opens_with_a_reason(office: Office) -> None:
    assert panel(office).fields.place == (office.desk.person("WXL"), U1)
    chooses(office, "A2")
    before = office.desk.ids()
    presses(office, "1")
    assert office.desk.ids() == before
    panel(office).fields.say(WHY)
    chooses(office, "A2")
    presses(office, "1")
    assert entered(office, "A2")[0] == "answered"
    (line,) = [one for one in history(office.desk.project, U1, "A2") if one.subject == "王晓岚"]
    assert (line.author, line.on_behalf) == ("何敏", WHY)


def test_words_numbers_and_states_are_written_when_they_rest_or_one_goes_on(office: Office) -> None:
    panel(office).fields.say(WHY)
    chooses(office, "B1")
    presses(office, "4")
    office.qtbot.keyClick(panel(office).card, Qt.Key.Key_Down, CTRL)
    office.settle()
    assert entered(office, "B1") == ("answered", "4")
    assert panel(office).items.chosen() == "B2"
    panel(office).card.press_state("0")
    office.settle()
    assert entered(office, "B2") == ("not_found", "")
    panel(office).card.justification_typed.emit("纸质表第 3 页")
    panel(office).card.focus_justification()
    QApplication.processEvents()
    office.qtbot.keyClick(office.page, Qt.Key.Key_Escape)
    assert panel(office).isVisible()
    assert panel(office).card.hasFocus(), "out of the field first"
    office.qtbot.keyClick(office.page, Qt.Key.Key_Escape)
    office.settle()
    assert not panel(office).isVisible()
    page = page_for(office.desk.project, office.desk.person("WXL"), U1)
    assert page.entries["B2"].entered.justification == "纸质表第 3 页"


def test_evidence_is_put_behind_the_answer(office: Office) -> None:
    panel(office).fields.say(WHY)
    chooses(office, "A1")
    panel(office).card.evidence_added.emit(NewEvidence(kind="link", text="https://example.gov.cn/a1"))
    office.settle()
    page = page_for(office.desk.project, office.desk.person("WXL"), U1)
    assert [piece.ref for piece in page.entries["A1"].entered.evidence] == ["https://example.gov.cn/a1"]
    panel(office).card.evidence_removed.emit("0")
    office.settle()
    page = page_for(office.desk.project, office.desk.person("WXL"), U1)
    assert page.entries["A1"].entered.evidence == ()


def test_signed_off_it_is_compared_and_the_decide_page_says_who_entered_it(office: Office) -> None:
    panel(office).fields.say(WHY)
    chooses(office, "A2")
    presses(office, "3")
    assert office.desk.cell(U1, "A2").missing == (office.desk.person("WXL"),)
    assert panel(office).words.text().startswith("1 answer is in progress")
    office.qtbot.keyClick(panel(office).card, Qt.Key.Key_Return, CTRL)
    office.settle()
    assert office.desk.cell(U1, "A2").status == "pending"
    assert "is signed off for 王晓岚 WXL" in office.told.toasts[-1]
    assert not panel(office).sign.isEnabled()
    office.page.decide.go_to(U1, "A2")
    office.go("decide")
    said = {label.text() for label in office.page.decide.findChildren(QLabel) if label.isVisible()}
    assert f"Entered by 何敏: {WHY}" in said


def test_a_later_answer_of_the_assessors_own_is_a_difference(office: Office) -> None:
    panel(office).fields.say(WHY)
    chooses(office, "A2")
    presses(office, "3")
    panel(office).sign_off()
    office.settle()
    wang = office.desk.assessor("WXL")
    wang.answers_all(U1)
    office.desk.merges(wang.hands_in(U1))
    assert office.desk.cell(U1, "A2").status == "pending"
    sides = [
        (side.name, side.entered_by is not None)
        for side in cell_view(office.desk.project, U1, "A2").assessments
    ]
    assert sorted(sides) == [("王晓岚", False), ("王晓岚", True), ("赵启明", False)]


def test_what_is_typed_belongs_to_whom_it_was_typed_for(office: Office) -> None:
    panel(office).fields.say(WHY)
    chooses(office, "B1")
    presses(office, "5")
    fields = panel(office).fields
    fields.unit.setCurrentIndex(1)
    fields.unit.activated.emit(1)
    office.settle()
    assert entered(office, "B1") == ("answered", "5")
    other = page_for(office.desk.project, office.desk.person("WXL"), U2)
    assert other.progress.answered == 0
    assert panel(office).card.bound == (U2, "B1")
