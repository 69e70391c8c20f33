"""Keys, authority and gaps."""

import itertools

import pytest

from evalapp.entry.contents import (
    Answer,
    Assignment,
    Content,
    Decision,
    Enrolment,
    KeyEntry,
    PersonEntry,
    Release,
    Setting,
    SignOff,
    UnitEntry,
    Withdrawal,
)
from evalapp.merge.eligibility import Key, accepted_keys, gaps, has_authority

A, B = Key("e1", "a"), Key("e2", "b")
B_AFTER_A = Key("e2", "b", ("e1",))


@pytest.mark.parametrize(
    ("enrolled", "judged", "accepted"),
    [
        ([], {}, ""),
        ([A], {}, "a"),
        ([A, B_AFTER_A], {}, "a"),  # the second laptop waits
        ([A, B], {}, ""),  # neither knew of the other: both wait
        ([A, Key("e3", "a")], {}, "a"),  # the same key enrolled again on a new device
        ([A, Key("e3", "a", ("e1",)), B_AFTER_A], {}, "a"),
        ([A, B_AFTER_A], {"b": True}, "b"),  # the word settles it; work gives the other key its word too
        ([A, B_AFTER_A], {"a": True, "b": True}, "ab"),
        ([A, B], {"b": False}, "a"),
        ([A], {"a": False}, ""),
        ([A, B_AFTER_A], {"a": False}, ""),  # a thief with the file does not inherit
        ([], {"c": True}, "c"),
        ([B_AFTER_A], {}, "b"),  # what it saw has no valid proof
    ],
)
def test_which_keys_speak(enrolled: list[Key], judged: dict[str, bool], accepted: str) -> None:
    for order in itertools.permutations(enrolled):
        assert accepted_keys(order, judged) == frozenset(accepted)


COORDINATORS = frozenset({"c"})
OWN: list[Content] = [
    Answer(form="f", state="blank"),
    SignOff(units=(), tips=()),
    Enrolment(key="k", proof="p"),
]
THEIRS: list[Content] = [
    Assignment(place=0), Decision(state="answered", reason_category="", reason=""), KeyEntry(key="k"), PersonEntry(name="", code=""),
    Release(), Setting(value=""), UnitEntry(code="", name="", place=0), Withdrawal(ranges=()),
]  # fmt: skip


@pytest.mark.parametrize("content", OWN, ids=lambda one: type(one).__name__)
def test_assessors_speak_for_themselves(content: Content) -> None:
    assert has_authority(content, "a", "a", COORDINATORS)
    assert not has_authority(content, "a", "b", COORDINATORS)
    assert not has_authority(content, "a", "", COORDINATORS)
    assert has_authority(content, "c", "a", COORDINATORS)


@pytest.mark.parametrize("content", THEIRS, ids=lambda one: type(one).__name__)
def test_everything_else_is_a_coordinators(content: Content) -> None:
    for subject in ("a", "b", ""):
        assert not has_authority(content, "a", subject, COORDINATORS)
        assert has_authority(content, "c", subject, COORDINATORS)


@pytest.mark.parametrize(
    ("seqs", "first"), [([], 1), ([1], 2), ([1, 2, 3], 4), ([2, 3], 1), ([1, 2, 4, 5], 3), ([3, 1, 2, 2], 4)]
)
def test_the_first_gap(seqs: list[int], first: int) -> None:
    assert gaps(seqs) == first
