"""What the page of people reads and writes, away from the GUI thread."""

from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.ui.widgets.assignment_map import MapCell, MapRow
from evalapp.work.assigning import Change, Changed, Was, change_assignments, put_back
from evalapp.work.assignment_log import LogLine, assignment_log, take_back
from evalapp.work.handing_out import HandoutRow, to_write_again
from evalapp.work.project import Project
from evalapp.work.staff import Staff, add_person, change_person, staff


class PeopleView(Struct, frozen=True):
    """Everything that the page shows."""

    staff: Staff
    log: tuple[LogLine, ...]
    again: tuple[HandoutRow, ...]


def map_rows(found: Staff) -> list[MapRow]:
    """Persons × cities as the map shows them."""
    return [
        MapRow(
            person=row.person,
            name=row.name,
            code=row.code,
            cells=tuple(
                MapCell(
                    part=place.part,
                    items=place.items,
                    of=place.of,
                    answered=place.answered,
                    handed_in=place.handed_in,
                )
                for place in (row.places[unit.key] for unit in found.cities)
            ),
        )
        for row in found.rows
    ]


def people_view(project: Project, branch: str, _progress: Progress) -> PeopleView:
    """The people, what they have of a ``branch`` or of all, the log, and whose file is out of date."""
    return PeopleView(staff(project, branch), assignment_log(project), to_write_again(project))


def write_changes(project: Project, changes: list[Change], _progress: Progress) -> Changed:
    """Make the changes."""
    return change_assignments(project, changes)


def write_back(project: Project, was: tuple[Was, ...], _progress: Progress) -> Changed:
    """Write the reverse of a change."""
    return put_back(project, was)


def write_taken_back(project: Project, line: str, _progress: Progress) -> Changed:
    """Write the reverse of a change of the log."""
    return take_back(project, line)


def write_labels(project: Project, person: str, name: str, code: str, _progress: Progress) -> str:
    """Add a person, or call one otherwise; what is said of it."""
    if not person:
        add_person(project, name, code)
        return _("{name} is added. Assign cities, then write the task file.").format(name=name.strip())
    if change_person(project, person, name, code):
        return _("{name} is called so from now on.").format(name=name.strip())
    return _("It is so already.")
