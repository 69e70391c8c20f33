"""Progress of assessors in cities: the card around the heat map."""

from PySide6.QtCore import QEvent, QRectF, QSize, QTimer, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from evalapp.base.clock import local_time
from evalapp.base.i18n import _
from evalapp.ui.coordinator.values import short_name
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.heat_map import STEPS, HeatCell, HeatMap, HeatOpened, HeatRow
from evalapp.ui.widgets.labels import ElidedLabel, IconLabel, text_label
from evalapp.work.board import Board, BoardRow

_ROWS_SHOWN = 14
"""A longer table scrolls inside its card, so that the inbox stays in reach."""


class HeatCard(QFrame):
    """Shows a Board. Under the map it says what the cell that was opened holds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._board: Board | None = None
        self.setProperty("card", "true")
        self.map = HeatMap()
        self.map.cell_opened.connect(self._on_cell_opened)
        self._words = ElidedLabel(type="caption", tone="text_2")
        self._words.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.s2, theme.space.s2, theme.space.s2, theme.space.s2)
        column.setSpacing(theme.space.s1)
        column.addLayout(_head())
        column.addWidget(self.map)
        column.addWidget(self._words)

    def set_state(self, board: Board) -> None:
        """Show the progress."""
        self._board = board
        rows = [_heat_row(board, row) for row in board.rows]
        copies = [board.copies_in(unit.key) for unit in board.units]
        rows.append(
            HeatRow(
                code="",
                name=_("Copies by city"),
                texts=tuple(f"{there}/{wanted}" for there, wanted in copies),
                total=f"{board.pieces_in}/{board.pieces}",
            )
        )
        self.map.set_state([(unit.key, short_name(unit.name)) for unit in board.units], rows)
        self._fit()

    def _fit(self) -> None:
        most = _ROWS_SHOWN * self.map.verticalHeader().defaultSectionSize()
        self.map.setFixedHeight(min(self.map.sizeHint().height(), most))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and self._board is not None:
            QTimer.singleShot(0, self, self._fit)  # once the map has fitted its rows to the new letters
        super().changeEvent(event)

    @Slot(object)
    def _on_cell_opened(self, opened: HeatOpened) -> None:
        rows = self._board.rows if self._board is not None else ()
        row = next((row for row in rows if row.code == opened.assessor), None)
        if row is None or self._board is None:
            return
        city = next((unit.full_name for unit in self._board.units if unit.key == opened.city), "")
        self._words.setText(_cell_words(row, opened.city, city) if city else _row_words(row))
        self._words.show()


def _heat_row(board: Board, row: BoardRow) -> HeatRow:
    cells = []
    for unit in board.units:
        cell = row.cells.get(unit.key)
        if cell is None:
            cells.append(HeatCell())
        else:
            share = cell.answered / cell.leaves if cell.leaves else 1.0
            cells.append(HeatCell(share=share, submitted=bool(cell.signed_off_at)))
    return HeatRow(
        code=row.code,
        name=row.name,
        cells=tuple(cells),
        total=f"{row.answered}/{row.leaves}",
        last=local_time(row.last_received) if row.last_received else _("never"),
    )


def _cell_words(row: BoardRow, key: str, city: str) -> str:
    cell = row.cells[key]
    words = _("{name}, {city}: {answered} of {leaves} answered, {handed} handed in.").format(
        name=row.name, city=city, answered=cell.answered, leaves=cell.leaves, handed=cell.handed_in
    )
    if not cell.signed_off_at:
        return words
    return words + " " + _("Signed off {time}.").format(time=local_time(cell.signed_off_at))


def _row_words(row: BoardRow) -> str:
    there = sum(1 for cell in row.cells.values() if cell.signed_off_at)
    return _("{name}: {answered} of {leaves} answered, {there} of {wanted} cities handed in.").format(
        name=row.name, answered=row.answered, leaves=row.leaves, there=there, wanted=len(row.cells)
    )


def _head() -> QHBoxLayout:
    theme = current_theme()
    head = QHBoxLayout()
    head.setContentsMargins(theme.space.s2, 0, theme.space.s2, 0)
    head.setSpacing(theme.space.s2)
    head.addWidget(text_label(_("Assessors × cities"), type="title"))
    head.addWidget(
        ElidedLabel(_("the share answered of what is assigned, in per cent"), type="caption", tone="text_3"),
        1,
    )
    for part in (
        text_label("0", type="caption", tone="text_3"),
        HeatLegend(),
        text_label("100 %", type="caption", tone="text_3"),
    ):
        head.addWidget(part)
    head.addSpacing(theme.space.s2)
    head.addWidget(IconLabel("check", "text_2", "icon_sm"))
    head.addWidget(text_label(_("handed in"), type="caption", tone="text_3"))
    head.addWidget(text_label("· " + _("Not assigned"), type="caption", tone="text_3"))
    return head


class HeatLegend(QWidget):
    """The fills of the heat map from 0 to 100 per cent."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(STEPS * theme.size.icon, theme.space.s3)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        width = self.width() / STEPS
        for step in range(STEPS):
            painter.fillRect(QRectF(step * width, 0, width, self.height()), theme.color(f"heat.{step}"))
