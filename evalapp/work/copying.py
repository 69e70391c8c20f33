"""Copying an answer of one unit to others: first what each would become, then all of it as revisions of their own."""

from collections.abc import Callable, Sequence

from msgspec import structs

from evalapp.base.errors import AppError
from evalapp.entry.evidence import Evidence
from evalapp.work.answering import answer_of
from evalapp.work.answers import Entered, UnitPage
from evalapp.work.pasting import PastedCell, PastePlan, not_applying, refused, why_closed
from evalapp.work.project import Project


def plan_copies(
    project: Project,
    item: str,
    source: Entered,
    units: Sequence[str],
    page: Callable[[str], UnitPage],
    entered: Callable[[str, str], Entered],
    *,
    with_evidence: bool = False,
) -> PastePlan:
    """What copying ``source`` to the item of these units would do; nothing is written.

    State, value and justification are copied; a note that is there stays where the source has none. Evidence is added to what
    is there, and only ``with_evidence``: pages of another city prove little. Confidence stays each city's own; private notes and
    half-typed words are never part of an answer. ``page`` gives a unit's page, ``entered`` what stands for a cell.
    """
    return PastePlan(
        cells=tuple(
            _copied(project, item, source, page(unit), entered, with_evidence=with_evidence) for unit in units
        )
    )


def _copied(
    project: Project,
    item: str,
    source: Entered,
    page: UnitPage,
    entered: Callable[[str, str], Entered],
    *,
    with_evidence: bool,
) -> PastedCell:
    unit = page.unit.key
    before = entered(unit, item) if item in page.entries else Entered()
    cell = PastedCell(cell=(unit, item), raw="", kind="same", before=before, after=before)
    if closed := why_closed(page, item):
        return refused(cell, closed)
    if not page.entries[item].applies:
        return refused(cell, not_applying())
    after = structs.replace(
        before,
        state=source.state,
        value=source.value,
        justification=source.justification or before.justification,
        evidence=_together(before.evidence, source.evidence) if with_evidence else before.evidence,
    )
    try:
        answer_of(project, page.unit.full_name, item, after)
    except AppError as error:
        return refused(cell, error.message)
    if after == before:
        return cell
    return structs.replace(cell, kind="new" if before.state == "blank" else "changed", after=after)


def _together(there: tuple[Evidence, ...], more: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """Evidence in its order with what is not among it yet at the end: the numbers that a note cites stay."""
    known = {(piece.kind, piece.ref) for piece in there}
    return (*there, *(piece for piece in more if (piece.kind, piece.ref) not in known))
