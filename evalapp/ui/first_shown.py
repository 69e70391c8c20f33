"""Pages that are imported when they are first shown, so that the window is there at once."""

from pathlib import Path
from typing import TYPE_CHECKING

from evalapp.ui.page import Page
from evalapp.ui.services import Services

if TYPE_CHECKING:
    from evalapp.work.project import Project


def page_of(project: "Project", services: Services) -> Page:
    """The page of a project's role."""
    if project.about.role == "coordinator":
        from evalapp.ui.coordinator.page import CoordinatorPage  # noqa: PLC0415 (see the module)

        return CoordinatorPage(project, services)
    from evalapp.ui.assessor.page import EntryPage  # noqa: PLC0415 (see the module)

    return EntryPage(project, services)


def rebuild_page(services: Services, task: Path | None, submissions: tuple[Path, ...]) -> Page:
    """The page that makes a lost project again, with the files that are known already."""
    from evalapp.ui.start.rebuild import RebuildPage, RebuildPlace  # noqa: PLC0415 (see the module)

    return RebuildPage(services, RebuildPlace(task, submissions))
