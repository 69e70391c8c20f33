"""Whole chains as they leave the file, of everybody or of some people, one revision at a time."""

import json
from collections.abc import Iterator, Sequence

from msgspec import Struct
from sqlalchemy import Connection

from evalapp.entry.contents import KIND_NUMBERS, Answer, Publication
from evalapp.entry.objection import Objection
from evalapp.entry.revision import read


class ChainExtent(Struct, frozen=True):
    """A device's chain: how far it goes, what it ends with, how many revisions stand in it."""

    device: str
    seq: int
    id: str
    count: int


def chain_ends(connection: Connection, persons: Sequence[str] | None) -> list[ChainExtent]:
    """The chains of these people, or of everybody. A forked one ends with what this account wrote, else with the first by id."""
    where, values = _of(persons)
    rows = connection.exec_driver_sql(
        "SELECT d.id, r.seq, r.id, (SELECT count(*) FROM revision c WHERE c.device = r.device) "
        "FROM revision r JOIN device d ON d.d = r.device "
        f"WHERE r.seq = (SELECT max(m.seq) FROM revision m WHERE m.device = r.device){where} "
        "ORDER BY d.id, r.batch IS NOT NULL, r.id",
        values,
    )
    found: dict[bytes, ChainExtent] = {}
    for device, seq, identity, count in rows:
        found.setdefault(device, ChainExtent(device.hex(), seq, identity.hex(), count))
    return list(found.values())


def lines_of(connection: Connection, persons: Sequence[str] | None) -> Iterator[bytes]:
    """The revisions of these people, or of everybody, each chain in order."""
    where, values = _of(persons)
    rows = connection.exec_driver_sql(
        f"SELECT r.body FROM revision r JOIN device d ON d.d = r.device WHERE 1 = 1{where} ORDER BY d.id, r.seq, r.id",
        values,
    )
    for (body,) in rows:
        yield bytes(body)


def attachments_of(connection: Connection, persons: Sequence[str] | None) -> Iterator[tuple[str, bytes]]:
    """Hash and bytes of the attachments that these people's revisions speak of, or of all in the file."""
    if persons is None:
        names = [
            name for (name,) in connection.exec_driver_sql("SELECT sha256 FROM attachment ORDER BY sha256")
        ]
    else:
        names = sorted(bytes.fromhex(name) for name in _spoken_of(connection, persons))
    for name in names:
        data = connection.exec_driver_sql("SELECT data FROM attachment WHERE sha256 = ?", (name,)).scalar()
        if data is not None:
            yield name.hex(), bytes(data)


def _spoken_of(connection: Connection, persons: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for body in lines_of(connection, persons):
        revision = read(body).revision
        content = None if revision is None else revision.content
        if isinstance(content, Answer | Objection):
            found |= {piece.ref for piece in content.evidence if piece.is_attachment}
        elif isinstance(content, Publication):
            found.add(content.frozen)
    return found


def writers_of_units(connection: Connection, units: Sequence[str]) -> tuple[str, ...]:
    """Whose chains a branch needs: everybody who ever spoke for the project, and those ever assigned to one of the units."""
    rows = connection.exec_driver_sql(
        "SELECT subject FROM slot WHERE kind = ? AND unit IN (SELECT value FROM json_each(?)) "
        "UNION SELECT id FROM person WHERE role <> 'assessor'",
        (KIND_NUMBERS["assignment"], json.dumps(list(units))),
    )
    return tuple(sorted(person for (person,) in rows))


def _of(persons: Sequence[str] | None) -> tuple[str, tuple[str, ...]]:
    if persons is None:
        return "", ()
    return " AND lower(hex(d.person)) IN (SELECT value FROM json_each(?))", (json.dumps(list(persons)),)
