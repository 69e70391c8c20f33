"""``evalapp decide --rule``: looked at, applied, listed, taken back."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.command_line import Outcome, command
from tests.people import Desk, founded

CITY = "370100"
RULE = "take=lower within=25"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """One city; B1 differs by a quarter of the scale, A2 by all of it."""
    made = founded(tmp_path, codes=("WXL", "ZQM"), units=(CITY,), synthetic=True)
    wang, zhao = made.assessor("WXL"), made.assessor("ZQM")
    wang.answers_all(CITY)
    zhao.answers_all(CITY, {"B1": "3", "A2": "none"})
    made.merges(wang.hands_in(), zhao.hands_in())
    made.project.close()
    return made


def decide(desk: Desk, *arguments: object, status: int = 0) -> Outcome:
    found = command("decide", desk.project.path, *arguments, home=desk.session.home)
    assert found.status == status, (found.out, found.err)
    return found


def asks(desk: Desk, *arguments: object) -> Any:
    return decide(desk, *arguments, "--json").json


def test_a_rule_is_looked_at_first_and_then_applied(desk: Desk) -> None:
    seen = asks(desk, "--rule", RULE, "--dry-run")
    assert [(one["unit"], one["item"], one["value"]) for one in seen["cells"]] == [(CITY, "B1", "3")]
    assert (seen["decided"], asks(desk, "--rules")) == (0, [])
    assert "Dry run: nothing was written." in decide(desk, "--rule", RULE, "--dry-run").err
    assert decide(desk, "--rule", RULE).out.splitlines()[-1] == "1 decision was recorded; 1 cell still waits."
    (applied,) = asks(desk, "--rules")
    assert applied["words"] == seen["rule"]
    assert (applied["standing"], applied["taken_back"]) == (1, False)


def test_a_rule_is_taken_back_by_its_id(desk: Desk) -> None:
    decide(desk, "--rule", RULE)
    (applied,) = asks(desk, "--rules")
    assert asks(desk, "--take-back", applied["id"], "--dry-run")["cells"] == [[CITY, "B1"]]
    assert asks(desk, "--rules")[0]["standing"] == 1
    assert "1 cell waits again" in decide(desk, "--take-back", applied["id"]).out
    assert asks(desk, "--rules")[0]["taken_back"]
    assert "taken back" in decide(desk, "--rules").out


def test_what_is_no_rule_and_an_unknown_id_are_refused(desk: Desk) -> None:
    assert "is no rule for small gaps" in decide(desk, "--rule", "take=mean within=5", status=1).err
    assert "No rule with the id “abc”" in decide(desk, "--take-back", "abc", status=1).err


def test_one_thing_at_a_time(desk: Desk) -> None:
    for arguments in ((), ("--rules", "--rule", RULE)):
        assert "Give a table of decisions, or one of" in decide(desk, *arguments, status=2).err
