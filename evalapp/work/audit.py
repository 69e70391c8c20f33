"""The audit: every revision that was ever recorded, filtered, in order of time, a page at a time (RECORD R6, R14)."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache

from msgspec import Struct, structs

from evalapp.base.clock import utc_moment
from evalapp.base.errors import AppError
from evalapp.base.i18n import _, current_language
from evalapp.base.progress import Progress
from evalapp.entry.contents import KIND_NUMBERS, Answer, Decision
from evalapp.entry.revision import Revision
from evalapp.entry.roster import Unit
from evalapp.form.label import say
from evalapp.form.scales import Scale
from evalapp.form.tree import Tree, build_tree
from evalapp.merge.eligibility import REASONS
from evalapp.store.forms import first_edition
from evalapp.store.frontier import file_names
from evalapp.store.labels import Label, person_labels, unit_labels
from evalapp.store.project_file import Connection
from evalapp.store.queries import PersonRow, people, removed_units, roster
from evalapp.store.trail import follow, is_behind
from evalapp.store.trail_pages import COUNTS, NOT, Key, TrailRow, Wanted, counts_by, page, reasons, total
from evalapp.work.audit_words import Told, kind_name, told
from evalapp.work.project import Project, require_role

PAGE = 100

__all__ = [
    "PAGE",
    "AuditCounts",
    "AuditFilter",
    "AuditRow",
    "Choices",
    "Key",
    "Words",
    "audit_counts",
    "audit_page",
    "choices",
    "prepare",
    "wanted_of",
]


class AuditFilter(Struct, frozen=True, kw_only=True):
    """Which revisions are asked for; what is empty does not narrow. People are person ids, days as ``2021-11-02``, local.

    ``person`` wrote it or is whom it is about. ``standing`` is COUNTS, NOT, or one of the reasons of ``merge.eligibility``.
    ``batch`` is the number of a merged file, 0 what was written on this computer.
    """

    person: str = ""
    author: str = ""
    subject: str = ""
    unit: str = ""
    item: str = ""
    kind: str = ""
    since: str = ""
    until: str = ""
    batch: int | None = None
    standing: str = ""


class AuditRow(Struct, frozen=True, kw_only=True):
    """A revision in words. ``before`` is what it replaces, ``at`` is UTC, ``entered``: somebody else than the subject wrote it.

    ``standing`` is why it does not count, "" where it does; ``clock`` is "backwards" or "ahead" (RECORD R6). ``text`` are words
    beside the value: a justification with its evidence, a question, an objection.
    """

    key: Key
    id: str
    at: str
    kind: str
    unit: str
    unit_code: str
    unit_name: str
    item: str
    item_title: str
    before: str
    after: str
    text: str
    reason: str
    author: str
    author_code: str
    subject: str
    subject_code: str
    entered: bool
    device: str
    seq: int
    lamport: int
    batch: int
    file: str
    standing: str
    clock: str


class AuditCounts(Struct, frozen=True, kw_only=True):
    """How many revisions there are under a filter: in all, by kind, author (person id) and merged file; not counting, by reason.

    By kind and so on is under the rest of the filter: what would be found if another kind were chosen.
    """

    total: int
    kinds: dict[str, int]
    authors: dict[str, int]
    batches: dict[int, int]
    reasons: dict[str, int]


class Choices(Struct, frozen=True, kw_only=True):
    """What a filter can name: everybody, the roster with units taken off it, the merged files by number, the latest first."""

    people: tuple[PersonRow, ...]
    units: tuple[Unit, ...]
    batches: tuple[tuple[int, str], ...]


def prepare(project: Project, progress: Progress) -> None:
    """Bring the index that pages are found by up to date; at once where nothing has come since."""
    require_role(project, "coordinator")
    with project.file.read() as connection:
        behind = is_behind(connection)
    if behind:
        with project.file.write() as connection:
            follow(connection, progress)


def audit_page(
    project: Project,
    wanted: AuditFilter,
    *,
    newest: bool = True,
    after: Key | None = None,
    limit: int = PAGE,
) -> tuple[AuditRow, ...]:
    """At most ``limit`` revisions behind ``after``. Call :func:`prepare` first. Raises AppError("day", "kind")."""
    with project.file.read() as connection:
        words = Words(project, connection)
        rows = page(
            connection, wanted_of(project, connection, wanted), newest=newest, after=after, limit=limit
        )
        return words.rows(rows)


def audit_counts(project: Project, wanted: AuditFilter, progress: Progress) -> AuditCounts:
    """How many there are, by what they can be filtered by."""
    with project.file.read() as connection:
        rows = wanted_of(project, connection, wanted)
        found = []
        for number, (column, rest) in enumerate(
            (
                ("kind", _without(rows, kind=None)),
                ("author", _without(rows, person="", author="")),
                ("batch", _without(rows, batch=None)),
            )
        ):
            progress.step(number, 4)
            found.append(counts_by(connection, rest, column))
        kinds, authors, batches = found
        return AuditCounts(
            total=total(connection, rows),
            kinds={kind_name(_number(number)): count for number, count in kinds.items()},
            authors={str(person): count for person, count in authors.items()},
            batches={_number(number): count for number, count in batches.items()},
            reasons=reasons(connection, _without(rows, standing="")),
        )


def _number(value: object) -> int:
    assert isinstance(value, int)
    return value


def _without(wanted: Wanted, **changes: object) -> Wanted:
    return structs.replace(wanted, **changes)


def choices(project: Project) -> Choices:
    """What the filters offer."""
    with project.file.read() as connection:
        return Choices(
            people=tuple(people(connection).values()),
            units=(*roster(connection), *removed_units(connection)),
            batches=tuple(sorted(file_names(connection).items(), reverse=True)),
        )


def wanted_of(project: Project, connection: Connection, wanted: AuditFilter) -> Wanted:
    """The filter as the store knows it. Raises AppError("day", "kind", "standing")."""
    if wanted.kind and wanted.kind not in KIND_NUMBERS:
        raise AppError(
            "kind",
            _("“{kind}” is no kind of revision; there are {known}. Nothing was done.").format(
                kind=wanted.kind, known=", ".join(KIND_NUMBERS)
            ),
        )
    if wanted.standing not in ("", COUNTS, NOT, *REASONS):
        raise AppError(
            "standing",
            _("“{word}” is not one of {known}. Nothing was done.").format(
                word=wanted.standing, known=", ".join((COUNTS, NOT, *REASONS))
            ),
        )
    return Wanted(
        person=wanted.person,
        author=wanted.author,
        subject=wanted.subject,
        unit=wanted.unit,
        items=_items(project, connection, wanted.item),
        kind=KIND_NUMBERS[wanted.kind] if wanted.kind else None,
        since=_seconds(wanted.since, after=False),
        until=_seconds(wanted.until, after=True),
        batch=wanted.batch,
        standing=wanted.standing,
    )


def _items(project: Project, connection: Connection, item: str) -> tuple[str, ...]:
    if not item:
        return ()
    return project.family(connection, item) if item in project.tree.by_code else (item,)


def _seconds(day: str, *, after: bool) -> int | None:
    if not day:
        return None
    try:
        moment = utc_moment(day, after=after)
    except (ValueError, OverflowError) as error:
        raise AppError(
            "day", _("“{text}” is not a day. Nothing was done. Write it as 2021-11-02.").format(text=day[:40])
        ) from error
    return int(datetime.strptime(moment, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp())


class Words:
    """Says rows of the trail in words; what it looks up, it looks up once."""

    def __init__(self, project: Project, connection: Connection) -> None:
        self._project = project
        self._connection = connection
        self._people: dict[str, Label] = {}
        self._units: dict[str, Label] = {}
        self._language = current_language()
        self._first = first_edition(connection)
        self._tree = lru_cache(maxsize=None)(self._tree_of)

    def rows(self, rows: Sequence[TrailRow]) -> tuple[AuditRow, ...]:
        """Rows in words; who and what they name is looked up for all of them at once."""
        named = {row.author for row in rows} | {row.subject for row in rows}
        self._people |= person_labels(self._connection, named - self._people.keys())
        self._units |= unit_labels(self._connection, {row.unit for row in rows} - self._units.keys())
        return tuple(self._row(row) for row in rows)

    def _row(self, row: TrailRow) -> AuditRow:
        """A row in words; of what a newer version made only where it stands and who wrote it when."""
        unit, revision = self._units.get(row.unit), row.revision
        said = Told("") if revision is None else self._told(revision)
        before = [self._told(one) for one in row.replaced]
        author, subject = self._people.get(row.author), self._people.get(row.subject)
        return AuditRow(
            key=row.key,
            id=row.id,
            at=_utc(row) if revision is None else revision.at,
            kind=kind_name(row.kind) if revision is not None else "newer",
            unit=row.unit,
            unit_code=row.unit if unit is None else unit.code,
            unit_name=row.unit if unit is None else unit.name,
            item=row.item,
            item_title=self._title(row.item),
            before=_("; ").join(dict.fromkeys(one.value for one in before if one.value)),
            after=said.value,
            text=said.text,
            reason=said.reason,
            author=row.author if author is None else author.name,
            author_code="" if author is None else author.code,
            subject=row.subject if subject is None else subject.name,
            subject_code="" if subject is None else subject.code,
            entered=row.kind in _OWN and bool(row.subject) and row.subject != row.author,
            device=row.device,
            seq=row.seq,
            lamport=row.lamport,
            batch=row.batch,
            file=row.file,
            standing=row.standing,
            clock=row.clock,
        )

    def _told(self, revision: Revision) -> Told:
        content = revision.content
        edition = content.form if isinstance(content, Answer | Decision) else ""
        scale = (
            self._scale_in(edition or self._first, revision.item)
            if isinstance(content, Answer | Decision)
            else None
        )
        return told(content, scale)

    def _scale_in(self, edition: str, item: str) -> Scale | None:
        tree = self._tree(edition)
        return tree.node(item).scale if tree is not None and item in tree.by_code else None

    def _tree_of(self, edition: str) -> Tree | None:
        try:
            return build_tree(self._project.terms.form(self._connection, edition))
        except KeyError:
            return None

    def _title(self, item: str) -> str:
        if item not in self._project.tree.by_code:
            return ""
        title = say(self._project.tree.node(item).item.title, self._language)
        return "" if title == item else title


def _utc(row: TrailRow) -> str:
    return datetime.fromtimestamp(row.key.at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


_OWN = frozenset(KIND_NUMBERS[name] for name in ("answer", "signoff", "reply"))
"""Kinds of an assessor's own, which a coordinator may write for the assessor."""
