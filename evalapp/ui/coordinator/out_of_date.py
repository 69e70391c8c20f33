"""Whose file no longer says what the project does: one sentence for every section that changes something."""

from collections.abc import Sequence

from evalapp.base.i18n import _, ngettext
from evalapp.ui.widgets.card_state import MessageAction, MessageState
from evalapp.work.handing_out import HandoutRow

_NAMED = 5


def out_of_date(rows: Sequence[HandoutRow], code: str, text: str) -> list[MessageState]:
    """The bar that names these people, with a button; none where everybody's file is current."""
    if not rows:
        return []
    words = ngettext(
        "What {names} was given no longer holds: assignment, roster or rules have changed.",
        "What {names} were given no longer holds: assignment, roster or rules have changed.",
        len(rows),
    ).format(names=_(", ").join(row.name for row in rows[:_NAMED]) + ("…" if len(rows) > _NAMED else ""))
    return [MessageState(kind="warn", text=words, actions=(MessageAction(code=code, text=text),))]
