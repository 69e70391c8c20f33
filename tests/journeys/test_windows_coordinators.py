"""Two coordinators at two accounts, through real windows: grant, open, differ, exchange, settle; and a province with a branch."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evalapp.ui.coordinator.coordinators_page import CoordinatorsSection
from evalapp.ui.start.page import StartPage
from evalapp.work.project import open_project
from tests.journeys.test_windows_whole_job import Account
from tests.people import Desk, founded

U1, U2, U3 = "370100", "370200", "130100"
PROVINCES = {U1: {"province": "山东省"}, U2: {"province": "山东省"}, U3: {"province": "河北省"}}

pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise|grabbing)", extend=True)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A project of three cities in two provinces; two assessors differ in one item of the first city."""
    desk = founded(
        tmp_path / "he", codes=("WXL", "ZQM"), mode="all", units=(U1, U2, U3), columns=PROVINCES, home="home"
    )
    wang, zhao = desk.assessor("WXL"), desk.assessor("ZQM")
    for unit in (U1, U2, U3):
        wang.answers_all(unit)
        zhao.answers_all(unit, {"A2": "part"} if unit == U1 else {})
    desk.merges(wang.hands_in(), zhao.hands_in())
    desk.project.close()
    return desk


@pytest.fixture
def account(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], Account]]:
    made: list[Account] = []

    def make(name: str) -> Account:
        (tmp_path / name).mkdir(exist_ok=True)
        made.append(Account(tmp_path / name, qapp, qtbot, monkeypatch))
        made[-1].window.resize(1366, 740)
        return made[-1]

    yield make
    for one in made:
        one.closes()


def coordinators_of(one: Account) -> CoordinatorsSection:
    one.desk.go("coordinators")
    one.waits()
    section = one.desk.sections["coordinators"]
    assert isinstance(section, CoordinatorsSection)
    return section


def opens(one: Account, file: Path) -> None:
    one.window.open_file(file)
    one.waits()


def writes_key(one: Account, to: Path) -> Path:
    """The key of an account without a project, from the start page."""
    page = one.window.page
    assert isinstance(page, StartPage)
    one.saves_as(to)
    one.clicks(page.key_file)
    return to


def lets_decide(he: Account, key: Path, name: str, code: str) -> None:
    """Grant by the key file, compared."""
    section = coordinators_of(he)
    he.chooses_file(key)
    he.clicks(section.granting.zone)
    assert "first" not in section.granting.short.text() and section.granting.short.text()
    assert not section.granting.button.isEnabled()
    section.granting.compared.setChecked(True)
    section.granting.name.setText(name)
    section.granting.code.setText(code)
    he.clicks(section.granting.button)
    assert [one.code for one in section.table.rows() if not one.until] == ["HM", code]
    chosen = section.table.chosen()
    assert chosen is not None and chosen.code == code


def exchanges(one: Account, to: Path) -> Path:
    """What one has, for all others, by Ctrl+Enter."""
    section = coordinators_of(one)
    one.saves_as(to)
    one.desk.activateWindow()
    one.qtbot.waitUntil(one.desk.isActiveWindow)
    one.qtbot.keyClick(section.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    one.waits()
    one.waits_for(to.exists)
    return to


def merges(one: Account, package: Path) -> str:
    """Take an exchange in by opening it; what its row said before."""
    opens(one, package)
    assert one.desk.current == "board"
    inbox = one.desk.board.inbox
    (row,) = inbox._inbox.rows("1")
    one.clicks(inbox.merge_button)
    return f"{row.assessor} {row.note}"


def decides(one: Account, key: str) -> None:
    """The cell that waits, by a key and a reason."""
    desk = one.desk
    desk.go("decide")
    one.waits()
    desk.decide.go_to(U1, "A2")
    one.waits()
    desk.activateWindow()
    desk.setFocus()
    one.qtbot.waitUntil(desk.isActiveWindow)
    one.qtbot.keyClick(desk, key)
    one.waits()
    desk.decide.bar.choices.chosen.emit("evidence")
    desk.decide.bar.words.setText("截图更全")
    one.qtbot.keyClick(desk.decide.bar.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    one.waits()


def status(one: Account, file: Path) -> tuple[str, str]:
    """Status and value of the cell, as the file has it."""
    with open_project(one.session, file) as project, project.file.read() as connection:
        found = connection.exec_driver_sql(
            "SELECT status, final_value FROM cell WHERE unit = ? AND item = 'A2'", (U1,)
        ).one()
    return str(found[0]), str(found[1])


def test_two_decide_the_same_cell_differently_and_a_third_decision_settles_it(
    desk: Desk, account: Callable[[str], Account], tmp_path: Path
) -> None:
    he, li = account("he"), account("li")
    key = writes_key(li, tmp_path / "li.evalkey")
    his, hers = desk.project.path, tmp_path / "li" / "mine.evalproj"
    opens(he, his)
    lets_decide(he, key, "李敏", "LM")
    section = coordinators_of(he)
    he.saves_as(tmp_path / "to-li.evalpkg")
    section.messages.acted.emit(f"E {section.table.rows()[1].person}")
    he.waits()
    assert "李敏" in section.line._words.text()

    li.saves_as(hers)
    opens(li, tmp_path / "to-li.evalpkg")
    li.waits_for(lambda: not isinstance(li.window.page, StartPage))
    li.waits()
    assert li.desk.project.about.name == "李敏"

    decides(he, "1")
    decides(li, "2")
    first, second = status(he, his), status(li, hers)
    assert first[0] == second[0] == "decided" and first[1] != second[1]

    said = merges(he, exchanges(li, tmp_path / "from-li.evalpkg"))
    assert "李敏" in said and "1" in said
    assert status(he, his)[0] == "disputed"
    assert merges(li, exchanges(he, tmp_path / "from-he.evalpkg"))
    assert status(li, hers)[0] == "disputed"

    decides(li, "2")
    merges(he, exchanges(li, tmp_path / "again.evalpkg"))
    assert status(he, his) == status(li, hers) == second


def test_a_province_decides_in_its_branch_and_the_nation_merges_it(
    desk: Desk, account: Callable[[str], Account], tmp_path: Path
) -> None:
    he, li = account("he"), account("li")
    key = writes_key(li, tmp_path / "li.evalkey")
    opens(he, desk.project.path)
    lets_decide(he, key, "李敏", "LM")
    section = coordinators_of(he)
    he.clicks(section.branch)
    card = section.branching
    assert card.isVisible() and card.person.currentText() == "李敏 LM"
    card.column_box.setCurrentIndex(card.column_box.findData("province"))
    card.value.setCurrentIndex(card.value.findData("山东省"))
    assert set(card.chosen()[0]) == {U1, U2}
    he.saves_as(tmp_path / "sd.evalpkg")
    he.clicks(card.button)
    he.waits_for((tmp_path / "sd.evalpkg").exists)

    hers = tmp_path / "li" / "sd.evalproj"
    li.saves_as(hers)
    opens(li, tmp_path / "sd.evalpkg")
    li.waits_for(lambda: not isinstance(li.window.page, StartPage))
    li.waits()
    assert "2" in li.desk._branch.accessibleName() and "3" in li.desk._branch.accessibleName()
    assert li.desk._branch.isVisible() and not he.desk._branch.isVisible()

    decides(li, "1")
    merges(he, exchanges(li, tmp_path / "back.evalpkg"))
    assert status(he, desk.project.path) == status(li, hers)
    assert status(he, desk.project.path)[0] == "decided"


def test_an_exchange_for_somebody_else_is_not_opened(
    desk: Desk, account: Callable[[str], Account], tmp_path: Path
) -> None:
    he, li, stranger = account("he"), account("li"), account("other")
    opens(he, desk.project.path)
    lets_decide(he, writes_key(li, tmp_path / "li.evalkey"), "李敏", "LM")
    exchanges(he, tmp_path / "to-li.evalpkg")
    target = tmp_path / "other" / "stolen.evalproj"
    stranger.saves_as(target)
    opens(stranger, tmp_path / "to-li.evalpkg")
    assert not target.exists() and isinstance(stranger.window.page, StartPage)
    assert stranger.window.messages.isVisible()
