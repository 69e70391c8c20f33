"""What changed between two editions, and what each change means for answers that are there (RECORD R21)."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from evalapp.form.changes import Change, Difference
from evalapp.form.diff import difference
from evalapp.form.label import Text
from evalapp.form.model import Check, Grade, Index, Item, Policy, Profile, Rollup, Units
from evalapp.form.scales import (
    Checklist,
    Deduction,
    Deductions,
    Derived,
    Number,
    Option,
    Options,
    Rate,
    Rounds,
    Tick,
    Words,
)
from tests.form.editions import form, leaf, options, ticks

G = Item(code="G", title="组")
OTHER = Item(code="H", title="另一组")
CHANNELS = Options(options=(Option(value="full", points=4, label="一致"), Option(value="none", points=0)))


def at(found: Difference) -> dict[str, list[tuple[str, str, bool]]]:
    """By place: kind, meaning and whether results change, as (kind, meaning, scores)."""
    places: dict[str, list[tuple[str, str, bool]]] = {}
    for change in found.changes:
        places.setdefault(place(change), []).append((change.kind, change.meaning, change.scores))
    return places


def place(change: Change) -> str:
    return change.subject if change.table == "item" else f"[{change.table}] {change.subject}".strip()


def item_difference(old: Item, new: Item) -> list[tuple[str, str, bool]]:
    found = at(difference(form(G, OTHER, old), form(G, OTHER, new)))
    assert found.keys() <= {new.code}, "nothing else changed"
    return found.get(new.code, [])


def test_equal_editions_do_not_differ() -> None:
    found = difference(form(G, leaf("A")), form(G, leaf("A")))
    assert (found.changes, found.unchanged, found.is_safe) == ((), 2, True)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"title": "别的名字"}, [("texts", "safe", False)]),
        ({"ask": "问", "guide": "查"}, [("texts", "safe", False)]),
        ({"weight": 7.0}, [("scoring", "safe", True)]),
        ({"applies": "unit.kind == 'city'"}, [("scoring", "safe", True)]),
        ({"not_applicable": "zero"}, [("scoring", "safe", True)]),
        ({"part": "note"}, [("scoring", "safe", True)]),
        ({"evidence": "required"}, [("entry", "safe", False)]),
        ({"parent": "H"}, [("moved", "safe", True)]),
        ({"states": ("unable",)}, [("shape", "mapping", True)]),
        ({"rollup": Rollup(kind="town", take="mean")}, [("shape", "destructive", True), ("scoring", "safe", True)]),
        (
            {"scale": Options(options=(Option(value="full", points=4, label="全一致"), CHANNELS.options[1]))},
            [("texts", "safe", False)],
        ),
        (
            {"scale": Options(options=(Option(value="full", points=9, label="一致"), CHANNELS.options[1]))},
            [("scoring", "safe", True)],
        ),
        ({"scale": Options(options=CHANNELS.options[::-1])}, [("texts", "safe", False)]),
        ({"scale": options("full", "most", "none", full="一致")}, [("shape", "mapping", True)]),
        ({"scale": options("a", "b")}, [("shape", "destructive", True)]),
        ({"scale": Number(max=5)}, [("shape", "destructive", True)]),
        ({"scale": Words()}, [("shape", "destructive", True)]),
    ],
    ids=str,
)  # fmt: skip
def test_what_a_change_of_an_item_means(change: dict[str, Any], found: list[tuple[str, str, bool]]) -> None:
    old = leaf("A", CHANNELS, parent="G")
    assert item_difference(old, msgspec.structs.replace(old, **change)) == found


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            CHANNELS,
            Options(options=(Option(value="full", points=9, label="一致"), CHANNELS.options[1])),
            "full, points: 4 → 9",
        ),
        (Number(max=100), Number(max=100, points=None, unit="天"), "the unit of measurement was – and is 天"),
        (Rate(), Rounds(n=2, of=Rate()), "another scale, which has no counterpart"),
        (options("a", "b", "c"), options("a", "b", "d"), "no counterpart has c"),
        (options("a", "b", a="甲"), options("a2", "b", "c", a2="甲"), "renamed: a → a2; added: c; a2, points: 2 → 3; b, points: 1 → 2"),
        (options("a", "b"), options("c", "d"), "given again; added: c, d; removed: a, b"),
        (ticks("a", "b"), ticks("a"), "no counterpart has b"),
        (Number(max=100, decimals=1), Number(max=60, decimals=0), "what the old answers mean; max: 100 → 60; decimals: 1 → 0"),
        (Rate(), Number(max=100), "given again; kind: rate → number"),
        (Rounds(n=2, of=Number(max=5)), Rounds(n=3, of=Number(max=9)), "n: 2 → 3; of, max: 5 → 9"),
        (
            Deductions(points=9, kinds=(Deduction(id="dead", each=1),)),
            Deductions(points=9, kinds=(Deduction(id="dead", each=2),)),
            "dead, each: 1 → 2",
        ),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_said_of_a_scale(old: Any, new: Any, words: str) -> None:
    found = difference(form(leaf("A", old)), form(leaf("A", new))).changes
    assert words in " / ".join(change.words for change in found)


def test_weights_of_a_profile_are_told_code_by_code() -> None:
    before, after = (
        form(
            leaf("A"),
            leaf("B"),
            leaf("C"),
            profiles=(Profile(id="p", when="unit.x == 'y'", weights=weights),),
        )
        for weights in ({"A": 1.0, "B": 2.0}, {"A": 1.0, "B": 3.0, "C": 4.0})
    )
    (change,) = [one for one in difference(before, after).changes if one.table == "profile"]
    assert change.words == "weights B: 2 → 3; weights C: – → 4"


def test_items_that_come_go_and_change_their_code() -> None:
    before = form(
        G, leaf("A", title="入口"), leaf("B", CHANNELS, title="渠道"), leaf("C", Rate(), title="按时率")
    )
    after = form(
        leaf("A", title="入口"), leaf("B2", CHANNELS, title="渠道"), leaf("D", Words(), title="亮点")
    )
    assert at(difference(before, after)) == {
        "B2": [("renamed", "mapping", False)],
        "C": [("removed", "destructive", True)],
        "D": [("added", "safe", True)],
        "G": [("removed", "safe", True)],
    }


def test_an_item_that_becomes_a_group_or_a_computed_value_is_answered_no_more() -> None:
    group = Item(code="A", title="指标 A")
    computed = leaf("A", Derived(value="1.0", max=1))
    gone, come = ("removed", "destructive", True), ("added", "safe", True)
    assert at(difference(form(leaf("A")), form(group)))["A"] == [gone]
    assert gone in at(difference(form(leaf("A")), form(computed)))["A"]
    assert at(difference(form(group), form(leaf("A"))))["A"] == [come]


def test_another_order_of_siblings_changes_nothing_but_pages() -> None:
    before = form(G, leaf("A", parent="G"), leaf("B", parent="G"))
    after = form(G, leaf("B", parent="G"), leaf("A", parent="G"))
    found = difference(before, after)
    assert at(found) == {"G": [("order", "safe", False)]}
    assert found.unchanged == 3


def test_everything_beside_the_items() -> None:
    before = form(
        leaf("A", "yesno"),
        scales={"yesno": ticks("a", "b"), "old": Rate()},
        policy=Policy(weights="relative"),
        grades=(Grade(id="good", name="良", min=80), Grade(id="rest", name="差")),
        checks=(Check(id="c", severity="error", when="answered('A')", message="查"),),
        units=Units(means=("province",)),
        indices=(Index(id="i", title="指数", value="total"),),
    )
    after = form(
        leaf("A", "yesno"),
        scales={"yesno": Checklist(ticks=(Tick(id="a", points=5), Tick(id="b"))), "new": Rate()},
        policy=Policy(weights="relative", unanswered="zero"),
        grades=(Grade(id="good", name=Text(zh="良好"), min=75), Grade(id="rest", name="较弱")),
        checks=(Check(id="c", severity="warning", when="answered('A')", message="查"),),
        units=Units(means=("region",)),
        profiles=(Profile(id="p", when="true", weights={"A": 1.0}),),
    )
    found = difference(before, after)
    assert at(found) == {
        "A": [("scoring", "safe", True)],
        "[scales] yesno": [("scoring", "safe", False)],
        "[scales] old": [("scoring", "safe", False)],
        "[scales] new": [("scoring", "safe", False)],
        "[units]": [("scoring", "safe", True)],
        "[policy]": [("scoring", "safe", True)],
        "[grade] good": [("texts", "safe", False), ("scoring", "safe", True)],
        "[grade] rest": [("texts", "safe", False)],
        "[check] c": [("scoring", "safe", False)],
        "[profile] p": [("added", "safe", True)],
        "[index] i": [("removed", "safe", True)],
    }
    said = {place(change): change.words for change in found.changes if change.kind == "scoring"}
    assert said["[policy]"] == "unanswered: pending → zero"
    assert said["[grade] good"] == "min: 80 → 75"
    assert said["[scales] yesno"].endswith("A")


def test_the_words_are_in_the_language_in_force(language: Callable[[str], None]) -> None:
    language("zh_CN")
    (change,) = difference(form(leaf("A"), leaf("B", Rate())), form(leaf("A"))).changes
    assert change.words == "该指标已删除：其填报值留在历史里，不再计入"
