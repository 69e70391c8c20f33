"""Half-typed text: kept in the file until it becomes an answer, never sent (RECORD R31)."""

from evalapp.store.drafts import TypedText, drop_draft, keep_draft, kept_drafts
from evalapp.work.project import Project

__all__ = ["TypedText", "drop_typing", "keep_typing", "kept_typing"]


def keep_typing(project: Project, unit: str, item: str, field: str, text: str, begun_from: str = "") -> None:
    """Keep unsaved text of one field; it replaces what was kept for the field."""
    typed = TypedText(unit, item, field, text, begun_from, project.session.world.now())
    with project.file.write() as connection:
        keep_draft(connection, typed)


def kept_typing(project: Project) -> tuple[TypedText, ...]:
    """All unsaved text, the oldest first: offered after a crash."""
    with project.file.read() as connection:
        return kept_drafts(connection)


def drop_typing(project: Project, unit: str, item: str, field: str) -> None:
    """Forget the unsaved text of a field: it was recorded, or its author does not want it.

    Where there is none, as after most answers, nothing is written.
    """
    if not any(
        (typed.unit, typed.item, typed.field) == (unit, item, field) for typed in kept_typing(project)
    ):
        return
    with project.file.write() as connection:
        drop_draft(connection, unit, item, field)
