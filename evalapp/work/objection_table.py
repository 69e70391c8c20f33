"""Objections as a table, in and out: a table that was written can be read again and records nothing twice."""

from collections.abc import Sequence
from pathlib import Path

from msgspec import structs

from evalapp.base.clock import local_date
from evalapp.base.csv_file import csv_file, unguarded
from evalapp.base.errors import AppError
from evalapp.base.i18n import _, ngettext
from evalapp.base.tables import Row, Table
from evalapp.entry.roster import Unit, by_label
from evalapp.store.queries import roster
from evalapp.work.evidence import file_evidence
from evalapp.work.objections import NewObjection, Objected, Said, objection_draft, record_objections
from evalapp.work.project import Project, require_role
from evalapp.work.table_findings import row_by_row

COLUMNS = (
    "unit", "unit_name", "item", "received", "reference", "sender", "text", "deadline", "files", "state", "outcome", "response",
    "decision", "answered_by", "answered_on", "entered_by", "id",
)  # fmt: skip


def record_table(project: Project, table: Table, folder: Path) -> tuple[int, int]:
    """Record the objection of each row, all or none: how many were recorded, and how many were there already.

    Files are looked for in ``folder``. Raises AppError("objections") with every wrong row.
    """
    require_role(project, "coordinator")
    with project.file.read() as connection:
        units = by_label(roster(connection))

        def take(row: Row) -> tuple[NewObjection, str]:
            one = _objection(row, units)
            objection_draft(project, connection, one)
            name = row.get("file")
            if name and not (folder / name).is_file():
                raise AppError("cannot_read", _("{file} is not there").format(file=folder / name))
            return one, name

        taken, findings = row_by_row(table, take)
    if findings:
        raise AppError(
            "objections",
            ngettext(
                "{file} has {n} error. Nothing was recorded. Correct the row listed, then try again.",
                "{file} has {n} errors. Nothing was recorded. Correct the rows listed, then try again.",
                len(findings),
            ).format(file=table.source, n=len(findings)),
            details=findings,
        )
    new = [
        structs.replace(one, evidence=(file_evidence(project, folder / name),)) if name else one
        for one, name in taken
    ]
    written = record_objections(project, new)
    return len(written), len(new) - len(written)


def _objection(row: Row, units: dict[str, Unit]) -> NewObjection:
    unit = units.get(unguarded(row.get("unit")))
    if unit is None:
        raise AppError("unknown_unit", _("“{unit}” is not on the roster").format(unit=row.get("unit")))
    return NewObjection(
        unit=unit.key,
        item=unguarded(row.get("item")),
        received=row.get("received"),
        text=unguarded(row.get("text")),
        reference=unguarded(row.get("reference")),
        sender=unguarded(row.get("sender")),
        deadline=row.get("deadline"),
    )


def write_table(path: Path, listed: Sequence[Objected]) -> None:
    """Write the objections and what was said to them, whole or not at all. Raises AppError("cannot_write")."""
    with csv_file(path, COLUMNS) as write:
        for one in listed:
            content = one.content
            write(
                (
                    one.unit_code,
                    one.unit_name,
                    one.item,
                    content.received,
                    content.reference,
                    content.sender,
                    content.text,
                    content.deadline,
                    "; ".join(piece.title or piece.ref for piece in content.evidence),
                    one.state,
                    *(_joined(said) for said in zip(*(_cells(said) for said in one.said), strict=True)),
                    *(("",) * 5 if not one.said else ()),
                    one.by,
                    one.id,
                )
            )


def _cells(said: Said) -> tuple[str, ...]:
    return (said.outcome, said.text, said.decision, said.by, local_date(said.at))


def _joined(cells: Sequence[str]) -> str:
    """The cells of several responses, of coordinators who did not know of each other."""
    return "; ".join(cell for cell in cells if cell)
