"""What opens below the edge of a page that scrolls is brought into sight."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QWidget


class InSight(QTimer):
    """Scrolls the page so far that ``part`` can be seen, once the page has made room for it."""

    def __init__(self, part: QWidget) -> None:
        super().__init__(part)
        self._part = part
        self.setSingleShot(True)
        self.setInterval(0)
        self.timeout.connect(self._on_timeout)

    def _on_timeout(self) -> None:
        place = self._part.parentWidget()
        while place is not None and not isinstance(place, QScrollArea):
            place = place.parentWidget()
        if isinstance(place, QScrollArea) and self._part.isVisible():
            place.ensureWidgetVisible(self._part)
