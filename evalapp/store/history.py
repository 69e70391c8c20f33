"""Everything ever recorded for a cell, whether it counts or not."""

from collections.abc import Sequence

import msgspec
from msgspec import Struct
from sqlalchemy import Connection

from evalapp.entry.contents import ANSWER, DECISION, OBJECTION, QUESTION, REPLY, RESPONSE, REVEAL
from evalapp.entry.revision import Revision, decode

_KINDS = ", ".join(str(kind) for kind in (ANSWER, DECISION, QUESTION, REPLY, REVEAL, OBJECTION, RESPONSE))
_OF_UNIT = ", ".join(str(kind) for kind in (OBJECTION, RESPONSE))


class PastRevision(Struct, frozen=True):
    """A revision of a slot as history shows it; ``standing`` is "" where it counts.

    ``clock`` flags a time that cannot be right (RECORD R6): "backwards" where it lies before that of the revision before it
    on the device, "ahead" where it lies after the file that brought it was merged.
    """

    n: int
    id: str
    kind: int
    revision: Revision | None
    standing: str
    batch: int | None
    clock: str


def history_of_cell(
    connection: Connection, unit: str, items: Sequence[str], subject: str | None = None
) -> list[PastRevision]:
    """Everything ever answered, decided, asked, replied, uncovered or objected for a cell, in the order of RECORD R6.

    Objections to the whole unit are among them.
    ``items``: the codes that its item has had in the project's editions.
    """
    codes = ", ".join("?" * len(items))
    rows = connection.exec_driver_sql(
        "SELECT r.n, r.id, s.kind, s.subject, r.body, i.reason, r.batch, b.at, "
        "(SELECT p.body FROM revision p WHERE p.device = r.device AND p.seq = r.seq - 1 ORDER BY p.body DESC LIMIT 1) "
        "FROM slot s JOIN revision r ON r.slot = s.s LEFT JOIN batch b ON b.b = r.batch "
        f"LEFT JOIN ineligible i ON i.n = r.n WHERE s.unit = ? AND s.kind IN ({_KINDS}) "
        f"AND (s.item IN ({codes}) OR (s.item = '' AND s.kind IN ({_OF_UNIT}))) "
        "ORDER BY r.lamport, r.id",
        (unit, *items),
    )
    found = []
    for n, identity, kind, of, body, reason, batch, merged_at, before in rows:
        if subject is None or of in (subject, ""):
            revision = None if reason == "newer" else decode(body)
            clock = "" if revision is None else clock_of(revision.at, before, merged_at)
            found.append(PastRevision(n, identity.hex(), kind, revision, reason or "", batch, clock))
    return found


class _Time(Struct):
    at: str = ""


_time_decoder = msgspec.json.Decoder(_Time)


def clock_of(at: str, before: bytes | None, merged_at: str | None) -> str:
    """Times are UTC in one format, so that they compare as text."""
    if before is not None and at < _time_decoder.decode(before).at:
        return "backwards"
    return "ahead" if merged_at and at > merged_at else ""


def decision_numbers(connection: Connection) -> frozenset[int]:
    """The numbers of the decisions that stand: those that no later one replaced."""
    rows = connection.exec_driver_sql("SELECT n FROM head WHERE kind = ?", (DECISION,))
    return frozenset(n for (n,) in rows)


def decision_heads(connection: Connection, unit: str, item: str) -> list[str]:
    """The ids of the decisions that count for a cell; several where coordinators disagree."""
    rows = connection.exec_driver_sql(
        "SELECT r.id FROM head h JOIN revision r ON r.n = h.n "
        "WHERE h.kind = ? AND h.unit = ? AND h.item = ? AND h.present = 1 ORDER BY r.id",
        (DECISION, unit, item),
    )
    return [identity.hex() for (identity,) in rows]
