"""Where the same evidence stands is known without looking through answers each time."""

from collections.abc import ItemsView
from typing import Any

import pytest

from evalapp.entry.evidence import Evidence
from evalapp.entry.roster import Unit
from evalapp.form.reader import read_form_file
from evalapp.form.tree import build_tree
from evalapp.ui.assessor.pieces import EvidenceUses, piece_states
from evalapp.work.answers import Entered, LeafEntry, UnitPage, UnitProgress
from tests.people import SMALL

TREE = build_tree(read_form_file(SMALL))
CITIES, ITEMS = 200, 100


class Looked(dict[str, Any]):
    """Counts how often all entries are looked through."""

    times = 0

    def items(self) -> ItemsView[str, Any]:
        type(self).times += 1
        return super().items()


def piece(number: int, kind: str = "screenshot") -> Evidence:
    return Evidence(kind=kind, ref=f"{number:064x}", at="2021-10-21T01:42:00Z", size=150_000)  # type: ignore[arg-type]


def page(city: int, first: int) -> UnitPage:
    """A city with a piece behind each of a hundred items."""
    entries = {
        f"I{item}": LeafEntry(
            code=f"I{item}", entered=Entered(evidence=(piece(first + item),)), applies=True, answered=True
        )
        for item in range(ITEMS)
    }
    key = f"{city:06}"
    return UnitPage(
        unit=Unit(key=key, code=key, name=f"市{city}", columns={}),
        tree=TREE,
        leaves=(),
        entries=Looked(entries),
        problems=(),
        progress=UnitProgress(),
    )


def test_twenty_thousand_pieces_are_looked_through_once() -> None:
    uses, pages = EvidenceUses(), [page(city, city * ITEMS) for city in range(CITIES)]
    pages[7] = page(7, 3 * ITEMS)
    Looked.times = 0
    for _again in range(3):
        for one in pages:
            uses.take(one)
        for item in range(ITEMS):
            same = uses.elsewhere((f"{7:06}", f"I{item}"), [piece(3 * ITEMS + item)])
            assert [found.place for found in same.values()] == [f"go:000003/I{item}"]
        assert uses.elsewhere(("000001", "I1"), [piece(ITEMS + 1)]) == {}
    assert Looked.times == CITIES


def test_a_newer_page_takes_the_place_of_the_older() -> None:
    uses = EvidenceUses()
    uses.take(page(1, 0))
    uses.take(page(2, 0))
    cell, mine = ("000001", "I5"), [piece(5)]
    assert uses.elsewhere(cell, mine)[piece(5).ref].words == "Same as 市2 I5"
    uses.take(page(2, 900))
    assert uses.elsewhere(cell, mine) == {}


def test_the_same_words_in_two_notes_are_not_told() -> None:
    uses = EvidenceUses()
    note = LeafEntry(code="I1", entered=Entered(evidence=(piece(1, "note"),)), applies=True, answered=True)
    for city in (1, 2):
        made = page(city, city * 1000)
        made.entries["I1"] = note
        uses.take(made)
    assert uses.elsewhere(("000001", "I1"), [piece(1, "note")]) == {}


def test_a_piece_says_when_in_both_times_and_how_large() -> None:
    [state] = piece_states([piece(1)], {}, {})
    assert state.missing
    assert "2021-10-21 01:42:00 UTC" in state.details
    assert "146 KB" in state.details


def link(address: str) -> Evidence:
    return Evidence(kind="link", ref=address, at="2021-10-21T01:42:00Z")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://www.gov.cn/zwfw/guide", ""),
        ("https://www.gov.cn/?id=7", ""),
        ("https://www.gov.cn/", "home page"),
        ("http://www.gov.cn", "home page"),
        ("http://localhost:8080/a", "Only this computer"),
        ("http://192.168.1.7/a", "Only this computer"),
        ("http://[::1]/a", "Only this computer"),
        ("https://101.6.8.1/a", ""),
        ("http://[no address", ""),
    ],
)
def test_a_link_that_proves_little_says_so(address: str, said: str) -> None:
    [state] = piece_states([link(address)], {}, {})
    assert said in state.weak
    assert bool(state.weak) == bool(said)
