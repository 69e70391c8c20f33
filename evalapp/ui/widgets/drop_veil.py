"""What is said over a card while something is dragged over it."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.icons import paint_icon
from evalapp.ui.widgets.painting import paint_lines, rounded, text_width


class DropVeil(QWidget):
    """A dashed frame around the card, and a plate in the middle of what is seen of it. The pointer goes through."""

    def __init__(self, card: QWidget) -> None:
        super().__init__(card)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._words, self._refused = "", False
        self.hide()

    def show_over(self, code: str, refusal: str) -> None:
        """Say that what is dragged would be added to the item ``code``, or why it cannot be."""
        self._refused = bool(refusal)
        self._words = refusal or _("Release to add it to {item}").format(item=code)
        self.setAccessibleName(self._words)
        card = self.parentWidget()
        if card is not None:
            self.setGeometry(card.rect())
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        token = "error" if self._refused else "accent"
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color(token), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.radius.lg, theme.radius.lg)
        seen = QRectF(self.visibleRegion().boundingRect())
        room = seen.width() - 4 * theme.space.s5
        words = text_width(self._words, theme.font())
        lines = max(1, round(words / max(room, 1) + 0.5))
        wide = min(words + 1, room) + theme.size.icon_lg + theme.space.s2 + 2 * theme.space.s4
        plate = QRectF(0, 0, wide, lines * theme.line("body") + 2 * theme.space.s4)
        plate.moveCenter(seen.center())
        rounded(painter, plate, theme.radius.lg, f"{token}_bg" if self._refused else "bg_selected", token)
        side = theme.size.icon_lg
        mark = QRectF(plate.left() + theme.space.s4, plate.center().y() - side / 2, side, side)
        paint_icon(painter, mark, "alert-circle-outline" if self._refused else "paperclip", token)
        text = plate.adjusted(
            theme.space.s4 + side + theme.space.s2, theme.space.s2, -theme.space.s4, -theme.space.s2
        )
        paint_lines(painter, text, self._words, theme.font(), token)
