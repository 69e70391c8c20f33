"""What was handed to whom, and whether the project has changed for that person since: facts of this file alone."""

import msgspec
from msgspec import Struct
from sqlalchemy import Connection

from evalapp.entry.contents import KIND_NUMBERS, PersonEntry
from evalapp.entry.revision import decode
from evalapp.store.project_file import facts, set_facts

_KEY = "handed."
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


def last_change_for(connection: Connection, person: str) -> int:
    """The number of the last revision that the person's project is to follow: assignment, unit, edition, rule, earlier value."""
    settings = ", ".join("?" * len(_FOR_ASSESSORS))
    number = connection.exec_driver_sql(
        "SELECT max(r.n) FROM slot s JOIN revision r ON r.slot = s.s WHERE "
        f"(s.kind = {KIND_NUMBERS['assignment']} AND s.subject = ?) "
        f"OR (s.kind IN ({KIND_NUMBERS['unit']}, {KIND_NUMBERS['earlier']}) AND s.unit IN "
        "(SELECT unit FROM assignment WHERE subject = ?)) "
        f"OR (s.kind = {KIND_NUMBERS['setting']} AND (s.item IN ({settings}) OR s.item LIKE ? || '%')) "
        f"OR s.kind = {KIND_NUMBERS['mapping']}",
        (person, person, *_FOR_ASSESSORS, _COMPLETION),
    ).scalar()
    return int(number or 0)


def last_secret_of(connection: Connection, person: str) -> int:
    """The number of the last revision by which the person was given another secret."""
    rows = connection.exec_driver_sql(
        "SELECT r.n, r.body FROM slot s JOIN revision r ON r.slot = s.s "
        f"WHERE s.kind = {KIND_NUMBERS['person']} AND s.subject = ? ORDER BY r.n",
        (person,),
    )
    number, secret = 0, ""
    for n, body in rows:
        content = decode(body).content
        if isinstance(content, PersonEntry) and content.secret != secret:
            number, secret = int(n), content.secret
    return number
