"""Merged files and what stands against what they brought. Batch numbers and import times are local facts (RECORD R8)."""

import json
from collections.abc import Mapping

from msgspec import Struct
from sqlalchemy import Connection

from evalapp.entry.contents import ANSWER, KIND_NUMBERS, ChainRange
from evalapp.entry.revision import Revision
from evalapp.store.heads_table import AGAIN
from evalapp.store.withdrawals import taken_out, withdrawals_in_force


class BatchRow(Struct, frozen=True, kw_only=True):
    """A file that was merged and brought something: how many revisions, how many of them withdrawn since.

    ``persons`` are those who wrote them, ``counts`` what was noted down when it was merged.
    """

    number: int
    drop: int
    at: str
    name: str
    revisions: int
    withdrawn: int
    persons: tuple[str, ...] = ()
    counts: dict[str, int | str] = {}


class HeldRow(Struct, frozen=True, kw_only=True):
    """A revision that is in the union and does not count, and why; ``batch`` is 0 for one that was written here.

    ``at`` (UTC) and ``file`` say when and in which file it came.
    """

    n: int
    id: str
    reason: str
    device: str
    seq: int
    person: str
    kind: int
    unit: str
    item: str
    batch: int
    at: str
    file: str
    body: bytes


class UnreadableRow(Struct, frozen=True, kw_only=True):
    """A line of a file that never entered the union, and why."""

    number: int
    batch: int
    at: str
    file: str
    reason: str
    body: bytes


def new_batch(connection: Connection, *, at: str, drop: int, sha256: str, name: str) -> int:
    """Note down a file that is being merged; its number."""
    number = connection.exec_driver_sql(
        "INSERT INTO batch (at, drop_number, source_sha256, name, counts) VALUES (?, ?, ?, ?, '{}') RETURNING b",
        (at, drop, bytes.fromhex(sha256), name),
    )
    return int(number.scalar_one())


def set_batch_counts(connection: Connection, batch: int, counts: Mapping[str, int | str]) -> None:
    """Note down what came of a file."""
    connection.exec_driver_sql("UPDATE batch SET counts = ? WHERE b = ?", (json.dumps(dict(counts)), batch))


def count_batches(connection: Connection) -> int:
    """How many files were merged that brought something."""
    return int(connection.exec_driver_sql("SELECT count(*) FROM batch").scalar() or 0)


def batch_counts(connection: Connection) -> dict[int, dict[str, int | str]]:
    """By batch, what was noted down when its file was merged."""
    return {b: json.loads(counts) for b, counts in connection.exec_driver_sql("SELECT b, counts FROM batch")}


def batch_rows(connection: Connection) -> tuple[BatchRow, ...]:
    """The merged files that brought something, the newest first."""
    found: dict[int, BatchRow] = {}
    rows = connection.exec_driver_sql(
        "SELECT b.b, b.drop_number, b.at, b.name, b.counts, d.person, count(r.n), count(i.n) FROM batch b "
        "JOIN revision r ON r.batch = b.b JOIN device d ON d.d = r.device "
        "LEFT JOIN ineligible i ON i.n = r.n AND i.reason = 'withdrawn' GROUP BY b.b, d.person ORDER BY b.b DESC"
    )
    for number, drop, at, name, counts, person, revisions, withdrawn in rows:
        before = found.get(number)
        found[number] = BatchRow(
            number=number,
            drop=drop,
            at=at,
            name=name,
            revisions=revisions + (0 if before is None else before.revisions),
            withdrawn=withdrawn + (0 if before is None else before.withdrawn),
            persons=(*(() if before is None else before.persons), person.hex()),
            counts=json.loads(counts),
        )
    return tuple(found.values())


def reasons_by_batch(connection: Connection, first_batch: int) -> dict[int, dict[str, int]]:
    """For the batches from ``first_batch`` on: how many revisions do not count, by reason."""
    found: dict[int, dict[str, int]] = {}
    # CROSS JOIN keeps this order: few revisions are ineligible, and no index goes by batch.
    rows = connection.exec_driver_sql(
        "SELECT r.batch, i.reason, count(*) FROM ineligible i CROSS JOIN revision r ON r.n = i.n "
        "WHERE r.batch >= ? GROUP BY r.batch, i.reason",
        (first_batch,),
    )
    for batch, reason, count in rows:
        found.setdefault(int(batch), {})[str(reason)] = int(count)
    return found


def carried_by_batch(connection: Connection, first_batch: int) -> dict[int, dict[int, dict[str, int]]]:
    """For the batches from ``first_batch`` on: how their answers read in the edition in force, by ``carried`` and item."""
    found: dict[int, dict[int, dict[str, int]]] = {}
    rows = connection.exec_driver_sql(
        "SELECT r.batch, h.carried, h.item, count(*) FROM head h JOIN revision r ON r.n = h.n "
        f"WHERE h.kind = {ANSWER} AND (h.carried = {AGAIN} OR h.state <> 'blank') AND r.batch >= ? GROUP BY 1, 2, 3",
        (first_batch,),
    )
    for batch, carried, item, count in rows:
        found.setdefault(int(batch), {}).setdefault(int(carried), {})[item] = int(count)
    return found


def ranges_of_batch(connection: Connection, batch: int) -> tuple[ChainRange, ...]:
    """The stretches of chains that a batch brought."""
    rows = connection.exec_driver_sql(
        "SELECT d.id, r.seq, r.id FROM revision r JOIN device d ON d.d = r.device WHERE r.batch = ? "
        "ORDER BY d.id, r.seq",
        (batch,),
    )
    ranges: list[ChainRange] = []
    last = 0
    for device, seq, identity in rows:
        if ranges and ranges[-1].device == device.hex() and seq == last + 1:
            ranges[-1] = ChainRange(device.hex(), ranges[-1].first, identity.hex())
        else:
            ranges.append(ChainRange(device.hex(), seq, identity.hex()))
        last = seq
    return tuple(ranges)


def withdrawal_touching(connection: Connection, devices: frozenset[str]) -> Revision | None:
    """A withdrawal in force that took out revisions of one of ``devices``; None where there is none."""
    for _identity, revision, withdrawal in withdrawals_in_force(connection):
        named = {part.device for part in withdrawal.ranges} & devices
        if named and taken_out(connection, withdrawal):
            return revision
    return None


def held_rows(connection: Connection) -> tuple[HeldRow, ...]:
    """Everything that is held, in the order in which it came; what was withdrawn is not held."""
    rows = connection.exec_driver_sql(
        "SELECT r.n, r.id, i.reason, d.id, r.seq, d.person, s.kind, s.unit, s.item, r.batch, b.at, b.name, r.body "
        "FROM ineligible i JOIN revision r ON r.n = i.n JOIN device d ON d.d = r.device JOIN slot s ON s.s = r.slot "
        "LEFT JOIN batch b ON b.b = r.batch WHERE i.reason NOT IN ('withdrawn', 'foreign') ORDER BY r.n"
    )
    return tuple(
        HeldRow(
            n=n,
            id=identity.hex(),
            reason=reason,
            device=device.hex(),
            seq=seq,
            person=person.hex(),
            kind=kind,
            unit=unit,
            item=item,
            batch=batch or 0,
            at=at or "",
            file=name or "",
            body=body,
        )
        for n, identity, reason, device, seq, person, kind, unit, item, batch, at, name, body in rows
    )


def unreadable_rows(connection: Connection) -> tuple[UnreadableRow, ...]:
    """The lines that could not be read, in the order in which they came."""
    rows = connection.exec_driver_sql(
        "SELECT u.u, u.b, b.at, b.name, u.reason, u.bytes FROM unreadable u JOIN batch b ON b.b = u.b ORDER BY u.u"
    )
    return tuple(
        UnreadableRow(number=number, batch=batch, at=at, file=name, reason=reason, body=body)
        for number, batch, at, name, reason, body in rows
    )


def last_received(connection: Connection) -> dict[str, str]:
    """By person: when a file last brought something of theirs (UTC)."""
    rows = connection.exec_driver_sql(
        "SELECT d.person, max(b.at) FROM device d JOIN revision r ON r.device = d.d JOIN batch b ON b.b = r.batch "
        "GROUP BY d.person"
    )
    return {person.hex(): at for person, at in rows}


def unaccepted_keys(connection: Connection) -> tuple[tuple[str, str], ...]:
    """(person, key) pairs that sealed something that is held for its key, and on which nobody has said a word yet."""
    rows = connection.exec_driver_sql(
        # CROSS JOIN keeps this order: few revisions are held, and each device has few seals.
        'SELECT DISTINCT lower(hex(d.person)), lower(hex(s."key")) FROM ineligible i CROSS JOIN revision r ON r.n = i.n '
        "CROSS JOIN seal s ON s.device = r.device AND s.seq >= r.seq JOIN device d ON d.d = r.device "
        "WHERE i.reason = 'key' ORDER BY 1, 2"
    ).all()
    judged = connection.exec_driver_sql(
        "SELECT subject, item FROM head WHERE unit = '' AND kind = ?", (KIND_NUMBERS["key"],)
    )
    spoken = {(person, key) for person, key in judged}
    return tuple((person, key) for person, key in rows if (person, key) not in spoken)
