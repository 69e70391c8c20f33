"""What a list says while it has nothing to list."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.labels import IconLabel, text_label


class EmptyState(QWidget):
    """An icon, one sentence what belongs here, and at most one button.

    Signals:
        acted: the button was pressed.
    """

    acted = Signal()

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._icon = IconLabel(icon, "text_3", "ring")
        self._label = text_label(tone="text_2", wrap=True)
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = Button(parent=self)
        self.button.clicked.connect(self.acted)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.s4, theme.space.s4, theme.space.s4, theme.space.s4)
        column.setSpacing(theme.space.s2)
        column.addStretch(1)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._label)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        self.button.hide()

    def set_state(self, sentence: str, action: str = "", icon: str = "") -> None:
        """Say a sentence, with a button if ``action`` names it."""
        self._label.setText(sentence)
        self.setAccessibleName(sentence)
        self.button.setText(action)
        self.button.setVisible(bool(action))
        self.button.updateGeometry()
        if icon:
            self._icon.set_icon(icon, "text_3")
