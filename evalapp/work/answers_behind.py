"""What stands behind a percentage or a cell of a confusion matrix: the answers, unit by unit, and who gave which."""

from collections.abc import Collection
from typing import Literal

import numpy as np
from msgspec import Struct, structs

from evalapp.entry.final import Final
from evalapp.form.label import Label
from evalapp.merge.agreement.compared import NO_STEP, Compared, confusion, folded
from evalapp.merge.agreement.figures import Left
from evalapp.merge.agreement.percent import not_compared
from evalapp.merge.agreement.ratings import Flags, Ints, Ratings
from evalapp.work.agreement import Study
from evalapp.work.agreement_parts import Part, ratings_of, rows_of
from evalapp.work.agreement_steps import StepScale
from evalapp.work.ratings import Rater

Distance = Literal["equal", "near", "apart"]
"""Equal; one step apart; further apart, or different where the answers have no steps."""


class Said(Struct, frozen=True, kw_only=True):
    """Two answers to a cell, and who gave them. Of a pair or of one assessor beside the others, ``a`` is the one named first."""

    unit: str
    unit_name: str
    item: str
    title: Label
    a: Rater
    said_a: Final
    b: Rater
    said_b: Final
    distance: Distance


class LeftOut(Struct, frozen=True, kw_only=True):
    """A cell that percent agreement leaves out, why, and what those who have handed it in answered; None for no answer."""

    unit: str
    unit_name: str
    item: str
    reason: Left
    said: tuple[tuple[Rater, Final | None], ...]


class Chosen(Struct, frozen=True, kw_only=True):
    """A place of a confusion matrix by the numbers of its steps: a cell, or with one of them None a whole row or column."""

    row: int | None = None
    column: int | None = None


class Matrix(Struct, frozen=True, eq=False, kw_only=True):
    """A confusion matrix of items with the same steps.

    ``ordered``: rows are the answers of the assessor named first, columns those of the other or the others. Otherwise it
    is not told who of two said which: the pair stands in the row of the step that the scale names first, and the
    cells below the diagonal are empty.
    """

    scale: StepScale
    ordered: bool
    counts: tuple[tuple[int, ...], ...]

    def row_count(self, row: int) -> int:
        """The pairs in which the first said the step; of all pairs, those in which anybody did."""
        own = sum(self.counts[row])
        return own if self.ordered else own + sum(line[row] for line in self.counts[:row])

    def share(self, row: int) -> float | None:
        """Which share of these pairs is equal; None where there are none."""
        count = self.row_count(row)
        return self.counts[row][row] / count if count else None


def matrix_of(study: Study, part: Part, scale: StepScale) -> Matrix:
    """How often each step met each other step in a part, at the items of a scale that belong to it."""
    pairs = _pairs(study, part)
    first, second = _steps(study, pairs, scale)
    counts = confusion(first, second, len(scale.steps))
    ordered = part.a is not None
    return Matrix(
        scale=scale,
        ordered=ordered,
        counts=tuple(tuple(line) for line in (counts if ordered else folded(counts)).tolist()),
    )


def behind(
    study: Study,
    part: Part,
    distances: tuple[Distance, ...] = ("equal", "near", "apart"),
    scale: StepScale | None = None,
    chosen: Chosen | None = None,
) -> tuple[Said, ...]:
    """The pairs of answers of a part that are so far apart; with a ``scale`` those in the place of its matrix that was chosen."""
    pairs = _pairs(study, part)
    found = _distances(pairs)
    rows: Flags = np.isin(found, [_DISTANCES.index(one) for one in distances])
    if scale is not None:
        first, second = _steps(study, pairs, scale)
        rows &= (first != NO_STEP) & (second != NO_STEP)
        if chosen is not None:
            rows &= _in_place(first, second, chosen, ordered=part.a is not None)
    return tuple(_said(study, pairs, row, _DISTANCES[found[row]]) for row in np.flatnonzero(rows).tolist())


def left_behind(study: Study, part: Part) -> tuple[LeftOut, ...]:
    """The cells of a part that percent agreement leaves out; of an assessor, beside each of the others."""
    left = []
    for place in part.items:
        for one in ratings_of(study.found, structs.replace(part, items=(place,))):
            units, reasons = not_compared(one)
            left += [
                _left_out(study, place, one, unit, reason)
                for unit, reason in zip(units.tolist(), reasons, strict=True)
            ]
    return tuple(left)


def _left_out(study: Study, place: int, of: Ratings, unit: int, reason: Left) -> LeftOut:
    item, rows = study.found.items[place], np.flatnonzero(of.unit == unit)
    codes = dict(zip(of.assessor[rows].tolist(), of.code[rows].tolist(), strict=True))
    return LeftOut(
        unit=study.found.roster[unit].key,
        unit_name=study.found.roster[unit].name,
        item=item.code,
        reason=reason,
        said=tuple(
            (study.found.raters[assessor], item.answers[code] if code >= 0 else None)
            for assessor, code in sorted(codes.items())
        ),
    )


def apart_from(study: Study, cells: Collection[tuple[str, str]]) -> Study:
    """The study without the pairs of answers in some cells, named by unit and item."""
    units = [unit.key for unit in study.found.roster]
    items = [item.code for item in study.found.items]
    places = zip(study.compared.unit.tolist(), study.compared.item.tolist(), strict=True)
    kept = np.array([(units[unit], items[item]) not in cells for unit, item in places], dtype=bool)
    return structs.replace(study, compared=study.compared.only(kept))


def counts_of(study: Study, part: Part) -> dict[Distance, int]:
    """How many pairs of answers of a part are equal, one step apart, further apart."""
    found = np.bincount(_distances(_pairs(study, part)), minlength=len(_DISTANCES))
    return {name: int(found[number]) for number, name in enumerate(_DISTANCES)}


_DISTANCES: tuple[Distance, ...] = ("equal", "near", "apart")


def _distances(pairs: Compared) -> Ints:
    found: Ints = np.where(pairs.equal, 0, np.where(pairs.near, 1, 2))
    return found


def _pairs(study: Study, part: Part) -> Compared:
    """The pairs of answers of a part; of an assessor or a pair, the one named first comes first in each."""
    pairs = study.compared.only(rows_of(study.found, study.compared, part))
    if part.a is None:
        return pairs
    turned = pairs.a != part.a
    return Compared(
        item=pairs.item,
        unit=pairs.unit,
        a=np.where(turned, pairs.b, pairs.a),
        b=np.where(turned, pairs.a, pairs.b),
        code_a=np.where(turned, pairs.code_b, pairs.code_a),
        code_b=np.where(turned, pairs.code_a, pairs.code_b),
        equal=pairs.equal,
        near=pairs.near,
        stepped=pairs.stepped,
    )


def _steps(study: Study, pairs: Compared, scale: StepScale) -> tuple[Ints, Ints]:
    """The steps of both answers by pair; none at items that are not on the scale."""
    first, second = np.full(pairs.n, NO_STEP), np.full(pairs.n, NO_STEP)
    for place in scale.items:
        rows = pairs.item == place
        if rows.any():
            step = scale.step_of(study.found.items[place])
            first[rows], second[rows] = step[pairs.code_a[rows]], step[pairs.code_b[rows]]
    return first, second


def _in_place(first: Ints, second: Ints, chosen: Chosen, *, ordered: bool) -> Flags:
    rows: Flags = np.ones(len(first), dtype=bool)
    if ordered:
        if chosen.row is not None:
            rows &= first == chosen.row
        if chosen.column is not None:
            rows &= second == chosen.column
        return rows
    low, high = np.minimum(first, second), np.maximum(first, second)
    if chosen.row is not None and chosen.column is not None:
        rows &= (low == min(chosen.row, chosen.column)) & (high == max(chosen.row, chosen.column))
        return rows
    step = chosen.row if chosen.row is not None else chosen.column
    return rows if step is None else (first == step) | (second == step)


def _said(study: Study, pairs: Compared, row: int, distance: Distance) -> Said:
    item = study.found.items[pairs.item[row]]
    unit = study.found.roster[pairs.unit[row]]
    return Said(
        unit=unit.key,
        unit_name=unit.name,
        item=item.code,
        title=item.title,
        a=study.found.raters[pairs.a[row]],
        said_a=item.answers[pairs.code_a[row]],
        b=study.found.raters[pairs.b[row]],
        said_b=item.answers[pairs.code_b[row]],
        distance=distance,
    )
