"""From the cells of an entry workbook to texts and values: tables for single cells, random answers for whole workbooks."""

import tempfile
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalapp.base.text import clean
from evalapp.entry.cell_words import read_value
from evalapp.entry.sheet_stamp import STATE_WORDS, Stamp, Written, read_stamp, state_called
from evalapp.form.excel.notation import CellRefused
from evalapp.form.excel.sheets import Cell, Sheet, read_sheets
from evalapp.form.scales import Scale
from evalapp.report.entry_workbook.book import sheet_names, write_entry_workbook
from evalapp.report.entry_workbook.contents import EntryRow, EntrySheet, EntryWorkbook
from evalapp.report.entry_workbook.rows import choices_of, kind_of, shown_value
from evalapp.work.sheet_cells import SheetTable, entry_text, table_of
from tests.score import random_scales

STAMP = Stamp(project="p", person="w", form="f", title="表 1", name="王晓岚 WXL")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (Cell("１２", "text"), "１２"),
        (Cell(12.0, "number"), "12"),
        (Cell(12.5, "number", "#,##0.00"), "12.5"),
        (Cell(0.1 + 0.2, "number"), "0.3"),
        (Cell(1e15, "number"), "1000000000000000"),
        (Cell(-0.0, "number"), "0"),
        (Cell(12.5, "number", formula=True), "12.5"),
        (Cell(True, "truth"), "true"),
        (Cell(False, "truth"), "false"),
    ],
)
def test_what_a_cell_says(cell: Cell, text: str) -> None:
    assert entry_text(cell) == text


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (Cell(0.95, "number", "0%"), "0.95 or 95"),
        (Cell(0.125, "number", '0.0" "%'), "0.125 or 12.5"),
        (Cell(44488.0, "date"), "it is a date"),
        (Cell("#REF!", "error"), "#REF!"),
        (Cell("", "uncalculated", formula=True), "no value yet"),
    ],
)
def test_what_nobody_can_know(cell: Cell, said: str) -> None:
    with pytest.raises(CellRefused, match=said):
        entry_text(cell)


@pytest.mark.parametrize("state", STATE_WORDS)
def test_states_are_known_in_both_languages_and_by_their_codes(state: Any) -> None:
    words = STATE_WORDS[state]
    assert {state_called(word) for word in (words.zh, words.en, f" {words.en.upper()} ", state)} == {state}


def test_the_stamp_is_read_as_it_was_written() -> None:
    stamp = msgspec.structs.replace(
        STAMP, was={("1", "A.1"): Written("=1", "", "a"), ("1", "B"): Written("", "x", "")}
    )
    assert read_stamp([*stamp.lines(), []]) == stamp
    assert read_stamp([["evalapp.something"]]) is None
    assert read_stamp([]) is None


@pytest.mark.parametrize(("said", "after"), [("12", 12), ("", 0), ("-1", 0), ("x", 0), ("9" * 5000, 0)])
def test_a_stamp_that_was_tampered_with_is_no_trouble(said: str, after: int) -> None:
    lines = [list(line) for line in STAMP.lines()]
    lines[6][1] = said
    found = read_stamp(lines)
    assert found is not None
    assert found.after == after


def test_a_cell_far_below_is_not_walked_to() -> None:
    far = Sheet("x", {1: {1: Cell("notes")}, 1_048_576: {16_384: Cell("x")}})
    stamped = Sheet("evalapp", {1: {1: Cell("evalapp.entry")}, 1_048_576: {1: Cell("x"), 2: Cell("x")}})
    own = Sheet("own", {1: {1: Cell("unit"), 2: Cell("item"), 3: Cell("value")}, 1_048_576: {3: Cell("yes")}})
    found = table_of((*[far] * 50, stamped, own), "s.xlsx")
    assert [one.cell for one in found.refused] == ["A1048576", "B1048576"]


def test_names_of_sheets_are_short_and_differ() -> None:
    names = sheet_names(
        ["济南市", "济南市", "a/b[c]", "'x'", "", "Guide", "长" * 40, "长" * 41, "History"], ("guide",)
    )
    assert names == [
        "济南市",
        "济南市 (2)",
        "a b c",
        "x",
        "-",
        "Guide (2)",
        "长" * 31,
        "长" * 27 + " (2)",
        "History (2)",
    ]
    assert all(len(name) <= 31 for name in names)


# Whole workbooks ------------------------------------------------------------------------------------------------------


def read_back(rows: tuple[EntryRow, ...], stamp: Stamp = STAMP) -> SheetTable:
    book = EntryWorkbook(
        stamp=stamp,
        project="p",
        language="zh",
        synthetic=False,
        sheets=(EntrySheet(code="370100", name="济南市", rows=rows),),
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "s.xlsx"
        write_entry_workbook(book, path)
        return table_of(read_sheets(path.read_bytes(), lambda _name: True), "s.xlsx")


def row(item: str, **more: Any) -> EntryRow:
    states = ("未找到", "撤回")
    return EntryRow(
        **{
            "item": item,
            "title": "甲",
            "group": "",
            "how": "",
            "about": "",
            "anchors": "",
            "states": states,
            **more,
        }
    )


def scale_of(random: Random) -> Scale:
    draws = (random_scales.base_scale, random_scales.penalty_scale, random_scales.veto_scale)
    while True:
        scale: Scale = msgspec.convert(random.choice(draws)(random), Scale)
        if scale.typed:
            return scale


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 2**32), TEXTS), min_size=1, max_size=12), st.sampled_from(["zh", "en"])
)
def test_random_answers_come_back_as_they_were(drawn: list[tuple[int, str]], language: str) -> None:
    rows, expected = [], {}
    for n, (seed, text) in enumerate(drawn):
        random = Random(seed)
        scale = scale_of(random)
        value = scale.read(random_scales.value(random, msgspec.to_builtins(scale)))
        reason = clean(text)
        shown = shown_value(scale, value, language)
        more = {"value": shown, "kind": kind_of(scale), "choices": choices_of(scale, language)}
        rows.append(row(f"A.{n}0", justification=reason, **more))
        expected[f"A.{n}0"] = (scale, value, reason)
    found = read_back(tuple(rows))
    assert (found.refused, found.ignored) == ((), ())
    assert [one.get("item") for one in found.table.rows] == list(expected)
    for one in found.table.rows:
        scale, value, reason = expected[one.get("item")]
        assert read_value(scale, one.get("value")) == value
        assert one.get("unit") == "370100"
        assert one.cells.get("justification", "") == ("" if reason == "-" else reason)


def test_cells_as_they_were_written_say_nothing() -> None:
    was = {("370100", "A"): Written("19/20", "", "说"), ("370100", "B"): Written("", "未找到", "")}
    stamp = msgspec.structs.replace(STAMP, was=was)
    same = (row("A", value="19/20", justification="说"), row("B", state="未找到"))
    assert read_back(same, stamp).table.rows == ()
    (changed,) = read_back((row("A", value="18/20", justification="说"), same[1]), stamp).table.rows
    assert changed.cells == {"unit": "370100", "item": "A", "value": "18/20"}
