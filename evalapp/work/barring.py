"""Conflicts of interest: who may not answer a unit. Each word on it is a revision, and can be taken back."""

from collections.abc import Collection, Sequence

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.entry.contents import Assignment
from evalapp.entry.roster import Roster
from evalapp.store.append import Draft
from evalapp.store.barred import barred
from evalapp.store.project_file import Connection
from evalapp.store.queries import assignments, people, roster
from evalapp.work.project import Project, require_role


def barred_units(project: Project) -> frozenset[tuple[str, str]]:
    """(person, unit key) of everybody who is barred from a unit."""
    with project.file.read() as connection:
        return barred(connection)


def bar(project: Project, unit: str, person: str) -> None:
    """The person may not answer the unit from now on, nor its sub-units; what they had of it is expected no more.

    Answers that came before stay in the union and count for nothing.
    """
    require_role(project, "coordinator")

    def drafts(connection: Connection) -> Sequence[Draft]:
        family = _family(roster(connection), unit)
        had = [
            row
            for row in assignments(connection)
            if row.subject == person and row.unit in family and (row.item or row.unit != unit)
        ]
        return (
            Draft(content=Assignment(place=0, active=False, barred=True), unit=unit, subject=person),
            *(
                Draft(
                    content=Assignment(place=row.place, active=False),
                    unit=row.unit,
                    item=row.item,
                    subject=person,
                )
                for row in had
            ),
        )

    project.write(drafts)


def unbar(project: Project, unit: str, person: str) -> None:
    """The person may answer the unit again; nothing of it is assigned by that."""
    require_role(project, "coordinator")

    def drafts(connection: Connection) -> Sequence[Draft]:
        if (person, unit) not in barred(connection):
            return ()
        return (Draft(content=Assignment(place=0, active=False), unit=unit, subject=person),)

    project.write(drafts)


def require_free(connection: Connection, unit: str, person: str) -> None:
    """Raises AppError("barred") where the person is barred from the unit, the unit above it or a sub-unit."""
    out = barred(connection)
    if not out:
        return
    listed = roster(connection)
    if any((person, key) in out for key in _related(listed, unit)):
        units = {one.key: one.full_name for one in listed}
        found = people(connection).get(person)
        raise AppError(
            "barred",
            _(
                "{person} is barred from {unit} by a conflict of interest. Nothing was changed. Assign it to somebody else, "
                "or take the bar back first."
            ).format(person=person if found is None else found.name, unit=units.get(unit, unit)),
        )


def _family(listed: Roster, unit: str) -> frozenset[str]:
    """The unit and its sub-units."""
    code = next((one.code for one in listed if one.key == unit), unit)
    return frozenset({unit, *(one.key for one in listed if one.parent == code)})


def _related(listed: Roster, unit: str) -> Collection[str]:
    """The whole family that the unit belongs to."""
    of = {one.key: one for one in listed}
    above = next((one.key for one in listed if unit in of and one.code == of[unit].parent), unit)
    return _family(listed, above)
