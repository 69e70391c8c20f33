"""The units that moved between two publications: a line each."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtWidgets import QWidget

from evalapp.base.i18n import _
from evalapp.ui.widgets.models.struct_list import Index
from evalapp.ui.widgets.models.struct_table import Column, StructTableModel
from evalapp.ui.widgets.rows import RowPaint
from evalapp.ui.widgets.table import Table, TableDelegate
from evalapp.work.publication_diff import MovedUnit
from evalapp.work.publication_words import change_of, change_words, moved_by_words, rank_words, score_words


class MovedTable(Table):
    """The units that moved, the furthest first.

    Signals:
        unit_chosen: the key of the unit that the user went to.
        unit_opened: the key of the unit, by Enter or a click.
    """

    unit_chosen = Signal(object)
    unit_opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_UnitDelegate(), _("Units that moved"), parent)
        columns: list[Column[MovedUnit]] = [
            Column(_("City"), _unit_name),
            Column(_("Rank"), ranks, right=True),
            Column(_("Places"), _places, right=True),
            Column(_("Score"), scores, right=True),
            Column(_("Change"), _change, right=True),
            Column(_("What moved it"), moved_by_words, hint=moved_by_words),
        ]
        self._model = StructTableModel[MovedUnit](columns, parent=self)
        self.setModel(self._model)
        self._binding = False
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.activated.connect(self._on_opened)
        self.clicked.connect(self._on_opened)

    def set_state(self, units: Sequence[MovedUnit], chosen: str) -> None:
        """Show these units; nothing is told."""
        self._binding = True
        self._model.set_rows(units)
        self.fit_columns(5)
        self.fit_rows()
        place = next((n for n, unit in enumerate(units) if unit.unit == chosen), 0)
        if units:
            self.selectRow(place)
        self._binding = False

    def rows(self) -> tuple[MovedUnit, ...]:
        """The units shown."""
        return self._model.rows()

    def chosen(self) -> MovedUnit | None:
        """The unit at hand."""
        return self._model.row(self.currentIndex())

    @Slot(QModelIndex)
    def _on_current(self, index: QModelIndex) -> None:
        unit = self._model.row(index)
        if unit is not None and not self._binding:
            self.unit_chosen.emit(unit.unit)

    @Slot(QModelIndex)
    def _on_opened(self, index: QModelIndex) -> None:
        if (unit := self._model.row(index)) is not None:
            self.unit_opened.emit(unit.unit)


class _UnitDelegate(TableDelegate):
    def bold(self, row: RowPaint, index: Index) -> bool:
        return index.column() == 0

    def tone(self, row: RowPaint, index: Index) -> str:
        return "text_2" if index.column() == 5 else "text"


def how_far(unit: MovedUnit) -> tuple[bool, int, float]:
    """Sorts the furthest first: what came into the ranking or left it, then by places and points."""
    ranked = [row is not None and row.rank is not None for row in (unit.before, unit.after)]
    return ranked[0] == ranked[1], -abs(_shift(unit) or 0), -abs(change_of(unit) or 0.0)


def _shift(unit: MovedUnit) -> int | None:
    """By how many places it rose."""
    before, after = unit.before, unit.after
    if before is None or after is None or before.rank is None or after.rank is None:
        return None
    return before.rank - after.rank


def _unit_name(unit: MovedUnit) -> str:
    return unit.name


def ranks(unit: MovedUnit) -> str:
    """The rank before and after."""
    return f"{rank_words(unit.before)} → {rank_words(unit.after)}"


def _places(unit: MovedUnit) -> str:
    shift = _shift(unit)
    return "" if not shift else f"↑{shift}" if shift > 0 else f"↓{-shift}"


def scores(unit: MovedUnit) -> str:
    """The total before and after."""
    return f"{score_words(unit.before)} → {score_words(unit.after)}"


def _change(unit: MovedUnit) -> str:
    return change_words(change_of(unit))
