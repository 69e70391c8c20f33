"""Values far from their peers, by hand and by property."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalapp.base.numbers import from_float
from evalapp.merge.oddities.outliers import find_outliers, spread_of
from tests.merge.oddities.cases import Z, case, column, said

CLOSE = ["90/100", "92/100", "94/100", "95/100", "96/100", "97/100", "98/100", "91/100", "93/100"]


def test_a_value_far_from_the_rest_is_told_with_its_numbers() -> None:
    """Median 93.5 of ten; distances 0.5 0.5 1.5 1.5 2.5 2.5 3.5 3.5 4.5 84.5, their median 2.5: 84.5 · 0.6745 / 2.5 = 22.8."""
    (found,) = find_outliers(case(column("RATE", [*CLOSE, "9/100"])))
    assert [place.unit for place in found.places] == ["009"]
    assert found.why == (
        "市009 RATE: “9/100” lies far from the rest. Of the 10 units the middle half lies between 91.3 % and 95.8 %, the median "
        "is 93.5 %."
    )
    assert found.strength == pytest.approx(100 * (1 - 1 / (1 + 84.5 * 0.6745 / 2.5 / 3.5)), abs=0.06)


@pytest.mark.parametrize(
    ("item", "values", "why"),
    [
        ("RATE", [*CLOSE[:6], "9/100"], "fewer than eight units"),
        ("STEP", ["full"] * 9 + ["none"], "two different values say nothing about distance"),
        ("YES", ["yes"] * 20 + ["no"], "nor do yes and no"),
        ("RATE", CLOSE, "nothing is far"),
        ("RATE", [*CLOSE, "9/100", "8/100"], "two of eleven are how the item lies"),
        ("WORDS", ["一", "二", "三", "四", "五", "六", "七", "八", "很长的话"], "words are no numbers"),
        ("COUNT", ["10", "12", "9", "14", "20", "8", "11", "40", "13"], "a count that doubles is a step"),
    ],
)
def test_nothing_is_told(item: str, values: list[str], why: str) -> None:
    assert find_outliers(case(column(item, values))) == [], why


def test_a_count_is_compared_by_ratios() -> None:
    values = ["10", "12", "9", "14", "20", "8", "11", "13", "15", "1000"]
    (found,) = find_outliers(case(column("COUNT", values)))
    assert found.places[0].unit == "009"


def test_where_most_are_the_same_the_quartiles_are_the_fence() -> None:
    values = ["95", *["90"] * 9, "91", "92", "92", "92", "10"]
    (found,) = find_outliers(case(column("SCORE", values)))
    assert found.places[0].unit == "014"


def test_what_is_no_number_is_told_in_score_points() -> None:
    """Ticks of ten worth one point each: most units have seven to nine of them, one has none."""
    ticks = [";".join(f"t{n}" for n in range(many)) for many in (7, 8, 9, 8, 7, 9, 6, 8, 10, 5)]
    (found,) = find_outliers(case(column("TICKS", [*ticks, "none"])))
    assert (
        "市010 TICKS: “None” earns 0 of 100, far from the rest. Of the 11 units the middle half earns between 65"
        in found.why
    )


def test_two_assessors_who_say_the_same_are_one_finding() -> None:
    answers = [*column("RATE", [*CLOSE, "9/100"]), *column("RATE", [*CLOSE, "9/100"], subject=Z)]
    (found,) = find_outliers(case(answers))
    assert {place.subject for place in found.places} == {"w" * 32, Z}


def test_it_holds_for_what_was_said_then() -> None:
    before, again, after = (
        find_outliers(case(column("RATE", [*values, worst])))[0]
        for values, worst in ((CLOSE, "9/100"), ([*CLOSE[:8], "89/100"], "9/100"), (CLOSE, "8/100"))
    )
    assert before.about == again.about, "other units moved"
    assert before.key == again.key
    assert before.key != after.key


def test_states_are_no_values() -> None:
    answers = [*column("RATE", CLOSE), said("050", "RATE", state="not_found")]
    assert find_outliers(case(answers)) == []


@given(st.lists(st.integers(0, 1000), min_size=8, max_size=60), st.integers(1, 50), st.integers(0, 999))
def test_scale_and_place_of_the_values_do_not_matter(numbers: list[int], times: int, more: int) -> None:
    plain = spread_of([float(one) for one in numbers], ratios=False)
    moved = spread_of([float(one * times + more) for one in numbers], ratios=False)
    assert (plain is None) == (moved is None)
    if plain is not None and moved is not None:
        far = [plain.distance(one) > 1 + 1e-9 for one in numbers]
        assert far == [moved.distance(one * times + more) > 1 + 1e-9 for one in numbers]


@given(st.lists(st.integers(0, 100), min_size=8, max_size=40), st.randoms())
def test_the_order_of_units_does_not_matter(numbers: list[int], random: object) -> None:
    values = [from_float(float(one)) for one in numbers]
    answers = column("SCORE", values)
    shuffled = list(answers)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    units = [one.unit for one in answers]
    first = {(one.key, one.strength, one.why) for one in find_outliers(case(answers, units=units))}
    assert first == {(one.key, one.strength, one.why) for one in find_outliers(case(shuffled, units=units))}


@given(st.lists(st.integers(0, 100), min_size=8, max_size=40))
def test_no_more_than_one_unit_in_ten_is_ever_told(numbers: list[int]) -> None:
    found = find_outliers(case(column("SCORE", [from_float(float(one)) for one in numbers])))
    assert len({place.unit for one in found for place in one.places}) <= len(numbers) / 10
    assert all(50 <= one.strength <= 100 for one in found)
