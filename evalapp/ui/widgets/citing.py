"""Evidence offered while a citation is written: ``[`` opens a list, Enter takes the piece."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QHideEvent,
    QKeyEvent,
    QShowEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QListWidget, QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.typing_field import TypingField

_BEGUN = re.compile(r"[\[\u3010\uff3b](\d{0,2})$")
"""A bracket that was opened, also as Chinese input methods write it, and the first digits of a number."""
_CLOSED = ("]", "\u3011", "\uff3d")
_MOST_ROWS = 6
_FOLLOW_MS = 60


class CitationList(QFrame):
    """A list under the cursor of a text field. It never takes the focus, so that an input method is not disturbed."""

    def __init__(self, field: TypingField) -> None:
        super().__init__()
        self._field = field
        self._pieces: tuple[tuple[int, str], ...] = ()
        self._dismissed = False
        self.setProperty("message", "toast")
        self.rows = QListWidget()
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.setTextElideMode(Qt.TextElideMode.ElideRight)
        column = QVBoxLayout(self)
        edge = current_theme().space.s0
        column.setContentsMargins(edge, edge, edge, edge)
        column.addWidget(self.rows)
        self._follow = QTimer(self)
        self._follow.setInterval(_FOLLOW_MS)
        self._follow.timeout.connect(self._place)
        self.hide()
        field.installEventFilter(self)
        field.textChanged.connect(self._on_text_changed)
        field.cursorPositionChanged.connect(self._on_moved)
        field.destroyed.connect(self.deleteLater)
        self.rows.itemClicked.connect(self.take)

    def set_pieces(self, pieces: Sequence[tuple[int, str]]) -> None:
        """What can be cited: numbers, and what stands under them."""
        self._pieces = tuple(pieces)
        if not pieces:
            self.hide()

    @Slot()
    def _on_text_changed(self) -> None:
        self._dismissed = False
        if self._field.hasFocus():
            QTimer.singleShot(0, self, self._offer)

    @Slot()
    def _on_moved(self) -> None:
        if self.isVisible() and self._begun() is None:
            self.hide()

    def _begun(self) -> "re.Match[str] | None":
        cursor = self._field.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        return None if cursor.hasSelection() else _BEGUN.search(before)

    @Slot()
    def _offer(self) -> None:
        """Show the pieces whose numbers begin with what is written; put the list away where there are none."""
        begun = self._begun()
        if begun is None or self._dismissed or not self._field.hasFocus() or self._field.isReadOnly():
            self.hide()
            return
        fitting = [
            (number, title) for number, title in self._pieces if str(number).startswith(begun.group(1))
        ]
        if not fitting:
            self.hide()
            return
        self.rows.clear()
        for number, title in fitting:
            self.rows.addItem(f"[{number}]  {title}")
            self.rows.item(self.rows.count() - 1).setData(Qt.ItemDataRole.UserRole, number)
        self.rows.setAccessibleName(_("Evidence to cite"))
        self.rows.setCurrentRow(0)
        self._place()
        self.show()
        self.raise_()
        self._speak()

    @Slot()
    def _place(self) -> None:
        """Below the cursor, or above it where there is no room; the page may move while the list is there."""
        window = self._field.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        shown = min(self.rows.count(), _MOST_ROWS)
        frame = 2 * (current_theme().space.s0 + 1)
        wide = min(self.rows.sizeHintForColumn(0) + frame + current_theme().space.s5, self._field.width())
        high = shown * self.rows.sizeHintForRow(0) + frame
        caret = self._field.cursorRect()
        below = self._field.viewport().mapTo(window, caret.bottomLeft() + QPoint(0, 2))
        if below.y() + high > window.height():
            below.setY(self._field.viewport().mapTo(window, caret.topLeft()).y() - high - 2)
        # The line one writes in may itself be scrolled out of a small window.
        top = max(0, min(below.y(), window.height() - high))
        self.setGeometry(min(below.x(), window.width() - wide), top, wide, high)

    def _speak(self) -> None:
        row = self.rows.currentItem()
        if row is not None:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._field, row.text()))

    @Slot()
    def take(self) -> None:
        """Write the chosen number in place of what was begun."""
        row, begun = self.rows.currentItem(), self._begun()
        self.hide()
        if row is None or begun is None:
            return
        cursor = self._field.textCursor()
        left = QTextCursor.MoveOperation.Left
        cursor.movePosition(left, QTextCursor.MoveMode.KeepAnchor, len(begun.group()))
        cursor.insertText(f"[{row.data(Qt.ItemDataRole.UserRole)}]")
        after = cursor.block().text()[cursor.positionInBlock() :]
        if after.startswith(_CLOSED):
            cursor.deleteChar()
        self._field.setTextCursor(cursor)

    def showEvent(self, event: QShowEvent) -> None:
        self._follow.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._follow.stop()
        super().hideEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While the list is there, arrows, Enter, Tab and Esc are its own."""
        if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self.hide()
        elif isinstance(event, QKeyEvent) and self.isVisible() and self._is_own(event):
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self._press(Qt.Key(event.key()))
            return True
        return super().eventFilter(watched, event)

    def _is_own(self, event: QKeyEvent) -> bool:
        keys = Qt.Key
        own = (keys.Key_Up, keys.Key_Down, keys.Key_Return, keys.Key_Enter, keys.Key_Tab, keys.Key_Escape)
        told = event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return told and plain and event.key() in own

    def _press(self, key: Qt.Key) -> None:
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if key == Qt.Key.Key_Down else -1
            self.rows.setCurrentRow((self.rows.currentRow() + step) % self.rows.count())
            self._speak()
        elif key == Qt.Key.Key_Escape:
            self._dismissed = True
            self.hide()
        else:
            self.take()


def citation_list(field: TypingField, owner: QWidget) -> CitationList:
    """A list for a field, which goes with its owner."""
    made = CitationList(field)
    made.setParent(owner)
    made.hide()
    return made
