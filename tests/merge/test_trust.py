"""Who is a coordinator follows from words alone: in any order, from the founder outwards, and nobody puts the founder out."""

import random
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from evalapp.entry.contents import ChainTip, Content, Founding, Grant, KeyEntry
from evalapp.merge.trust import Trust, Word, established

PEOPLE = ("ann", "bob", "cai", "dou")
FOUNDER = Founding(project="p", title="", person="ann", key="key-ann")


def word(n: int, author: str, subject: str, content: Content, *replaces: int) -> Word:
    return Word(
        n=n,
        id=f"{n:04}",
        author=author,
        subject=subject,
        replaces=tuple(f"{r:04}" for r in replaces),
        content=content,
    )


def grants(n: int, author: str, subject: str, *replaces: int) -> Word:
    return word(n, author, subject, Grant(key=f"key-{subject}"), *replaces)


def takes_back(n: int, author: str, subject: str, *replaces: int, until: int = 0) -> Word:
    tips = (ChainTip(subject, until, ""),) if until else ()
    return word(n, author, subject, Grant(key=f"key-{subject}", active=False, tips=tips), *replaces)


def trust(words: Sequence[Word]) -> Trust:
    """Everybody seals with the own key; a tip's place is the number of the last word that counts."""
    return established(
        FOUNDER,
        words,
        lambda one, key: key == f"key-{one.author}",
        lambda one, tips: any(one.n <= tip.seq for tip in tips),
    )


def test_without_a_word_the_founder_is_alone() -> None:
    found = trust([])
    assert (found.coordinators, found.former, dict(found.keys)) == (
        {"ann"},
        {},
        {"ann": frozenset({"key-ann"})},
    )


def test_a_grant_by_somebody_granted_counts_and_one_by_a_stranger_does_not() -> None:
    assert trust([grants(1, "ann", "bob"), grants(2, "bob", "cai")]).coordinators == {"ann", "bob", "cai"}
    assert trust([grants(1, "bob", "bob"), grants(2, "bob", "cai")]).coordinators == {"ann"}


def test_whoever_is_put_out_takes_those_along_whom_they_granted_later() -> None:
    words = [grants(1, "ann", "bob"), grants(2, "bob", "cai"), takes_back(3, "ann", "bob", 1, until=2)]
    found = trust([*words, grants(4, "bob", "dou")])
    assert found.coordinators == {"ann", "cai"} and set(found.former) == {"bob"}


def test_two_of_one_level_cannot_put_each_other_out() -> None:
    words = [grants(1, "ann", "bob"), grants(2, "ann", "cai")]
    words += [takes_back(3, "bob", "cai", 2), takes_back(4, "cai", "bob", 1)]
    assert trust(words).coordinators == {"ann", "bob", "cai"}


def test_a_grant_and_its_end_at_the_same_time_end_it_until_somebody_settles_it() -> None:
    words = [
        grants(1, "ann", "bob"),
        grants(2, "ann", "cai"),
        grants(3, "bob", "dou"),
        takes_back(4, "cai", "dou"),
    ]
    assert trust(words).coordinators == {"ann", "bob", "cai"}
    assert "dou" in trust([*words, grants(5, "ann", "dou", 3, 4)]).coordinators


def test_two_keys_granted_at_once_are_nobodys() -> None:
    other = word(2, "ann", "bob", Grant(key="key-eve"))
    assert trust([grants(1, "ann", "bob"), other]).coordinators == {"ann"}


def test_a_further_key_of_a_coordinator_is_accepted_by_the_first_one() -> None:
    own = word(2, "bob", "bob", KeyEntry(key="key-2"))
    found = trust([grants(1, "ann", "bob"), own])
    assert found.keys["bob"] == {"key-bob", "key-2"} and found.speaks_for("bob", "key-2")


ANY_WORD = st.tuples(
    st.sampled_from(PEOPLE), st.sampled_from(PEOPLE), st.booleans(), st.lists(st.integers(1, 12), max_size=3)
)


@given(st.lists(ANY_WORD, max_size=12), st.integers(0, 2**16))
def test_any_order_comes_to_the_same_and_the_founder_stays(
    said: list[tuple[str, str, bool, list[int]]], seed: int
) -> None:
    words = [
        (grants if active else takes_back)(n, author, subject, *(r for r in replaced if r < n))
        for n, (author, subject, active, replaced) in enumerate(said, start=1)
    ]
    shuffled = words[:]
    random.Random(seed).shuffle(shuffled)
    found, again = trust(words), trust(shuffled)
    assert (found.coordinators, found.former, dict(found.keys)) == (
        again.coordinators,
        again.former,
        dict(again.keys),
    )
    assert "ann" in found.coordinators and not found.coordinators & found.former.keys()
    granted = {one.subject for one in words if isinstance(one.content, Grant) and one.content.active}
    assert found.coordinators <= {"ann", *granted}
