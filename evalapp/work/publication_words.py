"""What moved a result, in words."""

from evalapp.base.clock import local_time
from evalapp.base.i18n import _
from evalapp.base.numbers import display
from evalapp.score.results import ResultRow
from evalapp.work.agreement_table import signed
from evalapp.work.publication_diff import Cause, MovedCell, MovedUnit
from evalapp.work.publications import Verified

NONE = "—"
_DECIMALS = 2


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


def rank_words(row: ResultRow | None) -> str:
    """A rank, or a dash where there is none."""
    return NONE if row is None or row.rank is None else str(row.rank)


def score_words(row: ResultRow | None) -> str:
    """A total as printed, or a dash."""
    return NONE if row is None or row.points is None else display(row.points, _DECIMALS)


def change_of(unit: MovedUnit) -> float | None:
    """By how many points the total changed; None where there was none before or is none after."""
    before, after = unit.before, unit.after
    if before is None or after is None or before.points is None or after.points is None:
        return None
    return after.points - before.points


def change_words(points: float | None) -> str:
    """Points with their sign; "" where there are none."""
    return "" if points is None else signed(points, _DECIMALS)


def moved_by_words(unit: MovedUnit) -> str:
    """What moved a unit, in one line: the rules with their effect, each item with its effect and cause."""
    parts = []
    if unit.rules:
        parts.append(_("rules {effect}").format(effect=change_words(unit.rules)))
    parts += [_cell_words(cell) for cell in unit.cells]
    if not parts and (unit.passed_by or unit.passed):
        return _("others changed places with it")
    if not parts:
        return _("others came into the ranking or left it")
    return _(", ").join(parts)


def _cell_words(cell: MovedCell) -> str:
    head = " ".join(part for part in (cell.item, change_words(cell.effect)) if part)
    return f"{head}: {_('; ').join(cause_words(cause, short=True) for cause in cell.causes)}"


def check_words(found: Verified) -> str:
    """What computing a publication again came to."""
    if found.sound:
        return _("as published")
    if found.missing:
        return _("parts of it are not in this file")
    return _("not what was published")


def read_aloud(digest: str) -> str:
    """A hash in groups of four, as it is read over the telephone."""
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4)).upper()
