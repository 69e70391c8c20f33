"""Progress as a heat map: assessors × cities, the number always printed."""

from collections.abc import Sequence
from functools import partial

import msgspec
from PySide6.QtCore import QEvent, QModelIndex, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QStyleOptionViewItem, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.icons import paint_icon
from evalapp.ui.widgets.models.struct_list import Index
from evalapp.ui.widgets.models.struct_table import Column, StructTableModel
from evalapp.ui.widgets.painting import line_text, paint_hatch, text_width
from evalapp.ui.widgets.rows import RowPaint, row_paint
from evalapp.ui.widgets.table import Table, TableDelegate

STEPS = 8


class HeatCell(msgspec.Struct, frozen=True, kw_only=True):
    """One assessor in one city: the share done from 0 to 1, or None if it is not assigned; ``barred`` by interest."""

    share: float | None = None
    barred: bool = False
    submitted: bool = False
    returned: bool = False


class HeatRow(msgspec.Struct, frozen=True, kw_only=True):
    """One assessor: cells in the order of the cities, then the sum and when something last came; ``late`` marks it.

    ``texts`` instead of cells makes a row of words, such as how many copies each city has.
    """

    code: str
    name: str
    cells: tuple[HeatCell, ...] = ()
    texts: tuple[str, ...] = ()
    total: str = ""
    last: str = ""
    late: bool = False


class HeatOpened(msgspec.Struct, frozen=True, kw_only=True):
    """The cell whose list is wanted; ``city`` is empty for the assessor as a whole."""

    assessor: str
    city: str


_STRETCHED = 24
"""Up to so many cities share the width; more of them scroll."""


class HeatMap(Table):
    """Arrows move, Enter or a click opens the list behind a cell, Ctrl+C copies the table.

    Signals:
        cell_opened: a HeatOpened.
    """

    cell_opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(HeatDelegate(), _("Progress by assessor and city"), parent)
        self._cities: tuple[tuple[str, str], ...] = ()
        self._rows: tuple[HeatRow, ...] = ()
        self._model = StructTableModel[HeatRow]([], parent=self)
        self.setModel(self._model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setProperty("dense", "true")
        self.setSizeAdjustPolicy(QAbstractItemView.SizeAdjustPolicy.AdjustToContents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.clicked.connect(self._on_opened)
        self.activated.connect(self._on_opened)

    def set_state(self, cities: Sequence[tuple[str, str]], rows: Sequence[HeatRow]) -> None:
        """Show (code, short name) cities as columns and these rows."""
        self._rows = tuple(rows)
        if self._cities != tuple(cities) or self._model.columnCount() == 0:
            self._cities = tuple(cities)
            self._model.set_columns(self._columns())
        self._model.set_rows(self._rows)
        self._fit()

    def _columns(self) -> list[Column[HeatRow]]:
        columns: list[Column[HeatRow]] = [Column(_("Assessor"), _assessor)]
        for place, (_code, name) in enumerate(self._cities):
            columns.append(
                Column(
                    name, partial(cell_text, place=place), centre=True, hint=partial(cell_words, place=place)
                )
            )
        columns += [Column(_("Answered"), _total, right=True), Column(_("Last received"), _last, right=True)]
        return columns

    def _fit(self) -> None:
        theme = current_theme()
        self.fit_rows(theme.size.row_dense + theme.space.s0)
        header = self.horizontalHeader()
        header.setMinimumSectionSize(1)
        last = self._model.columnCount() - 1
        names = [text_width(f"{row.name} {row.code}", theme.font()) for row in self._rows]
        sides = {
            0: max([*names, text_width(_("Assessor"), theme.font("caption"))]) + theme.space.s4,
            last - 1: self._widest(last - 1),
            last: self._widest(last) + theme.size.icon_sm,
        }
        least = max((text_width(name, theme.font("caption")) for _code, name in self._cities), default=0)
        many = len(self._cities) > _STRETCHED
        for column in range(last + 1):
            fixed = many or column in sides
            header.setSectionResizeMode(
                column, QHeaderView.ResizeMode.Fixed if fixed else QHeaderView.ResizeMode.Stretch
            )
            if fixed:
                self.setColumnWidth(column, round(sides.get(column, least + theme.space.s2)))
        wanted = sum(sides.values()) + len(self._cities) * (least + theme.space.s1)
        self.setMinimumWidth(0 if many else round(wanted))

    def _widest(self, column: int) -> float:
        theme = current_theme()
        head = text_width(
            str(self._model.headerData(column, Qt.Orientation.Horizontal)), theme.font("caption")
        )
        texts = [
            text_width(str(self._model.index(row, column).data() or ""), theme.font())
            for row in range(len(self._rows))
        ]
        return max([head, *texts]) + 2 * theme.space.s2

    @Slot(QModelIndex)
    def _on_opened(self, index: QModelIndex) -> None:
        row = self._model.row(index)
        place = index.column() - 1
        if row is None:
            return
        in_city = 0 <= place < len(self._cities)
        if in_city and (row.texts or row.cells[place].share is None):
            return
        self.cell_opened.emit(HeatOpened(assessor=row.code, city=self._cities[place][0] if in_city else ""))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange and self._cities:
            self.setAccessibleName(_("Progress by assessor and city"))
            self._model.set_columns(self._columns())
            self._fit()
        elif event.type() == QEvent.Type.StyleChange and self._cities:
            self._fit()
        super().changeEvent(event)


class HeatDelegate(TableDelegate):
    """Fill by share in eight steps, number, tick or reply at the corner; hatch if barred, dot if not assigned."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = row_paint(option, index)
        state = row.state
        if not isinstance(state, HeatRow):
            return
        place = index.column() - 1
        painter.save()
        if 0 <= place < len(state.texts):
            font = current_theme().font("caption")
            line_text(painter, row.rect, state.texts[place], font, "text_3", Qt.AlignmentFlag.AlignCenter)
        elif 0 <= place < len(state.cells):
            self._paint_cell(painter, row, state.cells[place])
        elif place < 0:
            self._paint_name(painter, row.rect, state)
        else:
            self._paint_side(
                painter,
                row.rect,
                state,
                str(index.data() or ""),
                last=place > len(state.texts or state.cells),
            )
        if row.focused:
            theme = current_theme()
            width = theme.size.focus_width
            painter.setPen(QPen(theme.color("focus"), width))
            painter.drawRect(row.rect.adjusted(width / 2, width / 2, -width / 2, -width / 2))
        painter.restore()

    def _paint_cell(self, painter: QPainter, row: RowPaint, cell: HeatCell) -> None:
        theme = current_theme()
        gap = theme.size.focus_width * (2 if row.focused else 0.5)
        box = row.rect.adjusted(gap, gap, -gap, -gap)
        if cell.barred:
            paint_hatch(painter, box)
        elif cell.share is None:
            line_text(painter, box, "·", theme.font(), "text_3", Qt.AlignmentFlag.AlignCenter)
        else:
            step = heat_step(cell.share)
            painter.fillRect(box, theme.color(f"heat.{step}"))
            token = f"heat_text.{step}"
            text = str(percent(cell.share))
            corner = theme.size.icon_sm - theme.space.s0
            at = QRectF(box.right() - corner - 1, box.top() + 1, corner, corner)
            marked = cell.returned or cell.submitted
            tight = marked and box.center().x() + text_width(text, theme.font()) / 2 > at.left()
            room = box.adjusted(0, 0, -corner, 0) if tight else box
            font = theme.font("caption") if text_width(text, theme.font()) > room.width() else theme.font()
            line_text(painter, room, text, font, token, Qt.AlignmentFlag.AlignCenter)
            if marked:
                paint_icon(painter, at, "reply" if cell.returned else "check", token)

    def _paint_name(self, painter: QPainter, rect: QRectF, state: HeatRow) -> None:
        theme = current_theme()
        inner = rect.adjusted(theme.space.s2, 0, 0, 0)
        line_text(painter, inner, state.name, theme.font(), "text")
        inner.setLeft(inner.left() + text_width(state.name, theme.font()) + theme.space.s1)
        line_text(painter, inner, state.code, theme.font("caption"), "text_3")

    def _paint_side(self, painter: QPainter, rect: QRectF, state: HeatRow, text: str, *, last: bool) -> None:
        theme = current_theme()
        inner = rect.adjusted(theme.space.s2, 0, -theme.space.s2, 0)
        late = last and state.late
        font = theme.font("caption") if last else theme.font()
        token = "warn" if late else "text_3" if last else "text_2"
        line_text(painter, inner, text, font, token, Qt.AlignmentFlag.AlignRight)
        if late:
            side = theme.size.icon_sm
            left = inner.right() - text_width(text, font) - side - theme.space.s1
            paint_icon(
                painter, QRectF(left, inner.center().y() - side / 2, side, side), "clock-outline", "warn"
            )

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(current_theme().size.control, current_theme().size.row_dense)


def heat_step(share: float) -> int:
    """The fill of a share: step 7 from 90 %, step 0 below 12.5 %."""
    return STEPS - 1 if share >= 0.9 else max(0, min(STEPS - 2, int(share * STEPS)))


def percent(share: float) -> int:
    """Whole per cent; 100 only when all is done, 0 only when nothing is."""
    if 0 < share < 1:
        return min(99, max(1, round(100 * share)))
    return round(100 * share)


def cell_text(row: HeatRow, place: int) -> str:
    """What is copied of a cell."""
    if row.texts:
        return row.texts[place]
    cell = row.cells[place]
    return "" if cell.share is None else str(percent(cell.share))


def cell_words(row: HeatRow, place: int) -> str:
    """What a cell means, in words."""
    if row.texts:
        return row.texts[place]
    cell = row.cells[place]
    if cell.barred:
        return _("Barred: conflict of interest")
    if cell.share is None:
        return _("Not assigned")
    words = [f"{percent(cell.share)} %"]
    words += [_("submitted")] if cell.submitted else []
    words += [_("returned")] if cell.returned else []
    return _(", ").join(words)


def _assessor(row: HeatRow) -> str:
    return f"{row.name} {row.code}".strip()


def _total(row: HeatRow) -> str:
    return row.total


def _last(row: HeatRow) -> str:
    return row.last
