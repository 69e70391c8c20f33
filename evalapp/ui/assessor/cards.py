"""The middle of the entry page: where one is, the open card, its neighbours as one-line rows."""

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from evalapp.base.i18n import _, current_language
from evalapp.form.label import say
from evalapp.form.tree import Node, Tree
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button, icon_button
from evalapp.ui.widgets.card_state import CardState
from evalapp.ui.widgets.labels import ElidedLabel, text_label
from evalapp.ui.widgets.score_card import ScoreCard
from evalapp.ui.widgets.summary_row import SummaryRow, SummaryState

_ROOM_FOR_WORDS = 620


class CardColumn(QWidget):
    """Head, open card and neighbours of one group of items.

    Signals:
        opened: the code of a neighbour that was pressed.
        moved: previous or next, from the buttons of the head.
        tree_asked: the path was pressed, which stands for the tree where there is no room for it.
        problems_asked: the unit's trouble was pressed, which stands for the list of problems.
    """

    opened = Signal(object)
    moved = Signal(object)
    tree_asked = Signal()
    problems_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.card = ScoreCard()
        self._rows: list[SummaryRow] = []
        self._name = text_label(type="page")
        self._code = text_label(tone="text_3")
        self._path = ElidedLabel(tone="text_2")
        self._tree = icon_button("file-tree-outline", _("Items"), self)
        self._tree.clicked.connect(self.tree_asked)
        self._trouble_words = ""
        self._trouble = Button(key="F8", look="flat", type="caption", parent=self)
        self._trouble.clicked.connect(self.problems_asked)
        self._up = icon_button("chevron-up", _("Previous item (Ctrl+Up)"), self)
        self._down = icon_button("chevron-down", _("Next item (Ctrl+Down)"), self)
        self._narrow, self._next_words = False, _("Next open item")
        self._open_next = Button(self._next_words, key="Enter", look="flat", parent=self)
        self._up.clicked.connect(self._on_up)
        self._down.clicked.connect(self._on_down)
        self._open_next.clicked.connect(self._on_open_next)
        head = QHBoxLayout()
        head.setContentsMargins(theme.space.s4, 0, theme.space.s4, 0)
        head.setSpacing(theme.space.s2)
        head.addWidget(self._name)
        head.addWidget(self._code)
        head.addWidget(self._tree)
        head.addWidget(self._path, 1)
        head.addWidget(self._trouble)
        for button in (self._up, self._down, self._open_next):
            head.addWidget(button)
        self._inside = QWidget()
        self._list = QVBoxLayout(self._inside)
        self._list.setContentsMargins(theme.space.s4, 0, theme.space.s4, theme.space.s4)
        self._list.setSpacing(theme.space.s2)
        self._list.addWidget(self.card)
        self._list.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self._inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.head = QWidget()
        self.head.setLayout(head)
        self.head.setFixedHeight(theme.size.page_head)
        column.addWidget(self.head)
        column.addWidget(self.area, 1)

    def set_head(self, name: str, code: str, tree: Tree, node: Node) -> None:
        """Say where one is: the unit, and the path to the item."""
        language = current_language()
        self._name.setText(name)
        self._code.setText(code)
        path = tree.path(node.code)[:-1]
        self._path.setText(
            "•  " + " › ".join(f"{step.code} {say(step.item.title, language)}" for step in path)
        )

    def set_trouble(self, text: str, icon: str) -> None:
        """Say in a few words what is wrong with the unit, where the list of problems has no room."""
        self._trouble_words = text
        self._trouble.set_icon_name(icon)
        self._show_trouble()

    def _show_trouble(self) -> None:
        """The words, or the icon alone where an open list leaves the head no room."""
        room = self.width() >= current_theme().scaled(_ROOM_FOR_WORDS)
        shown = self._trouble_words if room else ""
        if (self._trouble.text(), self._trouble.accessibleName()) != (shown, self._trouble_words):
            self._trouble.setText(shown)
            self._trouble.set_name(self._trouble_words)
        self._trouble.updateGeometry()
        layout = self.head.layout()
        if layout is not None:
            layout.activate()  # a hidden button does not tell its head that it has other words

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_trouble()

    def set_way(self, *, by_item: bool) -> None:
        """Name the buttons for what they move along: the items of a city, or the cities of an item."""
        self._up.set_name(_("Previous city (Ctrl+Up)") if by_item else _("Previous item (Ctrl+Up)"))
        self._down.set_name(_("Next city (Ctrl+Down)") if by_item else _("Next item (Ctrl+Down)"))
        self._next_words = _("Next open city") if by_item else _("Next open item")
        self._show_next_words()

    def _show_next_words(self) -> None:
        self._open_next.setText("" if self._narrow else self._next_words)
        self._open_next.set_name(self._next_words)
        self._open_next.updateGeometry()

    def set_narrow(self, *, tree: bool, problems: bool) -> None:
        """Offer what has no room beside the cards."""
        self._tree.setVisible(tree)
        self._trouble.setVisible(problems)
        self._narrow = tree
        self._show_next_words()
        self._show_trouble()

    def set_cards(self, rows: list[SummaryState], card: CardState) -> None:
        """Show a group: its leaves as rows, the one with the card's code open in its place."""
        before = self.card.bound
        place = next((number for number, row in enumerate(rows) if row.code == card.code), 0)
        others = [row for row in rows if row.code != card.code]
        while len(self._rows) < len(others):
            row = SummaryRow()
            row.opened.connect(self.opened)
            self._rows.append(row)
            self._list.insertWidget(self._list.count() - 1, row)
        for number, widget in enumerate(self._rows):
            widget.setVisible(number < len(others))
            if number < len(others):
                widget.set_state(others[number])
        if self._list.indexOf(self.card) != place:
            focus = self.card.focusWidget()
            self._list.removeWidget(self.card)
            self._list.insertWidget(place, self.card)
            if focus is not None and focus.hasFocus():
                focus.setFocus(Qt.FocusReason.OtherFocusReason)
        self.card.set_state(card)
        if before != (card.unit, card.code):
            QTimer.singleShot(0, self, self._scroll_to_card)

    @Slot()
    def _scroll_to_card(self) -> None:
        """Bring the whole card into view, with a row above it where there is one."""
        margin = current_theme().size.row_tall
        top = max(0, self.card.y() - margin)
        bar = self.area.verticalScrollBar()
        if self.card.height() + margin <= self.area.viewport().height():
            below = self.card.y() + self.card.height() + margin - self.area.viewport().height()
            if bar.value() > top or bar.value() < below:
                bar.setValue(min(top, max(below, 0)) if bar.value() > top else max(below, 0))
        else:
            bar.setValue(top)

    @Slot()
    def _on_up(self) -> None:
        self.moved.emit("previous")

    @Slot()
    def _on_down(self) -> None:
        self.moved.emit("next")

    @Slot()
    def _on_open_next(self) -> None:
        self.moved.emit("next_open")
