"""``evalapp enter``: a table of answers is taken whole or not at all, with the page's own rules."""

from pathlib import Path

import pytest

from tests.cli.command_line import ENTRY_COLUMNS, SMALL_FORM, Account, union
from tests.cli.conftest import Office

COLUMNS = ("unit", "item", "value")
GOOD = [
    ("370100", "A1", "yes"),
    ("370100", "A2", "part"),
    ("370100", "B1", "3"),
    ("370100", "B2", "12.5"),
    ("370100", "B3", "18/20"),
]


def refused(office: Office, table: Path) -> list[str]:
    """The findings about a table, of which nothing may have been written."""
    before = union(office.mine)
    found = office.wang.types("enter", office.mine, table, "--json", status=1)
    assert union(office.mine) == before
    assert found.json["error"]["message"] in found.err
    assert all(detail in found.err for detail in found.details)
    return found.details


def answers(office: Office, unit: str = "370100") -> dict[str, tuple[str, str, str]]:
    """State, value and justification of everything in a unit, by item: the last line of each item's history."""
    found = {}
    for item in ("A1", "A2", "A3", "B1", "B2", "B3", "C"):
        past = office.wang.asks("project", "history", office.mine, unit, item)
        if past:
            found[item] = (past[-1]["state"], past[-1]["value"], past[-1]["text"])
    return found


def places(details: list[str]) -> list[str]:
    return [detail.split(", ", 1)[1].split(":")[0] for detail in details]


# What is taken --------------------------------------------------------------------------------------------------------


def test_answers_are_written(office: Office) -> None:
    assert office.wang.asks("enter", office.mine, office.wang.writes("a.csv", COLUMNS, GOOD)) == {
        "rows": 5,
        "written": 5,
    }
    assert answers(office)["B3"] == ("answered", "18/20", "")
    printed = office.wang.types("enter", office.mine, office.wang.path("a.csv"))
    assert printed.out == "5 rows read, 0 answers written.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_encodings_of_spreadsheets(office: Office, encoding: str) -> None:
    columns = (*COLUMNS, "justification")
    table = office.wang.writes(
        "答案.csv", columns, [("370100", "A1", "yes", "首页右上角有入口，一次点击可达")], encoding=encoding
    )
    office.wang.types("enter", office.mine, table)
    assert answers(office)["A1"] == ("answered", "yes", "首页右上角有入口，一次点击可达")


@pytest.mark.parametrize(
    ("typed", "kept"), [("１２．５", "12.5"), ("12.50", "12.5"), (" 012.5 ", "12.5"), ("+12.5", "12.5")]
)
def test_numbers_as_people_type_them(office: Office, typed: str, kept: str) -> None:
    office.wang.types(
        "enter",
        office.mine,
        office.wang.writes("a.csv", COLUMNS, [("370100", "B2", typed), ("370100", "B3", "１８/２０")]),
    )
    assert answers(office)["B2"][1] == kept
    assert answers(office)["B3"][1] == "18/20"


@pytest.mark.parametrize("ticks", ["时限;地点", "时限；地点", "时限、地点", "time;地点", "place；time"])
def test_a_table_takes_labels_and_codes(office: Office, ticks: str) -> None:
    rows = [
        ("370100", "A1", "是", "", ""),
        ("370100", "A2", "部分一致", "", ""),
        ("370100", "A3", ticks, "", ""),
        ("370100", "B1", "", "未找到", ""),
        ("370100", "B2", "不适用：没有窗口", "", ""),
        ("370100", "B3", "", "Not found", ""),
        ("370100", "C", "不适用", "", ""),
    ]
    office.wang.types(
        "enter", office.mine, office.wang.writes("a.csv", (*COLUMNS, "state", "justification"), rows)
    )
    assert answers(office) == {
        "A1": ("answered", "yes", ""),
        "A2": ("answered", "part", ""),
        "A3": ("answered", "time;place", ""),
        "B1": ("not_found", "", ""),
        "B2": ("not_applicable", "", "没有窗口"),
        "B3": ("not_found", "", ""),
        "C": ("answered", "不适用", ""),
    }


def test_what_is_refused_names_the_labels(office: Office) -> None:
    rows = [
        ("370100", "A2", "基本一致", ""),
        ("370100", "A3", "时限；颜色", ""),
        ("370100", "B1", "", "gone"),
    ]
    option, tick, state = refused(office, office.wang.writes("a.csv", (*COLUMNS, "state"), rows))
    assert "Full (full), Part (part), None (none)" in option
    assert "known are 时限 (time); 费用 (cost); 地点 (place)" in tick
    assert "not found (not_found)" in state


def test_states_need_no_value(office: Office) -> None:
    columns = (*COLUMNS, "state", "justification")
    rows = [("370100", "A1", "", "not_found", ""), ("370100", "B1", "", "unable", "网站维护中")]
    office.wang.types("enter", office.mine, office.wang.writes("a.csv", columns, rows))
    assert answers(office) == {"A1": ("not_found", "", ""), "B1": ("unable", "", "网站维护中")}


def test_a_link_is_added_to_the_evidence_once(office: Office) -> None:
    columns = (*COLUMNS, "link")
    first = office.wang.writes("1.csv", columns, [("370100", "A1", "yes", "https://example.invalid/1")])
    second = office.wang.writes("2.csv", columns, [("370100", "A1", "no", "https://example.invalid/2")])
    for table in (first, first, second, second):
        office.wang.types("enter", office.mine, table)
    past = office.wang.asks("project", "history", office.mine, "370100", "A1")
    assert [[piece["ref"][-1] for piece in one["evidence"]] for one in past] == [["1"], ["1", "2"]]


def test_a_table_leaves_alone_what_it_does_not_speak_of(office: Office) -> None:
    full = [
        ("370100", "A1", "yes", "", "有入口", "https://example.invalid/1"),
        ("370100", "A2", "full", "", "三处一致", ""),
    ]
    office.wang.types("enter", office.mine, office.wang.writes("full.csv", ENTRY_COLUMNS, full))
    office.wang.types(
        "enter",
        office.mine,
        office.wang.writes("values.csv", COLUMNS, [("370100", "A1", "no"), ("370100", "A2", "")]),
    )
    assert answers(office) == {"A1": ("answered", "no", "有入口"), "A2": ("answered", "full", "三处一致")}


def test_the_state_blank_takes_an_answer_back(office: Office) -> None:
    office.wang.types("enter", office.mine, office.wang.writes("a.csv", COLUMNS, GOOD))
    office.wang.types(
        "enter",
        office.mine,
        office.wang.writes("b.csv", (*COLUMNS, "state"), [("370100", "B2", "", "blank")]),
    )
    assert answers(office)["B2"] == ("blank", "", "")


def test_columns_may_stand_in_any_order_and_empty_lines_do_not_count(office: Office) -> None:
    office.wang.path("a.csv").write_text(
        "value,item,unit\nyes,A1,370100\n,,\n\n3,B1,370100\n", encoding="utf-8"
    )
    assert office.wang.asks("enter", office.mine, office.wang.path("a.csv")) == {"rows": 2, "written": 2}


# What is refused ------------------------------------------------------------------------------------------------------


def test_every_wrong_cell_is_listed_with_its_row_and_column(office: Office) -> None:
    rows = [
        *GOOD,
        ("999999", "A1", "yes", "", "", ""),
        ("370100", "Z9", "yes", "", "", ""),
        ("370100", "A", "yes", "", "", ""),
        ("370200", "B2", "985", "", "", ""),
        ("370200", "A2", "perfect", "", "", ""),
        ("370200", "A1", "no", "not_found", "", ""),
        ("370200", "B3", "", "gone", "", ""),
        ("370200", "B1", "2", "", "", "example.invalid"),
        ("370100", "A1", "no", "", "", ""),
        ("370200", "A3", "", "answered", "", ""),
    ]
    table = office.wang.writes("a.csv", ENTRY_COLUMNS, rows)
    found = refused(office, table)
    assert places(found) == [
        "row 7, column unit",
        "row 8, column item",
        "row 9, column item",
        "row 10, column value",
        "row 11, column value",
        "row 12, column state",
        "row 13, column state",
        "row 14, column link",
        "row 15, column item",
        "row 16, column value",
    ]
    assert "row 2" in found[8]
    assert answers(office) == {}


def test_a_state_that_the_item_does_not_offer(tmp_path: Path) -> None:
    desk, wang = Account(tmp_path / "desk"), Account(tmp_path / "wang")
    roster = desk.writes("roster.csv", ("code", "name", "province"), [("1", "甲", "省")])
    people = desk.writes("assessors.csv", ("name", "code"), [("王", "W")])
    form = desk.path("form.toml")
    form.write_text(
        SMALL_FORM.read_text(encoding="utf-8").replace("weight = 25", 'weight = 25\nstates = ["unable"]'),
        encoding="utf-8",
    )
    desk.types(
        "project",
        "new",
        desk.path("p.evalproj"),
        "--form",
        form,
        "--roster",
        roster,
        "--assessors",
        people,
        "--assign",
        "all",
    )
    desk.types("task", desk.path("p.evalproj"), "-o", desk.folder)
    mine = wang.path("p.evalproj")
    wang.types("open", desk.path("W.evalpkg"), "-o", mine)
    columns = (*COLUMNS, "state")
    found = wang.types(
        "enter",
        mine,
        wang.writes("a.csv", columns, [("1", "B2", "", "not_found"), ("1", "B2", "", "unable")]),
        "--json",
        status=1,
    )
    assert places(found.details) == ["row 2, column state", "row 3, column item"]
    wang.types("enter", mine, wang.writes("b.csv", columns, [("1", "B2", "", "unable")]))


def test_a_unit_of_somebody_else(office: Office) -> None:
    opened = office.wang.asks(
        "open", office.desk.path("tasks/WXL.evalpkg"), "-o", office.wang.path("2.evalproj")
    )
    given = opened["units"]
    (other,) = {"370100", "370200", "370300"} - set(given)
    (finding,) = refused(office, office.wang.writes("a.csv", COLUMNS, [(other, "A1", "yes")]))
    assert finding.startswith("a.csv, row 2, column unit: ")


def test_the_same_unit_and_item_twice(office: Office) -> None:
    (finding,) = refused(office, office.wang.writes("a.csv", COLUMNS, [*GOOD, ("370100", " A1 ", "yes")]))
    assert finding == "a.csv, row 7, column item: the same unit and item as in row 2"


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (("unit", "item", "score"), ["“取值/value” is missing", "“score” is not known"]),
        (("unit", "item", "value", "value"), ["“取值/value” occurs twice"]),
        (
            ("甲", "乙", "Value"),
            ["“评估对象/unit” is missing", "“指标/item” is missing", "“甲”", "“乙”"],
        ),
    ],
)
def test_wrong_columns(office: Office, columns: tuple[str, ...], said: list[str]) -> None:
    found = refused(office, office.wang.writes("a.csv", columns, [("370100", "A1", "yes")]))
    assert len(found) == len(said)
    assert all(any(text in finding for finding in found) for text in said)


def test_columns_parted_by_semicolons_are_wrong_columns(office: Office) -> None:
    office.wang.path("a.csv").write_text("unit;item;value\n370100;A1;yes\n", encoding="utf-8")
    assert len(refused(office, office.wang.path("a.csv"))) == 4


@pytest.mark.parametrize(
    "data",
    [
        "unit,item,value\n370100,A1,yes\n".encode("utf-16"),
        b"unit,item,value\n370100,A1,\xff\xff\n",
        b"PK\x03\x04" + bytes(range(256)),
        b"",
        b"unit,item,value\n370100,A1,yes,and,more\n",
        b"unit,item,value\n370100,A1," + b"y" * 200_000 + b"\n",
    ],
    ids=["utf-16", "bytes", "zip", "empty", "long row", "long cell"],
)
def test_files_that_are_no_table(office: Office, data: bytes) -> None:
    before = union(office.mine)
    office.wang.path("a.csv").write_bytes(data)
    found = office.wang.types("enter", office.mine, office.wang.path("a.csv"), "--json", status=1)
    assert "a.csv" in found.json["error"]["message"]
    assert union(office.mine) == before


def test_a_table_without_rows_writes_nothing(office: Office) -> None:
    assert office.wang.asks("enter", office.mine, office.wang.writes("a.csv", COLUMNS, [])) == {
        "rows": 0,
        "written": 0,
    }


def test_a_coordinator_enters_no_answers(office: Office) -> None:
    before = union(office.project)
    found = office.desk.types(
        "enter", office.project, office.desk.writes("a.csv", COLUMNS, GOOD), "--json", status=1
    )
    assert found.json["error"]["code"] == "scores"
    assert [detail for detail in found.details if "is answered by assessors" in detail] == found.details
    assert union(office.project) == before


def test_what_was_written_before_a_refused_table_stands(office: Office) -> None:
    office.wang.types("enter", office.mine, office.wang.writes("a.csv", COLUMNS, GOOD))
    refused(office, office.wang.writes("b.csv", COLUMNS, [("370100", "A1", "no"), ("370100", "B2", "-1")]))
    assert answers(office)["A1"] == ("answered", "yes", "")


def test_somebody_elses_account_does_not_break_the_file(office: Office, tmp_path: Path) -> None:
    """The file knows its person; an account that never opened the task writes with a key of its own, which the desk will ask about."""
    other = Account(tmp_path / "other")
    assert other.asks("enter", office.mine, other.writes("a.csv", COLUMNS, GOOD))["written"] == 5
    assert office.wang.asks("project", "check", office.mine)["faults"] == []


# For an assessor ------------------------------------------------------------------------------------------------------


def test_a_coordinator_enters_for_an_assessor(office: Office) -> None:
    table = office.desk.writes("paper.csv", COLUMNS, GOOD)
    found = office.desk.asks("enter", office.project, table, "--for", "WXL", "--reason", "by telephone")
    assert (found["code"], found["rows"], found["written"], found["signed_off"]) == ("WXL", 5, 5, [])
    printed = office.desk.types("project", "history", office.project, "370100", "A2").out
    assert "for 王晓岚 (by telephone)" in printed
    again = office.desk.asks("enter", office.project, table, "--for", "WXL", "--reason", "x", "--sign-off")
    assert (again["written"], again["signed_off"]) == (0, ["370100"])
    (line,) = office.desk.asks("project", "history", office.project, "370100", "A2")
    assert (line["subject"], line["on_behalf"], line["state"]) == ("王晓岚", "by telephone", "answered")


def test_entering_for_an_assessor_takes_a_reason_and_a_code_that_is_known(office: Office) -> None:
    table = office.desk.writes("paper.csv", COLUMNS, GOOD)
    before = union(office.project)
    for options in (("--for", "WXL"), ("--for", "XYZ", "--reason", "by telephone")):
        office.desk.types("enter", office.project, table, *options, status=1)
    office.desk.types("enter", office.project, table, "--reason", "by telephone", status=2)
    assert union(office.project) == before


def test_an_assessors_own_workbook_is_entered_for_the_assessor_only(office: Office) -> None:
    book = office.wang.path("own.xlsx")
    office.wang.asks("enter", office.mine, office.wang.writes("a.csv", COLUMNS, GOOD))
    office.wang.types("sheet", office.mine, "-o", book, "--filled")
    office.desk.types("enter", office.project, book, "--for", "ZQM", "--reason", "by mail", status=1)
    found = office.desk.asks("enter", office.project, book, "--for", "WXL", "--reason", "by mail")
    assert (found["rows"], found["written"]) == (5, 5), (
        "what stands in it is meant, filled in before or after"
    )
