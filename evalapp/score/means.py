"""Means of the units by province, region or class, and the ranks of these groups (FORM rule 16)."""

import numpy as np
from msgspec import Struct

from evalapp.entry.roster import Roster
from evalapp.form.tree import Tree
from evalapp.score.guards import Floats
from evalapp.score.ranks import NO_RANK, compared, rank


class Mean(Struct, frozen=True, kw_only=True):
    """The units whose roster column ``column`` holds ``value``: ``counted`` of ``size`` have points.

    ``points`` is the mean of their unrounded points, ``score`` the same out of 100; None, as ``rank``, where
    no unit has points.
    """

    column: str
    value: str
    counted: int
    size: int
    points: float | None
    score: float | None
    rank: int | None


def group_means(tree: Tree, roster: Roster, points: Floats) -> tuple[Mean, ...]:
    """The means over every column of ``[units] means``, in roster order; empty cells form no group."""
    return tuple(
        mean for column in tree.form.units.means for mean in _by_column(tree, roster, points, column)
    )


def _by_column(tree: Tree, roster: Roster, points: Floats, column: str) -> list[Mean]:
    members: dict[str, list[int]] = {}
    for row, unit in enumerate(roster):
        if unit.columns.get(column) and not unit.parent:
            members.setdefault(unit.columns[column], []).append(row)
    values, counts = np.full(len(members), np.nan), []
    for place, rows in enumerate(members.values()):
        present = points[rows][~np.isnan(points[rows])]
        counts.append(len(present))
        if len(present):
            values[place] = present.mean()
    policy = tree.form.policy
    numbers = compared(values, policy.rank_decimals)
    ranks = rank(numbers, (np.arange(len(values)),), policy.rank_ties)
    return [
        Mean(
            column=column,
            value=value,
            counted=counts[place],
            size=len(members[value]),
            points=float(values[place]) if counts[place] else None,
            score=float(100 * values[place] / tree.form.head.full_score) if counts[place] else None,
            rank=int(ranks[place]) if ranks[place] != NO_RANK else None,
        )
        for place, value in enumerate(members)
    ]
