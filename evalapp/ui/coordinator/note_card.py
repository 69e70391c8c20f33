"""A note to whoever sent a file: a few lines of text to be copied or kept as a file."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from evalapp.base.errors import AppError
from evalapp.base.files import write_bytes
from evalapp.base.i18n import _
from evalapp.ui.coordinator.in_sight import InSight
from evalapp.ui.file_dialogs import FileKind, ask_new_file
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.labels import ElidedLabel

_LINES = 9


class NoteCard(QFrame):
    """The text may be changed before it is copied or written.

    Signals:
        left: the card is to go.
        said: what was done with the text, or why it was not.
    """

    left = Signal()
    said = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.setProperty("card", "true")
        self._file = ""
        self._title = ElidedLabel(type="title")
        self._done = ElidedLabel(type="caption", tone="text_2")
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(_("Text of the note"))
        self.text.setMinimumHeight(_LINES * self.text.fontMetrics().lineSpacing())
        self.text.setMaximumHeight(_LINES * 2 * self.text.fontMetrics().lineSpacing())
        self.copy = Button(_("Copy"), icon="content-copy", parent=self)
        self.save = Button(_("Save as text…"), parent=self)
        self.close_button = Button(_("Close"), look="flat", parent=self)
        self.copy.clicked.connect(self._on_copy)
        self.save.clicked.connect(self._on_save)
        self.close_button.clicked.connect(self.left)
        head = QHBoxLayout()
        head.setSpacing(theme.space.s2)
        head.addWidget(self._title)
        head.addWidget(self._done, 1)
        for button in (self.copy, self.save, self.close_button):
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.s3, theme.space.s2, theme.space.s3, theme.space.s2)
        column.setSpacing(theme.space.s1)
        column.addLayout(head)
        column.addWidget(self.text)
        self._in_sight = InSight(self)
        self.hide()

    def set_state(self, title: str, text: str, file: str) -> None:
        """Show a note about ``file``."""
        self._title.setText(title)
        self._file = file
        self._done.setText("")
        self.text.setPlainText(text)
        self.show()
        self.copy.setFocus()
        self._in_sight.bring()

    def ask_target(self) -> Path | None:
        """Ask where the note is to be written; tests answer in its place."""
        name = _("Note on {file}").format(file=Path(self._file).stem) + ".txt"
        return ask_new_file(self, _("Save the note"), name, FileKind(_("Text"), (".txt",)))

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self._done.setText(_("Copied."))

    @Slot()
    def _on_save(self) -> None:
        if (target := self.ask_target()) is None:
            return
        try:
            write_bytes(target, self.text.toPlainText().encode("utf-8-sig"))
        except AppError as error:
            self._done.setText(error.message)
        else:
            self._done.setText(_("Written: {file}").format(file=target.name))
