"""A task file says whose it is: somebody who works on this account already is asked before another's is opened."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from evalapp.ui.assessor.page import EntryPage
from evalapp.ui.start.page import StartPage
from tests.people import Desk, founded
from tests.ui.windows import Screen

QUESTION = (
    "This task is for 赵启明 ZQM; on this account you work as 王晓岚 WXL in the same project. Open it anyway?"
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = founded(tmp_path / "desk", codes=("WXL", "ZQM"), mode="all", units=("370100",))
    yield made
    made.project.close()


@pytest.fixture
def screen(desk: Desk, qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    """Wang's window, with her project among the recent files."""
    wang = desk.assessor("WXL")
    wang.project.close()
    made = Screen(qapp, qtbot, wang.session.home)
    made.window.open_file(wang.project.path)
    made.window.go_home()
    yield made
    made.window.close()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The questions put, each answered by the button proposed."""
    found: list[str] = []

    def answer(box: QMessageBox) -> None:
        found.append(box.text())
        box.defaultButton().click()

    monkeypatch.setattr(QMessageBox, "exec", answer)
    return found


@pytest.fixture
def titles(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The titles of the dialogs that ask where a project goes."""
    found: list[str] = []

    def save(_parent: object, title: str, *_more: object) -> tuple[str, str]:
        found.append(title)
        return str(tmp_path / f"{len(found)}.evalproj"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", save)
    return found


def test_another_persons_task_is_not_opened_unasked(
    screen: Screen, desk: Desk, asked: list[str], titles: list[str]
) -> None:
    screen.window.open_file(desk.tasks["ZQM"])
    assert asked == [QUESTION]
    assert titles == []
    assert isinstance(screen.window.page, StartPage)


def test_who_says_so_opens_it_and_is_not_asked_again(
    screen: Screen, desk: Desk, titles: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def open_anyway(box: QMessageBox) -> None:
        asked.append(box.text())
        next(button for button in box.buttons() if button.text() == "Open it anyway").click()

    monkeypatch.setattr(QMessageBox, "exec", open_anyway)
    for _time in range(2):
        screen.window.open_file(desk.tasks["ZQM"])
        assert isinstance(screen.window.page, EntryPage)
        assert screen.entry.project.about.name == "赵启明"
    assert asked == [QUESTION]
    assert titles == ["Where to keep the project file of 赵启明 ZQM"] * 2


def test_the_own_task_and_one_where_the_project_is_gone_are_opened_unasked(
    screen: Screen, desk: Desk, asked: list[str], titles: list[str]
) -> None:
    screen.window.open_file(desk.tasks["WXL"])
    assert asked == []
    screen.window.go_home()
    for file in screen.window.services.settings().recent:
        Path(file.path).unlink()
    screen.window.open_file(desk.tasks["ZQM"])
    assert asked == []
    assert titles[-1] == "Where to keep the project file of 赵启明 ZQM"
