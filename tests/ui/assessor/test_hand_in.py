"""The hand-in page: errors stand in the way, warnings are said, the receipt counts answers, the language may change."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from evalapp.base.clock import local_time
from evalapp.base.home import load_settings
from evalapp.ui.assessor import receipt_card
from evalapp.ui.assessor.open_points_card import PointLink
from evalapp.ui.assessor.receipt_card import ReceiptCard
from evalapp.ui.assessor.states import city_state
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.city_list import trouble
from evalapp.work.answering import record_answer
from evalapp.work.answers import Entered
from evalapp.work.evidence import file_evidence
from tests.people import GOOD, founded
from tests.ui.windows import Screen, window_on

CITY, OTHER = "370100", "370200"


@pytest.fixture
def screen(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    """One city is answered, with a correction and a warning; of the other one only an item."""
    field = founded(tmp_path / "desk", codes=("WXL", "ZQM"), units=(CITY, OTHER)).assessor("WXL")
    for item, value in GOOD.items():
        field.answers(CITY, item, value)
    field.answers(CITY, "A1", "no")
    field.answers(OTHER, "A1", "yes")
    with window_on(field, qapp, qtbot) as made:
        made.clicks(made.entry.panes.hand_in_button)
        yield made


def links(screen: Screen) -> list[PointLink]:
    return [link for link in screen.entry.hand_in.findChildren(PointLink) if link.isVisible()]


def ticks(screen: Screen, city: str) -> None:
    """Tick the box shown; one of the list before may still be about to go."""
    screen.entry.hand_in._boxes[city].click()


def said(screen: Screen) -> list[str]:
    return [label.text() for label in screen.entry.hand_in.findChildren(QLabel) if label.isVisible()]


def comments(screen: Screen, words: str = "the rest next week") -> None:
    """Type why points are left open."""
    field = screen.entry.hand_in._left_open.field
    field.setFocus()
    screen.qtbot.keyClicks(field, words)


def test_what_is_left_open_is_counted_and_takes_a_comment(screen: Screen) -> None:
    page = screen.entry.hand_in
    assert "1 warning is open." in said(screen)
    assert links(screen) == []
    assert not page._primary.isEnabled()
    assert page._primary.toolTip() == "Say in a comment why points are left open."
    comments(screen)
    assert page._primary.isEnabled()
    screen.clicks(page._left_open._switch)
    screen.waits_for(lambda: bool(links(screen)))
    assert [link.text() for link in links(screen)] == ["市370100 A1: Channels without an entrance"]
    screen.clicks(links(screen)[0])
    assert screen.entry.cards.card.bound == (CITY, "A1")
    assert screen.entry.panes.isVisible()


def test_only_finished_cities_are_proposed_and_blanks_are_told(screen: Screen) -> None:
    page = screen.entry.hand_in
    assert page.chosen() == (CITY,)
    ticks(screen, OTHER)
    assert any(line.startswith("5 items in the ticked cities are not answered.") for line in said(screen))
    for city in (CITY, OTHER):
        ticks(screen, city)
    assert not page._primary.isEnabled()
    assert page._primary.toolTip() == "Tick the cities that are finished."


def test_the_receipt_counts_what_is_answered(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_args, **_kw: (str(tmp_path / "a.evalpkg"), "")
    )
    ticks(screen, OTHER)
    comments(screen)
    screen.clicks(screen.entry.hand_in._primary)
    receipt = screen.entry.hand_in.place().receipt
    assert receipt is not None
    # The correction of A1 is a revision, not a further answer; because of it A3 applies no longer and is not counted.
    assert (receipt.answers, receipt.unanswered) == (6 - 1 + 1, 5)
    assert receipt.revisions > receipt.answers
    assert receipt.comment == "the rest next week"


def test_the_focus_is_on_the_receipt_once_it_is_written(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(tmp_path / "done.evalpkg"), "")
    )
    page = screen.entry.hand_in
    comments(screen)
    page._primary.setFocus()
    screen.qtbot.keyClick(page._primary, Qt.Key.Key_Space)
    screen.waits_for((tmp_path / "done.evalpkg").exists)
    screen.waits()
    focus = QApplication.focusWidget()
    assert focus is not None
    assert page.findChild(ReceiptCard).isAncestorOf(focus)


def test_changing_the_language_stays_on_the_page(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_args, **_kw: (str(tmp_path / "a.evalpkg"), "")
    )
    comments(screen)
    screen.clicks(screen.entry.hand_in._primary)
    screen.waits()  # the receipt renews the list of cities
    ticks(screen, OTHER)
    comments(screen, "another one")
    screen.window.change_language("zh_CN")
    screen.waits()
    assert screen.entry.hand_in.isVisible()
    assert screen.entry.hand_in.chosen() == (CITY, OTHER)
    assert "回执" in said(screen)
    assert screen.entry.hand_in._left_open.comment == "another one"


def hands_in(screen: Screen, path: Path, monkeypatch: pytest.MonkeyPatch) -> ReceiptCard:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_kw: (str(path), ""))
    comments(screen)
    screen.clicks(screen.entry.hand_in._primary)
    screen.waits()
    return screen.entry.hand_in._receipt_card


def test_the_receipt_is_saved_as_a_pdf(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = hands_in(screen, tmp_path / "a.evalpkg", monkeypatch)
    paper = tmp_path / "paper.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_kw: (str(paper), ""))
    screen.clicks(card.save_button)
    screen.waits_for(paper.exists)
    assert paper.read_bytes().startswith(b"%PDF")
    assert screen.window.toast.accessibleName() == "The receipt is in paper.pdf."


def test_without_a_printer_nothing_offers_to_print(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receipt_card, "has_printer", lambda: False)
    card = hands_in(screen, tmp_path / "a.evalpkg", monkeypatch)
    assert "Print…" not in [button.text() for button in card.findChildren(Button) if button.isVisible()]


def test_the_receipt_goes_to_a_printer(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = QPrinter()
    paper.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    paper.setOutputFileName(str(tmp_path / "printed.pdf"))
    monkeypatch.setattr(receipt_card, "has_printer", lambda: True)
    monkeypatch.setattr(receipt_card, "ask_printer", lambda *_args: paper)
    card = hands_in(screen, tmp_path / "a.evalpkg", monkeypatch)
    screen.clicks(card.print_button)
    screen.waits_for((tmp_path / "printed.pdf").exists)
    assert screen.window.toast.accessibleName().startswith("The receipt was sent to")


def test_the_size_of_volumes_is_remembered(screen: Screen) -> None:
    choice = screen.entry.hand_in._volumes
    assert choice.size_bytes == 0
    choice.box.setCurrentIndex(choice.box.findData(10))
    assert choice.size_bytes == 10_000_000
    screen.window.change_language("zh_CN")
    screen.waits()
    assert screen.entry.hand_in._volumes.size_bytes == 10_000_000
    assert screen.entry.hand_in._volumes.box.currentText() == "另写 10 MB 的分卷"
    assert load_settings(screen.session.home).volume_mb == 10


def test_volumes_stand_on_the_receipt(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noise = tmp_path / "noise.bin"
    noise.write_bytes(bytes((n * n * 2654435761 >> 7) % 256 for n in range(1_300_000)))
    piece = file_evidence(screen.entry.project, noise)
    record_answer(screen.entry.project, CITY, "A2", Entered(value="full", evidence=(piece,)))
    keep = screen.window.services.keep_settings
    keep(replace(screen.window.services.settings(), volume_mb=1))
    screen.window.change_language("zh_CN")
    screen.waits()
    card = hands_in(screen, tmp_path / "a.evalpkg", monkeypatch)
    names = sorted(path.name for path in tmp_path.glob("a.part*"))
    assert len(names) == 2
    shown = "\n".join(label.text() for label in card.findChildren(QLabel) if label.isVisible())
    assert all(name in shown for name in names)


def sets_rule(screen: Screen, name: str, rule: str) -> None:
    """The rule comes as an update would bring it."""
    desk = screen.entry.project
    with desk.file.write() as connection:
        connection.exec_driver_sql("INSERT INTO setting VALUES (?, ?, 0)", (f"completion.{name}", rule))
    screen.entry.hand_in.load()
    screen.waits()


def test_where_the_project_does_not_mind_warnings_are_only_shown(screen: Screen) -> None:
    sets_rule(screen, "warnings", "ignore")
    page = screen.entry.hand_in
    assert "1 warning. It does not stand in the way of handing in." in said(screen)
    assert page._primary.isEnabled()
    assert links(screen) == []
    screen.clicks(page._warning_switch)
    screen.waits_for(lambda: bool(links(screen)))


def test_where_the_project_blocks_it_is_mended_first(screen: Screen) -> None:
    sets_rule(screen, "warnings", "block")
    page = screen.entry.hand_in
    assert [link.text() for link in links(screen)] == ["市370100 A1: Channels without an entrance"]
    assert not page._primary.isEnabled()
    assert page._primary.toolTip() == "1 error must be mended first."


def test_a_city_with_blanks_is_not_called_free_of_problems(screen: Screen) -> None:
    lines = [trouble(city_state(row))[2] for row in screen.entry.desk.units]
    assert lines == ["1 warning", "5 unanswered"]


def shown_on_top(screen: Screen, card: ReceiptCard) -> bool:
    area = screen.entry.hand_in._area.viewport()
    return area.rect().contains(
        card._title.mapTo(area, card._title.rect().center())
    ) and area.rect().contains(card.save_button.mapTo(area, card.save_button.rect().center()))


def test_after_handing_in_the_receipt_is_in_view(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen.window.resize(880, 440)
    ticks(screen, OTHER)
    bar = screen.entry.hand_in._area.verticalScrollBar()
    screen.clicks(screen.entry.hand_in._left_open._switch)
    screen.waits_for(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    card = hands_in(screen, tmp_path / "a.evalpkg", monkeypatch)
    screen.waits_for(lambda: shown_on_top(screen, card))


def test_on_the_next_visit_the_receipt_is_of_before_and_what_changed_is_counted(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = screen.entry.hand_in
    card = hands_in(screen, tmp_path / "a.evalpkg", monkeypatch)
    assert "Receipt" in said(screen)
    assert not card._switch.isVisible()
    assert not any("changed since the last" in line for line in said(screen))
    page.back_asked.emit()
    for item, value in (("B1", "3"), ("B2", "12")):
        record_answer(screen.entry.project, CITY, item, Entered(state="answered", value=value))
    screen.clicks(screen.entry.panes.hand_in_button)
    screen.waits_for(
        lambda: "2 answers changed since the last time you handed in, in 1 city." in said(screen)
    )
    receipt = page.place().receipt
    assert receipt is not None
    assert f"Last receipt, {local_time(receipt.at)}" in said(screen)
    assert "Receipt" not in said(screen)
    assert not card.save_button.isVisible()
    screen.window.change_language("zh_CN")
    screen.waits()
    assert any(line.startswith("上次的回执") for line in said(screen))
    card = screen.entry.hand_in._receipt_card
    screen.clicks(card._switch)
    assert card.save_button.isVisible()


def test_what_goes_along_from_other_cities_is_said(screen: Screen) -> None:
    words = "The file also carries what you entered in other cities"
    assert any(line.startswith(words) for line in said(screen))
    ticks(screen, OTHER)
    assert not any(line.startswith(words) for line in said(screen))
