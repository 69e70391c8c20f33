"""``project new`` in one command: a workbook with odd headings, provinces, conflicts of interest, a sample, branches."""

import json
from collections import Counter
from pathlib import Path

import pytest

from evalapp.store.queries import AssignmentRow, assignments, people, settings
from evalapp.work.barring import barred_units
from evalapp.work.project import open_project
from evalapp.work.session import Session
from tests.cli.command_line import SMALL_FORM, Account, Outcome
from tests.work.test_roster_files import workbook

PEOPLE = (("王晓岚", "WXL", "济南市；370200"), ("赵启明", "ZQM", ""), ("孙雅宁", "SYN", ""))


@pytest.fixture
def desk(tmp_path: Path) -> Account:
    desk = Account(tmp_path / "desk")
    desk.writes("people.csv", ("姓名", "代号", "回避"), PEOPLE)
    workbook(desk.path("名单.xlsx"))
    return desk


def new(
    desk: Account, *more: object, roster: str = "", form: object = SMALL_FORM, status: int = 0
) -> Outcome:
    return desk.types(
        "project", "new", desk.path("p.evalproj"), "--form", form, "--roster", roster or desk.path("名单.xlsx"),
        "--assessors", desk.path("people.csv"), *more, "--json", status=status,
    )  # fmt: skip


def recorded(desk: Account) -> tuple[dict[str, list[AssignmentRow]], dict[str, str], set[tuple[str, str]]]:
    """Assignments by the code of the person, settings, and who is barred from what."""
    with open_project(Session(home=desk.home), desk.path("p.evalproj")) as project:
        barred = barred_units(project)
        with project.file.read() as connection:
            codes = {one.id: one.code for one in people(connection).values()}
            found: dict[str, list[AssignmentRow]] = {}
            for row in assignments(connection):
                found.setdefault(codes[row.subject], []).append(row)
            chosen = {name: row.value for name, row in settings(connection).items()}
    return found, chosen, {(codes[person], unit) for person, unit in barred}


def test_a_workbook_with_odd_headings_and_conflicts_becomes_a_project(desk: Account) -> None:
    found = new(desk, "--assign", "single")
    assert (found.json["units"], found.json["assigned"], found.json["barred"]) == (3, 3, 2)
    assert "the column “行政区划代码” was taken as 代码/code" in found.err
    rows, _settings, barred = recorded(desk)
    assert barred == {("WXL", "370100"), ("WXL", "370200")}
    assert {code: [row.unit for row in mine] for code, mine in rows.items()} == {
        "WXL": ["320100"],
        "ZQM": ["370100"],
        "SYN": ["370200"],
    }


def test_a_sample_by_branch_over_two_provinces_of_the_shipped_roster(desk: Account) -> None:
    desk.writes("people.csv", ("姓名", "代号", "回避"), PEOPLE[1:])
    where = ("--where", "province=山东省", "--where", "省份=江苏省")
    found = new(
        desk,
        "--assign",
        "sample:25:7",
        "--by",
        "both",
        *where,
        roster="prefectures",
        form="gov-internet-service",
    )
    assert found.json["units"] == 29
    rows, chosen, _barred = recorded(desk)
    assert json.loads(chosen["sample"]) == {"share": 25, "seed": 7, "by": "both", "level": 1}
    held = Counter((row.unit, row.item) for mine in rows.values() for row in mine)
    assert set(held.values()) == {1, 2}
    twice = {(unit, item.split(".")[0]) for (unit, item), people in held.items() if people == 2}
    once = {(unit, item.split(".")[0]) for (unit, item), people in held.items() if people == 1}
    assert not twice & once  # a branch of a city stays whole
    branches = Counter(branch for _unit, branch in twice)
    assert set(branches.values()) == {8}  # a quarter of 29, rounded up, in every branch
    assert set(branches) == {branch for _unit, branch in once}


def test_people_and_assignments_may_be_workbooks_too(desk: Account) -> None:
    workbook(desk.path("people.xlsx"), (("姓名", "代号", "回避"), *PEOPLE))
    workbook(
        desk.path("who.xlsx"), (("评估员", "评估对象"), ("WXL", 320100), ("ZQM", "济南市"), ("SYN", 370200))
    )
    more = ("--assessors", desk.path("people.xlsx"), "--assign", desk.path("who.xlsx"))
    assert new(desk, *more).json["assigned"] == 3
    desk.path("p.evalproj").unlink()
    workbook(desk.path("people.xlsx"), (("姓名", "电话"), ("王晓岚", "1")))
    found = new(desk, "--assessors", desk.path("people.xlsx"), status=1)
    assert found.details == ["the column “代号/code” is missing"]


def test_what_cannot_be_meant_is_refused_whole(desk: Account) -> None:
    for more, words in (
        (("--assign", "sample:0:1"), "is no sample"),
        (("--assign", "double", "--by", "town"), "city, branch or both"),
        (("--column", "行政区划代码"), "name=HEADING"),
        (("--column", "code=区划"), "there is no column “区划”"),
        (("--where", "province=浙江省"), "No unit of the roster"),
        (("--assign", "all", "--roster", desk.path("none.xlsx")), "none.xlsx"),
    ):
        assert words in new(desk, *more, status=1).json["error"]["message"]
        assert not desk.path("p.evalproj").exists()


def test_units_that_cannot_be_given_away_are_named_with_those_they_bar(desk: Account) -> None:
    desk.writes("people.csv", ("姓名", "代号", "回避"), (PEOPLE[0], ("赵启明", "ZQM", "济南市"), PEOPLE[2]))
    found = new(desk, "--assign", "double", status=1)
    assert found.details == ["济南市 needs 2 assessors, and 1 may answer it. Barred: WXL, ZQM."]
    desk.writes("people.csv", ("姓名", "代号", "回避"), (("王晓岚", "WXL", "烟台市"), PEOPLE[1]))
    found = new(desk, "--assign", "single", status=1)
    assert found.details == ["people.csv, row 2, column 回避: “烟台市” is not on the roster"]
