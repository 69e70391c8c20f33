"""How a number came about, in sentences that can be copied."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

from evalapp.base.i18n import _

_LINES = 6


class Explanation(QPlainTextEdit):
    """A few lines of text to read; more are scrolled."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("How it came about"))
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMaximumHeight(_LINES * self.fontMetrics().lineSpacing())

    def set_lines(self, lines: Sequence[str]) -> None:
        """Show these sentences, the first one at the top."""
        self.setPlainText("\n".join(lines))
        self.verticalScrollBar().setValue(0)
