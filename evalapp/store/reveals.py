"""When coordinators uncovered whose assessments lie in a cell, and when assessments were not blind at all."""

from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy import Connection

from evalapp.entry.contents import REVEAL, SETTING, Reveal, Setting
from evalapp.entry.revision import decode


class RevealRow(Struct, frozen=True, kw_only=True):
    """Who uncovered the names of a cell, when (UTC; by RECORD R6 ``lamport`` and ``id`` order it), and why."""

    id: str
    unit: str
    item: str
    author: str
    at: str
    lamport: int
    reason: str


def reveals(connection: Connection, unit: str = "", items: Sequence[str] = ()) -> tuple[RevealRow, ...]:
    """What was uncovered, the first one first: of one cell by all codes that its item has had, or of all cells."""
    marks = ", ".join("?" * len(items))
    where = f" AND h.unit = ? AND h.item IN ({marks})" if unit else ""
    rows = connection.exec_driver_sql(
        "SELECT r.id, r.body FROM head h JOIN revision r ON r.n = h.n "
        f"WHERE h.kind = ? AND h.present = 1{where} ORDER BY r.lamport, r.id",
        (REVEAL, *((unit, *items) if unit else ())),
    )
    return tuple(
        RevealRow(
            id=identity.hex(),
            unit=revision.unit,
            item=revision.item,
            author=revision.author,
            at=revision.at,
            lamport=revision.lamport,
            reason=revision.content.reason,
        )
        for identity, body in rows
        if isinstance((revision := decode(body)).content, Reveal)
    )


def values_of_setting(connection: Connection, name: str) -> list[tuple[int, str]]:
    """Everything that a setting was ever set to and that counts: counter and value, in order."""
    rows = connection.exec_driver_sql(
        "SELECT r.lamport, r.body FROM slot s JOIN revision r ON r.slot = s.s LEFT JOIN ineligible i ON i.n = r.n "
        "WHERE s.unit = '' AND s.item = ? AND s.kind = ? AND i.n IS NULL ORDER BY r.lamport, r.id",
        (name, SETTING),
    )
    return [
        (lamport, content.value)
        for lamport, body in rows
        if isinstance(content := decode(body).content, Setting)
    ]
