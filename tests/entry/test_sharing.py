"""Sharing the work out: whatever the roster, the people and the conflicts of interest, the plan keeps its promises."""

from collections import Counter
from itertools import combinations, product
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalapp.entry.dealing import deal
from evalapp.entry.roster import Roster, Unit
from evalapp.entry.sharing import Assigned, Parcel, Shared, Sharing, in_common, loads_of, parcels_of, sample

PEOPLE = ("WXL", "ZQM", "SYN", "LWB", "CSY", "ZH", "HM")
ITEMS = ("A1", "A2", "B1", "B2", "B3", "C1")
BRANCHES = {"A1": "A", "A2": "A", "B1": "B", "B2": "B", "B3": "B", "C1": "C"}


def unit(key: str, parent: str = "") -> Unit:
    columns = {"code": key, "name": key} | ({"parent": parent, "kind": "town"} if parent else {})
    return Unit(key=key, code=key, name=key, columns=columns)


@st.composite
def rosters(draw: st.DrawFn, alike: bool = False) -> tuple[Roster, dict[str, tuple[str, ...]]]:
    """Cities, some with towns; each is asked some of the items, all of them the same number where they are ``alike``."""
    cities = [unit(f"c{number}") for number in range(draw(st.integers(1, 9)))]
    towns = [
        unit(f"{city.key}t{number}", city.key)
        for city in cities
        for number in range(0 if alike else draw(st.integers(0, 2)))
    ]
    most = st.just(len(ITEMS)) if alike else st.integers(0, len(ITEMS))
    return (*cities, *towns), {one.key: ITEMS[: draw(most)] for one in (*cities, *towns)}


@st.composite
def jobs(
    draw: st.DrawFn, alike: bool = False
) -> tuple[Roster, dict[str, tuple[str, ...]], tuple[str, ...], frozenset[tuple[str, str]], Sharing]:
    roster, asked = draw(rosters(alike))
    people = PEOPLE[: draw(st.integers(1, len(PEOPLE)))]
    pairs = st.tuples(st.sampled_from(people), st.sampled_from([one.key for one in roster]))
    barred = draw(st.frozensets(pairs, max_size=12))
    sharing = Sharing(
        mode=draw(st.sampled_from(["single", "double", "all", "sample"])),
        by=draw(st.sampled_from(["city"] if alike else ["city", "branch", "both"])),
        share=draw(st.integers(1, 100)),
        seed=draw(st.integers(0, 99)),
    )
    return roster, asked, people, barred, sharing


def cut(roster: Roster, asked: dict[str, tuple[str, ...]], sharing: Sharing) -> tuple[Parcel, ...]:
    return parcels_of(roster, asked, None if sharing.by == "city" else BRANCHES)


def holders(shared: Shared, parcel: Parcel) -> list[set[str]]:
    """By unit and item of a parcel: who has it."""
    cells = [(key, item) for key, items in parcel.items for item in (("",) if parcel.whole else items)]
    return [{one.code for one in shared.assigned if (one.unit, one.item) == cell} for cell in cells]


def is_barred(person: str, parcel: Parcel, barred: frozenset[tuple[str, str]]) -> bool:
    return any((person, key) in barred for key in (parcel.city, *parcel.units))


@given(jobs())
@settings(max_examples=300, deadline=None)
def test_nobody_gets_what_bars_them_and_everything_has_its_number(job) -> None:  # type: ignore[no-untyped-def]
    roster, asked, people, barred, sharing = job
    parcels = cut(roster, asked, sharing)
    shared = deal(parcels, people, barred, sharing)
    drawn = set(shared.drawn)
    assert len(shared.assigned) == len(set(shared.assigned))
    lacking = set()
    for parcel in parcels:
        free = {person for person in people if not is_barred(person, parcel, barred)}
        needed = {"single": 1, "double": 2, "all": max(len(free), 1), "sample": 2 if parcel in drawn else 1}
        expected = min(needed[sharing.mode], len(free))
        if len(free) < needed[sharing.mode]:
            lacking.add(parcel.city)
        found = holders(shared, parcel)
        assert all(one == found[0] and one <= free and len(one) == expected for one in found)
    assert {one.city for one in shared.lacking} == lacking


@given(jobs())
@settings(max_examples=150, deadline=None)
def test_the_same_seed_gives_the_same_plan_and_the_order_of_people_changes_nobodys_chance(job) -> None:  # type: ignore[no-untyped-def]
    roster, asked, people, barred, sharing = job
    parcels = cut(roster, asked, sharing)
    shared = deal(parcels, people, barred, sharing)
    assert deal(parcels, people, barred, sharing) == shared
    turned = deal(parcels, people[::-1], barred, sharing)
    assert {(one.city, one.needed, one.found, frozenset(one.barred)) for one in turned.lacking} == {
        (one.city, one.needed, one.found, frozenset(one.barred)) for one in shared.lacking
    }
    assert turned.drawn == shared.drawn
    assert Counter((one.unit, one.item) for one in turned.assigned) == Counter(
        (one.unit, one.item) for one in shared.assigned
    )


@given(jobs())
@settings(max_examples=200, deadline=None)
def test_loads_differ_by_no_more_than_the_heaviest_parcel(job) -> None:  # type: ignore[no-untyped-def]
    roster, asked, people, _barred, sharing = job
    parcels = cut(roster, asked, sharing)
    if sharing.by == "branch" or len(people) < 2:
        return
    shared = deal(parcels, people, (), sharing)
    loads = dict.fromkeys(people, 0)
    for parcel in parcels:
        for person in holders(shared, parcel)[0]:
            # A city of which nothing is asked counts as one answer: else one person would get all of these.
            loads[person] += parcel.load or 1
    heaviest = max((parcel.load or 1 for parcel in parcels), default=0)
    assert max(loads.values()) - min(loads.values()) <= heaviest


@given(jobs(alike=True))
@settings(max_examples=120, deadline=None)
def test_with_conflicts_the_busiest_person_has_as_little_as_can_be(job) -> None:  # type: ignore[no-untyped-def]
    """Against every plan there is, for a few cities and people."""
    roster, asked, people, barred, sharing = job
    roster, people = roster[:4], people[:3]
    barred = frozenset((one, key) for one, key in barred if one in people)
    parcels = cut(roster, asked, sharing)
    shared = deal(parcels, people, barred, sharing)
    ways = []
    for parcel in parcels:
        free = [person for person in people if not is_barred(person, parcel, barred)]
        each = len(holders(shared, parcel)[0])
        ways.append(list(combinations(free, each)))
    best = min(
        max(Counter(person for two in plan for person in two).values(), default=0) for plan in product(*ways)
    )
    got = Counter(one.code for one in shared.assigned)
    assert max(got.values(), default=0) == best


def test_loads_are_counted_in_items_not_in_cities() -> None:
    roster = tuple(unit(f"c{number}") for number in range(4))
    asked = {"c0": ITEMS, "c1": ("A1",), "c2": ("A1",), "c3": ("A1",)}
    assigned = deal(parcels_of(roster, asked), ("WXL", "ZQM"), (), Sharing(mode="single")).assigned
    loads = loads_of(assigned, ("WXL", "ZQM"), asked)
    assert [(load.person, load.units, load.items) for load in loads] == [
        ("WXL", ("c0",), 6),
        ("ZQM", ("c1", "c2", "c3"), 3),
    ]
    assert [round(load.share, 3) for load in loads] == [0.667, 0.333]


@pytest.mark.parametrize("people", [4, 5, 6, 7])
def test_pairs_are_mixed(people: int) -> None:
    """Sixteen cities twice over: no two people meet more than once more than any other two could."""
    roster = tuple(unit(f"c{number:02}") for number in range(16))
    assigned = deal(
        parcels_of(roster, dict.fromkeys((one.key for one in roster), ITEMS)), PEOPLE[:people]
    ).assigned
    common = in_common(assigned, {one.key for one in roster})
    most = max(len(cities) for cities in common.values())
    assert most <= ceil(16 / (people * (people - 1) / 2)) + 1
    assert sum(len(cities) for cities in common.values()) == 16


def test_sub_units_go_with_their_unit_and_share_its_conflicts() -> None:
    roster = (unit("c0"), unit("c1"), unit("t0", "c0"))
    asked = dict.fromkeys(("c0", "c1", "t0"), ("A1",))
    barred = {("WXL", "t0")}
    shared = deal(parcels_of(roster, asked), ("WXL", "ZQM"), barred, Sharing(mode="single"))
    assert set(shared.assigned) == {Assigned("ZQM", "c0"), Assigned("ZQM", "t0"), Assigned("WXL", "c1")}


def test_a_branch_stays_in_one_hand_but_for_the_cities_that_bar() -> None:
    roster = tuple(unit(f"c{number}") for number in range(3))
    asked = dict.fromkeys(("c0", "c1", "c2"), ITEMS)
    parcels = parcels_of(roster, asked, BRANCHES)
    sharing = Sharing(mode="single", by="branch")
    shared = deal(parcels, ("WXL", "ZQM", "SYN"), (), sharing)
    assert {one.code for one in shared.assigned if one.item.startswith("B")} == {"WXL"}
    assert {one.code for one in shared.assigned if one.item.startswith("A")} == {"ZQM"}
    assert {one.code for one in shared.assigned if one.item.startswith("C")} == {"SYN"}
    shared = deal(parcels, ("WXL", "ZQM", "SYN"), {("WXL", "c1")}, sharing)
    of_b = {(one.code, one.unit) for one in shared.assigned if one.item == "B1"}
    assert of_b == {("WXL", "c0"), ("WXL", "c2"), ("SYN", "c1")}


def test_a_city_that_cannot_be_given_to_enough_is_named_with_those_it_bars() -> None:
    roster = (unit("c0"), unit("c1"))
    parcels = parcels_of(roster, dict.fromkeys(("c0", "c1"), ITEMS))
    shared = deal(parcels, ("WXL", "ZQM", "SYN"), {("WXL", "c1"), ("SYN", "c1")})
    assert [(one.city, one.needed, one.found, one.barred) for one in shared.lacking] == [
        ("c1", 2, 1, ("WXL", "SYN"))
    ]


def test_everybody_means_everybody_who_may() -> None:
    parcels = parcels_of((unit("c0"),), {"c0": ITEMS})
    shared = deal(parcels, ("WXL", "ZQM"), {("WXL", "c0")}, Sharing(mode="all"))
    assert (shared.assigned, shared.lacking) == ((Assigned("ZQM", "c0"),), ())


def test_a_sample_is_the_same_in_any_order_and_keeps_its_cities_when_one_comes() -> None:
    """The lots are those of SHA-256 (three lines: seed, city, branch), so that a sample can be drawn again with sha256sum."""
    roster = tuple(unit(f"3701{number:02}") for number in range(10))
    parcels = parcels_of(roster, dict.fromkeys((one.key for one in roster), ITEMS))
    drawn = [parcels[number].city for number in sorted(sample(parcels, 30, 7))]
    assert drawn == ["370100", "370104", "370107"]
    turned = parcels[::-1]
    assert {turned[number].city for number in sample(turned, 30, 7)} == set(drawn)
    more = (*parcels, *parcels_of((unit("990000"),), {"990000": ITEMS}))
    assert len({more[number].city for number in sample(more, 30, 7)} & set(drawn)) >= 2
    assert [parcels[number].city for number in sorted(sample(parcels, 30, 8))] != drawn


def test_a_sample_by_branch_draws_in_every_branch() -> None:
    roster = tuple(unit(f"3701{number:02}") for number in range(10))
    parcels = parcels_of(roster, dict.fromkeys((one.key for one in roster), ITEMS), BRANCHES)
    shared = deal(parcels, PEOPLE, (), Sharing(mode="sample", by="both", share=25, seed=3))
    assert Counter(parcel.branch for parcel in shared.drawn) == {"A": 3, "B": 3, "C": 3}


def test_thousands_of_parcels_stay_even() -> None:
    roster = tuple(unit(f"{number:06}") for number in range(337))
    asked = dict.fromkeys((one.key for one in roster), ITEMS)
    parcels = parcels_of(roster, asked, BRANCHES)
    barred = {(PEOPLE[number % 7], f"{number * 11:06}") for number in range(30)}
    shared = deal(parcels, PEOPLE, barred, Sharing(by="both"))
    loads = [load.items for load in loads_of(shared.assigned, PEOPLE, asked)]
    assert max(loads) - min(loads) <= 3
    assert not shared.lacking
