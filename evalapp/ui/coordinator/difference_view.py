"""Two publications, or one and now: which units moved, and for the chosen one what moved it."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from evalapp.base.i18n import _, ngettext
from evalapp.form.tree import Tree
from evalapp.ui.coordinator.moved_pane import MovedPane
from evalapp.ui.coordinator.moved_table import MovedTable, how_far
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.choice_box import ChoiceBox
from evalapp.ui.widgets.empty_state import EmptyState
from evalapp.ui.widgets.labels import ElidedLabel, IconLabel, text_label
from evalapp.work.publication_diff import Difference
from evalapp.work.publication_words import cause_words
from evalapp.work.publications import Published

_PANE = 420
_TIGHT = 1000
_BOX = 220
NOW = ""
"""The code of the results as they are now."""


class DifferenceView(QWidget):
    """Two choices, the table, and the pane beside it; in a tight window the pane takes the table's place.

    Signals:
        compare_asked: the ids of two publications; "" for now.
        csv_asked: the difference is wanted as a file.
        cell_opened: unit and item.
        publish_asked: there is nothing to compare yet.
    """

    compare_asked = Signal(str, str)
    csv_asked = Signal()
    cell_opened = Signal(str, str)
    publish_asked = Signal()

    def __init__(self, tree: Tree, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tree = tree
        self._names: Mapping[str, str] = {}
        self._found: Difference | None = None
        self._ids: tuple[str, ...] = ()
        self._unit = ""
        self._opened, self._closed = False, False
        self._binding = False
        self.before, self.after = ChoiceBox(_("Compare from")), ChoiceBox(_("Compare to"))
        for box in (self.before, self.after):
            box.setMaximumWidth(current_theme().scaled(_BOX))
            box.currentIndexChanged.connect(self._on_boxes)
        self.csv = Button(_("Save as CSV…"), icon="export-variant")
        self.csv.clicked.connect(self.csv_asked)
        self.table = MovedTable()
        self.table.unit_chosen.connect(self._on_chosen)
        self.table.unit_opened.connect(self._on_opened)
        self.pane = MovedPane()
        self.pane.closed.connect(self.close_pane)
        self.pane.item_opened.connect(self._on_item)
        self.empty = EmptyState("file-certificate-outline")
        self.empty.acted.connect(self.publish_asked)
        self._lay_out()

    def _lay_out(self) -> None:
        theme = current_theme()
        head = QHBoxLayout()
        head.setSpacing(theme.space.s2)
        head.addWidget(self.before, 1)
        head.addWidget(IconLabel("arrow-right", "text_2"))
        head.addWidget(self.after, 1)
        self._count = ElidedLabel(tone="text_2")
        head.addWidget(self._count, 2)
        head.addWidget(self.csv)
        self._rules = text_label(tone="text_2", wrap=True)
        card = QFrame()
        card.setProperty("card", "true")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(theme.space.s0, theme.space.s1, theme.space.s0, theme.space.s1)
        inner.addWidget(self.table, 1)
        inner.addWidget(self.empty, 1)
        self._left = QWidget()
        column = QVBoxLayout(self._left)
        column.setContentsMargins(theme.space.s4, 0, theme.space.s4, theme.space.s3)
        column.setSpacing(theme.space.s2)
        column.addLayout(head)
        column.addWidget(self._rules)
        column.addWidget(card, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._left, 1)
        row.addWidget(self.pane)
        self.pane.hide()

    # State -------------------------------------------------------------------------------------------------------------

    def set_publications(self, published: Sequence[Published], names: Mapping[str, str]) -> None:
        """Offer these publications; what was chosen stays chosen, else the last one is compared with now."""
        self._names = names
        chosen = self.asked()
        self._ids = tuple(one.id for one in published)
        self._binding = True
        for box in (self.before, self.after):
            box.clear()
            box.addItems([one.name for one in published])
            box.setEnabled(bool(published))
        self.after.addItem(_("Now"))
        if chosen is None or not set(chosen) <= {*self._ids, NOW}:
            chosen = (self._ids[-1] if self._ids else "", NOW)
        self._binding = False
        if not published:
            self._show_nothing_published()
            return
        self.ask(*chosen)

    def asked(self) -> tuple[str, str] | None:
        """The ids of what is compared; None where nothing is."""
        first, second = self.before.currentIndex(), self.after.currentIndex()
        if not 0 <= first < len(self._ids) or second < 0:
            return None
        return self._ids[first], self._ids[second] if second < len(self._ids) else NOW

    def ask(self, before: str, after: str = NOW) -> None:
        """Compare two publications by id."""
        if before not in self._ids:
            return
        self._binding = True
        self.before.setCurrentIndex(self._ids.index(before))
        self.after.setCurrentIndex(self._ids.index(after) if after in self._ids else len(self._ids))
        self._binding = False
        self.compare_asked.emit(before, after if after in self._ids else NOW)

    def set_state(self, found: Difference) -> None:
        """Show a difference; the unit that was open stays open if it is there."""
        self._found = found
        units = sorted(found.units, key=how_far)
        self.table.set_state(units, self._unit)
        self._count.setText(
            ngettext("{n} unit moved", "{n} units moved", len(units)).format(n=len(units)) if units else ""
        )
        causes = list(dict.fromkeys(map(cause_words, found.rules)))
        shown = _("; ").join(causes[:3]) + ("…" if len(causes) > 3 else "")
        self._rules.setText(_("Set otherwise: {causes}").format(causes=shown))
        self._rules.setToolTip("\n".join(causes))
        self._rules.setVisible(bool(causes))
        self.table.setVisible(bool(units))
        self.empty.setVisible(not units)
        words = _("The results are the same: no rank and no score is otherwise.")
        self.empty.set_state(words, icon="equal")
        self.csv.setEnabled(bool(units))
        self._show_unit()

    def _show_nothing_published(self) -> None:
        self._found = None
        self.table.hide()
        self._rules.hide()
        self._count.setText("")
        self.csv.setEnabled(False)
        self.empty.show()
        self.empty.set_state(
            _(
                "Nothing is published yet. Once there is a publication, it is compared here with the next one or with now."
            ),
            _("Publish"),
            "file-certificate-outline",
        )
        self._fit()

    def found(self) -> Difference | None:
        """The difference shown."""
        return self._found

    def _show_unit(self) -> None:
        unit = self.table.chosen() if self._found is not None and self._found.units else None
        if unit is not None and self._found is not None:
            self._unit = unit.unit
            self.pane.set_state(unit, self._found, self._tree, self._names)
        self._fit()

    def _tight(self) -> bool:
        return self.width() < current_theme().scaled(_TIGHT)

    def _fit(self) -> None:
        tight = self._tight()
        there = self._found is not None and bool(self._found.units)
        shown = there and (self._opened if tight else not self._closed)
        self.pane.setVisible(shown)
        self._left.setVisible(not (shown and tight))
        self.pane.setFixedWidth(self.width() if tight else current_theme().scaled(_PANE))

    # What the user does ------------------------------------------------------------------------------------------------

    @Slot()
    def _on_boxes(self) -> None:
        if not self._binding and (asked := self.asked()) is not None:
            self.compare_asked.emit(*asked)

    @Slot(object)
    def _on_chosen(self, key: str) -> None:
        self._unit = key
        self._show_unit()

    @Slot(object)
    def _on_opened(self, key: str) -> None:
        self._unit = key
        self._opened, self._closed = True, False
        self._show_unit()
        if self._tight():
            self.pane.items.setFocus()

    @Slot()
    def close_pane(self) -> None:
        """Back from the unit to the table."""
        self._opened, self._closed = False, True
        self._fit()
        self.table.setFocus()

    @Slot(object)
    def _on_item(self, item: str) -> None:
        self.cell_opened.emit(self._unit, item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.pane.isVisible():
            self.close_pane()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
