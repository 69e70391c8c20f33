"""Keys that act wherever the focus is inside a part of the window."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def listen(widget: QWidget, keys: str, slot: Callable[[], Any] | SignalInstance) -> QShortcut:
    """Let ``keys`` run ``slot``, or send a signal on, while the focus is in ``widget`` or below it."""
    shortcut = QShortcut(QKeySequence(keys), widget)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.activated.connect(slot)
    return shortcut
