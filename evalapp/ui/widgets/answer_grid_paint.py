"""How a cell of the table of answers is painted and edited."""

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPolygonF
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QPlainTextEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from shiboken6 import isValid

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.icons import paint_icon
from evalapp.ui.theme.style import draw_focus_ring
from evalapp.ui.widgets.models.answer_grid import AnswerGridModel, Cell, GridCell
from evalapp.ui.widgets.painting import hairline, line_text, text_width
from evalapp.ui.widgets.rows import Index, RowPaint, row_paint

_MARKS = {
    "new": ("plus", "ok", "ok_bg"),
    "changed": ("pencil-outline", "info", "info_bg"),
    "same": ("equal", "text_3", ""),
    "refused": ("alert-circle-outline", "error", "error_bg"),
}
_EDITOR_LINES = 4
_CORNER = 8


class GridDelegate(QStyledItemDelegate):
    """Paints one line a cell, and edits it in place. What was typed is told by the cell, never by the place in the table.

    ``editor`` is the one that is open, None where none is.

    Signals:
        typed: ((unit, item), text) while an editor is open.
        left: ((unit, item), text) when it is left with another text than it began with.
        given_up: the (unit, item) whose editor was left by Esc, or with the text it began with.
    """

    typed = Signal(object, str)
    left = Signal(object, str)
    given_up = Signal(object)

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self.editor: QLineEdit | QPlainTextEdit | None = None
        self._cell: Cell = ("", "")
        self._began = ""

    @property
    def _view(self) -> QAbstractItemView:
        """The view, which owns the delegate: a reference of its own would keep both alive."""
        view = self.parent()
        assert isinstance(view, QAbstractItemView)
        return view

    # -- painting

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = current_theme()
        row = row_paint(option, index)
        state = row.state
        if not isinstance(state, GridCell):
            return
        box = row.rect
        mark = _MARKS.get(state.mark)
        ground = "bg_selected" if row.selected and not row.focused else ""
        if mark is not None and mark[2]:
            ground = mark[2]
        elif state.refused:
            ground = "error_bg"
        elif state.closed:
            ground = ground or "bg_readonly"
        painter.save()
        painter.fillRect(box, theme.color(ground or "bg_surface"))
        hairline(painter, box.left(), box.bottom() - 0.5, box.right(), box.bottom() - 0.5, "border_subtle")
        hairline(painter, box.right() - 0.5, box.top(), box.right() - 0.5, box.bottom(), "border_subtle")
        self._paint_words(painter, row, state, index)
        if state.corner:
            _paint_corner(painter, box, state.corner)
        if self._view.currentIndex() == index:
            draw_focus_ring(painter, box, theme, 0)
        painter.restore()

    def _paint_words(self, painter: QPainter, row: RowPaint, state: GridCell, index: Index) -> None:
        theme = current_theme()
        inner = row.rect.adjusted(theme.space.s2, 0, -theme.space.s2, 0)
        mark = _MARKS.get(state.mark)
        icons = [(mark[0], mark[1])] if mark is not None else []
        icons += [("alert-circle-outline", "error")] if state.refused and mark is None else []
        tone = "text_3" if state.closed or state.mark == "same" else "quiet" if state.icon else "text"
        icons += [(state.icon, tone)] if state.icon else []
        for icon, token in icons:
            side = theme.size.icon_sm
            paint_icon(painter, QRectF(inner.left(), inner.center().y() - side / 2, side, side), icon, token)
            inner.setLeft(inner.left() + side + theme.space.s1)
        model = index.model()
        right = isinstance(model, AnswerGridModel) and model.columns[index.column()].right and not state.icon
        font = theme.font()
        align = Qt.AlignmentFlag.AlignRight if right and not state.mark else Qt.AlignmentFlag.AlignLeft
        line_text(painter, inner, state.text, font, tone, align)
        if state.old:
            inner.setLeft(inner.left() + text_width(state.text, font) + theme.space.s1)
            if inner.width() > theme.size.icon_sm:
                struck = QFont(theme.font("caption"))
                struck.setStrikeOut(True)
                line_text(painter, inner, state.old, struck, "text_3")

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, current_theme().size.row)

    # -- editing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = index.model()
        assert isinstance(model, AnswerGridModel)
        column = model.columns[index.column()]
        self._cell, self._began = model.cell(index), model.state(index).edit
        editor: QLineEdit | QPlainTextEdit
        if column.lines:
            editor = QPlainTextEdit(parent)
            editor.setTabChangesFocus(False)
            editor.textChanged.connect(self._on_typed)
        else:
            editor = QLineEdit(parent)
            editor.setFrame(False)
            editor.textChanged.connect(self._on_typed)
        name = _("{city}, {item}").format(
            city=model.cities[index.row()].name, item=f"{column.code} {column.title}"
        )
        editor.setAccessibleName(name)
        self.editor = editor
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """The editor's text is set once: a row that is shown anew while somebody types leaves it alone."""
        if editor.property("bound"):
            return
        editor.setProperty("bound", True)
        if isinstance(editor, QPlainTextEdit):
            editor.setPlainText(self._began)
            editor.selectAll()
        elif isinstance(editor, QLineEdit):
            editor.setText(self._began)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Tell the text, if it is another one than before."""
        text = _text(editor)
        if text != self._began:
            self._began = text
            self.left.emit(self._cell, text)
        else:
            self.given_up.emit(self._cell)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        rect = option.rect  # type: ignore[attr-defined]
        if isinstance(editor, QPlainTextEdit):
            theme = current_theme()
            rect.setWidth(max(rect.width(), 3 * rect.width()))
            rect.setHeight(max(rect.height(), _EDITOR_LINES * theme.line("body") + theme.space.s3))
            room = self._view.viewport().rect()
            rect.moveRight(min(rect.right(), room.right()))
            rect.moveBottom(min(rect.bottom(), room.bottom()))
        editor.setGeometry(rect)

    def settle(self) -> None:
        """Leave an open editor, its text told."""
        editor = self.editor
        if editor is not None and isValid(editor):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        if editor is self.editor:
            self.editor = None
        super().destroyEditor(editor, index)

    def _on_typed(self) -> None:
        editor = self.editor
        if editor is not None and editor.property("bound") and _text(editor) != self._began:
            self.typed.emit(self._cell, _text(editor))

    def eventFilter(self, object: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and object is self.editor:
            return self._took(event) or super().eventFilter(object, event)
        return super().eventFilter(object, event)

    def _took(self, event: QKeyEvent) -> bool:
        """Enter, Tab and Esc leave the editor; Alt+Enter begins a line."""
        editor, key = self.editor, event.key()
        back = -1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        step: tuple[int, int] | None = None
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if isinstance(editor, QPlainTextEdit) and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                editor.insertPlainText("\n")
                return True
            step = (back, 0)
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            step = (0, -1 if key == Qt.Key.Key_Backtab else back)
        elif key == Qt.Key.Key_Escape and editor is not None:
            self._began = _text(editor)
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.RevertModelCache)
            self.given_up.emit(self._cell)
            return True
        if step is None:
            return False
        self.settle()
        self._view.step(*step)  # type: ignore[attr-defined]
        return True


def _text(editor: QWidget) -> str:
    return editor.toPlainText() if isinstance(editor, QPlainTextEdit) else editor.text()  # type: ignore[attr-defined]


def _paint_corner(painter: QPainter, box: QRectF, token: str) -> None:
    """A small triangle at the top right."""
    side = current_theme().scaled(_CORNER)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(current_theme().color(token))
    top, right = box.top(), box.right() - 1
    painter.drawPolygon(
        QPolygonF([QPointF(right - side, top), QPointF(right, top), QPointF(right, top + side)])
    )
