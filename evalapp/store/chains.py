"""How a device's revisions hang together: stretches of its chain as conditions on rows (RECORD R4, R8–R10).

Two revisions may carry the same sequence number of a device: a restored disk image forks its chain, and anybody can write
a revision that claims a place in it. What counts is never a number alone but the line of hashes that ends in a known tip.
"""

import json
from collections.abc import Sequence

import msgspec
from msgspec import Struct
from sqlalchemy import Connection


class Rows(Struct, frozen=True):
    """A condition on the rows of ``revision r``, with its values."""

    where: str
    values: tuple[object, ...] = ()


NO_ROWS = Rows("1 = 0")


class Stretch(Struct, frozen=True):
    """A tip, and what leads to it from the sequence number ``first`` on."""

    first: int
    last: int
    tip: bytes


class Extent(Struct, frozen=True):
    """How many revisions a device has, at how many sequence numbers, and the highest of these."""

    count: int
    places: int
    last: int

    @property
    def is_whole(self) -> bool:
        """Whether no sequence number is missing."""
        return self.places == self.last

    @property
    def is_line(self) -> bool:
        """Whether the chain is whole and nowhere forked: then a sequence number says all that came before it."""
        return self.count == self.places == self.last


def extent(connection: Connection, d: int) -> Extent:
    """How far a device's chain reaches in this file."""
    row = connection.exec_driver_sql(
        "SELECT count(*), count(DISTINCT seq), coalesce(max(seq), 0) FROM revision WHERE device = ?", (d,)
    ).one()
    return Extent(*row)


def missing_places(connection: Connection, device: str) -> list[tuple[int, int]]:
    """The stretches of sequence numbers that are missing before the last one of a device, first and last of each."""
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT r.seq FROM revision r JOIN device d ON d.d = r.device WHERE d.id = ? ORDER BY r.seq",
        (bytes.fromhex(device),),
    )
    found, expected = [], 1
    for (seq,) in rows:
        if seq > expected:
            found.append((expected, seq - 1))
        expected = seq + 1
    return found


def are_whole(connection: Connection, person: str) -> bool:
    """Whether no chain of a person has a gap in this file."""
    rows = connection.exec_driver_sql("SELECT d FROM device WHERE person = ?", (bytes.fromhex(person),)).all()
    return all(extent(connection, d).is_whole for (d,) in rows)


def rows_of(connection: Connection, d: int, size: Extent, stretches: Sequence[Stretch]) -> Rows:
    """The rows of the device that lie in one of the stretches."""
    if not stretches:
        return NO_ROWS
    if size.is_line:
        parts = (f"r.seq BETWEEN {int(part.first)} AND {int(part.last)}" for part in stretches)
        return Rows(f"({' OR '.join(parts)})")
    links = _links(connection, d)
    found: set[int] = set()
    for part in stretches:
        found |= _walk(links, part)
    return Rows("r.n IN (SELECT CAST(value AS BIGINT) FROM json_each(?))", (json.dumps(sorted(found)),))


def _walk(links: dict[bytes, tuple[int, int, str]], part: Stretch) -> set[int]:
    found: set[int] = set()
    at = part.tip
    while at in links:
        n, seq, prev = links[at]
        if seq < part.first:
            break
        found.add(n)
        at = bytes.fromhex(prev)
    return found


class _Link(Struct):
    prev: str = ""


_link_decoder = msgspec.json.Decoder(_Link)


def _links(connection: Connection, d: int) -> dict[bytes, tuple[int, int, str]]:
    """By id: number, sequence number and predecessor of every revision of a device."""
    rows = connection.exec_driver_sql("SELECT id, n, seq, body FROM revision WHERE device = ?", (d,))
    return {identity: (n, seq, _link_decoder.decode(body).prev) for identity, n, seq, body in rows}


def previous(body: bytes) -> str:
    """The id that a stored revision follows."""
    return _link_decoder.decode(body).prev


class StoredRevision(Struct, frozen=True):
    """A revision as it travels: its bytes, and where it stands in its chain."""

    id: str
    device: str
    seq: int
    body: bytes


def chain_of_person(connection: Connection, person: str) -> list[StoredRevision]:
    """Whole chains of all devices on which a person wrote, in order."""
    rows = connection.exec_driver_sql(
        "SELECT r.id, d.id, r.seq, r.body FROM device d JOIN revision r ON r.device = d.d WHERE d.person = ? "
        "ORDER BY d.id, r.seq, r.id",
        (bytes.fromhex(person),),
    )
    return [StoredRevision(identity.hex(), device.hex(), seq, body) for identity, device, seq, body in rows]


class SealRecord(Struct, frozen=True):
    """A stored seal: key, device, tip and signature in hex."""

    key: str
    device: str
    seq: int
    tip: str
    count: int
    signature: str


def seals_of_person(connection: Connection, person: str | None) -> list[SealRecord]:
    """The seals over a person's chains, or over everybody's."""
    rows = connection.exec_driver_sql(
        'SELECT s."key", d.id, s.seq, s.tip, s."count", s.signature, d.person FROM seal s JOIN device d ON d.d = s.device '
        "ORDER BY d.id, s.seq"
    )
    return [
        SealRecord(key.hex(), device.hex(), seq, tip.hex(), count, signature.hex())
        for key, device, seq, tip, count, signature, of in rows
        if person is None or of.hex() == person
    ]


def devices_with_key(connection: Connection, key: str) -> set[str]:
    """The devices that an account wrote with this key."""
    rows = connection.exec_driver_sql('SELECT id FROM device WHERE "key" = ?', (bytes.fromhex(key),))
    return {identity.hex() for (identity,) in rows}
