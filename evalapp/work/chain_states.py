"""Whether the record is whole: each device's chain with what proves it, and when all of it was verified last."""

from typing import Literal

from msgspec import Struct

from evalapp.base.progress import Progress
from evalapp.store.chain_states import ChainRow, SealedUpTo, chain_rows
from evalapp.store.project_file import facts, set_facts
from evalapp.store.queries import PersonRow, people
from evalapp.work.care import CheckReport, check_project
from evalapp.work.project import Project, require_role

Soundness = Literal["sound", "gap", "forked", "unproven", "key"]
"""What is to be said of a chain first: ``key``: no key that is accepted for its person has sealed it."""


class ChainState(Struct, frozen=True, kw_only=True):
    """A device's chain in words' reach: whose, how long, sealed up to where by which key, how many revisions lie behind that.

    ``own``: written with the key of this account, which seals when it hands in or exchanges; nothing is to be proved here.
    """

    device: str
    person: str
    name: str
    code: str
    role: str
    count: int
    last: int
    missing: int
    forked: bool
    held: int
    own: bool
    sealed: int
    key: str
    accepted: bool
    unproven: int

    @property
    def soundness(self) -> Soundness:
        """The first thing to say of it."""
        if self.missing:
            return "gap"
        if self.forked:
            return "forked"
        if self.own:
            return "sound"
        if not self.accepted:
            return "key"
        return "unproven" if self.unproven else "sound"


class LastCheck(Struct, frozen=True, kw_only=True):
    """The last verification of everything: when (UTC), how many revisions and seals it covered, and how many faults it found."""

    at: str
    revisions: int
    seals: int
    faults: int


def chain_states(project: Project) -> tuple[ChainState, ...]:
    """All chains; those with something to say first."""
    require_role(project, "coordinator")
    with project.file.read() as connection:
        known = people(connection)
        rows = chain_rows(connection)
    own = project.about.me
    found = [_state(row, known.get(row.person), own) for row in rows]
    order = ("gap", "forked", "key", "unproven", "sound")
    return tuple(sorted(found, key=lambda one: (order.index(one.soundness), one.code, one.device)))


def _state(row: ChainRow, person: PersonRow | None, own: str) -> ChainState:
    keys = () if person is None else person.keys
    seal = _best(row, keys)
    sealed = 0 if seal is None else seal.seq
    return ChainState(
        device=row.device,
        person=row.person,
        name=row.person if person is None else person.name,
        code="" if person is None else person.code,
        role="" if person is None else person.role,
        count=row.count,
        last=row.last,
        missing=row.last - row.places,
        forked=row.is_forked,
        held=row.held,
        own=row.here and row.person == own,
        sealed=sealed,
        key=row.key if seal is None else seal.key,
        accepted=(row.key if seal is None else seal.key) in keys,
        unproven=max(0, row.last - sealed),
    )


def _best(row: ChainRow, keys: tuple[str, ...]) -> SealedUpTo | None:
    """The furthest seal by an accepted key; without one, the furthest."""
    accepted = [seal for seal in row.seals if seal.key in keys]
    return max(accepted or row.seals, key=lambda seal: seal.seq, default=None)


def verify_everything(project: Project, progress: Progress) -> CheckReport:
    """Check pages, hashes, chains, seals, attachments and derived tables; the result is kept with its time. Raises Cancelled."""
    report = check_project(project, progress)
    now = project.session.world.now()
    with project.file.write() as connection:
        set_facts(connection, {"last_check": f"{now} {report.revisions} {report.seals} {len(report.faults)}"})
    return report


def last_check(project: Project) -> LastCheck | None:
    """What the last verification found on this computer; None where there was none."""
    with project.file.read() as connection:
        kept = facts(connection).get("last_check", "").split()
    if len(kept) != 4 or not all(part.isdecimal() for part in kept[1:]):
        return None
    revisions, seals, faults = (int(part) for part in kept[1:])
    return LastCheck(at=kept[0], revisions=revisions, seals=seals, faults=faults)
