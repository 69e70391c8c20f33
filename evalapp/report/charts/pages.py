"""How a list of units is parted into pages, and what is said of those that are not on them."""

from math import isnan

from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.entry.columns import roster_heading
from evalapp.score.listing import listing
from evalapp.score.results import Results

PAGE = 32
"""Bars to a page: as many as still carry their numbers."""
_NAMED = 8


class Page(Struct, frozen=True, kw_only=True):
    """Units on one page in listing order, and all units that they are ranked with, as places in the roster."""

    units: tuple[int, ...]
    cohort: tuple[int, ...]
    subtitle: str


def pages(results: Results, language: str) -> tuple[Page, ...]:
    """The units with points on as many pages as it takes; those that are ranked apart begin a new page."""
    within = results.tree.form.units.within
    cohorts: dict[str, list[int]] = {}
    for unit in listing(results):
        if not isnan(float(results.points[unit])):
            cohorts.setdefault(results.roster[unit].columns.get(within, ""), []).append(unit)
    found = []
    for value, members in cohorts.items():
        parts = even_pages(len(members), PAGE)
        for number, (first, last) in enumerate(parts, 1):
            words = [page_words(number, parts)]
            if within and value:
                heading = roster_heading(within, language)
                words.insert(0, _("{column}: {value}").format(column=heading, value=value))
            found.append(
                Page(
                    units=tuple(members[first:last]),
                    cohort=tuple(members),
                    subtitle=" · ".join(filter(None, words)),
                )
            )
    return tuple(found)


def even_pages(n: int, most: int) -> list[tuple[int, int]]:
    """``n`` rows on as few pages as hold ``most`` each, as even as can be: first and last row."""
    number = max(1, -(-n // most))
    return [(n * page // number, n * (page + 1) // number) for page in range(number)]


def page_words(number: int, parts: list[tuple[int, int]]) -> str:
    """Which part of the list a page shows; "" where there is only one."""
    first, last = parts[number - 1]
    if len(parts) == 1:
        return ""
    return _("Places {first} to {last} of {n}; page {number} of {pages}").format(
        first=first + 1, last=last, n=parts[-1][1], number=number, pages=len(parts)
    )


def left_out(results: Results) -> tuple[str, ...]:
    """A note that names the units without a total; none where all have one."""
    names = [unit.name for row, unit in results.units if isnan(float(results.points[row]))]
    if not names:
        return ()
    shown = _(", ").join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
    return (_("Not ranked ({n}): {names}").format(n=len(names), names=shown),)
