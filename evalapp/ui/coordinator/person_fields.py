"""Name and code of a person: filled in where somebody is added or called otherwise."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.labels import text_label


class PersonFields(QFrame):
    """Hidden until somebody is asked for. Enter writes, Esc leaves everything as it is.

    Signals:
        filled_in: person id ("" for a further person), name and code.
        left: the fields go without a word.
    """

    filled_in = Signal(str, str, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._person = ""
        self.setProperty("card", "true")
        self.title = text_label(type="strong")
        self.name, self.code = QLineEdit(), QLineEdit()
        self.name.setAccessibleName(_("Name"))
        self.name.setPlaceholderText(_("Name"))
        self.code.setAccessibleName(_("Short code"))
        self.code.setPlaceholderText(_("Short code"))
        self.code.setMaximumWidth(theme.scaled(120))
        self.write = Button(_("Write"))
        self.cancel = Button(_("Cancel"), look="flat")
        self.words = text_label(type="caption", tone="text_3", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(theme.space.s2)
        for part in (self.title, self.name, self.code, self.write, self.cancel):
            row.addWidget(part, 1 if part is self.name else 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.s3, theme.space.s2, theme.space.s3, theme.space.s2)
        column.setSpacing(theme.space.s1)
        column.addLayout(row)
        column.addWidget(self.words)
        self.write.clicked.connect(self._on_write)
        self.cancel.clicked.connect(self._on_cancel)
        for field in (self.name, self.code):
            field.returnPressed.connect(self._on_write)
        self.hide()

    def ask(self, person: str = "", name: str = "", code: str = "") -> None:
        """Ask for a further person, or for other labels of one."""
        self._person = person
        self.title.setText(_("Rename") if person else _("Further assessor"))
        self.words.setText(
            _("Name and code are labels: what was written under the old ones stays this person's.")
            if person
            else _(
                "Assign cities in the table below, then write the task file. The code names files: letters, digits, “-” and “_”."
            )
        )
        self.name.setText(name)
        self.code.setText(code)
        self.show()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_write(self) -> None:
        self.filled_in.emit(self._person, self.name.text(), self.code.text())

    @Slot()
    def _on_cancel(self) -> None:
        self.hide()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._on_cancel()
        else:
            super().keyPressEvent(event)
