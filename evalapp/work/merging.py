"""Taking in what comes back: a dry run that says what would happen, then one transaction for the whole drop (RECORD R8–R15)."""

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct, structs

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.entry.contents import Answer
from evalapp.exchange.manifest import PackageKind, kind_word
from evalapp.exchange.read import Package, open_package
from evalapp.exchange.volumes import distinct
from evalapp.merge.eligibility import GAP, NOT_HELD
from evalapp.store.backup import backed_up
from evalapp.store.batches import new_batch, set_batch_counts
from evalapp.store.derive import Change, refresh
from evalapp.store.forms import form_hashes, keep_form
from evalapp.store.of_person import kinds_of_batch
from evalapp.store.project_file import Connection, facts, set_facts
from evalapp.store.queries import PersonRow, people
from evalapp.store.signed_answers import comment_of_batch
from evalapp.store.take_in import SealRow, TakenIn, keep_attachment, take_in
from evalapp.store.trust import adopted_projects
from evalapp.work.file_facts import FileFacts, Looked, facts_of_files, sender_of
from evalapp.work.fitting import fits_form
from evalapp.work.inbox import Standing, standings, with_progress, withdrawn_earlier
from evalapp.work.merge_report import FileReport, MergeReport
from evalapp.work.package_forms import sound_forms
from evalapp.work.project import Project, require_role
from evalapp.work.verdicts import judge, lacks_part
from evalapp.work.waiting import waiting_cells

__all__ = [
    "FileReport",
    "MergeReport",
    "dry_run",
    "keep_editions",
    "merge",
    "require_submission",
    "seal_rows",
    "together",
]

_COUNTS = ("new", "same", "answers", "changed", "held")
"""What a batch keeps of its file's report, with who sent it."""
_LARGE = 1000
"""Of a longer file it is told how far it has been read."""


class _RolledBack(Exception):
    """Ends the transaction of a dry run, or of a merge that brings nothing."""


class _NothingNew(Exception):
    """Ends the part of a transaction that holds a file of which everything is there."""


def dry_run(project: Project, paths: Sequence[Path], progress: Progress) -> MergeReport:
    """What :func:`merge` would do with the files, to the last count; nothing is written."""
    require_role(project, "coordinator")
    project.require_key()
    found: list[MergeReport] = []
    try:
        with project.file.write() as connection:
            found.append(_take_in_all(project, connection, paths, progress))
            raise _RolledBack
    except _RolledBack:
        pass
    return structs.replace(found[0], written=False, backup="")


def merge(
    project: Project, paths: Sequence[Path], progress: Progress, *, guests: Collection[str] = ()
) -> MergeReport:
    """Take the files in: a verified backup, then one transaction for all of them; a bad file never stops the others.

    The union is a set, so that the same file twice, or the files in another order, give the same project. Where no file
    brings anything, nothing is written (``written`` is false) and no backup is left. ``guests`` are projects that are about to be
    adopted: what comes of theirs counts once they are. Raises Cancelled and AppError ("disk_full",
    "backup_failed", …); then nothing was written.
    """
    require_role(project, "coordinator")
    project.require_key()
    found: list[MergeReport] = []
    try:
        with (
            backed_up(project.file, project.session.world.now()) as backup,
            project.file.write() as connection,
        ):
            found.append(_take_in_all(project, connection, paths, progress, guests))
            if not any(file.batch for file in found[0].files):
                raise _RolledBack
    except _RolledBack:
        return structs.replace(found[0], written=False, backup="")
    project.follow_edition()
    return structs.replace(found[0], written=True, backup=str(backup))


class _Taken(Struct):
    """A file that went in, before it is known what of it counts; one that brought nothing has no ``batch``."""

    path: Path
    package_units: tuple[str, ...]
    sender: PersonRow
    devices: tuple[str, ...]
    batch: int
    taken: TakenIn
    attached: int
    kind: PackageKind
    form: str
    keys: frozenset[str]

    @property
    def brought(self) -> bool:
        """Whether anything of it was new: a revision, a line set aside, a seal, an attachment."""
        taken = self.taken
        return bool(taken.new or taken.unreadable or taken.change.devices or self.attached)


class _Drop(Struct):
    """What all files of a drop are taken in by: its number, who is known, what fits the form, which projects are let in."""

    number: int
    persons: dict[str, PersonRow]
    refuse: Callable[[str, Answer], str | None]
    projects: Collection[str]


def _take_in_all(
    project: Project,
    connection: Connection,
    paths: Sequence[Path],
    progress: Progress,
    guests: Collection[str] = (),
) -> MergeReport:
    before = len(waiting_cells(project, connection))
    drop = _Drop(
        number=int(facts(connection).get("drop", "0")) + 1,
        persons=people(connection),
        refuse=fits_form(project, connection),
        projects=adopted_projects(connection).union(guests),
    )
    paths = distinct(paths)
    done: list[_Taken | FileReport] = []
    changes: list[Change] = []
    for number, path in enumerate(paths):
        step = partial(progress.step, number, len(paths))
        step(path.name)
        try:
            one = _take_in_file(project, connection, path, drop, step)
            changes.append(one.taken.change)
            done.append(one)
        except AppError as error:
            name, code = sender_of(path)
            done.append(
                FileReport(
                    path=path,
                    verdict="refused",
                    reason=error.message,
                    code=error.code,
                    name=name,
                    assessor_code=code,
                )
            )
    progress.step(len(paths), len(paths))
    refresh(connection, together(changes), project.terms, progress)
    set_facts(connection, {"drop": str(drop.number)})
    taken = [one for one in done if isinstance(one, _Taken)]
    known = (
        standings(connection, min(batches)) if (batches := [one.batch for one in taken if one.batch]) else {}
    )
    looked = [
        _looked(one, gap=GAP in known[one.batch].reasons) if one.batch in known else _looked(one)
        for one in taken
    ]
    told = iter(facts_of_files(project, connection, looked))
    reports = tuple(
        one
        if isinstance(one, FileReport)
        else _report(connection, one, known.get(one.batch, Standing(0, {})), next(told))
        for one in done
    )
    for report in reports:
        if report.batch:
            counts: dict[str, int | str] = {name: getattr(report, name) for name in _COUNTS}
            counts |= {"person": report.person, "name": report.name, "code": report.assessor_code}
            set_batch_counts(connection, report.batch, counts)
    return MergeReport(
        files=reports,
        written=False,
        new=sum(report.new for report in reports),
        answers=sum(report.answers for report in reports),
        changed=sum(report.changed for report in reports),
        held=sum(report.held for report in reports),
        conflicts_before=before,
        conflicts_after=len(waiting_cells(project, connection)),
        drop=drop.number,
    )


def _take_in_file(
    project: Project,
    connection: Connection,
    path: Path,
    drop: _Drop,
    step: Callable[[str], None],
) -> _Taken:
    """Take in one file, or leave no trace of it where it is refused (AppError) or brings nothing."""
    found: list[_Taken] = []
    try:
        with connection.begin_nested(), open_package(path) as package:
            found.append(_take_in_one(project, connection, package, drop, step))
            found[0].path = path
            if not found[0].brought:
                raise _NothingNew
    except _NothingNew:
        found[0].batch = 0
    return found[0]


def together(changes: Sequence[Change]) -> Change:
    """What several packages changed, as one change."""
    return Change(
        frozenset[int]().union(*(change.slots for change in changes)),
        frozenset[int]().union(*(change.kinds for change in changes)),
        frozenset[int]().union(*(change.devices for change in changes)),
        forms=any(change.forms for change in changes),
    )


def _take_in_one(
    project: Project,
    connection: Connection,
    package: Package,
    drop: _Drop,
    step: Callable[[str], None],
) -> _Taken:
    manifest = package.manifest
    editions = keep_editions(connection, package) if manifest.kind == "exchange" else False
    require_submission(project, package, form_hashes(connection), ("submission", "exchange"), drop.projects)
    if editions:
        drop.refuse = fits_form(project, connection)
    batch = new_batch(
        connection,
        at=project.session.world.now(),
        drop=drop.number,
        sha256=package.sha256,
        name=package.path.name,
    )
    lines = _counted(package, step)
    seals = seal_rows(package)
    taken = take_in(connection, lines, seals, drop.refuse, batch, whole_chains=True)
    if editions:
        taken = structs.replace(taken, change=structs.replace(taken.change, forms=True))
    attached = 0
    for member in package.attachments:
        step(package.path.name)
        attached += keep_attachment(connection, member.sha256, "file", package.read(member.name))
    unknown = PersonRow(manifest.sender.person, manifest.sender.name, manifest.sender.code, "", ())
    devices = tuple(tip.device for tip in manifest.tips)
    sender = drop.persons.get(manifest.sender.person, unknown)
    keys = frozenset(seal.key for seal in seals)
    return _Taken(
        package.path,
        manifest.units,
        sender,
        devices,
        batch,
        taken,
        attached,
        manifest.kind,
        manifest.form,
        keys,
    )


def seal_rows(package: Package) -> list[SealRow]:
    """The seals of a package as the file keeps them."""
    return [SealRow(s.key, s.device, s.seq, s.tip, s.count, s.signature) for s in package.seals()]


def _counted(package: Package, step: Callable[[str], None]) -> Iterator[bytes]:
    """The lines of a package, with how far it has been read said now and then."""
    every = package.manifest.revisions
    for number, line in enumerate(package.lines()):
        if number % 500 == 0:
            step(f"{package.path.name} {number:,}/{every:,}" if every > _LARGE else package.path.name)
        yield line


def keep_editions(connection: Connection, package: Package) -> bool:
    """Keep the editions of the form that a package brings; whether one was new. Raises AppError("damaged_package")."""
    found = [keep_form(connection, name, toml) for name, toml in sound_forms(package).items()]
    return any(found)


def require_submission(
    project: Project,
    package: Package,
    forms: frozenset[str],
    kinds: Sequence[PackageKind] = ("submission",),
    adopted: Collection[str] = (),
) -> None:
    """Raises AppError where the package is of another kind, project, edition or nature than this project takes.

    ``adopted``: the projects that this one has taken in.
    """
    manifest, about = package.manifest, project.about
    name = package.path.name
    if manifest.kind not in kinds:
        raise AppError(
            "not_a_submission",
            _("{file} is {kind}, not a submission. The project is unchanged.").format(
                file=name, kind=kind_word(manifest.kind)
            ),
        )
    if manifest.project not in (about.project, *adopted):
        raise AppError(
            "other_project",
            _(
                "{file} belongs to another project, “{title}”. The project is unchanged. Merge it there."
            ).format(file=name, title=manifest.title),
        )
    if manifest.synthetic != about.synthetic:
        raise AppError(
            "synthetic",
            _(
                "{file} was not merged: made-up and real answers are never mixed. The project is unchanged."
            ).format(file=name),
        )
    if manifest.form not in forms:
        raise AppError(
            "other_edition",
            _(
                "{file} was made with an edition of the form that this project does not know ({edition}). The project is "
                "unchanged, nothing is lost. First take in what the coordinator sent who brought that edition, then merge the "
                "file again."
            ).format(file=name, edition=manifest.form[:12]),
        )


def _looked(one: _Taken, *, gap: bool = False) -> Looked:
    return Looked(
        batch=one.batch,
        form=one.form,
        person=one.sender.id,
        name=one.sender.name,
        code=one.sender.code,
        devices=one.devices,
        keys=one.keys,
        gap=gap,
    )


def _report(connection: Connection, one: _Taken, standing: Standing, facts: FileFacts) -> FileReport:
    earlier = withdrawn_earlier(connection, one.devices) if one.taken.new == 0 else ""
    broken = bool(standing.held) and lacks_part(connection, one.devices)
    sender = people(connection).get(one.sender.id, one.sender)
    verdict, reason = judge(one.taken, sender, standing, earlier, lacks_part=broken)
    comment = comment_of_batch(connection, sender.id, one.batch) if one.batch else ""
    reason = with_progress(reason, standing.in_progress)
    if comment:
        reason = _("{reason} Comment of the assessor: “{comment}”").format(reason=reason, comment=comment)
    return FileReport(
        path=one.path,
        verdict=verdict,
        reason=reason,
        person=sender.id,
        name=sender.name,
        assessor_code=sender.code,
        units=one.package_units,
        new=one.taken.new,
        same=one.taken.same,
        answers=one.taken.answers,
        changed=one.taken.changed,
        unchanged=one.taken.unchanged,
        held=standing.held,
        unreadable=len(one.taken.unreadable),
        batch=one.batch,
        comment=comment,
        kind=one.kind,
        facts=facts,
        reasons={reason: n for reason, n in standing.reasons.items() if reason not in NOT_HELD},
        decisions=_decisions(connection, one),
    )


def _decisions(connection: Connection, one: _Taken) -> int:
    """How many decisions an exchange brought."""
    if one.kind != "exchange" or not one.batch:
        return 0
    return kinds_of_batch(connection, one.batch).get("decision", 0)
