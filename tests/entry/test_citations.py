"""Citations follow their evidence, and never point at another piece."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalapp.entry.citations import LOST, dangling, renumbered


@pytest.mark.parametrize(
    ("text", "pieces", "lost"),
    [
        ("", 0, ()),
        ("网页 [1]，手机端 [2]。", 2, ()),
        ("网页 [1]，手机端 [2]。", 1, ("[2]",)),
        ("[3] and [3] again, [4]", 2, ("[3]", "[4]")),
        ("in [2021] and [007] nothing is cited, nor in [0]", 0, ()),
        ("taken away [?]", 3, ("[?]",)),
    ],
)
def test_a_citation_without_its_evidence_is_found(text: str, pieces: int, lost: tuple[str, ...]) -> None:
    assert dangling(text, pieces) == lost


@pytest.mark.parametrize(
    ("text", "before", "order", "after"),
    [
        ("[1] then [2]", 2, [2, 1], "[2] then [1]"),
        ("[1] [2] [3]", 3, [1, 3], "[1] [?] [2]"),
        ("[1][2], [9]", 2, [2], "[?][1], [9]"),
        ("in [2021]", 3, [3], "in [2021]"),
    ],
)
def test_citations_move_with_their_evidence(text: str, before: int, order: list[int], after: str) -> None:
    assert renumbered(text, before, order) == after


@given(st.permutations(range(1, 8)), st.lists(st.integers(1, 9), max_size=12))
def test_every_citation_still_means_the_same_piece(order: list[int], cited: list[int]) -> None:
    pieces = [f"piece {number}" for number in range(1, 8)]
    moved = [pieces[number - 1] for number in order]
    text = " ".join(f"[{number}]" for number in cited)
    after = renumbered(text, len(pieces), order).split()
    for number, written in zip(cited, after, strict=True):
        if number <= len(pieces):
            assert moved[int(written[1:-1]) - 1] == pieces[number - 1]
        else:
            assert written == f"[{number}]"


@given(st.lists(st.integers(1, 6), unique=True, max_size=6), st.integers(1, 6))
def test_what_was_taken_away_is_cited_no_more(left: list[int], cited: int) -> None:
    after = renumbered(f"[{cited}]", 6, left)
    assert (after == LOST) == (cited not in left)
    assert dangling(after, len(left)) == (() if cited in left else (LOST,))
