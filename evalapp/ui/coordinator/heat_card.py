"""Progress of assessors in cities: the card around the heat map."""

from msgspec import Struct
from PySide6.QtCore import QEvent, QRectF, QSize, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from evalapp.base.clock import local_time
from evalapp.base.i18n import _
from evalapp.ui.coordinator.board_figures import mode_words
from evalapp.ui.coordinator.values import short_name
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.flow import FlowLayout
from evalapp.ui.widgets.heat_map import STEPS, HeatCell, HeatMap, HeatOpened, HeatRow
from evalapp.ui.widgets.labels import IconLabel, text_label
from evalapp.work.board import Board, BoardRow
from evalapp.work.outlook import Marks
from evalapp.work.pieces import Mode, Piece


class Heat(Struct, frozen=True, kw_only=True):
    """What the map shows: the board, the pieces looked through (none while they are being), which way, who is late, marks."""

    board: Board
    pieces: dict[tuple[str, str], Piece] | None
    mode: Mode
    late: frozenset[str]
    marks: Marks

    def done(self, row: BoardRow, unit: str) -> int:
        """How many answers of a piece are as far as the mode says; what is not known yet counts as answered."""
        cell = row.cells[unit]
        if self.mode == "submitted":
            return cell.handed_in
        piece = None if self.pieces is None else self.pieces.get((row.person, unit))
        return cell.answered if self.mode == "answered" or piece is None else piece.done(self.mode)


_ROWS_SHOWN = 14
"""A longer table scrolls inside its card, so that the inbox stays in reach."""


class HeatCard(QFrame):
    """Shows how far each assessor is in each city, in one of several ways.

    Signals:
        piece_asked: the person and the unit (keys) whose answers are wanted; no unit for all of the person.
    """

    piece_asked = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._heat: Heat | None = None
        self.setProperty("card", "true")
        self.map = HeatMap()
        self.map.cell_opened.connect(self._on_cell_opened)
        self.words = text_label(type="caption", tone="text_3")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.s2, theme.space.s2, theme.space.s2, theme.space.s2)
        column.setSpacing(theme.space.s1)
        column.addWidget(_head(self.words))
        column.addWidget(self.map)

    def set_state(self, heat: Heat) -> None:
        """Show the progress."""
        self._heat = heat
        board = heat.board
        self.words.setText(mode_words(heat.mode))
        rows = [_heat_row(heat, row) for row in board.rows]
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
        if event.type() == QEvent.Type.StyleChange and self._heat is not None:
            QTimer.singleShot(0, self, self._fit)  # once the map has fitted its rows to the new letters
        super().changeEvent(event)

    @Slot(object)
    def _on_cell_opened(self, opened: HeatOpened) -> None:
        rows = self._heat.board.rows if self._heat is not None else ()
        row = next((row for row in rows if row.code == opened.assessor), None)
        if row is not None:
            self.piece_asked.emit(row.person, opened.city)


def _heat_row(heat: Heat, row: BoardRow) -> HeatRow:
    done = {unit.key: heat.done(row, unit.key) for unit in heat.board.units if unit.key in row.cells}
    return HeatRow(
        code=row.code,
        name=row.name,
        cells=tuple(_heat_cell(heat, row, unit.key, done.get(unit.key)) for unit in heat.board.units),
        total=f"{sum(done.values())}/{row.leaves}",
        last=local_time(row.last_received) if row.last_received else _("never"),
        late=row.person in heat.late,
    )


def _heat_cell(heat: Heat, row: BoardRow, unit: str, done: int | None) -> HeatCell:
    if done is None:
        return HeatCell(barred=(row.person, unit) in heat.marks.barred)
    cell = row.cells[unit]
    return HeatCell(
        share=min(1.0, done / cell.leaves) if cell.leaves else 1.0,
        submitted=bool(cell.signed_off_at),
        returned=(row.person, unit) in heat.marks.returned,
    )


def _head(words: QWidget) -> QWidget:
    """Title and words, then what the fills and signs mean, on a line of its own where there is no room beside them."""
    theme = current_theme()
    legend = QWidget()
    row = QHBoxLayout(legend)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.space.s2)
    for part in (
        text_label("0", type="caption", tone="text_3"),
        HeatLegend(),
        text_label("100 %", type="caption", tone="text_3"),
        IconLabel("check", "text_2", "icon_sm"),
        text_label(_("handed in"), type="caption", tone="text_3"),
        IconLabel("reply", "text_2", "icon_sm"),
        text_label(_("returned"), type="caption", tone="text_3"),
        text_label("· " + _("Not assigned"), type="caption", tone="text_3"),
    ):
        row.addWidget(part)
    head = QWidget()
    head.setContentsMargins(theme.space.s2, 0, theme.space.s2, 0)
    flow = FlowLayout(head, gap=theme.space.s2, last="push")
    flow.addWidget(text_label(_("Assessors × cities"), type="title"))
    flow.addWidget(words)
    flow.addWidget(legend)
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
