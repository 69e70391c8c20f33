"""How a total came to be another one: values are changed one after the other, each with its effect (RECORD R20)."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from math import isnan

from msgspec import Struct

from evalapp.base.numbers import guard
from evalapp.entry.final import Final, Finals
from evalapp.score.results import Results


class Step(Struct, frozen=True, kw_only=True):
    """What a change of one item does to its unit's total, in points; None where there was no total before or after it."""

    unit: str
    item: str
    effect: float | None


def stepwise(
    scored: Callable[[Finals], Results], before: Finals, after: Finals, items: Sequence[str]
) -> tuple[Step, ...]:
    """The steps from the values ``before`` to those ``after``, in the order of ``items`` within each unit.

    The effects of a unit add up to the change of its total exactly, whatever the form's rules. Every unit takes its next step
    at the same time, so that there are as many scorings as the unit with the most changes has; where units are compared with each
    other, an effect holds that of the others' steps too.
    """
    place = {item: number for number, item in enumerate(items)}
    changed: dict[str, list[str]] = defaultdict(list)
    for unit, item in before.keys() | after.keys():
        if before.get((unit, item)) != after.get((unit, item)) and item in place:
            changed[unit].append(item)
    for mine in changed.values():
        mine.sort(key=place.__getitem__)
    values = dict(before)
    points = _totals(scored(values))
    found = []
    for number in range(max(map(len, changed.values()), default=0)):
        moving = [(unit, mine[number]) for unit, mine in sorted(changed.items()) if number < len(mine)]
        for cell in moving:
            _set(values, cell, after.get(cell))
        now = _totals(scored(values))
        found += [
            Step(unit=unit, item=item, effect=_gap(points.get(unit), now.get(unit))) for unit, item in moving
        ]
        points = now
    return tuple(found)


def _set(values: dict[tuple[str, str], Final], cell: tuple[str, str], value: Final | None) -> None:
    if value is None:
        values.pop(cell, None)
    else:
        values[cell] = value


def _totals(results: Results) -> dict[str, float]:
    """The total of each unit that has one."""
    return {
        unit.key: float(results.points[row]) for row, unit in results.units if not isnan(results.points[row])
    }


def _gap(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else guard(after - before)
