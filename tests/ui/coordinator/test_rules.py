"""Form and rules on the page: a change is shown before it is written, each has its line, a dispute is settled."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evalapp.ui.coordinator.rules_page import RulesSection
from evalapp.work.project_rules import project_rules
from evalapp.work.rule_changes import change_settings, disputes
from tests.people import UNITS, Desk, founded
from tests.ui.coordinator.office import Office, office_of

U1 = UNITS[0]
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Two assessors lie five score points apart in B3 of one city."""
    desk = founded(tmp_path, codes=("WXL", "ZQM"), mode="all")
    wang, zhao = desk.assessor("WXL"), desk.assessor("ZQM")
    wang.answers_all(U1)
    zhao.answers_all(U1, {"B3": "18/20"})
    desk.merges(wang.hands_in(U1), zhao.hands_in(U1))
    return desk


@pytest.fixture
def office(desk: Desk, qapp: QApplication, qtbot: QtBot) -> Iterator[Office]:
    made = office_of(desk, qtbot)
    made.go("rules")
    made.page.activateWindow()
    qtbot.waitUntil(made.page.isActiveWindow)
    yield made
    made.page.release()
    made.page.close()
    made.runner.close()
    made.page.deleteLater()
    assert made.told.errors == []


def section(office: Office) -> RulesSection:
    found = office.page.sections["rules"]
    assert isinstance(found, RulesSection)
    return found


def types(office: Office, tolerance: str) -> None:
    field = section(office).card.tolerance
    field.clear()
    office.qtbot.keyClicks(field, tolerance)


def foreseen(office: Office) -> None:
    office.qtbot.waitUntil(section(office).moves.isVisible, timeout=10_000)


def test_a_change_is_shown_before_it_is_written(office: Office) -> None:
    page, before = section(office), office.desk.ids()
    types(office, "10")
    page.card.resolve.press(3)
    foreseen(office)
    assert page.words.text() == "Tolerance, Within the tolerance will be set."
    assert page.moves.words.text() == "1 cell would be something else in the comparison."
    assert [(move.item, move.before, move.after) for move in page.moves._seen.moves] == [
        ("B3", "pending", "agreed")
    ]
    assert office.desk.ids() == before
    office.qtbot.keyClick(page.card.tolerance, Qt.Key.Key_Return, CTRL)
    office.settle()
    rules = project_rules(office.desk.project)
    assert (rules.tolerance, rules.resolve) == (10.0, "first")
    assert office.desk.cell(U1, "B3").status == "agreed"
    assert not page.moves.isVisible()
    lines = page.history._model.rows()
    assert {(line.name, line.after) for line in lines[:2]} == {("tolerance", "10"), ("resolve", "first")}


def test_esc_puts_the_rules_back(office: Office) -> None:
    page, before = section(office), office.desk.ids()
    types(office, "10")
    foreseen(office)
    office.qtbot.keyClick(page.card.tolerance, Qt.Key.Key_Escape)
    assert (page.card.tolerance.text(), page.changed()) == ("0", {})
    office.qtbot.keyClick(page.card.tolerance, Qt.Key.Key_Return, CTRL)
    office.settle()
    assert office.desk.ids() == before
    assert office.told.toasts[-1] == "No rule was changed."


def test_what_cannot_be_is_said_at_its_field(office: Office) -> None:
    page, before = section(office), office.desk.ids()
    types(office, "101")
    assert page.card.tolerance_words.text() == "The tolerance is a number of points from 0 to 100, such as 5."
    assert not page.write.isEnabled()
    office.qtbot.keyClick(page.card.tolerance, Qt.Key.Key_Return, CTRL)
    office.settle()
    assert office.desk.ids() == before


def test_a_rule_for_assessors_makes_their_files_old(office: Office) -> None:
    page = section(office)
    office.qtbot.keyClicks(page.card.deadline, "2026-12-31")
    foreseen(office)
    page.write.click()
    office.settle()
    assert not page.messages.isHidden()
    page.messages.acted.emit("tasks")
    office.settle()
    assert office.page.current == "tasks"
    assert {row.standing for row in office.page.handout.table.rows()} == {"changed"}


def test_a_dispute_is_shown_and_settled(office: Office, tmp_path: Path) -> None:
    other = office.desk.second_laptop()
    change_settings(office.desk.project, {"tolerance": "5"})
    change_settings(other.project, {"tolerance": "20"})
    office.desk.takes_over(other)
    other.project.close()
    office.page.services.changes.announce("settings")
    office.settle()
    page = section(office)
    (dispute,) = disputes(office.desk.project)
    place = [one.value for one in dispute.said].index("20")
    page.messages.acted.emit(f"settle 0 {place}")
    office.settle()
    assert disputes(office.desk.project) == ()
    assert project_rules(office.desk.project).tolerance == 20.0
    assert page.card.tolerance.text() == "20"


def test_the_form_in_force_and_its_items(office: Office) -> None:
    page = section(office)
    assert page.items.isHidden()
    page.unfold.click()
    page.items.open_all(on=True)
    assert page.items.isVisible()
    nodes = page.items._nodes
    assert [(node.code, node.level, node.folds) for node in nodes[:3]] == [
        ("A", 0, True),
        ("A1", 1, False),
        ("A2", 1, False),
    ]
