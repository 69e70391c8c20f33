"""Adding revisions to the union: idempotent, in any order, a set (RECORD section 2, import)."""

from collections.abc import Iterable, Sequence

from msgspec import Struct
from sqlalchemy import Connection

from evalapp.entry.revision import Read
from evalapp.store.engine import plain_rows

Slot = tuple[int, str, str, str]
"""(kind, unit, item, subject)"""

_INSERT_SLOT = "INSERT INTO slot (s, kind, unit, item, subject) VALUES (?, ?, ?, ?, ?)"
_INSERT_REVISION = (
    "INSERT INTO revision (id, slot, device, seq, lamport, batch, body) VALUES (?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT DO NOTHING"
)


class Added(Struct, frozen=True):
    """What an insertion did: revisions that were new, their slots and devices with their numbers, the slots that were made.

    ``same``: how many of the revisions were there before.
    """

    new: tuple[Read, ...]
    slots: dict[Slot, int]
    devices: frozenset[int]
    made: frozenset[Slot]
    same: int


def add_revisions(connection: Connection, reads: Sequence[Read], batch: int | None) -> Added:
    """Add the revisions that the union does not hold yet. Only inserts: nothing is derived here."""
    devices = {device: device_number(connection, device, person) for device, person in _devices(reads)}
    known = _known_ids(connection, reads, devices)
    new: list[Read] = []
    identities: list[bytes] = []
    places: list[Slot] = []
    for read in reads:
        identity = bytes.fromhex(read.id)
        if identity not in known:
            known.add(identity)
            new.append(read)
            identities.append(identity)
            places.append(slot_of(read))
    slots, made = _slot_numbers(connection, set(places))
    if new:
        connection.exec_driver_sql(
            _INSERT_REVISION,
            [
                (
                    identity,
                    slots[place],
                    devices[read.envelope.device],
                    read.envelope.seq,
                    read.envelope.lamport,
                    batch,
                    read.body,
                )
                for read, identity, place in zip(new, identities, places, strict=True)
            ],
        )
    written_on = {read.envelope.device for read in new}
    return Added(
        tuple(new),
        slots,
        frozenset(devices[device] for device in written_on),
        frozenset(made),
        len(reads) - len(new),
    )


def slot_of(read: Read) -> Slot:
    """The slot that a revision belongs to."""
    envelope = read.envelope
    return (read.kind, envelope.unit, envelope.item, envelope.subject)


def device_number(connection: Connection, device: str, person: str) -> int:
    """The number of a device in this file, which it is given when it is first met."""
    number = find_device(connection, device)
    if number is None:
        connection.exec_driver_sql(
            "INSERT INTO device (id, person) VALUES (?, ?)", (bytes.fromhex(device), bytes.fromhex(person))
        )
        number = find_device(connection, device)
    assert number is not None
    return number


def find_device(connection: Connection, device: str) -> int | None:
    """The number of a device in this file; None if it was never met."""
    found = connection.exec_driver_sql("SELECT d FROM device WHERE id = ?", (bytes.fromhex(device),)).scalar()
    return None if found is None else int(found)


def owner_of(connection: Connection, device: str) -> str | None:
    """The person whose device it is, as far as this file has met it."""
    found = connection.exec_driver_sql(
        "SELECT person FROM device WHERE id = ?", (bytes.fromhex(device),)
    ).scalar()
    return None if found is None else bytes(found).hex()


def _devices(reads: Sequence[Read]) -> Iterable[tuple[str, str]]:
    return {read.envelope.device: read.envelope.author for read in reads}.items()


def _known_ids(connection: Connection, reads: Sequence[Read], devices: dict[str, int]) -> set[bytes]:
    """The ids that the union holds in the stretches of the chains that the revisions come from."""
    bounds: dict[str, tuple[int, int]] = {}
    for read in reads:
        seq = read.envelope.seq
        low, high = bounds.get(read.envelope.device, (seq, seq))
        bounds[read.envelope.device] = (min(low, seq), max(high, seq))
    known: set[bytes] = set()
    for device, (low, high) in bounds.items():
        rows = plain_rows(
            connection,
            "SELECT id FROM revision WHERE device = ? AND seq BETWEEN ? AND ?",
            (devices[device], low, high),
        )
        known.update(identity for (identity,) in rows)
    return known


def _slot_numbers(connection: Connection, slots: set[Slot]) -> tuple[dict[Slot, int], list[Slot]]:
    """The numbers of the slots, made where they are new, and those that were made."""
    units = {unit for _kind, unit, _item, _subject in slots}
    found = _slots_of(connection, units)
    # In order, so that rows that belong together lie together, in the tables derived from them too.
    missing = sorted(slot for slot in slots if slot not in found)
    if missing:
        # The transaction holds the write lock: nobody else gives out a number meanwhile.
        last = int(connection.exec_driver_sql("SELECT coalesce(max(s), 0) FROM slot").scalar_one())
        numbered = list(enumerate(missing, start=last + 1))
        connection.exec_driver_sql(_INSERT_SLOT, [(s, *slot) for s, slot in numbered])
        found.update((slot, s) for s, slot in numbered)
    return {slot: found[slot] for slot in slots}, missing


def _slots_of(connection: Connection, units: Iterable[str]) -> dict[Slot, int]:
    numbers: dict[Slot, int] = {}
    for unit in units:
        for s, kind, item, subject in plain_rows(
            connection, "SELECT s, kind, item, subject FROM slot WHERE unit = ?", (unit,)
        ):
            numbers[(kind, unit, item, subject)] = s
    return numbers


def highest_lamport(connection: Connection) -> int:
    """The highest counter among revisions that are not held for a leap; 0 in an empty union."""
    found = connection.exec_driver_sql(
        "SELECT max(lamport) FROM revision WHERE n NOT IN (SELECT n FROM ineligible WHERE reason = 'far_ahead')"
    ).scalar()
    return int(found or 0)


def vouch(connection: Connection, key: str, person: str) -> None:
    """Let ``key`` speak for every device of ``person`` in the file: those that a signed manifest vouched for (RECORD R9)."""
    connection.exec_driver_sql(
        "UPDATE device SET key = ? WHERE key IS NULL AND person = ?",
        (bytes.fromhex(key), bytes.fromhex(person)),
    )
