"""The progress board: five ways to count, who is late, and the list behind every number."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from evalapp.ui.coordinator.board_page import BoardSection
from evalapp.ui.widgets.heat_map import HeatRow
from evalapp.work.changing import add_assessor, assign, change_setting
from evalapp.work.create import Assessor
from tests.people import Field
from tests.ui.coordinator.office import CITY, Office


@pytest.fixture
def board(office: Office, field_work: tuple[Field, Field]) -> BoardSection:
    """The files of two assessors have come."""
    office.desk.merges(*(person.hands_in() for person in field_work))
    office.page.services.changes.announce("answers", "batches")
    office.settle()
    return office.page.board


def heat(board: BoardSection) -> dict[str, HeatRow]:
    return {row.code: row for row in board.heat.map._rows if row.code}


def shares(board: BoardSection) -> dict[str, list[int | None]]:
    return {
        code: [None if cell.share is None else round(100 * cell.share) for cell in row.cells]
        for code, row in heat(board).items()
    }


def choose(office: Office, board: BoardSection, mode: str) -> None:
    part = next(part for part in board.modes._parts if part.state.code == mode)
    office.click(part)


def test_each_way_of_counting_shows_its_shares(office: Office, board: BoardSection) -> None:
    answered = shares(board)
    assert any(100 in row for row in answered.values())
    choose(office, board, "submitted")
    assert shares(board) == answered, "everything that was answered was handed in"
    choose(office, board, "evidenced")
    assert all(share in (0, None) for row in shares(board).values() for share in row), "nobody added evidence"
    choose(office, board, "valid")
    assert board.heat.words.text().startswith("the share answered without an error")
    for code, row in shares(board).items():
        assert all((one or 0) <= (other or 0) for one, other in zip(row, answered[code], strict=True))


def test_a_cell_opens_its_answers_and_an_answer_opens_side_by_side(
    office: Office, board: BoardSection
) -> None:
    table = board.heat.map
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 1))
    office.qtbot.keyClick(table, Qt.Key.Key_Return)
    office.settle()
    assert board.lists.isVisible()
    answers = board.lists.answers
    assert [row.item for row in answers.rows()] == [leaf.code for leaf in office.desk.project.tree.leaves]
    place = next(n for n, row in enumerate(answers.rows()) if row.entry.answered)
    answers.setCurrentIndex(answers.model().index(place, 0))
    office.qtbot.keyClick(answers, Qt.Key.Key_Return)
    office.settle()
    assert office.page.current == "decide"


def test_tiles_open_the_lists_behind_them_and_esc_closes(office: Office, board: BoardSection) -> None:
    answered, handed_in, _conflicts, forecast, late = board.tiles()
    office.click(answered)
    assert board.lists.title.text() == "Not answered in full"
    office.click(handed_in)
    assert board.lists.title.text() == "Not handed in"
    office.click(forecast)
    people = {row.code for row in board.lists.people.rows()}
    assert people == set(heat(board))
    office.qtbot.keyClick(board.lists.people, Qt.Key.Key_Return)
    office.settle()
    assert board.lists.pieces.isVisible() and len({row.code for row in board.lists.pieces.rows()}) == 1
    office.qtbot.keyClick(board.lists.pieces, Qt.Key.Key_Return)
    office.settle()
    assert board.lists.answers.isVisible() and board.lists.back.isVisible()
    office.qtbot.keyClick(board.lists.answers, Qt.Key.Key_Escape)
    assert board.lists.pieces.isVisible()
    office.qtbot.keyClick(board.lists.pieces, Qt.Key.Key_Escape)
    assert not board.lists.isVisible()
    office.click(late)
    assert board.lists.people.rows() == ()


def test_past_the_deadline_who_has_not_handed_in_is_late_and_reminded(
    office: Office, board: BoardSection
) -> None:
    zhou = add_assessor(office.desk.project, Assessor("周慧", "ZH"))
    assign(office.desk.project, CITY, zhou, place=9)
    change_setting(office.desk.project, "deadline", "2021-10-31")
    office.desk.clock.moment = datetime(2021, 11, 3, 4, 0, tzinfo=UTC)
    office.page.services.changes.announce("settings", "roster")
    office.settle()
    late = board.tiles()[4]
    assert late.accessibleName() == "Late: 1 周慧"
    assert heat(board)["ZH"].late and board._deadline.text() == "Deadline 10-31, 3 days ago"
    office.click(board.remind)
    assert QGuiApplication.clipboard().text() == "周慧 ZH: 1 piece not handed in, 6 answers open"


def test_without_anything_open_there_is_nobody_to_remind(office: Office, board: BoardSection) -> None:
    office.click(board.remind)
    assert office.told.toasts[-1] == "Everything is handed in: there is nobody to remind."


def test_the_way_of_counting_outlives_a_change_of_language(office: Office, board: BoardSection) -> None:
    choose(office, board, "submitted")
    place = board.place()
    choose(office, board, "answered")
    board.return_to(place)
    office.settle()
    assert board.heat.words.text().startswith("the share handed in")
