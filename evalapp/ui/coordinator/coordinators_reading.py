"""What the section of coordinators reads and writes, away from the GUI thread."""

from pathlib import Path

from msgspec import Struct

from evalapp.base.progress import Progress
from evalapp.entry.roster import Roster
from evalapp.ui.coordinator.grant_card import GrantDraft
from evalapp.work.board import units_of
from evalapp.work.branch_units import BranchColumn, branch_columns
from evalapp.work.branching import write_branch
from evalapp.work.coordinators import Coordinator, coordinators, grant, take_back, written_by
from evalapp.work.exchanging import Exchanged, write_exchange
from evalapp.work.project import Project


class CoordinatorsView(Struct, frozen=True, kw_only=True):
    """Who decides, and what a branch can be made of."""

    people: tuple[Coordinator, ...]
    columns: tuple[BranchColumn, ...]
    units: Roster


def read_coordinators(project: Project, _progress: Progress) -> CoordinatorsView:
    """Everything that the page shows."""
    return CoordinatorsView(
        people=coordinators(project), columns=branch_columns(project), units=units_of(project)
    )


def grant_one(project: Project, draft: GrantDraft, _progress: Progress) -> Coordinator:
    """Let somebody decide; who that is."""
    person = grant(project, name=draft.name, code=draft.code, key=draft.key)
    return next(one for one in coordinators(project) if one.person == person)


def exchange_with(
    project: Project, path: Path, to: tuple[str, ...], units: tuple[str, ...], progress: Progress
) -> Exchanged:
    """Everything, or a branch of ``units``, for the persons ``to``."""
    return write_exchange(project, path, progress, to=to, units=units)


def branch_here(project: Project, path: Path, units: tuple[str, ...], progress: Progress) -> Exchanged:
    """A branch as a project file of this account."""
    return write_branch(project, path, units, progress)


def held_of(project: Project, one: Coordinator, _progress: Progress) -> tuple[Coordinator, dict[str, int]]:
    """A coordinator with what this file holds of theirs that counts, by kind."""
    return one, written_by(project, one.person)


def end_office(project: Project, person: str, _progress: Progress) -> None:
    """End an office."""
    take_back(project, person)
