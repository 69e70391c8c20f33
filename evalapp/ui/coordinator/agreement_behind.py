"""The answers behind a figure: a confusion matrix where there are steps, and the list of who said what."""

from collections.abc import Callable
from functools import partial
from typing import Any

from msgspec import structs
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from evalapp.base.i18n import _, ngettext
from evalapp.form.tree import Tree
from evalapp.ui.coordinator.agreement_rows import (
    Cells,
    confusion_rows,
    corner_words,
    distance_words,
    step_words,
)
from evalapp.ui.coordinator.agreement_scope import (
    DISTANCES,
    EVERY,
    Behind,
    Choice,
    Scope,
    item_choices,
    people_choices,
    read_behind,
    scope_title,
)
from evalapp.ui.coordinator.agreement_work import Loaded
from evalapp.ui.coordinator.uncovering import REVEAL
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.card_state import MessageAction, MessageState, MessageWords
from evalapp.ui.widgets.chips import FilterChips, FilterState
from evalapp.ui.widgets.choice_box import ChoiceBox
from evalapp.ui.widgets.confusion_table import ConfusionOpened, ConfusionTable
from evalapp.ui.widgets.labels import ElidedLabel, text_label
from evalapp.ui.widgets.message_bar import MessageBars
from evalapp.ui.widgets.sorted_table import SortedTable
from evalapp.work.agreement import Study
from evalapp.work.answers_behind import Chosen

Run = Callable[[Callable[..., Any], Callable[[Any], None]], None]
"""How reading is run away from the GUI thread: the work, and what is done with what it gives."""

CHOSEN, LEFT = "chosen", "left"
_BESIDE = 1000
_LEAST_ROWS, _MOST_ROWS = 5, 14
_MATRIX_SHARE, _NARROWEST, _UNBOUNDED = 0.45, 320, 16_777_215


class AgreementBehind(QWidget):
    """Shows a Scope of a Study. Esc goes from the list to the matrix, and from there away.

    Signals:
        closed: the user wants to go back.
        names_asked: the cells whose names the user wants to see before deciding, and why.
        list_reached: the focus went to the list, which should be in view.
        cell_opened: unit and item of a pair of answers that the user wants to see side by side.
    """

    closed = Signal()
    list_reached = Signal()
    names_asked = Signal(object, str)
    cell_opened = Signal(str, str)

    def __init__(self, tree: Tree, run: Run, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._tree = tree
        self._run = run
        self._study: Study | None = None
        self._waiting: Cells = frozenset()
        self._hidden: Cells = frozenset()
        self._covered: Cells = frozenset()
        self.scope = Scope()
        self._to_list = self._fresh = False
        self.back = Button(_("Back"), icon="arrow-left", key="Esc")
        self.back.clicked.connect(self.closed)
        self._title = ElidedLabel(type="page")
        self.items = ChoiceBox(_("Items"))
        self.items.activated.connect(self._on_scope)
        self.people = ChoiceBox(_("Assessors"))
        self.people.activated.connect(self._on_scope)
        for box in (self.items, self.people):
            box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(8)
        self.distances = FilterChips(_("How far apart"))
        self.distances.chosen.connect(self._on_distance)
        self.matrix = ConfusionTable()
        self.matrix.cell_opened.connect(self._on_cell)
        self._how = text_label(type="caption", tone="text_2", wrap=True)
        self._no_matrix = text_label(
            _(
                "These items have no steps in common. For a matrix of who chose which step, take an item that is answered by "
                "steps, or several with the same steps; what is counted, measured or ticked has none."
            ),
            type="caption",
            tone="text_2",
            wrap=True,
        )
        self._no_matrix.hide()
        self.list = SortedTable(_("Answers behind the figure"))
        self.list.row_opened.connect(self._on_row)
        self._list_title = text_label(type="title", wrap=True)
        self.messages = MessageBars()
        self.messages.said.connect(self._on_said)
        head = QHBoxLayout()
        head.setSpacing(theme.space.s2)
        head.addWidget(self.back)
        head.addWidget(self._title, 1)
        choices = QHBoxLayout()
        choices.setSpacing(theme.space.s2)
        choices.addWidget(self.items, 3)
        choices.addWidget(self.people, 2)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.setSpacing(theme.space.s2)
        self._left, self._right = _card(), _card()
        left = QVBoxLayout(self._left)
        left.addWidget(text_label(_("Who chose which step"), type="title"))
        left.addWidget(self.matrix)
        left.addWidget(self._how)
        left.addStretch(1)
        right = QVBoxLayout(self._right)
        right.addWidget(self._list_title)
        right.addWidget(self.distances)
        right.addWidget(self.list, 1)
        for column in (left, right):
            column.setContentsMargins(theme.space.s2, theme.space.s2, theme.space.s2, theme.space.s2)
            column.setSpacing(theme.space.s2)
        self._both.addWidget(self._left)
        self._both.addWidget(self._right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.s2)
        column.addLayout(head)
        column.addLayout(choices)
        column.addWidget(self.messages)
        column.addWidget(self._no_matrix)
        column.addLayout(self._both, 1)

    def open(self, loaded: Loaded, scope: Scope) -> None:
        """Show a scope."""
        study = self._study = loaded.study
        self._waiting, self._hidden = loaded.waiting, loaded.hidden
        _fill(self.items, item_choices(study), scope.items)
        _fill(self.people, people_choices(study), scope.people)
        self._fresh = self._fresh or scope != self.scope
        self._read(scope)

    def _read(self, scope: Scope, *, to_list: bool = False) -> None:
        self.scope = scope
        self._to_list = self._to_list or to_list
        if self._study is not None:
            self._run(
                partial(read_behind, self._tree, self._study, scope, self._waiting, self._hidden), self._show
            )

    def _show(self, found: Behind) -> None:
        if self._study is None or found.scope != self.scope:
            return
        self._title.setText(scope_title(found.scope))
        words: dict[str, str] = {"all": _("All"), "within": _("Within one step")}
        words.update((code, text) for code, text in distance_words().items())
        filters = [
            FilterState(code=code, text=words[code], count=sum(found.counts[one] for one in wanted))
            for code, wanted in DISTANCES.items()
        ]
        on = next(code for code, wanted in DISTANCES.items() if wanted == found.scope.distances)
        if found.left or found.scope.left:
            filters.append(FilterState(code=LEFT, text=_("Left out"), count=found.left))
            on = LEFT if found.scope.left else on
        if found.scope.chosen is not None:
            on = CHOSEN
            filters.append(FilterState(code=CHOSEN, text=_("Chosen in the matrix"), count=len(found.rows)))
        self.distances.set_state(filters, on)
        self._show_matrix(found)
        self.list.set_state(found.heads, found.rows)
        if self._fresh:
            self._fresh = False
            self.list.choose("")
        self._list_title.setText(self._list_words(found))
        self._show_hidden(found)
        self._fit()
        if self._to_list:
            self._to_list = False
            self.list.choose("")
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            self.list_reached.emit()

    def _show_matrix(self, found: Behind) -> None:
        self._left.setVisible(found.matrix is not None)
        self._no_matrix.setVisible(found.matrix is None)
        if found.matrix is None:
            return
        steps = step_words(found.matrix.scale)
        self.matrix.set_state(corner_words(found.a, found.b), steps, confusion_rows(found.matrix))
        self._how.setText(
            _(
                "Rows are the answers of the one named first. Equal: the share of a row's answers that the other gave, too."
            )
            if found.matrix.ordered
            else _(
                "Of all pairs it is not told who of the two said which: the row is the step that the scale names first. "
                "All: pairs in which somebody chose the step; equal: the share of them in which both did."
            )
        )

    def _list_words(self, found: Behind) -> str:
        if found.scope.left:
            n = found.left
            return ngettext("{n} cell is left out", "{n} cells are left out", n).format(n=n)
        n = len(found.rows)
        words = ngettext("{n} pair of answers", "{n} pairs of answers", n).format(n=n)
        place = found.scope.chosen
        if place is None or found.matrix is None:
            return words
        steps = step_words(found.matrix.scale)
        said = [steps[step] for step in (place.row, place.column) if step is not None]
        return _("{pairs}: {steps}").format(pairs=words, steps=" × ".join(said)) if said else words

    def _show_hidden(self, found: Behind) -> None:
        """Say what is not told before a decision, and offer to look at it all the same."""
        self._covered = found.held or found.nameless
        n = len(self._covered)
        if found.held:
            text = ngettext(
                "{n} cell is not shown here: it is not settled, and names are hidden until it is decided.",
                "{n} cells are not shown here: they are not settled, and names are hidden until they are decided.",
                n,
            )
        else:
            text = ngettext(
                "Of {n} cell that is not settled the names are hidden until it is decided.",
                "Of {n} cells that are not settled the names are hidden until they are decided.",
                n,
            )
        action = MessageAction(code=REVEAL, text=_("Uncover names"), asks=_("Why are the names needed?"))
        bar = MessageState(kind="info", text=text.format(n=n), actions=(action,))
        self.messages.set_state([bar] if n else [])

    @Slot(object)
    def _on_said(self, words: MessageWords) -> None:
        self.names_asked.emit(self._covered, words.words)

    @Slot(int)
    def _on_scope(self, _place: int) -> None:
        self._read(
            structs.replace(
                self.scope,
                items=str(self.items.currentData()),
                people=str(self.people.currentData()),
                chosen=None,
            )
        )

    @Slot(object)
    def _on_distance(self, code: str) -> None:
        if code == LEFT:
            self._read(structs.replace(self.scope, distances=EVERY, left=True, chosen=None))
        elif code != CHOSEN:
            self._read(structs.replace(self.scope, distances=DISTANCES[code], left=False, chosen=None))

    @Slot(object)
    def _on_cell(self, opened: ConfusionOpened) -> None:
        place = Chosen(row=opened.row, column=opened.column)
        self._read(structs.replace(self.scope, distances=EVERY, left=False, chosen=place), to_list=True)

    @Slot(object)
    def _on_row(self, name: str) -> None:
        unit, item, *_people = name.split("\t")
        self.cell_opened.emit(unit, item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.list.hasFocus() and self.matrix.isVisible():
            self.matrix.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.closed.emit()

    def _fit(self) -> None:
        theme = current_theme()
        beside = self.width() >= theme.scaled(_BESIDE)
        ways = QBoxLayout.Direction
        self._both.setDirection(ways.LeftToRight if beside else ways.TopToBottom)
        shown = min(max(len(self.list.rows()), _LEAST_ROWS), _MOST_ROWS)
        self.list.setMinimumHeight(self.list.height_of(shown if not beside else _LEAST_ROWS))
        wanted = self.matrix.sizeHint().width() + 2 * theme.space.s4
        width = max(min(wanted, round(self.width() * _MATRIX_SHARE)), theme.scaled(_NARROWEST))
        self._left.setMinimumWidth(width if beside else 0)
        self._left.setMaximumWidth(width if beside else _UNBOUNDED)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _fill(box: ChoiceBox, choices: tuple[Choice, ...], on: str) -> None:
    if [box.itemData(place) for place in range(box.count())] != [one.code for one in choices]:
        box.clear()
        for one in choices:
            box.addItem(one.text, one.code)
    box.setCurrentIndex(max(0, next((n for n, one in enumerate(choices) if one.code == on), 0)))


def _card() -> QFrame:
    card = QFrame()
    card.setProperty("card", "true")
    return card
