"""Where a unit's points come from: the groups of its leaves, and the leaves of one group."""

from math import isnan

from msgspec import Struct
from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from evalapp.base.i18n import _
from evalapp.base.numbers import display
from evalapp.form.tree import Node, Tree
from evalapp.score.results import Results
from evalapp.ui.coordinator.values import final_words, item_words, value_words
from evalapp.ui.scales import rolled_words
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.models.struct_list import Index
from evalapp.ui.widgets.models.struct_table import Column, StructTableModel
from evalapp.ui.widgets.rows import RowPaint
from evalapp.ui.widgets.table import Table, TableDelegate
from evalapp.ui.widgets.words import number_text

_POINTS = 2
_TITLE_SHARE = 0.55


class BreakdownRow(Struct, frozen=True, kw_only=True):
    """One item in words and numbers; ``value`` is empty for a group."""

    code: str
    title: str
    value: str
    points: str
    full: str
    rate: str


def leaf_groups(tree: Tree) -> tuple[str, ...]:
    """The groups that hold leaves, in the form's order: the last level above the answers, and leaves of the top level."""
    return tuple(
        node.code
        for node in tree.nodes
        if (node.scored or node.part in {"bonus", "penalty", "veto"})
        and (
            any(tree.nodes[child].is_leaf for child in node.children)
            or (node.is_leaf and node.parent is None)
        )
    )


def group_rows(results: Results, unit: int) -> tuple[BreakdownRow, ...]:
    """Points and score rate of each group of leaves."""
    return tuple(_row(results, unit, code) for code in leaf_groups(results.tree))


def leaf_rows(results: Results, unit: int, group: str) -> tuple[BreakdownRow, ...]:
    """Final value and points of each leaf of a group."""
    node = results.tree.node(group)
    if node.is_leaf:
        return (_row(results, unit, group),)
    children = node.children
    leaves = [results.tree.nodes[child] for child in children if results.tree.nodes[child].is_leaf]
    return tuple(_row(results, unit, leaf.code) for leaf in leaves)


def _row(results: Results, unit: int, code: str) -> BreakdownRow:
    node = results.tree.node(code)
    decimals = results.tree.form.policy.decimals
    points = float(results.node_points[unit, node.index])
    score = float(results.node_score[unit, node.index])
    return BreakdownRow(
        code=code,
        title=item_words(node),
        value=_value_words(results, unit, node) if node.is_leaf else "",
        points="—" if isnan(points) else display(points, decimals),
        full="" if node.full_marks is None else number_text(_full_marks(results, unit, node)),
        rate="—" if isnan(score) else f"{display(score, 1)} %",
    )


def _full_marks(results: Results, unit: int, node: Node) -> float:
    """Points at full marks: by the unit's own weights in the base."""
    return results.weight_of(unit, node.index) if node.scored else node.full_marks or 0.0


def _value_words(results: Results, unit: int, node: Node) -> str:
    """What a leaf was answered, computed or brought in as; "" where it is not this unit's."""
    status = results.node_status_of(unit, node.index)
    if status in ("not_found", "not_applicable", "unable", "blank"):
        return value_words(node, status, "")
    final = results.final(unit, node.index)
    if final is not None and final.score is not None:
        return final_words(node, final)
    value = results.value(unit, node.index)
    if value and node.kind and not results.roster[unit].parent:
        return rolled_words(node.scale, value)
    return value_words(node, "answered", value) if value else ""


class BreakdownTable(Table):
    """Items under each other; a row is a door to what lies under it.

    Signals:
        item_chosen: the code of the item that became current.
    """

    item_chosen = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None, *, leaves: bool) -> None:
        super().__init__(BreakdownDelegate(), name, parent)
        self._binding = False
        self._leaves = leaves
        self._model = StructTableModel[BreakdownRow](_columns(leaves), parent=self)
        self.setModel(self._model)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)

    def set_state(self, rows: tuple[BreakdownRow, ...], current: str = "") -> None:
        """Show these items, ``current`` chosen, untold."""
        self._binding = True
        self._model.set_rows(rows)
        self.fit_rows()
        self._fit()
        for place, row in enumerate(rows):
            if row.code == current:
                self.setCurrentIndex(self._model.index(place, 0))
        self._binding = False

    def _fit(self) -> None:
        self.fit_columns(1 if self._leaves else 0)
        if self._leaves:
            room = self.viewport().width() - self.columnWidth(_POINTS) - self.columnWidth(_POINTS + 1)
            self.setColumnWidth(0, min(self.columnWidth(0), round(room * _TITLE_SHARE)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def rows(self) -> tuple[BreakdownRow, ...]:
        """The items shown."""
        return self._model.rows()

    def height_of_rows(self) -> int:
        """The height that shows all rows."""
        rows = len(self._model.rows()) * current_theme().size.row_dense
        return rows + self.horizontalHeader().sizeHint().height() + 2

    @Slot(QModelIndex)
    def _on_current_changed(self, index: QModelIndex) -> None:
        row = self._model.row(index)
        if row is not None and not self._binding:
            self.item_chosen.emit(row.code)


class BreakdownDelegate(TableDelegate):
    """Numbers step back behind the item."""

    def tone(self, row: RowPaint, index: Index) -> str:
        return "text" if index.column() == 0 else "text_2"


def _columns(leaves: bool) -> list[Column[BreakdownRow]]:
    middle = [Column(_("Final value"), _value, hint=_value)] if leaves else []
    return [
        Column(_("Item"), _title, hint=_title),
        *middle,
        Column(_("Points"), _points, right=True),
        Column(_("out of"), _full, right=True),
        *([] if leaves else [Column(_("Score rate"), _rate, right=True)]),
    ]


def _title(row: BreakdownRow) -> str:
    return row.title


def _value(row: BreakdownRow) -> str:
    return row.value


def _points(row: BreakdownRow) -> str:
    return row.points


def _full(row: BreakdownRow) -> str:
    return row.full


def _rate(row: BreakdownRow) -> str:
    return row.rate
