"""Who decides in the project: name, code, key, since when and by whom."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from evalapp.base.clock import local_time, utc_time
from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.icons import paint_icon
from evalapp.ui.widgets.models.struct_list import Index
from evalapp.ui.widgets.models.struct_table import Column, StructTableModel
from evalapp.ui.widgets.painting import line_text
from evalapp.ui.widgets.rows import RowPaint
from evalapp.ui.widgets.table import Table, TableDelegate
from evalapp.work.coordinators import Coordinator
from evalapp.work.key_cards import short_key

_STATE = 5


class CoordinatorsTable(Table):
    """The founder first, those whose office has ended last. Enter and a double click ask for an exchange."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_Delegate(), _("Coordinators"), parent)
        columns: list[Column[Coordinator]] = [
            Column(_("Person"), _person),
            Column(_("Code"), _code),
            Column(_("Key in short"), _key, hint=_whole_key),
            Column(_("Decides since"), _since, hint=_since_utc),
            Column(_("Granted by"), _by),
            Column(_("State"), _state),
        ]
        self._model = StructTableModel[Coordinator](columns, parent=self)
        self.setModel(self._model)

    def set_state(self, rows: Sequence[Coordinator], chosen: str = "") -> None:
        """Show these people; ``chosen`` (a person) or who was chosen stays chosen."""
        before = self.chosen()
        self._model.set_rows(rows)
        self.fit_columns(0)
        self.fit_rows()
        theme = current_theme()
        self.setFixedHeight(
            max(1, len(rows)) * theme.size.row_dense
            + self.horizontalHeader().sizeHint().height()
            + theme.space.s0
        )
        wanted = chosen or ("" if before is None else before.person)
        others = (n for n, row in enumerate(rows) if not row.me)
        place = next((n for n, row in enumerate(rows) if row.person == wanted), next(others, 0))
        if rows:
            self.selectRow(place)

    def chosen(self) -> Coordinator | None:
        """The person at hand."""
        return self._model.row(self.currentIndex())

    def rows(self) -> tuple[Coordinator, ...]:
        """Everybody shown."""
        return self._model.rows()


class _Delegate(TableDelegate):
    """The state with its icon; those whose office has ended are faint."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hint = super().sizeHint(option, index)
        theme = current_theme()
        return hint + QSize(theme.size.icon_sm + theme.space.s1, 0) if index.column() == _STATE else hint

    def bold(self, row: RowPaint, index: Index) -> bool:
        return index.column() == 0 and isinstance(row.state, Coordinator) and row.state.me

    def tone(self, row: RowPaint, index: Index) -> str:
        return "text_3" if isinstance(row.state, Coordinator) and row.state.until else "text"

    def paint_cell(self, painter: QPainter, row: RowPaint, index: Index) -> bool:
        one = row.state
        if index.column() != _STATE or not isinstance(one, Coordinator):
            return False
        theme = current_theme()
        icon, tone = ("account-off-outline", "text_3") if one.until else ("check", "ok")
        side = theme.size.icon_sm
        inner = row.rect.adjusted(theme.space.s2, 0, -theme.space.s2, 0)
        paint_icon(painter, QRectF(inner.left(), inner.center().y() - side / 2, side, side), icon, tone)
        inner.setLeft(inner.left() + side + theme.space.s1)
        line_text(painter, inner, _state(one), theme.font(), "text_3" if one.until else "text_2")
        return True


def _person(row: Coordinator) -> str:
    marks = [_("me")] if row.me else []
    marks += [_("founder")] if row.founder else []
    return f"{row.name} ({_(', ').join(marks)})" if marks else row.name


def _code(row: Coordinator) -> str:
    return row.code


def _key(row: Coordinator) -> str:
    return _(", ").join(short_key(key) for key in row.keys)


def _whole_key(row: Coordinator) -> str:
    return "\n".join(row.keys)


def _since(row: Coordinator) -> str:
    return local_time(row.since)


def _since_utc(row: Coordinator) -> str:
    return utc_time(row.since)


def _by(row: Coordinator) -> str:
    return row.by


def _state(row: Coordinator) -> str:
    if row.until:
        return _("until {time}").format(time=local_time(row.until))
    return _("decides")
