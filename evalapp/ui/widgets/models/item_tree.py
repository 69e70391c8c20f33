"""The form's tree as a Qt model."""

from typing import Any, Literal

import msgspec
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt

from evalapp.base.i18n import _
from evalapp.ui.widgets.models.struct_list import STATE_ROLE, Index

LeafStatus = Literal[
    "blank",
    "answered",
    "warn",
    "error",
    "evidence",
    "not_found",
    "not_applicable",
    "unable",
    "returned",
    "brought_in",
    "computed",
    "hit",
]


class ItemNode(msgspec.Struct, frozen=True, kw_only=True):
    """An item of the tree: a leaf has a status, a group has children and how many leaves below are done.

    ``flagged``: for a second look. A leaf with a ``total`` stands for as many cities, of which ``done`` are answered.
    """

    code: str
    title: str
    status: LeafStatus | None = None
    done: int = 0
    total: int = 0
    flagged: bool = False
    children: tuple["ItemNode", ...] = ()

    @property
    def is_leaf(self) -> bool:
        """Whether the item is answered itself."""
        return self.status is not None

    @property
    def unfinished(self) -> bool:
        """Whether a leaf still wants something."""
        return self.status in ("blank", "error", "evidence", "returned")


class ItemTreeModel(QAbstractItemModel):
    """Nodes by place; the same tree with other statuses keeps what is expanded and selected."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._nodes: list[ItemNode] = []
        self._parents: list[int] = []
        self._children: list[list[int]] = []
        self._top: list[int] = []
        self._places: list[int] = []

    def set_tree(self, items: tuple[ItemNode, ...]) -> None:
        """Show these top-level items with all below."""
        nodes, parents = _flat(items)
        same = [node.code for node in nodes] == [
            node.code for node in self._nodes
        ] and parents == self._parents
        if same:
            changed = [number for number, node in enumerate(nodes) if node != self._nodes[number]]
            self._nodes = nodes
            for number in changed:
                index = self._index_of(number)
                self.dataChanged.emit(index, index)
            return
        self.beginResetModel()
        self._nodes, self._parents = nodes, parents
        self._children = [[] for _node in nodes]
        self._top = []
        self._places = []
        for number, parent in enumerate(parents):
            family = self._top if parent < 0 else self._children[parent]
            self._places.append(len(family))
            family.append(number)
        self.endResetModel()

    def node(self, index: Index) -> ItemNode | None:
        """The item of an index, None for an invalid one."""
        return self._nodes[index.internalId()] if index.isValid() else None

    def index_of(self, code: str) -> QModelIndex:
        """The index of an item's code, invalid if it is not there."""
        found = next((number for number, node in enumerate(self._nodes) if node.code == code), -1)
        return self._index_of(found) if found >= 0 else QModelIndex()

    def leaves(self) -> list[ItemNode]:
        """All leaves in reading order."""
        return [node for node in self._nodes if node.is_leaf]

    def _index_of(self, number: int) -> QModelIndex:
        return self.createIndex(self._places[number], 0, number)

    def _family(self, parent: Index) -> list[int]:
        return self._children[parent.internalId()] if parent.isValid() else self._top

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        family = self._family(parent)
        if column != 0 or not 0 <= row < len(family):
            return QModelIndex()
        return self.createIndex(row, column, family[row])

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        if not index.isValid() or self._parents[index.internalId()] < 0:
            return QModelIndex()
        return self._index_of(self._parents[index.internalId()])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() and parent.column() > 0 else len(self._family(parent))

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        node = self.node(index)
        if node is None:
            return None
        if role == STATE_ROLE:
            return node
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{node.code} {node.title}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(node)
        return None


def spoken(node: ItemNode) -> str:
    """What a screen reader says of an item."""
    if node.status is None:
        return _("{code} {title}, {done} of {total} answered").format(
            code=node.code, title=node.title, done=node.done, total=node.total
        )
    if node.total:
        return _("{code} {title}, {status}, {done} of {total} cities answered").format(
            code=node.code,
            title=node.title,
            status=status_word(node.status),
            done=node.done,
            total=node.total,
        )
    flag = ", " + _("flagged") if node.flagged else ""
    return f"{node.code} {node.title}, {status_word(node.status)}{flag}"


def status_word(status: LeafStatus) -> str:
    """The word of a leaf's status."""
    return {
        "blank": _("Unanswered"),
        "answered": _("Answered"),
        "warn": _("Warning"),
        "error": _("Error"),
        "evidence": _("Evidence missing"),
        "not_found": _("Not found"),
        "not_applicable": _("Not applicable"),
        "unable": _("Unable to assess"),
        "returned": _("Returned"),
        "brought_in": _("Brought in by the coordinator"),
        "computed": _("Computed"),
        "hit": _("Veto hit"),
    }[status]


def _flat(items: tuple[ItemNode, ...]) -> tuple[list[ItemNode], list[int]]:
    nodes: list[ItemNode] = []
    parents: list[int] = []
    waiting = [(item, -1) for item in reversed(items)]
    while waiting:
        node, parent = waiting.pop()
        number = len(nodes)
        nodes.append(node)
        parents.append(parent)
        waiting += [(child, number) for child in reversed(node.children)]
    return nodes, parents
