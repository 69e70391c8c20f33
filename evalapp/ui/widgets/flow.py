"""A layout that puts widgets side by side and wraps."""

from typing import Literal

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from evalapp.ui.theme.current import current_theme


class FlowLayout(QLayout):
    """Left to right, then the next line, with ``gap`` (default: the s1 token) both ways.

    ``last`` widget: "stretch" gives it what is left of its line, "push" puts it at the end of its line.
    """

    def __init__(
        self, parent: QWidget, *, gap: int | None = None, last: Literal["", "stretch", "push"] = ""
    ) -> None:
        super().__init__(parent)
        self._gap = gap
        self._last = last
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def clear(self) -> None:
        """Forget every item; their widgets stay with their parents."""
        self._items.clear()
        self.invalidate()

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        """Place the items in ``rect`` if ``move``; gives the height they need."""
        gap = current_theme().space.s1 if self._gap is None else self._gap
        shown = [item for item in self._items if not item.isEmpty()]
        y = rect.y()
        for line in self._lines(shown, rect.width(), gap):
            tallest = max(item.sizeHint().height() for item in line)
            x = rect.x()
            for item in line if move else ():
                hint = item.sizeHint()
                width = min(hint.width(), rect.width())
                if item is shown[-1] and self._last == "stretch":
                    width = max(rect.right() + 1 - x, width)
                elif item is shown[-1] and self._last == "push":
                    x = max(x, rect.right() + 1 - width)
                top = y if self._last == "stretch" else y + (tallest - hint.height()) // 2
                item.setGeometry(QRect(QPoint(x, top), QSize(width, hint.height())))
                x += width + gap
            y += tallest + gap
        return max(0, y - gap - rect.y())

    def _lines(self, shown: list[QLayoutItem], width: int, gap: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        x = 0
        for item in shown:
            needed = item.sizeHint().width()
            if not lines or x + needed > width:
                lines.append([])
                x = 0
            lines[-1].append(item)
            x += needed + gap
        return lines

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def minimumSize(self) -> QSize:
        widest = QSize(0, 0)
        for item in self._items:
            widest = widest.expandedTo(item.minimumSize())
        return widest

    def sizeHint(self) -> QSize:
        return self.minimumSize()
