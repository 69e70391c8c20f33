"""The tree of items of one unit, with the state of every leaf."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QRect, QRectF, QSize, QSortFilterProxyModel, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.icons import paint_icon
from evalapp.ui.theme.style import draw_focus_ring
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.models.item_tree import ItemNode, ItemTreeModel, LeafStatus
from evalapp.ui.widgets.models.struct_list import STATE_ROLE, Index
from evalapp.ui.widgets.painting import line_text, rounded, text_width
from evalapp.ui.widgets.rows import row_paint

LEAF_ICONS: dict[LeafStatus, tuple[str, str]] = {
    "blank": ("circle-outline", "text_3"),
    "answered": ("check-circle-outline", "ok"),
    "warn": ("alert-outline", "warn"),
    "error": ("alert-circle-outline", "error"),
    "evidence": ("paperclip", "error"),
    "not_found": ("close-circle-outline", "text_2"),
    "not_applicable": ("minus-circle-outline", "quiet"),
    "unable": ("help-circle-outline", "quiet"),
    "returned": ("reply-outline", "returned"),
    "brought_in": ("inbox-arrow-down-outline", "text_3"),
    "computed": ("function-variant", "text_3"),
    "hit": ("alert-octagon-outline", "warn"),
}


class ItemTree(QWidget):
    """Groups with n/m, leaves with their state, and a switch that hides what is finished.

    Signals:
        leaf_chosen: the code of the leaf the user chose.
    """

    leaf_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._binding = False
        self._model = ItemTreeModel(self)
        self._filtered = _UnfinishedFilter(self)
        self._filtered.setSourceModel(self._model)
        self._filtered.setRecursiveFilteringEnabled(True)
        self.view = _TreeView(self)
        self.view.setModel(self._filtered)
        self.view.selectionModel().currentChanged.connect(self._on_current_changed)
        self._title = text_label(type="strong")
        self.unfinished = Button(icon="filter-variant", look="flat", type="caption")
        self.unfinished.setCheckable(True)
        self.unfinished.toggled.connect(self._on_unfinished_toggled)
        head = QHBoxLayout()
        head.setContentsMargins(theme.space.s3, theme.space.s2, theme.space.s1, theme.space.s1)
        head.addWidget(self._title, 1)
        head.addWidget(self.unfinished)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.view, 1)
        self._retranslate()

    def set_state(self, items: Sequence[ItemNode], current: str) -> None:
        """Show these top-level items with all below; ``current`` is selected and its groups opened; nothing is told."""
        self._binding = True
        before = self._codes()
        self._model.set_tree(tuple(items))
        if self._codes() != before:
            self.view.expandToDepth(0)
        self._filtered.keep = current
        if self.unfinished.isChecked():
            self._filtered.refresh()
        index = self._filtered.mapFromSource(self._model.index_of(current))
        if index.isValid():
            self._open_groups(index)
            self.view.setCurrentIndex(index)
        else:
            self.view.clearSelection()
        self._binding = False

    def _codes(self) -> list[str]:
        return [leaf.code for leaf in self._model.leaves()]

    def _open_groups(self, index: QModelIndex) -> None:
        group = index.parent()
        while group.isValid():
            self.view.expand(group)
            group = group.parent()

    @Slot(QModelIndex)
    def _on_current_changed(self, index: QModelIndex) -> None:
        node = index.data(STATE_ROLE)
        if not self._binding and isinstance(node, ItemNode) and node.is_leaf:
            self.leaf_chosen.emit(node.code)

    @Slot(bool)
    def _on_unfinished_toggled(self, on: bool) -> None:
        self._binding = True
        self._filtered.unfinished_only = on
        self._filtered.refresh()
        self.view.expandAll() if on else self.view.expandToDepth(0)
        self._open_groups(self.view.currentIndex())
        self._binding = False

    def _retranslate(self) -> None:
        self._title.setText(_("Items"))
        self.view.setAccessibleName(_("Items"))
        self.unfinished.setText(_("Unfinished only"))
        self.unfinished.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)


class _UnfinishedFilter(QSortFilterProxyModel):
    """Lets through leaves that want something, and the one being looked at."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.unfinished_only = False
        self.keep = ""

    def refresh(self) -> None:
        """Filter anew."""
        self.invalidateFilter()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        if not self.unfinished_only:
            return True
        node = self.sourceModel().index(source_row, 0, source_parent).data(STATE_ROLE)
        return isinstance(node, ItemNode) and node.is_leaf and (node.unfinished or node.code == self.keep)


class _TreeView(QTreeView):
    """Draws its own ground across the whole row, a chevron before a group, its state before a leaf."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(_NodeDelegate(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self._set_indentation()

    def _set_indentation(self) -> None:
        theme = current_theme()
        self.setIndentation(theme.size.icon_sm + theme.space.s1)

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = current_theme()
        row = row_paint(option, index)
        inset = theme.space.s1
        ground = QRectF(inset, row.rect.top(), self.viewport().width() - 2 * inset, row.rect.height())
        selected = self.selectionModel().isSelected(index)
        if selected or row.hover:
            rounded(painter, ground, theme.radius.sm, "bg_selected" if selected else "bg_hover")
        if self.hasFocus() and self.currentIndex() == index:
            draw_focus_ring(painter, ground, theme, theme.radius.sm)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._set_indentation()
        super().changeEvent(event)

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self._paint_ground(painter, option, index)
        super().drawRow(painter, option, index)

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        node = index.data(STATE_ROLE)
        side = current_theme().size.icon_sm
        box = QRectF(rect.right() + 1 - side, rect.center().y() + 0.5 - side / 2, side, side)
        if isinstance(node, ItemNode) and node.status is not None:
            paint_icon(painter, box, *LEAF_ICONS[node.status])
        else:
            paint_icon(painter, box, "chevron-down" if self.isExpanded(index) else "chevron-right", "text_3")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class _NodeDelegate(QStyledItemDelegate):
    """Code and title; n/m after a group, and after a leaf that is counted over several cities."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = current_theme()
        row = row_paint(option, index)
        node = row.state
        if not isinstance(node, ItemNode):
            return
        inner = row.rect.adjusted(theme.space.s1, 0, -theme.space.s3, 0)
        if node.status is None or node.total:
            count = f"{node.done}/{node.total}"
            done = node.total > 0 and node.done >= node.total
            right = Qt.AlignmentFlag.AlignRight
            line_text(painter, inner, count, theme.font("caption"), "ok" if done else "text_3", right)
            inner.setWidth(inner.width() - text_width(count, theme.font("caption")) - theme.space.s1)
        if node.flagged:
            side = theme.size.icon_sm
            flag = QRectF(inner.right() - side, inner.center().y() - side / 2, side, side)
            paint_icon(painter, flag, "flag-outline", "flag")
            inner.setRight(flag.left() - theme.space.s1)
        font = theme.font(bold=row.selected or not index.parent().isValid())
        line_text(painter, inner, node.code, font, "text_3")
        inner.setLeft(inner.left() + text_width(node.code, font) + theme.space.s1)
        line_text(painter, inner, node.title, font, "text")

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        theme = current_theme()
        return QSize(0, max(theme.size.row_dense, theme.rows("body")))
