"""The commands of the coordinator's page: to each section, and what the open one does."""

from functools import partial
from typing import TYPE_CHECKING

from evalapp.base.i18n import _
from evalapp.ui.commands import Command, Commands
from evalapp.ui.coordinator.sections import section_kinds
from evalapp.ui.finding import words_of_unit
from evalapp.work.board import units_of

if TYPE_CHECKING:
    from evalapp.ui.coordinator.page import CoordinatorPage


def commands_of(page: "CoordinatorPage") -> Commands:
    """What can be done on the page as it is shown now."""
    here = page.sections[page.current].commands(_("This page"))
    return (*here, *_sections(page), *_cities(page))


def _cities(page: "CoordinatorPage") -> Commands:
    """Every city, which opens among the results."""
    return tuple(
        Command(
            text=f"{unit.full_name}  {unit.code}",
            run=partial(page.show_unit, unit.key),
            group=_("Cities"),
            kind="place",
            words=words_of_unit(unit),
        )
        for unit in units_of(page.project)
    )


def _sections(page: "CoordinatorPage") -> Commands:
    return tuple(
        Command(
            text=kind.title,
            run=partial(page.go, kind.code),
            group=_("Pages"),
            why_not=_("It is shown now.") if kind.code == page.current else "",
        )
        for kind in section_kinds()
    )
