"""The work of an evaluation cut into parcels, the sample that two people answer, and what everybody has by a plan."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Literal, get_args

from msgspec import Struct

from evalapp.entry.roster import Roster

Mode = Literal["single", "double", "all", "sample"]
"""How many assessors a city has: one, two, everybody, or one and in a drawn share of the cities two."""
By = Literal["city", "branch", "both"]
"""What is given away as a whole: a city with all its items, a branch of the form in all cities, or a branch in a city."""
MODES: tuple[Mode, ...] = get_args(Mode)
BYS: tuple[By, ...] = get_args(By)

Barred = Collection[tuple[str, str]]
"""(person, unit key): the person may not answer the unit, nor anything that goes with it."""


class Sharing(Struct, frozen=True, kw_only=True):
    """How the work is shared out. ``share`` (percent) and ``seed`` draw the sample; ``level`` says how deep branches begin."""

    mode: Mode = "double"
    by: By = "city"
    level: int = 1
    share: int = 30
    seed: int = 1


class Assigned(Struct, frozen=True):
    """The assessor with this code answers the unit; all its items where ``item`` is empty."""

    code: str
    unit: str
    item: str = ""


class Parcel(Struct, frozen=True, kw_only=True):
    """A city with its sub-units, all of it or one branch: what nobody answers in part.

    ``items`` lists by unit key what is asked there. ``whole`` parcels are written without items.
    """

    city: str
    branch: str
    items: tuple[tuple[str, tuple[str, ...]], ...]
    whole: bool

    @property
    def load(self) -> int:
        """How many answers it takes."""
        return sum(len(items) for _unit, items in self.items)

    @property
    def units(self) -> tuple[str, ...]:
        """The keys of the city and its sub-units."""
        return tuple(unit for unit, _items in self.items)


class Lacking(Struct, frozen=True):
    """A city that cannot be given to as many as it needs: ``found`` people may answer it, ``barred`` ones may not."""

    city: str
    needed: int
    found: int
    barred: tuple[str, ...]


class Shared(Struct, frozen=True, kw_only=True):
    """A plan: the assignments, the cities that lack people, the parcels that the sample drew."""

    assigned: tuple[Assigned, ...]
    lacking: tuple[Lacking, ...] = ()
    drawn: tuple[Parcel, ...] = ()


def parcels_of(
    roster: Roster, asked: Mapping[str, Sequence[str]], branches: Mapping[str, str] | None = None
) -> tuple[Parcel, ...]:
    """The roster cut into parcels: a city each, or, with the branch of each item given, a branch in a city each.

    ``asked`` are the items that assessors answer, by unit key. Sub-units go with their unit; a city of which nothing is
    asked is a parcel all the same, so that it has somebody.
    """
    found: list[Parcel] = []
    for city, family in families(roster):
        if branches is None:
            items = tuple((key, tuple(asked.get(key, ()))) for key in family)
            found.append(Parcel(city=city, branch="", items=items, whole=True))
            continue
        of_branch: dict[str, dict[str, list[str]]] = {}
        for key in family:
            for item in asked.get(key, ()):
                of_branch.setdefault(branches[item], {}).setdefault(key, []).append(item)
        found += [
            Parcel(
                city=city,
                branch=branch,
                items=tuple((key, tuple(items)) for key, items in units.items()),
                whole=False,
            )
            for branch, units in of_branch.items()
        ]
    return tuple(found)


def families(roster: Roster) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The keys of the cities in roster order, each with its own key and those of its sub-units."""
    codes = {unit.code: unit.key for unit in roster}
    found: dict[str, list[str]] = {unit.key: [unit.key] for unit in roster if unit.parent not in codes}
    for unit in roster:
        if unit.parent in codes:
            found[codes[unit.parent]].append(unit.key)
    return tuple((city, tuple(keys)) for city, keys in found.items())


def sample(parcels: Sequence[Parcel], share: int, seed: int) -> frozenset[int]:
    """The places of ``share`` percent of the parcels, rounded up, drawn apart in each branch.

    A parcel's lot follows from the seed, its city and its branch alone (SHA-256), so that another order of the roster, another
    machine or a further city draw the same ones first.
    """
    by_branch: dict[str, list[int]] = defaultdict(list)
    for number, parcel in enumerate(parcels):
        by_branch[parcel.branch].append(number)
    drawn: set[int] = set()
    for numbers in by_branch.values():
        lots = sorted(numbers, key=lambda number: (_lot(parcels[number], seed), number))
        drawn.update(lots[: -(-len(lots) * share // 100)])
    return frozenset(drawn)


def _lot(parcel: Parcel, seed: int) -> bytes:
    return hashlib.sha256(f"{seed}\n{parcel.city}\n{parcel.branch}".encode()).digest()


class Load(Struct, frozen=True):
    """What a person has: cities and sub-units by key, answers to give, and their part of all answers (0 to 1)."""

    person: str
    units: tuple[str, ...]
    items: int
    share: float


def loads_of(
    assigned: Iterable[Assigned], people: Sequence[str], asked: Mapping[str, Sequence[str]]
) -> tuple[Load, ...]:
    """What each of ``people`` has by a plan, however it was made; ``asked`` are the items answered in each unit."""
    units: dict[str, dict[str, None]] = {person: {} for person in people}
    items: Counter[str] = Counter()
    for one in assigned:
        units[one.code][one.unit] = None
        items[one.code] += 1 if one.item else len(asked.get(one.unit, ()))
    whole = sum(items.values())
    return tuple(
        Load(person, tuple(units[person]), items[person], items[person] / whole if whole else 0.0)
        for person in people
    )


def in_common(
    assigned: Iterable[Assigned], cities: Collection[str]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """By two people (the lesser name first): the ``cities`` in which both answer one item or more."""
    by_city: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for one in assigned:
        if one.unit in cities:
            by_city[one.unit][one.code].add(one.item)
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for city, persons in by_city.items():
        for first, second in combinations(sorted(persons), 2):
            if "" in persons[first] | persons[second] or persons[first] & persons[second]:
                found[(first, second)].append(city)
    return {two: tuple(names) for two, names in found.items()}
