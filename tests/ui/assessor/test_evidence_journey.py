"""Evidence by every road that there is, in a real window: added, captioned, moved, cited, taken away, brought back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QDesktopServices,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QInputMethodEvent,
)
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from evalapp.base.errors import AppError
from evalapp.entry.evidence import Evidence
from evalapp.ui import leaving
from evalapp.ui.assessor import evidence as intake
from evalapp.ui.assessor.viewer import EvidenceViewer
from evalapp.ui.pictures import image_bytes, picture
from evalapp.ui.widgets.add_tile import AddTile, ReadingTile
from evalapp.ui.widgets.evidence_thumb import EvidenceThumb
from evalapp.ui.widgets.justification import Justification
from evalapp.ui.widgets.score_card import ScoreCard
from evalapp.work.answers import Entered, unit_page
from evalapp.work.care import history
from evalapp.work.evidence import attachment_bytes
from evalapp.work.project import open_project
from tests.people import founded
from tests.ui.windows import Screen, window_on

CITY, OTHER = "370100", "370200"
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def screen(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Screen]:
    monkeypatch.setattr(leaving, "_goes_without", lambda *_asked: True)
    field = founded(tmp_path / "desk", codes=("WXL", "ZQM"), units=(CITY, OTHER)).assessor("WXL")
    with window_on(field, qapp, qtbot, (1366, 768)) as made:
        made.entry.go_to(CITY, "A2")
        made.entry.cards.card.setFocus()
        yield made


def card(screen: Screen) -> ScoreCard:
    return screen.entry.cards.card


def thumbs(screen: Screen) -> list[EvidenceThumb]:
    return [thumb for thumb in card(screen).findChildren(EvidenceThumb) if thumb.isVisible()]


def entered(screen: Screen, unit: str = CITY, item: str = "A2") -> Entered:
    """What the file holds."""
    screen.waits()
    return unit_page(screen.entry.project, unit).entries[item].entered


def kinds(screen: Screen) -> list[str]:
    return [piece.kind for piece in entered(screen).evidence]


def grabbed(width: int = 2880, height: int = 1800) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    return image


def copies(image: QImage) -> None:
    QGuiApplication.clipboard().setImage(image)


def drop(target: QWidget, source: QMimeData) -> bool:
    """A drag from outside over a widget and let go there, as the window system tells it; whether it was taken."""
    at, buttons, plain = QPoint(5, 5), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copying = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(at, copying, source, buttons, plain)
    QApplication.sendEvent(target, enter)
    if not enter.isAccepted() or enter.dropAction() == Qt.DropAction.IgnoreAction:
        QApplication.sendEvent(target, QDragLeaveEvent())
        return False
    done = QDropEvent(QPointF(at), copying, source, buttons, plain)
    QApplication.sendEvent(target, done)
    return done.isAccepted()


def files(*paths: Path) -> QMimeData:
    source = QMimeData()
    source.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return source


def adds_link(screen: Screen, address: str) -> None:
    card(screen).evidence.link.open()
    screen.qtbot.keyClicks(card(screen).evidence.link.field, address)
    screen.qtbot.keyClick(card(screen).evidence.link.field, Qt.Key.Key_Return)
    screen.waits()


def adds_note(screen: Screen, words: str) -> None:
    card(screen).evidence.note.open()
    composes(screen, card(screen).evidence.note.field, words)
    screen.qtbot.keyClick(card(screen).evidence.note.field, Qt.Key.Key_Return)
    screen.waits()


def composes(screen: Screen, field: QWidget, words: str) -> None:
    """Chinese as an input method brings it: a composition, then what was chosen."""
    QApplication.sendEvent(field, QInputMethodEvent("pin yin", []))
    done = QInputMethodEvent("", [])
    done.setCommitString(words)
    QApplication.sendEvent(field, done)


# -- adding


def test_plus_takes_a_screenshot_scaled_and_stamped(screen: Screen) -> None:
    copies(grabbed())
    screen.presses("+")
    [piece] = entered(screen).evidence
    assert (piece.kind, piece.at[:2], bool(piece.size)) == ("screenshot", "20", True)
    data = attachment_bytes(screen.entry.project, piece.ref)
    assert data is not None
    assert len(data) == piece.size
    assert picture(data).width() == 1920
    assert thumbs(screen)[0].state.title == "Screenshot"


def test_the_menu_chooses_how_large_screenshots_are_kept_for_good(screen: Screen) -> None:
    menu = card(screen).evidence.add_menu()
    [sizes] = menu.findChildren(QMenu)
    assert [action.isChecked() for action in sizes.actions()] == [True, False, False]
    sizes.actions()[2].trigger()
    copies(grabbed(2100, 900))
    screen.presses("+")
    data = attachment_bytes(screen.entry.project, entered(screen).evidence[0].ref)
    assert data is not None
    assert picture(data).width() == 2100
    again = Screen(QApplication.instance(), screen.qtbot, screen.session.home)  # type: ignore[arg-type]
    assert again.window.services.settings().screenshot_side == 0
    again.window.close()


def test_a_key_opens_the_menu_of_four(screen: Screen) -> None:
    screen.qtbot.keyClick(card(screen), Qt.Key.Key_E, CTRL | SHIFT)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    words = [action.text().partition("\t")[0] for action in menu.actions() if not action.isSeparator()]
    assert words[:4] == ["Screenshot from the clipboard", "File…", "Link…", "Note…"]
    screen.qtbot.keyClick(menu, Qt.Key.Key_Down)
    screen.qtbot.keyClick(menu, Qt.Key.Key_Down)
    screen.qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert card(screen).evidence.link.field.hasFocus()


def test_files_are_dropped_anywhere_on_the_page(screen: Screen, tmp_path: Path) -> None:
    text, shot = tmp_path / "名单.txt", tmp_path / "首页.png"
    text.write_text("甲,乙\n", encoding="utf-8")
    shot.write_bytes(image_bytes(grabbed(900, 600), "PNG"))
    assert drop(screen.entry.panes.problems, files(text))
    screen.waits()
    assert drop(card(screen), files(shot))
    assert [(piece.kind, piece.title) for piece in entered(screen).evidence] == [
        ("file", "名单.txt"),
        ("screenshot", "首页.png"),
    ]
    assert attachment_bytes(screen.entry.project, entered(screen).evidence[1].ref) == shot.read_bytes()


def test_a_file_let_go_on_the_words_becomes_evidence_not_words(screen: Screen, tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("words", encoding="utf-8")
    field = card(screen).findChild(Justification)
    assert field is not None
    assert drop(field.field.viewport(), files(text))
    assert kinds(screen) == ["file"]
    assert field.field.toPlainText() == ""


def test_while_dragging_the_card_says_what_would_happen(screen: Screen, tmp_path: Path) -> None:
    folder, empty, ours = tmp_path / "folder", tmp_path / "empty.csv", tmp_path / "x.evalpkg"
    folder.mkdir()
    empty.touch()
    ours.write_bytes(b"1")
    huge = tmp_path / "huge.iso"
    with huge.open("wb") as file:
        file.truncate(300 * 1024**2)
    words = QMimeData()
    words.setText("only words")
    veil = card(screen)._veil
    for source, said in (
        (files(folder), "is a folder"),
        (files(empty), "0 bytes"),
        (files(huge), "300 MB"),
        (files(ours), "Ctrl+O"),
        (words, "write them as a note"),
        (QMimeData(), "no picture, file or link"),
    ):
        enter = QDragEnterEvent(
            QPoint(5, 5),
            Qt.DropAction.CopyAction,
            source,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(card(screen), enter)
        assert veil.isVisible()
        assert said in veil.accessibleName()
        QApplication.sendEvent(card(screen), QDragLeaveEvent())
        assert not veil.isVisible()
        assert not drop(card(screen), source)
    assert kinds(screen) == []


def test_a_link_and_a_note_typed_in_chinese(screen: Screen) -> None:
    adds_link(screen, "www.gov.cn/zwfw")
    adds_note(screen, "10 月 21 日电话问过窗口：当场可办。")
    pieces = entered(screen).evidence
    assert [(piece.kind, piece.ref) for piece in pieces] == [
        ("link", "https://www.gov.cn/zwfw"),
        ("note", "10 月 21 日电话问过窗口：当场可办。"),
    ]
    assert all(piece.at for piece in pieces)


def test_a_note_half_written_is_kept_when_one_goes_on(screen: Screen) -> None:
    card(screen).evidence.note.open()
    composes(screen, card(screen).evidence.note.field, "写到一半")
    screen.entry.go_to(CITY, "A1")
    assert [piece.ref for piece in entered(screen).evidence] == ["写到一半"]
    assert not card(screen).evidence.note.is_open
    assert entered(screen, item="A1").evidence == ()


# -- what goes wrong


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "is empty"), (b"\x89PNG\r\n\x1a\nno image at all", "cannot be shown")],
)
def test_a_bad_file_says_what_is_wrong_and_changes_nothing(
    screen: Screen, tmp_path: Path, content: bytes, said: str
) -> None:
    bad = tmp_path / "坏.png"
    bad.write_bytes(content)
    intake_of(screen).add((CITY, "A2"), intake.NewEvidence(kind="file", path=str(bad)))
    screen.waits()
    assert said in card(screen).evidence.problem()
    assert "坏.png" in card(screen).evidence.problem()
    assert kinds(screen) == []


def intake_of(screen: Screen) -> intake.EvidenceIntake:
    return screen.entry.evidence


def test_a_file_that_goes_while_it_is_read_is_named(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone.pdf"
    intake_of(screen).add((CITY, "A2"), intake.NewEvidence(kind="file", path=str(gone)))
    screen.waits()
    assert "gone.pdf" in card(screen).evidence.problem()
    assert kinds(screen) == []


def test_on_a_full_disk_the_screenshot_is_kept_for_another_try(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = intake.screenshot_evidence

    def full(*_arguments: object) -> Evidence:
        raise AppError("disk_full", "Not saved in x: the disk is full.")

    monkeypatch.setattr(intake, "screenshot_evidence", full)
    copies(grabbed(300, 200))
    screen.presses("+")
    QGuiApplication.clipboard().clear()
    strip = card(screen).evidence
    assert "disk is full" in strip.problem()
    assert screen.entry.unsaved()
    monkeypatch.setattr(intake, "screenshot_evidence", stored)
    screen.window.change_font(1.15)
    screen.waits()
    strip = card(screen).evidence
    screen.entry.go_to(CITY, "A1")
    screen.entry.go_to(CITY, "A2")
    assert strip._retry.isVisible()
    screen.clicks(strip._retry)
    screen.waits()
    assert not screen.entry.unsaved()
    assert kinds(screen) == ["screenshot"]
    assert strip.problem() == ""


def test_reading_a_large_file_is_shown_and_can_be_stopped(screen: Screen, tmp_path: Path) -> None:
    large = tmp_path / "large.bin"
    large.write_bytes(b"evidence" * (4 * 1024**2))
    strip = card(screen).evidence
    intake_of(screen).show_reading((CITY, "A2"), "large.bin", 40)
    reading = strip.findChild(ReadingTile)
    assert reading is not None
    assert reading.isVisible()
    assert reading.accessibleName() == "Reading large.bin: 40 %"
    intake_of(screen).show_reading((CITY, "A1"), "other.bin", 40)
    assert "large.bin" in reading.accessibleName(), "another card's file is not shown here"
    intake_of(screen).add((CITY, "A2"), intake.NewEvidence(kind="file", path=str(large)))
    screen.qtbot.keyClick(reading, Qt.Key.Key_Escape)
    screen.waits()
    assert kinds(screen) == []
    assert not reading.isVisible()


def test_a_browser_that_cannot_be_started_is_said_and_the_address_copied(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    adds_link(screen, "https://www.gov.cn/a")
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    screen.clicks(thumbs(screen)[0])
    assert QGuiApplication.clipboard().text() == "https://www.gov.cn/a"
    assert "No browser could be started" in screen.window.messages._bars[0].state.text


# -- changing


def three(screen: Screen) -> None:
    for number in (1, 2, 3):
        adds_link(screen, f"https://www.gov.cn/{number}")
    field = card(screen).findChild(Justification)
    assert field is not None
    field.field.setFocus()
    screen.qtbot.keyClicks(field.field, "one [1], two [2], three [3]")
    card(screen).setFocus()
    screen.waits()


def refs(screen: Screen) -> list[str]:
    return [piece.ref[-1] for piece in entered(screen).evidence]


def test_a_caption_is_part_of_the_answer_and_undone_like_it(screen: Screen) -> None:
    copies(grabbed(300, 200))
    screen.presses("+")
    before = len(history(screen.entry.project, CITY, "A2"))
    thumbs(screen)[0].setFocus()
    screen.qtbot.keyClick(thumbs(screen)[0], Qt.Key.Key_F2)
    field = card(screen).evidence.caption.field
    assert field.hasFocus()
    composes(screen, field, "首页，红框处为办理时限")
    screen.qtbot.keyClick(field, Qt.Key.Key_Return)
    assert entered(screen).evidence[0].title == "首页，红框处为办理时限"
    assert len(history(screen.entry.project, CITY, "A2")) == before + 1
    assert thumbs(screen)[0].hasFocus()
    screen.qtbot.keyClick(card(screen), Qt.Key.Key_Z, CTRL)
    assert entered(screen).evidence[0].title == ""


def test_moving_takes_the_citations_along_in_one_answer(screen: Screen) -> None:
    three(screen)
    before = len(history(screen.entry.project, CITY, "A2"))
    thumbs(screen)[2].setFocus()
    screen.qtbot.keyClick(thumbs(screen)[2], Qt.Key.Key_Left, ALT)
    screen.waits()
    assert refs(screen) == ["1", "3", "2"]
    assert entered(screen).justification == "one [1], two [3], three [2]"
    assert len(history(screen.entry.project, CITY, "A2")) == before + 1
    assert thumbs(screen)[1].hasFocus(), "the piece that moved keeps the focus"
    screen.qtbot.keyClick(thumbs(screen)[1], Qt.Key.Key_Left, ALT)
    screen.qtbot.keyClick(thumbs(screen)[0], Qt.Key.Key_Left, ALT)
    screen.waits()
    assert refs(screen) == ["3", "1", "2"]
    assert entered(screen).justification == "one [2], two [3], three [1]"


def test_removing_marks_the_citation_and_undo_brings_both_back(screen: Screen) -> None:
    three(screen)
    thumbs(screen)[1].setFocus()
    screen.qtbot.keyClick(thumbs(screen)[1], Qt.Key.Key_Delete)
    assert refs(screen) == ["1", "3"]
    assert entered(screen).justification == "one [1], two [?], three [2]"
    problems = unit_page(screen.entry.project, CITY).problems
    assert [(one.severity, one.item) for one in problems if one.kind == "citation"] == [("info", "A2")]
    screen.qtbot.keyClick(card(screen), Qt.Key.Key_Z, CTRL)
    assert refs(screen) == ["1", "2", "3"]
    assert entered(screen).justification == "one [1], two [2], three [3]"


def test_a_caption_being_written_stays_with_its_piece(screen: Screen) -> None:
    three(screen)
    thumbs(screen)[2].setFocus()
    screen.qtbot.keyClick(thumbs(screen)[2], Qt.Key.Key_F2)
    field = card(screen).evidence.caption.field
    composes(screen, field, "第三页")
    screen.qtbot.keyClick(thumbs(screen)[0], Qt.Key.Key_Delete)
    assert refs(screen) == ["2", "3"]
    screen.qtbot.keyClick(field, Qt.Key.Key_Return)
    assert [piece.title for piece in entered(screen).evidence] == ["", "第三页"]
    thumbs(screen)[0].setFocus()
    screen.qtbot.keyClick(thumbs(screen)[0], Qt.Key.Key_F2)
    screen.qtbot.keyClick(thumbs(screen)[0], Qt.Key.Key_Delete)
    screen.waits()
    assert not card(screen).evidence.caption.is_open, "its piece is gone"


def test_a_note_is_rewritten_in_its_place(screen: Screen) -> None:
    adds_note(screen, "窗口说可以")
    adds_link(screen, "https://www.gov.cn/1")
    thumbs(screen)[0].setFocus()
    screen.qtbot.keyClick(thumbs(screen)[0], Qt.Key.Key_Return)
    field = card(screen).evidence.note.field
    assert field.toPlainText() == "窗口说可以"
    field.selectAll()
    composes(screen, field, "窗口说不行")
    screen.qtbot.keyClick(field, Qt.Key.Key_Return)
    assert [piece.ref for piece in entered(screen).evidence] == ["窗口说不行", "https://www.gov.cn/1"]


# -- citing


def test_a_bracket_offers_the_evidence_and_enter_cites_it(screen: Screen) -> None:
    three(screen)
    field = card(screen).findChild(Justification)
    assert field is not None
    field.field.setFocus()
    field.field.selectAll()
    screen.qtbot.keyClicks(field.field, "see [")
    listed = field.citing
    screen.waits_for(listed.isVisible)
    assert listed.rows.count() == 3
    screen.qtbot.keyClick(field.field, Qt.Key.Key_Down)
    screen.qtbot.keyClick(field.field, Qt.Key.Key_Return)
    assert field.field.toPlainText() == "see [2]"
    assert not listed.isVisible()
    assert screen.entry.here() == (CITY, "A2"), "Enter was the list's"
    composes(screen, field.field, "，另见【")
    screen.waits_for(listed.isVisible)
    screen.qtbot.keyClicks(field.field, "3")
    screen.waits_for(lambda: listed.rows.count() == 1)
    screen.qtbot.keyClick(field.field, Qt.Key.Key_Tab)
    assert field.field.toPlainText() == "see [2]，另见[3]"
    screen.qtbot.keyClicks(field.field, " [")
    screen.waits_for(listed.isVisible)
    screen.qtbot.keyClick(field.field, Qt.Key.Key_Escape)
    assert not listed.isVisible()
    assert field.field.hasFocus(), "Esc put the list away, not the field"


# -- the same elsewhere


def test_the_same_piece_elsewhere_is_told_and_leads_there(screen: Screen) -> None:
    adds_link(screen, "https://www.gov.cn/a")
    screen.entry.go_to(CITY, "A1")
    adds_link(screen, "https://www.gov.cn/a")
    assert thumbs(screen)[0].state.same == "Same as A2"
    screen.entry.go_to(OTHER, "A3")
    adds_link(screen, "https://www.gov.cn/a")
    assert thumbs(screen)[0].state.same == "Same as 市370100 A1"
    thumb = thumbs(screen)[0]
    screen.qtbot.mouseClick(thumb, Qt.MouseButton.LeftButton, pos=thumb.same_chip().center().toPoint())
    assert screen.entry.here() == (CITY, "A1")
    problems = unit_page(screen.entry.project, CITY).problems
    assert [one for one in problems if one.kind not in ("unanswered", "evidence_missing")] == []


# -- looking, and after reopening


def test_everything_is_there_after_reopening_and_a_screenshot_opens(screen: Screen) -> None:
    copies(grabbed(640, 400))
    screen.presses("+")
    adds_link(screen, "https://www.gov.cn/a")
    adds_note(screen, "窗口说可以")
    kept = entered(screen)
    path = screen.entry.project.path
    screen.window.go_home()
    with open_project(screen.session, path) as project:
        assert unit_page(project, CITY).entries["A2"].entered == kept
    screen.window.open_file(path)
    screen.entry.go_to(CITY, "A2")
    screen.waits()
    assert [thumb.state.kind for thumb in thumbs(screen)] == ["screenshot", "link", "note"]
    assert picture(thumbs(screen)[0].state.thumbnail).width() > 0
    assert "UTC" in thumbs(screen)[0].toolTip()
    screen.qtbot.keyClick(thumbs(screen)[0], Qt.Key.Key_Return)
    screen.waits()
    viewer = screen.entry.findChild(EvidenceViewer)
    assert viewer is not None
    assert viewer.zoom == 1
    assert "UTC" in viewer.accessibleDescription()
    screen.qtbot.keyClick(viewer, Qt.Key.Key_Escape)
    assert isinstance(card(screen).findChild(AddTile), AddTile)


# -- by keys


def tabs(screen: Screen, steps: int = 1) -> str:
    """Tab so many times; the name of what has the focus then."""
    for _step in range(steps):
        screen.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    return str(QApplication.focusWidget().accessibleName())


def names(screen: Screen) -> list[str]:
    return [thumb.state.title for thumb in thumbs(screen)]


def test_tab_goes_from_the_justification_to_the_piece_added_last_then_on_to_the_tile(screen: Screen) -> None:
    for n in range(3):
        copies(grabbed(40 + n, 30))
        screen.presses("+")
        assert card(screen).hasFocus(), "the next digit is still an answer"
    card(screen).findChild(Justification).setFocus()
    assert tabs(screen).startswith("3: Screenshot")
    assert tabs(screen) == "Add evidence"


def test_arrows_go_from_piece_to_piece_and_tab_comes_back_to_the_same(screen: Screen) -> None:
    for place in "abc":
        adds_link(screen, f"www.jinan.gov.cn/{place}")
    card(screen).findChild(Justification).setFocus()
    tabs(screen)
    for key, number in (
        (Qt.Key.Key_Left, 2),
        (Qt.Key.Key_Left, 1),
        (Qt.Key.Key_Left, 1),
        (Qt.Key.Key_Right, 2),
    ):
        screen.qtbot.keyClick(QApplication.focusWidget(), key)
        assert QApplication.focusWidget() is thumbs(screen)[number - 1]
    card(screen).findChild(Justification).setFocus()
    assert tabs(screen).startswith("2: ")
    screen.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Left, ALT)
    screen.waits()
    assert names(screen)[:2] == ["https://www.jinan.gov.cn/b", "https://www.jinan.gov.cn/a"]
    assert QApplication.focusWidget() is thumbs(screen)[0], "the focus goes along"


def adds(screen: Screen, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    intake_of(screen).add((CITY, "A2"), intake.NewEvidence(kind="file", path=str(path)))
    screen.waits()


def test_what_was_said_of_a_bad_file_goes_with_the_next_and_before_handing_in(
    screen: Screen, tmp_path: Path
) -> None:
    strip = card(screen).evidence
    adds(screen, tmp_path / "empty.pdf", b"")
    assert "empty.pdf" in strip.problem()
    adds(screen, tmp_path / "good.pdf", b"%PDF-1.7")
    assert strip.problem() == ""
    adds(screen, tmp_path / "empty.pdf", b"")
    screen.entry.check()
    screen.entry.modes.come_back()
    assert strip.problem() == ""


def test_a_failure_does_not_stay_in_the_language_it_was_told_in(screen: Screen) -> None:
    screen.window.services.failed(AppError("x", "This was not done."))
    assert screen.window.messages.isVisible()
    screen.window.change_language("zh_CN")
    screen.waits()
    assert not screen.window.messages.isVisible()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("tool.exe", b"\x01\x02"),
        ("run.PS1", b"dir"),
        ("report.pdf", b"MZ\x90\x00"),
        ("list.txt", b"#!/bin/sh\n"),
    ],
)
def test_programs_are_no_evidence(screen: Screen, tmp_path: Path, name: str, content: bytes) -> None:
    adds(screen, tmp_path / name, content)
    assert "is a program or a script" in card(screen).evidence.problem()
    assert kinds(screen) == []


@pytest.mark.parametrize(
    ("name", "content", "weak"),
    [("fake.pdf", b"fake", True), ("a.docx", b"<html>", True), ("a.png", b"text", True), ("a.pdf", b"%PDF-1.4", False),
     ("a.xlsx", b"PK\x03\x04...", False), ("a.txt", b"fake", False)],
)  # fmt: skip
def test_a_file_that_is_not_what_its_name_says_bears_a_warning(
    screen: Screen, tmp_path: Path, name: str, content: bytes, weak: bool
) -> None:
    adds(screen, tmp_path / name, content)
    (thumb,) = card(screen).findChildren(EvidenceThumb)
    assert ("is not what its name says" in thumb.state.weak) is weak
