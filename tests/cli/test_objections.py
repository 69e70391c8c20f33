"""``evalapp objection``: recorded one by one or from a table, answered, listed, written out."""

from pathlib import Path

import pytest

from tests.cli.command_line import SMALL_FORM, Account, records


@pytest.fixture
def desk(tmp_path: Path) -> Account:
    """A project of two cities."""
    desk = Account(tmp_path / "desk")
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
    return desk


def test_an_objection_is_recorded_answered_and_listed(desk: Account) -> None:
    project = desk.path("p.evalproj")
    assert "No objection was recorded." in desk.types("objection", project).out
    letter = desk.path("letter.txt")
    letter.write_text("来函", encoding="utf-8")
    words = (
        "objection", project, "--unit", "370100", "--item", "A2", "--received", "2021-11-02", "--text", "时限已公示。", "--from",
        "济南市政务服务局", "--reference", "8号", "--deadline", "2021-11-16", "--file", letter,
    )  # fmt: skip
    told = desk.asks(*words)
    (one,) = told["objections"]
    assert told["recorded"] == [one["id"]]
    assert (one["unit"], one["item"], one["state"], one["objection"]["evidence"][0]["title"]) == (
        "370100",
        "A2",
        "open",
        "letter.txt",
    )
    assert (
        desk.asks("objection", project, "--respond", "8号", "--outcome", "partly", "--text", "x", status=1)[
            "error"
        ]["code"]
        == "outcome"
    )
    desk.types(
        "objection", project, "--respond", one["id"][:8], "--outcome", "in_part", "--text", "部分采纳。"
    )
    shown = desk.types("objection", project).out
    assert "济南市" in shown and "upheld in part: 部分采纳。" in shown
    assert "时限已公示。" in desk.types("project", "history", project, "370100", "A2").out
    assert desk.asks("objection", project, "--respond", "zz", "--outcome", "upheld", "--text", "x", status=1)[
        "error"
    ]["code"] == ("unknown_objection")


def test_a_table_goes_in_and_out(desk: Account) -> None:
    project, table = desk.path("p.evalproj"), desk.path("out.csv")
    rows = [("370100", "2021-11-02", "=HYPERLINK(1)", "A2"), ("青岛市", "2021/11/3", "整体偏低", "")]
    told = desk.types(
        "objection",
        project,
        "--table",
        desk.writes("in.csv", ("unit", "received", "text", "item"), rows),
        "-o",
        table,
    )
    assert "2 objections were recorded." in told.err
    found = records(table)
    assert [
        (row["unit"], row["unit_name"], row["item"], row["received"], row["text"], row["state"])
        for row in found
    ] == [
        ("370100", "济南市", "A2", "2021-11-02", "'=HYPERLINK(1)", "open"),
        ("370200", "青岛市", "", "2021-11-03", "整体偏低", "open"),
    ]
    again = desk.types("objection", project, "--table", table)
    assert "0 objections were recorded." in again.err and "2 were recorded before." in again.err
    wrong = desk.writes("bad.csv", ("unit", "received", "text"), [("999999", "2021-11-02", "x")])
    refused = desk.asks("objection", project, "--table", wrong, status=1)["error"]
    assert (refused["code"], len(refused["details"])) == ("objections", 1)
