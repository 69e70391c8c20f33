"""The results of an evaluation: every item of every unit, totals, ranks, grades, means (FORM rule 17)."""

from collections.abc import Iterator
from functools import cached_property
from math import isnan

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from evalapp.entry.final import Final, Finals
from evalapp.entry.roster import Roster, Unit
from evalapp.entry.states import FormRules
from evalapp.form.model import Grade
from evalapp.form.tree import Node, Tree
from evalapp.score.aggregate import aggregate
from evalapp.score.grades import NO_GRADE, grade
from evalapp.score.guards import Floats
from evalapp.score.matrix import LeafMatrix, cohorts, leaf_matrix
from evalapp.score.means import Mean, group_means
from evalapp.score.ranks import NO_RANK, Ranks, compared, rank, rank_rows
from evalapp.score.status import (
    ANSWERED,
    BLANK,
    INSUFFICIENT,
    NOTHING,
    PENDING,
    UNABLE,
    Status,
    status_name,
)
from evalapp.score.totals import totals

TOTAL = "TOTAL"


class Results(Struct, frozen=True, kw_only=True, eq=False, dict=True):
    """What came of it. Arrays are [units, nodes] in the order of ``roster`` and ``tree.nodes``, or [units].

    Scores are 0…100 at full marks; points are score / 100 × nominal weight; weights are effective shares of
    the full score. NaN stands for none, rank 0 for no rank, grade -1 for no grade; statuses are codes of
    :mod:`evalapp.score.status`. All numbers are unrounded.
    """

    tree: Tree
    roster: Roster
    finals: Finals
    node_score: Floats
    node_weight: Floats
    node_status: NDArray[np.int8]
    base: Floats
    points: Floats
    score: Floats
    status: NDArray[np.int8]
    rank: Ranks
    grade: NDArray[np.int16]
    means: tuple[Mean, ...]

    @cached_property
    def node_points(self) -> Floats:
        """Points as the sheet says them: score / 100 × nominal weight."""
        nominal = np.array([node.nominal for node in self.tree.nodes])
        points: Floats = (self.node_score.T / 100 * nominal[:, np.newaxis]).T
        return points

    @cached_property
    def node_rank(self) -> Ranks:
        """Item ranks by score, among all units that have one; ranked when first asked for."""
        policy = self.tree.form.policy
        numbers = compared(self.node_score.T, policy.rank_decimals)
        return rank_rows(numbers, cohorts(self.tree, self.roster), policy.rank_ties).T

    @property
    def has_total(self) -> bool:
        """Whether the form scores anything: without a scored leaf there is no total."""
        return any(node.scored for node in self.tree.nodes)

    def value(self, unit: int, node: int) -> str:
        """The recorded value of a leaf that is answered by a value; else ""."""
        final = self.final(unit, node)
        return final.value if final is not None and self.node_status[unit, node] == ANSWERED else ""

    def final(self, unit: int, node: int) -> Final | None:
        """What the cell finally holds; None where nobody said anything, and for a group."""
        return self.finals.get((self.roster[unit].key, self.tree.nodes[node].code))

    def grade_of(self, unit: int) -> Grade | None:
        """The unit's grade."""
        place = int(self.grade[unit])
        return None if place == NO_GRADE else self.tree.form.grades[place]

    def status_of(self, unit: int) -> Status:
        """The status of the unit's total."""
        return status_name(self.status[unit])

    def node_status_of(self, unit: int, node: int) -> Status:
        """The state of a leaf, or the status of a group."""
        return status_name(self.node_status[unit, node])


def compute(tree: Tree, rules: FormRules, roster: Roster, finals: Finals) -> Results:
    """Everything from the final values.

    Raises AppError("negative_score") as :func:`evalapp.score.aggregate.aggregate` does.
    """
    return compute_matrix(tree, roster, finals, leaf_matrix(tree, rules, roster, finals))


def compute_matrix(tree: Tree, roster: Roster, finals: Finals, matrix: LeafMatrix) -> Results:
    """As :func:`compute`, from leaf states and scores that are already at hand."""
    policy = tree.form.policy
    groups = cohorts(tree, roster)
    nodes = len(tree.nodes)
    found = aggregate(tree, matrix)
    total = totals(tree, found.score[nodes], found.status[nodes])
    numbers = compared(total.points, policy.rank_decimals)
    return Results(
        tree=tree,
        roster=roster,
        finals=finals,
        node_score=found.score[:nodes].T,
        node_weight=found.weight[:nodes].T,
        node_status=found.status[:nodes].T,
        base=total.base,
        points=total.points,
        score=total.score,
        status=total.status,
        rank=rank(numbers, groups, policy.rank_ties),
        grade=grade(tree, numbers, total.status, groups),
        means=group_means(tree, roster, total.points) if any(node.scored for node in tree.nodes) else (),
    )


class ResultRow(Struct, frozen=True, kw_only=True):
    """One line of the results table; None is an empty cell. Numbers are unrounded."""

    unit: str
    item: str
    value: str = ""
    points: float | None = None
    score: float | None = None
    weight: float | None = None
    rank: int | None = None
    grade: str = ""
    status: str = ""


def rows(results: Results) -> Iterator[ResultRow]:
    """The table: each unit's items in the form's order and its TOTAL, then the group means.

    Groups that are never scored or weigh nothing have no row; a leaf always has.
    """
    for unit, entry in enumerate(results.roster):
        yield from _item_rows(results, unit, entry)
        if results.has_total:
            yield _total_row(results, unit, entry)
    for mean in results.means:
        yield ResultRow(
            unit=f"{mean.column}={mean.value}",
            item=TOTAL,
            value=f"{mean.counted}/{mean.size}",
            points=mean.points,
            score=mean.score,
            rank=mean.rank,
            status="mean",
        )


def _item_rows(results: Results, unit: int, entry: Unit) -> Iterator[ResultRow]:
    points, score = results.node_points[unit].tolist(), results.node_score[unit].tolist()
    weight, ranks = results.node_weight[unit].tolist(), results.node_rank[unit].tolist()
    statuses = results.node_status[unit].tolist()
    for node in results.tree.nodes:
        place = node.index
        if statuses[place] == NOTHING:
            continue
        yield ResultRow(
            unit=entry.code,
            item=node.code,
            value=results.value(unit, place) if node.is_leaf else "",
            points=_number(points[place]),
            score=_number(score[place]),
            weight=_number(weight[place]),
            rank=ranks[place] or None,
            status=status_name(statuses[place]),
        )


def _total_row(results: Results, unit: int, entry: Unit) -> ResultRow:
    points = float(results.points[unit])
    reached = results.grade_of(unit)
    return ResultRow(
        unit=entry.code,
        item=TOTAL,
        points=_number(points),
        score=_number(float(results.score[unit])),
        weight=results.tree.form.head.full_score if not isnan(points) else None,
        rank=int(results.rank[unit]) if results.rank[unit] != NO_RANK else None,
        grade=reached.id if reached is not None else "",
        status=results.status_of(unit),
    )


def _number(x: float) -> float | None:
    return None if isnan(x) else x


class NotRanked(Struct, frozen=True, kw_only=True):
    """A unit without a total, and the leaves that stand in its way.

    pending: the leaves that are waited for; insufficient: those that apply and have no score; not_applicable:
    none.
    """

    unit: Unit
    status: Status
    items: tuple[str, ...]


def not_ranked(results: Results) -> tuple[NotRanked, ...]:
    """The units without points, in the order of the roster, each with the reason."""
    if not results.has_total:
        return ()
    policy = results.tree.form.policy
    waited = {
        state for state, rule in ((BLANK, policy.unanswered), (UNABLE, policy.unable)) if rule == "pending"
    }
    wanted = {PENDING: waited, INSUFFICIENT: {BLANK, UNABLE}}
    leaves = [leaf for leaf in results.tree.leaves if leaf.nominal]
    return tuple(
        NotRanked(
            unit=entry,
            status=results.status_of(unit),
            items=_in_states(results, unit, leaves, wanted.get(int(results.status[unit]), set())),
        )
        for unit, entry in enumerate(results.roster)
        if np.isnan(results.points[unit])
    )


def _in_states(results: Results, unit: int, leaves: list[Node], states: set[int]) -> tuple[str, ...]:
    return tuple(leaf.code for leaf in leaves if int(results.node_status[unit, leaf.index]) in states)
