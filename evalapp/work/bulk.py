"""Entering many answers from a table, with the page's own validation: all rows or none."""

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.files import read_bytes
from evalapp.base.i18n import _, ngettext
from evalapp.base.tables import MAX_BYTES, Row, Table, is_workbook
from evalapp.entry.cell_words import CellAnswer, from_spreadsheet, read_cell
from evalapp.entry.contents import Answer
from evalapp.entry.final import STATES, State
from evalapp.entry.problems import state_name
from evalapp.entry.roster import Unit, by_label
from evalapp.entry.sheet_stamp import STATE_WORDS, state_called
from evalapp.form.label import with_code
from evalapp.form.refusal import ValueRefused
from evalapp.form.scales.text import Words
from evalapp.form.tree import Node
from evalapp.store.queries import answers_of_unit, assignments, roster
from evalapp.work.answering import Whose, answer_of, record_answers, require_asked
from evalapp.work.answers import Entered
from evalapp.work.evidence import link_evidence
from evalapp.work.project import Project, require_role
from evalapp.work.table_findings import Finding, lines_of


class EnteredTable(Struct, frozen=True, omit_defaults=True):
    """What became of a table: rows read, answers that differed from what was there.

    ``ignored`` are the sheets of a workbook in which nothing was looked for.
    """

    rows: int
    written: int
    ignored: tuple[str, ...] = ()


def holds_workbook(path: Path) -> bool:
    """Whether the file is a workbook, new or old, whatever its name. Raises AppError("cannot_read", "too_large")."""
    return is_workbook(read_bytes(path, MAX_BYTES))


def enter_table(project: Project, table: Table) -> EnteredTable:
    """Write every row of the table as an answer.

    A row changes what it speaks of: evidence and confidence of an answer are kept and a link is added to them; a justification
    is kept where the table has no such column; state and value are kept where both cells are empty (the state ``blank``
    takes an answer back).
    Raises AppError("scores") with every wrong row and column; nothing is then written.
    """
    answers = answers_of_table(project, table)
    return EnteredTable(len(table.rows), record_answers(project, answers))


def answers_of_table(
    project: Project, table: Table, whose: Whose | None = None
) -> dict[tuple[str, str], Entered]:
    """What the rows of a table say, by unit key and item; nothing is entered yet. Raises AppError("scores")."""
    checked = check_table(project, table, whose=whose)
    if checked.findings:
        raise AppError(
            "scores",
            ngettext(
                "{file} has {n} error. Nothing was written. Correct the cell listed, then enter the file again.",
                "{file} has {n} errors. Nothing was written. Correct the cells listed, then enter the file again.",
                len(checked.findings),
            ).format(file=table.source, n=len(checked.findings)),
            details=lines_of(table, checked.findings),
        )
    return checked.answers


class CheckedTable(Struct, frozen=True):
    """What the rows of a table say, by unit key and item, and every cell that is wrong. Nothing is written yet.

    ``lines`` are those of the rows, by the same keys.
    """

    answers: dict[tuple[str, str], Entered]
    findings: tuple[Finding, ...]
    lines: dict[tuple[str, str], int]


def check_table(
    project: Project, table: Table, called: Callable[[int], str] = str, whose: Whose | None = None
) -> CheckedTable:
    """Every row through the page's rules; ``called`` says how people find the row of a line.

    A row without a cell for the justification keeps the one that is there. ``whose`` names the assessor for whom a coordinator
    enters.
    """
    require_role(project, "assessor" if whose is None else "coordinator")
    whose = whose or Whose(person=project.about.me)
    units, mine, present = _standing(project, whose.person)
    findings: list[Finding] = []
    answers: dict[tuple[str, str], Entered] = {}
    lines: dict[tuple[str, str], int] = {}
    for row in table.rows:
        item = row.get("item")
        unit = units.get(row.get("unit"))
        if unit is None or not mine & {(unit.key, ""), (unit.key, item)}:
            findings.append(Finding(row.line, "unit", _not_assigned(row, unit, mine, whose.name)))
            continue
        first = lines.setdefault((unit.key, item), row.line)
        if first != row.line:
            reason = _("the same unit and item as in row {row}").format(row=called(first))
            findings.append(Finding(row.line, "item", reason))
            continue
        try:
            require_asked(project, unit, item)
            entered = _entered(project, row, present.get((unit.key, item)))
            answer_of(project, unit.full_name, item, entered)
            answers[(unit.key, item)] = entered
        except AppError as error:
            findings.append(Finding(row.line, _column(error, row), error.message))
    return CheckedTable(answers, tuple(findings), lines)


def _standing(
    project: Project, person: str
) -> tuple[dict[str, Unit], set[tuple[str, str]], dict[tuple[str, str], Answer]]:
    """The units by what people call them, what of them is assigned to the person, and the answers that are there."""
    with project.file.read() as connection:
        units = by_label(roster(connection))
        mine = {(row.unit, row.item) for row in assignments(connection) if row.subject == person}
        present = {
            (head.unit, head.item): head.answer
            for key in {row_unit for row_unit, _item in mine}
            for head in answers_of_unit(connection, key, person)
            if head.present
        }
    return units, mine, present


def _not_assigned(row: Row, unit: Unit | None, mine: set[tuple[str, str]], name: str) -> str:
    """Why a row is not to be entered here: for oneself, or for the person with this ``name``.

    A task holds the person's own units only: no other can be told from a slip.
    """
    if name:
        if unit is None:
            return _("“{unit}” is not on the roster").format(unit=row.get("unit"))
        place = f"{unit.full_name} {row.get('item')}".strip()
        return _("{place} is not assigned to {name}").format(place=place, name=name)
    if unit is None:
        return _("“{value}” is not among the units assigned to you; check the code").format(
            value=row.get("unit")
        )
    if any(key == unit.key for key, _item in mine):
        return _("{unit} {item} is not assigned to you").format(unit=unit.full_name, item=row.get("item"))
    return _("{unit} is not assigned to you").format(unit=unit.full_name)


def _column(error: AppError, row: Row) -> str:
    """Where a row's fault is."""
    if error.code == "value" and row.get("state") and state_called(row.get("state")) != "answered":
        return "state"
    return {"unknown_item": "item", "state": "state", "link": "link"}.get(error.code, "value")


def _entered(project: Project, row: Row, before: Answer | None) -> Entered:
    """What a row says over the answer ``before`` it: labels and words of either language, or codes."""
    state = _state(row)
    read = _read(project.tree.node(row.get("item")), row.get("value"), state)
    if read.value and state and state != "answered":
        raise AppError(
            "state",
            _("a value stands beside the state “{state}”; keep one of the two").format(
                state=state_name(state)
            ),
        )
    kept = before or Answer(form=project.about.form_hash, state="blank")
    said: State | None = None if not row.get("value") else read.state
    evidence = kept.evidence
    address = row.get("link")
    if address and all(piece.ref != address for piece in evidence):
        evidence = (*evidence, link_evidence(project, address))
    return Entered(
        state=state or said or kept.state,
        value=read.value if said or state else kept.value,
        justification=row.get("justification")
        or read.reason
        or row.cells.get("justification", kept.justification),
        evidence=evidence,
        confidence=kept.confidence,
        accepted=kept.accepted,
    )


def _state(row: Row) -> State | None:
    """What the row's own column says of the state; None where it says nothing. Raises AppError("state")."""
    word = row.get("state")
    state = state_called(word) if word else None
    if word and state is None:
        known = _(", ").join(with_code(STATE_WORDS[one], one) for one in STATES)
        raise AppError(
            "state", _("“{state}” is not a state; known are {states}").format(state=word, states=known)
        )
    return state


def _read(node: Node, text: str, state: State | None) -> CellAnswer:
    """What the cell of the value says. What is no answer stays as it is, for the scale to refuse."""
    as_it_is = CellAnswer("answered", text)
    if isinstance(node.scale, Words) or not text:
        return as_it_is
    try:
        read = read_cell(node, from_spreadsheet(text))
    except ValueRefused:
        return as_it_is
    return read if state is None or read.state in ("answered", state) else as_it_is
