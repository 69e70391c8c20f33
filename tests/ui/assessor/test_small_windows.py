"""In a small window the tree and the problems give way to the card, and the head or a key brings them back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evalapp.ui.assessor.keys import keys_of_entry
from evalapp.ui.keys_panel import KeysPanel
from evalapp.work.answering import record_answer
from evalapp.work.answers import Entered
from tests.people import founded
from tests.ui.fit import clipped
from tests.ui.windows import Screen, window_on

CITY = "370100"
COMPACT, SMALL = (1093, 545), (910, 512)


@pytest.fixture
def screen(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    """A window on a city with one error: an answer that needs a reason has none."""
    field = founded(tmp_path / "desk", codes=("WXL", "ZQM"), units=(CITY, "370200")).assessor("WXL")
    record_answer(field.project, CITY, "B3", Entered(state="unable"))
    with window_on(field, qapp, qtbot) as made:
        made.entry.setFocus()
        yield made


def shown(screen: Screen) -> list[str]:
    panes = screen.entry.panes
    names = (("cities", panes.cities), ("tree", panes.items), ("problems", panes.problems))
    return [name for name, pane in names if pane.isVisible()]


def in_size(screen: Screen, size: tuple[int, int]) -> None:
    screen.window.resize(*size)
    screen.waits_for(lambda: screen.entry.width() == size[0])


def test_everything_is_in_view_where_there_is_room(screen: Screen) -> None:
    in_size(screen, (1366, 706))
    assert shown(screen) == ["cities", "tree", "problems"]


def test_the_problems_come_by_key_and_go_by_the_head(screen: Screen) -> None:
    in_size(screen, COMPACT)
    assert shown(screen) == ["cities", "tree"]
    screen.qtbot.keyClick(screen.entry.cards.card, Qt.Key.Key_F8)
    assert shown(screen) == ["cities", "problems"]
    assert screen.entry.cards.card.bound == (CITY, "B3")
    assert clipped(screen.window) == []
    screen.clicks(screen.entry.cards._trouble)
    assert shown(screen) == ["cities", "tree"]


def test_the_tree_opens_from_the_head_and_closes_once_an_item_is_chosen(screen: Screen) -> None:
    in_size(screen, SMALL)
    assert shown(screen) == ["cities"]
    screen.clicks(screen.entry.cards._tree)
    assert shown(screen) == ["cities", "tree"]
    assert clipped(screen.window) == []
    screen.entry.items.leaf_chosen.emit("B1")
    assert shown(screen) == ["cities"]
    assert screen.entry.cards.card.bound == (CITY, "B1")


def test_the_keys_move_from_wherever_the_focus_is(screen: Screen) -> None:
    in_size(screen, (1366, 706))
    screen.entry.go_to(CITY, "A1")
    cities = screen.entry.cities.view
    cities.setFocus()
    control = Qt.KeyboardModifier.ControlModifier
    screen.qtbot.keyClick(cities, Qt.Key.Key_Down, control)
    assert screen.entry.cards.card.bound == (CITY, "A2")
    cities.setFocus()
    screen.qtbot.keyClick(cities, Qt.Key.Key_Up, control)
    assert screen.entry.cards.card.bound == (CITY, "A1")
    cities.setFocus()
    screen.qtbot.keyClick(cities, Qt.Key.Key_Return, control)
    assert screen.entry.cards.card.bound == (CITY, "A2")


def test_f1_shows_the_keys(screen: Screen) -> None:
    screen.qtbot.keyClick(screen.entry.cards.card, Qt.Key.Key_F1)
    panel = screen.window.findChild(KeysPanel)
    assert panel is not None
    assert panel.isVisible()
    assert clipped(panel) == []
    assert len(keys_of_entry()) == len({keys for keys, _text in keys_of_entry()})
    screen.qtbot.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_larger_letters_take_the_room_of_the_panels(screen: Screen) -> None:
    screen.window.change_font(1.3)
    in_size(screen, (1366, 706))
    assert shown(screen) == ["cities", "tree"]
    assert screen.entry.cards.width() > screen.entry.width() / 2
    screen.waits_for(lambda: clipped(screen.entry) == [])
    in_size(screen, COMPACT)
    assert shown(screen) == ["cities"]
    screen.window.change_font(1.0)
    in_size(screen, (1366, 706))
    assert shown(screen) == ["cities", "tree", "problems"]
