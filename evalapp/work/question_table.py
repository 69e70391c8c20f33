"""Asking many questions from a table: all rows or none."""

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _, ngettext
from evalapp.base.tables import Row, Table
from evalapp.entry.roster import Unit, by_label
from evalapp.store.queries import PersonRow, people, roster
from evalapp.work.asking import NewQuestion, ask, question_draft
from evalapp.work.project import Project, require_role
from evalapp.work.table_findings import row_by_row


class AskedTable(Struct, frozen=True):
    """What became of a table of questions: how many were asked, and how many wait in the same words already."""

    asked: int
    same: int


def ask_table(project: Project, table: Table) -> AskedTable:
    """Ask the question of each row, all or none. Raises AppError("questions") with every wrong row."""
    require_role(project, "coordinator")
    with project.file.read() as connection:
        units = by_label(roster(connection))
        assessors = [person for person in people(connection).values() if person.role == "assessor"]

        def take(row: Row) -> NewQuestion:
            one = _question(row, units, assessors)
            question_draft(project, connection, one)
            return one

        new, findings = row_by_row(table, take)
    if findings:
        raise AppError(
            "questions",
            ngettext(
                "{file} has {n} error. Nothing was asked. Correct the row listed, then try again.",
                "{file} has {n} errors. Nothing was asked. Correct the rows listed, then try again.",
                len(findings),
            ).format(file=table.source, n=len(findings)),
            details=findings,
        )
    written = ask(project, new)
    return AskedTable(written, len(new) - written)


def _question(row: Row, units: dict[str, Unit], assessors: list[PersonRow]) -> NewQuestion:
    if row.get("unit") not in units:
        raise AppError("unknown_unit", _("“{unit}” is not on the roster").format(unit=row.get("unit")))
    called = [person for person in assessors if row.get("assessor") in (person.code, person.name)]
    if len(called) != 1:
        raise AppError(
            "unknown_person",
            _("no assessor of the project is “{name}”, or several are").format(name=row.get("assessor")),
        )
    return NewQuestion(
        unit=units[row.get("unit")].key,
        item=row.get("item"),
        subject=called[0].id,
        text=row.get("question"),
    )
