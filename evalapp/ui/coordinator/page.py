"""The coordinator's page: sections at the left, one of them open."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from msgspec import Struct
from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from evalapp.base.i18n import _, current_language, ngettext
from evalapp.base.progress import Progress
from evalapp.ui.changes import Change
from evalapp.ui.commands import Commands
from evalapp.ui.coordinator.audit_page import AuditSection
from evalapp.ui.coordinator.board_page import BoardSection
from evalapp.ui.coordinator.commands import commands_of
from evalapp.ui.coordinator.decide_page import DecideSection
from evalapp.ui.coordinator.dry_run import SUFFIX
from evalapp.ui.coordinator.export_page import ExportSection
from evalapp.ui.coordinator.handout_page import HandoutSection
from evalapp.ui.coordinator.pulse import Pulse
from evalapp.ui.coordinator.results_page import ResultsSection
from evalapp.ui.coordinator.section import Section
from evalapp.ui.coordinator.sections import section_kinds
from evalapp.ui.page import Keys, Page
from evalapp.ui.services import Services
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.card_state import MessageState
from evalapp.ui.widgets.chips import Chip
from evalapp.ui.widgets.drop_zone import dropped_paths
from evalapp.ui.widgets.labels import ElidedLabel
from evalapp.ui.widgets.message_bar import MessageBars
from evalapp.ui.widgets.nav_area import NavArea
from evalapp.ui.widgets.nav_list import NavList, NavState
from evalapp.ui.widgets.painting import ChipState
from evalapp.ui.widgets.status_line import StatusState
from evalapp.work.branch_units import BranchShare, branch_share
from evalapp.work.deciding import open_cells
from evalapp.work.project import Project

_WIDE = 1200

S = TypeVar("S", bound=Section)


class CoordinatorPage(Page):
    """An open project of a coordinator. It owns the project and closes it in :meth:`release`.

    Submissions and folders may be dropped anywhere on it.
    """

    def __init__(self, project: Project, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.project = project
        self.services = services
        self._counts: dict[str, int | None] = {}
        self._stopped = False
        self._current = "board"
        self.setProperty("ground", "window")
        self.setAcceptDrops(True)
        self._kinds = section_kinds()
        self.sections: dict[str, Section] = {kind.code: kind.make(project, services) for kind in self._kinds}
        self.board = self._of(BoardSection)
        self.decide = self._of(DecideSection)
        self.results = self._of(ResultsSection)
        self.export = self._of(ExportSection)
        self.handout = self._of(HandoutSection)
        self.audit = self._of(AuditSection)
        self.audit.integrity_changed.connect(self.status_changed)
        self.messages = MessageBars()
        self.messages.setContentsMargins(theme.space.s3, theme.space.s1, theme.space.s3, 0)
        self.nav = NavList(_("Pages"))
        self.nav.page_chosen.connect(self.go)
        self._stack = QStackedWidget()
        for code, section in self.sections.items():
            section.setObjectName(code)
            section.asked_for.connect(self.go)
            section.cell_asked.connect(self._on_cell_asked)
            section.unit_asked.connect(self.show_unit)
            section.counted.connect(self._on_section_counted)
            self._stack.addWidget(section)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(NavArea(self.nav))
        row.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._toolbar())
        column.addWidget(self.messages)
        column.addLayout(row, 1)
        services.changes.changed.connect(self._on_changed)
        self._show_nav()
        self._count()
        self._ask_key()
        self.pulse = Pulse(project, services, self)
        services.runner.run(self, partial(_share, project), done=self._on_share_known, failed=services.failed)

    def _of(self, kind: type[S]) -> S:
        """The section of this class."""
        return next(section for section in self.sections.values() if isinstance(section, kind))

    def _toolbar(self) -> QFrame:
        theme = current_theme()
        bar = QFrame()
        bar.setProperty("edge", "bottom")
        bar.setFixedHeight(theme.size.toolbar)
        self._bar = bar
        row = QHBoxLayout(bar)
        row.setContentsMargins(theme.space.s4, 0, theme.space.s4, 0)
        row.setSpacing(theme.space.s2)
        row.addWidget(ElidedLabel(self.project.about.title, type="title"))
        row.addWidget(Chip(ChipState(text=self.project.form_title(current_language()), tone="line")))
        self._branch = Chip(ChipState(text=""))
        row.addWidget(self._branch)
        row.addStretch(1)
        return bar

    def worked_with(self) -> tuple[QWidget, ...]:
        return (self.decide.bar,)

    def title(self) -> str:
        return self.project.about.title

    def status(self) -> StatusState:
        about = self.project.about
        return StatusState(
            person=f"{about.name} {about.code}".strip(),
            role=_("Coordinator"),
            synthetic=about.synthetic,
            integrity=self.audit.integrity,
        )

    def keys(self) -> Keys:
        return self.sections[self._current].keys()

    def commands(self) -> Commands:
        return commands_of(self)

    def settle(self) -> None:
        """Nothing is half recorded here: a decision is written only when it is confirmed."""

    def place(self) -> object:
        return _Place(
            section=self._current, inner={code: section.place() for code, section in self.sections.items()}
        )

    def return_to(self, place: object) -> None:
        if isinstance(place, _Place) and place.section in self.sections:
            self.go(place.section)
            for code, section in self.sections.items():
                section.return_to(place.inner.get(code))

    def remade(self) -> Page | None:
        self._stop()
        return CoordinatorPage(self.project, self.services)

    def release(self) -> None:
        self._stop()
        self.project.close()

    def _stop(self) -> None:
        self._stopped = True
        self.pulse.stop()
        for section in self.sections.values():
            section.stop()

    @property
    def current(self) -> str:
        """The code of the open section."""
        return self._current

    @Slot(object)
    def go(self, code: str) -> None:
        """Open a section."""
        self._current = code
        focused = self.focusWidget()
        self._stack.setCurrentWidget(self.sections[code])
        if focused is not None and not self.nav.isAncestorOf(focused):
            self.sections[code].setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_nav()

    @Slot(str, str)
    def _on_cell_asked(self, unit: str, item: str) -> None:
        self.go("decide")
        self.decide.go_to(unit, item)

    @Slot(str)
    def show_unit(self, unit: str) -> None:
        """Open a unit among the results."""
        self.go("results")
        self.results.show_unit(unit)

    def _show_nav(self) -> None:
        states = [
            NavState(
                code=kind.code,
                text=kind.title,
                icon=kind.icon,
                count=self._counts.get(kind.code),
                line=kind.line,
            )
            for kind in self._kinds
        ]
        self.nav.set_state(states, self._current)
        wide = {kind.code for kind in self._kinds if kind.wide}
        self.nav.set_rail(self.width() < _WIDE or self._current in wide)

    @Slot(object)
    def _on_section_counted(self, count: int | None) -> None:
        sender = self.sender()
        if sender is not None:
            self._counts[sender.objectName()] = count
            self._show_nav()

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if not self._stopped and change.touches("answers", "decisions", "roster", "settings", "batches"):
            self._count()

    def _ask_key(self) -> None:
        self.services.runner.run(
            self, partial(_may_write, self.project), done=self._on_key_known, failed=self.services.failed
        )

    def _on_share_known(self, share: BranchShare | None) -> None:
        if share is not None:
            words = ngettext("branch: {n} of {of} city", "branch: {n} of {of} cities", share.of).format(
                n=share.shown, of=share.of
            )
            self._branch.set_state(ChipState(text=words, icon="source-branch", tone="info"))

    def _on_key_known(self, may_write: bool) -> None:
        words = _(
            "This account does not have the coordinator's key: the project can be read and exported, but not changed. To work on "
            "it here, copy identity.key from the account that founded it into {home}."
        ).format(home=self.services.session.home)
        self.messages.set_state([] if may_write else [MessageState(kind="warn", text=words)])

    def _count(self) -> None:
        self.services.runner.run(
            self, partial(_conflicts, self.project), done=self._on_counted, failed=self.services.failed
        )

    def _on_counted(self, conflicts: int) -> None:
        self._counts["decide"] = conflicts
        self._show_nav()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and self.layout() is not None:
            self._bar.setFixedHeight(current_theme().size.toolbar)
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_nav()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _packages(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if paths := _packages(event):
            event.acceptProposedAction()
            self.take(paths)

    def take(self, paths: Sequence[Path]) -> None:
        if found := [path for path in paths if _may_be_merged(path)]:
            self.go("board")
            self.board.take(found)


class _Place(Struct, frozen=True, kw_only=True):
    """Where the user is: the section, and where in each of them."""

    section: str
    inner: dict[str, object]


def _packages(event: QDropEvent) -> list[Path]:
    return [path for path in dropped_paths(event) if _may_be_merged(path)]


def _may_be_merged(path: Path) -> bool:
    return path.suffix.lower() == SUFFIX or path.is_dir()


def _may_write(project: Project, _progress: Progress) -> bool:
    return project.may_write()


def _share(project: Project, _progress: Progress) -> BranchShare | None:
    return branch_share(project)


def _conflicts(project: Project, _progress: Progress) -> int:
    return len(open_cells(project))
