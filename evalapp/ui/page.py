"""What the window asks of the pages it shows."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from evalapp.ui.commands import Commands
from evalapp.ui.widgets.coach_marks import CoachStep
from evalapp.ui.widgets.leading import Leading
from evalapp.ui.widgets.status_line import StatusState

Keys = tuple[tuple[str, str], ...]
"""Keys as they stand on their caps, and what they do."""


class Page(Leading):
    """One page in the window. Pages override what they need, and ask the window by signals.

    Signals:
        new_project_asked: a project is to be founded.
        rebuild_asked: a lost project is to be made again.
        made: a project (an open Project) that is to be shown.
        status_changed: what the status line says is new.
    """

    keeps_place = False
    """Whether the window keeps the page's place for the time it is shown again: what was filled in is not lost by leaving."""

    new_project_asked = Signal()
    rebuild_asked = Signal()
    made = Signal(object)
    status_changed = Signal()

    def title(self) -> str:
        """What stands in the window's title before the program's name; "" for nothing."""
        return ""

    def status(self) -> StatusState:
        """What the status line says while the page is shown; the window adds when things were saved."""
        return StatusState()

    def keys(self) -> Keys:
        """The keys of the page as it is shown now; the window adds its own."""
        return ()

    def tour(self) -> tuple[CoachStep, ...]:
        """The steps of a tour over the page as it is shown now; empty where there is none."""
        return ()

    def urgent(self) -> tuple[QWidget, ...]:
        """The parts that show what must be seen at once; each is hidden while it has nothing to say."""
        return ()

    def commands(self) -> Commands:
        """What can be done on the page as it is shown now; the window adds its own."""
        return ()

    def take(self, paths: Sequence[Path]) -> None:
        """Take in files that were opened with the page; those that it has no use for are passed over."""

    def worked_with(self) -> tuple[QWidget, ...]:
        """The parts that no toast is to cover; of a list it is the chosen row."""
        return ()

    def settle(self) -> None:
        """Record what is half typed: the page is about to be left, or the window closed."""

    def unsaved(self) -> str:
        """What would be lost if the page went now, in a sentence; "" for nothing. Asked after :meth:`settle`."""
        return ""

    def place(self) -> object:
        """Where the user is on the page, for :meth:`return_to` after the language was changed."""
        return None

    def return_to(self, place: object) -> None:
        """Go to where :meth:`place` was asked."""

    def remade(self) -> "Page | None":
        """The same page anew, in the language now in force; what this one holds passes to it. None: this one stays."""
        return None

    def release(self) -> None:
        """Give back what the page holds: the window forgets it."""
