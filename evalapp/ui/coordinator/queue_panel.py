"""The differences that wait, at the left of the comparison."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.form.tree import Tree
from evalapp.ui.coordinator.values import item_words
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.chips import FilterChips, FilterState, match_class_chip
from evalapp.ui.widgets.labels import ElidedLabel, text_label
from evalapp.ui.widgets.queue_list import QueueList, QueueState
from evalapp.work.deciding import QueueRow

ALL = "all"
DECIDED = "decided"
_CLASSES = (
    "confirm",
    "differ",
    "tolerance",
    "evidence",
    "text",
    "missing",
    "none",
    "single",
    "material",
    DECIDED,
)
_WIDTH = 252


def row_id(row: QueueRow) -> str:
    """What names a row of the queue."""
    return f"{row.unit}/{row.item}"


def row_class(row: QueueRow) -> str:
    """The class that a row is filtered by: what became of its decision before how the answers compare."""
    if row.status == "to_confirm":
        return "confirm"
    if row.status == "decided":
        return "material" if row.staleness else DECIDED
    return row.match if row.match in _CLASSES else "differ"


_DOT = " · "


class QueuePanel(QFrame):
    """Shows the queue, filtered; rows that were skipped come last.

    Signals:
        chosen: the id of the row that became current.
    """

    chosen = Signal(object)

    def __init__(self, tree: Tree, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._tree = tree
        self._rows: tuple[QueueRow, ...] = ()
        self._skipped: list[str] = []
        self._filter = ALL
        self._current = ""
        self.setProperty("edge", "right")
        self.setFixedWidth(theme.scaled(_WIDTH))
        self._title = text_label(type="strong")
        self._decided = text_label(type="caption", tone="text_2")
        self.filters = FilterChips(_("Filter"))
        self.filters.chosen.connect(self._on_filter)
        self.list = QueueList()
        self.list.conflict_chosen.connect(self._on_chosen)
        self._before = text_label(type="caption", tone="text_2", wrap=True)
        self._before.setContentsMargins(theme.space.s3, theme.space.s2, theme.space.s3, theme.space.s2)
        self._before.hide()
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._decided)
        top = QWidget()
        column = QVBoxLayout(top)
        column.setContentsMargins(theme.space.s3, theme.space.s2, theme.space.s3, theme.space.s1)
        column.setSpacing(theme.space.s1)
        column.addLayout(head)
        column.addWidget(self.filters)
        column.addWidget(ElidedLabel(_("By effect: distance × weight"), type="caption", tone="text_2"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(top)
        whole.addWidget(self.list, 1)
        whole.addWidget(self._before)

    def set_state(self, rows: Sequence[QueueRow], decided: int) -> None:
        """Show another queue. What is current stays; if it is gone, what came after it becomes current, untold."""
        before = [row_id(row) for row in self.shown()]
        self._rows = tuple(rows)
        there = {row_id(row) for row in rows}
        self._skipped = [one for one in self._skipped if one in there]
        if self._filter != ALL and not any(row_class(row) == self._filter for row in rows):
            self._filter = ALL
        shown = [row_id(row) for row in self.shown()]
        if self._current not in shown:
            place = before.index(self._current) if self._current in before else 0
            later = [one for one in before[place:] if one in shown]
            self._current = later[0] if later else shown[0] if shown else ""
        waiting = sum(1 for row in rows if row.status != "decided")
        self._title.setText(_("To decide") + f" {waiting}")
        self._decided.setText(_("decided {n}").format(n=decided))
        self._show()

    def say_decided(self, words: str) -> None:
        """Say at the foot what was decided last, and whose the assessments were."""
        self._before.setText(words)
        self._before.setVisible(bool(words))

    def shown(self) -> list[QueueRow]:
        """The rows that pass the filter, skipped ones last."""
        return sorted((row for row in self._rows if self._passes(row)), key=self._turn)

    def _passes(self, row: QueueRow) -> bool:
        """Decisions that stand are shown when they are asked for."""
        return row_class(row) == self._filter or (self._filter == ALL and row_class(row) != DECIDED)

    def _turn(self, row: QueueRow) -> int:
        name = row_id(row)
        return self._skipped.index(name) + 1 if name in self._skipped else 0

    @property
    def current(self) -> str:
        """The id of the current row; "" where none waits."""
        return self._current

    def position(self) -> tuple[int, int]:
        """Which row is current, counted from 1, of how many."""
        names = [row_id(row) for row in self.shown()]
        return (names.index(self._current) + 1 if self._current in names else 0), len(names)

    def go(self, name: str) -> None:
        """Make a row current, untold; one that does not wait is passed over, once it is known what waits."""
        if not self._rows:
            self._current = name
        elif name in (there := {row_id(row): row for row in self._rows}):
            if not self._passes(there[name]):
                self._filter = row_class(there[name])
            self._current = name
            self._show()

    def skip(self) -> str:
        """Put the current row at the end; the row that is current now."""
        names = [row_id(row) for row in self.shown()]
        place = names.index(self._current) if self._current in names else 0
        following = names[place + 1 :] or names[:1]
        self._skipped = [one for one in self._skipped if one != self._current] + [self._current]
        self._current = following[0] if following else ""
        self._show()
        return self._current

    def step(self, by: int) -> None:
        """Choose the next (1) or previous (-1) row."""
        self.list.move_current(by)

    @Slot(object)
    def _on_chosen(self, name: str) -> None:
        self._current = name
        self.chosen.emit(name)

    @Slot(object)
    def _on_filter(self, code: str) -> None:
        self._filter = code
        names = [row_id(row) for row in self.shown()]
        if self._current not in names:
            self._current = names[0] if names else ""
        self._show()
        self.chosen.emit(self._current)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.setFixedWidth(current_theme().scaled(_WIDTH))
        super().changeEvent(event)

    def _show(self) -> None:
        every = sum(1 for row in self._rows if row_class(row) != DECIDED)
        states = [FilterState(code=ALL, text=_("All"), count=every)]
        for name in _CLASSES:
            count = sum(1 for row in self._rows if row_class(row) == name)
            chip = match_class_chip(name)
            if count or name == self._filter:
                states.append(FilterState(code=name, text=chip.text, count=count, icon=chip.icon))
        self.filters.set_state(states, self._filter)
        self.list.set_state([self._state(row) for row in self.shown()], self._current)

    def _state(self, row: QueueRow) -> QueueState:
        change = _("skipped") if row_id(row) in self._skipped else ""
        return QueueState(
            id=row_id(row),
            unit=row.unit_name,
            item=_DOT.join(part for part in (item_words(self._tree.node(row.item)), row.of) if part),
            match_class=row_class(row),
            effect=round(row.effect),
            change=_("decided differently") if row.status == "disputed" and not change else change,
        )
