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
    """The next leaf without an answer, after ``item`` and then from the top; None where nothing is open.

    With ``item`` None the search begins at the top.
    """
    place = -1 if item is None else _place(page, item)
    for leaf in (*page.leaves[place + 1 :], *page.leaves[: place + 1]):
        blank = entered(leaf.code).state == "blank"
        if leaf.code != item and page.entries[leaf.code].open_work and blank:
            return leaf.code
    return None


def _place(page: UnitPage, item: str) -> int:
    return next(number for number, leaf in enumerate(page.leaves) if leaf.code == item)
