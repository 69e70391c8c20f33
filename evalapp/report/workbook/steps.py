"""What every step from the score of the whole to the total comes to, as numbers and words beside the formulas."""

from math import isnan

import numpy as np
from msgspec import Struct

from evalapp.form.model import Aggregation
from evalapp.form.rules import is_cohort_rule
from evalapp.form.tree import Node
from evalapp.report.words import status_word
from evalapp.report.workbook.grid import ROOT
from evalapp.report.workbook.shown import gate_word
from evalapp.score.averages import weighted_mean
from evalapp.score.guards import Floats
from evalapp.score.ranks import compared
from evalapp.score.results import Results
from evalapp.score.rollup import together
from evalapp.score.status import ANSWERED, INSUFFICIENT, PENDING, SCORED, VETOED, status_name
from evalapp.score.supplements import Supplements, supplements
from evalapp.score.vetoes import Vetoes, vetoes


class Steps(Struct, frozen=True, kw_only=True, eq=False):
    """Arrays over the rows of the roster, NaN for none.

    ``compared`` are the totals that ranks and grades compare, ``indices`` the same of each index, [indices, rows];
    ``before`` by item the values or scores that are compared with those of the other units.
    """

    results: Results
    beside: Supplements
    vetoed: Vetoes
    compared: Floats
    indices: Floats
    before: dict[int, Floats]

    def root(self, unit: int) -> float | str:
        """The score of the whole."""
        return _number(self.results.root_score[unit], status_name(self.results.root_status[unit]))

    def base(self, unit: int) -> float | str:
        """The base with penalties; it waits for a penalty that is not answered."""
        waits = self.beside.penalty_pending[unit] and self.results.root_status[unit] in (SCORED, INSUFFICIENT)
        status = PENDING if waits else self.results.root_status[unit]
        return _number(self.results.base[unit], status_name(status))

    def gate(self, unit: int) -> str:
        """Whether the bonus gate stands open; "" without a base."""
        return "" if isnan(self.results.base[unit]) else gate_word(bool(self.results.gate[unit]))

    def granted(self, unit: int) -> float | str:
        """The bonus behind gate and cap; "" without a base."""
        return _number(self.results.bonus[unit], "")

    def before_veto(self, unit: int) -> float | str:
        """Base and bonus together, not above the cap."""
        base, cap = self.base(unit), self.results.tree.form.policy.cap
        if isinstance(base, str):
            return base
        if self.beside.bonus_pending[unit] and self.results.gate[unit]:
            return status_word("pending")
        found = base + float(np.nan_to_num(self.results.bonus[unit]))
        return found if cap is None else min(found, cap)

    def total(self, unit: int) -> float | str:
        """The total."""
        return _number(self.results.points[unit], self.results.status_of(unit))

    def earned(self, unit: int, node: int) -> float | str:
        """What a bonus or penalty item earns, before any gate, or the word for why it earns nothing."""
        waits = self.results.tree.form.policy.unanswered == "pending"
        status = status_name(self.beside.status[node][unit])
        if status == "blank" and waits:
            status = "pending"
        return _number(self.beside.points[node][unit], status or "")

    def mean(self, unit: int, node: int) -> float | str:
        """The score of a group, or of the whole, before it is compared with those of the other units."""
        results = self.results
        status = int(results.root_status[unit] if node == ROOT else results.node_status[unit, node])
        return _number(self.before[node][unit], status_name(status))


def steps(results: Results) -> Steps:
    """The steps of these results."""
    tree, decimals = results.tree, results.tree.form.policy.rank_decimals
    indices = compared(results.indices.T, decimals)
    indices[:, results.failed_by_veto] = np.nan
    return Steps(
        results=results,
        beside=supplements(tree, results.matrix),
        vetoed=vetoes(tree, results.matrix, results.nominal.T),
        compared=compared(results.points, decimals),
        indices=indices,
        before=_before(results),
    )


def _before(results: Results) -> dict[int, Floats]:
    tree, found = results.tree, {}
    for node in tree.nodes:
        if node.is_leaf and node.scale is not None and is_cohort_rule(node.scale.rule) and node.scored:
            column = results.matrix.column[node.index]
            compared = (results.matrix.states[:, column] == ANSWERED) & (results.nominal[:, node.index] > 0)
            found[node.index] = np.where(compared, results.matrix.numbers[:, column], np.nan)
        elif not node.is_leaf and node.item.normalise is not None and node.scored:
            means = _means(results, node.children, node.item.aggregation)
            if node.item.rollup is not None:
                _roll_up(results, node, means)
            found[node.index] = np.where(results.node_status[:, node.index] == SCORED, means, np.nan)
    if tree.form.policy.normalise is not None:
        found[ROOT] = np.where(results.root_status == SCORED, _means(results, tree.roots, None), np.nan)
    return found


def _means(results: Results, children: tuple[int, ...], aggregation: Aggregation | None) -> Floats:
    """The mean that a group had of its children's scores."""
    below = [child for child in children if results.tree.nodes[child].scored]
    used, scores = results.node_used[:, below].T, results.node_score[:, below].T
    return weighted_mean(aggregation or results.tree.form.policy.aggregation, used, scores)


def _roll_up(results: Results, node: Node, means: Floats) -> None:
    """In place of the units' own: what the means of their sub-units come to."""
    assert node.item.rollup is not None
    for unit, subs in results.population.below.get(node.item.rollup.kind, {}).items():
        scored = np.isin(results.node_status[subs, node.index], (SCORED, VETOED))
        if scored.any():
            means[unit] = together(node.item.rollup, results.node_score[subs[scored], node.index])


def _number(number: float, status: str) -> float | str:
    """The number, or the word for a status where there is none."""
    return (status_word(status) if status else "") if isnan(number) else float(number)
