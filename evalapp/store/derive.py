"""From the union to its meaning: one call after any change brings every derived table up to date (RECORD R32)."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Protocol

from msgspec import Struct
from sqlalchemy import Connection

from evalapp.base.progress import Progress
from evalapp.entry.contents import ANSWER, DECISION, KIND_NUMBERS, MAPPING, SETTING, SIGNOFF, Answer
from evalapp.entry.editions import Reading
from evalapp.entry.revision import Read, read
from evalapp.merge.eligibility import EDITION, FAR_AHEAD, LAMPORT_LEAP, NEWER
from evalapp.merge.trust import Trust
from evalapp.store import schema
from evalapp.store.carried_heads import refresh_heads
from evalapp.store.cells_table import Comparison, refresh_cells
from evalapp.store.forms import NAMING_KINDS, form_hashes, let_editions_in
from evalapp.store.heads_table import load_coverage, refresh_plain
from evalapp.store.project_file import facts, set_facts
from evalapp.store.read_models import CELL_KINDS, MODEL_KINDS, rebuild_read_models, rebuild_signoffs
from evalapp.store.standing import (
    judge_authority,
    judge_devices,
    judge_withdrawals,
    let_through,
    reason_against,
)
from evalapp.store.trust import TRUST_KINDS, load_coordinators, load_trust
from evalapp.store.union import Added
from evalapp.store.withdrawals import RANGE_KINDS

_ALL_DEVICES = "SELECT d FROM device"


_RECORDED = frozenset({ANSWER, DECISION})
"""What is read in the edition in force."""
_READING_KINDS = frozenset({SETTING, MAPPING})
"""Kinds that may change which edition is in force, and how others read in it."""


class Change(Struct, frozen=True):
    """What one transaction added: revisions, the slots they lie in, the kinds met; and whether an edition came."""

    slots: frozenset[int]
    kinds: frozenset[int]
    devices: frozenset[int]
    forms: bool = False


class Terms(Protocol):
    """The terms on which revisions are read and compared, by what the file says of editions and settings."""

    def reading(self, connection: Connection) -> Reading | None:
        """How what was recorded under other editions reads in the one in force; None where the file holds one only.

        The same object as long as nothing that it is made from changes.
        """

    def comparison(self, connection: Connection) -> Comparison | None:
        """The comparison for the form and settings in force; None in an assessor's file, which has no cells."""


def note_reasons(connection: Connection, added: Iterable[Read], highest_lamport: int) -> int:
    """Write down, for revisions just added, what speaks against each by itself; the new highest honest counter."""
    coordinators = load_coordinators(connection, facts(connection)["founding"])
    added = list(added)
    naming = any(item.kind in NAMING_KINDS for item in added)
    forms = form_hashes(connection) if naming else frozenset[str]()
    rows = []
    for item in added:
        reason = reason_against(item, coordinators, highest_lamport, forms)
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


def change_of(added: Iterable[Added]) -> Change:
    """What insertions touched, for :func:`refresh`."""
    slots: set[int] = set()
    kinds: set[int] = set()
    devices: set[int] = set()
    for part in added:
        slots.update(part.slots.values())
        kinds.update(kind for kind, _unit, _item, _subject in part.slots)
        devices |= part.devices
    return Change(frozenset(slots), frozenset(kinds), frozenset(devices))


def refresh(connection: Connection, change: Change, terms: Terms, progress: Progress) -> None:
    """Bring every derived table up to date with what ``change`` added.

    The rows read stay in proportion to the change, except where trust, roster, assignment, settings or editions changed.
    """
    touched = set(change.slots)
    devices = set(change.devices)
    if change.forms:
        slots, held = let_editions_in(connection)
        touched |= slots
        devices |= held
    trusting = bool(change.kinds & TRUST_KINDS)
    if trusting:
        devices = {d for (d,) in connection.exec_driver_sql(_ALL_DEVICES).all()}
        touched |= let_through(connection, _trust(connection))
    if devices:
        touched |= _judge(connection, devices, trusting=trusting)
    if change.kinds & RANGE_KINDS or _has_withdrawals(connection):
        touched |= judge_withdrawals(connection)
    kinds = _kinds_of(connection, touched)
    if SIGNOFF in kinds or trusting:
        for subject, unit in rebuild_signoffs(connection):
            rows = connection.exec_driver_sql(
                "SELECT s FROM slot WHERE unit = ? AND subject = ? AND kind = ?", (unit, subject, ANSWER)
            )
            touched |= {s for (s,) in rows}
    modelled = bool((kinds | change.kinds) & (MODEL_KINDS | TRUST_KINDS))
    every = bool(kinds & CELL_KINDS)
    if change.forms or kinds & _READING_KINDS:
        rest, reread = _refresh_reading(connection, touched, terms, progress)
        touched, every, modelled = rest, every or reread, False
    reading = terms.reading(connection)
    cells = refresh_heads(connection, touched, load_coverage(connection, touched), reading, progress)
    if modelled:
        rebuild_read_models(connection, _trust(connection))
    by = terms.comparison(connection)
    if by is not None:
        refresh_cells(connection, None if every else cells, by, reading, progress)


def _judge(connection: Connection, devices: set[int], *, trusting: bool) -> set[int]:
    """What counts of the devices' revisions by who wrote them and with which key; the slots whose standing changed.

    Authority was looked at when they came; it moves where trust does, and is another one for guests and former coordinators.
    """
    known, trust = facts(connection), _trust(connection)
    special = trust.former.keys() | trust.foreign
    looked_at = {
        d
        for d, person in connection.exec_driver_sql("SELECT d, person FROM device").all()
        if d in devices and (trusting or person.hex() in special)
    }
    changed = judge_authority(connection, trust, looked_at, int(known.get("lamport", "0")))
    return changed | (judge_devices(connection, trust, devices) if known["role"] == "coordinator" else set())


def edition_came(connection: Connection, terms: Terms, progress: Progress) -> None:
    """Let in what was held for an edition of the form that the file has just been given."""
    held = connection.exec_driver_sql(
        "SELECT 1 FROM ineligible WHERE reason = ? LIMIT 1", (EDITION,)
    ).scalar()
    if held:
        nothing = frozenset[int]()
        refresh(connection, Change(nothing, nothing, nothing, forms=True), terms, progress)


def _refresh_reading(
    connection: Connection, touched: set[int], terms: Terms, progress: Progress
) -> tuple[set[int], bool]:
    """Derive first what says how answers are read: the slots that are left, and whether everything is to be read anew."""
    before = terms.reading(connection)
    recorded = _of_kinds(connection, touched, _RECORDED)
    refresh_plain(connection, touched - recorded, {}, progress)
    rebuild_read_models(connection, _trust(connection))
    reread = terms.reading(connection) is not before
    if reread:
        connection.exec_driver_sql(f"DELETE FROM head WHERE kind IN ({ANSWER}, {DECISION})")
        rows = connection.exec_driver_sql(f"SELECT s FROM slot WHERE kind IN ({ANSWER}, {DECISION})")
        recorded = {s for (s,) in rows}
    return recorded, reread


def rebuild(connection: Connection, terms: Terms, progress: Progress) -> None:
    """Drop every derived table and derive it anew from the revisions alone."""
    schema.derived.drop_all(connection)
    schema.derived.create_all(connection)
    forms = form_hashes(connection)
    # Trust follows from revisions which must not be judged by it, so what cannot be decoded is marked first.
    for _own, part in _all_revisions(connection, progress):
        marked = [
            (reason, bytes.fromhex(item.id), item.envelope.seq)
            for item in part
            if (reason := _reason_of_bytes(item, forms))
        ]
        if marked:
            connection.exec_driver_sql(
                "INSERT INTO ineligible (n, reason) SELECT n, ? FROM revision WHERE id = ? AND seq = ?",
                marked,
            )
    highest = 0
    for own, part in _all_revisions(connection, progress):
        if own:
            highest = max(highest, *(item.envelope.lamport for item in part))
        highest = note_reasons(connection, part, highest)
    set_facts(connection, {"lamport": str(highest), "derivation_version": str(schema.DERIVATION_VERSION)})
    slots = frozenset(s for (s,) in connection.exec_driver_sql("SELECT s FROM slot"))
    devices = frozenset(d for (d,) in connection.exec_driver_sql(_ALL_DEVICES))
    refresh(connection, Change(slots, frozenset(KIND_NUMBERS.values()), devices), terms, progress)


def _reason_of_bytes(item: Read, forms: frozenset[str]) -> str:
    """Why a revision cannot be understood at all: a newer version made it, or the edition that it answers is lost."""
    if item.revision is None:
        return NEWER
    content = item.revision.content
    return EDITION if isinstance(content, Answer) and content.form not in forms else ""


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
    return load_trust(connection, facts(connection)["founding"])


def _has_withdrawals(connection: Connection) -> bool:
    kinds = ", ".join(str(kind) for kind in sorted(RANGE_KINDS))
    return (
        connection.exec_driver_sql(
            f"SELECT 1 FROM slot WHERE unit = '' AND kind IN ({kinds}) LIMIT 1"
        ).scalar()
        is not None
    )


def _kinds_of(connection: Connection, slots: set[int]) -> set[int]:
    return {row[0] for row in _slots(connection, slots, "DISTINCT kind")}


def _of_kinds(connection: Connection, slots: set[int], kinds: frozenset[int]) -> set[int]:
    return {row[0] for row in _slots(connection, slots, "s, kind") if row[1] in kinds}


def _slots(connection: Connection, slots: set[int], columns: str) -> Iterator[Sequence[int]]:
    ordered = sorted(slots)
    for start in range(0, len(ordered), 500):
        part = ", ".join(str(s) for s in ordered[start : start + 500])
        yield from connection.exec_driver_sql(f"SELECT {columns} FROM slot WHERE s IN ({part})")
