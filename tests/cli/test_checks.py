"""``evalapp checks``: the findings for scripts, as a table, dismissed and taken back."""

from pathlib import Path

import pytest

from tests.cli.command_line import SMALL_FORM, Account, records

UNITS = [f"3701{n:02}" for n in range(10)]


@pytest.fixture
def desk(tmp_path: Path) -> Account:
    """Ten cities answered by one assessor; the first waits 5 minutes where the others wait about 50."""
    desk, wang = Account(tmp_path / "desk"), Account(tmp_path / "wang")
    desk.writes("roster.csv", ("code", "name", "province"), [(unit, f"市{unit}", "山东省") for unit in UNITS])
    desk.writes("people.csv", ("name", "code"), [("王晓岚", "WXL")])
    desk.types(
        "project", "new", desk.path("p.evalproj"), "--form", SMALL_FORM, "--roster", desk.path("roster.csv"),
        "--assessors", desk.path("people.csv"), "--assign", "all",
    )  # fmt: skip
    desk.types("task", desk.path("p.evalproj"), "-o", desk.path("tasks"))
    wang.types("open", desk.path("tasks/WXL.evalpkg"), "-o", wang.path("w.evalproj"))
    rows = [(unit, "B2", str(46 + n if n else 5)) for n, unit in enumerate(UNITS)]
    wang.types("enter", wang.path("w.evalproj"), wang.writes("a.csv", ("unit", "item", "value"), rows))
    wang.types("submit", wang.path("w.evalproj"), "-o", wang.path("s.evalpkg"), "--comment", "只做 B2")
    desk.types("merge", desk.path("p.evalproj"), wang.path("s.evalpkg"))
    return desk


def test_a_finding_is_told_in_words_and_numbers(desk: Account) -> None:
    project = desk.path("p.evalproj")
    told = desk.asks("checks", project)
    (finding,) = told["findings"]
    assert (finding["kind"], finding["units"], finding["items"], finding["assessors"]) == (
        "outlier",
        ["370100"],
        ["B2"],
        [],
    )
    assert told["counts"] == {"outlier": 1, "alike": 0, "jump": 0, "reused": 0, "doubtful": 0}
    shown = desk.types("checks", project)
    assert "“5” lies far from the rest" in shown.out
    assert finding["key"] in shown.out
    assert "1 finding is open." in shown.err


def test_it_is_dismissed_for_a_reason_and_taken_back(desk: Account) -> None:
    project = desk.path("p.evalproj")
    key = desk.asks("checks", project)["findings"][0]["key"]
    assert desk.asks("checks", project, "--dismiss", key, status=1)["error"]["code"] == "reason"
    assert desk.asks("checks", project, "--dismiss", key, "--reason", "已核实")["findings"] == []
    assert "Nothing odd was found." in desk.types("checks", project).out
    (settled,) = desk.asks("checks", project, "--all")["findings"]
    assert (settled["standing"], settled["reason"]) == ("dismissed", "已核实")
    (again,) = desk.asks("checks", project, "--reopen", key)["findings"]
    assert (again["standing"], again["reason"]) == ("open", "")
    assert (
        desk.asks("checks", project, "--dismiss", "outlier-0", status=1)["error"]["code"] == "unknown_finding"
    )


def test_it_is_written_as_a_table_by_kind(desk: Account) -> None:
    project, table = desk.path("p.evalproj"), desk.path("checks.csv")
    desk.types("checks", project, "-o", table)
    (row,) = records(table)
    assert (row["kind"], row["units"], row["items"], row["standing"]) == ("outlier", "370100", "B2", "open")
    desk.types("checks", project, "--kind", "jump", "--kind", "reused", "-o", table)
    assert records(table) == []
    assert desk.asks("checks", project, "--kind", "jumps", status=1)["error"]["code"] == "kind"
    assert desk.types("checks", project, "-o", project, status=1).err
