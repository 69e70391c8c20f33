"""Taking in an independent project: its people's answers count here, as they were written (RECORD R27)."""

from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct, structs

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.entry.contents import Adoption, Assignment, PersonEntry, UnitEntry
from evalapp.entry.roster import Unit
from evalapp.store.append import Draft
from evalapp.store.forms import first_edition
from evalapp.store.project_file import Connection, facts
from evalapp.store.queries import (
    AssignmentRow,
    PersonRow,
    assignments,
    founding,
    people,
    removed_units,
    roster,
)
from evalapp.store.trust import adopted_projects
from evalapp.work.joining import rehearsed
from evalapp.work.merging import MergeReport, merge
from evalapp.work.project import Project, require_role


class Guest(Struct, frozen=True, kw_only=True):
    """An independent project as its exchange shows it: whose it is, who answers what, which units it has."""

    project: str
    title: str
    synthetic: bool
    founding: str
    founder: str
    key: str
    version: str
    people: tuple[PersonRow, ...]
    units: tuple[tuple[str, UnitEntry], ...]
    assigned: tuple[AssignmentRow, ...]
    shapes: dict[str, str]


class Adopted(Struct, frozen=True, kw_only=True):
    """What taking a project in does, or would do.

    ``overlapping`` units are on both rosters: their assessors are further ones there; ``new_units`` come onto the roster.
    ``key`` is the founder's, to be compared with the other office before anything is written. ``merged`` is the report of its
    files, None where it was only looked at.
    """

    project: str
    title: str
    founder: str
    key: str
    version: str
    assessors: int
    overlapping: tuple[str, ...]
    new_units: tuple[str, ...]
    items: int
    decisions: bool
    merged: MergeReport | None = None


def look_at(project: Project, path: Path, progress: Progress, *, decisions: bool = True) -> Adopted:
    """What :func:`adopt` would do; nothing is written. Raises what it raises."""
    guest = _guest(project, path, progress)
    _require_fit(project, guest)
    return _adopted(project, guest, decisions)


def adopt(project: Project, path: Path, progress: Progress, *, decisions: bool = True) -> Adopted:
    """Take the project of an exchange in: people, units and assignments are recorded here, then its chains are merged.

    ``decisions``: what its coordinators decided counts; where both have decided otherwise, the cell is in dispute. Doing it again
    brings what has come since. Raises AppError("own_project", "synthetic", "other_shape", "not_an_exchange", …); then nothing
    is written.
    """
    require_role(project, "coordinator")
    guest = _guest(project, path, progress)
    _require_fit(project, guest)
    found = _adopted(project, guest, decisions)
    with project.file.read() as connection:
        known = guest.project in adopted_projects(connection)
    merged = merge(project, (path,), progress, guests=(guest.project,))
    if not known:
        project.write(lambda connection: tuple(_drafts(connection, guest, decisions)))
    return structs.replace(found, merged=merged)


def _guest(project: Project, path: Path, progress: Progress) -> Guest:
    """What the exchange says, read in a file that goes again."""
    with (
        TemporaryDirectory(prefix="evalapp-") as folder,
        rehearsed(project.session, path, Path(folder) / "guest.evalproj", progress) as there,
        there.file.read() as connection,
    ):
        root = facts(connection)["founding"]
        origin = founding(connection, root)
        leaves = there.terms.edition(connection, there.about.form_hash).leaves
        return Guest(
            project=there.about.project,
            title=there.about.title,
            synthetic=there.about.synthetic,
            founding=root,
            founder=origin.name,
            key=origin.key,
            version=there.tree.form.head.version,
            people=tuple(people(connection).values()),
            units=tuple((unit.key, _entry(unit, place)) for place, unit in enumerate(roster(connection))),
            assigned=assignments(connection),
            shapes={code: leaf.shape for code, leaf in leaves.items()},
        )


def _entry(unit: Unit, place: int) -> UnitEntry:
    columns = tuple((name, value) for name, value in unit.columns.items() if name not in ("code", "name"))
    return UnitEntry(code=unit.code, name=unit.name, place=place, columns=columns)


def _require_fit(project: Project, guest: Guest) -> None:
    if guest.project == project.about.project:
        raise AppError(
            "own_project",
            _(
                "This exchange belongs to the project itself, not to another one. Nothing was changed. Merge it."
            ),
        )
    if guest.synthetic != project.about.synthetic:
        raise AppError(
            "synthetic",
            _(
                "“{title}” was not taken in: made-up and real answers are never mixed. Nothing was changed."
            ).format(title=guest.title),
        )
    with project.file.read() as connection:
        edition = project.terms.edition(connection, project.about.form_hash)
        first = project.terms.edition(connection, first_edition(connection))
    other = [
        code
        for code, shape in guest.shapes.items()
        if any(code not in one.leaves or one.leaves[code].shape != shape for one in (edition, first))
    ]
    if other:
        raise AppError(
            "other_shape",
            _(
                "“{title}” was not taken in: {n} of its items are not answered as they are here, so that its answers would mean "
                "something else. Nothing was changed. Bring both projects to editions whose items have the same scales."
            ).format(title=guest.title, n=len(other)),
            details=tuple(other),
        )


def _adopted(project: Project, guest: Guest, decisions: bool) -> Adopted:
    with project.file.read() as connection:
        here = {unit.key for unit in roster(connection)}
    return Adopted(
        project=guest.project,
        title=guest.title,
        founder=guest.founder,
        key=guest.key,
        version=guest.version,
        assessors=sum(1 for person in guest.people if person.role == "assessor"),
        overlapping=tuple(entry.name for key, entry in guest.units if key in here),
        new_units=tuple(entry.name for key, entry in guest.units if key not in here),
        items=len(guest.shapes),
        decisions=decisions,
    )


def _drafts(connection: Connection, guest: Guest, decisions: bool) -> Iterator[Draft]:
    """The adoption, its people under codes that are free here, its units that are not on the roster yet, its assignments."""
    yield Draft(
        content=Adoption(project=guest.project, founding=guest.founding, decisions=decisions),
        item=guest.project,
    )
    taken = {person.code.casefold() for person in people(connection).values()}
    for person in guest.people:
        code = _free(person.code, taken)
        taken.add(code.casefold())
        yield Draft(content=PersonEntry(name=person.name, code=code), subject=person.id)
    here = (*roster(connection), *removed_units(connection))
    known = {unit.key for unit in here}
    for place, (key, entry) in enumerate(guest.units, start=len(here)):
        if key not in known:
            yield Draft(content=structs.replace(entry, place=place), unit=key)
    after = Counter(row.unit for row in assignments(connection))
    for row in guest.assigned:
        yield Draft(
            content=Assignment(place=after[row.unit] + row.place),
            unit=row.unit,
            item=row.item,
            subject=row.subject,
        )


def _free(code: str, taken: Collection[str]) -> str:
    """A code that nobody has here yet: files are named by it."""
    found, number = code, 2
    while found.casefold() in taken:
        found, number = f"{code}-{number}", number + 1
    return found
