"""The ranking: rank, city, total with its bar, one column a top group; grades as bands between the rows."""

from collections.abc import Sequence
from functools import partial

import msgspec
from PySide6.QtCore import QEvent, QModelIndex, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyleOptionViewItem, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.models.struct_list import Index
from evalapp.ui.widgets.models.struct_table import Column, StructTableModel
from evalapp.ui.widgets.painting import line_text, rounded, text_width
from evalapp.ui.widgets.rows import RowPaint
from evalapp.ui.widgets.table import Table, TableDelegate

_RANK, _NAME, _TOTAL, _GROUPS = range(4)
_GRADE_TOKENS = 4


class RankRow(msgspec.Struct, frozen=True, kw_only=True):
    """One unit, or with ``band`` the head of a grade: its name, and ``words`` after it.

    ``grade`` counts from 1, the best, of ``grades``; 0 is none. ``share`` is the total as a part of the full
    score. ``groups`` are printed as given, in the order of the columns. A unit without a rank says why in
    ``words``.
    """

    code: str
    name: str
    band: bool = False
    rank: str = ""
    total: str = ""
    share: float = 0.0
    grade: int = 0
    grades: int = 4
    groups: tuple[str, ...] = ()
    words: str = ""


class RankingTable(Table):
    """Units in the order of the ranking. A row is a door to the unit.

    Signals:
        unit_chosen: the code of the unit that became current.
        unit_opened: the code of the unit, by Enter or a double click.
    """

    unit_chosen = Signal(object)
    unit_opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(RankingDelegate(), _("Ranking"), parent)
        self._groups: tuple[str, ...] = ()
        self._units = ""
        self._binding = False
        self._model = StructTableModel[RankRow](_columns((), ""), enabled=_is_unit, parent=self)
        self.setModel(self._model)
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)
        self.activated.connect(self._on_activated)

    def set_state(
        self, groups: Sequence[str], rows: Sequence[RankRow], current: str = "", units: str = ""
    ) -> None:
        """Show a column for each of ``groups`` and these rows, ``current`` selected; nothing is told.

        ``units`` heads the column of names, "" for cities.
        """
        self._binding = True
        if (self._groups, self._units) != (tuple(groups), units):
            self._groups, self._units = tuple(groups), units
            self._model.set_columns(_columns(self._groups, units))
        self._model.set_rows(rows)
        self._fit()
        for place, row in enumerate(rows):
            if row.code == current and not row.band:
                self.setCurrentIndex(self._model.index(place, _NAME))
        self._binding = False

    def _fit(self) -> None:
        self.clearSpans()
        for place, row in enumerate(self._model.rows()):
            if row.band:
                self.setSpan(place, 0, 1, self._model.columnCount())
        self.fit_columns(_TOTAL)
        self.fit_rows()
        self._fit_groups()

    def _fit_groups(self) -> None:
        """Where it is tight the headings of the groups give way, never the total and its bar."""
        theme, header = current_theme(), self.horizontalHeader()
        groups = range(_GROUPS, self._model.columnCount())
        wanted = {
            column: max(self.sizeHintForColumn(column), header.sectionSizeHint(column)) for column in groups
        }
        least = round(text_width("000.00", theme.font("strong"))) + 3 * theme.space.s2
        used = sum(header.sectionSize(column) for column in range(_TOTAL))
        room = self.viewport().width() - used - least - theme.size.control
        share = max(least, room // max(len(groups), 1))
        tight = sum(wanted.values()) > room
        for column, width in wanted.items():
            self.setColumnWidth(column, min(width, share) if tight else width)
        scrolls = tight and least * len(groups) > room
        header.setSectionResizeMode(
            _TOTAL, QHeaderView.ResizeMode.Interactive if scrolls else QHeaderView.ResizeMode.Stretch
        )
        if scrolls:
            self.setColumnWidth(_TOTAL, least + theme.size.control)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_groups()

    @Slot(QModelIndex)
    def _on_current_changed(self, index: QModelIndex) -> None:
        row = self._model.row(index)
        if row is not None and not row.band and not self._binding:
            self.unit_chosen.emit(row.code)

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        row = self._model.row(index)
        if row is not None and not row.band:
            self.unit_opened.emit(row.code)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(_("Ranking"))
            self._model.set_columns(_columns(self._groups, self._units))
            self._fit()
        elif event.type() == QEvent.Type.StyleChange and self._model.rows():
            self._fit()
        super().changeEvent(event)


class RankingDelegate(TableDelegate):
    """Bars in the colour of the grade; the band with its steps ▮▮▮▯, which say the grade without colour."""

    def paint_cell(self, painter: QPainter, row: RowPaint, index: Index) -> bool:
        state = row.state
        if not isinstance(state, RankRow):
            return False
        if state.band:
            self._paint_band(painter, row.rect, state)
            return True
        if index.column() == _TOTAL:
            self._paint_total(painter, row.rect, state)
            return True
        return False

    def _paint_band(self, painter: QPainter, rect: QRectF, state: RankRow) -> None:
        theme = current_theme()
        rounded(painter, rect.adjusted(0, 0, 0, -1), 0, "bg_window")
        inner = rect.adjusted(theme.space.s2, 0, -theme.space.s2, 0)
        if state.grade:
            inner.setLeft(paint_grade(painter, inner, state.grade, state.grades) + theme.space.s1)
        bold = theme.font("caption", bold=True)
        line_text(painter, inner, state.name, bold, "text")
        inner.setLeft(inner.left() + text_width(state.name, bold) + theme.space.s1)
        line_text(painter, inner, state.words, theme.font("caption"), "text_3")

    def _paint_total(self, painter: QPainter, rect: QRectF, state: RankRow) -> None:
        theme = current_theme()
        inner = rect.adjusted(theme.space.s2, 0, -theme.space.s2, 0)
        if not state.total:
            line_text(painter, inner, state.words, theme.font("caption"), "text_3")
            return
        font = theme.font("strong")
        width = text_width("000.00", font)
        number = QRectF(inner.left(), inner.top(), width, inner.height())
        line_text(painter, number, state.total, font, "text", Qt.AlignmentFlag.AlignRight)
        inner.setLeft(number.right() + theme.space.s2)
        thick = theme.space.s3
        bar = QRectF(
            inner.left(),
            inner.center().y() - thick / 2,
            inner.width() * min(max(state.share, 0.0), 1.0),
            thick,
        )
        fill, edge = grade_tokens(state.grade, state.grades)
        rounded(painter, bar, 0, fill, edge)

    def tone(self, row: RowPaint, index: Index) -> str:
        return "text_2" if index.column() >= _GROUPS else "text"

    def bold(self, row: RowPaint, index: Index) -> bool:
        return index.column() == _NAME

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        theme = current_theme()
        hint = super().sizeHint(option, index)
        if index.column() == _TOTAL:
            return QSize(
                round(text_width("000.00", theme.font("strong"))) + 4 * theme.size.control, hint.height()
            )
        return hint


def grade_tokens(grade: int, grades: int) -> tuple[str, str]:
    """Fill and edge of a grade: the first three steps for all but the last, sand for the last; grey for none."""
    if grade <= 0:
        return "border_input", ""
    step = _GRADE_TOKENS if grade >= grades else min(grade, _GRADE_TOKENS - 1)
    return f"grade_{step}", f"grade_{step}_edge" if step >= 3 else ""


def paint_grade(painter: QPainter, rect: QRectF, grade: int, grades: int) -> float:
    """Steps of a grade, filled from the left: all for the best, one for the last; gives where they end."""
    theme = current_theme()
    fill, edge = grade_tokens(grade, grades)
    width, height = theme.space.s1 + 1, theme.space.s2 + theme.space.s0
    x = rect.left()
    for step in range(grades):
        box = QRectF(x, rect.center().y() - height / 2, width, height)
        rounded(painter, box, 0, fill if step <= grades - grade else "", edge or fill)
        x += width + 1
    return x


def _columns(groups: Sequence[str], units: str) -> list[Column[RankRow]]:
    columns = [
        Column(_("Rank"), _rank, right=True),
        Column(units or _("City"), _name),
        Column(_("Total"), _total),
    ]
    return columns + [
        Column(title, partial(_group, place=place), right=True) for place, title in enumerate(groups)
    ]


def _is_unit(row: RankRow) -> bool:
    return not row.band


def _rank(row: RankRow) -> str:
    return f"{row.name} {row.words}" if row.band else row.rank


def _name(row: RankRow) -> str:
    return "" if row.band else row.name


def _total(row: RankRow) -> str:
    return row.total


def _group(row: RankRow, place: int) -> str:
    return row.groups[place] if place < len(row.groups) else ""
