"""``evalapp audit``: revisions for scripts and as a table, chains, corrections."""

from pathlib import Path

import pytest

from tests.cli.command_line import SMALL_FORM, Account, records


@pytest.fixture
def desk(tmp_path: Path) -> Account:
    """Two cities answered by one assessor, handed in and merged."""
    desk, wang = Account(tmp_path / "desk"), Account(tmp_path / "wang")
    desk.writes(
        "roster.csv",
        ("code", "name", "province"),
        [("370100", "济南市", "山东省"), ("370200", "青岛市", "山东省")],
    )
    desk.writes("people.csv", ("name", "code"), [("王晓岚", "WXL")])
    desk.types(
        "project", "new", desk.path("p.evalproj"), "--form", SMALL_FORM, "--roster", desk.path("roster.csv"),
        "--assessors", desk.path("people.csv"), "--assign", "all",
    )  # fmt: skip
    desk.types("task", desk.path("p.evalproj"), "-o", desk.path("tasks"))
    wang.types("open", desk.path("tasks/WXL.evalpkg"), "-o", wang.path("w.evalproj"))
    rows = [("370100", "B2", "12"), ("370200", "B2", "40"), ("370100", "A2", "full")]
    wang.types("enter", wang.path("w.evalproj"), wang.writes("a.csv", ("unit", "item", "value"), rows))
    wang.types("submit", wang.path("w.evalproj"), "-o", wang.path("s.evalpkg"), "--comment", "做到这里")
    desk.types("merge", desk.path("p.evalproj"), wang.path("s.evalpkg"))
    return desk


def test_revisions_are_found_by_person_unit_item_kind_and_day(desk: Account) -> None:
    project = desk.path("p.evalproj")
    told = desk.asks("audit", project, "--person", "WXL", "--kind", "answer")
    assert told["total"] == 3 and {row["unit_code"] for row in told["revisions"]} == {"370100", "370200"}
    told = desk.asks("audit", project, "--unit", "370100", "--item", "A2")
    (row,) = told["revisions"]
    assert (row["kind"], row["author"], row["file"], row["standing"]) == ("answer", "王晓岚", "s.evalpkg", "")
    assert desk.asks("audit", project, "--until", "2000-01-01")["revisions"] == []
    shown = desk.types("audit", project, "--kind", "signoff")
    assert "做到这里" in shown.out and "1 of 1 revisions." in shown.err
    assert desk.asks("audit", project, "--person", "XXX", status=1)["error"]["code"] == "unknown_person"
    assert desk.asks("audit", project, "--unit", "999", status=1)["error"]["code"] == "unknown_unit"
    assert desk.asks("audit", project, "--kind", "holiday", status=1)["error"]["code"] == "kind"
    assert desk.asks("audit", project, "--since", "soon", status=1)["error"]["code"] == "day"
    assert desk.asks("audit", project, "--standing", "odd", status=1)["error"]["code"] == "standing"


def test_all_of_them_are_written_as_a_table(desk: Account) -> None:
    project, table = desk.path("p.evalproj"), desk.path("audit.csv")
    told = desk.types("audit", project, "-o", table)
    total = desk.asks("audit", project)["total"]
    assert len(records(table)) == total and f"{total} revisions were written." in told.err
    assert {row["author"] for row in records(table) if row["kind"] == "answer"} == {"WXL"}
    assert desk.types("audit", project, "-o", project, status=1).err


def test_chains_and_corrections_have_lists_of_their_own(desk: Account) -> None:
    project = desk.path("p.evalproj")
    chains = desk.asks("audit", project, "--chains")
    assert {(one["chain"]["code"], one["soundness"]) for one in chains} >= {("WXL", "sound")}
    assert "whole and sealed" in desk.types("audit", project, "--chains").out
    assert "No publication corrects another one." in desk.types("audit", project, "--corrections").out
    desk.types("publish", project, "终稿")
    desk.types("publish", project, "更正", "--corrects", "终稿", "--note", "复核")
    (one,) = desk.asks("audit", project, "--corrections")
    assert (one["name"], one["of"], one["note"], one["cells"]) == ("更正", "终稿", "复核", [])
    desk.types("audit", project, "--corrections", "-o", desk.path("log.csv"))
    assert records(desk.path("log.csv")) == []
