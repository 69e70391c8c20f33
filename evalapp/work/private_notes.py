"""An assessor's own notes about an item of a unit: kept in the project file, in no package, export or history."""

from evalapp.base.text import clean
from evalapp.store.private_notes import keep_note, note_at
from evalapp.work.project import Project, require_role


def private_note(project: Project, unit: str, item: str) -> str:
    """The note about a cell; "" for none."""
    with project.file.read() as connection:
        return note_at(connection, unit, item)


def keep_private_note(project: Project, unit: str, item: str, text: str) -> None:
    """Keep a note, durable when this returns; an empty one takes it away. Raises AppError("role", "disk_full", …)."""
    require_role(project, "assessor")
    with project.file.write() as connection:
        keep_note(connection, unit, item, clean(text), project.session.world.now())
