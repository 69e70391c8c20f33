"""One line that asks why, with the buttons that act on it: nothing is done without a reason."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from evalapp.base.i18n import _
from evalapp.ui.coordinator.in_sight import InSight
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button


class ReasonLine(QWidget):
    """A field and its buttons. Enter acts, Esc gives up; without words nothing can be pressed.

    Signals:
        said: the reason, once the first button was pressed.
        left: the user thought better of it.
    """

    said = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit()
        self.confirm = Button(parent=self)
        self.cancel = Button(_("Cancel"), look="flat", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current_theme().space.s2)
        row.addWidget(self.field, 1)
        row.addWidget(self.confirm)
        row.addWidget(self.cancel)
        self.field.textChanged.connect(self._on_typed)
        self.field.returnPressed.connect(self._on_confirm)
        self.confirm.clicked.connect(self._on_confirm)
        self.cancel.clicked.connect(self.left)
        self._in_sight = InSight(self)

    def ask(self, question: str, verb: str) -> None:
        """Ask ``question``; ``verb`` stands on the button."""
        self.field.clear()
        self.field.setPlaceholderText(question)
        self.field.setAccessibleName(question)
        self.confirm.setText(verb)
        self.confirm.updateGeometry()
        self._on_typed()
        self.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._in_sight.bring()

    @Slot()
    def _on_typed(self) -> None:
        self.confirm.setEnabled(bool(self.field.text().strip()))

    @Slot()
    def _on_confirm(self) -> None:
        if words := self.field.text().strip():
            self.said.emit(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
