"""The derived table of revisions that do not count, and why (RECORD R8, R12–R14)."""

from collections.abc import Iterable

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
from evalapp.merge.eligibility import Key
from evalapp.store.chains import NO_ROWS, Extent, Rows, Stretch, extent, rows_of
from evalapp.store.forms import NAMING_KINDS, editions_named

TRUST_KINDS = frozenset(
    KIND_NUMBERS[name] for name in ("project", "person", "enrolment", "key", "grant", "release")
)
"""Kinds that may change which keys are accepted or what is let through."""
RANGE_KINDS = frozenset(KIND_NUMBERS[name] for name in ("withdrawal", "release"))


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
    nothing. A coordinator's word counts only where the founding key proves it.

    ``chains_judged`` is false in an assessor's file: what a task brings is a selection that its signed manifest vouches
    for, so that gaps in a coordinator's chain mean nothing there (RECORD R9), and what the assessor wrote at a second laptop
    is as much the assessor's own as the rest.
    """
    founding: Founding | None = None
    secrets: dict[str, list[str]] = {}
    enrolments: dict[str, list[tuple[Key, str]]] = {}
    judged: dict[str, dict[str, bool]] = {}
    let_through: set[str] = set()
    proofs = _Proofs(connection)
    for row in _trust_revisions(connection):
        identity, subject, content = row.id, row.subject, row.content
        if isinstance(content, Founding):
            founding = content if identity == founding_id else founding
        elif isinstance(content, Enrolment) and row.author == subject:
            key = Key(identity, content.key, row.replaces)
            enrolments.setdefault(subject, []).append((key, content.proof))
        elif founding is not None and row.author == founding.person and proofs.proved(row, founding.key):
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


class _TrustRow(Struct, frozen=True, kw_only=True):
    n: int
    id: str
    device: int
    came: bool
    key: str
    subject: str
    author: str
    replaces: tuple[str, ...]
    content: Content


def _trust_revisions(connection: Connection) -> list[_TrustRow]:
    """Revisions of the trust kinds, the founding ones first, then as every laptop lists them: by counter and id."""
    kinds = ", ".join(str(kind) for kind in sorted(TRUST_KINDS))
    rows = connection.exec_driver_sql(
        "SELECT r.n, r.id, r.device, r.batch IS NOT NULL, d.key, s.subject, r.body FROM slot s "
        "JOIN revision r ON r.slot = s.s JOIN device d ON d.d = r.device "
        f"LEFT JOIN ineligible i ON i.n = r.n AND i.reason = 'newer' WHERE s.unit = '' AND s.kind IN ({kinds}) AND i.n IS NULL "
        f"ORDER BY s.kind <> {KIND_NUMBERS['project']}, r.lamport, r.id"
    ).all()
    found = []
    for n, identity, device, came, key, subject, body in rows:
        revision = decode(body)
        found.append(
            _TrustRow(
                n=n,
                id=identity.hex(),
                device=device,
                came=bool(came),
                key="" if key is None else key.hex(),
                subject=subject,
                author=revision.author,
                replaces=revision.replaces,
                content=revision.content,
            )
        )
    return found


class _Proofs:
    """Which revisions a key has proved: written by this account with it, or under a tip that it has sealed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sealed: dict[tuple[int, str], set[int]] = {}

    def proved(self, row: _TrustRow, key: str) -> bool:
        """Whether ``key`` has proved the revision."""
        if not row.came and row.key == key:
            return True
        place = (row.device, key)
        if place not in self._sealed:
            self._sealed[place] = self._under_seals(row.device, key)
        return row.n in self._sealed[place]

    def _under_seals(self, d: int, key: str) -> set[int]:
        seals = self._connection.exec_driver_sql(
            'SELECT seq, tip FROM seal WHERE device = ? AND "key" = ?', (d, bytes.fromhex(key))
        ).all()
        if not seals:
            return set()
        tips = [Stretch(1, seq, tip) for seq, tip in seals]
        rows = rows_of(self._connection, d, extent(self._connection, d), tips)
        found = self._connection.exec_driver_sql(
            f"SELECT r.n FROM revision r WHERE r.device = ? AND {rows.where}", (d, *rows.values)
        )
        return {n for (n,) in found}


def load_coordinators(connection: Connection, founding_id: str) -> frozenset[str]:
    """Who the coordinators are: from the table of people, or from trust itself while that table is still empty."""
    rows = connection.exec_driver_sql("SELECT id FROM person WHERE role = 'coordinator'").all()
    if rows:
        return frozenset(person for (person,) in rows)
    return load_trust(connection, founding_id, chains_judged=False).coordinators


def reason_against(
    read: Read, coordinators: frozenset[str], highest_lamport: int, forms: frozenset[str]
) -> str | None:
    """Why a revision does not count for its own sake, whatever its chain and key; None where nothing is against it.

    A counter that leaps is held until a release names the revision: whether one does is the caller's to look up. ``forms`` are
    the editions that the file holds; what speaks of another one is held until that comes.
    """
    if read.revision is None:
        return eligibility.NEWER
    revision = read.revision
    if not eligibility.has_authority(revision.content, revision.author, revision.subject, coordinators):
        return eligibility.AUTHORITY
    if revision.lamport > highest_lamport + eligibility.LAMPORT_LEAP:
        return eligibility.FAR_AHEAD
    if read.kind in NAMING_KINDS and not forms.issuperset(editions_named(revision.content, revision.item)):
        return eligibility.EDITION
    return None


def judge_devices(connection: Connection, trust: Trust, devices: Iterable[int]) -> set[int]:
    """Bring the reasons ``key`` and ``gap`` of the devices' revisions up to date; the slots whose standing changed."""
    changed: set[int] = set()
    if not trust.chains_judged:
        return changed
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
    withdrawals: list[tuple[str, Withdrawal]] = []
    released: set[str] = set()
    kinds = ", ".join(str(kind) for kind in sorted(RANGE_KINDS))
    rows = connection.exec_driver_sql(
        "SELECT r.id, r.body FROM slot s JOIN revision r ON r.slot = s.s LEFT JOIN ineligible i ON i.n = r.n "
        f"WHERE s.unit = '' AND s.kind IN ({kinds}) AND (i.n IS NULL OR i.reason = 'withdrawn') ORDER BY r.n"
    ).all()
    for identity, body in rows:
        content = decode(body).content
        if isinstance(content, Withdrawal):
            withdrawals.append((identity.hex(), content))
        elif isinstance(content, Release):
            released.update(content.withdrawals)
    out: dict[str, list[Stretch]] = {}
    for name, withdrawal in withdrawals:
        if name not in released:
            _add_stretches(connection, withdrawal, out)
    changed: set[int] = set()
    for identity, d in connection.exec_driver_sql("SELECT id, d FROM device").all():
        stretches = out.get(identity.hex(), [])
        withdrawn = rows_of(connection, d, extent(connection, d), stretches) if stretches else NO_ROWS
        changed |= _set_reason(connection, d, eligibility.WITHDRAWN, withdrawn, frozenset())
    return changed


def _add_stretches(connection: Connection, withdrawal: Withdrawal, out: dict[str, list[Stretch]]) -> None:
    """A withdrawal's ranges by device; a range whose tip has not come names nothing yet."""
    for part in withdrawal.ranges:
        tip = bytes.fromhex(part.tip)
        seq = connection.exec_driver_sql(
            "SELECT r.seq FROM revision r JOIN device d ON d.d = r.device WHERE d.id = ? AND r.id = ?",
            (bytes.fromhex(part.device), tip),
        ).scalar()
        if seq is not None:
            out.setdefault(part.device, []).append(Stretch(part.first, int(seq), tip))


_SPARED = {
    eligibility.KEY: (KIND_NUMBERS["enrolment"],),  # the key is judged by it
    eligibility.WITHDRAWN: (KIND_NUMBERS["withdrawal"], KIND_NUMBERS["release"]),  # RECORD R8
}
_RANK = " ".join(f"WHEN '{reason}' THEN {rank}" for rank, reason in enumerate(eligibility.REASONS))
_SET_REASON = (
    "INSERT INTO ineligible (n, reason) VALUES (?, ?) ON CONFLICT (n) DO UPDATE SET reason = excluded.reason "
    f"WHERE CASE excluded.reason {_RANK} END < CASE reason {_RANK} END"
)


def _set_reason(connection: Connection, d: int, reason: str, rows: Rows, exempt: frozenset[str]) -> set[int]:
    """Let exactly the device's revisions in ``rows`` carry ``reason``; the slots whose standing may have changed.

    Of several reasons a revision carries the first in the order of ``REASONS``, whichever was found first.
    """
    spared = ", ".join(str(kind) for kind in _SPARED.get(reason, (0,)))
    carrying = connection.exec_driver_sql(
        "SELECT i.n, r.slot FROM ineligible i JOIN revision r ON r.n = i.n WHERE i.reason = ? AND r.device = ?",
        (reason, d),
    )
    before: dict[int, int] = {n: s for n, s in carrying}  # noqa: C416 (a Row is no pair to the type checker)
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
