"""What moved a result, in words."""

from evalapp.base.clock import local_time
from evalapp.base.i18n import _
from evalapp.work.publication_diff import Cause


def cause_words(cause: Cause, *, short: bool = False) -> str:
    """A cause as a phrase: what was recorded, by whom and when; ``short`` without the time, for a table."""
    what = {
        "decision": _("decision"),
        "answer": _("answer"),
        "withdrawal": _("withdrawal of a file"),
        "setting": _("setting {words}"),
        "edition": _("mapping between editions"),
        "roster": _("roster or assignment of {words}"),
        "other": _("what counts, or how it is compared"),
    }[cause.kind].format(words=cause.words)
    if not cause.by:
        return what
    if short:
        where = _("{what} by {name} in {file}") if cause.file else _("{what} by {name}")
    else:
        where = _("{time}: {what} by {name} in {file}") if cause.file else _("{time}: {what} by {name}")
    return where.format(what=what, name=cause.by, file=cause.file, time=local_time(cause.at))
