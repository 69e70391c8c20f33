"""What ranks would be without an item: leaf or group, one at a time."""

from typing import Literal

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from evalapp.base.errors import AppError
from evalapp.base.progress import Progress
from evalapp.entry.states import FormRules
from evalapp.form.label import Label
from evalapp.form.tree import Node, Tree, own_weights, shared_out
from evalapp.score.guards import Floats
from evalapp.score.listing import listing
from evalapp.score.results import Results
from evalapp.score.robustness.stacked import score_draws, stacked_matrix
from evalapp.score.robustness.weights import spread_over_rows, weight_tables

Why = Literal["", "nobody", "negative"]

_ROWS = 8192


class Mover(Struct, frozen=True, kw_only=True):
    """The unit whose rank changes most, and its ranks with and without the item."""

    unit: str
    name: str
    rank: int
    without: int


class OneOut(Struct, frozen=True, kw_only=True):
    """An item left out: ``compared`` units have a rank with and without it, and move by ``mean_shift`` places on average.

    ``ranked``: how many have one without it; None for the shift where no unit can be compared, and ``why``: "nobody" has a
    rank both ways, or "negative": a score below 0 would stand in a geometric or harmonic mean. ``mover`` is the
    first in listing order of those that move farthest, None where nobody moves.
    """

    item: str
    title: Label
    level: int
    ranked: int
    compared: int
    mean_shift: float | None
    moved: int
    mover: Mover | None
    why: Why


def one_item_out(results: Results, rules: FormRules, progress: Progress) -> tuple[OneOut, ...]:
    """Every item of the base left out, in the form's order: as if its weight were 0 for every unit.

    What it weighed goes to the others of its group; a group that has no other is left out with it.
    """
    tree = results.tree
    nodes = [node for node in tree.nodes if node.scored and weight_tables(tree)[:, node.index].max() > 0]
    ranks = _ranks(results, rules, [node.index for node in nodes], progress)
    order = [row for row in listing(results) if results.rank[row]]
    found = []
    for node, without in zip(nodes, ranks, strict=True):
        if without is None:
            found.append(_nothing(node, "negative"))
            continue
        both = [row for row in order if without[row]]
        shifts = [abs(int(without[row]) - int(results.rank[row])) for row in both]
        largest = max(shifts, default=0)
        mover = None
        if largest:
            row = both[shifts.index(largest)]
            unit = results.roster[row]
            mover = Mover(
                unit=unit.code, name=unit.name, rank=int(results.rank[row]), without=int(without[row])
            )
        found.append(
            OneOut(
                item=node.code,
                title=node.item.title,
                level=node.level + 1,
                ranked=int((without > 0).sum()),
                compared=len(both),
                mean_shift=sum(shifts) / len(both) if both else None,
                moved=sum(shift > 0 for shift in shifts),
                mover=mover,
                why="" if both else "nobody",
            )
        )
    return tuple(found)


def _nothing(node: Node, why: Why) -> OneOut:
    return OneOut(
        item=node.code,
        title=node.item.title,
        level=node.level + 1,
        ranked=0,
        compared=0,
        mean_shift=None,
        moved=0,
        mover=None,
        why=why,
    )


def tables_without(tree: Tree, index: int) -> Floats:
    """The nominal weights [tables, nodes] of the form without an item, as :func:`weight_tables` gives them with it.

    Groups keep the weight they have, also where the form says nothing but the sum of their items; a group that is left
    with nothing weighs nothing.
    """
    form, tables = tree.form, []
    for given in (*(profile.weights for profile in form.profiles), {}):
        weights = own_weights(form, given)
        weights[index] = 0.0
        above = tree.nodes[index].parent
        while above is not None and not any(weights[child] for child in tree.nodes[above].children):
            weights[above] = 0.0
            above = tree.nodes[above].parent
        tables.append(shared_out(form, weights))
    return np.array(tables)


def _ranks(
    results: Results, rules: FormRules, items: list[int], progress: Progress
) -> list[NDArray[np.int32] | None]:
    """The ranks of all rows without each item; None where there are no results without it."""
    size = max(1, _ROWS // max(1, len(results.roster)))
    found: list[NDArray[np.int32] | None] = []
    for start in range(0, len(items), size):
        progress.step(start, len(items))
        part = items[start : start + size]
        try:
            found += _ranks_without(results, rules, part)
        except AppError:
            for item in part:
                try:
                    found += _ranks_without(results, rules, [item])
                except AppError as refused:
                    if refused.code not in ("negative_score", "negative_value"):
                        raise
                    found.append(None)
    return found


def _ranks_without(results: Results, rules: FormRules, items: list[int]) -> list[NDArray[np.int32]]:
    tables = np.array([tables_without(results.tree, index) for index in items])
    outcome = score_draws(
        results.tree,
        rules,
        results.roster,
        stacked_matrix(results.matrix, len(items)),
        spread_over_rows(tables, results.profile),
    )
    return list(outcome.rank)
