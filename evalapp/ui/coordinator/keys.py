"""Keys that several of the coordinator's sections have, as F1 shows them."""

from evalapp.base.i18n import _
from evalapp.ui.page import Keys


def table_keys() -> Keys:
    """The keys of every list and table, in the language in force."""
    return (
        ("↑ ↓", _("Move in a list or table")),
        ("Enter", _("Open what is chosen")),
        ("Ctrl C", _("Copy the table")),
    )
