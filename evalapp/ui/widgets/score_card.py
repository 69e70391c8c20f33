"""The open score card: everything needed to judge one item of one unit, in one place."""

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.style import draw_focus_ring
from evalapp.ui.widgets.card_head import CardHead
from evalapp.ui.widgets.card_says import CardLock, card_messages
from evalapp.ui.widgets.card_state import CardState, Move, ScaleKind
from evalapp.ui.widgets.confidence_switch import ConfidenceSwitch
from evalapp.ui.widgets.drop_veil import DropVeil
from evalapp.ui.widgets.editors.base import ValueEditor, has_text
from evalapp.ui.widgets.editors.given import GivenEditor
from evalapp.ui.widgets.editors.kinds import editor_for
from evalapp.ui.widgets.evidence_fields import come_into_view
from evalapp.ui.widgets.evidence_offer import offered
from evalapp.ui.widgets.evidence_strip import EvidenceStrip
from evalapp.ui.widgets.guide_fold import GuideFold
from evalapp.ui.widgets.justification import Justification
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.message_bar import MessageBars
from evalapp.ui.widgets.state_buttons import KEYS, StateButtons
from evalapp.ui.widgets.tab_order import in_tab_order

GO_TO = "go:"
"""Before the code of an item that something on the card leads to."""
_PLUS = ("+", "\uff0b")
_STAR = ("*", "\uff0a", "\u00d7")
_SIGNS = frozenset(KEYS.values())
_MOVES: dict[Qt.Key, Move] = {
    Qt.Key.Key_Up: "previous",
    Qt.Key.Key_Down: "next",
    Qt.Key.Key_Return: "next_open",
    Qt.Key.Key_Enter: "next_open",
}


class ScoreCard(QFrame):
    """One living card that is bound to item after item with :meth:`set_state`.

    From top to bottom: head, why it came back, question, guide, value editor, other states and confidence, messages,
    justification, evidence. Keys while no text field has the focus: 1–9 choose, ``0 - .`` the other states
    (with Alt where digits belong to a field), Alt+1/2/3 confidence, Ctrl+V or ``+`` adds evidence, ``*`` flags, Ctrl+Up and
    Ctrl+Down move, Enter goes to the next open item; Esc leaves a text field for the card. Input methods are
    off for the card and on in its text fields.

    A page calls :meth:`commit` before it leaves or quits. Signals fired while another card is being bound
    still belong to :attr:`bound`.

    Signals:
        answered: the value as text, empty when taken back.
        state_chosen: a StateChoice.
        justification_typed: the text.
        confidence_chosen: low, medium, high, or None.
        evidence_added: a NewEvidence.
        evidence_removed: an evidence id.
        evidence_opened: an evidence id.
        evidence_edited: an EvidenceEdit.
        acted: the code of a message bar's button, or ``go:`` with the code of an item that is asked for.
        moved: previous, next or next_open.
        history_asked: what was recorded for the item is to be shown.
        flag_asked: the item is to be flagged for a second look, or its flag taken away.
        note_asked: the private note about the item is to be shown.
        copy_asked: the answer is to be copied to other cities.
    """

    answered = Signal(object)
    state_chosen = Signal(object)
    justification_typed = Signal(object)
    confidence_chosen = Signal(object)
    evidence_added = Signal(object)
    evidence_removed = Signal(object)
    evidence_opened = Signal(object)
    evidence_edited = Signal(object)
    acted = Signal(object)
    moved = Signal(object)
    history_asked = Signal()
    note_asked = Signal()
    copy_asked = Signal()
    flag_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: CardState | None = None
        self._editor: ValueEditor | None = None
        self._editors: dict[ScaleKind, ValueEditor] = {}
        self.setProperty("card", "current")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setAcceptDrops(True)
        self._head = CardHead()
        self._head.history_asked.connect(self.history_asked)
        self._head.note_asked.connect(self.note_asked)
        self._head.copy_asked.connect(self.copy_asked)
        self._head.flag_asked.connect(self.flag_asked)
        self._question = text_label(type="question", wrap=True)
        self._guide = GuideFold()
        self._lock = CardLock()
        self._editor_place = QVBoxLayout()
        self._rule = text_label(type="caption", tone="text_3", wrap=True)
        self._confidence = ConfidenceSwitch()
        self._states = StateButtons(tail=self._confidence)
        self.returned = MessageBars()
        self.messages = MessageBars()
        self._justification = Justification()
        self._evidence = EvidenceStrip()
        self._veil = DropVeil(self)
        self._lay_out()
        self._connect()

    @property
    def bound(self) -> tuple[str, str] | None:
        """Unit and code of the item shown."""
        return None if self._state is None else (self._state.unit, self._state.code)

    @property
    def editor(self) -> ValueEditor:
        """The editor in use. Raises RuntimeError before the first state."""
        if self._editor is None:
            raise RuntimeError("the card was not bound yet")
        return self._editor

    @property
    def evidence(self) -> EvidenceStrip:
        """The evidence strip, for drops on the whole window."""
        return self._evidence

    def set_state(self, state: CardState) -> None:
        """Show an item. Another unit or code than before binds the card anew, after :meth:`commit`."""
        if self.bound is not None and self.bound != (state.unit, state.code):
            self.commit()
            self._states.give_up()
            self._justification.forget()
            self._evidence.forget()
            self.returned.forget()
            self.messages.forget()
            for editor in self._editors.values():
                editor.forget()
        self._state = state
        locked = bool(state.read_only or state.not_scored)
        self.setAccessibleName(f"{state.code} {state.title}")
        self._head.set_state(state)
        self._question.setText(state.question)
        self._question.setVisible(bool(state.question))
        self._guide.set_state(state.guide)
        self._lock.set_text(state.read_only)
        self._bind_editor(state, locked)
        self._rule.setText(state.scale.rule)
        self._rule.setVisible(bool(state.scale.rule))
        self._states.set_state(
            state.states if state.asked else (),
            state.state,
            state.reason,
            with_alt=self.editor.takes_digits,
        )
        self._states.setEnabled(not locked)
        self._states.setVisible(state.asked)
        self._confidence.set_state(state.confidence)
        self._confidence.setEnabled(not locked)
        self.returned.set_state([one for one in state.messages if one.kind == "returned"])
        self.messages.set_state(card_messages(state))
        self._justification.set_state(
            state.justification, state.justification_limit, read_only=bool(state.read_only)
        )
        self._justification.set_pieces(
            [(number, piece.caption or piece.title) for number, piece in enumerate(state.evidence, 1)]
        )
        self._evidence.set_state(
            state.evidence,
            state.evidence_problem,
            words=state.evidence_words,
            read_only=bool(state.read_only),
        )
        self._justification.setVisible(state.asked)
        self._evidence.setVisible(state.asked and (state.evidence_asked or bool(state.evidence)))
        in_tab_order(self._head, self.returned)
        in_tab_order(self._guide, self.editor, self._states, self.messages)

    def commit(self) -> None:
        """Tell everything that is typed and not yet told."""
        if self._editor is not None:
            self._editor.commit()
        self._states.commit()
        self._justification.commit()
        self._evidence.commit()

    @property
    def closed(self) -> str:
        """Why nothing can be entered on the card, in a sentence; "" where something can."""
        if self._state is None or not self._state.asked:
            return _("Its value is not entered here.")
        return self._state.read_only or self._state.not_scored

    def press_state(self, sign: str) -> bool:
        """Press a special state by its sign; whether it is offered."""
        return self._states.press(sign)

    def press_confidence(self, place: int) -> bool:
        """Press low (1), medium (2) or high (3)."""
        return self._confidence.press(place)

    def focus_value(self) -> None:
        """Give the focus to where the value is given."""
        self.editor.focus_value()

    @Slot()
    def focus_justification(self) -> None:
        """Give the focus to the justification, where the card has one."""
        if self._justification.isVisible():
            self._justification.setFocus(Qt.FocusReason.ShortcutFocusReason)
            come_into_view(self._justification)

    def _bind_editor(self, state: CardState, locked: bool) -> None:
        kind = state.scale.kind
        if kind not in self._editors:
            made = editor_for(kind, self)
            made.answered.connect(self._on_answered)
            if isinstance(made, GivenEditor):
                made.source_chosen.connect(self._on_source_chosen)
            self._editors[kind] = made
            self._editor_place.addWidget(made)
        editor = self._editors[kind]
        had_focus = self._editor is not None and self._editor.isAncestorOf(self.focusWidget() or self)
        for other in self._editors.values():
            other.setVisible(other is editor)
        if had_focus and editor is not self._editor:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._editor = editor
        editor.setEnabled(not locked)
        editor.set_state(state.scale, state.value)
        editor.set_problem(state.value_problem)

    def _lay_out(self) -> None:
        theme = current_theme()
        space = theme.space
        column = QVBoxLayout(self)
        column.setContentsMargins(space.s4, space.s2, space.s3, space.s3)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.returned)
        column.addWidget(self._question)
        column.addSpacing(space.s0)
        column.addWidget(self._guide)
        column.addSpacing(space.s1)
        column.addWidget(self._lock)
        column.addLayout(self._editor_place)
        self._rule.setContentsMargins(0, space.s0, 0, 0)
        column.addWidget(self._rule)
        column.addSpacing(space.s2)
        column.addWidget(self._states)
        column.addSpacing(space.s2)
        column.addWidget(self.messages)
        column.addSpacing(space.s1)
        column.addWidget(self._justification)
        column.addSpacing(space.s2)
        column.addWidget(self._evidence)

    def _connect(self) -> None:
        self._states.state_chosen.connect(self.state_chosen)
        self._confidence.confidence_chosen.connect(self.confidence_chosen)
        for bars in (self.returned, self.messages):
            bars.acted.connect(self.acted)
            bars.left.connect(self.setFocus)
        self._justification.justification_typed.connect(self.justification_typed)
        self._justification.image_pasted.connect(self._evidence.add_image)
        self._evidence.evidence_added.connect(self.evidence_added)
        self._evidence.evidence_removed.connect(self.evidence_removed)
        self._evidence.evidence_opened.connect(self.evidence_opened)
        self._evidence.evidence_edited.connect(self.evidence_edited)
        self._evidence.same_asked.connect(self.acted)

    def _typing(self) -> bool:
        """Whether a text field has the focus, to which digits and signs belong."""
        return isinstance(self.focusWidget(), QLineEdit | QPlainTextEdit) and self.focusWidget().hasFocus()

    def _press(self, event: QKeyEvent) -> bool:
        """Act on a key that pressed something on the card; whether it did."""
        if self._state is None or not self._state.asked:
            return False
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        character = chr(event.key()) if 0x20 <= event.key() < 0x7F else ""
        if modifiers == Qt.KeyboardModifier.AltModifier:
            if character in ("1", "2", "3"):
                return self._confidence.press(int(character))
            return character in _SIGNS and self._states.press(character)
        if event.text() in _PLUS and not self._typing():
            self._evidence.paste()
            return True
        if modifiers or self._typing() or not character:
            return False
        if self.editor.takes_digits:
            return character.isdecimal() and self.editor.press(int(character))
        if character in _SIGNS:
            return self._states.press(character)
        return character.isdecimal() and self.editor.press(int(character))

    def _move(self, event: QKeyEvent) -> Move | None:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        move = _MOVES.get(Qt.Key(event.key()))
        ctrl = modifiers == Qt.KeyboardModifier.ControlModifier
        plain = modifiers == Qt.KeyboardModifier.NoModifier and move == "next_open"
        return move if ctrl or plain else None

    @Slot(object)
    def _on_answered(self, value: str) -> None:
        self._states.give_up()
        self.answered.emit(value)

    @Slot(object)
    def _on_source_chosen(self, code: str) -> None:
        self.acted.emit(f"{GO_TO}{code}")

    @Slot()
    def _on_language_changed(self) -> None:
        if self._state is not None:
            self.set_state(self._state)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._on_language_changed()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._state is None:
            super().keyPressEvent(event)
            return
        move = self._move(event)
        if move is not None:
            self.commit()
            self.moved.emit(move)
        elif event.key() == Qt.Key.Key_Escape:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        elif event.matches(QKeySequence.StandardKey.Paste) and not (self._typing() and has_text()):
            if self._state.asked:
                self._evidence.paste()
        elif event.text() in _STAR and not self._typing():
            self.flag_asked.emit()
        elif not self._press(event):
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._state is None or not self._state.asked or self._state.read_only:
            return
        offer = offered(event.mimeData())
        refusal = "" if offer.evidence else offer.refused or _("There is no picture, file or link in this.")
        self._evidence.show_dragging(True, refusal)
        self._veil.show_over(self._state.code, refusal)
        event.setDropAction(Qt.DropAction.IgnoreAction if refusal else Qt.DropAction.CopyAction)
        event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._end_drag()

    def dropEvent(self, event: QDropEvent) -> None:
        self._end_drag()
        if self._evidence.take(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def _end_drag(self) -> None:
        self._evidence.show_dragging(False)
        self._veil.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            theme = current_theme()
            painter = QPainter(self)
            draw_focus_ring(painter, self.rect().toRectF(), theme, theme.radius.lg)
