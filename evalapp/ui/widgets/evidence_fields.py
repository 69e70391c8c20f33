"""The fields under the evidence: an address, a caption or a note, asked for in place."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.entry.evidence import web_address
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.editors.base import ProblemLine
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.typing_field import TypingField

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class AskedField(QWidget):
    """A label, a field, a button; Enter gives what is typed, Esc gives up. Hidden until :meth:`open`.

    Signals:
        given: what was typed.
        closed: the field is about to go; the focus belongs to where it was opened.
    """

    given = Signal(object)
    closed = Signal()

    def __init__(self, field: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._label = text_label(type="caption", tone="text_2")
        self._hint = text_label(type="caption", tone="text_3", wrap=True)
        self._button = Button(key="Enter", parent=self)
        self._button.clicked.connect(self.give)
        self._problem = ProblemLine(self)
        self._asked = field
        field.installEventFilter(self)
        line = QHBoxLayout()
        line.setSpacing(theme.space.s2)
        line.addWidget(self._label)
        line.addWidget(field, 1)
        line.addWidget(self._button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.s1)
        column.addLayout(line)
        column.addWidget(self._hint)
        column.addWidget(self._problem)
        self.hide()

    def _open(self, label: str, button: str, hint: str = "") -> None:
        self._label.setText(label)
        self._asked.setAccessibleName(label)
        self._asked.setAccessibleDescription(hint)
        self._button.setText(button)
        self._button.updateGeometry()
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._problem.set_text("")
        self.show()
        self._asked.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self, self._come_into_view)

    @Slot()
    def _come_into_view(self) -> None:
        come_into_view(self)

    @property
    def is_open(self) -> bool:
        """Whether something is being asked for."""
        return not self.isHidden()

    def text(self) -> str:
        """What is typed."""
        raise NotImplementedError

    def problem(self) -> str:
        """Why what is typed cannot be taken, in one sentence; "" where it can."""
        return ""

    @Slot()
    def give(self) -> None:
        """Take what is typed, or say why it cannot be taken."""
        problem = self.problem()
        if problem:
            self._problem.set_text(problem)
            self._asked.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        text = self.text()
        self.close_field()
        self.given.emit(text)

    def commit(self) -> None:
        """Another item comes next: what is typed and can be taken belongs to this one."""
        if self.is_open and self.text().strip() and not self.problem():
            text = self.text()
            self.hide()
            self.given.emit(text)

    def forget(self) -> None:
        """Another item comes next: nothing of this one may stay."""
        self.hide()

    def close_field(self) -> None:
        """Put the field away; the focus goes back."""
        self.closed.emit()
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Esc are the field's own here, also those with Ctrl that mean more elsewhere on the page."""
        if isinstance(event, QKeyEvent) and self._is_own(event):
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self.close_field() if event.key() == Qt.Key.Key_Escape else self.give()
            return True
        return super().eventFilter(watched, event)

    def _is_own(self, event: QKeyEvent) -> bool:
        if event.type() not in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            return False
        breaks = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        return event.key() == Qt.Key.Key_Escape or (event.key() in _ENTER and not breaks)


class LinkField(AskedField):
    """Asks for an address; what is given is whole, with https:// put before one without."""

    def __init__(self, parent: QWidget) -> None:
        self.field = QLineEdit()
        self.field.setPlaceholderText("https://")
        super().__init__(self.field, parent)

    def open(self) -> None:
        """Show the empty field and let the user type."""
        self.field.clear()
        self._open(_("Link"), _("Add link"))

    def text(self) -> str:
        return web_address(self.field.text())

    def problem(self) -> str:
        if self.text():
            return ""
        return _("That is no web address: one looks like www.gov.cn/info and has no spaces.")


class CaptionField(AskedField):
    """Asks for the caption of a piece of evidence. ``piece`` is its id."""

    def __init__(self, parent: QWidget) -> None:
        self.field = QLineEdit()
        self.field.setMaxLength(200)
        self.piece = ""
        super().__init__(self.field, parent)

    def open(self, piece: str, number: int, caption: str) -> None:
        """Show the caption that there is, and let the user write another."""
        self.piece = piece
        self.field.setText(caption)
        self.field.selectAll()
        self._open(_("Caption of [{n}]").format(n=number), _("Keep"))

    def text(self) -> str:
        return self.field.text()

    def commit(self) -> None:
        if self.is_open:
            self.hide()
            self.given.emit(self.text())


class NoteField(AskedField):
    """Asks for a note that is evidence itself. ``piece`` is the id of a note that is rewritten, "" for a further one."""

    def __init__(self, parent: QWidget) -> None:
        self.field = TypingField()
        self.piece = ""
        super().__init__(self.field, parent)

    def open(self, piece: str = "", words: str = "") -> None:
        """Show the words that there are, and let the user write."""
        self.piece = piece
        self.field.forget()
        self.field.set_text(words)
        self._open(
            _("Note as evidence"),
            _("Keep") if piece else _("Add note"),
            _(
                "What was seen or heard, by whom and when; it is handed in. Shift+Enter begins a further line."
            ),
        )

    def text(self) -> str:
        return self.field.toPlainText()

    def problem(self) -> str:
        return "" if self.text().strip() else _("The note is empty. Write what was seen, or leave with Esc.")


def come_into_view(widget: QWidget) -> None:
    """Scroll what is around a widget until it is seen."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QAbstractScrollArea):
        above = above.parentWidget()
    if isinstance(above, QScrollArea):
        above.ensureWidgetVisible(widget)
