"""The whole job by commands: sixteen cities scored double by three assessors, merged, decided, ranked, exported."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from evalapp.work.project import open_project
from evalapp.work.session import Session
from tests.cli.command_line import (
    DECISION_COLUMNS,
    ENTRY_COLUMNS,
    REPOSITORY,
    SHANDONG,
    Account,
    entry_rows,
    made_up,
    records,
    union,
)

FORM = "gov-internet-service"
PEOPLE = (("王晓岚", "WXL"), ("赵启明", "ZQM"), ("孙雅宁", "SYN"))
CODES = tuple(code for _name, code in PEOPLE)
CITIES = [row["code"] for row in records(SHANDONG)]
PROJECT = "shandong.evalproj"


@dataclass(frozen=True)
class Season:
    """Everything up to the moment when the three submissions lie on the coordinator's table."""

    folder: Path
    form: dict[str, Any]
    founded: dict[str, Any]
    tasks: list[dict[str, Any]]
    opened: dict[str, dict[str, Any]]
    entered: dict[str, dict[str, Any]]
    receipts: dict[str, dict[str, Any]]

    @property
    def packages(self) -> list[Path]:
        return [self.folder / code / f"{code}.evalpkg" for code in CODES]

    def desk(self, folder: Path) -> Account:
        """A coordinator's desk of one's own, as it stands before anything was merged."""
        return Account(self.folder / "desk").copied(folder)

    def assessor(self, code: str, folder: Path) -> Account:
        """An assessor's machine of one's own, after handing in."""
        return Account(self.folder / code).copied(folder)

    def answers(self, code: str) -> dict[str, dict[str, str]]:
        return {unit: made_up(self.form, unit, code) for unit in self.opened[code]["units"]}


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Season:
    folder = tmp_path_factory.mktemp("season")
    desk = Account(folder / "desk")
    people = desk.writes("assessors.csv", ("name", "code"), PEOPLE, encoding="gb18030")
    founded = desk.asks(
        "project", "new", desk.path(PROJECT), "--form", FORM, "--roster", SHANDONG, "--assessors", people,
        "--assign", "double", "--title", "山东省 2021", "--coordinator", "何敏",
    )  # fmt: skip
    form = desk.asks("form", "show", FORM)["form"]
    tasks = desk.asks("task", desk.path(PROJECT), "-o", desk.path("tasks"))
    started = Season(folder, form, founded, tasks, {}, {}, {})
    for code in CODES:
        person = Account(folder / code)
        project = person.path(f"{code}.evalproj")
        started.opened[code] = person.asks("open", desk.path(f"tasks/{code}.evalpkg"), "-o", project)
        table = person.writes("answers.csv", ENTRY_COLUMNS, entry_rows(started.answers(code)))
        started.entered[code] = person.asks("enter", project, table)
        started.receipts[code] = person.asks(
            "submit", "--comment", "先交这些", project, "-o", person.path(f"{code}.evalpkg")
        )
    return started


def merges(desk: Account, packages: Sequence[Path]) -> dict[str, Any]:
    report = desk.asks("merge", desk.path(PROJECT), *packages)
    assert isinstance(report, dict)
    return report


def decides_everything(desk: Account) -> list[dict[str, Any]]:
    """Take side A everywhere, until nothing waits; what was decided."""
    decided: list[dict[str, Any]] = []
    for turn in range(5):
        waiting = desk.asks("conflicts", desk.path(PROJECT))["open"]
        if not waiting:
            return decided
        rows = [decision(cell, cell["assessments"][0]["value"]) for cell in waiting]
        desk.types("decide", desk.path(PROJECT), desk.writes(f"decisions{turn}.csv", DECISION_COLUMNS, rows))
        decided += rows
    raise AssertionError("decisions make new differences for ever")


def decision(cell: dict[str, Any], value: str) -> dict[str, Any]:
    place = {"unit": cell["unit"], "item": cell["item"], "basis": cell["basis"]}
    return {**place, "value": value, "reason_category": "evidence", "reason": "合成的理由"}


def meaning(desk: Account) -> dict[str, Any]:
    """What a project holds, without the row numbers that follow arrival."""
    with (
        open_project(Session(home=desk.home), desk.path(PROJECT)) as project,
        project.file.read() as connection,
    ):
        ids = connection.exec_driver_sql("SELECT hex(id) FROM revision ORDER BY 1").scalars().all()
        heads = connection.exec_driver_sql(
            "SELECT h.kind, h.unit, h.item, h.subject, hex(r.id), h.state, h.value, h.present, h.signed "
            "FROM head h JOIN revision r ON r.n = h.n ORDER BY 1, 2, 3, 4, 5"
        ).all()
        cells = connection.exec_driver_sql(
            'SELECT unit, item, "class", status, final_state, final_value, points FROM cell ORDER BY 1, 2'
        ).all()
    results, waiting = (desk.asks(name, desk.path(PROJECT)) for name in ("results", "conflicts"))
    return {"ids": ids, "heads": heads, "cells": cells, "results": results, "conflicts": waiting}


def total(results: list[dict[str, Any]], unit: str) -> dict[str, Any]:
    (found,) = [row for row in results if (row["unit"], row["item"]) == (unit, "TOTAL")]
    return found


def value_of(desk: Account, unit: str, item: str) -> str:
    (found,) = [
        row for row in desk.asks("results", desk.path(PROJECT)) if (row["unit"], row["item"]) == (unit, item)
    ]
    return str(found["value"])


# Before merging -------------------------------------------------------------------------------------------------------


def test_every_city_is_given_to_two_assessors(season: Season) -> None:
    assert (season.founded["units"], season.founded["assessors"], season.founded["assigned"]) == (16, 3, 32)
    assert {(task["name"], task["code"]) for task in season.tasks} == set(PEOPLE)
    assert sorted(task["units"] for task in season.tasks) == [10, 11, 11]
    given = [unit for code in CODES for unit in season.opened[code]["units"]]
    assert sorted(given) == sorted(CITIES * 2)


def test_each_assessor_signs_with_a_key_of_their_own(season: Season) -> None:
    keys = {(season.folder / name / "home" / "identity.key").read_text() for name in ("desk", *CODES)}
    assert len(keys) == 4


@pytest.mark.parametrize("code", CODES)
def test_the_whole_table_is_entered(season: Season, code: str) -> None:
    rows = len(season.opened[code]["units"]) * 60
    assert season.entered[code] == {"rows": rows, "written": rows}


def test_entering_the_same_table_again_writes_nothing(season: Season, tmp_path: Path) -> None:
    wang = season.assessor("WXL", tmp_path / "wang")
    before = union(wang.path("WXL.evalproj"))
    assert wang.asks("enter", wang.path("WXL.evalproj"), wang.path("answers.csv"))["written"] == 0
    assert union(wang.path("WXL.evalproj")) == before


@pytest.mark.parametrize("code", CODES)
def test_no_errors_are_left_and_nothing_is_open(season: Season, tmp_path: Path, code: str) -> None:
    person = season.assessor(code, tmp_path / code)
    found = person.asks("problems", person.path(f"{code}.evalproj"))
    assert found["unanswered"] == 0
    assert {problem["severity"] for problem in found["problems"]} <= {"warning", "info"}


@pytest.mark.parametrize("code", CODES)
def test_the_receipt_tells_what_was_handed_in(season: Season, code: str) -> None:
    receipt = season.receipts[code]
    package = season.folder / code / f"{code}.evalpkg"
    assert receipt["sha256"] == hashlib.sha256(package.read_bytes()).hexdigest()
    assert receipt["size"] == package.stat().st_size
    assert receipt["units"] == sorted(season.opened[code]["units"])
    assert receipt["answers"] + receipt["kept"] == season.entered[code]["written"]
    assert receipt["unanswered"] == 0


# Merging --------------------------------------------------------------------------------------------------------------


def test_a_dry_run_says_the_same_as_the_merge_and_writes_nothing(season: Season, tmp_path: Path) -> None:
    desk = season.desk(tmp_path / "desk")
    before = union(desk.path(PROJECT))
    looked = desk.asks("merge", desk.path(PROJECT), *season.packages, "--dry-run")
    assert union(desk.path(PROJECT)) == before
    assert not looked["written"]
    assert not looked["backup"]
    assert not desk.path("shandong.backups").exists()

    merged = merges(desk, season.packages)
    assert merged["written"]
    assert Path(merged["backup"]).is_file()
    counts = ("new", "answers", "changed", "held", "conflicts_before", "conflicts_after")
    assert [looked[name] for name in counts] == [merged[name] for name in counts]
    assert [file["verdict"] for file in merged["files"]] == ["merge", "merge", "merge"]
    assert merged["conflicts_after"] > 10


def test_packages_may_come_twice_and_in_any_order(season: Season, tmp_path: Path) -> None:
    here, there = season.desk(tmp_path / "here"), season.desk(tmp_path / "there")
    first, second, third = season.packages
    merges(here, [first, second, third])
    merges(there, [third])
    merges(there, [second, third])
    merges(there, [first, first, second])
    assert meaning(here) == meaning(there)

    again = merges(here, [third, first, second, first])
    assert [file["verdict"] for file in again["files"]] == ["repeat"] * 4
    assert again["new"] == 0
    assert meaning(here) == meaning(there)


def test_a_folder_stands_for_the_packages_in_it(season: Season, tmp_path: Path) -> None:
    desk = season.desk(tmp_path / "desk")
    desk.path("inbox").mkdir()
    for package in season.packages:
        shutil.copy(package, desk.path("inbox"))
    assert [Path(file["path"]).name for file in merges(desk, [desk.path("inbox")])["files"]] == [
        "SYN.evalpkg",
        "WXL.evalpkg",
        "ZQM.evalpkg",
    ]


def test_a_damaged_package_is_refused_and_the_others_go_in(season: Season, tmp_path: Path) -> None:
    desk = season.desk(tmp_path / "desk")
    data = bytearray(season.packages[1].read_bytes())
    data[len(data) // 2] ^= 0xFF
    damaged = desk.path("赵启明-u盘.evalpkg")
    damaged.write_bytes(data)

    report = desk.asks("merge", desk.path(PROJECT), season.packages[0], damaged, season.packages[2], status=1)
    assert [file["verdict"] for file in report["files"]] == ["merge", "refused", "merge"]
    refused = report["files"][1]
    assert refused["path"] == str(damaged)
    assert refused["code"]
    assert "赵启明-u盘.evalpkg" in refused["reason"]
    assert refused["new"] == 0

    whole = season.desk(tmp_path / "whole")
    merges(whole, season.packages)
    merges(desk, [season.packages[1]])
    assert meaning(desk) == meaning(whole)


def test_half_a_package_and_no_package_are_refused_too(season: Season, tmp_path: Path) -> None:
    desk = season.desk(tmp_path / "desk")
    cut, empty = desk.path("cut.evalpkg"), desk.path("empty.evalpkg")
    cut.write_bytes(season.packages[0].read_bytes()[:9000])
    empty.touch()
    given = [cut, empty, desk.path("gone.evalpkg"), desk.path("tasks/WXL.evalpkg"), SHANDONG]
    report = desk.asks("merge", desk.path(PROJECT), *given, status=1)
    assert [file["verdict"] for file in report["files"]] == ["refused"] * 5
    assert report["files"][3]["code"] == "not_a_submission"
    assert report["new"] == 0
    assert desk.asks("project", "check", desk.path(PROJECT))["faults"] == []


def test_somebody_elses_project_takes_none_of_it(season: Season, tmp_path: Path) -> None:
    other = Account(tmp_path / "other")
    people = other.writes("assessors.csv", ("name", "code"), PEOPLE)
    other.types(
        "project", "new", other.path(PROJECT), "--form", FORM, "--roster", SHANDONG, "--assessors", people
    )
    report = other.asks("merge", other.path(PROJECT), season.packages[0], status=1)
    assert report["files"][0]["code"] == "other_project"
    assert "山东省 2021" in report["files"][0]["reason"]


# Deciding -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(season: Season, tmp_path: Path) -> Account:
    """A desk where everything has been merged."""
    desk = season.desk(tmp_path / "desk")
    merges(desk, season.packages)
    return desk


def test_what_waits_is_where_two_assessors_differ(season: Season, desk: Account) -> None:
    found = desk.asks("conflicts", desk.path(PROJECT))
    given = {code: season.answers(code) for code in CODES}
    for cell in found["open"]:
        sides = {values[cell["unit"]][cell["item"]] for values in given.values() if cell["unit"] in values}
        assert {side["value"] for side in cell["assessments"]} == sides
        assert [side["label"] for side in cell["assessments"]] == ["A", "B"]
        assert not {"name", "person", "code"} & {name for side in cell["assessments"] for name in side}
    assert sum(found["classes"].values()) == 16 * 60
    effects = [cell["effect"] for cell in found["open"]]
    assert effects == sorted(effects, reverse=True)


def test_nobody_with_an_open_item_is_ranked(desk: Account) -> None:
    waiting = {cell["unit"] for cell in desk.asks("conflicts", desk.path(PROJECT))["open"]}
    found = desk.types("results", desk.path(PROJECT), "--json")
    for unit in CITIES:
        assert (total(found.json, unit)["rank"] is None) == (unit in waiting)
    said = [line for line in found.err.splitlines() if "is not ranked" in line]
    assert len(said) == len(waiting)


def test_everything_decided_everybody_is_ranked(desk: Account) -> None:
    decided = decides_everything(desk)
    assert len(decided) > 10
    results = desk.asks("results", desk.path(PROJECT))
    assert sorted(total(results, unit)["rank"] for unit in CITIES) == list(range(1, 17))
    for row in decided:
        (found,) = [
            one["value"] for one in results if (one["unit"], one["item"]) == (row["unit"], row["item"])
        ]
        assert found == row["value"]


def test_a_decision_on_a_look_from_earlier_is_refused_with_all_others(season: Season, tmp_path: Path) -> None:
    desk = season.desk(tmp_path / "desk")
    merges(desk, season.packages)
    waiting = desk.asks("conflicts", desk.path(PROJECT))["open"]
    wrong = [
        decision(waiting[0], waiting[0]["assessments"][0]["value"]),
        {**decision(waiting[1], waiting[1]["assessments"][0]["value"]), "basis": "0" * 16},
        {**decision(waiting[2], "—")},
        {**decision(waiting[3], waiting[3]["assessments"][0]["value"]), "reason": " "},
    ]
    before = union(desk.path(PROJECT))
    found = desk.types(
        "decide", desk.path(PROJECT), desk.writes("wrong.csv", DECISION_COLUMNS, wrong), "--json", status=1
    )
    assert [detail.split(":")[0] for detail in found.details] == [
        "wrong.csv, row 3",
        "wrong.csv, row 4",
        "wrong.csv, row 5",
    ]
    assert union(desk.path(PROJECT)) == before


def test_a_correction_after_a_decision_leaves_its_value_and_marks_it_to_confirm(
    season: Season, desk: Account, tmp_path: Path
) -> None:
    decides_everything(desk)
    decided = records(desk.path("decisions0.csv"))
    cell = next(
        row
        for row in decided
        if row["item"] == "C3.5" or row["value"] in ("full", "most", "part", "yes", "no", "three", "two")
    )
    unit, item, value = cell["unit"], cell["item"], cell["value"]
    total_before = total(desk.asks("results", desk.path(PROJECT)), unit)
    code = next(code for code in CODES if unit in season.opened[code]["units"])
    other = {"yes": "no", "no": "yes"}.get(value, "none")
    if season.answers(code)[unit][item] == other:
        other = value

    person = season.assessor(code, tmp_path / "assessor")
    project = person.path(f"{code}.evalproj")
    table = person.writes(
        "correction.csv", ("unit", "item", "value", "justification"), [(unit, item, other, "更正")]
    )
    assert person.asks("enter", project, table)["written"] == 1
    receipt = person.asks(
        "submit", "--comment", "先交这些", project, "-o", person.path("again.evalpkg"), "--unit", unit
    )
    assert receipt["units"] == [unit]

    report = merges(desk, [person.path("again.evalpkg")])
    assert report["files"][0]["changed"] == 1
    (first,) = desk.asks("conflicts", desk.path(PROJECT))["open"]
    assert (first["unit"], first["item"], first["status"]) == (unit, item, "to_confirm")
    assert first["decided"]["value"] == value
    assert value_of(desk, unit, item) == value
    assert total(desk.asks("results", desk.path(PROJECT)), unit)["points"] == total_before["points"]

    old = desk.types("decide", desk.path(PROJECT), desk.path("decisions0.csv"), "--json", status=1)
    assert any(f"{item}:" in detail for detail in old.details)
    again = desk.writes("again.csv", DECISION_COLUMNS, [decision(first, other)])
    assert desk.asks("decide", desk.path(PROJECT), again) == {"decided": 1, "same": 0, "open": 0}
    assert value_of(desk, unit, item) == other

    history = desk.asks("project", "history", desk.path(PROJECT), unit, item)
    assert [entry["kind"] for entry in history].count("decision") == 2
    assert [entry["kind"] for entry in history].count("answer") == 3
    assert "更正" in {entry["text"] for entry in history}


# What comes out -------------------------------------------------------------------------------------------------------


def test_results_as_a_table(desk: Account) -> None:
    decides_everything(desk)
    printed = desk.types("results", desk.path(PROJECT)).out
    assert printed.splitlines()[0] == "unit,item,value,points,score,weight,rank,grade,status"
    assert desk.types("results", desk.path(PROJECT), "-o", desk.path("results.csv")).out == ""
    assert desk.path("results.csv").read_bytes() == b"\xef\xbb\xbf" + printed.encode()
    totals = {
        row["unit"]: row
        for row in records(desk.path("results.csv"))
        if row["item"] == "TOTAL" and row["unit"] in CITIES
    }
    assert len(totals) == 16
    ranked = sorted(totals.values(), key=lambda row: int(row["rank"]))
    points = [float(row["points"]) for row in ranked]
    assert points == sorted(points, reverse=True)


def test_another_process_computes_the_same(season: Season, desk: Account) -> None:
    environment = {
        **os.environ,
        "EVALAPP_HOME": str(desk.home),
        "PYTHONPATH": str(REPOSITORY),
        "LC_ALL": "en_US.UTF-8",
    }
    found = subprocess.run(
        [sys.executable, "-m", "evalapp", "results", str(desk.path(PROJECT))],
        capture_output=True,
        env=environment,
        cwd=desk.folder,
        check=True,
    )
    assert found.stdout.decode().replace("\r\n", "\n") == desk.types("results", desk.path(PROJECT)).out


@pytest.mark.slow
def test_workbook_and_charts(desk: Account) -> None:
    import openpyxl

    decides_everything(desk)
    workbook = desk.asks("export", "workbook", desk.path(PROJECT), "-o", desk.path("results.xlsx"))
    assert workbook["size"] == desk.path("results.xlsx").stat().st_size
    assert len(openpyxl.load_workbook(desk.path("results.xlsx"), read_only=True).sheetnames) >= 5
    charts = [
        Path(name)
        for name in desk.asks("export", "charts", desk.path(PROJECT), "-o", desk.path("charts"))["files"]
    ]
    assert {path.suffix for path in charts} == {".png", ".svg", ".pdf"}
    assert all(path.stat().st_size > 1000 for path in charts)
    starts = {".png": b"\x89PNG", ".svg": b"<?xml", ".pdf": b"%PDF"}
    assert all(path.read_bytes().startswith(starts[path.suffix]) for path in charts)


def test_backup_check_restore(season: Season, desk: Account) -> None:
    decides_everything(desk)
    info = desk.asks("project", "info", desk.path(PROJECT))
    assert (info["units"], info["assessors"], info["held"]) == (16, 3, 0)
    assert (info["about"]["title"], info["about"]["role"], info["about"]["name"]) == (
        "山东省 2021",
        "coordinator",
        "何敏",
    )
    checked = desk.asks("project", "check", desk.path(PROJECT))
    assert (checked["revisions"], checked["faults"]) == (info["revisions"], [])

    backup = Path(desk.asks("project", "backup", desk.path(PROJECT))["backup"])
    assert backup.parent == desk.path("shandong.backups")
    restored = desk.path("restored.evalproj")
    desk.types("project", "restore", backup, "-o", restored)
    assert desk.asks("results", restored) == desk.asks("results", desk.path(PROJECT))
    assert desk.asks("project", "check", restored)["faults"] == []
    desk.types("project", "restore", backup, "-o", restored, status=1)


def test_a_changed_answer_in_the_file_does_not_pass_the_check(desk: Account) -> None:
    import sqlcipher3.dbapi2 as sqlcipher

    connection = sqlcipher.connect(str(desk.path(PROJECT)))
    try:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("UPDATE head SET value = 'yes' WHERE value = 'no'")
        connection.commit()
    finally:
        connection.close()
    found = desk.types("project", "check", desk.path(PROJECT), "--json", status=1)
    assert any("head" in fault for fault in found.json["faults"])
    assert "restore the latest backup" in found.err


@pytest.mark.slow
def test_the_demonstration(tmp_path: Path) -> None:
    person = Account(tmp_path / "visitor")
    found = person.asks("demo", person.path("demo"))
    assert found["units"] == 16
    assert [place for place, _name, _points in found["ranking"]] == sorted(
        place for place, _name, _points in found["ranking"]
    )
    assert Path(found["workbook"]).is_file()
    assert all(Path(chart).is_file() for chart in found["charts"])
    assert not person.home.exists(), "the demonstration has accounts of its own"
    assert person.asks("project", "info", found["project"])["about"]["synthetic"]
    assert person.asks("conflicts", found["project"])["open"] == []
    assert "Synthetic" in person.types("results", found["project"]).err
    person.path("mine").mkdir()
    person.path("mine/letter.txt").write_text("mine")
    person.types("demo", person.path("mine"), status=1)
    assert person.path("mine/letter.txt").read_text() == "mine"
