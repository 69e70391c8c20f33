"""What assessors tend to do, beside the others at the same cells: severe, lenient, the same step over and over."""

from msgspec import Struct

from evalapp.merge.agreement.draws import Draws
from evalapp.merge.agreement.figures import Figure
from evalapp.merge.agreement.severity import severities
from evalapp.merge.agreement.straight import Straightness, straightness
from evalapp.work.agreement_steps import StepCount, step_counts, stepped
from evalapp.work.ratings import Gathered


class Straight(Struct, frozen=True, kw_only=True):
    """How much alike an assessor answers, within a unit, the ``items`` with one number of ``steps``.

    ``binary``: they are answered by yes or no. ``straight``: clearly more alike than the others do.
    """

    steps: int
    binary: bool
    items: tuple[str, ...]
    straight: bool
    found: Straightness


class Habits(Struct, frozen=True, kw_only=True):
    """One assessor's: severity in score points, and straightness at the items with each number of steps."""

    severity: Figure
    straightness: tuple[Straight, ...]


def habits_of(found: Gathered, draws: Draws | None = None) -> dict[int, Habits]:
    """The habits of all assessors who have handed in anything, by their numbers; with ``draws`` there are intervals."""
    by_steps = [(one, straightness(stepped(found, one.items), draws)) for one in step_counts(found)]
    return {
        assessor: Habits(
            severity=severity,
            straightness=tuple(
                _straight(found, one, by_assessor[assessor])
                for one, by_assessor in by_steps
                if assessor in by_assessor
            ),
        )
        for assessor, severity in severities([one.ratings for one in found.items], draws).items()
    }


def _straight(found: Gathered, steps: StepCount, one: Straightness) -> Straight:
    return Straight(
        steps=steps.steps,
        binary=steps.binary,
        items=tuple(found.items[place].code for place in steps.items),
        straight=one.straight,
        found=one,
    )
