"""Looking after a project file: what it is, whether it is sound, backups, history."""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, structs

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.entry.contents import Accepted, Answer, Decision, Question, Reply, Reveal
from evalapp.entry.evidence import Evidence
from evalapp.entry.final import State
from evalapp.entry.objection import Objection, Response
from evalapp.exchange.identity import verifies
from evalapp.exchange.manifest import seal_message
from evalapp.store.backup import back_up, backup_path, restore
from evalapp.store.chains import SealRecord, seals_of_person
from evalapp.store.check import check
from evalapp.store.counts import attachment_totals, count_held, count_revisions
from evalapp.store.history import PastRevision, history_of_cell
from evalapp.store.queries import people, roster, settings
from evalapp.store.trust import adopted_projects
from evalapp.work.carried import called_before, edition_versions
from evalapp.work.project import About, Project


class Info(Struct, frozen=True, kw_only=True):
    """A project at a glance. ``editions``: version and hash of every edition of the form in it, where there are several."""

    about: About
    path: Path
    form: str
    units: int
    assessors: int
    revisions: int
    attachments: int
    attachment_bytes: int
    held: int
    settings: tuple[tuple[str, str], ...]
    editions: tuple[tuple[str, str], ...] = ()


class PastAnswer(Struct, frozen=True, kw_only=True):
    """A line of a cell's history: an answer, a decision, or one of the kinds that have ``text`` only (``kind``).

    ``standing`` says why a revision does not count, "" where it does; ``clock`` is "backwards" or "ahead" where its time
    cannot be right. ``value`` is as it was written; ``edition`` is the version of the form that it was written under, "" where
    the project has only one. ``weighed`` are the ids of the answers that a decision weighed: others may stand before it in the
    list, since counters of different devices say nothing about which came first (RECORD R6, R16). ``on_behalf`` says why the
    author entered it for the subject (RECORD R3).
    """

    id: str
    kind: str
    at: str
    author: str
    subject: str
    state: State
    value: str
    text: str
    evidence: tuple[Evidence, ...]
    standing: str
    clock: str
    edition: str = ""
    weighed: tuple[str, ...] = ()
    confidence: str = ""
    accepted: tuple[Accepted, ...] = ()
    on_behalf: str = ""


class CheckReport(Struct, frozen=True):
    """What a check of the whole file found; ``faults`` is empty for a sound one."""

    revisions: int
    attachments: int
    seals: int
    faults: tuple[str, ...]


class _RolledBack(Exception):
    """Ends the transaction of a check, which rebuilds derived tables only to compare them."""


def info(project: Project) -> Info:
    """The project at a glance."""
    with project.file.read() as connection:
        count, size = attachment_totals(connection)
        return Info(
            about=project.about,
            path=project.path,
            form=f"{project.tree.form.head.id} {project.tree.form.head.version}",
            units=len(roster(connection)),
            assessors=sum(1 for person in people(connection).values() if person.role == "assessor"),
            revisions=count_revisions(connection),
            attachments=count,
            attachment_bytes=size,
            held=count_held(connection),
            settings=tuple((name, row.value) for name, row in sorted(settings(connection).items())),
            editions=tuple(
                sorted(
                    (version, name) for name, version in edition_versions(project, connection).items() if name
                )
            ),
        )


def check_project(project: Project, progress: Progress) -> CheckReport:
    """Check pages, hashes, chains, seals, attachments, and every derived table against a rebuild. Nothing is changed."""
    found: list[CheckReport] = []
    try:
        with project.file.write() as connection:
            sound = check(connection, project.terms, progress)
            seals = seals_of_person(connection, None)
            projects = (project.about.project, *adopted_projects(connection))
            faults = [
                _("the seal of device {id} at {seq}: its signature does not hold").format(
                    id=seal.device, seq=seal.seq
                )
                for seal in seals
                if not any(_holds(seal, name) for name in projects)
            ]
            found.append(
                CheckReport(sound.revisions, sound.attachments, len(seals), (*sound.faults, *faults))
            )
            raise _RolledBack
    except _RolledBack:
        return found[0]


def _holds(seal: SealRecord, project: str) -> bool:
    message = seal_message(project, seal.device, seal.seq, seal.tip, seal.count)
    return verifies(seal.key, message, bytes.fromhex(seal.signature))


def back_up_project(project: Project, target: Path | None = None) -> Path:
    """A verified backup; beside the project where no place is named."""
    return back_up(project.file, target or backup_path(project.path, project.session.world.now()))


def restore_project(backup: Path, target: Path) -> None:
    """A project file from a backup. Raises AppError("exists") rather than write over a file."""
    restore(backup, target)


def history(project: Project, unit: str, item: str) -> tuple[PastAnswer, ...]:
    """Everything ever recorded for a cell, the oldest first; ``item`` may be a code that only an earlier edition has.

    Raises AppError("unknown_item") where no edition that the project holds has such an item.
    """
    with project.file.read() as connection:
        if not called_before(project, connection, item):
            raise AppError(
                "unknown_item",
                _(
                    "The form has no item “{item}” that is answered. Nothing was changed. Check the code."
                ).format(item=item),
            )
        names = {key: person.name for key, person in people(connection).items()}
        past = history_of_cell(connection, unit, project.family(connection, item))
        versions = edition_versions(project, connection)
    found = []
    for one in past:
        if one.revision is None:
            continue
        author = names.get(one.revision.author, one.revision.author)
        subject = names.get(one.revision.subject, one.revision.subject)
        said = _said(one, versions)
        if said is not None:
            found.append(structs.replace(said, author=author, subject=subject))
    return tuple(found)


def _said(one: PastRevision, versions: Mapping[str, str]) -> PastAnswer | None:
    """What a revision says, without the names; None for what a newer version made."""
    if one.revision is None:
        return None
    content = one.revision.content
    line = PastAnswer(
        id=one.id,
        kind="answer",
        at=one.revision.at,
        author="",
        subject="",
        state="blank",
        value="",
        text="",
        evidence=(),
        standing=one.standing,
        clock=one.clock,
    )
    match content:
        case Answer():
            return structs.replace(
                line,
                state=content.state,
                value=content.value,
                text=content.justification,
                evidence=content.evidence,
                edition=versions.get(content.form, ""),
                confidence=content.confidence,
                accepted=content.accepted,
                on_behalf=content.on_behalf,
            )
        case Decision():
            return structs.replace(
                line,
                kind="decision",
                state=content.state,
                value=content.value,
                text=content.reason,
                edition=versions.get(content.form, ""),
                weighed=content.weighed,
            )
        case Question():
            edition = versions.get(content.form, "")
            return structs.replace(line, kind="question", text=content.text, edition=edition)
        case Reply():
            return structs.replace(line, kind="reply", text=content.text)
        case Reveal():
            return structs.replace(line, kind="reveal", text=content.reason)
        case Objection():
            return structs.replace(line, kind="objection", text=content.text, evidence=content.evidence)
        case Response():
            return structs.replace(line, kind="response", text=content.text)
        case _:
            return None
