"""How far everybody is, as the coordinator sees it."""

from collections import defaultdict

from msgspec import Struct

from evalapp.entry.asked import asked_of, is_expected, is_typed
from evalapp.entry.final import Final
from evalapp.entry.roster import Roster, Unit, in_families
from evalapp.store.batches import last_received
from evalapp.store.project_file import Connection
from evalapp.store.queries import (
    PersonRow,
    answer_states,
    assignments,
    cells,
    own_finals,
    people,
    roster,
    signed_units,
)
from evalapp.work.applying import applicability
from evalapp.work.project import Project, require_role
from evalapp.work.waiting import waiting_cells


class BoardCell(Struct, frozen=True, kw_only=True):
    """One assessor and one unit: leaves to answer, answered so far, handed in so far, when last (UTC, "" for never)."""

    leaves: int
    answered: int
    handed_in: int
    signed_off_at: str


class BoardRow(Struct, frozen=True, kw_only=True):
    """One assessor's row: cells by unit key, only where assigned."""

    person: str
    name: str
    code: str
    cells: dict[str, BoardCell]
    last_received: str

    @property
    def answered(self) -> int:
        """Answers that have come, signed off or not."""
        return sum(cell.answered for cell in self.cells.values())

    @property
    def leaves(self) -> int:
        """Answers that are expected."""
        return sum(cell.leaves for cell in self.cells.values())


class Board(Struct, frozen=True, kw_only=True):
    """The whole progress table. ``pieces`` are (assessor, unit) pairs, each handed in as a whole or not."""

    units: tuple[Unit, ...]
    rows: tuple[BoardRow, ...]
    pieces: int
    pieces_in: int
    conflicts: int
    decided: int

    @property
    def answered(self) -> int:
        """Answers that have come."""
        return sum(row.answered for row in self.rows)

    @property
    def leaves(self) -> int:
        """Answers that are expected."""
        return sum(row.leaves for row in self.rows)

    def copies_in(self, unit: str) -> tuple[int, int]:
        """How many of a unit's assessors have handed it in, of how many."""
        found = [row.cells[unit] for row in self.rows if unit in row.cells]
        return sum(1 for cell in found if cell.signed_off_at), len(found)


def board(project: Project) -> Board:
    """Progress of every assessor in every unit.

    Only leaves that are asked for are counted, and not those that do not apply to the unit by the assessor's own answers.
    """
    require_role(project, "coordinator")
    with project.file.read() as connection:
        units = in_families(roster(connection))
        persons = people(connection)
        expected = _expected(project, connection, units)
        if project.rules.applies:
            _leave_out_what_does_not_apply(project, connection, units, expected)
        answered: dict[tuple[str, str], int] = defaultdict(int)
        handed: dict[tuple[str, str], int] = defaultdict(int)
        for one in answer_states(connection):
            if one.state != "blank" and one.item in expected.get((one.subject, one.unit), ()):
                answered[(one.subject, one.unit)] += 1
                handed[(one.subject, one.unit)] += one.signed
        signed = signed_units(connection)
        received = last_received(connection)
        every = cells(connection)
        waiting = len(waiting_cells(project, connection))
    rows = []
    for person in persons.values():
        if person.role == "assessor":
            of_person = {
                unit: BoardCell(
                    leaves=len(items),
                    answered=answered[(person.id, unit)],
                    handed_in=handed[(person.id, unit)],
                    signed_off_at=signed.get((person.id, unit), ""),
                )
                for (subject, unit), items in expected.items()
                if subject == person.id
            }
            rows.append(_row(person, of_person, received.get(person.id, "")))
    typed = {leaf.code for leaf in project.tree.leaves if is_typed(leaf)}
    pieces = [cell for row in rows for cell in row.cells.values()]
    return Board(
        units=units,
        rows=tuple(rows),
        pieces=len(pieces),
        pieces_in=sum(1 for cell in pieces if cell.signed_off_at),
        conflicts=waiting,
        decided=sum(1 for row in every if row.status == "decided" and row.item in typed),
    )


def units_of(project: Project) -> Roster:
    """The units on the roster, in its order; sub-units are left out."""
    with project.file.read() as connection:
        return tuple(unit for unit in roster(connection) if not unit.parent)


def _expected(project: Project, connection: Connection, units: Roster) -> dict[tuple[str, str], set[str]]:
    """By assessor and unit the leaves that are to be answered; pairs of which the form asks nothing are absent."""
    asked, counted = {}, {}
    for unit in units:
        leaves = asked_of(project.tree_of(unit), unit)
        asked[unit.key] = {leaf.code for leaf in leaves}
        counted[unit.key] = {leaf.code for leaf in leaves if is_expected(leaf)}
    expected: dict[tuple[str, str], set[str]] = {}
    for row in assignments(connection):
        wanted = {row.item} if row.item else asked.get(row.unit, set())
        if wanted & asked.get(row.unit, set()):
            of_pair = expected.setdefault((row.subject, row.unit), set())
            of_pair |= wanted & counted[row.unit]
    return expected


def _leave_out_what_does_not_apply(
    project: Project, connection: Connection, units: Roster, expected: dict[tuple[str, str], set[str]]
) -> None:
    entered: dict[tuple[str, str], dict[str, Final]] = defaultdict(dict)
    for subject in {subject for subject, _unit in expected}:
        for (unit, item), final in own_finals(connection, subject).items():
            entered[(subject, unit)][item] = final
    roster_of = {unit.key: unit for unit in units}
    applies = applicability(project)
    for (subject, key), leaves in expected.items():
        leaves.intersection_update(applies(roster_of[key], entered.get((subject, key), {})))


def _row(person: PersonRow, cells_of: dict[str, BoardCell], received: str) -> BoardRow:
    return BoardRow(
        person=person.id, name=person.name, code=person.code, cells=cells_of, last_received=received
    )
