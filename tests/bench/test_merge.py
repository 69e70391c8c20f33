"""Merging everything in one drop, against the bare insertion of the same rows, and against reading spreadsheets."""

import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import sqlcipher3.dbapi2 as sqlcipher
from openpyxl import Workbook

from tests.bench.conftest import REVISIONS, Merged

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "cache_size=-65536",
)
_BASE = ("device", "slot", "revision")


def test_merge_against_bare_insertion(merged: Merged, tmp_path: Path, quote: Callable[..., None]) -> None:
    assert merged.report.new == REVISIONS
    assert merged.report.held == 0
    floor = _bare_insertion(merged.project.path, tmp_path / "bare.db")
    quote(f"merge of {REVISIONS:,} revisions", merged.seconds, floor, "s", "<= 2")
    print(f"  {REVISIONS / merged.seconds:,.0f} revisions/s; floor {REVISIONS / floor:,.0f}/s")
    print(
        f"  peak memory {merged.peak_after} MiB (before the merge {merged.peak_before} MiB; to reach: <= 400)"
    )


def _bare_insertion(project: Path, target: Path) -> float:
    """Seconds for executemany of the same rows into the same base tables, one transaction."""
    source = sqlcipher.connect(str(project))
    marks = ", ".join(f"'{name}'" for name in _BASE)
    ddl = [
        sql
        for (sql,) in source.execute(
            f"SELECT sql FROM sqlite_master WHERE tbl_name IN ({marks}) AND sql IS NOT NULL AND type <> 'trigger' "
            "ORDER BY type DESC"
        )
    ]
    rows = {name: source.execute(f"SELECT * FROM {name}").fetchall() for name in _BASE}
    source.close()
    bare = sqlcipher.connect(str(target), isolation_level=None)
    for pragma in _PRAGMAS:
        bare.execute("PRAGMA " + pragma)
    for statement in ddl:
        bare.execute(statement)
    begun = time.perf_counter()
    bare.execute("BEGIN IMMEDIATE")
    for name in _BASE:
        every = rows[name]
        marks = ", ".join("?" * len(every[0]))
        for start in range(0, len(every), 2000):
            bare.executemany(f"INSERT INTO {name} VALUES ({marks})", every[start : start + 2000])
    bare.execute("COMMIT")
    seconds = time.perf_counter() - begun
    bare.close()
    return seconds


def test_merge_against_spreadsheets(merged: Merged, tmp_path: Path, quote: Callable[..., None]) -> None:
    """What coordinators do today, at its fastest: openpyxl reads the rows into a dictionary; pandas would come on top."""
    rows = 20_000
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for number in range(rows):
        sheet.append(
            [
                f"{100000 + number // 100}",
                f"G{number % 10}.{number % 7}",
                "full",
                "政务服务网办事指南页",
                "P0001",
                "high",
            ]
        )
    book.save(tmp_path / "answers.xlsx")
    begun = time.perf_counter()
    loaded = openpyxl.load_workbook(tmp_path / "answers.xlsx", read_only=True)
    union = {(row[0], row[1], row[4]): row for row in loaded.active.iter_rows(values_only=True)}
    seconds = time.perf_counter() - begun
    assert union
    quote(
        "revisions/s against spreadsheet rows/s", REVISIONS / merged.seconds, rows / seconds, "per s", ">= 3"
    )
