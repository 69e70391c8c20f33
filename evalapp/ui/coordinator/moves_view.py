"""What a change would move: counts by what cells are and would be, and the cells behind each count."""

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from evalapp.base.i18n import _, ngettext
from evalapp.merge.words import source_word
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.chips import FilterChips, FilterState
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.models.struct_table import Column, StructTableModel
from evalapp.ui.widgets.table import Table, TableDelegate
from evalapp.work.foreseeing import NOBODY, CellMove, Foreseen

_ROWS = 7
_ALL = "all"


class MovesView(QWidget):
    """A sentence, a chip for each way that cells would go, and the cells; Enter opens a cell where it is decided.

    Signals:
        cell_asked: unit key and item of a cell that is to be looked at.
    """

    cell_asked = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seen = Foreseen()
        self._on = _ALL
        self.words = text_label(tone="text_2", wrap=True)
        self.filters = FilterChips(_("What would move"))
        self.filters.chosen.connect(self._on_filtered)
        self.table = MovesTable()
        self.table.activated.connect(self._on_opened)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current_theme().space.s2)
        column.addWidget(self.words)
        column.addWidget(self.filters)
        column.addWidget(self.table)
        self.set_state(None)

    def set_state(self, seen: Foreseen | None) -> None:
        """Show what would move; None while nothing is planned."""
        self._seen = seen or Foreseen()
        moved = len(self._seen.moves)
        self.setVisible(seen is not None)
        self.words.setText(
            ngettext(
                "{n} cell would be something else in the comparison.",
                "{n} cells would be something else in the comparison.",
                moved,
            ).format(n=moved)
            if moved
            else _("Nothing that is in the comparison by now would change.")
        )
        self._show(_ALL)

    @Slot(object)
    def _on_filtered(self, code: str) -> None:
        self._show(code)

    def _show(self, on: str) -> None:
        self._on = on
        counts = self._seen.counts()
        states = [FilterState(code=_ALL, text=_("All"), count=len(self._seen.moves))]
        states += [
            FilterState(code=f"{before}>{after}", text=_way(before, after), count=n)
            for before, after, n in counts
        ]
        self.filters.set_state(states if counts else (), on)
        self.filters.setVisible(bool(counts))
        rows = [move for move in self._seen.moves if on in (_ALL, f"{move.before}>{move.after}")]
        self.table.set_state(rows)
        self.table.setVisible(bool(rows))

    @Slot(QModelIndex)
    def _on_opened(self, index: QModelIndex) -> None:
        if (move := self.table.move_at(index)) is not None:
            self.cell_asked.emit(move.unit, move.item)


class MovesTable(Table):
    """The cells that would move, a row each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(TableDelegate(), _("Cells that would move"), parent)
        columns: list[Column[CellMove]] = [
            Column(_("City"), _city),
            Column(_("Item"), _item),
            Column(_("Now"), _before),
            Column(_("Then"), _after),
        ]
        self._model = StructTableModel[CellMove](columns, parent=self)
        self.setModel(self._model)

    def set_state(self, moves: list[CellMove]) -> None:
        """Show these cells."""
        self._model.set_rows(moves)
        self.fit_columns(3)
        rows = min(len(moves), _ROWS) * current_theme().size.row_dense
        self.setFixedHeight(rows + self.horizontalHeader().sizeHint().height() + 2)

    def move_at(self, index: QModelIndex) -> CellMove | None:
        """The cell of a row."""
        return self._model.row(index)


def standing_words(status: str) -> str:
    """What a cell is, in words."""
    return _("nobody's answer") if status == NOBODY else source_word(status)


def _way(before: str, after: str) -> str:
    return _("{before}, then {after}").format(before=standing_words(before), after=standing_words(after))


def _city(move: CellMove) -> str:
    return move.unit_name


def _item(move: CellMove) -> str:
    return move.item


def _before(move: CellMove) -> str:
    return standing_words(move.before)


def _after(move: CellMove) -> str:
    return standing_words(move.after)
