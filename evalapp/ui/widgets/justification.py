"""The justification that travels with the answer."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.entry.citations import CITATION
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.citing import citation_list
from evalapp.ui.widgets.labels import retone, text_label
from evalapp.ui.widgets.leading import Leading
from evalapp.ui.widgets.typing_field import TypingField

_TOLD_FROM = 0.8


class Justification(Leading):
    """A labelled text field whose counter appears from 80 % of the limit.

    Signals:
        justification_typed: the text, when typing pauses or the field is left.
        image_pasted: a QImage pasted into the field.
    """

    justification_typed = Signal(object)
    image_pasted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._limit = 0
        self._title = text_label(type="caption")
        self._title.setProperty("bold", "true")
        self._hint = text_label(type="caption", tone="text_3")
        self._counter = text_label(type="caption", tone="text_3")
        self.field = TypingField(parent=self)
        self.field.typed.connect(self.justification_typed)
        self.field.image_pasted.connect(self.image_pasted)
        self.field.textChanged.connect(self._show_counter)
        self._citations = _Citations(self.field.document())
        self.citing = citation_list(self.field, self)
        self._title.setBuddy(self.field)
        head = QHBoxLayout()
        head.setSpacing(theme.space.s3)
        head.addWidget(self._title)
        head.addWidget(self._hint)
        head.addStretch(1)
        head.addWidget(self._counter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.s0)
        column.addLayout(head)
        column.addWidget(self.field)
        self.lead_to(self.field)
        self._retranslate()

    def set_state(self, text: str, limit: int, *, read_only: bool = False) -> None:
        """Show a text; what is being typed right now is left alone."""
        self._limit = limit
        if not (self.field.hasFocus() and self.field.busy):
            self.field.set_text(text)
        self.field.allow_typing(not read_only)
        self._show_counter()

    def set_pieces(self, pieces: Sequence[tuple[int, str]]) -> None:
        """What can be cited: the numbers of the evidence, and what stands under them."""
        self.citing.set_pieces(pieces)

    def forget(self) -> None:
        """Begin anew: the text of another answer comes next."""
        self.field.forget()

    def commit(self) -> None:
        """Tell what is typed and not yet told."""
        self.field.commit()

    @Slot()
    def _show_counter(self) -> None:
        used = len(self.field.toPlainText())
        shown = self._limit > 0 and used >= self._limit * _TOLD_FROM
        self._counter.setText(f"{used}/{self._limit}" if shown else "")
        retone(self._counter, "error" if used > self._limit else "text_3")

    def _retranslate(self) -> None:
        self._title.setText(_("Justification"))
        self._hint.setText(_("submitted with the answer"))
        self.field.setAccessibleName(_("Justification"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.StyleChange:
            self._citations.rehighlight()
        super().changeEvent(event)


class _Citations(QSyntaxHighlighter):
    """Shows [1], [2] … in the accent: they point at the evidence of that number."""

    def highlightBlock(self, text: str) -> None:
        cited = QTextCharFormat()
        cited.setForeground(current_theme().color("accent"))
        for found in CITATION.finditer(text):
            self.setFormat(found.start(), found.end() - found.start(), cited)
