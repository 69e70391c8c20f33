"""What coordinators said of keys and of held revisions, with who said it and when (RECORD R12, R14)."""

from collections.abc import Iterable

from msgspec import Struct
from sqlalchemy import Connection

from evalapp.entry.contents import KIND_NUMBERS, ChainRange, KeyEntry, Release
from evalapp.entry.revision import decode
from evalapp.store.withdrawals import withdrawals_in_force

_KEY, _RELEASE = KIND_NUMBERS["key"], KIND_NUMBERS["release"]


class JudgedKey(Struct, frozen=True, kw_only=True):
    """The last word on a key of a person: whose word, and when (UTC)."""

    id: str
    person: str
    key: str
    accepted: bool
    author: str
    at: str


class HeldRelease(Struct, frozen=True, kw_only=True):
    """A release that names held revisions.

    ``standing`` is false where ``withdrawals`` took out what it names.
    """

    id: str
    author: str
    at: str
    reason: str
    held: tuple[str, ...]
    persons: tuple[str, ...]
    revisions: int
    withdrawals: tuple[str, ...]
    standing: bool


def judged_keys(connection: Connection) -> list[JudgedKey]:
    """The words that stand on keys, in the order of counters."""
    rows = connection.exec_driver_sql(
        "SELECT r.id, h.subject, r.body FROM head h JOIN revision r ON r.n = h.n "
        "WHERE h.unit = '' AND h.kind = ? AND h.present = 1 ORDER BY r.lamport, r.id",
        (_KEY,),
    )
    found = []
    for identity, person, body in rows:
        revision = decode(body)
        if isinstance(content := revision.content, KeyEntry):
            found.append(
                JudgedKey(
                    id=identity.hex(),
                    person=person,
                    key=content.key,
                    accepted=content.accepted,
                    author=revision.author,
                    at=revision.at,
                )
            )
    return found


def first_devices(connection: Connection) -> dict[str, int]:
    """By person the number of the first device that this file met: who came later has the higher one."""
    rows = connection.exec_driver_sql(
        "SELECT person, min(d) FROM device WHERE person IS NOT NULL GROUP BY person"
    )
    return {person.hex(): int(d) for person, d in rows}


def releases_of_held(connection: Connection) -> list[HeldRelease]:
    """The releases that let held revisions count, in the order of counters."""
    rows = connection.exec_driver_sql(
        "SELECT r.id, r.body FROM head h JOIN revision r ON r.n = h.n "
        "WHERE h.unit = '' AND h.kind = ? AND h.present = 1 ORDER BY r.lamport, r.id",
        (_RELEASE,),
    ).all()
    found = []
    in_force = withdrawals_in_force(connection)
    for identity, body in rows:
        revision = decode(body)
        content = revision.content
        if isinstance(content, Release) and content.held:
            own = frozenset(single_ranges(connection, content.held))
            by = tuple(name for name, _revision, one in in_force if own.issuperset(one.ranges))
            found.append(
                HeldRelease(
                    id=identity.hex(),
                    author=revision.author,
                    at=revision.at,
                    reason=content.reason,
                    held=content.held,
                    persons=_writers(connection, {one.device for one in own}),
                    revisions=len(content.held),
                    withdrawals=by,
                    standing=not by,
                )
            )
    return found


def single_ranges(connection: Connection, ids: tuple[str, ...]) -> tuple[ChainRange, ...]:
    """Revisions, each as a chain range of its own."""
    return tuple(
        ChainRange(device.hex(), int(seq), identity.hex())
        for device, seq, identity in connection.exec_driver_sql(
            "SELECT d.id, r.seq, r.id FROM revision r JOIN device d ON d.d = r.device "
            f"WHERE r.id IN ({_hexed(ids)}) ORDER BY d.id, r.seq"
        )
    )


def _writers(connection: Connection, devices: set[str]) -> tuple[str, ...]:
    """The persons who wrote on these devices."""
    rows = connection.exec_driver_sql(
        f"SELECT DISTINCT person FROM device WHERE id IN ({_hexed(devices)}) ORDER BY 1"
    )
    return tuple(person.hex() for (person,) in rows)


def _hexed(ids: Iterable[str]) -> str:
    """Ids as literals; each is a hash that was read from a canonical revision."""
    return ", ".join(f"x'{bytes.fromhex(name).hex()}'" for name in ids) or "NULL"
