"""Buttons that cannot be pressed while the work they began goes on."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


class Resting:
    """Disables buttons for a while; the focus comes back to the one that had it, unless it was taken elsewhere meanwhile."""

    def __init__(self, *buttons: QWidget) -> None:
        self._buttons = buttons
        self._pressed: QWidget | None = None
        self._fell_to: QWidget | None = None

    def begin(self) -> None:
        """Disable the buttons; the focus falls to whatever comes next in the window."""
        self._pressed = next((button for button in self._buttons if button.hasFocus()), None)
        for button in self._buttons:
            button.setEnabled(False)
        self._fell_to = QApplication.focusWidget()

    def end(self) -> None:
        """Let the buttons be pressed again."""
        for button in self._buttons:
            button.setEnabled(True)
        if self._pressed is not None and QApplication.focusWidget() is self._fell_to:
            self._pressed.setFocus(Qt.FocusReason.OtherFocusReason)
        self._pressed = self._fell_to = None
