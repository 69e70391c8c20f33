"""Blocks of cells as Excel, WPS and LibreOffice put them on the clipboard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalapp.base.block import read_block, write_block


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a\tb\r\nc\td\r\n", (("a", "b"), ("c", "d"))),
        ("a", (("a",),)),
        ("", (("",),)),
        ("a\tb\nc\n", (("a", "b"), ("c", ""))),
        ("\t\r\n\tx\r\n", (("", ""), ("", "x"))),
        ('"two\r\nlines"\tb\r\n', (("two\nlines", "b"),)),
        ('"say ""yes""\nor no"\r\n', (('say "yes"\nor no',),)),
        ('5" pipe\tb\r\n', (('5" pipe', "b"),)),
        ('"begins quoted" and goes on\tb\r\n', (('"begins quoted" and goes on', "b"),)),
        ('"never closed\tb\r\n', (('"never closed', "b"),)),
        ('="19/20"\t2\r\n', (('="19/20"', "2"),)),
        ("a\rb\r", (("a",), ("b",))),
        ("a\n\n", (("a",), ("",))),
    ],
)
def test_a_block_is_read_as_the_spreadsheet_meant_it(text: str, rows: tuple[tuple[str, ...], ...]) -> None:
    assert read_block(text) == rows


_CELL = st.text(st.sampled_from('ab"\t\n 是=;'), max_size=6)


@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(_CELL, min_size=n, max_size=n), min_size=1)))
def test_what_is_written_is_read_back(rows: list[list[str]]) -> None:
    assert read_block(write_block(rows)) == tuple(tuple(row) for row in rows)
