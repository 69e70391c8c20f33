"""A cell side by side: assessment A, the scale, assessment B; further ones after them."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.form.tree import Node
from evalapp.ui.coordinator.assessment_card import AssessmentCard
from evalapp.ui.coordinator.scale_card import ScaleCard
from evalapp.ui.coordinator.values import item_words
from evalapp.ui.services import Services
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button, icon_button
from evalapp.ui.widgets.card_state import MessageState
from evalapp.ui.widgets.chips import Chip, match_class_chip
from evalapp.ui.widgets.labels import ElidedLabel, text_label
from evalapp.ui.widgets.message_bar import MessageBars
from evalapp.ui.widgets.painting import ChipState
from evalapp.work.cell_change import CellChange, change_words
from evalapp.work.deciding import CellView
from evalapp.work.project import Project

_SCALE_WIDTH = 286
_SCALE_WIDTH_NARROW = 232
_NARROW = 900


class Comparison(QWidget):
    """Shows a CellView without names.

    Signals:
        stepped: 1 for the next cell, -1 for the previous one.
    """

    stepped = Signal(object)

    def __init__(self, project: Project, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._project = project
        self._services = services
        self.cards: list[AssessmentCard] = []
        self.scale = ScaleCard()
        self.scale.setFixedWidth(theme.scaled(_SCALE_WIDTH))
        self.messages = MessageBars()
        self._title = ElidedLabel(type="page")
        self._match = Chip()
        self._changes = Chip()
        self._position = text_label(type="caption", tone="text_2")
        self._previous = icon_button("chevron-up", _("Previous difference"))
        self._next = icon_button("chevron-down", _("Next difference"))
        self._previous.clicked.connect(self._on_previous)
        self._next.clicked.connect(self._on_next)
        head = QHBoxLayout()
        head.setSpacing(theme.space.s2)
        head.addWidget(self._title)
        head.addWidget(self._match)
        head.addWidget(self._changes)
        head.addStretch(1)
        self.names = Button(_("Reveal names…"), icon="eye-outline", key="N", look="flat")
        for part in (self.names, self._position, self._previous, self._next):
            head.addWidget(part)
        self._row = QHBoxLayout()
        self._row.setSpacing(theme.space.s2)
        self._row.addWidget(self.scale)
        self.scale.setMinimumHeight(4 * theme.size.row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.s2)
        column.addLayout(head)
        column.addWidget(self.messages)
        column.addLayout(self._row, 1)

    def set_state(
        self, node: Node, view: CellView, position: tuple[int, int], messages: Sequence[MessageState]
    ) -> None:
        """Show a cell."""
        self._title.setText(f"{view.unit.full_name} · {item_words(node)}")
        standing = "material" if view.staleness else "decided"
        shown = {"to_confirm": "confirm", "decided": standing}.get(view.status, view.match)
        self._match.set_state(match_class_chip(shown))
        self._changes.set_state(ChipState(text=""))
        self.messages.set_state(messages)
        self.names.setVisible(view.blind and bool(view.assessments))
        labels = [one.label for one in view.assessments]
        if [card.label for card in self.cards] != labels:
            self._rebuild(labels)
        for card, one in zip(self.cards, view.assessments, strict=True):
            card.set_state(node, one, blind=view.blind)
        self.scale.set_state(self._project.tree_of(view.unit), node, view.assessments)
        self.scale.impact.set_state(self._project.tree, node, None)
        self.show_position(*position)

    def show_names(self, view: CellView) -> None:
        """Show the names, if they may be shown by now."""
        self.names.setVisible(view.blind and bool(view.assessments))
        for card, one in zip(self.cards, view.assessments, strict=True):
            card.show_name(one, blind=view.blind)

    def show_change(self, node: Node, change: CellChange) -> None:
        """Say what each outcome would come to."""
        if change.kind in ("grade", "rank"):
            chip = ChipState(text=change_words(change), icon="swap-vertical-bold", tone="warn")
        else:
            chip = ChipState(text="")
        self._changes.set_state(chip)
        self.scale.impact.set_state(self._project.tree, node, change)

    def show_position(self, place: int, of: int) -> None:
        """Say which cell of how many this is."""
        self._position.setText(f"{place}/{of}")
        self._previous.setEnabled(place > 1)
        self._next.setEnabled(place < of)

    def _rebuild(self, labels: Sequence[str]) -> None:
        for card in self.cards:
            self._row.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = [AssessmentCard(label, self._project, self._services) for label in labels]
        for number, card in enumerate(self.cards):
            self._row.insertWidget(0 if number == 0 else number + 1, card, 1)
            card.show()

    @Slot()
    def _on_previous(self) -> None:
        self.stepped.emit(-1)

    @Slot()
    def _on_next(self) -> None:
        self.stepped.emit(1)

    def fit_into(self, width: int) -> None:
        """Give the scale less room where there is little."""
        wanted = _SCALE_WIDTH_NARROW if width < current_theme().scaled(_NARROW) else _SCALE_WIDTH
        self.scale.setFixedWidth(current_theme().scaled(wanted))
