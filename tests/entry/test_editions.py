"""Answers of other editions are read through mappings; nothing is invented, no winner is picked (RECORD R21–R23)."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalapp.entry.editions import Carried, Reading, read_through, step
from evalapp.form.mapping import FormMapping, LeafImage
from evalapp.form.model import SPECIAL_STATES
from evalapp.form.scales import Binary, Deduction, Deductions, Number, Rate, Rounds, Scale, Words
from evalapp.form.shape import Edition, Leaf
from tests.form.editions import edition, leaf, options, ticks

AGAIN = Carried("A", "blank", again=True)


def image(values: dict[str, str] | None = None, **more: Any) -> LeafImage:
    return LeafImage(**{"old": "A", "new": "A", "values": tuple((values or {}).items()), **more})


def mapping(origin: Edition, target: Edition, *leaves: LeafImage) -> FormMapping:
    return FormMapping(origin=origin.hash, target=target.hash, leaves=leaves)


def through(
    old: Scale, new: Scale, value: str, *leaves: LeafImage, state: Any = "answered"
) -> Carried | None:
    before, after = edition(leaf("A", old)), edition(leaf("A", new), version="2")
    return read_through(step(mapping(before, after, *leaves), before, after), "A", state, value)


# One step ---------------------------------------------------------------------------------------------------------------


def test_an_answer_counts_as_it_is_where_the_shape_is_the_same() -> None:
    assert through(options("a", "b", a="甲"), options("b", "a", a="乙"), "a") == Carried("A", "answered", "a")


def test_ticks_that_stand_in_another_order_are_spelled_in_it() -> None:
    assert through(ticks("a", "b", "c"), ticks("c", "b", "a"), "a;c") == Carried("A", "answered", "c;a")


def test_without_a_mapping_another_shape_is_to_be_answered_again() -> None:
    assert through(options("a", "b"), options("a", "b", "c"), "a") == AGAIN
    assert through(Number(max=10), Number(max=20), "3", state="unable") == AGAIN


@pytest.mark.parametrize(
    ("old", "new", "values", "value", "found"),
    [
        (options("a", "b"), options("x", "b"), {"a": "x"}, "a", "x"),
        (options("a", "b"), options("x", "b"), {"a": "x"}, "b", None),
        (options("a", "b"), options("x", "b"), {}, "b", "b"),
        (options("a", "b"), options("x", "b"), {}, "a", None),
        (options("a", "b"), options("b", "x", x="a"), {}, "a", None),  # a label is no value
        (options("0", "1"), Number(max=10), {"0": "0", "1": "10"}, "1", "10"),
        (Number(max=10), Number(max=20), {}, "7.5", "7.5"),
        (Number(max=20), Number(max=10), {}, "12", None),
        (Number(max=9), Number(max=9, decimals=0), {}, "7.5", None),  # never rounded
        (Rate(), Rate(), {}, "19/20", "19/20"),
        (Words(), Words(), {}, "一句话", "一句话"),
        (ticks("a", "b"), ticks("z", "y"), {"a": "y", "b": "z"}, "a;b", "z;y"),
        (ticks("a", "b"), ticks("z", "y"), {"a": "y"}, "a;b", None),  # a tick is never dropped
        (ticks("a", "b"), ticks("z", "y"), {"a": "y"}, "none", "none"),
        (ticks("a", "b"), ticks("z"), {"a": "z", "b": "z"}, "a;b", "z"),
        (ticks("a", "b"), options("none", "a"), {}, "none", None),
        (Binary(), options("yes", "no"), {}, "yes", "yes"),
    ],
    ids=str,
)  # fmt: skip
def test_a_value_becomes_what_the_mapping_says(
    old: Scale, new: Scale, values: dict[str, str], value: str, found: str | None
) -> None:
    carried = through(old, new, value, image(values))
    assert carried is not None
    assert (carried.value, carried.again) == (found or "", found is None)


def test_findings_keep_their_numbers_and_rounds_are_mapped_one_by_one() -> None:
    old = Deductions(points=9, kinds=(Deduction(id="dead", each=1), Deduction(id="old", each=2)))
    new = Deductions(points=9, kinds=(Deduction(id="link", each=1), Deduction(id="old", each=2)))
    names = {"dead": "link", "old": "old"}
    carried = through(old, new, "dead=3;old=1", image(names))
    assert carried is not None and carried.value == "link=3;old=1"
    rounds = through(Rounds(n=3, of=old), Rounds(n=3, of=new), "dead=3,old=1;;none", image(names))
    assert rounds is not None and rounds.value == "link=3,old=1;;none"
    ratings = through(
        Rounds(n=2, of=options("a", "b")), Rounds(n=2, of=options("x", "b")), "a;b", image({"a": "x"})
    )
    assert ratings == AGAIN, "one of the rounds has no image"
    assert through(Rounds(n=2, of=Rate()), Rounds(n=3, of=Rate()), "1/2;1/2", image()) == AGAIN


def test_states_stay_where_they_are_offered_or_become_what_the_mapping_says() -> None:
    before = edition(leaf("A"))
    after = edition(leaf("A", states=("unable",)))
    by = step(mapping(before, after, image(states=(("not_found", "unable"),))), before, after)
    assert read_through(by, "A", "unable", "") == Carried("A", "unable", lossy=True)
    assert read_through(by, "A", "not_found", "") == Carried("A", "unable", lossy=True)
    assert read_through(by, "A", "not_applicable", "") == AGAIN
    assert read_through(by, "A", "blank", "") == Carried("A", "blank", lossy=True)


def test_again_takes_nothing_over() -> None:
    for state, value in (("answered", "yes"), ("unable", "")):
        assert through(Binary(), Binary(), value, image(again=True), state=state) == AGAIN


def test_a_leaf_that_is_gone_has_no_image_and_one_with_another_code_has_it_there() -> None:
    before, after = (
        edition(leaf("A"), leaf("B"), leaf("C")),
        edition(leaf("B"), leaf("C"), leaf("X"), version="2"),
    )
    by = step(mapping(before, after, image(new="B"), image(old="C", new="X")), before, after)
    assert read_through(by, "A", "answered", "yes") == Carried("B", "answered", "yes")
    assert read_through(by, "B", "answered", "no") is None, "its code means another item there"
    assert read_through(by, "C", "answered", "no") == Carried("X", "answered", "no")
    assert read_through(by, "D", "answered", "no") is None


@pytest.mark.parametrize(
    ("values", "states", "lossy"),
    [
        ({"a": "x", "b": "y"}, {}, False),
        ({"a": "x", "b": "x"}, {}, True),
        ({"a": "x"}, {}, False),
        ({"a": "x", "b": "y"}, {"unable": "not_found"}, True),
        ({"a": "x", "b": "y"}, {"unable": "not_found", "not_found": "unable"}, False),
    ],
)
def test_values_that_become_one_can_no_longer_be_told_apart(
    values: dict[str, str], states: dict[str, str], lossy: bool
) -> None:
    carried = through(options("a", "b"), options("x", "y"), "a", image(values, states=tuple(states.items())))
    assert carried == Carried("A", "answered", "x", lossy=lossy)


# A chain of editions ----------------------------------------------------------------------------------------------------

CHOICES = "abcd"
CODES = ("A", "B", "C")


@st.composite
def editions(draw: st.DrawFn) -> list[Edition]:
    """Some editions of three items at most, each with some options."""
    found = []
    for n in range(draw(st.integers(2, 4))):
        codes = draw(st.lists(st.sampled_from(CODES), min_size=1, unique=True))
        leaves = [
            leaf(
                code,
                options(*draw(st.lists(st.sampled_from(CHOICES), min_size=2, unique=True))),
                states=tuple(draw(st.lists(st.sampled_from(SPECIAL_STATES), unique=True))),
            )
            for code in codes
        ]
        found.append(edition(*leaves, version=str(n)))
    return found


@st.composite
def steps_between(draw: st.DrawFn, origin: Edition, target: Edition) -> FormMapping:
    images = []
    free = list(target.leaves)
    for code, old in origin.leaves.items():
        if not free or draw(st.booleans()):
            continue
        new = target.leaves[free.pop(draw(st.integers(0, len(free) - 1)))]
        values = {
            value: draw(st.sampled_from(values_of(new))) for value in values_of(old) if draw(st.booleans())
        }
        images.append(
            LeafImage(
                old=code, new=new.code, values=tuple(values.items()), again=not values and draw(st.booleans())
            )
        )
    return mapping(origin, target, *images)


def values_of(one: Leaf) -> list[str]:
    return list(one.scale.examples())


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Edition], list[FormMapping]]:
    """Editions and mappings between any two of them, circles and quarrels among these."""
    found = draw(editions())
    pairs = draw(st.lists(st.tuples(*[st.integers(0, len(found) - 1)] * 2), max_size=6))
    mappings = [draw(steps_between(found[a], found[b])) for a, b in pairs if found[a].hash != found[b].hash]
    return found, mappings


def reading(found: Sequence[Edition], mappings: Sequence[FormMapping], in_force: int = -1) -> Reading:
    known = {one.hash: one for one in found}
    steps = [step(one, known[one.origin], known[one.target]) for one in mappings]
    return Reading(found[in_force], known, steps, first=found[0].hash)


def everything(found: Sequence[Edition]) -> list[tuple[str, str, Any, str]]:
    """All answers that could ever be recorded under one of the editions."""
    return [
        (one.hash, code, state, value)
        for one in found
        for code, at in one.leaves.items()
        for state, value in (
            *(("answered", value) for value in values_of(at)),
            *((state, "") for state in at.states),
            ("blank", ""),
        )
    ]


@given(worlds())
@hypothesis.settings(max_examples=200)
def test_what_is_read_fits_the_edition_in_force_and_was_never_invented(
    world: tuple[list[Edition], list[FormMapping]],
) -> None:
    found, mappings = world
    by = reading(found, mappings)
    in_force = found[-1]
    for form, item, state, value in everything(found):
        carried = by.read(form, item, state, value)
        if carried is None:
            continue
        assert in_force.leaves[carried.item].takes(carried.state, carried.value)
        assert not carried.again or (carried.state, carried.value) == ("blank", "")
        if form == in_force.hash:
            assert carried == Carried(item, state, value), (
                "what was given under the edition in force is as it is"
            )
        if state == "blank":
            assert carried.state == "blank", "nobody's blank becomes an answer"
        if carried.state == "answered":
            assert state == "answered"


@given(worlds())
@hypothesis.settings(max_examples=200)
def test_plain_items_read_as_they_are_and_families_hold_every_source(
    world: tuple[list[Edition], list[FormMapping]],
) -> None:
    found, mappings = world
    by = reading(found, mappings)
    for form, item, state, value in everything(found):
        carried = by.read(form, item, state, value)
        if by.is_plain(item):
            assert carried == Carried(item, state, value)
        if carried is not None:
            assert item in by.family(carried.item) and carried.item in by.family(item)


@given(worlds(), st.randoms())
def test_the_order_of_mappings_says_nothing(
    world: tuple[list[Edition], list[FormMapping]], random: Any
) -> None:
    found, mappings = world
    shuffled = random.sample(mappings, len(mappings))
    one, other = reading(found, mappings), reading(found, shuffled + shuffled)
    for answer in everything(found):
        assert one.read(*answer) == other.read(*answer)


@given(st.data())
def test_reading_along_a_chain_is_reading_step_by_step(data: st.DataObject) -> None:
    found = data.draw(editions())
    hypothesis.assume(len({one.hash for one in found}) == len(found))
    mappings = [data.draw(steps_between(before, after)) for before, after in pairwise(found)]
    by = reading(found, mappings)
    known = {one.hash: one for one in found}
    for form, item, state, value in everything(found[:1]):
        carried: Carried | None = Carried(item, state, value)
        again = False
        for one in mappings:
            if carried is not None:
                carried = read_through(
                    step(one, known[one.origin], known[one.target]),
                    carried.item,
                    carried.state,
                    carried.value,
                )
                again = again or (carried is not None and carried.again)
        whole = by.read(form, item, state, value)
        if carried is None:
            assert whole is None
        else:
            assert whole is not None and whole.item == carried.item
            assert whole.again == again
            assert again or (whole.state, whole.value) == (carried.state, carried.value)


@given(editions())
def test_equal_shapes_read_as_they_are_without_any_mapping(found: list[Edition]) -> None:
    by = reading(found, ())
    for form, item, state, value in everything(found):
        same = (
            item in found[-1].leaves and by._editions[form].leaves[item].shape == found[-1].leaves[item].shape
        )
        carried = by.read(form, item, state, value)
        assert (carried == Carried(item, state, value)) == (same or (form == found[-1].hash))


# Mappings that disagree, circles, strangers -----------------------------------------------------------------------------

ONE, TWO = edition(leaf("A", options("a", "b"))), edition(leaf("A", options("x", "y")), version="2")


def test_where_two_mappings_disagree_nothing_is_taken_over() -> None:
    first, second = image({"a": "x", "b": "y"}), image({"a": "x", "b": "x"})
    by = reading((ONE, TWO), (mapping(ONE, TWO, first), mapping(ONE, TWO, second)))
    assert by.read(ONE.hash, "A", "answered", "b") == AGAIN
    agreed = by.read(ONE.hash, "A", "answered", "a")
    assert agreed is not None and (agreed.value, agreed.lossy) == ("x", True)


def test_where_two_ways_of_equal_length_disagree_nothing_is_taken_over() -> None:
    left, right = (
        edition(leaf("A", options("l", "m")), version="l"),
        edition(leaf("A", options("r", "s")), version="r"),
    )
    ways = [
        mapping(ONE, left, image({"a": "l", "b": "m"})),
        mapping(left, TWO, image({"l": "x", "m": "y"})),
        mapping(ONE, right, image({"a": "r", "b": "s"})),
        mapping(right, TWO, image({"r": "x", "s": "x"})),
    ]
    by = reading((ONE, left, right, TWO), ways)
    assert by.read(ONE.hash, "A", "answered", "b") == AGAIN
    straight = mapping(ONE, TWO, image({"a": "y", "b": "y"}))
    by = reading((ONE, left, right, TWO), [*ways, straight])
    assert by.read(ONE.hash, "A", "answered", "b") == Carried("A", "answered", "y", lossy=True), (
        "the shortest way holds"
    )


def test_a_circle_of_mappings_leads_nowhere() -> None:
    three = edition(leaf("A", options("p", "q")), version="3")
    circle = [
        mapping(ONE, TWO, image({"a": "x", "b": "y"})),
        mapping(TWO, three, image({"x": "p", "y": "q"})),
        mapping(three, ONE, image({"p": "b", "q": "a"})),
    ]
    for in_force, found in ((0, "a"), (1, "x"), (2, "p")):
        carried = reading((ONE, TWO, three), circle, in_force).read(ONE.hash, "A", "answered", "a")
        assert carried is not None and carried.value == found
    mutual = [*circle[:1], mapping(TWO, ONE, image({"x": "b", "y": "a"}))]
    assert reading((ONE, TWO), mutual, 0).read(ONE.hash, "A", "answered", "a") == Carried(
        "A", "answered", "a"
    )


def test_what_does_not_fit_its_own_edition_is_nowhere() -> None:
    by = reading((ONE, TWO), (mapping(ONE, TWO, image({"a": "x", "c": "y"})),))
    assert by.read(ONE.hash, "A", "answered", "c") is None
    assert by.read(ONE.hash, "A", "unable", "a") is None
    assert by.read("00" * 32, "A", "answered", "a") is None
    assert by.read(ONE.hash, "Z", "answered", "a") is None


def test_a_decision_without_an_edition_was_made_under_the_first() -> None:
    by = reading((ONE, TWO), (mapping(ONE, TWO, image({"a": "x", "b": "y"})),))
    assert by.read("", "A", "answered", "b") == Carried("A", "answered", "y")
