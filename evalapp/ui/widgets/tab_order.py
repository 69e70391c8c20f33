"""The order in which Tab goes through parts that are made while the page is in use."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QWidget


def in_tab_order(*parts: QWidget) -> None:
    """Let Tab go through these parts and what is in them, one after the other.

    A widget that is made late stands at the end of the window's chain, wherever it is shown. Fields of several lines and lists
    stay where they are: Qt moves their inner parts with them, and the chain then turns back.
    """
    before: QWidget | None = None
    for part in parts:
        for widget in (part, *part.findChildren(QWidget)):
            takes_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            if not takes_tab or widget.focusProxy() is not None or isinstance(widget, QAbstractScrollArea):
                continue
            if before is not None:
                QWidget.setTabOrder(before, widget)
            before = widget
