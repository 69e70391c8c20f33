"""Words are saved when typing rests, and the field does not feel it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QInputMethodEvent, QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evalapp.ui.widgets.justification import Justification
from evalapp.ui.widgets.typing_field import TypingField
from evalapp.work.care import history
from evalapp.work.drafts import kept_typing
from tests.people import founded
from tests.ui.windows import Screen

CITY = "370100"


@pytest.fixture
def screen(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    assessor = founded(tmp_path / "desk", codes=("WXL", "ZQM"), units=(CITY,)).assessor("WXL")
    assessor.project.close()
    made = Screen(qapp, qtbot, assessor.session.home)
    made.window.open_file(assessor.project.path)
    made.entry.go_to(CITY, "A1")
    yield made
    made.window.close()


@pytest.fixture
def field(screen: Screen) -> TypingField:
    found = screen.entry.cards.card.findChild(Justification)
    assert found is not None
    found.field.setFocus()
    return found.field


def saved(screen: Screen) -> list[str]:
    """Every justification that was ever recorded."""
    return [one.text for one in history(screen.entry.project, CITY, "A1")]


def rests(screen: Screen, text: str) -> None:
    screen.waits_for(lambda: saved(screen)[-1:] == [text])
    screen.waits()


def test_a_rest_saves_once_and_the_draft_is_gone(screen: Screen, field: TypingField) -> None:
    screen.qtbot.keyClicks(field, "three sentences")
    assert saved(screen) == []
    rests(screen, "three sentences")
    screen.qtbot.wait(1500)
    assert saved(screen) == ["three sentences"]
    assert kept_typing(screen.entry.project) == ()


def test_the_blank_before_the_next_word_the_cursor_and_undo_stay(screen: Screen, field: TypingField) -> None:
    screen.qtbot.keyClicks(field, "one two ")
    field.moveCursor(QTextCursor.MoveOperation.PreviousWord)
    field.moveCursor(QTextCursor.MoveOperation.EndOfWord, QTextCursor.MoveMode.KeepAnchor)
    rests(screen, "one two")
    cursor = field.textCursor()
    assert field.hasFocus()
    assert field.toPlainText() == "one two "
    assert (cursor.anchor(), cursor.position(), cursor.selectedText()) == (4, 7, "two")
    field.undo()
    assert field.toPlainText() == ""


def test_leaving_after_a_rest_adds_no_revision(screen: Screen, field: TypingField) -> None:
    screen.qtbot.keyClicks(field, "words ")
    rests(screen, "words")
    screen.entry.go_to(CITY, "A2")
    screen.waits()
    assert saved(screen) == ["words"]


def test_a_character_that_is_being_composed_is_waited_for(screen: Screen, field: TypingField) -> None:
    field.insertPlainText("写明")
    QApplication.sendEvent(field, QInputMethodEvent("ke yong", []))
    screen.qtbot.wait(1500)
    assert saved(screen) == []
    assert field.textCursor().block().layout().preeditAreaText() == "ke yong"
    done = QInputMethodEvent("", [])
    done.setCommitString("可用")
    QApplication.sendEvent(field, done)
    rests(screen, "写明可用")
    assert field.toPlainText() == "写明可用"


def test_composing_goes_on_through_the_save_of_the_words_before(screen: Screen, field: TypingField) -> None:
    field.insertPlainText("写明")
    screen.waits_for(screen.entry.typed.rest.isActive)
    screen.entry.typed.record()
    QApplication.sendEvent(field, QInputMethodEvent("ke", []))
    rests(screen, "写明")
    assert field.textCursor().block().layout().preeditAreaText() == "ke"
    done = QInputMethodEvent("", [])
    done.setCommitString("可")
    QApplication.sendEvent(field, done)
    assert field.toPlainText() == "写明可"


def test_typing_that_goes_on_is_not_saved_in_the_middle(screen: Screen, field: TypingField) -> None:
    for _word in range(6):
        screen.qtbot.keyClicks(field, "word")
        screen.qtbot.wait(300)
    assert saved(screen) == []
    rests(screen, "word" * 6)
    assert saved(screen) == ["word" * 6]
