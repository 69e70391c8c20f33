"""What the desk has done in the file: on the runner's thread, in the order given."""

from collections.abc import Mapping
from threading import Event

from PySide6.QtCore import QSize

from evalapp.base.progress import Progress
from evalapp.entry.evidence import Evidence
from evalapp.ui.assessor.steps import SPECIAL, Cell
from evalapp.ui.pictures import thumbnail
from evalapp.work.answering import record_answers
from evalapp.work.answers import Entered, UnitPage, my_pages, unit_page
from evalapp.work.care import history
from evalapp.work.drafts import drop_typing, keep_typing, settle_typing
from evalapp.work.evidence import attachment_bytes
from evalapp.work.project import Project


def write_answers(
    project: Project,
    answers: Mapping[Cell, Entered],
    half_typed: Mapping[Cell, tuple[str, ...]],
    tried: Event,
    _progress: Progress,
) -> tuple[UnitPage, ...]:
    """Write answers, all or none, and forget the half-typed text of these fields; the pages of their units as they are since.

    ``tried`` is set as soon as they are on the disk, or cannot be.
    """
    try:
        record_answers(project, answers)
    finally:
        tried.set()
    settle_typing(project, half_typed)
    units = tuple(dict.fromkeys(unit for unit, _item in answers))
    return (unit_page(project, units[0]),) if len(units) == 1 else my_pages(project, units)


def head_of(project: Project, unit: str, item: str) -> str:
    """The revision that stands for a cell in an assessor's file; "" where it was never answered."""
    past = history(project, unit, item)
    return next((one.id for one in reversed(past) if one.kind == "answer" and not one.standing), "")


def given_before(project: Project, unit: str, item: str) -> Entered:
    """The last own answer before the special state that ends a cell's history; blank where there is none."""
    for one in reversed(history(project, unit, item)):
        if one.kind == "answer" and not one.standing and one.state not in SPECIAL:
            return Entered(state=one.state, value=one.value, justification=one.text)
    return Entered()


def read_thumbnail(project: Project, piece: Evidence, size: QSize, _progress: Progress) -> bytes | None:
    """A screenshot's thumbnail of ``size``, b"" for any other attachment; None where it has not come."""
    data = attachment_bytes(project, piece.ref)
    return None if data is None else thumbnail(data, size) if piece.kind == "screenshot" else b""


def keep_typed(project: Project, unit: str, item: str, field: str, text: str, _progress: Progress) -> None:
    """Keep half-typed text, with the revision that it was begun from."""
    keep_typing(project, unit, item, field, text, head_of(project, unit, item))


def drop_typed(project: Project, unit: str, item: str, field: str, _progress: Progress) -> None:
    """Drop half-typed text."""
    drop_typing(project, unit, item, field)
