"""Deciding without names: whether it is so, uncovering them before deciding, and what a decision knew of them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from evalapp.base.text import clean
from evalapp.entry.contents import Reveal
from evalapp.entry.project_settings import BLIND, OFF
from evalapp.entry.revision import Revision
from evalapp.merge.cells import OPEN
from evalapp.store.append import Draft
from evalapp.store.project_file import Connection
from evalapp.store.queries import PersonRow, cells, people, settings
from evalapp.store.reveals import RevealRow, reveals, values_of_setting
from evalapp.work.project import Project, require_role
from evalapp.work.settling import place_of

NamesKnown = Literal["", "uncovered", "open"]
"""What was known of names when a decision was made: nothing; uncovered by its author; the project did not hide them."""


class Uncovered(Struct, frozen=True, kw_only=True):
    """Somebody uncovered the names of a cell: when (UTC), and why."""

    person: str
    name: str
    at: str
    reason: str


def is_blind(connection: Connection) -> bool:
    """Whether names are hidden until a cell is decided. Where coordinators disagree on it, they are (RECORD R18)."""
    chosen = settings(connection).get(BLIND)
    return chosen is None or chosen.disputed or chosen.value != OFF


def names_told(project: Project) -> dict[str, str]:
    """By person id the names of everybody, where the project does not hide them; else none."""
    with project.file.read() as connection:
        if is_blind(connection):
            return {}
        return {key: person.name for key, person in people(connection).items()}


def uncover(project: Project, unit: str, item: str, reason: str) -> None:
    """Record that this coordinator looks at the names of a cell before deciding; once is enough.

    Raises AppError("unknown_cell").
    """
    require_role(project, "coordinator")

    def drafts(connection: Connection) -> Sequence[Draft]:
        place_of(project, connection, unit, item)
        known = reveals(connection, unit, project.family(connection, item))
        if any(row.author == project.about.me for row in known):
            return ()
        return (Draft(content=Reveal(reason=clean(reason)), unit=unit, item=item),)

    project.write(drafts)


def hidden_cells(project: Project) -> frozenset[tuple[str, str]]:
    """Unit and item of every cell that is not settled and whose names are hidden from the person whose file it is."""
    with project.file.read() as connection:
        if not is_blind(connection):
            return frozenset()
        own = [row for row in reveals(connection) if row.author == project.about.me]
        known = {(row.unit, item) for row in own for item in project.family(connection, row.item)}
        rows = cells(connection, (*OPEN, "missing"))
    return frozenset((row.unit, row.item) for row in rows) - known


def uncover_all(project: Project, places: Collection[tuple[str, str]], reason: str) -> int:
    """Record that this coordinator looks at the names of several cells before deciding; how many were hidden until then.

    Raises AppError("role", "unknown_cell").
    """
    require_role(project, "coordinator")
    hidden = sorted(hidden_cells(project).intersection(places))

    def drafts(connection: Connection) -> Sequence[Draft]:
        for unit, item in hidden:
            place_of(project, connection, unit, item)
        return [Draft(content=Reveal(reason=clean(reason)), unit=unit, item=item) for unit, item in hidden]

    project.write(drafts)
    return len(hidden)


def uncovered_of(
    project: Project, connection: Connection, unit: str, item: str, names: Mapping[str, PersonRow]
) -> tuple[Uncovered, ...]:
    """Who uncovered the names of a cell, the first one first."""
    return tuple(
        Uncovered(
            person=row.author,
            name=names[row.author].name if row.author in names else "",
            at=row.at,
            reason=row.reason,
        )
        for row in reveals(connection, unit, project.family(connection, item))
    )


class KnownNames:
    """What decisions knew of names, by what was uncovered and set before them."""

    def __init__(self, connection: Connection) -> None:
        self._settings = values_of_setting(connection, BLIND)
        self._reveals: dict[tuple[str, str], list[RevealRow]] = {}
        for row in reveals(connection):
            self._reveals.setdefault((row.unit, row.item), []).append(row)

    def of(self, decision: Revision) -> NamesKnown:
        """What the author of a decision knew."""
        before = [value for lamport, value in self._settings if lamport < decision.lamport]
        if before and before[-1] == OFF:
            return "open"
        seen = self._reveals.get((decision.unit, decision.item), ())
        own = any(row.author == decision.author and row.lamport < decision.lamport for row in seen)
        return "uncovered" if own else ""
