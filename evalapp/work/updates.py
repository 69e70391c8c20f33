"""Opening an update or a return in an assessor's project: a newer edition comes into force, questions come (RECORD R24, R28)."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from msgspec import Struct, structs

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.entry.contents import ChainTip
from evalapp.entry.revision import Read
from evalapp.exchange.manifest import PackageKind, Party, kind_word
from evalapp.exchange.read import open_package
from evalapp.store.acknowledged import keep_acknowledged
from evalapp.store.backup import backed_up
from evalapp.store.census import Census, census
from evalapp.store.derive import change_of, note_reasons, refresh
from evalapp.store.drafts import kept_drafts, move_drafts
from evalapp.store.flags import all_flagged_items, move_flags
from evalapp.store.forms import edition_in_force, keep_form
from evalapp.store.private_notes import all_noted_items, move_notes
from evalapp.store.project_file import Connection, facts, set_facts
from evalapp.store.queries import people
from evalapp.store.questions import questions
from evalapp.store.union import add_revisions, owner_of, vouch
from evalapp.work.editions import effects
from evalapp.work.package_forms import broken, sound_forms
from evalapp.work.project import Project, open_project, require_role
from evalapp.work.session import Session
from evalapp.work.tasks import granted_keys, known_tips, readable


class Update(Struct, frozen=True, kw_only=True):
    """An update or return that has been read and found whole: for whom, from whom, which editions and revisions it brings."""

    path: Path
    project: str
    title: str
    recipient: Party
    sender: Party
    edition: str
    synthetic: bool
    forms: dict[str, bytes]
    reads: tuple[Read, ...]
    known: tuple[ChainTip, ...] = ()
    created_at: str = ""


class Updated(Struct, frozen=True, kw_only=True):
    """What an update did, or would do: the version in force before and after it, and what comes of the answers.

    Answers count ``as_is``, are read through a mapping (``mapped``), are to be given ``again``, or belong to items that are
    ``gone``. ``questions`` are new and wait. ``written`` is false where the update brought nothing, or was only looked at.
    """

    before: str
    version: str
    as_is: int
    mapped: int
    again: int
    gone: int
    written: bool
    backup: str = ""
    questions: int = 0


UPDATING: tuple[PackageKind, ...] = ("update", "return")
"""The packages that bring something into an assessor's project that is there."""


class _RolledBack(Exception):
    """Ends the transaction of a look, or of an update that brings nothing."""


def package_kind(path: Path) -> PackageKind:
    """What a package is, after its signature has been verified. Raises AppError."""
    with open_package(path) as package:
        return package.manifest.kind


def is_for_updates(project: Project, packages: Sequence[Path]) -> bool:
    """Whether these are updates, and the project one that takes them; all of them or none. Raises AppError."""
    return project.about.role == "assessor" and all(package_kind(path) in UPDATING for path in packages)


def read_update(path: Path) -> Update:
    """Read and check an update or return package as a whole. Raises AppError("not_an_update", "damaged_package", "form", …)."""
    with open_package(path) as package:
        manifest = package.manifest
        if manifest.kind not in UPDATING or len(manifest.recipients) != 1:
            raise AppError(
                "not_an_update",
                _(
                    "{file} is {kind}, not an update. The project is unchanged. Ask the coordinator for the update file."
                ).format(file=path.name, kind=kind_word(manifest.kind)),
            )
        reads, forms = readable(package), sound_forms(package)
    return Update(
        path=path,
        project=manifest.project,
        title=manifest.title,
        recipient=manifest.recipients[0],
        sender=manifest.sender,
        edition=manifest.form,
        synthetic=manifest.synthetic,
        forms=forms,
        reads=tuple(reads),
        known=known_tips(manifest),
        created_at=manifest.created_at,
    )


def project_for(session: Session, update: Update, candidates: Sequence[Path]) -> Path | None:
    """The first of the files that is the recipient's project; None where none of them is.

    Files that cannot be opened are passed over.
    """
    for path in candidates:
        try:
            with open_project(session, path) as project:
                if (project.about.project, project.about.me) == (update.project, update.recipient.person):
                    return path
        except AppError:
            continue
    return None


def open_update(project: Project, path: Path, *, only_look: bool = False) -> Updated:
    """Bring the project up to date by an update package, in one transaction after a backup.

    No answer is changed: those of the older edition are read through the mappings that came with it. Raises AppError
    ("not_an_update", "other_project", "other_person", "not_the_coordinator", "synthetic", "role", …); nothing is then changed.
    """
    require_role(project, "assessor")
    update = read_update(path)
    _check_belongs(project, update)
    before = project.tree.form.head.version
    found: list[Census] = []
    versions: list[str] = []
    put: list[int] = []
    backup = ""
    try:
        with ExitStack() as change:
            if not only_look:
                backup = str(change.enter_context(backed_up(project.file, project.session.world.now())))
            connection = change.enter_context(project.file.write())
            _check_sender(connection, update)
            found.append(census(connection))
            before_it = _unanswered(project, connection)
            brought = _take_in(project, connection, update)
            found.append(census(connection))
            put.append(len(_unanswered(project, connection) - before_it))
            in_force = project.terms.form(connection, edition_in_force(connection))
            versions.append(in_force.head.version)
            if only_look or not brought:
                raise _RolledBack
    except _RolledBack:
        backup = ""
    else:
        project.follow_edition()
    every = effects(found[0], found[1])
    return Updated(
        before=before,
        version=versions[0],
        as_is=sum(one.as_is for one in every),
        mapped=sum(one.mapped for one in every),
        again=sum(one.again for one in every),
        gone=sum(one.gone for one in every),
        written=bool(backup),
        backup=backup,
        questions=put[0],
    )


def _unanswered(project: Project, connection: Connection) -> set[str]:
    """The questions to the person that nobody replied to."""
    return {row.id for row in questions(connection, subject=project.about.me) if not row.replies}


def _check_belongs(project: Project, update: Update) -> None:
    about, name = project.about, update.path.name
    if update.project != about.project:
        raise AppError(
            "other_project",
            _(
                "{file} belongs to another project, “{title}”. The project is unchanged. Open it there."
            ).format(file=name, title=update.title),
        )
    if update.recipient.person != about.me:
        raise AppError(
            "other_person",
            _(
                "{file} is for {name}, not for you. The project is unchanged. Ask the coordinator for the update file with "
                "your name."
            ).format(file=name, name=update.recipient.name or update.recipient.code),
        )
    if update.synthetic != about.synthetic:
        raise AppError(
            "synthetic",
            _(
                "{file} was not opened: made-up and real answers are never mixed. The project is unchanged."
            ).format(file=name),
        )


def _check_sender(connection: Connection, update: Update) -> None:
    """Raises AppError where the update is not a coordinator's, by the key that the project trusts, or says it is another's."""
    sender = people(connection).get(update.sender.person)
    if sender is None or sender.role != "coordinator" or update.sender.key not in sender.keys:
        raise AppError(
            "not_the_coordinator",
            _(
                "{file} was not signed by this project's coordinator. The project is unchanged. Ask the coordinator whether it "
                "is genuine."
            ).format(file=update.path.name),
        )
    known = {person.id for person in people(connection).values() if person.role == "coordinator"}
    known |= {person for person, _key in granted_keys(update.reads)}
    for read in update.reads:
        owner = owner_of(connection, read.envelope.device) or read.envelope.author
        if {read.envelope.author, owner} - known or owner != read.envelope.author:
            raise broken(update.path, _("it holds something that no coordinator wrote"))


def _take_in(project: Project, connection: Connection, update: Update) -> bool:
    """Add what the update brings and derive what follows; whether anything was new."""
    before = project.about.form_hash
    told = keep_acknowledged(connection, update.known, update.created_at)
    new_forms = [name for name, toml in update.forms.items() if keep_form(connection, name, toml)]
    added = add_revisions(connection, update.reads, None)
    _vouch(connection, update)
    highest = max(
        [int(facts(connection).get("lamport", "0")), *(read.envelope.lamport for read in update.reads)]
    )
    set_facts(connection, {"lamport": str(note_reasons(connection, added.new, highest))})
    change = structs.replace(change_of([added]), forms=bool(new_forms))
    refresh(connection, change, project.terms, Progress())
    reading = project.terms.reading(connection)
    if reading is not None:
        typed = {one.item for one in kept_drafts(connection)}
        items = typed | all_noted_items(connection) | all_flagged_items(connection)
        codes = {item: reading.leaf(before, item) for item in sorted(items)}
        moved = {old: new for old, new in codes.items() if new is not None}
        move_drafts(connection, moved)
        move_notes(connection, moved)
        move_flags(connection, moved)
    return bool(added.new or new_forms or told)


def _vouch(connection: Connection, update: Update) -> None:
    """Let the coordinators' keys speak for what the update brings of theirs: its sender is one of them."""
    known = {
        (person.id, key)
        for person in people(connection).values()
        for key in person.keys
        if person.role == "coordinator"
    }
    for person, key in sorted(known | granted_keys(update.reads)):
        vouch(connection, key, person)
