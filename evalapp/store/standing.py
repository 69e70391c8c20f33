"""The derived table of revisions that do not count, and why (RECORD R8, R12–R14)."""

from collections.abc import Iterable, Sequence

from msgspec import Struct
from sqlalchemy import Connection

from evalapp.entry.contents import (
    KIND_NUMBERS,
    Content,
    Enrolment,
    Founding,
    KeyEntry,
    PersonEntry,
    Release,
    Withdrawal,
)
from evalapp.entry.enrolment import proves
from evalapp.entry.revision import Read, decode
from evalapp.merge import eligibility
from evalapp.merge.eligibility import Key, Withdrawn

TRUST_KINDS = frozenset(
    KIND_NUMBERS[name] for name in ("project", "person", "enrolment", "key", "grant", "release")
)
"""Kinds that may change which keys are accepted or what is let through."""
RANGE_KINDS = frozenset(KIND_NUMBERS[name] for name in ("withdrawal", "release"))


_END = 2**62


class Trust(Struct, frozen=True):
    """Who may write what: the project's id, its coordinators, each person's accepted keys, what was let through by name."""

    project: str
    coordinators: frozenset[str]
    keys: dict[str, frozenset[str]]
    let_through: frozenset[str]
    chains_judged: bool

    def speaks_for(self, person: str, key: str | None) -> bool:
        """Whether ``key`` is accepted for ``person``."""
        return key is not None and key in self.keys.get(person, frozenset())


def load_trust(connection: Connection, founding_id: str, *, chains_judged: bool) -> Trust:
    """The trust that follows from the founding, person, enrolment, key and release revisions in the union.

    ``founding_id`` names the one founding revision that this file was made from: a second one, whoever wrote it, founds
    nothing. A coordinator's word counts only from a device that is proved by the founding key.

    ``chains_judged`` is false in an assessor's file: what a task brings is a selection that its signed manifest vouches
    for, so that gaps in a coordinator's chain mean nothing there (RECORD R9).
    """
    founding: Founding | None = None
    secrets: dict[str, list[str]] = {}
    enrolments: dict[str, list[tuple[Key, str]]] = {}
    judged: dict[str, dict[str, bool]] = {}
    let_through: set[str] = set()
    for identity, subject, author, lamport, key, content in _trust_revisions(connection):
        if isinstance(content, Founding):
            founding = content if identity == founding_id else founding
        elif isinstance(content, Enrolment) and author == subject:
            enrolments.setdefault(subject, []).append((Key(lamport, identity, content.key), content.proof))
        elif founding is not None and author == founding.person and key == founding.key:
            if isinstance(content, PersonEntry):
                secrets.setdefault(subject, []).append(content.secret)
            elif isinstance(content, KeyEntry):
                judged.setdefault(subject, {})[content.key] = content.accepted
            elif isinstance(content, Release):
                let_through.update(content.held)
    if founding is None:
        return Trust("", frozenset(), {}, frozenset(), chains_judged)
    keys = {founding.person: frozenset({founding.key})}
    for person in enrolments.keys() | judged.keys():
        valid = [
            key
            for key, proof in enrolments.get(person, ())
            if any(
                secret and proves(secret, founding.project, person, key.key, proof)
                for secret in secrets.get(person, ())
            )
        ]
        keys[person] = keys.get(person, frozenset()) | eligibility.accepted_keys(
            valid, judged.get(person, {})
        )
    return Trust(founding.project, frozenset({founding.person}), keys, frozenset(let_through), chains_judged)


def _trust_revisions(connection: Connection) -> list[tuple[str, str, str, int, str, Content]]:
    """Revisions of the trust kinds, the founding ones first, then as every laptop lists them: by counter and id."""
    kinds = ", ".join(str(kind) for kind in sorted(TRUST_KINDS))
    rows = connection.exec_driver_sql(
        "SELECT r.id, s.subject, r.body, d.key FROM slot s JOIN revision r ON r.slot = s.s JOIN device d ON d.d = r.device "
        f"LEFT JOIN ineligible i ON i.n = r.n AND i.reason = 'newer' WHERE s.unit = '' AND s.kind IN ({kinds}) AND i.n IS NULL "
        f"ORDER BY s.kind <> {KIND_NUMBERS['project']}, r.lamport, r.id"
    ).all()
    found = []
    for identity, subject, body, key in rows:
        revision = decode(body)
        signer = "" if key is None else key.hex()
        found.append((identity.hex(), subject, revision.author, revision.lamport, signer, revision.content))
    return found


def reason_against(read: Read, trust: Trust, highest_lamport: int) -> str | None:
    """Why a revision does not count for its own sake, whatever its chain and key; None where nothing is against it."""
    if read.revision is None:
        return eligibility.NEWER
    if read.id in trust.let_through:
        return None
    revision = read.revision
    if not eligibility.has_authority(revision.content, revision.author, revision.subject, trust.coordinators):
        return eligibility.AUTHORITY
    if revision.lamport > highest_lamport + eligibility.LAMPORT_LEAP:
        return eligibility.FAR_AHEAD
    return None


def judge_devices(connection: Connection, trust: Trust, devices: Iterable[int]) -> set[int]:
    """Bring the reasons ``key`` and ``gap`` of the devices' revisions up to date; the slots whose standing changed."""
    changed: set[int] = set()
    for d in sorted(devices):
        changed |= _set_reason(
            connection, d, eligibility.KEY, _unproven(connection, trust, d), trust.let_through
        )
        if trust.chains_judged:
            beyond = _first_gap(connection, d)
            held = [] if beyond is None else [(beyond, _END)]
            changed |= _set_reason(connection, d, eligibility.GAP, held, trust.let_through)
    return changed


def _unproven(connection: Connection, trust: Trust, d: int) -> list[tuple[int, int]]:
    """The stretch of a device that no accepted key has proved (RECORD R10, R12).

    There is none on this account's own device and on one that a signed manifest vouched for; else it is what lies beyond
    the last good seal.
    """
    person, key = connection.exec_driver_sql("SELECT person, key FROM device WHERE d = ?", (d,)).one()
    if key is not None and trust.speaks_for(person.hex(), key.hex()):
        return []
    seals = connection.exec_driver_sql("SELECT key, seq FROM seal WHERE device = ?", (d,)).all()
    proved = max((seq for sealer, seq in seals if trust.speaks_for(person.hex(), sealer.hex())), default=0)
    return [(proved + 1, _END)]


def _first_gap(connection: Connection, d: int) -> int | None:
    """The first missing sequence number of a device whose chain goes on behind it; None for a whole chain."""
    row = connection.exec_driver_sql(
        "SELECT count(DISTINCT seq), max(seq) FROM revision WHERE device = ?", (d,)
    ).one()
    if row[0] == (row[1] or 0):
        return None
    seqs = [
        seq
        for (seq,) in connection.exec_driver_sql("SELECT DISTINCT seq FROM revision WHERE device = ?", (d,))
    ]
    return eligibility.gaps(seqs)


def judge_withdrawals(connection: Connection) -> set[int]:
    """Bring the reason ``withdrawn`` up to date with all withdrawals and releases; the slots whose standing changed."""
    withdrawals: list[Withdrawn] = []
    released: set[str] = set()
    kinds = ", ".join(str(kind) for kind in sorted(RANGE_KINDS))
    rows = connection.exec_driver_sql(
        "SELECT r.id, r.body FROM slot s JOIN revision r ON r.slot = s.s LEFT JOIN ineligible i ON i.n = r.n "
        f"WHERE s.unit = '' AND s.kind IN ({kinds}) AND (i.n IS NULL OR i.reason = 'withdrawn') ORDER BY r.n"
    ).all()
    for identity, body in rows:
        content = decode(body).content
        if isinstance(content, Withdrawal):
            withdrawals.append(Withdrawn(identity.hex(), _ranges(connection, content)))
        elif isinstance(content, Release):
            released.update(content.withdrawals)
    out = eligibility.withdrawn_ranges(withdrawals, frozenset(released))
    changed: set[int] = set()
    for identity, d in connection.exec_driver_sql("SELECT id, d FROM device").all():
        changed |= _set_reason(connection, d, eligibility.WITHDRAWN, out.get(identity.hex(), []), frozenset())
    return changed


def _ranges(connection: Connection, content: Withdrawal) -> tuple[tuple[str, int, int], ...]:
    """A withdrawal's ranges with the tips' sequence numbers; a range whose tip has not come names nothing yet."""
    found = []
    for part in content.ranges:
        seq = connection.exec_driver_sql(
            "SELECT r.seq FROM revision r JOIN device d ON d.d = r.device WHERE d.id = ? AND r.id = ?",
            (bytes.fromhex(part.device), bytes.fromhex(part.tip)),
        ).scalar()
        if seq is not None:
            found.append((part.device, part.first, int(seq)))
    return tuple(found)


def _set_reason(
    connection: Connection, d: int, reason: str, ranges: Sequence[tuple[int, int]], exempt: frozenset[str]
) -> set[int]:
    """Let exactly the device's revisions in ``ranges`` carry ``reason``, but those that carry another; changed slots.

    Trust kinds are never held for their key: the key is judged by them. Withdrawals never reach withdrawals (RECORD R8).
    """
    spared = {eligibility.KEY: "6", eligibility.WITHDRAWN: "10, 11"}.get(reason, "0")
    where = " OR ".join(f"seq BETWEEN {int(low)} AND {int(high)}" for low, high in ranges) or "0"
    rows = connection.exec_driver_sql(
        "SELECT i.n, r.slot FROM ineligible i JOIN revision r ON r.n = i.n WHERE i.reason = ? AND r.device = ?",
        (reason, d),
    )
    before: dict[int, int] = dict(rows.tuples().all())
    wanted: dict[int, int] = {}
    if ranges:
        rows = connection.exec_driver_sql(
            f"SELECT r.n, r.slot, r.id FROM revision r JOIN slot s ON s.s = r.slot WHERE r.device = ? AND ({where}) "
            f"AND s.kind NOT IN ({spared})",
            (d,),
        )
        wanted = {n: s for n, s, identity in rows if identity.hex() not in exempt}
    gone = [(n,) for n in before.keys() - wanted.keys()]
    come = [(n, reason) for n in wanted.keys() - before.keys()]
    if gone:
        connection.exec_driver_sql("DELETE FROM ineligible WHERE n = ?", gone)
    if come:
        connection.exec_driver_sql(
            "INSERT INTO ineligible (n, reason) VALUES (?, ?) ON CONFLICT DO NOTHING", come
        )
    return {before[n] for (n,) in gone} | {wanted[n] for n, _reason in come}
