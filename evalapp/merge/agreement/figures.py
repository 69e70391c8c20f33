"""What a statistic comes to: a value, or the reason why there is none, and always what it rests on."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct

Left = Literal[
    "alone",
    "again",
    "blank",
    "not_asked",
    "contradictory",
    "not_applicable",
    "unable",
    "no_number",
    "measured",
    "unordered",
    "no_steps",
    "no_zero",
    "not_comparable",
    "not_pooled",
    "uneven",
    "incomplete",
]
"""Why a cell (an item of a unit) is left out of a statistic.

``alone``: fewer than two assessors have handed it in. Otherwise fewer than two of them have an answer that can be
used, for one of these is: ``again``, of an earlier edition of the form and to be given again; ``blank``, left open;
``not_asked``, ruled out by a condition on that assessor's own answers; ``contradictory``, two different answers by
one assessor; ``not_applicable`` or ``unable``, as that assessor said; ``no_number``, not found where a number is
needed. Or the item does not fit: ``measured`` where categories are needed, ``unordered`` where an order is,
``no_steps`` where steps are, ``no_zero`` where a number is of which 0 means nothing; ``not_comparable`` and
``not_pooled`` where several items are taken together that have no measure in common. ``uneven``: another number of
assessments than most cells; ``incomplete``: not assessed by everybody who assessed the item.
"""

Why = Literal[
    "",
    "empty",
    "one_assessor",
    "no_overlap",
    "constant",
    "alike",
    "too_few",
    "incomplete",
    "measured",
    "unordered",
    "no_steps",
    "no_zero",
    "not_comparable",
    "not_pooled",
]
"""Why there is no value ("" where there is one).

``empty``: nothing was handed in; ``one_assessor``: all of it by one person; ``no_overlap``: no cell has two answers
to compare; ``constant``: all answers that are used are the same, so that nothing can be told from chance; ``alike``:
units differ less than assessors err, so that there is no variance between units to relate to; ``too_few``: a single
cell; ``incomplete``: no cell was assessed by all the assessors; the rest as in :data:`Left`.
"""

UNFIT: tuple[Why, ...] = ("measured", "unordered", "no_steps", "no_zero", "not_comparable", "not_pooled")
"""Reasons that lie in the kind of item, not in what was answered."""


class Figure(Struct, frozen=True, kw_only=True):
    """A statistic: ``value`` or, where there is none, ``why``.

    ``n`` cells went in, ``excluded`` counts those left out by reason. ``k``: how many assessments each cell has, where the
    statistic wants the same number everywhere. ``low`` and ``high`` bound the bootstrap interval where there is one.
    """

    value: float | None = None
    why: Why = ""
    n: int = 0
    k: int | None = None
    excluded: dict[Left, int] = {}
    low: float | None = None
    high: float | None = None

    @property
    def n_excluded(self) -> int:
        """How many cells were left out."""
        return sum(self.excluded.values())


def added(parts: Iterable[Mapping[Left, int]]) -> dict[Left, int]:
    """Counts by reason over several items, the most frequent first."""
    total: Counter[Left] = Counter()
    for part in parts:
        total.update(part)
    return {reason: n for reason, n in total.most_common() if n}
