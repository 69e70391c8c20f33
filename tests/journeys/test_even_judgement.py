"""One item after the other for all cities, by nothing but keys: by item, with copies, the palette and the table between."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from evalapp.ui.assessor.copy_panel import CopyPanel
from evalapp.ui.palette import Palette
from evalapp.work.deciding import cell_view
from tests.people import founded, laptop
from tests.ui.windows import Screen

JINAN, QINGDAO, ZIBO = CITIES = ("370100", "370200", "370300")
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PLAIN = Qt.KeyboardModifier.NoModifier
COLUMNS = {
    JINAN: {"pinyin": "jinan", "initials": "jn"},
    QINGDAO: {"pinyin": "qingdao", "initials": "qd"},
    ZIBO: {"pinyin": "zibo", "initials": "zb"},
}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise|grabbing)", extend=True),
]


class Hands:
    """Keys go to whatever has the focus."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None, "the keyboard has lost its way"
        self.screen.qtbot.keyClick(focus, key, modifier)
        QApplication.processEvents()
        self.screen.waits()
        QApplication.processEvents()

    def types(self, text: str) -> None:
        for letter in text:
            focus = QApplication.focusWidget()
            assert focus is not None, "the keyboard has lost its way"
            self.screen.qtbot.keyClicks(focus, letter)
        self.screen.waits()

    def commands(self, words: str) -> None:
        self.press(Qt.Key.Key_K, CTRL)
        assert isinstance(QApplication.activePopupWidget(), Palette)
        self.types(words)
        self.press(Qt.Key.Key_Return)

    def at(self) -> tuple[str, str] | None:
        return self.screen.entry.cards.card.bound

    def answers(self, *keys: str) -> None:
        """The item at hand for every city from the first on, Enter leading from one to the next."""
        for text in keys:
            self.types(text)
            self.press(Qt.Key.Key_Return, CTRL)


def test_items_are_judged_across_cities_and_arrive_as_they_were_judged(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = founded(tmp_path / "desk", codes=("WXL",), mode="all", columns=COLUMNS)
    project, package = tmp_path / "mine.evalproj", tmp_path / "done.evalpkg"
    saved = iter((project, package))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(desk.tasks["WXL"]), ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(next(saved)), ""))
    screen = Screen(qapp, qtbot, laptop(desk.folder / "wxl").home)
    screen.window.resize(1366, 706)
    screen.waits_for(lambda: QApplication.focusWidget() is not None)
    hands = Hands(screen)
    hands.press(Qt.Key.Key_O, CTRL)
    screen.waits_for(lambda: QApplication.focusWidget() is not None)
    hands.press(Qt.Key.Key_2, CTRL)
    assert hands.at() == (JINAN, "A1")

    hands.answers("1", "1", "2")
    assert hands.at() == (JINAN, "A2")
    hands.types("2")
    hands.press(Qt.Key.Key_C, CTRL | SHIFT)
    assert isinstance(QApplication.activePopupWidget(), CopyPanel)
    hands.press(Qt.Key.Key_Tab)
    hands.press(Qt.Key.Key_Space)
    hands.press(Qt.Key.Key_Return, CTRL)
    assert screen.entry.panes.answers.spread.text() == "3 of 3 answered: 3 × Part"
    hands.commands("qd")
    assert hands.at() == (QINGDAO, "A2")
    hands.types("1")
    hands.press(Qt.Key.Key_Return)
    assert hands.at() == (JINAN, "A3")
    assert screen.entry.panes.answers.spread.text() == "0 of 2 answered"

    hands.answers("1", "12")
    assert hands.at() == (JINAN, "B1")
    hands.press(Qt.Key.Key_PageUp, CTRL)
    assert hands.at() == (JINAN, "A3")
    hands.press(Qt.Key.Key_PageDown, CTRL)
    assert hands.at() == (JINAN, "B1")
    hands.answers("4", "3", "0")
    assert hands.at() == (JINAN, "B2")
    hands.commands("table")
    assert screen.entry.grid.view.here == (JINAN, "B2")
    for minutes in ("10", "20", "30"):
        hands.types(minutes)
        hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_2, CTRL)
    assert hands.at() == (ZIBO, "B2")
    assert screen.entry.panes.answers.spread.text() == "3 of 3 answered: 10 to 30, median 20"
    hands.press(Qt.Key.Key_Return, CTRL)
    assert hands.at() == (JINAN, "B3")
    hands.answers("19/20", "1/2", "3/4")

    hands.commands("hand in")
    hands.press(Qt.Key.Key_Return, CTRL)
    screen.waits_for(package.exists)
    hands.press(Qt.Key.Key_Q, CTRL)
    screen.waits_for(lambda: not screen.window.isVisible())

    assert desk.merges_one(package).verdict == "merge"
    came = {
        item: [one.value for city in CITIES for one in cell_view(desk.project, city, item).assessments]
        for item in ("A1", "A2", "A3", "B1", "B2", "B3")
    }
    assert came == {
        "A1": ["yes", "yes", "no"],
        "A2": ["part", "full", "part"],
        "A3": ["time", "time;cost"],
        "B1": ["4", "3", "0"],
        "B2": ["10", "20", "30"],
        "B3": ["19/20", "1/2", "3/4"],
    }
