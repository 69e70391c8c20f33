"""What is held: in the union and in no head, until its cause is gone or a release names it (RECORD R8, R14)."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _, ngettext
from evalapp.base.text import clean
from evalapp.entry.contents import ANSWER, Release
from evalapp.merge.eligibility import RELEASABLE
from evalapp.merge.words import standing_word, unreadable_word
from evalapp.store.append import Draft
from evalapp.store.batches import batch_counts, held_rows, unreadable_rows
from evalapp.store.chains import missing_places
from evalapp.store.project_file import Connection
from evalapp.store.queries import PersonRow, people, roster
from evalapp.work.project import Project, require_role
from evalapp.work.said import revision_of, said
from evalapp.work.waiting import waiting_cells

_IDS_A_RELEASE = 3000
"""A revision is at most 256 KiB long; an id takes 67 bytes of it."""


UNREADABLE = "unreadable"


class HeldRevision(Struct, frozen=True, kw_only=True):
    """A revision that is in the union and does not count: why, whose it is, what it says, and since when (UTC) it waits.

    ``name`` of somebody whom the project does not know is what the file says. ``releasable``: a release may let it count.
    ``unit`` and ``item`` are "" for what concerns no cell. ``missing`` says which earlier part has not come. A line that could
    not be read, and so never entered the union, has the reason "unreadable", no id, and in ``words`` what is wrong with it.
    """

    id: str
    reason: str
    device: str
    seq: int
    person: str
    name: str
    code: str = ""
    unit: str = ""
    unit_name: str = ""
    item: str = ""
    words: str = ""
    text: str = ""
    at: str = ""
    batch: int = 0
    file: str = ""
    releasable: bool = False
    missing: str = ""


class Released(Struct, frozen=True):
    """What a release did: how many revisions it named, how many answers among them, and how the open differences moved."""

    revisions: int
    answers: int
    conflicts_before: int
    conflicts_after: int


def held_revisions(project: Project) -> tuple[HeldRevision, ...]:
    """Everything that is held, in the order in which it came."""
    with project.file.read() as connection:
        rows = held_rows(connection)
        names = _names(connection, rows)
        units = {unit.key: unit.full_name for unit in roster(connection)}
        missing: dict[str, str] = {}
        found = []
        for row in rows:
            if row.reason == "gap" and row.device not in missing:
                missing[row.device] = missing_words(missing_places(connection, row.device))
            what = said(project, connection, revision_of(row.body))
            name, code = names(row.person, row.batch)
            found.append(
                HeldRevision(
                    id=row.id,
                    reason=row.reason,
                    device=row.device,
                    seq=row.seq,
                    person=row.person,
                    name=name,
                    code=code,
                    unit=row.unit,
                    unit_name=units.get(row.unit, row.unit),
                    item=row.item if row.unit else "",
                    words=what.words,
                    text=what.text,
                    at=row.at,
                    batch=row.batch,
                    file=row.file,
                    releasable=row.reason in RELEASABLE,
                    missing=missing.get(row.device, "") if row.reason == "gap" else "",
                )
            )
    return tuple(found)


def unreadable_lines(project: Project) -> tuple[HeldRevision, ...]:
    """The lines that were set aside for good, with what can be told of each."""
    with project.file.read() as connection:
        rows = unreadable_rows(connection)
        names = _names(connection, rows)
        units = {unit.key: unit.full_name for unit in roster(connection)}
        found = []
        for row in rows:
            revision = revision_of(row.body)
            person = names.sender(row.batch) if revision is None else revision.author
            name, code = names(person, row.batch)
            found.append(
                HeldRevision(
                    id="",
                    reason=UNREADABLE,
                    device="" if revision is None else revision.device,
                    seq=0 if revision is None else revision.seq,
                    person=person,
                    name=name,
                    code=code,
                    unit="" if revision is None else revision.unit,
                    unit_name="" if revision is None else units.get(revision.unit, revision.unit),
                    item="" if revision is None else revision.item,
                    words=unreadable_word(row.reason),
                    at=row.at,
                    batch=row.batch,
                    file=row.file,
                )
            )
    return tuple(found)


def release_held(project: Project, ids: Sequence[str], reason: str) -> Released:
    """Let held revisions count, by name. Nothing is written where one of them cannot be released.

    Raises AppError("reason") without a reason, AppError("not_held") for an id that is not held, and
    AppError("not_releasable") for one that only its author or another version of the program can mend.
    """
    require_role(project, "coordinator")
    require_reason(reason)
    wanted = tuple(dict.fromkeys(ids))
    before: list[int] = []
    answers: list[int] = []

    def drafts(connection: Connection) -> Sequence[Draft]:
        held = {row.id: row for row in held_rows(connection)}
        for identity in wanted:
            if identity not in held:
                raise AppError(
                    "not_held",
                    _("{id} is not held. Nothing was changed. List what is held, and copy the id.").format(
                        id=identity[:16]
                    ),
                )
            if held[identity].reason not in RELEASABLE:
                raise AppError(
                    "not_releasable",
                    _(
                        "{id} cannot be released: {reason}. Nothing was changed. It counts once its cause is gone."
                    ).format(id=identity[:16], reason=standing_word(held[identity].reason)),
                )
        before.append(len(waiting_cells(project, connection)))
        answers.append(sum(1 for identity in wanted if held[identity].kind == ANSWER))
        return [
            Draft(
                content=Release(
                    held=tuple(sorted(wanted[start : start + _IDS_A_RELEASE])), reason=clean(reason)
                )
            )
            for start in range(0, len(wanted), _IDS_A_RELEASE)
        ]

    if not wanted:
        return Released(0, 0, 0, 0)
    project.write(drafts)
    with project.file.read() as connection:
        after = len(waiting_cells(project, connection))
    return Released(len(wanted), answers[0], before[0], after)


def require_reason(reason: str) -> None:
    """Raises AppError("reason") where nothing is said: who reads the history must learn why."""
    if not clean(reason):
        raise AppError(
            "reason", _("No reason was given. Nothing was changed. Say why; it stays in the history.")
        )


def missing_words(places: Sequence[tuple[int, int]]) -> str:
    """Which part of a chain has not come."""
    parts = [
        _("no. {first}").format(first=first)
        if first == last
        else _("no. {first} to {last}").format(first=first, last=last)
        for first, last in places
    ]
    n = sum(last - first + 1 for first, last in places)
    return ngettext("{n} earlier entry ({parts})", "{n} earlier entries ({parts})", n).format(
        n=n, parts=_(", ").join(parts)
    )


def _names(connection: Connection, rows: Sequence[object]) -> "_Names":
    return _Names(people(connection), batch_counts(connection) if rows else {})


class _Names(Struct, frozen=True):
    """Name and code of a person; for somebody unknown, what the file says that brought the revision."""

    persons: Mapping[str, PersonRow]
    counts: Mapping[int, Mapping[str, int | str]]

    def __call__(self, person: str, batch: int) -> tuple[str, str]:
        if person in self.persons:
            return self.persons[person].name, self.persons[person].code
        counts = self.counts.get(batch, {})
        if counts.get("person") == person:
            return str(counts.get("name", "")), str(counts.get("code", ""))
        return "", ""

    def sender(self, batch: int) -> str:
        return str(self.counts.get(batch, {}).get("person", ""))
