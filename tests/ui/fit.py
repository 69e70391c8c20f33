"""Whether what a widget shows fits into it, and whether everything can be reached, named and read."""

import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QFontMetricsF, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemDelegate,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollArea,
    QScrollBar,
    QWidget,
)

from evalapp.ui.widgets.labels import ElidedLabel
from evalapp.ui.widgets.score_card import ScoreCard


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
        text = widget.text() if isinstance(widget, QAbstractButton | QLabel) else ""
        if not (widget.accessibleName() or text or isinstance(widget, _NAMED_BY_THEIR_LIST)):
            found.append(type(widget).__name__)
    return found


class Elisions:
    """Within it, painted words that are cut off and say nowhere what they were are gathered in ``found``.

    A widget tells them in its tool tip, an item of a list by its tool tip or in the description for screen readers.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.found: list[str] = []
        for metrics in (QFontMetrics, QFontMetricsF):
            monkeypatch.setattr(metrics, "elidedText", self._watched(metrics.elidedText))

    def _watched(self, elided: Callable[..., str]) -> Callable[..., str]:
        def watch(metrics: object, text: str, *rest: Any) -> str:
            shown = elided(metrics, text, *rest)
            if shown != text:
                self._look(text)
            return shown

        return watch

    def _look(self, text: str) -> None:
        frame = sys._getframe(2)
        while frame is not None:
            here = frame.f_locals
            painter, index = here.get("self"), here.get("index")
            if isinstance(painter, QAbstractItemDelegate) and isinstance(index, QModelIndex):
                told = [str(index.data(role) or "") for role in _TOLD]
                if not any(text in one for one in told):
                    self.found.append(f"cut off in {type(painter).__name__}: {text!r}")
                return
            if isinstance(painter, QHeaderView) and text in _told_by_head(painter):
                return
            if isinstance(painter, QWidget):
                if not isinstance(painter, ElidedLabel) and text not in painter.toolTip():
                    self.found.append(f"cut off in {type(painter).__name__}: {text!r}")
                return
            frame = frame.f_back


def _told_by_head(head: QHeaderView) -> str:
    model, role = head.model(), Qt.ItemDataRole.ToolTipRole
    return "\n".join(str(model.headerData(n, head.orientation(), role)) for n in range(head.count()))


def outside(window: QWidget) -> list[str]:
    """Widgets that lie outside the window without anything that scrolls to them."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or widget.isWindow() or widget.size().isEmpty() or _scrolls(widget, window):
            continue
        place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
        if not window.rect().adjusted(-1, -1, 1, 1).contains(place):
            found.append(f"outside: {_called(widget)} at {place}")
    return found


def sideways(window: QWidget) -> list[str]:
    """Pages that would have to be scrolled sideways; tables may."""
    return [
        f"scrolls sideways by {area.horizontalScrollBar().maximum()}: {_called(area)}"
        for area in window.findChildren(QScrollArea)
        if area.isVisible() and area.horizontalScrollBar().maximum() > 0
    ]


def pale(window: QWidget) -> list[str]:
    """Words on labels whose colour is too near to the ground that is painted behind them (below 4.5 to 1)."""
    found = []
    image = window.grab().toImage()
    for label in window.findChildren(QLabel):
        if not label.isVisible() or not label.isEnabled() or not label.text() or label.window() is not window:
            continue
        ground = _ground(image, QRect(label.mapTo(window, QPoint(0, 0)), label.size()))
        ink = label.palette().color(label.foregroundRole())
        if ground is not None and _contrast(ink, ground) < 4.5:
            found.append(f"pale: {label.text()!r} {ink.name()} on {ground.name()}")
    return found


def unreached(window: QWidget) -> list[str]:
    """Controls that Tab never comes to. Of buttons of which one is chosen, one is enough: arrows lead to the others."""
    expected = _stops(window)
    visited = set(_tabbed(window))
    missed = [one for one in expected if one not in visited]
    return [_called(one) for one in missed if not _reached_with_others(one, visited)]


def torn(window: QWidget) -> list[str]:
    """Score cards that Tab leaves before it came to all of them, and comes back to after it was elsewhere."""
    order = _tabbed(window)
    found = []
    for card in window.findChildren(ScoreCard):
        places = [n for n, stop in enumerate(order) if stop is not card and card.isAncestorOf(stop)]
        between = order[places[0] : places[-1]] if places else []
        strange = [_called(stop) for stop in between if stop is not card and not card.isAncestorOf(stop)]
        found += [f"between the parts of {_called(card)}: {', '.join(strange)}"] if strange else []
    return found


def _stops(window: QWidget) -> list[QWidget]:
    return [one for one in (window, *window.findChildren(QWidget)) if _takes_tab(one, window)]


def _tabbed(window: QWidget) -> list[QWidget]:
    """Where Tab comes to, in this order, from the first control until it turns back."""
    expected = _stops(window)
    visited: dict[QWidget, None] = {}
    window.activateWindow()
    for start in expected[:1]:
        start.setFocus(Qt.FocusReason.TabFocusReason)
    for _step in range(3 * len(expected) + 3):
        here = QApplication.focusWidget()
        if here is None or here in visited:
            break
        visited[here] = None
        if not here.focusNextPrevChild(True) and _keeps_tab(here):
            _next_stop(here, window).setFocus(Qt.FocusReason.TabFocusReason)
    return list(visited)


def _keeps_tab(widget: QWidget) -> bool:
    """Whether Tab goes from cell to cell there; F6 leads out."""
    return isinstance(widget, QAbstractItemView)


def _next_stop(widget: QWidget, window: QWidget) -> QWidget:
    place = widget.nextInFocusChain()
    while place is not widget and (not _takes_tab(place, window) or widget.isAncestorOf(place)):
        place = place.nextInFocusChain()
    return place


def _takes_tab(widget: QWidget, window: QWidget) -> bool:
    policy = widget.focusPolicy()
    return (
        widget.isVisible()
        and widget.isEnabled()
        and (widget.window() is window or window.isAncestorOf(widget))
        and bool(policy & Qt.FocusPolicy.TabFocus)
        and widget.focusProxy() is None
        and not isinstance(widget, QScrollBar)
    )


def _reached_with_others(widget: QWidget, visited: set[QWidget]) -> bool:
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    if group is not None and group.exclusive():
        return any(other in visited for other in group.buttons())
    parent = widget.parentWidget()
    if isinstance(widget, QAbstractButton) and widget.autoExclusive() and parent is not None:
        return any(
            other in visited for other in parent.findChildren(QAbstractButton) if other.autoExclusive()
        )
    return False


def _scrolls(widget: QWidget, window: QWidget) -> bool:
    """Whether the widget lies in something that scrolls."""
    place = widget.parentWidget()
    while place is not None and place is not window:
        if isinstance(place, QAbstractScrollArea):
            return True
        place = place.parentWidget()
    return False


def _ground(image: QImage, place: QRect) -> QColor | None:
    """The colour that is most frequent under a label, which its letters are not; None where it is not in the picture."""
    ratio = image.devicePixelRatio()
    left, top = round(place.left() * ratio), round(place.top() * ratio)
    right, bottom = round(place.right() * ratio), round(place.bottom() * ratio)
    if left < 0 or top < 0 or right >= image.width() or bottom >= image.height():
        return None
    steps = Counter(
        image.pixel(x, y)
        for x in range(left, right + 1, max(1, (right - left) // 40))
        for y in range(top, bottom + 1, max(1, (bottom - top) // 8))
    )
    return QColor(steps.most_common(1)[0][0])


def _contrast(one: QColor, other: QColor) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _called(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    return f"{type(widget).__name__} {widget.accessibleName() or text or widget.objectName()!r}"


def _label_clipped(label: QLabel) -> bool:
    if label.wordWrap():
        return label.heightForWidth(label.width()) > label.height() + 1
    needed = label.sizeHint()
    return needed.width() > label.width() + 1 or needed.height() > label.height() + 1


_TOLD = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole)

# Headers and item containers are spoken through the cells they hold.
_NAMED_BY_THEIR_LIST = (QAbstractItemView,)
