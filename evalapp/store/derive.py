"""From the union to its meaning: one call after any change brings every derived table up to date (RECORD R32)."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from msgspec import Struct
from sqlalchemy import Connection

from evalapp.base.progress import Progress
from evalapp.entry.contents import ANSWER, KIND_NUMBERS, SIGNOFF
from evalapp.entry.revision import Read, read
from evalapp.merge.eligibility import FAR_AHEAD, LAMPORT_LEAP
from evalapp.store import schema
from evalapp.store.cells_table import Comparison, refresh_cells
from evalapp.store.heads_table import load_coverage, refresh_heads
from evalapp.store.project_file import facts, set_facts
from evalapp.store.read_models import CELL_KINDS, MODEL_KINDS, rebuild_read_models, rebuild_signoffs
from evalapp.store.standing import (
    RANGE_KINDS,
    TRUST_KINDS,
    Trust,
    judge_devices,
    judge_withdrawals,
    let_through,
    load_coordinators,
    load_trust,
    reason_against,
)
from evalapp.store.union import Added

_ALL_DEVICES = "SELECT d FROM device"


class Change(Struct, frozen=True):
    """What one transaction added: revisions, the slots they lie in, the kinds met."""

    slots: frozenset[int]
    kinds: frozenset[int]
    devices: frozenset[int]


CompareBy = Callable[[Connection], Comparison | None]
"""Gives the comparison for the form and settings in force; None in an assessor's file, which has no cells."""


def note_reasons(connection: Connection, added: Iterable[Read], highest_lamport: int) -> int:
    """Write down, for revisions just added, what speaks against each by itself; the new highest honest counter."""
    coordinators = load_coordinators(connection, facts(connection)["founding"])
    rows = []
    for item in added:
        reason = reason_against(item, coordinators, highest_lamport)
        if reason == FAR_AHEAD and item.id in _trust(connection).let_through:
            reason = None
        if item.envelope.lamport <= highest_lamport + LAMPORT_LEAP:
            highest_lamport = max(highest_lamport, item.envelope.lamport)
        if reason is not None:
            rows.append(
                (reason, bytes.fromhex(item.id), bytes.fromhex(item.envelope.device), item.envelope.seq)
            )
    if rows:
        connection.exec_driver_sql(
            "INSERT INTO ineligible (n, reason) SELECT r.n, ? FROM revision r "
            "WHERE r.id = ? AND r.device = (SELECT d FROM device WHERE id = ?) AND r.seq = ? ON CONFLICT DO NOTHING",
            rows,
        )
    return highest_lamport


def change_of(connection: Connection, added: Iterable[Added]) -> Change:
    """What insertions touched, for :func:`refresh`."""
    slots: set[int] = set()
    kinds: set[int] = set()
    devices: set[str] = set()
    for part in added:
        slots |= part.slots
        for item in part.new:
            kinds.add(item.kind)
            devices.add(item.envelope.device)
    numbers = {
        d
        for identity, d in connection.exec_driver_sql("SELECT id, d FROM device").all()
        if identity.hex() in devices
    }
    return Change(frozenset(slots), frozenset(kinds), frozenset(numbers))


def refresh(connection: Connection, change: Change, compare_by: CompareBy, progress: Progress) -> None:
    """Bring every derived table up to date with what ``change`` added.

    The rows read stay in proportion to the change, except where trust, roster, assignment or settings changed.
    """
    touched = set(change.slots)
    devices = set(change.devices)
    trusting = bool(change.kinds & TRUST_KINDS)
    if trusting:
        devices = {d for (d,) in connection.exec_driver_sql(_ALL_DEVICES).all()}
        touched |= let_through(connection, _trust(connection))
    if devices:
        touched |= judge_devices(connection, _trust(connection), devices)
    if change.kinds & RANGE_KINDS or _has_withdrawals(connection):
        touched |= judge_withdrawals(connection)
    kinds = _kinds_of(connection, touched)
    if SIGNOFF in kinds or trusting:
        for subject, unit in rebuild_signoffs(connection):
            rows = connection.exec_driver_sql(
                "SELECT s FROM slot WHERE unit = ? AND subject = ? AND kind = ?", (unit, subject, ANSWER)
            )
            touched |= {s for (s,) in rows}
    cells: set[tuple[str, str]] | None = refresh_heads(
        connection, touched, load_coverage(connection, touched), progress
    )
    if (kinds | change.kinds) & (MODEL_KINDS | TRUST_KINDS):
        rebuild_read_models(connection, _trust(connection))
    by = compare_by(connection)
    if by is not None:
        refresh_cells(connection, None if kinds & CELL_KINDS else cells, by, progress)


def rebuild(connection: Connection, compare_by: CompareBy, progress: Progress) -> None:
    """Drop every derived table and derive it anew from the revisions alone."""
    schema.derived.drop_all(connection)
    schema.derived.create_all(connection)
    # Trust follows from revisions which must not be judged by it, so what cannot be decoded is marked first.
    for _own, part in _all_revisions(connection, progress):
        newer = [(bytes.fromhex(item.id), item.envelope.seq) for item in part if item.revision is None]
        if newer:
            connection.exec_driver_sql(
                "INSERT INTO ineligible (n, reason) SELECT n, 'newer' FROM revision WHERE id = ? AND seq = ?",
                newer,
            )
    highest = 0
    for own, part in _all_revisions(connection, progress):
        if own:
            highest = max(highest, *(item.envelope.lamport for item in part))
        highest = note_reasons(connection, part, highest)
    set_facts(connection, {"lamport": str(highest), "derivation_version": str(schema.DERIVATION_VERSION)})
    slots = frozenset(s for (s,) in connection.exec_driver_sql("SELECT s FROM slot"))
    devices = frozenset(d for (d,) in connection.exec_driver_sql(_ALL_DEVICES))
    refresh(connection, Change(slots, frozenset(KIND_NUMBERS.values()), devices), compare_by, progress)


def _all_revisions(connection: Connection, progress: Progress) -> Iterator[tuple[bool, list[Read]]]:
    """All revisions in the order they came, in parts; beside each whether this account wrote it or its task brought it."""
    total = connection.exec_driver_sql("SELECT count(*) FROM revision").scalar() or 0
    last, done = 0, 0
    while True:
        rows = connection.exec_driver_sql(
            "SELECT n, body, batch IS NULL FROM revision WHERE n > ? ORDER BY n LIMIT 5000", (last,)
        ).all()
        if not rows:
            return
        progress.step(done, total)
        for own, part in groupby(rows, itemgetter(2)):
            yield bool(own), [read(body) for _n, body, _own in part]
        last, done = rows[-1][0], done + len(rows)


def _trust(connection: Connection) -> Trust:
    known = facts(connection)
    return load_trust(connection, known["founding"], chains_judged=known["role"] == "coordinator")


def _has_withdrawals(connection: Connection) -> bool:
    kinds = ", ".join(str(kind) for kind in sorted(RANGE_KINDS))
    return (
        connection.exec_driver_sql(
            f"SELECT 1 FROM slot WHERE unit = '' AND kind IN ({kinds}) LIMIT 1"
        ).scalar()
        is not None
    )


def _kinds_of(connection: Connection, slots: set[int]) -> set[int]:
    found: set[int] = set()
    ordered = sorted(slots)
    for start in range(0, len(ordered), 500):
        part = ", ".join(str(s) for s in ordered[start : start + 500])
        found.update(
            kind
            for (kind,) in connection.exec_driver_sql(f"SELECT DISTINCT kind FROM slot WHERE s IN ({part})")
        )
    return found
