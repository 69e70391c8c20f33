"""From the assessors' heads and the decisions to one final value for each (unit, item) (RECORD R15–R19)."""

from collections.abc import Callable, Sequence
from typing import Literal

from msgspec import Struct

from evalapp.base.numbers import guard
from evalapp.entry.final import BLANK, Final, State

MatchClass = Literal["agree", "tolerance", "differ", "evidence", "text", "missing", "single", "none"]
Status = Literal["single", "agreed", "averaged", "decided", "to_confirm", "disputed", "pending", "missing"]
Staleness = Literal["", "new_material", "stale"]

OPEN: tuple[Status, ...] = ("pending", "to_confirm", "disputed")
"""Statuses that wait for a coordinator: the queue of decisions."""


class Head(Struct, frozen=True):
    """A signed-off head of one subject: what was answered, and a digest of the words and evidence behind it."""

    id: str
    subject: str
    state: State
    value: str
    text: bytes
    evidence: bytes


class DecisionHead(Struct, frozen=True):
    """A head of the cell's decisions. ``weighed`` holds the heads it weighed, as far as they have arrived.

    ``lossy``: it was made under another edition, and read through a mapping by which several values became one (RECORD R23).
    """

    id: str
    state: State
    value: str
    weighed_ids: tuple[str, ...]
    weighed: tuple[Head, ...]
    lossy: bool = False


class Rules(Struct, frozen=True):
    """What the project says about differences: tolerance in score points (0…100) and what is done within it."""

    tolerance: float = 0.0
    resolve: Literal["decide", "average", "first"] = "decide"


class Leaf(Struct, frozen=True):
    """What comparing needs to know of a leaf. ``score`` gives 0…100 or None; ``weight`` is its nominal weight.

    ``needs_value``: expressions or a veto read the value itself, so that a mean of scores would not do. ``typed`` is false
    where no assessor is expected to answer; ``kind`` names the sub-units for which it is answered.
    """

    score: Callable[[str], float | None]
    weight: float
    scored: bool = True
    needs_value: bool = False
    typed: bool = True
    kind: str = ""


class Cell(Struct, frozen=True):
    """What a cell comes to. ``severity`` = distance on the scale (0…1) × nominal weight."""

    match: MatchClass
    status: Status
    final: Final
    severity: float = 0.0
    decision: str = ""
    staleness: Staleness = ""
    missing: tuple[str, ...] = ()


def judge(
    expected: Sequence[str],
    found: Sequence[Head],
    decisions: Sequence[DecisionHead],
    leaf: Leaf,
    rules: Rules,
) -> Cell:
    """The cell's match class, status and final value.

    ``expected``: subjects assigned to the cell, in the assignment's order. Heads of other subjects do not count. Nobody
    is ever chosen by time: an open difference stays pending until a decision names all heads it weighed.
    """
    present = [head for subject in expected for head in found if head.subject == subject]
    if len(present) > len(expected):
        present = _distinct(present)
    match, status, final = _compare(expected, present, leaf, rules)
    severity = _distance(present, leaf) * leaf.weight
    come = {head.subject for head in present}
    missing = (
        () if len(come) == len(expected) else tuple(subject for subject in expected if subject not in come)
    )
    outcomes = {(decision.state, decision.value) for decision in decisions}
    if not outcomes:
        return Cell(match, status, final, severity, "", "", missing)
    if len(outcomes) > 1:
        return Cell(match, "disputed", BLANK, severity, "", "", missing)
    staleness = min((_staleness(decision, present) for decision in decisions), key=_STALENESS.index)
    decided = Final(decisions[0].state, decisions[0].value)
    return Cell(
        match,
        "to_confirm" if staleness == "stale" else "decided",
        decided,
        severity,
        decisions[0].id,
        staleness,
        missing,
    )


_STALENESS: tuple[Staleness, ...] = ("", "new_material", "stale")


def _distinct(heads: Sequence[Head]) -> list[Head]:
    """Heads of one subject with equal judged content count as one (RECORD R7)."""
    seen: dict[tuple[str, str, str, bytes, bytes], Head] = {}
    for head in heads:
        seen.setdefault((head.subject, head.state, head.value, head.text, head.evidence), head)
    return list(seen.values())


def _compare(
    expected: Sequence[str], present: list[Head], leaf: Leaf, rules: Rules
) -> tuple[MatchClass, Status, Final]:
    if not present:
        return "none", "missing", BLANK
    values = {(head.state, head.value) for head in present}
    come = {head.subject for head in present}
    own_conflict = len({(head.subject, head.state, head.value) for head in present}) > len(come)
    if len(come) < len(expected):
        return "missing", "missing", BLANK
    first = Final(present[0].state, present[0].value)
    if not leaf.scored and not own_conflict and all(head.state == "answered" for head in present):
        return (
            ("single" if len(expected) == 1 else "agree" if len(values) == 1 else "text"),
            _settled(expected),
            first,
        )
    if len(values) == 1:
        if len(expected) == 1:
            return "single", "single", first
        return _material(present), "agreed", first
    if not own_conflict and _within_tolerance(present, leaf, rules):
        return _resolve(present, first, leaf, rules)
    return "differ", "pending", BLANK


def _settled(expected: Sequence[str]) -> Status:
    return "single" if len(expected) == 1 else "agreed"


def _material(present: list[Head]) -> MatchClass:
    """Equal values: does the evidence or the text behind them differ? Neither ever blocks the value."""
    if len({head.evidence for head in present}) > 1:
        return "evidence"
    if len({head.text for head in present}) > 1:
        return "text"
    return "agree"


def _scores(present: Sequence[Head], leaf: Leaf) -> list[float] | None:
    """Scores of all heads, not found counting 0; None where one of them has none."""
    scores = []
    for head in present:
        score = (
            leaf.score(head.value) if head.state == "answered" else 0.0 if head.state == "not_found" else None
        )
        if score is None:
            return None
        scores.append(score)
    return scores


def _within_tolerance(present: list[Head], leaf: Leaf, rules: Rules) -> bool:
    scores = _scores(present, leaf)
    if rules.tolerance <= 0 or scores is None or any(head.state != "answered" for head in present):
        return False
    return guard(max(scores) - min(scores)) <= guard(rules.tolerance)


def _resolve(present: list[Head], first: Final, leaf: Leaf, rules: Rules) -> tuple[MatchClass, Status, Final]:
    if rules.resolve == "first":
        return "tolerance", "agreed", first
    scores = _scores(present, leaf)
    if rules.resolve == "average" and scores is not None and not leaf.needs_value:
        return "tolerance", "averaged", Final("answered", "", sum(scores) / len(scores))
    return "tolerance", "pending", BLANK


def _distance(present: list[Head], leaf: Leaf) -> float:
    """0 where all agree; the gap between the scores as a share of the scale; 1 where states cannot be compared."""
    if len({(head.state, head.value) for head in present}) < 2 or not leaf.scored:
        return 0.0
    scores = _scores(present, leaf)
    return 1.0 if scores is None else min(1.0, (max(scores) - min(scores)) / 100)


def _staleness(decision: DecisionHead, present: list[Head]) -> Staleness:
    """What happened since the decision to the heads it weighed (RECORD R16, R17), or to its own value (R23)."""
    if decision.lossy:
        return "stale"
    if {head.id for head in present} == set(decision.weighed_ids):
        return ""
    if len(decision.weighed) != len(decision.weighed_ids):
        return "stale"
    before = {(head.subject, head.state, head.value, head.text, head.evidence) for head in decision.weighed}
    after = {(head.subject, head.state, head.value, head.text, head.evidence) for head in present}
    if before == after:
        return ""
    values_before = {(head.subject, head.state, head.value) for head in decision.weighed}
    values_after = {(head.subject, head.state, head.value) for head in present}
    return "new_material" if values_before == values_after else "stale"
