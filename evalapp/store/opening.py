"""Opening a project wherever it lies: a file of one's own, or a shared desk."""

from pathlib import Path

from evalapp.store.desk_file import SUFFIX, open_desk_file
from evalapp.store.project_file import ProjectFile, open_project_file


def open_database(path: Path) -> ProjectFile:
    """The project file ``path``, or the shared project that a desk file names. Raises what opening either raises."""
    return open_desk_file(path) if path.suffix == SUFFIX else open_project_file(path)
