"""A cell side by side: assessment A, the scale, assessment B; further ones after them."""

from collections.abc import Sequence

from msgspec import structs
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from evalapp.base.i18n import _, ngettext
from evalapp.form.scales import Options
from evalapp.form.tree import Node
from evalapp.ui.coordinator.assessment_card import AssessmentCard
from evalapp.ui.coordinator.large_evidence import LargeEvidence, LargePiece
from evalapp.ui.coordinator.scale_card import ScaleCard
from evalapp.ui.coordinator.scale_strip import ScaleStrip
from evalapp.ui.coordinator.values import item_words
from evalapp.ui.services import Services
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button, icon_button
from evalapp.ui.widgets.card_state import MessageState
from evalapp.ui.widgets.chips import Chip, match_class_chip
from evalapp.ui.widgets.labels import ElidedLabel
from evalapp.ui.widgets.message_bar import MessageBars
from evalapp.ui.widgets.painting import ChipState
from evalapp.work.cell_change import CellChange, change_words
from evalapp.work.deciding import CellView
from evalapp.work.project import Project

_SCALE_WIDTH = 286
_SCALE_WIDTH_NARROW = 232
_NARROW = 1000
_STACKED = 880
"""Below this width the scale stands over the assessments as a strip."""


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
        self.strip = ScaleStrip()
        self._stacked = False
        self.scale = ScaleCard()
        self.scale.editor_moved.connect(self.show_scale)
        self.scale.setFixedWidth(theme.scaled(_SCALE_WIDTH))
        self.messages = MessageBars()
        self._title = ElidedLabel(type="page")
        self._match = Chip()
        self._changes = Chip()
        self.position = Button(look="flat", type="caption")
        self.position.setToolTip(_("Show the queue"))
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
        self.third = Button(_("Ask a third…"), icon="account-multiple-plus-outline", key="T", look="flat")
        for part in (self.third, self.names, self.position, self._previous, self._next):
            head.addWidget(part)
        self.strip.unfolded.connect(self._on_unfolded)
        self.strip.hide()
        sides = QWidget()
        sides.setProperty("ground", "window")
        self._row = QHBoxLayout(sides)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.space.s2)
        self._row.addWidget(self.scale)
        self.scale.setMinimumHeight(4 * theme.size.row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.s2)
        column.addLayout(head)
        column.addWidget(self.messages)
        column.addWidget(self.strip)
        self.large = LargeEvidence()
        self.large.closed.connect(self._on_large_closed)
        self._stack = QStackedWidget()
        self._stack.addWidget(sides)
        self._stack.addWidget(self.large)
        column.addWidget(self._stack, 1)

    @Slot()
    def enlarge(self) -> None:
        """Show the open evidence of all assessments large, or give the comparison back."""
        if self.large.isVisible():
            self.large.close_large()
        elif any(card.evidence.pieces for card in self.cards):
            pieces = [
                LargePiece(
                    label=card.label,
                    caption=card.evidence.caption(),
                    image=card.evidence.image,
                    words=card.evidence.said(),
                )
                for card in self.cards
            ]
            self.strip.hide()
            self._stack.setCurrentWidget(self.large)
            self.large.open(pieces)

    @Slot()
    def _on_large_closed(self) -> None:
        self._stack.setCurrentIndex(0)
        self.strip.setVisible(self._stacked)

    def set_state(
        self, node: Node, view: CellView, position: tuple[int, int], messages: Sequence[MessageState]
    ) -> None:
        """Show a cell."""
        self._on_large_closed()
        self._title.setText(f"{view.unit.full_name} · {item_words(node)}")
        standing = "material" if view.staleness else "decided"
        shown = {"to_confirm": "confirm", "decided": standing}.get(view.status, view.match)
        self._match.set_state(_compared(node, view, shown))
        self._changes.set_state(ChipState(text=""))
        self.messages.set_state(messages)
        self.third.setVisible(bool(view.assessments))
        self.names.setVisible(view.blind and bool(view.assessments))
        labels = [one.label for one in view.assessments]
        if [card.label for card in self.cards] != labels:
            self._rebuild(labels)
        for card, one in zip(self.cards, view.assessments, strict=True):
            card.set_state(node, one, blind=view.blind)
        tree = self._project.tree_of(view.unit)
        self.scale.set_state(tree, node, view.assessments)
        self.strip.set_state(tree, node, view.assessments)
        self.scale.impact.set_state(self._project.tree, node, None)
        self.show_scale()
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
        self.strip.show_change(self._project.tree, change)

    def show_position(self, place: int, of: int) -> None:
        """Say which cell of how many this is."""
        self.position.setText(f"{place}/{of}")
        self.position.updateGeometry()
        self._previous.setEnabled(place > 1)
        self._next.setEnabled(place < of)

    def _rebuild(self, labels: Sequence[str]) -> None:
        for card in self.cards:
            self._row.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = [AssessmentCard(label, self._project, self._services) for label in labels]
        for card in self.cards:
            card.evidence.enlarged.connect(self.enlarge)
        for number, card in enumerate(self.cards):
            self._row.insertWidget(0 if number == 0 else number + 1, card, 1)
            card.show()

    @Slot()
    def _on_previous(self) -> None:
        self.stepped.emit(-1)

    @Slot()
    def _on_next(self) -> None:
        self.stepped.emit(1)

    def fit_into(self, width: int, *, queue_hidden: bool = False) -> None:
        """Give the scale less room where there is little; where there is none, a strip over the assessments."""
        theme = current_theme()
        self.position.set_icon_name("chevron-down" if queue_hidden else "")
        self._stacked = width < theme.scaled(_STACKED)
        wanted = _SCALE_WIDTH_NARROW if width < theme.scaled(_NARROW) else _SCALE_WIDTH
        self.scale.setFixedWidth(theme.scaled(wanted))
        self.strip.setVisible(self._stacked and not self.large.isVisible())
        self.third.setText("" if self._stacked else _("Ask a third…"))
        self.names.setText("" if self._stacked else _("Reveal names…"))
        for button, name in ((self.third, _("Ask a third…")), (self.names, _("Reveal names…"))):
            button.set_name(name)
            button.updateGeometry()
        self.show_scale()

    @Slot()
    def show_scale(self) -> None:
        """Show the scale between the assessments where there is room, it was unfolded, or a value is given on it."""
        wanted = self.strip.more.isChecked() or self.scale.editor is not None
        self.scale.setVisible(not self._stacked or wanted)

    @Slot(bool)
    def _on_unfolded(self, _on: bool) -> None:
        self.show_scale()


def _compared(node: Node, view: CellView, shown: str) -> ChipState:
    """How the assessments compare; on a scale of steps with how many they are apart."""
    chip = match_class_chip(shown)
    apart = _steps_apart(node, view)
    if shown != "differ" or not apart:
        return chip
    words = ngettext("{differ} · {n} step", "{differ} · {n} steps", apart).format(differ=chip.text, n=apart)
    return structs.replace(chip, text=words)


def _steps_apart(node: Node, view: CellView) -> int:
    if not isinstance(node.scale, Options):
        return 0
    places = [option.value for option in node.scale.options]
    found = [places.index(one.value) for one in view.assessments if one.state == "answered"]
    return max(found) - min(found) if len(found) == len(view.assessments) > 1 else 0
