"""``evalapp sheet`` and ``evalapp enter FILE.xlsx``: answered in a spreadsheet program, the same as typed on the page."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import PatternFill
from openpyxl.workbook import Workbook

from tests import all_kinds
from tests.cli.command_line import Account, union
from tests.cli.conftest import Office, founded
from tests.cli.entry_workbooks import cell_of, columns_of, edited, fill, row_of, sheet_of
from tests.report.spreadsheet import recalculated

JINAN = "370100"
GOOD = {"A1": "yes", "A2": "Part", "A3": "time;place", "B1": 3, "B2": 12.5, "B3": "18/20"}
ALL_KINDS_ROSTER = (
    ("370100", "济南市", "large", "", ""),
    ("370200", "青岛市", "large", "", ""),
    ("370101", "燕矶镇", "", "370100", "town"),
)
AS_TYPED = {
    "A1": ("answered", "yes", ""),
    "A2": ("answered", "part", ""),
    "A3": ("answered", "time;place", ""),
    "B1": ("answered", "3", ""),
    "B2": ("answered", "12.5", ""),
    "B3": ("answered", "18/20", ""),
}


@pytest.fixture
def workbook(office: Office) -> Path:
    """An empty workbook of hers."""
    path = office.wang.path("s.xlsx")
    office.wang.types("sheet", office.mine, "-o", path)
    return path


def fill_good(book: Workbook) -> None:
    for item, value in GOOD.items():
        fill(book, JINAN, item, value=value)


def answers(office: Office, unit: str = JINAN) -> dict[str, tuple[str, str, str]]:
    found = {}
    for item in ("A1", "A2", "A3", "B1", "B2", "B3", "C"):
        past = office.wang.asks("project", "history", office.mine, unit, item)
        if past:
            found[item] = (past[-1]["state"], past[-1]["value"], past[-1]["text"])
    return found


def enters(office: Office, path: Path) -> tuple[int, int]:
    found = office.wang.asks("enter", office.mine, path)
    return found["rows"], found["written"]


def refused(office: Office, path: Path, *more: object, code: str = "scores") -> list[str]:
    """The findings about a workbook, of which nothing may have been written."""
    before = union(office.mine)
    found = office.wang.types("enter", office.mine, path, *more, "--json", status=1)
    assert union(office.mine) == before
    assert found.json["error"]["code"] == code
    assert path.name in found.json["error"]["message"]
    return found.details


# There and back -------------------------------------------------------------------------------------------------------


def test_what_is_filled_in_is_the_same_as_typed(office: Office, workbook: Path) -> None:
    assert enters(office, edited(workbook, fill_good)) == (6, 6)
    assert answers(office) == AS_TYPED


def test_a_spreadsheet_program_saves_it_and_it_is_the_same(
    office: Office, workbook: Path, tmp_path: Path
) -> None:
    edited(workbook, fill_good, tmp_path / "lo.xlsx")
    saved = recalculated([tmp_path / "lo.xlsx"], tmp_path)["lo"]
    assert enters(office, saved) == (6, 6)
    assert answers(office) == AS_TYPED
    assert (
        not columns_of(sheet_of(openpyxl.load_workbook(saved), JINAN)).keys()
        - columns_of(sheet_of(openpyxl.load_workbook(workbook), JINAN)).keys()
    )


def test_what_nobody_touched_writes_nothing(office: Office, workbook: Path) -> None:
    before = union(office.mine)
    assert enters(office, workbook) == (0, 0)
    assert union(office.mine) == before


def test_a_filled_workbook_changes_only_what_was_changed(office: Office, workbook: Path) -> None:
    enters(office, edited(workbook, fill_good))
    filled = office.wang.path("filled.xlsx")
    assert office.wang.asks("sheet", office.mine, "-o", filled, "--filled")["filled"] == 6
    assert enters(office, filled) == (0, 0)
    office.wang.types(
        "enter", office.mine, office.wang.writes("later.csv", ("unit", "item", "value"), [(JINAN, "B1", "4")])
    )
    assert enters(office, edited(filled, lambda book: fill(book, JINAN, "B2", value=13))) == (1, 1)
    assert answers(office) == {
        **AS_TYPED,
        "B1": ("answered", "4", ""),
        "B2": ("answered", "13", ""),
    }


def test_a_state_in_place_of_a_value_that_was_there(office: Office, workbook: Path) -> None:
    enters(office, edited(workbook, fill_good))
    filled = office.wang.path("filled.xlsx")
    office.wang.types("sheet", office.mine, "-o", filled, "--filled")
    there = edited(filled, lambda book: fill(book, JINAN, "B2", state="不适用", justification="没有窗口"))
    assert enters(office, there) == (1, 1)
    assert answers(office)["B2"] == ("not_applicable", "", "没有窗口")
    again = office.wang.path("again.xlsx")
    office.wang.types("sheet", office.mine, "-o", again, "--filled")
    assert enters(office, edited(again, lambda book: fill(book, JINAN, "B2", value=9))) == (1, 1)
    assert answers(office)["B2"] == ("answered", "9", "没有窗口")


def test_a_workbook_that_is_entered_again_brings_nothing_back_that_was_changed_since(
    office: Office, workbook: Path
) -> None:
    partly = edited(workbook, lambda book: fill(book, JINAN, "A1", value="yes"))
    assert enters(office, partly) == (1, 1)
    table = office.wang.writes("window.csv", ("unit", "item", "value"), [(JINAN, "A1", "no")])
    office.wang.types("enter", office.mine, table)
    more = edited(partly, lambda book: fill(book, JINAN, "B1", value=3))
    (finding,) = refused(office, more)
    assert "cell F3: this was entered before and has been changed in the project since, to “no”" in finding
    assert enters(office, edited(more, lambda book: fill(book, JINAN, "A1", value=None))) == (1, 1)
    assert answers(office) == {"A1": ("answered", "no", ""), "B1": ("answered", "3", "")}


def test_a_workbook_may_be_filled_in_bit_by_bit_and_corrected(office: Office, workbook: Path) -> None:
    first = edited(workbook, lambda book: fill(book, JINAN, "A1", value="yes"))
    second = edited(
        first, lambda book: (fill(book, JINAN, "A1", value="no"), fill(book, JINAN, "B1", value=3))
    )
    assert (enters(office, first), enters(office, second), enters(office, second)) == ((1, 1), (2, 2), (2, 0))
    filled = office.wang.path("filled.xlsx")
    office.wang.types("sheet", office.mine, "-o", filled, "--filled")
    assert enters(office, edited(filled, lambda book: fill(book, JINAN, "A1", value="yes"))) == (1, 1)
    assert answers(office)["A1"][1] == "yes"


def test_empty_cells_leave_what_is_there_and_marks_take_it_away(office: Office, workbook: Path) -> None:
    enters(
        office, edited(workbook, lambda book: fill(book, JINAN, "A1", value="yes", justification="有入口"))
    )
    filled = office.wang.path("filled.xlsx")
    office.wang.types("sheet", office.mine, "-o", filled, "--filled")

    def empties(book: Workbook) -> None:
        fill(book, JINAN, "A1", value=None, justification=None)

    assert enters(office, edited(filled, empties)) == (0, 0)
    assert enters(office, edited(filled, lambda book: fill(book, JINAN, "A1", justification="-"))) == (1, 1)
    assert answers(office)["A1"] == ("answered", "yes", "")
    assert enters(office, edited(filled, lambda book: fill(book, JINAN, "A1", state="take back"))) == (1, 1)
    assert answers(office)["A1"][:2] == ("blank", "")


@pytest.mark.parametrize(
    "text", ["=1+1", "@x", "+86 531", "#N/A", "_x000A_", "00123", "2021-10-22", "第一行\n第二行", " x "]
)
def test_texts_stay_texts(office: Office, workbook: Path, tmp_path: Path, text: str) -> None:
    path = edited(workbook, lambda book: fill(book, JINAN, "A1", value="no", justification=text))
    if text == "_x000A_":  # a program that knows the format writes it so
        path = edited(
            workbook, lambda book: fill(book, JINAN, "A1", value="no", justification="_x005F_x000A_")
        )
    enters(office, path)
    assert answers(office)["A1"] == ("answered", "no", text.strip())
    filled = office.wang.path("filled.xlsx")
    office.wang.types("sheet", office.mine, "-o", filled, "--filled")
    assert cell_of(openpyxl.load_workbook(filled), JINAN, "A1", "justification").data_type == "s"
    assert enters(office, filled) == (0, 0)


def test_a_link_is_added_to_the_evidence(office: Office, workbook: Path) -> None:
    path = edited(
        workbook, lambda book: fill(book, JINAN, "A1", value="yes", link="https://example.invalid/1")
    )
    assert enters(office, path) == (1, 1)
    assert enters(office, path) == (1, 0)
    (one,) = office.wang.asks("project", "history", office.mine, JINAN, "A1")
    assert [piece["ref"] for piece in one["evidence"]] == ["https://example.invalid/1"]


def test_a_chinese_workbook(office: Office, language: Callable[[str], None]) -> None:
    language("zh_CN")
    path = office.wang.path("zh.xlsx")
    office.wang.types("sheet", office.mine, "-o", path)
    language("en")
    book = openpyxl.load_workbook(path)
    assert "填写说明" in book.sheetnames
    good = {
        "A1": "是",
        "A2": "部分一致",
        "A3": "时限；地点",
        "B1": "３",
        "B2": "１２．５",
        "B3": "１８／２０",
    }
    for item, value in good.items():
        fill(book, JINAN, item, value=value)
    book.save(path)
    assert enters(office, path) == (6, 6)
    assert answers(office) == AS_TYPED


def test_a_workbook_shows_the_labels_of_ticks(office: Office, language: Callable[[str], None]) -> None:
    table = office.wang.writes("a.csv", ("unit", "item", "value"), [(JINAN, "A3", "time;place")])
    office.wang.types("enter", office.mine, table)
    language("zh_CN")
    path = office.wang.path("zh.xlsx")
    office.wang.types("sheet", office.mine, "-o", path, "--filled")
    language("en")
    book = openpyxl.load_workbook(path)
    assert cell_of(book, JINAN, "A3", "value").value == "时限；地点"
    sheet = sheet_of(book, JINAN)
    assert (
        sheet.cell(row_of(sheet, "A3"), columns_of(sheet)["填法"]).value
        == "有哪些，用分号隔开，都没有填“无”：时限；费用；地点"
    )
    assert enters(office, path) == (0, 0)
    fill(book, JINAN, "A3", value="费用")
    book.save(path)
    assert enters(office, path) == (1, 1)
    assert answers(office)["A3"] == ("answered", "cost", "")


def test_only_the_units_that_are_asked_for(office: Office) -> None:
    path = office.wang.path("one.xlsx")
    found = office.wang.asks("sheet", office.mine, "-o", path, "--unit", JINAN)
    assert (found["units"], found["rows"]) == ([JINAN], 7)
    missing = office.wang.types("sheet", office.mine, "-o", path, "--unit", "999999", "--json", status=1)
    assert missing.json["error"]["code"] == "unknown_unit"


def test_a_coordinator_has_no_entry_workbook(office: Office) -> None:
    found = office.desk.types("sheet", office.project, "-o", office.desk.path("s.xlsx"), "--json", status=1)
    assert "s.xlsx" not in [path.name for path in office.desk.folder.iterdir()]
    assert found.json["error"]["code"]


# The workbook itself --------------------------------------------------------------------------------------------------


def test_codes_are_locked_and_answers_are_not(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    sheet = sheet_of(book, JINAN)
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert not sheet.protection.insertColumns
    locked = {
        name: cell_of(book, JINAN, "A1", name).protection.locked
        for name in ("unit", "item", "title", "value", "state", "justification", "link")
    }
    assert [name for name, is_locked in locked.items() if not is_locked] == [
        "value",
        "state",
        "justification",
        "link",
    ]
    assert sheet.column_dimensions["A"].hidden
    assert book["evalapp"].sheet_state == "veryHidden"


def test_drop_downs_offer_what_the_form_has(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    sheet = sheet_of(book, JINAN)
    cell = cell_of(book, JINAN, "A2", "value")
    (rule,) = [one for one in sheet.data_validations.dataValidation if cell.coordinate in one.sqref]
    target = book.defined_names[rule.formula1.lstrip("=")].attr_text
    name, cells = target.split("!")
    assert [row[0].value for row in book[name][cells.replace("$", "")]] == ["Full", "Part", "None"]
    assert rule.errorStyle == "warning"


def test_options_are_explained_in_comments_and_open_rows_are_counted(workbook: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    assert "● Part" in cell_of(book, JINAN, "A2", "value").comment.text
    assert "Evidence is welcome." in cell_of(book, JINAN, "A2", "title").comment.text
    filled = edited(workbook, fill_good, tmp_path / "f.xlsx")
    values = openpyxl.load_workbook(recalculated([filled], tmp_path)["f"], data_only=True)
    guide = values.worksheets[0]
    still = {row[2].value: row[4].value for row in guide.iter_rows() if row[2].value in {"370100", "370200"}}
    assert still[JINAN] == 0
    checks = {
        sheet_of(values, JINAN).cell(row, columns_of(sheet_of(values, JINAN))["check"]).value
        for row in range(3, 9)
    }
    assert checks <= {None, ""}


@pytest.fixture
def every_kind(tmp_path: Path) -> tuple[Account, Path]:
    """An assessor of cities and towns under a form with every kind of scale, of one city only some items."""
    desk, wang = Account(tmp_path / "desk"), Account(tmp_path / "wang")
    roster = desk.writes("roster.csv", ("code", "name", "size", "parent", "kind"), ALL_KINDS_ROSTER)
    people = desk.writes("people.csv", ("name", "code"), [("王晓岚", "WXL"), ("赵启明", "ZQM")])
    given = [("WXL", "370100", ""), ("WXL", "370101", ""), ("WXL", "370200", "A1"), ("ZQM", "370200", "A2")]
    shares = desk.writes("shares.csv", ("assessor", "unit", "item"), given)
    files = ("--form", all_kinds.FORM, "--roster", roster, "--assessors", people, "--assign", shares)
    desk.types("project", "new", desk.path("p.evalproj"), *files)
    desk.types("task", desk.path("p.evalproj"), "-o", desk.path("tasks"))
    wang.types("open", desk.path("tasks/WXL.evalpkg"), "-o", wang.path("w.evalproj"))
    return wang, wang.path("w.evalproj")


def test_what_nobody_types_is_grey_and_locked_and_what_is_not_assigned_is_absent(
    every_kind: tuple[Account, Path],
) -> None:
    wang, mine = every_kind
    wang.types("sheet", mine, "-o", wang.path("s.xlsx"))
    book = openpyxl.load_workbook(wang.path("s.xlsx"))
    checks = {item: cell_of(book, "370100", item, "check").value for item in ("A6", "A7", "A1")}
    assert (checks["A6"], checks["A7"]) == ("brought in", "computed")
    assert str(checks["A1"]).startswith("=")
    for item in ("A6", "A7"):
        assert cell_of(book, "370100", item, "value").protection.locked
        assert cell_of(book, "370100", item, "value").fill.fgColor.rgb == "FFECEEF1"
    sheet = sheet_of(book, "370200")
    items = {sheet.cell(number, columns_of(sheet)["item"]).value for number in range(3, sheet.max_row + 1)}
    assert items - {None} == {"A1"}


def test_every_kind_of_answer_for_cities_and_towns(every_kind: tuple[Account, Path]) -> None:
    wang, mine = every_kind
    path = wang.path("s.xlsx")
    wang.types("sheet", mine, "-o", path)
    book = openpyxl.load_workbook(path)
    answered = {"370100": all_kinds.OF_CITY, "370101": all_kinds.OF_TOWN}
    for unit, values in answered.items():
        for item, value in values.items():
            fill(book, unit, item, value=value)
    book.save(path)
    n = sum(map(len, answered.values()))
    assert wang.asks("enter", mine, path) == {"rows": n, "written": n}
    for unit, values in answered.items():
        found = {item: wang.asks("project", "history", mine, unit, item)[-1]["value"] for item in values}
        assert found == values
    filled = wang.path("f.xlsx")
    wang.types("sheet", mine, "-o", filled, "--filled")
    assert wang.asks("enter", mine, filled) == {"rows": 0, "written": 0}
    fresh = openpyxl.load_workbook(filled)
    fill(fresh, "370100", "A6", value=50)
    fresh.save(filled)
    (finding,) = wang.types("enter", mine, filled, "--json", status=1).details
    assert "brought in by the coordinator or computed" in finding


# What people and programs do to it ------------------------------------------------------------------------------------


def sorted_rows(book: Workbook) -> None:
    fill_good(book)
    sheet = sheet_of(book, JINAN)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    for number, row in enumerate(reversed(rows), 3):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value


def inserted(book: Workbook) -> None:
    fill_good(book)
    sheet = sheet_of(book, JINAN)
    sheet.insert_cols(3, 2)
    sheet["C2"] = "我的备注"
    sheet["C5"] = "待查"
    sheet.insert_rows(4)
    sheet["C4"] = "一行自己的话"
    sheet.insert_rows(1, 3)


def renamed(book: Workbook) -> None:
    fill_good(book)
    for number, sheet in enumerate(book.worksheets):
        sheet.title = f"x{number}"
    book._sheets.reverse()
    book.create_sheet("mine")["A1"] = "notes"


def hidden(book: Workbook) -> None:
    fill_good(book)
    sheet = sheet_of(book, JINAN)
    sheet.row_dimensions[4].hidden = True
    sheet.auto_filter.add_filter_column(3, ["A1"])
    sheet.sheet_state = "hidden"


def pasted_formats(book: Workbook) -> None:
    fill_good(book)
    for row in sheet_of(book, JINAN).iter_rows(min_row=3):
        for cell in row:
            cell.fill, cell.number_format = PatternFill("solid", fgColor="00FF00"), "#,##0.00"


def formulas(book: Workbook) -> None:
    """Values that were computed; as a spreadsheet program saves them, with what they gave."""
    fill_good(book)
    fill(book, JINAN, "B1", value=None)
    cell = cell_of(book, JINAN, "B1", "value")
    cell.value = "=1+2"


@pytest.mark.parametrize("done", [sorted_rows, inserted, renamed, hidden, pasted_formats])
def test_what_people_do_to_a_workbook_is_survived(
    office: Office, workbook: Path, done: Callable[[Workbook], None]
) -> None:
    assert enters(office, edited(workbook, done)) == (6, 6)
    assert answers(office) == AS_TYPED


def test_formulas_count_by_their_values(office: Office, workbook: Path, tmp_path: Path) -> None:
    path = edited(workbook, formulas, tmp_path / "f.xlsx")
    (finding,) = refused(office, path)
    assert "its formula has no value yet" in finding
    assert enters(office, recalculated([path], tmp_path)["f"]) == (6, 6)
    assert answers(office) == AS_TYPED


def test_texts_inside_the_cells_and_no_shared_ones(office: Office, workbook: Path) -> None:
    """As WPS and many libraries write them, openpyxl among these."""
    path = edited(workbook, fill_good)
    with zipfile.ZipFile(path) as archive:
        assert "xl/sharedStrings.xml" not in archive.namelist()
        assert b'"inlineStr"' in archive.read("xl/worksheets/sheet2.xml")
    assert enters(office, path) == (6, 6)
    assert answers(office) == AS_TYPED


def test_a_plain_workbook_with_the_columns_of_the_table(office: Office, tmp_path: Path) -> None:
    book = Workbook()
    for row in (("评估对象", "指标", "取值", "说明"), ("济南市", "A1", "是", "有"), (370100, "B1", 3, None)):
        book.active.append(row)
    book.save(tmp_path / "own.xlsx")
    assert enters(office, tmp_path / "own.xlsx") == (2, 2)
    assert answers(office) == {"A1": ("answered", "yes", "有"), "B1": ("answered", "3", "")}


# What is refused ------------------------------------------------------------------------------------------------------


def wrong(book: Workbook) -> None:
    fill_good(book)
    fill(book, JINAN, "A1", state="not found")
    fill(book, JINAN, "A2", value="perfect")
    fill(book, JINAN, "B1", value=2.5)
    fill(book, JINAN, "B2", value=985)
    fill(book, JINAN, "B3", value="21/20")
    fill(book, JINAN, "A3", link="example.invalid")
    fill(book, JINAN, "C", state="gone")


def test_every_wrong_cell_is_listed_and_marked(office: Office, workbook: Path) -> None:
    path, marked = edited(workbook, wrong), office.wang.path("marked.xlsx")
    found = refused(office, path, "--marked", marked)
    assert [re.findall(r"cell (\w+):", line) for line in found] == [
        ["G3"],
        ["F4"],
        ["I5"],
        ["F6"],
        ["F7"],
        ["F8"],
        ["G9"],
    ]
    book = openpyxl.load_workbook(marked)
    cell = cell_of(book, JINAN, "A2", "value")
    assert cell.comment.text.startswith("✗ ")
    assert "● Part" in cell.comment.text
    assert cell.fill.fgColor.rgb.endswith("F4A9A3")
    assert (
        not cell_of(book, JINAN, "A3", "value").comment
        or "✗" not in cell_of(book, JINAN, "A3", "value").comment.text
    )
    assert sheet_of(book, JINAN).data_validations.dataValidation
    assert answers(office) == {}


def test_a_workbook_that_a_spreadsheet_program_saved_is_marked(
    office: Office, workbook: Path, tmp_path: Path
) -> None:
    marked = office.wang.path("marked.xlsx")
    saved = recalculated([edited(workbook, wrong, tmp_path / "w.xlsx")], tmp_path)["w"]
    assert len(refused(office, saved, "--marked", marked)) == 7
    book = openpyxl.load_workbook(marked)
    cell = cell_of(book, JINAN, "A2", "value")
    assert cell.comment.text.startswith("✗ ")
    rules = sheet_of(book, JINAN).data_validations.dataValidation
    assert any(cell.coordinate in rule.sqref and rule.formula1.startswith("EvalApp_") for rule in rules)
    assert str(cell_of(book, JINAN, "A3", "check").value).startswith("=")


def test_the_marked_copy_is_corrected_and_entered(office: Office, workbook: Path, tmp_path: Path) -> None:
    marked = office.wang.path("marked.xlsx")
    refused(office, edited(workbook, wrong), "--marked", marked)

    def partly(book: Workbook) -> None:
        fill_good(book)
        fill(book, JINAN, "A1", state=None)
        fill(book, JINAN, "A3", link=None)

    second = office.wang.path("second.xlsx")
    assert len(refused(office, edited(marked, partly), "--marked", second)) == 1
    book = openpyxl.load_workbook(second)
    assert cell_of(book, JINAN, "A2", "value").comment.text.startswith("● Full")
    assert cell_of(book, JINAN, "C", "state").comment.text.count("✗") == 1
    last = edited(second, lambda book: fill(book, JINAN, "C", state=None))
    assert enters(office, last) == (6, 6)
    assert answers(office) == AS_TYPED


def merged(book: Workbook) -> None:
    sheet = sheet_of(book, JINAN)
    column = columns_of(sheet)["value"]
    sheet.merge_cells(start_row=5, end_row=7, start_column=column, end_column=column)


def dated(book: Workbook) -> None:
    fill(book, JINAN, "B3", value=44488)
    cell_of(book, JINAN, "B3", "value").number_format = "m/d"


def per_cent(book: Workbook) -> None:
    fill(book, JINAN, "B3", value=0.95)
    cell_of(book, JINAN, "B3", "value").number_format = "0.00%"


def error(book: Workbook) -> None:
    cell = cell_of(book, JINAN, "B1", "value")
    cell.value, cell.data_type = "#N/A", "e"


def uncoded(book: Workbook) -> None:
    fill(book, JINAN, "A1", value="yes")
    cell_of(book, JINAN, "A1", "item").value = None


def doubled(book: Workbook) -> None:
    fill_good(book)
    sheet = sheet_of(book, JINAN)
    row = sheet.max_row + 1
    for column in range(1, 8):
        sheet.cell(row, column).value = sheet.cell(row_of(sheet, "B1"), column).value


def code_as_number(book: Workbook) -> None:
    fill(book, JINAN, "A1", value="yes")
    cell = cell_of(book, JINAN, "A1", "item")
    cell.value = 1.1


@pytest.mark.parametrize(
    ("done", "said"),
    [
        (merged, "cell F5: the cells F5:F7 are merged"),
        (dated, "cell F8: it is a date"),
        (per_cent, "cell F8: it is shown as a per cent"),
        (error, "cell F6: its formula gives the error #N/A"),
        (uncoded, "cell B3: the row is filled in, but its code is missing"),
        (doubled, "the same unit and item as in row 济南市!6"),
        (code_as_number, "cell B3: it is the number 1.1"),
    ],
)
def test_cells_that_nobody_can_know_are_refused_by_place(
    office: Office, workbook: Path, done: Callable[[Workbook], None], said: str
) -> None:
    (finding,) = refused(office, edited(workbook, done))
    assert "sheet “济南市”" in finding
    assert said in finding


def headless(book: Workbook) -> None:
    sheet = sheet_of(book, JINAN)
    sheet.cell(2, columns_of(sheet)["value"]).value = "mine"


def twice(book: Workbook) -> None:
    sheet = sheet_of(book, JINAN)
    sheet.cell(2, 20).value = "取值"


@pytest.mark.parametrize(("done", "said"), [(headless, "is missing"), (twice, "occurs twice")])
def test_headings_that_do_not_fit(
    office: Office, workbook: Path, done: Callable[[Workbook], None], said: str
) -> None:
    (finding,) = refused(office, edited(workbook, done), code="columns")
    assert "济南市" in finding
    assert said in finding


def test_the_workbook_of_another_project_assessor_or_edition(office: Office, tmp_path: Path) -> None:
    other_desk = founded(Account(tmp_path / "other"))
    other_desk.types("task", other_desk.path("desk.evalproj"), "-o", other_desk.path("tasks"))
    wang = Account(tmp_path / "other-wang")
    wang.types("open", other_desk.path("tasks/WXL.evalpkg"), "-o", wang.path("w.evalproj"))
    wang.types("sheet", wang.path("w.evalproj"), "-o", tmp_path / "p.xlsx")
    refused(office, tmp_path / "p.xlsx", code="other_project")
    zhao = Account(tmp_path / "zhao")
    zhao.types("open", office.desk.path("tasks/ZQM.evalpkg"), "-o", zhao.path("z.evalproj"))
    zhao.types("sheet", zhao.path("z.evalproj"), "-o", tmp_path / "a.xlsx")
    refused(office, tmp_path / "a.xlsx", code="other_assessor")
    office.wang.types("sheet", office.mine, "-o", tmp_path / "e.xlsx")

    def of_another_edition(book: Workbook) -> None:
        book["evalapp"]["B4"] = "0" * 64

    refused(office, edited(tmp_path / "e.xlsx", of_another_edition), code="other_edition")


def bomb(folder: Path) -> Path:
    path = folder / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types>" + b" " * 70_000_000 + b"</Types>")
    return path


def test_files_that_are_no_workbook_are_refused_by_name(
    office: Office, workbook: Path, tmp_path: Path
) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    files = {
        "old.xlsx": (ole + bytes(600), ".xls"),
        "locked.xlsx": (ole + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        "cut.xlsx": (workbook.read_bytes()[:2_000], "damaged"),
        "zip.xlsx": (b"PK\x03\x04" + bytes(range(256)), "damaged"),
        "bomb.xlsx": (bomb(tmp_path).read_bytes(), "larger than 64 MB"),
    }
    for name, (data, said) in files.items():
        (tmp_path / name).write_bytes(data)
        before = union(office.mine)
        found = office.wang.types("enter", office.mine, tmp_path / name, "--json", status=1)
        assert found.json["error"]["code"] == "workbook", name
        assert said in found.json["error"]["message"], name
        assert union(office.mine) == before


def test_a_table_of_texts_under_the_name_of_a_workbook_is_a_table(office: Office, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_text(f"unit,item,value\n{JINAN},A1,yes\n", encoding="utf-8")
    assert enters(office, tmp_path / "a.xlsx") == (1, 1)
    found = office.wang.types(
        "enter", office.mine, tmp_path / "a.xlsx", "--marked", tmp_path / "m.xlsx", status=2
    )
    assert "--marked" in found.err
