"""How a chain stands, in words."""

from evalapp.base.i18n import _, ngettext
from evalapp.work.chain_states import ChainState


def soundness_word(one: ChainState) -> str:
    """The first thing to say of a chain."""
    match one.soundness:
        case "gap":
            return ngettext("{n} revision is missing", "{n} revisions are missing", one.missing).format(
                n=one.missing
            )
        case "forked":
            return _("forked: two revisions claim one number")
        case "key":
            return _("no accepted key has sealed it")
        case "unproven":
            return ngettext(
                "{n} revision at its end is unproven", "{n} revisions at its end are unproven", one.unproven
            ).format(n=one.unproven)
        case _:
            return _("written here, whole") if one.own else _("whole and sealed")
