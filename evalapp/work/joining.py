"""A further coordinator's project file, made from what another coordinator sent (RECORD R13, R26)."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.entry.revision import Read, Unreadable, read
from evalapp.entry.states import compile_rules
from evalapp.exchange.identity import known_key, short_key
from evalapp.exchange.manifest import Manifest, Party, kind_word
from evalapp.exchange.read import Package, open_package
from evalapp.form.reader import decode_form
from evalapp.form.tree import build_tree
from evalapp.store.batches import new_batch
from evalapp.store.derive import refresh
from evalapp.store.project_file import Connection, create_project_file, discard, set_facts
from evalapp.store.queries import founding, people
from evalapp.store.scope import scope, set_scope
from evalapp.store.take_in import keep_attachment, take_in
from evalapp.work.create import facts_of
from evalapp.work.fitting import fits_form
from evalapp.work.merging import keep_editions, seal_rows
from evalapp.work.package_forms import broken
from evalapp.work.project import About, Project, open_project
from evalapp.work.session import Session


class Exchange(Struct, frozen=True, kw_only=True):
    """What an exchange says of itself: project and title, who wrote it, and the units of a branch (none for everything)."""

    project: str
    title: str
    sender: str
    units: tuple[str, ...]


def read_exchange(path: Path) -> Exchange:
    """Read an exchange's own words, after its signature has been verified. Raises AppError("not_an_exchange", …)."""
    with open_package(path) as package:
        _require_exchange(package)
        manifest = package.manifest
    return Exchange(
        project=manifest.project,
        title=manifest.title,
        sender=manifest.sender.name or manifest.sender.code,
        units=manifest.units,
    )


def coordinated_here(session: Session, project: str, candidates: Sequence[Path]) -> Path | None:
    """The first of the files that is a coordinator's file of this project, and no branch; None where none is.

    Files that cannot be opened are passed over.
    """
    for path in candidates:
        try:
            with open_project(session, path) as found, found.file.read() as connection:
                about = found.about
                if (about.project, about.role) == (project, "coordinator") and scope(connection) is None:
                    return path
        except AppError:
            continue
    return None


def open_exchange(session: Session, path: Path, target: Path, progress: Progress) -> Project:
    """A coordinator's new project file ``target`` with everything that the exchange ``path`` carries.

    It trusts the founding revision that the sender names, as somebody does who opens a task. Of a branch it shows the branch's
    units only. Raises AppError ("not_an_exchange", "not_for_you", "damaged_package", …) and leaves no file behind.
    """
    with open_package(path) as package:
        about = _about(package.manifest, _recipient(session, package))
    return _made(session, path, target, about, progress)


def _made(session: Session, path: Path, target: Path, about: About, progress: Progress) -> Project:
    with open_package(path) as package:
        tree = build_tree(decode_form(package.form()))
        file = create_project_file(target, {**facts_of(about), "founding": package.manifest.founding})
        project = Project(session, file, about, tree, compile_rules(tree))
        try:
            with file.write() as connection:
                _take_in(project, connection, package, progress)
        except BaseException:
            discard(file)
            raise
    project.close()
    return open_project(session, target, progress)


def rehearsed(session: Session, path: Path, target: Path, progress: Progress) -> Project:
    """The project of an exchange in a file of its own, for looking only: as its founder sees it, whoever it is for.

    Raises AppError ("not_an_exchange", "damaged_package", …) and leaves no file behind.
    """
    with open_package(path) as package:
        _require_exchange(package)
        about = _about(package.manifest, package.manifest.sender)
    return _made(session, path, target, about, progress)


def _recipient(session: Session, package: Package) -> Party:
    _require_exchange(package)
    manifest, key = package.manifest, known_key(session.home)
    for party in manifest.recipients:
        if key and party.key == key:
            return party
    names = _(", ").join(dict.fromkeys(party.name or party.code for party in manifest.recipients))
    raise AppError(
        "not_for_you",
        _(
            "{file} is for {names}, by other keys than this account's ({key}). Nothing was written. Send the coordinator the key "
            "of this account; “evalapp key -o FILE” writes it."
        ).format(file=package.path.name, names=names, key=short_key(key) if key else _("it has none yet")),
    )


def _require_exchange(package: Package) -> None:
    if package.manifest.kind != "exchange":
        raise AppError(
            "not_an_exchange",
            _("{file} is {kind}, not an exchange between coordinators. Nothing was written.").format(
                file=package.path.name, kind=kind_word(package.manifest.kind)
            ),
        )


def _about(manifest: Manifest, me: Party) -> About:
    return About(
        project=manifest.project,
        title=manifest.title,
        role="coordinator",
        me=me.person,
        name=me.name,
        code=me.code,
        synthetic=manifest.synthetic,
        form_hash=manifest.form,
    )


def _take_in(project: Project, connection: Connection, package: Package, progress: Progress) -> None:
    manifest, at = package.manifest, project.session.world.now()
    keep_editions(connection, package)
    set_facts(connection, {"lamport": str(_highest_counter(package)), "drop": "1"})
    if manifest.units:
        set_scope(connection, manifest.units)
    batch = new_batch(connection, at=at, drop=1, sha256=package.sha256, name=package.path.name)
    refuse = fits_form(project, connection)
    taken = take_in(connection, package.lines(), seal_rows(package), refuse, batch, whole_chains=True)
    for member in package.attachments:
        progress.step(0)
        keep_attachment(connection, member.sha256, "file", package.read(member.name))
    change = msgspec.structs.replace(taken.change, forms=True)
    refresh(connection, change, project.terms, progress)
    _require_sound(project, connection, package)


def _highest_counter(package: Package) -> int:
    """The highest counter in a package that is trusted as a whole: nothing in it is ahead of its time."""
    highest = 0
    for line in package.lines():
        try:
            found: Read = read(line)
        except Unreadable:
            continue
        highest = max(highest, found.envelope.lamport)
    return highest


def _require_sound(project: Project, connection: Connection, package: Package) -> None:
    """Raises AppError where the package does not bring the project that it names, or its sender or recipient has no say in it."""
    manifest = package.manifest
    try:
        origin = founding(connection, manifest.founding)
    except KeyError as error:
        raise broken(package.path, _("the revision that founded the project is not in it")) from error
    if (origin.project, origin.synthetic) != (manifest.project, manifest.synthetic):
        raise broken(package.path, _("it names another project than it holds"))
    known = people(connection)
    for party in (manifest.sender, Party(person=project.about.me)):
        person = known.get(party.person)
        if person is None or person.role != "coordinator" or (party.key and party.key not in person.keys):
            raise broken(package.path, _("its sender or its recipient is no coordinator of the project"))
