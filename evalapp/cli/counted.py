"""Numbers with their nouns, as the sentences of several commands put them together."""

from evalapp.base.i18n import ngettext


def files(n: int) -> str:
    """Files of any kind."""
    return ngettext("{n} file", "{n} files", n).format(n=n)


def answers(n: int) -> str:
    """``1 answer``, ``3 answers``."""
    return ngettext("{n} answer", "{n} answers", n).format(n=n)


def new_answers(n: int) -> str:
    """``1 new answer``, ``3 new answers``."""
    return ngettext("{n} new answer", "{n} new answers", n).format(n=n)


def changed_ones(n: int) -> str:
    """``1 changed one``, ``3 changed ones``: answers that were otherwise before."""
    return ngettext("{n} changed one", "{n} changed ones", n).format(n=n)


def attachments(n: int) -> str:
    """``1 attachment``, ``3 attachments``."""
    return ngettext("{n} attachment", "{n} attachments", n).format(n=n)


def rows(n: int) -> str:
    """``1 row``, ``3 rows``."""
    return ngettext("{n} row", "{n} rows", n).format(n=n)


def assessors(n: int) -> str:
    """``1 assessor``, ``3 assessors``."""
    return ngettext("{n} assessor", "{n} assessors", n).format(n=n)


def assignments(n: int) -> str:
    """``1 assignment``, ``3 assignments``."""
    return ngettext("{n} assignment", "{n} assignments", n).format(n=n)


def revisions(n: int) -> str:
    """``1 revision``, ``3 revisions``."""
    return ngettext("{n} revision", "{n} revisions", n).format(n=n)


def seals(n: int) -> str:
    """``1 seal``, ``3 seals``."""
    return ngettext("{n} seal", "{n} seals", n).format(n=n)


def answered_items(n: int) -> str:
    """``1 answered item``, ``3 answered items``."""
    return ngettext("{n} answered item", "{n} answered items", n).format(n=n)


def checks(n: int) -> str:
    """``1 check``, ``3 checks``."""
    return ngettext("{n} check", "{n} checks", n).format(n=n)


def waiting(n: int) -> str:
    """``1 cell waits for a decision``, ``3 cells wait for a decision``."""
    return ngettext("{n} cell waits for a decision", "{n} cells wait for a decision", n).format(n=n)


def still_waiting(n: int) -> str:
    """``1 cell still waits``, ``3 cells still wait``."""
    return ngettext("{n} cell still waits", "{n} cells still wait", n).format(n=n)


def decisions_recorded(n: int) -> str:
    """``1 decision was recorded``, ``3 decisions were recorded``."""
    return ngettext("{n} decision was recorded", "{n} decisions were recorded", n).format(n=n)
