"""What is said where no difference waits: why, and where to go on."""

from typing import NamedTuple

from evalapp.base.i18n import _
from evalapp.merge.words import again_sentence
from evalapp.ui.coordinator.queue_state import Queue


class NothingWaits(NamedTuple):
    """The sentence, the words of the button, and the section that it leads to."""

    words: str
    button: str
    to: str


def nothing_waits(queue: Queue) -> NothingWaits:
    """What is said of a queue without rows."""
    if not queue.pieces_in:
        return NothingWaits(
            _("Nothing has been handed in yet. Merge the submissions; what differs then waits here."),
            _("To the inbox"),
            "board",
        )
    words = _("No difference waits for a decision.")
    if queue.pieces_in < queue.pieces:
        so_far = _("No difference waits for a decision so far: {n} of {of} pieces have been handed in.")
        words = so_far.format(n=queue.pieces_in, of=queue.pieces)
    words = " ".join(filter(None, (words, again_sentence(queue.again))))
    return NothingWaits(words, _("Look at the results"), "results")
