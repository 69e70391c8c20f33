"""What a paste would do, before anything is written: counts by kind, every cell, and the two ways on."""

from collections.abc import Sequence
from typing import Literal

import msgspec
from PySide6.QtCore import QModelIndex, QRectF, QSize, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStyleOptionViewItem, QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.icons import paint_icon
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.chips import Chip
from evalapp.ui.widgets.labels import ElidedLabel, text_label
from evalapp.ui.widgets.models.struct_table import Column, StructTableModel
from evalapp.ui.widgets.painting import ChipState, Tone, line_text
from evalapp.ui.widgets.rows import Index, RowPaint
from evalapp.ui.widgets.table import Table, TableDelegate

PasteKind = Literal["new", "changed", "same", "refused"]
ICONS: dict[PasteKind, tuple[str, Tone]] = {
    "new": ("plus", "ok"),
    "changed": ("pencil-outline", "info"),
    "same": ("equal", "quiet"),
    "refused": ("alert-circle-outline", "error"),
}
_TONES = {"new": "ok", "changed": "info", "same": "text_3", "refused": "error"}


class PasteRow(msgspec.Struct, frozen=True, kw_only=True):
    """One cell of a paste: where, what stands there, what was pasted, what is to say about it."""

    id: tuple[str, str]
    kind: PasteKind
    where: str
    before: str
    pasted: str
    note: str


class PasteState(msgspec.Struct, frozen=True, kw_only=True):
    """A preview: what was pasted where, chips of counts, the cells.

    ``write`` is the button's text, "" if nothing would be written.
    """

    about: str
    counts: tuple[tuple[PasteKind, str], ...]
    rows: tuple[PasteRow, ...]
    write: str


class PastePreview(QFrame):
    """Lies under the table until it is confirmed or given up.

    Signals:
        confirmed: write what can be written.
        given_up: write nothing.
        cell_chosen: the (unit, item) of a row that was chosen.
    """

    confirmed = Signal()
    given_up = Signal()
    cell_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.setProperty("edge", "top")
        self._title = text_label(_("Paste preview"), type="title")
        self._about = ElidedLabel(type="caption", tone="text_2")
        self._chips = {kind: Chip() for kind in ICONS}
        self._model = StructTableModel[PasteRow](
            [
                Column(_("Cell"), _where),
                Column(_("Present"), _before),
                Column(_("Pasted"), _pasted),
                Column(_("Note"), _note),
            ],
            parent=self,
        )
        self.table = Table(_PasteDelegate(), _("Pasted cells"), self)
        self.table.setModel(self._model)
        self.table.clicked.connect(self._on_chosen)
        self.table.activated.connect(self._on_chosen)
        self._foot = text_label(
            _("Nothing is written yet. Empty cells change nothing."), type="caption", tone="text_2"
        )
        self.give_up_button = Button(_("Discard"), key="Esc", parent=self)
        self.give_up_button.clicked.connect(self.given_up)
        self.write_button = Button(key="Ctrl Enter", look="primary", parent=self)
        self.write_button.clicked.connect(self.confirmed)
        head = QHBoxLayout()
        head.setContentsMargins(theme.space.s3, theme.space.s2, theme.space.s3, theme.space.s1)
        head.setSpacing(theme.space.s2)
        head.addWidget(self._title)
        head.addWidget(self._about, 1)
        for chip in self._chips.values():
            head.addWidget(chip)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.space.s3, theme.space.s1, theme.space.s3, theme.space.s2)
        foot.setSpacing(theme.space.s2)
        foot.addWidget(self._foot, 1)
        foot.addWidget(self.give_up_button)
        foot.addWidget(self.write_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addLayout(foot)

    def set_state(self, state: PasteState) -> None:
        """Show another preview."""
        self._about.setText(state.about)
        counts = dict(state.counts)
        for kind, chip in self._chips.items():
            icon, tone = ICONS[kind]
            chip.set_state(ChipState(text=counts.get(kind, ""), icon=icon, tone=tone))
            chip.setVisible(kind in counts)
        self._model.set_rows(state.rows)
        self.table.fit_columns(3)
        self.write_button.setVisible(bool(state.write))
        self.write_button.setText(state.write)
        self.write_button.updateGeometry()
        self.setAccessibleName(", ".join((_("Paste preview"), *(text for _kind, text in state.counts))))

    def rows(self) -> Sequence[PasteRow]:
        """The rows shown, from top to bottom."""
        found = (self._model.row(self._model.index(n, 0)) for n in range(self._model.rowCount()))
        return [row for row in found if row is not None]

    @Slot(QModelIndex)
    def _on_chosen(self, index: QModelIndex) -> None:
        row = self._model.row(index)
        if row is not None:
            self.cell_chosen.emit(row.id)


class _PasteDelegate(TableDelegate):
    """The kind as an icon before the cell; refused rows on their own ground."""

    def paint_cell(self, painter: QPainter, row: RowPaint, index: Index) -> bool:
        state = row.state
        if not isinstance(state, PasteRow):
            return False
        theme = current_theme()
        if state.kind == "refused" and not row.selected:
            painter.fillRect(row.rect.adjusted(0, 0, 0, -1), theme.color("error_bg"))
        if index.column() != 0:
            return False
        side = theme.size.icon_sm
        left = row.rect.left() + theme.space.s2
        box = QRectF(left, row.rect.center().y() - side / 2, side, side)
        paint_icon(painter, box, ICONS[state.kind][0], _TONES[state.kind])
        from_icon = row.rect.adjusted(theme.space.s2 + side + theme.space.s2, 0, -theme.space.s1, 0)
        line_text(painter, from_icon, state.where, theme.font(), "text")
        return True

    def bold(self, row: RowPaint, index: Index) -> bool:
        return index.column() == 2

    def tone(self, row: RowPaint, index: Index) -> str:
        return "text" if index.column() in (0, 2) else "text_2"

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hint = super().sizeHint(option, index)
        theme = current_theme()
        if index.column() == 0:
            hint.setWidth(hint.width() + theme.size.icon_sm + theme.space.s2)
        hint.setWidth(min(hint.width(), theme.scaled(_WIDEST)))
        return hint


_WIDEST = 220


def _where(row: PasteRow) -> str:
    return row.where


def _before(row: PasteRow) -> str:
    return row.before


def _pasted(row: PasteRow) -> str:
    return row.pasted


def _note(row: PasteRow) -> str:
    return row.note
