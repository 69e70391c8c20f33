"""The differences that wait, at the left of the comparison."""

from collections.abc import Sequence

from msgspec import Struct, structs
from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.form.tree import Tree
from evalapp.ui.coordinator.queue_filter import (
    ALL,
    CLASSES,
    SKIPPED,
    QueueFilter,
    branches,
    cities,
    groups,
    in_class,
    lets_through,
    row_class,
    row_id,
    standings,
    waits,
)
from evalapp.ui.coordinator.queue_filters import QueueFilters
from evalapp.ui.coordinator.values import item_words
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button, icon_button
from evalapp.ui.widgets.chips import FilterChips, FilterState, match_class_chip
from evalapp.ui.widgets.labels import IconLabel, text_label
from evalapp.ui.widgets.queue_list import QueueList, QueueState
from evalapp.work.cell_change import change_words, effect_formula
from evalapp.work.deciding import QueueRow
from evalapp.work.third import THIRD

_WIDTH = 252
_DOT = " · "


class QueuePlace(Struct, frozen=True, kw_only=True):
    """Where somebody is in the queue: the current row, what was skipped, and the filters."""

    current: str = ""
    skipped: tuple[str, ...] = ()
    wanted: QueueFilter = QueueFilter()


class QueuePanel(QFrame):
    """Shows the queue, filtered; rows that were skipped come last.

    Signals:
        chosen: the id of the row that became current.
        moved: the place is another one: a row, a filter, something skipped.
    """

    chosen = Signal(object)
    moved = Signal()

    def __init__(self, tree: Tree, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._tree = tree
        self._rows: tuple[QueueRow, ...] = ()
        self._skipped: list[str] = []
        self._wanted = QueueFilter()
        self._names: dict[str, str] = {}
        self._people: dict[str, str] = {}
        self._current = ""
        self._asked = ""
        self._invited: tuple[QueueRow, ...] = ()
        self.setProperty("edge", "right")
        self.setFixedWidth(theme.scaled(_WIDTH))
        self._title = text_label(type="strong")
        self._decided = text_label(type="caption", tone="text_2")
        self.filters = FilterChips(_("Filter"))
        self.filters.chosen.connect(self._on_filter)
        self.more = Button(_("Filter…"), icon="filter-variant", look="flat", type="caption")
        self.more.setCheckable(True)
        self.more.set_dense()
        self.more.toggled.connect(self._on_more)
        self.rules = icon_button("ruler", _("Rules for small gaps…"))
        self.rules.set_dense()
        self.narrower = QueueFilters()
        self.narrower.narrowed.connect(self._on_narrowed)
        self.narrower.hide()
        self.list = QueueList()
        self.list.chosen.connect(self._on_chosen)
        self._before = text_label(type="caption", tone="text_2", wrap=True)
        self._before.setContentsMargins(theme.space.s3, theme.space.s2, theme.space.s3, theme.space.s2)
        self._before.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._top())
        whole.addWidget(self.list, 1)
        whole.addWidget(self._before)

    def _top(self) -> QWidget:
        theme = current_theme()
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._decided)
        order = QHBoxLayout()
        order.setSpacing(theme.space.s1)
        order.addWidget(IconLabel("sort-descending", "text_2", "icon_sm"))
        self.order = text_label(_("By effect"), type="caption", tone="text_2")
        self.order.setToolTip(effect_formula())
        self.order.setAccessibleDescription(effect_formula())
        order.addWidget(self.order)
        order.addStretch(1)
        order.addWidget(self.more)
        order.addWidget(self.rules)
        top = QWidget()
        column = QVBoxLayout(top)
        column.setContentsMargins(theme.space.s3, theme.space.s2, theme.space.s2, theme.space.s1)
        column.setSpacing(theme.space.s1)
        column.addLayout(head)
        column.addWidget(self.filters)
        column.addLayout(order)
        column.addWidget(self.narrower)
        return top

    def set_names(self, units: dict[str, str], people: dict[str, str]) -> None:
        """The names of units in the order of the roster; of people only where they may be told."""
        self._names, self._people = units, people

    def set_state(self, rows: Sequence[QueueRow], decided: int) -> None:
        """Show another queue. What is current stays; if it is gone, what came after it becomes current, untold."""
        before = [row_id(row) for row in self.shown()]
        there = {row_id(row) for row in rows}
        self._invited = tuple(row for row in self._invited if row_id(row) not in there)
        self._rows = (*rows, *self._invited)
        there |= {row_id(row) for row in self._invited}
        self._skipped = [one for one in self._skipped if one in there]
        self._loosen()
        if self._rows and self._asked:
            asked, self._asked = self._asked, ""
            self.go(asked)
        shown = [row_id(row) for row in self.shown()]
        if self._current not in shown:
            place = before.index(self._current) if self._current in before else 0
            later = [one for one in before[place:] if one in shown]
            self._current = later[0] if later else shown[0] if shown else ""
        waiting = sum(1 for row in rows if row.status not in ("decided", THIRD))
        self._title.setText(_("To decide") + f" {waiting}")
        self._decided.setText(_("decided {n}/{of}").format(n=decided, of=decided + waiting))
        self._show()

    def _loosen(self) -> None:
        """Take filters back that nothing passes any more."""
        if self._rows and not self.shown():
            self._wanted = QueueFilter(match=self._wanted.match)
        if self._rows and self._wanted.match != ALL and not self.shown():
            self._wanted = QueueFilter()

    def say_decided(self, words: str) -> None:
        """Say at the foot what was decided last, and whose the assessments were."""
        self._before.setText(words)
        self._before.setVisible(bool(words))

    def shown(self) -> list[QueueRow]:
        """The rows that pass the filter, skipped ones last."""
        return sorted((row for row in self._rows if self._passes(row)), key=self._turn)

    def _passes(self, row: QueueRow) -> bool:
        return in_class(row, self._wanted.match, self._skipped) and lets_through(
            self._tree, row, self._wanted
        )

    def _turn(self, row: QueueRow) -> int:
        name = row_id(row)
        return self._skipped.index(name) + 1 if name in self._skipped else 0

    @property
    def current(self) -> str:
        """The id of the current row; "" where none waits."""
        return self._current

    def row(self) -> QueueRow | None:
        """The current row."""
        return next((row for row in self._rows if row_id(row) == self._current), None)

    def open_cells(self, unit: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """The differing cells of a unit, and of all that is shown, about which a further assessor could be asked."""
        asked = [row for row in self._rows if row.status in ("pending", "to_confirm", "disputed")]
        shown = {row_id(row) for row in self.shown()}
        return (
            [(row.unit, row.item) for row in asked if row.unit == unit],
            [(row.unit, row.item) for row in asked if row_id(row) in shown],
        )

    def position(self) -> tuple[int, int]:
        """Which row is current, counted from 1, of how many."""
        names = [row_id(row) for row in self.shown()]
        return (names.index(self._current) + 1 if self._current in names else 0), len(names)

    def place(self) -> QueuePlace:
        """What brings somebody back here."""
        return QueuePlace(current=self._current, skipped=tuple(self._skipped), wanted=self._wanted)

    def return_to(self, place: QueuePlace) -> None:
        """Take up a place before rows are known, untold."""
        self._skipped, self._wanted = list(place.skipped), place.wanted
        self._current = self._asked or place.current

    def go(self, name: str) -> None:
        """Make a row current, untold; one that does not wait is passed over, once it is known what waits."""
        if not self._rows:
            self._current = self._asked = name
        elif name in (there := {row_id(row): row for row in self._rows}):
            if not self._passes(there[name]):
                self._wanted = QueueFilter()
            if not self._passes(there[name]):
                self._wanted = QueueFilter(match=row_class(there[name]))
            self._current = name
            self._show()

    def invite(self, row: QueueRow) -> None:
        """Make a cell current that does not wait, because somebody asked for it; one that waits is in the queue already."""
        if row_id(row) in {row_id(one) for one in self._rows}:
            return
        self._invited = (*self._invited, row)
        self._rows = (*self._rows, row)
        self._wanted = QueueFilter()
        self._current = row_id(row)
        self._show()
        self.chosen.emit(self._current)

    def skip(self) -> str:
        """Put the current row at the end; the row that is current now."""
        names = [row_id(row) for row in self.shown()]
        place = names.index(self._current) if self._current in names else 0
        following = names[place + 1 :] or names[:1]
        self._skipped = [one for one in self._skipped if one != self._current] + [self._current]
        self._current = following[0] if following else ""
        self._show()
        self.moved.emit()
        return self._current

    def step(self, by: int) -> None:
        """Choose the next (1) or previous (-1) row."""
        self.list.move_current(by)

    @Slot(object)
    def _on_chosen(self, name: str) -> None:
        self._current = name
        self.chosen.emit(name)
        self.moved.emit()

    @Slot(object)
    def _on_filter(self, code: str) -> None:
        self._filtered(structs.replace(self._wanted, match=code))

    @Slot(object)
    def _on_narrowed(self, wanted: QueueFilter) -> None:
        self._filtered(wanted)

    def _filtered(self, wanted: QueueFilter) -> None:
        self._wanted = wanted
        names = [row_id(row) for row in self.shown()]
        if self._current not in names:
            self._current = names[0] if names else ""
        self._show()
        self.chosen.emit(self._current)
        self.moved.emit()

    @Slot(bool)
    def _on_more(self, on: bool) -> None:
        self.narrower.setVisible(on)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.setFixedWidth(current_theme().scaled(_WIDTH))
        super().changeEvent(event)

    def _show(self) -> None:
        passing = [row for row in self._rows if lets_through(self._tree, row, self._wanted)]
        every = sum(1 for row in passing if waits(row))
        states = [FilterState(code=ALL, text=_("All"), count=every)]
        for name in CLASSES:
            count = sum(1 for row in passing if row_class(row) == name)
            chip = match_class_chip(name)
            if count or name == self._wanted.match:
                states.append(FilterState(code=name, text=chip.text, count=count, icon=chip.icon))
        skipped = sum(1 for row in passing if row_id(row) in self._skipped)
        if skipped or self._wanted.match == SKIPPED:
            states.append(
                FilterState(code=SKIPPED, text=_("Skipped"), count=skipped, icon="skip-next-outline")
            )
        self.filters.set_state(states, self._wanted.match)
        narrow = self._wanted.narrow
        self.more.setText(_("Filters {n}").format(n=narrow) if narrow else _("Filter…"))
        self.more.set_token("accent" if narrow else "")
        self.more.updateGeometry()
        self.narrower.set_state(
            (
                branches(self._tree, self._rows),
                cities(self._rows, self._names),
                groups(self._rows, self._people),
                standings(self._rows),
            ),
            self._wanted,
        )
        self.list.set_state([self._state(row) for row in self.shown()], self._current)

    def _state(self, row: QueueRow) -> QueueState:
        change = change_words(row.change)
        if row.status == "disputed":
            change = _("decided differently")
        if row_id(row) in self._skipped:
            change = _("skipped")
        return QueueState(
            id=row_id(row),
            unit=row.unit_name,
            item=_DOT.join(part for part in (item_words(self._tree.node(row.item)), row.of) if part),
            match_class=row_class(row),
            effect=round(row.effect),
            change=change,
        )
