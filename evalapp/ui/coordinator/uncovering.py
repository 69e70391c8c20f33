"""Uncovering the names of a cell before it is decided: possible, for a reason, and logged."""

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from evalapp.base.clock import local_time
from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.ui.services import Services
from evalapp.ui.widgets.card_state import MessageAction, MessageState, MessageWords
from evalapp.ui.widgets.message_bar import MessageBars
from evalapp.work.blinding import uncover
from evalapp.work.deciding import CellView
from evalapp.work.project import Project

REVEAL = "reveal"
_KEEP = "keep hidden"


class Uncovering(QObject):
    """Asks why in a bar above the comparison, and records it.

    Signals:
        asked: the bar is to be shown, or taken away; :meth:`messages` has it.
        uncovered: the names of a cell may be shown from now on.
    """

    asked = Signal()
    uncovered = Signal()

    def __init__(self, project: Project, services: Services, bars: MessageBars, parent: QObject) -> None:
        super().__init__(parent)
        self._project = project
        self._services = services
        self._bars = bars
        self._view: CellView | None = None
        self._asking = False
        bars.said.connect(self._on_said)
        bars.acted.connect(self._on_acted)

    def set_view(self, view: CellView) -> None:
        """Speak of another cell; what was asked of the one before is forgotten."""
        before, self._view = self._view, view
        if before is None or (before.unit.key, before.item) != (view.unit.key, view.item):
            self._asking = False

    @property
    def possible(self) -> bool:
        """Whether there are names that are hidden."""
        return self._view is not None and self._view.blind and bool(self._view.assessments)

    @Slot()
    def ask(self) -> None:
        """Ask why, unless the names are shown already."""
        if self.possible:
            self._asking = True
            self.asked.emit()
            self._bars.ask(REVEAL)

    def messages(self) -> list[MessageState]:
        """The bar that asks, or that says who uncovered the names."""
        view = self._view
        if view is None:
            return []
        told = [
            MessageState(
                kind="info",
                text=_("{name} uncovered the names before deciding, {time}: {reason}").format(
                    name=one.name, time=local_time(one.at), reason=one.reason or _("no reason given")
                ),
            )
            for one in view.uncovered
        ]
        if not self._asking or not view.blind:
            return told
        text = _(
            "Whose assessments these are is shown to you before deciding. That is recorded with the decision."
        )
        actions = (
            MessageAction(code=REVEAL, text=_("Uncover names"), asks=_("Why are the names needed?")),
            MessageAction(code=_KEEP, text=_("Keep them hidden")),
        )
        return [MessageState(kind="warn", text=text, actions=actions), *told]

    @Slot(object)
    def _on_acted(self, code: str) -> None:
        if code == _KEEP:
            self._asking = False
            self.asked.emit()

    @Slot(object)
    def _on_said(self, words: MessageWords) -> None:
        if words.code == REVEAL and self._view is not None:
            self._asking = False
            work = partial(_uncover, self._project, self._view.unit.key, self._view.item, words.words)
            self._services.runner.run(self, work, done=self._on_uncovered, failed=self._services.failed)

    def _on_uncovered(self, _none: None) -> None:
        self._services.saved()
        self.uncovered.emit()


def _uncover(project: Project, unit: str, item: str, reason: str, _progress: Progress) -> None:
    uncover(project, unit, item, reason)
