"""Values that come from elsewhere, such as a survey or a monitor: a coordinator brings them in from a table, as decisions."""

from collections.abc import Sequence

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _, ngettext
from evalapp.base.tables import Row, Table
from evalapp.base.text import clean
from evalapp.entry.asked import is_typed, leaves_of
from evalapp.entry.contents import Decision
from evalapp.entry.final import STATES, State
from evalapp.entry.roster import Unit, by_label
from evalapp.form.scales import Derived
from evalapp.form.tree import Node
from evalapp.store.append import Draft
from evalapp.store.project_file import Connection
from evalapp.store.queries import cell, cells_of_items, roster
from evalapp.work.carried import refuse_earlier_code
from evalapp.work.project import Project, require_role
from evalapp.work.settling import settled_value
from evalapp.work.table_findings import Finding, lines_of

IMPORTED = "imported"
"""The reason category of a decision that brings a value in; nobody chooses it for another."""


class BroughtIn(Struct, frozen=True):
    """What became of a table: rows read, values that differed from what was there."""

    rows: int
    written: int


class MissingImport(Struct, frozen=True, kw_only=True):
    """An item whose values come from elsewhere: how many of its units have none yet, of how many."""

    item: str
    missing: int
    units: int


def is_imported(leaf: Node) -> bool:
    """Whether the coordinator brings the leaf's values in."""
    return leaf.is_leaf and not is_typed(leaf) and not isinstance(leaf.scale, Derived)


def missing_imports(project: Project) -> tuple[MissingImport, ...]:
    """The items whose values come from elsewhere and are not all there."""
    codes = [leaf.code for leaf in project.tree.leaves if is_imported(leaf)]
    if not codes:
        return ()
    units, missing = dict.fromkeys(codes, 0), dict.fromkeys(codes, 0)
    with project.file.read() as connection:
        there = {
            (row.unit, row.item)
            for row in cells_of_items(connection, codes)
            if row.final.state != "blank" or row.status == "disputed"
        }
        for unit in roster(connection):
            for leaf in leaves_of(project.tree_of(unit), unit):
                if is_imported(leaf):
                    units[leaf.code] += 1
                    missing[leaf.code] += (unit.key, leaf.code) not in there
    return tuple(
        MissingImport(item=code, missing=missing[code], units=units[code]) for code in codes if missing[code]
    )


def bring_in(project: Project, table: Table) -> BroughtIn:
    """Record the value of every row as a decision whose reason names the file, all or none.

    A row without value and state says nothing; a value that is there already is not recorded again.
    Raises AppError("scores") with every wrong row and column; nothing is then written.
    """
    require_role(project, "coordinator")
    with project.file.read() as connection:
        units = by_label(roster(connection))
        edition = project.edition_of_decisions(connection)
    findings: list[Finding] = []
    found: dict[tuple[str, str], Draft] = {}
    lines: dict[tuple[str, str], int] = {}
    for row in table.rows:
        unit, item = units.get(row.get("unit")), row.get("item")
        if unit is None:
            reason = _("“{unit}” is not on the roster").format(unit=row.get("unit"))
            findings.append(Finding(row.line, "unit", reason))
            continue
        first = lines.setdefault((unit.key, item), row.line)
        if first != row.line:
            reason = _("the same unit and item as in row {row}").format(row=first)
            findings.append(Finding(row.line, "item", reason))
            continue
        try:
            draft = _draft(project, unit, row, table.source, edition)
        except AppError as error:
            told = "state" if row.get("state") not in ("", "answered") else "value"
            column = {"unknown_item": "item", "state": "state"}.get(error.code, told)
            findings.append(Finding(row.line, column, error.message))
        else:
            if draft is not None:
                found[unit.key, item] = draft
    if findings:
        raise AppError(
            "scores",
            ngettext(
                "{file} has {n} error. Nothing was written. Correct the cell listed, then enter the file again.",
                "{file} has {n} errors. Nothing was written. Correct the cells listed, then enter the file again.",
                len(findings),
            ).format(file=table.source, n=len(findings)),
            details=lines_of(table, findings),
        )

    def drafts(connection: Connection) -> Sequence[Draft]:
        return [draft for draft in found.values() if not _stands(connection, draft)]

    return BroughtIn(len(table.rows), len(project.write(drafts)))


def _draft(project: Project, unit: Unit, row: Row, source: str, edition: str) -> Draft | None:
    """A row as a decision; None for one that says nothing. Raises AppError("unknown_item", "state", "value")."""
    node = _leaf(project, unit, row.get("item"))
    value, given = row.get("value"), row.get("state")
    if given and (given not in STATES or (value and given != "answered")):
        raise AppError("state", _("“{state}” does not fit beside the value").format(state=given))
    if not value and not given:
        return None
    state: State = given or "answered"
    words = [part for part in (clean(row.get("justification")), clean(row.get("link"))) if part]
    reason = _("Brought in from {file}")
    if words:
        reason = _("Brought in from {file}: {words}")
    content = Decision(
        state=state,
        value=settled_value(unit, node, state, value),
        reason_category=IMPORTED,
        reason=reason.format(file=source, words=" ".join(words)),
        form=edition,
    )
    return Draft(content=content, unit=unit.key, item=node.code)


def _leaf(project: Project, unit: Unit, item: str) -> Node:
    """The imported leaf of the unit. Raises AppError("unknown_item") with what the item is instead."""
    node = next((leaf for leaf in leaves_of(project.tree_of(unit), unit) if leaf.code == item), None)
    if node is None:
        if item not in project.tree.by_code:
            refuse_earlier_code(project, item)
        raise AppError(
            "unknown_item",
            _("There is no item “{item}” for “{unit}”").format(item=item, unit=unit.full_name),
        )
    if is_typed(node):
        raise AppError(
            "unknown_item",
            _("{item} is answered by assessors; only values from elsewhere are brought in").format(item=item),
        )
    if isinstance(node.scale, Derived):
        raise AppError("unknown_item", _("{item} is computed from other answers").format(item=item))
    return node


def _stands(connection: Connection, draft: Draft) -> bool:
    """Whether the cell holds this value already, by a decision that counts."""
    row, content = cell(connection, draft.unit, draft.item), draft.content
    assert isinstance(content, Decision)
    return (
        row is not None
        and row.status == "decided"
        and (row.final.state, row.final.value) == (content.state, content.value)
    )
