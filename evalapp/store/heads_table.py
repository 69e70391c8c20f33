"""The derived table of heads, for the slots that were touched (RECORD R7, R15)."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import groupby
from operator import itemgetter
from typing import Any

import msgspec
from sqlalchemy import Connection

from evalapp.base.progress import Progress
from evalapp.entry.contents import ANSWER, SET_KINDS, Answer, Decision
from evalapp.entry.evidence import Evidence
from evalapp.entry.revision import Revision, decode
from evalapp.merge.heads import heads
from evalapp.store.engine import plain_rows

NOTHING = bytes(8)
INSERT_HEADS = (
    "INSERT INTO head (unit, item, kind, subject, n, state, value, judged, present, signed, carried) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
AS_IS, MAPPED, LOSSY, AGAIN = range(4)
"""``carried``, how a head reads in the edition in force: the same; through a mapping; through one that joins values, so that a
decision is to be confirmed; or not at all, so that it is to be given again."""
_CHUNK = 5000
_FEW = 200
_evidence_encoder = msgspec.json.Encoder()

Coverage = dict[tuple[str, str], dict[int, int]]
"""By (subject, unit): how far each device is signed off."""


def text_digest(text: str) -> bytes:
    """Eight bytes that stand for a justification; all zero for none."""
    return blake2b(text.encode(), digest_size=8).digest() if text else NOTHING


def evidence_digest(evidence: tuple[Evidence, ...]) -> bytes:
    """Eight bytes that stand for what the evidence is, in any order; times do not count; all zero for none."""
    if not evidence:
        return NOTHING
    judged = sorted((piece.kind, piece.ref, piece.title) for piece in evidence)
    return blake2b(_evidence_encoder.encode(judged), digest_size=8).digest()


def load_coverage(connection: Connection, touched: Collection[int]) -> Coverage:
    """The sign-offs of the units in which the touched slots lie, as a look-up; all of them where many were touched."""
    sql = "SELECT subject, unit, device, seq FROM signoff"
    if len(touched) <= _FEW:
        slots = ", ".join(str(s) for s in touched) or "NULL"
        sql += f" WHERE (subject, unit) IN (SELECT subject, unit FROM slot WHERE s IN ({slots}))"
    coverage: Coverage = {}
    for subject, unit, device, seq in connection.exec_driver_sql(sql):
        coverage.setdefault((subject, unit), {})[device] = seq
    return coverage


def refresh_plain(
    connection: Connection, touched: Iterable[int], coverage: Coverage, progress: Progress
) -> set[tuple[str, str]]:
    """Derive the heads of the touched slots anew from all their revisions; the (unit, item) cells they lie in."""
    slots = sorted(touched)
    cells: set[tuple[str, str]] = set()
    for start in range(0, len(slots), _CHUNK):
        progress.step(start, len(slots))
        part = slots[start : start + _CHUNK]
        fill_touched(connection, part)
        connection.exec_driver_sql(
            "DELETE FROM head WHERE (unit, item, kind, subject) IN "
            "(SELECT s.unit, s.item, s.kind, s.subject FROM touched t JOIN slot s ON s.s = t.s)"
        )
        places = {
            row[0]: row[1:]
            for row in plain_rows(
                connection,
                "SELECT s.s, s.unit, s.item, s.kind, s.subject FROM touched t JOIN slot s ON s.s = t.s",
            )
        }
        rows = plain_rows(connection, REVISIONS_OF_TOUCHED)
        found: list[tuple[object, ...]] = []
        for s, group in groupby(rows, itemgetter(0)):
            place = places[s]
            if place[2] >= ANSWER and place[0]:
                cells.add((place[0], place[1]))
            found.extend(_heads_of_slot(place, list(group), coverage))
        if found:
            connection.exec_driver_sql(INSERT_HEADS, found)
    return cells


def fill_touched(connection: Connection, slots: Sequence[int]) -> None:
    """Let the temporary table ``touched`` hold exactly these slots."""
    connection.exec_driver_sql("CREATE TEMP TABLE IF NOT EXISTS touched (s INTEGER PRIMARY KEY)")
    connection.exec_driver_sql("DELETE FROM touched")
    connection.exec_driver_sql("INSERT INTO touched (s) VALUES (?)", [(s,) for s in slots])


Row = tuple[Any, ...]
"""A revision of a touched slot: (slot, n, id, device, seq, body, n where it is ineligible)"""

# CROSS JOIN keeps this order: from the few touched slots to their revisions, not through all revisions.
REVISIONS_OF_TOUCHED = (
    "SELECT r.slot, r.n, r.id, r.device, r.seq, r.body, i.n FROM touched t CROSS JOIN revision r ON r.slot = t.s "
    "LEFT JOIN ineligible i ON i.n = r.n ORDER BY t.s, r.n"
)


def _heads_of_slot(
    place: tuple[str, str, int, str], revisions: list[Row], coverage: Coverage
) -> Iterator[tuple[object, ...]]:
    """The head rows of one slot, given all its revisions in the order they came."""
    unit, _item, kind, subject = place
    eligible = [row for row in revisions if row[6] is None]
    if kind in SET_KINDS:
        present = signed = {row[1] for row in eligible}
    else:
        covered = coverage.get((subject, unit), {}) if kind == ANSWER else None
        present, signed = head_numbers(revisions, eligible, covered)
    for row in eligible:
        n = row[1]
        if n in present or n in signed:
            yield (*place, n, *judged(decode(row[5])), int(n in present), int(n in signed), AS_IS)


def head_numbers(
    revisions: Sequence[Row], eligible: Sequence[Row], covered: dict[int, int] | None
) -> tuple[set[int], set[int]]:
    """The numbers of the heads among ``eligible``, of all and of those that sign-offs cover (None: of all alike)."""
    if len(revisions) == 1:
        present = {row[1] for row in eligible}
        if covered is None:
            return present, present
        return present, {row[1] for row in eligible if row[4] <= covered.get(row[3], 0)}
    replaces = {row[2]: [bytes.fromhex(name) for name in _replaces(row[5])] for row in revisions}
    present = _head_numbers(replaces, eligible)
    if covered is None:
        return present, present
    under = [row for row in eligible if row[4] <= covered.get(row[3], 0)]
    return present, present if len(under) == len(eligible) else _head_numbers(replaces, under)


def _head_numbers(replaces: dict[bytes, list[bytes]], eligible: Sequence[Row]) -> set[int]:
    number = {row[2]: row[1] for row in eligible}
    return {number[name] for name in heads(replaces, number)}


class _Replaces(msgspec.Struct):
    replaces: tuple[str, ...] = ()


_replaces_decoder = msgspec.json.Decoder(_Replaces)


def _replaces(body: bytes) -> tuple[str, ...]:
    """What a revision replaces, whatever else it says and whichever version made it."""
    return _replaces_decoder.decode(body).replaces


def judged(revision: Revision) -> tuple[str, str, bytes]:
    """What a head row says of its revision: state, value, digest of words and evidence."""
    content = revision.content
    if isinstance(content, Answer):
        return (
            content.state,
            content.value,
            text_digest(content.justification) + evidence_digest(content.evidence),
        )
    if isinstance(content, Decision):
        return content.state, content.value, b""
    return "", "", b""
