"""Grades of draws whose totals are whole numbers of billionths, or of the last decimal that ranks compare (FORM rule 15)."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from evalapp.base.numbers import guard
from evalapp.form.model import Grade
from evalapp.form.tree import Tree
from evalapp.score.grades import NO_GRADE
from evalapp.score.guards import Floats, guarded
from evalapp.score.scoring import Scored
from evalapp.score.status import VETOED

Whole = NDArray[np.int64]
Bools = NDArray[np.bool_]
Places = NDArray[np.intp]

BILLION = 1e9
_NEAR = 3e-9


def unsure(billionths: Floats, margin: float) -> Bools:
    """Where the last bits of a sum could decide to which side it is rounded."""
    found: Bools = np.abs(billionths - np.rint(billionths)) > 0.5 - margin
    return found


class GradeLines:
    """The form's grades as lines over whole numbers, for the ranked units of a roster.

    ``step``: how many billionths make one of the numbers. ``cohorts`` are places among the ranked units.
    """

    def __init__(
        self, tree: Tree, found: Scored, ranked: Places, cohorts: Sequence[Places], step: int, margin: float
    ) -> None:
        self.grades, self._cohorts, self._step, self._margin = tree.form.grades, cohorts, step, margin
        self._vetoed: Bools = found.total.status[ranked] == VETOED
        failing = [place for place, entry in enumerate(self.grades) if entry.fail]
        self._failing = failing[0] if failing else None
        line = tree.form.policy.fail_below
        self._fail_below = None if line is None else round(guard(line) * BILLION)
        self._steps = {place: self._least(entry) for place, entry in enumerate(self.grades)}

    def of(
        self, numbers: Whole, totals: Floats, base: Floats, ranks: Sequence[tuple[Places, Whole]]
    ) -> tuple[NDArray[np.int16], Bools]:
        """The grade of each unit [draws, units] as its place in the form, and the draws in which one is not sure.

        ``numbers`` are what ranks compare, ``totals`` and ``base`` points; ``ranks``, by cohort, the units from the best on
        and their competition ranks.
        """
        grade = np.full(numbers.shape, NO_GRADE, dtype=np.int16)
        doubt = np.zeros(len(numbers), dtype=bool)
        if not self.grades:
            return grade, doubt
        open_ = np.ones(numbers.shape, dtype=bool)
        if self._failing is not None:
            failed = self._failed(base, doubt)
            grade[failed] = self._failing
            open_ &= ~failed
        for place, entry in enumerate(self.grades):
            fits = self._fits(place, entry, numbers, totals, ranks, doubt)
            if fits is not None:
                fits &= open_
                grade[fits] = place
                open_ &= ~fits
        return grade, doubt

    def _failed(self, base: Floats, doubt: Bools) -> Bools:
        if self._fail_below is None:
            return np.broadcast_to(self._vetoed, base.shape)
        billionths = base * BILLION
        whole = np.rint(billionths)
        self._ask(np.abs(whole - self._fail_below) <= 1, billionths, doubt)
        found: Bools = (whole < self._fail_below) | self._vetoed
        return found

    def _fits(
        self,
        place: int,
        entry: Grade,
        numbers: Whole,
        totals: Floats,
        ranks: Sequence[tuple[Places, Whole]],
        doubt: Bools,
    ) -> Bools | None:
        """Whether each unit reaches the line; None where nobody can."""
        least = self._steps[place]
        if least is not None:
            if self._step == 1:
                self._ask((numbers == least) | (numbers == least - 1), totals * BILLION, doubt)
            found: Bools = numbers >= least
            return found
        if entry.top is not None:
            return self._top(entry.top, numbers, ranks)
        if entry.sd is not None:
            return self._spread(entry.sd, numbers, doubt)
        return None if entry.fail or entry.passed else np.ones(numbers.shape, dtype=bool)

    def _ask(self, near: Bools, billionths: Floats, doubt: Bools) -> None:
        """Note the draws in which a number near a line could as well lie on its other side."""
        if near.any():
            doubt |= (near & unsure(billionths, self._margin)).any(axis=1)

    def _least(self, entry: Grade) -> int | None:
        """The least number that reaches ``min`` or lies above ``above``, exactly as the engine compares them."""
        if entry.min is None and entry.above is None:
            return None
        line = guard(entry.min if entry.min is not None else entry.above or 0.0)
        unit = BILLION / self._step
        least = int(np.floor(line * unit)) - 2
        while (least / unit < line) if entry.min is not None else (least / unit <= line):
            least += 1
        return least

    def _top(self, share: float, numbers: Whole, ranks: Sequence[tuple[Places, Whole]]) -> Bools:
        fits = np.zeros(numbers.shape, dtype=bool)
        for units, found in ranks:
            n = units.shape[1]
            among: Bools = guarded(np.arange(n) / n) < guard(share)
            np.put_along_axis(fits, units, np.broadcast_to(among[found - 1], units.shape), axis=1)
        return fits

    def _spread(self, k: float, numbers: Whole, doubt: Bools) -> Bools:
        fits = np.zeros(numbers.shape, dtype=bool)
        for members in self._cohorts:
            if len(members) == 1:
                fits[:, members] = True  # the deviation of one is 0, and it is its own mean
                continue
            inside = numbers[:, members] / (BILLION / self._step)
            line = guarded(inside.mean(axis=1) + k * inside.std(axis=1, ddof=1))[:, np.newaxis]
            doubt |= (np.abs(inside - line) < _NEAR).any(axis=1)
            fits[:, members] = inside >= line
        return fits
