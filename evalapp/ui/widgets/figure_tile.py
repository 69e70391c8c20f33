"""Small facts in figures: a tile that is a door, and rows of bars."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.icons import paint_icon
from evalapp.ui.theme.style import draw_focus_ring
from evalapp.ui.widgets.painted_button import PaintedButton
from evalapp.ui.widgets.painting import line_text, paint_bar, rounded, text_width


class FigureState(msgspec.Struct, frozen=True, kw_only=True):
    """A figure with its caption above and a few words after it; ``token`` colours the icon."""

    caption: str
    figure: str
    words: str = ""
    icon: str = ""
    token: str = "text_3"


class FigureTile(PaintedButton):
    """A card with one figure; ``clicked`` opens the list behind it."""

    def __init__(self, state: FigureState | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state or FigureState(caption="", figure="")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_state(self._state)

    def set_state(self, state: FigureState) -> None:
        """Show another figure."""
        self._state = state
        self.setAccessibleName(f"{state.caption}: {state.figure} {state.words}".strip())
        self.setToolTip(self.accessibleName())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        figure = text_width(self._state.figure, theme.font("page"))
        words = text_width(self._state.words, theme.font())
        caption = text_width(self._state.caption, theme.font("caption"))
        side = theme.size.icon_lg + theme.space.s3 if self._state.icon else 0
        width = max(caption, figure + theme.space.s1 + words) + side + 2 * theme.space.s3
        return QSize(round(width) + 2, theme.rows("caption", "page"))

    def minimumSizeHint(self) -> QSize:
        theme = current_theme()
        figure = text_width(self._state.figure, theme.font("page"))
        return QSize(round(figure) + theme.size.icon_lg + 3 * theme.space.s3, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        state = self._state
        painter = QPainter(self)
        rect = QRectF(self.rect())
        rounded(
            painter, rect, theme.radius.lg, "bg_hover" if self.underMouse() else "bg_surface", "border_subtle"
        )
        inner = rect.adjusted(theme.space.s3, theme.space.s1, -theme.space.s3, -theme.space.s1)
        if state.icon:
            side = theme.size.icon_lg
            paint_icon(
                painter,
                QRectF(inner.left(), inner.center().y() - side / 2, side, side),
                state.icon,
                state.token,
            )
            inner.setLeft(inner.left() + side + theme.space.s3)
        caption = theme.line("caption")
        first = QRectF(inner.left(), inner.top(), inner.width(), caption)
        line_text(painter, first, state.caption, theme.font("caption"), "text_3")
        second = QRectF(inner.left(), first.bottom(), inner.width(), theme.line("page"))
        line_text(painter, second, state.figure, theme.font("page"), "text")
        drop = (theme.line("page") - theme.line("body")) / 4
        second.adjust(text_width(state.figure, theme.font("page")) + theme.space.s1, drop, 0, drop)
        line_text(painter, second, state.words, theme.font(), "text_2")
        if self.hasFocus():
            draw_focus_ring(painter, rect, theme, theme.radius.lg)


class BarState(msgspec.Struct, frozen=True, kw_only=True):
    """One bar: its word, how many are done of how many."""

    text: str
    done: int
    total: int


class ProgressBars(QWidget):
    """Words, bars and n/m under each other; not focusable."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[BarState, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_state(self, bars: Sequence[BarState]) -> None:
        """Show these bars."""
        self._bars = tuple(bars)
        self.setAccessibleName(", ".join(f"{bar.text} {bar.done}/{bar.total}" for bar in bars))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.size.nav, len(self._bars) * self._row())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _row(self) -> int:
        return max(current_theme().size.chip, current_theme().line("caption"))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        font = theme.font("caption")
        words = max((text_width(bar.text, font) for bar in self._bars), default=0) + theme.space.s2
        counts = (
            max((text_width(f"{bar.done}/{bar.total}", font) for bar in self._bars), default=0)
            + theme.space.s2
        )
        for number, bar in enumerate(self._bars):
            row = QRectF(0, number * self._row(), self.width(), self._row())
            line_text(painter, row, bar.text, font, "text_2")
            line_text(painter, row, f"{bar.done}/{bar.total}", font, "text_2", Qt.AlignmentFlag.AlignRight)
            thick = theme.space.s1 + theme.space.s0
            track = QRectF(words, row.center().y() - thick / 2, row.width() - words - counts, thick)
            paint_bar(painter, track, bar.done / bar.total if bar.total else 0.0)
