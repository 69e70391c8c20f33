"""The audit in a real window: revisions found and paged, chains verified, corrections and objections as logs of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from evalapp.base.progress import Progress
from evalapp.ui.coordinator.audit_page import CHAINS, CORRECTIONS, OBJECTIONS, AuditSection
from evalapp.work.objections import objections
from evalapp.work.publishing import publish
from tests.cli.command_line import records
from tests.people import Desk, founded
from tests.ui.coordinator.office import Office, office_of

U1, U2 = "370100", "370200"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Two assessors who differ on one cell have handed in; it was decided."""
    columns = {U1: {"name": "济南市", "pinyin": "jinan"}, U2: {"name": "青岛市", "pinyin": "qingdao"}}
    desk = founded(tmp_path, codes=("WXL", "ZQM"), units=(U1, U2), mode="all", columns=columns)
    for code, value in (("WXL", "full"), ("ZQM", "none")):
        field = desk.assessor(code)
        field.answers_all(U1, {"A2": value})
        field.answers_all(U2)
        desk.merges(field.hands_in())
    desk.decides(U1, "A2", "part", reason="截图清楚")
    return desk


@pytest.fixture
def office(desk: Desk, qapp: QApplication, qtbot: QtBot) -> Iterator[Office]:
    made = office_of(desk, qtbot)
    yield made
    made.page.release()
    made.page.close()
    made.runner.close()
    made.page.deleteLater()
    assert made.told.errors == []


def opened(office: Office, part: str = "") -> AuditSection:
    office.go("audit")
    section = office.page.sections["audit"]
    assert isinstance(section, AuditSection)
    if part:
        section.show_part(part)
        office.settle()
    return section


def press(
    office: Office,
    widget: QWidget,
    key: Qt.Key,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    office.qtbot.keyClick(widget, key, modifier)
    office.settle()


def chooses(office: Office, box: object, data: object) -> None:
    box.setCurrentIndex(box.findData(data))  # type: ignore[attr-defined]
    office.settle()


def test_all_revisions_are_counted_and_the_newest_stands_on_top(office: Office, desk: Desk) -> None:
    section = opened(office)
    assert section.revisions.total.text() == f"{len(desk.ids())} revisions"
    top = section.revisions.table.rows()[0]
    assert (top.kind, top.unit, top.item) == ("decision", U1, "A2")
    section.revisions.order.press(2)
    office.settle()
    assert section.revisions.table.rows()[0].kind == "project"


def test_the_next_page_comes_when_the_end_is_in_sight(
    office: Office, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evalapp.ui.coordinator.audit_work.PAGE", 20)
    import evalapp.ui.coordinator.audit_work as work

    real = work.audit_page
    monkeypatch.setattr(work, "audit_page", lambda *found, **more: real(*found, **more, limit=20))
    section = opened(office)
    table = section.revisions.table
    assert len(table.rows()) == 20
    for _turn in range(len(desk.ids())):
        if len(table.rows()) == len(desk.ids()):
            break
        table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
        office.settle()
    assert [row.id for row in table.rows()] == list(dict.fromkeys(row.id for row in table.rows()))
    assert {row.id for row in table.rows()} == desk.ids()


def test_a_city_is_found_by_pinyin_and_everything_narrows(office: Office, desk: Desk) -> None:
    section = opened(office)
    shown = section.revisions
    office.qtbot.keyClicks(shown.filters.city.field, "jinan")
    office.settle()
    assert {row.unit for row in shown.table.rows()} == {U1} and f"市{U1}" in shown.filters.city.found.text()
    chooses(office, shown.filters.person, desk.person("WXL"))
    chooses(office, shown.filters.kind, "answer")
    assert {(row.author_code, row.kind) for row in shown.table.rows()} == {("WXL", "answer")}
    assert shown.total.text() == f"{len(shown.table.rows())} revisions"
    assert "6" in shown.filters.kind.currentText()
    office.qtbot.keyClicks(shown.filters.item.field, "A2")
    office.settle()
    (row,) = shown.table.rows()
    assert (row.item, row.after != "", row.file.endswith(".evalpkg")) == ("A2", True, True)
    office.click(shown.filters.clear)
    assert shown.total.text() == f"{len(desk.ids())} revisions"


def test_nothing_found_is_said_with_a_way_out(office: Office, desk: Desk) -> None:
    shown = opened(office).revisions
    shown.filters.until.setText("2000-01-01")
    shown.filters.until.editingFinished.emit()
    office.settle()
    assert shown.empty.isVisible() and not shown.table.isVisible()
    office.click(shown.empty.button)
    assert len(shown.table.rows()) == min(100, len(desk.ids()))


def test_a_row_opens_its_cell_and_gives_its_id(office: Office, desk: Desk) -> None:
    section = opened(office)
    row = section.revisions.table.row
    assert row is not None
    office.click(section.revisions.detail.copy)
    assert QGuiApplication.clipboard().text() == row.id and len(row.id) == 64
    press(office, section.revisions.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert "截图清楚" in QGuiApplication.clipboard().text()
    press(office, section.revisions.table, Qt.Key.Key_Return)
    assert office.page.current == "decide"


def test_what_is_shown_is_written_as_a_table(office: Office, desk: Desk, tmp_path: Path) -> None:
    section = opened(office)
    chooses(office, section.revisions.filters.kind, "decision")
    section.ask_table = lambda _name: tmp_path / "audit.csv"  # type: ignore[method-assign]
    office.click(section.revisions.export)
    (row,) = records(tmp_path / "audit.csv")
    assert (row["kind"], row["unit"], row["item"]) == ("decision", U1, "A2") and "截图清楚" in row["reason"]
    assert "1 revision is written" in office.told.toasts[-1]


def test_everything_is_verified_and_the_status_line_says_so(office: Office, desk: Desk) -> None:
    section = opened(office, CHAINS)
    assert {one.code: one.soundness for one in section.chains.table.rows()} == {
        "HM": "sound",
        "WXL": "sound",
        "ZQM": "sound",
    }
    assert office.page.status().integrity == ""
    office.click(section.chains.verify)
    assert office.page.status().integrity.startswith("Whole: verified 2021-10-21")
    assert (
        section.chains.result.text().startswith("Whole: verified") and not section.chains.faults.isVisible()
    )


def test_a_fault_is_shown(office: Office, desk: Desk) -> None:
    with desk.project.file.write() as connection:
        connection.exec_driver_sql("UPDATE person SET name = 'x' WHERE role = 'assessor'")
    section = opened(office, CHAINS)
    office.click(section.chains.verify)
    assert "person" in section.chains.faults.text() and section.chains.faults.isVisible()
    assert office.page.status().integrity.startswith("1 fault")


def test_corrections_name_cell_cause_and_rank_and_lead_to_the_cell(office: Office, desk: Desk) -> None:
    section = opened(office, CORRECTIONS)
    assert section.corrections.empty.isVisible()
    first = publish(desk.project, "初评", progress=Progress())
    desk.decides(U1, "A2", "none", reason="来函复核")
    publish(desk.project, "更正", note="按来函", corrects=first.id, progress=Progress())
    office.page.services.changes.announce("decisions")
    office.settle()
    line = section.corrections.table.rows()[0]
    assert (line.of.name, line.cell.unit, line.cell.item) == (
        "更正",
        U1,
        "A2",
    ) and line.cell.before != line.cell.after
    assert "按来函" in section.corrections.words.text()
    press(office, section.corrections.table, Qt.Key.Key_Return)
    assert office.page.current == "decide"


def test_an_objection_is_recorded_decided_and_answered(office: Office, desk: Desk, tmp_path: Path) -> None:
    """From the letter to the response, by keys: N, the city by pinyin, Ctrl+Enter; O opens the cell; R answers with the decision."""
    letter = tmp_path / "来函.txt"
    letter.write_text("办理时限已公示。", encoding="utf-8")
    section = opened(office, OBJECTIONS)
    assert section.objections.empty.isVisible()
    press(office, section.objections, Qt.Key.Key_N)
    form = section.objections.form
    assert form.isVisible() and form.received.text().startswith("2021-10-21")
    press(office, form.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "which city" in form.problem.text() and objections(desk.project) == ()
    office.qtbot.keyClicks(form.city.field, "jinan")
    office.qtbot.keyClicks(form.item.field, "A2")
    form.whom.setText("济南市政务服务局")
    form.reference.setText("8号")
    form.deadline.setText("2021-10-20")
    form.text.setPlainText("=时限已公示")
    form.ask_documents = lambda: (letter,)  # type: ignore[method-assign]
    office.click(form.add_files)
    press(office, form.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (one,) = objections(desk.project)
    assert (one.unit, one.item, one.content.evidence[0].title, form.isVisible()) == (
        U1,
        "A2",
        "来函.txt",
        False,
    )
    assert "past its deadline" in section.objections.words.text()
    assert desk.cell(U1, "A2").final.value == "part", "an objection changes nothing"
    press(office, section.objections.table, Qt.Key.Key_O)
    assert office.page.current == "decide"
    decided = desk.decides(U1, "A2", "full", reason="来函附件属实")
    office.page.services.changes.announce("decisions")
    section = opened(office, OBJECTIONS)
    press(office, section.objections.table, Qt.Key.Key_R)
    response = section.objections.response
    assert response.isVisible() and response.decision.itemData(1) == decided
    press(office, response.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "Choose" in response.problem.text()
    response.outcome.press(1)
    response.decision.setCurrentIndex(1)
    response.text.setPlainText("已补认。")
    office.click(response.write)
    (one,) = objections(desk.project)
    assert [(said.outcome, said.decision) for said in one.said] == [("upheld", decided)]
    assert "已补认。" in section.objections.card.said.text()


def test_a_mistake_in_the_form_is_said_there_and_nothing_is_lost(office: Office, desk: Desk) -> None:
    section = opened(office, OBJECTIONS)
    section.objections.ask_new()
    form = section.objections.form
    form.city.field.setText("qingdao")
    form.text.setPlainText("长" * 100_000)
    office.click(form.write)
    assert "100000 characters" in form.problem.text() and form.isVisible()
    form.text.setPlainText("总分有误")
    form.received.setText("昨天")
    office.click(form.write)
    assert "not a day" in form.problem.text() and form.text.toPlainText() == "总分有误"
    form.received.setText("2021-11-02")
    office.click(form.write)
    (one,) = objections(desk.project)
    assert (one.unit, one.item, one.content.text) == (U2, "", "总分有误")


def test_a_table_of_objections_comes_in_and_goes_out(office: Office, desk: Desk, tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("城市,收到,内容\n370100,2021-11-02,=HYPERLINK(1)\n", encoding="utf-8")
    section = opened(office, OBJECTIONS)
    section.objecting.ask_source = lambda: source  # type: ignore[method-assign]
    section.objecting.ask_target = lambda: tmp_path / "out.csv"  # type: ignore[method-assign]
    office.click(section.objections.read)
    assert "1 objection is recorded." in office.told.toasts[-1]
    office.click(section.objections.export)
    assert [row["text"] for row in records(tmp_path / "out.csv")] == ["'=HYPERLINK(1)"]


def test_where_the_user_is_survives_a_change_of_language(office: Office, desk: Desk) -> None:
    section = opened(office)
    chooses(office, section.revisions.filters.kind, "decision")
    kept = section.place()
    again = opened(office)
    again.revisions.filters.show_all()
    office.settle()
    again.return_to(kept)
    office.settle()
    assert {row.kind for row in again.revisions.table.rows()} == {"decision"}
