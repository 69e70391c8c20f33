"""A neighbour of the open card, in one line."""

import msgspec
from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.icons import paint_icon
from evalapp.ui.theme.style import draw_focus_ring
from evalapp.ui.widgets.item_tree import LEAF_ICONS
from evalapp.ui.widgets.models.item_tree import LeafStatus, status_word
from evalapp.ui.widgets.painted_button import PaintedButton
from evalapp.ui.widgets.painting import ChipState, chip_width, line_text, paint_chip, rounded, text_width
from evalapp.ui.widgets.words import points_text


class SummaryState(msgspec.Struct, frozen=True, kw_only=True):
    """One leaf in one line: ``value`` in words (empty: its status is said), ``chip`` such as the count of evidence.

    ``instead`` stands where the points would.
    """

    code: str
    title: str
    status: LeafStatus
    value: str = ""
    points: float | None = None
    instead: str = ""
    chip: ChipState | None = None


class SummaryRow(PaintedButton):
    """A closed card; pressing it opens it.

    Signals:
        opened: the code of the leaf.
    """

    opened = Signal(object)

    def __init__(self, state: SummaryState | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state or SummaryState(code="", title="", status="blank")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)
        self.set_state(self._state)

    @property
    def code(self) -> str:
        """The code of the leaf shown."""
        return self._state.code

    def set_state(self, state: SummaryState) -> None:
        """Show another leaf."""
        self._state = state
        said = state.value or status_word(state.status)
        told = f"{state.code} {state.title}, {said}"
        self.setAccessibleName(f"{told}, {state.instead}" if state.instead else told)
        self.update()

    @Slot()
    def _on_clicked(self) -> None:
        self.opened.emit(self._state.code)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.size.nav, max(theme.size.row + theme.space.s1, theme.rows("body")))

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().size.nav, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        state = self._state
        painter = QPainter(self)
        rect = QRectF(self.rect())
        rounded(
            painter, rect, theme.radius.lg, "bg_hover" if self.underMouse() else "bg_surface", "border_subtle"
        )
        inner = rect.adjusted(theme.space.s4, 0, -theme.space.s3, 0)
        right = Qt.AlignmentFlag.AlignRight
        if state.chip is not None:
            width, height = chip_width(state.chip), theme.size.chip
            paint_chip(
                painter,
                QRectF(inner.right() - width, inner.center().y() - height / 2, width, height),
                state.chip,
            )
            inner.setRight(inner.right() - width - theme.space.s2)
        text = state.instead if state.points is None else points_text(state.points)
        if text:
            line_text(
                painter, inner, text, theme.font("caption"), "text_3" if state.instead else "text", right
            )
            inner.setRight(inner.right() - text_width(text, theme.font("caption")) - theme.space.s2)
        said = state.value or status_word(state.status)
        font = theme.font(bold=bool(state.value))
        room = min(text_width(said, font), inner.width() * 0.45)
        line_text(painter, QRectF(inner.right() - room, 0, room, rect.height()), said, font, "text_2", right)
        inner.setRight(inner.right() - room - theme.space.s3)
        side = theme.size.icon
        icon, token = LEAF_ICONS[state.status]
        paint_icon(painter, QRectF(inner.left(), inner.center().y() - side / 2, side, side), icon, token)
        inner.setLeft(inner.left() + side + theme.space.s2)
        line_text(painter, inner, state.code, theme.font(), "text_3")
        inner.setLeft(inner.left() + text_width(state.code, theme.font()) + theme.space.s2)
        cut = text_width(state.title, theme.font()) > inner.width()
        self.setToolTip(state.title if cut else "")
        line_text(painter, inner, state.title, theme.font(), "text")
        if self.hasFocus():
            draw_focus_ring(painter, rect, theme, theme.radius.lg)
