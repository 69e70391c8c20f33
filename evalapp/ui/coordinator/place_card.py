"""One answer that a finding is about: whose, what, why, with its evidence and what was made of that."""

from msgspec import Struct
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.entry.evidence import Evidence
from evalapp.merge.oddities.finding import Place
from evalapp.ui.coordinator.evidence_view import EvidenceView
from evalapp.ui.coordinator.judged_words import judged_lines
from evalapp.ui.services import Services
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.chips import Chip
from evalapp.ui.widgets.labels import ElidedLabel, text_label
from evalapp.ui.widgets.painting import ChipState, Tone
from evalapp.ui.widgets.words import points_text
from evalapp.work.judged import Judged
from evalapp.work.project import Project


class PlaceState(Struct, frozen=True, kw_only=True):
    """An answer as it is shown. ``who`` is a name or a letter; ``about`` tells the pieces that the finding is about, from 0.

    ``beside``: the finding is not about it, it stands there for comparison.
    """

    place: Place
    unit: str
    item: str
    who: str
    answer: str
    points: float | None = None
    text: str = ""
    evidence: tuple[Evidence, ...] = ()
    about: tuple[int, ...] = ()
    judged: tuple[Judged, ...] = ()
    beside: bool = False


class PlaceCard(QFrame):
    """Shows a PlaceState; the first piece that the finding is about is open."""

    def __init__(self, project: Project, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.state: PlaceState | None = None
        self.setProperty("card", "true")
        self._unit = ElidedLabel(type="strong")
        self._who = Chip()
        self._item = ElidedLabel(type="caption", tone="text_2")
        self._answer = text_label(type="title", wrap=True)
        self._points = text_label(tone="text_2")
        self._text = text_label(wrap=True)
        self._judged = text_label(type="caption", tone="text_2", wrap=True)
        self.evidence = EvidenceView(project, services)
        inner = QWidget()
        inner.setProperty("ground", "surface")
        body = QVBoxLayout(inner)
        body.setContentsMargins(0, 0, theme.space.s1, 0)
        body.setSpacing(theme.space.s2)
        said = QHBoxLayout()
        said.setSpacing(theme.space.s2)
        said.addWidget(self._answer, 1)
        said.addWidget(self._points)
        body.addLayout(said)
        for part in (self._text, self._judged, self.evidence):
            body.addWidget(part)
        body.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inner)
        head = QHBoxLayout()
        head.setSpacing(theme.space.s2)
        head.addWidget(self._unit, 1)
        head.addWidget(self._who)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.s3, theme.space.s2, theme.space.s2, theme.space.s2)
        column.setSpacing(theme.space.s1)
        column.addLayout(head)
        column.addWidget(self._item)
        column.addWidget(area, 1)

    def set_state(self, state: PlaceState) -> None:
        """Show an answer."""
        self.state = state
        self._unit.setText(state.unit)
        who = _("{who}, for comparison").format(who=state.who) if state.beside else state.who
        tone: Tone = "quiet" if state.beside else "line"
        self._who.set_state(ChipState(text=who, icon="account-outline", tone=tone))
        self._item.setText(state.item)
        self._answer.setText(state.answer)
        self._points.setText("" if state.points is None else points_text(state.points))
        self._points.setVisible(state.points is not None)
        self._text.setText(state.text or _("No justification was given."))
        self._judged.setText(judged_lines(state.judged))
        self._judged.setVisible(bool(state.judged))
        self.evidence.set_state(state.evidence)
        if state.about:
            self.evidence.show_piece(state.about[0])
