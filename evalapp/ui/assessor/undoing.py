"""Ctrl+Z and Ctrl+Y: the last change of this sitting taken back, or done again, and where that was said."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from evalapp.base.i18n import _
from evalapp.form.tree import Node
from evalapp.ui.assessor.desk import EntryDesk
from evalapp.ui.assessor.steps import Step, redone_words, undone_words
from evalapp.ui.services import Services


class Undoing(QObject):
    """Undoes over all ways of working.

    ``settle`` records what is half typed, ``go_to`` shows a cell, ``take_back`` undoes a paste.
    """

    def __init__(
        self,
        desk: EntryDesk,
        services: Services,
        settle: Callable[[], None],
        go_to: Callable[[str, str], None],
        take_back: Callable[[], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk, self._services = desk, services
        self._settle, self._go_to, self._take_back = settle, go_to, take_back

    @Slot()
    def undo(self) -> None:
        """Take the last change back: a whole paste, or a single answer."""
        self._settle()
        if self._take_back():
            return
        step = self._desk.undo()
        if step is None:
            self._services.toast(_("Nothing is left to undo in this sitting."))
            return
        self._tell(undone_words, step)

    @Slot()
    def redo(self) -> None:
        """Do what was undone last again."""
        self._settle()
        step = self._desk.redo()
        if step is None:
            self._services.toast(_("Nothing was undone that could be done again."))
            return
        self._tell(redone_words, step)

    def _tell(self, words: Callable[[Step, Node, str], str], step: Step) -> None:
        unit, item = step.cell
        self._go_to(unit, item)
        project = self._desk.project
        self._services.toast(words(step, project.tree.node(item), self._desk.page(unit).unit.full_name))
