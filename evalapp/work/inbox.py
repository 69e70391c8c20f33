"""What stands against revisions that have come: held, withdrawn, and by whose word."""

from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy import Connection

from evalapp.base.clock import local_time
from evalapp.base.i18n import _
from evalapp.entry.contents import KIND_NUMBERS, ChainRange, Release, Withdrawal
from evalapp.entry.revision import decode
from evalapp.store.append import Draft
from evalapp.store.queries import people
from evalapp.work.project import Project, require_role


class Standing(Struct, frozen=True):
    """How many of a batch's revisions do not count, by reason; withdrawn ones are no longer held."""

    held: int
    reasons: dict[str, int]


class Batch(Struct, frozen=True, kw_only=True):
    """A file that was merged."""

    number: int
    drop: int
    at: str
    name: str
    revisions: int
    withdrawn: int


def standings(connection: Connection, first_batch: int) -> dict[int, Standing]:
    """What stands against the revisions of the batches from ``first_batch`` on; batches without a word are absent."""
    found: dict[int, dict[str, int]] = {}
    # CROSS JOIN keeps this order: few revisions are ineligible, and no index goes by batch.
    rows = connection.exec_driver_sql(
        "SELECT r.batch, i.reason, count(*) FROM ineligible i CROSS JOIN revision r ON r.n = i.n WHERE r.batch >= ? "
        "GROUP BY r.batch, i.reason",
        (first_batch,),
    )
    for batch, reason, count in rows:
        found.setdefault(int(batch), {})[str(reason)] = int(count)
    return {
        batch: Standing(sum(count for reason, count in reasons.items() if reason != "withdrawn"), reasons)
        for batch, reasons in found.items()
    }


def withdrawn_earlier(connection: Connection, devices: Sequence[str]) -> str:
    """A sentence where what came again from ``devices`` was withdrawn before, by whom and when; "" else."""
    rows = connection.exec_driver_sql(
        "SELECT r.body FROM slot s JOIN revision r ON r.slot = s.s LEFT JOIN ineligible i ON i.n = r.n "
        "WHERE s.unit = '' AND s.kind = ? AND i.n IS NULL",
        (KIND_NUMBERS["withdrawal"],),
    ).all()
    out = {
        identity.hex()
        for (identity,) in connection.exec_driver_sql(
            "SELECT DISTINCT d.id FROM ineligible i JOIN revision r ON r.n = i.n JOIN device d ON d.d = r.device "
            "WHERE i.reason = 'withdrawn'"
        )
    }
    for (body,) in rows:
        revision = decode(body)
        content = revision.content
        if isinstance(content, Withdrawal) and any(part.device in out & set(devices) for part in content.ranges):
            names = people(connection)
            by = names[revision.author].name if revision.author in names else revision.author
            return _("Withdrawn earlier by {name} on {time}; merging it again does not bring it back.").format(
                name=by, time=local_time(revision.at)
            )
    return ""


def batches(project: Project) -> tuple[Batch, ...]:
    """All merged files that brought something, the newest first."""
    with project.file.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT b.b, b.drop_number, b.at, b.name, count(r.n), count(i.n) FROM batch b JOIN revision r ON r.batch = b.b "
            "LEFT JOIN ineligible i ON i.n = r.n AND i.reason = 'withdrawn' GROUP BY b.b ORDER BY b.b DESC"
        )
        return tuple(
            Batch(number=number, drop=drop, at=at, name=name, revisions=revisions, withdrawn=withdrawn)
            for number, drop, at, name, revisions, withdrawn in rows
        )


def withdraw_batch(project: Project, batch: int, reason: str) -> str:
    """Take a batch's revisions out of all heads; they stay in the union. The id of the withdrawal."""
    require_role(project, "coordinator")

    def drafts(connection: Connection) -> Sequence[Draft]:
        rows = connection.exec_driver_sql(
            "SELECT d.id, r.seq, r.id FROM revision r JOIN device d ON d.d = r.device WHERE r.batch = ? ORDER BY d.id, r.seq",
            (batch,),
        ).all()
        ranges: list[ChainRange] = []
        last = 0
        for device, seq, identity in rows:
            if ranges and ranges[-1].device == device.hex() and seq == last + 1:
                ranges[-1] = ChainRange(device.hex(), ranges[-1].first, identity.hex())
            else:
                ranges.append(ChainRange(device.hex(), seq, identity.hex()))
            last = seq
        return (Draft(content=Withdrawal(ranges=tuple(ranges), reason=reason)),) if ranges else ()

    reads = project.write(drafts)
    return reads[-1].id if reads else ""


def release(project: Project, *, withdrawals: Sequence[str] = (), held: Sequence[str] = (), reason: str) -> None:
    """Lift withdrawals, or let held revisions count, by name."""
    require_role(project, "coordinator")
    content = Release(withdrawals=tuple(withdrawals), held=tuple(held), reason=reason)
    project.write(lambda _connection: (Draft(content=content),))


class HeldRevision(Struct, frozen=True, kw_only=True):
    """A revision that is in the union and does not count, and why."""

    id: str
    reason: str
    device: str
    seq: int
    name: str


def held_revisions(project: Project) -> tuple[HeldRevision, ...]:
    """Everything that is held, in the order in which it came."""
    with project.file.read() as connection:
        names = people(connection)
        rows = connection.exec_driver_sql(
            "SELECT r.id, i.reason, d.id, r.seq, d.person FROM ineligible i JOIN revision r ON r.n = i.n "
            "JOIN device d ON d.d = r.device WHERE i.reason <> 'withdrawn' ORDER BY r.n"
        )
        return tuple(
            HeldRevision(
                id=identity.hex(),
                reason=reason,
                device=device.hex(),
                seq=seq,
                name=names[person.hex()].name if person.hex() in names else "",
            )
            for identity, reason, device, seq, person in rows
        )
