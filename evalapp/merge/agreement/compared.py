"""Every two answers to the same cell beside each other: what percentages count, and what a confusion matrix is made of."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from evalapp.merge.agreement.percent import agreeing
from evalapp.merge.agreement.ratings import Flags, Ints, Ratings

NO_STEP = -1


class Compared(Struct, frozen=True, eq=False):
    """Pairs of answers, a row each.

    The ``item`` by its place, the ``unit``, two assessors with ``a`` < ``b``, the codes of their answers. Not applicable
    and unable to assess are answers; blanks are not. ``equal`` and ``near`` as in percent agreement: equal, and equal or
    one step apart. ``stepped``: whether the item's answers have steps at all.
    """

    item: Ints
    unit: Ints
    a: Ints
    b: Ints
    code_a: Ints
    code_b: Ints
    equal: Flags
    near: Flags
    stepped: Flags

    def only(self, rows: Flags) -> "Compared":
        """Some of the pairs."""
        return Compared(*(getattr(self, name)[rows] for name in self.__struct_fields__))

    @property
    def n(self) -> int:
        """How many pairs there are."""
        return len(self.item)


def compared(items: Sequence[Ratings]) -> Compared:
    """All pairs of answers, in the order of items, units and assessors."""
    columns: list[tuple[Ints | Flags, ...]] = []
    for place, one in enumerate(items):
        found, equal, near = agreeing(one)
        first, second = found.pairs()
        order = np.lexsort((found.assessor[second], found.assessor[first], found.cell[first]))
        first, second = first[order], second[order]
        columns.append(
            (
                np.full(len(first), place),
                found.unit[found.cell[first]],
                found.assessor[first],
                found.assessor[second],
                found.value[first].astype(np.int64),
                found.value[second].astype(np.int64),
                equal[order],
                near[order],
                np.full(len(first), one.meaning.steps is not None),
            )
        )
    if not columns:
        none = np.zeros(0, dtype=np.int64)
        return Compared(*(none,) * 6, *(none.astype(bool),) * 3)
    return Compared(*(np.concatenate(column) for column in zip(*columns, strict=True)))


def confusion(rows: Ints, columns: Ints, width: int) -> Ints:
    """How often each step of the first assessor meets each step of the second: (first, second).

    ``rows`` and ``columns`` are steps from 0, by pair of answers; a pair with :data:`NO_STEP` does not count.
    """
    both = (rows != NO_STEP) & (columns != NO_STEP)
    counts = np.bincount(rows[both] * width + columns[both], minlength=width * width)
    table: Ints = counts.reshape(width, width)
    return table


def folded(counts: Ints) -> Ints:
    """A matrix of pairs whoever of the two said which: what lies below the diagonal is added to its mirror image above."""
    table: Ints = np.triu(counts) + np.tril(counts, -1).T
    return table
