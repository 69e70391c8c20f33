"""A branch for this account: some units of a project in a file of their own (RECORD R26)."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from msgspec import structs

from evalapp.base.progress import Progress
from evalapp.work.exchanging import Exchanged, write_exchange
from evalapp.work.joining import open_exchange
from evalapp.work.project import Project


def write_branch(project: Project, target: Path, units: Sequence[str], progress: Progress) -> Exchanged:
    """A coordinator's project file ``target`` that shows only ``units``; project, form and trust root are the same.

    What is written there comes back by an exchange. Raises AppError("exists", "unknown_unit", …) and leaves no file behind.
    """
    with tempfile.TemporaryDirectory(prefix="evalapp-") as folder:
        package = Path(folder) / "branch.evalpkg"
        written = write_exchange(project, package, progress, to=(project.about.me,), units=units)
        open_exchange(project.session, package, target, progress).close()
    return structs.replace(written, path=target)
