"""How a number came about: for any item of any unit, and for the total (FORM rules 5 to 13)."""

from math import isnan
from typing import Literal

import numpy as np
from msgspec import Struct

from evalapp.entry.roster import Unit
from evalapp.form.cohort_rules import COHORT_RULES, CohortRule
from evalapp.form.model import Aggregation, Index, Veto
from evalapp.form.scales import Scale
from evalapp.form.tree import Node
from evalapp.score.aggregate import not_applicable_policies
from evalapp.score.averages import weighted_mean
from evalapp.score.results import Results
from evalapp.score.status import ANSWERED, NOTHING, Status

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


class Compared(Struct, frozen=True, kw_only=True):
    """The cohort that a value was compared with: how many, their lowest, highest, mean and sample deviation."""

    rule: CohortRule
    value: float
    n: int
    low: float
    high: float
    mean: float
    deviation: float


class Below(Struct, frozen=True, kw_only=True):
    """What a sub-unit contributed to a rolled-up item."""

    unit: Unit
    status: Status
    value: str
    score: float | None


class ItemExplanation(Struct, frozen=True, kw_only=True):
    """How an item came to its score.

    Of a leaf: ``value`` and ``scale``; of a group: ``terms`` and the ``mean`` of them before it was compared over all units.
    ``weight`` is the effective share of the full score in points, None where there is none.
    """

    unit: Unit
    node: Node
    status: Status
    value: str
    scale: Scale | None
    score: float | None
    points: float | None
    nominal: float
    weight: float | None
    aggregation: Aggregation
    terms: tuple[Term, ...]
    mean: float | None
    compared: Compared | None
    below: tuple[Below, ...]
    hit: bool


class Hit(Struct, frozen=True, kw_only=True):
    """A veto item that was hit, and what that does."""

    code: str
    effect: Veto


class TotalExplanation(Struct, frozen=True, kw_only=True):
    """How a unit came to its total, step by step; None where a step has nothing to say.

    ``earned`` is the bonus before its cap, ``bonus`` what was granted of it; ``profile`` the weights' profile, "" for the
    form's own. ``ranked`` units have a rank beside this one: those of the same ``within``, "" for all.
    """

    unit: Unit
    status: Status
    profile: str
    terms: tuple[Term, ...]
    aggregation: Aggregation
    mean: float | None
    compared: Compared | None
    score: float | None
    penalty: float
    base: float | None
    has_bonus: bool
    gate_open: bool
    earned: float
    bonus: float
    hits: tuple[Hit, ...]
    points: float | None
    rank: int | None
    ranked: int
    within: str
    grade: str


class IndexTerm(Struct, frozen=True, kw_only=True):
    """An item in the mean that an index is; left out without a score."""

    code: str
    weight: float
    score: float | None


class IndexExplanation(Struct, frozen=True, kw_only=True):
    """How an index of a unit came about: over ``terms``, or by its expression. ``value`` and ``rank`` are None without any."""

    unit: Unit
    index: Index
    terms: tuple[IndexTerm, ...]
    value: float | None
    rank: int | None


def explain_index(results: Results, row: int, place: int) -> IndexExplanation:
    """How the index at ``place`` in the form came about for a row of the roster."""
    tree = results.tree
    index = tree.form.indices[place]
    return IndexExplanation(
        unit=results.roster[row],
        index=index,
        terms=tuple(
            IndexTerm(
                code=code,
                weight=weight,
                score=_some(float(results.node_score[row, tree.by_code[code]])),
            )
            for code, weight in index.items.items()
        ),
        value=_some(float(results.indices[row, place])),
        rank=int(results.index_rank[row, place]) or None,
    )


def explain_item(results: Results, row: int, code: str) -> ItemExplanation:
    """How the item ``code`` of a row of the roster came about. KeyError where the form has no such item."""
    tree, node = results.tree, results.tree.node(code)
    score = float(results.node_score[row, node.index])
    is_group = not node.is_leaf and node.scored
    terms = _terms(results, row, node.children) if is_group else ()
    aggregation = node.item.aggregation or tree.form.policy.aggregation
    rule = node.item.normalise if is_group else (node.scale.rule if node.scale is not None else None)
    hits = results.matrix.hits.get(node.index)
    return ItemExplanation(
        unit=results.roster[row],
        node=node,
        status=results.node_status_of(row, node.index),
        value=results.value(row, node.index),
        scale=node.scale,
        score=_some(score),
        points=_some(float(results.node_points[row, node.index])),
        nominal=results.weight_of(row, node.index),
        weight=_some(float(results.node_weight[row, node.index])),
        aggregation=aggregation,
        terms=terms,
        mean=_mean(results, row, node.children, aggregation) if is_group else None,
        compared=_compared(results, row, node, rule) if isinstance(rule, COHORT_RULES) else None,
        below=_below(results, row, node),
        hit=bool(hits is not None and hits[row]),
    )


def explain_total(results: Results, row: int) -> TotalExplanation:
    """How the total of a unit came about."""
    tree = results.tree
    policy, place = tree.form.policy, int(results.profile[row])
    grade = results.grade_of(row)
    return TotalExplanation(
        unit=results.roster[row],
        status=results.status_of(row),
        profile="" if place < 0 else tree.form.profiles[place].id,
        terms=_terms(results, row, tree.roots),
        aggregation=policy.aggregation,
        mean=_mean(results, row, tree.roots, policy.aggregation),
        compared=None if policy.normalise is None else _compared_totals(results, row, policy.normalise),
        score=_some(float(results.root_score[row])),
        penalty=float(results.penalty[row]),
        base=_some(float(results.base[row])),
        has_bonus=any(node.part == "bonus" for node in tree.leaves),
        gate_open=bool(results.gate[row]),
        earned=float(results.earned_bonus[row]),
        bonus=float(np.nan_to_num(results.bonus[row])),
        hits=tuple(
            Hit(code=leaf.code, effect=tree.veto_of(leaf))
            for leaf in tree.leaves
            if leaf.index in results.matrix.hits and results.matrix.hits[leaf.index][row]
        ),
        points=_some(float(results.points[row])),
        rank=int(results.rank[row]) or None,
        ranked=int(np.count_nonzero(results.rank[results.cohort_of(row)])),
        within=results.roster[row].columns.get(tree.form.units.within, ""),
        grade="" if grade is None else grade.id,
    )


def _terms(results: Results, row: int, children: tuple[int, ...]) -> tuple[Term, ...]:
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
            score=_some(float(results.node_score[row, child])),
            points=_some(float(results.node_points[row, child])),
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


def _mean(results: Results, row: int, children: tuple[int, ...], aggregation: Aggregation) -> float | None:
    """The mean that the group had before it was compared with others, or put to 0 by a veto."""
    below = [child for child in children if results.tree.nodes[child].scored]
    used, scores = results.node_used[[row]][:, below].T, results.node_score[[row]][:, below].T
    return _some(float(weighted_mean(aggregation, used, scores)[0])) if below else None


def _compared(results: Results, row: int, node: Node, rule: CohortRule) -> Compared | None:
    """The values of the row's cohort under the item's rule; None for a row that is not in it."""
    column = results.matrix.column.get(node.index)
    if column is not None:
        answered = results.matrix.states[:, column] == ANSWERED
        return _cohort(results, row, rule, np.where(answered, results.matrix.numbers[:, column], np.nan))
    aggregation = node.item.aggregation or results.tree.form.policy.aggregation
    below = [child for child in node.children if results.tree.nodes[child].scored]
    means = weighted_mean(aggregation, results.node_used[:, below].T, results.node_score[:, below].T)
    return _cohort(results, row, rule, means)


def _compared_totals(results: Results, row: int, rule: CohortRule) -> Compared | None:
    roots = [root for root in results.tree.roots if results.tree.nodes[root].scored]
    aggregation = results.tree.form.policy.aggregation
    means = weighted_mean(aggregation, results.node_used[:, roots].T, results.node_score[:, roots].T)
    return _cohort(results, row, rule, means)


def _cohort(results: Results, row: int, rule: CohortRule, values: np.ndarray) -> Compared | None:
    members = results.cohort_of(row)
    if not len(members) or isnan(values[row]):
        return None
    present = values[members][~np.isnan(values[members])]
    return Compared(
        rule=rule,
        value=float(values[row]),
        n=len(present),
        low=float(present.min()),
        high=float(present.max()),
        mean=float(present.mean()),
        deviation=float(present.std(ddof=1)) if len(present) > 1 else 0.0,
    )


def _below(results: Results, row: int, node: Node) -> tuple[Below, ...]:
    rollup = node.item.rollup
    if rollup is None:
        return ()
    members = results.population.below.get(rollup.kind, {}).get(row, ())
    return tuple(
        Below(
            unit=results.roster[int(sub)],
            status=results.node_status_of(int(sub), node.index),
            value=results.value(int(sub), node.index) if node.is_leaf else "",
            score=_some(float(results.node_score[int(sub), node.index])),
        )
        for sub in members
    )


def _some(number: float) -> float | None:
    return None if isnan(number) else number
