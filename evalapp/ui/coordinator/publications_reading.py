"""What the section of publications reads and writes, away from the GUI thread."""

from pathlib import Path

from msgspec import Struct

from evalapp.base.progress import Progress
from evalapp.ui.coordinator.publish_card import PublishDraft
from evalapp.work.board import units_of
from evalapp.work.project import Project
from evalapp.work.publication_diff import Difference, difference
from evalapp.work.publication_table import export_difference
from evalapp.work.publications import Published, Verified, publications, since, verify
from evalapp.work.publishing import Readiness, publish, readiness
from evalapp.work.what_came import GROUPS, Group, WhatCame, what_came


class PublicationsView(Struct, frozen=True, kw_only=True):
    """What a publication would be now, those there are, how much came since each, and the names of the units."""

    ready: Readiness
    published: tuple[Published, ...]
    since: dict[str, int]
    units: dict[str, str]


def read_publications(project: Project, _progress: Progress) -> PublicationsView:
    """Everything that the list of publications and the card beside it show."""
    found = publications(project)
    return PublicationsView(
        ready=readiness(project),
        published=found,
        since={one.id: sum(since(project, one).values()) for one in found},
        units={unit.key: unit.full_name for unit in units_of(project)},
    )


def publish_draft(project: Project, draft: PublishDraft, progress: Progress) -> Published:
    """Publish what is filled in."""
    return publish(
        project, draft.name, note=draft.note, waiver=draft.waiver, corrects=draft.corrects, progress=progress
    )


def read_came(project: Project, one: Published, group: str, _progress: Progress) -> WhatCame:
    """What came since a publication, of one group or all."""
    known: dict[str, Group] = {name: name for name in GROUPS}
    return what_came(project, one, known.get(group))


def check_one(project: Project, one: Published, progress: Progress) -> dict[str, Verified]:
    """One publication computed again, by its id."""
    return {one.id: verify(project, one, progress)}


def read_difference(project: Project, before: str, after: str, _progress: Progress) -> Difference:
    """The difference between two publications by id; "" for now."""
    return difference(project, before, after)


def export(path: Path, found: Difference, _progress: Progress) -> Path:
    """Write a difference as CSV."""
    return export_difference(path, found)
