"""Every change of a rule, as the page of rules lists it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from evalapp.base.clock import local_time
from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.models.struct_list import Index
from evalapp.ui.widgets.models.struct_table import Column, StructTableModel
from evalapp.ui.widgets.rows import RowPaint
from evalapp.ui.widgets.table import Table, TableDelegate
from evalapp.work.rule_changes import SettingLine, setting_word, value_word

_LINES = 8
"""So many rows are shown; the rest scrolls."""


class RuleHistory(Table):
    """Who set which rule when, and what it was before."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_LineDelegate(), _("Changes of the rules"), parent)
        columns: list[Column[SettingLine]] = [
            Column(_("Time"), _at),
            Column(_("Set by"), _by),
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
