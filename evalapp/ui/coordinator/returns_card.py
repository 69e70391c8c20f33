"""How far the questions to assessors are, and the button that writes the returns."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from evalapp.base.i18n import _, ngettext
from evalapp.ui.coordinator.written_line import WrittenLine
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.labels import text_label
from evalapp.work.questions import Asked, waiting


class ReturnsCard(QFrame):
    """Hidden while nothing was ever asked.

    Signals:
        write_asked: the returns are to be written.
    """

    write_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.setProperty("card", "true")
        self.words = text_label(tone="text_2", wrap=True)
        self.button = Button(_("Write returns…"), icon="reply-outline", parent=self)
        self.button.clicked.connect(self.write_asked)
        self.line = WrittenLine()
        row = QHBoxLayout()
        row.setSpacing(theme.space.s3)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.s4, theme.space.s3, theme.space.s4, theme.space.s3)
        column.setSpacing(theme.space.s2)
        column.addWidget(text_label(_("Questions to assessors"), type="title"))
        column.addLayout(row)
        column.addWidget(self.line)
        self.hide()

    @staticmethod
    def nothing() -> str:
        """Why there is nothing to write."""
        return _("No question waits for an answer.")

    def set_state(self, questions: Sequence[Asked]) -> None:
        """Count the questions by how far they are; without one that waits there is nothing to write."""
        counts = Counter(one.state for one in questions)
        people = len({one.subject for one in waiting(questions)})
        parts = [
            ngettext("{n} not sent yet", "{n} not sent yet", counts["open"]).format(n=counts["open"]),
            ngettext("{n} sent", "{n} sent", counts["sent"]).format(n=counts["sent"]),
            ngettext("{n} answered", "{n} answered", counts["answered"]).format(n=counts["answered"]),
            ngettext("{n} closed by a reply", "{n} closed by a reply", counts["closed"]).format(
                n=counts["closed"]
            ),
        ]
        waits = ngettext(
            "A return goes to each assessor with a question that waits: {n} file.",
            "A return goes to each assessor with a question that waits: {n} files.",
            people,
        ).format(n=people)
        self.words.setText(_("{counts}. {waits}").format(counts=_(", ").join(parts), waits=waits))
        self.button.setEnabled(bool(people))
        self.button.setToolTip("" if people else self.nothing())
        self.setVisible(bool(questions))
