"""Going through a unit's leaves: the one before, the one after, the next that is open. Pure."""

from collections.abc import Callable

from evalapp.form.tree import Tree
from evalapp.work.answers import Entered, UnitPage, is_asked


def neighbour(tree: Tree, item: str, step: int) -> str:
    """The leaf ``step`` places after ``item``; ``item`` itself at the ends."""
    place = _place(tree, item) + step
    return tree.leaves[place].code if 0 <= place < len(tree.leaves) else item


def next_open(tree: Tree, page: UnitPage, entered: Callable[[str], Entered], item: str | None) -> str | None:
    """The next leaf without an answer, after ``item`` and then from the top; None where nothing is open.

    With ``item`` None the search begins at the top.
    """
    place = -1 if item is None else _place(tree, item)
    for leaf in (*tree.leaves[place + 1 :], *tree.leaves[: place + 1]):
        blank = entered(leaf.code).state == "blank"
        if leaf.code != item and page.entries[leaf.code].applies and blank and is_asked(leaf):
            return leaf.code
    return None


def _place(tree: Tree, item: str) -> int:
    return next(number for number, leaf in enumerate(tree.leaves) if leaf.code == item)
