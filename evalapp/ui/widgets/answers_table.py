"""The answers of several cities to one item: a line a city, one of them open."""

from collections.abc import Sequence
from typing import Literal

import msgspec
from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.icons import paint_icon
from evalapp.ui.widgets.item_tree import LEAF_ICONS
from evalapp.ui.widgets.models.item_tree import LeafStatus, status_word
from evalapp.ui.widgets.models.struct_list import Index
from evalapp.ui.widgets.models.struct_table import Column, StructTableModel
from evalapp.ui.widgets.painting import line_text, text_width
from evalapp.ui.widgets.rows import RowPaint
from evalapp.ui.widgets.table import Table, TableDelegate

CITY, ANSWER, POINTS, EVIDENCE, CONFIDENCE, NOTE, PROBLEM = range(7)
_WIDEST = {CITY: 24, ANSWER: 22}
_HELD = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


class CityAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What one city has for the item. ``status`` is its icon and, where there is no answer, its word.

    ``applies`` is false where the form's rule excludes the item: such a row is faint. ``closed`` says why the city does not
    have the item at all; such a row cannot be opened.
    """

    city: str
    name: str
    status: LeafStatus
    answer: str = ""
    points: str = ""
    evidence: int = 0
    confidence: str = ""
    note: str = ""
    problem: Literal["", "error", "evidence", "warn"] = ""
    why: str = ""
    applies: bool = True
    closed: str = ""


class AnswersTable(Table):
    """Cities with their answers. The current row is the city that is open; further rows may be selected with it.

    Signals:
        city_chosen: the key of the city that the user went to.
        card_asked: the city's card is wanted: by a click or by Enter.
    """

    city_chosen = Signal(object)
    card_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_Delegate(), _("Answers of my cities"), parent)
        self._model = StructTableModel[CityAnswer](_columns(), _can_open, self)
        self._binding = False
        self._fitted: tuple[object, ...] = ()
        self.setModel(self._model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)
        self.activated.connect(self._on_activated)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def set_state(self, rows: Sequence[CityAnswer], city: str) -> None:
        """Show these answers, ``city`` being open; nothing is told. Rows stay selected while the cities are the same."""
        self._binding = True
        before = [row.city for row in self._model.rows()]
        self._model.set_rows(rows)
        if before != [row.city for row in rows]:
            self.clearSelection()
        self._binding = False
        self.set_city(city)
        self.fit()

    def set_city(self, city: str) -> None:
        """Mark a city as the one that is open. A selection that it is part of is kept."""
        row = next((place for place, row in enumerate(self._model.rows()) if row.city == city), -1)
        index = self._model.index(row, 0)
        if row < 0 or index == self.currentIndex():
            return
        self._binding = True
        kept = self.selectionModel().isRowSelected(row, QModelIndex())
        flags = QItemSelectionModel.SelectionFlag
        how = flags.NoUpdate if kept else flags.ClearAndSelect | flags.Rows
        self.selectionModel().setCurrentIndex(index, how)
        self.scrollTo(index)
        self._binding = False

    def chosen(self) -> tuple[str, ...]:
        """The keys of the selected cities, in the order of the table."""
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        return tuple(self._model.rows()[place].city for place in places)

    def rows(self) -> tuple[CityAnswer, ...]:
        """The rows shown."""
        return self._model.rows()

    def fit(self) -> None:
        """Give every column what its cells need, the justification the rest; measured only where words are new."""
        rows, theme = self._model.rows(), current_theme()
        measure = QFontMetricsF(theme.font())
        pad = 2 * theme.space.s2
        words = tuple(frozenset(_words(row, column) for row in rows) for column in (CITY, ANSWER, POINTS))
        said = (words, theme.font().toString(), tuple(column.title for column in _columns()))
        if said == self._fitted:
            return
        self._fitted = said
        header = self.horizontalHeader()
        for column, title in enumerate(column.title for column in _columns()):
            header.setSectionResizeMode(
                column, QHeaderView.ResizeMode.Stretch if column == NOTE else QHeaderView.ResizeMode.Fixed
            )
            widest = text_width(title, header.font()) + theme.space.s1
            if column in (CITY, ANSWER, POINTS):
                widest = max([widest, *(text_width(text, theme.font(bold=True)) for text in words[column])])
                widest = min(widest, _WIDEST.get(column, 40) * measure.averageCharWidth() * 1.4)
            if column == ANSWER:
                widest += theme.size.icon_sm + theme.space.s1
            self.setColumnWidth(column, round(widest + pad + 1))

    @Slot(QModelIndex)
    def _on_current_changed(self, index: QModelIndex) -> None:
        row = self._model.row(index)
        if row is not None and not self._binding:
            self.city_chosen.emit(row.city)

    @Slot(QModelIndex)
    def _on_activated(self, _index: QModelIndex) -> None:
        self.card_asked.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._model.set_columns(_columns())
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.StyleChange) and hasattr(self, "_fitted"):
            self.fit_rows()
            self.fit()
        super().changeEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        plain = not event.modifiers() & _HELD and event.button() == Qt.MouseButton.LeftButton
        if plain and self.indexAt(event.position().toPoint()).isValid() and len(self.chosen()) == 1:
            self.card_asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Ctrl with an arrow moves to the city before or after from wherever the focus is: the page acts on it.
        arrows = event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
        if arrows and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)


class _Delegate(TableDelegate):
    """The state's icon stands before the answer, that of a problem alone; a city without the item is faint."""

    def tone(self, row: RowPaint, index: Index) -> str:
        answer: CityAnswer = row.state
        if answer.closed or not answer.applies:
            return "text_3"
        return "text_2" if index.column() == NOTE or not answer.answer else "text"

    def bold(self, row: RowPaint, index: Index) -> bool:
        return row.selected and index.column() == CITY

    def paint_cell(self, painter: QPainter, row: RowPaint, index: Index) -> bool:
        answer: CityAnswer = row.state
        theme = current_theme()
        inner = row.rect.adjusted(theme.space.s2, 0, -theme.space.s2, 0)
        side = theme.size.icon_sm
        box = QRectF(inner.left(), inner.center().y() - side / 2, side, side)
        if index.column() == PROBLEM and answer.problem:
            icon, token = LEAF_ICONS[answer.problem]
            paint_icon(painter, box, icon, token)
            return True
        if index.column() == ANSWER:
            icon, token = LEAF_ICONS[answer.status]
            paint_icon(painter, box, icon, token)
            inner.setLeft(inner.left() + side + theme.space.s1)
            line_text(painter, inner, _words(answer, ANSWER), theme.font(), self.tone(row, index))
            return True
        return index.column() == PROBLEM


def _words(row: CityAnswer, column: int) -> str:
    if column == CITY:
        return row.name
    return row.points if column == POINTS else row.answer or status_word(row.status)


def _can_open(row: CityAnswer) -> bool:
    return not row.closed


def _columns() -> list[Column[CityAnswer]]:
    return [
        Column(_("City"), lambda row: row.name, hint=lambda row: row.closed or row.name),
        Column(_("Answer"), lambda row: _words(row, ANSWER), hint=lambda row: _words(row, ANSWER)),
        Column(_("Points"), lambda row: row.points, right=True),
        Column(_("Evidence"), lambda row: str(row.evidence) if row.evidence else "", right=True),
        Column(_("Confidence"), lambda row: row.confidence),
        Column(_("Justification"), lambda row: row.note, hint=lambda row: row.note),
        Column(
            _("Problem"),
            lambda row: status_word(row.problem) if row.problem else "",
            hint=lambda row: row.why,
        ),
    ]
