"""What is dragged anywhere over the page goes to its open card."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from evalapp.ui.widgets.score_card import ScoreCard


class PageDrops(QObject):
    """Lets all of a page take what its card takes."""

    def __init__(self, page: QWidget, card: ScoreCard) -> None:
        super().__init__(page)
        self._card = card
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hand on what Qt offers to the page because nothing in it took it."""
        if isinstance(event, QDragEnterEvent):
            self._card.dragEnterEvent(event)
        elif isinstance(event, QDragLeaveEvent):
            self._card.dragLeaveEvent(event)
        elif isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            self._card.dropEvent(event)
        else:
            return super().eventFilter(watched, event)
        return True
