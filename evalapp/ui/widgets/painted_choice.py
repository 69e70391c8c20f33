"""What painted radio buttons share: the owner decides which is on, the whole area presses, the pointer is seen."""

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QEnterEvent, QKeyEvent
from PySide6.QtWidgets import QRadioButton, QWidget

_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PaintedChoice(QRadioButton):
    """A radio button for screen readers, painted by its subclass; arrows are left to its owner.

    Signals:
        pressed_code: the code of the choice, when the user pressed it.
    """

    pressed_code = Signal(object)

    presses_on_enter = True
    """Whether Enter presses it; where Enter belongs to the page, it does not."""

    def __init__(self, code: str, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self._code = code
        self.setAutoExclusive(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clicked.connect(self._on_clicked)

    @Slot()
    def _on_clicked(self) -> None:
        self.pressed_code.emit(self._code)

    def nextCheckState(self) -> None:
        """The owner decides."""

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        modified = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self.presses_on_enter and event.key() in _ENTER and not modified:
            self.click()
        elif event.key() in _ARROWS:
            event.ignore()
        else:
            super().keyPressEvent(event)
