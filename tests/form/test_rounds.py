"""Rounds: the same question several times, each scored, then averaged; with too few of them nothing can be said."""

import pytest

from evalapp.form.model import Form, FormHead, Item, needs_cohort
from evalapp.form.refusal import ValueRefused
from evalapp.form.rules import Linear
from evalapp.form.scales import (
    Binary,
    Checklist,
    Count,
    Deduction,
    Deductions,
    Imported,
    Number,
    Option,
    Options,
    Rate,
    Rounds,
    Tick,
)

SPEED = Rounds(n=3, of=Number(min=0, max=100))
TWICE = Rounds(n=3, needed=2, of=Number(min=0, max=100))
SEEN = Rounds(n=2, of=Checklist(ticks=(Tick(id="tel"), Tick(id="mail", points=3))))
FAULTS = Rounds(n=2, of=Deductions(points=10, kinds=(Deduction(id="dead", each=1), Deduction(id="error", each=4))))  # fmt: skip
LEVELS = Rounds(n=3, of=Options(options=(Option(value="full", label="全部", points=4), Option(value="none", points=-1))))  # fmt: skip


@pytest.mark.parametrize(
    ("scale", "typed", "recorded"),
    [
        (SPEED, "90;80;70", "90;80;70"),
        (SPEED, "90;;60", "90;;60"),  # the second round was missed
        (SPEED, " 90 ；； 60.0 ", "90;;60"),
        (SPEED, ";;60", ";;60"),
        (Rounds(n=2, of=Binary()), "是;0", "yes;no"),
        (Rounds(n=2, of=Rate()), "19／20;1/2", "19/20;1/2"),
        (Rounds(n=2, of=Count(cap=3)), "３;", "3;"),
        (Rounds(n=2, of=Imported(max=5)), "4.50;5", "4.5;5"),
        (LEVELS, "全部;;none", "full;;none"),
        # The inner scale parts its own values by “;”: here a comma stands in its place.
        (SEEN, "mail,tel;none", "tel,mail;none"),
        (FAULTS, "error=1,dead=3;none", "dead=3,error=1;none"),
    ],
)
def test_reads_a_value_for_each_round(scale: Rounds, typed: str, recorded: str) -> None:
    assert scale.read(typed) == recorded
    assert scale.read(recorded) == recorded


@pytest.mark.parametrize(
    ("scale", "typed", "reason"),
    [
        (SPEED, "90;80", "not 3 values parted by “;”"),
        (SPEED, "90;80;70;60", "not 3 values"),
        (SPEED, "90,80,70", "not 3 values"),
        (SPEED, "", "not 3 values"),
        (SPEED, ";;", "if all were missed, choose “unable to assess”"),
        (SPEED, "90;fast;60", "a number such as 12.5, not “fast”"),
        (SPEED, "90;101;60", "above the highest value 100"),
        (SEEN, "tel;mail;none", "not 2 values"),
        (FAULTS, "dead=1.5;none", "a whole number from 0"),
    ],
)
def test_refuses_the_rest_with_the_reason_of_the_round(scale: Rounds, typed: str, reason: str) -> None:
    with pytest.raises(ValueRefused, match=reason):
        scale.read(typed)


@pytest.mark.parametrize(
    ("scale", "value", "score"),
    [
        (SPEED, "90;80;70", 80),
        (SPEED, "90;;60", 75),  # the mean of the rounds that took place
        (SPEED, ";;60", 60),
        (TWICE, "90;;60", 75),
        (TWICE, ";;60", None),  # two are needed
        (
            Rounds(n=2, of=Number(points=Linear(start=10, end=2))),
            "12;4",
            37.5,
        ),  # 0 and 75: each round by itself
        (SEEN, "tel,mail;none", 50),
        (SEEN, "tel;mail", 50),  # 1 and 3 of 4
        (FAULTS, "dead=1,error=1;none", 75),  # 5 and 10 of 10
        (LEVELS, "full;none;", 37.5),  # 100 and −25
    ],
)
def test_each_round_is_scored_and_then_averaged(scale: Rounds, value: str, score: float | None) -> None:
    assert scale.score(value) == (None if score is None else pytest.approx(score, abs=1e-12))
    assert scale.enough(value) == (score is not None)


@pytest.mark.parametrize(
    ("scale", "value", "seen"),
    [
        (SPEED, "90;;60", [90.0, 60.0]),
        (LEVELS, ";full;", ["full"]),
        (SEEN, "tel,mail;none", [["tel", "mail"], []]),
        (Rounds(n=2, of=Binary()), "yes;no", [True, False]),
    ],
)
def test_expressions_see_the_rounds_that_took_place(scale: Rounds, value: str, seen: list[object]) -> None:
    assert scale.cel(value) == seen
    assert scale.number(value) is None


def test_a_hit_in_one_round_is_a_hit() -> None:
    down = Rounds(n=3, of=Binary())
    assert [down.is_hit(value) for value in ("no;no;no", "no;;yes", ";;no")] == [False, True, False]


def test_it_is_worth_what_a_single_round_is_worth() -> None:
    assert (SEEN.maximum(), FAULTS.maximum(), SPEED.maximum(), Rounds(n=2, of=Rate()).maximum()) == (
        4,
        10,
        100,
        None,
    )
    assert Rounds(n=2, of=Binary(points=-3)).extremes() == (-3, 0)


def test_rounds_of_a_score_from_elsewhere_are_not_typed() -> None:
    assert SPEED.typed
    assert not Rounds(n=2, of=Imported()).typed


@pytest.mark.parametrize("scale", [SPEED, TWICE, SEEN, FAULTS, LEVELS])
def test_examples_are_recorded_values(scale: Rounds) -> None:
    assert scale.findings() == []
    assert [scale.read(value) for value in scale.examples()] == list(scale.examples())
    assert not needs_cohort(scale)


def test_a_named_scale_is_looked_up_in_the_form() -> None:
    named = Rounds(n=2, of="speed")
    form = Form(
        head=FormHead(id="f", version="1", title="f"),
        scales={"speed": Number(max=10), "rounds": named},
        items=(Item(code="A", title="A", scale=named), Item(code="B", title="B", scale="rounds")),
    )
    for item in form.items:
        scale = form.scale_of(item)
        assert isinstance(scale, Rounds)
        assert scale.score("5;10") == 75


def test_an_answer_fits_another_edition_with_as_many_rounds_of_one_shape() -> None:
    assert Rounds(n=3, needed=3, of=Number(min=0, max=100)).shape() == SPEED.shape()
    assert Rounds(n=2, of=Number(min=0, max=100)).shape() != SPEED.shape()
    assert Rounds(n=3, of=Binary()).shape() != SPEED.shape()
