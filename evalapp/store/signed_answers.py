"""The answers that stand signed off, assessor by assessor."""

from collections.abc import Sequence

from sqlalchemy import Connection

from evalapp.entry.contents import ANSWER, SIGNOFF, SignOff
from evalapp.entry.final import Final
from evalapp.entry.revision import decode


def signed_answers(connection: Connection) -> dict[tuple[str, str], tuple[tuple[str, Final], ...]]:
    """By (unit, item) on the roster: subject and answer of every signed-off head of those assigned to it; blank ones are none.

    These are the heads that final values come from (RECORD R15). A subject whose laptops said different things stands
    there with each of them.
    """
    rows = connection.exec_driver_sql(
        "SELECT h.unit, h.item, h.subject, h.state, h.value FROM head h "
        "JOIN unit_row u ON u.unit = h.unit AND u.removed = 0 "
        f"WHERE h.kind = {ANSWER} AND h.signed = 1 AND h.state <> 'blank' AND EXISTS (SELECT 1 FROM assignment a "
        "WHERE a.unit = h.unit AND a.subject = h.subject AND a.item IN ('', h.item)) "
        "ORDER BY h.unit, h.item, h.subject, h.n"
    )
    found: dict[tuple[str, str], list[tuple[str, Final]]] = {}
    for unit, item, subject, state, value in rows:
        found.setdefault((unit, item), []).append((subject, Final(state, value)))
    return {cell: tuple(answers) for cell, answers in found.items()}


def comment_of_batch(connection: Connection, subject: str, batch: int) -> str:
    """What the last sign-off of a subject that came in a batch says of points left open; "" for nothing."""
    rows = connection.exec_driver_sql(
        "SELECT r.body FROM slot s JOIN revision r ON r.slot = s.s "
        "WHERE s.unit = '' AND s.kind = ? AND s.subject = ? AND r.batch = ? ORDER BY r.lamport, r.id",
        (SIGNOFF, subject, batch),
    ).all()
    contents = [decode(body).content for (body,) in rows]
    return next((one.comment for one in reversed(contents) if isinstance(one, SignOff)), "")


def signoffs_by_batch(connection: Connection) -> list[tuple[int, SignOff]]:
    """The sign-offs that files brought, each with its batch, in the order of counters."""
    rows = connection.exec_driver_sql(
        "SELECT r.batch, r.body FROM slot s JOIN revision r ON r.slot = s.s LEFT JOIN ineligible i "
        "ON i.n = r.n AND i.reason = 'newer' WHERE s.unit = '' AND s.kind = ? AND r.batch IS NOT NULL AND i.n IS NULL "
        "ORDER BY r.lamport, r.id",
        (SIGNOFF,),
    ).all()
    found = [(int(batch), decode(body).content) for batch, body in rows]
    return [(batch, content) for batch, content in found if isinstance(content, SignOff)]


def unsigned_by_batch(connection: Connection, first_batch: int) -> dict[int, int]:
    """How many answers that came in the batches from ``first_batch`` on stand and are not signed off, by batch.

    They are work in progress, of which nothing counts (RECORD R15).
    """
    rows = connection.exec_driver_sql(
        "SELECT r.batch, count(DISTINCT r.slot) FROM head h JOIN revision r ON r.n = h.n "
        f"WHERE h.kind = {ANSWER} AND h.present = 1 AND h.signed = 0 AND h.state <> 'blank' AND r.batch >= ? "
        "GROUP BY r.batch",
        (first_batch,),
    )
    return {int(batch): int(count) for batch, count in rows}


def since_signed(connection: Connection, subject: str, units: Sequence[str]) -> tuple[int, int]:
    """How many of a subject's answers to the units were signed off never before, and how many otherwise than they are."""
    marks = ", ".join("?" * len(units))
    rows = connection.exec_driver_sql(
        "SELECT max(present AND NOT signed), max(signed AND NOT present), max(present AND state <> 'blank') FROM head "
        f"WHERE kind = {ANSWER} AND subject = ? AND unit IN ({marks}) GROUP BY unit, item",
        (subject, *units),
    ).all()
    moved = [(bool(before), bool(answered)) for waits, before, answered in rows if waits]
    return sum(1 for before, answered in moved if answered and not before), sum(
        1 for before, _a in moved if before
    )


def count_signed(connection: Connection, subject: str, units: Sequence[str]) -> int:
    """How many items of these units the subject has signed off with an answer."""
    marks = ", ".join("?" * len(units))
    found = connection.exec_driver_sql(
        f"SELECT count(*) FROM (SELECT DISTINCT unit, item FROM head WHERE kind = {ANSWER} AND subject = ? AND signed = 1 "
        f"AND state <> 'blank' AND unit IN ({marks})) AS signed",
        (subject, *units),
    ).scalar()
    return int(found or 0)
