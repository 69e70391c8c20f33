"""One answer row as a radio button or as a check box."""

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QRadioButton, QSizePolicy, QWidget

from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.card_state import OptionState
from evalapp.ui.widgets.row_look import RowLook

# Keys the list around the rows acts upon; everything a row does not know goes up to it.
_LEFT_TO_LIST = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)


class OptionRow(QRadioButton):
    """One step of an options scale. Its list decides whether it is on; pressing it only tells.

    Signals:
        pressed_value: the option's value, when the row was clicked or Space was pressed on it.
    """

    pressed_value = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = RowLook(box=False)
        _prepare(self)
        self.setAutoExclusive(False)
        self.clicked.connect(self._on_clicked)

    def set_state(self, option: OptionState, key: str, label_width: float, *, on: bool) -> None:
        """Show an option with its key cap; ``label_width`` is the label column shared by the list."""
        _bind(self, self.look, option, key, label_width)
        self.setChecked(on)

    @Slot()
    def _on_clicked(self) -> None:
        self.pressed_value.emit(self.look.option.value)

    def nextCheckState(self) -> None:
        """The list decides."""

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self.look.height(width)

    def sizeHint(self) -> QSize:
        return _size_hint(self, self.look)

    def minimumSizeHint(self) -> QSize:
        return _minimum(self.look)

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
        _paint(self, self.look)


class TickRow(QCheckBox):
    """One tick of a checklist. Its list decides whether it is on; pressing it only tells.

    Signals:
        pressed_value: the tick's id, when the row was clicked or Space was pressed on it.
    """

    pressed_value = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = RowLook(box=True)
        _prepare(self)
        self.clicked.connect(self._on_clicked)

    def set_state(self, option: OptionState, key: str, label_width: float, *, on: bool) -> None:
        """Show a tick with its key cap; ``label_width`` is the label column shared by the list."""
        _bind(self, self.look, option, key, label_width)
        self.setChecked(on)

    @Slot()
    def _on_clicked(self) -> None:
        self.pressed_value.emit(self.look.option.value)

    def nextCheckState(self) -> None:
        """The list decides."""

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self.look.height(width)

    def sizeHint(self) -> QSize:
        return _size_hint(self, self.look)

    def minimumSizeHint(self) -> QSize:
        return _minimum(self.look)

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
        _paint(self, self.look)


def _prepare(row: QRadioButton | QCheckBox) -> None:
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    row.setSizePolicy(policy)
    row.setAttribute(Qt.WidgetAttribute.WA_Hover)
    row.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


def _bind(
    row: QRadioButton | QCheckBox, look: RowLook, option: OptionState, key: str, label_width: float
) -> None:
    if (look.option, look.key, look.label_width) != (option, key, label_width):
        look.option, look.key, look.label_width = option, key, label_width
        row.updateGeometry()
        row.update()
    row.setAccessibleName(look.spoken_name())
    row.setAccessibleDescription(option.anchor)


def _size_hint(row: QWidget, look: RowLook) -> QSize:
    width = max(row.width(), _minimum(look).width())
    return QSize(width, look.height(width))


def _minimum(look: RowLook) -> QSize:
    return QSize(look.least_width(), current_theme().size.option_row)


def _paint(row: QRadioButton | QCheckBox, look: RowLook) -> None:
    look.paint(
        QPainter(row),
        QRectF(row.rect()),
        on=row.isChecked(),
        hover=row.underMouse(),
        pressed=row.isDown(),
        focus=row.hasFocus(),
        enabled=row.isEnabled(),
    )
