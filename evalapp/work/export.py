"""Writing what leaves the program: workbook and charts, each file whole or not at all.

XlsxWriter and matplotlib are imported when something is exported: together they take as long as the window itself.
"""

from pathlib import Path

from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.work.project import Project, require_role
from evalapp.work.results import dataset


def export_workbook(project: Project, path: Path, progress: Progress) -> Path:
    """The consolidated workbook ``path``. Raises AppError("cannot_write") and Cancelled; then no file is left half written."""
    from evalapp.report.workbook import write_workbook  # noqa: PLC0415 (see the module)

    require_role(project, "coordinator")
    write_workbook(dataset(project), path, progress)
    return path


def export_charts(project: Project, folder: Path, progress: Progress) -> tuple[Path, ...]:
    """The charts as PNG, SVG and PDF in ``folder``; their paths."""
    from evalapp.report.charts import write_charts  # noqa: PLC0415 (see the module)

    require_role(project, "coordinator")
    return write_charts(dataset(project), folder, progress)


def no_charts(project: Project) -> str:
    """Why there is no chart where none was written."""
    if not project.tree.scores_anything:
        return _("There is nothing to draw: the form scores nothing.")
    return _("There is nothing to draw: no unit has a result yet.")
