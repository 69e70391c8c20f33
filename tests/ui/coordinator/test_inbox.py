"""Files are tried before they are merged, and can be taken back."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from pytestqt.qtbot import QtBot

from evalapp.base.progress import Progress
from evalapp.ui.coordinator.page import CoordinatorPage
from evalapp.ui.coordinator.received_page import DOUBTS, ReceivedSection
from evalapp.ui.widgets.inbox_table import InboxRow
from evalapp.ui.widgets.models.struct_table import StructTableModel
from evalapp.work.board import board
from evalapp.work.changing import add_assessor, assign
from evalapp.work.create import Assessor
from evalapp.work.doubts import answered
from evalapp.work.tasks import open_task, write_tasks
from tests.people import SMALL, Field, edition, laptop, mapping
from tests.ui.coordinator.office import Office, damaged


def rows(office: Office) -> list[InboxRow]:
    model = office.page.board.inbox.table.model()
    assert isinstance(model, StructTableModel)
    return list(model.rows())


def verdicts(office: Office) -> list[str]:
    return [row.verdict for row in rows(office)]


def test_a_dry_run_says_what_each_file_would_bring_and_writes_nothing(
    office: Office, field_work: tuple[Field, Field]
) -> None:
    wang, zhao = (person.hands_in() for person in field_work)
    before = office.desk.ids()
    office.adds(wang, damaged(zhao), zhao, wang.with_name("again.evalpkg") if _copied(wang) else wang)
    assert verdicts(office) == ["mergeable", "refused", "mergeable", "duplicate"]
    assert [row.checked for row in rows(office)] == [True, False, True, False]
    assert office.page.board.inbox.merge_button.text() == "Merge 2 files"
    assert office.desk.ids() == before


def test_merging_takes_the_good_files_and_keeps_the_refused_one_in_sight(
    office: Office, field_work: tuple[Field, Field]
) -> None:
    wang, zhao = (person.hands_in() for person in field_work)
    bad = damaged(zhao)
    office.adds(wang, bad, zhao)
    office.page.board.inbox.setFocus()
    office.qtbot.keyClick(
        office.page.board.inbox.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )
    office.settle()
    assert [row.file for row in rows(office)] == [bad.name]
    assert office.told.saves == 1
    assert office.told.toasts[0].startswith("Merged 2 files: ")
    assert office.told.toasts[0].endswith("2 differences to decide.")
    found = board(office.desk.project)
    assert (found.pieces_in, found.conflicts) == (2, 2)
    assert office.page.board.tiles()[2].accessibleName() == "Disagreements: 2 to decide"


def test_the_inbox_outlives_a_change_of_language(
    office: Office, field_work: tuple[Field, Field], qtbot: QtBot
) -> None:
    wang, zhao = (person.hands_in() for person in field_work)
    office.adds(wang, damaged(zhao))
    again = CoordinatorPage(office.desk.project, office.page.services)
    qtbot.addWidget(again)
    again.return_to(office.page.place())
    office.settle()
    assert again.board.inbox.files() == office.page.board.inbox.files()
    assert again.board.inbox.merge_button.text() == "Merge 1 file"


def test_a_file_that_is_unticked_is_left_out(office: Office, field_work: tuple[Field, Field]) -> None:
    wang, zhao = (person.hands_in() for person in field_work)
    office.adds(wang, zhao)
    table = office.page.board.inbox.table
    table.setCurrentIndex(table.model().index(1, 1))
    office.qtbot.keyClick(table, Qt.Key.Key_Space)
    office.settle()
    assert [row.checked for row in rows(office)] == [True, False]
    office.click(office.page.board.inbox.merge_button)
    assert board(office.desk.project).pieces_in == 1


def test_a_folder_dropped_anywhere_is_looked_through(office: Office, field_work: tuple[Field, Field]) -> None:
    folder = [person.hands_in() for person in field_work].pop().parent
    office.go("export")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder))])
    event = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    office.page.dropEvent(event)
    office.settle()
    assert office.page.current == "board"
    assert [row.file for row in rows(office)] == sorted(path.name for path in folder.glob("*.evalpkg"))


def test_discarding_forgets_the_files(office: Office, field_work: tuple[Field, Field]) -> None:
    office.adds(field_work[0].hands_in())
    office.click(office.page.board.inbox.discard_button)
    assert rows(office) == []
    assert not office.page.board.inbox.merge_button.isVisible()


def test_what_came_with_a_strange_key_waits_for_a_word(
    office: Office, field_work: tuple[Field, Field]
) -> None:
    wang, _zhao = field_work
    office.adds(wang.hands_in())
    office.click(office.page.board.inbox.merge_button)
    stranger = office.desk.assessor("WXL", home="stranger")
    stranger.answers_all("370100", {"A2": "none"})
    office.adds(stranger.hands_in())
    assert verdicts(office) == ["confirm"]
    assert [row.checked for row in rows(office)] == [False]
    office.page.board.inbox.table.file_toggled.emit(rows(office)[0].id)
    office.settle()
    office.click(office.page.board.inbox.merge_button)
    assert office.page.board.received.words.text().endswith("2 questions who somebody is")
    office.click(office.page.board.received.button)
    assert office.page.current == "received"
    judged(office, wang.identity.public, "accept")
    judged(office, stranger.identity.public, "refuse")
    assert received(office).doubts.cards == []
    assert set(office.desk.standing().values()) == {"key"}
    assert board(office.desk.project).pieces_in == 1


def received(office: Office) -> ReceivedSection:
    section = office.page.sections["received"]
    assert isinstance(section, ReceivedSection)
    return section


def judged(office: Office, key: str, word: str) -> None:
    """Press the button of the card that asks about a key."""
    received(office).show_part(DOUBTS)
    (card,) = [card for card in received(office).doubts.cards if card.doubt.key == key]
    assert "王晓岚" in card.words.text()
    office.click(card.accept if word == "accept" else card.refuse)


def _copied(package: Path) -> bool:
    package.with_name("again.evalpkg").write_bytes(package.read_bytes())
    return True


def row_of(office: Office, name: str) -> InboxRow:
    return next(row for row in rows(office) if row.file == name)


def opens(office: Office, name: str) -> None:
    """Choose a file and press Enter on it."""
    table = office.page.board.inbox.table
    place = [row.file for row in rows(office)].index(name)
    table.setCurrentIndex(table.model().index(place, 1))
    office.qtbot.keyClick(table, Qt.Key.Key_Return)
    office.settle()


def test_a_second_laptop_is_asked_about_at_the_files_row_before_it_is_merged(
    office: Office, tmp_path: Path
) -> None:
    wang = office.desk.assessor("WXL")
    wang.answers("370100", "A1", "yes")
    wang.reopens(wang.copies_file(tmp_path / "usb.evalproj"), laptop(tmp_path / "wxl-at-home"))
    wang.answers("370100", "A2", "full")
    package = wang.hands_in()
    office.adds(package)
    row = row_of(office, package.name)
    assert (row.verdict, row.checked, row.link) == ("confirm", False, "Confirm…")
    opens(office, package.name)
    (card,) = office.page.board.inbox.detail.cards
    assert card.accept.hasFocus() or not office.page.isActiveWindow()
    office.click(card.accept)
    row = row_of(office, package.name)
    assert (row.verdict, row.checked, row.aside, row.link) == ("mergeable", True, 0, "")
    assert {one.what for one in answered(office.desk.project)} == {"accepted"}
    office.click(office.page.board.inbox.merge_button)
    assert office.desk.standing() == {}
    assert board(office.desk.project).pieces_in == 1


def test_two_people_with_one_code_are_shown_side_by_side_and_not_asked_about_again(
    office: Office, field_work: tuple[Field, Field], tmp_path: Path
) -> None:
    office.adds(field_work[0].hands_in())
    office.click(office.page.board.inbox.merge_button)
    new = add_assessor(office.desk.project, Assessor("吴晓蕾", "WXL"))
    assign(office.desk.project, "370100", new, place=2)
    (task,) = write_tasks(office.desk.project, tmp_path / "new", Progress(), only=[new])
    wu = Field(open_task(laptop(tmp_path / "wu"), task.path, tmp_path / "wu.evalproj"))
    wu.code = "WU"
    wu.answers("370100", "A2", "none")
    package = wu.hands_in()
    office.adds(package)
    row = row_of(office, package.name)
    assert (row.verdict, row.checked, row.link) == ("mergeable", True, "Confirm…"), "a code is only a label"
    opens(office, package.name)
    (card,) = office.page.board.inbox.detail.cards
    assert card.words.text() == "吴晓蕾 and 王晓岚 have the same code WXL. Are they two people?"
    office.click(card.accept)
    assert row_of(office, package.name).link == ""


def test_a_refused_file_has_a_note_for_its_sender(
    office: Office, field_work: tuple[Field, Field], tmp_path: Path
) -> None:
    bad = damaged(field_work[0].hands_in())
    office.adds(bad)
    row = row_of(office, bad.name)
    assert (row.verdict, row.link) == ("refused", "Write a note…")
    opens(office, bad.name)
    note = office.page.board.inbox.detail.note
    office.click(note.copy)
    text = QGuiApplication.clipboard().text()
    assert row.note in text and "hand in again" in text and "Nothing is lost" in text
    office.click(note.close_button)
    assert not note.isVisible()


def test_an_older_edition_says_what_counts_and_what_is_to_be_given_again(
    office: Office, field_work: tuple[Field, Field], tmp_path: Path
) -> None:
    wang, zhao = field_work
    packages = [wang.hands_in(), zhao.hands_in()]
    newer = edition(tmp_path, "2", ('value = "part"', 'value = "most"'))
    office.desk.brings(newer, mapping(SMALL, newer, 'from = "A2"\nto = "A2"\nvalues = { full = "full" }'))
    office.adds(*packages)
    row = row_of(office, packages[1].name)
    assert (row.form, row.form_old, row.link) == ("1 (older)", True, "See the edition")
    opens(office, packages[1].name)
    assert office.page.board.inbox.detail.words.text().endswith(
        "It was made with the edition 1 of the form. Of its answers 5 count as they are, 1 is to be given again (A2)."
    )


def test_reading_many_files_is_stopped_without_a_trace(
    office: Office, field_work: tuple[Field, Field], tmp_path: Path
) -> None:
    package = field_work[0].hands_in()
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(300):
        (folder / f"copy-{number:03}.evalpkg").write_bytes(package.read_bytes())
    before = office.desk.ids(), office.desk.rows("SELECT * FROM project ORDER BY key")
    inbox = office.page.board.inbox
    said: list[str] = []
    inbox.add([folder])
    office.qtbot.waitUntil(lambda: _heard(said, inbox._foot.text(), "Reading file "), timeout=20_000)
    assert inbox.stop_button.isVisible()
    inbox.stop_button.click()
    office.settle()
    assert office.told.toasts == ["Stopped. Nothing was written."]
    assert (office.desk.ids(), office.desk.rows("SELECT * FROM project ORDER BY key")) == before
    assert inbox.files() == () and not inbox.stop_button.isVisible()
    inbox.add([folder])
    office.settle()
    assert [row.verdict for row in rows(office)] == ["mergeable"] + ["duplicate"] * 299
    assert inbox.merge_button.text() == "Merge 1 file"


def test_files_that_are_unticked_while_others_are_read_are_left_out(
    office: Office, field_work: tuple[Field, Field]
) -> None:
    wang, zhao = (person.hands_in() for person in field_work)
    office.adds(wang, zhao)
    inbox = office.page.board.inbox
    for path in (wang, zhao, wang):
        inbox.table.file_toggled.emit(str(path))
    office.settle()
    assert [row.checked for row in rows(office)] == [True, False]
    inbox.table.file_toggled.emit(str(zhao))
    inbox.merge()
    office.settle()
    assert board(office.desk.project).pieces_in == 2, "what is ticked is merged, also while it is tried"
    assert office.told.toasts[-1].startswith("Merged 2 files: ")


def _heard(said: list[str], words: str, beginning: str) -> bool:
    said.append(words)
    return words.startswith(beginning)
