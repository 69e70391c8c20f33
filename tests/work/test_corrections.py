"""Corrections after publication: which cells moved, from what to what, by whom, and which rank moved with them."""

import csv
from pathlib import Path

import pytest

from evalapp.base.progress import Progress
from evalapp.work.corrections import cause_of, corrections, write_corrections
from tests.people import Desk, founded
from tests.work.test_publications import published

U1, U2, U3 = "370100", "370200", "370300"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Everything is answered and published; then the last city's A2 is decided and that is published as a correction."""
    desk = founded(tmp_path, codes=("WXL",), mode="all", units=(U1, U2, U3))
    wang = desk.assessor("WXL")
    wang.answers_all(U1)
    wang.answers_all(U2, {"A2": "part"})
    wang.answers_all(U3, {"A2": "none"})
    desk.merges(wang.hands_in())
    first = published(desk, "终稿")
    desk.decides(U3, "A2", "full", reason="=补看截图")
    published(desk, "终稿更正", note="按申诉更正", corrects=first.id)
    return desk


def test_without_a_correction_the_log_is_empty(tmp_path: Path) -> None:
    desk = founded(tmp_path, codes=("WXL",), mode="all", units=(U1,))
    assert corrections(desk.project, Progress()) == ()


def test_a_correction_names_cells_causes_and_ranks(desk: Desk) -> None:
    (one,) = corrections(desk.project, Progress())
    assert (one.name, one.of, one.note, one.by != "") == ("终稿更正", "终稿", "按申诉更正", True)
    by_unit = {(cell.unit, cell.item): cell for cell in one.cells}
    moved = by_unit[U3, "A2"]
    assert moved.before != moved.after and (moved.rank_before, moved.moved_rank) == (3, True)
    assert moved.effect is not None and moved.effect > 0
    assert [cause.kind for cause in moved.causes] == ["decision"] and one.by in cause_of(moved)
    overtaken = by_unit[U2, ""]
    assert (overtaken.rank_before, overtaken.rank_after) == (2, 3) and overtaken.before == ""


def test_the_log_is_a_table_without_formulas(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "log.csv"
    write_corrections(out, corrections(desk.project, Progress()))
    table = list(csv.DictReader(out.read_text("utf-8-sig").splitlines()))
    row = next(row for row in table if row["item"] == "A2")
    assert (row["corrected"], row["correction"], row["unit"], row["rank_before"]) == (
        "终稿",
        "终稿更正",
        U3,
        "3",
    )
    assert row["cause_by"] and row["cause_at"].startswith("2021-10-21")
