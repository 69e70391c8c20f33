"""What waits for a decision, and what a draft still lacks. Read on the task runner's thread."""

from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.ui.coordinator.decision_bar import RETURN, Draft
from evalapp.work.again import to_be_given_again
from evalapp.work.board import board
from evalapp.work.deciding import QueueRow, decided_cells, open_cells
from evalapp.work.project import Project


class Queue(Struct, frozen=True, kw_only=True):
    """What waits for a decision, how many cells were decided; what was handed in, of how many pieces.

    ``again``: so many answers of earlier editions of the form are to be given again.
    """

    rows: tuple[QueueRow, ...]
    decided: int
    pieces_in: int
    pieces: int
    again: int


def read_queue(project: Project, _progress: Progress) -> Queue:
    """The queue as the file has it."""
    progress = board(project)
    return Queue(
        rows=open_cells(project) + decided_cells(project),
        decided=progress.decided,
        pieces_in=progress.pieces_in,
        pieces=progress.pieces,
        again=to_be_given_again(project).answers,
    )


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
