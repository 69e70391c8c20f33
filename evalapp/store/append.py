"""Writing new revisions at the end of this device's chain (RECORD R4–R6)."""

from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy import Connection

from evalapp.base.progress import Progress
from evalapp.entry.contents import SET_KINDS, Answer, Content, Decision, kind_number
from evalapp.entry.editions import Reading
from evalapp.entry.revision import VERSION, Read, Revision, encode, read
from evalapp.store.derive import Change, Terms, change_of, note_reasons, refresh
from evalapp.store.project_file import facts, set_facts
from evalapp.store.union import Added, add_revisions, find_device


class ChainEnd(Struct, frozen=True):
    """Where this machine account's chain in a project stands. ``seq`` 0 and ``tip`` "" for a chain not begun."""

    device: str
    seq: int
    tip: str


class Draft(Struct, frozen=True, kw_only=True):
    """A revision to be written. ``replaces`` None stands for all present heads of its slot."""

    content: Content
    unit: str = ""
    item: str = ""
    subject: str = ""
    replaces: tuple[str, ...] | None = None


class Writer(Struct, frozen=True):
    """Who writes: the person, the key (hex) of this machine account, the chain's end, the time."""

    person: str
    key: str
    end: ChainEnd
    now: str


def continues(connection: Connection, end: ChainEnd) -> ChainEnd | None:
    """Where the chain really ends in this file, if the file holds the profile's tip; None: a new device must start.

    A file that is behind the profile, or holds something else at that place, was restored or copied (RECORD R4). Only what
    was written here continues the chain: a file that was merged may claim any device.
    """
    d = find_device(connection, end.device)
    if d is None:
        return end if end.seq == 0 else None
    tips = connection.exec_driver_sql(
        "SELECT id FROM revision WHERE device = ? AND seq = ?", (d, end.seq)
    ).all()
    if end.seq and end.tip not in {tip.hex() for (tip,) in tips}:
        return None
    last = connection.exec_driver_sql(
        "SELECT seq, id FROM revision WHERE device = ? AND batch IS NULL AND seq > ? ORDER BY seq DESC LIMIT 1",
        (d, end.seq),
    ).first()
    return end if last is None else ChainEnd(end.device, last[0], last[1].hex())


def append(
    connection: Connection, writer: Writer, drafts: Sequence[Draft], terms: Terms
) -> tuple[list[Read], ChainEnd]:
    """Write the drafts as revisions and bring all derived tables up to date; the revisions and the chain's new end."""
    reads = build(connection, writer, drafts, terms.reading(connection))
    return reads, store(connection, writer, reads, terms)


def build(
    connection: Connection, writer: Writer, drafts: Sequence[Draft], reading: Reading | None = None
) -> list[Read]:
    """The drafts as revisions at the end of the writer's chain, not yet stored."""
    lamport = int(facts(connection).get("lamport", "0"))
    seq, tip = writer.end.seq, writer.end.tip
    reads = []
    for draft in drafts:
        seq, lamport = seq + 1, lamport + 1
        revision = Revision(
            v=VERSION,
            device=writer.end.device,
            seq=seq,
            lamport=lamport,
            at=writer.now,
            author=writer.person,
            content=draft.content,
            prev=tip,
            unit=draft.unit,
            item=draft.item,
            subject=draft.subject,
            replaces=_present_heads(connection, draft, reading) if draft.replaces is None else draft.replaces,
        )
        written = read(encode(revision))
        reads.append(written)
        tip = written.id
    return reads


def store(connection: Connection, writer: Writer, reads: Sequence[Read], terms: Terms) -> ChainEnd:
    """Store revisions that :func:`build` made; the chain's new end."""
    added = add_revisions(connection, reads, None)
    connection.exec_driver_sql(
        "UPDATE device SET key = ? WHERE id = ? AND key IS NULL",
        (bytes.fromhex(writer.key), bytes.fromhex(writer.end.device)),
    )
    last = reads[-1]
    note_reasons(connection, added.new, last.envelope.lamport)
    set_facts(connection, {"lamport": str(last.envelope.lamport)})
    refresh(connection, _small_change(added, writer.end.seq == 0), terms, Progress())
    return ChainEnd(writer.end.device, last.envelope.seq, last.id)


def _small_change(added: Added, new_device: bool) -> Change:
    """Own revisions never change the standing of their device, unless it is new."""
    change = change_of([added])
    return change if new_device else Change(change.slots, change.kinds, frozenset())


def _present_heads(connection: Connection, draft: Draft, reading: Reading | None) -> tuple[str, ...]:
    """The heads that a draft replaces, wherever they stand: its own edition may call their item by another code."""
    kind = kind_number(draft.content)
    if kind in SET_KINDS:
        return ()
    item = draft.item
    if reading is not None and isinstance(draft.content, Answer | Decision):
        item = reading.leaf(draft.content.form or reading.first, item) or item
    rows = connection.exec_driver_sql(
        "SELECT r.id FROM head h JOIN revision r ON r.n = h.n "
        "WHERE h.unit = ? AND h.item = ? AND h.kind = ? AND h.subject = ? AND h.present = 1 ORDER BY r.id",
        (draft.unit, item, kind, draft.subject),
    )
    return tuple(identity.hex() for (identity,) in rows)
