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
from evalapp.form.scales import Rounds
from evalapp.form.tree import Tree
from evalapp.score.aggregate import Aggregate
from evalapp.score.effective_weights import effective_weights
from evalapp.score.grades import NO_GRADE
from evalapp.score.guards import Floats
from evalapp.score.indices import index_values
from evalapp.score.matrix import LeafMatrix, leaf_matrix
from evalapp.score.means import Mean, group_means
from evalapp.score.population import Population, Rows, asked, rolls_values
from evalapp.score.profiles import nominal_weights
from evalapp.score.ranks import NO_RANK, Ranks, compared, rank_rows
from evalapp.score.scoring import nothing_applies, scored
from evalapp.score.status import (
    ANSWERED,
    BLANK,
    NOT_APPLICABLE,
    NOTHING,
    PENDING,
    SCORED,
    UNABLE,
    VETOED,
    Status,
    status_name,
)
from evalapp.score.supplements import Supplements
from evalapp.score.totals import Totals
from evalapp.score.vetoes import unsettled

TOTAL = "TOTAL"


class Results(Struct, frozen=True, kw_only=True, eq=False, dict=True):
    """What came of it. Arrays are [rows, nodes] in the order of ``roster`` and ``tree.nodes``, or [rows].

    Scores are 0…100 at full marks; points are score / 100 × nominal weight, beside the base what was earned; weights are
    effective shares of the full score. NaN stands for none, rank 0 for no rank, grade -1 for no grade; statuses are codes
    of :mod:`evalapp.score.status`. All numbers are unrounded. Rows of sub-units have items but no total.

    ``root_score`` is the score of the whole base before penalties and floor, ``root_status`` says why there is none;
    ``node_used`` the weight with which an item stands in its group's mean, 0 where it does not. ``nominal`` holds the nominal
    weights, in a single row where all units share them; ``earned`` by node the points of items beside the base; ``profile``
    each row's place in ``form.profiles``, -1 for none; ``indices`` [rows, indices]; ``gate`` whether the bonus gate stood open,
    ``failed_by_veto`` who is in no rank at all, ``earned_bonus`` what was earned before gate and cap, ``bonus`` what was
    granted of it. What few ask for (points and effective weights of items, their ranks) is computed when it is asked for.
    """

    tree: Tree
    roster: Roster
    finals: Finals
    matrix: LeafMatrix
    population: Population
    profile: NDArray[np.int16]
    nominal: Floats
    root_score: Floats
    root_status: NDArray[np.int8]
    node_score: Floats
    node_used: Floats
    node_status: NDArray[np.int8]
    earned: dict[int, Floats]
    base: Floats
    earned_bonus: Floats
    bonus: Floats
    penalty: Floats
    gate: NDArray[np.bool_]
    failed_by_veto: NDArray[np.bool_]
    points: Floats
    score: Floats
    status: NDArray[np.int8]
    rank: Ranks
    grade: NDArray[np.int16]
    indices: Floats
    means: tuple[Mean, ...]

    @cached_property
    def node_points(self) -> Floats:
        """Points of every item; behind a gate that is shut, a whole bonus part earns nothing."""
        points: Floats = self.node_score.T / 100
        points *= self.nominal.T
        for index, earned in self.earned.items():
            points[index] = earned
            node = self.tree.nodes[index]
            if node.part == "bonus" and node.parent is None:
                shut = ~self.gate & ~np.isnan(self.base) & (self.node_status[:, index] != NOTHING)
                points[index, shut] = 0.0
        return points.T

    @cached_property
    def node_weight(self) -> Floats:
        """Effective weights; NaN where the total is pending."""
        used, status = self.node_used.T, self.node_status.T
        weight = effective_weights(self.tree, used, status, self.root_status, self.population.subs)
        weight[:, self.status == PENDING] = np.nan
        return weight.T

    @cached_property
    def node_rank(self) -> Ranks:
        """Item ranks by score, among all units that have one and were not failed by a veto; ranked when first asked for."""
        policy = self.tree.form.policy
        numbers = compared(self.node_score.T, policy.rank_decimals)
        numbers[:, self.failed_by_veto] = np.nan
        numbers[:, self.population.subs] = np.nan
        return rank_rows(numbers, self.population.cohorts, policy.rank_ties).T

    @cached_property
    def index_rank(self) -> Ranks:
        """Ranks by the value of each index, [rows, indices], as those of the items."""
        policy = self.tree.form.policy
        numbers = compared(self.indices.T, policy.rank_decimals)
        numbers[:, self.failed_by_veto] = np.nan
        return rank_rows(numbers, self.population.cohorts, policy.rank_ties).T

    @cached_property
    def nothing_applies(self) -> NDArray[np.bool_]:
        """The rows of which no base item applies."""
        return nothing_applies(self.tree, self.node_status.T, self.nominal.T)

    @property
    def has_total(self) -> bool:
        """Whether the form scores anything: without a scored leaf there is no total."""
        return self.tree.scores_anything

    @property
    def units(self) -> tuple[tuple[int, Unit], ...]:
        """The units with their places in the roster, without sub-units."""
        return tuple((row, self.roster[row]) for row in self.population.units.tolist())

    def cohort_of(self, row: int) -> Rows:
        """The rows that a row is compared and ranked with, itself among them."""
        people = self.population
        cohorts = (*people.cohorts, *(one for some in people.sub_cohorts.values() for one in some))
        return next((one for one in cohorts if row in one), np.array([], dtype=np.intp))

    def weight_of(self, unit: int, node: int) -> float:
        """The nominal weight of an item for this unit, in points of the full score."""
        return float(self.nominal[unit if len(self.nominal) > 1 else 0, node])

    def value(self, unit: int, node: int) -> str:
        """The value of a leaf that is answered by one, recorded, computed or rolled up; else ""."""
        final = self.final(unit, node)
        if self.node_status[unit, node] != ANSWERED:
            # Rounds, too few of which took place, could not be assessed; what there is is shown.
            rounds = (
                isinstance(self.tree.nodes[node].scale, Rounds) and self.node_status[unit, node] == UNABLE
            )
            return final.value if rounds and final is not None else ""
        computed = self.matrix.values.get((unit, node))
        if computed is not None:
            return computed
        return final.value if final is not None else ""

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

    Raises AppError("negative_score") as :func:`evalapp.score.aggregate.aggregate` does, and ExpressionError where the
    form's expressions do not fit the roster.
    """
    return compute_matrix(tree, rules, roster, finals, leaf_matrix(tree, rules, roster, finals))


def compute_matrix(
    tree: Tree, rules: FormRules, roster: Roster, finals: Finals, matrix: LeafMatrix
) -> Results:
    """As :func:`compute`, from leaf states and scores that are already at hand."""
    people, nodes = matrix.population, len(tree.nodes)
    nominal = nominal_weights(tree, matrix.profile)
    whole = scored(tree, rules, roster, matrix, nominal)
    found, beside, total = whole.found, whole.beside, whole.total
    _take_over(tree, found, beside, total)
    _veto_groups(tree, matrix, found.status)
    return Results(
        tree=tree,
        roster=roster,
        finals=finals,
        matrix=matrix,
        population=people,
        profile=matrix.profile,
        nominal=nominal.T,
        root_status=found.status[nodes],
        root_score=np.where(found.status[nodes] == SCORED, found.score[nodes], np.nan),
        node_score=_scores(tree, found, matrix).T,
        node_used=found.used[:nodes].T,
        node_status=found.status[:nodes].T,
        earned=beside.points,
        base=total.base,
        earned_bonus=beside.bonus,
        bonus=total.bonus,
        penalty=beside.penalty,
        gate=total.gate,
        failed_by_veto=whole.vetoed.fail,
        points=total.points,
        score=total.score,
        status=total.status,
        rank=whole.rank,
        grade=whole.grade,
        indices=index_values(tree, rules, roster, people, found.score[:nodes], total.points).T,
        means=group_means(tree, roster, total.points) if tree.scores_anything else (),
    )


def _take_over(tree: Tree, found: Aggregate, beside: Supplements, total: Totals) -> None:
    """The statuses of the items beside the base; behind a gate that is shut nothing is waited for."""
    known = ~np.isnan(total.base)
    for index, status in beside.status.items():
        found.status[index] = status
        node = tree.nodes[index]
        if node.part == "bonus" and node.parent is None and not node.is_leaf:
            found.status[index, ~total.gate & known & (status == PENDING)] = SCORED


def _scores(tree: Tree, found: Aggregate, matrix: LeafMatrix) -> Floats:
    """The items' scores; a bonus leaf has one too, a penalty has only what it takes."""
    scores, policy = found.score[: len(tree.nodes)], tree.form.policy
    for leaf in tree.leaves:
        if leaf.part == "bonus" and leaf.worth:
            column = matrix.column[leaf.index]
            states = matrix.states[:, column]
            zero = ((states == BLANK) & (policy.unanswered == "zero")) | (
                (states == UNABLE) & (policy.unable == "zero")
            )
            scores[leaf.index] = np.where(zero, 0.0, matrix.scores[:, column])
            if rolls_values(leaf):
                scores[leaf.index, matrix.population.subs] = np.nan
    return scores


def _veto_groups(tree: Tree, matrix: LeafMatrix, status: NDArray[np.int8]) -> None:
    """Groups of the veto part say whether one of their items is hit, or not settled."""
    for node in reversed(tree.nodes):
        if node.part != "veto" or node.is_leaf:
            continue
        leaves = [leaf for leaf in tree.leaves_below(node.code) if leaf.index in matrix.hits]
        if not leaves:
            continue
        states = status[[leaf.index for leaf in leaves]]
        found = np.full(states.shape[1], SCORED, dtype=np.int8)
        found[(states == NOT_APPLICABLE).all(axis=0)] = NOT_APPLICABLE
        for leaf in leaves:
            found[unsettled(tree, matrix, leaf)] = PENDING
        found[np.any([matrix.hits[leaf.index] for leaf in leaves], axis=0)] = VETOED
        found[(states == NOTHING).all(axis=0) | ~asked(matrix.population, node)] = NOTHING
        status[node.index] = found


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
    """The table: each unit's items in the form's order, its indices and its TOTAL, then the group means.

    Groups that are never scored or weigh nothing have no row; a leaf always has, where it is asked. Sub-units have only
    the items that are answered for them.
    """
    for unit, entry in enumerate(results.roster):
        yield from _item_rows(results, unit, entry)
        if not entry.parent:
            yield from _index_rows(results, unit, entry)
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


def _index_rows(results: Results, unit: int, entry: Unit) -> Iterator[ResultRow]:
    for place, index in enumerate(results.tree.form.indices):
        value = float(results.indices[unit, place])
        yield ResultRow(
            unit=entry.code,
            item=index.id,
            points=_number(value) if index.value else None,
            score=_number(value) if index.items else None,
            rank=int(results.index_rank[unit, place]) or None,
            status="insufficient" if isnan(value) else "scored",
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
