"""The keys of the coordinator's sections, shown on F1."""

from evalapp.base.i18n import _
from evalapp.ui.page import Keys


def keys_of_section(code: str) -> Keys:
    """Keys and what they do in a section, in the language in force."""
    tables = (("↑ ↓", _("Move in a list or table")), ("Enter", _("Open what is chosen")))
    copy = ("Ctrl C", _("Copy the table"))
    if code == "board":
        return (*tables, ("Space", _("Take a file in or leave it out")), copy, ("Ctrl Enter", _("Merge")))
    if code == "decide":
        return (
            ("1 – 9", _("Use an answer or another value")),
            ("R", _("Return it with a question")),
            ("S", _("Skip")),
            ("Ctrl Enter", _("Decide, next one")),
            ("↑ ↓", _("Previous and next difference")),
        )
    if code == "results":
        return (*tables, copy, ("Esc", _("From a city back to the ranking")))
    return ()
