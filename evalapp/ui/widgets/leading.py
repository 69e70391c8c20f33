"""Parts of the window that hand the focus on to what one works with first."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


class Leading(QWidget):
    """Whoever gives this part the focus gives it to the widget it leads to.

    No focus proxy does that: Tab takes one for a stop on its way, and turns back to it before it came to what follows.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first: QWidget | None = None

    def lead_to(self, first: QWidget) -> None:
        """Hand the focus to this widget from here on."""
        self._first = first

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        if self._first is None:
            super().setFocus(reason)
        else:
            self._first.setFocus(reason)
