"""The queue in the order of what its cells would change, filtered, and found again after a restart."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from evalapp.ui.coordinator.decide_page import DecideSection
from evalapp.ui.coordinator.queue_filter import QueueFilter
from tests.people import Desk, founded
from tests.ui.coordinator.office import Office, office_of

JINAN, QINGDAO, ZIBO = "370100", "370200", "370300"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Three cities; two assessors differ in one item of each."""
    made = founded(tmp_path, codes=("WXL", "ZQM"), synthetic=True)
    wang, zhao = made.assessor("WXL"), made.assessor("ZQM")
    last = {"A2": "none", "B2": "100", "B3": "0/20"}
    for person in (wang, zhao):
        person.answers_all(JINAN, {} if person is wang else {"B1": "2"})
        person.answers_all(QINGDAO, {"B2": "20"} if person is wang else {"B2": "30"})
        person.answers_all(ZIBO, last if person is wang else last | {"B1": "1"})
    made.merges(wang.hands_in(), zhao.hands_in())
    return made


@pytest.fixture
def office(desk: Desk, qapp: QApplication, qtbot: QtBot) -> Iterator[Office]:
    made = office_of(desk, qtbot)
    made.go("decide")
    yield made
    _closed(made)


def _closed(office: Office) -> None:
    office.page.release()
    office.page.close()
    office.runner.close()
    office.page.deleteLater()
    assert office.told.errors == []


def queue(section: DecideSection) -> list[tuple[str, str, str]]:
    """City, item and what is said of its change, from top to bottom."""
    model = section.queue.list.model()
    rows = [section.queue._state(row) for row in section.queue.shown()]
    assert model.rowCount() == len(rows)
    return [(row.unit[-6:], row.item.split()[0], row.change) for row in rows]


def chosen(section: DecideSection, field: str, words: str) -> None:
    box = section.queue.narrower.boxes[field]
    box.setCurrentIndex([box.itemText(at) for at in range(box.count())].index(words))


def impact(section: DecideSection) -> list[str]:
    table = section.comparison.scale.impact
    return [label.text() for label in table.findChildren(QLabel) if label.isVisible() and label.text()]


def test_what_changes_a_rank_comes_before_a_larger_distance_that_does_not(office: Office) -> None:
    # Jinan: 10 of 20 points, first or second. Zibo: 15 of 20 points, and the last one anyway.
    assert queue(office.page.decide) == [
        (JINAN, "B1", "rank 2 → 1"),
        (ZIBO, "B1", "no change"),
        (QINGDAO, "B2", "no change"),
    ]
    effects = [row.effect for row in office.page.decide.queue.shown()]
    assert effects == [pytest.approx(40), pytest.approx(30), pytest.approx(5)]


def test_the_scale_says_where_each_outcome_leads(office: Office) -> None:
    section = office.page.decide
    section.go_to(JINAN, "B1")
    office.settle()
    said = impact(section)
    assert said[:5] == ["Effect on the result", "Final value", "Total", "Rank", "Grade"]
    assert {"96.75", "86.75", "1 ↑", "Good"} <= set(said)


def test_filters_narrow_the_queue_and_the_counts_with_it(office: Office) -> None:
    section = office.page.decide
    section.queue.more.setChecked(True)
    chosen(section, "branch", "B Response")
    office.settle()
    assert section.queue.more.text() == "Filters 1"
    assert len(queue(section)) == 3
    chosen(section, "city", "市370100")
    office.settle()
    assert queue(section) == [(JINAN, "B1", "rank 2 → 1")]
    assert section.queue.current == f"{JINAN}/B1"
    chosen(section, "city", "All cities")
    chosen(section, "branch", "All branches")
    section.queue.narrower.changing.setChecked(True)
    office.settle()
    assert (ZIBO, "B1", "no change") not in queue(section)
    assert (JINAN, "B1", "rank 2 → 1") in queue(section)


def test_assessors_are_a_filter_without_their_names(office: Office) -> None:
    box = office.page.decide.queue.narrower.boxes["group"]
    assert [box.itemText(at) for at in range(box.count())] == ["All assessors", "Assessors 1"]


def test_a_filter_that_nothing_passes_any_more_is_taken_back(office: Office, desk: Desk) -> None:
    section = office.page.decide
    chosen(section, "city", "市370300")
    office.settle()
    desk.decides(ZIBO, "B1", "4")
    office.page.services.changes.announce("decisions")
    office.settle()
    assert [row[0] for row in queue(section)] == [JINAN, QINGDAO]
    assert section.queue.more.text() == "Filter…"


def test_place_skipped_rows_and_filters_are_found_after_a_restart(
    office: Office, desk: Desk, qapp: QApplication, qtbot: QtBot
) -> None:
    section = office.page.decide
    chosen(section, "branch", "B Response")
    office.settle()
    first = section.queue.current
    qtbot.keyClick(office.page, "S")
    office.settle()
    assert section.queue.current != first
    place = section.queue.place()
    assert place.skipped == (first,)
    office.page.hide()
    desk.reopens()
    again = office_of(desk, qtbot)
    again.go("decide")
    assert again.page.decide.queue.place() == place
    assert queue(again.page.decide)[-1][2] == "skipped"
    again.page.decide.queue.filters.chosen.emit("skipped")
    again.settle()
    assert again.page.decide.queue.current == first
    _closed(again)


def test_a_cell_that_is_asked_for_is_shown_whatever_is_filtered(office: Office) -> None:
    section = office.page.decide
    chosen(section, "city", "市370300")
    office.settle()
    section.go_to(JINAN, "B1")
    office.settle()
    assert section.queue.current == f"{JINAN}/B1"
    assert section.queue.place().wanted == QueueFilter()


def test_the_formula_is_said_at_the_head_of_the_queue(office: Office) -> None:
    order = office.page.decide.queue.order
    assert "distance on the scale × effective weight" in order.toolTip()
    assert order.accessibleDescription() == order.toolTip()


def test_a_rule_is_looked_at_applied_and_taken_back_on_the_page(office: Office, desk: Desk) -> None:
    section = office.page.decide
    office.click(section.queue.rules)
    panel = section.rules
    assert panel.isVisible() and not panel.apply.isEnabled()
    panel.gap.setText("50")
    panel.take.setCurrentIndex(panel.take.findData("higher"))
    office.click(panel.look)
    assert [(row.unit, row.item, row.value) for row in panel.cells.rows()] == [
        (JINAN, "B1", "4"),
        (QINGDAO, "B2", "20"),
    ]
    assert "市370100 2 → 1; 市370200 1 → 2" in panel.moves.text()
    assert panel.apply.text() == "Decide 2 cells"
    assert len(section.queue.shown()) == 3
    office.click(panel.apply)
    assert [row.unit for row in section.queue.shown()] == [ZIBO]
    assert desk.cell(JINAN, "B1").final.value == "4"
    assert panel.applied.rows()[0].standing == 2
    office.click(panel.back_out)
    assert "2 cells wait again" in panel.why.field.placeholderText()
    panel.why.field.setText("The gap was too wide")
    office.click(panel.why.confirm)
    assert len(section.queue.shown()) == 3
    assert panel.applied.rows()[0].taken_back
    assert not panel.back_out.isEnabled()
    office.click(panel.leave)
    assert section.comparison.isVisible()


def test_what_is_typed_after_looking_has_to_be_looked_at_again(office: Office) -> None:
    office.page.decide.open_rules()
    panel = office.page.decide.rules
    panel.gap.setText("50")
    office.click(panel.look)
    assert panel.apply.isEnabled()
    office.qtbot.keyClicks(panel.gap, "1")
    assert not panel.apply.isEnabled()
    assert panel.cells.isHidden()
    panel.gap.setText("0")
    office.click(panel.look)
    assert "needs a gap" in panel.words.text()
