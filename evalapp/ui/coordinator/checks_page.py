"""Checks over all cities: findings by strength, one with its cells side by side, and what is done about it."""

from functools import partial
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from evalapp.base.errors import AppError, Cancelled
from evalapp.base.i18n import _, ngettext
from evalapp.base.progress import Progress
from evalapp.merge.oddities.finding import Place
from evalapp.ui.commands import Commands
from evalapp.ui.coordinator.checks_keys import checks_commands, checks_keys
from evalapp.ui.coordinator.finding_bar import (
    ASK,
    DECIDE,
    DISMISS,
    EVERY,
    MARKS,
    REOPEN,
    THIS,
    FindingBar,
    FindingDraft,
    Offer,
)
from evalapp.ui.coordinator.finding_state import Seen, looking, reading_places, reading_words
from evalapp.ui.coordinator.finding_view import FindingView
from evalapp.ui.coordinator.findings_panel import ALL, FindingsPanel
from evalapp.ui.coordinator.place_card import PlaceState
from evalapp.ui.coordinator.section import CTRL_ENTER, KeyPress, Section, press_by
from evalapp.ui.file_dialogs import FileKind, ask_new_file
from evalapp.ui.page import Keys
from evalapp.ui.services import Services
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.empty_state import EmptyState
from evalapp.ui.widgets.tab_order import in_tab_order
from evalapp.work.checks import Checked, ask_about, dismiss, judge_evidence, reopen
from evalapp.work.checks_table import export_findings, listed
from evalapp.work.looking import Known
from evalapp.work.project import Project

_LIST_FROM = 900
_KEYS = ("1", "2", "3", "R", "D", "O")


class Kept(Struct, frozen=True, kw_only=True):
    """Where the user is, with what is half decided."""

    key: str = ""
    filtered: str = ALL
    draft: FindingDraft = FindingDraft()


class ChecksSection(Section):
    """Keys 1 to 3 judge evidence, R asks, D dismisses, O opens the cell in Decide; Ctrl+Enter writes it and goes on."""

    kinds = frozenset({"answers", "roster", "settings"})

    def __init__(self, project: Project, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(project, services, parent)
        theme = current_theme()
        self._known: Known = {}
        self._seen: Seen | None = None
        self._writing = False
        self._shown = ""
        self._kept = Kept()
        self._to = "results"
        self._listing = False
        self.panel = FindingsPanel()
        self.panel.chosen.connect(self._on_chosen)
        self.panel.export_asked.connect(self._on_export)
        self.panel.list.clicked.connect(self._on_picked)
        self.panel.list.activated.connect(self._on_picked)
        self.view = FindingView(project, services)
        self.view.stepped.connect(self._on_stepped)
        self.view.places_wanted.connect(self._on_places_wanted)
        self.view.here_changed.connect(self._on_here)
        self.view.list_asked.connect(self._on_list_asked)
        self.bar = FindingBar()
        self.bar.verb_chosen.connect(self._on_verb)
        self.bar.confirmed.connect(self.confirm)
        self.empty = EmptyState("shield-search")
        self.empty.acted.connect(self._on_empty_acted)
        detail = QWidget()
        detail.setProperty("ground", "window")
        column = QVBoxLayout(detail)
        column.setContentsMargins(theme.space.s3, theme.space.s2, theme.space.s3, theme.space.s3)
        column.setSpacing(theme.space.s2)
        column.addWidget(self.view, 1)
        column.addWidget(self.bar)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(detail)
        self._stack = QStackedWidget()
        for part in (QWidget(), area, self.empty):
            self._stack.addWidget(part)
        self.panel.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.panel)
        row.addWidget(self._stack, 1)
        self.lead_to(self.panel.list)
        press_by(CTRL_ENTER, self, self.confirm)
        for key in _KEYS:
            KeyPress(key, self).pressed_key.connect(self._on_key)

    def keys(self) -> Keys:
        return checks_keys()

    def commands(self, group: str) -> Commands:
        return checks_commands(self, group)

    def place(self) -> object:
        return Kept(key=self.panel.current, filtered=self.panel.filtered, draft=self.bar.draft())

    def return_to(self, place: object) -> None:
        if isinstance(place, Kept):
            self._kept = place
            self.panel.go(place.key, place.filtered)

    @property
    def shows_finding(self) -> bool:
        """Whether a finding is shown about which something can be done."""
        return self.panel.row() is not None

    @property
    def has_looked(self) -> bool:
        """Whether everything has been looked through."""
        return self._seen is not None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The list stands beside the finding; where there is no room, it takes its place when it is asked for."""
        found = self._seen is not None and bool(self._seen.rows)
        beside = found and self.width() >= current_theme().scaled(_LIST_FROM)
        self._listing = self._listing and found and not beside
        self.panel.set_alone(self._listing)
        self.panel.setVisible(beside or self._listing)
        self._stack.setVisible(not self._listing)
        self.view.offer_list(found and not beside)
        self.view.fit_into(self.width() - (self.panel.width() if beside else 0))

    @Slot()
    def _on_list_asked(self) -> None:
        self._listing = True
        self._fit()
        self.panel.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_picked(self) -> None:
        self._listing = False
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        fresh = not self._stale
        super().showEvent(event)
        if fresh and self._seen is not None:
            # Questions are asked and answered elsewhere, and change nothing that was looked at.
            self.run(reading_words(self.project, self._seen), self._on_seen)

    # -- looking

    def load(self) -> None:
        """Look through everything anew; progress and a button that stops it are in the status line."""
        self.run(
            looking(self.project, self._known),
            self._on_seen,
            failed=self._on_stopped,
            name=_("Looking through the answers"),
        )

    def _on_stopped(self, error: Exception) -> None:
        if isinstance(error, Cancelled) and self._seen is None:
            self._to = ""
            self.empty.set_state(
                _("The answers were not looked through to the end."), _("Look through the answers again")
            )
            self._stack.setCurrentIndex(2)
        self.on_failed(error)

    def _on_seen(self, seen: Seen) -> None:
        self._seen = seen
        self.panel.set_state(seen)
        self.counted.emit(seen.open())
        self._fit()
        self._say_empty(seen)
        self._show()

    def _say_empty(self, seen: Seen) -> None:
        self._to = "results" if seen.pieces_in else "board"
        n = len(seen.looked.said)
        if not seen.pieces_in:
            self.empty.set_state(
                _(
                    "Nothing has been handed in yet. Merge the submissions; what is odd in them is then found here."
                ),
                _("To the inbox"),
            )
            return
        none = ngettext(
            "{n} answer was looked through, and nothing odd is open.",
            "{n} answers were looked through, and nothing odd is open.",
            n,
        )
        self.empty.set_state(none.format(n=n), _("Look at the results"))

    def _show(self) -> None:
        row = self.panel.row()
        if row is None or self._seen is None:
            self._shown = ""
            self._stack.setCurrentIndex(2)
            return
        kept, self._kept = self._kept, Kept()
        same = self._shown == row.finding.key
        self._shown = row.finding.key
        self.view.set_state(self._seen, row, self.panel.position())
        if not same:
            draft = kept.draft if kept.key == row.finding.key else FindingDraft()
            self.bar.set_state(self._offer(row), draft)
        self._stack.setCurrentIndex(1)
        in_tab_order(self.view, self.bar)

    def _offer(self, row: Checked) -> Offer:
        return Offer(
            pieces=bool(row.finding.refs),
            dismissed=row.standing == "dismissed",
            cells=len(row.finding.places),
            here=self.view.here_words(),
        )

    @Slot(object)
    def _on_places_wanted(self, places: tuple[Place, ...]) -> None:
        row = self.panel.row()
        if row is not None and self._seen is not None:
            self.run(reading_places(self.project, self._seen, row.finding, places), self._on_places)

    def _on_places(self, found: tuple[str, tuple[PlaceState, ...]]) -> None:
        self.view.show_places(*found)
        self.bar.set_cells(self.view.named_cells(), self.view.here_words())
        in_tab_order(self.view, self.bar)

    @Slot(object)
    def _on_here(self, here: str) -> None:
        self.bar.set_cells((), here)

    @Slot(object)
    def _on_chosen(self, _key: str) -> None:
        self._show()

    @Slot(object)
    def _on_stepped(self, by: int) -> None:
        self.panel.step(by)

    @Slot()
    def _on_empty_acted(self) -> None:
        if self._to:
            self.asked_for.emit(self._to)
        else:
            self.load()

    # -- doing something about it

    @Slot(object)
    def _on_key(self, key: str) -> None:
        if self.shows_finding:
            self.bar.verbs.press(key)

    @Slot(object)
    def _on_verb(self, code: str) -> None:
        here = self.view.here
        if code == DECIDE and here is not None:
            self.cell_asked.emit(here.unit, here.item)

    @Slot()
    def confirm(self) -> None:
        """Write what was chosen, then go to the next finding; what is missing is said instead."""
        row, seen = self.panel.row(), self._seen
        if row is None or seen is None or self._writing:
            return
        draft = self.bar.draft()
        if not draft.verb:
            self.bar.show_problem(_("Choose what is to be done first."))
            return
        here = self.view.here
        only = row.finding.places
        if draft.scope == THIS and here is not None:
            only = (here,)
        elif draft.scope not in (THIS, EVERY):
            only = (row.finding.places[int(draft.scope)],)
        self._writing = True
        work = partial(_written, self.project, seen, row, draft, only)
        self.run(work, partial(self._on_written, draft), failed=self._on_refused)

    def _on_written(self, draft: FindingDraft, written: int) -> None:
        self._writing = False
        self._shown = ""
        # Out of the field: the next 1, R or D is a choice, not a text.
        self.panel.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.services.saved()
        if draft.verb == ASK:
            self.services.toast(
                ngettext(
                    "{n} question is asked; it goes out with the next return.",
                    "{n} questions are asked; they go out with the next return.",
                    written,
                ).format(n=written)
                if written
                else _("This question waits for an answer already.")
            )
        if self._seen is not None:
            self.run(reading_words(self.project, self._seen), self._on_seen)

    def _on_refused(self, error: Exception) -> None:
        self._writing = False
        if isinstance(error, AppError) and error.code in ("reason", "question"):
            self.bar.show_problem(
                _("Say what is unclear.") if error.code == "question" else _("Say in one sentence why.")
            )
        else:
            self.on_failed(error)

    # -- the table as a file

    def ask_table(self) -> Path | None:
        """Ask where the table is to lie; tests answer in its place."""
        proposed = self.project.path.with_name(_("{name}-checks.csv").format(name=self.project.path.stem))
        return ask_new_file(self, _("Export the findings"), proposed, FileKind(_("Tables"), (".csv",)))

    @Slot()
    def _on_export(self) -> None:
        if self._seen is not None and (path := self.ask_table()) is not None:
            rows = listed(self._seen.looked, self.panel.shown())
            self.run(partial(_exported, path, rows), self._on_exported)

    def _on_exported(self, path: Path) -> None:
        self.services.toast(_("{file} is written.").format(file=path.name))


def _written(
    project: Project,
    seen: Seen,
    row: Checked,
    draft: FindingDraft,
    places: tuple[Place, ...],
    _progress: Progress,
) -> int:
    """Carry out a draft; how many revisions were written."""
    if draft.verb in MARKS:
        return judge_evidence(
            project,
            seen.looked,
            row.finding,
            draft.verb,  # type: ignore[arg-type]
            draft.words,
            places,
        )
    if draft.verb == ASK:
        return ask_about(project, row.finding, draft.words, places)
    if draft.verb == DISMISS:
        dismiss(project, row.finding, draft.words)
    elif draft.verb == REOPEN:
        reopen(project, row.finding)
    return 1


def _exported(path: Path, rows: tuple, _progress: Progress) -> Path:  # type: ignore[type-arg]
    return export_findings(path, rows)
