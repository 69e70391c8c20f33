"""What comparing and deciding can be told by keys and from the palette."""

from typing import TYPE_CHECKING

from evalapp.base.i18n import _
from evalapp.ui.commands import Command, Commands
from evalapp.ui.page import Keys

if TYPE_CHECKING:
    from evalapp.ui.coordinator.decide_page import DecideSection


def decide_keys() -> Keys:
    """Keys and what they do, in the language in force."""
    return (
        ("1 – 9", _("Use an answer or another value")),
        ("R", _("Return it with a question")),
        ("S", _("Skip")),
        ("E", _("Evidence large, side by side")),
        ("T", _("Ask a further assessor")),
        ("N", _("Reveal names before deciding")),
        ("Ctrl Enter", _("Decide, next one")),
        ("↑ ↓", _("Previous and next difference")),
    )


def decide_commands(section: "DecideSection", group: str) -> Commands:
    """The verbs of the decision bar, and writing the decision."""
    none = "" if section.waits else _("Nothing waits for a decision.")
    return (
        *section.bar.commands(group, none),
        Command(
            text=_("Evidence large, side by side"),
            key="E",
            run=section.comparison.enlarge,
            group=group,
            why_not=none,
        ),
        Command(text=_("Rules for small gaps…"), run=section.open_rules, group=group),
        Command(text=_("Ask a third…"), key="T", run=section.ask_third, group=group, why_not=none),
        Command(
            text=_("Reveal names…"),
            key="N",
            run=section.uncovering.ask,
            group=group,
            why_not="" if section.uncovering.possible else _("No names are hidden here."),
        ),
        Command(text=_("Decide, next one"), key="Ctrl Enter", run=section.decide, group=group, why_not=none),
    )
