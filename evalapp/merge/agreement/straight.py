"""Who gives one step over and over: an assessor's answers within a unit, beside the others' to the same items of it."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from evalapp.merge.agreement.draws import Draws
from evalapp.merge.agreement.figures import Figure
from evalapp.merge.agreement.ratings import Floats, Ints, Ratings
from evalapp.merge.agreement.severity import mean_over_units

FEWEST_ITEMS = 3
"""On fewer items equal answers say nothing."""


class Stepped(Struct, frozen=True, eq=False):
    """An item that is answered by choosing a step: its ratings and, by code, the number of the step; −1 where it is none."""

    ratings: Ratings
    step: Ints


class Straightness(Struct, frozen=True, kw_only=True):
    """How much alike an assessor answers within a unit, beside the others.

    A sheet is what one assessor answered to the items in one unit, as far as another one answered them
    too. Over all ``sheets``, with ``items`` items each in the mean: ``share`` of the answers that are the sheet's
    commonest step, 0…1, and ``run``, how many equal answers follow one another at most, in items of the form's order;
    ``others_share`` and ``others_run`` are those of the others at the same items of the same units. ``share_apart``
    and ``run_apart`` are the differences; n counts units.
    """

    sheets: int
    items: float
    share: float
    others_share: float
    run: float
    others_run: float
    share_apart: Figure
    run_apart: Figure

    @property
    def straight(self) -> bool:
        """Whether both differences lie above 0 with their whole intervals."""
        return all(
            one.low is not None and round(one.low, 9) > 0 for one in (self.share_apart, self.run_apart)
        )


_Sheet = tuple[int, float, int, int, int, int, int]
"""Unit, weight, number of items; of the assessor and of the other the commonest step's count, then the run of each."""


def straightness(items: Sequence[Stepped], draws: Draws | None = None) -> dict[int, Straightness]:
    """By assessor, how much alike the answers within a unit are; ``items`` have as many steps and stand in the form's order.

    The commonest step's share is the "maximum identical rating" of surveys (Kim & others 2019), the longest run the
    "long string" (Johnson 2005); both are signs of answering without looking (Krosnick 1991). A city may deserve one
    step everywhere, so that neither says anything by itself: each sheet is compared with another assessor's of the
    same unit, on the items that both answered by a step, at least three. With several others the sheets are averaged.
    Assessors who share no such sheet with anybody are left out.

    With ``draws`` the differences have bootstrap intervals, whole units being drawn; none of fewer than ten units.
    """
    sheets: dict[int, list[_Sheet]] = defaultdict(list)
    for unit, answers in _by_unit(items).items():
        people = sorted(answers)
        for assessor in people:
            met = []
            for other in people:
                shared = np.flatnonzero((answers[assessor] >= 0) & (answers[other] >= 0))
                if other != assessor and len(shared) >= FEWEST_ITEMS:
                    met.append((answers[assessor][shared], answers[other][shared]))
            for own, beside in met:
                sheets[assessor].append(
                    (
                        *(unit, 1 / len(met), len(own), _commonest(own), _commonest(beside)),
                        *(longest_run(own), longest_run(beside)),
                    )
                )
    return {assessor: _straightness(sheets[assessor], draws) for assessor in sorted(sheets)}


def longest_run(steps: Ints) -> int:
    """How many equal answers follow one another at most."""
    if len(steps) == 0:
        return 0
    ends = np.flatnonzero(np.diff(steps, append=steps[-1] + 1))
    return int(np.diff(ends, prepend=-1).max())


def _commonest(steps: Ints) -> int:
    return int(np.bincount(steps).max())


def _by_unit(items: Sequence[Stepped]) -> dict[int, dict[int, Ints]]:
    """By unit and assessor, the steps of all items in their order; −1 where there is none."""
    found: dict[int, dict[int, Ints]] = defaultdict(dict)
    for place, one in enumerate(items):
        given = one.ratings.code >= 0
        steps = (
            np.where(given, one.step[np.maximum(one.ratings.code, 0)], -1)
            if len(one.step)
            else np.full(len(given), -1)
        )
        for unit, assessor, step in zip(
            one.ratings.unit.tolist(), one.ratings.assessor.tolist(), steps.tolist(), strict=True
        ):
            sheet = found[unit].setdefault(assessor, np.full(len(items), -1, dtype=np.int64))
            sheet[place] = step
    return found


def _straightness(rows: Sequence[_Sheet], draws: Draws | None) -> Straightness:
    columns = np.array(rows, dtype=np.float64).T
    unit, weight, size, common, others_common, run, others_run = columns
    units: Ints = unit.astype(np.int64)
    sheets, answers = weight.sum(), (weight * size).sum()
    n = len(np.unique(units))

    def apart(amounts: Floats, weights: Floats) -> Figure:
        value, low, high = mean_over_units(units, amounts, weights, draws)
        return Figure(value=value, n=n, low=low, high=high)

    return Straightness(
        sheets=n,
        items=float(answers / sheets),
        share=float((weight * common).sum() / answers),
        others_share=float((weight * others_common).sum() / answers),
        run=float((weight * run).sum() / sheets),
        others_run=float((weight * others_run).sum() / sheets),
        share_apart=apart(weight * (common - others_common), weight * size),
        run_apart=apart(weight * (run - others_run), weight),
    )
