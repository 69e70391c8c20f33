"""Deciding after the edition of the form has changed: what came over is marked, what has no counterpart is told (RECORD R23)."""

from pathlib import Path

from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from evalapp.work.again import to_be_given_again
from evalapp.work.deciding import open_cells
from tests.people import SMALL, Desk, Field, edition, mapping
from tests.ui.coordinator.office import CITY, office_of


def words(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def test_a_cell_says_which_assessments_came_over_and_which_are_to_be_given_again(
    desk: Desk, field_work: tuple[Field, Field], tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    wang, zhao = field_work
    desk.merges(wang.hands_in(), zhao.hands_in())
    desk.decides(CITY, "B1", "4")
    desk.decides(CITY, "A2", "full")
    newer = edition(
        tmp_path,
        "2",
        ('value = "part"', 'value = "some"'),
        ("each = 5, cap = 20", "points = { method = 'steps', at = [[1, 20]] }"),
    )
    chosen = mapping(SMALL, newer, 'from = "A2"\nto = "A2"\nvalues = { full = "full", none = "some" }')
    desk.brings(newer, chosen)
    office = office_of(desk, qtbot)
    office.go("decide")
    decide = office.page.decide
    decide.queue.go(f"{CITY}/A2")
    decide.load()
    office.settle()
    said = words(decide.comparison.messages)
    assert "Since the decision: an assessment is to be given again in this edition of the form." in said
    assert "An assessment of edition 1, “Part”, is to be given again." in said
    (card,) = decide.comparison.cards
    assert "Carried over from edition 1, where A2 was answered “Full”." in words(card)
    assert office.told.errors == []
    office.page.release()
    office.page.close()
    office.runner.close()
    office.page.deleteLater()


def test_an_empty_queue_says_what_is_to_be_given_again(
    desk: Desk, field_work: tuple[Field, Field], tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    wang, zhao = field_work
    desk.merges(wang.hands_in(), zhao.hands_in())
    newer = edition(
        tmp_path,
        "2",
        ('value = "part"', 'value = "some"'),
        ("each = 5, cap = 20", "points = { method = 'steps', at = [[1, 20]] }"),
    )
    desk.brings(newer, mapping(SMALL, newer, 'from = "A2"\nto = "A2"'))
    for row in open_cells(desk.project):
        desk.decides(row.unit, row.item, {"A2": "full", "B1": "4"}[row.item])
    office = office_of(desk, qtbot)
    office.go("decide")
    said = words(office.page.decide.empty)
    assert "No difference waits for a decision" in said
    assert to_be_given_again(desk.project).answers == 1
    assert "1 answer of an earlier edition is to be given again" in said
    office.page.release()
    office.page.close()
    office.runner.close()
    office.page.deleteLater()
