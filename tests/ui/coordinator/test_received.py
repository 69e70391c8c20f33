"""What has come in, through the page: withdrawing with what depends on it, held revisions, who somebody is, what was told."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evalapp.base.progress import Progress
from evalapp.ui.coordinator.received_page import DOUBTS, FILES, HELD, PEOPLE, ReceivedSection
from evalapp.work.board import board
from evalapp.work.doubts import answered
from evalapp.work.held import held_revisions
from evalapp.work.tasks import write_tasks
from tests.people import Desk, Field, contents_of, laptop, package_of
from tests.restored import restored_copy
from tests.ui.coordinator.office import CITY, Office, office_of


def section(office: Office) -> ReceivedSection:
    found = office.page.sections["received"]
    assert isinstance(found, ReceivedSection)
    return found


def opened(office: Office, part: str = FILES) -> ReceivedSection:
    office.go("received")
    section(office).show_part(part)
    office.settle()
    return section(office)


def merges(office: Office, *packages: Path) -> None:
    """Through the inbox, with whatever is left out ticked."""
    office.go("board")
    office.adds(*packages)
    model = office.page.board.inbox.table.model()
    for row in model.rows():  # type: ignore[attr-defined]
        if row.checkable and not row.checked:
            office.page.board.inbox.table.file_toggled.emit(row.id)
            office.settle()
    office.click(office.page.board.inbox.merge_button)


def types(office: Office, line: object, words: str) -> None:
    """Say why, and press Enter."""
    field = line.field  # type: ignore[attr-defined]
    assert not line.confirm.isEnabled()  # type: ignore[attr-defined]
    office.qtbot.keyClicks(field, words)
    office.qtbot.keyClick(field, Qt.Key.Key_Return)
    office.settle()


def test_a_file_is_withdrawn_after_what_depends_on_it_was_seen_and_counts_again(merged: Office) -> None:
    merged.desk.decides(CITY, "A2", "part")
    page = opened(merged)
    assert [row.code for row in page.files.table.rows()] == ["ZQM", "WXL"]
    merged.click(page.files.card.withdraw)
    card = page.files.dependents
    assert card.isVisible() and not page.files.card.isVisible()
    lines = {line.item: (line.what, line.becomes) for line in card.table.rows()}
    assert lines["A2"] == ("decision: Part, by 何敏", "holds, to be confirmed")
    assert lines["B3"] == ("agreed", "1 assessment is missing")
    assert merged.desk.standing() == {}, "nothing is written yet"
    types(merged, card.reason, "Sent for the wrong city")
    assert merged.told.toasts[-1].startswith("Withdrawn. ")
    assert set(merged.desk.standing().values()) == {"withdrawn"}
    assert merged.desk.cell(CITY, "A2").status == "to_confirm"
    assert board(merged.desk.project).pieces_in == 1
    assert not page.files.card.withdraw.isVisible()
    merged.click(page.files.card.restore)
    types(merged, page.files.card.reason, "It was right")
    assert merged.desk.standing() == {}
    assert merged.desk.cell(CITY, "A2").status == "decided"
    assert page.files.card.withdraw.isVisible() and not page.files.card.restore.isVisible()


def test_the_decisions_are_withdrawn_with_the_file(merged: Office) -> None:
    merged.desk.decides(CITY, "A2", "part")
    page = opened(merged)
    merged.click(page.files.card.withdraw)
    card = page.files.dependents
    assert card.too.text() == "Withdraw this decision, too"
    card.too.click()
    types(merged, card.reason, "Sent for the wrong city")
    assert merged.desk.cell(CITY, "A2").status == "missing"


def test_a_cell_that_depends_on_a_file_is_a_door(merged: Office) -> None:
    page = opened(merged)
    merged.click(page.files.card.withdraw)
    table = page.files.dependents.table
    place = next(place for place, line in enumerate(table.rows()) if line.item == "B1")
    table.setCurrentIndex(table.model().index(place, 0))
    merged.qtbot.keyClick(table, Qt.Key.Key_Return)
    merged.settle()
    assert merged.page.current == "decide"
    assert merged.page.decide.queue.current == f"{CITY}/B1"


@pytest.fixture
def at_home(office: Office, tmp_path: Path) -> Field:
    """Wang, whose second laptop has a key of its own; her file waits in the project."""
    wang = office.desk.assessor("WXL")
    wang.answers(CITY, "A1", "yes")
    wang.reopens(wang.copies_file(tmp_path / "usb" / "wxl.evalproj"), laptop(tmp_path / "wxl-at-home"))
    wang.answers(CITY, "A2", "part", text="首页没有入口")
    wang.answers(CITY, "B1", "2")
    merges(office, wang.hands_in())
    return wang


def test_held_revisions_are_filtered_and_released_with_a_reason(office: Office, at_home: Field) -> None:
    page = opened(office)
    office.click(page.files.card.held)
    assert page.switch.on == HELD
    rows = page.held.table.rows()
    assert {(row.reason, row.name) for row in rows} == {("key", "王晓岚")}
    place = next(place for place, row in enumerate(rows) if row.item == "A2")
    page.held.table.setCurrentIndex(page.held.table.model().index(place, 0))
    office.click(page.held.one)
    types(office, page.held.reason, "He told me on the telephone")
    assert office.told.toasts[-1].startswith("1 revision released, answers among them: 1; ")
    left = len(held_revisions(office.desk.project))
    assert left == len(rows) - 1
    page.held.reasons.chosen.emit("key")
    assert page.held.every.text() == f"Release all {left}…"
    office.click(page.held.every)
    types(office, page.held.reason, "And the rest")
    assert office.desk.standing() == {}
    assert page.held.empty.isVisible()


def test_a_second_laptop_is_accepted_and_taken_back(office: Office, at_home: Field) -> None:
    page = opened(office, DOUBTS)
    (card,) = page.doubts.cards
    assert (
        card.words.text() == "王晓岚 WXL has written with another key. Is it 王晓岚 WXL, at a second laptop?"
    )
    office.click(card.accept)
    assert office.desk.standing() == {} and page.doubts.cards == []
    place = next(n for n, one in enumerate(page.doubts.table.rows()) if one.key == at_home.identity.public)
    page.doubts.table.setCurrentIndex(page.doubts.table.model().index(place, 0))
    office.click(page.doubts.back)
    assert set(office.desk.standing().values()) == {"key"}
    assert page.doubts.cards == [], "it is not asked again"
    assert "refused" in {one.what for one in answered(office.desk.project)}


def test_a_gap_is_told_in_a_note_to_the_sender(office: Office, tmp_path: Path) -> None:
    wang = office.desk.assessor("WXL")
    for item, value in (("A1", "yes"), ("A2", "full"), ("B1", "1")):
        wang.answers(CITY, item, value)
    _manifest, lines, seals = contents_of(wang.hands_in())
    gapped = [lines[0], *lines[3:]]
    package = package_of(
        office.desk, tmp_path / "gap.evalpkg", gapped, by=wang.identity, sender=wang.id, seals=seals
    )
    merges(office, package)
    page = opened(office, HELD)
    office.click(page.held.write)
    office.click(page.held.note.copy)
    text = QGuiApplication.clipboard().text()
    assert text.startswith("王晓岚, about gap.evalpkg (鲁评 2021)")
    assert "2 earlier entries (no. 2 to 3)" in text and "hand in everything" in text
    target = tmp_path / "note.txt"
    page.held.note.ask_target = lambda: target  # type: ignore[method-assign]
    office.click(page.held.note.save)
    assert target.read_text(encoding="utf-8-sig") == text


def test_what_was_acknowledged_is_told_by_person(merged: Office) -> None:
    write_tasks(merged.desk.project, merged.desk.folder / "again", Progress())
    page = opened(merged, PEOPLE)
    rows = {row.code: row for row in page.people.table.rows()}
    assert rows["WXL"].told == rows["WXL"].revisions > 0
    merged.qtbot.keyClick(page, "1")
    merged.settle()
    assert page.switch.on == FILES


def test_the_board_leads_to_the_received_files(merged: Office) -> None:
    line = merged.page.board.received
    assert line.words.text() == "2 merged files"
    merged.click(line.button)
    assert merged.page.current == "received"


def test_somebody_unknown_is_asked_about_in_the_inbox_and_is_a_listed_person(
    desk: Desk, qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    old, zhou = restored_copy(desk, tmp_path)
    package = zhou.hands_in(CITY)
    office = office_of(old, qtbot)
    office.adds(package)
    (row,) = office.page.board.inbox.table.model().rows()  # type: ignore[attr-defined]
    assert (row.verdict, row.assessor, row.link) == ("confirm", "周慧 ZH", "Confirm…")
    office.page.board.inbox.table.file_opened.emit(row.id)
    (card,) = office.page.board.inbox.detail.cards
    assert card.words.text() == "周慧 ZH is not in this project. Who is it?"
    names = [card.people.itemText(place) for place in range(card.people.count())]
    assert names == ["王晓岚 WXL", "赵启明 ZQM"]
    card.people.setCurrentIndex(1)
    office.click(card.same)
    (row,) = office.page.board.inbox.table.model().rows()  # type: ignore[attr-defined]
    assert (row.verdict, row.assessor, row.checked) == ("mergeable", "赵启明 ZQM", True)
    office.click(office.page.board.inbox.merge_button)
    rows = {one.person: one for one in board(old.project).rows}
    assert rows[zhou.id].answered == 1 and rows[zhou.id].name == "赵启明"
    page = opened(office, DOUBTS)
    office.click(page.doubts.back)
    assert set(old.standing().values()) == {"key"}
    (listed,) = [one for one in board(old.project).rows if one.code == "ZQM" and one.person != zhou.id]
    assert CITY in listed.cells, "the assignments went back"
    assert office.told.errors == []
    office.page.release()
    office.page.close()
    office.runner.close()
    office.page.deleteLater()


def test_a_gap_is_told_at_the_files_row(office: Office, tmp_path: Path) -> None:
    wang = office.desk.assessor("WXL")
    for item, value in (("A1", "yes"), ("A2", "full"), ("B1", "1")):
        wang.answers(CITY, item, value)
    _manifest, lines, seals = contents_of(wang.hands_in())
    package = package_of(
        office.desk,
        tmp_path / "gap.evalpkg",
        [lines[0], *lines[3:]],
        by=wang.identity,
        sender=wang.id,
        seals=seals,
    )
    office.adds(package)
    inbox = office.page.board.inbox
    (row,) = inbox.table.model().rows()  # type: ignore[attr-defined]
    assert (row.verdict, row.aside, row.link) == ("partial", 2, "See the 2")
    inbox.table.file_opened.emit(row.id)
    assert "Missing: 2 earlier entries (no. 2 to 3). Ask 王晓岚 for it." in inbox.detail.words.text()
    office.click(inbox.detail.write)
    assert "Please send the earlier file as well." in inbox.detail.note.text.toPlainText()
