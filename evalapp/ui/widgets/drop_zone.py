"""Where files are dropped."""

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.icons import paint_icon
from evalapp.ui.theme.style import draw_focus_ring
from evalapp.ui.widgets.painted_button import PaintedButton
from evalapp.ui.widgets.painting import line_text, rounded, text_width


class DropZone(PaintedButton):
    """A dashed field; pressing it asks for files by dialog.

    ``suffixes`` such as ``.evalpkg`` are taken (all, if there are none); others are refused while they hover.
    A window that takes drops everywhere hands them to :func:`dropped_paths` itself.

    Signals:
        files_dropped: a tuple of Paths.
    """

    files_dropped = Signal(object)

    def __init__(self, suffixes: tuple[str, ...] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._suffixes = suffixes
        self._sentence = ""
        self._hint = ""
        self._dragging = False
        self.setAcceptDrops(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_state(self, sentence: str, hint: str) -> None:
        """Say what may be dropped here, and what happens then."""
        self._sentence, self._hint = sentence, hint
        self.setAccessibleName(sentence)
        self.setAccessibleDescription(hint)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        width = max(text_width(self._sentence, theme.font()), text_width(self._hint, theme.font("caption")))
        height = theme.rows("body", "caption", pad=theme.space.s4)
        return QSize(round(width) + theme.size.ring + 4 * theme.space.s4, height)

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().size.nav, self.sizeHint().height())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event, self._suffixes):
            self._dragging = True
            self.update()
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._dragging = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        self._dragging = False
        self.update()
        paths = dropped_paths(event, self._suffixes)
        if paths:
            event.acceptProposedAction()
            self.files_dropped.emit(paths)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self._dragging or self.underMouse():
            rounded(painter, rect, theme.radius.lg, "bg_selected" if self._dragging else "bg_hover")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(
            QPen(theme.color("accent" if self._dragging else "border_input"), 1.5, Qt.PenStyle.DashLine)
        )
        painter.drawRoundedRect(rect.adjusted(0.75, 0.75, -0.75, -0.75), theme.radius.lg, theme.radius.lg)
        side = theme.size.ring
        body, caption = theme.line("body"), theme.line("caption")
        sentence = _("Release to add") if self._dragging else self._sentence
        words = max(text_width(sentence, theme.font()), text_width(self._hint, theme.font("caption")))
        words = min(words, rect.width() - side - 4 * theme.space.s3)
        left = rect.center().x() - (side + theme.space.s3 + words) / 2
        paint_icon(
            painter, QRectF(left, rect.center().y() - side / 2, side, side), "tray-arrow-down", "text_2"
        )
        left += side + theme.space.s3
        top = rect.center().y() - (body + caption) / 2
        line_text(painter, QRectF(left, top, words + 1, body), sentence, theme.font(), "text_2")
        hint = QRectF(left, top + body, words + 1, caption)
        line_text(painter, hint, self._hint, theme.font("caption"), "text_3")
        if self.hasFocus():
            draw_focus_ring(painter, rect, theme, theme.radius.lg)


def dropped_paths(event: QDropEvent, suffixes: tuple[str, ...] = ()) -> tuple[Path, ...]:
    """The local files of a drop whose suffix is among ``suffixes`` (all, if there are none)."""
    paths = (Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
    return tuple(path for path in paths if not suffixes or path.suffix.lower() in suffixes)
