"""Scores that another body gives, and values that follow from other answers."""

import pytest

from evalapp.form.cohort_rules import Best
from evalapp.form.model import needs_cohort
from evalapp.form.refusal import ValueRefused
from evalapp.form.rules import Steps, Target
from evalapp.form.scales import Derived, Imported

SURVEY = Imported(max=5)
PER_HEAD = Derived(value="answer['A'] / unit.people", max=20)
STEPS = Derived(value="answer['A']", points=Steps(at=((1, 2), (3, 4))))
TRUTH = Derived(value="answer['A'] >= 5.0", max=1)


@pytest.mark.parametrize(
    ("typed", "recorded", "score"), [("0", "0", 0), ("5", "5", 100), ("4.50", "4.5", 90), ("３", "3", 60)]
)
def test_an_imported_score_is_in_proportion_to_its_maximum(typed: str, recorded: str, score: float) -> None:
    assert SURVEY.read(typed) == recorded
    assert SURVEY.score(recorded) == pytest.approx(score)
    assert SURVEY.number(recorded) == SURVEY.cel(recorded) == float(recorded)


@pytest.mark.parametrize("typed", ["-0.1", "5.01", "", "good", "1e1", "4/5"])
def test_an_imported_score_lies_between_0_and_its_maximum(typed: str) -> None:
    with pytest.raises(ValueRefused, match="the score is a number from 0 to 5"):
        SURVEY.read(typed)


def test_an_imported_score_says_nothing_about_points_and_is_not_typed() -> None:
    assert Imported().max == 100
    assert SURVEY.maximum() is None
    assert not SURVEY.typed
    assert SURVEY.measured(2.5) == 50  # as a mean over sub-units


def test_a_derived_value_is_never_entered() -> None:
    with pytest.raises(ValueRefused, match="computed from other answers"):
        PER_HEAD.read("3")
    assert not PER_HEAD.typed


@pytest.mark.parametrize(
    ("scale", "value", "score"),
    [
        (PER_HEAD, 5.0, 25),
        (PER_HEAD, -5.0, -25),
        (PER_HEAD, 30.0, 150),
        (STEPS, 2.0, 50),
        (STEPS, 0.5, 0),
        (Derived(value="x", points=Target(target=4)), 3.0, 75),
        (Derived(value="x", points=Best()), 3.0, None),
        (TRUTH, 1.0, 100),
        (TRUTH, 0.0, 0),
    ],
)
def test_a_derived_value_is_scored_by_its_rule_or_its_maximum(
    scale: Derived, value: float, score: float | None
) -> None:
    assert scale.measured(value) == (None if score is None else pytest.approx(score))


@pytest.mark.parametrize(
    ("printed", "number", "seen", "hit"),
    [("yes", 1, True, True), ("no", 0, False, False), ("2.5", 2.5, 2.5, True), ("0", 0, 0.0, False), ("-1", -1, -1.0, False)],
)  # fmt: skip
def test_a_derived_value_as_it_is_printed(printed: str, number: float, seen: object, hit: bool) -> None:
    assert TRUTH.number(printed) == number
    assert TRUTH.cel(printed) is seen or TRUTH.cel(printed) == seen
    assert TRUTH.is_hit(printed) is hit
    assert TRUTH.score(printed) == 100 * number


def test_points_of_a_derived_value() -> None:
    assert (PER_HEAD.maximum(), STEPS.maximum(), Derived(value="x", points=Target(target=4)).maximum()) == (
        20,
        4,
        None,
    )
    assert needs_cohort(Derived(value="x", points=Best()))
    assert PER_HEAD.pointless() == ""
    assert "a condition has max = 1" in Derived(value="x").pointless()
