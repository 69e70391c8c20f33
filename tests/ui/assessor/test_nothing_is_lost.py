"""Whatever goes wrong while saving, closing or typing: what was entered is in the file, or on the page and said to be missing."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlcipher3
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox, QPlainTextEdit
from pytestqt.qtbot import QtBot

from evalapp.ui.widgets.card_state import NewEvidence
from evalapp.ui.widgets.message_bar import MessageBar
from evalapp.work.answers import Entered, LeafEntry, unit_page
from evalapp.work.care import history
from evalapp.work.drafts import TypedText, keep_typing, kept_typing
from evalapp.work.project import open_project
from tests.people import founded
from tests.ui.windows import Screen

CITY = "370100"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An assessor's project file, closed."""
    field = founded(tmp_path / "desk", codes=("WXL", "ZQM"), units=(CITY, "370200")).assessor("WXL")
    field.project.close()
    return field.project.path


@pytest.fixture
def screen(path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    made = Screen(qapp, qtbot, path.parent / "wxl")
    made.window.open_file(path)
    yield made
    made.window.close()


def in_file(screen: Screen, path: Path, item: str) -> tuple[LeafEntry, tuple[TypedText, ...]]:
    with open_project(screen.session, path) as project:
        return unit_page(project, CITY).entries[item], kept_typing(project)


def value_field(screen: Screen) -> QLineEdit:
    return next(f for f in screen.entry.cards.card.editor.findChildren(QLineEdit) if f.isVisible())


def words(screen: Screen) -> QPlainTextEdit:
    found = screen.entry.cards.card.findChildren(QPlainTextEdit)
    return next(
        field
        for field in found
        if field.isVisible() and not screen.entry.cards.card.editor.isAncestorOf(field)
    )


def types(screen: Screen, field: QLineEdit | QPlainTextEdit, text: str) -> None:
    field.setFocus()
    screen.qtbot.keyClicks(field, text)


def told(screen: Screen) -> list[str]:
    return [bar.state.text for bar in screen.window.findChildren(MessageBar) if bar.isVisible()]


def test_a_bad_value_keeps_nothing_else_from_being_saved(screen: Screen, path: Path) -> None:
    screen.entry.go_to(CITY, "B1")
    types(screen, value_field(screen), "abc")
    types(screen, words(screen), "long words")
    screen.window.close()
    entry, kept = in_file(screen, path, "B1")
    assert entry.entered.justification == "long words"
    assert [(typed.field, typed.text) for typed in kept] == [("value", "abc")]


def test_enter_does_not_leave_a_bad_value_behind(screen: Screen) -> None:
    screen.entry.go_to(CITY, "B1")
    field = value_field(screen)
    types(screen, field, "abc")
    screen.qtbot.keyClick(field, Qt.Key.Key_Return)
    screen.waits()
    assert screen.entry.cards.card.bound == (CITY, "B1")
    assert field.text() == "abc"
    assert screen.entry.desk.refusal(CITY, "B1")
    assert told(screen) == []


def test_a_good_value_after_a_bad_one_forgets_it(screen: Screen, path: Path) -> None:
    desk = screen.entry.desk
    desk.enter(CITY, "B1", Entered(state="answered", value="abc"), new_value=True)
    desk.enter(CITY, "B1", Entered(state="answered", value="4"), new_value=True)
    screen.waits()
    assert desk.refusal(CITY, "B1") == ""
    assert in_file(screen, path, "B1")[0].entered.value == "4"
    assert in_file(screen, path, "B1")[1] == ()


def test_what_cannot_be_written_stays_and_closing_asks(
    screen: Screen, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: asked.append(box.text()))
    screen.entry.go_to(CITY, "A1")
    types(screen, words(screen), "words")
    with closing(sqlcipher3.connect(str(path))) as other:
        other.execute("BEGIN IMMEDIATE")
        screen.window.close()
        assert len(asked) == 1
        assert screen.window.isVisible()
        assert len(told(screen)) == 1
        assert words(screen).toPlainText() == "words"
        assert screen.entry.status().failed
        other.rollback()
    screen.entry.desk.retry()
    screen.waits()
    assert told(screen) == []
    assert not screen.entry.status().failed
    screen.window.close()
    assert len(asked) == 1
    assert in_file(screen, path, "A1")[0].entered.justification == "words"


def test_changing_the_language_in_the_middle_of_a_word(screen: Screen, path: Path) -> None:
    screen.entry.go_to(CITY, "A1")
    types(screen, words(screen), "words")
    screen.window.change_language("zh_CN")
    screen.waits()
    assert words(screen).toPlainText() == "words"
    screen.presses("1")
    entry, _kept = in_file(screen, path, "A1")
    assert (entry.entered.value, entry.entered.justification) == ("yes", "words")


def test_words_typed_before_a_kill_are_quoted_and_taken_over(
    screen: Screen, path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    screen.entry.go_to(CITY, "A1")
    screen.entry.typed.rest.setInterval(600_000)
    types(screen, words(screen), "half a sen")
    screen.waits_for(lambda: bool(kept_typing(screen.entry.project)))
    killed = path.with_name("killed.evalproj")
    for suffix in ("", "-wal", "-shm"):
        shutil.copy(path.with_name(path.name + suffix), killed.with_name(killed.name + suffix))
    screen.window.close()
    second = Screen(qapp, qtbot, path.parent / "wxl")
    second.window.open_file(killed)
    assert len(told(second)) == 1
    assert "“half a sen”" in told(second)[0]
    second.entry._on_acted("restore")
    second.waits()
    assert told(second) == []
    second.window.close()
    assert in_file(second, killed, "A1")[0].entered.justification == "half a sen"
    assert in_file(second, killed, "A1")[1] == ()


def test_words_typed_over_an_answer_that_was_changed_since_say_so(
    path: Path, qapp: QApplication, qtbot: QtBot, screen: Screen
) -> None:
    project = screen.entry.project
    screen.entry.desk.type_text(CITY, "A1", "justification", "old words")
    screen.waits()
    assert kept_typing(project)[0].begun_from == ""
    screen.entry.go_to(CITY, "A2")
    screen.presses("1")
    screen.entry.desk.type_text(CITY, "A2", "justification", "newer words")
    screen.waits()
    assert kept_typing(project)[1].begun_from == history(project, CITY, "A2")[-1].id
    keep_typing(project, CITY, "B1", "value", "7", "another revision")
    screen.window.close()
    second = Screen(qapp, qtbot, path.parent / "wxl")
    second.window.open_file(path)
    offers = []
    for _time in range(3):
        offers += told(second)
        second.entry._on_acted("restore")
        second.waits()
    assert [("changed since" in offer) for offer in offers] == [False, False, True]
    second.window.close()
    assert in_file(second, path, "A1")[0].entered.justification == "old words"
    assert in_file(second, path, "B1")[0].entered.value == "7"


def shown(screen: Screen, item: str) -> Entered:
    return screen.entry.typed.shown(CITY, item)


def test_a_refused_answer_outlives_a_change_of_language(
    screen: Screen, path: Path, full_disk: Callable[[bool], None]
) -> None:
    screen.entry.go_to(CITY, "A1")
    full_disk(True)
    screen.presses("1")
    before = screen.entry
    screen.window.change_language("zh_CN")
    screen.waits()
    assert screen.entry is not before
    assert shown(screen, "A1").value == "yes"
    assert screen.entry.unsaved()
    assert any("The disk is full." in text for text in told(screen))
    screen.clicks(screen.entry.panes.hand_in_button)
    assert not screen.entry.hand_in.isVisible()
    full_disk(False)
    screen.entry._on_acted("retry")
    screen.waits()
    screen.window.close()
    assert in_file(screen, path, "A1")[0].entered.value == "yes"


def test_steps_to_undo_outlive_a_change_of_letters(screen: Screen) -> None:
    screen.entry.go_to(CITY, "A1")
    screen.presses("1")
    screen.window.change_font(1.15)
    screen.waits()
    screen.entry.undoing.undo()
    screen.waits()
    assert shown(screen, "A1").state == "blank"


def test_half_a_rate_is_kept_when_its_fields_are_left(screen: Screen, path: Path) -> None:
    screen.entry.go_to(CITY, "B3")
    types(screen, value_field(screen), "19")
    types(screen, words(screen), "see the list")
    screen.waits()
    assert value_field(screen).text() == "19"
    assert screen.entry.desk.refusal(CITY, "B3")
    screen.window.close()
    entry, kept = in_file(screen, path, "B3")
    assert entry.entered.justification == "see the list"
    assert [(typed.field, typed.text) for typed in kept] == [("value", "19/")]


def test_a_link_that_cannot_be_written_while_leaving_brings_the_page_back(
    screen: Screen, path: Path, full_disk: Callable[[bool], None]
) -> None:
    screen.entry.go_to(CITY, "A1")
    before = screen.entry
    full_disk(True)
    before.evidence.add((CITY, "A1"), NewEvidence(kind="link", text="https://www.gov.cn/q"))
    screen.window.go_home()
    screen.waits()
    assert screen.entry is before
    assert before.unsaved()
    full_disk(False)
    before._on_acted("retry")
    screen.waits()
    screen.window.close()
    assert [piece.ref for piece in in_file(screen, path, "A1")[0].entered.evidence] == [
        "https://www.gov.cn/q"
    ]


def test_a_reason_that_was_typed_is_kept_when_the_item_is_left(screen: Screen, path: Path) -> None:
    screen.entry.go_to(CITY, "A1")
    screen.presses("-")
    types(screen, reason_field(screen), "no such service here")
    screen.qtbot.keyClick(reason_field(screen), Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    screen.waits()
    screen.window.close()
    entered = in_file(screen, path, "A1")[0].entered
    assert (entered.state, entered.justification) == ("not_applicable", "no such service here")


def reason_field(screen: Screen) -> QLineEdit:
    found = screen.entry.cards.card.findChildren(QLineEdit)
    return next(field for field in found if field.isVisible() and "applicable" in field.accessibleName())


def test_enter_after_the_key_of_a_state_goes_on_and_takes_nothing_back(screen: Screen, path: Path) -> None:
    screen.entry.go_to(CITY, "A1")
    screen.presses("0")
    focus = screen.window.focusWidget()
    assert focus is not None
    screen.qtbot.keyClick(focus, Qt.Key.Key_Return)
    screen.waits()
    assert screen.entry.cards.card.bound == (CITY, "A2")
    screen.window.close()
    assert in_file(screen, path, "A1")[0].entered.state == "not_found"


def test_a_picture_pasted_over_a_selected_number_becomes_evidence(screen: Screen, path: Path) -> None:
    screen.entry.go_to(CITY, "B2")
    types(screen, value_field(screen), "14")
    screen.qtbot.keyClick(value_field(screen), Qt.Key.Key_Escape)
    screen.waits()
    screen.entry.cards.card.focus_value()
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(0)
    QGuiApplication.clipboard().setImage(image)
    screen.qtbot.keyClick(value_field(screen), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    screen.waits()
    screen.window.close()
    entered = in_file(screen, path, "B2")[0].entered
    assert entered.value == "14"
    assert [piece.kind for piece in entered.evidence] == ["screenshot"]


def test_a_link_being_typed_goes_to_no_other_item(screen: Screen, path: Path) -> None:
    screen.entry.go_to(CITY, "A1")
    strip = screen.entry.cards.card.evidence
    strip.link.open()
    screen.qtbot.keyClicks(strip.link.field, "www.gov.cn/a1")
    screen.entry.go_to(CITY, "A2")
    assert not strip.link.isVisible()
    screen.window.close()
    assert in_file(screen, path, "A2")[0].entered.evidence == ()


def test_closing_waits_for_evidence_that_still_becomes_an_answer(
    screen: Screen, path: Path, full_disk: Callable[[bool], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: asked.append(box.text()))
    screen.entry.go_to(CITY, "A1")
    full_disk(True)
    screen.entry.evidence.add((CITY, "A1"), NewEvidence(kind="link", text="https://www.gov.cn/q"))
    screen.window.close()
    assert len(asked) == 1
    assert screen.window.isVisible()
    full_disk(False)
    screen.entry._on_acted("retry")
    screen.waits()
    screen.window.close()
    assert [piece.ref for piece in in_file(screen, path, "A1")[0].entered.evidence] == [
        "https://www.gov.cn/q"
    ]
