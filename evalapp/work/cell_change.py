"""What the possible outcomes of a cell would make of its unit."""

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.entry.final import State
from evalapp.report.words import status_word
from evalapp.score.standings import Standing

Kind = Literal["grade", "rank", "points", "nothing", "unknown"]


class Possible(Struct, frozen=True, kw_only=True):
    """One outcome: whose it is (a letter, "decided", "full" or "zero"), the value, its points and where the unit would stand.

    ``value`` is "" for full marks and for nothing where the scale has no such value. ``standing`` is None where it is not known.
    """

    label: str
    state: State
    value: str
    points: float | None
    standing: Standing | None


class CellChange(Struct, frozen=True, kw_only=True):
    """What would be another one by one outcome than by another: the grade, only the rank, only the total, or nothing.

    ``unknown``: it cannot be said, or the unit has no total whatever is decided here (``pending``). ``ranks`` are the worst and
    the best of those possible; ``weight`` is what the item weighs for this unit, in points of the full score.
    """

    kind: Kind
    ranks: tuple[int, int] | None = None
    pending: bool = False
    weight: float | None = None
    outcomes: tuple[Possible, ...] = ()

    @property
    def matters(self) -> bool:
        """Whether it counts in full for the order of the queue."""
        return self.kind in ("grade", "rank", "unknown")


def change_of(outcomes: Sequence[Possible]) -> CellChange:
    """What the outcomes differ in."""
    known = [one.standing for one in outcomes if one.standing is not None]
    found = tuple(outcomes)
    if not known or len(known) < len(outcomes):
        return CellChange(kind="unknown", outcomes=found)
    ranks = [one.rank for one in known if one.rank is not None]
    span = (max(ranks), min(ranks)) if ranks else None
    if len({(one.grade, one.status) for one in known}) > 1 and any(one.grade for one in known):
        kind: Kind = "grade"
    elif len({one.rank for one in known}) > 1:
        kind = "rank"
    elif all(one.points is None for one in known):
        return CellChange(kind="unknown", pending=True, outcomes=found)
    else:
        kind = "points" if len({one.points for one in known}) > 1 else "nothing"
    return CellChange(kind=kind, ranks=span, outcomes=found)


def change_words(change: CellChange | None) -> str:
    """In a few words what a cell would change; "" where that is not known."""
    if change is None or (change.kind == "unknown" and not change.pending):
        return ""
    if change.kind == "grade":
        return _("grade changes")
    if change.kind == "rank" and change.ranks is not None and change.ranks[0] != change.ranks[1]:
        return _("rank {worst} → {best}").format(worst=change.ranks[0], best=change.ranks[1])
    if change.kind == "rank":
        return _("rank changes")
    return _("not ranked") if change.pending else _("no change")


def why_no_grade(standing: Standing) -> str:
    """The word for a total that is not simply ranked, such as a veto; "" for one that is."""
    return "" if standing.status == "ranked" else status_word(standing.status)


def effect_formula() -> str:
    """How the queue is ordered and what is assumed, in sentences."""
    return " ".join(
        (
            _(
                "Effect = distance on the scale × effective weight ÷ weight of the heaviest item × change, as a number up to "
                "100. Change is 1 where the rank or the grade depends on what is decided, and where that is not known; else 1/2."
            ),
            _(
                "Assumed for everything else that is open: the mean of its assessments; what nobody has answered, the item's "
                "mean over all units; where a condition reads the value itself, the assessment with the fewest points or what "
                "most units have; a veto, no hit."
            ),
        )
    )
