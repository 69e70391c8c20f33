"""Handing in: sign off, write the submission, reopen and verify it, give a receipt (RECORD R9, R10, R15)."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path

import msgspec
from msgspec import Struct, structs

from evalapp import __version__
from evalapp.base.clock import local_day, local_time
from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.text import clean
from evalapp.entry.contents import KIND_NUMBERS, Answer, ChainTip, Founding, SignOff
from evalapp.entry.revision import decode
from evalapp.exchange.manifest import FORMAT, Manifest, Party, Seal, Tip
from evalapp.exchange.volumes import require_size, split
from evalapp.exchange.write import make_seal, write_package
from evalapp.store.acknowledged import acknowledged
from evalapp.store.append import Draft
from evalapp.store.chains import StoredRevision, chain_of_person, devices_with_key, seals_of_person
from evalapp.store.project_file import Connection
from evalapp.store.queries import attachment, heads_of_kinds
from evalapp.store.signed_answers import since_signed
from evalapp.work.answers import UnitPage, my_units, unit_page
from evalapp.work.project import Project, require_role
from evalapp.work.readiness import points, require_ready
from evalapp.work.tasks import file_name

SUFFIX = ".evalpkg"


class HandedIn(Struct, frozen=True, kw_only=True):
    """One unit of a submission: the answers that stand in it and apply, and what is asked for there, applies and is blank."""

    key: str
    code: str
    name: str
    answers: int
    unanswered: int
    kept: int = 0


class Receipt(Struct, frozen=True, kw_only=True):
    """Proof of what was handed in, for the assessor to keep.

    ``answers`` are those that stand in the units and apply there; ``unanswered`` what is asked for there, applies and is blank.
    ``kept`` are answers to items that do not apply: they go along and count nowhere.
    ``new`` and ``changed`` count those that were not handed in before, or were otherwise, as a merge will count them.
    ``revisions`` is everything that the file carries, corrections and other units among it; ``left_out`` what came before and
    was acknowledged at ``acknowledged_at`` (UTC). ``volumes`` are the files into which it was split, none where it was not.
    ``counts`` has the same counts unit by unit; ``project``, ``person``, ``code``, ``synthetic`` and ``program`` say whose
    receipt it is, of what and by which version.
    """

    path: Path
    sha256: str
    size: int
    units: tuple[str, ...]
    revisions: int
    answers: int
    attachments: int
    at: str
    unanswered: int
    new: int = 0
    changed: int = 0
    volumes: tuple[Path, ...] = ()
    counts: tuple[HandedIn, ...] = ()
    project: str = ""
    person: str = ""
    code: str = ""
    synthetic: bool = False
    program: str = __version__
    comment: str = ""
    left_out: int = 0
    acknowledged_at: str = ""
    kept: int = 0


def submit(
    project: Project,
    path: Path,
    units: Sequence[str] = (),
    volume_size: int = 0,
    *,
    comment: str = "",
    everything: bool = False,
) -> Receipt:
    """Sign off the units (all assigned ones where none is named) and write the submission package ``path``.

    The package carries the chains of this person, so that it can be merged in any order and as often as one likes: what came
    after the coordinator's last acknowledgement, or ``everything``. ``comment`` says why points are left open that the project
    only warns of. ``volume_size``: beside it stand volumes of so many bytes, where it is larger.

    Raises AppError("open_points") with every point that must be mended, ("comment") with every one that takes a comment, and
    ("nothing_new") where all was acknowledged; nothing is then signed off or written. Where only the file cannot be written,
    the sign-off stands and submitting again writes it.
    """
    require_role(project, "assessor")
    if volume_size:
        require_size(volume_size)
    overview = my_units(project)
    chosen = tuple(units) or tuple(row.unit.key for row in overview)
    unknown = sorted(set(chosen) - {row.unit.key for row in overview})
    if unknown or not chosen:
        raise AppError(
            "not_assigned",
            _("{units} is not assigned to you. Nothing was handed in.").format(
                units=", ".join(unknown) or "—"
            ),
        )
    comment = clean(comment)
    require_ready(points(project, chosen), comment)
    with project.file.read() as connection:
        new, changed = since_signed(connection, project.about.me, chosen)
        signed = _is_signed(connection, project.about.me, chosen, comment)
        if signed and not everything:
            _require_new(project, connection)
    if not signed:
        _sign_off(project, chosen, comment)
    pages = [unit_page(project, key) for key in chosen]
    counts = tuple(_handed_in(page) for page in pages)
    receipt = _write(project, path, chosen, counts, everything=everything)
    volumes = split(path, volume_size) if volume_size else ()
    return structs.replace(
        receipt, new=new, changed=changed, volumes=volumes if len(volumes) > 1 else (), comment=comment
    )


def _require_new(project: Project, connection: Connection) -> None:
    """Raises AppError where everything that is signed off was acknowledged."""
    known, at = acknowledged(connection)
    if split_known(chain_of_person(connection, project.about.me), known)[0]:
        return
    raise AppError(
        "nothing_new",
        _(
            "Nothing was handed in: all of it had come to the coordinator by {time}, and nothing was changed since. To write it "
            "all again, hand in everything."
        ).format(time=local_time(at)),
    )


def split_known(
    chain: Sequence[StoredRevision], known: Mapping[str, int]
) -> tuple[list[StoredRevision], list[StoredRevision]]:
    """What has not been acknowledged, and what has."""
    new = [stored for stored in chain if stored.seq > known.get(stored.device, 0)]
    return new, [stored for stored in chain if stored.seq <= known.get(stored.device, 0)]


def last_acknowledged(project: Project) -> str:
    """Until when everything handed in had come to the coordinator, as far as this file was told (UTC); "" where it was not."""
    with project.file.read() as connection:
        return acknowledged(connection)[1]


def changed_since(project: Project, units: Sequence[str]) -> tuple[int, int]:
    """How many of the own answers to these units are otherwise than they were signed off, or new; and in how many units."""
    with project.file.read() as connection:
        counts = [sum(since_signed(connection, project.about.me, (unit,))) for unit in units]
    return sum(counts), sum(1 for count in counts if count)


def proposed_path(project: Project) -> Path:
    """Where a submission of today may go: beside the project, under a name that tells it from the task file; not there yet."""
    label = file_name(project.about.code or project.about.name)
    stem = _("{code}-submission-{day}").format(code=label, day=local_day(project.session.world.now()))
    names = (f"{stem}-{number}" if number > 1 else stem for number in count(1))
    return next(path for name in names if not (path := project.path.with_name(f"{name}{SUFFIX}")).exists())


def _handed_in(page: UnitPage) -> HandedIn:
    return HandedIn(
        key=page.unit.key,
        code=page.unit.code,
        name=page.unit.full_name,
        answers=sum(1 for entry in page.entries.values() if entry.answered and entry.applies),
        unanswered=page.progress.leaves - page.progress.answered,
        kept=sum(1 for entry in page.entries.values() if entry.answered and not entry.applies),
    )


def _is_signed(connection: Connection, me: str, units: Sequence[str], comment: str) -> bool:
    """Whether the last thing that the person wrote is a sign-off of these units with this comment."""
    since: list[SignOff] = []
    chain = chain_of_person(connection, me)
    for stored in chain:
        content = decode(stored.body).content
        since = [*since, content] if isinstance(content, SignOff) else []
    one_device = len({stored.device for stored in chain}) == 1
    return one_device and any(
        set(units) <= set(signed.units) and comment in ("", signed.comment) for signed in since
    )


def _sign_off(project: Project, units: Sequence[str], comment: str) -> None:
    """One sign-off over the units and the tips of all own devices."""

    def drafts(connection: Connection) -> Sequence[Draft]:
        tips = {
            stored.device: ChainTip(stored.device, stored.seq, stored.id)
            for stored in chain_of_person(connection, project.about.me)
        }
        content = SignOff(
            units=tuple(sorted(units)), tips=tuple(tips[device] for device in sorted(tips)), comment=comment
        )
        return (Draft(content=content, subject=project.about.me),)

    project.write(drafts)


def _write(
    project: Project,
    path: Path,
    units: Sequence[str],
    counts: tuple[HandedIn, ...],
    *,
    everything: bool,
) -> Receipt:
    identity = project.session.identity()
    about = project.about
    with project.file.read() as connection:
        known, said_at = ({}, "") if everything else acknowledged(connection)
        chain = chain_of_person(connection, about.me)
        carried, left_out = split_known(chain, known)
        coordinator = _coordinator(connection)
        seals = {
            (seal.device, seal.key): Seal(**msgspec.structs.asdict(seal))
            for seal in seals_of_person(
                connection, about.me
            )  # in order: the last of a device and key is the furthest
        }
        sent_before = attached(left_out)
        names = sorted(attached(carried) - sent_before)
        tips = _tips(chain, left_out)
        own = devices_with_key(connection, identity.public)
        for tip in tips:
            if tip.device in own:
                made = make_seal(identity, about.project, tip.device, tip.seq, tip.id)
                seals[(tip.device, identity.public)] = made
        at = project.session.world.now()
        head = Manifest(
            format=FORMAT,
            kind="submission",
            project=about.project,
            title=about.title,
            sender=Party(person=about.me, key=identity.public, name=about.name, code=about.code),
            recipients=(coordinator,),
            form=about.form_hash,
            created_at=at,
            revisions=0,
            members=(),
            tips=tips,
            units=tuple(sorted(units)),
            synthetic=about.synthetic,
            program=__version__,
        )
        manifest = write_package(
            path,
            head,
            identity,
            (stored.body for stored in carried),
            tuple(seals[key] for key in sorted(seals)),
            (),
            _attachments(connection, names),
        )
    return Receipt(
        path=path,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        size=path.stat().st_size,
        units=tuple(sorted(units)),
        revisions=manifest.revisions,
        answers=sum(one.answers for one in counts),
        attachments=sum(1 for member in manifest.members if member.name.startswith("attachments/")),
        at=at,
        unanswered=sum(one.unanswered for one in counts),
        kept=sum(one.kept for one in counts),
        counts=counts,
        project=about.title,
        person=about.name,
        code=about.code,
        synthetic=about.synthetic,
        left_out=len(left_out),
        acknowledged_at=said_at,
    )


def _tips(chain: Sequence[StoredRevision], left_out: Sequence[StoredRevision]) -> tuple[Tip, ...]:
    """The ends of the chains, and after which places they are carried."""
    last = {stored.device: stored for stored in chain}
    before = {stored.device: stored for stored in left_out}
    return tuple(
        Tip(
            device=device,
            seq=stored.seq,
            id=stored.id,
            after=before[device].seq if device in before else 0,
            after_id=before[device].id if device in before else "",
        )
        for device, stored in sorted(last.items())
    )


def attached(chain: Sequence[StoredRevision]) -> set[str]:
    """The attachments behind the answers of a stretch."""
    contents = (decode(stored.body).content for stored in chain)
    return {
        piece.ref
        for content in contents
        if isinstance(content, Answer)
        for piece in content.evidence
        if piece.is_attachment
    }


def _attachments(connection: Connection, names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    for name in names:
        data = attachment(connection, name)
        if data is not None:
            yield name, data


def _coordinator(connection: Connection) -> Party:
    for _kind, _unit, _item, _subject, _body, content in heads_of_kinds(
        connection, (KIND_NUMBERS["project"],)
    ):
        if isinstance(content, Founding):
            return Party(person=content.person, key=content.key, name=content.name, code=content.code)
    raise KeyError("founding")
