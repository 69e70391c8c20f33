"""What is left to decide, the weightiest first."""

import msgspec
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.chips import match_class_chip
from evalapp.ui.widgets.current_list import CurrentList, paint_row_frame, paint_strength
from evalapp.ui.widgets.painting import chip_width, line_text, paint_chip, text_width
from evalapp.ui.widgets.rows import RowDelegate, RowPaint


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


class QueueList(CurrentList[QueueState]):
    """Conflicts in a list, one current."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            QueueDelegate(), _("To decide"), key=_id, text=_text, spoken=spoken_conflict, parent=parent
        )


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
        paint_row_frame(painter, row)
        inner = row.rect.adjusted(theme.space.s3, 0, -theme.space.s3, 0)
        strong, caption = theme.line("strong"), theme.line("caption")
        top = inner.center().y() - (strong + caption) / 2
        first = QRectF(inner.left(), top, inner.width(), strong)
        second = QRectF(inner.left(), top + strong, inner.width(), caption)
        first.setRight(paint_strength(painter, first, state.effect, done=bool(state.done)) - theme.space.s2)
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


def spoken_conflict(state: QueueState) -> str:
    """What a screen reader says of a conflict."""
    parts = (state.unit, state.item, match_class_chip(state.match_class).text, state.done or state.change)
    return ", ".join(part for part in parts if part)


def _id(state: QueueState) -> str:
    return state.id


def _text(state: QueueState) -> str:
    return f"{state.unit} {state.item}"
