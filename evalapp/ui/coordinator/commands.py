"""The commands of the coordinator's page: to each section, and what the open one does."""

from functools import partial
from typing import TYPE_CHECKING

from evalapp.base.i18n import _
from evalapp.ui.commands import Command, Commands
from evalapp.ui.finding import words_of_unit
from evalapp.work.board import units_of

if TYPE_CHECKING:
    from evalapp.ui.coordinator.page import CoordinatorPage


def commands_of(page: "CoordinatorPage") -> Commands:
    """What can be done on the page as it is shown now."""
    return (*_of_section(page), *_sections(page), *_cities(page))


def _cities(page: "CoordinatorPage") -> Commands:
    """Every city, which opens among the results."""
    return tuple(
        Command(
            text=f"{unit.full_name}  {unit.code}",
            run=partial(_show_city, page, unit.key),
            group=_("Cities"),
            kind="place",
            words=words_of_unit(unit),
        )
        for unit in units_of(page.project)
    )


def _show_city(page: "CoordinatorPage", unit: str) -> None:
    page.go("results")
    page.results.show_unit(unit)


def _sections(page: "CoordinatorPage") -> Commands:
    return tuple(
        Command(
            text=text,
            run=partial(page.go, code),
            group=_("Pages"),
            why_not=_("It is shown now.") if code == page.current else "",
        )
        for code, text in section_titles()
    )


def section_titles() -> tuple[tuple[str, str], ...]:
    """The sections in their order, in the language in force."""
    return (
        ("board", _("Progress")),
        ("decide", _("Decide")),
        ("results", _("Results")),
        ("export", _("Export")),
        ("tasks", _("Task files")),
    )


def _of_section(page: "CoordinatorPage") -> Commands:
    group = _("This page")
    if page.current == "board":
        inbox = page.board.inbox
        none = "" if inbox.merge_button.isEnabled() else _("No file is ticked.")
        return (Command(text=_("Merge"), key="Ctrl Enter", run=inbox.merge, group=group, why_not=none),)
    if page.current == "decide":
        return _of_deciding(page, group)
    if page.current == "export":
        export = page.export
        return (
            Command(text=export.workbook_button.text(), run=export.workbook_button.click, group=group),
            Command(text=export.charts_button.text(), run=export.charts_button.click, group=group),
        )
    if page.current == "tasks":
        write = page.handout.write_button
        returns = page.handout.returns
        none = "" if returns.button.isEnabled() and returns.isVisible() else returns.nothing()
        return (
            Command(text=write.text(), run=write.click, group=group),
            Command(text=returns.button.text(), run=returns.button.click, group=group, why_not=none),
        )
    return ()


def _of_deciding(page: "CoordinatorPage", group: str) -> Commands:
    decide = page.decide
    none = "" if decide.waits else _("Nothing waits for a decision.")
    return (
        *(
            Command(
                text=state.verb,
                key=state.key,
                run=partial(decide.bar.verbs.press, state.key),
                group=group,
                why_not=none,
            )
            for state in decide.bar.verbs.states
        ),
        Command(text=_("Decide, next one"), key="Ctrl Enter", run=decide.decide, group=group, why_not=none),
    )
