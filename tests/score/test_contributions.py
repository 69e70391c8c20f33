"""What each item contributes to the distance between two units, or between a unit and the mean of all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalapp.base.errors import AppError
from evalapp.entry.states import compile_rules
from evalapp.score.contributions import Contributions, contributions
from evalapp.score.results import Results
from tests.score.written import TOWN, YES, computed

ITEMS = f"""
A
  A1 weight = 3
  A2
B weight = 2
J part = "bonus", weight = 10, {YES}
P part = "penalty", scale = {{ kind = "count", each = -2 }}
"""


def distance(results: Results, here: int = 0, there: int | None = 1) -> Contributions:
    return contributions(results, compile_rules(results.tree), here, there)


def parts(found: Contributions) -> dict[str, float]:
    return {one.code: pytest.approx(one.points) for one in found.items}


def test_where_points_add_up_each_part_is_a_difference_of_points() -> None:
    # Weights 25, 8⅓ and 66⅔.
    found = distance(computed(ITEMS, "u: A1=80 A2=60 B=50 J=yes P=0\nv: A1=40 A2=60 B=80 J=no P=3"))
    assert found.additive
    assert parts(found) == {"B": -20, "A1": 10, "J": 10, "P": 6}  # the largest first; A2 makes none
    assert [one.code for one in found.items] == ["B", "A1", "J", "P"]
    assert (found.distance, found.rest) == (pytest.approx(6), 0)
    first = found.items[0]
    assert (first.here, first.there) == (pytest.approx(100 / 3), pytest.approx(160 / 3))


def test_what_is_left_out_shifts_weight_to_the_others() -> None:
    # A2 does not apply to v, so A1 carries all 33⅓ of A there: 26⅔ and 5 here, 33⅓ there.
    found = distance(
        computed(ITEMS, "u: A1=80 A2=60 B=50 J=no P=0\nv: A1=100 A2=not_applicable B=50 J=no P=0")
    )
    assert found.additive
    assert parts(found) == {"A1": 20 - 100 / 3, "A2": 5}


def test_the_distance_to_the_mean_of_all_that_have_points() -> None:
    answers = "u: A1=80 A2=60 B=50 J=no P=0\nv: A1=40 A2=60 B=80 J=no P=0\nw: A1=blank A2=60 B=80 J=no P=0"
    found = distance(computed(ITEMS, answers), there=None)
    assert found.additive
    assert parts(found) == {"B": -10, "A1": 5}
    assert found.distance == pytest.approx(-5)


def test_a_bonus_counts_as_it_was_granted() -> None:
    items = f'A\nJ part = "bonus"\n  J1 weight = 6, {YES}\n  J2 weight = 2, {YES}'
    found = distance(
        computed(items, "u: A=50 J1=yes J2=yes\nv: A=50 J1=no J2=no", more="policy.bonus = { cap = 4 }")
    )
    assert found.additive
    assert parts(found) == {"J1": 3, "J2": 1}  # 8 were earned and 4 granted: half of each


def test_a_group_of_towns_is_one_part() -> None:
    items = f'A\nG rollup = {{ {TOWN}, take = "mean" }}\n  X\n  Y'
    columns = "t parent=u kind=town\ns parent=v kind=town"
    found = distance(computed(items, "u: A=50\nv: A=50\nt: X=80 Y=60\ns: X=40 Y=20", columns))
    assert found.additive
    assert parts(found) == {"G": 20}


values = st.lists(
    st.sampled_from([*map(str, range(0, 101, 7)), "unable", "not_found", "not_applicable"]),
    min_size=8,
    max_size=8,
)


@given(values, st.sampled_from(["reweight", "equal", "rescale"]))
def test_additive_parts_add_up_to_the_distance(given_: list[str], policy: str) -> None:
    items = "A\n  A1 weight = 3\n  A2\nB\n  B1\n  B2 weight = 2"
    units = "\n".join(f"{unit}: " + " ".join(f"{code}={value}" for code, value in zip(("A1", "A2", "B1", "B2"), given_[place : place + 4], strict=True)) for unit, place in (("u", 0), ("v", 4)))  # fmt: skip
    results = computed(items, units, more=f'policy.not_applicable = "{policy}"')
    if results.status_of(0) != "ranked" or results.status_of(1) != "ranked":
        return
    found = distance(results)
    assert found.additive
    assert sum(one.points for one in found.items) == pytest.approx(found.distance, abs=1e-9)
    assert found.distance == pytest.approx(results.points[0] - results.points[1], abs=1e-12)


@pytest.mark.parametrize(
    ("items", "more", "answers", "expected", "total"),
    [
        # A geometric mean: 20 against 40; with the other's B it would be 40.
        ("A\nB", 'policy.aggregation = "geometric"', "u: A=40 B=10\nv: A=40 B=40", {"B": -20}, -20),
        # 20 against 60. With the other's A it would be 40, with the other's B 30: 10 belongs to neither alone.
        ("A\nB", 'policy.aggregation = "geometric"', "u: A=10 B=40\nv: A=40 B=90", {"A": -20, "B": -10}, -40),
        # A cap: 95 and 90 of 100 and 90.
        ("A\nB", "policy.cap = 95", "u: A=100 B=100\nv: A=80 B=100", {"A": 5}, 5),
        # A veto that fixes the total: without it u would have 90.
        (f'A\nV part = "veto", veto = {{ effect = "fixed", points = 59 }}, {YES}', "", "u: A=90 V=yes\nv: A=80 V=no", {"V": -31}, -21),
    ],
)  # fmt: skip
def test_elsewhere_each_part_is_what_the_distance_would_lose(
    items: str, more: str, answers: str, expected: dict[str, float], total: float
) -> None:
    found = distance(computed(items, answers, more=more))
    assert not found.additive
    assert parts(found) == expected
    assert found.distance == pytest.approx(total)
    assert found.rest == pytest.approx(total - sum(one.points for one in found.items))


def test_nothing_parts_a_unit_from_itself() -> None:
    found = distance(computed(ITEMS, "u: A1=80 A2=60 B=50 J=yes P=1"), 0, 0)
    assert (found.distance, found.items, found.rest) == (0, (), 0)


@pytest.mark.parametrize(("here", "there"), [(0, 1), (1, 0), (1, None)])
def test_without_points_there_is_no_distance(here: int, there: int | None) -> None:
    results = computed("A", "u: A=50\nv: A=blank")
    with pytest.raises(AppError, match="v has no total"):
        distance(results, here, there)
