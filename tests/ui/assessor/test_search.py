"""The field that jumps to a city or an item: what fits best stands first, and is taken by Enter or by the arrows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.people import founded
from tests.ui.windows import Screen, window_on

JINAN, QINGDAO, JINING = "370100", "370200", "370800"
COLUMNS = {
    JINAN: {"pinyin": "jinan", "initials": "jn"},
    QINGDAO: {"pinyin": "qingdao", "initials": "qd"},
    JINING: {"pinyin": "jining", "initials": "jn"},
}


@pytest.fixture
def screen(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    desk = founded(tmp_path / "desk", codes=("WXL",), units=tuple(COLUMNS), columns=COLUMNS, mode="all")
    field = desk.assessor("WXL")
    with window_on(field, qapp, qtbot, (1366, 706)) as made:
        made.entry.go_to(JINAN, "A1")
        made.entry.search.setFocus()
        yield made


def offered(screen: Screen) -> list[str]:
    model = screen.entry.search.completer().completionModel()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def types(screen: Screen, text: str) -> None:
    for letter in text:
        popup = screen.entry.search.completer().popup()
        screen.qtbot.keyClicks(popup if popup.isVisible() else screen.entry.search, letter)


@pytest.mark.parametrize(
    ("typed", "item"), [("qd", QINGDAO), ("ning", JINING), ("3708", JINING), ("JINAN", JINAN)]
)
def test_enter_takes_what_fits_best(screen: Screen, typed: str, item: str) -> None:
    screen.entry.go_to(QINGDAO if item == JINAN else JINAN, "A1")
    screen.entry.search.setFocus()
    types(screen, typed)
    screen.qtbot.keyClick(screen.entry.search, Qt.Key.Key_Return)
    screen.waits_for(lambda: screen.entry.cards.card.bound == (item, "A1"))
    screen.waits_for(lambda: screen.entry.search.text() == "")


def test_a_whole_word_stands_before_a_beginning_and_several_words_narrow_down(screen: Screen) -> None:
    types(screen, "b")
    assert [text.split()[0] for text in offered(screen)][:3] == ["B1", "B2", "B3"]
    screen.entry.search.clear()
    types(screen, "every same")
    assert [text.split()[0] for text in offered(screen)] == ["A2"]
    screen.entry.search.clear()
    types(screen, "zzz")
    assert offered(screen) == []


def test_the_arrows_choose_among_what_is_offered(screen: Screen) -> None:
    types(screen, "jn")
    assert len(offered(screen)) == 2
    popup = screen.entry.search.completer().popup()
    assert popup.isVisible()
    for _row in range(2):
        screen.qtbot.keyClick(popup, Qt.Key.Key_Down)
    screen.qtbot.keyClick(popup, Qt.Key.Key_Return)
    screen.waits_for(lambda: screen.entry.cards.card.bound == (JINING, "A1"))


def test_chinese_from_an_input_method_finds_too(screen: Screen) -> None:
    name = screen.entry.desk.page(QINGDAO).unit.name
    event = QInputMethodEvent()
    event.setCommitString(name)
    QApplication.sendEvent(screen.entry.search, event)
    assert [text.split()[0] for text in offered(screen)] == [name]
    popup = screen.entry.search.completer().popup()
    screen.qtbot.keyClick(popup if popup.isVisible() else screen.entry.search, Qt.Key.Key_Return)
    screen.waits_for(lambda: screen.entry.cards.card.bound == (QINGDAO, "A1"))
