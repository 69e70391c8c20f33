"""The keys of the window work on every page, and are listed with those of the page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMenu
from pytestqt.qtbot import QtBot

from evalapp.ui.coordinator.page import CoordinatorPage
from evalapp.ui.keys_panel import KeysPanel
from evalapp.ui.leaving import pages_of
from evalapp.ui.start.new_project import NewProjectPage
from evalapp.ui.start.page import StartPage
from tests.people import founded
from tests.ui.fit import clipped
from tests.ui.windows import Screen

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def screen(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    made = Screen(qapp, qtbot, tmp_path / "home")
    yield made
    made.window.close()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    desk = founded(tmp_path / "desk", codes=("WXL", "ZQM"))
    desk.project.close()
    return desk.project.path


def strikes(screen: Screen, key: Qt.Key, modifier: Qt.KeyboardModifier = CONTROL) -> None:
    """A key, wherever the focus is."""
    screen.qtbot.keyClick(screen.window.focusWidget() or screen.window, key, modifier)
    screen.waits()


def shown_keys(screen: Screen) -> KeysPanel:
    panel = next(panel for panel in screen.window.findChildren(KeysPanel) if panel.isVisible())
    assert clipped(panel) == []
    return panel


def words(panel: KeysPanel) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel)]


def test_a_project_is_opened_and_left_by_keys(
    screen: Screen, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args, **_kw: (str(project), ""))
    strikes(screen, Qt.Key.Key_O)
    assert isinstance(screen.window.page, CoordinatorPage)
    strikes(screen, Qt.Key.Key_W)
    start = screen.window.page
    assert isinstance(start, StartPage)
    strikes(screen, Qt.Key.Key_W)
    assert screen.window.page is start


def test_no_page_takes_the_keys_from_the_window(screen: Screen, project: Path) -> None:
    """A widget shown before it has a parent is a window for a moment, and the keys are gone with it."""
    screen.window.open_file(project)
    page = screen.window.page
    assert isinstance(page, CoordinatorPage)
    for section in page.sections:
        page.go(section)
        screen.waits()
    assert screen.window.isActiveWindow()
    screen.window.change_language("zh_CN")
    screen.waits()
    screen.window.go_home()
    screen.waits()
    assert screen.window.isActiveWindow()


def test_what_was_filled_in_is_there_after_leaving(screen: Screen) -> None:
    strikes(screen, Qt.Key.Key_N)
    page = screen.window.page
    assert isinstance(page, NewProjectPage)
    page.name.setText("鲁评 2021")
    page.staff.box.setPlainText("王晓岚 WXL")
    strikes(screen, Qt.Key.Key_N)
    assert screen.window.page is page
    strikes(screen, Qt.Key.Key_W)
    assert isinstance(screen.window.page, StartPage)
    strikes(screen, Qt.Key.Key_N)
    again = screen.window.page
    assert isinstance(again, NewProjectPage)
    assert (again.name.text(), again.staff.box.toPlainText()) == ("鲁评 2021", "王晓岚 WXL")


def test_a_founded_project_leaves_nothing_filled_in(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = str(tmp_path / "lu.evalproj")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_kw: (target, ""))
    strikes(screen, Qt.Key.Key_N)
    page = screen.window.page
    assert isinstance(page, NewProjectPage)
    page.name.setText("鲁评 2021")
    page.staff.box.setPlainText("王晓岚 WXL\n赵启明 ZQM")
    page.coordinator.setText("何敏")
    strikes(screen, Qt.Key.Key_Return)
    screen.waits_for(lambda: isinstance(screen.window.page, CoordinatorPage))
    strikes(screen, Qt.Key.Key_N)
    assert isinstance(screen.window.page, NewProjectPage)
    assert screen.window.page.name.text() == ""


def test_the_window_is_closed_by_a_key(screen: Screen) -> None:
    strikes(screen, Qt.Key.Key_Q)
    assert not screen.window.isVisible()


def test_f1_lists_the_keys_of_the_page_and_of_the_window(screen: Screen, project: Path) -> None:
    strikes(screen, Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier)
    panel = shown_keys(screen)
    assert "Keys of this page" not in words(panel)
    assert "New project" in words(panel)
    screen.qtbot.keyClick(panel, Qt.Key.Key_Escape)
    screen.window.open_file(project)
    screen.waits()
    page = screen.window.page
    assert isinstance(page, CoordinatorPage)
    page.go("decide")
    screen.clicks(screen.window.foot.keys)
    assert "Decide, next one" in words(shown_keys(screen))
    assert "Back to the start page" in words(shown_keys(screen))


def test_a_question_mark_asks_for_the_keys_but_not_in_a_field(screen: Screen) -> None:
    strikes(screen, Qt.Key.Key_N)
    page = screen.window.page
    assert isinstance(page, NewProjectPage)
    screen.qtbot.keyClicks(page.name, "?")
    assert page.name.text() == "?"
    assert screen.window.findChildren(KeysPanel) == []
    page.back.setFocus()
    screen.qtbot.keyClick(page.back, Qt.Key.Key_Question)
    assert "Next field" in words(shown_keys(screen))


@pytest.mark.parametrize(
    ("mode", "text"), [("light", "Light"), ("dark", "Dark"), ("system", "As the system")]
)
def test_the_looks_in_force_are_ticked(screen: Screen, mode: str, text: str) -> None:
    screen.window.change_theme(mode)
    screen.window.change_font(1.15)
    screen.waits()
    screen.clicks(screen.window.foot.looks)
    menu = screen.window.foot.findChild(QMenu)
    assert menu is not None
    ticked = [action.text() for action in menu.findChildren(QAction) if action.isChecked()]
    assert ticked == [text, "Letters 115 %"]
    menu.close()


def test_two_changes_at_once_make_the_page_anew_and_come_to_rest(screen: Screen, project: Path) -> None:
    screen.window.open_file(project)
    before = screen.window.page
    screen.window.change_language("zh_CN")
    screen.window.change_font(1.15)
    screen.window.change_language("en")
    screen.waits()
    assert screen.window.page is not before
    assert isinstance(screen.window.page, CoordinatorPage)
    assert pages_of(screen.window.pages) == [screen.window.page]
