"""An assessor's own flags for a second look: kept in the project file, in no package, export or history."""

from evalapp.store.flags import flagged_items, set_flag
from evalapp.work.project import Project, require_role


def toggle_flag(project: Project, unit: str, item: str) -> bool:
    """Flag an item of a unit, or take its flag away; whether it is flagged since. Durable when this returns.

    Raises AppError("role", "disk_full", …).
    """
    require_role(project, "assessor")
    with project.file.write() as connection:
        flagged = item not in flagged_items(connection, unit)
        set_flag(connection, unit, item, project.session.world.now() if flagged else "")
    return flagged
