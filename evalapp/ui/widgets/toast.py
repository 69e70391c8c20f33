"""A line that says what was done, offers to undo it, and goes away."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QCursor
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.labels import IconLabel, text_label

_POINTED_MS = 1000
"""How long after the pointer has left it a toast goes whose time is over."""


def nothing() -> Sequence[QWidget]:
    """No part that a toast has to keep clear of."""
    return ()


class Toast(QFrame):
    """Lies at the bottom left of ``window``, above ``above`` (such as the status line), for six seconds.

    Never for errors that have to be kept in view. ``clear_of`` names the parts that it does not cover as long as there is
    another place; of a list it is the chosen row. It stays while the pointer is over it, if that was moved there.

    Signals:
        undo_asked: the button was pressed.
    """

    undo_asked = Signal()

    def __init__(
        self, window: QWidget, above: int = 0, clear_of: Callable[[], Iterable[QWidget]] = nothing
    ) -> None:
        super().__init__(window)
        theme = current_theme()
        self._above, self._clear_of = above, clear_of
        self._pointer = QPoint()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._place)
        self.setProperty("message", "toast")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._label = text_label()
        self._undo = Button(look="link", key="Ctrl Z", parent=self)
        self._undo.clicked.connect(self._on_undo)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space.s3, theme.space.s1, theme.space.s2, theme.space.s1)
        row.setSpacing(theme.space.s2)
        self.icon = IconLabel("check", "ok")
        row.addWidget(self.icon)
        row.addWidget(self._label)
        row.addWidget(self._undo)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self._on_time_over)
        window.installEventFilter(self)
        self.hide()

    def show_text(self, text: str, *, undo: bool = False, done: bool = True) -> None:
        """Say ``text``; ``undo`` offers to take it back. Where nothing was ``done`` it bears the sign of an error."""
        self.icon.set_icon(*(("check", "ok") if done else ("alert-circle-outline", "error")))
        self._label.setText(text)
        self._undo.setText(_("Undo"))
        self._undo.setVisible(undo)
        self._undo.updateGeometry()
        self.setAccessibleName(text)
        self.show()
        self._place()
        self.raise_()
        self._pointer = QCursor.pos()
        self._clock.start(current_theme().toast_ms)
        self._soon.start()  # what the text tells of may be shown only after it
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    @Slot()
    def _place(self) -> None:
        window = self.parentWidget()
        if window is not None and self.isVisible():
            self.adjustSize()
            edge = current_theme().space.s3
            area = window.rect().adjusted(edge, edge, -edge, -self._above - edge)
            kept = [_in_view(part, window) for part in self._clear_of() if part.isVisible()]
            self.move(clear_place(self.size(), area, kept))

    @Slot()
    def _on_time_over(self) -> None:
        at = QCursor.pos()
        if at != self._pointer and self.rect().contains(self.mapFromGlobal(at)):
            self._clock.start(_POINTED_MS)
        else:
            self.hide()

    @Slot()
    def _on_undo(self) -> None:
        self.hide()
        self.undo_asked.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)


def clear_place(size: QSize, area: QRect, kept: Sequence[QRect]) -> QPoint:
    """Where in ``area`` something of this size covers nothing of ``kept``: bottom left, else bottom right, else as low as can be.

    Bottom left where there is no such place.
    """
    lowest = area.bottom() + 1 - size.height()
    for top in (lowest, *sorted((rect.top() - size.height() for rect in kept), reverse=True)):
        if not area.top() <= top <= lowest:
            continue
        for left in (area.left(), area.right() + 1 - size.width()):
            if not any(QRect(QPoint(left, top), size).intersects(rect) for rect in kept):
                return QPoint(left, top)
    return QPoint(area.left(), lowest)


def _in_view(part: QWidget, window: QWidget) -> QRect:
    """As much of a part, or of a list's chosen row, as can be seen, in the window's coordinates."""
    rect = part.rect()
    if isinstance(part, QAbstractItemView):
        rect = part.visualRect(part.currentIndex()).translated(part.viewport().pos()).intersected(rect)
    here, above = part, part.parentWidget()
    while here is not window and above is not None:
        rect = rect.translated(here.pos()).intersected(above.rect())
        here, above = above, above.parentWidget()
    return rect
