"""Objections, what was said to them, and the decisions that a response may name."""

from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy import Connection

from evalapp.entry.contents import DECISION, OBJECTION, RESPONSE
from evalapp.entry.revision import Revision, decode


class Kept(Struct, frozen=True):
    """A revision that counts, with its id."""

    id: str
    revision: Revision


# CROSS JOIN keeps this order: few slots are of these kinds, and no index goes from revisions to them.
_ELIGIBLE = (
    "SELECT r.id, r.body FROM slot s CROSS JOIN revision r ON r.slot = s.s LEFT JOIN ineligible i ON i.n = r.n "
    "WHERE i.n IS NULL AND s.kind = ?"
)


def objection_rows(connection: Connection) -> tuple[list[Kept], list[Kept]]:
    """All objections and all responses that count, each by counter and id (RECORD R6)."""
    every = [
        _kept(connection, f"{_ELIGIBLE} ORDER BY r.lamport, r.id", (kind,)) for kind in (OBJECTION, RESPONSE)
    ]
    return every[0], every[1]


def decision_rows(connection: Connection, unit: str, items: Sequence[str]) -> list[Kept]:
    """The decisions on a unit that count or counted, the latest first; of these items alone where some are named."""
    where, values = " AND s.unit = ?", [unit]
    if items:
        where += f" AND s.item IN ({', '.join('?' * len(items))})"
        values += items
    return _kept(connection, f"{_ELIGIBLE}{where} ORDER BY r.lamport DESC, r.id", (DECISION, *values))


def _kept(connection: Connection, sql: str, values: tuple[object, ...]) -> list[Kept]:
    rows = connection.exec_driver_sql(sql, values)
    return [Kept(identity.hex(), decode(body)) for identity, body in rows]
