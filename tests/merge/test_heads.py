"""Heads: what no eligible revision of the slot descends from, whatever the order."""

from hypothesis import given
from hypothesis import strategies as st

from evalapp.merge.heads import heads

History = dict[str, tuple[str, ...]]


def of(text: str) -> History:
    """``"a  b<a  c<a,b"``: b replaces a, c replaces both."""
    found: History = {}
    for part in text.split():
        name, _, replaced = part.partition("<")
        found[name] = tuple(replaced.split(",")) if replaced else ()
    return found


def test_a_line_has_one_head() -> None:
    assert heads(of("a b<a c<b"), "abc") == ["c"]


def test_a_fork_has_two() -> None:
    assert heads(of("a b<a c<a"), "abc") == ["b", "c"]


def test_replacing_both_ends_a_fork() -> None:
    assert heads(of("a b<a c<a d<b,c"), "abcd") == ["d"]


def test_ancestry_runs_through_what_does_not_count() -> None:
    assert heads(of("a b<a c<b"), "ac") == ["c"]


def test_without_its_successors_a_revision_is_a_head_again() -> None:
    assert heads(of("a b<a c<b"), "a") == ["a"]
    assert heads(of("a b<a c<b"), "ab") == ["b"]


def test_nothing_counts() -> None:
    assert heads(of("a b<a"), "") == []


def test_ids_of_revisions_that_have_not_come_are_passed_over() -> None:
    assert heads(of("c<b d<x"), "cd") == ["c", "d"]


def test_a_forged_circle_ends() -> None:
    assert heads(of("a<b b<a"), "ab") == []
    assert heads(of("a<a"), "a") == ["a"]
    assert heads(of("a<b b<a c"), "abc") == ["c"]


@st.composite
def histories(draw: st.DrawFn) -> tuple[History, frozenset[str]]:
    """A history as authors make it: each replaces some of what there was; some of it does not count."""
    names = [f"r{n}" for n in range(draw(st.integers(1, 9)))]
    history = {
        name: tuple(draw(st.lists(st.sampled_from(names[:n]), unique=True, max_size=3))) if n else ()
        for n, name in enumerate(names)
    }
    return history, frozenset(draw(st.lists(st.sampled_from(names), unique=True)))


def descends(history: History, name: str, ancestor: str) -> bool:
    return any(part == ancestor or descends(history, part, ancestor) for part in history[name])


@given(histories())
def test_heads_are_what_no_eligible_revision_descends_from(case: tuple[History, frozenset[str]]) -> None:
    history, eligible = case
    expected = {name for name in eligible if not any(descends(history, other, name) for other in eligible)}
    assert set(heads(history, eligible)) == expected
    assert bool(expected) == bool(eligible)


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_is_all_the_same(
    case: tuple[History, frozenset[str]], random: st.DataObject
) -> None:
    history, eligible = case
    shuffled = list(history)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert set(heads({name: history[name] for name in shuffled}, eligible)) == set(heads(history, eligible))


@given(histories())
def test_what_is_withdrawn_in_the_middle_brings_nothing_back(case: tuple[History, frozenset[str]]) -> None:
    history, eligible = case
    every = frozenset(history)
    tips = set(heads(history, every))
    assert set(heads(history, every - (every - tips - eligible))) == tips
