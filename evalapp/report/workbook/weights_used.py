"""The weights inside each group, unit by unit, where the form's policies shift them (FORM rule 8)."""

import numpy as np

from evalapp.score.aggregate import not_applicable_policies
from evalapp.score.guards import Floats
from evalapp.score.results import Results
from evalapp.score.status import NOT_APPLICABLE


def weights_used(results: Results) -> Floats:
    """Points by [units, nodes]; 0 for an item without a score. Only their ratios inside a group count."""
    tree = results.tree
    policies = not_applicable_policies(tree)
    nominal = np.array([node.nominal for node in tree.nodes])
    scored = ~np.isnan(results.node_score)
    out = results.node_status == NOT_APPLICABLE
    absent = out & ~scored
    loss = np.zeros(results.node_score.shape)
    for node in reversed(tree.nodes):
        if node.is_leaf:
            if policies[node.index] == "rescale":
                loss[:, node.index] = np.where(out[:, node.index], node.nominal, 0.0)
        elif node.children:
            loss[:, node.index] = loss[:, list(node.children)].sum(axis=1)
            if policies[node.index] in ("zero", "full"):
                loss[out[:, node.index], node.index] = 0.0
    weights: Floats = nominal - loss
    groups = [tree.roots, *(node.children for node in tree.nodes if not node.is_leaf)]
    for below in groups:
        children = [child for child in below if nominal[child]]
        equal = [child for child in children if policies[child] == "equal"]
        if equal:
            given = (nominal[equal] * absent[:, equal]).sum(axis=1)
            present = np.maximum((~absent[:, children]).sum(axis=1), 1)
            weights[:, children] += (given / present)[:, np.newaxis]
    used: Floats = np.where(scored, weights, 0.0)
    return used


def root_scores(results: Results) -> Floats:
    """The score of the whole, 0…100, before floor and cap; NaN where there is none."""
    head, policy = results.tree.form.head, results.tree.form.policy
    scores: Floats = results.base / head.full_score * 100
    for unit in np.flatnonzero(results.base <= policy.floor).tolist():
        scores[unit] = _mean(results, unit)
    return scores


def _mean(results: Results, unit: int) -> float:
    """The mean of the top items of one unit, for totals that the floor has hidden."""
    roots = [root for root in results.tree.roots if results.tree.nodes[root].nominal]
    weights, scores = weights_used(results)[unit, roots], results.node_score[unit, roots]
    weights, scores = weights[weights > 0], scores[weights > 0]
    aggregation = results.tree.form.policy.aggregation
    if aggregation == "arithmetic":
        return float((weights * scores).sum() / weights.sum())
    if (scores == 0).any():
        return 0.0
    if aggregation == "geometric":
        return float(np.exp((weights * np.log(scores)).sum() / weights.sum()))
    return float(weights.sum() / (weights / scores).sum())
