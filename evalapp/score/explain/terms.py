"""The children in a group's mean: what each counts, and what was left out (FORM rules 5 to 8)."""

from math import isnan
from typing import Literal

from msgspec import Struct

from evalapp.form.model import Aggregation
from evalapp.score.aggregate import not_applicable_policies
from evalapp.score.averages import weighted_mean
from evalapp.score.results import Results
from evalapp.score.status import NOTHING, Status

Counted = Literal["counted", "left_out", "missing", "pending"]


class Term(Struct, frozen=True, kw_only=True):
    """A child in its group's mean.

    ``nominal`` and ``used`` are weights in points, before and after what was left out; ``share`` is that of the used ones,
    0…1. ``policy`` says what is done where the item does not apply.
    """

    code: str
    status: Status
    counted: Counted
    nominal: float
    used: float
    share: float
    score: float | None
    points: float | None
    policy: str


def terms_of(results: Results, row: int, children: tuple[int, ...]) -> tuple[Term, ...]:
    """The scored children that exist for the row."""
    tree = results.tree
    policies = not_applicable_policies(tree)
    below = [child for child in children if tree.nodes[child].scored]
    total = sum(float(results.node_used[row, child]) for child in below)
    return tuple(
        Term(
            code=tree.nodes[child].code,
            status=results.node_status_of(row, child),
            counted=_counted(results, row, child),
            nominal=results.weight_of(row, child),
            used=float(results.node_used[row, child]),
            share=float(results.node_used[row, child]) / total if total else 0.0,
            score=some(float(results.node_score[row, child])),
            points=some(float(results.node_points[row, child])),
            policy=policies[child],
        )
        for child in below
        if results.weight_of(row, child) and int(results.node_status[row, child]) != NOTHING
    )


def _counted(results: Results, row: int, child: int) -> Counted:
    """What a child is to its group."""
    if results.node_used[row, child] > 0:
        return "counted"
    policy = results.tree.form.policy
    match results.node_status_of(row, child):
        case "answered" | "not_found" | "scored" | "vetoed":
            return "counted"
        case "not_applicable":
            return "left_out"
        case "pending":
            return "pending"
        case "blank" if policy.unanswered == "pending":
            return "pending"
        case "unable" if policy.unable == "pending":
            return "pending"
        case _:
            return "missing"


def mean_of(results: Results, row: int, children: tuple[int, ...], aggregation: Aggregation) -> float | None:
    """The mean that the group had before it was compared with others, or put to 0 by a veto."""
    below = [child for child in children if results.tree.nodes[child].scored]
    used, scores = results.node_used[[row]][:, below].T, results.node_score[[row]][:, below].T
    return some(float(weighted_mean(aggregation, used, scores)[0])) if below else None


def some(number: float) -> float | None:
    """The number; None for NaN."""
    return None if isnan(number) else number
