"""Who is on the roster: units, their sub-units, and who is compared with whom (FORM rules 3, 4 and 15)."""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from evalapp.entry.roster import Roster
from evalapp.form.tree import Node, Tree

Rows = NDArray[np.intp]
Cohorts = tuple[Rows, ...]
"""Rows of the roster by value of ``[units] within``: an array for each value."""


class Population(Struct, frozen=True, kw_only=True, eq=False):
    """Rows of the roster. ``cohorts`` part the units, ``sub_cohorts`` the sub-units of each sort, by ``within``.

    ``below`` holds, for each sort, the sub-units' rows of every unit that has some.
    """

    units: Rows
    subs: Rows
    cohorts: Cohorts
    sub_cohorts: dict[str, Cohorts]
    below: dict[str, dict[int, Rows]]


def population(tree: Tree, roster: Roster) -> Population:
    """The roster as rows of arrays."""
    is_sub = np.array([bool(unit.parent) for unit in roster], dtype=bool)
    units, subs = np.flatnonzero(~is_sub), np.flatnonzero(is_sub)
    by_code = {unit.code: row for row, unit in enumerate(roster) if not unit.parent}
    below: dict[str, dict[int, list[int]]] = {}
    for row in subs.tolist():
        unit = roster[row]
        if unit.parent in by_code:
            below.setdefault(unit.sort, {}).setdefault(by_code[unit.parent], []).append(row)
    sorts: dict[str, list[int]] = {}
    for row in subs.tolist():
        sorts.setdefault(roster[row].sort, []).append(row)
    return Population(
        units=units,
        subs=subs,
        cohorts=_by_within(tree, roster, units),
        sub_cohorts={sort: _by_within(tree, roster, np.array(rows)) for sort, rows in sorts.items()},
        below={sort: {unit: np.array(rows) for unit, rows in found.items()} for sort, found in below.items()},
    )


def asked(people: Population, node: Node) -> NDArray[np.bool_]:
    """The rows of which the item says something: the sub-units it is answered for, the units where it is rolled up."""
    found = np.zeros(len(people.units) + len(people.subs), dtype=bool)
    for members in people.sub_cohorts.get(node.kind, ()) if node.kind else ():
        found[members] = True
    if not node.kind or node.item.rollup is not None or node.part == "veto":
        found[people.units] = True
    return found


def rolls_values(leaf: Node) -> bool:
    """Whether the sub-units' values are combined before they are scored: alone they have no score."""
    return leaf.item.rollup is not None and leaf.item.rollup.of == "value"


def _by_within(tree: Tree, roster: Roster, rows: Rows) -> Cohorts:
    column = tree.form.units.within
    if not column:
        return (rows,)
    found: dict[str, list[int]] = {}
    for row in rows.tolist():
        found.setdefault(roster[row].columns.get(column, ""), []).append(row)
    return tuple(np.array(members, dtype=np.intp) for members in found.values())
