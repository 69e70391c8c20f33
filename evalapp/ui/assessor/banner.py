"""What stands over the answers until it is dealt with: what could not be written, and typing that a crash left behind."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Slot

from evalapp.base.i18n import _
from evalapp.ui.assessor.desk import EntryDesk
from evalapp.ui.assessor.half_typed import DISCARD, RESTORE, HalfTyped
from evalapp.ui.assessor.steps import Cell
from evalapp.ui.widgets.card_state import MessageAction, MessageState
from evalapp.ui.widgets.message_bar import MessageBars
from evalapp.ui.widgets.score_card import GO_TO

_RETRY = "retry"


class Banner(QObject):
    """Fills the message bars of all ways of working alike."""

    def __init__(
        self, desk: EntryDesk, typed: HalfTyped, bars: Sequence[MessageBars], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk, self._typed, self._bars = desk, typed, tuple(bars)
        desk.refused.connect(self.show_state)
        desk.written.connect(self._on_written)

    @Slot()
    def show_state(self) -> None:
        """Say what could not be written, else offer the typing that is left."""
        if self._desk.has_refused:
            self._show_refused()
        else:
            for bars in self._bars:
                self._typed.offer(bars)

    @Slot()
    def _on_written(self) -> None:
        if not self._desk.has_refused:
            self.show_state()

    def _show_refused(self) -> None:
        unit, item = self._desk.refused_cells[-1]
        actions = (
            MessageAction(code=_RETRY, text=_("Retry")),
            MessageAction(code=f"{GO_TO}{unit}/{item}", text=_("See {code}").format(code=item), link=True),
        )
        kept = _("What you entered is still on the page.")
        text = f"{self._desk.failure(unit, item)} {kept}"
        for bars in self._bars:
            bars.set_state((MessageState(kind="error", text=text, actions=actions),))

    def act(self, code: str) -> Cell | None:
        """Do what a button of the bars says; the cell that is to be shown then, if any."""
        if code == _RETRY:
            self._desk.retry()
        elif code in (RESTORE, DISCARD):
            cell = self._typed.answer_offer(take_over=code == RESTORE)
            self.show_state()
            return cell
        return None
