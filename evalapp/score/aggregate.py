"""From leaf scores to the root, bottom-up, for all units at once (FORM rules 5 to 8, weights of rule 17)."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.numbers import guard
from evalapp.form.cohort_rules import CohortRule
from evalapp.form.model import Missing, NotApplicable
from evalapp.form.tree import Node, Tree
from evalapp.score.averages import weighted_mean
from evalapp.score.cohort import below_zero, cohort_scores, shares_refused
from evalapp.score.guards import Floats, guarded
from evalapp.score.matrix import LeafMatrix
from evalapp.score.population import asked, rolls_values
from evalapp.score.rollup import together
from evalapp.score.status import (
    ANSWERED,
    BLANK,
    INSUFFICIENT,
    NOT_APPLICABLE,
    NOT_FOUND,
    NOTHING,
    PENDING,
    SCORED,
    STATUSES,
    UNABLE,
    VETOED,
)
from evalapp.score.vetoes import unsettled

Codes = NDArray[np.int8]

# What a child is to its group. An absent one is not applicable, a missing one applies and has no score. The greatest of the
# children says what the group is.
_ABSENT, _MISSING, _HAS_SCORE, _PENDING = range(4)
_STATUS_OF_GREATEST = np.array([NOT_APPLICABLE, INSUFFICIENT, SCORED, PENDING], dtype=np.int8)
_OUTCOME_OF_STATUS = {
    SCORED: _HAS_SCORE,
    VETOED: _HAS_SCORE,
    NOT_APPLICABLE: _ABSENT,
    INSUFFICIENT: _MISSING,
    PENDING: _PENDING,
}
_FULL_WEIGHT: dict[NotApplicable, float] = {"zero": 0.0, "full": 100.0}
_OUTCOME_OF_MISSING: dict[Missing, int] = {"pending": _PENDING, "zero": _HAS_SCORE, "reweight": _MISSING}


class Aggregate(Struct, frozen=True, kw_only=True, eq=False):
    """Every node of every row: rows are the tree's nodes, and after them the root; columns are the roster's rows.

    ``score`` is NaN where there is none. ``used`` is the weight with which an item stands in its group's mean, 0 where it
    does not (rule 8; only the ratios inside a group count). ``weight`` is the effective share of the full score: 0 where the
    item does not count, NaN where the total is pending, the item is never scored or the row is a sub-unit. ``status``
    holds the codes of :mod:`evalapp.score.status`.
    """

    score: Floats
    used: Floats
    status: Codes


class _Work(NamedTuple):
    """The arrays under construction: rows are nodes and the root; ``loss`` is what rescaling takes.

    ``nominal`` has a single column where all rows share their weights; ``weightless`` nodes have weight 0 for some.
    """

    nominal: Floats
    weightless: NDArray[np.bool_]
    outcome: Codes
    score: Floats
    used: Floats
    loss: Floats | None
    status: Codes


def not_applicable_policies(tree: Tree) -> tuple[NotApplicable, ...]:
    """Each node's policy: its own, else its nearest ancestor's, else the form's."""
    found: list[NotApplicable] = []
    for node in tree.nodes:
        above = tree.form.policy.not_applicable if node.parent is None else found[node.parent]
        found.append(node.item.not_applicable or above)
    return tuple(found)


def aggregate(tree: Tree, matrix: LeafMatrix, nominal: Floats) -> Aggregate:
    """Scores, statuses and weights inside their groups of all nodes and the root.

    ``nominal`` are the weights [nodes, rows or 1] in points. Raises AppError("negative_score") where a geometric or
    harmonic mean meets a score below 0, and AppError("negative_value") where a group's scores below 0 are compared by their
    share of the best, with every such unit and item.
    """
    policies = not_applicable_policies(tree)
    work = _leaves(tree, matrix, policies, nominal)
    root = len(tree.nodes)
    trouble: list[str] = []
    for index in (*reversed(range(root)), root):
        if index == root or (tree.nodes[index].scored and not tree.nodes[index].is_leaf):
            trouble += _group(tree, index, policies, work, matrix)
    _not_asked(tree, matrix, work)
    if trouble:
        raise AppError(
            "negative_score",
            _(
                "Some scores below 0 stand in groups that take a geometric or harmonic mean, which has "
                "no meaning for them. Nothing was computed. Give these groups the arithmetic mean, or these "
                "items no negative points."
            ),
            details=trouble,
        )
    return Aggregate(
        score=work.score,
        used=work.used,
        status=work.status,
    )


def _not_asked(tree: Tree, matrix: LeafMatrix, work: _Work) -> None:
    """Groups say nothing about rows that are not asked what stands below: units and sub-units share one table."""
    people = matrix.population
    if not len(people.subs) and not any(node.kind for node in tree.nodes):
        return
    for node in tree.nodes:
        if node.is_leaf:
            if rolls_values(node):
                work.score[node.index, people.subs] = np.nan  # only their values count
        elif node.scored:
            strangers = ~asked(people, node)
            work.status[node.index, strangers] = NOTHING
            work.score[node.index, strangers] = np.nan


def _leaves(tree: Tree, matrix: LeafMatrix, policies: Sequence[NotApplicable], nominal: Floats) -> _Work:
    """The leaves' rows (rule 5): a score, none, or pending."""
    rows, units = len(tree.nodes) + 1, len(matrix.units)
    rescaled = "rescale" in policies
    weights = np.vstack([nominal, np.full((1, nominal.shape[1]), tree.form.head.full_score)])
    work = _Work(
        nominal=weights,
        weightless=(weights == 0).any(axis=1),
        outcome=np.full((rows, units), _ABSENT, dtype=np.int8),
        score=np.empty((rows, units)),
        used=np.zeros((rows, units)),
        loss=np.zeros((rows, units)) if rescaled else None,
        status=np.full((rows, units), NOTHING, dtype=np.int8),
    )
    work.score[[*(node.index for node in tree.nodes if not (node.is_leaf and node.scored)), rows - 1]] = (
        np.nan
    )
    work.status[[leaf.index for leaf in tree.leaves]] = matrix.states.T
    scored = [leaf for leaf in tree.leaves if leaf.scored]
    for policy in dict.fromkeys(policies[leaf.index] for leaf in scored):
        alike = [leaf for leaf in scored if policies[leaf.index] == policy]
        _fill_leaves(tree, [leaf.index for leaf in alike], policy, work, matrix)
    for leaf in scored:
        if leaf.item.rollup is not None:
            work.outcome[leaf.index, matrix.population.subs] = _ABSENT  # what is above it is the units' alone
        _leave_out(work, leaf.index, is_leaf=True)
    return work


def _fill_leaves(
    tree: Tree, leaves: list[int], policy: NotApplicable, work: _Work, matrix: LeafMatrix
) -> None:
    """The rows of all leaves under one policy for what does not apply."""
    outcomes, fixed = _leaf_table(tree, policy)
    columns = _rows_of([matrix.column[leaf] for leaf in leaves])
    states, scores = matrix.states.T[columns], matrix.scores.T[columns]
    table = outcomes.tobytes().ljust(256, b"\0")  # a look-up of bytes, in half the time of an array's
    work.outcome[leaves] = np.frombuffer(states.tobytes().translate(table), dtype=np.int8).reshape(
        states.shape
    )
    given = {state: states == state for state in fixed}
    if any(where.any() for where in given.values()):
        scores = scores.copy()
        for state, score in fixed.items():
            scores[given[state]] = score
    work.score[leaves] = scores
    if work.loss is not None and policy == "rescale":
        work.loss[leaves] = np.where(states == NOT_APPLICABLE, work.nominal[leaves], 0.0)


def _leave_out(work: _Work, index: int, *, is_leaf: bool) -> None:
    """Weight 0: for these rows there is no such item (rule 6)."""
    if not work.weightless[index]:
        return
    gone = np.broadcast_to(work.nominal[index] == 0, work.outcome[index].shape)
    work.outcome[index, gone] = _ABSENT
    work.score[index, gone] = np.nan
    if not is_leaf:
        work.status[index, gone] = NOTHING


def _leaf_table(tree: Tree, policy: NotApplicable) -> tuple[Codes, dict[int, float]]:
    """By state of a leaf: what it is to its group, and the scores that states have whatever was entered."""
    outcomes = np.full(len(STATUSES), _ABSENT, dtype=np.int8)
    outcomes[[ANSWERED, NOT_FOUND]] = _HAS_SCORE
    fixed = {}
    if policy in _FULL_WEIGHT:
        fixed[NOT_APPLICABLE] = _FULL_WEIGHT[policy]
        outcomes[NOT_APPLICABLE] = _HAS_SCORE
    for state, missing in ((BLANK, tree.form.policy.unanswered), (UNABLE, tree.form.policy.unable)):
        outcomes[state] = _OUTCOME_OF_MISSING[missing]
        if missing == "zero":
            fixed[state] = 0.0
    return outcomes, fixed


def _group(
    tree: Tree, index: int, policies: Sequence[NotApplicable], work: _Work, matrix: LeafMatrix
) -> list[str]:
    """One group's row from its children's (rules 7 to 9); gives what is wrong, a line an item."""
    policy = tree.form.policy
    if index == len(tree.nodes):
        below, aggregation, coverage = tree.roots, policy.aggregation, policy.min_coverage
        own: NotApplicable = "reweight"
        normalise = policy.normalise
    else:
        node = tree.nodes[index]
        below, own, normalise = node.children, policies[index], node.item.normalise
        aggregation = node.item.aggregation or policy.aggregation
        coverage = policy.min_coverage if node.item.min_coverage is None else node.item.min_coverage
    children = [child for child in below if tree.nodes[child].scored]
    those = _rows_of(children)
    status = _status(work.outcome[those], coverage)
    rollup = None
    if index < len(tree.nodes):
        rollup = tree.nodes[index].item.rollup
        _veto(tree, tree.nodes[index], matrix, status)
    used = _weights_used(children, policies, work)
    scored = status == SCORED
    if not scored.all():
        used *= scored
    trouble = _negative(tree, index, children, used, work, matrix) if aggregation != "arithmetic" else []
    work.score[index] = weighted_mean(aggregation, used, work.score[those])
    work.score[index, status == VETOED] = 0.0
    if not isinstance(those, slice):
        work.used[those] = used
    work.status[index] = status
    work.outcome[index] = _OUTCOMES.take(status)
    if work.loss is not None:
        # A veto makes the whole group 0, so it weighs what it weighs.
        work.loss[index] = np.where(status == VETOED, 0.0, work.loss[those].sum(axis=0))
    if rollup is not None:
        _roll_up(tree, tree.nodes[index], own, work, matrix)
    if normalise is not None:
        _normalise(tree, index, normalise, work, matrix, rolled=rollup is not None)
    if own in _FULL_WEIGHT:
        absent = work.status[index] == NOT_APPLICABLE
        work.score[index][absent] = _FULL_WEIGHT[own]
        work.outcome[index][absent] = _HAS_SCORE
        if work.loss is not None:
            work.loss[index][absent] = 0.0
    _leave_out(work, index, is_leaf=False)
    return trouble


def _veto(tree: Tree, node: Node, matrix: LeafMatrix, status: Codes) -> None:
    """A hit whose effect is this item's alone makes it 0; while it is not known, the group is pending (rules 8, 13)."""
    leaves = [
        tree.nodes[child]
        for child in node.children
        if child in matrix.hits and tree.veto_of(tree.nodes[child]).effect == "item"
    ]
    for leaf in leaves:
        status[unsettled(tree, matrix, leaf) & (status != NOT_APPLICABLE)] = PENDING
    for leaf in leaves:
        status[matrix.hits[leaf.index]] = VETOED


def _roll_up(tree: Tree, node: Node, own: NotApplicable, work: _Work, matrix: LeafMatrix) -> None:
    """The scores of the sub-units' groups as their unit's: mean, sum, least or greatest (rule 3).

    The unit has nothing below such a group: where it does not apply, ``rescale`` takes its weight as that of a leaf.
    """
    assert node.item.rollup is not None
    people = matrix.population
    leaves = {leaf.code for leaf in tree.leaves_below(node.code)}
    below = people.below.get(node.item.rollup.kind, {})
    for unit in people.units.tolist():
        members = below.get(unit, np.array([], dtype=np.intp))
        outcomes = work.outcome[node.index, members]
        scored = outcomes == _HAS_SCORE
        status = SCORED
        if not (outcomes != _ABSENT).any() or leaves <= matrix.ruled_out.get(unit, frozenset()):
            status = NOT_APPLICABLE
        elif (outcomes == _PENDING).any():
            status = PENDING
        elif not scored.any():
            status = INSUFFICIENT
        work.status[node.index, unit] = status
        work.outcome[node.index, unit] = _OUTCOME_OF_STATUS[status]
        work.score[node.index, unit] = (
            together(node.item.rollup, work.score[node.index, members[scored]])
            if status == SCORED
            else np.nan
        )
        if work.loss is not None:
            rescaled = status == NOT_APPLICABLE and own == "rescale"
            nominal = work.nominal[node.index]
            work.loss[node.index, unit] = nominal[unit if len(nominal) > 1 else 0] if rescaled else 0.0
    work.outcome[node.index, people.subs] = _ABSENT


def _normalise(
    tree: Tree, index: int, rule: CohortRule, work: _Work, matrix: LeafMatrix, *, rolled: bool
) -> None:
    """The group's scores by comparison over all that have one (rule 9); a vetoed one stays 0 and out of it.

    A group that is rolled up is compared once, as its units'.
    """
    people = matrix.population
    scores, compared = work.score[index], list(people.cohorts)
    if not rolled:
        compared += [members for cohorts in people.sub_cohorts.values() for members in cohorts]
    values = np.where(work.status[index] == SCORED, scores, np.nan)
    trouble = [members[at] for members in compared for at in below_zero(rule, values[members])]
    if trouble:
        item = "TOTAL" if index == len(tree.nodes) else tree.nodes[index].code
        line = _("unit {unit}, item {item}: score {score:g}")
        raise shares_refused(
            [line.format(unit=matrix.units[unit], item=item, score=values[unit]) for unit in trouble]
        )
    for members in compared:
        found = cohort_scores(rule, values[members])
        scores[members] = np.where(np.isnan(found), scores[members], found)


_OUTCOMES = np.zeros(max(_OUTCOME_OF_STATUS) + 1, dtype=np.int8)
_OUTCOMES[list(_OUTCOME_OF_STATUS)] = list(_OUTCOME_OF_STATUS.values())


def _status(outcomes: Codes, coverage: float) -> Codes:
    """Not applicable, pending, insufficient or scored, the first that holds (rule 7)."""
    greatest = outcomes.max(axis=0, initial=_ABSENT)
    status: Codes = _STATUS_OF_GREATEST.take(greatest)
    if coverage > 0:
        applicable = (outcomes != _ABSENT).sum(axis=0)
        share = guarded((outcomes == _HAS_SCORE).sum(axis=0) / np.maximum(applicable, 1))
        status[(share < guard(coverage)) & (status == SCORED)] = INSUFFICIENT
    return status


def _weights_used(children: list[int], policies: Sequence[NotApplicable], work: _Work) -> Floats:
    """The weights inside a group, child by unit (rule 8); 0 for a child without a score.

    Children that lie side by side have theirs written where they are kept.
    """
    those = _rows_of(children)
    outcomes, nominal = work.outcome[those], work.nominal[those]
    scored = outcomes == _HAS_SCORE
    weights: Floats = np.broadcast_to(nominal, outcomes.shape)
    if work.loss is not None:
        weights = weights - work.loss[those]
    equal = [place for place, child in enumerate(children) if policies[child] == "equal"]
    if equal:
        given = (nominal[equal] * (outcomes[equal] == _ABSENT)).sum(axis=0)
        weights = weights + given / np.maximum((outcomes != _ABSENT).sum(axis=0), 1)
    place = work.used[those] if isinstance(those, slice) else None
    used: Floats = np.multiply(weights, scored, out=place)
    return used


def _rows_of(children: list[int]) -> list[int] | slice:
    """The rows of some nodes; where they follow each other, as of a group of leaves, arrays need not be copied for them."""
    if children and children[-1] - children[0] + 1 == len(children):
        return slice(children[0], children[-1] + 1)
    return children


def _negative(
    tree: Tree, index: int, children: list[int], used: Floats, work: _Work, matrix: LeafMatrix
) -> list[str]:
    group = "TOTAL" if index == len(tree.nodes) else tree.nodes[index].code
    below = (used > 0) & (guarded(work.score[children]) < 0)
    return [
        _("unit {unit}, item {item}: score {score:g} in the group {group}").format(
            unit=matrix.units[unit],
            item=tree.nodes[children[place]].code,
            score=work.score[children[place], unit],
            group=group,
        )
        for place, unit in np.argwhere(below)
    ]
