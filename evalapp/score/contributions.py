"""What each item contributes to the distance between two units, or between a unit and the mean."""

from math import isnan

import numpy as np
from msgspec import Struct, structs

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.numbers import guard
from evalapp.entry.states import FormRules
from evalapp.form.tree import Node
from evalapp.score.guards import Floats
from evalapp.score.matrix import LeafMatrix
from evalapp.score.results import Results, compute_matrix
from evalapp.score.status import ANSWERED, FAILED, RANKED


class Contribution(Struct, frozen=True, kw_only=True):
    """An item's points here and there (None where it earns none by itself), and its part of the distance."""

    code: str
    here: float | None
    there: float | None
    points: float


class Contributions(Struct, frozen=True, kw_only=True):
    """The distance in points, and the items that make it up, the largest first.

    ``additive``: the parts add up to the distance, ``rest`` is 0. Else each part is what the distance would lose if the
    item were as it is there (leave one out), and ``rest`` is what cannot be given to a single item.
    """

    distance: float
    additive: bool
    items: tuple[Contribution, ...]
    rest: float


def contributions(results: Results, rules: FormRules, here: int, there: int | None) -> Contributions:
    """Why ``here`` (a row of the roster) has more or less points than ``there``; None: than the mean of all with points.

    Raises AppError("no_points") where one of them has none.
    """
    others = _others(results, here, there)
    distance = float(results.points[here] - results.points[others].mean())
    parts = _parts(results)
    if all(_adds_up(results, parts, row) for row in (here, *others)):
        found = [
            Contribution(
                code=node.code,
                here=float(parts[here, place]),
                there=float(parts[others, place].mean()),
                points=float(parts[here, place] - parts[others, place].mean()),
            )
            for place, node in enumerate(_lowest(results))
        ]
        return _sorted(distance, found, additive=True)
    return _sorted(distance, _left_out(results, rules, here, others, distance), additive=False)


def _others(results: Results, here: int, there: int | None) -> list[int]:
    if there is not None:
        rows = [there]
    else:
        rows = np.flatnonzero(~np.isnan(results.points)).tolist()
    for row in (here, *rows):
        if isnan(results.points[row]):
            raise AppError(
                "no_points",
                _("{unit} has no total, so there is no distance to explain.").format(
                    unit=results.roster[row].name
                ),
            )
    return rows


def _sorted(distance: float, found: list[Contribution], *, additive: bool) -> Contributions:
    found = [one for one in found if guard(one.points)]
    found.sort(key=lambda one: -abs(guard(one.points)))
    return Contributions(
        distance=distance,
        additive=additive,
        items=tuple(found),
        rest=0.0 if additive else distance - sum(one.points for one in found),
    )


def _lowest(results: Results) -> list[Node]:
    """The items that have nothing below them for a unit: leaves, and groups that are rolled up."""
    tree = results.tree
    rolled = {node.code for node in tree.nodes if node.item.rollup is not None and not node.is_leaf}
    inside = {leaf.code for code in rolled for leaf in tree.leaves_below(code)}
    return [
        node
        for node in tree.nodes
        if node.code in rolled or (node.is_leaf and node.code not in inside and (node.scored or node.worth))
    ]


def _parts(results: Results) -> Floats:
    """Points that each lowest item adds to the total, [rows, items]: by its effective weight, or as it was earned."""
    parts = np.zeros((len(results.roster), len(_lowest(results))))
    with np.errstate(divide="ignore", invalid="ignore"):
        granted = np.where(results.earned_bonus > 0, results.bonus / results.earned_bonus, 0.0)
    for place, node in enumerate(_lowest(results)):
        if node.scored:
            parts[:, place] = results.node_score[:, node.index] * results.node_weight[:, node.index] / 100
        else:
            earned = results.node_points[:, node.index]
            parts[:, place] = earned * granted if node.part == "bonus" else earned
    return np.nan_to_num(parts)


def _adds_up(results: Results, parts: Floats, row: int) -> bool:
    """Whether the unit's points are the sum of its items': no other means, normalising, floors, caps or vetoes."""
    whole = int(results.status[row]) in {RANKED, FAILED}
    return whole and abs(float(parts[row].sum() - results.points[row])) < 1e-9 * max(
        1.0, abs(results.points[row])
    )


def _left_out(
    results: Results, rules: FormRules, here: int, others: list[int], distance: float
) -> list[Contribution]:
    """What each leaf of ``here`` is worth against the others: the whole is computed again with theirs in its place."""
    tree, matrix, found = results.tree, results.matrix, []
    mean = float(results.points[others].mean())
    for leaf in tree.leaves:
        column = matrix.column[leaf.index]
        if leaf.kind or not (leaf.scored or leaf.worth or leaf.index in matrix.hits):
            continue
        again = compute_matrix(
            tree, rules, results.roster, results.finals, _replaced(matrix, leaf, column, here, others)
        )
        points = float(again.points[here])
        if isnan(points):
            continue
        found.append(
            Contribution(
                code=leaf.code,
                here=_some(float(results.node_points[here, leaf.index])),
                there=_mean_of(results.node_points[others, leaf.index]),
                points=distance - (points - mean),
            )
        )
    return found


def _replaced(matrix: LeafMatrix, leaf: Node, column: int, here: int, others: list[int]) -> LeafMatrix:
    """The matrix with one leaf of ``here`` as it is there, or as it is in the mean of many."""
    states, scores = matrix.states.copy(), matrix.scores.copy()
    hits = {index: array.copy() for index, array in matrix.hits.items()}
    if len(others) == 1:
        states[here, column], scores[here, column] = states[others[0], column], scores[others[0], column]
        if leaf.index in hits:
            hits[leaf.index][here] = hits[leaf.index][others[0]]
    else:
        mean = _mean_of(scores[others, column])
        if mean is not None:
            states[here, column], scores[here, column] = ANSWERED, mean
        if leaf.index in hits:
            hits[leaf.index][here] = False
    return structs.replace(matrix, states=states, scores=scores, hits=hits)


def _mean_of(values: Floats) -> float | None:
    present = values[~np.isnan(values)]
    return float(present.mean()) if len(present) else None


def _some(number: float) -> float | None:
    return None if isnan(number) else number
