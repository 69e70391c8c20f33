"""The agreement board: figures that are doors, a confusion matrix, and the answers behind its cells."""

import csv
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from evalapp.ui.coordinator import agreement_work
from evalapp.ui.coordinator.agreement_page import AgreementSection
from evalapp.ui.coordinator.agreement_scope import Scope
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.sorted_table import SortedTable
from evalapp.ui.widgets.table import Table
from evalapp.work.agreement import Study, lines_of, project_agreement
from evalapp.work.agreement_table import Line, table_csv
from evalapp.work.changing import assign, change_setting
from evalapp.work.deciding import cell_view
from tests.people import UNITS, Desk, Field, founded
from tests.ui.coordinator.office import Office, office_of

U1, U2, U3 = UNITS
A2 = {"WXL": ("full", "part", "full"), "ZQM": ("full", "none", "part"), "SYN": (None, "none", None)}
"""Answers to A2 in the three cities; Sun has handed in only the second."""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return founded(tmp_path, mode="all", synthetic=True)


@pytest.fixture
def people(desk: Desk) -> dict[str, Field]:
    """The assessors at their laptops."""
    return {code: desk.assessor(code) for code in A2}


@pytest.fixture
def office(desk: Desk, qapp: QApplication, qtbot: QtBot) -> Iterator[Office]:
    made = office_of(desk, qtbot)
    yield made
    made.page.release()
    made.page.close()
    made.runner.close()
    made.page.deleteLater()
    assert made.told.errors == []


@pytest.fixture
def merged(office: Office, people: dict[str, Field]) -> Office:
    """The page after three assessors have handed in; names are not hidden."""
    change_setting(office.desk.project, "blind", "off")
    office.adds(*hand_in(people))
    office.click(office.page.board.inbox.merge_button)
    return office


@pytest.fixture
def section(merged: Office) -> AgreementSection:
    return opened(merged)


def hand_in(people: dict[str, Field]) -> list[Path]:
    """Submissions in which the assessors agree but for A2."""
    sent = []
    for code, steps in A2.items():
        handed_in = {unit: step for unit, step in zip(UNITS, steps, strict=True) if step}
        for unit, step in handed_in.items():
            people[code].answers_all(unit, {"A2": step})
        sent.append(people[code].hands_in(*handed_in))
    return sent


def opened(office: Office) -> AgreementSection:
    office.go("agreement")
    office.page.activateWindow()
    office.qtbot.waitUntil(office.page.isActiveWindow)
    found = office.page.sections["agreement"]
    assert isinstance(found, AgreementSection)
    return found


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def cells_of(table: SortedTable, start: str) -> tuple[str, ...]:
    """The first row whose name begins so."""
    return next(row.cells for row in table.rows() if row.cells[0].startswith(start))


def presses(office: Office, widget: QWidget, *keys: Qt.Key) -> None:
    for key in keys:
        office.qtbot.keyClick(widget, key)
        office.settle()


def clicks(office: Office, table: Table, row: int, column: int) -> None:
    place: QPoint = table.visualRect(table.model().index(row, column)).center()
    office.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    office.settle()


def listed(section: AgreementSection) -> list[tuple[str, ...]]:
    """City, and what the two said, of every row behind the figure."""
    return [(row.cells[0], row.cells[-4], row.cells[-3]) for row in section.behind.list.rows()]


def choose(office: Office, box: QWidget, text: str) -> None:
    """Choose an entry of a drop-down list by typing."""
    office.qtbot.keyClicks(box, text)
    office.qtbot.keyClick(box, Qt.Key.Key_Return)
    office.settle()


# Overview ------------------------------------------------------------------------------------------------------------


def test_percentages_stand_first_with_their_counts(section: AgreementSection) -> None:
    """Five pairs at each of six items, of which three in one city; at A2 two are equal, the rest one step apart."""
    overview = section.overview
    assert overview.exact.accessibleName() == "Exactly equal: 90.7 % 27/30"
    assert overview.near.accessibleName() == "Within one step: 100.0 % 30/30"
    said = words(overview)
    assert (
        "Two assessors gave the same answer in 90.7 % of the cells compared (27 of 30 pairs of answers)."
        in said
    )
    assert "Compared: 18 cells of 3 cities." in said
    a2 = cells_of(overview.table, "A2")
    assert a2[1:4] == ("3", "44.4 %", "100.0 %")
    assert a2[9:11] == ("3", "0")


def test_where_nothing_varies_it_is_said_and_no_0_is_printed(section: AgreementSection) -> None:
    a1 = cells_of(section.overview.table, "A1")
    assert a1[1:7] == ("3", "100.0 %", "100.0 %", "all equal", "–", "all equal")


def test_the_views(merged: Office, section: AgreementSection) -> None:
    overview = section.overview
    expected = {
        "group": ["A Supply", "B Response"],
        "pair": ["孙雅宁 SYN – 王晓岚 WXL", "孙雅宁 SYN – 赵启明 ZQM", "王晓岚 WXL – 赵启明 ZQM"],
        "assessor": ["孙雅宁 SYN", "王晓岚 WXL", "赵启明 ZQM"],
        "week": ["10-18 … 10-24 (2021-W42)"],
    }
    for view, names in expected.items():
        overview.view_chosen.emit(view)
        merged.settle()
        assert [row.cells[0] for row in overview.table.rows()] == names
        assert not any("…" in cell for row in overview.table.rows() for cell in row.cells[4:7])
    assert cells_of(overview.table, "10-18")[2] == "90.7 %"


def test_sorted_by_a_head_and_copied_as_shown(merged: Office, section: AgreementSection) -> None:
    table = section.overview.table
    header = table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(2) + 5, header.height() // 2)
    merged.qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert table.rows()[0].cells[0].startswith("A2")
    merged.qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert table.rows()[-1].cells[0].startswith("A2")
    merged.qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0].startswith("Item\tCells compared\tExact")
    assert copied[-1].startswith("A2 Same on every channel\t3\t")
    merged.qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [row.cells[0][:2] for row in table.rows()] == ["A1", "A2", "A3", "B1", "B2", "B3"]


def test_the_table_as_csv_is_that_of_the_command(merged: Office, section: AgreementSection) -> None:
    out = merged.desk.folder / "items.csv"
    section.ask_file = lambda: out  # type: ignore[method-assign]
    merged.click(section.overview.export)
    whole = table_csv(lines_of(project_agreement(merged.desk.project, by="item"))).splitlines()
    assert out.read_text(encoding="utf-8-sig").splitlines() == [whole[0], *whole[2:]]
    assert merged.told.toasts[-1] == "items.csv is written."
    rows = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert [row["code"] for row in rows] == ["A1", "A2", "A3", "B1", "B2", "B3"]


# Answers behind ------------------------------------------------------------------------------------------------------


def test_from_a_cell_of_the_matrix_to_its_answers_and_on_to_the_decision_by_keys(
    merged: Office, section: AgreementSection
) -> None:
    overview, behind = section.overview, section.behind
    overview.views.findChildren(QWidget)[2].setFocus()
    presses(merged, overview.views.findChildren(QWidget)[2], Qt.Key.Key_Space)
    overview.table.setFocus()
    overview.table.choose("WXL ZQM")
    presses(merged, overview.table, Qt.Key.Key_Return)
    assert [row.text for row in behind.matrix.rows()] == [] or not behind.matrix.isVisible()
    choose(merged, behind.items, "A2")
    assert behind.matrix.isVisible()
    full, part, none, sums = behind.matrix.rows()
    assert [row.counts for row in (full, part, none, sums)] == [(1, 1, 0), (0, 0, 1), (0, 0, 0), (1, 1, 1)]
    assert [row.total for row in (full, part, none)] == [2, 1, 0]
    assert [row.equal for row in (full, part, none)] == ["50.0 %", "0.0 %", "–"]
    behind.matrix.setFocus()
    behind.matrix.setCurrentIndex(behind.matrix.model().index(0, 1))
    presses(merged, behind.matrix, Qt.Key.Key_Right, Qt.Key.Key_Return)
    assert listed(section) == [("市370300", "Full", "Part")]
    assert words(behind).splitlines().count("1 pair of answers: Full × Part") == 1
    behind.matrix.setFocus()
    presses(merged, behind.matrix, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Return)
    assert listed(section) == [("市370200", "Part", "None")]
    assert QApplication.focusWidget() is behind.list
    assert behind.list.rows()[0].cells[-1] == "to decide"
    presses(merged, behind.list, Qt.Key.Key_Return)
    assert merged.page.current == "decide"
    decide = merged.page.decide
    assert decide.queue.current == f"{U2}/A2"
    shown = [words(card) for card in decide.comparison.cards]
    assert [sum(step in card for card in shown) for step in ("Full", "Part", "None")] == [0, 1, 2]


def test_esc_leads_from_the_list_to_the_matrix_and_back_to_the_line(
    merged: Office, section: AgreementSection
) -> None:
    table, behind = section.overview.table, section.behind
    table.setFocus()
    table.choose("A2")
    presses(merged, table, Qt.Key.Key_Return)
    clicks(merged, behind.matrix, 1, 3)
    assert QApplication.focusWidget() is behind.list
    presses(merged, behind.list, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is behind.matrix
    presses(merged, behind.matrix, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is table
    assert table.current == "A2"


def test_cells_counts_and_percents_open_by_the_pointer(merged: Office, section: AgreementSection) -> None:
    """Of all pairs: part met none twice, at the second city."""
    clicks(merged, section.overview.table, 1, 0)
    matrix = section.behind.matrix
    assert [row.counts for row in matrix.rows()] == [(1, 1, 0), (None, 0, 2), (None, None, 1)]
    assert [(row.total, row.equal) for row in matrix.rows()] == [(2, "50.0 %"), (3, "0.0 %"), (3, "33.3 %")]
    clicks(merged, matrix, 1, 3)
    assert {row[0] for row in listed(section)} == {"市370200"}
    assert {answer for row in listed(section) for answer in row[1:]} == {
        "王晓岚 WXL: Part", "赵启明 ZQM: None", "孙雅宁 SYN: None",
    }  # fmt: skip
    clicks(merged, matrix, 2, 4)
    assert len(listed(section)) == 3
    clicks(merged, matrix, 2, 5)
    assert listed(section) == [("市370200", "孙雅宁 SYN: None", "赵启明 ZQM: None")]
    clicks(merged, matrix, 2, 1)  # below the diagonal there is no cell
    assert len(listed(section)) == 1


def test_the_answers_behind_the_figures_of_everything(merged: Office, section: AgreementSection) -> None:
    merged.click(section.overview.exact)
    assert len(listed(section)) == 27
    assert {row.cells[-2] for row in section.behind.list.rows()} == {"Equal"}
    presses(merged, section.behind.list, Qt.Key.Key_Escape)
    merged.click(section.overview.near)
    assert len(listed(section)) == 30
    section.behind.distances.chosen.emit("near")
    merged.settle()
    assert {row.cells[1] for row in section.behind.list.rows()} == {"A2 Same on every channel"}
    assert len(listed(section)) == 3


def test_what_is_left_out_is_listed_with_its_reason(
    merged: Office, section: AgreementSection, people: dict[str, Field]
) -> None:
    assert section.overview.left.accessibleName() == "Left out: 0 of 18 cells"
    people["SYN"].answers_all(U1)
    people["SYN"].answers(U1, "B1")
    merged.desk.merges(people["SYN"].hands_in(U1))
    assign(merged.desk.project, U3, merged.desk.person("ZQM"), active=False)
    merged.page.services.changes.announce("answers", "roster")
    merged.settle()
    assert section.overview.left.accessibleName() == "Left out: 6 of 18 cells"
    merged.click(section.overview.left)
    assert "6 cells are left out" in words(section.behind)
    (row, *_others) = section.behind.list.rows()
    assert row.cells == ("市370300", "A1 Has an entrance", "王晓岚 WXL: Yes", "handed in by fewer than two")
    presses(merged, section.behind.list, Qt.Key.Key_Return)
    assert merged.page.decide.queue.current == f"{U3}/A1"


def test_answers_that_agree_open_side_by_side_too(merged: Office, section: AgreementSection) -> None:
    """Nothing waits there, and yet the cell is shown."""
    clicks(merged, section.overview.table, 1, 0)
    clicks(merged, section.behind.matrix, 0, 1)
    assert listed(section) == [("市370100", "王晓岚 WXL: Full", "赵启明 ZQM: Full")]
    clicks(merged, section.behind.list, 0, 0)
    decide = merged.page.decide
    assert (merged.page.current, decide.queue.current) == ("decide", f"{U1}/A2")
    assert [words(card).count("Full") > 0 for card in decide.comparison.cards] == [True, True]
    merged.go("agreement")
    assert section.behind.isVisible()


def test_an_assessor_beside_the_others(merged: Office, section: AgreementSection) -> None:
    section.show_view("assessor")
    merged.settle()
    clicks(merged, section.overview.table, 0, 0)
    choose(merged, section.behind.items, "A2")
    matrix = section.behind.matrix
    assert matrix.model().headerData(0, Qt.Orientation.Horizontal) == "孙雅宁 SYN \\ the others"
    assert [row.counts for row in matrix.rows()] == [(0, 0, 0), (0, 0, 0), (0, 1, 1), (0, 1, 1)]


# Names that are hidden -----------------------------------------------------------------------------------------------


@pytest.fixture
def blind(merged: Office) -> AgreementSection:
    """Names are hidden until a cell is decided; the third assessor is expected in the second city only."""
    desk = merged.desk
    change_setting(desk.project, "blind", "on")
    for unit in (U1, U3):
        assign(desk.project, unit, desk.person("SYN"), active=False)
    return opened(merged)


def test_before_a_decision_it_is_not_told_who_of_a_pair_said_what(
    merged: Office, blind: AgreementSection
) -> None:
    """The first city is settled, as all agree; A2 of the others is not."""
    blind.open_scope(Scope(items="item A2", people="WXL ZQM"))
    merged.settle()
    assert listed(blind) == [("市370100", "Full", "Full")]
    assert [row.counts for row in blind.behind.matrix.rows()][:2] == [(1, 0, 0), (0, 0, 0)]
    assert "2 cells are not shown here: they are not settled, and names are hidden" in words(blind.behind)


def test_of_all_pairs_the_answers_are_listed_without_names(merged: Office, blind: AgreementSection) -> None:
    blind.open_scope(Scope(items="item A2"))
    merged.settle()
    assert listed(blind) == [
        ("市370100", "王晓岚 WXL: Full", "赵启明 ZQM: Full"),
        ("市370200", "None", "Part"),
        ("市370200", "None", "None"),
        ("市370200", "None", "Part"),
        ("市370300", "Full", "Part"),
    ]
    assert "Of 2 cells that are not settled the names are hidden" in words(blind.behind)
    merged.desk.decides(U3, "A2", "full")
    merged.page.services.changes.announce("decisions")
    merged.settle()
    assert listed(blind)[-1] == ("市370300", "王晓岚 WXL: Full", "赵启明 ZQM: Part")


def test_names_are_uncovered_with_a_reason_that_is_recorded(merged: Office, blind: AgreementSection) -> None:
    blind.open_scope(Scope(items="item A2", people="WXL ZQM"))
    merged.settle()
    merged.click(next(one for one in blind.behind.messages.findChildren(Button) if one.isVisible()))
    field = next(one for one in blind.behind.messages.findChildren(QLineEdit) if one.isVisible())
    merged.qtbot.keyClicks(field, "Calibration with both")
    presses(merged, field, Qt.Key.Key_Return)
    assert merged.told.toasts[-1] == "The names of 2 cells are uncovered."
    assert listed(blind) == [
        ("市370100", "Full", "Full"),
        ("市370200", "Part", "None"),
        ("市370300", "Full", "Part"),
    ]
    for unit in (U2, U3):
        (one,) = cell_view(merged.desk.project, unit, "A2").uncovered
        assert (one.name, one.reason) == ("何敏", "Calibration with both")
    assert cell_view(merged.desk.project, U1, "A2").uncovered == ()
    assert not blind.behind.messages.isVisible() or words(blind.behind.messages) == ""


# Changes, stopping, nothing to compare -------------------------------------------------------------------------------


def test_a_decision_moves_no_figure_and_nothing_is_computed_again(
    merged: Office, section: AgreementSection
) -> None:
    before = section._lines["item"]
    assert all(line.figures is not None for line in before)
    merged.desk.decides(U3, "A2", "full")
    merged.page.services.changes.announce("decisions")
    merged.settle()
    assert section._lines["item"] is before
    clicks(merged, section.overview.table, 1, 0)
    clicks(merged, section.behind.matrix, 0, 2)
    assert section.behind.list.rows()[0].cells[-1] == "–"


def test_a_further_submission_moves_the_figures(
    merged: Office, section: AgreementSection, people: dict[str, Field]
) -> None:
    people["SYN"].answers_all(U1, {"A2": "none"})
    merged.desk.merges(people["SYN"].hands_in(U1))
    merged.page.services.changes.announce("answers", "batches")
    merged.settle()
    assert section.overview.exact.accessibleName().endswith("/42")


def test_coefficients_can_be_stopped_and_the_percentages_stay(
    merged: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = merged.page.sections["agreement"]
    assert isinstance(section, AgreementSection)
    began, goes_on, compute = Event(), Event(), agreement_work.with_coefficients

    def slowly(study: Study, line: Line, seed: int) -> Line:
        if line.part.kind == "item":
            began.set()
            goes_on.wait(20)
        return compute(study, line, seed)

    monkeypatch.setattr(agreement_work, "with_coefficients", slowly)
    merged.page.go("agreement")
    merged.qtbot.waitUntil(began.is_set, timeout=20_000)
    merged.runner.cancel_named()
    goes_on.set()
    merged.settle()
    assert merged.told.toasts[-1].startswith("Stopped. What is not computed yet shows …")
    rows = section.overview.table.rows()
    assert rows[-1].cells[2:7] == ("100.0 %", "100.0 %", "…", "…", "…")
    merged.click(section.overview.go_on)
    assert "…" not in section.overview.table.rows()[-1].cells[4:7]


def test_stopped_before_anything_was_read(merged: Office) -> None:
    section = merged.page.sections["agreement"]
    assert isinstance(section, AgreementSection)
    merged.page.go("agreement")
    merged.runner.cancel_named()
    merged.settle()
    assert "Stopped before anything was compared." in words(section.empty)
    merged.click(section.empty.button)
    assert section.overview.isVisible()


def test_nothing_handed_in(office: Office) -> None:
    section = opened(office)
    assert "Nothing has been handed in yet." in words(section.empty)
    office.click(section.empty.button)
    assert office.page.current == "board"


def test_nothing_scored_twice(office: Office, desk: Desk, people: dict[str, Field]) -> None:
    """Only one of three has come so far; the second one brings the figures."""
    sent = hand_in(people)
    desk.merges(sent[0])
    section = opened(office)
    assert "No city has been handed in by two assessors yet" in words(section.empty)
    assert section.commands("") == ()
    office.go("board")
    desk.merges(sent[1])
    office.page.services.changes.announce("answers", "batches")
    office.go("agreement")
    assert section.overview.isVisible()


def test_an_assessor_taken_off_again_takes_no_part(merged: Office, section: AgreementSection) -> None:
    assign(merged.desk.project, U2, merged.desk.person("SYN"), active=False)
    merged.page.services.changes.announce("roster", "answers")
    merged.settle()
    assert section.overview.exact.accessibleName().endswith("/18")


# Habits --------------------------------------------------------------------------------------------------------------


def test_who_is_severe_is_said_where_it_is_certain(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    """Twelve cities: Zhao gives A2 a step less than Wang in every one of them."""
    units = [f"37{number:02}00" for number in range(1, 13)]
    desk = founded(tmp_path, codes=("WXL", "ZQM"), units=units, mode="all", synthetic=True)
    for code, step in (("WXL", "full"), ("ZQM", "part")):
        person = desk.assessor(code)
        for unit in units:
            person.answers_all(unit, {"A2": step})
        desk.merges(person.hands_in())
    office = office_of(desk, qtbot)
    section = opened(office)
    section.show_view("habits")
    office.settle()
    severity = section.overview.severity
    assert cells_of(severity, "赵启明")[1:6] == ("−10.0", "−10.0 … −10.0", "72", "0", "severe")
    assert cells_of(severity, "王晓岚")[5] == "lenient"
    assert "It says who differs, not who is right." in words(section.overview)
    assert "No three items with as many steps" in words(section.overview)
    clicks(office, severity, 1, 0)
    assert section.behind.people.currentText() == "赵启明 ZQM beside the others"
    assert len(listed(section)) == 60
    assert "12 cells are not shown here" in words(section.behind)
    office.page.release()
    office.page.close()
    office.runner.close()
    office.page.deleteLater()
    assert office.told.errors == []
