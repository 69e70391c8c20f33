"""Forms with every kind of scale on the command line: shown, founded on a roster with sub-units, brought in, computed."""

from pathlib import Path

import pytest

from tests import all_kinds
from tests.all_kinds import OF_CITY, OF_TOWN
from tests.cli.command_line import Account, entry_rows, union

ROSTER = (
    ("370100", "济南市", "large", "", ""),
    ("370200", "青岛市", "large", "", ""),
    ("370101", "燕矶镇", "", "370100", "town"),
    ("370201", "城关镇", "", "370200", "town"),
)
COLUMNS = ("code", "name", "size", "parent", "kind")


@pytest.fixture
def desk(tmp_path: Path) -> Account:
    desk = Account(tmp_path / "desk")
    roster = desk.writes("roster.csv", COLUMNS, ROSTER)
    people = desk.writes(
        "people.csv", ("name", "code"), [("王晓岚", "WXL"), ("赵启明", "ZQM"), ("孙雅宁", "SYN")]
    )
    desk.types(
        "project", "new", desk.path("p.evalproj"), "--form", all_kinds.FORM, "--roster", roster, "--assessors", people,
        "--assign", "double",
    )  # fmt: skip
    desk.types("task", desk.path("p.evalproj"), "-o", desk.path("tasks"))
    return desk


def opened(desk: Account, code: str) -> tuple[Account, Path, list[str]]:
    """An assessor with the task open, the project file, the codes of the units."""
    person = Account(desk.folder.parent / code)
    mine = person.path(f"{code}.evalproj")
    found = person.asks("open", desk.path(f"tasks/{code}.evalpkg"), "-o", mine)
    return person, mine, found["units"]


def test_a_form_shows_parts_scales_points_and_rules(desk: Account) -> None:
    lines = desk.types("form", "show", all_kinds.FORM).out.splitlines()
    shown = {line.split()[0]: " ".join(line.split()[2:]) for line in lines[2:]}
    assert shown["A1"].endswith("20 [deductions]")
    assert shown["A2"].endswith("10 [rounds 3 × number]")
    assert shown["A4"].endswith("5 [number, target]")
    assert shown["A5"].endswith("10 [number, minmax]")
    assert shown["B1"].endswith("20 [rate] (town: pooled)")
    assert shown["J2"].endswith("+3 [count]")
    assert shown["P1"].endswith("−3 [binary]")
    assert shown["V2"].endswith("veto [derived]")
    assert shown["N1"].endswith("not scored [count]")


def test_sub_units_go_with_their_unit_and_are_listed_below_it(desk: Account) -> None:
    assert {code: opened(desk, code)[2] for code in ("WXL", "ZQM", "SYN")} == {
        "WXL": ["370100", "370101", "370200", "370201"],
        "ZQM": ["370100", "370101"],
        "SYN": ["370200", "370201"],
    }


def test_a_roster_with_orphans_founds_nothing(desk: Account) -> None:
    roster = desk.writes(
        "bad.csv", COLUMNS, [*ROSTER, ("9", "孤镇", "", "370900", "town"), ("8", "无类镇", "", "370100", "")]
    )
    found = desk.types(
        "project",
        "new",
        desk.path("q.evalproj"),
        "--form",
        all_kinds.FORM,
        "--roster",
        roster,
        "--json",
        status=1,
    )
    assert [detail.partition(", ")[2] for detail in found.details] == [
        "row 6, column parent: “370900” is not the code of a unit of this roster",
        "row 7, column kind: a sub-unit needs a kind, by which the form's items know it",
    ]
    assert not desk.path("q.evalproj").exists()


def test_answers_of_other_rows_are_refused_by_row(desk: Account) -> None:
    person, mine, _units = opened(desk, "WXL")
    rows = [
        ("370100", "B1", "19/20"),
        ("370101", "A1", "none"),
        ("370100", "A6", "88"),
        ("370100", "A1", "dead=3"),
    ]
    found = person.types(
        "enter", mine, person.writes("a.csv", ("unit", "item", "value"), rows), "--json", status=1
    )
    assert [detail.partition(": ")[0] for detail in found.details] == [
        "a.csv, row 2, column item", "a.csv, row 3, column item", "a.csv, row 4, column item",
    ]  # fmt: skip


def test_the_whole_way_from_entry_to_the_total(desk: Account) -> None:
    for code in ("WXL", "ZQM", "SYN"):
        person, mine, units = opened(desk, code)
        below = {row[0] for row in ROSTER if row[3]}
        answers = {unit: OF_TOWN if unit in below else OF_CITY for unit in units}
        written = person.asks(
            "enter", mine, person.writes("a.csv", ("unit", "item", "value", "link"), entry_rows(answers))
        )
        assert written["written"] == sum(len(values) for values in answers.values())
        assert person.asks("problems", mine) == {"problems": [], "unanswered": 0}
        person.types("submit", mine, "-o", desk.path(f"{code}.evalpkg"))
    project = desk.path("p.evalproj")
    desk.types("merge", project, *(desk.path(f"{code}.evalpkg") for code in ("WXL", "ZQM", "SYN")))
    assert desk.asks("conflicts", project)["open"] == []
    survey = desk.writes(
        "满意度.csv", ("对象代码", "指标代码", "填报值"), [("370100", "A6", "80"), ("370200", "A6", "90")]
    )
    assert desk.asks("enter", project, survey) == {"rows": 2, "written": 2}
    before = union(project)
    assert desk.types("enter", project, survey).out == "2 rows read, 0 values brought in.\n"
    assert union(project) == before
    past = desk.asks("project", "history", project, "370100", "A6")
    assert [(one["kind"], one["value"], one["text"]) for one in past] == [
        ("decision", "80", "Brought in from 满意度.csv")
    ]
    totals = {row["unit"]: row["status"] for row in desk.asks("results", project) if row["item"] == "TOTAL"}
    assert totals == {"370100": "ranked", "370200": "ranked"}
