"""Every assessor as one hands out: what is asked, what came back, which file was written, and whether it still holds."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from evalapp.base.clock import local_time
from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.icons import paint_icon
from evalapp.ui.widgets.models.struct_list import Index
from evalapp.ui.widgets.models.struct_table import Column, StructTableModel
from evalapp.ui.widgets.painting import line_text
from evalapp.ui.widgets.rows import RowPaint
from evalapp.ui.widgets.table import Table, TableDelegate
from evalapp.work.handing_out import HandoutRow
from evalapp.work.tasks import WrittenTask

_STATE = 5


class HandoutTable(Table):
    """The assessors with their files; Enter and a double click ask for the file of the chosen one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_Delegate(), _("Assessors and their files"), parent)
        columns: list[Column[HandoutRow]] = [
            Column(_("Assessor"), _person),
            Column(_("Cities"), _units, right=True),
            Column(_("Items"), _items, right=True),
            Column(_("Handed in"), _handed_in, right=True),
            Column(_("Last file"), _file),
            Column(_("State"), _state, hint=_meaning),
        ]
        self._tasks: tuple[WrittenTask, ...] = ()
        self._model = StructTableModel[HandoutRow](columns, parent=self)
        self.setModel(self._model)

    def set_state(self, rows: Sequence[HandoutRow]) -> None:
        """Show these assessors; who was chosen stays chosen."""
        before = self.chosen()
        self._model.set_rows(rows)
        self.fit_columns(4)
        self.fit_rows()
        theme = current_theme()
        self.setFixedHeight(
            len(rows) * theme.size.row_dense + self.horizontalHeader().sizeHint().height() + theme.space.s0
        )
        place = next((n for n, row in enumerate(rows) if before and row.person == before.person), 0)
        if rows:
            self.selectRow(place)

    def chosen(self) -> HandoutRow | None:
        """The assessor at hand."""
        return self._model.row(self.currentIndex())

    def rows(self) -> tuple[HandoutRow, ...]:
        """All assessors shown."""
        return self._model.rows()

    def set_tasks(self, tasks: Sequence[WrittenTask]) -> None:
        """Keep what was written in this sitting."""
        self._tasks = tuple(tasks)

    def tasks(self) -> tuple[WrittenTask, ...]:
        """What was written in this sitting."""
        return self._tasks


class _Delegate(TableDelegate):
    """The state with its icon, so that colour never says it alone."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hint = super().sizeHint(option, index)
        theme = current_theme()
        return hint + QSize(theme.size.icon_sm + theme.space.s1, 0) if index.column() == _STATE else hint

    def paint_cell(self, painter: QPainter, row: RowPaint, index: Index) -> bool:
        state = row.state
        if index.column() != _STATE or not isinstance(state, HandoutRow):
            return False
        theme = current_theme()
        icon, tone = {
            "never": ("circle-outline", "text_3"),
            "current": ("check", "ok"),
            "changed": ("alert-outline", "warn"),
        }[state.standing]
        side = theme.size.icon_sm
        at = QRectF(row.rect.left() + theme.space.s2, row.rect.center().y() - side / 2, side, side)
        paint_icon(painter, at, icon, tone)
        inner = row.rect.adjusted(theme.space.s2 + side + theme.space.s1, 0, -theme.space.s2, 0)
        line_text(painter, inner, _state(state), theme.font(), tone if tone == "warn" else "text_2")
        return True


def _person(row: HandoutRow) -> str:
    return f"{row.name} {row.code}".strip()


def _units(row: HandoutRow) -> str:
    return str(row.units)


def _items(row: HandoutRow) -> str:
    return f"{row.items:,}"


def _handed_in(row: HandoutRow) -> str:
    return f"{row.handed_in}/{row.units}"


def _file(row: HandoutRow) -> str:
    return "" if row.last is None else f"{row.last.file}  {local_time(row.last.at)}"


def _state(row: HandoutRow) -> str:
    if row.standing == "never":
        return _("not written here")
    return _("current") if row.standing == "current" else _("changed since")


def _meaning(row: HandoutRow) -> str:
    if row.standing != "changed":
        return ""
    if row.started:
        return _(
            "Assignment, roster or rules have changed: write an update for the project that the assessor has."
        )
    return _(
        "Assignment, roster or rules have changed: write the task again, or an update where it was opened."
    )
