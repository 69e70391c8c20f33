"""With whom a value was compared (FORM rules 4 and 9)."""

from math import isnan

import numpy as np
from msgspec import Struct

from evalapp.form.cohort_rules import CohortRule
from evalapp.form.tree import Node
from evalapp.score.averages import weighted_mean
from evalapp.score.guards import guarded
from evalapp.score.results import Results
from evalapp.score.status import ANSWERED


class Compared(Struct, frozen=True, kw_only=True):
    """The cohort that a value was compared with: how many, their lowest, highest, mean and sample deviation.

    ``worse`` of them are worse by the rule's direction, ``equal`` are equal to it, itself among them. ``within`` is what
    they have in common, "" where all are compared.
    """

    rule: CohortRule
    value: float
    n: int
    low: float
    high: float
    mean: float
    deviation: float
    worse: int
    equal: int
    within: str


def compared_item(results: Results, row: int, node: Node, rule: CohortRule) -> Compared | None:
    """The values of the row's cohort under the item's rule; None for a row that is not in it."""
    column = results.matrix.column.get(node.index)
    if column is not None:
        answered = results.matrix.states[:, column] == ANSWERED
        return _cohort(results, row, rule, np.where(answered, results.matrix.numbers[:, column], np.nan))
    aggregation = node.item.aggregation or results.tree.form.policy.aggregation
    below = [child for child in node.children if results.tree.nodes[child].scored]
    means = weighted_mean(aggregation, results.node_used[:, below].T, results.node_score[:, below].T)
    return _cohort(results, row, rule, means)


def compared_total(results: Results, row: int, rule: CohortRule) -> Compared | None:
    """The roots' means of the row's cohort; None for a row that is not in it."""
    roots = [root for root in results.tree.roots if results.tree.nodes[root].scored]
    aggregation = results.tree.form.policy.aggregation
    means = weighted_mean(aggregation, results.node_used[:, roots].T, results.node_score[:, roots].T)
    return _cohort(results, row, rule, means)


def _cohort(results: Results, row: int, rule: CohortRule, values: np.ndarray) -> Compared | None:
    members = results.cohort_of(row)
    if not len(members) or isnan(values[row]):
        return None
    present = values[members][~np.isnan(values[members])]
    sign = 1.0 if rule.direction == "higher" else -1.0
    rising, mine = guarded(present * sign), guarded(values[[row]] * sign)[0]
    return Compared(
        rule=rule,
        value=float(values[row]),
        n=len(present),
        low=float(present.min()),
        high=float(present.max()),
        mean=float(present.mean()),
        deviation=float(present.std(ddof=1)) if len(present) > 1 else 0.0,
        worse=int((rising < mine).sum()),
        equal=int((rising == mine).sum()),
        within=results.roster[row].columns.get(results.tree.form.units.within, ""),
    )
