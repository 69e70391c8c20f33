"""Files are tried before they are merged, and can be taken back."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from evalapp.ui.coordinator.page import CoordinatorPage
from evalapp.ui.coordinator.received_page import DOUBTS, ReceivedSection
from evalapp.ui.widgets.inbox_table import InboxRow
from evalapp.ui.widgets.models.struct_table import StructTableModel
from evalapp.work.board import board
from tests.people import Field
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
