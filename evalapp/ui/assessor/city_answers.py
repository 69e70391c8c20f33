"""Under the card of an item: how all my cities answer it, and how these answers are spread."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.answers_table import AnswersTable, CityAnswer
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.labels import ElidedLabel, text_label


class CityAnswers(QFrame):
    """The spread of the answers in a line, and the table of cities; the answer at hand can be copied to the selected ones."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.setProperty("edge", "top")
        self.table = AnswersTable()
        self._title = text_label(type="strong")
        self.spread = ElidedLabel(tone="text_2")
        self.tools = QHBoxLayout()
        self.tools.setContentsMargins(theme.space.s4, theme.space.s1, theme.space.s3, theme.space.s1)
        self.tools.setSpacing(theme.space.s3)
        self.tools.addWidget(self._title)
        self.tools.addWidget(self.spread, 1)
        self.copy_button = Button(icon="content-duplicate", look="flat", parent=self)
        self.copy_button.set_dense()
        self.copy_button.setToolTip("Ctrl+Shift+C")
        self.tools.addWidget(self.copy_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self.tools)
        inset = QHBoxLayout()
        inset.setContentsMargins(theme.space.s4 - theme.space.s2, 0, 0, 0)
        inset.addWidget(self.table)
        column.addLayout(inset, 1)
        self._retranslate()

    def set_state(self, rows: Sequence[CityAnswer], city: str, spread: str) -> None:
        """Show the cities' answers, ``city`` being the one that is open."""
        self.spread.setText(spread)
        self.spread.setToolTip(spread)
        self.table.set_state(rows, city)

    def _retranslate(self) -> None:
        self._title.setText(_("My cities"))
        self.copy_button.setText(_("Copy this answer to others…"))
        self.copy_button.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)
