"""Taking a package's revisions into the union: every line checked, good ones added, bad ones returned with a reason."""

from collections.abc import Callable, Iterable

from msgspec import Struct
from sqlalchemy import Connection

from evalapp.entry.contents import Answer
from evalapp.entry.revision import Read, Unreadable, read
from evalapp.store.derive import Change, change_of, note_reasons
from evalapp.store.project_file import facts, set_facts
from evalapp.store.union import add_revisions, find_device

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

    ``superseding`` counts answers among the new ones that replace others; ``change`` is what has to be derived anew.
    """

    new: int
    same: int
    superseding: int
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
    proved = {d for seal in seals if (d := _keep_seal(connection, seal)) is not None}
    change = Change(
        change.slots, change.kinds | _kinds_written_on(connection, proved), change.devices | proved
    )
    return TakenIn(tally.new, tally.same, tally.superseding, tuple(unreadable), change)


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
        self.new = self.same = self.superseding = 0

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

    def _flush(self) -> None:
        part = add_revisions(self._connection, self._waiting, self._batch)
        self._waiting.clear()
        self._highest = note_reasons(self._connection, part.new, self._highest)
        change = change_of(self._connection, [part])
        self._slots |= change.slots
        self._kinds |= change.kinds
        self._devices |= change.devices
        self.new += len(part.new)
        self.same += part.same
        self.superseding += sum(
            1
            for read in part.new
            if read.revision is not None
            and read.revision.replaces
            and isinstance(read.revision.content, Answer)
        )


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


class _Chains:
    """How far each device's chain has been followed in this package."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._last: dict[str, tuple[int, str]] = {}
        self._person: dict[str, str] = {}

    def follow(self, found: Read) -> None:
        """Raises Unreadable where the revision does not follow the one before it, or its device is another person's."""
        envelope = found.envelope
        last = self._last.get(envelope.device)
        if last is not None and envelope.seq <= last[0]:
            raise Unreadable("the chain is out of order")
        if last is not None and last[0] == envelope.seq - 1:
            if envelope.prev != last[1]:
                raise Unreadable("it does not follow the revision before it")
        else:
            self._follow_stored(found)
        if (
            self._person.setdefault(envelope.device, self._stored_person(envelope.device) or envelope.author)
            != envelope.author
        ):
            raise Unreadable("the device belongs to another person")
        self._last[envelope.device] = (envelope.seq, found.id)

    def _follow_stored(self, found: Read) -> None:
        envelope = found.envelope
        d = find_device(self._connection, envelope.device)
        if d is None or envelope.seq == 1:
            return
        rows = self._connection.exec_driver_sql(
            "SELECT id FROM revision WHERE device = ? AND seq = ?", (d, envelope.seq - 1)
        ).all()
        before = [identity.hex() for (identity,) in rows]
        if before and envelope.prev not in before:
            raise Unreadable("it does not follow the revision before it")

    def _stored_person(self, device: str) -> str | None:
        if device in self._person:
            return self._person[device]
        found = self._connection.exec_driver_sql(
            "SELECT person FROM device WHERE id = ?", (bytes.fromhex(device),)
        ).scalar()
        return None if found is None else found.hex()


def _kinds_written_on(connection: Connection, devices: set[int]) -> frozenset[int]:
    """The kinds of revisions on devices that were proved just now: a coordinator's word may count from this moment."""
    numbers = ", ".join(str(d) for d in sorted(devices))
    return frozenset(
        kind
        for (kind,) in connection.exec_driver_sql(
            f"SELECT DISTINCT s.kind FROM revision r JOIN slot s ON s.s = r.slot WHERE r.device IN ({numbers})"
        )
    )


def _keep_seal(connection: Connection, seal: SealRow) -> int | None:
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
