"""The files that have come in, and how far everybody's work has come and was acknowledged."""

from collections import Counter, defaultdict
from collections.abc import Mapping

from msgspec import Struct

from evalapp.merge.eligibility import NOT_HELD
from evalapp.store.acknowledged import tips_held
from evalapp.store.batches import batch_rows, count_batches, last_received, reasons_by_batch
from evalapp.store.counts import count_held
from evalapp.store.project_file import Connection
from evalapp.store.queries import PersonRow, people, roster
from evalapp.store.signed_answers import signoffs_by_batch
from evalapp.store.told import told
from evalapp.store.withdrawals import taken_out, withdrawals_in_force
from evalapp.work.doubts import doubts_in
from evalapp.work.project import Project, require_role


class Taken(Struct, frozen=True, kw_only=True):
    """A withdrawal in force: who, when (UTC) and why, and how many revisions of the file it takes out."""

    id: str
    name: str
    at: str
    reason: str
    revisions: int


class ReceivedFile(Struct, frozen=True, kw_only=True):
    """A merged file that brought something.

    ``drop`` counts the drops of files, ``at`` is UTC. ``answers`` (that came for the first time) and ``changed`` are counted as
    they were when it was merged, everything else as it stands. ``reasons``: how many revisions do not count, by reason.
    """

    batch: int
    drop: int
    at: str
    file: str
    person: str
    name: str
    code: str
    revisions: int
    answers: int
    changed: int
    held: int
    withdrawn: int
    reasons: dict[str, int]
    units: tuple[str, ...] = ()
    comment: str = ""
    withdrawals: tuple[Taken, ...] = ()

    @property
    def is_withdrawn(self) -> bool:
        """Whether nothing of it counts any more."""
        return self.withdrawn >= self.revisions


class Acknowledged(Struct, frozen=True, kw_only=True):
    """How far an assessor's work has come here, and how far the assessor was told so.

    ``revisions`` are those whose chains have come whole, ``told`` how many of them a task, update or return that was written
    here acknowledges; times are UTC, "" for never. A written file says nothing of whether it reached the assessor.
    """

    person: str
    name: str
    code: str
    files: int
    last_at: str
    revisions: int
    told: int
    told_at: str


class ReceivedCounts(Struct, frozen=True, kw_only=True):
    """How much has come in: files, revisions that are held, questions about who somebody is that wait."""

    files: int
    held: int
    doubts: int


def received_counts(project: Project) -> ReceivedCounts:
    """How much has come in, without looking into it."""
    with project.file.read() as connection:
        return ReceivedCounts(
            files=count_batches(connection), held=count_held(connection), doubts=len(doubts_in(connection))
        )


def received_files(project: Project) -> tuple[ReceivedFile, ...]:
    """The merged files, the newest first."""
    require_role(project, "coordinator")
    with project.file.read() as connection:
        rows = batch_rows(connection)
        if not rows:
            return ()
        names = people(connection)
        reasons = reasons_by_batch(connection, 0)
        signed = _signed_off(connection)
        taken = _taken(connection, names)
    return tuple(
        ReceivedFile(
            batch=row.number,
            drop=row.drop,
            at=row.at,
            file=row.name,
            person=sender,
            name=names[sender].name if sender in names else str(row.counts.get("name", "")),
            code=names[sender].code if sender in names else str(row.counts.get("code", "")),
            revisions=row.revisions,
            answers=int(row.counts.get("answers", 0)),
            changed=int(row.counts.get("changed", 0)),
            held=sum(n for reason, n in reasons.get(row.number, {}).items() if reason not in NOT_HELD),
            withdrawn=row.withdrawn,
            reasons=reasons.get(row.number, {}),
            units=signed[row.number][0] if row.number in signed else (),
            comment=signed[row.number][1] if row.number in signed else "",
            withdrawals=tuple(taken.get(row.number, ())),
        )
        for row in rows
        for sender in (str(row.counts.get("person", "")) or row.persons[0],)
    )


def acknowledgements(project: Project) -> tuple[Acknowledged, ...]:
    """Every assessor with how far the work has come and was acknowledged, by code."""
    require_role(project, "coordinator")
    with project.file.read() as connection:
        files = Counter(person for row in batch_rows(connection) for person in row.persons)
        last, said = last_received(connection), told(connection)
        return tuple(
            Acknowledged(
                person=person.id,
                name=person.name,
                code=person.code,
                files=files[person.id],
                last_at=last.get(person.id, ""),
                revisions=sum(tip.seq for tip in tips_held(connection, person.id)),
                told=said[person.id].revisions if person.id in said else 0,
                told_at=said[person.id].at if person.id in said else "",
            )
            for person in people(connection).values()
            if person.role == "assessor"
        )


def _signed_off(connection: Connection) -> Mapping[int, tuple[tuple[str, ...], str]]:
    """By batch the units that its sign-offs hand in, by name, and the last comment."""
    units = {unit.key: unit.full_name for unit in roster(connection)}
    found: dict[int, tuple[tuple[str, ...], str]] = {}
    for batch, signoff in signoffs_by_batch(connection):
        known, comment = found.get(batch, ((), ""))
        names = (units.get(unit, unit) for unit in signoff.units)
        found[batch] = (tuple(dict.fromkeys((*known, *names))), signoff.comment or comment)
    return found


def _taken(connection: Connection, names: Mapping[str, PersonRow]) -> Mapping[int, list[Taken]]:
    found: dict[int, list[Taken]] = defaultdict(list)
    for identity, revision, withdrawal in withdrawals_in_force(connection):
        author = revision.author
        for batch, revisions in taken_out(connection, withdrawal).items():
            found[batch].append(
                Taken(
                    id=identity,
                    name=names[author].name if author in names else author[:8],
                    at=revision.at,
                    reason=withdrawal.reason,
                    revisions=revisions,
                )
            )
    return found
