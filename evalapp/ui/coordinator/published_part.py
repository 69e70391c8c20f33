"""The publications, what can be done with the chosen one, and what is known of it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.form.tree import Tree
from evalapp.ui.coordinator.publications_table import PublicationsTable, PublishedRow
from evalapp.ui.coordinator.published_card import PublishedCard
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.empty_state import EmptyState
from evalapp.ui.widgets.flow import FlowLayout

CHECK, COMPARED = "V", "C"
"""The keys of what is done with the chosen publication."""


class PublishedPart(QWidget):
    """The table over its buttons, and the card of the chosen publication."""

    def __init__(self, tree: Tree, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.table = PublicationsTable()
        self.table.activated.connect(self._on_opened)
        self.card = PublishedCard(tree)
        self.compared = Button(_("Compare with now"), icon="compare-horizontal", key=COMPARED)
        self.check = Button(_("Check"), icon="shield-check-outline", key=CHECK)
        self.check_all = Button(_("Check all"), look="flat")
        self.empty = EmptyState("file-certificate-outline")
        listed = QFrame()
        listed.setProperty("card", "true")
        inner = QVBoxLayout(listed)
        inner.setContentsMargins(theme.space.s0, theme.space.s1, theme.space.s0, theme.space.s2)
        inner.setSpacing(theme.space.s2)
        inner.addWidget(self.table)
        inner.addWidget(self.empty)
        self._actions = QWidget()
        actions = FlowLayout(self._actions, gap=theme.space.s2)
        actions.setContentsMargins(theme.space.s3, 0, theme.space.s3, 0)
        for button in (self.compared, self.check, self.check_all):
            actions.addWidget(button)
        inner.addWidget(self._actions)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.s2)
        column.addWidget(listed)
        column.addWidget(self.card)
        column.addStretch(1)

    def set_state(self, rows: Sequence[PublishedRow], chosen: str) -> None:
        """Show these publications, ``chosen`` (an id) open."""
        self.table.set_state(rows, chosen)
        for part in (self.table, self.card, self._actions):
            part.setVisible(bool(rows))
        self.check_all.setVisible(len(rows) > 1)
        self.empty.setVisible(not rows)
        self.empty.set_state(
            _(
                "Nothing is published yet. A publication freezes the results with everything that they rest on."
            )
        )
        for row in rows:
            if row.published.id == chosen:
                self.card.set_state(row)

    @Slot()
    def _on_opened(self) -> None:
        if self.card.table.isVisible():
            self.card.table.setFocus(Qt.FocusReason.OtherFocusReason)
