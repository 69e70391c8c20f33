"""The answers to one item as statistics need them: a row for each assessment, and what the codes in it stand for."""

from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from evalapp.merge.agreement.figures import UNFIT, Left, Why, added

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

Level = Literal["nominal", "ordinal", "interval", "ratio"]
LEVELS: tuple[Level, ...] = get_args(Level)

BLANK, NOT_ASKED, CONTRADICTORY, AGAIN = -1, -2, -3, -4
"""Codes of assessments that hold no answer; answers have codes from 0."""

_REASONS: tuple[Left, ...] = get_args(Left)
_NUMBER = {reason: number for number, reason in enumerate(_REASONS, 1)}
_OF_CODE = np.array([_NUMBER[reason] for reason in ("again", "contradictory", "not_asked", "blank")])
"""Reasons of the codes −4, −3, −2, −1."""


class Meaning(Struct, frozen=True, eq=False, kw_only=True):
    """What the codes of an item stand for. Arrays are by code; NaN: this answer has no such value; None: no answer has.

    ``states``: "" for a rating, else why the answer is none (not applicable, unable). ``category``: its number among
    the categories. ``place``: where it stands in the order of the *whole* scale, from 0 to 1. ``score``: 0…100, or
    the number itself where the item has no scores of its own. ``number``: a measured number of which 0 means nothing.
    ``steps``: coordinates (code, dimension); two answers lie within one step where the absolute differences sum to at
    most ``reach``. ``comparable``: places and scores mean the same as at other items.
    """

    level: Level
    states: tuple[Left | Literal[""], ...]
    category: Floats | None = None
    place: Floats | None = None
    score: Floats | None = None
    number: Floats | None = None
    steps: Floats | None = None
    reach: float = 0.0
    comparable: bool = True

    def reaches(self, level: Level) -> bool:
        """Whether the item's level of measurement is at least ``level``."""
        return LEVELS.index(self.level) >= LEVELS.index(level)


class Ratings(Struct, frozen=True, eq=False):
    """The assessments of one item: a row for each unit and assessor who has handed the unit in, in this order.

    ``unit`` and ``assessor`` are numbers of the caller's, ``code`` what was answered (see :class:`Meaning`). Rows that follow
    one another with the same unit and the same ``part`` are a cell; only :meth:`of_assessor` has several parts.
    """

    unit: Ints
    assessor: Ints
    code: Ints
    meaning: Meaning
    part: Ints | None = None

    @property
    def cell(self) -> Ints:
        """The number of each row's cell, counted from 0 in the order of the rows."""
        fresh = np.ones(len(self.unit), dtype=bool)
        fresh[1:] = self.unit[1:] != self.unit[:-1]
        if self.part is not None:
            fresh[1:] |= self.part[1:] != self.part[:-1]
        return np.cumsum(fresh) - 1

    def of_units(self, chosen: Flags) -> "Ratings":
        """The assessments of some units, given by the number of the unit."""
        rows = chosen[self.unit]
        return Ratings(self.unit[rows], self.assessor[rows], self.code[rows], self.meaning)

    def of_assessor(self, assessor: int) -> "Ratings":
        """What an assessor answered beside each of the others, every other in a cell of its own.

        So statistics tell how far this one agrees with the others, and nothing of how far these agree among themselves. Alone
        in a cell is what nobody else has handed in.
        """
        own = np.flatnonzero(self.assessor == assessor)
        mine = np.full(int(self.unit.max(initial=-1)) + 1, -1)
        mine[self.unit[own]] = own
        others = np.flatnonzero((self.assessor != assessor) & (mine[self.unit] >= 0))
        alone = own[~np.isin(self.unit[own], self.unit[others])]
        rows = np.concatenate((np.column_stack((mine[self.unit[others]], others)).ravel(), alone))
        part = np.concatenate((np.repeat(self.assessor[others], 2), np.full(len(alone), -1)))
        order = np.lexsort((self.assessor[rows], part, self.unit[rows]))
        chosen = rows[order]
        return Ratings(self.unit[chosen], self.assessor[chosen], self.code[chosen], self.meaning, part[order])

    def between(self, a: int, b: int) -> "Ratings":
        """The assessments of two assessors, in the units that both have handed in."""
        rows = (self.assessor == a) | (self.assessor == b)
        unit = self.unit[rows]
        shared = np.zeros(len(unit), dtype=bool)
        pairs = unit[1:] == unit[:-1]
        shared[1:] |= pairs
        shared[:-1] |= pairs
        return Ratings(unit[shared], self.assessor[rows][shared], self.code[rows][shared], self.meaning)


def ratings(unit: Sequence[int], assessor: Sequence[int], code: Sequence[int], meaning: Meaning) -> Ratings:
    """Assessments in any order."""
    columns = [np.asarray(column, dtype=np.int64) for column in (unit, assessor, code)]
    order = np.lexsort((columns[1], columns[0]))
    return Ratings(columns[0][order], columns[1][order], columns[2][order], meaning)


class Sample(Struct, frozen=True, eq=False, kw_only=True):
    """What a statistic uses of one item: the cells in which at least two assessors have a value.

    By cell: ``unit``, ``size`` (how many values). By value, cell after cell and in each by assessor: ``cell``,
    ``assessor``, ``value``. ``left`` counts the other cells by reason; ``people`` are all assessors who have handed
    in any cell of the item.
    """

    unit: Ints
    size: Ints
    cell: Ints
    assessor: Ints
    value: Floats
    left: dict[Left, int]
    people: Ints

    @property
    def n(self) -> int:
        """The number of cells."""
        return len(self.unit)

    def pairs(self) -> tuple[Ints, Ints]:
        """Every pair of values in the same cell: the rows of the first and of the second."""
        return pairs_within(self.cell)

    def only(self, cells: Flags, reason: Left) -> "Sample":
        """The sample with only some of its cells; the others are left out for ``reason``."""
        rows = cells[self.cell]
        return Sample(
            unit=self.unit[cells],
            size=self.size[cells],
            cell=(np.cumsum(cells) - 1)[self.cell[rows]],
            assessor=self.assessor[rows],
            value=self.value[rows],
            left=added((self.left, {reason: int((~cells).sum())})),
            people=self.people,
        )


def pairs_within(cell: Ints) -> tuple[Ints, Ints]:
    """Every pair of rows with the same cell, where rows of a cell follow one another: the first and the second rows."""
    first, second = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for apart in range(1, len(cell)):
        rows = np.flatnonzero(cell[apart:] == cell[:-apart])
        if len(rows) == 0:
            break
        first.append(rows)
        second.append(rows + apart)
    return np.concatenate(first), np.concatenate(second)


def sample(found: Ratings, values: Floats | None, lacking: Left, *, any_state: bool = False) -> Sample:
    """The cells of an item that can be compared by ``values`` (by code).

    None: the item has no such values at all, for the reason ``lacking``. An answer that is no rating (not applicable,
    unable) is not used, unless ``any_state`` is set.
    """
    cell, starts, usable, used, reason = _judged(found, values, lacking, any_state=any_state)
    size = np.bincount(cell[usable], minlength=len(starts))
    rows = usable & used[cell]
    counts = np.bincount(reason[~used], minlength=len(_REASONS) + 1)
    return Sample(
        unit=found.unit[starts][used],
        size=size[used],
        cell=(np.cumsum(used) - 1)[cell[rows]],
        assessor=found.assessor[rows],
        value=np.zeros(0) if values is None else values[found.code[rows]],
        left={name: int(counts[number]) for name, number in _NUMBER.items() if counts[number]},
        people=np.unique(found.assessor),
    )


def left_cells(
    found: Ratings, values: Floats | None, lacking: Left, *, any_state: bool = False
) -> tuple[Ints, list[Left]]:
    """The units whose cells :func:`sample` leaves out, and why each of them is."""
    _cell, starts, _usable, used, reason = _judged(found, values, lacking, any_state=any_state)
    return found.unit[starts][~used], [_REASONS[number - 1] for number in reason[~used].tolist()]


def _judged(
    found: Ratings, values: Floats | None, lacking: Left, *, any_state: bool
) -> tuple[Ints, Ints, Flags, Flags, Ints]:
    """By row the cell and whether it is usable; by cell the first row, whether it is used, else the reason's number."""
    cell = found.cell
    starts = np.flatnonzero(np.diff(cell, prepend=-1))
    against = _reasons_by_row(found, values, lacking, any_state=any_state)
    usable = against == 0
    used = np.bincount(cell[usable], minlength=len(starts)) >= 2
    reason = np.zeros(0, dtype=np.int64)
    if len(starts):
        # Of several reasons in a cell the first in the order of the reasons is given.
        reason = np.minimum.reduceat(np.where(usable, len(_REASONS) + 1, against), starts)
        if values is not None:
            reason[np.bincount(cell) < 2] = _NUMBER["alone"]
    return cell, starts, usable, used, reason


def left_by_assessor(found: Ratings, values: Floats | None, lacking: Left) -> dict[int, dict[Left, int]]:
    """How many of the cells that an assessor has handed in say nothing of this one, by assessor and reason.

    Either the own answer cannot be used by ``values``, or nobody else's can.
    """
    cell, against = found.cell, _reasons_by_row(found, values, lacking, any_state=False)
    usable = against == 0
    lonely = usable & (np.bincount(cell[usable], minlength=len(cell)) < 2)[cell]
    others = np.full(len(cell), len(_REASONS) + 1)
    np.minimum.at(others, cell, np.where(usable, len(_REASONS) + 1, against))
    reason = np.where(
        lonely, np.where(np.bincount(cell, minlength=len(cell)) < 2, _NUMBER["alone"], others)[cell], against
    )
    counts: dict[int, dict[Left, int]] = {}
    for assessor in np.unique(found.assessor).tolist():
        numbers = np.bincount(reason[found.assessor == assessor], minlength=len(_REASONS) + 1)
        counts[assessor] = {name: int(numbers[number]) for name, number in _NUMBER.items() if numbers[number]}
    return counts


def _reasons_by_row(found: Ratings, values: Floats | None, lacking: Left, *, any_state: bool) -> Ints:
    """By row, the number of the reason why the answer cannot be used; 0 where it can."""
    if values is None:
        return np.full(len(found.unit), _NUMBER[lacking])
    return _against(found, values, any_state)


def _against(found: Ratings, values: Floats, any_state: bool) -> Ints:
    """By row, the number of the reason why it cannot be used; 0 where it can."""
    by_code = np.where(np.isnan(values), _NUMBER["no_number"], 0)
    if not any_state:
        for code, state in enumerate(found.meaning.states):
            if state:
                by_code[code] = _NUMBER[state]
    # Codes below zero count from the end, where their reasons stand.
    reasons: Ints = np.concatenate((by_code, _OF_CODE))[found.code]
    return reasons


def nothing_to_say(samples: Sequence[Sample]) -> Why:
    """Why none of the items has a cell that can be used."""
    left = added(one.left for one in samples)
    if not left:
        return "empty"
    unfit = [reason for reason in left if reason in UNFIT]
    if len(unfit) == len(left):
        return unfit[0]
    people = np.unique(np.concatenate([one.people for one in samples]))
    return "one_assessor" if len(people) == 1 else "no_overlap"
