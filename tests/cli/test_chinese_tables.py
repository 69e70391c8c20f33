"""Tables with Chinese headings go through every command that reads tables; a workbook is told from a table."""

from pathlib import Path

import pytest

from evalapp.base.tables import Columns, folded
from evalapp.entry.columns import (
    ANSWERS,
    ASSESSORS,
    ASSIGNMENT,
    DECISIONS,
    RATINGS,
    ROSTER,
    SCORES,
    roster_heading,
)
from tests.cli.command_line import SMALL_FORM, Account
from tests.cli.conftest import Office

ROSTER_ROWS = (("370100", "济南市", "山东省"), ("370200", "青岛市", "山东省"))


def test_a_project_from_chinese_tables_to_decisions(tmp_path: Path) -> None:
    desk = Account(tmp_path / "desk")
    roster = desk.writes("名册.csv", ("代码", "名称", "省份"), ROSTER_ROWS, encoding="gb18030")
    people = desk.writes("人员.csv", ("姓名", "代号"), [("王晓岚", "WXL"), ("赵启明", "ZQM")])
    given = desk.writes(
        "分派.csv", ("评估员", "城市"), [("WXL", "济南市"), ("ZQM", "370100"), ("WXL", "370200")]
    )
    project = desk.path("desk.evalproj")
    founded = desk.asks(
        *("project", "new", project, "--form", SMALL_FORM, "--roster", roster),
        *("--assessors", people, "--assign", given),
    )
    assert (founded["units"], founded["assessors"], founded["assigned"]) == (2, 2, 3)
    desk.types("task", project, "-o", desk.path("tasks"))
    for code, value in (("WXL", "full"), ("ZQM", "none")):
        person = Account(tmp_path / code)
        mine = person.path("mine.evalproj")
        person.types("open", desk.path(f"tasks/{code}.evalpkg"), "-o", mine)
        rows = [("济南市", "A2", value, "看过首页", "https://example.invalid/")]
        table = person.writes("答案.csv", (" 城市", "指标", "取 值", "说明", "链接"), rows)
        assert person.asks("enter", mine, table) == {"rows": 1, "written": 1}
        person.types(
            "submit", "--comment", "先交这些", mine, "-o", desk.path(f"in/{code}.evalpkg"), "--unit", "370100"
        )
    desk.types("merge", project, desk.path("in"))
    (cell,) = [one for one in desk.asks("conflicts", project)["open"] if one["item"] == "A2"]
    decision = ("济南市", "A2", "完全一致", "evidence", "截图更完整", cell["basis"])
    headings = ("评估对象", "指标", "取值", "理由类别", "理由", "依据")
    assert desk.asks("decide", project, desk.writes("裁定.csv", headings, [decision]))["decided"] == 1


def test_scores_and_roster_of_compute(tmp_path: Path) -> None:
    analyst = Account(tmp_path)
    scores = analyst.writes("取值.csv", ("城市", "指标", "取值", "状态"), [("370100", "A1", "是", "")])
    roster = analyst.writes("名册.csv", ("代码", "名称", "省份"), ROSTER_ROWS)
    plain = analyst.writes("scores.csv", ("unit", "item", "value"), [("370100", "A1", "yes")])
    ours = analyst.asks("compute", "--form", SMALL_FORM, "--scores", scores, "--roster", roster)
    assert ours == analyst.asks("compute", "--form", SMALL_FORM, "--scores", plain, "--roster", roster)


def test_a_unit_named_twice_is_one_unit(office: Office) -> None:
    rows = [("370100", "A1", "yes"), ("济南市", "A1", "no")]
    table = office.wang.writes("a.csv", ("城市", "指标", "取值"), rows)
    found = office.wang.types("enter", office.mine, table, "--json", status=1)
    assert found.details == ["a.csv, row 3, column 指标: the same unit and item as in row 2"]


@pytest.mark.parametrize("heading", ["ＮＡＭＥ", " Name ", "姓 名", "name", "姓名"])
def test_case_spaces_and_full_width_do_not_matter(heading: str) -> None:
    assert ASSESSORS.names((heading, "代　号")) == ("name", "code")


def test_the_message_shows_both_headings(office: Office) -> None:
    table = office.desk.writes("people.csv", ("姓名", "电话"), [("王晓岚", "1")])
    found = office.desk.types(
        *("project", "new", office.desk.path("x.evalproj"), "--form", SMALL_FORM),
        *("--roster", office.desk.path("roster.csv"), "--assessors", table),
        status=1,
    )
    assert "Needed: 姓名/name, 代号/code, [回避/barred]." in found.err
    assert "the column “代号/code” is missing" in found.err
    assert "the column “电话” is not known here" in found.err


@pytest.mark.parametrize("declared", [ROSTER, ASSESSORS, ASSIGNMENT, ANSWERS, RATINGS, SCORES, DECISIONS])
def test_no_heading_stands_for_two_columns(declared: Columns) -> None:
    words = [folded(word) for column in declared.every for word in {column.name, *column.headings}]
    assert len(words) == len(set(words))
    assert all(column.headings for column in declared.every)


def test_a_roster_column_has_a_word_in_chinese_only() -> None:
    assert roster_heading("province", "zh_CN") == "省份"
    assert roster_heading("province", "en") == "province"
    assert roster_heading("所属片区", "zh_CN") == "所属片区"


@pytest.mark.parametrize("head", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"], ids=["xlsx", "xls"])
def test_a_workbook_under_the_name_of_a_table(office: Office, head: bytes) -> None:
    """Where only tables are read, as in a coordinator's project; an assessor's workbooks are in test_sheet.py."""
    office.desk.path("答案.csv").write_bytes(head + bytes(range(256)))
    found = office.desk.types("enter", office.project, office.desk.path("答案.csv"), "--json", status=1)
    assert found.json["error"]["code"] == "workbook"
    assert "答案.csv is an Excel workbook" in found.err
    assert "CSV UTF-8" in found.err


def test_many_rows_of_a_city_that_is_not_ones_own_are_one_line(office: Office) -> None:
    own = office.wang.asks("problems", office.mine, status=0)
    assert own["unanswered"]
    rows = [("370100", "A1", "yes"), *(("379900", f"A{n}", "yes") for n in range(60)), ("x", "A1", "yes")]
    table = office.wang.writes("a.csv", ("unit", "item", "value"), rows)
    found = office.wang.types("enter", office.mine, table, "--json", status=1)
    assert found.details == [
        "a.csv, rows 3–62, column unit: “379900” is not among the units assigned to you; check the code",
        "a.csv, row 63, column unit: “x” is not among the units assigned to you; check the code",
    ]
    assert "a.csv has 61 errors." in found.err
