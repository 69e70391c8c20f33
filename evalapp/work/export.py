"""Writing what leaves the program: workbook and charts, each file whole or not at all."""

from pathlib import Path

from evalapp.base.progress import Progress
from evalapp.report.charts import write_charts
from evalapp.report.workbook import write_workbook
from evalapp.work.project import Project, require_role
from evalapp.work.results import dataset


def export_workbook(project: Project, path: Path, progress: Progress) -> Path:
    """The consolidated workbook ``path``. Raises AppError("cannot_write") and Cancelled; then no file is left half written."""
    require_role(project, "coordinator")
    write_workbook(dataset(project), path, progress)
    return path


def export_charts(project: Project, folder: Path, progress: Progress) -> tuple[Path, ...]:
    """The charts as PNG, SVG and PDF in ``folder``; their paths."""
    require_role(project, "coordinator")
    return write_charts(dataset(project), folder, progress)
