"""A field that finds while one types."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.icons import paint_icon
from evalapp.ui.widgets.painting import key_cap_width, paint_key_cap, text_width

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SearchField(QLineEdit):
    """An icon at the left, the key that gets here at the right, the placeholder as its accessible name.

    Esc empties it; Down asks for the list it filters.

    Signals:
        list_asked: Down or Enter was pressed: the focus belongs to the list now.
    """

    list_asked = Signal()

    def __init__(
        self,
        placeholder: str,
        *,
        key: str = "",
        icon: str = "magnify",
        characters: int = 14,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._key = key
        self._icon = icon
        self._characters = characters
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_placeholder(placeholder)

    def set_placeholder(self, text: str) -> None:
        """Say what can be found."""
        self.setPlaceholderText(text)
        self.setAccessibleName(text)
        self._set_margins()

    def _set_margins(self) -> None:
        theme = current_theme()
        right = 0 if self.text() or not self._key else round(key_cap_width(self._key)) + theme.space.s1
        self.setTextMargins(theme.size.icon_sm + theme.space.s1, 0, right, 0)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        hint = super().sizeHint()
        margins = self.textMargins()
        words = text_width(self.placeholderText(), theme.font())
        width = max(words, self._characters * text_width("0", theme.font()))
        return QSize(round(width) + margins.left() + margins.right() + 2 * theme.space.s3, hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._set_margins()
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # it presses the primary button of what the field stands on
        elif event.key() in (Qt.Key.Key_Down, *_ENTER):
            self.list_asked.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = current_theme()
        painter = QPainter(self)
        middle = self.rect().toRectF().center().y()
        side = theme.size.icon_sm
        paint_icon(painter, QRectF(theme.space.s2, middle - side / 2, side, side), self._icon, "text_3")
        if self._key and not self.text():
            paint_key_cap(
                painter, self.width() - theme.space.s1 - key_cap_width(self._key), middle, self._key
            )
