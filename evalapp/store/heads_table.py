"""The derived table of heads, for the slots that were touched (RECORD R7, R15)."""

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import groupby
from operator import itemgetter

import msgspec
from sqlalchemy import Connection

from evalapp.base.progress import Progress
from evalapp.entry.contents import ANSWER, SET_KINDS, Answer, Decision
from evalapp.entry.evidence import Evidence
from evalapp.entry.revision import Revision, decode
from evalapp.merge.heads import heads

NOTHING = bytes(8)
_INSERT = (
    "INSERT INTO head (unit, item, kind, subject, n, state, value, judged, present, signed) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_CHUNK = 5000
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


def load_coverage(connection: Connection) -> Coverage:
    """All sign-offs as a look-up."""
    coverage: Coverage = {}
    for subject, unit, device, seq in connection.exec_driver_sql("SELECT subject, unit, device, seq FROM signoff"):
        coverage.setdefault((subject, unit), {})[device] = seq
    return coverage


def refresh_heads(
    connection: Connection, touched: Iterable[int], coverage: Coverage, progress: Progress
) -> set[tuple[str, str]]:
    """Derive the heads of the touched slots anew from all their revisions; the (unit, item) cells they lie in."""
    slots = sorted(touched)
    cells: set[tuple[str, str]] = set()
    for start in range(0, len(slots), _CHUNK):
        progress.step(start, len(slots))
        part = slots[start : start + _CHUNK]
        _fill_touched(connection, part)
        connection.exec_driver_sql(
            "DELETE FROM head WHERE (unit, item, kind, subject) IN "
            "(SELECT s.unit, s.item, s.kind, s.subject FROM touched t JOIN slot s ON s.s = t.s)"
        )
        rows = connection.exec_driver_sql(
            "SELECT s.s, s.kind, s.unit, s.item, s.subject, r.n, r.id, r.device, r.seq, r.body, i.n FROM touched t "
            "JOIN slot s ON s.s = t.s JOIN revision r ON r.slot = t.s LEFT JOIN ineligible i ON i.n = r.n "
            "ORDER BY s.s, r.n"
        )
        found: list[tuple[object, ...]] = []
        for _s, group in groupby(rows, itemgetter(0)):
            revisions = [tuple(row) for row in group]
            if revisions[0][1] >= ANSWER and revisions[0][3]:
                cells.add((revisions[0][2], revisions[0][3]))
            found.extend(_heads_of_slot(revisions, coverage))
        if found:
            connection.exec_driver_sql(_INSERT, found)
    return cells


def _fill_touched(connection: Connection, slots: list[int]) -> None:
    connection.exec_driver_sql("CREATE TEMP TABLE IF NOT EXISTS touched (s INTEGER PRIMARY KEY)")
    connection.exec_driver_sql("DELETE FROM touched")
    connection.exec_driver_sql("INSERT INTO touched (s) VALUES (?)", [(s,) for s in slots])


def _heads_of_slot(revisions: list[tuple], coverage: Coverage) -> Iterator[tuple[object, ...]]:  # type: ignore[type-arg]
    """The head rows of one slot, given all its revisions in the order they came."""
    _s, kind, unit, item, subject = revisions[0][:5]
    eligible = [row for row in revisions if row[10] is None]
    if not eligible:
        return
    covered = coverage.get((subject, unit), {}) if kind == ANSWER else None
    if kind in SET_KINDS:
        present = signed = {row[5] for row in eligible}
    elif len(revisions) == 1:
        present = {revisions[0][5]}
        signed = {row[5] for row in revisions if _is_covered(row, covered)}
    else:
        replaces = {row[6].hex(): _replaces(row) for row in revisions}
        number = {row[6].hex(): row[5] for row in revisions}
        present = {number[name] for name in heads(replaces, {row[6].hex() for row in eligible})}
        under = {row[6].hex() for row in eligible if _is_covered(row, covered)}
        signed = {number[name] for name in heads(replaces, under)}
    for row in eligible:
        n = row[5]
        if n in present or n in signed:
            state, value, judged = _judged(decode(row[9]))
            yield (unit, item, kind, subject, n, state, value, judged, int(n in present), int(n in signed))


def _is_covered(row: tuple, covered: dict[int, int] | None) -> bool:  # type: ignore[type-arg]
    return covered is None or row[8] <= covered.get(row[7], 0)


def _replaces(row: tuple) -> tuple[str, ...]:  # type: ignore[type-arg]
    """What a revision of the slot replaces; of one that a newer version made, nothing is known."""
    return decode(row[9]).replaces if row[10] is None else _replaces_leniently(row[9])


class _Replaces(msgspec.Struct):
    replaces: tuple[str, ...] = ()


_replaces_decoder = msgspec.json.Decoder(_Replaces)


def _replaces_leniently(body: bytes) -> tuple[str, ...]:
    return _replaces_decoder.decode(body).replaces


def _judged(revision: Revision) -> tuple[str, str, bytes]:
    content = revision.content
    if isinstance(content, Answer):
        return content.state, content.value, text_digest(content.justification) + evidence_digest(content.evidence)
    if isinstance(content, Decision):
        return content.state, content.value, b""
    return "", "", b""
