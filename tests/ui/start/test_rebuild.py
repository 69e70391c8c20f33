"""A lost project made again in the window: what comes back is shown first, what cannot is said, nothing is written unasked."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from evalapp.ui.start.page import StartPage
from evalapp.ui.start.rebuild import RebuildPage
from evalapp.work.submit import submit
from tests.people import Desk, founded
from tests.ui.windows import Screen

CITY, OTHER = "370100", "370200"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = founded(tmp_path / "desk", codes=("WXL", "ZQM"), mode="all", units=(CITY, OTHER))
    yield made
    made.project.close()


@pytest.fixture
def sent(desk: Desk, tmp_path: Path) -> Path:
    """What Wang handed in before the file was lost; one answer came later."""
    wang = desk.assessor("WXL")
    wang.answers_all(CITY)
    path = tmp_path / "mail" / "WXL.evalpkg"
    submit(wang.project, path, comment="只做到这里")
    wang.answers(OTHER, "A1", "yes")
    wang.project.close()
    wang.project.path.unlink()
    return path


@pytest.fixture
def screen(desk: Desk, sent: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    made = Screen(qapp, qtbot, desk.folder / "wxl" / "home")
    yield made
    made.window.close()


def rebuilding(screen: Screen) -> RebuildPage:
    page = screen.window.page
    assert isinstance(page, RebuildPage)
    return page


def said(screen: Screen) -> str:
    return "\n".join(label.text() for label in rebuilding(screen).findChildren(QLabel) if label.isVisible())


def chooses(monkeypatch: pytest.MonkeyPatch, *, task: Path, files: tuple[Path, ...], target: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args, **_kw: (str(task), ""))
    monkeypatch.setattr(
        QFileDialog, "getOpenFileNames", lambda *_args, **_kw: ([str(path) for path in files], "")
    )
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_kw: (str(target), ""))


def test_from_the_start_page_to_the_rebuilt_project(
    screen: Screen, desk: Desk, sent: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "again.evalproj"
    chooses(monkeypatch, task=desk.tasks["WXL"], files=(sent,), target=target)
    start = screen.window.page
    assert isinstance(start, StartPage)
    screen.clicks(start.rebuild)
    page = rebuilding(screen)
    assert not page.make.isEnabled()
    assert page.make.toolTip() == "Choose the task file."
    screen.clicks(page.choose_task)
    assert page.make.toolTip() == "Add at least one submission."
    screen.clicks(page.zone)
    screen.waits_for(page.make.isEnabled)
    assert "6 answers from 1 submission" in said(screen)
    assert f"市{CITY}: 6 of 6 answered" in said(screen)
    assert f"市{OTHER}: 0 of 6 answered" in said(screen)
    assert "Private notes: they never leave the laptop." in said(screen)
    assert not target.exists()
    screen.qtbot.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    screen.waits_for(lambda: not isinstance(screen.window.page, RebuildPage))
    assert screen.window.toast.accessibleName() == "6 answers came back."
    assert screen.entry.project.path == target
    done = {row.unit.key: row.progress.answered for row in screen.entry.desk.units}
    assert done == {CITY: 6, OTHER: 0}


def test_a_task_beside_own_submissions_is_rebuilt_or_opened_without_them(
    screen: Screen, desk: Desk, sent: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = desk.tasks["WXL"].rename(sent.with_name("task.evalpkg"))
    target = tmp_path / "fresh.evalproj"
    chooses(monkeypatch, task=task, files=(), target=target)
    screen.window.open_file(task)
    page = rebuilding(screen)
    screen.waits_for(page.make.isEnabled)
    assert "6 answers from 1 submission" in said(screen)
    screen.clicks(page.fresh)
    screen.waits_for(target.exists)
    assert [row.progress.answered for row in screen.entry.desk.units] == [0, 0]


def test_the_focus_stays_where_a_file_was_asked_for(
    screen: Screen, desk: Desk, sent: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chooses(monkeypatch, task=desk.tasks["WXL"], files=(sent,), target=tmp_path / "again.evalproj")
    screen.window.rebuild(None, ())
    page = rebuilding(screen)
    page.choose_task.setFocus()
    screen.qtbot.keyClick(page.choose_task, Qt.Key.Key_Space)
    screen.waits()
    assert QApplication.focusWidget() is page.choose_task
    page.zone.setFocus()
    screen.qtbot.keyClick(page.zone, Qt.Key.Key_Return)
    screen.waits_for(page.make.isEnabled)
    assert QApplication.focusWidget() is page.zone
    page.remove_submission(sent)
    screen.waits()
    assert QApplication.focusWidget() is page.zone


def test_a_file_of_somebody_else_is_told_and_can_be_left_out(
    screen: Screen, desk: Desk, sent: Path, tmp_path: Path
) -> None:
    zhao = desk.assessor("ZQM")
    zhao.answers_all(CITY)
    foreign = tmp_path / "mail" / "ZQM.evalpkg"
    submit(zhao.project, foreign, comment="只做到这里")
    screen.window.rebuild(desk.tasks["WXL"], (sent, foreign))
    screen.waits()
    page = rebuilding(screen)
    assert "ZQM.evalpkg was written by 赵启明, not by 王晓岚" in said(screen)
    assert not page.make.isEnabled()
    page.remove_submission(foreign)
    screen.waits_for(page.make.isEnabled)


def test_the_language_changes_and_what_was_chosen_stays(screen: Screen, desk: Desk, sent: Path) -> None:
    screen.window.rebuild(desk.tasks["WXL"], (sent,))
    screen.waits()
    screen.window.change_language("zh_CN")
    screen.waits()
    assert "6 条答案，来自 1 份提交" in said(screen)
    assert "个人笔记：它们从不离开本机。" in said(screen)


def test_where_a_project_lies_already_it_is_not_replaced_unasked(
    screen: Screen, desk: Desk, sent: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "there.evalproj"
    target.write_bytes(b"something of the user's")
    chooses(monkeypatch, task=desk.tasks["WXL"], files=(), target=target)
    screen.window.rebuild(desk.tasks["WXL"], (sent,))
    screen.waits()
    screen.clicks(rebuilding(screen).make)
    assert screen.window.messages.isVisible()
    assert target.read_bytes() == b"something of the user's"
