"""Several coordinators by commands: a key, a grant, an exchange, a branch and back."""

from pathlib import Path

import pytest

from tests.cli.command_line import SMALL_FORM, Account
from tests.cli.conftest import PEOPLE, ROSTER


@pytest.fixture
def desk(tmp_path: Path) -> Account:
    desk = Account(tmp_path / "desk")
    desk.writes("roster.csv", ("code", "name", "province"), ROSTER)
    desk.writes("assessors.csv", ("name", "code"), PEOPLE)
    desk.types(
        "project", "new", desk.path("p.evalproj"), "--form", SMALL_FORM, "--roster", desk.path("roster.csv"),
        "--assessors", desk.path("assessors.csv"), "--coordinator", "何敏",
    )  # fmt: skip
    return desk


def joins(desk: Account, tmp_path: Path) -> Account:
    li = Account(tmp_path / "li")
    li.types("key", "-o", li.path("li.evalkey"), "--name", "李敏")
    found = desk.asks(
        "project", "grant", desk.path("p.evalproj"), "--key", li.path("li.evalkey"), "--code", "LM", "-o", desk.path("li.evalpkg")
    )  # fmt: skip
    assert found["coordinator"]["name"] == "李敏" and found["exchange"]["revisions"] > 0
    made = li.asks("open", desk.path("li.evalpkg"), "-o", li.path("p.evalproj"))
    assert (made["name"], made["code"], made["units"]) == ("李敏", "LM", [unit for unit, *_more in ROSTER])
    return li


def test_two_coordinators_exchange_what_they_have(desk: Account, tmp_path: Path) -> None:
    li = joins(desk, tmp_path)
    li.types("project", "rules", li.path("p.evalproj"), "--tolerance", "12")
    li.types("exchange", li.path("p.evalproj"), "-o", li.path("back.evalpkg"))
    (report,) = desk.asks("merge", desk.path("p.evalproj"), li.path("back.evalpkg"))["files"]
    assert (report["verdict"], report["kind"], report["held"]) == ("merge", "exchange", 0)
    assert desk.asks("project", "rules", desk.path("p.evalproj"))["tolerance"] == 12
    listed = desk.asks("project", "coordinators", desk.path("p.evalproj"))
    assert [(one["code"], one["by"], one["until"]) for one in listed] == [("C", "", ""), ("LM", "何敏", "")]


def test_whoever_is_revoked_changes_nothing_any_more(desk: Account, tmp_path: Path) -> None:
    li = joins(desk, tmp_path)
    desk.types("project", "revoke", desk.path("p.evalproj"), "LM")
    li.types("project", "rules", li.path("p.evalproj"), "--tolerance", "12")
    li.types("exchange", li.path("p.evalproj"), "-o", li.path("back.evalpkg"))
    (report,) = desk.asks("merge", desk.path("p.evalproj"), li.path("back.evalpkg"))["files"]
    assert report["held"] == 1
    assert desk.asks("project", "rules", desk.path("p.evalproj"))["tolerance"] == 0
    desk.types("project", "revoke", desk.path("p.evalproj"), "LM", status=1)


def test_a_branch_for_a_province_and_one_for_this_account(desk: Account, tmp_path: Path) -> None:
    li = joins(desk, tmp_path)
    units = "370100,370200"
    desk.types(
        "project", "branch", desk.path("p.evalproj"), "--units", units, "--to", "LM", "-o", desk.path("sd.evalpkg")
    )  # fmt: skip
    made = li.asks("open", desk.path("sd.evalpkg"), "-o", li.path("sd.evalproj"))
    assert made["units"] == units.split(",")
    desk.types(
        "project", "branch", desk.path("p.evalproj"), "--units", "370300", "-o", desk.path("b.evalproj")
    )
    assert desk.asks("project", "info", desk.path("b.evalproj"))["units"] == 1
    desk.types(
        "project",
        "branch",
        desk.path("p.evalproj"),
        "--units",
        f"province={ROSTER[0][2]}",
        "-o",
        desk.path("c.evalproj"),
    )
    assert desk.asks("project", "info", desk.path("c.evalproj"))["units"] == len(ROSTER)


@pytest.mark.parametrize(
    ("key", "code"), [("7f2a", "LM"), ("ab" * 32, ""), ("ab" * 32, "李 敏"), ("ab" * 32, "WXL")]
)
def test_a_grant_that_cannot_stand_changes_nothing(desk: Account, key: str, code: str) -> None:
    before = desk.asks("project", "info", desk.path("p.evalproj"))["revisions"]
    refused = desk.types(
        "project", "grant", desk.path("p.evalproj"), "--key", key, "--code", code, "--name", "李敏", "--json", status=1
    )  # fmt: skip
    assert refused.json["error"]["code"] in ("key", "coordinator")
    assert desk.asks("project", "info", desk.path("p.evalproj"))["revisions"] == before


def test_a_file_that_is_no_key_is_named(desk: Account) -> None:
    wrong = desk.path("x.evalkey")
    wrong.write_text("{}", encoding="utf-8")
    refused = desk.types(
        "project", "grant", desk.path("p.evalproj"), "--key", wrong, "--code", "LM", "--json", status=1
    )
    assert refused.json["error"]["code"] == "key_card" and "x.evalkey" in refused.json["error"]["message"]


def test_an_exchange_says_that_it_needs_a_place(desk: Account, tmp_path: Path) -> None:
    joins(desk, tmp_path)
    li = Account(tmp_path / "li")
    told = li.types("open", desk.path("li.evalpkg"), status=2)
    assert "-o" in told.err


def test_an_independent_project_is_looked_at_and_then_taken_in(desk: Account, tmp_path: Path) -> None:
    other = Account(tmp_path / "other")
    other.writes("roster.csv", ("code", "name", "province"), [*ROSTER[:1], ("370900", "泰安市", "山东省")])
    other.writes("assessors.csv", ("name", "code"), PEOPLE[:1])
    other.types(
        "project", "new", other.path("p.evalproj"), "--form", SMALL_FORM, "--roster", other.path("roster.csv"),
        "--assessors", other.path("assessors.csv"), "--assign", "all", "--coordinator", "李敏",
    )  # fmt: skip
    package = other.path("o.evalpkg")
    other.types("exchange", other.path("p.evalproj"), "-o", package, "--for-adoption")
    project = desk.path("p.evalproj")
    looked = desk.asks("project", "adopt", project, package, "--dry-run")
    assert (looked["founder"], looked["new_units"], len(looked["overlapping"])) == ("李敏", ["泰安市"], 1)
    before = desk.asks("project", "info", project)
    done = desk.asks("project", "adopt", project, package)
    assert done["merged"]["written"]
    after = desk.asks("project", "info", project)
    assert (after["units"] - before["units"], after["assessors"] - before["assessors"]) == (1, 1)
    assert after["held"] == 0
    refused = desk.types("project", "adopt", project, package.with_name("p.evalproj"), "--json", status=1)
    assert refused.json["error"]["code"] == "not_a_package"
