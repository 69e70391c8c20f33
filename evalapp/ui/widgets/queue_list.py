"""What is left to decide, the weightiest first."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.icons import paint_icon
from evalapp.ui.widgets.chips import match_class_chip
from evalapp.ui.widgets.models.struct_list import StructListModel
from evalapp.ui.widgets.painting import chip_width, hairline, line_text, paint_bar, paint_chip, text_width
from evalapp.ui.widgets.rows import RowDelegate, RowList, RowPaint


class QueueState(msgspec.Struct, frozen=True, kw_only=True):
    """One conflict: whose, which item, its match class (see match_class_chip), its effect from 0 to 100.

    ``change`` says in a word what would change; ``done`` is the outcome once it is decided.
    """

    id: str
    unit: str
    item: str
    match_class: str
    effect: int | None = None
    change: str = ""
    done: str = ""


class QueueList(RowList):
    """Conflicts in a list, one current.

    Signals:
        conflict_chosen: the id of the conflict the user chose.
    """

    conflict_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(QueueDelegate(), _("To decide"), parent)
        self._binding = False
        self._model = StructListModel[QueueState](_id, _text, spoken_conflict, parent=self)
        self.setModel(self._model)
        self.selectionModel().currentChanged.connect(self._on_current_changed)

    def set_state(self, conflicts: Sequence[QueueState], current: str) -> None:
        """Show these conflicts, ``current`` selected; nothing is told."""
        self._binding = True
        self._model.set_rows(conflicts)
        place = self._model.place(current)
        if place >= 0:
            self.setCurrentIndex(self._model.index(place))
        self._binding = False

    def move_current(self, step: int) -> None:
        """Choose the next (1) or previous (-1) conflict."""
        index = self._model.index(self.currentIndex().row() + step)
        if index.isValid():
            self.setCurrentIndex(index)

    @Slot(QModelIndex)
    def _on_current_changed(self, index: QModelIndex) -> None:
        conflict = self._model.row(index)
        if conflict is not None and not self._binding:
            self.conflict_chosen.emit(conflict.id)


class QueueDelegate(RowDelegate):
    """City and chip, item under it; at the right the effect, its bar, and what changes."""

    def row_height(self) -> int:
        theme = current_theme()
        return max(
            theme.rows("strong", "caption"), 2 * theme.line("caption") + theme.space.s1 + 2 * theme.space.s2
        )

    def paint_row(self, painter: QPainter, row: RowPaint) -> None:
        state = row.state
        if not isinstance(state, QueueState):
            return
        theme = current_theme()
        bottom = row.rect.bottom() - 0.5
        hairline(painter, row.rect.left(), bottom, row.rect.right(), bottom, "border_subtle")
        if row.selected:
            edge = QRectF(row.rect.left(), row.rect.top(), theme.radius.sm, row.rect.height())
            painter.fillRect(edge, theme.color("accent"))
        inner = row.rect.adjusted(theme.space.s3, 0, -theme.space.s3, 0)
        strong, caption = theme.line("strong"), theme.line("caption")
        top = inner.center().y() - (strong + caption) / 2
        first = QRectF(inner.left(), top, inner.width(), strong)
        second = QRectF(inner.left(), top + strong, inner.width(), caption)
        first.setRight(self._paint_effect(painter, first, state) - theme.space.s2)
        chip = match_class_chip(state.match_class)
        name = min(text_width(state.unit, theme.font("strong")), first.width() / 2)
        name_at = QRectF(first.left(), top, name + 1, strong)
        line_text(painter, name_at, state.unit, theme.font("strong"), "text_3" if state.done else "text")
        left = first.left() + name + theme.space.s1 + theme.space.s0
        width = min(chip_width(chip), first.right() - left)
        height = min(theme.size.chip, strong)
        paint_chip(painter, QRectF(left, first.center().y() - height / 2, width, height), chip)
        words = state.done or state.change
        line_text(painter, second, words, theme.font("caption"), "text_3", Qt.AlignmentFlag.AlignRight)
        second.setRight(second.right() - text_width(words, theme.font("caption")) - theme.space.s2)
        line_text(painter, second, state.item, theme.font("caption"), "text_2")

    def _paint_effect(self, painter: QPainter, line: QRectF, state: QueueState) -> float:
        """The number and its bar at the right of the first line, or a check; gives where they begin."""
        theme = current_theme()
        if state.done:
            side = theme.size.icon_sm
            mark = QRectF(line.right() - side, line.center().y() - side / 2, side, side)
            paint_icon(painter, mark, "check-circle-outline", "ok")
            return mark.left()
        if state.effect is None:
            return line.right()
        width = theme.scaled(theme.space.s6)
        thick = theme.space.s1
        box = QRectF(line.right() - width, line.top() - thick / 2, width, line.height() - thick)
        right = Qt.AlignmentFlag.AlignRight
        line_text(painter, box, str(state.effect), theme.font("caption"), "text", right)
        paint_bar(painter, QRectF(box.left(), line.bottom() - thick, width, thick), state.effect / 100)
        return box.left()


def spoken_conflict(state: QueueState) -> str:
    """What a screen reader says of a conflict."""
    parts = (state.unit, state.item, match_class_chip(state.match_class).text, state.done or state.change)
    return ", ".join(part for part in parts if part)


def _id(state: QueueState) -> str:
    return state.id


def _text(state: QueueState) -> str:
    return f"{state.unit} {state.item}"
