"""Nothing that was answered goes at one press of a key: pressing again or Ctrl+Z brings it back, as a further answer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from evalapp.ui.widgets.justification import Justification
from evalapp.ui.widgets.toast import Toast
from evalapp.ui.widgets.typing_field import TypingField
from evalapp.work.answers import Entered
from evalapp.work.care import history
from tests.people import founded
from tests.ui.windows import Screen, window_on

CITY, OTHER = "370100", "370200"


@pytest.fixture
def screen(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    field = founded(tmp_path / "desk", codes=("WXL", "ZQM"), units=(CITY, OTHER)).assessor("WXL")
    with window_on(field, qapp, qtbot) as made:
        yield made


def answers(screen: Screen, item: str, value: str) -> None:
    screen.entry.go_to(CITY, item)
    screen.entry.cards.card.answered.emit(value)
    screen.waits()


def stands(screen: Screen, item: str, unit: str = CITY) -> Entered:
    return screen.entry.desk.page(unit).entries[item].entered


def undoes(screen: Screen) -> str:
    """What Ctrl+Z on the card says."""
    card = screen.entry.cards.card
    card.setFocus()
    screen.qtbot.keyClick(card, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    screen.waits()
    toast = screen.window.findChild(Toast)
    assert toast is not None
    return toast.accessibleName()


def presses_alt(screen: Screen, key: Qt.Key) -> None:
    card = screen.entry.cards.card
    card.setFocus()
    screen.qtbot.keyClick(card, key, Qt.KeyboardModifier.AltModifier)
    screen.waits()


def test_a_state_pressed_again_brings_the_value_back(screen: Screen) -> None:
    answers(screen, "B3", "19/20")
    presses_alt(screen, Qt.Key.Key_0)
    assert stands(screen, "B3").state == "not_found"
    presses_alt(screen, Qt.Key.Key_0)
    assert (stands(screen, "B3").state, stands(screen, "B3").value) == ("answered", "19/20")
    fields = screen.entry.cards.card.editor.findChildren(QLineEdit)
    assert [field.text() for field in fields if field.isVisible()] == ["19", "20"]


def test_a_state_with_a_reason_gives_value_and_justification_back(screen: Screen) -> None:
    screen.entry.desk.enter(CITY, "A2", Entered(state="answered", value="part", justification="看了三个渠道"))
    screen.waits()
    screen.entry.go_to(CITY, "A2")
    screen.presses("-")
    screen.qtbot.keyClicks(QApplication.focusWidget(), "not here")
    screen.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    screen.waits()
    assert stands(screen, "A2") == Entered(state="not_applicable", justification="not here")
    screen.presses("-")
    assert stands(screen, "A2") == Entered(state="answered", value="part", justification="看了三个渠道")


def test_a_value_given_up_in_an_earlier_sitting_comes_from_the_history(
    screen: Screen, qapp: QApplication, qtbot: QtBot
) -> None:
    answers(screen, "A2", "part")
    screen.presses("0")
    path = screen.entry.project.path
    screen.window.close()
    later = Screen(qapp, qtbot, screen.session.home)
    later.window.open_file(path)
    later.entry.go_to(CITY, "A2")
    later.presses("0")
    assert stands(later, "A2").value == "part"
    later.window.close()


def test_a_blank_before_a_state_is_blank_again(screen: Screen) -> None:
    answers(screen, "A2", "part")
    answers(screen, "A2", "")
    screen.presses("0")
    screen.presses("0")
    assert stands(screen, "A2") == Entered()


def test_undo_goes_to_the_item_and_writes_a_further_answer(screen: Screen) -> None:
    answers(screen, "A2", "part")
    answers(screen, "A2", "full")
    screen.entry.go_to(OTHER, "B1")
    said = undoes(screen)
    assert screen.entry.cards.card.bound == (CITY, "A2")
    assert "Part" in said
    assert stands(screen, "A2").value == "part"
    past = history(screen.entry.project, CITY, "A2")
    assert [one.value for one in past] == ["part", "full", "part"]


def test_undo_goes_back_step_by_step_and_then_says_that_nothing_is_left(screen: Screen) -> None:
    answers(screen, "A2", "part")
    answers(screen, "B1", "4")
    undoes(screen)
    assert stands(screen, "B1").state == "blank"
    assert stands(screen, "A2").value == "part"
    undoes(screen)
    assert stands(screen, "A2").state == "blank"
    assert undoes(screen) == "Nothing is left to undo in this sitting."


def test_undo_takes_a_refused_value_out_of_its_field(screen: Screen) -> None:
    answers(screen, "B2", "98")
    answers(screen, "B2", "985")
    assert screen.entry.desk.refusal(CITY, "B2")
    undoes(screen)
    assert not screen.entry.desk.refusal(CITY, "B2")
    field = next(f for f in screen.entry.cards.card.editor.findChildren(QLineEdit) if f.isVisible())
    assert field.text() == "98"


def words(screen: Screen) -> TypingField:
    found = screen.entry.cards.card.findChild(Justification)
    assert found is not None
    return found.field


def test_in_a_text_field_undo_is_the_fields_own(screen: Screen) -> None:
    answers(screen, "A2", "part")
    words(screen).setFocus()
    screen.qtbot.keyClicks(words(screen), "abc")
    screen.qtbot.keyClick(words(screen), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    screen.waits()
    assert words(screen).toPlainText() == ""
    assert stands(screen, "A2").value == "part"


def test_a_field_never_brings_back_the_words_of_another_item(screen: Screen) -> None:
    screen.entry.go_to(CITY, "A1")
    words(screen).setFocus()
    screen.qtbot.keyClicks(words(screen), "of A1")
    screen.entry.go_to(CITY, "A2")
    words(screen).setFocus()
    words(screen).undo()
    assert words(screen).toPlainText() == ""
    screen.waits()


def test_words_typed_in_one_go_are_undone_in_one_step(screen: Screen) -> None:
    screen.entry.go_to(CITY, "A1")
    words(screen).setFocus()
    screen.qtbot.keyClicks(words(screen), "one")
    screen.waits_for(lambda: stands(screen, "A1").justification == "one")
    screen.qtbot.keyClicks(words(screen), " two")
    screen.waits_for(lambda: stands(screen, "A1").justification == "one two")
    undoes(screen)
    assert stands(screen, "A1") == Entered()
    assert words(screen).toPlainText() == ""


def redoes(screen: Screen) -> str:
    """What Ctrl+Y on the card says."""
    card = screen.entry.cards.card
    card.setFocus()
    screen.qtbot.keyClick(card, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    screen.waits()
    toast = screen.window.findChild(Toast)
    assert toast is not None
    return toast.accessibleName()


def test_redo_goes_forward_step_by_step_by_further_answers(screen: Screen) -> None:
    answers(screen, "A2", "part")
    answers(screen, "A2", "full")
    answers(screen, "B1", "4")
    for _step in range(3):
        undoes(screen)
    assert stands(screen, "A2").state == "blank"
    assert "Part" in redoes(screen)
    assert "Full" in redoes(screen)
    assert (stands(screen, "A2").value, stands(screen, "B1").state) == ("full", "blank")
    redoes(screen)
    assert stands(screen, "B1").value == "4"
    assert redoes(screen) == "Nothing was undone that could be done again."
    past = history(screen.entry.project, CITY, "A2")
    assert [one.value for one in past] == ["part", "full", "part", "", "part", "full"]


def test_what_was_undone_and_done_again_can_be_undone_again(screen: Screen) -> None:
    answers(screen, "A2", "part")
    undoes(screen)
    redoes(screen)
    undoes(screen)
    assert stands(screen, "A2").state == "blank"
    redoes(screen)
    assert stands(screen, "A2").value == "part"


def test_another_change_ends_what_could_be_done_again(screen: Screen) -> None:
    answers(screen, "A2", "part")
    undoes(screen)
    answers(screen, "B1", "4")
    assert redoes(screen) == "Nothing was undone that could be done again."
    assert stands(screen, "A2").state == "blank"


def test_redo_brings_a_refused_value_back_into_its_field(screen: Screen) -> None:
    answers(screen, "B2", "98")
    answers(screen, "B2", "985")
    undoes(screen)
    redoes(screen)
    assert screen.entry.desk.refusal(CITY, "B2")
    undoes(screen)
    assert stands(screen, "B2").value == "98"
