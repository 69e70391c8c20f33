"""What was published, and what has come since: two tables."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from PySide6.QtCore import QModelIndex, QRectF, QSize, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from evalapp.base.clock import local_time, utc_time
from evalapp.base.i18n import _, ngettext
from evalapp.form.tree import Tree
from evalapp.ui.coordinator.values import item_words
from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.icons import paint_icon
from evalapp.ui.widgets.models.struct_list import Index
from evalapp.ui.widgets.models.struct_table import Column, StructTableModel
from evalapp.ui.widgets.painting import line_text
from evalapp.ui.widgets.rows import RowPaint
from evalapp.ui.widgets.table import Table, TableDelegate
from evalapp.work.publication_words import check_words, read_aloud
from evalapp.work.publications import Published, Verified
from evalapp.work.what_came import Came, came_words

_CHECK = 6
_MOST = 8


class PublishedRow(Struct, frozen=True, kw_only=True):
    """A publication, the name of the one that it corrects, how much came since, and what the check found, if it ran."""

    published: Published
    corrects: str
    since: int
    check: Verified | None = None


class PublicationsTable(Table):
    """Publications in their order, one of them chosen. Enter asks for what came since.

    Signals:
        publication_chosen: the id of a publication.
    """

    publication_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_CheckDelegate(), _("Publications"), parent)
        columns: list[Column[PublishedRow]] = [
            Column(_("Publication"), _name, hint=_note),
            Column(_("Corrects"), _corrects),
            Column(_("Time"), _time, hint=_utc),
            Column(_("Published by"), _by),
            Column(_("Results"), _digest, hint=_whole_digest),
            Column(_("Since then"), _since, right=True),
            Column(_("Check"), _check),
        ]
        self._model = StructTableModel[PublishedRow](columns, parent=self)
        self.setModel(self._model)
        self._binding = False
        self.selectionModel().currentRowChanged.connect(self._on_current)

    def set_state(self, rows: Sequence[PublishedRow], chosen: str) -> None:
        """Show these publications, ``chosen`` (an id) among them; nothing is told."""
        self._binding = True
        self._model.set_rows(rows)
        self.fit_columns(0)
        self.fit_rows()
        shown = max(1, min(len(rows), _MOST))
        theme = current_theme()
        self.setFixedHeight(
            shown * theme.size.row_dense + self.horizontalHeader().sizeHint().height() + theme.space.s0
        )
        place = next((n for n, row in enumerate(rows) if row.published.id == chosen), -1)
        if place >= 0:
            self.selectRow(place)
        self._binding = False

    def rows(self) -> tuple[PublishedRow, ...]:
        """The publications shown."""
        return self._model.rows()

    def chosen(self) -> PublishedRow | None:
        """The publication at hand."""
        return self._model.row(self.currentIndex())

    @Slot(QModelIndex)
    def _on_current(self, index: QModelIndex) -> None:
        row = self._model.row(index)
        if row is not None and not self._binding:
            self.publication_chosen.emit(row.published.id)


class _CheckDelegate(TableDelegate):
    """The check's outcome with its icon; hashes in a fixed pitch."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hint = super().sizeHint(option, index)
        theme = current_theme()
        return hint + QSize(theme.size.icon_sm + theme.space.s1, 0) if index.column() == _CHECK else hint

    def bold(self, row: RowPaint, index: Index) -> bool:
        return index.column() == 0

    def paint_cell(self, painter: QPainter, row: RowPaint, index: Index) -> bool:
        state = row.state
        if index.column() != _CHECK or not isinstance(state, PublishedRow) or state.check is None:
            return False
        theme = current_theme()
        icon, tone = check_icon(state.check)
        side = theme.size.icon_sm
        inner = row.rect.adjusted(theme.space.s2, 0, -theme.space.s2, 0)
        paint_icon(painter, QRectF(inner.left(), inner.center().y() - side / 2, side, side), icon, tone)
        inner.setLeft(inner.left() + side + theme.space.s1)
        line_text(painter, inner, check_words(state.check), theme.font(), tone)
        return True


def check_icon(found: Verified) -> tuple[str, str]:
    """The icon of a check's outcome and its colour."""
    if found.sound:
        return "shield-check-outline", "ok"
    return ("help-circle-outline", "warn") if found.missing else ("alert-circle-outline", "error")


class CameTable(Table):
    """What came since a publication, the newest first. Enter and a double click ask for the cell.

    Signals:
        cell_opened: unit and item.
    """

    cell_opened = Signal(str, str)

    def __init__(self, tree: Tree, parent: QWidget | None = None) -> None:
        super().__init__(TableDelegate(), _("What came since"), parent)
        self._titles: Mapping[str, str] = {node.code: item_words(node) for node in tree.nodes}
        columns: list[Column[Came]] = [
            Column(_("Time"), _came_time, hint=_came_utc),
            Column(_("What came"), _came_what),
            Column(_("City"), _came_unit),
            Column(_("Item"), self._item, hint=self._item),
            Column(_("Person"), _came_by),
            Column(_("File"), _came_file, hint=_came_file),
        ]
        self._model = StructTableModel[Came](columns, parent=self)
        self.setModel(self._model)
        self.activated.connect(self._on_activated)

    def _item(self, row: Came) -> str:
        return self._titles.get(row.item, row.item)

    def set_state(self, rows: Sequence[Came]) -> None:
        """Show these rows, the first of them chosen."""
        self._model.set_rows(rows)
        self.fit_columns(3)
        self.fit_rows()
        if rows:
            self.selectRow(0)

    def rows(self) -> tuple[Came, ...]:
        """The rows shown."""
        return self._model.rows()

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        row = self._model.row(index)
        if row is not None and row.unit and row.item:
            self.cell_opened.emit(row.unit, row.item)


def _name(row: PublishedRow) -> str:
    return row.published.name


def _note(row: PublishedRow) -> str:
    return row.published.content.note


def _corrects(row: PublishedRow) -> str:
    return row.corrects


def _time(row: PublishedRow) -> str:
    return local_time(row.published.at)


def _utc(row: PublishedRow) -> str:
    return utc_time(row.published.at)


def _by(row: PublishedRow) -> str:
    return row.published.by


def _digest(row: PublishedRow) -> str:
    return read_aloud(row.published.digest[:8])


def _whole_digest(row: PublishedRow) -> str:
    return read_aloud(row.published.digest)


def _since(row: PublishedRow) -> str:
    return f"{row.since:,}"


def _check(row: PublishedRow) -> str:
    return "" if row.check is None else check_words(row.check)


def _came_time(row: Came) -> str:
    return local_time(row.at)


def _came_utc(row: Came) -> str:
    return utc_time(row.at)


def _came_what(row: Came) -> str:
    return came_words(row)


def _came_unit(row: Came) -> str:
    return row.unit_name


def _came_by(row: Came) -> str:
    return row.by


def _came_file(row: Came) -> str:
    if row.group != "file":
        return row.file
    words = ngettext("{file}: {n} revision", "{file}: {n} revisions", row.n)
    return words.format(file=row.file, n=row.n)
