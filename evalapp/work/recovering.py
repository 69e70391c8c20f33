"""A lost assessor's project made again: from the task, and from the submissions that the person wrote out of the old file."""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.exchange.read import Package, open_package
from evalapp.exchange.volumes import distinct
from evalapp.store.batches import new_batch
from evalapp.store.chains import are_whole
from evalapp.store.derive import refresh
from evalapp.store.forms import form_hashes
from evalapp.store.project_file import Connection, discard
from evalapp.store.take_in import TakenIn, keep_attachment, take_in
from evalapp.work.fitting import fits_form
from evalapp.work.merging import require_submission, seal_rows, together
from evalapp.work.project import Project, require_role
from evalapp.work.session import Session
from evalapp.work.tasks import open_task


class Recovered(Struct, frozen=True, kw_only=True):
    """What came back: revisions and answers that the file lacked, over all submissions."""

    files: int
    revisions: int
    answers: int


def recover(project: Project, submissions: Sequence[Path], progress: Progress) -> Recovered:
    """Take the person's own submissions into an assessor's project, all of them or none.

    What was handed in is signed off again as it was; what was typed after the last submission is in none. The union is a set:
    the order of the files, and a file given twice, make no difference.

    Raises AppError("other_person") for somebody else's submission, ("missing_part") where an earlier one is missing, and as
    merging does for one that is damaged, of another project or of an edition that the file does not know; nothing is then
    written.
    """
    require_role(project, "assessor")
    taken: list[TakenIn] = []
    with project.file.write() as connection:
        for number, path in enumerate(distinct(submissions)):
            progress.step(number, len(submissions), path.name)
            with open_package(path) as package:
                taken.append(_take_in(project, connection, package))
        _require_whole(project, connection)
        refresh(connection, together([one.change for one in taken]), project.terms, progress)
    return Recovered(
        files=len(taken), revisions=sum(one.new for one in taken), answers=sum(one.answers for one in taken)
    )


def _require_whole(project: Project, connection: Connection) -> None:
    """Raises AppError where what came back has gaps: later submissions leave out what was acknowledged."""
    if not are_whole(connection, project.about.me):
        raise AppError(
            "missing_part",
            _(
                "An earlier submission is missing: later ones hold only what the coordinator did not have yet. Nothing was "
                "taken. Give all submissions that were ever handed in; where one is lost, the coordinator may still have it."
            ),
        )


def open_and_recover(
    session: Session, task: Path, target: Path, submissions: Sequence[Path], progress: Progress
) -> tuple[Project, Recovered]:
    """A new project file ``target`` from a task, with what the submissions hold. Raises AppError and leaves no file behind."""
    project = open_task(session, task, target)
    try:
        return project, recover(project, submissions, progress)
    except BaseException:
        project.close()
        discard(project.file)
        raise


def _take_in(project: Project, connection: Connection, package: Package) -> TakenIn:
    manifest, name = package.manifest, package.path.name
    require_submission(project, package, form_hashes(connection))
    if manifest.sender.person != project.about.me:
        raise AppError(
            "other_person",
            _(
                "{file} was written by {sender}, not by {name}. Nothing was taken from it or any other file."
            ).format(
                file=name,
                sender=manifest.sender.name or manifest.sender.code,
                name=project.about.name or project.about.code,
            ),
        )
    at = project.session.world.now()
    batch = new_batch(connection, at=at, drop=0, sha256=package.sha256, name=name)
    refuse = fits_form(project, connection)
    taken = take_in(connection, package.lines(), seal_rows(package), refuse, batch, whole_chains=True)
    if taken.unreadable:
        line, reason = taken.unreadable[0]
        raise AppError(
            "damaged_package",
            _("{file}, line {line}: {reason}. Nothing was taken from it or any other file.").format(
                file=name, line=line, reason=reason
            ),
        )
    for member in package.attachments:
        keep_attachment(connection, member.sha256, "file", package.read(member.name))
    return taken
