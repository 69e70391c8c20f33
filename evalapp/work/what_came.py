"""What has come since a publication, one by one: answers, decisions, settings, files (RECORD R20)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.entry.contents import KIND_NUMBERS, Setting
from evalapp.entry.revision import decode
from evalapp.store.batches import batch_rows
from evalapp.store.frontier import Later, beyond, body_of, file_names
from evalapp.store.project_file import Connection
from evalapp.store.queries import PersonRow, people, removed_units, roster
from evalapp.work.project import Project, require_role
from evalapp.work.publications import SINCE, Published

Group = Literal["answer", "signoff", "decision", "setting", "roster", "withdrawal", "people", "file"]
GROUPS: tuple[Group, ...] = (
    "answer",
    "signoff",
    "decision",
    "setting",
    "roster",
    "withdrawal",
    "people",
    "file",
)
_GROUP_OF: dict[str, Group] = {
    "answer": "answer",
    "signoff": "signoff",
    "decision": "decision",
    "setting": "setting",
    "mapping": "setting",
    "unit": "roster",
    "assignment": "roster",
    "withdrawal": "withdrawal",
    "release": "withdrawal",
    "key": "people",
    "grant": "people",
}
_NAMES = {number: name for name, number in KIND_NUMBERS.items()}
MOST = 2000
"""More rows than this nobody reads; the counts are of all."""


class Came(Struct, frozen=True, kw_only=True):
    """One thing that came: by whom and when (UTC), on which unit (key and name) and item, by which merged file.

    ``whose`` is whom it is about where that is somebody else. A row of group ``file`` is a merged file: ``n`` revisions of it
    came, ``at`` is when it was merged.
    """

    group: Group
    kind: str
    at: str
    by: str = ""
    unit: str = ""
    unit_name: str = ""
    item: str = ""
    whose: str = ""
    words: str = ""
    file: str = ""
    n: int = 1


class WhatCame(Struct, frozen=True, kw_only=True):
    """Counts by group, of everything; ``rows`` are the newest first, at most :data:`MOST`."""

    counts: dict[Group, int]
    rows: tuple[Came, ...]

    @property
    def total(self) -> int:
        """How many revisions came; files are not counted beside what they brought."""
        return sum(count for group, count in self.counts.items() if group != "file")


def what_came(project: Project, published: Published, group: Group | None = None) -> WhatCame:
    """Everything since a publication that may move a result; rows of one ``group`` only, where it is named."""
    require_role(project, "coordinator")
    with project.file.read() as connection:
        found = list(beyond(connection, published.content.tips, SINCE))
        counts: Counter[Group] = Counter(_group(one) for one in found)
        files = _files(connection, found)
        counts["file"] = len(files)
        if group == "file":
            rows = files
        else:
            wanted = [one for one in found if group is None or _group(one) == group]
            rows = _rows(connection, wanted[::-1][:MOST])
    return WhatCame(counts={name: counts[name] for name in GROUPS if counts[name]}, rows=rows)


def _group(one: Later) -> Group:
    return _GROUP_OF.get(_NAMES[one.kind], "setting")


def _rows(connection: Connection, found: Sequence[Later]) -> tuple[Came, ...]:
    names = people(connection)
    units = {unit.key: unit.full_name for unit in (*removed_units(connection), *roster(connection))}
    files = file_names(connection)
    return tuple(_came(connection, one, names, units, files) for one in found)


def _came(
    connection: Connection,
    one: Later,
    names: Mapping[str, PersonRow],
    units: Mapping[str, str],
    files: Mapping[int, str],
) -> Came:
    revision = decode(body_of(connection, one.n))
    content = revision.content
    return Came(
        group=_group(one),
        kind=_NAMES[one.kind],
        at=revision.at,
        by=_name(names, revision.author),
        unit=one.unit,
        unit_name=units.get(one.unit, one.unit),
        item="" if isinstance(content, Setting) else one.item,
        whose=_name(names, one.subject) if one.subject != revision.author else "",
        words=f"{one.item} = {content.value}" if isinstance(content, Setting) else "",
        file="" if one.batch is None else files.get(one.batch, ""),
    )


def _name(names: Mapping[str, PersonRow], person: str) -> str:
    return names[person].name if person in names else ""


def _files(connection: Connection, found: Sequence[Later]) -> tuple[Came, ...]:
    """The merged files that brought any of it, the newest first."""
    brought = Counter(one.batch for one in found if one.batch is not None)
    return tuple(
        Came(group="file", kind="file", at=batch.at, file=batch.name, n=brought[batch.number])
        for batch in batch_rows(connection)
        if batch.number in brought
    )


def group_word(group: Group) -> str:
    """What a group is called above its count."""
    return {
        "answer": _("New answers"),
        "signoff": _("Hand-ins"),
        "decision": _("Decisions"),
        "setting": _("Settings"),
        "roster": _("Roster and assignment"),
        "withdrawal": _("Withdrawals"),
        "people": _("Keys and offices"),
        "file": _("Files"),
    }[group]


def came_words(one: Came) -> str:
    """What came, in a word or two."""
    words = {
        "answer": _("answer"),
        "signoff": _("hand-in"),
        "decision": _("decision"),
        "setting": _("setting {words}"),
        "mapping": _("mapping between editions"),
        "unit": _("row of the roster"),
        "assignment": _("assignment of {name}"),
        "withdrawal": _("withdrawal of a file"),
        "release": _("release"),
        "key": _("key of {name}"),
        "grant": _("office of {name}"),
        "file": _("file"),
    }.get(one.kind, _("what counts, or how it is compared"))
    return words.format(words=one.words, name=one.whose or one.by)
