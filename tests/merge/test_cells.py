"""What a cell comes to: every match class, every status, and when a decision is to be confirmed."""

import itertools
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalapp.entry.final import BLANK, Final
from evalapp.merge.cells import Cell, DecisionHead, Head, Leaf, Rules, judge

POINTS = {"full": 100.0, "most": 90.0, "half": 50.0, "none": 0.0}
SCALE = Leaf(score=POINTS.get, weight=4.0)
READ = Leaf(score=POINTS.get, weight=4.0, needs_value=True)
WORDS = Leaf(score=lambda _value: None, weight=0.0, scored=False)
COHORT = Leaf(score=lambda _value: None, weight=4.0)
NO_RULES = Rules()
NOTHING = bytes(8)


def head(text: str) -> Head:
    """``"X:full"``, ``"X:full+words"``, ``"X:full@link"``, ``"X:-"`` (not found), ``"X:?"`` (unable): a subject's head."""
    subject, _, rest = text.partition(":")
    rest, _, link = rest.partition("@")
    value, _, words = rest.partition("+")
    state: Any = {"-": "not_found", "?": "unable", "/": "not_applicable", "_": "blank"}.get(value, "answered")
    return Head(
        id=text, subject=subject, state=state, value=value if state == "answered" else "",
        text=words.encode().ljust(8, b"\0"), evidence=link.encode().ljust(8, b"\0"),
    )  # fmt: skip


def found(text: str) -> list[Head]:
    return [head(part) for part in text.split()]


def decision(value: str, weighed: str, *, come: str | None = None, name: str = "") -> DecisionHead:
    """A decision for ``value`` that weighed these heads; only those of ``come`` have arrived."""
    return DecisionHead(
        id=name or f"d-{value}",
        state="answered",
        value=value,
        weighed_ids=tuple(weighed.split()),
        weighed=tuple(found(weighed if come is None else come)),
    )


def cell(
    expected: str,
    heads: str,
    leaf: Leaf = SCALE,
    rules: Rules = NO_RULES,
    decisions: tuple[DecisionHead, ...] = (),
) -> Cell:
    return judge(list(expected), found(heads), decisions, leaf, rules)


AVERAGE, FIRST, DECIDE = Rules(10, "average"), Rules(10, "first"), Rules(10, "decide")

CLASSES = [
    # expected, heads, leaf, rules → class, status, final value
    ("X", "", SCALE, NO_RULES, "none", "missing", ""),
    ("XY", "X:full", SCALE, NO_RULES, "missing", "missing", ""),
    ("X", "X:full", SCALE, NO_RULES, "single", "single", "full"),
    ("XY", "X:full Y:full", SCALE, NO_RULES, "agree", "agreed", "full"),
    ("XYZ", "X:full Y:full Z:full", SCALE, NO_RULES, "agree", "agreed", "full"),
    ("XY", "X:full+a Y:full+b", SCALE, NO_RULES, "text", "agreed", "full"),
    ("XY", "X:full@a Y:full@b", SCALE, NO_RULES, "evidence", "agreed", "full"),
    ("XY", "X:full+a@a Y:full+b@b", SCALE, NO_RULES, "evidence", "agreed", "full"),
    ("XY", "X:full Y:none", SCALE, NO_RULES, "differ", "pending", ""),
    ("XYZ", "X:full Y:full Z:none", SCALE, NO_RULES, "differ", "pending", ""),
    ("XY", "X:full Y:-", SCALE, NO_RULES, "differ", "pending", ""),
    ("XY", "X:? Y:-", SCALE, NO_RULES, "differ", "pending", ""),
    ("XY", "X:? Y:?", SCALE, NO_RULES, "agree", "agreed", ""),
    ("XY", "X:_ Y:_", SCALE, NO_RULES, "agree", "agreed", ""),
    # Tolerance is in score points, both ends included; what is done within it is the project's rule.
    ("XY", "X:full Y:most", SCALE, AVERAGE, "tolerance", "averaged", ""),
    ("XY", "X:full Y:most", SCALE, FIRST, "tolerance", "agreed", "full"),
    ("XY", "X:full Y:most", SCALE, DECIDE, "tolerance", "pending", ""),
    ("XY", "X:full Y:most", SCALE, Rules(9.9, "average"), "differ", "pending", ""),
    ("XY", "X:full Y:most", READ, AVERAGE, "tolerance", "pending", ""),  # an expression needs a value: somebody decides
    ("XY", "X:full Y:most", READ, FIRST, "tolerance", "agreed", "full"),
    ("XY", "X:none Y:-", SCALE, AVERAGE, "differ", "pending", ""),  # nothing found is no answer of 0 points
    ("XY", "X:full Y:most", COHORT, AVERAGE, "differ", "pending", ""),  # no score without the others
    # One person with two heads (two laptops) is a conflict, also within the tolerance, also where nobody else answers.
    ("X", "X:full X:none", SCALE, NO_RULES, "differ", "pending", ""),
    ("X", "X:full X:most", SCALE, FIRST, "differ", "pending", ""),
    ("XY", "X:full X:none Y:full", SCALE, NO_RULES, "differ", "pending", ""),
    ("X", "X:full+a X:full+b", SCALE, NO_RULES, "single", "single", "full"),
    # Text is never compared to death, and heads of people who are not assigned do not count.
    ("XY", "X:abc Y:xyz", WORDS, NO_RULES, "text", "agreed", "abc"),
    ("XY", "X:abc Y:abc", WORDS, NO_RULES, "agree", "agreed", "abc"),
    ("X", "X:abc", WORDS, NO_RULES, "single", "single", "abc"),
    ("XY", "X:full Y:full Z:none", SCALE, NO_RULES, "agree", "agreed", "full"),
    ("", "Z:none", SCALE, NO_RULES, "none", "missing", ""),
]  # fmt: skip


@pytest.mark.parametrize(("expected", "heads", "leaf", "rules", "match", "status", "value"), CLASSES)
def test_classes_and_statuses(
    expected: str, heads: str, leaf: Leaf, rules: Rules, match: str, status: str, value: str
) -> None:
    found = cell(expected, heads, leaf, rules)
    assert (found.match, found.status, found.final.value) == (match, status, value)


def test_every_class_and_status_is_in_the_tables() -> None:
    from typing import get_args

    from evalapp.merge.cells import MatchClass, Status

    assert {row[4] for row in CLASSES} == set(get_args(MatchClass))
    assert {row[5] for row in CLASSES} | {"decided", "to_confirm", "disputed"} == set(get_args(Status))


def test_averaging_gives_points_and_no_value() -> None:
    assert cell("XY", "X:full Y:most", rules=AVERAGE).final == Final("answered", "", 95.0)
    assert cell("XYZ", "X:full Y:most Z:full", rules=AVERAGE).final.score == pytest.approx(290 / 3)


def test_first_is_first_in_the_assignment_never_in_time() -> None:
    for heads in ("X:full Y:most", "Y:most X:full"):
        assert cell("YX", heads, rules=FIRST).final.value == "most"
        assert cell("XY", heads, rules=FIRST).final.value == "full"


def test_the_missing_are_named() -> None:
    assert cell("XYZ", "Y:full").missing == ("X", "Z")


def test_severity_is_the_distance_on_the_scale_times_the_weight() -> None:
    assert cell("XY", "X:full Y:none").severity == 4.0
    assert cell("XY", "X:full Y:half").severity == 2.0
    assert cell("XY", "X:half Y:-").severity == 2.0
    assert cell("XY", "X:full Y:?").severity == 4.0, (
        "states that cannot be compared are as far apart as can be"
    )
    assert cell("XY", "X:full Y:full").severity == 0.0
    assert cell("XY", "X:abc Y:xyz", WORDS).severity == 0.0


DECISIONS = [
    # heads now, what the decision weighed → status, staleness
    ("X:full Y:none", "X:full Y:none", None, "decided", ""),
    ("X:half Y:none", "X:full Y:none", None, "to_confirm", "stale"),  # replaced
    ("X:full", "X:full Y:none", None, "to_confirm", "stale"),  # withdrawn
    ("X:full Y:none", "X:full", None, "to_confirm", "stale"),  # new
    ("X:full Y:none", "", None, "to_confirm", "stale"),  # decided before anybody answered
    ("", "", None, "decided", ""),
    ("X:full@link Y:none", "X:full Y:none", None, "decided", "new_material"),
    ("X:full+words Y:none", "X:full Y:none", None, "decided", "new_material"),
    ("X:full X:half Y:none", "X:full Y:none", None, "to_confirm", "stale"),
    (
        "X:full Y:none",
        "X:full Y:none X:gone",
        "X:full Y:none",
        "to_confirm",
        "stale",
    ),  # weighed what has not come
]


@pytest.mark.parametrize(("heads", "weighed", "come", "status", "staleness"), DECISIONS)
def test_what_happens_to_a_decision(
    heads: str, weighed: str, come: str | None, status: str, staleness: str
) -> None:
    found = cell("XY", heads, decisions=(decision("half", weighed, come=come),))
    assert (found.status, found.staleness, found.final.value) == (status, staleness, "half"), (
        "its value always holds"
    )


def test_two_heads_with_equal_content_are_one_for_a_decision() -> None:
    first = Head("one", "X", "answered", "full", NOTHING, NOTHING)
    second = Head("two", "X", "answered", "full", NOTHING, NOTHING)
    weighed = DecisionHead("d", "answered", "half", ("one",), (first,))
    for present in ([first, second], [second], [second, first]):
        assert judge(["X"], present, [weighed], SCALE, NO_RULES).staleness == ""


def test_decisions_with_one_outcome_are_one_and_with_two_a_dispute() -> None:
    same = (decision("half", "X:full Y:none", name="d1"), decision("half", "X:full", name="d2"))
    agreed = cell("XY", "X:full Y:none", decisions=same)
    assert (agreed.status, agreed.final.value) == ("decided", "half"), "one of them weighed everything"
    two = cell(
        "XY",
        "X:full Y:none",
        decisions=(decision("half", "X:full Y:none"), decision("full", "X:full Y:none")),
    )
    assert (two.status, two.final) == ("disputed", BLANK)


heads_of = st.lists(
    st.tuples(st.sampled_from("WXYZ"), st.sampled_from(["full", "most", "half", "none", "-", "?", "_"]), st.sampled_from(["", "+a", "+b"]), st.sampled_from(["", "@l"])).map("{0[0]}:{0[1]}{0[2]}{0[3]}".format),
    unique=True, max_size=5,
)  # fmt: skip
rules = st.builds(Rules, st.sampled_from([0.0, 10.0, 50.0]), st.sampled_from(["decide", "average", "first"]))


@given(heads_of, rules, st.sampled_from([SCALE, READ, WORDS]))
def test_the_order_in_which_heads_came_is_all_the_same(names: list[str], rules: Rules, leaf: Leaf) -> None:
    results = {
        repr(judge("XYZ", [head(name) for name in order], (), leaf, rules))
        for order in itertools.permutations(names)
    }
    assert len(results) == 1


@given(heads_of, rules)
def test_no_difference_is_settled_unless_the_rules_say_so(names: list[str], rules: Rules) -> None:
    found = judge("XYZ", [head(name) for name in names], (), SCALE, rules)
    values = {(h.state, h.value) for h in map(head, names) if h.subject in "XYZ"}
    if found.status in ("single", "agreed") and found.match != "tolerance":
        assert values == {(found.final.state, found.final.value)}
    if found.status in ("pending", "missing"):
        assert found.final == BLANK


def test_a_decision_read_through_a_mapping_that_joins_values_is_to_confirm() -> None:
    """RECORD R23: what it weighed is all there, but its own value may mean less than it did."""
    plain = decision("full", "A:full B:none")
    lossy = msgspec.structs.replace(plain, lossy=True)
    assert cell("AB", "A:full B:none", decisions=(plain,)).status == "decided"
    found = cell("AB", "A:full B:none", decisions=(lossy,))
    assert (found.status, found.staleness, found.final.value) == ("to_confirm", "stale", "full")
