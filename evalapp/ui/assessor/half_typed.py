"""Words that are being typed: kept in the file at each pause, an answer once typing rests or the field is left.

The draft of RECORD R31 covers what is typed in between.
"""

from typing import Literal

from msgspec import structs
from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from evalapp.base.i18n import _
from evalapp.ui.assessor.desk import EntryDesk
from evalapp.ui.assessor.desk_work import head_of
from evalapp.ui.assessor.steps import Cell
from evalapp.ui.widgets.card_state import MessageAction, MessageState
from evalapp.ui.widgets.message_bar import MessageBars
from evalapp.ui.widgets.score_card import GO_TO, ScoreCard
from evalapp.ui.widgets.typing_field import TypingField
from evalapp.work.answers import Entered
from evalapp.work.drafts import TypedText, kept_typing

Field = Literal["value", "justification"]
_QUOTED = 60
_REST_MS = 400
RESTORE, DISCARD = "restore", "discard"


class HalfTyped(QObject):
    """Stands between the card's text field and the desk."""

    def __init__(self, desk: EntryDesk, card: ScoreCard, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._card = card
        self._typed: TypedText | None = None
        self._settling = False
        self._joins: Cell | None = None
        self._kept: tuple[TypedText, ...] = ()
        self.rest = QTimer(self)
        self.rest.setSingleShot(True)
        self.rest.setInterval(_REST_MS)
        self.rest.timeout.connect(self._on_rested)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def take(self, cell: Cell, field: Field, text: str) -> None:
        """A field told its text: while it has the focus that is typing, afterwards it is an answer."""
        typed = TypedText(*cell, field, text, "", "")
        if with_words(self.entered(*cell), typed) == self.entered(*cell):
            return
        if self._typed is not None and (self._typed.unit, self._typed.item, self._typed.field) != (
            *cell,
            field,
        ):
            self.record()
        self._typed = typed
        if self._settling or not self.is_typing():
            self.record()
        else:
            self._desk.type_text(*cell, field, text)
            self.rest.start()

    def entered(self, unit: str, item: str) -> Entered:
        """What stands for a cell, with the words that are still being typed."""
        return self._typed_over(self._desk.entered(unit, item), unit, item)

    def shown(self, unit: str, item: str) -> Entered:
        """What the card shows: that, and a value in its field that the scale does not take."""
        return self._typed_over(self._desk.shown(unit, item), unit, item)

    def _typed_over(self, entered: Entered, unit: str, item: str) -> Entered:
        typed = self._typed
        return with_words(entered, typed) if typed and (typed.unit, typed.item) == (unit, item) else entered

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
        self._joins = None

    def record(self) -> None:
        """Turn half-typed words into an answer."""
        self.rest.stop()
        typed, self._typed = self._typed, None
        if typed is not None:
            self._enter(typed)

    def _enter(self, typed: TypedText) -> None:
        cell = (typed.unit, typed.item)
        entered = with_words(self._desk.entered(*cell), typed)
        self._desk.enter(*cell, entered, new_value=typed.field == "value", joins=self._joins == cell)

    @Slot()
    def _on_rested(self) -> None:
        """Typing has rested for about a second: what is there is saved, and typing may go on."""
        field = self._field()
        if self._typed is None or field is None:
            return
        if field.busy:
            self.rest.start()
            return
        cell = (self._typed.unit, self._typed.item)
        self.record()
        self._joins = cell

    def _field(self) -> TypingField | None:
        """The field of several lines that has the focus."""
        focus = self._card.focusWidget()
        return focus if isinstance(focus, TypingField) and focus.hasFocus() else None

    def is_typing(self) -> bool:
        """Whether a field of several lines has the focus."""
        return self._field() is not None

    def is_typing_value(self) -> bool:
        """Whether that field is the answer itself."""
        field = self._field()
        return field is not None and self._card.editor.isAncestorOf(field)

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, before: QWidget | None, _now: QWidget | None) -> None:
        if isinstance(before, QPlainTextEdit) and self._card.isAncestorOf(before):
            self.record()
            self._joins = None

    # -- after a crash

    def read_kept(self) -> None:
        """Look for words that were typed and never became an answer."""
        by_code = self._desk.project.tree.by_code
        self._kept = tuple(
            typed
            for typed in kept_typing(self._desk.project)
            if typed.item in by_code
            and not (typed.field == "value" and self._desk.refusal(typed.unit, typed.item))
        )

    def offer(self, bars: MessageBars) -> None:
        """Offer the first of these words, and say where the answer was changed since they were typed."""
        if not self._kept:
            bars.set_state(())
            return
        typed = self._kept[0]
        text = _("Unsaved typing at {unit} {item}: “{text}”.").format(
            unit=self._desk.page(typed.unit).unit.full_name, item=typed.item, text=_quoted(typed.text)
        )
        if head_of(self._desk.project, typed.unit, typed.item) != typed.begun_from:
            text += " " + _("The answer was changed since; the card shows it.")
        place = f"{GO_TO}{typed.unit}/{typed.item}"
        actions = (
            MessageAction(code=place, text=_("See {code}").format(code=typed.item), link=True),
            MessageAction(code=RESTORE, text=_("Take it over")),
            MessageAction(code=DISCARD, text=_("Discard"), link=True),
        )
        bars.set_state((MessageState(kind="warn", text=text, actions=actions),))

    def answer_offer(self, *, take_over: bool) -> Cell | None:
        """Take the offered words over, or drop them; where they belong if they were taken."""
        if not self._kept:
            return None
        typed, *rest = self._kept
        self._kept = tuple(rest)
        if take_over:
            self._enter(typed)
            return typed.unit, typed.item
        self._desk.forget_typing(typed.unit, typed.item, typed.field)
        return None


def with_words(entered: Entered, typed: TypedText) -> Entered:
    """An answer with typed words in their field."""
    if typed.field == "value":
        return structs.replace(entered, state="answered" if typed.text else "blank", value=typed.text)
    return structs.replace(entered, justification=typed.text)


def _quoted(text: str) -> str:
    """Typed words as they are quoted: one line, not too long."""
    line = " ".join(text.split())
    return line if len(line) <= _QUOTED else f"{line[:_QUOTED]}…"
