"""How often each unit had each rank and grade: all that a run keeps of its draws."""

from collections.abc import Sequence
from math import isqrt

import numpy as np
from numpy.typing import NDArray

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.score.guards import Floats
from evalapp.score.population import Population
from evalapp.score.ranks import Ranks

_MOST = 50_000_000
_SECOND = 2_000_000

Counts = NDArray[np.int32]
Places = NDArray[np.intp]


class Tally:
    """Counts by row of the roster: ``ranks`` [rows, rank - 1], ``grades`` [rows, grade], the last column for no grade.

    Whole numbers, so that no order of adding makes a difference. Raises AppError("too_many_units") where the table of
    ranks would not fit into memory.
    """

    def __init__(self, rows: int, most: int, grades: int) -> None:
        if rows * most > _MOST:
            raise AppError(
                "too_many_units",
                _(
                    "{units} units, of which {most} are ranked together, are too many to count every rank of each: at most "
                    "{limit} can be ranked together. Nothing was computed. Rank them within groups, or take a part of the roster."
                ).format(units=rows, most=most, limit=isqrt(_MOST)),
            )
        self.ranks: Counts = np.zeros((rows, most), dtype=np.int32)
        self.grades: Counts = np.zeros((rows, grades + 1), dtype=np.int32)

    def add(self, rank: Ranks, grade: NDArray[np.int16]) -> None:
        """Take in draws: [draws, rows]; rank 0 is none and is not counted, grade -1 is."""
        rows = np.arange(rank.shape[1])
        self.count_places((rows * self.ranks.shape[1] + rank - 1)[rank > 0])
        if self.grades.shape[1] > 1:
            self.count_grades(rows, grade)

    def count_places(self, places: Places) -> None:
        """Take in ranks from 1, each as row × width + rank - 1."""
        _count(self.ranks, places)

    def count_grades(self, rows: Places, grade: NDArray[np.int16]) -> None:
        """Take in the grades [draws, rows] of some rows."""
        width = self.grades.shape[1]
        _count(self.grades, rows * width + grade % width)

    @property
    def drawn(self) -> NDArray[np.int64]:
        """In how many draws each row had a rank."""
        found: NDArray[np.int64] = self.ranks.sum(axis=1, dtype=np.int64)
        return found

    def quantiles(self, percents: Sequence[int]) -> NDArray[np.int64]:
        """The best rank with at least that share of the draws at it or before it: [percents, rows]; 0 for no draw."""
        below, drawn = np.cumsum(self.ranks, axis=1, dtype=np.int64), self.drawn
        found = np.array(
            [
                (below >= np.maximum(1, -(-percent * drawn // 100))[:, np.newaxis]).argmax(axis=1) + 1
                for percent in percents
            ]
        )
        result: NDArray[np.int64] = np.where(drawn > 0, found, 0)
        return result

    def extremes(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The best and the worst rank; 0 for no draw."""
        some, most = self.ranks > 0, self.ranks.shape[1]
        drawn = self.drawn > 0
        best = np.where(drawn, some.argmax(axis=1) + 1, 0)
        return best, np.where(drawn, most - some[:, ::-1].argmax(axis=1), 0)

    def sum_of(self, of_rank: Floats) -> Floats:
        """The sum over the draws of a function of the rank: ``of_rank`` is [rows or 1, ranks]."""
        found: Floats = (self.ranks * of_rank).sum(axis=1)
        return found


def longest(people: Population) -> int:
    """The size of the largest cohort, and so the last rank there can be."""
    return max((len(members) for members in people.cohorts), default=1)


def _count(into: Counts, places: Places) -> None:
    """Count places of the flattened table; without a second one of its size where it is large, or they are few."""
    flat, found = into.reshape(-1), places.ravel()
    if len(found) * 4 >= flat.size and flat.size <= _SECOND:
        flat += np.bincount(found, minlength=flat.size).astype(np.int32)
    else:
        np.add.at(flat, found, np.int32(1))  # of the table's own type: ten times as fast
