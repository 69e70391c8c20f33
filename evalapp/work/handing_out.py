"""Who has which file: what was handed out, whether it has to be written again, and a new secret for a lost laptop."""

import secrets
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct, structs

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.entry.asked import asked_of, is_expected
from evalapp.entry.contents import KIND_NUMBERS, KeyEntry, PersonEntry
from evalapp.store.append import Draft
from evalapp.store.handed_out import HandedOut, handed_out, last_changes, last_secrets
from evalapp.store.project_file import Connection
from evalapp.store.queries import assignments, heads_of_kinds, people, roster, signed_units
from evalapp.work.project import Project, require_role

Standing = Literal["never", "current", "changed"]


class HandoutRow(Struct, frozen=True, kw_only=True):
    """An assessor as one hands out: units, items to answer, units handed in, the last file that was written.

    ``standing``: never written here, current, or changed since for this person. ``started``: something has come back, so that
    what has changed goes out as an update; the task of somebody who has not opened it is simply written again.
    ``fresh_secret``: the next task has another secret than the last file.
    """

    person: str
    name: str
    code: str
    units: int
    items: int
    handed_in: int
    started: bool
    standing: Standing
    last: HandedOut | None
    fresh_secret: bool = False


def handout_rows(project: Project) -> tuple[HandoutRow, ...]:
    """Every assessor with an assignment, in the order of their codes."""
    require_role(project, "coordinator")
    with project.file.read() as connection:
        items = items_by_person(project, connection)
        signed = signed_units(connection)
        written = handed_out(connection)
        changes, given = last_changes(connection), last_secrets(connection)
        found = []
        for person in people(connection).values():
            units = items.get(person.id, {})
            last = written.get(person.id)
            if person.role != "assessor" or not (units or last):
                continue
            changed = last is not None and changes.get(person.id, 0) > last.after
            found.append(
                HandoutRow(
                    person=person.id,
                    name=person.name,
                    code=person.code,
                    units=len(units),
                    items=sum(units.values()),
                    handed_in=sum(1 for unit in units if (person.id, unit) in signed),
                    started=bool(person.keys),
                    standing="never" if last is None else "changed" if changed else "current",
                    last=last,
                    fresh_secret=last is not None and given.get(person.id, 0) > last.after,
                )
            )
    return tuple(found)


def to_write_again(project: Project) -> tuple[HandoutRow, ...]:
    """The assessors whose file no longer says what the project does."""
    return tuple(row for row in handout_rows(project) if row.standing == "changed")


def items_by_person(project: Project, connection: Connection) -> dict[str, dict[str, int]]:
    """By assessor and unit, how many items there are to answer."""
    of = {
        unit.key: {leaf.code: is_expected(leaf) for leaf in asked_of(project.tree_of(unit), unit)}
        for unit in roster(connection)
    }
    found: dict[str, dict[str, set[str]]] = {}
    for row in assignments(connection):
        asked = of.get(row.unit, {})
        wanted = {row.item} & asked.keys() if row.item else asked.keys()
        if wanted:
            mine = found.setdefault(row.subject, {}).setdefault(row.unit, set())
            mine |= {code for code in wanted if asked[code]}
    return {person: {unit: len(codes) for unit, codes in units.items()} for person, units in found.items()}


def renew_secret(project: Project, persons: Sequence[str]) -> int:
    """A fresh secret for the next task of each person, such as after a laptop was lost; how many were given one (RECORD R12).

    The old key goes on counting: each key that counted without a word gets one in the same transaction, so that the new laptop
    never puts it out, and waits itself until a coordinator has judged it. Raises AppError("unknown_person").
    """
    require_role(project, "coordinator")

    def drafts(connection: Connection) -> Sequence[Draft]:
        known = people(connection)
        entries = {
            subject: content
            for _kind, _unit, _item, subject, _body, content in heads_of_kinds(
                connection, (KIND_NUMBERS["person"],)
            )
            if isinstance(content, PersonEntry)
        }
        found: list[Draft] = []
        for person in persons:
            if person not in entries:
                raise AppError("unknown_person", _("There is no such assessor. Nothing was changed."))
            content = structs.replace(entries[person], secret=secrets.token_hex(32))
            found.append(Draft(content=content, subject=person))
            found += [
                Draft(content=KeyEntry(key=key), item=key, subject=person) for key in known[person].keys
            ]
        return found

    project.write(drafts)
    return len(persons)
