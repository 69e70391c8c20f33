"""One piece of evidence as a thumbnail."""

import re

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.icons import paint_icon
from evalapp.ui.theme.style import draw_focus_ring
from evalapp.ui.widgets.card_state import EvidenceState
from evalapp.ui.widgets.painted_button import PaintedButton
from evalapp.ui.widgets.painting import (
    ChipState,
    chip_width,
    line_text,
    paint_chip,
    paint_hatch,
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
    """A thumbnail with its number, and under it the kind and the caption or time.

    Enter opens it, Del removes it, F2 asks for its caption, Left and Right go to its neighbours, with Alt they
    move it. What is the same elsewhere says so on a chip; a click on that leads there.

    Signals:
        opened: the evidence's id.
        removed: the evidence's id.
        moved: the evidence's id and the step, -1 or 1.
        walked: the evidence's id and the step to the neighbour, -1 or 1.
        focused: the evidence's id, once it has the focus.
        caption_asked: the evidence's id.
        same_asked: the place where the same stands.
        menu_asked: the evidence's id, and where on the screen.
    """

    opened = Signal(object)
    removed = Signal(object)
    moved = Signal(object, int)
    walked = Signal(object, int)
    focused = Signal(object)
    caption_asked = Signal(object)
    same_asked = Signal(object)
    menu_asked = Signal(object, QPoint)

    def __init__(self, state: EvidenceState, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = state
        self._number = number
        self._image = QImage.fromData(state.thumbnail) if state.thumbnail else QImage()
        self._removable = True
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._pressed_same = False
        spoken = (_("File is missing") if state.missing else "", state.when, state.same, state.weak)
        name = ", ".join(part for part in (state.title, *spoken) if part)
        self.setAccessibleName(f"{number}: {name}")
        self.setAccessibleDescription(state.details)
        self.setToolTip(
            "\n".join(part for part in (state.title, state.details, state.same, state.weak) if part)
        )
        self.clicked.connect(self._on_clicked)

    def set_removable(self, removable: bool) -> None:
        """Whether Del removes it."""
        self._removable = removable

    @Slot()
    def _on_clicked(self) -> None:
        self.opened.emit(self.state.id)

    @property
    def number(self) -> int:
        """The number under which it is cited."""
        return self._number

    def same_chip(self) -> QRectF:
        """Where the chip stands that says where the same is; an empty rectangle where there is none."""
        if not self.state.same:
            return QRectF()
        theme, box = current_theme(), self._picture()
        gap = theme.space.s0 + 1
        width = min(chip_width(self._same()), box.width() - 2 * gap)
        return QRectF(box.right() - gap - width, box.top() + gap, width, theme.size.chip)

    def _same(self) -> ChipState:
        """With its icon where there is room for both: the words say it alone."""
        chip = ChipState(text=self.state.same, icon="content-duplicate", tone="info")
        room = self._picture().width() - 2 * (current_theme().space.s0 + 1)
        return chip if chip_width(chip) <= room else ChipState(text=self.state.same, tone="info")

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
            if self.state.same:
                box = box.adjusted(0, theme.size.chip, 0, 0)
            mark = QRectF(left, box.center().y() - side / 2, side, side)
            paint_icon(painter, mark, KIND_ICONS[self.state.kind], "text_2")
            room = box.adjusted(
                inset + side + theme.space.s1, theme.space.s0, -theme.space.s1, -theme.space.s0
            )
            paint_lines(painter, room, _SCHEME.sub("", self.state.title), theme.font("caption"), "text_2")

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.size.thumb_w, theme.size.thumb_h + theme.space.s0 + theme.line("caption"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_same = self.same_chip().contains(event.position())
        if not self._pressed_same:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed_same and self.same_chip().contains(event.position()):
            self.same_asked.emit(self.state.same_at)
        else:
            super().mouseReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_asked.emit(self.state.id, event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            if self._removable:
                self.moved.emit(self.state.id, step)
        elif step is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.walked.emit(self.state.id, step)
        elif event.key() == Qt.Key.Key_F2:
            if self._removable:
                self.caption_asked.emit(self.state.id)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._removable:
            self.removed.emit(self.state.id)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(self.state.id)

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
        if self.state.same:
            chip = self.same_chip()
            rounded(painter, chip, theme.radius.sm, "bg_surface")
            paint_chip(painter, chip, self._same())
        side = theme.size.icon_sm
        line = QRectF(0, box.bottom() + theme.space.s0, box.width(), theme.line("caption"))
        icon_box = QRectF(0, line.center().y() - side / 2, side, side)
        weak = bool(self.state.weak)
        paint_icon(
            painter,
            icon_box,
            "alert-outline" if weak else KIND_ICONS[self.state.kind],
            "warn" if weak else "text_3",
        )
        said = self.state.caption or self.state.when or self.state.title
        text = _("File is missing") if self.state.missing else said
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
