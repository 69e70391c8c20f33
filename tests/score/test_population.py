"""Who is on the roster: units, sub-units of each sort, who stands below whom, who is compared with whom."""

import numpy as np

from evalapp.entry.roster import Roster, Unit
from evalapp.score.population import Cohorts, asked, population
from tests.score.written import TOWN, YES, written

ITEMS = f"""
A
T rollup = {{ {TOWN}, take = "mean" }}
  T1 {YES}
  TV part = "veto", {YES}
C rollup = {{ kind = "county", take = "max" }}, scale = {{ kind = "count", cap = 3 }}
V part = "veto"
  V1 {YES}
"""


def roster(*lines: str) -> Roster:
    """Units ``code within parent kind``; a minus stands for nothing."""
    found = []
    for line in lines:
        code, within, parent, kind = (word.replace("-", "") for word in line.split())
        columns = {"code": code, "name": code, "region": within, "parent": parent, "kind": kind}
        found.append(Unit(key=code, code=code, name=code, columns=columns))
    return tuple(found)


ROSTER = roster(
    "u1 east - portal", "t1 east u1 town", "c1 east u1 county", "u2 west - portal", "t2 east u2 town", "u3 east - site", "t3 west u1 town"
)  # fmt: skip


def lists(cohorts: Cohorts) -> list[list[int]]:
    return [members.tolist() for members in cohorts]


def test_units_and_sub_units() -> None:
    people = population(written(ITEMS), ROSTER)
    assert people.units.tolist() == [0, 3, 5]
    assert people.subs.tolist() == [1, 2, 4, 6]
    assert {
        sort: {unit: rows.tolist() for unit, rows in below.items()} for sort, below in people.below.items()
    } == {
        "town": {0: [1, 6], 3: [4]},
        "county": {0: [2]},
    }


def test_without_a_column_all_units_are_compared_and_all_sub_units_of_a_sort() -> None:
    people = population(written(ITEMS), ROSTER)
    assert lists(people.cohorts) == [[0, 3, 5]]
    assert {sort: lists(cohorts) for sort, cohorts in people.sub_cohorts.items()} == {
        "town": [[1, 4, 6]],
        "county": [[2]],
    }


def test_a_column_parts_units_and_sub_units_by_their_own_values() -> None:
    people = population(written(ITEMS, 'units.within = "region"'), ROSTER)
    assert lists(people.cohorts) == [[0, 5], [3]]
    assert {sort: lists(cohorts) for sort, cohorts in people.sub_cohorts.items()} == {
        "town": [[1, 4], [6]],
        "county": [[2]],
    }


def test_the_kind_of_a_unit_is_no_sort_of_sub_unit() -> None:
    assert [unit.sort for unit in ROSTER] == ["", "town", "county", "", "town", "", "town"]


def test_a_roster_of_units_alone() -> None:
    people = population(written(ITEMS), roster("u1 east - -", "u2 west - -"))
    assert (people.units.tolist(), people.subs.tolist(), people.below) == ([0, 1], [], {})
    assert lists(people.cohorts) == [[0, 1]]


def test_of_whom_an_item_says_something() -> None:
    tree = written(ITEMS)
    people = population(tree, ROSTER)
    rows = {node.code: np.flatnonzero(asked(people, node)).tolist() for node in tree.nodes}
    assert rows == {
        "A": [0, 3, 5],
        "T": [0, 1, 3, 4, 5, 6],
        "T1": [1, 4, 6],  # inside a group that is rolled up, the towns alone
        "TV": [0, 1, 3, 4, 5, 6],  # a hit of a town is one of its unit
        "C": [0, 2, 3, 5],
        "V": [0, 3, 5],
        "V1": [0, 3, 5],
    }
