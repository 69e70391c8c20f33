"""The line on the board that leads to what has come in."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from evalapp.base.i18n import _, ngettext
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.labels import ElidedLabel, IconLabel, retone
from evalapp.work.received import ReceivedCounts


class ReceivedLine(QFrame):
    """How many files were merged, how much of them is set aside, and what is asked; hidden while nothing has come.

    Signals:
        asked: the user wants to see it.
    """

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.setProperty("card", "true")
        self._icon = IconLabel("inbox-arrow-down-outline", "text_2")
        self.words = ElidedLabel(tone="text_2")
        self.button = Button(_("Received files"), look="link", parent=self)
        self.button.clicked.connect(self.asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space.s3, theme.space.s1, theme.space.s2, theme.space.s1)
        row.setSpacing(theme.space.s2)
        row.addWidget(self._icon)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        self.hide()

    def set_state(self, counts: ReceivedCounts) -> None:
        """Count what has come."""
        parts = [ngettext("{n} merged file", "{n} merged files", counts.files).format(n=counts.files)]
        if counts.held:
            parts.append(
                ngettext("{n} revision set aside", "{n} revisions set aside", counts.held).format(
                    n=counts.held
                )
            )
        if counts.doubts:
            parts.append(
                ngettext(
                    "{n} question who somebody is", "{n} questions who somebody is", counts.doubts
                ).format(n=counts.doubts)
            )
        self.words.setText(_(", ").join(parts))
        waits = bool(counts.held or counts.doubts)
        self._icon.set_icon(
            "alert-outline" if waits else "inbox-arrow-down-outline", "warn" if waits else "text_2"
        )
        retone(self.words, "warn" if counts.doubts else "text_2")
        self.setVisible(bool(counts.files))
