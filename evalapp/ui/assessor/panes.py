"""The panes of the entry page and how they give way when the window is small."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.ui.assessor.cards import CardColumn
from evalapp.ui.assessor.problem_panel import ProblemPanel
from evalapp.ui.assessor.search import JumpField
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.city_list import CityList
from evalapp.ui.widgets.item_tree import ItemTree
from evalapp.ui.widgets.labels import ElidedLabel
from evalapp.ui.widgets.message_bar import MessageBars

WIDE, NORMAL, TIGHT = 1600, 1200, 960
"""From these widths on a page is wide, normal; below the last it is tight, between it is compact."""


class EntryPanes(QWidget):
    """Toolbar, cities, items, cards, problems. Problems give way first, then the tree."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ElidedLabel(type="title")
        self.search = JumpField()
        self.hand_in_button = Button(_("Check and hand in"), icon="send-check-outline", parent=self)
        self.hand_in_button.setToolTip("Ctrl+Shift+Enter")
        self.messages = MessageBars()
        self.cities = CityList()
        self.items = ItemTree()
        self.cards = CardColumn()
        self.problems = ProblemPanel()
        self._cities_panel = _panel(self.cities)
        self._tree_panel = _panel(self.items)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._toolbar())
        column.addLayout(self._body(), 1)

    def _toolbar(self) -> QFrame:
        theme = current_theme()
        bar = QFrame()
        bar.setProperty("edge", "bottom")
        bar.setFixedHeight(theme.size.toolbar)
        row = QHBoxLayout(bar)
        row.setContentsMargins(theme.space.s4, 0, theme.space.s3, 0)
        row.setSpacing(theme.space.s4)
        row.addWidget(self.title)
        row.addWidget(self.search)
        row.addStretch(1)
        row.addWidget(self.hand_in_button)
        return bar

    def _body(self) -> QHBoxLayout:
        theme = current_theme()
        notes = QVBoxLayout()
        notes.setContentsMargins(theme.space.s4, theme.space.s2, theme.space.s4, 0)
        notes.addWidget(self.messages)
        middle = QVBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addLayout(notes)
        middle.addWidget(self.cards, 1)
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self._cities_panel)
        body.addWidget(self._tree_panel)
        body.addLayout(middle, 1)
        body.addWidget(self.problems)
        return body

    @Slot()
    def focus_next(self) -> None:
        """Go to the next pane."""
        panes: tuple[QWidget, ...] = (self.cities.view, self.items, self.cards.card, self.problems.list)
        shown = [pane for pane in panes if pane.isVisible()]
        focus = self.focusWidget()
        inside = (
            n for n, pane in enumerate(shown) if pane.hasFocus() or (focus and pane.isAncestorOf(focus))
        )
        shown[(next(inside, -1) + 1) % len(shown)].setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        theme = current_theme()
        width = self.width()
        wide, rail = width >= WIDE, width < NORMAL
        self.problems.setVisible(not rail)
        self._tree_panel.setVisible(width >= TIGHT)
        self.cities.set_rail(rail)
        self._cities_panel.setFixedWidth(theme.scaled(64 if rail else 216 if wide else 176))
        self._tree_panel.setFixedWidth(theme.scaled(288 if wide else 216))
        self.problems.setFixedWidth(theme.scaled(344 if wide else 264))


def _panel(inside: QWidget) -> QFrame:
    frame = QFrame()
    frame.setProperty("edge", "right")
    column = QVBoxLayout(frame)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(inside)
    return frame
