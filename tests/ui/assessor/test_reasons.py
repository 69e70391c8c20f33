"""A warning on the card is accepted for a reason, and asked about again where what it was about changes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from evalapp.ui.assessor.modes import CITY as CITY_WAY
from evalapp.ui.assessor.modes import GRID
from evalapp.ui.commands import Command
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.problem_list import ProblemState
from evalapp.work.answers import unit_page
from evalapp.work.project import open_project
from tests.people import founded
from tests.ui.windows import Screen, window_on

CITY = "370100"


@pytest.fixture
def screen(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    """A complete city with a warning about A1 and B1."""
    field = founded(tmp_path / "desk", codes=("WXL",), units=(CITY,), mode="all").assessor("WXL")
    field.answers_all(CITY, {"A1": "no", "A3": ""})
    with window_on(field, qapp, qtbot) as made:
        yield made


def button(screen: Screen, text: str) -> Button:
    found = screen.entry.cards.card.messages.findChildren(Button)
    return next(one for one in found if one.isVisible() and one.text() == text)


def accepts(screen: Screen, item: str, words: str) -> None:
    screen.entry.go_to(CITY, item)
    screen.clicks(button(screen, "Accept…"))
    field = screen.entry.cards.card.messages.findChild(QLineEdit)
    screen.qtbot.keyClicks(field, words)
    screen.qtbot.keyClick(field, Qt.Key.Key_Return)
    screen.waits()


def rows(screen: Screen) -> list[tuple[str, str]]:
    found: list[ProblemState] = screen.entry.problems.list._model._rows
    return [(row.kind, row.why) for row in found]


def bars(screen: Screen) -> list[str]:
    return [one.text for one in screen.entry.cards.card._state.messages]


def test_a_warning_stands_for_a_reason_which_is_kept(screen: Screen) -> None:
    assert rows(screen) == [("warn", "Channels without an entrance")]
    accepts(screen, "B1", "the entrance is in the app")
    assert bars(screen) == ["Channels without an entrance Accepted: the entrance is in the app"]
    assert rows(screen) == [("accepted", "Accepted: the entrance is in the app")]
    assert screen.entry.desk.units[0].warnings == 0
    counts = {chip.state.code: chip.state.count for chip in screen.entry.problems.filters._filters}
    assert (counts["all"], counts["warning"]) == (1, 0)
    path, session = screen.entry.project.path, screen.session
    screen.window.go_home()
    screen.waits()
    with open_project(session, path) as project:
        (kept,) = unit_page(project, CITY).entries["A1"].entered.accepted
        assert (kept.warning, kept.reason) == ("channels", "the entrance is in the app")


@pytest.mark.parametrize("how", ["Enter", "Esc", "Cancel"])
def test_the_card_has_the_focus_once_a_reason_is_given_or_not(screen: Screen, how: str) -> None:
    page, keys = screen.entry, {"Enter": Qt.Key.Key_Return, "Esc": Qt.Key.Key_Escape}
    page.go_to(CITY, "B1")
    page.cards.card.evidence.link.open()
    screen.qtbot.keyClicks(page.cards.card.evidence.link.field, "www.jinan.gov.cn")
    screen.qtbot.keyClick(page.cards.card.evidence.link.field, Qt.Key.Key_Return)
    screen.waits()
    screen.clicks(button(screen, "Accept…"))
    field = page.cards.card.messages.findChild(QLineEdit)
    screen.qtbot.keyClicks(field, "the entrance is in the app")
    if how == "Cancel":
        screen.clicks(button(screen, "Cancel"))
    else:
        screen.qtbot.keyClick(field, keys[how])
        screen.waits()
    assert page.cards.card.hasFocus()


def test_the_card_has_the_focus_once_a_reason_is_taken_back(screen: Screen) -> None:
    accepts(screen, "B1", "the entrance is in the app")
    back = button(screen, "Take the reason back")
    back.setFocus()
    screen.qtbot.keyClick(back, Qt.Key.Key_Space)
    screen.waits()
    assert bars(screen) == ["Channels without an entrance"]
    assert screen.entry.cards.card.hasFocus()


def test_the_table_has_the_focus_once_a_reason_is_given_beside_it(screen: Screen) -> None:
    page = screen.entry
    page.go_to(CITY, "B1")
    page.modes.go(GRID)
    screen.waits()
    messages = page.grid.side.messages
    screen.clicks(next(one for one in messages.findChildren(Button) if one.text() == "Accept…"))
    field = messages.findChild(QLineEdit)
    screen.qtbot.keyClicks(field, "the entrance is in the app")
    screen.qtbot.keyClick(field, Qt.Key.Key_Return)
    screen.waits()
    assert page.grid.view.hasFocus()


def test_nothing_is_accepted_without_a_reason(screen: Screen) -> None:
    accepts(screen, "A1", "  ")
    assert bars(screen) == ["Channels without an entrance"]


def test_the_reason_is_taken_back_and_undone(screen: Screen) -> None:
    accepts(screen, "A1", "the entrance is in the app")
    screen.clicks(button(screen, "Take the reason back"))
    assert rows(screen) == [("warn", "Channels without an entrance")]
    card = screen.entry.cards.card
    card.setFocus()
    screen.qtbot.keyClick(card, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    screen.waits()
    assert rows(screen)[0][0] == "accepted"
    assert screen.window.toast.accessibleName().startswith("Undone: the reason for a warning about")


def test_it_is_asked_again_once_an_answer_changes(screen: Screen) -> None:
    accepts(screen, "A1", "the entrance is in the app")
    screen.entry.go_to(CITY, "B1")
    screen.presses("7")
    screen.qtbot.keyClick(screen.entry.cards.card, Qt.Key.Key_Return)
    screen.waits()
    assert rows(screen) == [("warn", "Channels without an entrance")]


def test_it_can_be_handed_in_then_without_a_comment(screen: Screen) -> None:
    accepts(screen, "A1", "the entrance is in the app")
    screen.clicks(screen.entry.panes.hand_in_button)
    assert screen.entry.hand_in._primary.isEnabled()


def test_tab_comes_to_a_warning_right_after_the_states(screen: Screen) -> None:
    page = screen.entry
    page.go_to(CITY, "B1")
    screen.waits()
    page.cards.card.focus_value()
    stops: list[str] = []
    while "Justification" not in stops and len(stops) < 20:
        focus = QApplication.focusWidget()
        assert focus is not None
        screen.qtbot.keyClick(focus, Qt.Key.Key_Tab)
        here = QApplication.focusWidget()
        stops.append(here.text() if isinstance(here, Button) else here.accessibleName())
    assert stops[-2:] == ["Accept…", "Justification"]


def command(screen: Screen, text: str) -> Command:
    return next(one for one in screen.entry.commands() if one.text == text)


@pytest.mark.parametrize("way", [CITY_WAY, GRID])
def test_the_palette_opens_the_field_of_a_warning(screen: Screen, way: str) -> None:
    page = screen.entry
    page.go_to(CITY, "B1")
    page.modes.go(way)
    screen.waits()
    accept = command(screen, "Accept the warning…")
    assert accept.why_not == ""
    accept.run()
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    assert field.accessibleName() == "Why the answer is right all the same"
    screen.qtbot.keyClicks(field, "the entrance is in the app")
    screen.qtbot.keyClick(field, Qt.Key.Key_Return)
    screen.waits()
    (kept,) = page.desk.page(CITY).entries["A1"].entered.accepted
    assert kept.reason == "the entrance is in the app"
    assert command(screen, "Accept the warning…").why_not == "There is no warning here that can be accepted."


def test_the_palette_says_where_no_question_waits(screen: Screen) -> None:
    screen.entry.go_to(CITY, "B1")
    told = command(screen, "Reply without a change…").why_not
    assert told == "There is no question here that waits for a reply."
