"""The scale in a line or two, where there is no room for it between the assessments."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.base.numbers import display
from evalapp.form.tree import Node, Tree
from evalapp.ui.coordinator.scale_card import chosen_steps
from evalapp.ui.scales import scale_state
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.badge import SideBadge
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.flow import FlowLayout
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.words import number_text
from evalapp.work.cell_change import CellChange
from evalapp.work.deciding import Assessment

_DOT = " · "


class ScaleStrip(QFrame):
    """Each step with its points and the letters of those who chose it; a button opens the whole scale with its anchors.

    Signals:
        unfolded: whether the whole scale is to be shown.
    """

    unfolded = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._parts: list[QWidget] = []
        self.setProperty("card", "panel")
        self.more = Button(_("Anchors"), icon="chevron-down", look="flat", type="caption")
        self.more.setCheckable(True)
        self.more.set_dense()
        self.more.toggled.connect(self.unfolded)
        self._steps = QWidget()
        self._flow = FlowLayout(self._steps, gap=theme.space.s2)
        self.effect = text_label(type="caption", tone="text_2", wrap=True)
        head = QHBoxLayout()
        head.setSpacing(theme.space.s2)
        head.addWidget(self._steps, 1)
        head.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.s2, theme.space.s0, theme.space.s2, theme.space.s0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.effect)
        self.effect.hide()

    def set_state(self, tree: Tree, node: Node, assessments: Sequence[Assessment]) -> None:
        """Show an item's steps."""
        for part in self._parts:
            part.hide()
            part.deleteLater()
        self._flow.clear()
        self._parts = []
        for option, letters in chosen_steps(tree, node, assessments):
            points = "" if option.points is None else f" {number_text(option.points)}"
            self._add(f"{option.label}{points}", letters)
        if not self._parts:
            self._add(scale_state(tree, node).rule or _("The scale has no steps."), ())
        self.effect.hide()

    def _add(self, words: str, letters: Sequence[str]) -> None:
        step = QWidget()
        row = QHBoxLayout(step)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current_theme().space.s1)
        row.addWidget(text_label(words, type="caption", tone="text" if letters else "text_2"))
        for letter in letters:
            if letter in ("A", "B"):
                row.addWidget(SideBadge("a" if letter == "A" else "b"))
            else:
                row.addWidget(text_label(letter, type="strong"))
        self._parts.append(step)
        self._flow.addWidget(step)
        step.show()

    def show_change(self, tree: Tree, change: CellChange) -> None:
        """Say in a line where each outcome leads."""
        decimals = tree.form.policy.decimals
        said = [
            _("{label}: {total}, rank {rank}").format(
                label=one.label, total=display(one.standing.points, decimals), rank=one.standing.rank
            )
            for one in change.outcomes
            if one.standing is not None and one.standing.points is not None and len(one.label) == 1
        ]
        self.effect.setText(_DOT.join(said))
        self.effect.setVisible(bool(said))
