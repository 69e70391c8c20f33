"""One piece of evidence as a thumbnail, and the tile that adds another."""

import re

from PySide6.QtCore import QBuffer, QIODevice, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.icons import paint_icon
from evalapp.ui.theme.style import draw_focus_ring
from evalapp.ui.widgets.card_state import EvidenceState
from evalapp.ui.widgets.painted_button import PaintedButton
from evalapp.ui.widgets.painting import (
    key_cap_width,
    line_text,
    paint_hatch,
    paint_key_cap,
    paint_lines,
    rounded,
    text_width,
)

KIND_ICONS = {
    "screenshot": "image-outline",
    "file": "file-outline",
    "link": "link-variant",
    "note": "note-text-outline",
}
_SCHEME = re.compile(r"^https?://(www\.)?", re.IGNORECASE)


class EvidenceThumb(PaintedButton):
    """A thumbnail with its number, and under it the kind and the time. Enter opens it, Del removes it.

    Signals:
        opened: the evidence's id.
        removed: the evidence's id.
    """

    opened = Signal(object)
    removed = Signal(object)

    def __init__(self, state: EvidenceState, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = state
        self._number = number
        self._image = QImage.fromData(state.thumbnail) if state.thumbnail else QImage()
        self._removable = True
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{number}: {state.title} {state.when}".strip())
        self.setToolTip(state.title)
        self.clicked.connect(self._on_clicked)

    def set_removable(self, removable: bool) -> None:
        """Whether Del removes it."""
        self._removable = removable

    @Slot()
    def _on_clicked(self) -> None:
        self.opened.emit(self.state.id)

    def _picture(self) -> QRectF:
        size = current_theme().size
        return QRectF(0, 0, size.thumb_w, size.thumb_h)

    def _paint_content(self, painter: QPainter, box: QRectF) -> None:
        theme = current_theme()
        if self.state.missing:
            paint_hatch(painter, box)
            side = theme.size.icon_lg
            middle = box.center()
            paint_icon(
                painter, QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side), "alert", "error"
            )
        elif not self._image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            scale = max(box.width() / self._image.width(), box.height() / self._image.height())
            width, height = box.width() / scale, box.height() / scale
            cut = QRectF((self._image.width() - width) / 2, 0, width, height)
            painter.drawImage(box, self._image, cut)
        else:
            side = theme.size.icon_lg
            inset = theme.space.s4 + theme.space.s1
            left = box.left() + inset
            mark = QRectF(left, box.center().y() - side / 2, side, side)
            paint_icon(painter, mark, KIND_ICONS[self.state.kind], "text_2")
            room = box.adjusted(
                inset + side + theme.space.s1, theme.space.s0, -theme.space.s1, -theme.space.s0
            )
            paint_lines(painter, room, _SCHEME.sub("", self.state.title), theme.font("caption"), "text_2")

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.size.thumb_w, theme.size.thumb_h + theme.space.s0 + theme.line("caption"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._removable:
            self.removed.emit(self.state.id)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        box = self._picture()
        rounded(painter, box, theme.radius.md, "bg_window")
        clip = QPainterPath()
        clip.addRoundedRect(box, theme.radius.md, theme.radius.md)
        painter.save()
        painter.setClipPath(clip)
        self._paint_content(painter, box)
        painter.restore()
        rounded(painter, box, theme.radius.md, "", "accent" if self.underMouse() else "border")
        self._paint_number(painter, box)
        side = theme.size.icon_sm
        line = QRectF(0, box.bottom() + theme.space.s0, box.width(), theme.line("caption"))
        icon_box = QRectF(0, line.center().y() - side / 2, side, side)
        paint_icon(painter, icon_box, KIND_ICONS[self.state.kind], "text_3")
        text = _("File is missing") if self.state.missing else self.state.when or self.state.title
        token = "error" if self.state.missing else "text_3"
        line.setLeft(side + theme.space.s1)
        line_text(painter, line, text, theme.font("caption"), token)
        if self.hasFocus():
            draw_focus_ring(painter, box, theme, theme.radius.md)

    def _paint_number(self, painter: QPainter, box: QRectF) -> None:
        theme = current_theme()
        font = theme.font("caption")
        height = theme.line("caption")
        width = max(text_width(str(self._number), font) + 2 * theme.space.s0, height)
        gap = theme.space.s0 + 1
        badge = QRectF(box.left() + gap, box.bottom() - gap - height, width, height)
        rounded(painter, badge, theme.radius.sm, "text" if not theme.dark else "bg_sunken")
        line_text(painter, badge, str(self._number), font, "text_on_accent", Qt.AlignmentFlag.AlignCenter)


class AddTile(PaintedButton):
    """The dashed tile: press it for the menu, drop files on it, or paste."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dragging = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        self._words = (_("Paste screenshot"), _("or drop files, add a link"), _("Release to add"))
        self.setAccessibleName(_("Add evidence"))
        self.updateGeometry()

    def set_dragging(self, dragging: bool) -> None:
        """Show that what is dragged would be added here."""
        self._dragging = dragging
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
        ground = "bg_selected" if self._dragging else "bg_hover" if self.underMouse() else "bg_surface"
        rounded(painter, rect, theme.radius.md, ground)
        pen = QPen(theme.color("accent" if self._dragging else "border_input"), 1, Qt.PenStyle.DashLine)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen)
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), theme.radius.md, theme.radius.md)
        caption = theme.font("caption")
        if self._dragging:
            line_text(painter, rect, self._words[2], caption, "accent", Qt.AlignmentFlag.AlignCenter)
        else:
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
        if self.hasFocus():
            draw_focus_ring(painter, rect, theme, theme.radius.md)


def png_bytes(image: QImage) -> bytes:
    """An image as PNG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
