"""The receipt of what was handed in, with the way to its file."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QWidget

from evalapp.base.clock import local_time
from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.titled_card import TitledCard
from evalapp.work.submit import Receipt


class ReceiptCard(TitledCard):
    """Hidden until a receipt is set."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Receipt"), parent)
        self._receipt: Receipt | None = None
        self.hide()

    def set_receipt(self, receipt: Receipt, names: Mapping[str, str]) -> None:
        """Show a receipt; ``names`` are the full names of units by key."""
        self._receipt = receipt
        self.empty()
        for caption, text in _lines(receipt, names):
            row = QHBoxLayout()
            label = text_label(caption, tone="text_3")
            label.setFixedWidth(current_theme().scaled(96))
            value = text_label(text, wrap=True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            row.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(value, 1)
            self.inside.addLayout(row)
        folder = Button(_("Open the folder"), icon="folder-outline", look="link", parent=self)
        folder.clicked.connect(self._on_open_folder)
        self.inside.addWidget(folder)
        self.show()

    @Slot()
    def _on_open_folder(self) -> None:
        if self._receipt is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._receipt.path.parent)))


def _lines(receipt: Receipt, names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return (
        (_("File"), str(receipt.path)),
        (_("Units"), _(", ").join(names.get(key, key) for key in receipt.units)),
        (_("Answers"), str(receipt.answers)),
        (_("Attachments"), str(receipt.attachments)),
        (_("Unanswered"), str(receipt.unanswered)),
        (_("Size"), f"{receipt.size:,} B"),
        ("SHA-256", receipt.sha256),
        (_("Time"), local_time(receipt.at)),
    )
