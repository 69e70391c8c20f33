"""Publishing by commands: a name, a list, a check, a difference."""

from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from tests.cli.command_line import Account
from tests.people import GOOD, founded

UNITS = ("370100", "370200")


@pytest.fixture
def desk(tmp_path: Path) -> Account:
    """A project with everything answered; ``late.evalpkg`` has a correction."""
    office = founded(tmp_path, codes=("WXL",), mode="all", units=UNITS)
    wang = office.assessor("WXL")
    wang.answers_all("370100")
    wang.answers_all("370200", {"A2": "none"})
    office.merges(wang.hands_in())
    wang.answers("370200", "A2", GOOD["A2"])
    wang.answers("370100", "A2", "none")
    wang.hands_in(name="late.evalpkg")
    for person in (wang, office):
        person.project.close()
    folder = tmp_path / "account"
    folder.mkdir()
    office.session.home.rename(folder / "home")
    office.project.path.rename(folder / "p.evalproj")
    (tmp_path / "sent" / "late.evalpkg").rename(folder / "late.evalpkg")
    return Account(folder)


def test_two_publications_and_what_moved_between_them(desk: Account) -> None:
    project = desk.path("p.evalproj")
    first = desk.asks("publish", project, "初评", "--note", "第一稿")
    assert len(first["content"]["digest"]) == 64
    desk.types("merge", project, desk.path("late.evalpkg"))
    listed = desk.asks("publications", project, "--check")
    assert [(one["publication"]["name"], one["since"]) for one in listed] == [
        ("初评", {"answer": 2, "signoff": 1})
    ]
    assert listed[0]["check"]["computed"] == first["content"]["digest"]
    second = desk.asks("publish", project, "终稿", "--corrects", "初评")
    assert second["content"]["moved"] == [["370100", "A2"], ["370200", "A2"]]
    found = desk.asks("diff", project, "初评", "终稿")
    assert {unit["unit"]: (unit["before"]["rank"], unit["after"]["rank"]) for unit in found["units"]} == {
        "370100": (1, 2),
        "370200": (2, 1),
    }
    said = desk.types("diff", project, "初评").out
    assert "late.evalpkg" in said and "A2" in said
    assert desk.asks("diff", project, "终稿")["same"]


def test_what_was_tampered_with_makes_the_check_fail(desk: Account) -> None:
    project = desk.path("p.evalproj")
    desk.types("publish", project, "初评")
    connection = sqlcipher.connect(str(project))
    connection.execute("UPDATE attachment SET data = x'00' WHERE kind = 'results'")
    connection.commit()
    connection.close()
    desk.types("publications", project, "--check", status=1)


def test_a_second_publication_of_one_name_is_refused(desk: Account) -> None:
    desk.types("publish", desk.path("p.evalproj"), "初评")
    refused = desk.types("publish", desk.path("p.evalproj"), "初评", "--json", status=1)
    assert refused.json["error"]["code"] == "publication_name"
    assert desk.types("diff", desk.path("p.evalproj"), "终稿", "--json", status=1).json["error"]["code"] == (
        "unknown_publication"
    )
