"""What the page of handing in says of the units: how far each is, what changed, what else goes along."""

from collections.abc import Collection, Sequence

from evalapp.base.clock import local_time
from evalapp.base.i18n import _, ngettext
from evalapp.work.answers import UnitOverview


def unit_line(row: UnitOverview) -> str:
    """How much of a unit is answered, and whether it is handed in."""
    words = _("{unit}: {done} of {all} answered").format(
        unit=row.unit.full_name, done=row.progress.answered, all=row.progress.leaves
    )
    if row.signed_off_at and not row.changed_since:
        return _("{line}, handed in {time}").format(line=words, time=local_time(row.signed_off_at))
    if row.changed_since:
        return _("{line}, changed since it was handed in").format(line=words)
    return words


def changed_words(answers: int, units: int) -> str:
    """How many answers are otherwise than they were handed in; "" for none."""
    if not answers:
        return ""
    return _("{answers}, {units}.").format(
        answers=ngettext(
            "{n} answer changed since the last time you handed in",
            "{n} answers changed since the last time you handed in",
            answers,
        ).format(n=answers),
        units=ngettext("in {n} city", "in {n} cities", units).format(n=units),
    )


def carried_words(units: Sequence[UnitOverview], chosen: Collection[str]) -> str:
    """That work in progress on units that are not chosen travels in the file as well (RECORD R9, R15); "" where there is none."""
    others = (row for row in units if row.unit.key not in chosen)
    if any(row.changed_since or (row.progress.started and not row.signed_off_at) for row in others):
        return _(
            "The file also carries what you entered in other cities, as work in progress; it counts only once those are "
            "handed in."
        )
    return ""
