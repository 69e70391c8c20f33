"""Half-typed text: kept in the file until it becomes an answer, never sent (RECORD R31)."""

from collections.abc import Collection, Mapping

from evalapp.store.drafts import TypedText, drop_draft, keep_draft, kept_drafts
from evalapp.work.project import Project

__all__ = ["TypedText", "drop_typing", "keep_typing", "kept_typing", "settle_typing"]


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
    settle_typing(project, {(unit, item): (field,)})


def settle_typing(project: Project, fields: Mapping[tuple[str, str], Collection[str]]) -> None:
    """Forget the unsaved text of these fields of (unit, item). Where there is none nothing is written."""
    there = [
        typed for typed in kept_typing(project) if typed.field in fields.get((typed.unit, typed.item), ())
    ]
    if not there:
        return
    with project.file.write() as connection:
        for typed in there:
            drop_draft(connection, typed.unit, typed.item, typed.field)
