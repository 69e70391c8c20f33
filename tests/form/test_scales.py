"""Each scale reads what people type and scores it as FORM section 1 says; the scores are worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalapp.form.cohort_rules import Minmax
from evalapp.form.label import Text
from evalapp.form.model import Item, is_scored, needs_cohort
from evalapp.form.refusal import ValueRefused
from evalapp.form.rules import Linear, Steps
from evalapp.form.scales import Binary, Checklist, Count, Number, Option, Options, Rate, Scale, Tick, Words
from evalapp.form.shape import answer_shape

CHANNELS = Options(
    options=(
        Option(value="full", label=Text(zh="完全一致", en="Same"), points=4),
        Option(value="part", label="部分一致", points=1.5),
        Option(value="wrong", points=-2),
    )
)
FACTS = Checklist(ticks=(Tick(id="a", points=1), Tick(id="b", points=2), Tick(id="c", points=3)))
CAPPED = Checklist(ticks=FACTS.ticks, cap=4)
MISSING = Checklist(ticks=FACTS.ticks, points=Steps(at=((0, 3), (1, 1.5), (2, 0)), direction="lower"))
DAYS = Steps(at=((1, 2), (3, 1.5), (5, 1)), direction="lower")
SHARE = Steps(at=((60, 1), (80, 2), (95, 4)))


@pytest.mark.parametrize(
    ("scale", "typed", "recorded"),
    [
        (Binary(), "yes", "yes"),
        (Binary(), " 是 ", "yes"),
        (Binary(), "TRUE", "yes"),
        (Binary(), "0", "no"),
        (Binary(), "否", "no"),
        (CHANNELS, "part", "part"),
        (CHANNELS, "完全一致", "full"),
        (CHANNELS, "Same", "full"),
        (CHANNELS, "部分一致", "part"),
        (FACTS, "c;a", "a;c"),
        (FACTS, "a； b", "a;b"),
        (FACTS, "none", "none"),
        (FACTS, "b;b", "b"),
        (Count(cap=5), "3", "3"),
        (Count(cap=5), "３", "3"),
        (Count(cap=5), "3.0", "3"),
        (Number(max=100), "12.50", "12.5"),
        (Number(min=-5, max=5), "−2", "-2"),
        (Number(max=100), "-0", "0"),
        (Rate(), "19/20", "19/20"),
        (Rate(), " 19 ／ 20.0 ", "19/20"),
        (Words(), "  网上\r\n有答复 ", "网上\n有答复"),
    ],
)
def test_reads_what_people_type(scale: Scale, typed: str, recorded: str) -> None:
    assert scale.read(typed) == recorded


@pytest.mark.parametrize(
    ("scale", "typed", "reason"),
    [
        (Binary(), "maybe", "yes or no"),
        (Binary(), "", "yes or no"),
        (CHANNELS, "ful", "not one of the options Same \\(full\\), 部分一致 \\(part\\), wrong"),
        (CHANNELS, "", "not one of the options"),
        (FACTS, "a;x", "known are a; b; c"),
        (FACTS, "none;a", "known are a; b; c"),
        (FACTS, "", "known are a; b; c"),
        (Count(cap=5), "2.5", "whole number"),
        (Count(cap=5), "-1", "whole number"),
        (Count(cap=5), "1e3", "whole number"),
        (Count(cap=5), "12345678901", "whole number"),
        (Number(max=100), "12,5", "a number such as 12.5"),
        (Number(max=100), "nan", "a number such as 12.5"),
        (Number(max=100, decimals=1), "1.25", "2 decimals, at most 1"),
        (Number(min=1, max=100), "0.5", "below the lowest value 1"),
        (Number(max=2_000_000), "2000001", "above the highest value 2000000"),
        (Rate(), "3/0", "must be above 0"),
        (Rate(), "21/20", "between 0 and the number looked at"),
        (Rate(), "-1/20", "between 0 and the number looked at"),
        (Rate(), "95 %", "a share such as 19/20"),
        (Rate(), "1/2/3", "a share such as 19/20"),
        (Words(), " \n ", "empty"),
        (Words(), "文" * 20_001, "longer than 20000"),
    ],
)
def test_refuses_the_rest_with_a_reason(scale: Scale, typed: str, reason: str) -> None:
    with pytest.raises(ValueRefused, match=reason):
        scale.read(typed)


@pytest.mark.parametrize(
    ("scale", "value", "score"),
    [
        (Binary(points=3), "yes", 100),
        (Binary(points=3), "no", 0),
        (CHANNELS, "full", 100),
        (CHANNELS, "part", 37.5),  # 1.5 of 4
        (CHANNELS, "wrong", -50),  # -2 of 4
        (FACTS, "none", 0),
        (FACTS, "a;c", 100 * 4 / 6),
        (CAPPED, "a;b", 75),  # 3 of 4
        (CAPPED, "a;b;c", 100),  # 6, capped to 4
        (MISSING, "none", 100),  # no fact missing
        (MISSING, "a", 50),  # one missing: 1.5 of 3
        (MISSING, "a;b", 0),
        (Count(each=2, cap=10), "3", 60),
        (Count(each=2, cap=10), "9", 100),
        (Count(each=-1, cap=4, floor=-2), "9", -50),  # -9, not below -2, of 4
        (Count(points=DAYS), "0", 100),
        (Count(points=DAYS), "3", 75),
        (Count(points=DAYS), "6", 0),
        (Number(max=80), "20", 25),
        (Number(points=Linear(start=20, end=120)), "45", 25),
        (Number(points=Linear(start=10, end=2)), "4", 75),  # runs down
        (Number(points=Linear(start=10, end=2)), "12", 0),
        (Number(points=Linear(start=10, end=2)), "1", 100),
        (Number(points=Minmax()), "45", None),
        (Rate(), "29/100", 29),
        (Rate(points=SHARE), "19/20", 100),  # 95 % reaches the best step
        (Rate(points=SHARE), "94/100", 50),
        (Rate(points=SHARE), "1/2", 0),
        (Words(), "文", None),
    ],
)
def test_scores(scale: Scale, value: str, score: float | None) -> None:
    assert scale.score(value) == (None if score is None else pytest.approx(score, abs=1e-12))


def test_a_share_is_multiplied_before_it_is_divided() -> None:
    assert 29 / 100 * 100 != 29
    assert Rate().score("29/100") == 29.0


def test_steps_are_compared_after_rounding_to_nine_decimals() -> None:
    assert Steps(at=((0.3, 1),)).points(0.1 + 0.2) == 1
    assert Steps(at=((0.3, 1),)).points(0.3 - 1e-12) == 1
    assert Steps(at=((0.3, 1),)).points(0.29999) == 0


@pytest.mark.parametrize(
    ("scale", "points"),
    [
        (Binary(points=3), 3),
        (CHANNELS, 4),
        (FACTS, 6),
        (CAPPED, 4),
        (MISSING, 3),
        (Count(each=2, cap=10), 10),
        (Count(points=DAYS), 2),
        (Number(max=80), 80),
        (Number(max=80, points=Linear(start=0, end=80)), None),
        (Number(points=Minmax()), None),
        (Rate(), None),
        (Rate(points=SHARE), 4),
        (Words(), None),
    ],
)
def test_full_marks_in_points(scale: Scale, points: float | None) -> None:
    assert scale.maximum() == points


@pytest.mark.parametrize(
    ("scale", "value", "seen", "number"),
    [
        (Binary(), "yes", True, None),
        (CHANNELS, "part", "part", None),
        (FACTS, "a;c", ["a", "c"], None),
        (FACTS, "none", [], None),
        (Count(cap=5), "3", 3.0, 3.0),
        (Number(max=9), "1.5", 1.5, 1.5),
        (Rate(), "19/20", 95.0, 95.0),
        (Words(), "文", "文", None),
    ],
)
def test_values_in_expressions_and_in_cohorts(
    scale: Scale, value: str, seen: object, number: float | None
) -> None:
    assert scale.cel(value) == seen
    assert type(scale.cel(value)) is type(seen)
    assert scale.number(value) == number


EVERY: tuple[Scale, ...] = (
    Binary(),
    CHANNELS,
    FACTS,
    CAPPED,
    Count(cap=5),
    Number(min=-3, max=7, decimals=2),
    Number(points=Linear(start=1, end=2)),
    Rate(points=SHARE),
    Words(),
)


@pytest.mark.parametrize("scale", EVERY, ids=lambda scale: type(scale).__name__)
def test_examples_are_recorded_values(scale: Scale) -> None:
    assert scale.findings() == []
    assert [scale.read(value) for value in scale.examples()] == list(scale.examples())


@given(
    scale=st.sampled_from(EVERY),
    typed=st.one_of(
        st.text(max_size=12),
        st.floats(allow_nan=False).map(str),
        st.tuples(st.integers(0, 99), st.integers(0, 99)).map(lambda pair: f"{pair[0]}/{pair[1]}"),
        st.lists(st.sampled_from("abcx "), max_size=4).map(";".join),
        st.sampled_from(["yes", "是", "none", "full", "部分一致", "３", "−1", "1.50"]),
    ),
)
def test_reading_a_recorded_value_again_changes_nothing(scale: Scale, typed: str) -> None:
    try:
        recorded = scale.read(typed)
    except ValueRefused:
        return
    assert scale.read(recorded) == recorded
    scale.cel(recorded)
    scale.score(recorded)


def test_only_words_are_never_scored_and_only_cohort_rules_need_everybody() -> None:
    assert [type(scale).__name__ for scale in EVERY if not is_scored(scale)] == ["Words"]
    assert not any(needs_cohort(scale) for scale in EVERY)
    assert needs_cohort(Number(points=Minmax()))
    assert needs_cohort(Rate(points=Minmax(range=(1, 100))))
    assert not needs_cohort(Binary(points=2))


def test_an_answer_fits_another_edition_while_its_shape_is_the_same() -> None:
    item = Item(code="A", title="A", scale=CHANNELS)
    relabelled = Options(
        options=tuple(Option(value=o.value, points=9, label="x") for o in reversed(CHANNELS.options))
    )
    shorter = Options(options=CHANNELS.options[:2])
    fewer_states = Item(code="A", title="A", scale=CHANNELS, states=("unable",))
    assert answer_shape(item, CHANNELS) == answer_shape(item, relabelled)
    assert answer_shape(item, CHANNELS) != answer_shape(item, shorter)
    assert answer_shape(item, CHANNELS) != answer_shape(fewer_states, CHANNELS)
    assert answer_shape(item, Number(max=5)) != answer_shape(item, Number(max=6))
    assert answer_shape(item, Number(max=5)) == answer_shape(
        item, Number(max=5, points=Linear(start=0, end=5))
    )
