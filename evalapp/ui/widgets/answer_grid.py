"""The table of cities × items: compact cells, the cities and the groups of items standing still while it scrolls."""

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.answer_grid_heads import CityHeader, GridCorner, ItemHeader
from evalapp.ui.widgets.answer_grid_paint import GridDelegate
from evalapp.ui.widgets.models.answer_grid import AnswerGridModel, Cell
from evalapp.ui.widgets.models.struct_list import Index
from evalapp.ui.widgets.state_buttons import KEYS

CELL_HEIGHT = 34
COLUMN_WIDTH = 104
CITY_WIDTH = 142
_SIGNS = frozenset(KEYS.values())
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class AnswerGrid(QTableView):
    """Typing edits the current cell, or a digit chooses an option; what was done is told, and nothing is changed here.

    Signals:
        current_changed: the (unit, item) that the cursor is at.
        typing: ((unit, item), the text in the editor).
        entered: ((unit, item), the text the editor was left with).
        given_up: the (unit, item) whose editor was left by Esc.
        digit_pressed: 1 to 9, on a cell of options.
        sign_pressed: 0, - or . for a special state.
        copied, pasted, filled, cleared: what was asked for by key.
        refused: the (unit, item) of a cell that takes nothing.
    """

    current_changed = Signal(object)
    typing = Signal(object, str)
    entered = Signal(object, str)
    given_up = Signal(object)
    digit_pressed = Signal(int)
    sign_pressed = Signal(str)
    copied = Signal()
    pasted = Signal()
    filled = Signal()
    cleared = Signal()
    refused = Signal(object)

    def __init__(self, model: AnswerGridModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = model
        self.setModel(model)
        self._delegate = GridDelegate(self)
        self._delegate.typed.connect(self._on_typed)
        self._delegate.left.connect(self._on_left)
        self._delegate.given_up.connect(self._on_given_up)
        self.setItemDelegate(self._delegate)
        self.setHorizontalHeader(ItemHeader(model, self))
        self.setVerticalHeader(CityHeader(model, self))
        self.corner = GridCorner(self)
        self.setCornerButtonEnabled(False)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.retranslate()
        self.fit()

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        self.setAccessibleName(_("Table of cities and items"))
        self.corner.retranslate()

    def fit(self) -> None:
        """Take the sizes of the theme in force."""
        theme = current_theme()
        across, down = self.horizontalHeader(), self.verticalHeader()
        down.setMinimumSectionSize(1)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(theme.scaled(CELL_HEIGHT))
        down.setFixedWidth(theme.scaled(CITY_WIDTH))
        across.setMinimumSectionSize(theme.scaled(64))
        across.setDefaultSectionSize(theme.scaled(COLUMN_WIDTH))
        self.horizontalScrollBar().setSingleStep(theme.scaled(COLUMN_WIDTH) // 2)
        self.verticalScrollBar().setSingleStep(theme.scaled(CELL_HEIGHT))

    # -- where one is

    @property
    def here(self) -> Cell | None:
        """The cell of the cursor."""
        index = self.currentIndex()
        return self.table.cell(index) if index.isValid() else None

    def go_to(self, cell: Cell) -> None:
        """Put the cursor on a cell and bring it into view."""
        index = self.table.index_of(cell)
        if index.isValid():
            self.setColumnHidden(index.column(), False)
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def shown_columns(self) -> list[int]:
        """The columns shown, from left to right."""
        return [n for n in range(self.table.columnCount()) if not self.isColumnHidden(n)]

    def chosen(self) -> tuple[list[int], list[int]]:
        """The rows and the shown columns of the selection; those of the cursor where nothing is selected."""
        indexes = self.selectionModel().selection()
        if indexes.isEmpty():
            index = self.currentIndex()
            return ([index.row()], [index.column()]) if index.isValid() else ([], [])
        area = indexes.first()
        columns = [n for n in range(area.left(), area.right() + 1) if not self.isColumnHidden(n)]
        return list(range(area.top(), area.bottom() + 1)), columns

    def step(self, down: int, right: int) -> None:
        """Move the cursor; to the right of the last column the next row begins."""
        index, columns = self.currentIndex(), self.shown_columns()
        if not index.isValid() or not columns:
            return
        place = columns.index(index.column()) + right if index.column() in columns else 0
        rows, place = divmod(place, len(columns))
        row = index.row() + down + rows
        if 0 <= row < self.table.rowCount():
            self.setCurrentIndex(self.table.index(row, columns[place]))

    # -- editing

    def settle(self) -> None:
        """An open editor is left as by Enter, without moving on."""
        self._delegate.settle()

    @Slot(object, str)
    def _on_typed(self, cell: Cell, text: str) -> None:
        self.typing.emit(cell, text)

    @Slot(object, str)
    def _on_left(self, cell: Cell, text: str) -> None:
        self.entered.emit(cell, text)

    @Slot(object)
    def _on_given_up(self, cell: Cell) -> None:
        self.given_up.emit(cell)

    # -- Qt

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._fit_input_method()
        self.verticalHeader().viewport().update()
        self.horizontalHeader().viewport().update()
        if current.isValid():
            self.current_changed.emit(self.table.cell(current))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._fit_input_method()

    def _fit_input_method(self) -> None:
        """Digits choose an option while a Chinese input method is on; a cell of words begins with its first character."""
        index = self.currentIndex()
        words = index.isValid() and not self.table.columns[index.column()].picks
        closed = not words or bool(self.table.state(index).closed)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, words and not closed)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """The first character composed opens the editor and goes into it: Qt would open it empty."""
        index = self.currentIndex()
        composed = event.preeditString() or event.commitString()
        if not composed or not index.isValid() or self.table.state(index).closed:
            event.ignore()
            return
        self.edit(index)
        editor = self._delegate.editor
        if editor is not None:
            editor.selectAll()
            QCoreApplication.sendEvent(editor, event)

    def event(self, event: QEvent) -> bool:
        """Ctrl+Home is the first cell here, and ? the beginning of a text, whatever they are in the window."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            home = event.key() == Qt.Key.Key_Home and event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if home or (event.text() == "?" and self.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState or not self._took(event):
            super().keyPressEvent(event)

    def _took(self, event: QKeyEvent) -> bool:
        """Whether a key was one of ours."""
        asked = {
            QKeySequence.StandardKey.Copy: self.copied,
            QKeySequence.StandardKey.Paste: self.pasted,
        }
        for standard, signal in asked.items():
            if event.matches(standard):
                signal.emit()
                return True
        if event.key() == Qt.Key.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.filled.emit()
            return True
        return self._moved(event) or self._answered(event)

    def _moved(self, event: QKeyEvent) -> bool:
        back = -1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        if event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
            return False
        if event.key() in _ENTER:
            self.step(back, 0)
        elif event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.step(0, -1 if event.key() == Qt.Key.Key_Backtab else back)
        else:
            return False
        return True

    def _answered(self, event: QKeyEvent) -> bool:
        index, text = self.currentIndex(), event.text()
        if not index.isValid():
            return False
        column = self.table.columns[index.column()]
        alone, alt = event.modifiers() in _PLAIN, event.modifiers() == Qt.KeyboardModifier.AltModifier
        signed = alone and column.picks and text in _SIGNS
        signed = signed or (alt and event.key() in (Qt.Key.Key_0, Qt.Key.Key_Minus, Qt.Key.Key_Period))
        clears = alone and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
        writes = (
            signed or clears or (alone and bool(text) and text.isprintable()) or event.key() == Qt.Key.Key_F2
        )
        if writes and self.table.state(index).closed and not clears:
            self.refused.emit(self.table.cell(index))
        elif clears:
            self.cleared.emit()
        elif signed:
            self.sign_pressed.emit(
                text or {Qt.Key.Key_0: "0", Qt.Key.Key_Minus: "-"}.get(Qt.Key(event.key()), ".")
            )
        elif alone and column.picks and text.isdecimal() and text.isascii():
            self.digit_pressed.emit(int(text))
        else:
            return False
        return True

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab moves the cursor; F6 leaves the table."""
        return False

    def minimumSizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.scaled(CITY_WIDTH + COLUMN_WIDTH), theme.scaled(4 * CELL_HEIGHT))

    def updateGeometries(self) -> None:
        super().updateGeometries()
        self.corner.setGeometry(0, 0, self.verticalHeader().width(), self.horizontalHeader().height())
