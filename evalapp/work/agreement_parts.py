"""What agreement is looked at by: everything, an item, a group, a pair of assessors, an assessor, a week."""

from collections import Counter
from typing import Literal

import numpy as np
from msgspec import Struct

from evalapp.form.label import Label
from evalapp.merge.agreement.compared import Compared
from evalapp.merge.agreement.ratings import Flags, Ratings
from evalapp.merge.agreement.summary import pairs
from evalapp.work.ratings import Gathered

Kind = Literal["whole", "item", "group", "pair", "assessor", "week"]


class Part(Struct, frozen=True, kw_only=True):
    """Some of the ratings: of some items (by their places), of two assessors or one beside all others, of a week.

    ``code`` names it among those of its kind. ``a`` and ``b`` are numbers of assessors, None for everybody; ``week``
    is "" for all.
    """

    kind: Kind
    code: str = ""
    title: Label = ""
    items: tuple[int, ...] = ()
    a: int | None = None
    b: int | None = None
    week: str = ""


def whole(found: Gathered) -> Part:
    """Everything."""
    return Part(kind="whole", items=tuple(range(len(found.items))))


def parts(found: Gathered, kind: Kind) -> tuple[Part, ...]:
    """All parts of a kind: items and groups in the form's order, assessors by code, weeks by time."""
    every, codes = whole(found).items, _codes(found)
    match kind:
        case "whole":
            return (whole(found),)
        case "item":
            return tuple(
                Part(kind=kind, code=one.code, title=one.title, items=(place,))
                for place, one in enumerate(found.items)
            )
        case "group":
            return _groups(found)
        case "pair":
            return tuple(
                Part(kind=kind, code=f"{codes[a]} {codes[b]}", items=every, a=a, b=b)
                for a, b in pairs([one.ratings for one in found.items])
            )
        case "assessor":
            met = sorted(
                {number for pair in parts(found, "pair") for number in (pair.a, pair.b) if number is not None}
            )
            return tuple(Part(kind=kind, code=codes[a], items=every, a=a) for a in met)
        case "week":
            weeks = sorted(set(found.weeks) - {""})
            return tuple(Part(kind=kind, code=week, items=every, week=week) for week in weeks)


def ratings_of(found: Gathered, part: Part) -> list[Ratings]:
    """The ratings of a part, item by item; items without any are left out where assessors or weeks are chosen."""
    ratings = [found.items[place].ratings for place in part.items]
    if part.week:
        chosen = _in_week(found, part.week)
        ratings = [one.of_units(chosen) for one in ratings]
    if part.a is not None and part.b is not None:
        ratings = [one.between(part.a, part.b) for one in ratings]
    elif part.a is not None:
        ratings = [one.of_assessor(part.a) for one in ratings]
    if part.week or part.a is not None:
        ratings = [one for one in ratings if len(one.unit)]
    return ratings


def rows_of(found: Gathered, compared: Compared, part: Part) -> Flags:
    """Which pairs of answers belong to a part."""
    rows: Flags = np.isin(compared.item, part.items)
    if part.week:
        rows &= _in_week(found, part.week)[compared.unit]
    for number in (part.a, part.b):
        if number is not None:
            rows &= (compared.a == number) | (compared.b == number)
    return rows


def _in_week(found: Gathered, week: str) -> Flags:
    chosen: Flags = np.array([one == week for one in found.weeks], dtype=bool)
    return chosen


def _codes(found: Gathered) -> list[str]:
    """What assessors are called: their codes, with a number after one that somebody before has too (RECORD R2)."""
    seen: Counter[str] = Counter()
    names = []
    for rater in found.raters:
        seen[rater.code] += 1
        names.append(rater.code if seen[rater.code] == 1 else f"{rater.code}#{seen[rater.code]}")
    return names


def _groups(found: Gathered) -> tuple[Part, ...]:
    if found.tree is None:
        return ()
    place = {one.code: number for number, one in enumerate(found.items)}
    groups = []
    for node in found.tree.nodes:
        below = tuple(place[leaf.code] for leaf in found.tree.leaves_below(node.code) if leaf.code in place)
        if below and not node.is_leaf:
            groups.append(Part(kind="group", code=node.code, title=node.item.title, items=below))
    return tuple(groups)
