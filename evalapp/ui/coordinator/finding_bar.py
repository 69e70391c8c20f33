"""What is done about a finding: verbs, for which cells, a reason or a question, and the button that writes it."""

from msgspec import Struct, structs
from PySide6.QtWidgets import QWidget

from evalapp.base.i18n import _
from evalapp.ui.coordinator.verb_bar import VerbBar
from evalapp.ui.widgets.decision_buttons import DecisionState

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


class FindingBar(VerbBar):
    """The draft of what is to be done about a finding, and for which of its cells; the verb ``decide`` takes effect at once."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("What is to be done"), _("For which cells"), _("Confirm, next one"), parent)
        self._scope = EVERY
        self._offer = Offer()
        self.caption.setText(_("For"))
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

    def _show(self) -> None:
        self.verbs.set_state(_verbs(self._offer), self._verb or None)
        self._show_scopes()
        if self._verb == ASK:
            self.ask_question()
        else:
            self.ask_in_words(
                _("Why, in one sentence: it is kept with the finding"),
                _("Reason in words"),
                _("Confirm, next one"),
            )

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
        self.caption.setVisible(asked)
        self.choices.setVisible(asked)
        self.choices.set_state(choices if asked else (), self._scope if asked else None)

    def take(self, code: str) -> None:
        if code == DECIDE:
            return
        self._verb = code
        self._scope = THIS if code == ASK and not self._offer.named else EVERY
        self._show()
        if code not in (SOUND, REOPEN):
            self.focus_words()

    def choose(self, code: str | None) -> None:
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
