"""What was ever recorded for an item: a line a revision, the latest first."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QEvent, QModelIndex, Signal, Slot
from PySide6.QtWidgets import QWidget

from evalapp.base.i18n import _
from evalapp.ui.widgets.models.struct_list import Index
from evalapp.ui.widgets.models.struct_table import Column, StructTableModel
from evalapp.ui.widgets.rows import RowPaint
from evalapp.ui.widgets.table import Table, TableDelegate

_TEXT = 3


class HistoryRow(msgspec.Struct, frozen=True, kw_only=True):
    """One revision in words. ``counts`` is false where it was withdrawn, refused or held; ``current`` is what stands.

    ``at`` is local, ``utc`` the same moment in UTC.
    """

    id: str
    at: str
    author: str
    answer: str
    text: str = ""
    evidence: str = ""
    note: str = ""
    counts: bool = True
    current: bool = False
    utc: str = ""


class HistoryTable(Table):
    """Revisions, one of them chosen.

    Signals:
        revision_chosen: the id of the revision that the selection went to.
        revision_opened: the id of the revision, by Enter or a double click.
    """

    revision_chosen = Signal(object)
    revision_opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_Delegate(), _("History"), parent)
        self._model = StructTableModel[HistoryRow](_columns(), parent=self)
        self.setModel(self._model)
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)
        self.activated.connect(self._on_activated)

    def set_state(self, rows: Sequence[HistoryRow]) -> None:
        """Show these revisions, the first of them chosen."""
        self._model.set_rows(rows)
        self.fit_columns(_TEXT)
        self.fit_rows()
        if rows:
            self.setCurrentIndex(self._model.index(0, 0))

    @property
    def chosen(self) -> str:
        """The id of the revision that is chosen; "" for none."""
        row = self._model.row(self.currentIndex())
        return "" if row is None else row.id

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._model.set_columns(_columns())
            self.fit_columns(_TEXT)
        super().changeEvent(event)

    @Slot(QModelIndex)
    def _on_current_changed(self, index: QModelIndex) -> None:
        row = self._model.row(index)
        if row is not None:
            self.revision_chosen.emit(row.id)

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        row = self._model.row(index)
        if row is not None:
            self.revision_opened.emit(row.id)


class _Delegate(TableDelegate):
    """What stands is bold; what does not count is faint."""

    def tone(self, row: RowPaint, index: Index) -> str:
        return "text" if row.state.counts else "text_disabled"

    def bold(self, row: RowPaint, index: Index) -> bool:
        return bool(row.state.current)


def _columns() -> list[Column[HistoryRow]]:
    return [
        Column(_("Time"), lambda row: row.at, hint=lambda row: row.utc),
        Column(_("Person"), lambda row: row.author),
        Column(_("Answer"), lambda row: row.answer, hint=lambda row: row.answer),
        Column(_("Justification"), lambda row: row.text, hint=lambda row: row.text),
        Column(_("Evidence"), lambda row: row.evidence, right=True),
        Column("", lambda row: row.note, hint=lambda row: row.note),
    ]
