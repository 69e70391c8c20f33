"""``project batches`` and ``project held`` as a coordinator types them."""

import shutil

import pytest

from tests.cli.command_line import Account
from tests.cli.conftest import Office

COLUMNS = ("unit", "item", "value", "state", "justification")


@pytest.fixture
def unit(office: Office) -> str:
    """A unit that Wang answers."""
    look = office.wang.path("look.evalproj")
    return str(office.wang.asks("open", office.desk.path("tasks/WXL.evalpkg"), "-o", look)["units"][0])


def hands_in(office: Office, account: Account, unit: str, item: str, value: str, name: str) -> None:
    """Wang answers an item and hands the unit in; the desk merges the file."""
    rows = [(unit, item, value, "", "")]
    account.types("enter", account.path("wang.evalproj"), account.writes("a.csv", COLUMNS, rows))
    account.types(
        "submit", account.path("wang.evalproj"), "-o", account.path(name), "--comment", "只做到这里"
    )
    office.desk.types("merge", office.project, account.path(name))


def from_home(office: Office, unit: str) -> None:
    """Wang goes on at another machine, whose key is held."""
    hands_in(office, office.wang, unit, "A1", "yes", "first.evalpkg")
    home = Account(office.wang.folder.with_name("wang-at-home"))
    home.folder.mkdir()
    shutil.copyfile(office.mine, home.path("wang.evalproj"))
    hands_in(office, home, unit, "A2", "full", "second.evalpkg")


def test_a_batch_is_listed_withdrawn_and_restored(office: Office, unit: str) -> None:
    hands_in(office, office.wang, unit, "A2", "full", "first.evalpkg")
    (row,) = office.desk.asks("project", "batches", office.project)
    assert (row["batch"], row["name"], row["answers"], row["comment"]) == (1, "王晓岚", 1, "只做到这里")
    looked = office.desk.types("project", "batches", office.project, "--withdraw", 1)
    assert "Nothing was changed. To withdraw the file, say why with --reason." in looked.err
    assert office.desk.asks("project", "batches", office.project)[0]["withdrawn"] == 0
    done = office.desk.asks("project", "batches", office.project, "--withdraw", 1, "--reason", "wrong city")
    assert len(done["withdrawal"]) == 64
    assert [(cell["item"], cell["status_after"]) for cell in done["depends"]["cells"]] == [("A2", "")]
    listed = office.desk.types("project", "batches", office.project)
    assert "withdrawn" in listed.out and "wrong city" in listed.err
    again = office.desk.types(
        "project", "batches", office.project, "--withdraw", 1, "--reason", "x", status=1
    )
    assert "is withdrawn already" in again.err
    back = office.desk.types("project", "batches", office.project, "--restore", 1, "--reason", "it was right")
    assert "Batch 1 counts again: 1 withdrawal was lifted." in back.out
    assert office.desk.asks("project", "batches", office.project)[0]["withdrawn"] == 0
    office.desk.types("project", "batches", office.project, "--withdraw", 1, "--restore", 1, status=2)


def test_what_is_held_is_listed_and_released_by_part_of_its_id(office: Office, unit: str) -> None:
    from_home(office, unit)
    found = office.desk.asks("project", "held", office.project)
    assert {row["reason"] for row in found["held"]} == {"key"} and found["unreadable"] == []
    printed = office.desk.types("project", "held", office.project)
    ids = [row["id"] for row in found["held"]]
    assert all(identity[:16] in printed.out for identity in ids) and "Full" in printed.out
    without = office.desk.types("project", "held", office.project, "--release", ids[0], status=1)
    assert "No reason was given." in without.err
    options = [part for identity in ids for part in ("--release", identity[:16])]
    done = office.desk.types(
        "project", "held", office.project, *options, "--reason", "asked on the telephone"
    )
    assert f"{len(ids)} revisions released, 1 answer among them; " in done.out
    assert office.desk.asks("project", "held", office.project)["held"] == []
    office.desk.types("project", "held", office.project, "--release", "abcd", "--reason", "x", status=1)


def test_a_second_laptop_is_asked_about_and_accepted_by_part_of_its_key(office: Office, unit: str) -> None:
    from_home(office, unit)
    (waiting,) = office.desk.asks("project", "who", office.project)["waiting"]
    assert (
        waiting["kind"] == "key" and "another key" in office.desk.types("project", "who", office.project).err
    )
    office.desk.types("project", "who", office.project, "--accept", "abcd", status=1)
    assert (
        office.desk.asks("project", "who", office.project, "--accept", waiting["key"][:12])["waiting"] == []
    )
    listed = office.desk.types("project", "who", office.project).out
    assert "accepted" in listed and waiting["key"][:16] in listed
    office.desk.types("project", "who", office.project, "--accept", "a", "--refuse", "b", status=2)
