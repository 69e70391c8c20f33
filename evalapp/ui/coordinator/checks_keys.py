"""What the checks can be told by keys and from the palette."""

from typing import TYPE_CHECKING

from evalapp.base.i18n import _
from evalapp.ui.commands import Command, Commands
from evalapp.ui.page import Keys

if TYPE_CHECKING:
    from evalapp.ui.coordinator.checks_page import ChecksSection


def checks_keys() -> Keys:
    """Keys and what they do, in the language in force."""
    return (
        ("1 – 3", _("The evidence is sound, weak or broken")),
        ("R", _("Ask the assessor")),
        ("D", _("Dismiss the finding, or open it again")),
        ("O", _("Open the cell in Decide")),
        ("Ctrl Enter", _("Confirm, next one")),
        ("↑ ↓", _("Previous and next finding")),
        ("Ctrl C", _("Copy the table")),
    )


def checks_commands(section: "ChecksSection", group: str) -> Commands:
    """The verbs of the bar, confirming, looking again, and the table as a file."""
    none = "" if section.shows_finding else _("No finding is shown.")
    nothing = "" if section.has_looked else _("The answers were not looked through yet.")
    return (
        *section.bar.commands(group, none),
        Command(
            text=_("Confirm, next one"), key="Ctrl Enter", run=section.confirm, group=group, why_not=none
        ),
        Command(text=_("Look through the answers again"), run=section.load, group=group),
        Command(
            text=_("Export the findings as CSV…"),
            run=section.panel.export_button.click,
            group=group,
            why_not=nothing,
        ),
    )
