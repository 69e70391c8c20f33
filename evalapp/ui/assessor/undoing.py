"""Ctrl+Z and Ctrl+Y: the last change of this sitting taken back, or done again, and where that was said."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.ui.assessor.desk import EntryDesk
from evalapp.ui.assessor.pending import Stepped
from evalapp.ui.assessor.steps import Cell, Step, redone_words, undone_words
from evalapp.ui.services import Services


class Undoing(QObject):
    """Undoes over all ways of working: an answer, or a whole block of them, by one press.

    ``settle`` records what is half typed, ``here`` tells the cell one is at, ``go_to`` shows another.
    """

    def __init__(
        self,
        desk: EntryDesk,
        services: Services,
        settle: Callable[[], None],
        here: Callable[[], Cell],
        go_to: Callable[[str, str], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk, self._services = desk, services
        self._settle, self._here, self._go_to = settle, here, go_to
        desk.stepped.connect(self._on_stepped)
        desk.not_stepped.connect(self._on_not_stepped)

    @Slot()
    def undo(self) -> None:
        """Take the last change back."""
        self._settle()
        self._show(self._desk.undo(), _("Nothing is left to undo in this sitting."))

    @Slot()
    def redo(self) -> None:
        """Do what was undone last again."""
        self._settle()
        self._show(self._desk.redo(), _("Nothing was undone that could be done again."))

    def _show(self, step: Step | None, nothing: str) -> None:
        """Go where it happened, unless one is in the midst of it."""
        if step is None:
            self._services.toast(nothing)
        else:
            self._go_to(*(self._here() if self._here() in step.cells else step.cells[0]))

    @Slot(object)
    def _on_stepped(self, stepped: Stepped) -> None:
        step = stepped.step
        words = redone_words if stepped.again else undone_words
        names = [self._desk.page(unit).unit.full_name for unit in dict.fromkeys(u for u, _i in step.cells)]
        node = self._desk.project.tree.node(step.cells[0][1])
        self._services.toast(words(step, node, names))

    @Slot(object)
    def _on_not_stepped(self, error: Exception) -> None:
        if isinstance(error, AppError):
            kept = _("Nothing was undone or done again: everything is as it was.")
            error = AppError(error.code, f"{error.message} {kept}")
        self._services.failed(error)
