"""What a person has to know of a file besides its counts: its edition, whom it leaves in doubt, what is missing before it."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.exchange.read import open_package
from evalapp.store.batches import carried_by_batch
from evalapp.store.chains import extent, missing_places
from evalapp.store.heads_table import AGAIN, AS_IS
from evalapp.store.project_file import Connection
from evalapp.store.union import find_device, owner_of
from evalapp.work.carried import edition_versions
from evalapp.work.doubts import Doubt, doubts_in
from evalapp.work.held import missing_words
from evalapp.work.project import Project


class Carried(Struct, frozen=True, kw_only=True):
    """How the answers of a file of another edition read in the one in force.

    ``again`` of them have no counterpart there and are to be given again, those to the items in ``items``.
    """

    as_is: int
    mapped: int
    again: int
    items: tuple[str, ...] = ()


class FileFacts(Struct, frozen=True, kw_only=True):
    """``form``: the version of the edition that the file was made with; ``carried``: None where that is the one in force.

    ``doubts`` are the questions about who somebody is that it raises, ``missing`` says which earlier part has not come.
    """

    form: str = ""
    carried: Carried | None = None
    doubts: tuple[Doubt, ...] = ()
    missing: str = ""


class Looked(Struct, frozen=True, kw_only=True):
    """What was seen of a file while it was taken in: its batch, edition, sender, devices, and the keys that sealed it.

    ``gap``: something of it waits for an earlier part.
    """

    batch: int
    form: str
    person: str
    name: str
    code: str
    devices: tuple[str, ...]
    keys: frozenset[str]
    gap: bool


def facts_of_files(project: Project, connection: Connection, files: Iterable[Looked]) -> list[FileFacts]:
    """What has to be known of each file that went in, in the order in which they are given."""
    files = tuple(files)
    claimed = {one.person: (one.name, one.code) for one in files}
    doubts = doubts_in(connection, claimed) if files else ()
    versions = edition_versions(project, connection)
    others = [one.batch for one in files if one.batch and one.form != project.about.form_hash]
    carried = carried_by_batch(connection, min(others)) if others else {}
    return [
        FileFacts(
            form=versions.get(one.form, project.tree.form.head.version),
            carried=None if one.form == project.about.form_hash else _carried(carried.get(one.batch, {})),
            doubts=_doubts_of(connection, one, doubts),
            missing=_missing(connection, one.devices) if one.gap else "",
        )
        for one in files
    ]


def sender_of(path: Path) -> tuple[str, str]:
    """Name and code that a file gives for its sender, as far as its signature holds; "" where it cannot be read at all."""
    try:
        with open_package(path) as package:
            return package.manifest.sender.name, package.manifest.sender.code
    except AppError:
        return "", ""


def _carried(counts: Mapping[int, Mapping[str, int]]) -> Carried:
    by_way = {way: sum(items.values()) for way, items in counts.items()}
    return Carried(
        as_is=by_way.get(AS_IS, 0),
        mapped=sum(n for way, n in by_way.items() if way not in (AS_IS, AGAIN)),
        again=by_way.get(AGAIN, 0),
        items=tuple(sorted(counts.get(AGAIN, {}))),
    )


def _doubts_of(connection: Connection, one: Looked, doubts: tuple[Doubt, ...]) -> tuple[Doubt, ...]:
    persons = {one.person} | {owner for device in one.devices if (owner := owner_of(connection, device))}
    return tuple(
        doubt
        for doubt in doubts
        if (
            doubt.kind == "code"
            and not persons.isdisjoint((doubt.person, *(other.person for other in doubt.others)))
        )
        or (doubt.person in persons and doubt.key in one.keys)
    )


def _missing(connection: Connection, devices: Iterable[str]) -> str:
    parts = [
        missing_words(missing_places(connection, device))
        for device in devices
        if (d := find_device(connection, device)) is not None and not extent(connection, d).is_whole
    ]
    return _(", ").join(parts)
