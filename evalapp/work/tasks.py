"""Handing out the work as files, and opening such a file (RECORD R9, R12)."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct

from evalapp import __version__
from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.entry.contents import (
    EARLIER,
    KIND_NUMBERS,
    MAPPING,
    QUESTION,
    REPLY,
    Assignment,
    ChainTip,
    Content,
    Founding,
    Grant,
    PersonEntry,
    Reply,
)
from evalapp.entry.revision import Read, Unreadable, decode, read
from evalapp.entry.states import compile_rules
from evalapp.exchange.manifest import FORMAT, Manifest, Party, Tip, kind_word
from evalapp.exchange.read import Package, open_package
from evalapp.exchange.write import write_package
from evalapp.form.model import form_hash
from evalapp.form.reader import read_form
from evalapp.form.tree import build_tree
from evalapp.store.acknowledged import keep_acknowledged, tips_held
from evalapp.store.derive import change_of, note_reasons, refresh
from evalapp.store.earlier import is_hidden
from evalapp.store.forms import form_bytes, form_hashes, keep_form
from evalapp.store.handed_out import keep_handed_out
from evalapp.store.project_file import create_project_file, discard, set_facts
from evalapp.store.queries import PersonRow, assignments, heads_of_kinds, people, revisions_of_kinds
from evalapp.store.told import keep_told
from evalapp.store.union import add_revisions, vouch
from evalapp.work.create import facts_of
from evalapp.work.package_forms import broken
from evalapp.work.project import About, Project, open_project, require_role
from evalapp.work.questions import SENT, all_asked, asked, waiting
from evalapp.work.session import Session

_TASK_KINDS = tuple(
    KIND_NUMBERS[name] for name in ("project", "person", "unit", "assignment", "setting", "grant")
)


class WrittenTask(Struct, frozen=True):
    """A package as written: for whom, where, for how many units; in a return, with how many questions that wait.

    ``cover`` is the sheet of paper that goes with it, where one was written.
    """

    person: str
    name: str
    code: str
    path: Path
    units: int
    questions: int = 0
    cover: Path | None = None


def write_tasks(
    project: Project, folder: Path, progress: Progress, only: Sequence[str] = ()
) -> tuple[WrittenTask, ...]:
    """A task package in ``folder`` for every assessor with an assignment, or for the persons ``only``.

    A file of the same name is replaced: it is the same task. Nobody's secret or assignment goes to anybody else.
    """
    return _write_packages(project, folder, progress, only, "task")


def write_updates(
    project: Project, folder: Path, progress: Progress, only: Sequence[str] = ()
) -> tuple[WrittenTask, ...]:
    """An update package in ``folder`` for every assessor with an assignment, or for the persons ``only`` (RECORD R24).

    It brings the edition in force with the mappings that lead to it, and roster and assignments as they are by now, into the
    project that the assessor has.
    """
    return _write_packages(project, folder, progress, only, "update")


def write_returns(
    project: Project, folder: Path, progress: Progress, only: Sequence[str] = ()
) -> tuple[WrittenTask, ...]:
    """A return package in ``folder`` for every assessor with a question that waits, or for the persons ``only`` (RECORD R28).

    It is an update with the questions to this person. From then on the questions are told apart as sent.
    """
    written = _write_packages(project, folder, progress, only, "return")
    persons = {one.person for one in written}
    at = project.session.world.now()
    sent = {SENT + one.id: at for one in waiting(all_asked(project)) if one.subject in persons}
    if sent:
        with project.file.write() as connection:
            set_facts(connection, sent)
    return written


def _write_packages(
    project: Project,
    folder: Path,
    progress: Progress,
    only: Sequence[str],
    kind: Literal["task", "update", "return"],
) -> tuple[WrittenTask, ...]:
    require_role(project, "coordinator")
    project.require_key()
    update = kind != "task"
    with project.file.read() as connection:
        # What a file has been told before is replaced only by what leads from it, so an update tells all of it.
        kinds = _TASK_KINDS if is_hidden(connection) else (*_TASK_KINDS, EARLIER)
        told = (
            revisions_of_kinds(connection, (*kinds, MAPPING, QUESTION, REPLY))
            if update
            else heads_of_kinds(connection, kinds)
        )
        persons = people(connection)
        # Who came with an adopted project has a task from there, and no secret here.
        ours = {
            subject
            for *_slot, subject, _body, content in told
            if isinstance(content, PersonEntry) and content.secret
        }
        assigned = assignments(connection)
        # Answers of any edition may lie in a file that is updated; a new one begins with the edition in force.
        hashes = sorted(form_hashes(connection)) if update else [project.about.form_hash]
        forms = [(name, form_bytes(connection, name)) for name in hashes]
        held = {person: tips_held(connection, person) for person in persons}
        open_questions = Counter(one.subject for one in waiting(asked(project, connection)))
    written = []
    todo = [
        person
        for person in persons.values()
        if person.role == "assessor"
        and person.id in ours
        and (not only or person.id in only)
        and (kind != "return" or open_questions[person.id])
    ]
    for number, person in enumerate(todo):
        progress.step(number, len(todo), person.name)
        units = {row.unit for row in assigned if row.subject == person.id}
        # An update tells also of units that were taken away, and of that alone where none is left.
        of_person = units | {
            unit
            for _kind, unit, _item, subject, _body, content in told
            if update and unit and isinstance(content, Assignment) and subject == person.id
        }
        if not of_person:
            continue
        lines = [
            body
            for _kind, unit, _item, subject, body, content in told
            if _belongs(content, unit, subject, person.id, of_person)
            and not (isinstance(content, Reply) and decode(body).author == person.id)
        ]
        label = file_name(person.code or person.name)
        if kind == "update":
            label = _("{code}-update").format(code=label)
        elif kind == "return":
            label = _("{code}-return").format(code=label)
        path = folder / f"{label}.evalpkg"
        head = _manifest(project, kind, person, units, held[person.id])
        write_package(path, head, project.session.identity(), lines, (), forms, ())
        put = open_questions[person.id] if kind == "return" else 0
        written.append(WrittenTask(person.id, person.name, person.code, path, len(units), put))
    at = project.session.world.now()
    with project.file.write() as connection:
        for one in written:
            keep_handed_out(connection, one.person, kind, one.path.name, at)
        keep_told(connection, [one.person for one in written if held[one.person]], at)
    return tuple(written)


def _manifest(
    project: Project,
    kind: Literal["task", "update", "return"],
    person: PersonRow,
    units: set[str],
    known: Sequence[ChainTip],
) -> Manifest:
    about = project.about
    return Manifest(
        format=FORMAT,
        kind=kind,
        project=about.project,
        title=about.title,
        sender=Party(
            person=about.me, key=project.session.identity().public, name=about.name, code=about.code
        ),
        recipients=(Party(person=person.id, name=person.name, code=person.code),),
        form=about.form_hash,
        created_at=project.session.world.now(),
        revisions=0,
        members=(),
        units=tuple(sorted(units)),
        synthetic=about.synthetic,
        program=__version__,
        known=tuple(Tip(device=tip.device, seq=tip.seq, id=tip.id) for tip in known),
    )


def file_name(label: str) -> str:
    """A label as part of a file name on any system."""
    kept = "".join(letter if letter.isalnum() or letter in "-_." else "_" for letter in label)
    return kept.strip("._")[:60] or "file"


def _belongs(content: Content, unit: str, subject: str, person: str, units: set[str]) -> bool:
    """Whether a revision goes into a person's task: the project, its rules and coordinators, the own entry and units."""
    if isinstance(content, PersonEntry):
        return subject == person or not content.secret
    if isinstance(content, Grant):
        return True
    if subject and subject != person:
        return False
    return not unit or unit in units


class Task(Struct, frozen=True, kw_only=True):
    """A task package that has been read and found good: whose it is, and what a project file is made from."""

    about: About
    units: int
    founding: str
    toml: bytes
    reads: tuple[Read, ...]
    known: tuple[ChainTip, ...] = ()
    created_at: str = ""


def read_task(package_path: Path) -> Task:
    """Read and check a task package as a whole, before anybody is asked where its project is to go. Raises AppError."""
    with open_package(package_path) as package:
        manifest = package.manifest
        if manifest.kind != "task" or len(manifest.recipients) != 1:
            raise AppError(
                "not_a_task",
                _(
                    "{file} is {kind}, not a task file. Nothing was written. Ask the coordinator for the task file."
                ).format(file=package_path.name, kind=kind_word(manifest.kind)),
            )
        reads = readable(package)
        founding = _founding(package, reads)
        toml = package.form()
    if form_hash(read_form(toml, f"{manifest.form[:12]}.toml")) != manifest.form:
        raise broken(package_path, _("its form is not the one that its manifest names"))
    recipient = manifest.recipients[0]
    about = About(
        project=manifest.project,
        title=founding[1].title,
        role="assessor",
        me=recipient.person,
        name=recipient.name,
        code=recipient.code,
        synthetic=founding[1].synthetic,
        form_hash=manifest.form,
    )
    return Task(
        about=about,
        units=len(manifest.units),
        founding=founding[0],
        toml=toml,
        reads=tuple(reads),
        known=known_tips(manifest),
        created_at=manifest.created_at,
    )


def others_in_project(session: Session, task: About, candidates: Sequence[Path]) -> tuple[About, ...]:
    """Who else than the person of a task works in its project, among the project files ``candidates``.

    Nobody where one of them is the person's own: then both are known to share the account. Files that cannot be opened are
    passed over.
    """
    found: list[About] = []
    for path in candidates:
        try:
            with open_project(session, path) as project:
                about = project.about
        except AppError:
            continue
        if about.project == task.project:
            if about.me == task.me:
                return ()
            found.append(about)
    return tuple(found)


def known_tips(manifest: Manifest) -> tuple[ChainTip, ...]:
    """How far the sender of a package says to have the recipient's chains."""
    return tuple(ChainTip(tip.device, tip.seq, tip.id) for tip in manifest.known)


def open_task(session: Session, package_path: Path, target: Path) -> Project:
    """An assessor's new project file ``target`` from a task package. Raises AppError and leaves no file behind."""
    task = read_task(package_path)
    about = task.about
    tree = build_tree(read_form(task.toml, f"{about.form_hash[:12]}.toml"))
    rules = compile_rules(tree)
    file = create_project_file(target, {**facts_of(about), "founding": task.founding})
    project = Project(session, file, about, tree, rules)
    try:
        with file.write() as connection:
            keep_form(connection, about.form_hash, task.toml)
            added = add_revisions(connection, task.reads, None)
            for person, key in sorted(granted_keys(task.reads)):
                vouch(connection, key, person)
            highest = note_reasons(connection, added.new, max(item.envelope.lamport for item in task.reads))
            set_facts(connection, {"lamport": str(highest)})
            keep_acknowledged(connection, task.known, task.created_at)
            refresh(connection, change_of([added]), project.terms, Progress())
    except BaseException:
        discard(file)
        raise
    return project


def readable(package: Package) -> list[Read]:
    """The revisions of a package that is taken whole or not at all. Raises AppError("damaged_package")."""
    reads = []
    for line in package.lines():
        try:
            reads.append(read(line))
        except Unreadable as error:
            raise broken(package.path, _("it holds something that cannot be read")) from error
    return reads


def _founding(package: Package, reads: Sequence[Read]) -> tuple[str, Founding]:
    """The founding revision. The key that signed the task must be its coordinator's, or granted in the task.

    From here on the founder's key is trusted, and those of the coordinators that the task names.
    """
    sender = package.manifest.sender
    for item in reads:
        content = None if item.revision is None else item.revision.content
        signed = (sender.person, sender.key) in granted_keys(reads)
        if isinstance(content, Founding) and content.project == package.manifest.project and signed:
            return item.id, content
    raise broken(package.path, _("it was not signed by the project's coordinator"))


def granted_keys(reads: Sequence[Read]) -> frozenset[tuple[str, str]]:
    """The coordinators that revisions name, each with a key."""
    found = set()
    for item in reads:
        content = None if item.revision is None else item.revision.content
        if isinstance(content, Founding):
            found.add((content.person, content.key))
        elif isinstance(content, Grant) and content.active:
            found.add((item.envelope.subject, content.key))
    return frozenset(found)
