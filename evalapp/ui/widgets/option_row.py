"""One answer row as a radio button or as a check box."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QSizePolicy, QWidget

from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.card_state import OptionState
from evalapp.ui.widgets.row_look import RowLook

# Screen readers tell a radio button from a check box by the class of Qt, so that the rows share a mixin, not a base.
if TYPE_CHECKING:
    _Button = QAbstractButton
else:
    _Button = object

# Keys the list around the rows acts upon; everything a row does not know goes up to it.
_LEFT_TO_LIST = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)


class _AnswerRow(_Button):
    """What both rows do: their list decides whether they are on, the whole row presses, a :class:`RowLook` paints it."""

    look: RowLook

    def set_state(self, option: OptionState, key: str, label_width: float, *, on: bool) -> None:
        """Show an option with its key cap; ``label_width`` is the label column shared by the list."""
        look = self.look
        if (look.option, look.key, look.label_width) != (option, key, label_width):
            look.option, look.key, look.label_width = option, key, label_width
            self.updateGeometry()
            self.update()
        self.setAccessibleName(look.spoken_name())
        self.setAccessibleDescription(option.anchor)
        self.setChecked(on)

    def _prepare(self) -> None:
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def nextCheckState(self) -> None:
        """The list decides."""

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self.look.height(width)

    def sizeHint(self) -> QSize:
        width = max(self.width(), self.minimumSizeHint().width())
        return QSize(width, self.look.height(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.least_width(), current_theme().size.option_row)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _LEFT_TO_LIST:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        self.look.paint(
            QPainter(self),
            QRectF(self.rect()),
            on=self.isChecked(),
            hover=self.underMouse(),
            pressed=self.isDown(),
            focus=self.hasFocus(),
            enabled=self.isEnabled(),
        )


class OptionRow(_AnswerRow, QRadioButton):
    """One step of an options scale. Its list decides whether it is on; pressing it only tells.

    Signals:
        pressed_value: the option's value, when the row was clicked or Space was pressed on it.
    """

    pressed_value = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = RowLook(box=False)
        self._prepare()
        self.setAutoExclusive(False)
        self.clicked.connect(self._on_clicked)

    @Slot()
    def _on_clicked(self) -> None:
        self.pressed_value.emit(self.look.option.value)


class TickRow(_AnswerRow, QCheckBox):
    """One tick of a checklist. Its list decides whether it is on; pressing it only tells.

    Signals:
        pressed_value: the tick's id, when the row was clicked or Space was pressed on it.
    """

    pressed_value = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = RowLook(box=True)
        self._prepare()
        self.clicked.connect(self._on_clicked)

    @Slot()
    def _on_clicked(self) -> None:
        self.pressed_value.emit(self.look.option.value)
