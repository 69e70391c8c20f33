"""The tile that adds evidence, and the one that shows a file being read."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.icons import paint_icon
from evalapp.ui.theme.style import draw_focus_ring
from evalapp.ui.widgets.painted_button import PaintedButton
from evalapp.ui.widgets.painting import (
    key_cap_width,
    line_text,
    paint_bar,
    paint_key_cap,
    paint_lines,
    rounded,
    text_width,
)


class AddTile(PaintedButton):
    """The dashed tile: press it for the menu, drop files on it, or paste."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dragging = False
        self._refusal = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        self._words = (_("Paste screenshot"), _("or drop files, add a link"), _("Release to add"))
        self.setAccessibleName(_("Add evidence"))
        self.setToolTip(_("Add evidence (Ctrl+Shift+E)"))
        self.updateGeometry()

    def set_dragging(self, dragging: bool, refusal: str = "") -> None:
        """Show that what is dragged would be added here, or why it cannot be."""
        self._dragging, self._refusal = dragging, refusal
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        caption = theme.font("caption")
        first = text_width(self._words[0], caption) + theme.space.s1 + key_cap_width("Ctrl V")
        widest = max(first, text_width(self._words[1], caption), text_width(self._words[2], caption))
        height = max(
            theme.size.thumb_h + theme.space.s0, theme.size.icon + 2 * theme.line("caption") + theme.space.s2
        )
        return QSize(round(widest) + 2 * theme.space.s3, height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        taken = self._dragging and not self._refusal
        refused = self._dragging and bool(self._refusal)
        ground = "bg_selected" if taken else "bg_hover" if self.underMouse() else "bg_surface"
        rounded(painter, rect, theme.radius.md, ground)
        edge = "accent" if taken else "error" if refused else "border_input"
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color(edge), 1, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), theme.radius.md, theme.radius.md)
        caption = theme.font("caption")
        if taken:
            line_text(painter, rect, self._words[2], caption, "accent", Qt.AlignmentFlag.AlignCenter)
        elif refused:
            inner = rect.adjusted(theme.space.s2, theme.space.s1, -theme.space.s2, -theme.space.s1)
            paint_lines(painter, inner, self._refusal, caption, "error")
        else:
            self._paint_words(painter, rect)
        if self.hasFocus():
            draw_focus_ring(painter, rect, theme, theme.radius.md)

    def _paint_words(self, painter: QPainter, rect: QRectF) -> None:
        theme = current_theme()
        caption = theme.font("caption")
        line = theme.line("caption")
        top = (rect.height() - theme.size.icon - 2 * line) / 2
        side = theme.size.icon
        paint_icon(painter, QRectF(rect.center().x() - side / 2, top, side, side), "plus", "text_2")
        key = key_cap_width("Ctrl V")
        width = text_width(self._words[0], caption)
        left = rect.center().x() - (width + theme.space.s1 + key) / 2
        first = QRectF(left, top + side, width + 1, line)
        line_text(painter, first, self._words[0], caption, "text_2")
        paint_key_cap(painter, left + width + theme.space.s1, first.center().y(), "Ctrl V")
        second = QRectF(0, first.bottom() + 1, rect.width(), line)
        line_text(painter, second, self._words[1], caption, "text_3", Qt.AlignmentFlag.AlignCenter)


class ReadingTile(PaintedButton):
    """In the place of a thumbnail while a file is read: its name, how much is read; Enter, Esc or Del stops it.

    Signals:
        cancelled: reading is to stop.
    """

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._percent = "", 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.cancelled)
        self.hide()

    def show_reading(self, name: str, percent: int) -> None:
        """Show how far a file is read; hide for an empty name."""
        self._name, self._percent = name, percent
        self.setVisible(bool(name))
        self.setAccessibleName(_("Reading {file}: {percent} %").format(file=name, percent=percent))
        self.setToolTip(_("Reading {file}. Press to stop.").format(file=name))
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.size.thumb_w, theme.size.thumb_h + theme.space.s0 + theme.line("caption"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Delete):
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        box = QRectF(0, 0, theme.size.thumb_w, theme.size.thumb_h)
        rounded(painter, box, theme.radius.md, "bg_window", "border" if not self.underMouse() else "accent")
        inner = box.adjusted(
            theme.space.s2, theme.space.s1, -theme.space.s2, -theme.space.s3 - theme.space.s1
        )
        paint_lines(painter, inner, self._name, theme.font("caption"), "text_2")
        bar = QRectF(inner.left(), box.bottom() - theme.space.s3, inner.width(), theme.space.s1)
        paint_bar(painter, bar, self._percent / 100)
        line = QRectF(0, box.bottom() + theme.space.s0, box.width(), theme.line("caption"))
        words = _("Reading {percent} %").format(percent=self._percent)
        line_text(painter, line, words, theme.font("caption"), "text_2")
        if self.hasFocus():
            draw_focus_ring(painter, box, theme, theme.radius.md)
