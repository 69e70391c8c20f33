"""The cells that wait for a coordinator, counted in one way wherever they are counted."""

from collections import defaultdict
from collections.abc import Mapping

from evalapp.entry.asked import expected_of
from evalapp.entry.final import BLANK
from evalapp.entry.roster import Unit
from evalapp.merge.cells import OPEN
from evalapp.store.cell_counts import count_settled
from evalapp.store.project_file import Connection
from evalapp.store.queries import (
    CellRow,
    assignments,
    cells,
    cells_of_unit,
    own_finals_of_unit,
    roster,
    signed_units,
)
from evalapp.work.applying import Applies, applicability
from evalapp.work.project import Project

Subjects = tuple[str, ...]


def waiting_cells(project: Project, connection: Connection) -> list[CellRow]:
    """Cells that are pending, to confirm or disputed, the weightiest first; then the gaps.

    A gap is a leaf that is asked for, applies and has no value although everybody assigned to it has handed the unit in, and
    of which one answer is there, or which a condition let somebody pass over: nobody else than a coordinator can fill it. It
    waits once the answers that its own condition reads are settled. What all left blank is a gap in their work, not one of
    these. A cell that nobody has answered is given as a row of the class "none".

    Cells of items that do not apply to their unit wait for nothing and are left out, as are units off the roster.
    """
    units = {unit.key: unit for unit in roster(connection)}
    rows = [row for row in cells(connection, OPEN) if row.unit in units]
    handed_in = _handed_in(project, connection, units)
    looked_at = handed_in.keys() | ({row.unit for row in rows} if project.rules.applies else set())
    applies, apply = applicability(project), dict[str, frozenset[str]]()
    gaps: list[CellRow] = []
    for key in sorted(looked_at):
        known = {row.item: row for row in cells_of_unit(connection, key)}
        apply[key] = applies(units[key], {item: row.final for item, row in known.items()})
        if known and key in handed_in:
            gaps += _gaps(project, connection, applies, units[key], known, handed_in[key])
    return [row for row in rows if row.unit not in apply or row.item in apply[row.unit]] + gaps


def _handed_in(
    project: Project, connection: Connection, units: Mapping[str, Unit]
) -> dict[str, dict[str, Subjects]]:
    """By unit, the scored leaves whose assessors have all handed it in, with these; only units where some have no value."""
    signed = signed_units(connection)
    leaves = _short(project, connection, units)
    by_unit: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in assignments(connection):
        if row.unit in leaves:
            by_unit[row.unit].append((row.item, row.subject))
    found: dict[str, dict[str, Subjects]] = {}
    for key, assigned in by_unit.items():
        if any((subject, key) in signed for _item, subject in assigned):
            of_leaf = {
                leaf: tuple(dict.fromkeys(subject for item, subject in assigned if item in ("", leaf)))
                for leaf in leaves[key]
            }
            found[key] = {
                leaf: subjects
                for leaf, subjects in of_leaf.items()
                if subjects and all((subject, key) in signed for subject in subjects)
            }
    return found


def _short(project: Project, connection: Connection, units: Mapping[str, Unit]) -> dict[str, tuple[str, ...]]:
    """The leaves to be answered of the units where some have no value."""
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for key, unit in units.items():
        alike[tuple(leaf.code for leaf in expected_of(project.tree_of(unit), unit))].append(key)
    found = {}
    for leaves, keys in alike.items():
        settled = count_settled(connection, leaves)
        found.update({key: leaves for key in keys if settled.get(key, 0) < len(leaves)})
    return found


def _gaps(
    project: Project,
    connection: Connection,
    applies: Applies,
    unit: Unit,
    known: Mapping[str, CellRow],
    handed_in: Mapping[str, Subjects],
) -> list[CellRow]:
    apply = applies(unit, {item: row.final for item, row in known.items()})
    blank = [
        leaf
        for leaf in handed_in
        if leaf in apply
        and (leaf not in known or (known[leaf].final.state == "blank" and known[leaf].status not in OPEN))
    ]
    nobody = {leaf for leaf in blank if leaf not in known}
    asked = {
        subject: applies(unit, own_finals_of_unit(connection, subject, unit.key))
        for subject in {subject for leaf in nobody for subject in handed_in[leaf]}
    }
    found = {
        leaf: known.get(leaf)
        or CellRow(unit.key, leaf, "none", "missing", BLANK, 0.0, "", handed_in[leaf], None)
        for leaf in blank
        if leaf not in nobody or any(leaf not in asked[subject] for subject in handed_in[leaf])
    }
    unsettled = found.keys() | {item for item, row in known.items() if row.status in OPEN}
    read = _read_by_conditions(project)
    return [row for leaf, row in found.items() if not read.get(leaf, frozenset()) & unsettled & apply]


def _read_by_conditions(project: Project) -> dict[str, frozenset[str]]:
    """By leaf, the items whose answers decide whether it applies."""
    read: dict[str, frozenset[str]] = {}
    for _code, covered, expression in project.rules.applies:
        for leaf in covered:
            read[leaf] = read.get(leaf, frozenset()) | expression.references
    return read
