"""Taking a package's revisions into the union: every line checked, good ones added, bad ones returned with a reason."""

from collections.abc import Callable, Iterable, Sequence

import msgspec
from msgspec import Struct
from sqlalchemy import Connection

from evalapp.entry.contents import ANSWER, KIND_NUMBERS, Answer
from evalapp.entry.revision import Read, Unreadable, read
from evalapp.store.chains import extent, previous
from evalapp.store.derive import Change, change_of, note_reasons
from evalapp.store.project_file import facts, set_facts
from evalapp.store.trust import TRUST_KINDS
from evalapp.store.union import Slot, add_revisions, find_device, slot_of
from evalapp.store.withdrawals import RANGE_KINDS

_CHUNK = 4000

Refuse = Callable[[str, Answer], str | None]
"""Why an answer to an item does not fit the form in force; None where it fits."""


class SealRow(Struct, frozen=True):
    """A seal whose signature was verified: key and tip in hex."""

    key: str
    device: str
    seq: int
    tip: str
    count: int
    signature: str


class TakenIn(Struct, frozen=True):
    """What became of a package: revisions that were new, that were there, that could not be read (line and reason).

    ``answers``, ``changed`` and ``unchanged`` count what people count, an assessor's answer to an item of a unit, however often
    it was corrected on the way: it came for the first time, it changes one that was there, it was there already. ``change`` is
    what has to be derived anew.
    """

    new: int
    same: int
    answers: int
    changed: int
    unchanged: int
    unreadable: tuple[tuple[int, str], ...]
    change: Change


def take_in(
    connection: Connection,
    lines: Iterable[bytes],
    seals: Iterable[SealRow],
    refuse: Refuse,
    batch: int,
    *,
    whole_chains: bool,
) -> TakenIn:
    """Add a package's revisions and seals. ``whole_chains``: each device's revisions must follow one another by hash."""
    seals = tuple(seals)
    chains = _Chains(connection, seals) if whole_chains else None
    tally = _Tally(connection, batch)
    unreadable: list[tuple[int, str]] = []
    for number, line in enumerate(lines, start=1):
        try:
            tally.add(_checked(line, refuse, chains))
        except Unreadable as error:
            unreadable.append((number, str(error)))
            connection.exec_driver_sql(
                "INSERT INTO unreadable (b, reason, bytes) VALUES (?, ?, ?)", (batch, str(error), line)
            )
    change = tally.finish()
    proved = {d for seal in seals if (d := keep_seal(connection, seal)) is not None}
    change = Change(
        change.slots, change.kinds | _kinds_written_on(connection, proved), change.devices | proved
    )
    return TakenIn(tally.new, tally.same, *tally.answers(), tuple(unreadable), change)


class _Tally:
    """Adds revisions in parts, so that memory does not grow with the package, and counts what came of them."""

    def __init__(self, connection: Connection, batch: int) -> None:
        self._connection = connection
        self._batch = batch
        self._waiting: list[Read] = []
        self._highest = int(facts(connection).get("lamport", "0"))
        self._slots: set[int] = set()
        self._kinds: set[int] = set()
        self._devices: set[int] = set()
        self._met: set[Slot] = set()
        self._made: set[Slot] = set()
        self._touched: set[Slot] = set()
        self.new = self.same = 0

    def add(self, found: Read) -> None:
        """Take one revision; it is stored when a part is full."""
        self._waiting.append(found)
        if len(self._waiting) >= _CHUNK:
            self._flush()

    def finish(self) -> Change:
        """Store what is waiting; what has to be derived anew."""
        self._flush()
        set_facts(self._connection, {"lamport": str(self._highest)})
        return Change(frozenset(self._slots), frozenset(self._kinds), frozenset(self._devices))

    def answers(self) -> tuple[int, int, int]:
        """How many answers came for the first time, changed one that was there, were there already."""
        first = len(self._touched & self._made)
        return first, len(self._touched) - first, len(self._met) - len(self._touched)

    def _flush(self) -> None:
        part = add_revisions(self._connection, self._waiting, self._batch)
        touched = {slot for slot in part.slots if slot[0] == ANSWER}
        self._touched |= touched
        # Where all was new, what was met is what was touched.
        known = [slot_of(read) for read in self._waiting if read.kind == ANSWER] if part.same else touched
        self._met.update(known)
        self._waiting.clear()
        self._highest = note_reasons(self._connection, part.new, self._highest)
        change = change_of([part])
        self._slots |= change.slots
        self._kinds |= change.kinds
        self._devices |= change.devices
        self.new += len(part.new)
        self.same += part.same
        self._made |= part.made


def _checked(line: bytes, refuse: Refuse, chains: "_Chains | None") -> Read:
    found = read(line)
    if chains is not None:
        chains.follow(found)
    revision = found.revision
    if revision is not None and isinstance(revision.content, Answer):
        reason = refuse(revision.item, revision.content)
        if reason is not None:
            raise Unreadable(reason)
    return found


class _Device(msgspec.Struct):
    """What this file knows of a device that a package names, and how far the package has been followed on it.

    ``sealed``: how far this account's own key has sealed the device in the package; None where the device is another's.
    """

    d: int | None
    person: str
    whole: bool
    sealed: int | None
    seq: int = 0
    id: str = ""


class _Chains:
    """Follows each device's chain through a package and into what the file holds already."""

    def __init__(self, connection: Connection, seals: Sequence[SealRow]) -> None:
        self._connection = connection
        self._seals = seals
        self._devices: dict[str, _Device] = {}

    def follow(self, found: Read) -> None:
        """Raises Unreadable where the revision does not fit between those before and after it, or in its device."""
        envelope = found.envelope
        device = self._devices.get(envelope.device)
        if device is None:
            device = self._devices[envelope.device] = self._meet(envelope.device, envelope.author)
        if envelope.seq <= device.seq:
            raise Unreadable("the chain is out of order")
        before = {device.id} if device.seq == envelope.seq - 1 else self._ids_at(device, envelope.seq - 1)
        if envelope.seq > 1 and before and envelope.prev not in before:
            raise Unreadable("it does not follow the revision before it")
        if device.person != envelope.author:
            raise Unreadable("the device belongs to another person")
        if not device.whole:
            self._fit_before_stored(device, found)
        if device.sealed is not None and envelope.seq > device.sealed:
            self._refuse_own(device, found)
        device.seq, device.id = envelope.seq, found.id

    def _meet(self, identity: str, author: str) -> _Device:
        d = find_device(self._connection, identity)
        if d is None:
            return _Device(d=None, person=author, whole=True, sealed=None)
        person, key = self._connection.exec_driver_sql(
            'SELECT person, "key" FROM device WHERE d = ?', (d,)
        ).one()
        sealed = None
        if key is not None:
            ends = (s.seq for s in self._seals if s.device == identity and s.key == key.hex())
            sealed = max(ends, default=0)
        return _Device(d=d, person=person.hex(), whole=extent(self._connection, d).is_whole, sealed=sealed)

    def _fit_before_stored(self, device: _Device, found: Read) -> None:
        """A revision that fills a gap must be the one that the revision behind the gap follows."""
        seq = found.envelope.seq
        if self._ids_at(device, seq):
            return
        after = self._connection.exec_driver_sql(
            "SELECT body FROM revision WHERE device = ? AND seq = ?", (device.d, seq + 1)
        ).all()
        if after and all(previous(body) != found.id for (body,) in after):
            raise Unreadable("it does not precede the revision after it")

    def _refuse_own(self, device: _Device, found: Read) -> None:
        """Nobody else writes on this account's own devices; without its seal such a revision is made up."""
        if found.id not in self._ids_at(device, found.envelope.seq):
            raise Unreadable("it claims to have been written by this account, which never sealed it")

    def _ids_at(self, device: _Device, seq: int) -> set[str]:
        if device.d is None:
            return set()
        rows = self._connection.exec_driver_sql(
            "SELECT id FROM revision WHERE device = ? AND seq = ?", (device.d, seq)
        )
        return {identity.hex() for (identity,) in rows}


def _kinds_written_on(connection: Connection, devices: set[int]) -> frozenset[int]:
    """A coordinator's kinds on devices that were proved just now: such a word may count from this moment."""
    numbers = ", ".join(str(d) for d in sorted(devices))
    kinds = ", ".join(str(kind) for kind in sorted((TRUST_KINDS | RANGE_KINDS) - {KIND_NUMBERS["enrolment"]}))
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT s.kind FROM slot s JOIN revision r ON r.slot = s.s "
        f"WHERE s.unit = '' AND s.kind IN ({kinds}) AND r.device IN ({numbers})"
    )
    return frozenset(kind for (kind,) in rows)


def keep_seal(connection: Connection, seal: SealRow) -> int | None:
    """Store a seal whose tip the union holds; its device, None where it was known already.

    A seal whose tip has not come proves nothing yet and travels again later.
    """
    d = find_device(connection, seal.device)
    if d is None:
        return None
    tip = bytes.fromhex(seal.tip)
    held = connection.exec_driver_sql(
        "SELECT 1 FROM revision WHERE device = ? AND seq = ? AND id = ?", (d, seal.seq, tip)
    ).scalar()
    if not held:
        return None
    kept = connection.exec_driver_sql(
        'INSERT INTO seal (device, seq, tip, "key", "count", signature) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
        (d, seal.seq, tip, bytes.fromhex(seal.key), seal.count, bytes.fromhex(seal.signature)),
    )
    return d if kept.rowcount > 0 else None


def keep_attachment(connection: Connection, sha256: str, kind: str, data: bytes) -> bool:
    """Store an attachment once; whether it was new. The caller has verified the hash."""
    result = connection.exec_driver_sql(
        "INSERT INTO attachment (sha256, kind, size, data) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (bytes.fromhex(sha256), kind, len(data), data),
    )
    return result.rowcount > 0
