"""The rows of the command palette: heads of groups, and commands with their keys or the reason why not."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.models.struct_list import StructListModel
from evalapp.ui.widgets.painting import key_cap_width, line_text, paint_key_cap, text_width
from evalapp.ui.widgets.rows import RowDelegate, RowList, RowPaint


class PaletteRow(msgspec.Struct, frozen=True, kw_only=True):
    """A command, or the head of a group. ``why_not`` is the reason why it cannot be done; ``id`` is given back."""

    id: str
    text: str
    head: bool = False
    key: str = ""
    why_not: str = ""


class PaletteList(RowList):
    """Commands in groups. Heads are passed over; a command that cannot be done can be read but not run.

    Signals:
        run_asked: the id of a command.
    """

    run_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_Delegate(), _("Commands"), parent)
        self._model = StructListModel[PaletteRow](_id, _text, spoken_command, _is_command, self)
        self.setModel(self._model)
        self.clicked.connect(self._on_chosen)
        self.activated.connect(self._on_chosen)

    def set_state(self, rows: Sequence[PaletteRow]) -> None:
        """Show these rows, the first that can be done being chosen."""
        self._model.set_rows(rows)
        first = next((place for place, row in enumerate(rows) if not row.head and not row.why_not), -1)
        self.setCurrentIndex(self._model.index(first) if first >= 0 else QModelIndex())
        self.scrollToTop()

    def rows(self) -> tuple[PaletteRow, ...]:
        """The rows shown."""
        return self._model.rows()

    @property
    def chosen(self) -> PaletteRow | None:
        """The row chosen."""
        return self._model.row(self.currentIndex())

    def step(self, by: int) -> None:
        """Choose the next (1) or previous (-1) command; at the ends go round."""
        rows = self._model.rows()
        places = [place for place, row in enumerate(rows) if not row.head]
        if places:
            here = self.currentIndex().row()
            at = places.index(here) if here in places else -1 if by > 0 else 0
            place = places[(at + by) % len(places)]
            self.setCurrentIndex(self._model.index(place))
            if place and rows[place - 1].head:
                self.scrollTo(self._model.index(place - 1))
            self.scrollTo(self.currentIndex())

    def run_chosen(self) -> None:
        """Ask for the command that is chosen, if it can be done."""
        self._on_chosen(self.currentIndex())

    @Slot(QModelIndex)
    def _on_chosen(self, index: QModelIndex) -> None:
        row = self._model.row(index)
        if row is not None and not row.head and not row.why_not:
            self.run_asked.emit(row.id)


class _Delegate(RowDelegate):
    """A head in caption; a command with its key at the right, or why it cannot be done."""

    def row_height(self) -> int:
        return max(current_theme().size.row, current_theme().rows("body"))

    def edge(self) -> int:
        return current_theme().space.s1

    def paint_row(self, painter: QPainter, row: RowPaint) -> None:
        shown = row.state
        if not isinstance(shown, PaletteRow):
            return
        theme = current_theme()
        inner = row.rect.adjusted(theme.space.s3, 0, -theme.space.s3, 0)
        if shown.head:
            line = theme.line("caption")
            low = QRectF(inner.left(), inner.bottom() - line - theme.space.s0, inner.width(), line)
            line_text(painter, low, shown.text, theme.font("caption"), "text_3")
            return
        if shown.key:
            width = key_cap_width(shown.key)
            paint_key_cap(painter, inner.right() - width, inner.center().y(), shown.key)
            inner.setRight(inner.right() - width - theme.space.s3)
        token = "text_3" if shown.why_not else "text"
        line_text(painter, inner, shown.text, theme.font(bold=row.selected and not shown.why_not), token)
        if shown.why_not:
            inner.setLeft(inner.left() + text_width(shown.text, theme.font()) + theme.space.s4)
            right = Qt.AlignmentFlag.AlignRight
            line_text(painter, inner, shown.why_not, theme.font("caption"), "text_3", right)


def spoken_command(row: PaletteRow) -> str:
    """What a screen reader says of a row, and what its tool tip tells."""
    return _(", ").join(part for part in (row.text, row.key, row.why_not) if part)


def _id(row: PaletteRow) -> str:
    return row.id


def _text(row: PaletteRow) -> str:
    return row.text


def _is_command(row: PaletteRow) -> bool:
    return not row.head
