"""Values that lie far from those of the other units: a slip of the keys, a misread scale, or something worth telling.

Measured by the median and the median of the distances from it, which a few wild values cannot move (Iglewicz and Hoaglin, How to
Detect and Handle Outliers, 1993: 0.6745 · distance ÷ that median above 3.5). Where more than half of the values are the same the
quartiles stand in (Tukey's outer fences, three times their distance).
"""

import math
from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.base.numbers import from_float, half_up
from evalapp.form.scales import Count, Number, Rate
from evalapp.form.tree import Node
from evalapp.merge.oddities.case import Case, Said, by_item, measure
from evalapp.merge.oddities.finding import Finding, clipped, digest, key_of

FEWEST_UNITS = 8
FEWEST_VALUES = 5
_SHARE = 0.6745
_FAR = 3.5
_FENCE = 3.0
_MANY = 0.1


class Spread(Struct, frozen=True):
    """How values lie: quartiles and median as they were typed; ``distance`` says how far out a value is, above 1 too far."""

    low: float
    median: float
    high: float
    centre: float
    width: float
    ratios: bool

    def distance(self, number: float) -> float:
        """How many times the bound a value lies from the middle."""
        return abs(_scaled(number, self.ratios) - self.centre) / self.width


def spread_of(numbers: Sequence[float], *, ratios: bool) -> Spread | None:
    """How numbers lie, compared by their ratios where they have no upper bound; None where nothing can be told from them.

    That is so for fewer than five different values, and where more than three quarters are the same.
    """
    if len(set(numbers)) < FEWEST_VALUES:
        return None
    typed = np.array(numbers, dtype=np.float64)
    ratios = ratios and bool((typed >= 0).all())
    scaled = np.log1p(typed) if ratios else typed
    centre = float(np.median(scaled))
    usual = float(np.median(np.abs(scaled - centre)))
    low, high = (float(one) for one in np.percentile(scaled, (25, 75)))
    if usual > 0:
        width = _FAR * usual / _SHARE
    elif high > low:
        width = max(high - centre, centre - low) + _FENCE * (high - low)
    else:
        return None
    first, middle, third = (float(one) for one in np.percentile(typed, (25, 50, 75)))
    return Spread(first, middle, third, centre, width, ratios)


def find_outliers(case: Case) -> list[Finding]:
    """Values too far from those of their item, a finding for each value of a unit.

    Not told of items with fewer than eight units, and not where one in ten would be: that is how such an item lies.
    """
    found: list[Finding] = []
    for item, answers in by_item(case.answers).items():
        leaf = case.leaves[item]
        numbers = {
            value: measure(leaf, value)
            for value in {said.value for said in answers if said.state == "answered"}
        }
        numbered = [
            (said, number)
            for said in answers
            if said.state == "answered" and (number := numbers[said.value]) is not None
        ]
        if len({said.unit for said, _number in numbered}) < FEWEST_UNITS:
            continue
        spread = spread_of([number for _said, number in numbered], ratios=_has_no_end(leaf))
        if spread is None:
            continue
        far = [(said, number) for said, number in numbered if spread.distance(number) > 1]
        if len({said.unit for said, _number in far}) <= _MANY * len({said.unit for said, _n in numbered}):
            found += _told(case, leaf, far, spread, len({said.unit for said, _number in numbered}))
    return found


def _told(
    case: Case, leaf: Node, far: Sequence[tuple[Said, float]], spread: Spread, units: int
) -> list[Finding]:
    """One finding for each unit and value, whoever gave it."""
    together: dict[tuple[str, float], list[Said]] = {}
    for said, number in far:
        together.setdefault((said.unit, number), []).append(said)
    return [
        Finding(
            kind="outlier",
            key=key_of("outlier", unit, leaf.code, from_float(number)),
            places=tuple(said.place for said in answers),
            strength=clipped(100 * (1 - 1 / (1 + spread.distance(number)))),
            why=_why(leaf, answers[0].value).format(
                unit=case.units[unit],
                item=leaf.code,
                value=case.value_words(leaf.code, "answered", answers[0].value),
                score=_shown(number),
                n=units,
                low=_shown(spread.low),
                high=_shown(spread.high),
                median=_shown(spread.median),
            ),
            about=digest(part for said in answers for part in said.judged()),
        )
        for (unit, number), answers in together.items()
    ]


def _why(leaf: Node, value: str) -> str:
    """In numbers as they are typed, or in score points where something else is."""
    if isinstance(leaf.scale, Rate):
        return _(
            "{unit} {item}: “{value}” lies far from the rest. Of the {n} units the middle half lies between {low} % and "
            "{high} %, the median is {median} %."
        )
    if leaf.scale is None or leaf.scale.number(value) is None:
        return _(
            "{unit} {item}: “{value}” earns {score} of 100, far from the rest. Of the {n} units the middle half earns between "
            "{low} and {high}, the median is {median}."
        )
    return _(
        "{unit} {item}: “{value}” lies far from the rest. Of the {n} units the middle half lies between {low} and "
        "{high}, the median is {median}."
    )


def _has_no_end(leaf: Node) -> bool:
    """Whether values may grow without bound, so that twice as much is a step and not a leap."""
    match leaf.scale:
        case Number(max=most):
            return most is None
        case Count():
            return True
        case _:
            return False


def _scaled(number: float, ratios: bool) -> float:
    return math.log1p(number) if ratios and number > -1 else number


def _shown(number: float) -> str:
    """At most one decimal, and none where numbers are large."""
    return from_float(float(half_up(number, 0 if abs(number) >= 100 else 1)))
