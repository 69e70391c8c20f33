"""The panes of the entry page and how they give way when the window is small."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.ui.assessor.cards import CardColumn
from evalapp.ui.assessor.city_answers import CityAnswers
from evalapp.ui.assessor.drops import PageDrops
from evalapp.ui.assessor.modes import CITY, ITEM, ModeSwitch
from evalapp.ui.assessor.problem_panel import ProblemPanel
from evalapp.ui.assessor.search import JumpField
from evalapp.ui.shortcuts import listen
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.chips import Chip
from evalapp.ui.widgets.city_list import CityList
from evalapp.ui.widgets.item_tree import ItemTree
from evalapp.ui.widgets.labels import ElidedLabel
from evalapp.ui.widgets.message_bar import MessageBars
from evalapp.ui.widgets.painting import ChipState

WIDE, NORMAL, TIGHT = 1600, 1200, 960
"""From these widths on a page is wide, normal; below the last it is tight, between it is compact.

They hold for letters of the usual size: larger ones need the room sooner."""
_TABLE, _TABLE_SHARE = 232, 0.36
"""How high the table of cities under the card begins: so much, or this share of the middle where that is less."""


class EntryPanes(QWidget):
    """Toolbar, cities, items, cards, problems. Problems give way first, then the tree; the head of the cards opens either.

    By item the list of cities gives its place to the items, and the cities stand with their answers under the card, which is
    the same one in both ways.

    Signals:
        moved: previous, next or next_open, by key.
        undo_asked: the last change of an answer is to be undone; a text field that has the focus undoes its own.
        redo_asked: what was undone last is to be done again.
    """

    moved = Signal(object)
    undo_asked = Signal()
    redo_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ElidedLabel(type="title")
        self.form = Chip()
        self.modes = ModeSwitch(CITY)
        self.search = JumpField()
        self.hand_in_button = Button(_("Check and hand in"), icon="send-check-outline", parent=self)
        self.hand_in_button.setToolTip("Ctrl+Shift+Enter")
        self.messages = MessageBars()
        self.cities = CityList()
        self.items = ItemTree()
        self.cards = CardColumn()
        self.answers = CityAnswers()
        self.arranged = CITY
        self.problems = ProblemPanel()
        self._cities_panel = _panel(self.cities)
        self._tree_panel = _panel(self.items)
        self._opened: QWidget | None = None
        self.cards.tree_asked.connect(self.open_tree)
        self.cards.problems_asked.connect(self.open_problems)
        self.items.leaf_chosen.connect(self._on_leaf_chosen)
        self._listen_to_keys()
        self._drops = PageDrops(self, self.cards.card)
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
        row.addWidget(self.form)
        row.addWidget(self.modes)
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
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.cards)
        self.split.addWidget(self.answers)
        self.split.setStretchFactor(0, 1)
        self.answers.hide()
        middle.addLayout(notes)
        middle.addWidget(self.split, 1)
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self._cities_panel)
        body.addWidget(self._tree_panel)
        body.addLayout(middle, 1)
        body.addWidget(self.problems)
        return body

    def set_project(self, title: str, form: str) -> None:
        """Say on which project and with which form one works; the form gives way in a narrow window."""
        self.title.setText(title)
        self.form.set_state(ChipState(text=form, tone="line"))
        self.form.setVisible(self._room(self.width()) >= NORMAL)

    def arrange(self, way: str) -> None:
        """Lay the panes out for working by city or by item."""
        if way != self.arranged:
            self.arranged, self._opened = way, None
            self.cards.set_way(by_item=way == ITEM)
            self.answers.setVisible(way == ITEM)
            self._fit()
            high = sum(self.split.sizes())
            low = min(current_theme().scaled(_TABLE), round(high * _TABLE_SHARE))
            self.split.setSizes([high - low, low])

    @Slot()
    def focus_next(self) -> None:
        """Go to the next pane."""
        panes: tuple[QWidget, ...] = (
            self.cities.view,
            self.items,
            self.cards.card,
            self.answers.table,
            self.problems.list,
        )
        shown = [pane for pane in panes if pane.isVisible()]
        focus = self.focusWidget()
        inside = (
            n for n, pane in enumerate(shown) if pane.hasFocus() or (focus and pane.isAncestorOf(focus))
        )
        shown[(next(inside, -1) + 1) % len(shown)].setFocus(Qt.FocusReason.OtherFocusReason)

    def _listen_to_keys(self) -> None:
        for keys, slot in (
            ("F8", self.next_problem),
            ("Shift+F8", self.previous_problem),
            ("Ctrl+Up", self._on_up),
            ("Ctrl+Down", self._on_down),
            ("Ctrl+Return", self._on_enter),
            ("Ctrl+Enter", self._on_enter),
            ("Ctrl+Z", self.undo_asked),
            ("Ctrl+Y", self.redo_asked),
            ("Ctrl+Shift+Z", self.redo_asked),
            ("Ctrl+I", self.cards.card.focus_justification),
            ("Ctrl+Shift+E", self.cards.card.evidence.open_menu),
        ):
            listen(self, keys, slot)

    @Slot()
    def _on_up(self) -> None:
        self.moved.emit("previous")

    @Slot()
    def _on_down(self) -> None:
        self.moved.emit("next")

    @Slot()
    def _on_enter(self) -> None:
        self.moved.emit("next_open")

    @Slot()
    def open_tree(self) -> None:
        """Show the tree in a window that has no room for it, or put it away again."""
        self._open(self._tree_panel)

    @Slot()
    def open_problems(self) -> None:
        """Show the problems in a window that has no room for them, or put them away again."""
        self._open(self.problems)

    @Slot()
    def next_problem(self) -> None:
        """Go to the next problem, with the list in view."""
        self._go_to_problem(1)

    @Slot()
    def previous_problem(self) -> None:
        """Go to the problem before."""
        self._go_to_problem(-1)

    def _go_to_problem(self, step: int) -> None:
        if not self.problems.isVisible():
            self.open_problems()
        self.problems.list.choose_next(step)

    def _open(self, pane: QWidget) -> None:
        self._opened = None if self._opened is pane else pane
        self._fit()

    @Slot()
    def _on_leaf_chosen(self) -> None:
        """In the smallest window the tree has served once an item is chosen."""
        if self._opened is self._tree_panel:
            self._opened = None
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._room(event.oldSize().width()) >= NORMAL > self._room(self.width()):
            self._opened = None
        self._fit()

    @staticmethod
    def _room(width: int) -> float:
        """How wide this is for letters of the usual size."""
        return width / current_theme().font_scale

    def _fit(self) -> None:
        theme = current_theme()
        width = self._room(self.width())
        wide, rail = width >= WIDE, width < NORMAL
        tight, by_item = width < TIGHT, self.arranged == ITEM
        self.problems.setVisible(not rail or self._opened is self.problems)
        self._tree_panel.setVisible(
            not rail
            or self._opened is self._tree_panel
            or (not tight and not by_item and self._opened is None)
        )
        self.form.setVisible(not rail)
        self.cards.set_narrow(tree=tight or (rail and by_item), problems=rail)
        self._cities_panel.setVisible(not by_item)
        self.cities.set_rail(rail)
        self._cities_panel.setFixedWidth(theme.scaled(64 if rail else 216 if wide else 176))
        self._tree_panel.setFixedWidth(theme.scaled(288 if wide else 280 if by_item else 216))
        self.problems.setFixedWidth(theme.scaled(344 if wide else 264))


def _panel(inside: QWidget) -> QFrame:
    frame = QFrame()
    frame.setProperty("edge", "right")
    column = QVBoxLayout(frame)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(inside)
    return frame
