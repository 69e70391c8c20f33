"""What is said on a card's message bars: why a warning stands, why a returned answer stands."""

from collections.abc import Callable, Sequence
from functools import partial

from msgspec import structs
from PySide6.QtCore import QObject, Slot

from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.entry.acceptance import accepting
from evalapp.ui.assessor.desk import EntryDesk
from evalapp.ui.assessor.half_typed import HalfTyped
from evalapp.ui.assessor.messages import ACCEPT, REPLY, TAKE_BACK
from evalapp.ui.assessor.steps import Cell
from evalapp.ui.services import Services
from evalapp.ui.widgets.card_state import MessageWords
from evalapp.ui.widgets.message_bar import MessageBars
from evalapp.work.asking import reply
from evalapp.work.project import Project


class Reasons(QObject):
    """Writes what is said: the reason for a warning into the answer that carries it, a reply as a reply."""

    def __init__(
        self,
        bars: Sequence[MessageBars],
        desk: EntryDesk,
        typed: HalfTyped,
        services: Services,
        here: Callable[[], Cell],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk, self._typed, self._services, self._here = desk, typed, services, here
        for one in bars:
            one.said.connect(self._on_said)
            one.acted.connect(self._on_acted)

    @Slot(object)
    def _on_said(self, said: MessageWords) -> None:
        if said.code.startswith(ACCEPT):
            self._accept(said.code[len(ACCEPT) :], said.words)
        elif said.code.startswith(REPLY):
            unit, _item = self._here()
            self._services.runner.run(
                self,
                partial(_reply, self._desk.project, said.code[len(REPLY) :], said.words),
                done=partial(_replied, self, unit),
                failed=self._services.failed,
            )

    @Slot(object)
    def _on_acted(self, code: str) -> None:
        if code.startswith(TAKE_BACK):
            self._accept(code[len(TAKE_BACK) :], "")

    def _accept(self, warning: str, reason: str) -> None:
        unit, item = self._here()
        page = self._desk.page(unit)
        found = (one for one in page.problems if one.name == warning and one.host and item in one.items)
        problem = next(found, None)
        if problem is None:
            return
        self._typed.settle()
        cell = (unit, problem.host)
        entered = self._desk.entered(*cell)
        accepted = accepting(entered.accepted, problem, reason)
        self._desk.enter(*cell, structs.replace(entered, accepted=accepted))

    def tell(self, unit: str) -> None:
        """A question was replied to."""
        self._desk.read_again(unit)
        self._services.saved()
        self._services.toast(_("The reply is kept; it goes to the coordinator when you hand in."))


def _reply(project: Project, question: str, words: str, _progress: Progress) -> None:
    reply(project, question, words)


def _replied(reasons: Reasons, unit: str, _done: object) -> None:
    reasons.tell(unit)
