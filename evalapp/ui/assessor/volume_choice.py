"""Whether a submission is written in volumes too, for mail boxes that take small files only; kept on this account."""

from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.ui.services import Services
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.choice_box import ChoiceBox
from evalapp.ui.widgets.labels import text_label

SIZES_MB = (5, 10, 20, 50)
MEGABYTE = 1_000_000


class VolumeChoice(QWidget):
    """One file, or volumes of so many MB beside it where it is larger."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._services = services
        self.box = ChoiceBox(_("Volumes for e-mail"))
        self.box.addItem(_("One file, not split"), 0)
        kept = services.settings().volume_mb
        for size in sorted({*SIZES_MB, *((kept,) if kept else ())}):
            self.box.addItem(_("Volumes of {size} MB as well").format(size=size), size)
        self.box.setCurrentIndex(max(0, self.box.findData(kept)))
        self.box.currentIndexChanged.connect(self._on_chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space.s3)
        row.addWidget(text_label(_("For e-mail"), tone="text_2"))
        row.addWidget(self.box)
        row.addStretch(1)

    @property
    def size_bytes(self) -> int:
        """The most bytes of a volume; 0 for one file."""
        return int(self.box.currentData()) * MEGABYTE

    @Slot()
    def _on_chosen(self) -> None:
        kept = replace(self._services.settings(), volume_mb=int(self.box.currentData()))
        self._services.keep_settings(kept)
