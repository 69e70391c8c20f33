"""Who somebody is: each doubt is asked about once, is answered by a revision, and can be taken back (RECORD R2, R12, R14)."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.text import clean
from evalapp.entry.contents import KIND_NUMBERS, Assignment, KeyEntry, PersonEntry, Release, Withdrawal
from evalapp.store.append import Draft
from evalapp.store.batches import batch_counts, held_rows, unaccepted_keys
from evalapp.store.judged_keys import first_devices, judged_keys, releases_of_held, single_ranges
from evalapp.store.project_file import Connection
from evalapp.store.queries import PersonRow, assignments, people
from evalapp.work.changing import judge_key
from evalapp.work.held import require_reason
from evalapp.work.project import Project, require_role

DoubtKind = Literal["unknown", "key", "code"]


class Known(Struct, frozen=True, kw_only=True):
    """Somebody beside whom a doubt stands, with the keys that speak for the person."""

    person: str
    name: str
    code: str
    keys: tuple[str, ...]


class Doubt(Struct, frozen=True, kw_only=True):
    """A question about who somebody is.

    ``unknown``: the project does not know the person, ``name`` and ``code`` are what the file says; ``key``: the person's work
    came with a ``key`` that was not enrolled first, as from a second laptop; ``code``: the person shares the code with others.
    ``others``: for a key the person with the keys that count, for a code those who share it, for an unknown person everybody
    with that code or name. ``held``: how many revisions wait for the answer.
    """

    kind: DoubtKind
    person: str
    name: str
    code: str
    key: str
    others: tuple[Known, ...] = ()
    held: int = 0


class Answered(Struct, frozen=True, kw_only=True):
    """A doubt that was answered: what about, by whom and when (UTC).

    ``what``: accepted or refused (a key), released (held revisions, whose number is ``revisions``). ``id`` names the revision
    that says so. ``standing`` is false where it was taken back.
    """

    id: str
    what: Literal["accepted", "refused", "released"]
    person: str
    name: str
    code: str
    key: str
    by: str
    at: str
    reason: str = ""
    revisions: int = 0
    standing: bool = True


def doubts(project: Project) -> tuple[Doubt, ...]:
    """What nobody has answered yet."""
    with project.file.read() as connection:
        return doubts_in(connection)


def doubts_in(
    connection: Connection, claimed: Mapping[str, tuple[str, str]] | None = None
) -> tuple[Doubt, ...]:
    """As :func:`doubts`; ``claimed`` has name and code as files say them, by person, besides those of merged files."""
    persons = people(connection)
    awaiting = unaccepted_keys(connection)
    found = []
    if awaiting:
        said = {**_said_by_files(connection), **(claimed or {})}
        held: dict[str, int] = {}
        for row in held_rows(connection):
            held[row.person] = held.get(row.person, 0) + (row.reason == "key")
        for person, key in awaiting:
            found.append(_about_key(persons, person, key, said.get(person, ("", "")), held.get(person, 0)))
    return (*found, *_shared_codes(connection, persons))


def _about_key(
    persons: Mapping[str, PersonRow], person: str, key: str, said: tuple[str, str], held: int
) -> Doubt:
    if person in persons:
        row = persons[person]
        return Doubt(
            kind="key", person=person, name=row.name, code=row.code, key=key, others=(_known(row),), held=held
        )
    name, code = said
    alike = tuple(
        _known(row)
        for row in persons.values()
        if row.role == "assessor" and ((code and _same(row.code, code)) or (name and row.name == name))
    )
    return Doubt(kind="unknown", person=person, name=name, code=code, key=key, others=alike, held=held)


def _shared_codes(connection: Connection, persons: Mapping[str, PersonRow]) -> list[Doubt]:
    """One doubt a code that several assessors have, of whom at least two have sent something, until each key has a word."""
    by_code: dict[str, list[PersonRow]] = {}
    for row in persons.values():
        if row.role == "assessor" and row.code:
            by_code.setdefault(row.code.casefold(), []).append(row)
    shared = [rows for rows in by_code.values() if sum(1 for row in rows if row.keys) > 1]
    if not shared:
        return []
    spoken = {(one.person, one.key) for one in judged_keys(connection)}
    met = first_devices(connection)
    found = []
    for rows in shared:
        new = [row for row in rows if any((row.id, key) not in spoken for key in row.keys)]
        if new:
            asked = max(
                new, key=lambda row: met.get(row.id, 0)
            )  # whoever came last, beside those who were there
            found.append(
                Doubt(
                    kind="code",
                    person=asked.id,
                    name=asked.name,
                    code=asked.code,
                    key=next(key for key in asked.keys if (asked.id, key) not in spoken),
                    others=tuple(_known(row) for row in rows if row.id != asked.id),
                )
            )
    return found


def accept(project: Project, doubt: Doubt) -> None:
    """Say that the key of a doubt is genuine; for a shared code, that all who have it are people of their own.

    The keys beside which it stood get a word too, so that one that counts without a word is never put out. Some of them may
    stand in a file that was only tried.
    """
    if doubt.kind == "unknown":
        take_up(project, doubt, doubt.name, doubt.code)
        return
    require_role(project, "coordinator")

    def drafts(connection: Connection) -> Sequence[Draft]:
        persons = people(connection)
        beside = {(other.person, key) for other in doubt.others for key in other.keys}
        now = {
            (person, key)
            for person in (doubt.person, *(other.person for other in doubt.others))
            if person in persons
            for key in persons[person].keys
        }
        pairs = {(doubt.person, doubt.key)} | beside | now
        return [_word(person, key, accepted=True) for person, key in sorted(pairs)]

    project.write(drafts)


def refuse(project: Project, doubt: Doubt) -> None:
    """Say that the key of a doubt is not genuine: what it wrote stays held, and nobody is asked again."""
    judge_key(project, doubt.person, doubt.key, accepted=False)


def take_up(project: Project, doubt: Doubt, name: str, code: str, *, in_place_of: str = "") -> None:
    """Enter an unknown person as an assessor under the id that the file names, and accept the key.

    ``in_place_of`` names a listed person who this is: name, code and assignments are that person's from now on, who is expected
    to answer nothing any more. What the file brought then counts. Raises AppError("name", "unknown_person").
    """
    require_role(project, "coordinator")
    if not in_place_of and not clean(name):
        raise AppError("name", _("The person needs a name. Nothing was changed."))

    def drafts(connection: Connection) -> Sequence[Draft]:
        label, short = clean(name), clean(code)
        moved: list[Draft] = []
        if in_place_of:
            listed = people(connection).get(in_place_of)
            if listed is None or listed.role != "assessor":
                raise AppError("unknown_person", _("The project has no such assessor. Nothing was changed."))
            label, short = listed.name, listed.code
            moved = _handed_over(connection, in_place_of, doubt.person)
        entry = PersonEntry(name=label, code=short, secret=secrets.token_hex(32))
        return (
            Draft(content=entry, subject=doubt.person),
            _word(doubt.person, doubt.key, accepted=True),
            *moved,
        )

    project.write(drafts)


def answered(project: Project) -> tuple[Answered, ...]:
    """Every doubt that was answered and every release of held revisions, the latest first."""
    with project.file.read() as connection:
        persons = people(connection)

        def name(person: str) -> str:
            return persons[person].name if person in persons else person[:8]

        said = _said_by_files(connection)
        found = [
            Answered(
                id=one.id,
                what="accepted" if one.accepted else "refused",
                person=one.person,
                name=persons[one.person].name if one.person in persons else said.get(one.person, ("", ""))[0],
                code=persons[one.person].code if one.person in persons else said.get(one.person, ("", ""))[1],
                key=one.key,
                by=name(one.author),
                at=one.at,
            )
            for one in judged_keys(connection)
        ]
        found += [
            Answered(
                id=one.id,
                what="released",
                person=one.persons[0] if len(one.persons) == 1 else "",
                name=_(", ").join(name(person) for person in one.persons),
                code="",
                key="",
                by=name(one.author),
                at=one.at,
                reason=one.reason,
                revisions=one.revisions,
                standing=one.standing,
            )
            for one in releases_of_held(connection)
        ]
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def take_back(project: Project, one: Answered, reason: str = "") -> None:
    """Say the contrary of an answer: a key that was accepted counts no more, one that was refused does.

    What was released is withdrawn for a reason (AppError("reason") without one). Assignments that went to an unknown person go
    back to whom they were taken from.
    """
    require_role(project, "coordinator")
    if one.what == "released":
        require_reason(reason)

    def drafts(connection: Connection) -> Sequence[Draft]:
        if one.what == "released":
            (release,) = [each for each in releases_of_held(connection) if each.id == one.id]
            ranges = single_ranges(connection, release.held)
            return (Draft(content=Withdrawal(ranges=ranges, reason=clean(reason))),) if ranges else ()
        accepted = one.what == "refused"
        back = [] if accepted else _handed_back(connection, one.person)
        return (_word(one.person, one.key, accepted=accepted), *back)

    project.write(drafts)


def restore_release(project: Project, one: Answered, reason: str) -> None:
    """Lift the withdrawals by which a release was taken back. Raises AppError("reason")."""
    require_role(project, "coordinator")
    require_reason(reason)

    def drafts(connection: Connection) -> Sequence[Draft]:
        (release,) = [each for each in releases_of_held(connection) if each.id == one.id]
        if not release.withdrawals:
            return ()
        return (Draft(content=Release(withdrawals=release.withdrawals, reason=clean(reason))),)

    project.write(drafts)


def _word(person: str, key: str, *, accepted: bool) -> Draft:
    return Draft(content=KeyEntry(key=key, accepted=accepted), item=key, subject=person)


def _handed_over(connection: Connection, giver: str, taker: str) -> list[Draft]:
    """The assignments of one person as those of another."""
    found = []
    for row in assignments(connection):
        if row.subject == giver:
            for subject, active in ((giver, False), (taker, True)):
                content = Assignment(place=row.place, active=active)
                found.append(Draft(content=content, unit=row.unit, item=row.item, subject=subject))
    return found


def _handed_back(connection: Connection, taker: str) -> list[Draft]:
    """Undo :func:`_handed_over` where the person was entered in place of somebody with the same name and code.

    The other one is known by having been taken off the same places; an assignment that was given otherwise stays.
    """
    persons = people(connection)
    twins = {
        row.id
        for row in persons.values()
        if taker in persons
        and row.id != taker
        and (row.name, row.code) == (persons[taker].name, persons[taker].code)
    }
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT s.unit, s.item, s.subject FROM slot s WHERE s.kind = ?",
        (KIND_NUMBERS["assignment"],),
    ).all()
    known = {(unit, item, subject) for unit, item, subject in rows}
    found = []
    for row in assignments(connection):
        givers = [twin for twin in twins if (row.unit, row.item, twin) in known]
        if row.subject == taker and givers:
            for subject, active in ((taker, False), (givers[0], True)):
                content = Assignment(place=row.place, active=active)
                found.append(Draft(content=content, unit=row.unit, item=row.item, subject=subject))
    return found


def _said_by_files(connection: Connection) -> dict[str, tuple[str, str]]:
    """Name and code that merged files gave for their senders, by person; what the newest one says."""
    return {
        str(counts["person"]): (str(counts.get("name", "")), str(counts.get("code", "")))
        for _batch, counts in sorted(batch_counts(connection).items())
        if counts.get("person")
    }


def _known(row: PersonRow) -> Known:
    return Known(person=row.id, name=row.name, code=row.code, keys=row.keys)


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def listed_assessors(project: Project) -> tuple[Known, ...]:
    """The assessors of the project, of whom somebody unknown may be one."""
    with project.file.read() as connection:
        return tuple(_known(row) for row in people(connection).values() if row.role == "assessor")
