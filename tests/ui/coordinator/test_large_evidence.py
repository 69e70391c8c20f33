"""Evidence large and side by side, and the page in a small window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evalapp.ui.coordinator.evidence_view import Picture
from evalapp.ui.pictures import image_bytes
from evalapp.work.evidence import link_evidence, screenshot_evidence
from tests.people import Desk, Field, founded
from tests.ui.coordinator.office import CITY, Office, office_of


def shot(person: Field, colour: Qt.GlobalColor, title: str):  # type: ignore[no-untyped-def]
    image = QImage(1200, 800, QImage.Format.Format_RGB32)
    image.fill(colour)
    return screenshot_evidence(person.project, image_bytes(image, "PNG"), title)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """One cell differs; one assessor has a screenshot and a link behind it, the other a screenshot."""
    made = founded(tmp_path, codes=("WXL", "ZQM"), units=(CITY,), synthetic=True)
    wang, zhao = made.assessor("WXL"), made.assessor("ZQM")
    wang.answers_all(CITY)
    zhao.answers_all(CITY)
    page = link_evidence(wang.project, "https://example.invalid/a2")
    wang.answers(CITY, "A2", "full", evidence=(shot(wang, Qt.GlobalColor.red, "网页"), page))
    zhao.answers(CITY, "A2", "none", evidence=(shot(zhao, Qt.GlobalColor.blue, "手机"),))
    made.merges(wang.hands_in(), zhao.hands_in())
    return made


@pytest.fixture
def office(desk: Desk, qapp: QApplication, qtbot: QtBot) -> Iterator[Office]:
    made = office_of(desk, qtbot, 1366, 700)
    made.go("decide")
    made.page.activateWindow()
    made.page.setFocus()
    qtbot.waitUntil(made.page.isActiveWindow)
    yield made
    made.page.release()
    made.page.close()
    made.runner.close()
    made.page.deleteLater()
    assert made.told.errors == []


def colours(office: Office) -> set[str]:
    """What is seen in the middle of the panes."""
    found = set()
    for pane in office.page.decide.comparison.large.panes:
        found.add(pane.grab().toImage().pixelColor(pane.width() // 2, pane.height() // 2).name())
    return found


def test_a_press_on_a_screenshot_shows_it_beside_the_other_one(office: Office) -> None:
    comparison = office.page.decide.comparison
    picture = comparison.cards[0].evidence.findChild(Picture)
    before = picture.width()
    office.click(picture)
    large = comparison.large
    assert large.isVisible()
    assert colours(office) == {"#ff0000", "#0000ff"}
    assert all(pane.width() > 1.3 * before for pane in large.panes)
    office.qtbot.keyClick(large, Qt.Key.Key_Escape)
    assert large.isHidden()


def test_space_on_the_screenshot_and_the_key_everywhere(office: Office) -> None:
    comparison = office.page.decide.comparison
    picture = comparison.cards[1].evidence.findChild(Picture)
    picture.setFocus()
    office.qtbot.keyClick(picture, Qt.Key.Key_Space)
    assert comparison.large.isVisible()
    office.qtbot.keyClick(comparison.large, Qt.Key.Key_Space)
    assert comparison.large.isHidden()
    for shown in (True, False):
        office.qtbot.keyClick(office.page, "E")
        assert comparison.large.isVisible() == shown


def test_what_is_no_screenshot_stands_there_in_words(office: Office) -> None:
    comparison = office.page.decide.comparison
    (card,) = [one for one in comparison.cards if len(one.evidence.pieces) == 2]
    card.evidence.show_piece(1)
    office.settle()
    comparison.enlarge()
    pane = comparison.large.panes[comparison.cards.index(card)]
    assert pane.accessibleDescription() == "https://example.invalid/a2"


def test_a_screenshot_is_seen_in_its_own_size_and_whole_again(office: Office) -> None:
    comparison = office.page.decide.comparison
    comparison.enlarge()
    pane = comparison.large.panes[0]
    whole = pane.zoom
    assert whole < 1
    office.qtbot.mouseClick(pane, Qt.MouseButton.LeftButton)
    assert pane.zoom == 1
    office.qtbot.mouseClick(pane, Qt.MouseButton.LeftButton)
    assert pane.zoom == whole


def test_another_cell_takes_the_large_evidence_away(office: Office) -> None:
    section = office.page.decide
    section.comparison.enlarge()
    office.qtbot.keyClick(section.comparison.large, Qt.Key.Key_S)
    office.settle()
    assert section.comparison.large.isHidden()


def test_in_a_small_window_the_scale_is_a_strip_and_the_queue_drops_down(office: Office) -> None:
    section = office.page.decide
    office.page.resize(862, 440)
    office.settle()
    assert section.comparison.strip.isVisible()
    assert section.comparison.scale.isHidden()
    assert section.queue.isHidden()
    cell = section.bar.parentWidget()
    assert cell.height() <= cell.parentWidget().height()
    office.click(section.comparison.strip.more)
    assert section.comparison.scale.isVisible()
    office.click(section.comparison.position)
    assert section.queue.isVisible()
    section.queue.list.chosen.emit(section.queue.current)
    assert section.queue.isHidden()
    office.page.resize(1366, 700)
    office.settle()
    assert section.queue.isVisible()
    assert section.comparison.strip.isHidden()


def test_another_value_brings_the_scale_into_a_small_window(office: Office) -> None:
    section = office.page.decide
    office.page.resize(862, 440)
    office.settle()
    office.qtbot.keyClick(office.page, "3")
    office.settle()
    assert section.comparison.scale.isVisible()
