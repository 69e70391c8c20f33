"""Where units would stand with other points, one at a time, while everybody else keeps theirs (FORM rules 11 and 15)."""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from evalapp.base.numbers import guard
from evalapp.form.model import Grade
from evalapp.score.grades import NO_GRADE, first_that_fits
from evalapp.score.guards import Floats, guarded
from evalapp.score.population import Rows
from evalapp.score.ranks import NO_RANK, Ranks, compared
from evalapp.score.results import Results
from evalapp.score.status import Status, status_name

_AT_ONCE = 2000


class Standing(Struct, frozen=True):
    """A unit's total (unrounded; None: none), its rank (None: none), its grade's id ("": none) and the total's status."""

    points: float | None
    rank: int | None
    grade: str
    status: Status


def standings(
    results: Results, units: Rows, points: Floats, status: NDArray[np.int8]
) -> tuple[Standing, ...]:
    """For each entry: where the unit in that row of the roster stands if it has these points and this status.

    Everybody else has what stands in ``results``; the entries know nothing of each other.
    """
    policy = results.tree.form.policy
    mine, others = compared(points, policy.rank_decimals), compared(results.points, policy.rank_decimals)
    rank = np.zeros(len(units), dtype=np.int32)
    grade = np.full(len(units), NO_GRADE, dtype=np.int16)
    for members in results.population.cohorts:
        place = {row: at for at, row in enumerate(members.tolist())}
        asked = np.array([at for at, row in enumerate(units.tolist()) if row in place], dtype=np.intp)
        if not len(asked):
            continue
        at = np.array([place[row] for row in units[asked].tolist()], dtype=np.intp)
        group = _Group(others[members], at, mine[asked])
        rank[asked] = group.ranks(dense=policy.rank_ties == "dense")
        grade[asked] = first_that_fits(results.tree.form.grades, mine[asked], status[asked], group.line)
    grades = results.tree.form.grades
    return tuple(
        Standing(
            points=None if np.isnan(p) else float(p),
            rank=None if r == NO_RANK else int(r),
            grade="" if g == NO_GRADE else grades[int(g)].id,
            status=status_name(s),
        )
        for p, r, g, s in zip(points, rank, grade, status, strict=True)
    )


class _Group:
    """A cohort's numbers, and one of them replaced at a time: the one at ``at`` by ``mine``."""

    def __init__(self, numbers: Floats, at: Rows, mine: Floats) -> None:
        self.numbers, self.at, self.mine = numbers, at, mine
        self.before = numbers[at]
        self.present = np.sort(numbers[~np.isnan(numbers)])
        self.size = len(self.present) - ~np.isnan(self.before) + ~np.isnan(mine)

    def better(self) -> Ranks:
        """How many others have more."""
        above = len(self.present) - np.searchsorted(self.present, self.mine, "right")
        found: Ranks = (above - (self.before > self.mine)).astype(np.int32)
        return found

    def ranks(self, *, dense: bool) -> Ranks:
        better = self.better()
        if dense:
            distinct, count = np.unique(self.present, return_counts=True)
            alone = np.zeros(len(self.mine), dtype=bool)
            had = ~np.isnan(self.before)
            alone[had] = count[np.searchsorted(distinct, self.before[had])] == 1
            above = len(distinct) - np.searchsorted(distinct, self.mine, "right")
            better = (above - ((self.before > self.mine) & alone)).astype(np.int32)
        found: Ranks = np.where(np.isnan(self.mine), NO_RANK, better + 1).astype(np.int32)
        return found

    def line(self, entry: Grade) -> NDArray[np.bool_]:
        """Who reaches the grade's line."""
        if entry.min is not None:
            return np.asarray(self.mine >= guard(entry.min))
        if entry.above is not None:
            return np.asarray(self.mine > guard(entry.above))
        if entry.top is not None:
            return np.asarray(guarded(self.better() / np.maximum(self.size, 1)) < guard(entry.top))
        if entry.sd is not None:
            return np.asarray(self.mine >= self._spread(entry.sd))
        return np.full(len(self.mine), not entry.fail and not entry.passed)

    def _spread(self, k: float) -> Floats:
        """The mean plus ``k`` sample standard deviations of the cohort with each replacement."""
        lines = np.full(len(self.mine), np.nan)
        for start in range(0, len(self.mine), _AT_ONCE):
            some = slice(start, start + _AT_ONCE)
            table = np.repeat(self.numbers[np.newaxis], len(self.mine[some]), axis=0)
            table[np.arange(len(table)), self.at[some]] = self.mine[some]
            there = ~np.isnan(table)
            n = np.maximum(there.sum(axis=1), 1)
            values = np.where(there, table, 0.0)
            mean = values.sum(axis=1) / n
            spread = np.where(there, values - mean[:, np.newaxis], 0.0)
            deviation = np.sqrt((spread**2).sum(axis=1) / np.maximum(n - 1, 1))
            lines[some] = guarded(mean + k * deviation)
        return lines
