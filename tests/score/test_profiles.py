"""Weight profiles: which holds for a unit, and what its items then weigh."""

import numpy as np
import pytest

from evalapp.entry.states import compile_rules
from evalapp.score.profiles import nominal_weights, unit_profiles
from tests.score.evaluation import roster_of, table
from tests.score.written import computed, written

ITEMS = "A\n  A1\n  A2 weight = 3\nB"
PROFILES = """
units.number = ["people"]
profile = [
  { id = "town", when = "unit.kind == 'town'", weights = { A = 3 } },
  { id = "large", when = "unit.people > 500.0", weights = { B = 3, A1 = 0 } },
  { id = "any", when = "unit.kind != ''", weights = { A = 0 } },
]
"""
UNITS = "u kind=town people=900\nv kind=city people=900\nw kind=city people=100\nx kind= people=\ny kind= people=501"
SAME = "\n".join(f"{unit}: A1=80 A2=40 B=20" for unit in "uvwxy")


def test_the_first_that_fits_in_file_order_is_taken() -> None:
    tree = written(ITEMS, PROFILES)
    found = unit_profiles(tree, compile_rules(tree), roster_of(SAME, UNITS))
    assert found.tolist() == [0, 1, 2, -1, 1]  # a number that is missing fits nothing


def test_the_nominal_weights_of_each_unit() -> None:
    tree = written(ITEMS, PROFILES)
    weights = nominal_weights(tree, np.array([0, 1, 2, -1], dtype=np.int16))
    assert {node.code: weights[node.index].tolist() for node in tree.nodes} == {
        "A": [75, 25, 0, 50],
        "A1": [18.75, 0, 0, 12.5],
        "A2": [56.25, 25, 0, 37.5],
        "B": [25, 75, 100, 50],
    }


def test_without_profiles_all_units_share_one_column() -> None:
    tree = written(ITEMS)
    assert nominal_weights(tree, np.array([-1, -1], dtype=np.int16)).shape == (4, 1)


@pytest.mark.parametrize(
    ("unit", "points", "total"),
    [
        # A is 80/4 + 3·40/4 = 50 but for the unit without A1, where it is 40.
        ("u", {"A": 37.5, "A1": 15, "A2": 22.5, "B": 5}, 42.5),
        ("v", {"A": 10, "A1": None, "A2": 10, "B": 15}, 25),
        ("w", {"A1": None, "A2": None, "B": 20}, 20),
        ("x", {"A": 25, "A1": 10, "A2": 15, "B": 10}, 35),
    ],
)
def test_points_by_the_weights_of_the_unit(unit: str, points: dict[str, float | None], total: float) -> None:
    rows = table(computed(ITEMS, SAME, UNITS, PROFILES))
    assert {
        item: row.points for (code, item), row in rows.items() if code == unit and item != "TOTAL"
    } == points
    assert rows[unit, "TOTAL"].points == pytest.approx(total)


def test_an_item_that_does_not_exist_is_neither_missing_nor_not_applicable() -> None:
    more = PROFILES + 'policy.min_coverage = 1\npolicy.not_applicable = "zero"\n'
    rows = table(computed(ITEMS, "v: A1=unable A2=40 B=20\nw: A1=blank A2=blank B=20", UNITS, more))
    assert (rows["v", "A"].status, rows["v", "TOTAL"].points) == ("scored", 25)
    assert ("w", "A") not in rows
    assert (rows["w", "A1"].status, rows["w", "A1"].weight, rows["w", "TOTAL"].status) == (
        "blank",
        0,
        "ranked",
    )


def test_who_has_no_such_item_has_no_say_in_what_others_are_compared_with() -> None:
    items = 'A scale = { kind = "number", points = { method = "minmax" } }\nB'
    more = 'profile = [{ id = "p", when = "unit.kind == \'x\'", weights = { A = 0 } }]'
    rows = table(computed(items, "u: A=10 B=1\nv: A=20 B=1\nw: A=90 B=1", "u kind=\nv kind=\nw kind=x", more))
    assert [rows[unit, "A"].score for unit in "uvw"] == [0, 100, None]
