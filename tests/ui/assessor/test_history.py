"""The history of an answer: who, when, what; and any earlier answer restored as a further one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evalapp.ui.assessor.history import HistoryPanel
from evalapp.ui.widgets.toast import Toast
from evalapp.work.care import history
from tests.people import founded
from tests.ui.assessor.test_undo import CITY, OTHER, answers, stands, undoes
from tests.ui.windows import Screen, window_on


@pytest.fixture
def screen(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    field = founded(tmp_path / "desk", codes=("WXL", "ZQM"), units=(CITY, OTHER)).assessor("WXL")
    with window_on(field, qapp, qtbot) as made:
        yield made


def panel_of(screen: Screen, item: str) -> HistoryPanel | None:
    screen.entry.go_to(CITY, item)
    card = screen.entry.cards.card
    card.setFocus()
    screen.qtbot.keyClick(card, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    return next((panel for panel in screen.window.findChildren(HistoryPanel) if panel.isVisible()), None)


def opened(screen: Screen, item: str) -> HistoryPanel:
    panel = panel_of(screen, item)
    assert panel is not None
    return panel


def lines(panel: HistoryPanel) -> list[list[str]]:
    """Person, answer and note of every line."""
    model = panel.table.model()
    rows = [
        [str(model.index(row, column).data() or "") for column in range(6)] for row in range(model.rowCount())
    ]
    return [[row[1], row[2], row[5]] for row in rows]


def test_every_answer_stands_in_the_history_the_latest_first(screen: Screen) -> None:
    answers(screen, "A2", "part")
    answers(screen, "A2", "full")
    undoes(screen)
    name = screen.entry.project.about.name
    assert lines(opened(screen, "A2")) == [
        [name, "Part", "stands now"],
        [name, "Full", ""],
        [name, "Part", ""],
    ]


def test_an_earlier_answer_is_restored_whole_by_a_further_one_and_can_be_undone(screen: Screen) -> None:
    answers(screen, "A2", "part")
    screen.entry.cards.card.confidence_chosen.emit("low")
    screen.waits()
    answers(screen, "A2", "full")
    screen.entry.cards.card.confidence_chosen.emit("high")
    screen.waits()
    panel = opened(screen, "A2")
    panel.table.setCurrentIndex(panel.table.model().index(2, 0))
    screen.qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    screen.waits()
    assert (stands(screen, "A2").value, stands(screen, "A2").confidence) == ("part", "low")
    toast = screen.window.findChild(Toast)
    assert toast is not None and toast.accessibleName().startswith("Restored: the answer of ")
    assert [one.value for one in history(screen.entry.project, CITY, "A2")][-2:] == ["full", "part"]
    screen.entry.panes.undo_asked.emit()  # a window without a screen is not active again after a popup
    screen.waits()
    assert (stands(screen, "A2").value, stands(screen, "A2").confidence) == ("full", "high")


def test_the_button_restores_what_is_chosen(screen: Screen) -> None:
    answers(screen, "B1", "4")
    answers(screen, "B1", "2")
    panel = opened(screen, "B1")
    assert not panel.restore.isEnabled(), "what stands need not be restored"
    panel.table.setCurrentIndex(panel.table.model().index(1, 0))
    screen.qtbot.mouseClick(panel.restore, Qt.MouseButton.LeftButton)
    screen.waits()
    assert stands(screen, "B1").value == "4"


def test_an_item_without_history_says_so(screen: Screen) -> None:
    assert panel_of(screen, "A1") is None
    toast = screen.window.findChild(Toast)
    assert toast is not None and toast.accessibleName() == "Nothing was recorded for this item yet."
