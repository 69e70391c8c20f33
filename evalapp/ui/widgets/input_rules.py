"""Rules of input that hold in every window: the wheel, and the language."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QAbstractSpinBox, QApplication, QComboBox, QScrollBar, QWidget


class WheelGuard(QObject):
    """Installed on the application: the wheel never changes a value.

    Spin boxes, combo boxes and sliders let it through to what scrolls around them.
    """

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QWheelEvent) and isinstance(watched, QWidget) and _holds_value(watched):
            event.ignore()
            return True  # and Qt goes on to the parent, as for every wheel event that was not accepted
        return False


def guard_wheel(app: QApplication) -> WheelGuard:
    """Install a WheelGuard, once; the application owns it."""
    found = app.findChild(WheelGuard)
    if isinstance(found, WheelGuard):
        return found
    guard = WheelGuard(app)
    app.installEventFilter(guard)
    return guard


def retranslate_windows(app: QApplication) -> None:
    """Let every open window take the words of the language now in force."""
    for window in app.topLevelWidgets():
        QCoreApplication.sendEvent(window, QEvent(QEvent.Type.LanguageChange))


def _holds_value(widget: QWidget) -> bool:
    if isinstance(widget, QScrollBar):
        return False
    return isinstance(widget, QAbstractSpinBox | QComboBox | QAbstractSlider)
