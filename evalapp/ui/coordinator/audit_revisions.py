"""The revisions of the audit: filters, a page after the other as one scrolls, and the chosen one in full."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from evalapp.base.clock import local_moment
from evalapp.base.i18n import _, ngettext
from evalapp.form.tree import Tree
from evalapp.ui.coordinator.audit_filters import AuditFilters
from evalapp.ui.coordinator.audit_rows import GIVING_WAY, WHAT, audit_columns, told_in_full, tone
from evalapp.ui.coordinator.plain_table import PlainTable, carded
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.empty_state import EmptyState
from evalapp.ui.widgets.labels import ElidedLabel, text_label
from evalapp.ui.widgets.segmented import SegmentedSwitch, SegmentState
from evalapp.work.audit import AuditCounts, AuditFilter, AuditRow, Choices
from evalapp.work.audit_words import kind_word

NEWEST, OLDEST = "newest", "oldest"
_LINES = 4
_WIDE = 1000


class AuditRevisions(QWidget):
    """Rows come in pages: the next is asked for when the end is in sight.

    Signals:
        wanted: (AuditFilter, whether the newest come first): the first page is to be read.
        more_wanted: the key of the last row: the next page is to be read.
        cell_asked: unit and item of a cell to be seen side by side.
        export_asked: (AuditFilter, whether the newest come first).
        said: something was done that the window is to say.
    """

    wanted = Signal(object, bool)
    more_wanted = Signal(object)
    cell_asked = Signal(str, str)
    export_asked = Signal(object, bool)
    said = Signal(str)

    def __init__(self, tree: Tree, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._cells = {leaf.code for leaf in tree.leaves}
        self._filter = AuditFilter()
        self._asked: object = None
        self._ended = True
        self.newest = True
        self.filters = AuditFilters(tree)
        self.filters.changed.connect(self._on_filter)
        self.order = SegmentedSwitch(_("Order"))
        self.order.chosen.connect(self._on_order)
        self.total = text_label(tone="text_2")
        self.export = Button(_("Export CSV…"), icon="export-variant")
        self.export.clicked.connect(self._on_export)
        self.table = PlainTable[AuditRow](_("Revisions"), audit_columns(), WHAT, tone)
        self.table.show_lines(5)
        self.table.went_to.connect(self._on_went_to)
        self.table.opened.connect(self._on_opened)
        self.table.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.empty = EmptyState("file-search-outline")
        self.empty.acted.connect(self.filters.show_all)
        self.detail = RevisionCard()
        self.detail.open_asked.connect(self._on_detail_opened)
        self.detail.said.connect(self.said)
        foot = QHBoxLayout()
        foot.setSpacing(theme.space.s3)
        foot.addWidget(self.order)
        foot.addWidget(self.total, 1)
        foot.addWidget(self.export)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.s2)
        column.addWidget(self.filters)
        column.addLayout(foot)
        self._list = carded(self.table)
        column.addWidget(self._list, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self.detail)
        self.empty.hide()
        self._show_order()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < current_theme().scaled(_WIDE)
        for column in GIVING_WAY:
            self.table.setColumnHidden(column, narrow)

    @property
    def filter(self) -> AuditFilter:
        """What is asked for."""
        return self._filter

    def set_choices(self, known: Choices) -> None:
        """Offer these people, units and files."""
        self.filters.set_choices(known)

    def show_first(self, rows: Sequence[AuditRow], *, ended: bool) -> None:
        """Show the first page of what is asked for."""
        self._asked, self._ended = None, ended
        self.table.set_state(rows)
        self.table.horizontalHeader().setMaximumSectionSize(current_theme().scaled(420))
        self.table.scrollToTop()
        self._list.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.empty.set_state(_("No revision fits these filters."), _("Show all"))
        self._on_went_to(self.table.row)

    def show_more(self, rows: Sequence[AuditRow], *, ended: bool) -> None:
        """Show a further page behind what is shown."""
        self._asked, self._ended = None, ended
        self.table.add_rows(rows)

    def show_counts(self, counts: AuditCounts | None) -> None:
        """Say how many there are; None: being counted."""
        if counts is None:
            self.total.setText(_("Counting…"))
        else:
            self.filters.set_counts(counts)
            words = ngettext("{n} revision", "{n} revisions", counts.total)
            self.total.setText(words.format(n=f"{counts.total:,}"))

    @Slot(object)
    def _on_filter(self, wanted: AuditFilter) -> None:
        self._filter = wanted
        self.wanted.emit(wanted, self.newest)

    @Slot(object)
    def _on_order(self, code: str) -> None:
        self.newest = code == NEWEST
        self._show_order()
        self.wanted.emit(self._filter, self.newest)

    def _show_order(self) -> None:
        parts = (
            SegmentState(code=NEWEST, text=_("Newest first")),
            SegmentState(code=OLDEST, text=_("Oldest first")),
        )
        self.order.set_state(parts, NEWEST if self.newest else OLDEST)

    @Slot()
    def _on_scrolled(self) -> None:
        bar, rows = self.table.verticalScrollBar(), self.table.rows()
        if self._ended or not rows or bar.value() < bar.maximum() - bar.pageStep():
            return
        if self._asked != rows[-1].key:
            self._asked = rows[-1].key
            self.more_wanted.emit(rows[-1].key)

    @Slot(object)
    def _on_went_to(self, row: AuditRow | None) -> None:
        self.detail.setVisible(row is not None)
        if row is not None:
            self.detail.set_state(row, opens=bool(row.unit) and row.item in self._cells)

    @Slot(object)
    def _on_opened(self, row: AuditRow) -> None:
        if row.unit and row.item in self._cells:
            self.cell_asked.emit(row.unit, row.item)

    @Slot()
    def _on_detail_opened(self) -> None:
        if (row := self.table.row) is not None:
            self._on_opened(row)

    @Slot()
    def _on_export(self) -> None:
        self.export_asked.emit(self._filter, self.newest)


class RevisionCard(QFrame):
    """One revision in full: every word, and its id to be copied.

    Signals:
        open_asked: its cell is to be seen.
        said: the id was copied.
    """

    open_asked = Signal()
    said = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.setProperty("card", "true")
        self._row: AuditRow | None = None
        self.title = ElidedLabel(type="title")
        self.copy = Button(_("Copy the id"), icon="content-copy", look="flat")
        self.copy.clicked.connect(self._on_copy)
        self.open = Button(_("Open the cell"), icon="compare-horizontal", look="flat")
        self.open.clicked.connect(self.open_asked)
        head = QHBoxLayout()
        head.setSpacing(theme.space.s2)
        head.addWidget(self.title, 1)
        head.addWidget(self.open)
        head.addWidget(self.copy)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.space.s3)
        self._grid.setVerticalSpacing(theme.space.s0)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(3, 1)
        self._cells = []
        for place in range(2 * _LINES):
            name, words = text_label(type="caption", tone="text_3"), ElidedLabel(tone="text")
            self._grid.addWidget(name, place // 2, 2 * (place % 2), Qt.AlignmentFlag.AlignLeft)
            self._grid.addWidget(words, place // 2, 2 * (place % 2) + 1)
            self._cells.append((name, words))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.s3, theme.space.s2, theme.space.s3, theme.space.s2)
        column.setSpacing(theme.space.s1)
        column.addLayout(head)
        column.addLayout(self._grid)

    def set_state(self, row: AuditRow, *, opens: bool) -> None:
        """Tell this revision; ``opens``: it has a cell that can be seen."""
        self._row = row
        place = " · ".join(
            part
            for part in (kind_word(row.kind), row.unit_name, f"{row.item} {row.item_title}".strip())
            if part
        )
        self.title.setText(_("{what} · {time}").format(what=place, time=local_moment(row.at)))
        self.open.setVisible(opens)
        lines = told_in_full(row)
        for place_of, (name, words) in enumerate(self._cells):
            said = lines[place_of] if place_of < len(lines) else ("", "")
            name.setVisible(bool(said[0]))
            words.setVisible(bool(said[0]))
            name.setText(said[0])
            words.setText(" ".join(said[1].split()))
            words.setToolTip(said[1][:4000])
        self.copy.setToolTip(row.id)

    @Slot()
    def _on_copy(self) -> None:
        if self._row is not None:
            QGuiApplication.clipboard().setText(self._row.id)
            self.said.emit(_("The id is copied: {id}").format(id=self._row.id))
