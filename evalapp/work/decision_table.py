"""Deciding many cells from a table: all rows or none."""

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _, ngettext
from evalapp.base.tables import Row, Table
from evalapp.entry.final import STATES
from evalapp.entry.roster import Unit, by_label
from evalapp.store.queries import roster
from evalapp.work.deciding import RULE, Outcome, decide_all, decision_draft
from evalapp.work.project import Project, require_role
from evalapp.work.table_findings import row_by_row


class DecidedTable(Struct, frozen=True):
    """What became of a table of decisions: how many were written, and how many were in force already, word for word."""

    written: int
    same: int


def decide_table(project: Project, table: Table) -> DecidedTable:
    """Record a decision for each row, all or none; one that is in force already is not written again.

    Raises AppError("decisions") with every wrong row.
    """
    require_role(project, "coordinator")
    with project.file.read() as connection:
        units = by_label(roster(connection))
    seen: set[tuple[str, str]] = set()
    with project.file.read() as connection:

        def take(row: Row) -> Outcome:
            outcome = _outcome(row, units)
            if (outcome.unit, outcome.item) in seen:
                raise AppError("twice", _("the same unit and item stand in an earlier row"))
            seen.add((outcome.unit, outcome.item))
            decision_draft(project, connection, outcome)
            return outcome

        outcomes, findings = row_by_row(table, take)
    if findings:
        raise AppError(
            "decisions",
            ngettext(
                "{file} has {n} error. Nothing was decided. Correct the row listed, then try again.",
                "{file} has {n} errors. Nothing was decided. Correct the rows listed, then try again.",
                len(findings),
            ).format(file=table.source, n=len(findings)),
            details=findings,
        )
    written = decide_all(project, outcomes)
    return DecidedTable(written, len(outcomes) - written)


def _outcome(row: Row, units: dict[str, Unit]) -> Outcome:
    if row.get("unit") not in units:
        raise AppError("unknown_unit", _("“{unit}” is not on the roster").format(unit=row.get("unit")))
    state = row.get("state") or "answered"
    if state not in STATES or (row.get("value") and state != "answered"):
        raise AppError("state", _("“{state}” does not fit beside the value").format(state=state))
    if row.get("reason_category") == RULE:
        raise AppError(
            "reason", _("“rule” is the reason of decisions that a rule makes; give the reason for this one")
        )
    return Outcome(
        unit=units[row.get("unit")].key,
        item=row.get("item"),
        state=state,
        value=row.get("value"),
        category=row.get("reason_category"),
        reason=row.get("reason"),
        basis=row.get("basis"),
    )
