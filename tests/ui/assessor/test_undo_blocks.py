"""A paste, a filled column, cleared cells: each undone and done again by one key, in any order with single answers."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evalapp.ui.assessor.history import HistoryPanel
from evalapp.ui.widgets.message_bar import MessageBar
from evalapp.work.answers import Entered, unit_page
from evalapp.work.care import history
from evalapp.work.project import open_project
from tests.people import founded
from tests.ui.windows import Screen, presses_key, window_on

CITY, OTHER, THIRD = "370100", "370200", "370300"
CTRL = Qt.KeyboardModifier.ControlModifier
Cell = tuple[str, str]


@pytest.fixture
def screen(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    field = founded(tmp_path / "desk", codes=("WXL", "ZQM"), units=(CITY, OTHER, THIRD)).assessor("WXL")
    with window_on(field, qapp, qtbot, (1366, 706)) as made:
        made.entry.cards.card.setFocus()
        made.waits_for(lambda: QApplication.focusWidget() is not None)
        yield made


def press(screen: Screen, key: Qt.Key, modifier: Qt.KeyboardModifier = CTRL) -> None:
    presses_key(screen, key, modifier)


def to_table(screen: Screen) -> None:
    press(screen, Qt.Key.Key_3)


def to_cities(screen: Screen) -> None:
    press(screen, Qt.Key.Key_1)


def pastes(screen: Screen, text: str, at: Cell) -> None:
    screen.entry.grid.view.go_to(at)
    QApplication.clipboard().setText(text)
    press(screen, Qt.Key.Key_V)
    press(screen, Qt.Key.Key_Return)


def undoes(screen: Screen) -> str:
    press(screen, Qt.Key.Key_Z)
    return screen.window.toast.accessibleName()


def takes_back(screen: Screen) -> None:
    """Undo where no key reaches the page: off screen, the focus does not come back from a popup."""
    screen.entry.undoing.undo()
    screen.waits()


def redoes(screen: Screen) -> str:
    press(screen, Qt.Key.Key_Y)
    return screen.window.toast.accessibleName()


def enters(screen: Screen, unit: str, item: str, value: str) -> None:
    screen.entry.desk.enter(unit, item, Entered(state="answered", value=value), new_value=True)
    screen.waits()


def values(screen: Screen, *cells: Cell) -> list[str]:
    """What the file holds, read by somebody else; "" where it is blank."""
    with open_project(screen.session, screen.entry.project.path) as project:
        return [unit_page(project, unit).entries[item].entered.value for unit, item in cells]


A2, B1, B2 = (CITY, "A2"), (CITY, "B1"), (CITY, "B2")
BLOCK = (B1, (OTHER, "B1"), (THIRD, "B1"))


def test_a_paste_is_undone_and_done_again_by_one_key_each_time_by_further_revisions(screen: Screen) -> None:
    enters(screen, *B1, "9")
    to_table(screen)
    pastes(screen, "4\n5\n6", B1)
    assert values(screen, *BLOCK) == ["4", "5", "6"]
    told = undoes(screen)
    assert "3 cells" in told
    names = [screen.entry.desk.page(unit).unit.full_name for unit, _item in BLOCK]
    assert all(name in told for name in names)
    assert values(screen, *BLOCK) == ["9", "", ""]
    told = redoes(screen)
    assert told.startswith("Done again: 3 cells")
    assert values(screen, *BLOCK) == ["4", "5", "6"]
    undoes(screen)
    redoes(screen)
    assert values(screen, *BLOCK) == ["4", "5", "6"]
    project = screen.entry.project
    assert [one.value for one in history(project, *B1)] == ["9", "4", "9", "4", "9", "4"]
    assert [one.value for one in history(project, *BLOCK[1])] == ["5", "", "5", "", "5"]


def test_a_paste_and_single_answers_are_undone_in_the_order_in_which_they_were_made(screen: Screen) -> None:
    enters(screen, *A2, "full")
    to_table(screen)
    pastes(screen, "4\n5\n6", B1)
    to_cities(screen)
    enters(screen, *B1, "7")
    enters(screen, *A2, "part")
    cells = (A2, *BLOCK)
    states = [values(screen, *cells)]
    for _step in range(4):
        undoes(screen)
        states.append(values(screen, *cells))
    assert states == [
        ["part", "7", "5", "6"],
        ["full", "7", "5", "6"],
        ["full", "4", "5", "6"],
        ["full", "", "", ""],
        ["", "", "", ""],
    ]
    assert undoes(screen) == "Nothing is left to undo in this sitting."
    for state in reversed(states[:-1]):
        redoes(screen)
        assert values(screen, *cells) == state
    assert redoes(screen) == "Nothing was undone that could be done again."


def test_a_paste_is_undone_from_the_card_and_shows_one_of_its_cells(screen: Screen) -> None:
    to_table(screen)
    pastes(screen, "4\n5\n6", B1)
    to_cities(screen)
    screen.entry.go_to(OTHER, "A2")
    undoes(screen)
    assert screen.entry.cards.card.bound == B1
    assert values(screen, *BLOCK) == ["", "", ""]
    screen.entry.go_to(THIRD, "B1")
    redoes(screen)
    assert screen.entry.cards.card.bound == (THIRD, "B1"), "who is in the midst of it stays there"


def test_filling_down_and_clearing_are_steps_as_well(screen: Screen) -> None:
    enters(screen, *B1, "4")
    to_table(screen)
    view = screen.entry.grid.view
    view.go_to(B1)
    for _row in range(2):
        screen.qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    press(screen, Qt.Key.Key_D)
    press(screen, Qt.Key.Key_Return)
    assert values(screen, *BLOCK) == ["4", "4", "4"]
    press(screen, Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier)
    assert values(screen, *BLOCK) == ["", "", ""]
    undoes(screen)
    assert values(screen, *BLOCK) == ["4", "4", "4"]
    undoes(screen)
    assert values(screen, *BLOCK) == ["4", "", ""]
    redoes(screen)
    redoes(screen)
    assert values(screen, *BLOCK) == ["", "", ""]


def test_confidence_given_after_a_paste_is_kept_when_the_paste_is_undone_after_it(screen: Screen) -> None:
    to_table(screen)
    pastes(screen, "4\n5", B1)
    desk = screen.entry.desk
    desk.enter(*B1, Entered(state="answered", value="4", confidence="high"))
    screen.waits()
    undoes(screen)
    assert desk.entered(*B1).confidence == ""
    assert values(screen, B1) == ["4"]
    redoes(screen)
    undoes(screen)
    undoes(screen)
    assert values(screen, *BLOCK) == ["", "", ""]


def test_a_restored_answer_is_one_more_step_over_a_paste(screen: Screen) -> None:
    enters(screen, *B1, "9")
    to_table(screen)
    pastes(screen, "4\n5", B1)
    to_cities(screen)
    screen.entry.go_to(*B1)
    press(screen, Qt.Key.Key_H)
    panel = screen.window.findChild(HistoryPanel)
    assert panel is not None
    panel.table.revision_opened.emit(history(screen.entry.project, *B1)[0].id)
    screen.waits()
    assert values(screen, *BLOCK[:2]) == ["9", "5"]
    takes_back(screen)
    assert values(screen, *BLOCK[:2]) == ["4", "5"]
    takes_back(screen)
    assert values(screen, *BLOCK[:2]) == ["9", ""]


def test_a_hundred_steps_are_kept_however_many_cells_each_has(screen: Screen) -> None:
    enters(screen, *A2, "full")
    to_table(screen)
    for number in range(100):
        pastes(screen, f"{number}\n{number}", B1)
    for _step in range(100):
        undoes(screen)
    assert undoes(screen) == "Nothing is left to undo in this sitting."
    assert values(screen, A2, *BLOCK) == ["full", "", "", ""]


def told(screen: Screen) -> list[str]:
    return [bar.state.text for bar in screen.window.findChildren(MessageBar) if bar.isVisible()]


def test_an_undo_that_cannot_be_written_leaves_everything_and_says_so(
    screen: Screen, full_disk: Callable[[bool], None]
) -> None:
    enters(screen, *A2, "full")
    to_table(screen)
    pastes(screen, "4\n5\n6", B1)
    desk = screen.entry.desk
    full_disk(True)
    undoes(screen)
    assert [desk.entered(*cell).value for cell in BLOCK] == ["4", "5", "6"]
    assert any("everything is as it was" in text for text in told(screen))
    assert not screen.entry.unsaved()
    full_disk(False)
    undoes(screen)
    assert values(screen, *BLOCK) == ["", "", ""]
    full_disk(True)
    redoes(screen)
    undoes(screen)
    assert desk.entered(*A2).value == "full"
    full_disk(False)
    redoes(screen)
    assert values(screen, *BLOCK) == ["4", "5", "6"]
    undoes(screen)
    undoes(screen)
    assert values(screen, A2, *BLOCK) == ["", "", "", ""]


def test_undos_that_cannot_be_written_lie_where_they_lay(
    screen: Screen, full_disk: Callable[[bool], None]
) -> None:
    for value in "1234":
        enters(screen, *B1, value)
    desk, undoing = screen.entry.desk, screen.entry.undoing
    full_disk(True)
    for _time in range(3):
        undoing.undo()
    screen.waits()
    assert desk.entered(*B1).value == "4"
    full_disk(False)
    found = []
    for _time in range(4):
        undoes(screen)
        found += values(screen, B1)
    assert found == ["3", "2", "1", ""]
    full_disk(True)
    for _time in range(3):
        undoing.redo()
    screen.waits()
    full_disk(False)
    for _time in range(4):
        redoes(screen)
        found += values(screen, B1)
    assert found[4:] == ["1", "2", "3", "4"]


def test_an_answer_that_is_not_in_the_file_is_still_said_to_be_missing_after_its_undo_failed(
    screen: Screen, full_disk: Callable[[bool], None]
) -> None:
    full_disk(True)
    enters(screen, *B1, "1")
    undoes(screen)
    assert screen.entry.desk.entered(*B1).value == "1"
    assert screen.entry.unsaved()
    full_disk(False)
    screen.entry.desk.retry()
    screen.waits()
    assert values(screen, B1) == ["1"]
    undoes(screen)
    assert values(screen, B1) == [""]


def test_a_paste_that_cannot_be_written_is_no_step_and_what_was_undone_can_be_done_again(
    screen: Screen, full_disk: Callable[[bool], None]
) -> None:
    enters(screen, *A2, "full")
    undoes(screen)
    to_table(screen)
    full_disk(True)
    pastes(screen, "4\n5\n6", B1)
    assert [screen.entry.desk.entered(*cell).state for cell in BLOCK] == ["blank"] * 3
    assert screen.entry.grid.preview.isVisible()
    full_disk(False)
    press(screen, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    redoes(screen)
    assert values(screen, A2, *BLOCK) == ["full", "", "", ""]
    undoes(screen)
    assert undoes(screen) == "Nothing is left to undo in this sitting."


def test_a_value_that_was_none_comes_back_when_the_paste_over_it_fails(
    screen: Screen, full_disk: Callable[[bool], None]
) -> None:
    enters(screen, *B2, "985")
    to_table(screen)
    full_disk(True)
    pastes(screen, "98.5", B2)
    assert screen.entry.desk.refusal(*B2)
    assert screen.entry.desk.shown(*B2).value == "985"
    full_disk(False)
    press(screen, Qt.Key.Key_Return)
    assert values(screen, B2) == ["98.5"]
    undoes(screen)
    assert values(screen, B2) == [""]
