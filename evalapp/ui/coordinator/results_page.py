"""The ranking, and beside it the unit that is chosen."""

from collections import defaultdict
from functools import partial
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from evalapp.base.clock import local_time
from evalapp.base.i18n import _, current_language, ngettext
from evalapp.base.progress import Progress
from evalapp.base.tables import read_csv
from evalapp.entry.columns import ANSWERS
from evalapp.form.label import say
from evalapp.form.tree import Tree
from evalapp.ui.coordinator.city_pane import CityPane
from evalapp.ui.coordinator.keys import table_keys
from evalapp.ui.coordinator.ranking_rows import group_titles, ranking_rows
from evalapp.ui.coordinator.section import Section
from evalapp.ui.coordinator.values import item_words
from evalapp.ui.file_dialogs import FileKind, ask_file
from evalapp.ui.page import Keys
from evalapp.ui.services import Services
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.card_state import MessageState
from evalapp.ui.widgets.labels import IconLabel, text_label
from evalapp.ui.widgets.message_bar import MessageBars, SyntheticBar
from evalapp.ui.widgets.ranking_table import RankingTable
from evalapp.work.deciding import open_cells
from evalapp.work.imported import BroughtIn, MissingImport, bring_in, is_imported, missing_imports
from evalapp.work.project import Project
from evalapp.work.results import ProjectResults, project_results

_PANE = 500
_TIGHT = 1100


class Shown(Struct, frozen=True, kw_only=True, eq=False):
    """The results, by unit the items that wait for a decision, how many are to be confirmed, what is to be brought in."""

    found: ProjectResults
    waiting: dict[str, frozenset[str]]
    to_confirm: int
    missing: tuple[MissingImport, ...]


class ResultsSection(Section):
    """The table at the left, the chosen unit at the right; where it is tight the unit takes the table's place."""

    kinds = frozenset({"answers", "decisions", "roster", "settings"})

    def __init__(self, project: Project, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(project, services, parent)
        theme = current_theme()
        self._found: Shown | None = None
        self._unit = ""
        self._picked = False
        self._opened = False
        self._closed = False
        self.table = RankingTable()
        self.table.unit_chosen.connect(self._on_unit_chosen)
        self.table.unit_opened.connect(self._on_unit_opened)
        self.table.clicked.connect(self._on_clicked)
        self.lead_to(self.table)
        self.messages = MessageBars()
        self.pane = CityPane()
        self.pane.closed.connect(self._on_pane_closed)
        self.pane.decision_asked.connect(self._on_decision_asked)
        self.pane.hide()
        export = Button(_("Export"), icon="export-variant", look="primary")
        export.clicked.connect(self._on_export_asked)
        self.bring = Button(_("Bring in values…"), icon="inbox-arrow-down-outline")
        self.bring.clicked.connect(self._on_bring)
        self.bring.setVisible(any(is_imported(leaf) for leaf in project.tree.leaves))
        head = QHBoxLayout()
        head.setSpacing(theme.space.s2)
        head.addWidget(text_label(_("Results"), type="page"), 1)
        head.addWidget(self.bring)
        head.addWidget(export)
        card = QFrame()
        card.setProperty("card", "true")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(theme.space.s0, theme.space.s1, theme.space.s0, theme.space.s1)
        inner.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.space.s2, 0, theme.space.s2, 0)
        foot.addWidget(IconLabel("information-outline", "text_3", "icon_sm"))
        self._foot = text_label(type="caption", tone="text_2", wrap=True)
        foot.addWidget(self._foot, 1)
        inner.addLayout(foot)
        self._left = QWidget()
        column = QVBoxLayout(self._left)
        column.setContentsMargins(theme.space.s3, theme.space.s2, theme.space.s3, theme.space.s3)
        column.setSpacing(theme.space.s2)
        column.addLayout(head)
        if project.about.synthetic:
            column.addWidget(
                SyntheticBar(
                    _(
                        "Synthetic data: all scores were made up by the program and say nothing about any city. "
                        "Every page of an export says so, too."
                    )
                )
            )
        column.addWidget(self.messages)
        column.addWidget(card, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._left, 1)
        row.addWidget(self.pane)

    def keys(self) -> Keys:
        return (*table_keys(), ("Esc", _("From a city back to the ranking")))

    def place(self) -> object:
        return self._unit if self._picked else ""

    def return_to(self, place: object) -> None:
        self._unit, self._picked = str(place), bool(place)

    def load(self) -> None:
        self.run(partial(_results, self.project), self._show)

    def _show(self, shown: Shown) -> None:
        self._found = shown
        found, results = shown.found, shown.found.results
        self.messages.set_state(_messages(shown))
        rows = ranking_rows(results)
        units = [row.code for row in rows if not row.band]
        if self._unit not in units or not self._picked:
            self._unit = units[0] if units else ""
        object_title = say(results.tree.form.head.object, current_language())
        self.table.set_state(
            group_titles(results), rows, self._unit, object_title[:1].upper() + object_title[1:]
        )
        self._foot.setText(
            _("Ranked by unrounded totals; computed {time}.").format(time=local_time(found.computed_at))
        )
        self._show_unit()

    def _show_unit(self) -> None:
        if self._found is not None and self._unit:
            self.pane.set_state(
                self._found.found.results, self._unit, self._found.waiting.get(self._unit, frozenset())
            )
        self._fit()

    def _tight(self) -> bool:
        return self.width() < _TIGHT

    def _fit(self) -> None:
        tight = self._tight()
        there = self._found is not None and bool(self._unit)
        shown = there and (self._opened if tight else not self._closed)
        self.pane.setVisible(shown)
        self._left.setVisible(not (shown and tight))
        self.pane.setFixedWidth(self.width() if tight else current_theme().scaled(_PANE))

    def show_unit(self, key: str) -> None:
        """Open a unit beside the ranking, at once or when the results are there."""
        self._on_unit_opened(key)
        if self._found is not None:
            self._show(self._found)

    @Slot(object)
    def _on_unit_chosen(self, key: str) -> None:
        self._unit, self._picked = key, True
        self._show_unit()

    @Slot(object)
    def _on_unit_opened(self, key: str) -> None:
        self._unit, self._picked = key, True
        self._opened, self._closed = True, False
        self._show_unit()
        if self._tight():
            self.pane.groups.setFocus()

    @Slot(QModelIndex)
    def _on_clicked(self, _index: QModelIndex) -> None:
        self._on_unit_opened(self._unit)

    @Slot()
    def _on_pane_closed(self) -> None:
        self._opened, self._closed = False, True
        self._fit()
        self.table.setFocus()

    @Slot(object)
    def _on_decision_asked(self, item: str) -> None:
        self.cell_asked.emit(self._unit, item)

    def ask_table(self) -> Path | None:
        """Ask for a table of values; tests answer in its place."""
        return ask_file(self, _("Bring in values from elsewhere"), FileKind(_("Tables"), (".csv",)))

    @Slot()
    def _on_bring(self) -> None:
        path = self.ask_table()
        if path is not None:
            self.run(partial(_bring_in, self.project, path), self._on_brought_in, name=_("Reading the table"))

    def _on_brought_in(self, brought: BroughtIn) -> None:
        words = ngettext(
            "{n} row read, {written} values brought in.",
            "{n} rows read, {written} values brought in.",
            brought.rows,
        )
        self.services.toast(words.format(n=brought.rows, written=brought.written))
        self.services.saved()
        self.services.changes.announce("decisions")

    @Slot()
    def _on_export_asked(self) -> None:
        self.asked_for.emit("export")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.pane.isVisible():
            self._on_pane_closed()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _messages(shown: Shown) -> list[MessageState]:
    """What makes the numbers provisional."""
    words = []
    if shown.found.in_dispute:
        words.append(
            _(
                "Coordinators have set {names} differently. Until this is settled the strictest rule holds; "
                "ranks may change."
            ).format(names=_(", ").join(shown.found.in_dispute))
        )
    if shown.to_confirm:
        words.append(
            ngettext(
                "{n} decision is to be confirmed, because answers have changed since. Until then its value counts.",
                "{n} decisions are to be confirmed, because answers have changed since. Until then their values count.",
                shown.to_confirm,
            ).format(n=shown.to_confirm)
        )
    bars = [MessageState(kind="warn", text=text) for text in words]
    return [*bars, *(_missing(shown.found.results.tree, one) for one in shown.missing)]


def _missing(tree: Tree, one: MissingImport) -> MessageState:
    title = item_words(tree.node(one.item))
    text = ngettext(
        "{item}: {n} of {all} cities has no value from elsewhere yet.",
        "{item}: {n} of {all} cities have no value from elsewhere yet.",
        one.missing,
    )
    return MessageState(kind="info", text=text.format(item=title, n=one.missing, all=one.units))


def _bring_in(project: Project, path: Path, _progress: Progress) -> BroughtIn:
    return bring_in(project, read_csv(path, ANSWERS))


def _results(project: Project, _progress: Progress) -> Shown:
    found = project_results(project)
    waiting: dict[str, set[str]] = defaultdict(set)
    rows = open_cells(project)
    for row in rows:
        waiting[row.unit].add(row.item)
    return Shown(
        found=found,
        waiting={unit: frozenset(items) for unit, items in waiting.items()},
        to_confirm=sum(1 for row in rows if row.status == "to_confirm"),
        missing=missing_imports(project),
    )
