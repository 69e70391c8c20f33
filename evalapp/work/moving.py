"""Moving a project to a server, where several coordinators work at once, and back into a file (RECORD R29)."""

from pathlib import Path

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.exchange.identity import forget_place, known_key
from evalapp.store.counts import count_revisions
from evalapp.store.desk_file import SUFFIX, Desk, write_desk_file
from evalapp.store.desks import desks_of_key
from evalapp.store.moving import OWN_FACTS, copy_union, derive_anew, require_same
from evalapp.store.postgres import Server, open_server, schema_of
from evalapp.store.project_file import create_project_file, discard, set_facts
from evalapp.work.exchanging import seal_own
from evalapp.work.project import Project, require_role
from evalapp.work.session import Session


class Moved(Struct, frozen=True, kw_only=True):
    """Where a project went: the file to open from now on, and how much of it there is."""

    target: Path
    revisions: int


def move_to_server(project: Project, url: str, target: Path, progress: Progress) -> Moved:
    """Copy the project into a schema of the server, compare, and write the desk file ``target`` to open it by.

    The file that it was in stays as it is and takes nothing more. Half-typed text, private notes and flags stay behind. Raises
    AppError("exists", "server_lost", "moving_failed", …); then the server holds nothing of it.
    """
    require_role(project, "coordinator")
    project.require_key()
    if target.suffix != SUFFIX:
        raise AppError(
            "desk_name", _("A desk file ends in {suffix}. Nothing was moved.").format(suffix=SUFFIX)
        )
    if target.exists():
        raise AppError(
            "exists",
            _(
                "{file} exists already and was not touched. Choose another name, or move the old file away."
            ).format(file=target),
        )
    seal_own(project)
    about = project.about
    schema = schema_of(about.project)
    desk = Desk(url=url, project=about.project, me=about.me, name=about.name, code=about.code)
    own = dict(zip(OWN_FACTS, (about.me, about.role, about.name, about.code), strict=True))
    server = Server(target.name, open_server(url, schema), own)
    try:
        server.make(schema)
        revisions = _fill(project, desk, server, target, progress)
    finally:
        server.dispose()
    forget_place(project.session.home, about.project, about.me)
    return Moved(target=target, revisions=revisions)


def _fill(project: Project, desk: Desk, server: Server, target: Path, progress: Progress) -> int:
    """Copy into the empty schema and write the desk file, or leave neither; how many revisions there are."""
    try:
        with project.file.write() as source:
            with server.writing() as connection:
                copy_union(source, connection, progress, shared=True)
                derive_anew(connection, project.terms, progress)
                require_same(source, connection)
                revisions = count_revisions(connection)
            write_desk_file(target, desk)
            set_facts(source, {"moved_to": str(target)})
    except BaseException:
        target.unlink(missing_ok=True)
        server.drop(schema_of(desk.project))
        raise
    return revisions


def move_to_file(project: Project, target: Path, progress: Progress) -> Moved:
    """Copy a shared project into the file ``target``; on the server it takes nothing more.

    Raises AppError("not_shared", "exists", "moving_failed", …) and leaves no file behind.
    """
    require_role(project, "coordinator")
    project.require_key()
    if not project.file.shared:
        raise AppError(
            "not_shared",
            _("{file} is a project file already. Nothing was moved.").format(file=project.path.name),
        )
    seal_own(project)
    file = create_project_file(target, {})
    try:
        with project.file.write() as source:
            with file.write() as connection:
                copy_union(source, connection, progress, shared=False)
                derive_anew(connection, project.terms, progress)
                require_same(source, connection)
                revisions = count_revisions(connection)
            set_facts(source, {"moved_to": str(target)})
    except BaseException:
        discard(file)
        raise
    file.close()
    forget_place(project.session.home, project.about.project, project.about.me)
    return Moved(target=target, revisions=revisions)


def join(session: Session, url: str, target: Path, project: str = "") -> Desk:
    """A desk file for the shared project in which this account's key is a coordinator's; of several the one with this id.

    Raises AppError("not_a_coordinator", "several_desks", "exists", "server_lost", …).
    """
    found = [one for one in desks_of_key(url, known_key(session.home)) if project in ("", one.project)]
    if len(found) != 1:
        raise AppError(
            "several_desks" if found else "not_a_coordinator",
            _(
                "Several projects on this server know the key of this account: {ids}. Name one by its id."
            ).format(ids=_(", ").join(one.project for one in found))
            if found
            else _(
                "No project on this server knows the key of this account as a coordinator's. Nothing was written. Ask a "
                "coordinator to grant it: “evalapp key -o FILE” writes it."
            ),
        )
    write_desk_file(target, found[0])
    return found[0]
