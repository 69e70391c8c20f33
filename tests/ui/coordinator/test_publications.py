"""Publishing through the window: a name, a late file, what came since, a correction, and what moved which rank."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evalapp.ui.coordinator.publications_page import COMPARE, LIST, PublicationsSection
from evalapp.ui.widgets.chips import FilterChips
from evalapp.work.changing import change_setting
from evalapp.work.publications import publications
from tests.people import GOOD, Desk, Field, founded
from tests.ui.coordinator.office import Office, office_of

U1, U2, U3 = "370100", "370200", "370300"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return founded(tmp_path, codes=("WXL",), mode="all", units=(U1, U2, U3))


@pytest.fixture
def wang(desk: Desk) -> Field:
    """Everything is answered: U1 best, U3 worst."""
    wang = desk.assessor("WXL")
    wang.answers_all(U1)
    wang.answers_all(U2, {"A2": "part"})
    wang.answers_all(U3, {"A2": "none"})
    desk.merges(wang.hands_in())
    return wang


@pytest.fixture
def office(desk: Desk, wang: Field, qapp: QApplication, qtbot: QtBot) -> Iterator[Office]:
    made = office_of(desk, qtbot)
    made.go("publications")
    made.page.activateWindow()
    qtbot.waitUntil(made.page.isActiveWindow)
    yield made
    made.page.release()
    made.page.close()
    made.runner.close()
    made.page.deleteLater()
    assert made.told.errors == []


def section_of(office: Office) -> PublicationsSection:
    found = office.page.sections["publications"]
    assert isinstance(found, PublicationsSection)
    return found


def publishes(office: Office, name: str, *, corrects: str = "") -> None:
    card = section_of(office).card
    card.name.setText(name)
    if corrects:
        card.corrects.setCurrentText(corrects)
    office.qtbot.keyClick(card.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    office.settle()


def late(office: Office, wang: Field, name: str = "late.evalpkg") -> None:
    """A file that comes after a publication, through the inbox."""
    wang.answers(U3, "A2", GOOD["A2"])
    sent = wang.hands_in(name=name)
    office.go("board")
    office.adds(sent)
    office.click(office.page.board.inbox.merge_button)
    office.go("publications")


def chosen_group(section: PublicationsSection, group: str) -> None:
    chips = section.listed.card.findChild(FilterChips)
    assert chips is not None
    chips.chosen.emit(group)


def test_nothing_published_is_said_and_the_first_one_is_made_by_keys(office: Office) -> None:
    section = section_of(office)
    assert section.listed.empty.isVisible() and not section.listed.table.isVisible()
    assert section.card.why_not() and not section.card.button.isEnabled()
    publishes(office, "初评")
    (made,) = publications(office.desk.project)
    assert made.name == "初评" and office.told.saves == 1
    (row,) = section.listed.table.rows()
    assert (row.published.id, row.since) == (made.id, 0)
    assert section.listed.card.digest.text().replace(" ", "").lower() == made.digest
    assert section.card.name.text() == ""
    assert "3" in section.card.frozen.text()


def test_a_name_that_is_taken_is_refused_before_it_is_pressed(office: Office) -> None:
    publishes(office, "初评")
    card = section_of(office).card
    card.name.setText("初评")
    assert card.why_not() and not card.button.isEnabled()
    publishes(office, "初评")
    assert len(publications(office.desk.project)) == 1


def test_a_late_file_is_listed_since_then_and_a_correction_says_what_moved(
    office: Office, wang: Field
) -> None:
    section = section_of(office)
    publishes(office, "初评")
    late(office, wang)
    (row,) = section.listed.table.rows()
    assert row.since == 2
    chosen_group(section, "answer")
    office.settle()
    (came,) = section.listed.card.table.rows()
    assert (came.unit, came.item, came.file, came.by) == (U3, "A2", "late.evalpkg", "王晓岚")
    publishes(office, "初评更正", corrects="初评")
    first, second = publications(office.desk.project)
    assert second.corrects == first.id and second.content.moved == ((U3, "A2"),)
    assert [one.corrects for one in section.listed.table.rows()] == ["", "初评"]
    section.show_part(COMPARE)
    section.compare.ask(first.id, second.id)
    office.settle()
    unit = section.compare.table.rows()[0]
    assert unit.unit in (U2, U3)
    section.compare.table.unit_opened.emit(U3)
    section.compare.table.selectRow([one.unit for one in section.compare.table.rows()].index(U3))
    pane = section.compare.pane
    (moved,) = pane.items.rows()
    assert moved.item == "A2" and "late.evalpkg" in moved.cause and "→" in moved.change
    assert pane._sum.text() == moved.effect and moved.effect.startswith("+")
    assert "市370200" in pane._places.text()


def test_effects_and_rules_add_up_to_the_change_that_is_shown(office: Office, wang: Field) -> None:
    section = section_of(office)
    publishes(office, "初评")
    wang.answers(U3, "A1", "no")
    late(office, wang)
    office.qtbot.keyClick(section.listed.table, Qt.Key.Key_C)
    office.settle()
    assert section.part == COMPARE and section.compare.asked() is not None
    rows = [one.unit for one in section.compare.table.rows()]
    section.compare.table.selectRow(rows.index(U3))
    items = section.compare.pane.items.rows()
    assert {one.item for one in items} == {"A1", "A2"}
    numbers = [float(one.effect.replace("−", "-")) for one in items]
    assert sum(numbers) == pytest.approx(float(section.compare.pane._sum.text().replace("−", "-")), abs=0.011)


def test_the_same_results_say_so(office: Office) -> None:
    section = section_of(office)
    publishes(office, "初评")
    office.click(section.listed.compared)
    assert section.compare.empty.isVisible() and not section.compare.table.isVisible()
    assert not section.compare.pane.isVisible() and not section.compare.csv.isEnabled()


def test_an_item_that_moved_opens_its_cell(office: Office, wang: Field) -> None:
    section = section_of(office)
    publishes(office, "初评")
    decision = office.desk.decides(U2, "A2", "full")
    office.page.services.changes.announce("decisions")
    office.settle()
    office.click(section.listed.compared)
    rows = [one.unit for one in section.compare.table.rows()]
    section.compare.table.selectRow(rows.index(U2))
    (cell,) = section.compare.table.rows()[rows.index(U2)].cells
    assert [cause.id for cause in cell.causes] == [decision]
    section.compare.pane.items.setFocus()
    office.qtbot.keyClick(section.compare.pane.items, Qt.Key.Key_Return)
    office.settle()
    assert office.page.current == "decide" and office.page.decide.queue.current == f"{U2}/A2"


def test_decisions_to_confirm_open_or_stand_for_a_reason(office: Office, wang: Field) -> None:
    section = section_of(office)
    office.desk.decides(U1, "A2", "part")
    wang.answers(U1, "A2", "none")
    late(office, wang)
    card = section.card
    (door,) = card.cells.doors()
    assert (door.unit, door.item) == (U1, "A2")
    publishes(office, "终稿")
    assert publications(office.desk.project) == ()
    card.cells.setFocus()
    office.qtbot.keyClick(card.cells, Qt.Key.Key_Return)
    office.settle()
    assert office.page.current == "decide" and office.page.decide.queue.current == f"{U1}/A2"
    office.go("publications")
    card.waiver.setText("与市里核对过，原裁定不变")
    publishes(office, "终稿")
    (made,) = publications(office.desk.project)
    assert made.content.waived == ((U1, "A2"),) and made.content.waiver == "与市里核对过，原裁定不变"


def test_what_is_not_ranked_is_folded_and_opens_its_city(office: Office, wang: Field) -> None:
    section = section_of(office)
    wang.answers(U2, "A1")
    late(office, wang)
    card = section.card
    assert card.fold.isVisible() and not card.unranked.isVisible()
    office.click(card.fold)
    (door,) = card.unranked.doors()
    assert door.unit == U2
    card.unranked.setFocus()
    office.qtbot.keyClick(card.unranked, Qt.Key.Key_Return)
    office.settle()
    assert office.page.current == "results"


def test_a_check_computes_again_and_says_what_it_found(office: Office, wang: Field) -> None:
    section = section_of(office)
    publishes(office, "初评")
    late(office, wang)
    publishes(office, "复核")
    office.click(section.listed.check_all)
    assert [row.check is not None and row.check.sound for row in section.listed.table.rows()] == [True, True]
    with office.desk.project.file.write() as connection:
        connection.exec_driver_sql("UPDATE attachment SET data = x'00' WHERE kind = 'results'")
    office.click(section.listed.check)
    found = {row.published.name: row.check for row in section.listed.table.rows()}
    assert found["复核"] is not None and not found["复核"].sound
    assert "复核" in office.told.toasts[-1]


def test_a_difference_is_saved_and_copied(office: Office, wang: Field, tmp_path: Path) -> None:
    section = section_of(office)
    publishes(office, "初评")
    late(office, wang)
    office.click(section.listed.compared)
    section.ask_csv = lambda: tmp_path / "diff.csv"  # type: ignore[method-assign]
    office.click(section.compare.csv)
    assert "late.evalpkg" in (tmp_path / "diff.csv").read_text(encoding="utf-8-sig")
    section.compare.table.setFocus()
    office.qtbot.keyClick(section.compare.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QApplication.clipboard().text()
    assert "市370300" in copied and "late.evalpkg" in copied
    section.compare.pane.items.setFocus()
    office.qtbot.keyClick(section.compare.pane.items, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert section.compare.pane._sum.text() in QApplication.clipboard().text().splitlines()[-1]


def test_settings_in_dispute_stop_it(office: Office, tmp_path: Path) -> None:
    from tests.work.test_coordinators import joins, sends

    li = joins(office.desk, "LM")
    change_setting(office.desk.project, "tolerance", "10")
    change_setting(li.project, "tolerance", "20")
    sends(li, office.desk)
    office.page.services.changes.announce("settings")
    office.settle()
    card = section_of(office).card
    card.name.setText("初评")
    assert card.why_not() and not card.button.isEnabled()
    assert card.messages.isVisible()
    card.messages.acted.emit("rules")
    office.settle()
    assert office.page.current == "rules"
    li.project.close()


def test_the_place_and_what_is_filled_in_are_kept(office: Office) -> None:
    section = section_of(office)
    publishes(office, "初评")
    section.card.name.setText("终稿")
    section.card.note.setText("主任会通过")
    place = office.page.place()
    other = office.page.remade()
    assert other is not None
    office.page = other  # type: ignore[assignment]
    other.return_to(place)
    other.show()
    office.settle()
    found = other.sections["publications"]  # type: ignore[attr-defined]
    assert found.card.draft().name == "终稿" and found.card.draft().note == "主任会通过"
    assert found.part == LIST
