"""The first line of a score card: code, title, points, problem."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import icon_button
from evalapp.ui.widgets.card_state import CardState
from evalapp.ui.widgets.chips import Chip
from evalapp.ui.widgets.labels import ElidedLabel, text_label
from evalapp.ui.widgets.painting import ChipState
from evalapp.ui.widgets.words import points_text


class CardHead(QWidget):
    """Shows what the card is about.

    Signals:
        history_asked: what was recorded is to be shown.
        note_asked: the private note is to be shown.
        copy_asked: the answer is to be copied to other cities.
        flag_asked: the flag is to be set or taken away.
    """

    history_asked = Signal()
    note_asked = Signal()
    copy_asked = Signal()
    flag_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._state: CardState | None = None
        self._code = text_label(tone="text_3")
        self._title = ElidedLabel(type="title")
        self._points = Chip()
        self._problem = Chip()
        self._earlier = ElidedLabel(type="caption", tone="text_3")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.space.s0, 0, theme.space.s0)
        row.setSpacing(theme.space.s2)
        row.addWidget(self._code)
        row.addWidget(self._title)
        row.addWidget(self._points)
        row.addWidget(self._problem)
        row.addWidget(self._earlier)
        row.addStretch(1)
        self._copy = icon_button("content-duplicate", _("Copy to other cities (Ctrl+Shift+C)"))
        self._copy.clicked.connect(self.copy_asked)
        self._note = icon_button("notebook-outline", _("Private note"))
        self._note.clicked.connect(self.note_asked)
        self._history = icon_button("history", _("History"))
        self._history.clicked.connect(self.history_asked)
        self._flag = icon_button("flag-outline", _("Flag for a second look (*)"))
        self._flag.clicked.connect(self.flag_asked)
        for button in (self._flag, self._copy, self._note, self._history):
            button.set_dense()
            row.addWidget(button)

    def set_state(self, state: CardState) -> None:
        """Show another card's head."""
        self._state = state
        self._code.setText(state.code)
        self._title.setText(state.title)
        points = "" if state.points is None else points_text(state.points)
        self._points.set_state(ChipState(text=state.worth or points))
        self._problem.set_state(problem_chip(state))
        self._flag.set_icon_name("flag" if state.flagged else "flag-outline")
        self._flag.set_token("flag" if state.flagged else "")
        self._flag.set_name(
            _("Flagged for a second look; take the flag away (*)")
            if state.flagged
            else _("Flag for a second look (*)")
        )
        self._earlier.setText(state.earlier)
        self._earlier.setVisible(bool(state.earlier))
        self._note.set_icon_name("notebook" if state.noted else "notebook-outline")
        self._note.set_name(_("Private note, written") if state.noted else _("Private note"))
        self._history.set_name(_("History"))
        self._copy.set_name(_("Copy to other cities (Ctrl+Shift+C)"))
        for button in (self._flag, self._note, self._history):
            button.setVisible(not state.for_another)
        self._copy.setVisible(state.asked and not state.for_another)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange and self._state is not None:
            self.set_state(self._state)
        super().changeEvent(event)


def problem_chip(state: CardState) -> ChipState:
    """The chip that sums up a card: error, a veto that is hit, warning, or that it is not scored; empty if all is well."""
    if state.not_scored:
        return ChipState(text=_("Not scored"), icon="minus-circle-outline", tone="quiet")
    if state.hit and state.problem != "error":
        return ChipState(text=_("Veto hit"), icon="alert-octagon-outline", tone="warn")
    if any(message.kind == "returned" for message in state.messages):
        return ChipState(text=_("Returned"), icon="reply-outline", tone="returned")
    if state.problem == "error":
        return ChipState(text=_("Error"), icon="alert-circle-outline", tone="error")
    if state.problem == "warn":
        return ChipState(text=_("Warning"), icon="alert-outline", tone="warn")
    return ChipState(text="")
