"""What was written, and the link that opens the folder it lies in."""

from pathlib import Path

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.labels import ElidedLabel, IconLabel


class WrittenLine(QWidget):
    """One line, hidden until something was written."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.folder = Path()
        self._words = ElidedLabel(tone="text_2")
        self._where = ElidedLabel(type="caption", tone="text_3")
        self.link = Button(_("Open the folder"), icon="folder-open-outline", look="link")
        self.link.clicked.connect(self._on_link)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current_theme().space.s1)
        row.addWidget(IconLabel("check-circle-outline", "ok", "icon_sm"))
        row.addWidget(self._words)
        row.addWidget(self._where)
        row.addWidget(self.link)
        row.addStretch(1)
        self.hide()

    def set_state(self, words: str, folder: Path) -> None:
        """Say what was written into ``folder``."""
        self.folder = folder
        self._words.setText(words)
        self._where.setText(str(folder))
        self.show()

    @Slot()
    def _on_link(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.folder)))
