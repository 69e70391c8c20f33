"""A private note: kept while it is typed, there after reopening, and in nothing that leaves the laptop."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evalapp.ui.assessor.private_note import PrivateNotePanel
from evalapp.work.private_notes import keep_private_note, private_note
from evalapp.work.submit import submit
from tests.people import SMALL, Desk, edition, founded, mapping
from tests.ui.windows import Screen, window_on

CITY, OTHER = "370100", "370200"
WORDS = "问过窗口，周五再看一次"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return founded(tmp_path / "desk", codes=("WXL", "ZQM"), units=(CITY, OTHER))


@pytest.fixture
def screen(desk: Desk, qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    field = desk.assessor("WXL")
    with window_on(field, qapp, qtbot) as made:
        yield made


def panel(screen: Screen, item: str) -> PrivateNotePanel:
    screen.entry.go_to(CITY, item)
    screen.entry.cards.card.note_asked.emit()
    return next(one for one in screen.window.findChildren(PrivateNotePanel) if one.isVisible())


def writes(screen: Screen, item: str, words: str) -> None:
    opened = panel(screen, item)
    opened.field.setPlainText(words)
    opened.close()
    screen.waits()


def test_a_note_is_kept_and_the_card_shows_that_there_is_one(screen: Screen) -> None:
    writes(screen, "A2", WORDS)
    assert private_note(screen.entry.project, CITY, "A2") == WORDS
    assert panel(screen, "A2").field.toPlainText() == WORDS
    assert screen.entry.desk.page(CITY).noted == frozenset({"A2"})
    assert screen.entry.desk.page(CITY).progress.started == 0, "a note is no answer"
    writes(screen, "A2", "  ")
    assert screen.entry.desk.page(CITY).noted == frozenset()


def test_a_note_is_in_no_submission(screen: Screen, tmp_path: Path) -> None:
    writes(screen, "A2", WORDS)
    screen.entry.cards.card.answered.emit("full")
    screen.waits()
    sent = tmp_path / "s.evalpkg"
    submit(screen.entry.project, sent, comment="只做到这里")
    with zipfile.ZipFile(sent) as package:
        inside = b"".join(package.read(name) for name in package.namelist())
    assert WORDS.encode() not in inside
    assert "笔记".encode() not in inside


def test_the_key_opens_it(screen: Screen) -> None:
    card = screen.entry.cards.card
    card.setFocus()
    screen.qtbot.keyClick(card, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert any(one.isVisible() for one in screen.window.findChildren(PrivateNotePanel))


def test_a_note_follows_its_item_into_another_edition(desk: Desk, tmp_path: Path) -> None:
    wang = desk.assessor("WXL")
    keep_private_note(wang.project, CITY, "B1", WORDS)
    newer = edition(
        tmp_path,
        "2",
        ('code = "B1"', 'code = "B9"'),
        ("answer['B1']", "answer['B9']"),
        ('"A1", "B1"]', '"A1", "B9"]'),
    )
    desk.brings(newer, mapping(SMALL, newer, 'from = "B1"\nto = "B9"'))
    wang.opens_update(desk.writes_updates()["WXL"])
    assert (private_note(wang.project, CITY, "B9"), private_note(wang.project, CITY, "B1")) == (WORDS, "")
