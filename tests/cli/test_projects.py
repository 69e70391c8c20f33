"""``evalapp project``: founding with a roster, assessors and assignments; what is wrong with them."""

from pathlib import Path

import pytest

from tests.cli.command_line import SMALL_FORM, Account, Outcome, union
from tests.cli.conftest import PEOPLE, ROSTER, Office, founded

ROSTER_COLUMNS = ("code", "name", "province")


@pytest.fixture
def desk(tmp_path: Path) -> Account:
    desk = Account(tmp_path / "desk")
    desk.writes("roster.csv", ROSTER_COLUMNS, ROSTER)
    desk.writes("assessors.csv", ("name", "code"), PEOPLE)
    return desk


def new(
    desk: Account,
    *more: object,
    status: int = 0,
    roster: str = "roster.csv",
    assessors: str = "assessors.csv",
) -> Outcome:
    """Found ``p.evalproj``; where that is refused, nothing of it may be left."""
    found = desk.types(
        "project", "new", desk.path("p.evalproj"), "--form", SMALL_FORM, "--roster", desk.path(roster),
        "--assessors", desk.path(assessors), *more, "--json", status=status,
    )  # fmt: skip
    if status:
        assert not [path for path in desk.folder.iterdir() if path.name.startswith("p.evalproj")]
    return found


def given(desk: Account) -> dict[str, list[str]]:
    """The units of each assessor, as their tasks say."""
    desk.types("task", desk.path("p.evalproj"), "-o", desk.path("tasks"))
    found = {}
    for package in sorted(desk.path("tasks").glob("*.evalpkg")):
        person = Account(desk.folder / package.stem)
        found[package.stem] = person.asks("open", package, "-o", person.path("p.evalproj"))["units"]
    return found


def test_single_gives_each_unit_to_one(desk: Account) -> None:
    assert new(desk, "--assign", "single").json["assigned"] == 3
    assert given(desk) == {"WXL": ["370100"], "ZQM": ["370200"], "SYN": ["370300"]}


def test_double_is_what_happens_unless_told(desk: Account) -> None:
    assert new(desk).json["assigned"] == 6
    units = [unit for mine in given(desk).values() for unit in mine]
    assert sorted(units) == sorted(code for code, *_more in ROSTER for _turn in range(2))


def test_all_gives_everything_to_everybody(desk: Account) -> None:
    assert new(desk, "--assign", "all").json["assigned"] == 9
    assert given(desk) == {code: [unit for unit, *_more in ROSTER] for _name, code in PEOPLE}


def test_a_table_of_assignments(desk: Account) -> None:
    rows = [("WXL", "370100"), ("WXL", "370300"), ("SYN", "370100")]
    assert new(desk, "--assign", desk.writes("assign.csv", ("assessor", "unit"), rows)).json["assigned"] == 3
    assert given(desk) == {"WXL": ["370100", "370300"], "SYN": ["370100"]}


def test_single_items_can_be_assigned(desk: Account) -> None:
    rows = [("WXL", "370100", ""), ("SYN", "370100", "A1"), ("SYN", "370100", "B2")]
    new(desk, "--assign", desk.writes("assign.csv", ("assessor", "unit", "item"), rows))
    given(desk)
    sun = Account(desk.folder / "SYN")
    sun.types(
        "enter",
        sun.path("p.evalproj"),
        sun.writes("a.csv", ("unit", "item", "value"), [("370100", "A1", "yes")]),
    )
    found = sun.types(
        "enter",
        sun.path("p.evalproj"),
        sun.writes("b.csv", ("unit", "item", "value"), [("370100", "A2", "full")]),
        "--json",
        status=1,
    )
    assert len(found.details) == 1


def test_wrong_assignments_are_all_listed(desk: Account) -> None:
    rows = [
        ("WXL", "370100", ""),
        ("XYZ", "370100", ""),
        ("WXL", "999999", ""),
        ("ZQM", "370200", "Z9"),
        ("ZQM", "370200", "A"),
        ("WXL", "370100", ""),
    ]
    found = new(desk, "--assign", desk.writes("assign.csv", ("assessor", "unit", "item"), rows), status=1)
    assert [detail.split(":")[0] for detail in found.details] == [
        "assign.csv, row 3, column assessor",
        "assign.csv, row 4, column unit",
        "assign.csv, row 5, column item",
        "assign.csv, row 6, column item",
        "assign.csv, row 7",
    ]


@pytest.mark.parametrize("mode", ["tripple", "DOUBLE", ""])
def test_an_unknown_way_to_assign_is_taken_for_a_file(desk: Account, mode: str) -> None:
    new(desk, "--assign", mode, status=1)


def test_double_needs_two_assessors(desk: Account) -> None:
    desk.writes("one.csv", ("name", "code"), PEOPLE[:1])
    assert "Each unit is to have 2 assessors" in new(desk, assessors="one.csv", status=1).err
    assert new(desk, "--assign", "single", assessors="one.csv").json["assigned"] == 3


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([], ["assessors.csv"]),
        ([("王晓岚", ""), ("", "ZQM"), ("孙雅宁", "SYN")], ["assessors.csv, row 2", "assessors.csv, row 3"]),
        (
            [("王晓岚", "WXL"), ("武小龙", "WXL"), ("吴晓兰", "wxl")],
            ["assessors.csv, row 3", "assessors.csv, row 4"],
        ),
        (
            [("王晓岚", "W/1"), ("武小龙", "W 1"), ("吴晓兰", "..")],
            [f"assessors.csv, row {row}" for row in (2, 3, 4)],
        ),
    ],
)
def test_wrong_assessors_are_all_listed(desk: Account, rows: list[tuple[str, str]], wrong: list[str]) -> None:
    desk.writes("assessors.csv", ("name", "code"), rows)
    assert [detail.split(":")[0] for detail in new(desk, status=1).details] == wrong


def test_two_assessors_of_the_same_name(desk: Account) -> None:
    desk.writes("assessors.csv", ("name", "code"), [("王伟", "WW1"), ("王伟", "WW2")])
    assert new(desk).json["assessors"] == 2


@pytest.mark.parametrize(
    ("columns", "rows", "wrong"),
    [
        (ROSTER_COLUMNS, [], ["roster.csv"]),
        (ROSTER_COLUMNS, [("1", "甲", "省"), ("1", "乙", "省"), ("", "丙", "省"), ("4", "", "省")], ["roster.csv, row 3, column code", "roster.csv, row 4, column code", "roster.csv, row 5, column name"]),
        (("code", "name"), [("1", "甲")], ["roster.csv, line 1"]),
        (("code", "province"), [("1", "省")], ["the column “名称/name” is missing"]),
    ],
)  # fmt: skip
def test_wrong_rosters_are_all_listed(
    desk: Account, columns: tuple[str, ...], rows: list[tuple[str, ...]], wrong: list[str]
) -> None:
    desk.writes("roster.csv", columns, rows)
    assert [detail.split(":")[0] for detail in new(desk, status=1).details] == wrong


def test_a_project_is_never_founded_over_a_file(desk: Account) -> None:
    new(desk)
    before = union(desk.path("p.evalproj"))
    found = desk.types(
        "project",
        "new",
        desk.path("p.evalproj"),
        "--form",
        SMALL_FORM,
        "--roster",
        desk.path("roster.csv"),
        "--json",
        status=1,
    )
    assert found.json["error"]["code"] == "exists"
    assert union(desk.path("p.evalproj")) == before


def test_a_project_without_assessors_waits_for_them(desk: Account) -> None:
    found = desk.asks(
        "project", "new", desk.path("p.evalproj"), "--form", SMALL_FORM, "--roster", desk.path("roster.csv")
    )
    assert (found["units"], found["assessors"], found["assigned"]) == (3, 0, 0)
    assert desk.asks("task", desk.path("p.evalproj"), "-o", desk.path("tasks")) == []


def test_names_with_brackets_quotes_and_emoji_come_back_whole(desk: Account) -> None:
    names = ["[bold]甲[/bold]", '乙 "引号", 逗号', "丙 :smile: 🏙", "丁=1+1"]
    desk.writes("roster.csv", ROSTER_COLUMNS, [(str(place), name, "省") for place, name in enumerate(names)])
    new(desk, "--title", "标题 [red]甲[/red]")
    assert "标题 [red]甲[/red]" in desk.types("project", "info", desk.path("p.evalproj")).out
    given(desk)
    wang = Account(desk.folder / "WXL")
    rows = [(unit, "A1", "", "unable") for unit in ("0", "1", "2", "3")]
    wang.types(
        "enter", wang.path("p.evalproj"), wang.writes("a.csv", ("unit", "item", "value", "state"), rows[:1])
    )
    assert "[bold]甲[/bold]" in wang.types("problems", wang.path("p.evalproj"), status=1).out


def test_info_of_both_roles(office: Office) -> None:
    desk = office.desk.asks("project", "info", office.project)
    wang = office.wang.asks("project", "info", office.mine)
    assert (desk["about"]["role"], wang["about"]["role"]) == ("coordinator", "assessor")
    assert desk["about"]["project"] == wang["about"]["project"]
    assert (desk["units"], desk["assessors"]) == (3, 3)
    assert (wang["units"], wang["assessors"], wang["about"]["name"]) == (2, 1, "王晓岚")


def test_a_backup_replaces_no_file(office: Office) -> None:
    office.desk.types("project", "backup", office.project, "-o", office.desk.path("b.evalproj"))
    for target in (office.desk.path("b.evalproj"), office.project):
        before = target.read_bytes()
        assert (
            office.desk.types("project", "backup", office.project, "-o", target, "--json", status=1).json[
                "error"
            ]["code"]
            == "exists"
        )
        assert target.read_bytes() == before


def test_history_names_units_by_their_code(office: Office) -> None:
    for unit, item in (("999999", "A1"), ("370100", "Z9"), ("370100", "A")):
        found = office.desk.types("project", "history", office.project, unit, item, status=1)
        assert (unit if unit == "999999" else item) in found.err
    assert office.desk.asks("project", "history", office.project, "370100", "A1") == []


def test_a_synthetic_project_says_so(tmp_path: Path) -> None:
    desk = founded(Account(tmp_path / "desk"), "--synthetic")
    assert "made up" in desk.types("project", "info", desk.path("desk.evalproj")).err
    assert "made up" in desk.types("results", desk.path("desk.evalproj")).err


# Task files -----------------------------------------------------------------------------------------------------------


def test_one_task_again_with_its_cover(office: Office) -> None:
    folder = office.desk.path("again")
    (written,) = office.desk.asks(
        "task", office.project, "-o", folder, "--only", "ZQM", "--covers", "--contact", "8606"
    )
    assert (written["code"], Path(written["cover"]).name) == ("ZQM", "ZQM-cover.pdf")
    assert sorted(path.name for path in folder.iterdir()) == ["ZQM-cover.pdf", "ZQM.evalpkg"]
    before = union(office.project)
    office.desk.types("task", office.project, "-o", folder, "--only", "XYZ", status=1)
    office.desk.types("task", office.project, "-o", folder, "--new-secret", status=2)
    assert union(office.project) == before
    office.desk.types("task", office.project, "-o", folder, "--only", "ZQM", "--new-secret")
    assert union(office.project) != before, "the new secret is a revision"
