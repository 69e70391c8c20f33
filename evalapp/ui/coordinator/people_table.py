"""The assessors of a project: load, progress, and whether their key counts."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.models.struct_table import Column, StructTableModel
from evalapp.ui.widgets.table import Table, TableDelegate
from evalapp.work.staff import StaffRow

_ROWS = 8
"""A longer list scrolls."""


class PeopleTable(Table):
    """A row a person; Enter and a double click open what is behind the column at hand."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(TableDelegate(), _("The assessors"), parent)
        columns: list[Column[StaffRow]] = [
            Column(_("Assessor"), _name),
            Column(_("Short code"), _code),
            Column(_("Cities"), _units, right=True),
            Column(_("Items"), _items, right=True),
            Column(_("Answered"), _answered, right=True),
            Column(_("Handed in"), _handed_in, right=True),
            Column(_("Signing key"), _key, hint=_key_hint),
        ]
        self._model = StructTableModel[StaffRow](columns, parent=self)
        self.setModel(self._model)

    def set_state(self, rows: Sequence[StaffRow]) -> None:
        """Show these people; who was chosen stays chosen."""
        before = self.chosen()
        self._model.set_rows(rows)
        self.fit_columns(6)
        self.fit_rows()
        theme = current_theme()
        shown = min(max(1, len(rows)), _ROWS) * theme.size.row_dense
        self.setFixedHeight(shown + self.horizontalHeader().sizeHint().height() + theme.space.s0)
        if rows:
            self.choose(before.person if before is not None else rows[0].person)

    def chosen(self) -> StaffRow | None:
        """The person at hand."""
        return self._model.row(self.currentIndex())

    def choose(self, person: str) -> None:
        """Choose a person, or the first where that one is gone."""
        rows = self._model.rows()
        self.selectRow(next((n for n, row in enumerate(rows) if row.person == person), 0))

    def is_number(self, index: QModelIndex) -> bool:
        """Whether the column counts something."""
        return 2 <= index.column() <= 5

    def rows(self) -> tuple[StaffRow, ...]:
        """Everybody shown."""
        return self._model.rows()


def _name(row: StaffRow) -> str:
    return row.name


def _code(row: StaffRow) -> str:
    return row.code


def _units(row: StaffRow) -> str:
    return str(row.units)


def _items(row: StaffRow) -> str:
    return f"{row.items:,}"


def _answered(row: StaffRow) -> str:
    return f"{row.answered:,}"


def _handed_in(row: StaffRow) -> str:
    return f"{row.handed_in}/{row.units}"


def _key(row: StaffRow) -> str:
    if row.waiting_keys:
        return _("waits to be judged")
    return _("accepted {key}").format(key=row.keys[0][:8]) if row.keys else _("nothing received yet")


def _key_hint(row: StaffRow) -> str:
    return "\n".join((*row.keys, *row.waiting_keys))
