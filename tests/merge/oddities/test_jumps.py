"""Leaps since the edition before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalapp.entry.final import Final, State
from evalapp.merge.oddities.case import Said
from evalapp.merge.oddities.jumps import find_jumps
from tests.merge.oddities.cases import Z, case, column, said

STILL = ["60/100", "70/100", "80/100", "90/100", "85/100", "75/100"]


def was(item: str, values: list[str]) -> dict[tuple[str, str], Final]:
    return {(f"{n:03}", item): answered(value) for n, value in enumerate(values)}


def answered(value: str) -> Final:
    return Final("answered", value) if value[0] != "(" else Final(value.strip("()"))  # type: ignore[arg-type]


def now(item: str, values: list[str]) -> list[Said]:
    return [
        said(one.unit, item, "", state=one.value.strip("()")) if one.value.startswith("(") else one  # type: ignore[arg-type]
        for one in column(item, values)
    ]


@pytest.mark.parametrize(
    ("item", "before", "after", "words"),
    [
        ("RATE", "95/100", "20/100", "went from “95/100” in 2021 to “20/100”, by 75 of 100 score points."),
        ("RATE", "10/100", "95/100", "went from “10/100” in 2021 to “95/100”, by 85 of 100 score points."),
        ("YES", "yes", "no", "went from “Yes” in 2021 to “No”, by 100 of 100 score points."),
        ("STEP", "full", "none", "went from “Full” in 2021 to “None”, by 100 of 100 score points."),
        ("STEP", "full", "(not_found)", "was “Full” in 2021, and nothing was found here: has it gone?"),
        ("STEP", "none", "(not_applicable)", "was “None” in 2021, and is said not to apply here."),
        ("STEP", "(not_applicable)", "full", "did not apply in 2021, and is answered by “Full” here."),
        ("COUNT", "11", "95", "went from “11” in 2021 to “95”, 8 times as much."),
        ("COUNT", "95", "11", "went from “95” in 2021 to “11”, 8 times less."),
    ],
)
def test_a_leap_is_told(item: str, before: str, after: str, words: str) -> None:
    rest = STILL if item == "RATE" else ["5", "6", "7", "8", "9"] if item == "COUNT" else _rest(item)
    answers = now(item, [*rest, after])
    (found,) = find_jumps(case(answers, earlier=was(item, [*rest, before])))
    assert found.why == f"市{len(rest):03} {item} {words}"
    assert found.strength >= 50


def _rest(item: str) -> list[str]:
    return ["yes"] * 6 if item == "YES" else ["full"] * 6


@pytest.mark.parametrize(
    ("item", "before", "after", "why"),
    [
        ("RATE", "95/100", "46/100", "49 points are none"),
        ("RATE", "20/100", "94/100", "a rise has to be larger"),
        ("YES", "no", "yes", "to gain a service is what is hoped for"),
        ("STEP", "none", "full", "and so are two steps"),
        ("STEP", "part", "(not_found)", "there was little to lose"),
        ("STEP", "full", "(unable)", "nobody knows"),
        ("STEP", "(unable)", "full", "nobody knew"),
        ("COUNT", "11", "50", "four times as much"),
        ("COUNT", "0", "3", "a few more than none"),
        ("WORDS", "甲", "乙", "words are not scored"),
    ],
)
def test_what_is_no_leap(item: str, before: str, after: str, why: str) -> None:
    rest = STILL if item == "RATE" else ["5", "6", "7", "8", "9"] if item == "COUNT" else _rest(item)
    rest = ["甲"] * 6 if item == "WORDS" else rest
    assert find_jumps(case(now(item, [*rest, after]), earlier=was(item, [*rest, before]))) == [], why


def test_where_a_third_of_the_units_fell_the_world_has_changed() -> None:
    before, after = ["yes"] * 6, ["no", "no", "yes", "yes", "yes", "yes"]
    assert find_jumps(case(now("YES", after), earlier=was("YES", before))) == []
    assert len(find_jumps(case(now("YES", ["no", *["yes"] * 5]), earlier=was("YES", before)))) == 1


def test_a_unit_that_was_not_there_is_compared_with_nothing() -> None:
    assert find_jumps(case(column("RATE", STILL))) == []


def test_two_assessors_who_say_the_same_are_one_finding_and_others_their_own() -> None:
    earlier = was("STEP", ["full"] * 6)
    base = now("STEP", ["full"] * 5)
    one = [*base, said("005", "STEP", "none"), said("005", "STEP", "none", subject=Z)]
    two = [*base, said("005", "STEP", "none"), said("005", "STEP", state="not_found", subject=Z)]
    assert [len(found.places) for found in find_jumps(case(one, earlier=earlier))] == [2]
    assert [len(found.places) for found in find_jumps(case(two, earlier=earlier))] == [1, 1]


def test_it_holds_while_both_values_are_the_same() -> None:
    def about(before: str, after: str) -> str:
        rest = ["full"] * 5
        (found,) = find_jumps(case(now("STEP", [*rest, after]), earlier=was("STEP", [*rest, before])))
        return found.about

    assert about("full", "none") == about("full", "none")
    assert about("full", "none") != about("full", "(not_found)")


VALUES = st.sampled_from(["full", "part", "none", "(not_found)", "(not_applicable)", "(unable)"])


@given(st.lists(st.tuples(VALUES, VALUES), min_size=3, max_size=20))
def test_what_stayed_is_never_told_and_no_third_ever_is(pairs: list[tuple[str, str]]) -> None:
    earlier = was("STEP", [before for before, _after in pairs])
    found = find_jumps(case(now("STEP", [after for _before, after in pairs]), earlier=earlier))
    told = {int(place.unit) for one in found for place in one.places}
    assert all(pairs[n][0] != pairs[n][1] for n in told)
    assert len(told) < 2 * len(pairs) / 3, "a third upwards and a third downwards are left out"
    states: set[State] = {earlier[f"{n:03}", "STEP"].state for n in told}
    assert "unable" not in states
