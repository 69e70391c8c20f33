"""Words that are being typed: kept in the file at each pause, an answer when the field is left (RECORD R31)."""

from msgspec import structs
from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from evalapp.base.i18n import _, ngettext
from evalapp.ui.assessor.desk import Cell, EntryDesk
from evalapp.ui.widgets.card_state import MessageAction, MessageState
from evalapp.ui.widgets.message_bar import MessageBars
from evalapp.ui.widgets.score_card import ScoreCard
from evalapp.work.answers import Entered
from evalapp.work.drafts import TypedText, kept_typing

_FIELD = "justification"
RESTORE, DISCARD = "restore", "discard"


class HalfTyped(QObject):
    """Stands between the card's text field and the desk."""

    def __init__(self, desk: EntryDesk, card: ScoreCard, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._card = card
        self._typed: TypedText | None = None
        self._settling = False
        self._kept: tuple[TypedText, ...] = ()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def take(self, cell: Cell, text: str) -> None:
        """The field told its text: while it has the focus that is typing, afterwards it is an answer."""
        if text == self.entered(*cell).justification:
            return
        self._typed = TypedText(*cell, _FIELD, text, "", "")
        if self._settling or not self._is_typing():
            self.record()
        else:
            self._desk.type_text(*cell, _FIELD, text)

    def entered(self, unit: str, item: str) -> Entered:
        """What stands for a cell, with the words that are still being typed."""
        entered = self._desk.entered(unit, item)
        if self._typed is None or (self._typed.unit, self._typed.item) != (unit, item):
            return entered
        return structs.replace(entered, justification=self._typed.text)

    def taken_over(self, cell: Cell) -> None:
        """An answer with these words in it is on its way."""
        if self._typed is not None and (self._typed.unit, self._typed.item) == cell:
            self._typed = None

    def settle(self) -> None:
        """Everything typed becomes an answer."""
        self._settling = True
        self._card.commit()
        self._settling = False
        self.record()

    def record(self) -> None:
        """Turn half-typed words into an answer."""
        typed, self._typed = self._typed, None
        if typed is not None:
            self._enter(typed)

    def _enter(self, typed: TypedText) -> None:
        entered = self._desk.entered(typed.unit, typed.item)
        self._desk.enter(typed.unit, typed.item, structs.replace(entered, justification=typed.text))

    def _is_typing(self) -> bool:
        focus = self._card.focusWidget()
        return isinstance(focus, QPlainTextEdit) and focus.hasFocus()

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, before: QWidget | None, _now: QWidget | None) -> None:
        if self._typed is not None and isinstance(before, QPlainTextEdit) and self._card.isAncestorOf(before):
            self.record()

    # -- after a crash

    def offer(self, bars: MessageBars) -> None:
        """Offer words that were typed and never became an answer, because the program was ended."""
        self._kept = kept_typing(self._desk.project)
        n = len(self._kept)
        if n:
            text = ngettext(
                "There is unsaved typing at {n} item, from before the program was ended.",
                "There is unsaved typing at {n} items, from before the program was ended.",
                n,
            ).format(n=n)
            actions = (
                MessageAction(code=RESTORE, text=_("Take it over")),
                MessageAction(code=DISCARD, text=_("Discard"), link=True),
            )
            bars.set_state((MessageState(kind="warn", text=text, actions=actions),))

    def answer_offer(self, bars: MessageBars, *, take_over: bool) -> Cell | None:
        """Take the offered words over, or drop them; where the first of them belong."""
        bars.set_state(())
        kept, self._kept = self._kept, ()
        for typed in kept:
            if take_over:
                self._enter(typed)
            else:
                self._desk.forget_typing(typed.unit, typed.item, typed.field)
        return (kept[0].unit, kept[0].item) if take_over and kept else None
