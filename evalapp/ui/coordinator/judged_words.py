"""What was made of evidence, in words."""

from collections.abc import Sequence

from evalapp.base.i18n import _
from evalapp.work.judged import Judged


def judged_lines(judged: Sequence[Judged]) -> str:
    """A line for each piece that somebody judged."""
    return "\n".join(judged_words(one) for one in judged)


def judged_words(one: Judged) -> str:
    """What was made of a piece, by whom and why."""
    words = {
        "number": one.number,
        "status": status_word(one.word.status),
        "name": one.word.by,
        "reason": one.word.reason,
    }
    if one.word.disputed:
        return _("[{number}] in dispute: {reason}").format(**words)
    if one.word.reason:
        return _("[{number}] {status} ({name}): {reason}").format(**words)
    return _("[{number}] {status} ({name})").format(**words)


def status_word(status: str) -> str:
    """What a piece of evidence was judged to be."""
    return {
        "sound": _("sound"),
        "weak": _("weak"),
        "broken": _("broken"),
        "open": _("not judged"),
    }[status]
