"""Two days of an assessor through real windows: handing in for a small mail box, losing the file, getting it back; and the first hour."""

import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMenu
from pytestqt.qtbot import QtBot

from evalapp.ui.assessor.page import EntryPage
from evalapp.ui.start.page import StartPage
from evalapp.ui.start.rebuild import RebuildPage
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.card_state import NewEvidence
from evalapp.ui.widgets.coach_marks import CoachMarks
from evalapp.ui.widgets.justification import Justification
from evalapp.ui.widgets.typing_field import TypingField
from tests.people import GOOD, Desk, founded
from tests.ui.fit import clipped
from tests.ui.windows import Screen

CITY, OTHER = "370100", "370200"
CTRL = Qt.KeyboardModifier.ControlModifier

pytestmark = [
    pytest.mark.slow,
    pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise|grabbing)", extend=True),
]


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    made = founded(tmp_path / "desk", codes=("WXL", "ZQM"), mode="all", units=(CITY, OTHER))
    yield made
    made.project.close()


@pytest.fixture
def dialogs(monkeypatch: pytest.MonkeyPatch) -> "Dialogs":
    return Dialogs(monkeypatch)


class Dialogs:
    """What the user answers in file dialogs."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def opens(self, path: Path) -> None:
        self._monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args, **_kw: (str(path), ""))

    def adds(self, *paths: Path) -> None:
        names = [str(path) for path in paths]
        self._monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args, **_kw: (names, ""))

    def saves(self, path: Path) -> None:
        self._monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_kw: (str(path), ""))


def strikes(
    screen: Screen, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """A key, wherever the focus is."""
    screen.qtbot.keyClick(QApplication.focusWidget() or screen.window, key, modifier)
    screen.waits()


def answers_city(screen: Screen, city: str) -> None:
    """Every item of a city, by the keys of its card."""
    page = screen.entry
    keys = {"A1": "1", "A2": "1", "A3": "12", "B1": "4", "B2": "10", "B3": "19"}
    for item, typed in keys.items():
        page.go_to(city, item)
        page.cards.card.setFocus()
        for key in typed:
            screen.qtbot.keyClicks(QApplication.focusWidget(), key)
        if item == "B3":
            strikes(screen, Qt.Key.Key_Tab)
            screen.qtbot.keyClicks(QApplication.focusWidget(), "20")
        screen.waits()
    page.settle()
    screen.waits()


def words_on(screen: Screen) -> str:
    return "\n".join(label.text() for label in screen.window.findChildren(QLabel) if label.isVisible())


def test_handed_in_by_mail_lost_and_rebuilt(
    desk: Desk, dialogs: Dialogs, tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    home, mail = tmp_path / "laptop" / "home", tmp_path / "mail"
    mail.mkdir()
    mine, sent, paper = tmp_path / "laptop" / "mine.evalproj", mail / "WXL.evalpkg", mail / "WXL.pdf"

    # The task is opened from the start page, a city answered, a large file added.
    screen = Screen(qapp, qtbot, home)
    start = screen.window.page
    assert isinstance(start, StartPage)
    dialogs.opens(desk.tasks["WXL"])
    dialogs.saves(mine)
    screen.clicks(start.open_task)
    answers_city(screen, CITY)
    assert all(screen.entry.desk.page(CITY).entries[item].answered for item in GOOD)
    noise = tmp_path / "scan.pdf"
    noise.write_bytes(random.Random(1).randbytes(6_000_000))
    screen.entry.go_to(CITY, "A2")
    screen.entry.cards.card.evidence_added.emit(NewEvidence(kind="file", path=str(noise)))
    screen.waits_for(lambda: len(screen.entry.desk.entered(CITY, "A2").evidence) == 1)

    # Handed in with volumes of 5 MB; the receipt names them and is saved as a PDF.
    dialogs.saves(sent)
    strikes(screen, Qt.Key.Key_Return, CTRL | Qt.KeyboardModifier.ShiftModifier)
    panel = screen.entry.hand_in
    assert panel.chosen() == (CITY,)
    panel._volumes.box.setCurrentIndex(panel._volumes.box.findData(5))
    strikes(screen, Qt.Key.Key_Return, CTRL)
    screen.waits_for(lambda: panel.place().receipt is not None)
    volumes = sorted(mail.glob("WXL.part*"))
    assert [one.name for one in volumes] == ["WXL.part1of2.evalpkg", "WXL.part2of2.evalpkg"]
    assert all(one.name in words_on(screen) for one in volumes)
    dialogs.saves(paper)
    screen.clicks(panel._receipt_card.save_button)
    screen.waits_for(paper.exists)
    text = subprocess.run(["pdftotext", paper, "-"], check=True, capture_output=True, text=True).stdout
    receipt = panel.place().receipt
    assert receipt is not None
    assert receipt.sha256 in "".join(text.split())
    assert all(one.name in text for one in volumes)

    # An answer comes later; then the laptop's project is gone, and of the submission only what went by mail is left.
    strikes(screen, Qt.Key.Key_Escape)
    screen.entry._on_back()
    screen.entry.go_to(OTHER, "A1")
    screen.presses("1")
    screen.window.close()
    for lost in (mine, sent):
        lost.unlink()

    screen = Screen(qapp, qtbot, home)
    start = screen.window.page
    assert isinstance(start, StartPage)
    screen.clicks(start.rebuild)
    page = screen.window.page
    assert isinstance(page, RebuildPage)
    dialogs.opens(desk.tasks["WXL"])
    screen.clicks(page.choose_task)
    dialogs.adds(*volumes)
    screen.clicks(page.zone)
    screen.waits_for(page.make.isEnabled)
    assert "6 answers from 1 submission" in words_on(screen)
    again = tmp_path / "laptop" / "again.evalproj"
    dialogs.saves(again)
    strikes(screen, Qt.Key.Key_Return, CTRL)
    screen.waits_for(lambda: isinstance(screen.window.page, EntryPage))
    assert {row.unit.key: row.progress.answered for row in screen.entry.desk.units} == {CITY: 6, OTHER: 0}
    assert len(screen.entry.desk.entered(CITY, "A2").evidence) == 1

    # Work goes on, and the coordinator merges the mail and what comes after it.
    answers_city(screen, OTHER)
    screen.clicks(screen.entry.panes.hand_in_button)
    second = tmp_path / "second.evalpkg"
    dialogs.saves(second)
    strikes(screen, Qt.Key.Key_Return, CTRL)
    screen.waits_for(second.exists)
    screen.waits()
    screen.window.close()
    assert [one.verdict for one in desk.merges(volumes[0], second).files] == ["merge", "merge"]
    assert desk.standing() == {}
    assert {desk.cell(city, "A1").status for city in (CITY, OTHER)} == {desk.cell(CITY, "A1").status}


def test_the_first_hour_with_other_looks_and_another_language(
    desk: Desk, dialogs: Dialogs, tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    home, mine = tmp_path / "laptop" / "home", tmp_path / "laptop" / "mine.evalproj"
    screen = Screen(qapp, qtbot, home)
    screen.window.guidance.greet()
    dialogs.saves(mine)
    screen.window.open_file(desk.tasks["WXL"])
    screen.waits_for(lambda: screen.window.guidance.touring)
    for _step in range(5):
        (tour,) = [one for one in screen.window.findChildren(CoachMarks) if one.isVisible()]
        assert clipped(tour) == []
        screen.qtbot.keyClick(tour, Qt.Key.Key_Return)
    assert not screen.window.guidance.touring

    # The first answer by its key; words are begun, and in the middle of a character the language is changed.
    screen.presses("1")
    screen.entry.go_to(CITY, "A1")
    field = justification(screen)
    field.setFocus()
    screen.qtbot.keyClicks(field, "seen on 2021-10-20 ")
    QApplication.sendEvent(field, QInputMethodEvent("shou'ye", []))
    finished = QInputMethodEvent("", [])
    finished.setCommitString("首页")
    QApplication.sendEvent(field, finished)  # what an input method does when the field loses the focus
    screen.clicks(screen.window.foot.language)
    screen.waits_for(lambda: screen.window.foot.language.text() == "English")
    assert screen.entry.here() == (CITY, "A1")
    assert justification(screen).toPlainText().rstrip() == "seen on 2021-10-20 首页"
    assert screen.entry.panes.hand_in_button.text() == "检查并提交"

    # Dark, then larger letters out of the menu; the typing goes on where it was.
    chooses(screen, "深色")
    assert current_theme().dark
    field = justification(screen)
    field.setFocus()
    field.moveCursor(field.textCursor().MoveOperation.End)
    screen.qtbot.keyClicks(field, " ok")
    chooses(screen, "字号 130 %")
    screen.waits_for(lambda: current_theme().font_scale == 1.3)
    assert justification(screen).toPlainText().rstrip() == "seen on 2021-10-20 首页 ok"
    assert clipped(screen.window) == []
    screen.entry.settle()
    screen.waits()
    assert screen.entry.desk.entered(CITY, "A1").justification == "seen on 2021-10-20 首页 ok"
    assert screen.entry.desk.entered(CITY, "A1").value == "yes"
    screen.window.close()

    # The next day: the same looks, the same language, no tour.
    screen = Screen(qapp, qtbot, home)
    screen.window.guidance.greet()
    screen.window.open_file(mine)
    screen.waits()
    QApplication.processEvents()
    assert not screen.window.guidance.touring
    assert current_theme().dark and current_theme().font_scale == 1.3
    assert screen.entry.desk.entered(CITY, "A1").justification == "seen on 2021-10-20 首页 ok"
    screen.window.close()


def justification(screen: Screen) -> TypingField:
    found = screen.entry.cards.card.findChild(Justification)
    assert found is not None
    return found.field


def chooses(screen: Screen, entry: str) -> None:
    """An entry of the menu of looks, once what was typed is written: the status line moves the button."""
    screen.waits()
    screen.clicks(screen.window.foot.looks)
    menus = screen.window.foot.findChildren(QMenu)
    (action,) = [one for one in menus[-1].findChildren(QAction) if one.text() == entry]
    action.trigger()
    menus[-1].close()
    screen.waits()
