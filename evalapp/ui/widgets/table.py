"""What the painted tables share: a view that chooses rows, and a delegate that paints cells."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.models.struct_list import Index
from evalapp.ui.widgets.models.struct_table import StructTableModel
from evalapp.ui.widgets.painting import line_text, rounded, text_width
from evalapp.ui.widgets.rows import RowPaint, row_paint, underline


class TableDelegate(QStyledItemDelegate):
    """Paints a row's ground, the line under it, and one line of text a cell; subclasses paint cells of their own."""

    def paint_cell(self, painter: QPainter, row: RowPaint, index: Index) -> bool:
        """Paint one cell's content over its ground; whether it was painted, or else its text is."""
        return False

    def tone(self, row: RowPaint, index: Index) -> str:
        """The colour of a cell's text."""
        return "text"

    def bold(self, row: RowPaint, index: Index) -> bool:
        """Whether a cell's text is bold."""
        return False

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = current_theme()
        row = row_paint(option, index)
        painter.save()
        if row.ground():
            rounded(painter, row.rect, 0, row.ground())
        underline(painter, row.rect)
        if not self.paint_cell(painter, row, index):
            inner = row.rect.adjusted(theme.space.s2, 0, -theme.space.s2, 0)
            align = index.data(Qt.ItemDataRole.TextAlignmentRole)
            right = (
                bool(Qt.AlignmentFlag(align) & Qt.AlignmentFlag.AlignRight) if align is not None else False
            )
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            font = theme.font(bold=self.bold(row, index))
            text = index.data(Qt.ItemDataRole.DisplayRole) or ""
            line_text(painter, inner, text, font, self.tone(row, index), side)
        if row.selected and index.column() == 0 and row.focused:
            edge = QRectF(row.rect.left(), row.rect.top(), theme.radius.sm, row.rect.height())
            painter.fillRect(edge, theme.color("focus"))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        theme = current_theme()
        text = index.data(Qt.ItemDataRole.DisplayRole) or ""
        width = text_width(text, theme.font(bold=True)) + 2 * theme.space.s2
        return QSize(round(width + 0.5), theme.size.row_dense)


class Table(QTableView):
    """Rows of equal height, chosen whole.

    Enter sends ``activated`` as a double click does; Ctrl+C copies the table.
    """

    def __init__(self, delegate: TableDelegate, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        delegate.setParent(self)
        self.setItemDelegate(delegate)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.fit_rows()

    def fit_rows(self, height: int | None = None) -> None:
        """Give every row ``height``, by default the dense row of the theme."""
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(height or current_theme().size.row_dense)

    def fit_columns(self, stretch: int) -> None:
        """Size columns to what they hold; the column ``stretch`` takes what is left."""
        header = self.horizontalHeader()
        self.resizeColumnsToContents()
        for column in range(header.count()):
            mode = QHeaderView.ResizeMode.Stretch if column == stretch else QHeaderView.ResizeMode.Interactive
            header.setSectionResizeMode(column, mode)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            model = self.model()
            if isinstance(model, StructTableModel):
                QGuiApplication.clipboard().setText(model.as_text())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)
