"""Coordinators exchange what they have: whole chains with their seals, proved by those who wrote them (RECORD R9–R11, R26)."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from evalapp import __version__
from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.exchange.manifest import FORMAT, Manifest, Party, Seal, Tip
from evalapp.exchange.write import make_seal, write_package
from evalapp.store.chain_export import attachments_of, chain_ends, lines_of, writers_of_units
from evalapp.store.chains import SealRecord, devices_with_key, seals_of_person
from evalapp.store.forms import form_bytes, form_hashes
from evalapp.store.project_file import Connection, facts
from evalapp.store.queries import PersonRow, people, roster
from evalapp.store.take_in import SealRow, keep_seal
from evalapp.store.trust import load_trust
from evalapp.work.project import Project, require_role


class Exchanged(Struct, frozen=True, kw_only=True):
    """An exchange as written: where, for whom, how much is in it; ``units`` are those of a branch, none for everything."""

    path: Path
    recipients: tuple[str, ...]
    revisions: int
    attachments: int
    units: tuple[str, ...] = ()


def write_exchange(
    project: Project,
    path: Path,
    progress: Progress,
    *,
    to: Sequence[str] = (),
    units: Sequence[str] = (),
    for_adoption: bool = False,
) -> Exchanged:
    """Everything that the project holds, for the coordinators ``to``: persons; all others where none is named.

    ``for_adoption``: for nobody in the project, so that another project may take this one in (RECORD R27).

    ``units``: a branch. It carries the chains of coordinators, and of those who were ever assigned to these units; whoever
    makes a project file from it sees these units only (RECORD R26). Raises AppError("recipient", "unknown_unit", "cannot_write").
    """
    require_role(project, "coordinator")
    project.require_key()
    with project.file.read() as connection:
        recipients = [] if for_adoption else _recipients(project, connection, to)
        units = _with_sub_units(connection, units)
    seal_own(project)
    identity, about = project.session.identity(), project.about
    with project.file.read() as connection:
        writers = writers_of_units(connection, units) if units else None
        ends = chain_ends(connection, writers)
        devices = {end.device for end in ends}
        head = Manifest(
            format=FORMAT,
            kind="exchange",
            project=about.project,
            title=about.title,
            sender=Party(person=about.me, key=identity.public, name=about.name, code=about.code),
            recipients=tuple(
                Party(person=one.id, key=key, name=one.name, code=one.code)
                for one in recipients
                for key in one.keys
            ),
            form=about.form_hash,
            created_at=project.session.world.now(),
            revisions=0,
            members=(),
            tips=tuple(Tip(device=end.device, seq=end.seq, id=end.id) for end in ends),
            units=units,
            synthetic=about.synthetic,
            program=__version__,
            founding=facts(connection)["founding"],
            adopted=tuple(sorted(load_trust(connection, facts(connection)["founding"]).adopted)),
        )
        seals = [_seal(one) for one in seals_of_person(connection, None) if one.device in devices]
        forms = [(name, form_bytes(connection, name)) for name in sorted(form_hashes(connection))]
        lines = _counted(lines_of(connection, writers), sum(end.count for end in ends), progress)
        kept = attachments_of(connection, writers)
        manifest = write_package(path, head, identity, lines, tuple(seals), forms, kept)
    return Exchanged(
        path=path,
        recipients=tuple(one.id for one in recipients),
        revisions=manifest.revisions,
        attachments=sum(1 for member in manifest.members if member.name.startswith("attachments/")),
        units=units,
    )


def _recipients(project: Project, connection: Connection, to: Sequence[str]) -> list[PersonRow]:
    every = [person for person in people(connection).values() if person.role == "coordinator"]
    found = [person for person in every if (person.id in to if to else person.id != project.about.me)]
    if not found or len(found) < len(set(to)):
        raise AppError(
            "recipient",
            _(
                "There is no such coordinator to write for. Nothing was written. Add the other coordinator first, by the key "
                "that the other person's program shows."
            ),
        )
    return found


def _with_sub_units(connection: Connection, units: Sequence[str]) -> tuple[str, ...]:
    """The units with those below them. Raises AppError("unknown_unit")."""
    known = roster(connection)
    missing = sorted(set(units) - {unit.key for unit in known})
    if missing:
        raise AppError(
            "unknown_unit",
            _("{units} is not on the roster. Nothing was written. Check the codes.").format(
                units=_(", ").join(missing)
            ),
        )
    codes = {unit.code for unit in known if unit.key in units}
    return tuple(sorted(unit.key for unit in known if unit.key in units or unit.parent in codes))


def seal_own(project: Project) -> None:
    """Seal what this account wrote, so that nobody needs to take its word for it; the seals stay in the file too."""
    identity = project.session.identity()
    with project.file.write() as connection:
        own = devices_with_key(connection, identity.public)
        for end in chain_ends(connection, None):
            if end.device in own:
                made = make_seal(identity, project.about.project, end.device, end.seq, end.id)
                keep_seal(
                    connection, SealRow(made.key, made.device, made.seq, made.tip, made.count, made.signature)
                )


def _seal(one: SealRecord) -> Seal:
    return Seal(
        key=one.key, device=one.device, seq=one.seq, tip=one.tip, count=one.count, signature=one.signature
    )


def _counted(lines: Iterator[bytes], total: int, progress: Progress) -> Iterator[bytes]:
    for number, line in enumerate(lines):
        if number % 500 == 0:
            progress.step(number, total)
        yield line
