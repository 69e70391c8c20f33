"""The derived table of revisions that do not count, and why (RECORD R8, R12–R14)."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from evalapp.entry.contents import KIND_NUMBERS
from evalapp.entry.revision import Read, read
from evalapp.merge import eligibility
from evalapp.merge.eligibility import DECIDING_KINDS, OWN_KINDS
from evalapp.merge.trust import Trust
from evalapp.store.chains import NO_ROWS, Extent, Rows, Stretch, extent, rows_of
from evalapp.store.forms import NAMING_KINDS, editions_named, form_hashes
from evalapp.store.withdrawals import rows_withdrawn, stretches_by_device, withdrawals_in_force


def reason_against(
    found: Read, coordinators: frozenset[str], highest_lamport: int, forms: frozenset[str]
) -> str | None:
    """Why a revision does not count for its own sake, whatever its chain and key; None where nothing is against it.

    A counter that leaps is held until a release names the revision: whether one does is the caller's to look up. ``forms`` are
    the editions that the file holds; what speaks of another one is held until that comes.
    """
    if found.revision is None:
        return eligibility.NEWER
    revision = found.revision
    if not eligibility.has_authority(revision.content, revision.author, revision.subject, coordinators):
        return eligibility.AUTHORITY
    if revision.lamport > highest_lamport + eligibility.LAMPORT_LEAP:
        return eligibility.FAR_AHEAD
    if found.kind in NAMING_KINDS and not forms.issuperset(editions_named(revision.content, revision.item)):
        return eligibility.EDITION
    return None


def judge_authority(
    connection: Connection, trust: Trust, devices: Iterable[int], highest_lamport: int
) -> set[int]:
    """Bring the reason ``authority`` of the devices' revisions up to date; the slots whose standing changed.

    A grant may come after what was written under it. A former coordinator's revisions count up to where the grant was taken back.
    """
    changed: set[int] = set()
    for d in sorted(devices):
        person = bytes(
            connection.exec_driver_sql("SELECT person FROM device WHERE d = ?", (d,)).scalar_one()
        ).hex()
        rows = NO_ROWS if person in trust.coordinators else _beyond_authority(connection, trust, d, person)
        guest = person in trust.foreign
        before = _carrying(connection, d, eligibility.AUTHORITY) | _carrying(
            connection, d, eligibility.FOREIGN
        )
        for reason, wanted in (
            (eligibility.AUTHORITY, NO_ROWS if guest else rows),
            (eligibility.FOREIGN, rows if guest else NO_ROWS),
        ):
            changed |= _set_reason(connection, d, reason, wanted, frozenset())
        after = _carrying(connection, d, eligibility.AUTHORITY) | _carrying(
            connection, d, eligibility.FOREIGN
        )
        _look_again(connection, sorted(before.keys() - after.keys()), trust, highest_lamport)
    return changed


def _beyond_authority(connection: Connection, trust: Trust, d: int, person: str) -> Rows:
    """What is a coordinator's to say, and was said by somebody who is none: the own part is everybody's."""
    if person in trust.deciders:
        kinds = ", ".join(str(kind) for kind in sorted(OWN_KINDS | DECIDING_KINDS))
        return Rows(f"s.kind NOT IN ({kinds})")
    own = ", ".join(str(kind) for kind in sorted(OWN_KINDS))
    theirs = f"NOT (s.kind IN ({own}) AND s.subject = ?)"
    tips = trust.former.get(person, ())
    if not tips:
        return Rows(theirs, (person,))
    identity = connection.exec_driver_sql("SELECT id FROM device WHERE d = ?", (d,)).scalar_one().hex()
    stretches = [Stretch(1, tip.seq, bytes.fromhex(tip.id)) for tip in tips if tip.device == identity]
    still = rows_of(connection, d, extent(connection, d), stretches)
    return Rows(f"{theirs} AND NOT ({still.where})", (person, *still.values))


def _look_again(connection: Connection, lifted: Sequence[int], trust: Trust, highest_lamport: int) -> None:
    """What speaks against revisions that are authorised by now, for another reason than that they were not."""
    forms = form_hashes(connection)
    for n in lifted:
        (body,) = connection.exec_driver_sql("SELECT body FROM revision WHERE n = ?", (n,)).one()
        found = read(body)
        authors = trust.coordinators | frozenset({found.envelope.author})
        reason = reason_against(found, authors, highest_lamport, forms)
        if reason is not None and not (reason == eligibility.FAR_AHEAD and found.id in trust.let_through):
            connection.exec_driver_sql(_SET_REASON, (n, reason))


def judge_devices(connection: Connection, trust: Trust, devices: Iterable[int]) -> set[int]:
    """Bring the reasons ``key`` and ``gap`` of the devices' revisions up to date; the slots whose standing changed.

    In a coordinator's file only: what a task brings to an assessor is a selection that its signed manifest vouches for, so that
    gaps in a coordinator's chain mean nothing there (RECORD R9), and what was written at a second laptop is the assessor's own.
    """
    changed: set[int] = set()
    for d in sorted(devices):
        size = extent(connection, d)
        unproved = _unproved(connection, trust, d, size)
        changed |= _set_reason(connection, d, eligibility.KEY, unproved, trust.let_through)
        beyond = NO_ROWS if size.is_whole else Rows(f"r.seq >= {_first_gap(connection, d)}")
        changed |= _set_reason(connection, d, eligibility.GAP, beyond, trust.let_through)
    return changed


def _unproved(connection: Connection, trust: Trust, d: int, size: Extent) -> Rows:
    """The revisions of a device that no accepted key has proved (RECORD R10, R12).

    What this account wrote itself is proved; what came in a file is proved up to the tips that an accepted key has sealed, by
    the line of hashes that ends in them. A file may claim any device, this account's own included.
    """
    person, key = connection.exec_driver_sql("SELECT person, key FROM device WHERE d = ?", (d,)).one()
    seals = connection.exec_driver_sql('SELECT "key", seq, tip FROM seal WHERE device = ?', (d,)).all()
    tips = [
        Stretch(1, seq, tip) for sealer, seq, tip in seals if trust.speaks_for(person.hex(), sealer.hex())
    ]
    proved = rows_of(connection, d, size, tips)
    own = key is not None and trust.speaks_for(person.hex(), key.hex())
    came = "r.batch IS NOT NULL AND " if own else ""
    return Rows(f"{came}NOT ({proved.where})", proved.values)


def _first_gap(connection: Connection, d: int) -> int:
    """The first missing sequence number of a device whose chain goes on behind it."""
    rows = connection.exec_driver_sql("SELECT DISTINCT seq FROM revision WHERE device = ?", (d,))
    return eligibility.gaps([seq for (seq,) in rows])


def let_through(connection: Connection, trust: Trust) -> set[int]:
    """Take the reason ``far_ahead`` from the revisions that a release names; the slots whose standing changed."""
    rows = connection.exec_driver_sql(
        "SELECT i.n, r.id, r.slot FROM ineligible i JOIN revision r ON r.n = i.n WHERE i.reason = ?",
        (eligibility.FAR_AHEAD,),
    ).all()
    named = {n: s for n, identity, s in rows if identity.hex() in trust.let_through}
    if named:
        connection.exec_driver_sql("DELETE FROM ineligible WHERE n = ?", [(n,) for n in named])
    return set(named.values())


def judge_withdrawals(connection: Connection) -> set[int]:
    """Bring the reason ``withdrawn`` up to date with all withdrawals and releases; the slots whose standing changed."""
    in_force = (withdrawal for _id, _revision, withdrawal in withdrawals_in_force(connection))
    out = stretches_by_device(connection, in_force)
    changed: set[int] = set()
    for (d,) in connection.exec_driver_sql("SELECT d FROM device").all():
        withdrawn = rows_withdrawn(connection, d, out[d]) if d in out else NO_ROWS
        changed |= _set_reason(connection, d, eligibility.WITHDRAWN, withdrawn, frozenset())
    return changed


_SPARED = {
    eligibility.KEY: (KIND_NUMBERS["enrolment"],),  # the key is judged by it
    eligibility.WITHDRAWN: (KIND_NUMBERS["withdrawal"], KIND_NUMBERS["release"]),  # RECORD R8
}
_RANK = " ".join(f"WHEN '{reason}' THEN {rank}" for rank, reason in enumerate(eligibility.REASONS))
_SET_REASON = (
    "INSERT INTO ineligible (n, reason) VALUES (?, ?) ON CONFLICT (n) DO UPDATE SET reason = excluded.reason "
    f"WHERE CASE excluded.reason {_RANK} END < CASE ineligible.reason {_RANK} END"
)


def _set_reason(connection: Connection, d: int, reason: str, rows: Rows, exempt: frozenset[str]) -> set[int]:
    """Let exactly the device's revisions in ``rows`` carry ``reason``; the slots whose standing may have changed.

    Of several reasons a revision carries the first in the order of ``REASONS``, whichever was found first.
    """
    spared = ", ".join(str(kind) for kind in _SPARED.get(reason, (0,)))
    before = _carrying(connection, d, reason)
    wanted: dict[int, int] = {}
    if rows != NO_ROWS:
        found = connection.exec_driver_sql(
            "SELECT r.n, r.slot, r.id FROM revision r JOIN slot s ON s.s = r.slot "
            f"WHERE r.device = ? AND ({rows.where}) AND s.kind NOT IN ({spared})",
            (d, *rows.values),
        )
        wanted = {n: s for n, s, identity in found if identity.hex() not in exempt}
    gone = [(n,) for n in before.keys() - wanted.keys()]
    come = [(n, reason) for n in wanted.keys() - before.keys()]
    if gone:
        connection.exec_driver_sql("DELETE FROM ineligible WHERE n = ?", gone)
    if come:
        connection.exec_driver_sql(_SET_REASON, come)
    return {before[n] for (n,) in gone} | {wanted[n] for n, _reason in come}


def _carrying(connection: Connection, d: int, reason: str) -> dict[int, int]:
    """The revisions of a device that carry a reason, with their slots."""
    rows = connection.exec_driver_sql(
        "SELECT i.n, r.slot FROM ineligible i JOIN revision r ON r.n = i.n WHERE i.reason = ? AND r.device = ?",
        (reason, d),
    )
    return {n: s for n, s in rows}  # noqa: C416 (a Row is no pair to the type checker)
