"""Half-typed text: kept in the file until it becomes an answer, never sent (RECORD R31)."""

from msgspec import Struct

from evalapp.work.project import Project


class TypedText(Struct, frozen=True):
    """Text typed into a field and not yet recorded, with the revision that the field showed when typing began."""

    unit: str
    item: str
    field: str
    text: str
    begun_from: str
    at: str


def keep_typing(project: Project, unit: str, item: str, field: str, text: str, begun_from: str = "") -> None:
    """Keep unsaved text of one field; it replaces what was kept for the field."""
    with project.file.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO draft (unit, item, field, text, begun_from, at) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (unit, item, field) DO UPDATE SET text = excluded.text, at = excluded.at",
            (unit, item, field, text, begun_from, project.session.world.now()),
        )


def kept_typing(project: Project) -> tuple[TypedText, ...]:
    """All unsaved text, the oldest first: offered after a crash."""
    with project.file.read() as connection:
        rows = connection.exec_driver_sql("SELECT unit, item, field, text, begun_from, at FROM draft ORDER BY at, unit, item")
        return tuple(TypedText(*row) for row in rows)


def drop_typing(project: Project, unit: str, item: str, field: str) -> None:
    """Forget the unsaved text of a field: it was recorded, or its author does not want it."""
    with project.file.write() as connection:
        connection.exec_driver_sql("DELETE FROM draft WHERE unit = ? AND item = ? AND field = ?", (unit, item, field))
