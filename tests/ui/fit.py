"""Whether what a widget shows fits into it, and whether everything can be reached and named."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QLabel,
    QLineEdit,
    QScrollBar,
    QWidget,
)

from evalapp.ui.widgets.labels import ElidedLabel


def clipped(window: QWidget) -> list[str]:
    """Texts of visible labels, buttons and fields that have less room than they need."""
    found = []
    for widget in [window, *window.findChildren(QWidget)]:
        if not widget.isVisible() or widget.property("may_clip"):
            continue
        if isinstance(widget, QLabel) and not isinstance(widget, ElidedLabel) and widget.text():
            found += [f"label {widget.text()!r}"] if _label_clipped(widget) else []
        elif isinstance(widget, QAbstractButton | QLineEdit):
            needed = widget.minimumSizeHint()
            tall = widget.heightForWidth(widget.width()) if widget.hasHeightForWidth() else needed.height()
            if widget.width() < needed.width() or widget.height() < tall:
                found.append(
                    f"{type(widget).__name__} {widget.accessibleName()!r} {widget.size()} < {needed}"
                )
    return found


def unnamed(window: QWidget) -> list[str]:
    """Classes of focusable widgets that a screen reader could not name."""
    found = []
    for widget in [window, *window.findChildren(QWidget)]:
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or isinstance(widget, QScrollBar):
            continue
        if widget is not window and not widget.isVisibleTo(window):
            continue
        scrolls_only = isinstance(widget, QAbstractScrollArea) and type(widget).__name__ == "QScrollArea"
        if scrolls_only or widget.focusProxy() is not None:
            continue
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        if not (widget.accessibleName() or text or isinstance(widget, _NAMED_BY_THEIR_LIST)):
            found.append(type(widget).__name__)
    return found


def _label_clipped(label: QLabel) -> bool:
    if label.wordWrap():
        return label.heightForWidth(label.width()) > label.height() + 1
    needed = label.sizeHint()
    return needed.width() > label.width() + 1 or needed.height() > label.height() + 1


# Headers and item containers are spoken through the cells they hold.
_NAMED_BY_THEIR_LIST = (QAbstractItemView,)
