"""What is done about a finding: verbs, for which cells, a reason or a question, and the button that writes it."""

from msgspec import Struct, structs
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.chips import ChoiceChips
from evalapp.ui.widgets.decision_buttons import DecisionButtons, DecisionState
from evalapp.ui.widgets.editors.base import ProblemLine
from evalapp.ui.widgets.labels import text_label

SOUND, WEAK, BROKEN = "sound", "weak", "broken"
MARKS = (SOUND, WEAK, BROKEN)
ASK, DISMISS, REOPEN, DECIDE = "ask", "dismiss", "reopen", "decide"
EVERY, THIS = "every", "this"


class Offer(Struct, frozen=True, kw_only=True):
    """What can be done about the finding that is shown.

    ``pieces``: it is about evidence that can be judged; ``dismissed``: it was put aside, which can be taken back; ``cells``: how
    many it has; ``named``: these in words, where they are few; ``here``: else the one that is chosen.
    """

    pieces: bool = False
    dismissed: bool = False
    cells: int = 1
    named: tuple[str, ...] = ()
    here: str = ""


class FindingDraft(Struct, frozen=True, kw_only=True):
    """What is chosen so far; ``verb`` is "" for nothing yet, ``scope`` every cell, this one, or the number of one from 0."""

    verb: str = ""
    scope: str = EVERY
    words: str = ""


class FindingBar(QFrame):
    """The draft of what is to be done; nothing is written before ``confirmed``.

    Signals:
        verb_chosen: the code of a verb; ``decide`` takes effect at once.
        confirmed: the button was pressed; the draft is in :meth:`draft`.
    """

    verb_chosen = Signal(object)
    confirmed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._verb = ""
        self._scope = EVERY
        self._offer = Offer()
        self.setProperty("card", "true")
        self.verbs = DecisionButtons(_("What is to be done"))
        self.verbs.verb_chosen.connect(self._on_verb)
        self.scopes = ChoiceChips(_("For which cells"))
        self.scopes.chosen.connect(self._on_scope)
        self._caption = text_label(_("For"), type="caption", tone="text_2")
        self.words = QLineEdit()
        self.words.setMaxLength(2000)
        self.button = Button(_("Confirm, next one"), key="Ctrl Enter", look="primary")
        self.button.clicked.connect(self.confirmed)
        self.problem = ProblemLine()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.s3, theme.space.s2, theme.space.s3, theme.space.s2)
        column.setSpacing(theme.space.s2)
        column.addWidget(self.verbs)
        whom = QHBoxLayout()
        whom.setSpacing(theme.space.s2)
        whom.addWidget(self._caption)
        whom.addWidget(self.scopes, 3)
        whom.addWidget(self.problem, 2)
        column.addLayout(whom)
        line = QHBoxLayout()
        line.setSpacing(theme.space.s2)
        line.addWidget(self.words, 1)
        line.addWidget(self.button)
        column.addLayout(line)
        self._show()

    def set_state(self, offer: Offer, draft: FindingDraft) -> None:
        """Offer what can be done; show what is chosen so far."""
        self._offer = offer
        self._verb, self._scope = draft.verb, draft.scope
        self.words.setText(draft.words)
        self.problem.set_text("")
        self._show()

    def set_cells(self, named: tuple[str, ...], here: str) -> None:
        """Other words for the finding's cells: all where they are few, and the one that is chosen."""
        self._offer = structs.replace(self._offer, named=named, here=here)
        self._show_scopes()

    def draft(self) -> FindingDraft:
        """What is chosen so far."""
        return FindingDraft(verb=self._verb, scope=self._scope, words=self.words.text().strip())

    def show_problem(self, text: str) -> None:
        """Say what is missing or wrong; "" takes it away."""
        self.problem.set_text(text)

    def _show(self) -> None:
        self.verbs.set_state(_verbs(self._offer), self._verb or None)
        self._show_scopes()
        asks = self._verb == ASK
        self.words.setPlaceholderText(
            _("What is unclear? It goes to the assessor with the next return")
            if asks
            else _("Why, in one sentence: it is kept with the finding")
        )
        self.words.setAccessibleName(_("Question") if asks else _("Reason in words"))
        self.button.setText(_("Ask, next one") if asks else _("Confirm, next one"))
        self.button.updateGeometry()

    def _show_scopes(self) -> None:
        """Whom a question or a judgement concerns; where there is one cell, or all are meant, nothing is asked."""
        asked = self._offer.cells > 1 and self._verb in (*MARKS, ASK)
        ones = [(str(number), words) for number, words in enumerate(self._offer.named)]
        choices = (
            (EVERY, _("All {n} cells").format(n=self._offer.cells)),
            *(
                (code, _("Only {place}").format(place=words))
                for code, words in ones or [(THIS, self._offer.here)]
            ),
        )
        self._caption.setVisible(asked)
        self.scopes.setVisible(asked)
        self.scopes.set_state(choices if asked else (), self._scope if asked else None)

    @Slot(object)
    def _on_verb(self, code: str) -> None:
        if code != DECIDE:
            self._verb = code
            self._scope = THIS if code == ASK and not self._offer.named else EVERY
            self._show()
            if code not in (SOUND, REOPEN):
                self.words.setFocus(Qt.FocusReason.OtherFocusReason)
        self.problem.set_text("")
        self.verb_chosen.emit(code)

    @Slot(object)
    def _on_scope(self, code: str | None) -> None:
        self._scope = code or EVERY
        self._show_scopes()


def _verbs(offer: Offer) -> list[DecisionState]:
    """The verbs with their keys and what they would mean."""
    found = []
    if offer.pieces:
        found += [
            DecisionState(code=SOUND, key="1", verb=_("Sound"), consequence=_("the evidence holds")),
            DecisionState(code=WEAK, key="2", verb=_("Weak…"), consequence=_("it shows little")),
            DecisionState(code=BROKEN, key="3", verb=_("Broken…"), consequence=_("it shows nothing")),
        ]
    found.append(DecisionState(code=ASK, key="R", verb=_("Ask…"), consequence=_("with the next return")))
    if offer.dismissed:
        found.append(
            DecisionState(
                code=REOPEN, key="D", verb=_("Open again"), consequence=_("take the dismissal back")
            )
        )
    else:
        found.append(
            DecisionState(code=DISMISS, key="D", verb=_("Dismiss…"), consequence=_("while it stays the same"))
        )
    found.append(
        DecisionState(code=DECIDE, key="O", verb=_("Decide…"), consequence=_("both answers, the scale"))
    )
    return found
