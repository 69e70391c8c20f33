"""All finders over one case."""

from collections.abc import Callable

from evalapp.base.progress import Progress
from evalapp.merge.oddities.alike import find_alike
from evalapp.merge.oddities.case import Case
from evalapp.merge.oddities.doubtful import find_doubtful
from evalapp.merge.oddities.finding import Finding, strongest_first
from evalapp.merge.oddities.jumps import find_jumps
from evalapp.merge.oddities.outliers import find_outliers
from evalapp.merge.oddities.reused import find_reused

FINDERS: tuple[Callable[[Case], list[Finding]], ...] = (
    find_outliers,
    find_jumps,
    find_reused,
    find_doubtful,
    find_alike,
)


def look_over(case: Case, progress: Progress) -> tuple[Finding, ...]:
    """Everything that any finder finds, the strongest first. Raises Cancelled between two finders."""
    found: list[Finding] = []
    for number, finder in enumerate(FINDERS):
        progress.step(number, len(FINDERS))
        found += finder(case)
    return strongest_first(found)
