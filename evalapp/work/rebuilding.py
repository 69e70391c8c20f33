"""Before a lost project is made again: which submissions belong to a task, and what would come back from them."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.progress import Progress
from evalapp.exchange.read import open_package
from evalapp.exchange.volumes import distinct
from evalapp.work.answers import my_units
from evalapp.work.recovering import open_and_recover
from evalapp.work.session import Session
from evalapp.work.tasks import read_task

_SUFFIX = ".evalpkg"
_LOOKED_AT = 60
"""So many of the newest packages of a folder are looked at for the person's own."""


class UnitBack(Struct, frozen=True, kw_only=True):
    """One unit of the task, and how many of its items would be answered again."""

    name: str
    answered: int
    items: int


class Rehearsal(Struct, frozen=True, kw_only=True):
    """What would come back: answers in ``units`` out of ``files`` submissions, the last of which was written at ``last``."""

    title: str
    person: str
    synthetic: bool
    files: int
    answers: int
    last: str
    units: tuple[UnitBack, ...]


def own_submissions(task: Path, folders: Sequence[Path] = ()) -> tuple[Path, ...]:
    """The submissions that the task's person wrote for this project, in the task's folder and in others, oldest first.

    Volumes of one file count once. A package that cannot be read is passed over here: rebuilding from it by name tells why.
    Raises AppError for a task that is none.
    """
    about = read_task(task).about
    found: list[tuple[str, Path]] = []
    for folder in dict.fromkeys((task.parent, *folders)):
        for path in distinct(_packages(folder)):
            try:
                with open_package(path) as package:
                    manifest = package.manifest
            except AppError:
                continue
            own = (manifest.kind, manifest.project, manifest.sender.person)
            if own == ("submission", about.project, about.me):
                found.append((manifest.created_at, path))
    return tuple(path for _at, path in sorted(found))


def rehearse(session: Session, task: Path, submissions: Sequence[Path], progress: Progress) -> Rehearsal:
    """Rebuild into a folder that goes again, and say what came back. Raises AppError as rebuilding does; nothing is kept."""
    last = ""
    for path in distinct(submissions):
        with open_package(path) as package:
            last = max(last, package.manifest.created_at)
    with tempfile.TemporaryDirectory(prefix="evalapp-") as folder:
        project, back = open_and_recover(
            session, task, Path(folder) / "rehearsal.evalproj", submissions, progress
        )
        with project:
            units = tuple(
                UnitBack(name=row.unit.full_name, answered=row.progress.answered, items=row.progress.leaves)
                for row in my_units(project)
            )
            about = project.about
    return Rehearsal(
        title=about.title,
        person=f"{about.name} ({about.code})" if about.code else about.name,
        synthetic=about.synthetic,
        files=back.files,
        answers=back.answers,
        last=last,
        units=units,
    )


def _packages(folder: Path) -> list[Path]:
    """The newest packages of a folder; none of one that cannot be listed."""
    try:
        dated = [
            (path.stat().st_mtime, path)
            for path in folder.iterdir()
            if path.suffix.lower() == _SUFFIX and path.is_file()
        ]
    except OSError:
        return []
    return [path for _at, path in sorted(dated, reverse=True)[:_LOOKED_AT]]
