"""What has come in: merged files, and what stands against what they brought."""

from collections.abc import Sequence

from msgspec import Struct

from evalapp.base.clock import local_time
from evalapp.base.i18n import _, ngettext
from evalapp.base.text import clean
from evalapp.entry.contents import Release
from evalapp.merge.eligibility import NOT_HELD
from evalapp.store.append import Draft
from evalapp.store.batches import (
    BatchRow,
    batch_rows,
    reasons_by_batch,
    withdrawal_touching,
)
from evalapp.store.project_file import Connection
from evalapp.store.queries import people
from evalapp.store.signed_answers import unsigned_by_batch
from evalapp.work.project import Project, require_role

__all__ = [
    "BatchRow",
    "Standing",
    "batches",
    "release",
    "standings",
    "with_progress",
    "withdrawn_earlier",
]


class Standing(Struct, frozen=True):
    """How many of a batch's revisions are held, and how many do not count by reason (withdrawn ones too).

    ``in_progress``: how many of its answers are not signed off.
    """

    held: int
    reasons: dict[str, int]
    in_progress: int = 0


def standings(connection: Connection, first_batch: int) -> dict[int, Standing]:
    """What stands against the batches from ``first_batch`` on; batches without a word are absent."""
    against = reasons_by_batch(connection, first_batch)
    unsigned = unsigned_by_batch(connection, first_batch)
    return {
        batch: Standing(
            held=sum(count for reason, count in against.get(batch, {}).items() if reason not in NOT_HELD),
            reasons=against.get(batch, {}),
            in_progress=unsigned.get(batch, 0),
        )
        for batch in against.keys() | unsigned.keys()
    }


def withdrawn_earlier(connection: Connection, devices: Sequence[str]) -> str:
    """A sentence where what came again from ``devices`` was withdrawn before, by whom and when; "" else."""
    revision = withdrawal_touching(connection, frozenset(devices))
    if revision is None:
        return ""
    names = people(connection)
    return _("Withdrawn earlier by {name} on {time}; merging it again does not bring it back.").format(
        name=names[revision.author].name if revision.author in names else revision.author,
        time=local_time(revision.at),
    )


def batches(project: Project) -> tuple[BatchRow, ...]:
    """All merged files that brought something, the newest first."""
    with project.file.read() as connection:
        return batch_rows(connection)


def release(
    project: Project, *, withdrawals: Sequence[str] = (), held: Sequence[str] = (), reason: str
) -> None:
    """Lift withdrawals, or let held revisions count, by name."""
    require_role(project, "coordinator")
    content = Release(withdrawals=tuple(withdrawals), held=tuple(held), reason=clean(reason))
    project.write(lambda _connection: (Draft(content=content),))


def with_progress(reason: str, n: int) -> str:
    """What is said of a file, with how many of its answers are not signed off."""
    if not n:
        return reason
    return ngettext(
        "{reason} {n} of its answers is work in progress: it counts once it is handed in.",
        "{reason} {n} of its answers are work in progress: they count once they are handed in.",
        n,
    ).format(reason=reason, n=n)
