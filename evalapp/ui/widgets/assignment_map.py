"""Who answers which city: persons × cities, changed cell by cell or in blocks."""

from collections.abc import Sequence
from functools import partial
from typing import Literal

import msgspec
from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyleOptionViewItem, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.icons import paint_icon
from evalapp.ui.widgets.models.struct_list import Index
from evalapp.ui.widgets.models.struct_table import Column, StructTableModel
from evalapp.ui.widgets.painting import line_text, paint_hatch, text_width
from evalapp.ui.widgets.rows import RowPaint, row_paint
from evalapp.ui.widgets.table import Table, TableDelegate

To = Literal["assigned", "none", "barred"]
_STRETCHED = 24
"""Up to so many cities share the width; more of them scroll."""
_ROWS = 12
"""A table of more people scrolls."""


class MapCell(msgspec.Struct, frozen=True, kw_only=True):
    """What a person has of a city: all of it, a part (``items`` of ``of``), nothing, or a bar."""

    part: Literal["all", "part", "none", "barred"] = "none"
    items: int = 0
    of: int = 0
    answered: int = 0
    handed_in: bool = False


class MapRow(msgspec.Struct, frozen=True, kw_only=True):
    """A person with a cell for each city."""

    person: str
    name: str
    code: str
    cells: tuple[MapCell, ...]


class MapChange(msgspec.Struct, frozen=True, kw_only=True):
    """What the chosen cells, (person, city), are to become."""

    cells: tuple[tuple[str, str], ...]
    to: To


class AssignmentMap(Table):
    """Cells are chosen one by one or in blocks, and asked to be changed together.

    Arrows move and Shift extends the block; Space, Enter or a double click assigns the block or takes it away, A assigns, Del
    takes away, B bars. Ctrl+C copies the table.

    Signals:
        change_asked: a MapChange.
    """

    change_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_MapDelegate(), _("Who answers which city"), parent)
        self._cities: tuple[tuple[str, str], ...] = ()
        self._rows: tuple[MapRow, ...] = ()
        self._model = StructTableModel[MapRow]([], parent=self)
        self.setModel(self._model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setProperty("dense", "true")
        self.activated.connect(self._on_activated)

    def set_state(self, cities: Sequence[tuple[str, str]], rows: Sequence[MapRow]) -> None:
        """Show (key, short name) cities as columns and these people; the block that is chosen stays chosen."""
        chosen = [(index.row(), index.column()) for index in self.selectedIndexes()]
        here = (self.currentIndex().row(), self.currentIndex().column())
        same = len(rows) == len(self._rows) and self._cities == tuple(cities)
        self._rows = tuple(rows)
        if self._cities != tuple(cities) or self._model.columnCount() == 0:
            self._cities = tuple(cities)
            self._model.set_columns(self._columns())
        self._model.set_rows(self._rows)
        self._fit()
        if same and here[0] >= 0:
            return
        if self._rows and self._cities and not chosen:
            self.setCurrentIndex(self._model.index(0, 1))

    def ask(self, to: To) -> None:
        """Ask for what the chosen cells are to become."""
        cells = self.chosen()
        if cells:
            self.change_asked.emit(MapChange(cells=cells, to=to))

    @Slot()
    def toggle(self) -> None:
        """Assign the chosen cells, or take all of them away where everything is assigned already."""
        found = [self._rows[row].cells[column] for row, column in self._places()]
        every = bool(found) and all(cell.part in ("all", "barred") for cell in found)
        self.ask("none" if every else "assigned")

    def chosen(self) -> tuple[tuple[str, str], ...]:
        """(person, city) of the chosen cells."""
        return tuple((self._rows[row].person, self._cities[column][0]) for row, column in self._places())

    def choose(self, cells: Sequence[tuple[str, str]]) -> None:
        """Choose these cells, (person, city)."""
        people = [row.person for row in self._rows]
        keys = [key for key, _name in self._cities]
        self.clearSelection()
        for person, city in cells:
            index = self._model.index(people.index(person), keys.index(city) + 1)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.Select)

    def person(self) -> str:
        """The person of the current row; "" for nobody."""
        row = self._model.row(self.currentIndex())
        return "" if row is None else row.person

    def _places(self) -> list[tuple[int, int]]:
        found = {(index.row(), index.column() - 1) for index in self.selectedIndexes()}
        return sorted(place for place in found if place[1] >= 0)

    def _columns(self) -> list[Column[MapRow]]:
        columns: list[Column[MapRow]] = [Column(_("Assessor"), _called)]
        for place, (_key, name) in enumerate(self._cities):
            columns.append(
                Column(
                    name, partial(cell_text, place=place), centre=True, hint=partial(cell_words, place=place)
                )
            )
        return columns

    def _fit(self) -> None:
        theme = current_theme()
        self.fit_rows(theme.size.row_dense + theme.space.s0)
        header = self.horizontalHeader()
        header.setMinimumSectionSize(1)
        names = [text_width(_called(row), theme.font()) for row in self._rows]
        first = max([*names, text_width(_("Assessor"), theme.font("caption"))]) + theme.space.s4
        least = max((text_width(name, theme.font("caption")) for _key, name in self._cities), default=0)
        many = len(self._cities) > _STRETCHED
        for column in range(self._model.columnCount()):
            fixed = many or not column
            mode = QHeaderView.ResizeMode.Fixed if fixed else QHeaderView.ResizeMode.Stretch
            header.setSectionResizeMode(column, mode)
            if fixed:
                self.setColumnWidth(column, round(first if not column else least + theme.space.s2))
        wanted = first + len(self._cities) * (least + theme.space.s1)
        self.setMinimumWidth(0 if many else round(wanted))
        rows = min(max(1, len(self._rows)), _ROWS) * self.verticalHeader().defaultSectionSize()
        bar = self.horizontalScrollBar().sizeHint().height() if many else 0
        self.setFixedHeight(rows + header.sizeHint().height() + bar + 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        asked: dict[int, To] = {Qt.Key.Key_A: "assigned", Qt.Key.Key_Delete: "none", Qt.Key.Key_B: "barred"}
        if plain and event.key() in asked:
            self.ask(asked[event.key()])
        elif plain and event.key() == Qt.Key.Key_Space:
            self.toggle()
        else:
            super().keyPressEvent(event)

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        if index.column():
            self.toggle()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange and self._cities:
            self.setAccessibleName(_("Who answers which city"))
            self._model.set_columns(self._columns())
            self._fit()
        elif event.type() == QEvent.Type.StyleChange and self._cities:
            self._fit()
        super().changeEvent(event)


class _MapDelegate(TableDelegate):
    """A tick where all is assigned, a count for a part, hatch for a bar, a dot for nothing; an arrow once it is handed in."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = row_paint(option, index)
        if not isinstance(row.state, MapRow):
            return
        theme = current_theme()
        painter.save()
        if index.column():
            self._paint_cell(painter, row, row.state.cells[index.column() - 1])
        else:
            inner = row.rect.adjusted(theme.space.s2, 0, 0, 0)
            line_text(painter, inner, row.state.name, theme.font(), "text")
            inner.setLeft(inner.left() + text_width(row.state.name, theme.font()) + theme.space.s1)
            line_text(painter, inner, row.state.code, theme.font("caption"), "text_3")
        if row.selected or row.focused:
            width = theme.size.focus_width if row.focused else 1
            painter.setPen(QPen(theme.color("focus" if row.focused else "accent"), width))
            painter.drawRect(row.rect.adjusted(width / 2, width / 2, -width / 2, -width / 2))
        painter.restore()

    def _paint_cell(self, painter: QPainter, row: RowPaint, cell: MapCell) -> None:
        theme = current_theme()
        box = row.rect.adjusted(1, 1, -1, -1)
        if cell.part == "barred":
            paint_hatch(painter, box)
        elif cell.part == "none":
            painter.fillRect(box, theme.color("bg_selected" if row.selected else "bg_surface"))
            line_text(painter, box, "·", theme.font(), "text_3", Qt.AlignmentFlag.AlignCenter)
        else:
            step = 2 if cell.part == "all" else 1
            painter.fillRect(box, theme.color(f"heat.{step}"))
            token = f"heat_text.{step}"
            if cell.part == "part":
                font = theme.font("caption")
                line_text(painter, box, f"{cell.items}/{cell.of}", font, token, Qt.AlignmentFlag.AlignCenter)
                return
            side = theme.size.icon_sm
            at = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
            paint_icon(painter, at, "send-check-outline" if cell.handed_in else "check", token)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(current_theme().size.control, current_theme().size.row_dense)


def cell_text(row: MapRow, place: int) -> str:
    """What is copied of a cell: how many items of how many."""
    cell = row.cells[place]
    if cell.part == "barred":
        return _("barred")
    return "" if cell.part == "none" else f"{cell.items}/{cell.of}"


def cell_words(row: MapRow, place: int) -> str:
    """What a cell means, in words."""
    cell = row.cells[place]
    if cell.part == "barred":
        return _("Barred: conflict of interest")
    if cell.part == "none":
        return _("Not assigned")
    words = _("{n} of {of} items, {answered} answered").format(
        n=cell.items, of=cell.of, answered=cell.answered
    )
    return words + _(", ") + _("handed in") if cell.handed_in else words


def _called(row: MapRow) -> str:
    return f"{row.name} {row.code}".strip()
