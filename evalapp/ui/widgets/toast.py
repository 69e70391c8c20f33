"""A line that says what was done, offers to undo it, and goes away."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.labels import IconLabel, text_label


class Toast(QFrame):
    """Lies at the bottom left of ``window``, above ``above`` (such as the status line), for six seconds.

    Never for errors that have to be kept in view. It stays while the pointer is over it.

    Signals:
        undo_asked: the button was pressed.
    """

    undo_asked = Signal()

    def __init__(self, window: QWidget, above: int = 0) -> None:
        super().__init__(window)
        theme = current_theme()
        self._above = above
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
        self._clock.start(current_theme().toast_ms)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def _place(self) -> None:
        window = self.parentWidget()
        if window is not None:
            self.adjustSize()
            edge = current_theme().space.s3
            self.move(edge, window.height() - self._above - self.height() - edge)

    @Slot()
    def _on_time_over(self) -> None:
        if self.underMouse():
            self._clock.start(current_theme().toast_ms)
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
