"""The tour over the entry page: five steps at real parts of the window, by keys alone, once an account, never in the way."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evalapp.base.errors import AppError
from evalapp.base.home import load_settings
from evalapp.ui.keys_panel import KeysPanel
from evalapp.ui.widgets.coach_marks import CoachMarks
from tests.people import founded
from tests.ui.fit import clipped, unnamed
from tests.ui.windows import Screen

CITY = "370100"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    field = founded(tmp_path / "desk", codes=("WXL", "ZQM"), units=(CITY, "370200")).assessor("WXL")
    field.project.close()
    return field.project.path


@pytest.fixture
def screen(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    """A new account's window, as the program starts it."""
    made = Screen(qapp, qtbot, tmp_path / "desk" / "wxl" / "home")
    made.window.guidance.greet()
    yield made
    made.window.close()


def marks(screen: Screen) -> CoachMarks:
    (found,) = [one for one in screen.window.findChildren(CoachMarks) if one.isVisible()]
    return found


def opens(screen: Screen, project: Path) -> CoachMarks:
    screen.window.open_file(project)
    screen.waits_for(lambda: screen.window.guidance.touring)
    return marks(screen)


def presses(screen: Screen, key: Qt.Key) -> None:
    screen.qtbot.keyClick(marks(screen), key)


def framed(screen: Screen) -> QRect:
    return QRect(marks(screen)._veil._part)


def test_five_steps_by_enter_each_at_its_part(screen: Screen, project: Path) -> None:
    tour = opens(screen, project)
    panes = screen.entry.panes
    parts = (panes.cities, panes.items, panes.cards.card, screen.window.status_line, panes.hand_in_button)
    titles = []
    for number, part in enumerate(parts):
        assert tour.at == number
        titles.append(tour.accessibleName())
        middle = part.mapTo(screen.window, part.rect().center())
        assert framed(screen).contains(middle)
        assert not tour.geometry().intersects(framed(screen)) or part is panes.cards.card
        assert clipped(tour) == [] and unnamed(tour) == []
        presses(screen, Qt.Key.Key_Return)
    assert titles[0] == "Your cities (1 of 5)"
    assert len(set(titles)) == 5
    assert not screen.window.guidance.touring
    assert screen.window.focusWidget() is panes.cards.card


@pytest.mark.parametrize(("item", "keys"), [("A1", " 0, - and . say"), ("B3", " Alt 0, Alt - and Alt . say")])
def test_the_card_at_hand_has_the_keys_that_are_told(
    screen: Screen, project: Path, item: str, keys: str
) -> None:
    presses_away = opens(screen, project)
    presses_away.end()
    screen.entry.go_to(CITY, item)
    screen.window.guidance.show_tour()
    for _step in range(2):
        presses(screen, Qt.Key.Key_Return)
    assert keys in marks(screen)._text.text()
    printed = keys.removesuffix(" say").strip().replace(" and", ",").split(", ")
    card = screen.entry.cards.card
    assert [button._key for button in card._states._buttons.values()] == printed


def test_it_is_shown_once_an_account(screen: Screen, project: Path) -> None:
    opens(screen, project)
    presses(screen, Qt.Key.Key_Escape)
    assert load_settings(screen.session.home).tour_seen
    screen.window.go_home()
    screen.window.open_file(project)
    screen.waits()
    QApplication.processEvents()
    assert not screen.window.guidance.touring


def test_left_goes_back_and_escape_ends_with_the_card_in_focus(screen: Screen, project: Path) -> None:
    tour = opens(screen, project)
    presses(screen, Qt.Key.Key_Return)
    presses(screen, Qt.Key.Key_Left)
    assert tour.at == 0
    presses(screen, Qt.Key.Key_Escape)
    screen.presses("1")
    assert screen.entry.desk.entered(CITY, "A1").value == "yes"


def test_no_key_of_the_tour_answers_an_item(screen: Screen, project: Path) -> None:
    opens(screen, project)
    screen.qtbot.keyClicks(marks(screen), "1230-.")
    screen.waits()
    assert screen.entry.desk.entered(CITY, "A1").state == "blank"


def test_it_is_opened_again_from_the_keys(screen: Screen, project: Path) -> None:
    opens(screen, project)
    presses(screen, Qt.Key.Key_Escape)
    screen.qtbot.keyClick(screen.entry.cards.card, Qt.Key.Key_F1)
    panel = screen.window.findChild(KeysPanel)
    assert panel is not None
    screen.clicks(panel.tour_button)
    assert marks(screen).at == 0


def test_a_page_without_a_tour_offers_none(screen: Screen) -> None:
    screen.qtbot.keyClick(screen.window, Qt.Key.Key_F1)
    panel = screen.window.findChild(KeysPanel)
    assert panel is not None
    assert not panel.tour_button.isVisible()
    panel.close()


def test_a_click_on_the_page_ends_it_and_does_what_it_would(screen: Screen, project: Path) -> None:
    opens(screen, project)
    screen.clicks(screen.entry.panes.hand_in_button)
    assert not screen.window.guidance.touring
    assert screen.entry.hand_in.isVisible()


def test_a_message_that_matters_comes_first(screen: Screen, project: Path) -> None:
    screen.window.open_file(project)
    screen.window.services.failed(AppError("x", "The stick is gone."))
    screen.waits()
    QApplication.processEvents()
    assert not screen.window.guidance.touring
    assert not load_settings(screen.session.home).tour_seen


def test_a_message_that_comes_meanwhile_ends_it(screen: Screen, project: Path) -> None:
    opens(screen, project)
    screen.window.services.failed(AppError("x", "The stick is gone."))
    assert not screen.window.guidance.touring
    assert screen.window.messages.isVisible()


def test_language_theme_and_letters_change_under_it(screen: Screen, project: Path) -> None:
    opens(screen, project)
    presses(screen, Qt.Key.Key_Return)
    screen.window.change_language("zh_CN")
    screen.waits()
    assert marks(screen).accessibleName() == "评分表的指标 (2 / 5)"
    screen.window.change_theme("dark")
    screen.window.change_font(1.3)
    screen.waits()
    assert marks(screen).at == 1
    assert clipped(marks(screen)) == []


@pytest.mark.parametrize("size", [(1366, 768), (1093, 545), (910, 512), (880, 440)])
@pytest.mark.parametrize("scale", [1.0, 1.3])
def test_every_step_lies_within_a_small_window(
    screen: Screen, project: Path, size: tuple[int, int], scale: float
) -> None:
    screen.window.change_font(scale)
    screen.window.resize(*size)
    tour = opens(screen, project)
    screen.waits()
    for _step in range(5):
        tour = marks(screen)
        assert screen.window.rect().contains(tour.geometry()), tour.accessibleName()
        assert screen.window.rect().contains(framed(screen))
        assert not framed(screen).isNull()
        assert clipped(tour) == []
        presses(screen, Qt.Key.Key_Return)


def test_it_follows_the_window_when_that_is_made_smaller(screen: Screen, project: Path) -> None:
    opens(screen, project)
    for _step in range(4):
        presses(screen, Qt.Key.Key_Return)
    screen.window.resize(910, 512)
    button = screen.entry.panes.hand_in_button
    screen.waits_for(lambda: framed(screen).contains(button.mapTo(screen.window, button.rect().center())))
    assert screen.window.rect().contains(marks(screen).geometry())


def test_the_keys_scroll_where_the_window_is_small(screen: Screen, project: Path) -> None:
    opens(screen, project)
    presses(screen, Qt.Key.Key_Escape)
    screen.window.resize(910, 512)
    screen.waits()
    screen.qtbot.keyClick(screen.entry.cards.card, Qt.Key.Key_F1)
    panel = screen.window.findChild(KeysPanel)
    assert panel is not None
    corner = panel.mapToGlobal(QPoint(0, 0))
    assert QRect(screen.window.mapToGlobal(QPoint(0, 0)), screen.window.size()).contains(
        QRect(corner, panel.size())
    )
    bar = panel._area.verticalScrollBar()
    assert bar.maximum() > 0
    screen.qtbot.keyClick(panel._area, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    assert panel._area.horizontalScrollBar().maximum() == 0
    panel.close()
