"""The local table of half-typed text (RECORD R31)."""

from collections.abc import Mapping

from msgspec import Struct
from sqlalchemy import Connection


class TypedText(Struct, frozen=True):
    """Text typed into a field and not yet recorded, with the revision that the field showed when typing began."""

    unit: str
    item: str
    field: str
    text: str
    begun_from: str
    at: str


def keep_draft(connection: Connection, typed: TypedText) -> None:
    """Keep unsaved text; of a field that has some already, only the text and its time change."""
    connection.exec_driver_sql(
        "INSERT INTO draft (unit, item, field, text, begun_from, at) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (unit, item, field) DO UPDATE SET text = excluded.text, at = excluded.at",
        (typed.unit, typed.item, typed.field, typed.text, typed.begun_from, typed.at),
    )


def kept_drafts(connection: Connection) -> tuple[TypedText, ...]:
    """All unsaved text, the oldest first."""
    rows = connection.exec_driver_sql(
        "SELECT unit, item, field, text, begun_from, at FROM draft ORDER BY at, unit, item, field"
    )
    return tuple(TypedText(*row) for row in rows)


def drop_draft(connection: Connection, unit: str, item: str, field: str) -> None:
    """Forget the unsaved text of a field."""
    connection.exec_driver_sql(
        "DELETE FROM draft WHERE unit = ? AND item = ? AND field = ?", (unit, item, field)
    )


def move_drafts(connection: Connection, codes: Mapping[str, str]) -> None:
    """Let unsaved text at items follow their codes, old to new; where text is kept at the new code, both stay where they are."""
    for typed in kept_drafts(connection):
        code = codes.get(typed.item, typed.item)
        if code != typed.item:
            connection.exec_driver_sql(
                "UPDATE OR IGNORE draft SET item = ? WHERE unit = ? AND item = ? AND field = ?",
                (code, typed.unit, typed.item, typed.field),
            )
