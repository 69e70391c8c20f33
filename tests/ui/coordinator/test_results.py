"""Results, exports and task files show and write what the project holds."""

import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from evalapp.base.numbers import display
from evalapp.ui.coordinator.page import CoordinatorPage
from evalapp.ui.widgets.message_bar import MessageBar
from evalapp.ui.widgets.models.struct_table import StructTableModel
from evalapp.ui.widgets.ranking_table import RankRow
from evalapp.work.deciding import cell_view
from evalapp.work.project import open_project
from evalapp.work.results import project_results
from tests.people import Field
from tests.ui.coordinator.office import CITY, Office
from tests.ui.fit import clipped, unnamed


@pytest.fixture
def decided(merged: Office) -> Office:
    """Both differences are decided."""
    merged.desk.decides(CITY, "A2", "full")
    merged.desk.decides(CITY, "B1", "4")
    merged.page.services.changes.announce("decisions")
    merged.settle()
    return merged


def ranking(page: CoordinatorPage) -> list[RankRow]:
    model = page.results.table.model()
    assert isinstance(model, StructTableModel)
    return list(model.rows())


def test_the_table_prints_the_numbers_that_were_computed(decided: Office) -> None:
    decided.go("results")
    results = project_results(decided.desk.project).results
    band, row = ranking(decided.page)
    assert band.band
    assert band.name == "Good"
    assert row.total == display(float(results.points[0]), 2)
    assert row.groups == tuple(
        display(float(results.node_points[0, results.tree.by_code[code]]), 2) for code in ("A", "B")
    )
    pane = decided.page.results.pane
    assert pane.total.text() == row.total
    assert pane.rank.text() == "1/1"


def test_a_group_leads_to_its_leaves(decided: Office) -> None:
    decided.go("results")
    pane = decided.page.results.pane
    pane.groups.setCurrentIndex(pane.groups.model().index(1, 0))
    results = project_results(decided.desk.project).results
    assert pane.group == "B"
    assert [(row.code, row.points) for row in pane.leaves.rows()] == [
        (code, display(float(results.node_points[0, results.tree.by_code[code]]), 2))
        for code in ("B1", "B2", "B3")
    ]


def test_every_number_says_how_it_came_about(decided: Office) -> None:
    decided.go("results")
    pane = decided.page.results.pane
    total = pane.explanation.toPlainText()
    assert total.splitlines()[-3:] == [
        f"Total: {float(pane.total.text()):g} points.",
        "Rank 1 of 1.",
        "Grade: Good (at least 60 points).",
    ]
    pane.groups.setCurrentIndex(pane.groups.model().index(1, 0))
    assert pane.explanation.toPlainText().startswith("B ")
    pane.leaves.setCurrentIndex(pane.leaves.model().index(0, 0))
    assert "Answer: 4." in pane.explanation.toPlainText()
    decided.click(pane.how)
    assert pane.explanation.toPlainText() == total


def test_a_unit_without_a_rank_says_what_it_waits_for(merged: Office) -> None:
    merged.go("results")
    band, row = ranking(merged.page)
    assert (band.name, row.rank, row.total) == ("Not ranked", "", "")
    assert row.words == "2 items open: A2, B1"


def test_an_item_in_the_way_of_a_rank_leads_to_its_decision(merged: Office) -> None:
    merged.go("results")
    pane = merged.page.results.pane
    assert (pane.decide.isVisible(), pane.decide.text()) == (True, "Decide A2")
    merged.click(pane.decide)
    assert (merged.page.current, merged.page.decide.queue.current) == ("decide", f"{CITY}/A2")
    merged.desk.decides(CITY, "A2", "full")
    merged.go("results")
    merged.page.services.changes.announce("decisions")
    merged.settle()
    merged.click(pane.decide)
    assert merged.page.decide.queue.current == f"{CITY}/B1"
    merged.desk.decides(CITY, "B1", "4")
    merged.go("results")
    merged.page.services.changes.announce("decisions")
    merged.settle()
    assert not pane.decide.isVisible()


def test_a_rank_that_rests_on_a_decision_to_confirm_says_so(
    decided: Office, field_work: tuple[Field, Field]
) -> None:
    decided.go("results")
    assert not decided.page.results.messages.isVisible()
    wang, _zhao = field_work
    wang.answers(CITY, "A2", "none")
    decided.desk.merges(wang.hands_in())
    decided.page.services.changes.announce("answers", "decisions")
    decided.settle()
    (bar,) = decided.page.results.messages.findChildren(MessageBar)
    assert bar.state.text.startswith("1 decision is to be confirmed")
    assert ranking(decided.page)[1].rank == "1"


def test_results_follow_a_decision(merged: Office) -> None:
    merged.go("results")
    for item in ("A2", "B1"):
        value = cell_view(merged.desk.project, CITY, item).assessments[0].value
        merged.desk.decides(CITY, item, value)
    merged.page.services.changes.announce("decisions")
    merged.settle()
    assert ranking(merged.page)[1].rank == "1"


def test_exports_write_the_files_and_say_where(decided: Office, tmp_path: Path) -> None:
    decided.go("export")
    section = decided.page.export
    section.ask_workbook = lambda: tmp_path / "out" / "results"  # type: ignore[method-assign]
    section.ask_folder = lambda: tmp_path / "charts"  # type: ignore[method-assign]
    (tmp_path / "out").mkdir()
    decided.click(section.workbook_button)
    decided.click(section.charts_button)
    assert zipfile.is_zipfile(tmp_path / "out" / "results.xlsx")
    assert list((tmp_path / "charts").rglob("*.png"))
    assert section.workbook_line.isVisible()
    assert section.charts_line.folder == tmp_path / "charts"
    again = CoordinatorPage(decided.desk.project, decided.page.services)
    again.export.return_to(section.place())
    assert again.export.charts_line.folder == tmp_path / "charts"
    assert again.export.workbook_line.folder == tmp_path / "out"
    again.deleteLater()


def test_an_account_without_the_key_is_told_that_it_can_only_read(office: Office, tmp_path: Path) -> None:
    assert not office.page.messages.isVisible()
    key = office.desk.session.home / "identity.key"
    key.rename(tmp_path / "identity.key")
    page = CoordinatorPage(office.desk.project, office.page.services)
    page.show()
    office.settle()
    (bar,) = page.messages.findChildren(MessageBar)
    assert "can be read and exported, but not changed" in bar.state.text
    assert not key.exists()
    page.close()
    page.deleteLater()


def test_task_files_are_written_and_listed(office: Office, tmp_path: Path) -> None:
    office.go("tasks")
    office.page.handout.ask_folder = lambda: tmp_path / "handed"  # type: ignore[method-assign]
    office.click(office.page.handout.write_button)
    assert [task.path.name for task in office.page.handout.table.tasks()] == ["WXL.evalpkg", "ZQM.evalpkg"]
    assert all(task.path.exists() for task in office.page.handout.table.tasks())


@pytest.mark.parametrize("section", ["tasks", "export"])
def test_the_focus_comes_back_to_the_button_that_was_pressed(
    merged: Office, tmp_path: Path, section: str
) -> None:
    merged.go(section)
    page = merged.page
    page.activateWindow()
    page.handout.ask_folder = lambda: tmp_path / "handed"  # type: ignore[method-assign]
    page.export.ask_workbook = lambda: tmp_path / "scores.xlsx"  # type: ignore[method-assign]
    button = page.handout.write_button if section == "tasks" else page.export.workbook_button
    button.setFocus()
    merged.qtbot.keyClick(button, Qt.Key.Key_Space)
    assert not button.isEnabled()
    merged.settle()
    assert button.isEnabled()
    assert QApplication.focusWidget() is button


@pytest.mark.parametrize("language_name", ["en", "zh_CN"])
@pytest.mark.parametrize("width", [1366, 1093])
def test_everything_fits_and_has_a_name(
    merged: Office,
    language,
    language_name: str,
    width: int,
    qtbot,  # type: ignore[no-untyped-def]
) -> None:
    language(language_name)
    page = CoordinatorPage(merged.desk.project, merged.page.services)
    qtbot.addWidget(page)
    page.resize(width, 545)
    page.show()
    for section in page.sections:
        page.go(section)
        merged.settle()
        QApplication.processEvents()
        assert clipped(page) == [], section
        assert unnamed(page) == [], section
        assert page.width() == width


def test_the_page_keeps_its_place_in_another_language(
    merged: Office,
    language,
    qtbot,
    tmp_path: Path,  # type: ignore[no-untyped-def]
) -> None:
    merged.go("tasks")
    merged.page.handout.ask_folder = lambda: tmp_path / "handed"  # type: ignore[method-assign]
    merged.click(merged.page.handout.write_button)
    merged.go("decide")
    merged.page.decide.queue.step(1)
    merged.settle()
    current, place = merged.page.decide.queue.current, merged.page.place()
    language("zh_CN")
    again = merged.page.remade()
    assert isinstance(again, CoordinatorPage)
    qtbot.addWidget(again)
    merged.page.hide()
    again.show()
    again.return_to(place)
    merged.settle()
    assert again.current == "decide"
    assert again.decide.queue.current == current
    again.go("tasks")
    assert again.handout.line.isVisible()
    assert [task.code for task in again.handout.table.tasks()] == ["WXL", "ZQM"]


def test_the_project_is_given_back(merged: Office) -> None:
    path, session = merged.desk.project.path, merged.desk.session
    merged.page.release()
    moved = path.rename(path.with_name("moved.evalproj"))
    assert list(path.parent.glob("desk.evalproj*")) == []
    with open_project(session, moved) as reopened:
        assert reopened.about.title == "鲁评 2021"
