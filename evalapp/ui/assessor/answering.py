"""What is done on the card becomes the answer of the cell that the card shows."""

from collections.abc import Callable

from msgspec import structs
from PySide6.QtCore import QObject, Slot

from evalapp.ui.assessor.desk import EntryDesk
from evalapp.ui.assessor.evidence import EvidenceIntake
from evalapp.ui.assessor.half_typed import HalfTyped
from evalapp.ui.assessor.steps import Cell, aside_words, brought_back
from evalapp.ui.services import Services
from evalapp.ui.widgets.card_state import EvidenceEdit, NewEvidence, StateChoice
from evalapp.ui.widgets.score_card import ScoreCard


class Answering(QObject):
    """Listens to a card, and writes through the desk. ``here`` tells the cell of a card that is bound to none yet."""

    def __init__(
        self,
        card: ScoreCard,
        desk: EntryDesk,
        typed: HalfTyped,
        evidence: EvidenceIntake,
        services: Services,
        here: Callable[[], Cell],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._card, self._desk, self._typed = card, desk, typed
        self._evidence, self._services, self._here = evidence, services, here
        card.answered.connect(self._on_answered)
        card.state_chosen.connect(self._on_state_chosen)
        card.justification_typed.connect(self._on_justification_typed)
        card.confidence_chosen.connect(self._on_confidence_chosen)
        card.evidence_added.connect(self._on_evidence_added)
        card.evidence_removed.connect(self._on_evidence_removed)
        card.evidence_opened.connect(self._on_evidence_opened)
        card.evidence_edited.connect(self._on_evidence_edited)

    def _bound(self) -> Cell:
        """The cell of the card that speaks: the old one while another is being bound."""
        bound = self._card.bound
        return self._here() if bound is None else bound

    def _change(self, **changes: object) -> None:
        cell = self._bound()
        entered = structs.replace(self._typed.entered(*cell), **changes)
        self._typed.taken_over(cell)
        self._desk.enter(*cell, entered, new_value="state" in changes)

    @Slot(object)
    def _on_answered(self, value: str) -> None:
        if self._typed.is_typing_value():
            self._typed.take(self._bound(), "value", value)
        else:
            self._change(state="answered" if value else "blank", value=value)

    @Slot(object)
    def _on_state_chosen(self, choice: StateChoice) -> None:
        cell = self._bound()
        if choice.state is None:
            self._change(**brought_back(self._typed.entered(*cell), self._desk.given(*cell)))
            return
        aside = self._typed.entered(*cell)
        reason = {"justification": choice.reason} if choice.reason else {}
        self._change(state=choice.state, value="", **reason)
        if aside.state == "answered":
            self._services.toast(aside_words(self._desk.project.tree.node(cell[1]), aside))

    @Slot(object)
    def _on_justification_typed(self, text: str) -> None:
        self._typed.take(self._bound(), "justification", text)

    @Slot(object)
    def _on_confidence_chosen(self, confidence: str | None) -> None:
        self._change(confidence=confidence or "")

    @Slot(object)
    def _on_evidence_added(self, new: NewEvidence) -> None:
        self._evidence.add(self._bound(), new)

    @Slot(object)
    def _on_evidence_removed(self, name: str) -> None:
        self._evidence.remove(self._bound(), name)

    @Slot(object)
    def _on_evidence_opened(self, name: str) -> None:
        self._evidence.open(self._bound(), name)

    @Slot(object)
    def _on_evidence_edited(self, edit: EvidenceEdit) -> None:
        self._evidence.edit(self._bound(), edit)
