"""What was handed to whom, and whether the project has changed for that person since: facts of this file alone."""

import msgspec
from msgspec import Struct
from sqlalchemy import Connection

from evalapp.entry.contents import EARLIER, KIND_NUMBERS, SETTING, PersonEntry
from evalapp.entry.revision import decode
from evalapp.store.project_file import facts, set_facts

_KEY = "handed."
_ASSIGNMENT = KIND_NUMBERS["assignment"]
_FOR_ASSESSORS = ("edition", "last_edition", "deadline")
_COMPLETION = "completion."
"""Settings that an assessor's project follows; the rest concerns the comparison."""


class HandedOut(Struct, frozen=True, kw_only=True):
    """The last package that was written for a person: its kind, file name, when (UTC), and after which revision of this file."""

    kind: str
    file: str
    at: str
    after: int


def keep_handed_out(connection: Connection, person: str, kind: str, file: str, at: str) -> None:
    """Note that a package was written with all that the file holds."""
    after = connection.exec_driver_sql("SELECT coalesce(max(n), 0) FROM revision").scalar() or 0
    note = HandedOut(kind=kind, file=file, at=at, after=int(after))
    set_facts(connection, {_KEY + person: msgspec.json.encode(note).decode()})


def handed_out(connection: Connection) -> dict[str, HandedOut]:
    """By person, the last package that was written here."""
    return {
        key.removeprefix(_KEY): msgspec.json.decode(value, type=HandedOut)
        for key, value in facts(connection).items()
        if key.startswith(_KEY)
    }


def last_changes(connection: Connection) -> dict[str, int]:
    """By person with an assignment, the number of the last revision that the person's project is to follow.

    That is one of an own assignment, an own unit or what it was before, the edition, a mapping, or a rule for assessors.
    """
    everybody = connection.exec_driver_sql(
        f"SELECT coalesce(max(r.n), 0) FROM slot s JOIN revision r ON r.slot = s.s WHERE s.unit = '' AND "
        f"(s.kind = {KIND_NUMBERS['mapping']} OR (s.kind = {SETTING} AND (s.item IN ({_marks(_FOR_ASSESSORS)}) "
        "OR s.item LIKE ? || '%')))",
        (*_FOR_ASSESSORS, _COMPLETION),
    ).scalar_one()
    units: dict[str, int] = {}
    found: dict[str, int] = {}
    rows = connection.exec_driver_sql(
        "SELECT s.kind, s.unit, s.subject, max(r.n) FROM slot s JOIN revision r ON r.slot = s.s "
        f"WHERE s.kind IN ({_ASSIGNMENT}, {KIND_NUMBERS['unit']}, {EARLIER}) GROUP BY s.kind, s.unit, s.subject"
    ).all()
    for kind, unit, subject, number in rows:
        if kind == _ASSIGNMENT:
            found[subject] = max(found.get(subject, int(everybody)), int(number))
        else:
            units[unit] = max(units.get(unit, 0), int(number))
    for unit, subject in connection.exec_driver_sql("SELECT DISTINCT unit, subject FROM assignment"):
        found[subject] = max(found.get(subject, int(everybody)), units.get(unit, 0))
    return found


def last_secrets(connection: Connection) -> dict[str, int]:
    """By person, the number of the last revision by which the person was given another secret."""
    rows = connection.exec_driver_sql(
        "SELECT s.subject, r.n, r.body FROM slot s JOIN revision r ON r.slot = s.s "
        f"WHERE s.unit = '' AND s.kind = {KIND_NUMBERS['person']} ORDER BY r.n"
    )
    found: dict[str, int] = {}
    secret: dict[str, str] = {}
    for subject, n, body in rows:
        content = decode(body).content
        if isinstance(content, PersonEntry) and content.secret != secret.get(subject, ""):
            found[subject], secret[subject] = int(n), content.secret
    return found


def _marks(values: tuple[str, ...]) -> str:
    return ", ".join("?" * len(values))
