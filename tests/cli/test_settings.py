"""Settings over a form: weights, policies, grades and profiles that a project draws up for itself."""

import re
from pathlib import Path

import pytest

from tests.cli.command_line import Account, union
from tests.cli.conftest import Office

FORM = """
[form]
id = "two"
version = "1"
title = "两项"
[units]
number = ["people"]
[[grade]]
id = "good"
name = "良好"
min = 80
[[item]]
code = "A"
title = "甲"
scale = { kind = "number", max = 60 }
[[item]]
code = "B"
title = "乙"
scale = { kind = "number", max = 40 }
"""
ROSTER = (("1", "甲市", "900"), ("2", "乙市", "100"))
SCORES = (("1", "A", "60", ""), ("1", "B", "", "unable"), ("2", "A", "30", ""), ("2", "B", "40", ""))


@pytest.fixture
def desk(tmp_path: Path) -> Account:
    account = Account(tmp_path / "desk")
    account.writes("roster.csv", ("code", "name", "people"), ROSTER)
    account.path("two.toml").write_text(FORM, encoding="utf-8")
    account.writes("scores.csv", ("unit", "item", "value", "state"), SCORES)
    return account


def computed(desk: Account, settings: str | None) -> tuple[dict[tuple[str, str], dict[str, object]], str]:
    """The rows by unit and item, and what was said beside them."""
    words: list[object] = ["compute", "--form", desk.path("two.toml"), "--scores", desk.path("scores.csv")]
    words += ["--roster", desk.path("roster.csv"), "--json"]
    if settings is not None:
        desk.path("g.toml").write_text(settings, encoding="utf-8")
        words += ["--settings", desk.path("g.toml")]
    found = desk.types(*words)
    assert isinstance(found.json, list)
    return {(row["unit"], row["item"]): row for row in found.json}, found.err


def test_every_table_takes_the_place_of_the_forms(desk: Account) -> None:
    own, _said = computed(desk, None)
    assert own["1", "TOTAL"]["points"] == 100  # B was not assessable: A alone
    assert own["2", "TOTAL"]["points"] == 70
    set_, _said = computed(
        desk,
        """
        [policy]
        unable = "zero"
        [weights]
        A = 90
        B = 10
        [[grade]]
        id = "fair"
        name = "中"
        min = 50
        [[profile]]
        id = "large"
        when = "unit.people > 500.0"
        weights = { A = 50, B = 50 }
        """,
    )
    # Unit 1 has the profile 50/50: 50 + 0. Unit 2 the weights 90/10: 45 + 10.
    assert {unit: set_[unit, "TOTAL"]["points"] for unit in "12"} == pytest.approx({"1": 50, "2": 55})
    assert [set_[unit, "TOTAL"]["grade"] for unit in "12"] == ["fair", "fair"]
    assert set_["1", "A"]["points"] == pytest.approx(50)


def test_the_results_are_hashed_with_form_and_settings(desk: Account) -> None:
    def hashes(said: str) -> dict[str, str]:
        return dict(re.findall(r"^(\w+) SHA-256 ([0-9a-f]{64})$", said, re.MULTILINE))

    own = hashes(computed(desk, None)[1])
    again = hashes(computed(desk, "[weights]\nA = 60\n")[1])
    other = hashes(computed(desk, "[weights]\nA = 50\nB = 50\n")[1])
    reworded = hashes(computed(desk, "# halves\nweights = { B = 50.0, A = 50.0 }\n")[1])
    assert own.keys() == {"Form", "Results"}
    assert again.keys() == {"Form", "Settings", "Results"}
    assert own["Form"] == again["Form"] == other["Form"]
    assert len({own["Results"], again["Results"], other["Results"]}) == 3
    assert reworded == other


@pytest.mark.parametrize(
    ("settings", "details"),
    [
        ("[weights]\nA = 70\n", ["g.toml:1: [weights]: the items of the top level add up to 110"]),
        ("[weights]\nA = 60\nC = 0\n", ["g.toml:3: [weights], C: there is no item “C”"]),
        ("[weights]\nA1.1 = 4\n", ["g.toml:1: [weights]: quote codes with dots"]),
        ("[weights]\nA = -1\n", ["g.toml:2: [weights], A: item A: “weight” must not be below 0"]),
        ('[policy]\nunable = "never"\n', ["g.toml:2: [policy], unable: “never” is not one of"]),
        (
            "[policy]\nmin_coverage = 2\n",
            ["g.toml:2: [policy], min_coverage: “min_coverage” lies between 0 and 1"],
        ),
        (
            '[[item]]\ncode = "C"\n',
            ["g.toml:1: [item]: settings are made of [policy], [weights], [grade], [profile]"],
        ),
        (
            '[[grade]]\nid = "g"\nname = "g"\nmin = 1\ntop = 0.5\n',
            ["g.toml:5: grade g, top: a grade has one of"],
        ),
        (
            '[[profile]]\nid = "p"\nwhen = "unit.size > 1.0"\nweights = { A = 10 }\n',
            ["g.toml:4: profile p, weights: under the top level the weights add up to 50, not 100"],
        ),
        ("[weights\n", ["it is not TOML"]),
    ],
)
def test_what_cannot_be_set_is_named_with_its_line(desk: Account, settings: str, details: list[str]) -> None:
    path = desk.path("g.toml")
    path.write_text(settings, encoding="utf-8")
    found = desk.types(
        "compute",
        "--form",
        desk.path("two.toml"),
        "--scores",
        desk.path("scores.csv"),
        "--settings",
        path,
        status=1,
    )
    for detail in details:
        assert detail in found.err, found.err
    assert found.out == ""


def test_a_project_keeps_its_settings_and_can_give_them_up(office: Office) -> None:
    desk = office.desk
    assert desk.types("project", "settings", office.project).out == "Everything is as the form says.\n"
    path = desk.path("g.toml")
    path.write_text(
        '[policy]\nunable = "zero"\n[[grade]]\nid = "best"\nname = "优"\nmin = 95\n', encoding="utf-8"
    )
    said = desk.types("project", "settings", office.project, path).out
    assert 'unable = "zero"' in said
    assert 'id = "best"' in said
    again = desk.types("project", "settings", office.project)
    assert again.out == said
    first = desk.types("results", office.project).err
    path.write_text("", encoding="utf-8")
    assert desk.types("project", "settings", office.project, path).out == "Everything is as the form says.\n"
    assert desk.types("results", office.project).err != first
    checked = desk.types("project", "check", office.project)
    assert checked.status == 0


def test_an_assessor_sets_nothing(office: Office) -> None:
    path = office.wang.path("g.toml")
    path.write_text('[policy]\nunable = "zero"\n', encoding="utf-8")
    found = office.wang.types("project", "settings", office.mine, path, status=1)
    assert "assessor's" in found.err
    assert office.wang.types("project", "settings", office.mine).out == "Everything is as the form says.\n"


def test_a_weight_left_out_where_settings_let_ratios_alone_count_is_remarked_on(desk: Account) -> None:
    ratios = '[policy]\nweights = "relative"\n[weights]\nA = 60\n'
    remark = "item B: it has no “weight” and so counts 1, beside A = 60, which state theirs; write the weight that it has"
    rows, said = computed(desk, ratios)
    assert rows["2", "B"]["points"] == pytest.approx(100 / 61)
    assert said.splitlines()[0] == remark
    _rows, said = computed(desk, ratios + "B = 40\n")
    assert remark not in said


# Rules, people --------------------------------------------------------------------------------------------------------


def test_rules_are_foreseen_set_and_listed(office: Office) -> None:
    before = union(office.project)
    assert office.desk.asks("project", "rules", office.project, "--tolerance", "5", "--dry-run") == {
        "revisions": 1,
        "moves": [],
    }
    assert union(office.project) == before
    found = office.desk.asks(
        "project", "rules", office.project, "--tolerance", "5", "--deadline", "2026-12-31", "--blind", "off"
    )
    assert (found["tolerance"], found["deadline"], found["blind"]) == (5.0, "2026-12-31", False)
    lines = office.desk.asks("project", "rules", office.project, "--history")
    assert {(line["name"], line["after"]) for line in lines[:3]} == {
        ("tolerance", "5"),
        ("deadline", "2026-12-31"),
        ("blind", "off"),
    }
    printed = office.desk.types("project", "rules", office.project, "--history").out
    assert "2026-12-31" in printed
    office.desk.types("project", "rules", office.project, "--deadline", "tomorrow", "--blind", "on", status=1)
    assert office.desk.asks("project", "rules", office.project)["blind"] is False, "all or none"


def test_an_assessor_is_added_and_takes_anothers_place(office: Office) -> None:
    rows = office.desk.asks("project", "people", office.project, "--add", "李雷", "--code", "LL")
    units = {row["code"]: row["units"] for row in rows}
    assert units["LL"] == 0
    before = union(office.project)
    plan = office.desk.asks("project", "replace", office.project, "WXL", "LL", "--dry-run")
    assert len(plan["passed"]) == units["WXL"]
    office.desk.types("project", "replace", office.project, "WXL", "LL", status=1)
    office.desk.types("project", "replace", office.project, "WXL", "LL", "--handed-in", "perhaps", status=2)
    assert union(office.project) == before
    said = office.desk.types("project", "replace", office.project, "WXL", "LL", "--reason", "transferred")
    assert "WXL" in said.err
    found = {row["code"]: row["units"] for row in office.desk.asks("project", "people", office.project)}
    assert (found["WXL"], found["LL"]) == (0, units["WXL"])
