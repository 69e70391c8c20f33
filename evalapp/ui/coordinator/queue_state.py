"""What waits for a decision, and what a draft still lacks. Read on the task runner's thread."""

from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.ui.coordinator.decision_bar import RETURN, Draft
from evalapp.work.again import to_be_given_again
from evalapp.work.blinding import names_told
from evalapp.work.board import board, units_of
from evalapp.work.deciding import QueueRow, decided_cells, open_cells
from evalapp.work.impact import Changes, by_effect, changes
from evalapp.work.places import kept_place
from evalapp.work.project import Project
from evalapp.work.third import waiting_for_third


class Queue(Struct, frozen=True, kw_only=True):
    """What waits for a decision, how many cells were decided; what was handed in, of how many pieces.

    ``again``: so many answers of earlier editions of the form are to be given again. ``kept``: where somebody was, as text.
    ``plain`` are the rows without what they would change, ``units`` the names of the ranked units in the roster's
    order, ``people`` those of the assessors where names are not hidden.
    """

    rows: tuple[QueueRow, ...]
    plain: tuple[QueueRow, ...]
    decided: int
    pieces_in: int
    pieces: int
    again: int
    kept: str = ""
    units: dict[str, str] = {}
    people: dict[str, str] = {}
    changes: Changes = {}


def read_queue(project: Project, known: Changes | None, _progress: Progress) -> Queue:
    """The queue as the file has it, in the order of what is ``known`` to change; None: it is worked out first."""
    progress = board(project)
    waiting = open_cells(project)
    found = read_changes(project, waiting, _progress) if known is None else known
    plain = waiting + waiting_for_third(project) + decided_cells(project)
    return Queue(
        rows=by_effect(project, plain, found),
        plain=plain,
        decided=progress.decided,
        pieces_in=progress.pieces_in,
        pieces=progress.pieces,
        again=to_be_given_again(project).answers,
        kept=kept_place(project, "decide"),
        people=names_told(project),
        units={unit.key: unit.name for unit in units_of(project)},
        changes=found,
    )


def read_changes(project: Project, rows: tuple[QueueRow, ...], _progress: Progress) -> Changes:
    """What the rows that wait would change."""
    return changes(project, [(row.unit, row.item) for row in rows if row.status != "decided"])


def missing(draft: Draft, chosen: bool) -> str:
    """What is still missing in a draft."""
    if draft.verb == RETURN:
        return _("Say what is unclear.")
    if not draft.verb:
        return _("Choose an assessment or another value first.")
    if not chosen:
        return _("Give the other value on the scale above.")
    if not draft.category:
        return _("Choose a reason.")
    return _("Say in one sentence why.")
