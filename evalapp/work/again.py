"""Answers of earlier editions of the form that are to be given again: they wait for assessors, for no decision (RECORD R23)."""

from msgspec import Struct

from evalapp.entry.asked import asked_of
from evalapp.store.project_file import Connection
from evalapp.store.queries import answers_again, assignments, roster
from evalapp.work.project import Project, require_role


class Again(Struct, frozen=True, kw_only=True):
    """How many signed-off ``answers`` are to be given again; how many ``cells`` have no other, and so no match class."""

    answers: int
    cells: int


def to_be_given_again(project: Project) -> Again:
    """Counted over the units on the roster and the assessors who are assigned to them."""
    require_role(project, "coordinator")
    with project.file.read() as connection:
        places = _places(project, connection)
        found = {
            (unit, item, subject): alone
            for unit, item, subject, alone in answers_again(connection)
            if (unit, subject, item) in places
        }
    return Again(
        answers=len(found), cells=len({(unit, item) for (unit, item, _), alone in found.items() if alone})
    )


def _places(project: Project, connection: Connection) -> set[tuple[str, str, str]]:
    """Every (unit, subject, item) that is asked in the edition in force."""
    asked = {
        unit.key: {leaf.code for leaf in asked_of(project.tree_of(unit), unit)} for unit in roster(connection)
    }
    return {
        (row.unit, row.subject, item)
        for row in assignments(connection)
        for item in asked.get(row.unit, ())
        if row.item in ("", item)
    }
