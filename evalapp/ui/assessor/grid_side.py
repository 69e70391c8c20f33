"""The right side of the table: the question, the options with their anchors, the states and problems of the current cell."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from evalapp.base.i18n import _, ngettext
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.card_state import CardState, MessageState, OptionState, ScaleState
from evalapp.ui.widgets.labels import ElidedLabel, IconLabel, rule, text_label
from evalapp.ui.widgets.message_bar import MessageBars
from evalapp.ui.widgets.option_list import OptionList
from evalapp.ui.widgets.state_buttons import StateButtons


class CellPanel(QFrame):
    """Shows one cell, from the state of its card.

    Signals:
        value_pressed: the value of an option.
        state_chosen: a StateChoice.
        acted: the code of a message's button.
        open_asked: the cell's card is wanted.
        left: a text field was left by a key; the table has the focus again.
    """

    value_pressed = Signal(object)
    state_chosen = Signal(object)
    acted = Signal(object)
    open_asked = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.setProperty("edge", "left")
        self._head = text_label(_("Current cell"), type="title")
        self.open_button = Button(
            _("Open by city"), icon="arrow-top-right", look="flat", type="caption", parent=self
        )
        self.open_button.setToolTip("Ctrl+1")
        self.open_button.set_dense()
        self.open_button.clicked.connect(self.open_asked)
        self._where = ElidedLabel(type="strong")
        self._title = text_label(tone="text_2", wrap=True)
        self.messages = MessageBars()
        self.messages.acted.connect(self.acted)
        self.messages.left.connect(self.left)
        self._question = text_label(tone="text_2", wrap=True)
        self.options = OptionList()
        self.options.pressed_value.connect(self.value_pressed)
        self._rule = text_label(type="caption", tone="text_2", wrap=True)
        self.states = StateButtons()
        self.states.state_chosen.connect(self.state_chosen)
        self._evidence = text_label(wrap=True)
        self._words = text_label(wrap=True)
        inside = QWidget()
        inside.setProperty("ground", "panel")
        column = QVBoxLayout(inside)
        column.setContentsMargins(theme.space.s3, 0, theme.space.s3, theme.space.s3)
        column.setSpacing(theme.space.s2)
        for part in (self._where, self._title, self.messages, self._question, self.options, self._rule,
                     self.states, rule(), self._line("paperclip", self._evidence),
                     self._line("note-text-outline", self._words)):  # fmt: skip
            column.addWidget(part)
        column.addStretch(1)
        self._legend = text_label(type="caption", tone="text_3", wrap=True)
        self._legend.setText(_("Corner: red, an error or evidence missing; brown, a warning."))
        column.addWidget(self._legend)
        self.area = scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        head = QHBoxLayout()
        head.setContentsMargins(theme.space.s3, theme.space.s2, theme.space.s2, theme.space.s2)
        head.addWidget(self._head)
        head.addStretch(1)
        head.addWidget(self.open_button)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(0)
        around.addLayout(head)
        around.addWidget(scroll, 1)

    def _line(self, icon: str, label: QWidget) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current_theme().space.s2)
        row.addWidget(IconLabel(icon, "text_3"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label, 1)
        return line

    def set_state(self, where: str, card: CardState, closed: str) -> None:
        """Show another cell; ``closed`` says why nothing can be entered."""
        self._where.setText(where)
        self._title.setText(" · ".join(part for part in (card.title, card.worth, card.earlier) if part))
        bars = (MessageState(kind="info", text=closed),) if closed else ()
        refused = (MessageState(kind="error", text=card.value_problem),) if card.value_problem else ()
        self.messages.set_state((*bars, *refused, *card.messages))
        self._question.setText(card.question)
        self._question.setVisible(bool(card.question))
        scale = card.scale
        picked = scale.kind in ("options", "binary") and not closed
        options = scale.options if scale.kind == "options" else yes_no(scale.points)
        self.options.setVisible(picked)
        if picked:
            self.options.set_state(options, frozenset({card.value}) if card.state is None else frozenset())
        typed = "" if picked else how_to_type(scale.kind)
        self._rule.setText("\n".join(part for part in (scale.rule, typed) if part))
        self._rule.setVisible(bool(self._rule.text()) and not closed)
        self.states.setVisible(bool(card.states) and not closed)
        self.states.set_state(card.states, card.state, card.reason, with_alt=not picked)
        n = len(card.evidence)
        there = (
            ngettext("{n} piece of evidence", "{n} pieces of evidence", n).format(n=n)
            if n
            else _("No evidence")
        )
        self._evidence.setText(f"{there} · {card.evidence_words}")
        self._words.setText(card.justification or _("No justification"))

    def show_closed(self, where: str, title: str, closed: str) -> None:
        """Show a cell that is none: the unit does not have the item."""
        self.set_state(
            where, CardState(unit="", code="", title=title, scale=ScaleState(kind="given")), closed
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def yes_no(points: float | None) -> tuple[OptionState, ...]:
    """Yes and no as options."""
    return (
        OptionState(value="yes", label=_("Yes"), points=points),
        OptionState(value="no", label=_("No"), points=None if points is None else 0.0),
    )


def how_to_type(kind: str) -> str:
    """What to type into a cell whose answer is not one of a few."""
    words = {
        "rate": _("Type a share such as 19/20."),
        "checklist": _("Type what is ticked, parted by semicolons, or none."),
        "deductions": _("Type findings such as dead=2, parted by semicolons, or none."),
        "rounds": _("Type one value a round, parted by semicolons, nothing for a missed one."),
        "text": _("Alt+Enter begins a line."),
    }
    return words.get(kind, "")
