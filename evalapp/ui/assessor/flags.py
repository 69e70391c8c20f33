"""Flags for a second look: set and taken away by one key."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Slot

from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.ui.assessor.desk import EntryDesk
from evalapp.ui.assessor.steps import Cell
from evalapp.ui.services import Services
from evalapp.ui.widgets.score_card import ScoreCard
from evalapp.work.flags import toggle_flag
from evalapp.work.project import Project


class Flags(QObject):
    """Flags the item at hand by the card, and says how the flag goes again. ``here`` tells the item."""

    def __init__(
        self, card: ScoreCard, desk: EntryDesk, services: Services, here: Callable[[], Cell], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk, self._services, self._here = desk, services, here
        card.flag_asked.connect(self.toggle)

    @Slot()
    def toggle(self) -> None:
        """Flag the item, or take its flag away."""
        cell = self._here()
        if cell[0]:
            self._services.runner.run(
                self,
                partial(_toggle, self._desk.project, cell),
                done=partial(_toggled, self, cell),
                failed=self._services.failed,
            )

    def tell(self, cell: Cell, *, flagged: bool) -> None:
        """The flag is in the file, or out of it."""
        self._desk.read_again(cell[0])
        self._services.saved()
        words = (
            _("{item} is flagged for a second look. * takes the flag away.")
            if flagged
            else _("{item} is no longer flagged. * flags it again.")
        )
        self._services.toast(words.format(item=cell[1]))


def _toggle(project: Project, cell: Cell, _progress: Progress) -> bool:
    return toggle_flag(project, *cell)


def _toggled(flags: Flags, cell: Cell, flagged: bool) -> None:
    flags.tell(cell, flagged=flagged)
