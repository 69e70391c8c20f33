"""Every assignment ever written that counts, as it was written."""

from msgspec import Struct
from sqlalchemy import Connection

from evalapp.entry.contents import KIND_NUMBERS, Assignment
from evalapp.entry.revision import decode


class AssignmentRevision(Struct, frozen=True, kw_only=True):
    """An assignment as it was written; ``is_head`` where it is what its slot says now, alone."""

    id: str
    unit: str
    item: str
    person: str
    author: str
    device: str
    at: str
    content: Assignment
    replaces: tuple[str, ...]
    is_head: bool


def assignment_history(connection: Connection) -> list[AssignmentRevision]:
    """The revisions in the order in which every laptop lists them (RECORD R6)."""
    kind = KIND_NUMBERS["assignment"]
    rows = connection.exec_driver_sql(
        "SELECT r.id, s.unit, s.item, s.subject, r.body, h.n IS NOT NULL, "
        f"(SELECT count(*) FROM head o WHERE o.kind = {kind} AND o.unit = s.unit AND o.item = s.item AND o.subject = s.subject) "
        "FROM slot s JOIN revision r ON r.slot = s.s LEFT JOIN ineligible i ON i.n = r.n "
        f"LEFT JOIN head h ON h.kind = {kind} AND h.unit = s.unit AND h.item = s.item AND h.subject = s.subject AND h.n = r.n "
        f"WHERE s.kind = {kind} AND i.n IS NULL ORDER BY r.lamport, r.id"
    )
    found = []
    for identity, unit, item, person, body, head, heads in rows:
        revision = decode(body)
        assert isinstance(revision.content, Assignment)
        found.append(
            AssignmentRevision(
                id=identity.hex(),
                unit=unit,
                item=item,
                person=person,
                author=revision.author,
                device=revision.device,
                at=revision.at,
                content=revision.content,
                replaces=revision.replaces,
                is_head=bool(head) and heads == 1,
            )
        )
    return found


def founded_at(connection: Connection) -> tuple[str, str]:
    """The device and the moment (UTC) of the project's founding, with which its first assignments were written."""
    body = connection.exec_driver_sql(
        "SELECT r.body FROM slot s JOIN revision r ON r.slot = s.s WHERE s.unit = '' AND s.kind = ? ORDER BY r.n LIMIT 1",
        (KIND_NUMBERS["project"],),
    ).scalar_one()
    revision = decode(body)
    return revision.device, revision.at
