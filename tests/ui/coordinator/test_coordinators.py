"""The page of coordinators: who decides, granting, ending an office, branches by list, the own key."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evalapp.base.progress import Progress
from evalapp.ui.coordinator.coordinators_page import CoordinatorsSection
from evalapp.work.coordinators import coordinators, grant
from evalapp.work.exchanging import write_exchange
from evalapp.work.key_cards import own_key_card, read_key_card, short_key, write_key_card
from evalapp.work.project import open_project
from tests.people import Desk, founded, laptop
from tests.ui.coordinator.office import Office, office_of
from tests.work.test_coordinators import different_answers, joins, sends

U1, U2, U3 = "370100", "370200", "370300"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return founded(tmp_path, codes=("WXL", "ZQM"), mode="all", units=(U1, U2, U3))


@pytest.fixture
def office(desk: Desk, qapp: QApplication, qtbot: QtBot) -> Iterator[Office]:
    made = office_of(desk, qtbot)
    made.go("coordinators")
    made.page.activateWindow()
    qtbot.waitUntil(made.page.isActiveWindow)
    yield made
    made.page.release()
    made.page.close()
    made.runner.close()
    made.page.deleteLater()


def section_of(office: Office) -> CoordinatorsSection:
    found = office.page.sections["coordinators"]
    assert isinstance(found, CoordinatorsSection)
    return found


def shown_again(office: Office) -> CoordinatorsSection:
    """The section after something was changed beside it."""
    office.page.services.changes.announce("settings")
    office.settle()
    return section_of(office)


def test_one_who_decides_alone_is_told_how_another_is_added(office: Office) -> None:
    section = section_of(office)
    (me,) = section.table.rows()
    assert me.me and me.founder and me.code == "HM"
    assert section._alone.isVisible() and not section.all.isEnabled() and not section.end.isEnabled()


def test_a_key_file_is_compared_before_it_is_granted(office: Office, tmp_path: Path) -> None:
    section = section_of(office)
    card = section.granting
    session = laptop(tmp_path / "li")
    path = write_key_card(own_key_card(session, "李敏"), tmp_path / "li.evalkey")
    card.take((path,))
    assert (card.short.text(), card.name.text()) == (short_key(session.identity().public), "李敏")
    card.code.setText("LM")
    assert card.why_not() and not card.button.isEnabled()
    card.compared.setChecked(True)
    office.click(card.button)
    assert {one.code for one in coordinators(office.desk.project)} == {"HM", "LM"}
    assert section.messages.isVisible() and card.key.text() == "" and not card.compared.isChecked()
    assert office.told.saves == 1 and office.told.errors == []


def test_another_key_is_compared_again(office: Office, tmp_path: Path) -> None:
    card = section_of(office).granting
    card.key.setText("ab" * 32)
    card.compared.setChecked(True)
    card.key.setText("AB " * 31 + "cd")
    assert not card.compared.isChecked()
    card.key.setText("xyz")
    assert card.why_not() and not card.compared.isVisible() and not card.button.isEnabled()


def test_a_file_that_is_no_key_is_told(office: Office, tmp_path: Path) -> None:
    wrong = tmp_path / "x.evalkey"
    wrong.write_text("{}", encoding="utf-8")
    section_of(office).granting.take((wrong,))
    (error,) = office.told.errors
    assert "x.evalkey" in str(error)


def test_a_code_that_is_taken_changes_nothing(office: Office) -> None:
    section = section_of(office)
    card = section.granting
    card.key.setText("ab" * 32)
    card.compared.setChecked(True)
    card.name.setText("王")
    card.code.setText("WXL")
    office.click(card.button)
    assert len(coordinators(office.desk.project)) == 1 and len(office.told.errors) == 1
    assert card.name.text() == "王", "what was filled in stays"


def test_ending_an_office_says_first_what_still_counts(office: Office) -> None:
    different_answers(office.desk)
    li = joins(office.desk, "LM")
    li.decides(U1, "A2", "part")
    sends(li, office.desk)
    section = shown_again(office)
    section.table.selectRow(1)
    office.qtbot.keyClick(section.table, Qt.Key.Key_R)
    office.settle()
    (bar,) = section.messages._bars
    assert "LM" in bar.state.text and "1" in bar.state.text
    section.messages.acted.emit("keep")
    office.settle()
    assert [one.until for one in coordinators(office.desk.project)] == ["", ""]
    office.qtbot.keyClick(section.table, Qt.Key.Key_R)
    office.settle()
    section.messages.acted.emit(f"R {li.id}")
    office.settle()
    (last,) = [one for one in coordinators(office.desk.project) if one.until]
    assert last.code == "LM" and office.desk.cell(U1, "A2").status == "decided"
    assert not section.end.isEnabled() and not section.all.isEnabled()
    li.project.close()


def test_the_founder_and_oneself_stay_in_office(office: Office) -> None:
    grant(office.desk.project, name="李敏", code="LM", key="ab" * 32)
    section = shown_again(office)
    section.table.selectRow(0)
    assert not section.end.isEnabled() and section.end.toolTip()
    section.table.selectRow(1)
    assert section.end.isEnabled() and section.exchange.isEnabled()


def test_a_branch_for_this_account_by_a_list_of_codes(office: Office, tmp_path: Path) -> None:
    section = section_of(office)
    office.click(section.branch)
    card = section.branching
    assert card.person.currentData() == ""
    card.column_box.setCurrentIndex(card.column_box.findData(""))
    card.codes.setPlainText(f"{U1}，999999")
    assert not card.button.isEnabled()
    card.codes.setPlainText(f"{U1}\n{U3}, {U1}")
    assert card.chosen() == ((U1, U3), ())
    target = tmp_path / "branch.evalproj"
    section.ask_target = lambda _name, _suffixes: target  # type: ignore[method-assign]
    office.click(card.button)
    assert office.told.errors == []
    with open_project(office.desk.session, target) as project:
        assert project.about.name == "何敏"
    assert not card.isVisible() and section.line.isVisible()


def test_an_exchange_for_one_by_key_and_for_all(office: Office, tmp_path: Path) -> None:
    grant(office.desk.project, name="李敏", code="LM", key="ab" * 32)
    grant(office.desk.project, name="周丹", code="ZD", key="cd" * 32)
    section = shown_again(office)
    asked: list[str] = []

    def ask(name: str, _suffixes: tuple[str, ...]) -> Path:
        asked.append(name)
        return tmp_path / f"{len(asked)}.evalpkg"

    section.ask_target = ask  # type: ignore[method-assign]
    section.table.selectRow(2)
    office.qtbot.keyClick(section.table, Qt.Key.Key_E)
    office.settle()
    assert asked == ["ZD"] and "周丹" in office.told.toasts[-1] and "李敏" not in office.told.toasts[-1]
    office.qtbot.keyClick(section.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    office.settle()
    assert len(asked) == 2 and "周丹" in office.told.toasts[-1] and "李敏" in office.told.toasts[-1]


def test_the_own_key_is_copied_and_written(office: Office, tmp_path: Path) -> None:
    own = section_of(office).own
    office.click(own.copy)
    public = office.desk.identity.public
    assert QApplication.clipboard().text() == public
    own.ask_target = lambda: tmp_path / "he.evalkey"  # type: ignore[method-assign]
    office.click(own.write)
    card = read_key_card(tmp_path / "he.evalkey")
    assert (card.key, card.name) == (public, "何敏")


def test_an_exchange_in_the_inbox_says_whose_it_is_and_how_many_decisions(office: Office) -> None:
    different_answers(office.desk)
    li = joins(office.desk, "LM")
    li.decides(U1, "A2", "part")
    sent = li.folder / "li.evalpkg"
    write_exchange(li.project, sent, Progress(), to=(office.desk.id,))
    office.go("board")
    office.adds(sent)
    report = office.page.board.inbox._inbox.report(sent)
    (row,) = office.page.board.inbox._inbox.rows("1")
    assert row.assessor.startswith("LM") and "LM" in row.note and "1" in row.note
    assert report is not None and (report.kind, report.decisions) == ("exchange", 1)
    li.project.close()
