"""``evalapp form``: what ships, what a form asks, what is wrong with one."""

from pathlib import Path

import pytest

from tests.cli.command_line import DATA, REPOSITORY, SMALL_FORM, Account

FAULTY = DATA / "cli"


@pytest.fixture
def author(tmp_path: Path) -> Account:
    return Account(tmp_path / "author")


def test_the_forms_that_ship(author: Account) -> None:
    listed = {form["id"]: form for form in author.asks("form", "list")}
    assert [Path(form["path"]) for form in listed.values()] == sorted((REPOSITORY / "forms").glob("*.toml"))
    assert listed["gov-internet-service"]["version"] == "2021.1"
    printed = [line.split(maxsplit=2) for line in author.types("form", "list").out.splitlines()]
    assert ["gov-internet-service", "2021.1", "Local government Internet service capability"] in printed


def test_every_shipped_form_is_sound(author: Account) -> None:
    for form in author.asks("form", "list"):
        assert author.asks("form", "check", form["id"]) == {"usable": True, "errors": [], "warnings": []}


def test_a_form_is_shown_as_its_tree(author: Account) -> None:
    lines = author.types("form", "show", SMALL_FORM).out.splitlines()
    assert lines[0] == "Small form  small 1"
    assert lines[1].startswith("SHA-256 ")
    assert [line for line in lines if "A2" in line] == ["  A2  Same on every channel  20  [options]"]


def test_a_form_is_named_by_its_id_or_its_file(author: Account) -> None:
    by_file = author.asks("form", "show", REPOSITORY / "forms" / "gov-internet-service.toml")
    assert author.asks("form", "show", "gov-internet-service") == by_file
    assert len(by_file["hash"]) == 64


def test_a_form_that_is_not_there(author: Account) -> None:
    found = author.types("form", "check", "gov-interent-service", status=1)
    assert "“gov-interent-service”" in found.err
    assert "gov-internet-service" in found.err


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("broken-form", {'code = "A1"': "A1", 'parent = "B"': "B"}),
        ("heavy-form", {"weight = 60": "60", "applies": "Z9"}),
        ("unknown-key", {"wieght": "weight"}),
    ],
)
def test_findings_name_their_lines(author: Account, name: str, lines: dict[str, str]) -> None:
    path = FAULTY / f"{name}.toml"
    text = path.read_text(encoding="utf-8").splitlines()
    found = author.types("form", "check", path, "--json", status=1)
    assert not found.json["usable"]
    for start, said in lines.items():
        at = max(number for number, line in enumerate(text, 1) if line.startswith(start))
        assert any(error.startswith(f"{path}:{at}: ") and said in error for error in found.json["errors"]), (
            start,
            found.json,
        )
    assert found.err.splitlines() == found.json["errors"] + found.json["warnings"]


@pytest.mark.parametrize("name", ["broken-form", "heavy-form", "unknown-key"])
def test_no_project_is_founded_on_a_faulty_form(author: Account, name: str) -> None:
    roster = author.writes("roster.csv", ("code", "name"), [("1", "甲")])
    form = FAULTY / f"{name}.toml"
    found = author.types(
        "project", "new", author.path("p.evalproj"), "--form", form, "--roster", roster, "--json", status=1
    )
    errors = author.asks("form", "check", form, status=1)["errors"]
    assert found.details == [error.removeprefix(f"{FAULTY}/") for error in errors]
    assert not author.path("p.evalproj").exists()


@pytest.mark.parametrize(
    "data",
    [b"", b"[form\n", '[form]\nid = "甲"\n'.encode("gb18030"), b"\x00\xff" * 40, b"PK\x03\x04" + b"\0" * 40],
    ids=["empty", "half", "gb", "bytes", "zip"],
)
def test_a_file_that_is_no_form(author: Account, data: bytes) -> None:
    author.folder.mkdir()
    author.path("form.toml").write_bytes(data)
    for command in ("check", "show"):
        found = author.types("form", command, author.path("form.toml"), status=1)
        assert "form.toml" in found.err


def test_two_editions_are_compared_by_what_the_changes_mean(author: Account) -> None:
    text = SMALL_FORM.read_text(encoding="utf-8")
    newer = author.path("newer.toml")
    newer.parent.mkdir(parents=True, exist_ok=True)
    newer.write_text(
        text.replace('version = "1"', 'version = "2"')
        .replace("有网上入口", "有网上办事入口")
        .replace("points = 20 }", "points = 22 }")
        .replace('{ value = "part"', '{ value = "some"')
        .replace("weight = 25", "weight = 23"),
        encoding="utf-8",
    )
    found = author.types("form", "diff", SMALL_FORM, newer)
    lines = found.out.splitlines()
    assert lines[0].startswith("1 (") and " → 2 (" in lines[0]
    assert "    A1  texts: title" in lines
    assert "  * B2  weight: 25 → 23" in lines
    assert lines[lines.index("Needs a mapping: without it these answers are to be given again (1)") + 1] == (
        "  * A2  another scale: a mapping must say what the old answers mean; renamed: part → some; full, points: 20 → 22"
    )
    assert not [line for line in lines if line.startswith("Destructive")]
    said = author.asks("form", "diff", SMALL_FORM, newer, "--mapping", author.path("m.toml"))
    assert said["safe"] is False and said["mapping"] == str(author.path("m.toml"))
    assert [change["subject"] for change in said["changes"] if change["meaning"] == "mapping"] == ["A2"]
    assert 'some = "some"' not in author.path("m.toml").read_text(encoding="utf-8")
    assert 'part = "some"' in author.path("m.toml").read_text(encoding="utf-8"), "paired by its label"


def test_an_edition_is_compared_with_itself(author: Account) -> None:
    said = author.asks("form", "diff", "gov-internet-service", "gov-internet-service")
    assert (said["safe"], said["changes"]) == (True, [])
    assert author.types("form", "diff", SMALL_FORM, "none-such", status=1).err.startswith("There is no form")
