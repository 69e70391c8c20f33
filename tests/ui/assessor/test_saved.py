"""After everything that is written the status line says when; other moments are told in both times."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot

from evalapp.ui.assessor.history import HistoryPanel
from evalapp.ui.assessor.private_note import PrivateNotePanel
from evalapp.ui.widgets.card_state import EvidenceEdit, NewEvidence
from tests.people import founded
from tests.ui.windows import Screen, window_on

CITY, OTHER = "370100", "370200"


@pytest.fixture
def screen(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    field = founded(tmp_path / "desk", codes=("WXL", "ZQM"), units=(CITY, OTHER)).assessor("WXL")
    field.answers_all(CITY)
    field.hands_in(CITY)
    with window_on(field, qapp, qtbot, (1366, 768)) as made:
        made.entry.go_to(OTHER, "A2")
        yield made


def adds_link(screen: Screen) -> None:
    screen.entry.cards.card.evidence_added.emit(NewEvidence(kind="link", text="https://www.gov.cn/1"))


def captions(screen: Screen) -> None:
    adds_link(screen)
    screen.waits()
    screen.window._saved_at = ""
    screen.entry.cards.card.evidence_edited.emit(EvidenceEdit(id="0", caption="首页"))


def writes_a_note(screen: Screen) -> None:
    screen.entry.cards.card.note_asked.emit()
    panel = next(one for one in screen.window.findChildren(PrivateNotePanel) if one.isVisible())
    panel.field.setPlainText("周五再看")
    panel.close()


def pastes(screen: Screen) -> None:
    screen.entry.modes.go("grid")
    screen.entry.grid.go_to((OTHER, "B1"))
    QGuiApplication.clipboard().setText("4")
    screen.qtbot.keyClick(screen.entry.grid.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    screen.qtbot.keyClick(screen.entry.grid.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def answers_and_undoes(screen: Screen) -> None:
    screen.entry.cards.card.answered.emit("full")
    screen.waits()
    screen.window._saved_at = ""
    screen.entry.undoing.undo()


@pytest.mark.parametrize(
    "act",
    [
        adds_link,
        captions,
        writes_a_note,
        pastes,
        answers_and_undoes,
        lambda screen: screen.entry.flags.toggle(),
        lambda screen: screen.entry.cards.card.answered.emit("full"),
    ],
)
def test_it_says_when_it_was_saved(screen: Screen, act: Callable[[Screen], None]) -> None:
    assert not screen.window.status_line.accessibleName().startswith("Saved")
    act(screen)
    screen.waits()
    assert screen.window.status_line.accessibleName() == f"Saved {screen.window._saved_at}"
    assert len(screen.window._saved_at) == len("12:04:31")


def test_the_history_and_the_hand_in_page_give_utc_in_their_tool_tips(screen: Screen) -> None:
    screen.entry.go_to(CITY, "A1")
    screen.entry.cards.card.history_asked.emit()
    panel = next(one for one in screen.window.findChildren(HistoryPanel) if one.isVisible())
    hint = panel.table.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert str(hint).endswith(" UTC")
    panel.close()
    screen.entry.check()
    screen.waits()
    boxes = {box.text().partition(":")[0]: box for box in screen.entry.hand_in.findChildren(QCheckBox)}
    handed, other = boxes[f"市{CITY}"], boxes[f"市{OTHER}"]
    assert handed.toolTip().endswith(" UTC")
    assert other.toolTip() == ""
    assert screen.entry.hand_in._size_words.text().startswith("The file will have about ")
