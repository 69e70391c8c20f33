"""``evalapp project earlier``: counted first, written once, hidden when the coordinator says so."""

from pathlib import Path

import pytest

from tests.cli.command_line import Account
from tests.people import SMALL

ROWS = (
    ("370100", "A1", "yes", ""),
    ("370100", "B2", "985", ""),
    ("370200", "A2", "", "not_found"),
    ("370900", "A1", "yes", ""),
)


@pytest.fixture
def desk(tmp_path: Path) -> Account:
    account = Account(tmp_path / "desk")
    account.writes(
        "roster.csv",
        ("code", "name", "province"),
        (("370100", "济南市", "山东省"), ("370200", "青岛市", "山东省")),
    )
    account.writes("people.csv", ("name", "code"), (("王晓岚", "WXL"),))
    account.writes("last.csv", ("unit", "item", "value", "state"), ROWS)
    account.types(
        "project", "new", account.path("p.evalproj"), "--form", SMALL, "--roster", account.path("roster.csv"),
        "--assessors", account.path("people.csv"), "--assign", "all",
    )  # fmt: skip
    return account


def earlier(desk: Account, *arguments: object) -> dict[str, object]:
    found: dict[str, object] = desk.asks("project", "earlier", desk.path("p.evalproj"), *arguments)
    return found


def test_a_dry_run_counts_and_writes_nothing(desk: Account) -> None:
    told = earlier(desk, desk.path("last.csv"), "--label", "2021", "--dry-run")
    assert (told["taken"], told["units"], told["dry_run"]) == (2, 0, True)
    assert told["left_out"] == {"unknown_unit": 1, "does_not_fit": 1}
    again = earlier(desk, desk.path("last.csv"), "--label", "2021")
    assert (again["taken"], again["units"]) == (2, 2)
    assert earlier(desk, desk.path("last.csv"), "--label", "2021")["units"] == 0


def test_what_is_left_out_is_told(desk: Account) -> None:
    done = desk.types("project", "earlier", desk.path("p.evalproj"), desk.path("last.csv"), "--label", "2021")
    assert "Left out, no such unit here: 1" in done.err
    assert "370100 B2 985" in done.err
    assert "2 values of 2021 were taken over, for 2 units." in done.out


def test_it_is_hidden_and_shown(desk: Account) -> None:
    assert earlier(desk, "--hide") == {"last_edition": "hidden"}
    assert earlier(desk, "--show") == {"last_edition": "shown"}
