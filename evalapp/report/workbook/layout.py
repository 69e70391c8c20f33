"""Where things stand on the calculation sheet, so that every other sheet can refer to them."""

from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.form.tree import Tree
from evalapp.report.workbook.address import cell, quoted, span
from evalapp.score.aggregate import not_applicable_policies
from evalapp.score.results import Results

ROOT = -1
"""The place of the whole among the groups."""


class Layout(Struct, frozen=True, kw_only=True):
    """Columns and rows of the calculation sheet, counted from 0.

    ``nodes`` are the counted items, level by level from the top, so that the children of every group stand side by
    side; ``column`` says where, ``children`` from where to where. ``used`` moves a column to that of the weight used,
    for forms whose weights differ from unit to unit; 0 for all others. ``cohort`` numbers the groups that are ranked
    apart.
    """

    name: str
    nodes: tuple[int, ...]
    column: dict[int, int]
    children: dict[int, tuple[int, int]]
    roster_columns: tuple[str, ...]
    cohort: int | None
    title_row: int
    weight_row: int
    leaf_row: int
    first_row: int
    last_row: int
    root: int
    base: int
    total: int
    compared: int
    first_of_value: int | None
    rank: int
    status: int
    grade: int
    used: int

    def row(self, unit: int) -> int:
        """The row of a unit by its place in the roster."""
        return self.first_row + unit

    def at(self, unit: int, col: int) -> str:
        """A unit's cell, as other sheets refer to it."""
        return f"{quoted(self.name)}!{cell(self.row(unit), col, fixed='c')}"

    def whole(self, col: int) -> str:
        """A whole column of units, as other sheets refer to it."""
        return f"{quoted(self.name)}!{self.own(col)}"

    def own(self, col: int) -> str:
        """A whole column of units, as the sheet itself refers to it."""
        return span(self.first_row, col, self.last_row, col, fixed="rc")


def layout(results: Results, top: int) -> Layout:
    """The places for these results; the table begins in row ``top``."""
    tree = results.tree
    nodes, children = _level_by_level(tree)
    units = tree.form.units
    roster_columns = tuple(dict.fromkeys((*filter(None, (units.within,)), *units.means)))
    at = 2 + len(roster_columns)
    cohort = at if units.within else None
    at += 1 if units.within else 0
    column = {node: at + place for place, node in enumerate(nodes)}
    after = at + len(nodes)
    dense = tree.form.policy.rank_ties == "dense"
    rank = after + 4 + (1 if dense else 0)
    return Layout(
        name=_("Calculation"),
        nodes=nodes,
        column=column,
        children={group: (column[below[0]], column[below[-1]]) for group, below in children.items() if below},
        roster_columns=roster_columns,
        cohort=cohort,
        title_row=top + 1,
        weight_row=top + 2,
        leaf_row=top + 3,
        first_row=top + 4,
        last_row=top + 3 + len(results.roster),
        root=after,
        base=after + 1,
        total=after + 2,
        compared=after + 3,
        first_of_value=after + 4 if dense else None,
        rank=rank,
        status=rank + 1,
        grade=rank + 2,
        used=rank + 4 - at if {"equal", "rescale"} & set(not_applicable_policies(tree)) else 0,
    )


def _level_by_level(tree: Tree) -> tuple[tuple[int, ...], dict[int, list[int]]]:
    """The items that count, breadth first, and those right below each group."""
    children = {ROOT: [root for root in tree.roots if tree.nodes[root].nominal]}
    found: list[int] = []
    waiting = [ROOT]
    while waiting:
        group = waiting.pop(0)
        for child in children[group]:
            found.append(child)
            node = tree.nodes[child]
            if not node.is_leaf:
                children[child] = [below for below in node.children if tree.nodes[below].nominal]
                waiting.append(child)
    return tuple(found), children
