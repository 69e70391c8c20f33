"""Grades: the first that fits, in the form's order (FORM rule 15)."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from evalapp.base.numbers import guard
from evalapp.form.model import Grade
from evalapp.form.tree import Tree
from evalapp.score.guards import Floats, guarded
from evalapp.score.population import Cohorts
from evalapp.score.ranks import Ranks, rank
from evalapp.score.status import FAILED, PASSED, VETOED

NO_GRADE = -1


def grade(tree: Tree, numbers: Floats, status: NDArray[np.int8], groups: Cohorts) -> NDArray[np.int16]:
    """Each unit's grade as its place in ``form.grades``; -1 where none fits.

    ``numbers`` are those that were ranked, so that equal ranks never get different grades. A failed or vetoed unit gets
    the form's grade for those whatever the other lines say, and one that had only a veto part and passed it gets the
    grade for that.
    """
    better = rank(numbers, groups, "competition") - 1

    def line(entry: Grade) -> NDArray[np.bool_]:
        return _line(entry, numbers, better, groups)

    return first_that_fits(tree.form.grades, numbers, status, line)


def first_that_fits(
    grades: Sequence[Grade],
    numbers: Floats,
    status: NDArray[np.int8],
    line: Callable[[Grade], NDArray[np.bool_]],
) -> NDArray[np.int16]:
    """Each entry's grade as its place in ``grades``; ``line`` says who reaches one."""
    found = np.full(len(numbers), NO_GRADE, dtype=np.int16)
    open_ = np.ones(len(numbers), dtype=bool)
    for statuses, named in (
        ((FAILED, VETOED), [place for place, entry in enumerate(grades) if entry.fail]),
        ((PASSED,), [place for place, entry in enumerate(grades) if entry.passed]),
    ):
        if named:
            taken = np.isin(status, statuses)
            found[taken] = named[0]
            open_ &= ~taken
    for place, entry in enumerate(grades):
        fits = open_ & ~np.isnan(numbers) & line(entry)
        found[fits] = place
        open_ &= ~fits
    return found


def _line(entry: Grade, numbers: Floats, better: Ranks, groups: Cohorts) -> NDArray[np.bool_]:
    if entry.min is not None:
        found = numbers >= guard(entry.min)
    elif entry.above is not None:
        found = numbers > guard(entry.above)
    elif entry.top is not None:
        found = _top(entry.top, numbers, better, groups)
    elif entry.sd is not None:
        found = _spread(entry.sd, numbers, groups)
    else:
        found = np.full(len(numbers), not entry.fail and not entry.passed)
    line: NDArray[np.bool_] = found
    return line


def _top(share: float, numbers: Floats, better: Ranks, groups: Cohorts) -> NDArray[np.bool_]:
    """The best ⌈n·share⌉ units of each group, and who is level with the last of them."""
    line = np.zeros(len(numbers), dtype=bool)
    for members in groups:
        n = int(np.count_nonzero(~np.isnan(numbers[members])))
        line[members] = guarded(better[members] / max(n, 1)) < guard(share)
    return line


def _spread(k: float, numbers: Floats, groups: Cohorts) -> NDArray[np.bool_]:
    """At least the group's mean plus ``k`` sample standard deviations; a single unit's deviation is 0."""
    line = np.zeros(len(numbers), dtype=bool)
    for members in groups:
        inside = numbers[members]
        present = inside[~np.isnan(inside)]
        if len(present):
            deviation = float(present.std(ddof=1)) if len(present) > 1 else 0.0
            line[members] = inside >= guard(float(present.mean()) + k * deviation)
    return line
