"""What moved one unit between two publications: each item with its effect and its causes, adding up to the change."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from evalapp.base.i18n import _
from evalapp.entry.final import Final
from evalapp.form.tree import Tree
from evalapp.score.frozen import FrozenCell
from evalapp.ui.coordinator.values import final_words, item_words
from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.icons import paint_icon
from evalapp.ui.widgets.models.struct_list import StructListModel
from evalapp.ui.widgets.painting import line_text, text_width
from evalapp.ui.widgets.rows import RowDelegate, RowList, RowPaint, underline
from evalapp.work.publication_diff import Cause, MovedUnit
from evalapp.work.publication_words import cause_words, change_words

_ICONS = {
    "decision": "gavel",
    "answer": "pencil-outline",
    "withdrawal": "backup-restore",
    "setting": "scale-balance",
    "edition": "form-select",
    "roster": "account-multiple-outline",
    "other": "equal",
}


class MovedRow(Struct, frozen=True, kw_only=True):
    """One thing that moved the unit: an item ("" for the rules), the change in words, its effect in points, what caused it."""

    item: str
    title: str
    change: str
    effect: str
    cause: str
    icon: str


class MovedList(RowList):
    """Three lines a row. Enter and a double click ask for the cell; Ctrl+C copies all with the sum.

    Signals:
        item_opened: the code of an item.
    """

    item_opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_Delegate(), _("What moved it"), parent)
        self._model = StructListModel[MovedRow](_id, _title, spoken_moved, parent=self)
        self._sum = ""
        self.setModel(self._model)
        self.activated.connect(self._on_activated)

    def set_state(self, rows: Sequence[MovedRow], total: str) -> None:
        """Show these rows; ``total`` is what they add up to, which is copied as the last line."""
        self._sum = total
        self._model.set_rows(rows)
        if rows:
            self.setCurrentIndex(self._model.index(0))

    def rows(self) -> tuple[MovedRow, ...]:
        """The rows shown."""
        return self._model.rows()

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        row = self._model.row(index)
        if row is not None and row.item:
            self.item_opened.emit(row.item)

    def as_text(self) -> str:
        lines = [f"{row.title}\t{row.change}\t{row.effect}\t{row.cause}" for row in self._model.rows()]
        lines.append(f"{_('Change of the total')}\t\t{self._sum}\t")
        return "\n".join(lines)


class _Delegate(RowDelegate):
    """Item and effect; before and after; the cause with its icon."""

    def row_height(self) -> int:
        theme = current_theme()
        return theme.rows("strong", "body", "caption", pad=theme.space.s2)

    def paint_row(self, painter: QPainter, row: RowPaint) -> None:
        moved = row.state
        if not isinstance(moved, MovedRow):
            return
        theme = current_theme()
        underline(painter, row.rect)
        inner = row.rect.adjusted(theme.space.s3, theme.space.s2, -theme.space.s3, -theme.space.s2)
        strong, body, caption = theme.line("strong"), theme.line("body"), theme.line("caption")
        effect = text_width(moved.effect, theme.font("strong"))
        first = QRectF(inner.left(), inner.top(), inner.width(), strong)
        line_text(painter, first, moved.effect, theme.font("strong"), "text", Qt.AlignmentFlag.AlignRight)
        first.setRight(first.right() - effect - theme.space.s2)
        line_text(painter, first, moved.title, theme.font("strong"), "text")
        second = QRectF(inner.left(), first.bottom(), inner.width(), body)
        line_text(painter, second, moved.change, theme.font(), "text")
        side = theme.size.icon_sm
        third = QRectF(inner.left(), second.bottom(), inner.width(), caption)
        mark = QRectF(third.left(), third.center().y() - side / 2, side, side)
        paint_icon(painter, mark, moved.icon, "text_2")
        third.setLeft(mark.right() + theme.space.s1)
        line_text(painter, third, moved.cause, theme.font("caption"), "text_2")


def moved_rows(unit: MovedUnit, rules: Sequence[Cause], tree: Tree) -> list[MovedRow]:
    """The rules first, where they moved the total; then the items in the form's order."""
    nodes = {node.code: node for node in tree.nodes}
    found = []
    if unit.rules:
        found.append(
            MovedRow(
                item="",
                title=_("Rules"),
                change=_("weights, policies, edition or roster, with the values as they were"),
                effect=change_words(unit.rules),
                cause=_("; ").join(dict.fromkeys(map(cause_words, rules))),
                icon="scale-balance",
            )
        )
    for cell in unit.cells:
        node = nodes.get(cell.item)

        def words(one: FrozenCell | None, code: str = cell.item) -> str:
            return _value_words(tree, nodes, code, one)

        found.append(
            MovedRow(
                item=cell.item,
                title=cell.item if node is None else item_words(node),
                change=_("{before} → {after}").format(before=words(cell.before), after=words(cell.after)),
                effect=change_words(cell.effect) or _("no total"),
                cause=_("; ").join(map(cause_words, cell.causes)),
                icon=_ICONS[cell.causes[0].kind] if cell.causes else "equal",
            )
        )
    return found


def _value_words(tree: Tree, nodes: Mapping[str, object], code: str, cell: FrozenCell | None) -> str:
    if cell is None or code not in nodes:
        return _("no final value") if cell is None else cell.value or cell.state
    if cell.status in ("pending", "disputed") and cell.state == "blank":
        return _("waits for a decision")
    return final_words(tree.node(code), Final(cell.state, cell.value, cell.score))


def spoken_moved(row: MovedRow) -> str:
    """What a screen reader says of a row, and its tool tip tells."""
    return "\n".join(part for part in (f"{row.title} {row.effect}", row.change, row.cause) if part)


def _id(row: MovedRow) -> str:
    return row.item


def _title(row: MovedRow) -> str:
    return row.title
