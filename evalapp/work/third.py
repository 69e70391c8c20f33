"""Asking a further assessor about cells that two see differently (RECORD R16, R19).

It is an assignment of these items with the next place: who comes third is expected from then on, so that the cell is missing an
answer and waits for it. An update for that person's project, or a task, has to be written and sent.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct, structs

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.entry.asked import asked_of
from evalapp.entry.contents import Assignment
from evalapp.store.barred import barred
from evalapp.store.project_file import Connection
from evalapp.store.queries import CellRow, assignments, cells, people, roster
from evalapp.work.assigning import Changed, Slot, write_assignments
from evalapp.work.deciding import QueueRow, queue_rows
from evalapp.work.project import Project, require_role

THIRD = "third"
"""The status of a row of the queue that waits for a further assessor."""

Cells = Sequence[tuple[str, str]]


class Candidate(Struct, frozen=True, kw_only=True):
    """An assessor who could be asked, with how many units they have; ``why_not`` says why not, "" where nothing is in the way."""

    person: str
    name: str
    code: str
    units: int
    why_not: str = ""


def candidates(project: Project, wanted: Cells) -> tuple[Candidate, ...]:
    """Everybody who could be asked about these cells, those who have least first; whoever cannot stands at the end."""
    require_role(project, "coordinator")
    with project.file.read() as connection:
        rows = assignments(connection)
        out = barred(connection)
        tops = _tops(connection)
        persons = [one for one in people(connection).values() if one.role == "assessor"]
    units = Counter(subject for subject, _unit in {(row.subject, row.unit) for row in rows})
    has = {(row.subject, row.unit, row.item) for row in rows}
    found = []
    for one in persons:
        why = ""
        if any((one.id, tops.get(unit, unit)) in out or (one.id, unit) in out for unit, _item in wanted):
            why = _("is barred from it")
        elif all(has & {(one.id, unit, ""), (one.id, unit, item)} for unit, item in wanted):
            why = _("answers it already")
        found.append(Candidate(person=one.id, name=one.name, code=one.code, units=units[one.id], why_not=why))
    return tuple(sorted(found, key=lambda one: (bool(one.why_not), one.units, one.code)))


def ask_third(project: Project, person: str, wanted: Cells, reason: str = "") -> Changed:
    """Expect an answer to these cells from a further person, in one transaction; what the person has already is passed over.

    Raises AppError("unknown_cell", "barred", "third") and then writes nothing.
    """
    require_role(project, "coordinator")

    def slots(connection: Connection) -> Mapping[Slot, Assignment]:
        rows = assignments(connection)
        out, tops = barred(connection), _tops(connection)
        known = people(connection)
        if person not in known or known[person].role != "assessor":
            raise AppError("third", _("Only an assessor of the project can be asked. Nothing was changed."))
        has = {(row.unit, row.item) for row in rows if row.subject == person}
        last: dict[str, int] = defaultdict(lambda: -1)
        for row in rows:
            last[row.unit] = max(last[row.unit], row.place)
        found: dict[Slot, Assignment] = {}
        for unit, item in wanted:
            _require_cell(project, connection, unit, item)
            if (person, tops.get(unit, unit)) in out or (person, unit) in out:
                raise AppError(
                    "barred",
                    _("{name} is barred from this unit. Nobody was asked.").format(name=known[person].name),
                )
            if not has & {(unit, ""), (unit, item)}:
                found[unit, item, person] = Assignment(place=last[unit] + 1)
        return found

    return write_assignments(project, slots, reason)


def waiting_for_third(project: Project) -> tuple[QueueRow, ...]:
    """The cells of which two or more answers are there and a further one was asked for, which has not come."""
    require_role(project, "coordinator")
    with project.file.read() as connection:
        single = {(row.unit, row.item, row.subject) for row in assignments(connection) if row.item}
        rows = [row for row in cells(connection, ("missing",)) if _is_waiting(row, single)]
        found = queue_rows(project, connection, rows)
    return tuple(
        sorted(
            (structs.replace(row, status=THIRD) for row in found),
            key=lambda row: (-row.effect, row.unit, row.item),
        )
    )


def _is_waiting(row: CellRow, single: set[tuple[str, str, str]]) -> bool:
    """Only further assessors, asked for this item alone, are waited for, and the others differ."""
    return (
        bool(row.missing)
        and row.severity > 0
        and all((row.unit, row.item, subject) in single for subject in row.missing)
    )


def _tops(connection: Connection) -> dict[str, str]:
    """By key of a unit that of the unit above it, or its own: bars hold for units with all below."""
    listed = roster(connection)
    by_code = {unit.code: unit.key for unit in listed if not unit.parent}
    return {unit.key: by_code.get(unit.parent, unit.key) for unit in listed}


def _require_cell(project: Project, connection: Connection, unit: str, item: str) -> None:
    found = next((one for one in roster(connection) if one.key == unit), None)
    if found is None or item not in {leaf.code for leaf in asked_of(project.tree_of(found), found)}:
        raise AppError(
            "unknown_cell",
            _("There is no item “{item}” that is asked of “{unit}”. Nobody was asked.").format(
                item=item, unit=unit
            ),
        )
