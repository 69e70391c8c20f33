"""A cell that nobody is waiting for, as a row beside those that wait: somebody wants to see it, and perhaps to decide it."""

from evalapp.store.queries import cell
from evalapp.work.deciding import QueueRow, queue_rows
from evalapp.work.project import Project, require_role


def any_cell(project: Project, unit: str, item: str) -> QueueRow | None:
    """The row of a cell, whatever its status; None where nobody has answered it, or its unit is not on the roster."""
    require_role(project, "coordinator")
    with project.file.read() as connection:
        found = cell(connection, unit, item)
        rows = [] if found is None else queue_rows(project, connection, [found])
    return rows[0] if rows else None
