"""Going through a unit's leaves: the one before, the one after, the next that is open. Pure."""

from collections.abc import Callable, Sequence

from evalapp.work.answers import Entered, UnitPage


def leaf_at(page: UnitPage, item: str) -> str:
    """``item`` where the unit has this leaf, else the first that it has: below the group ``item``, or of all."""
    if item in page.entries:
        return item
    codes = [leaf.code for leaf in page.leaves]
    below = {leaf.code for leaf in page.tree.leaves_below(item)} if item in page.tree.by_code else set()
    return next((code for code in codes if code in below), codes[0])


def unit_with(item: str, units: Sequence[str], page: Callable[[str], UnitPage]) -> str:
    """The first of the units that has the item, for a sub-unit has others than its unit; else the first."""
    return next((unit for unit in units if item in page(unit).entries), units[0])


def neighbour(page: UnitPage, item: str, step: int) -> str:
    """The leaf ``step`` places after ``item``; ``item`` itself at the ends."""
    place = _place(page, item) + step
    return page.leaves[place].code if 0 <= place < len(page.leaves) else item


def next_open(page: UnitPage, entered: Callable[[str], Entered], item: str | None) -> str | None:
    """The next leaf that came back, or else without an answer, after ``item`` and then from the top; None where nothing is open.

    With ``item`` None the search begins at the top.
    """
    place = -1 if item is None else _place(page, item)
    around = [
        leaf.code for leaf in (*page.leaves[place + 1 :], *page.leaves[: place + 1]) if leaf.code != item
    ]
    for code in around:
        if code in page.returned:
            return code
    for code in around:
        if page.entries[code].open_work and entered(code).state == "blank":
            return code
    return None


def next_open_cell(
    here: tuple[str, str],
    items: Sequence[str],
    pages: Sequence[UnitPage],
    entered: Callable[[str, str], Entered],
) -> tuple[str, str] | None:
    """The next cell by item that came back, or else is open.

    First further cities of this item, from the top again, then the items after it and before it.

    None where nothing is open for any item of any unit.
    """
    unit, item = here
    keys = [page.unit.key for page in pages]
    start = keys.index(unit) + 1
    around = (*pages[start:], *pages[: start - 1])
    place = items.index(item) if item in items else -1
    codes = (item, *items[place + 1 :], *items[: max(place, 0)])
    for code in codes:
        for page in around if code == item else pages:
            if code in page.returned:
                return page.unit.key, code
    for code in codes:
        for page in around if code == item else pages:
            entry = page.entries.get(code)
            if entry is not None and entry.open_work and entered(page.unit.key, code).state == "blank":
                return page.unit.key, code
    return None


def _place(page: UnitPage, item: str) -> int:
    return next(number for number, leaf in enumerate(page.leaves) if leaf.code == item)
