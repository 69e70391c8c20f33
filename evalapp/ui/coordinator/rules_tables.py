"""Two lists of the page of rules: the items of the form in force, and every change of a rule."""

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from evalapp.base.clock import local_time
from evalapp.base.i18n import _, current_language
from evalapp.form.label import say
from evalapp.form.tree import Tree
from evalapp.ui.scales import weight_words
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.models.struct_list import Index
from evalapp.ui.widgets.models.struct_table import Column, StructTableModel
from evalapp.ui.widgets.painting import line_text
from evalapp.ui.widgets.rows import RowPaint
from evalapp.ui.widgets.table import Table, TableDelegate
from evalapp.ui.widgets.words import points_text
from evalapp.work.rule_changes import SettingLine, setting_word, value_word

_ITEMS, _LINES = 12, 8
"""So many rows are shown; the rest scrolls."""


class ItemRow(Struct, frozen=True, kw_only=True):
    """An item of the form: how deep it stands, what it is called, what it is worth."""

    code: str
    title: str
    worth: str
    level: int
    group: bool


def item_rows(tree: Tree) -> tuple[ItemRow, ...]:
    """The items of a form, groups before what they hold."""
    language = current_language()

    def below(index: int) -> list[ItemRow]:
        node = tree.nodes[index]
        worth = weight_words(node) if node.is_leaf else points_text(node.nominal) if node.nominal else ""
        row = ItemRow(
            code=node.code,
            title=say(node.item.title, language),
            worth=worth,
            level=node.level,
            group=not node.is_leaf,
        )
        return [row, *(one for child in node.children for one in below(child))]

    return tuple(one for root in tree.roots for one in below(root))


class FormItems(Table):
    """The tree of the form, each level set in; what it copies has the codes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_ItemDelegate(), _("Items of the form"), parent)
        columns: list[Column[ItemRow]] = [
            Column(_("Item"), _item),
            Column(_("Full marks"), _worth, right=True),
        ]
        self._model = StructTableModel[ItemRow](columns, parent=self)
        self.setModel(self._model)

    def set_state(self, rows: Sequence[ItemRow]) -> None:
        """Show these items."""
        self._model.set_rows(rows)
        self.fit_columns(0)
        _fit_height(self, len(rows), _ITEMS)


class _ItemDelegate(TableDelegate):
    def paint_cell(self, painter: QPainter, row: RowPaint, index: Index) -> bool:
        item = row.state
        if index.column() or not isinstance(item, ItemRow):
            return False
        theme = current_theme()
        inner = row.rect.adjusted(theme.space.s2 + item.level * theme.space.s4, 0, -theme.space.s2, 0)
        line_text(painter, inner, _item(item), theme.font(bold=item.group), "text")
        return True


class RuleHistory(Table):
    """Who set which rule when, and what it was before."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_LineDelegate(), _("Changes of the rules"), parent)
        columns: list[Column[SettingLine]] = [
            Column(_("Time"), _at),
            Column(_("By"), _by),
            Column(_("Rule"), _name),
            Column(_("Before"), _before),
            Column(_("From then on"), _after),
        ]
        self._model = StructTableModel[SettingLine](columns, parent=self)
        self.setModel(self._model)

    def set_state(self, lines: Sequence[SettingLine]) -> None:
        """Show these changes."""
        self._model.set_rows(lines)
        self.fit_columns(4)
        _fit_height(self, len(lines), _LINES)


class _LineDelegate(TableDelegate):
    def tone(self, row: RowPaint, index: Index) -> str:
        line = row.state
        return "text_3" if isinstance(line, SettingLine) and not line.in_force else "text"


def _fit_height(table: Table, rows: int, most: int) -> None:
    height = min(max(1, rows), most) * current_theme().size.row_dense
    table.setFixedHeight(height + table.horizontalHeader().sizeHint().height() + 2)


def _item(row: ItemRow) -> str:
    return f"{row.code} {row.title}"


def _worth(row: ItemRow) -> str:
    return row.worth


def _at(line: SettingLine) -> str:
    return local_time(line.at)


def _by(line: SettingLine) -> str:
    return line.by


def _name(line: SettingLine) -> str:
    return setting_word(line.name)


def _before(line: SettingLine) -> str:
    return value_word(line.name, line.before)


def _after(line: SettingLine) -> str:
    return value_word(line.name, line.after)
