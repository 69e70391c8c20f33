"""The cap of a key, printed beside what it does."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.painting import key_cap_width, paint_key_cap


class KeyCap(QWidget):
    """A key cap; one without a key leaves its room free."""

    def __init__(self, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._fit()

    def set_key(self, key: str) -> None:
        """Print another key."""
        if key != self._key:
            self._key = key
            self._fit()
            self.update()

    def _fit(self) -> None:
        theme = current_theme()
        self.setFixedSize(round(key_cap_width(self._key or "0") + 0.5), theme.line("body") + theme.space.s1)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._fit()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._key:
            paint_key_cap(QPainter(self), 0, self.height() / 2, self._key)
