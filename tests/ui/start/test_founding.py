"""Founding a project in the window: what is wrong is said beside its field, and what was filled in outlives everything."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from evalapp.base.home import RecentFile
from evalapp.ui.coordinator.page import CoordinatorPage
from evalapp.ui.start.new_project import NewProjectPage
from evalapp.ui.start.page import StartPage
from evalapp.ui.start.recent import RecentRow
from evalapp.work.care import info
from evalapp.work.form_files import write_template
from evalapp.work.project import open_project
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
    page.people.setPlainText("王晓岚,WXL\n赵启明，ZQM\n孙雅宁\tSYN")
    page.coordinator.setText("何敏")
    page.coordinator_code.setText("HM")


def chooses_file(monkeypatch: pytest.MonkeyPatch, path: Path | str) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args, **_kw: (str(path), ""))


def test_the_button_waits_and_says_for_what(screen: Screen) -> None:
    page = founding(screen)
    assert not page.make.isEnabled()
    assert page.missing.text() == "Still missing: Title, People who answer, Coordinator"
    fills_in(page)
    assert page.make.isEnabled()
    assert page.missing.text() == ""
    assert page.people_words.text() == "3 assessors, up to 11 cities each"


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
    page.people.setPlainText("王晓岚,WXL\n赵启明\n孙雅宁,wxl")
    assert not page.make.isEnabled()
    assert page.people_words.property("tone") == "error"
    assert [line.partition(":")[0] for line in page.people_words.text().splitlines()] == ["Line 2", "Line 3"]


def test_a_line_is_not_called_wrong_while_it_is_typed(screen: Screen) -> None:
    page = founding(screen)
    page.people.setFocus()
    page.people.insertPlainText("王晓岚")
    assert page.people_words.property("tone") == "text_3"
    assert "a comma, a space or a tab" in page.people_words.text()
    screen.waits_for(lambda: page.people_words.property("tone") == "error")
    screen.qtbot.keyClicks(page.people, " WXL")
    assert page.people_words.property("tone") == "text_3"
    screen.qtbot.keyClick(page.people, Qt.Key.Key_Return)
    assert page.people_words.text() == "1 assessor; “Two assessors a city” needs at least 2."
    page.people.insertPlainText("赵启明，Z Q")
    page.name.setFocus()
    assert page.people_words.property("tone") == "error"
    assert page.people_words.text().startswith("Line 2: the code “Z Q”")


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
    page.roster_choice.setCurrentIndex(page.roster_choice.count() - 1)
    page._on_roster_chosen()
    assert "row 3" in page.roster_words.text()
    assert "row 4" in page.roster_words.text()
    assert page.missing.text() == "Still missing: Roster"


def test_the_cities_of_a_province_alone(screen: Screen) -> None:
    page = founding(screen)
    page.roster_choice.setCurrentIndex(1)
    page._on_roster_chosen()
    page.province.setCurrentIndex(page.province.findData("江苏省"))
    page._on_province_chosen()
    assert page.roster_words.text().startswith("13 units: 南京市")


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
    page.roster_choice.setCurrentIndex(page.roster_choice.count() - 1)
    page._on_roster_chosen()
    assert page.roster_words.text() == "2 units: 济南市, 鄂州市\n3 sub-units below them."
    page.province.setCurrentIndex(page.province.findData("湖北省"))
    page._on_province_chosen()
    assert page.roster_words.text() == "1 unit: 鄂州市\n2 sub-units below them."
    assert [unit.full_name for unit in page._roster] == ["鄂州市", "鄂州市 · 城关镇", "鄂州市 · 泽林镇"]


def test_thinking_better_of_a_file_leaves_the_choice(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    page = founding(screen)
    chooses_file(monkeypatch, "")
    page.roster_choice.setCurrentIndex(page.roster_choice.count() - 1)
    page._on_roster_chosen()
    assert page.roster_choice.currentText() == "Shandong, 16 cities"
    assert page.roster_words.text().startswith("16 units")


def test_a_file_of_ones_own_is_shown_by_its_name(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = founding(screen)
    roster = tmp_path / "two.csv"
    roster.write_text("代码,名称,省份\n1,甲市,甲省\n2,乙市,甲省\n", encoding="utf-8-sig")
    chooses_file(monkeypatch, roster)
    page.roster_choice.setCurrentIndex(page.roster_choice.count() - 1)
    page._on_roster_chosen()
    assert page.roster_choice.currentText() == "two.csv"
    assert page.roster_words.text() == "2 units: 甲市, 乙市"


def test_a_form_may_be_a_workbook(screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = founding(screen)
    fills_in(page)
    form = tmp_path / "评分表.xlsx"
    write_template(form, "zh")
    chooses_file(monkeypatch, form)
    page.form_choice.setCurrentIndex(page.form_choice.count() - 1)
    page._on_form_chosen()
    assert page.form_choice.currentText() == "评分表.xlsx"
    assert page.form_words.text().startswith("6 scored items in A Information, B Services.")
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
    page.form_choice.setCurrentIndex(page.form_choice.count() - 1)
    page._on_form_chosen()
    assert "指标!E4: “四十” is not a number" in page.form_words.text()
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
    founding(screen).mode.press(3)
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
