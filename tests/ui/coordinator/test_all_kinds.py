"""The coordinator's pages over a form with every kind of scale: comparing findings and rounds, bringing in, results."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from evalapp.base.errors import AppError
from evalapp.entry.evidence import Evidence
from evalapp.ui.widgets.badge import SideBadge
from evalapp.ui.widgets.editors.deductions import DeductionsEditor
from evalapp.ui.widgets.editors.rounds import RoundsEditor
from evalapp.ui.widgets.message_bar import MessageBar
from evalapp.ui.widgets.models.struct_table import StructTableModel
from tests import all_kinds
from tests.all_kinds import JINAN, OF_CITY, OF_TOWN, QINGDAO, YANJI
from tests.people import Field, founded
from tests.ui.coordinator.office import Office, office_of
from tests.ui.fit import clipped, unnamed

LINK = Evidence(kind="link", ref="https://example.org/a")


@pytest.fixture
def office(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Office]:
    """Two assessors differ in findings and rounds of one city, and in a town."""
    desk = founded(tmp_path, codes=("WXL", "ZQM"), form=all_kinds.FORM, roster=all_kinds.roster(), mode="all")
    wang, zhao = desk.assessor("WXL"), desk.assessor("ZQM")
    answers(wang, {})
    answers(zhao, {(JINAN, "A1"): "none", (JINAN, "A2"): "90;80;60", (YANJI, "B2"): "no"})
    desk.merges(wang.hands_in(), zhao.hands_in())
    made = office_of(desk, qtbot)
    yield made
    made.page.release()
    made.page.close()
    made.runner.close()
    made.page.deleteLater()


def answers(person: Field, differing: dict[tuple[str, str], str]) -> None:
    for row in person.overview():
        for item, value in (OF_TOWN if row.unit.parent else OF_CITY).items():
            if item in person.page(row.unit.key).entries:
                chosen = differing.get((row.unit.key, item), value)
                person.answers(row.unit.key, item, chosen, evidence=(LINK,))


def words(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible() and label.text()]


def opens(office: Office, unit: str, item: str) -> None:
    office.go("decide")
    office.page.decide.go_to(unit, item)
    office.settle()
    view = office.page.decide._view
    assert view is not None
    assert (view.unit.key, view.item) == (unit, item)


def brings(office: Office, text: str) -> None:
    path = office.desk.folder / "survey.csv"
    path.write_text(f"unit,item,value\n{text}", encoding="utf-8")
    office.page.results.ask_table = lambda: path  # type: ignore[method-assign]
    office.click(office.page.results.bring)


def bars(office: Office) -> list[str]:
    return [bar.state.text for bar in office.page.results.findChildren(MessageBar) if bar.isVisible()]


def test_findings_stand_beside_those_who_found_them(office: Office) -> None:
    opens(office, JINAN, "A1")
    scale = office.page.decide.comparison.scale
    said = words(scale)
    assert {"Dead link", "× 3", "× 2", "Nothing of this was found"} <= set(said)
    assert len([badge for badge in scale.findChildren(SideBadge) if badge.isVisible()]) == 3
    office.qtbot.waitUntil(lambda: clipped(office.page) == [])
    assert unnamed(office.page) == []


def test_another_value_is_counted_on_the_scale(office: Office) -> None:
    opens(office, JINAN, "A1")
    page = office.page.decide
    page.bar.verb_chosen.emit("other")
    editor = page.comparison.scale.editor
    assert isinstance(editor, DeductionsEditor)
    editor.rows()[0].field.setText("4")
    page.bar._verb = "other"
    page.bar.choices.chosen.emit("evidence")
    page.bar.words.setText("checked")
    page.decide()
    office.settle()
    assert office.desk.cell(JINAN, "A1").final.value == "dead=4"


def test_rounds_are_compared_round_by_round(office: Office) -> None:
    opens(office, JINAN, "A2")
    page = office.page.decide
    said = {card.label: words(card)[2:4] for card in page.comparison.cards}
    assert {tuple(one) for one in said.values()} == {
        ("90 marks · — · 60 marks", "7.5 points"), ("90 marks · 80 marks · 60 marks", "7.67 points"),
    }  # fmt: skip
    page.bar.verb_chosen.emit("other")
    assert isinstance(page.comparison.scale.editor, RoundsEditor)


def test_a_town_is_told_with_its_city(office: Office) -> None:
    opens(office, YANJI, "B2")
    assert "济南市 · 燕矶镇 · B2 Help line" in words(office.page.decide.comparison)


def test_values_are_brought_in_where_the_results_miss_them(office: Office) -> None:
    office.go("results")
    assert bars(office) == ["A6 Satisfaction survey: 3 of 3 cities have no value from elsewhere yet."]
    brings(office, f"{JINAN},A6,80\n{QINGDAO},A6,90\n")
    assert office.told.toasts[-1] == "2 rows read, 2 values brought in."
    assert bars(office) == ["A6 Satisfaction survey: 1 of 3 cities has no value from elsewhere yet."]
    assert office.desk.cell(QINGDAO, "A6").final.value == "90"


def test_a_table_that_is_wrong_is_refused_as_a_whole(office: Office) -> None:
    office.go("results")
    brings(office, f"{JINAN},A6,80\n{QINGDAO},A1,none\n")
    (error,) = office.told.errors
    assert isinstance(error, AppError)
    assert error.details == (
        "survey.csv, row 3, column item: A1 is answered by assessors; only values from elsewhere are brought in",
    )
    assert bars(office) == ["A6 Satisfaction survey: 3 of 3 cities have no value from elsewhere yet."]


def test_a_form_without_such_values_offers_no_bringing_in(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    made = office_of(founded(tmp_path, codes=("WXL",), units=(JINAN,), mode="single"), qtbot)
    made.go("results")
    assert not made.page.results.bring.isVisible()
    made.page.release()
    made.page.close()
    made.runner.close()
    made.page.deleteLater()


def test_the_ranking_lists_cities_with_what_stands_beside_the_base(office: Office) -> None:
    office.desk.decides(JINAN, "A1", "none")
    office.desk.decides(JINAN, "A2", "90;80;60")
    office.desk.decides(YANJI, "B2", "yes")
    office.go("results")
    brings(office, f"{JINAN},A6,80\n{QINGDAO},A6,90\n")
    model = office.page.results.table.model()
    assert isinstance(model, StructTableModel)
    rows = [row for row in model.rows() if not row.band]
    assert sorted(row.name for row in rows) == ["济南市", "淄博市", "青岛市"]
    heads = [
        str(model.headerData(column, Qt.Orientation.Horizontal)) for column in range(model.columnCount())
    ]
    assert heads[-4:] == ["Site 60", "Towns 40", "Bonus +4", "Penalties −8"]
    assert [row.words for row in rows if row.name == "淄博市"] == ["1 item open: A6"]


def test_where_the_points_come_from_names_computed_and_rolled_up_values(office: Office) -> None:
    office.desk.decides(YANJI, "B2", "yes")
    office.go("results")
    pane = office.page.results.pane
    office.page.results._on_unit_opened(JINAN)
    shown = {}
    for code in ("A", "B", "J", "V"):
        pane._on_group(code)
        shown.update({row.code: (row.value, row.points, row.full) for row in pane.leaves.rows()})
    assert shown["A7"] == ("66.6667", "3.33", "5")
    assert shown["A6"][0] == "Unanswered"
    assert shown["B1"] == ("38/40 (95.0 %)", "19.00", "20")
    assert shown["J1"] == ("Yes", "2.00", "2")
    assert shown["V2"] == ("No", "—", "")
