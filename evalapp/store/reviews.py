"""What coordinators made of evidence and of findings, as it stands in the heads."""

from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy import Connection

from evalapp.entry.contents import REVIEW, Review
from evalapp.entry.revision import decode


class ReviewRow(Struct, frozen=True, kw_only=True):
    """A review that counts: its id, where it stands, who wrote it when (UTC), the ids of those that it replaces."""

    id: str
    unit: str
    item: str
    subject: str
    author: str
    at: str
    review: Review
    replaces: tuple[str, ...]


def reviews(connection: Connection, unit: str = "") -> tuple[ReviewRow, ...]:
    """All reviews that no other of their slot replaces, of one unit or of all and of findings, by counter and id.

    There are several of one piece where coordinators did not know of each other.
    """
    return _heads(connection, " AND h.unit = ?", (unit,)) if unit else _heads(connection, "", ())


def reviews_replaced(
    connection: Connection, unit: str, items: Sequence[str], subject: str, ref: str
) -> tuple[ReviewRow, ...]:
    """The reviews that a further one of this piece replaces: of the same piece, and of no other in the slot.

    ``items`` are all codes that the item has had.
    """
    marks = ", ".join("?" * len(items))
    where = f" AND h.unit = ? AND h.subject = ? AND h.item IN ({marks})"
    return tuple(row for row in _heads(connection, where, (unit, subject, *items)) if row.review.ref == ref)


def _heads(connection: Connection, where: str, values: tuple[str, ...]) -> tuple[ReviewRow, ...]:
    rows = connection.exec_driver_sql(
        "SELECT r.id, r.body FROM head h JOIN revision r ON r.n = h.n "
        f"WHERE h.kind = ? AND h.present = 1{where} ORDER BY r.lamport, r.id",
        (REVIEW, *values),
    )
    return tuple(
        ReviewRow(
            id=identity.hex(),
            unit=revision.unit,
            item=revision.item,
            subject=revision.subject,
            author=revision.author,
            at=revision.at,
            review=revision.content,
            replaces=revision.replaces,
        )
        for identity, body in rows
        if isinstance((revision := decode(body)).content, Review)
    )
