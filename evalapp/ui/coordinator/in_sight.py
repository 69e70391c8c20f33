"""What opens below the edge of a page that scrolls is brought into sight."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

_ROUNDS = 3
"""So many turns of the event loop pass until every layout from the part up to the page has made room."""


class InSight(QTimer):
    """Scrolls the page so far that ``part`` can be seen, once the page has made room for it."""

    def __init__(self, part: QWidget) -> None:
        super().__init__(part)
        self._part = part
        self._left = 0
        self.setInterval(0)
        self.timeout.connect(self._on_timeout)

    def bring(self) -> None:
        """Bring the part into sight."""
        self._left = _ROUNDS
        self.start()

    def _on_timeout(self) -> None:
        self._left -= 1
        if self._left > 0:
            return
        self.stop()
        place = self._part.parentWidget()
        while place is not None and not isinstance(place, QScrollArea):
            place = place.parentWidget()
        if isinstance(place, QScrollArea) and self._part.isVisible():
            place.ensureWidgetVisible(self._part)
