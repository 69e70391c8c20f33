"""Percent agreement: the share of cells in which the assessors say the same, or nearly so."""

from collections.abc import Sequence

import numpy as np

from evalapp.merge.agreement.figures import Figure, Left, added
from evalapp.merge.agreement.ratings import (
    Flags,
    Floats,
    Ints,
    Ratings,
    Sample,
    left_cells,
    nothing_to_say,
    sample,
)


def exact(items: Sequence[Ratings]) -> Figure:
    """The share (0…1) of cells in which two assessors give the same answer: the same state and, if there is one, value.

    A cell with more than two answers counts as the share of its pairs that are equal (Fleiss 1971, P_i), so that each
    cell weighs the same. Not applicable and unable to assess are answers here.
    """
    samples = []
    for one in items:
        codes: Floats = np.arange(len(one.meaning.states), dtype=np.float64)
        samples.append(sample(one, codes, "blank", any_state=True))
    return _share(samples, [_same(one) for one in samples])


def within_one_step(items: Sequence[Ratings]) -> Figure:
    """As :func:`exact`, for answers that are equal or one step apart on the item's scale (see :class:`Meaning`)."""
    samples, near = [], []
    for one in items:
        codes: Floats | None = np.arange(len(one.meaning.states), dtype=np.float64)
        found = sample(one, codes if one.meaning.steps is not None else None, "no_steps", any_state=True)
        samples.append(found)
        near.append(_same(found) | _near(found, one))
    return _share(samples, near)


def not_compared(one: Ratings) -> tuple[Ints, list[Left]]:
    """The units in which an item's answers cannot be compared, and why: what percent agreement leaves out."""
    codes: Floats = np.arange(len(one.meaning.states), dtype=np.float64)
    return left_cells(one, codes, "blank", any_state=True)


def agreeing(one: Ratings) -> tuple[Sample, Flags, Flags]:
    """The cells of an item that count, and of every pair of answers in them whether it is equal, and equal or one step apart."""
    codes: Floats = np.arange(len(one.meaning.states), dtype=np.float64)
    found = sample(one, codes, "blank", any_state=True)
    same = _same(found)
    return found, same, same | _near(found, one)


def _same(found: Sample) -> Flags:
    first, second = found.pairs()
    same: Flags = found.value[first] == found.value[second]
    return same


def _near(found: Sample, of: Ratings) -> Flags:
    first, second = found.pairs()
    if of.meaning.steps is None:
        return np.zeros(len(first), dtype=bool)
    codes = found.value.astype(np.int64)
    apart = np.abs(of.meaning.steps[codes[first]] - of.meaning.steps[codes[second]]).sum(axis=1)
    # Guarded as every comparison with a line (FORM rule 11); an answer without steps (NaN) is near none.
    near: Flags = np.round(apart, 9) <= np.round(of.meaning.reach, 9)
    return near


def _share(samples: Sequence[Sample], agreeing: Sequence[Flags]) -> Figure:
    left = added(one.left for one in samples)
    n = sum(one.n for one in samples)
    if n == 0:
        return Figure(why=nothing_to_say(samples), excluded=left)
    total = 0.0
    for one, yes in zip(samples, agreeing, strict=True):
        first, _second = one.pairs()
        size = one.size[one.cell[first]]
        total += float((yes / (size * (size - 1) / 2)).sum())
    return Figure(value=total / n, n=n, excluded=left)
