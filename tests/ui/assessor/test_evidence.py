"""Evidence that was added can be looked at again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from evalapp.ui.assessor.viewer import EvidenceViewer
from evalapp.ui.pictures import image_bytes
from evalapp.ui.widgets.add_tile import AddTile
from evalapp.ui.widgets.card_state import NewEvidence
from evalapp.ui.widgets.evidence_thumb import EvidenceThumb
from evalapp.ui.widgets.toast import Toast
from tests.people import founded
from tests.ui.windows import Screen, window_on

CITY = "370100"


@pytest.fixture
def screen(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    field = founded(tmp_path / "desk", codes=("WXL", "ZQM"), units=(CITY,)).assessor("WXL")
    with window_on(field, qapp, qtbot) as made:
        made.entry.go_to(CITY, "A1")
        yield made


def picture() -> bytes:
    image = QImage(2400, 1600, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    return image_bytes(image, "PNG")


def thumbs(screen: Screen) -> list[EvidenceThumb]:
    return [thumb for thumb in screen.entry.cards.card.findChildren(EvidenceThumb) if thumb.isVisible()]


def test_a_screenshot_opens_and_fits_the_window(screen: Screen) -> None:
    screen.entry.cards.card.evidence_added.emit(NewEvidence(kind="screenshot", data=picture()))
    screen.waits_for(lambda: len(thumbs(screen)) == 1)
    screen.waits()
    screen.clicks(thumbs(screen)[0])
    viewer = screen.entry.findChild(EvidenceViewer)
    assert viewer is not None
    assert viewer.isVisible()
    assert viewer.width() <= screen.entry.width()
    assert not viewer.grab().isNull()
    screen.qtbot.keyClick(viewer, Qt.Key.Key_Return)
    assert not viewer.isVisible()


def test_thumbnails_are_small(screen: Screen) -> None:
    screen.entry.cards.card.evidence_added.emit(NewEvidence(kind="screenshot", data=picture()))
    screen.waits_for(lambda: len(thumbs(screen)) == 1)
    screen.waits()
    image = QImage.fromData(thumbs(screen)[0].state.thumbnail)
    assert 0 < image.width() <= 600


def test_a_file_is_kept_as_a_copy(screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, copy = tmp_path / "list.csv", tmp_path / "copy.csv"
    source.write_text("a,b\n1,2\n", encoding="utf-8")
    screen.entry.cards.card.evidence_added.emit(NewEvidence(kind="file", path=str(source)))
    screen.waits_for(lambda: len(thumbs(screen)) == 1)
    screen.waits()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_kw: (str(copy), ""))
    screen.clicks(thumbs(screen)[0])
    assert copy.read_bytes() == source.read_bytes()


def types_a_link(screen: Screen, text: str) -> QLineEdit:
    strip = screen.entry.cards.card.evidence
    strip.link.open()
    field = strip.link.field
    screen.qtbot.keyClicks(field, text)
    screen.qtbot.keyClick(field, Qt.Key.Key_Return)
    screen.waits()
    return field


def test_an_address_without_https_is_taken_and_shown_as_stored(screen: Screen) -> None:
    types_a_link(screen, "www.gov.cn/zwfw")
    screen.waits_for(lambda: len(thumbs(screen)) == 1)
    assert thumbs(screen)[0].toolTip().splitlines()[0] == "https://www.gov.cn/zwfw"
    toast = screen.window.findChild(Toast)
    assert toast is not None
    assert toast.accessibleName() == "Added: https://www.gov.cn/zwfw"


def test_after_a_link_the_focus_is_where_the_next_one_begins(screen: Screen) -> None:
    types_a_link(screen, "https://www.gov.cn/")
    screen.waits_for(lambda: len(thumbs(screen)) == 1)
    assert isinstance(QApplication.focusWidget(), AddTile)


def test_what_is_no_address_stays_in_its_field(screen: Screen) -> None:
    field = types_a_link(screen, "see the notice")
    assert field.hasFocus()
    assert field.text() == "see the notice"
    assert thumbs(screen) == []


def test_the_tile_stands_beside_the_evidence_that_was_added(screen: Screen) -> None:
    for number in range(6):
        link = NewEvidence(kind="link", text=f"https://www.gov.cn/{number}")
        screen.entry.cards.card.evidence_added.emit(link)
        screen.waits()
        tile = screen.entry.cards.card.findChild(AddTile)
        assert tile is not None
        screen.waits_for(lambda: len(thumbs(screen)) == number + 1)  # noqa: B023 - asked at once
        assert not any(thumb.geometry().intersects(tile.geometry()) for thumb in thumbs(screen))


@pytest.fixture
def viewer(qtbot: QtBot) -> Iterator[EvidenceViewer]:
    """A picture of 2400 × 1600 in a window of about 540 × 360."""
    window = QWidget()
    window.resize(600, 400)
    made = EvidenceViewer(picture(), "首页", window)
    made.open()
    qtbot.addWidget(window)
    yield made
    window.close()


def test_a_screenshot_is_zoomed_at_the_pointer_and_back(viewer: EvidenceViewer, qtbot: QtBot) -> None:
    whole = viewer.zoom
    assert whole < 1
    held = viewer.in_image(QPointF(40, 30))
    viewer.zoom_to(1.0, QPointF(40, 30))
    again = viewer.in_image(QPointF(40, 30))
    assert (again - held).manhattanLength() < 3, "what lies under the pointer stays there"
    for key, zoom in (
        (Qt.Key.Key_Plus, 1.25),
        (Qt.Key.Key_Minus, 1.0),
        (Qt.Key.Key_0, whole),
        (Qt.Key.Key_1, 1.0),
    ):
        qtbot.keyClick(viewer, key)
        assert viewer.zoom == pytest.approx(zoom)
    for _press in range(30):
        qtbot.keyClick(viewer, Qt.Key.Key_Plus)
    assert viewer.zoom == 8
    for _press in range(60):
        qtbot.keyClick(viewer, Qt.Key.Key_Minus)
    assert viewer.zoom == pytest.approx(whole), "never smaller than whole"


def test_a_zoomed_screenshot_is_moved_but_never_out_of_sight(viewer: EvidenceViewer, qtbot: QtBot) -> None:
    viewer.zoom_to(1.0)
    for _press in range(60):
        qtbot.keyClick(viewer, Qt.Key.Key_Right)
        qtbot.keyClick(viewer, Qt.Key.Key_Down)
    corner = viewer.in_image(QPointF(viewer.width(), viewer.height()))
    assert (corner.x(), corner.y()) == (pytest.approx(2400, abs=2), pytest.approx(1600, abs=2))
    assert viewer.isVisible()


def test_a_click_closes_and_a_drag_does_not(viewer: EvidenceViewer, qtbot: QtBot) -> None:
    viewer.zoom_to(1.0)
    before = viewer.in_image(QPointF(100, 100))
    qtbot.mousePress(viewer, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    qtbot.mouseMove(viewer, QPoint(150, 170))
    QTest.mouseRelease(viewer, Qt.MouseButton.LeftButton, pos=QPoint(150, 170))
    moved = viewer.in_image(QPointF(100, 100)) - before
    assert (moved.x(), moved.y()) == (pytest.approx(50), pytest.approx(30))
    assert viewer.isVisible()
    with qtbot.waitSignal(viewer.finished):
        qtbot.mouseClick(viewer, Qt.MouseButton.LeftButton, pos=QPoint(150, 170))
