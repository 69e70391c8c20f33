"""FORM rule 3: what the towns of a unit answer, formed into a value or a score of the unit."""

import numpy as np
import pytest

from evalapp.score.results import Results
from evalapp.score.status import status_name
from tests.score.evaluation import table
from tests.score.written import YES, computed, leaves_of

COUNT = 'scale = { kind = "count", cap = 10 }'
LEVELS = 'scale = { kind = "options", options = [{ value = "full", points = 4 }, { value = "part", points = 1 }, { value = "none", points = 0 }] }'  # fmt: skip


def rollup(take: str, of: str = "value", kind: str = "town") -> str:
    return f'rollup = {{ kind = "{kind}", take = "{take}", of = "{of}" }}'


def towns(values: str) -> tuple[str, str]:
    """Answers of the unit u, and of a town below it for each value; a dot stands for no answer."""
    named = {f"t{n}": value for n, value in enumerate(values.split())}
    answers = "\n".join(
        ["u: A=50", *(f"{town}: {'' if value == '.' else f'X={value}'}" for town, value in named.items())]
    )
    return answers, "\n".join(f"{town} parent=u kind=town" for town in named)


def of_unit(item: str, values: str, more: str = "") -> tuple[str, float | None, float | None]:
    """State, number and score of X for the unit, whose towns answer ``values``."""
    answers, columns = towns(values)
    matrix = leaves_of(f"A\nX {item}", answers, columns, more)
    number, score = matrix.numbers[0, 1], matrix.scores[0, 1]
    state = status_name(int(matrix.states[0, 1]))
    return state, None if np.isnan(number) else float(number), None if np.isnan(score) else float(score)


@pytest.mark.parametrize(
    ("take", "values", "number"),
    [
        ("mean", "2 4 9", 5),
        ("sum", "2 4 9", 15),
        ("min", "2 4 9", 2),
        ("max", "2 4 9", 9),
        ("mean", "3", 3),
        # Not found is 0 and counts; unable leaves; what does not apply leaves.
        ("mean", "2 4 not_found", 2),
        ("min", "2 4 not_found", 0),
        ("mean", "2 4 unable", 3),
        ("mean", "2 4 not_applicable", 3),
        ("sum", "2 unable not_found not_applicable 5", 7),
    ],
)
def test_the_values_are_combined_and_then_scored(take: str, values: str, number: float) -> None:
    state, found, score = of_unit(f"{rollup(take)}, {COUNT}", values)
    assert (state, found, score) == ("answered", number, pytest.approx(min(10, number) * 10))


def test_values_come_before_the_scale() -> None:
    # The mean of 0 and 10 is 5, which is the second step; the mean of their scores would be 50.
    steps = 'scale = { kind = "count", points = { method = "steps", at = [[5, 1], [10, 4]] } }'
    assert of_unit(f"{rollup('mean')}, {steps}", "0 10") == ("answered", 5, 25)
    assert of_unit(f"{rollup('mean', 'score')}, {steps}", "0 10") == ("answered", None, 50)


@pytest.mark.parametrize(
    ("take", "values", "score"),
    [
        ("mean", "full part none", (100 + 25 + 0) / 3),
        ("min", "full part", 25),
        ("max", "part none", 25),
        ("mean", "full not_found", 50),
        ("mean", "full unable not_applicable", 100),
    ],
)
def test_the_scores_are_combined_where_the_answers_are_no_numbers(
    take: str, values: str, score: float
) -> None:
    assert of_unit(f"{rollup(take, 'score')}, {LEVELS}", values) == ("answered", None, pytest.approx(score))


@pytest.mark.parametrize(
    ("values", "more", "state"),
    [
        ("2 .", "", "blank"),  # a blank one is waited for
        ("2 .", 'policy.unanswered = "zero"', "answered"),
        ("2 .", 'policy.unanswered = "reweight"', "answered"),
        (". .", 'policy.unanswered = "zero"', "blank"),
        (". .", 'policy.unanswered = "reweight"', "blank"),
        ("unable .", "", "blank"),
        ("unable unable", "", "unable"),
        ("unable not_applicable", "", "unable"),
        ("not_applicable not_applicable", "", "not_applicable"),
        ("", "", "not_applicable"),  # no town at all
        ("not_found not_found", "", "not_found"),
        ("not_found unable", "", "not_found"),
    ],
)
def test_the_state_of_what_is_rolled_up(values: str, more: str, state: str) -> None:
    assert of_unit(f"{rollup('mean')}, {COUNT}", values, more)[0] == state


def test_a_blank_town_counts_0_or_leaves_by_the_policy() -> None:
    assert of_unit(f"{rollup('mean')}, {COUNT}", "6 .", 'policy.unanswered = "zero"')[1] == 3
    assert of_unit(f"{rollup('mean')}, {COUNT}", "6 .", 'policy.unanswered = "reweight"')[1] == 6


def test_pooled_adds_up_the_counts_of_a_rate() -> None:
    rate = 'scale = { kind = "rate" }'
    # 1/2 and 9/10 make 10/12; the mean of the two rates would be 70.
    state, number, score = of_unit(f"{rollup('pooled')}, {rate}", "1/2 9/10")
    assert (state, number, score) == ("answered", pytest.approx(1000 / 12), pytest.approx(1000 / 12))
    assert of_unit(f"{rollup('mean')}, {rate}", "1/2 9/10")[1] == pytest.approx(70)
    # What was not found has no counts to add.
    assert of_unit(f"{rollup('pooled')}, {rate}", "1/2 not_found")[1] == 50
    results = computed(f"A\nX {rollup('pooled')}, {rate}", *towns("1/2 9/10"))
    assert table(results)["u", "X"].value == "10/12"


@pytest.mark.parametrize(
    ("values", "state", "hit"),
    [
        ("no no", "answered", False),
        ("no yes", "answered", True),
        ("yes .", "answered", True),  # a hit decides at once
        ("yes unable", "answered", True),
        ("no .", "blank", False),
        ("no unable", "unable", False),  # nobody can say that there is none
        ("no not_applicable", "answered", False),
        ("no not_found", "answered", False),
        ("not_applicable not_applicable", "not_applicable", False),
        ("", "not_applicable", False),
        ("unable .", "blank", False),
    ],
)
def test_any_hit_of_a_town_is_one_of_the_unit(values: str, state: str, hit: bool) -> None:
    answers, columns = towns(values)
    matrix = leaves_of(f'A\nX part = "veto", {rollup("any")}, {YES}', answers, columns)
    assert status_name(int(matrix.states[0, 1])) == state
    assert [bool(array[0]) for array in matrix.hits.values()] == [hit]


def rolled_group(values: str, take: str = "mean", more: str = "") -> Results:
    """A group G of two counts, X of weight 1 and Y of weight 3, answered for towns ``X,Y``."""
    named = {f"t{n}": pair.split(",") for n, pair in enumerate(values.split())}
    answers = "\n".join(
        ["u: A=50", *(f"{town}: " + " ".join(f"{code}={value}" for code, value in zip("XY", pair, strict=True) if value != ".") for town, pair in named.items())]
    )  # fmt: skip
    items = f"A\nG {rollup(take)}\n  X {COUNT}\n  Y weight = 3, {COUNT}"
    return computed(items, answers, "\n".join(f"{town} parent=u kind=town" for town in named), more)


@pytest.mark.parametrize(
    ("values", "take", "score"),
    [
        ("10,0 0,10", "mean", (25 + 75) / 2),
        ("10,0 0,10", "sum", 100),
        ("10,0 0,10", "min", 25),
        ("10,0 0,10", "max", 75),
        ("10,unable 0,10", "mean", (100 + 75) / 2),  # Y missing: X alone
        ("10,0 unable,unable", "mean", 25),  # the second town is insufficient and leaves
        ("10,0 not_applicable,not_applicable", "mean", 25),
    ],
)
def test_a_group_is_formed_for_each_town_and_then_over_the_towns(
    values: str, take: str, score: float
) -> None:
    row = table(rolled_group(values, take))["u", "G"]
    assert (row.status, row.score) == ("scored", pytest.approx(score))


@pytest.mark.parametrize(
    ("values", "status", "total"),
    [
        ("10,0 .,10", "pending", "pending"),
        ("unable,unable", "insufficient", "ranked"),
        ("not_applicable,not_applicable", "not_applicable", "ranked"),
        ("", "not_applicable", "ranked"),
    ],
)
def test_the_status_of_a_group_that_is_rolled_up(values: str, status: str, total: str) -> None:
    rows = table(rolled_group(values))
    assert rows["u", "G"].status == status
    assert rows["u", "TOTAL"].status == total


def test_towns_have_items_but_no_total_no_rank_and_no_say_in_ranks() -> None:
    results = rolled_group("10,0 0,10")
    rows = table(results)
    assert {(unit, item) for unit, item in rows if unit != "u"} == {
        (f"t{n}", item) for n in (0, 1) for item in "GXY"
    }
    assert rows["t0", "G"].score == 25
    assert all(row.rank is None and row.weight is None for (unit, _item), row in rows.items() if unit != "u")
    assert rows["u", "G"].rank == 1
    assert ("u", "X") not in rows


def test_only_towns_of_the_kind_count() -> None:
    answers = "u: A=50\nt: X=10\nc: Z=4"
    columns = "t parent=u kind=town\nc parent=u kind=county"
    items = f"A\nX {rollup('mean')}, {COUNT}\nZ {rollup('mean', kind='county')}, {COUNT}"
    rows = table(computed(items, answers, columns))
    assert (rows["u", "X"].score, rows["u", "Z"].score) == (100, 40)
    assert ("t", "Z") not in rows
    assert ("c", "X") not in rows


def test_what_units_come_to_is_compared_with_other_units_and_towns_with_towns() -> None:
    minmax = 'scale = { kind = "count", points = { method = "minmax" } }'
    answers = "u: A=1\nv: A=1\nt: X=0\ns: X=4\nr: X=10"
    columns = "t parent=u kind=town\ns parent=u kind=town\nr parent=v kind=town"
    by_value = table(computed(f"A\nX {rollup('mean')}, {minmax}", answers, columns))
    assert [by_value[unit, "X"].score for unit in "uv"] == [0, 100]  # 2 and 10
    by_score = table(computed(f"A\nX {rollup('mean', 'score')}, {minmax}", answers, columns))
    assert [by_score[unit, "X"].score for unit in "tsr"] == [0, 40, 100]
    assert [by_score[unit, "X"].score for unit in "uv"] == [20, 100]


def test_a_condition_above_what_is_rolled_up_is_the_units_and_one_on_it_the_towns() -> None:
    items = f"A\nG applies = \"unit.flag == 'y'\"\n  X {rollup('mean')}, {COUNT}\nZ applies = \"unit.flag == 'y'\", {rollup('mean')}, {COUNT}"  # fmt: skip
    answers = "u: A=50\nt: X=10 Z=10\ns: X=0 Z=0"
    columns = "u flag={}\nt parent=u kind=town flag=y\ns parent=u kind=town flag=n"
    yes, no = (table(computed(items, answers, columns.format(flag))) for flag in "yn")
    assert (yes["u", "X"].score, no["u", "X"].status) == (50, "not_applicable")
    assert yes["u", "Z"].score == no["u", "Z"].score == 100  # the second town does not count


@pytest.mark.parametrize(
    ("hits", "effect", "status", "points"),
    [
        ("no no", "fail", "ranked", 50),
        ("no yes", "fail", "vetoed", None),
        ("yes .", "fail", "vetoed", None),
        ("no .", "fail", "pending", None),
        ("no yes", "zero", "vetoed", 0),
        # The town's own group alone is 0: (0 + 100) / 2 there, with A = 25 in all 37.5.
        ("yes no", "item", "ranked", 37.5),
    ],
)
def test_a_veto_of_a_town_concerns_its_unit_unless_it_is_for_the_towns_group(
    hits: str, effect: str, status: str, points: float | None
) -> None:
    items = f"""
    A
    G {rollup("mean")}
      X
      GV part = "veto", veto = {{ effect = "{effect}" }}, {YES}
    """
    unit, town = (25, 100) if effect == "item" else (50, 50)
    towns = [f"t{n}: X={town} GV={hit.replace('.', 'blank')}" for n, hit in enumerate(hits.split())]
    answers = "\n".join([f"u: A={unit}", *towns])
    results = computed(items, answers, "t0 parent=u kind=town\nt1 parent=u kind=town")
    row = table(results)["u", "TOTAL"]
    assert (row.status, row.points) == (status, points)


def test_a_note_of_towns_is_read_by_what_is_derived_for_the_unit() -> None:
    items = f"""
    A
    N part = "note", {rollup("sum")}, scale = {{ kind = "count" }}
    D scale = {{ kind = "derived", value = "answer['N'] / 20.0", max = 1 }}
    V part = "veto", {rollup("any")}, {YES}
    E applies = "!answer['V']"
    """
    answers = "u: A=50 E=10\nt: N=4 V=no\ns: N=6 V={}"
    columns = "t parent=u kind=town\ns parent=u kind=town"
    rows = table(computed(items, answers.format("no"), columns))
    assert (rows["u", "N"].value, rows["u", "D"].value, rows["u", "D"].score) == ("10", "0.5", 50)
    assert rows["u", "E"].status == "answered"
    assert table(computed(items, answers.format("yes"), columns))["u", "E"].status == "not_applicable"
