"""Founding a project in the window: what is wrong is said beside its field, and what was filled in outlives everything."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from evalapp.base.home import RecentFile
from evalapp.ui.coordinator.page import CoordinatorPage
from evalapp.ui.start.new_project import NewProjectPage
from evalapp.ui.start.page import StartPage
from evalapp.ui.start.recent import RecentRow
from evalapp.ui.widgets.share_tables import ShareState
from evalapp.work.care import info
from evalapp.work.form_files import write_template
from evalapp.work.project import open_project
from evalapp.work.project_rules import project_rules
from tests.ui.fit import clipped, unnamed
from tests.ui.windows import Screen


@pytest.fixture
def screen(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    made = Screen(qapp, qtbot, tmp_path / "home")
    page = made.window.page
    assert isinstance(page, StartPage)
    made.clicks(page.new_project)
    yield made
    made.window.close()


def founding(screen: Screen) -> NewProjectPage:
    page = screen.window.page
    assert isinstance(page, NewProjectPage)
    return page


def fills_in(page: NewProjectPage) -> None:
    page.name.setText("鲁评 2021")
    page.staff.box.setPlainText("王晓岚,WXL\n赵启明，ZQM\n孙雅宁\tSYN")
    page.coordinator.setText("何敏")
    page.coordinator_code.setText("HM")


def chooses_file(monkeypatch: pytest.MonkeyPatch, path: Path | str) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args, **_kw: (str(path), ""))


def test_the_button_waits_and_says_for_what(screen: Screen) -> None:
    page = founding(screen)
    assert not page.make.isEnabled()
    assert page.missing.text() == "Still missing: Title, Coordinator, People who answer"
    fills_in(page)
    assert page.make.isEnabled()
    assert page.missing.text() == ""
    assert page.staff.words.text() == "3 assessors, up to 11 cities each"


def test_a_project_is_founded_and_shown(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "lu.evalproj"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_kw: (str(target), ""))
    fills_in(founding(screen))
    founding(screen).synthetic.setChecked(True)
    screen.clicks(founding(screen).make)
    screen.waits_for(lambda: not isinstance(screen.window.page, NewProjectPage))
    assert isinstance(screen.window.page, CoordinatorPage)
    assert screen.window.page.current == "tasks"
    assert screen.window.focusWidget() is screen.window.page.handout.write_button
    assert "write the task files" in screen.window.toast.accessibleName()
    assert screen.window.page.title() == "鲁评 2021"
    assert screen.window.page.status().synthetic
    assert screen.window.services.settings().recent[0].path == str(target)
    with open_project(screen.session, target) as project:
        found = info(project)
    assert (found.units, found.assessors, found.about.role) == (16, 3, "coordinator")


def test_people_with_errors_are_told_line_by_line(screen: Screen) -> None:
    page = founding(screen)
    fills_in(page)
    page.staff.box.setPlainText("王晓岚,WXL\n赵启明\n孙雅宁,wxl")
    assert not page.make.isEnabled()
    assert page.staff.words.property("tone") == "error"
    assert [line.partition(":")[0] for line in page.staff.words.text().splitlines()] == ["Line 2", "Line 3"]


def test_a_line_is_not_called_wrong_while_it_is_typed(screen: Screen) -> None:
    page = founding(screen)
    page.staff.box.setFocus()
    page.staff.box.insertPlainText("王晓岚")
    assert page.staff.words.property("tone") == "text_3"
    assert "a comma, a space or a tab" in page.staff.words.text()
    screen.waits_for(lambda: page.staff.words.property("tone") == "error")
    screen.qtbot.keyClicks(page.staff.box, " WXL")
    assert page.staff.words.property("tone") == "text_3"
    screen.qtbot.keyClick(page.staff.box, Qt.Key.Key_Return)
    assert page.staff.words.text() == "1 assessor; “Two a city” needs at least 2."
    page.staff.box.insertPlainText("赵启明，Z Q")
    page.name.setFocus()
    assert page.staff.words.property("tone") == "error"
    assert page.staff.words.text().startswith("Line 2: the code “Z Q”")


def test_what_is_missing_gets_the_focus(screen: Screen) -> None:
    page = founding(screen)
    assert page.name.hasFocus()
    fills_in(page)
    page.coordinator.clear()
    screen.qtbot.keyClick(page.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.coordinator.hasFocus()


def test_a_roster_with_errors_is_told_whole_and_not_taken(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = founding(screen)
    fills_in(page)
    roster = tmp_path / "cities.csv"
    roster.write_bytes(
        "code,name,province\n370100,济南市,山东省\n370100,青岛市,山东省\n,烟台市,山东省\n".encode("gb18030")
    )
    chooses_file(monkeypatch, roster)
    page.units.choice.setCurrentIndex(page.units.choice.count() - 1)
    page.units._on_chosen()
    assert "row 3" in page.units.words.text()
    assert "row 4" in page.units.words.text()
    assert page.missing.text() == "Still missing: Roster"


def chooses_roster(page: NewProjectPage, title: str) -> None:
    page.units.choice.setCurrentIndex(page.units.choice.findText(title))
    page.units._on_chosen()


def ticks(page: NewProjectPage, *names: str) -> None:
    """Space on the rows of the list that bear these names."""
    view = page.units.picker.list
    for name in names:
        place = next(number for number, row in enumerate(view.rows()) if row.name == name)
        view.setCurrentIndex(view.model().index(place, 0))
        QTest.keyClick(view, Qt.Key.Key_Space)


def test_the_cities_of_two_provinces_without_one_of_them(screen: Screen) -> None:
    page = founding(screen)
    chooses_roster(page, "China, 337 cities")
    screen.clicks(page.units.picker.nothing)
    assert page.units.counted.text() == "No unit is ticked."
    assert "Roster" in page.missing.text()
    ticks(page, "江苏省", "山东省")
    assert page.units.counted.text().startswith("29 units: 南京市")
    page.units.picker.search.setText("qds")
    ticks(page, "青岛市")
    page.units.picker.search.clear()
    assert page.units.counted.text().startswith("28 units: 南京市")
    assert "青岛市" not in [unit.name for unit in page.units.roster]
    row = next(row for row in page.units.picker.list.rows() if row.name == "山东省")
    assert (row.n, row.of, row.ticked) == (15, 16, "some")


def test_classes_are_left_out_and_groups_fold_by_keys(screen: Screen) -> None:
    page = founding(screen)
    chooses_roster(page, "China, 337 cities")
    municipalities = next(one for one in page.units.picker._class_buttons if one.text() == "Municipalities")
    screen.clicks(municipalities)
    assert page.units.counted.text().startswith("333 units")
    view = page.units.picker.list
    assert "北京市" not in [row.name for row in view.rows()]
    view.setCurrentIndex(view.model().index(0, 0))
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert [row.name for row in view.rows()][:2] == ["河北省", "石家庄市"]
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Left)
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert [row.name for row in view.rows()][:2] == ["河北省", "山西省"]


def test_all_rosters_of_the_country_are_there(screen: Screen) -> None:
    page = founding(screen)
    for title, start in (
        ("China, 31 provinces", "31 units"),
        ("China, 2,978 counties and districts", "2978 units"),
    ):
        chooses_roster(page, title)
        assert page.units.counted.text().startswith(start)


def test_the_columns_of_a_workbook_are_matched_and_can_be_said_otherwise(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = founding(screen)
    path = tmp_path / "名单.xlsx"
    book = openpyxl.Workbook()
    for row in (
        ("2026 年名单", None, None, None),
        ("旧区划代码", "区划代码", "所在省", "城市"),
        ("1", "370100", "山东省", "济南市"),
        ("2", "370200", "山东省", "青岛市"),
    ):
        book.active.append(row)
    book.save(path)
    form = tmp_path / "评分表.xlsx"
    write_template(form, "zh")
    page.form.read(form)
    chooses_file(monkeypatch, path)
    chooses_roster(page, "From a file…")
    assert [unit.key for unit in page.units.roster] == ["370100", "370200"]
    assert page.units.words.text() == "Read from the sheet “Sheet”, heading in line 2."
    assert page.units.fold.toolTip() == "Columns: code ← 区划代码, province ← 所在省, name ← 城市"
    assert not page.units.matcher.isVisible()
    screen.clicks(page.units.fold)
    box = page.units.matcher._boxes[0]
    assert box.accessibleName() == "What the column “旧区划代码” is"
    box.setCurrentIndex(box.findData("code"))
    box.activated.emit(box.currentIndex())
    assert page.units.roles == {0: "code", 2: "province", 3: "name"}
    assert [unit.key for unit in page.units.roster] == ["1", "2"]
    assert page.units.roster[0].columns["区划代码"] == "370100"
    box.setCurrentIndex(0)
    box.activated.emit(0)
    assert "the column “代码/code” is missing" in page.units.words.text()
    assert page.units.words.property("tone") == "error"


def test_what_the_form_reads_and_the_roster_lacks_is_said_at_the_roster(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = founding(screen)
    path = tmp_path / "r.csv"
    path.write_text("代码,名称\n1,甲市\n2,乙市\n", encoding="utf-8")
    chooses_file(monkeypatch, path)
    chooses_roster(page, "From a file…")
    assert "the column “省份/province” is missing" in page.units.words.text()
    assert page.units.matcher.isVisible()
    assert "Roster" in page.missing.text()
    path.write_text("代码,名称,省份\n1,甲市,甲省\n2,乙市,甲省\n", encoding="utf-8")
    page.units.read(path)
    assert "The form reads the roster columns kind" in page.units.counted.text()
    assert "Roster" in page.missing.text()
    form = tmp_path / "form.xlsx"
    write_template(form, "zh")
    page.form.read(form)
    assert page.units.counted.text() == "2 units: 甲市, 乙市"


def test_the_form_is_looked_at_before_it_is_taken(screen: Screen) -> None:
    page = founding(screen)
    assert not page.form.tree.isVisible()
    assert page.form.fold.text() == "74 items with weights and scales"
    screen.clicks(page.form.fold)
    rows = page.form.tree.rows()
    assert [(row.code, row.weight) for row in rows if row.level == 0][:3] == [
        ("A", "40"),
        ("B", "40"),
        ("C", "20"),
    ]
    screen.clicks(page.form.all)
    leaf = next(row for row in page.form.tree.rows() if row.code == "A1.1")
    assert leaf.scale.startswith("Options 4 / ") or leaf.scale
    assert "point" in leaf.weight
    assert "Sources: " in page.form.words.text()


def shared(screen: Screen) -> ShareState:
    """The plan once it is worked out."""
    page = founding(screen)
    screen.waits_for(lambda: not page._pause.isActive() and not screen.window.runner.busy)
    return page.plan.preview._state


def test_the_plan_shows_the_load_and_bars_whom_one_says(screen: Screen) -> None:
    page = founding(screen)
    fills_in(page)
    before = shared(screen)
    assert [(one.code, one.cities) for one in before.people] == [("WXL", 11), ("ZQM", 11), ("SYN", 10)]
    assert len(before.cities) == 16
    matrix = page.plan.preview.matrix
    matrix.setCurrentIndex(matrix.model().index(0, 1))
    assert page.plan.bar.text() == "Bar 王晓岚 WXL from 济南"
    screen.clicks(page.plan.bar)
    assert page.staff.conflicts.toPlainText() == "WXL: 济南市"
    after = shared(screen)
    assert after.people[0].cells[0].barred
    assert after.people[0].cells[0].items == 0
    assert sum(one.cells[0].items > 0 for one in after.people) == 2
    assert page.staff.conflict_words.text() == "1 bar: nobody gets what bars them."
    page.staff.conflicts.setPlainText("WXL: 济南市\nZQM：济南市")
    shared(screen)
    assert page.plan.words.text() == (
        "济南市 needs 2 assessors, and 1 may answer it. Barred: 王晓岚 WXL, 赵启明 ZQM."
    )
    assert page.missing.text() == "Still missing: Who answers what"
    page.staff.conflicts.setPlainText("WXL: 烟台")
    assert page.staff.conflict_words.text() == "Line 1: “烟台” is not among the units chosen."
    assert page.missing.text() == "Still missing: Conflicts of interest"


def test_numbers_of_the_plan_say_what_is_behind_them(screen: Screen) -> None:
    page = founding(screen)
    fills_in(page)
    shared(screen)
    preview = page.plan.preview
    preview.loads.setCurrentIndex(preview.loads.model().index(2, 0))
    assert preview.behind.text().startswith("孙雅宁 SYN, 10 cities: ")
    preview.pairs.setCurrentIndex(preview.pairs.model().index(0, 2))
    met = preview.pairs.model().index(0, 2).data()
    assert preview.behind.text().startswith(f"王晓岚 WXL, 赵启明 ZQM, {met} cities: ")
    preview.matrix.setCurrentIndex(preview.matrix.model().index(0, 1))
    assert preview.behind.text() == "王晓岚 WXL gives 61 of 61 answers for 济南"


def test_a_sample_wants_a_share_and_a_seed(screen: Screen) -> None:
    page = founding(screen)
    fills_in(page)
    assert not page.plan.share.isVisible()
    page.plan.mode.press(4)
    assert page.plan.share.isVisible()
    page.plan.share.setText("130")
    page.plan.share.textEdited.emit("130")
    assert page.plan.sample_words.text() == "The share is a whole number from 1 to 100."
    assert page.missing.text() == "Still missing: Sample"
    page.plan.share.setText("25")
    page.plan.share.textEdited.emit("25")
    state = shared(screen)
    assert page.plan.words.text().startswith("The sample has 4 parts.")
    assert sum(one.cities for one in state.people) == 20


def test_rules_are_filled_in_and_wrong_ones_told_beside_their_fields(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = founding(screen)
    fills_in(page)
    for field, text in ((page.rules.tolerance, "viel"), (page.rules.deadline, "31.10.2026")):
        field.setText(text)
        field.textEdited.emit(text)
    assert page.rules.tolerance_words.property("tone") == "error"
    assert page.missing.text() == "Still missing: Tolerance, Deadline"
    screen.qtbot.keyClick(page.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.rules.tolerance.hasFocus()
    for field, text in ((page.rules.tolerance, "5"), (page.rules.deadline, "2026-10-31")):
        field.setText(text)
        field.textEdited.emit(text)
    page.rules.resolve.press(2)
    page.rules.warnings.press(1)
    page.rules.blind.click()
    target = tmp_path / "lu.evalproj"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_kw: (str(target), ""))
    screen.clicks(page.make)
    screen.waits_for(lambda: isinstance(screen.window.page, CoordinatorPage))
    with open_project(screen.session, target) as project:
        found = project_rules(project)
    assert (found.tolerance, found.resolve, found.completion.warnings) == (5.0, "average", "block")
    assert (found.blind, found.last_edition, found.deadline) == (False, True, "2026-10-31")


def test_a_list_of_people_brings_its_conflicts(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = founding(screen)
    book = openpyxl.Workbook()
    for row in (("姓名", "代号", "回避"), ("王晓岚", "WXL", "济南市；370200"), ("赵启明", "ZQM", None)):
        book.active.append(row)
    book.save(tmp_path / "people.xlsx")
    chooses_file(monkeypatch, tmp_path / "people.xlsx")
    screen.clicks(page.staff.from_file)
    assert [one.code for one in page.staff.people] == ["WXL", "ZQM"]
    assert page.staff.conflicts.toPlainText() == "WXL: 济南市, 青岛市"
    assert page.staff.barred == (("WXL", "370100"), ("WXL", "370200"))


def test_sub_units_are_counted_apart_and_stay_with_their_unit(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "towns.csv"
    path.write_text(
        "code,name,province,parent,kind\n1,济南市,山东省,,\n2,燕矶镇,,1,town\n3,鄂州市,湖北省,,\n4,城关镇,,3,town\n5,泽林镇,,3,town\n",
        encoding="utf-8",
    )
    chooses_file(monkeypatch, path)
    page = founding(screen)
    page.units.choice.setCurrentIndex(page.units.choice.count() - 1)
    page.units._on_chosen()
    assert page.units.counted.text() == "2 units: 济南市, 鄂州市\n3 sub-units below them."
    ticks(page, "山东省")
    assert page.units.counted.text() == "1 unit: 鄂州市\n2 sub-units below them."
    assert [unit.full_name for unit in page.units.roster] == ["鄂州市", "鄂州市 · 城关镇", "鄂州市 · 泽林镇"]


def test_thinking_better_of_a_file_leaves_the_choice(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    page = founding(screen)
    chooses_file(monkeypatch, "")
    page.units.choice.setCurrentIndex(page.units.choice.count() - 1)
    page.units._on_chosen()
    assert page.units.choice.currentText() == "Shandong, 16 cities"
    assert page.units.counted.text().startswith("16 units")


def test_a_file_of_ones_own_is_shown_by_its_name(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = founding(screen)
    roster = tmp_path / "two.csv"
    roster.write_text(
        "代码,名称,省份,类型\n1,甲市,甲省,prefecture\n2,乙市,甲省,prefecture\n", encoding="utf-8-sig"
    )
    chooses_file(monkeypatch, roster)
    page.units.choice.setCurrentIndex(page.units.choice.count() - 1)
    page.units._on_chosen()
    assert page.units.choice.currentText() == "two.csv"
    assert page.units.counted.text() == "2 units: 甲市, 乙市"


def test_a_form_may_be_a_workbook(screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = founding(screen)
    fills_in(page)
    form = tmp_path / "评分表.xlsx"
    write_template(form, "zh")
    chooses_file(monkeypatch, form)
    page.form.choice.setCurrentIndex(page.form.choice.count() - 1)
    page.form._on_chosen()
    assert page.form.choice.currentText() == "评分表.xlsx"
    assert page.form.words.text().startswith("6 scored items in A Information, B Services.")
    assert page.missing.text() == ""


def test_a_workbook_with_errors_is_told_by_sheet_and_cell(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = founding(screen)
    form = tmp_path / "评分表.xlsx"
    write_template(form, "zh")
    book = openpyxl.load_workbook(form)
    book["指标"]["E4"] = "四十"
    book.save(form)
    chooses_file(monkeypatch, form)
    page.form.choice.setCurrentIndex(page.form.choice.count() - 1)
    page.form._on_chosen()
    assert "指标!E4: “四十” is not a number" in page.form.words.text()
    assert "Form" in page.missing.text()


def test_a_package_that_is_no_task_is_refused_before_its_place_is_asked(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(*_args: object, **_kw: object) -> tuple[str, str]:
        raise AssertionError("the place was asked for")

    monkeypatch.setattr(QFileDialog, "getSaveFileName", asked)
    broken = tmp_path / "WXL.evalpkg"
    broken.write_bytes(b"PK\x03\x04 and no more")
    before = screen.window.page
    screen.window.open_file(broken)
    assert screen.window.page is before
    assert "it has been cut off or damaged" in " ".join(
        label.text() for label in screen.window.findChildren(QLabel) if label.isVisible()
    )


def test_another_language_keeps_what_was_filled_in(screen: Screen, language: Callable[[str], None]) -> None:
    fills_in(founding(screen))
    founding(screen).plan.mode.press(4)
    founding(screen).plan.by.press(2)
    founding(screen).plan.seed.setText("77")
    founding(screen).units.picker._on_ticked("370200")
    founding(screen).staff.conflicts.setPlainText("WXL: 济南市")
    founding(screen).rules.deadline.setText("2026-10-31")
    founding(screen).synthetic.setChecked(True)
    before = founding(screen).place()
    screen.window.change_language("zh_CN")
    screen.waits()
    page = founding(screen)
    assert page.place() == before
    assert page.make.isEnabled()
    language("zh_CN")
    page.name.clear()
    assert page.missing.text() == "还缺：名称"


@pytest.mark.parametrize("language_name", ["zh_CN", "en"])
@pytest.mark.parametrize("size", [(1366, 706), (1093, 545), (910, 512)])
def test_both_pages_fit(screen: Screen, language_name: str, size: tuple[int, int]) -> None:
    screen.window.change_language(language_name)
    screen.window.resize(*size)
    screen.waits()
    fills_in(founding(screen))
    screen.qtbot.keyClick(screen.window, Qt.Key.Key_Tab)
    screen.qtbot.waitUntil(partial(_nothing_is_clipped, screen))
    assert unnamed(screen.window) == []
    screen.window.go_home()
    screen.waits()
    screen.qtbot.waitUntil(partial(_nothing_is_clipped, screen))
    assert unnamed(screen.window) == []


def test_a_long_title_gives_way_on_the_start_page(qapp: QApplication, qtbot: QtBot) -> None:
    row = RecentRow(
        RecentFile(path="/tmp/a.evalproj", title="山东省 2026 年度第三方评估" * 12, role="assessor"),
        last=True,
    )
    qtbot.addWidget(row)
    assert row.layout().minimumSize().width() < 800


def _nothing_is_clipped(screen: Screen) -> None:
    """A scroll bar that comes lays the page out once more, so one has to wait for it."""
    assert clipped(screen.window) == []
