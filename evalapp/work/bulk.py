"""Entering many answers from a table, with the page's own validation: all rows or none."""

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.tables import Row, Table
from evalapp.entry.evidence import Evidence
from evalapp.entry.final import STATES, State
from evalapp.store.queries import answers_of_unit, assignments, roster
from evalapp.work.answers import Entered, answer_of, record_answers
from evalapp.work.evidence import link_evidence
from evalapp.work.project import Project, require_role

REQUIRED = ("unit", "item", "value")
OPTIONAL = ("state", "justification", "link")


class EnteredTable(Struct, frozen=True):
    """What became of a table: rows read, answers that differed from what was there."""

    rows: int
    written: int


def enter_table(project: Project, table: Table) -> EnteredTable:
    """Write every row of the table as an answer. Evidence that an answer has already is kept; a new link is added to it.

    Raises AppError("scores") with every wrong row and column; nothing is then written.
    """
    require_role(project, "assessor")
    with project.file.read() as connection:
        units = {unit.code: unit for unit in roster(connection)}
        mine = {(row.unit, row.item) for row in assignments(connection) if row.subject == project.about.me}
        present = {
            (head.unit, head.item): head.answer
            for key in {row_unit for row_unit, _item in mine}
            for head in answers_of_unit(connection, key, project.about.me)
            if head.present
        }
    findings: list[str] = []
    answers: dict[tuple[str, str], Entered] = {}
    lines: dict[tuple[str, str], int] = {}
    for row in table.rows:
        unit = units.get(row.get("unit"))
        item = row.get("item")
        if unit is None:
            findings.append(
                _at(table, row, "unit", _("“{value}” is not on the roster").format(value=row.get("unit")))
            )
            continue
        if (unit.key, "") not in mine and (unit.key, item) not in mine:
            findings.append(
                _at(table, row, "unit", _("{unit} is not assigned to you").format(unit=unit.name))
            )
        if (unit.key, item) in lines:
            findings.append(
                _at(
                    table,
                    row,
                    "item",
                    _("the same unit and item as in row {row}").format(row=lines[(unit.key, item)]),
                )
            )
            continue
        lines[(unit.key, item)] = row.line
        before = present.get((unit.key, item))
        try:
            entered = _entered(project, row, () if before is None else before.evidence)
            answer_of(project, unit.name, item, entered)
            answers[(unit.key, item)] = entered
        except AppError as error:
            column = {"unknown_item": "item", "state": "state", "link": "link"}.get(error.code, "value")
            findings.append(_at(table, row, column, error.message))
    if findings:
        raise AppError(
            "scores",
            _(
                "{file} has {n} errors. Nothing was written. Correct the cells listed, then enter the file again."
            ).format(file=table.source, n=len(findings)),
            details=findings,
        )
    return EnteredTable(len(table.rows), record_answers(project, answers))


def _entered(project: Project, row: Row, evidence: tuple[Evidence, ...]) -> Entered:
    value, state = row.get("value"), row.get("state")
    if state and state not in STATES:
        raise AppError(
            "state",
            _("“{state}” is not a state; known are {states}").format(state=state, states=", ".join(STATES)),
        )
    if value and state not in ("", "answered"):
        raise AppError(
            "state", _("a value stands beside the state “{state}”; keep one of the two").format(state=state)
        )
    chosen: State = state or ("answered" if value else "blank")
    address = row.get("link")
    if address and all(piece.ref != address for piece in evidence):
        evidence = (*evidence, link_evidence(project, address))
    return Entered(state=chosen, value=value, justification=row.get("justification"), evidence=evidence)


def _at(table: Table, row: Row, column: str, reason: str) -> str:
    return _("{file}, row {row}, column {column}: {reason}").format(
        file=table.source, row=row.line, column=column, reason=reason
    )
