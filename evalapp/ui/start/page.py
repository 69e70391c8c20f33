"""The start page: open a task, found a project, open one, try the demonstration; what was open lately."""

import shutil
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from evalapp import __version__
from evalapp.base.errors import AppError
from evalapp.base.i18n import _, ngettext
from evalapp.base.progress import Progress
from evalapp.ui.commands import Command, Commands
from evalapp.ui.file_dialogs import FileKind, ask_file, ask_folder, ask_new_file
from evalapp.ui.page import Page
from evalapp.ui.services import Services
from evalapp.ui.start.cards import ActionCard
from evalapp.ui.start.opening import PACKAGE, PROJECT, forgotten, openable, projects, tasks
from evalapp.ui.start.recent import RecentRow
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.drop_zone import DropZone, dropped_paths
from evalapp.ui.widgets.empty_state import EmptyState
from evalapp.ui.widgets.labels import IconLabel, text_label
from evalapp.work.session import Session

if TYPE_CHECKING:
    from evalapp.work.demo import DemoResult

_SIDE = 256
_COMPACT = 1200
_LOW = 480


class StartPage(Page):
    """Where the program begins."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self.setAcceptDrops(True)
        self._build()

    def _build(self) -> None:
        theme = current_theme()
        main = QVBoxLayout()
        main.setContentsMargins(theme.space.s6, theme.space.s5, theme.space.s6, theme.space.s4)
        main.setSpacing(theme.space.s4)
        main.addLayout(self._head())
        main.addLayout(self._actions())
        main.addLayout(self._recent(), 1)
        self._zone = self._drop_zone()
        main.addWidget(self._zone)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(main, 1)
        self._side = self._machine()
        row.addWidget(self._side)

    def _head(self) -> QHBoxLayout:
        theme = current_theme()
        row = QHBoxLayout()
        row.setSpacing(theme.space.s3)
        row.addWidget(IconLabel("scale-balance", "accent", "ring"))
        row.addWidget(text_label("EvalApp", type="page"))
        row.addWidget(
            text_label(_("government evaluation · offline"), tone="text_3"), 0, Qt.AlignmentFlag.AlignBottom
        )
        row.addStretch(1)
        row.addWidget(
            text_label(_("Version {version}").format(version=__version__), type="caption", tone="text_3")
        )
        return row

    def _actions(self) -> QGridLayout:
        self.open_task = ActionCard(
            "archive-arrow-down-outline", _("Open a task file"), _("A task from the coordinator"), "Ctrl O"
        )
        self.new_project = ActionCard(
            "file-plus-outline", _("New project"), _("Form, roster and people"), "Ctrl N"
        )
        self.open_project = ActionCard("folder-open-outline", _("Open a project"), _("An .evalproj file"))
        self.try_demo = ActionCard("flask-outline", _("Try the demonstration"), _("16 cities, half a minute"))
        self.open_task.set_first()
        self.open_task.clicked.connect(self._on_open_task)
        self.new_project.clicked.connect(self.new_project_asked)
        self.open_project.clicked.connect(self._on_open_project)
        self.try_demo.clicked.connect(self._on_demo)
        self._cards = (self.open_task, self.new_project, self.open_project, self.try_demo)
        self._grid = QGridLayout()
        self._grid.setSpacing(current_theme().space.s3)
        self._arrange(len(self._cards))
        return self._grid

    def _arrange(self, columns: int) -> None:
        """The cards in one row, or in two where their words would be cut off."""
        for number, card in enumerate(self._cards):
            self._grid.addWidget(card, number // columns, number % columns)
        for column in range(len(self._cards)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def _recent(self) -> QVBoxLayout:
        theme = current_theme()
        recent = self._services.settings().recent
        head = QHBoxLayout()
        head.setSpacing(theme.space.s3)
        head.addWidget(text_label(_("Recent projects"), type="title"))
        head.addWidget(
            text_label(ngettext("{n} file", "{n} files", len(recent)).format(n=len(recent)), tone="text_3")
        )
        head.addStretch(1)
        self.rebuild = Button(
            _("Rebuild from my submissions…"), icon="backup-restore", look="link", parent=self
        )
        self.rebuild.clicked.connect(self.rebuild_asked)
        head.addWidget(self.rebuild)
        column = QVBoxLayout()
        column.setSpacing(theme.space.s2)
        column.addLayout(head)
        card = QFrame()
        card.setProperty("card", "true")
        rows = QVBoxLayout(card)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self.rows: list[RecentRow] = []
        for number, file in enumerate(recent):
            row = RecentRow(file, last=number == len(recent) - 1)
            row.opened.connect(self._on_recent_opened)
            row.removed.connect(self._on_recent_removed)
            rows.addWidget(row)
            self.rows.append(row)
        if not recent:
            empty = EmptyState("folder-outline")
            empty.set_state(
                _(
                    "No project yet. As an assessor, open the task file from your coordinator. "
                    "As a coordinator, make a new project. Or try the demonstration."
                )
            )
            rows.addWidget(empty)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(card)
        inside.addStretch(1)
        area.setWidget(holder)
        column.addWidget(area, 1)
        return column

    def _drop_zone(self) -> DropZone:
        zone = DropZone((PACKAGE, PROJECT))
        zone.set_state(
            _("Drop a file here"),
            _(
                "Tasks .evalpkg, projects .evalproj. They are checked first; nothing is written before you say where."
            ),
        )
        zone.files_dropped.connect(self._on_files_dropped)
        zone.clicked.connect(self._on_open_any)
        return zone

    def _machine(self) -> QFrame:
        """What this computer is: whose key, how much room."""
        theme = current_theme()
        panel = QFrame()
        panel.setProperty("edge", "left")
        panel.setFixedWidth(theme.scaled(_SIDE))
        column = QVBoxLayout(panel)
        column.setContentsMargins(theme.space.s4, theme.space.s5, theme.space.s4, theme.space.s4)
        column.setSpacing(theme.space.s2)
        column.addWidget(text_label(_("This computer"), type="title"))
        identity = self._services.session.identity().public
        column.addWidget(text_label(_("Public key of this account"), type="caption", tone="text_3"))
        key = text_label(" ".join(identity[start : start + 4] for start in (0, 4, 8)).upper())
        key.setProperty("mono", "true")
        key.setAccessibleName(_("Public key of this account"))
        key.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(key)
        self.key_file = Button(
            _("This account's key…"), icon="key-outline", look="link", type="caption", parent=panel
        )
        self.key_file.setToolTip(_("Write it as a file for the coordinator who lets this account decide"))
        self.key_file.clicked.connect(self._on_key_file)
        column.addWidget(self.key_file)
        column.addWidget(text_label(_("Room on the disk"), type="caption", tone="text_3"))
        free = shutil.disk_usage(_existing(self._services.session.home)).free
        column.addWidget(text_label(_("{size} GB free").format(size=free // 10**9)))
        column.addWidget(text_label(_("Keys and settings"), type="caption", tone="text_3"))
        column.addWidget(
            text_label(str(self._services.session.home), type="caption", tone="text_2", wrap=True)
        )
        column.addStretch(1)
        note = text_label(
            _("Nothing leaves this computer but the files that you hand over yourself."),
            type="caption",
            tone="text_3",
            wrap=True,
        )
        column.addWidget(note)
        return panel

    def commands(self) -> Commands:
        group = _("This page")
        return (
            Command(text=_("Open a task file"), run=self._on_open_task, group=group),
            Command(text=_("Open a project"), run=self._on_open_project, group=group),
            Command(text=_("Try the demonstration"), run=self._on_demo, group=group),
            Command(text=_("Write the key of this account"), run=self._on_key_file, group=group),
        )

    def remade(self) -> Page:
        return StartPage(self._services)

    # -- what the user does

    @Slot()
    def _on_open_task(self) -> None:
        self._open(ask_file(self, _("Open a task file"), tasks()))

    @Slot()
    def _on_open_project(self) -> None:
        self._open(ask_file(self, _("Open a project"), projects()))

    @Slot()
    def _on_open_any(self) -> None:
        self._open(ask_file(self, _("Open a file"), openable()))

    def _open(self, path: Path | None) -> None:
        if path is not None:
            self._services.open_file(path)

    @Slot(object)
    def _on_files_dropped(self, paths: tuple[Path, ...]) -> None:
        if paths:
            self._services.open_file(paths[0])

    @Slot(object)
    def _on_recent_opened(self, path: str) -> None:
        self._services.open_file(Path(path))

    @Slot(object)
    def _on_recent_removed(self, path: str) -> None:
        self._services.keep_settings(forgotten(self._services.settings(), path))
        self._services.go_home()

    @Slot()
    def _on_key_file(self) -> None:
        from evalapp.work.key_cards import own_key_card, write_key_card  # noqa: PLC0415 (few people ever need it)

        if (path := self.ask_key_target()) is None:
            return
        try:
            write_key_card(own_key_card(self._services.session), path)
        except AppError as error:
            self._services.failed(error)
        else:
            self._services.toast(_("{file} is written.").format(file=path.name))

    def ask_key_target(self) -> Path | None:
        """Ask where the key file is to lie; tests answer in its place."""
        kind = FileKind(_("Key files"), (".evalkey",))
        return ask_new_file(self, _("Write the key of this account"), "evalapp.evalkey", kind)

    @Slot()
    def _on_demo(self) -> None:
        folder = self.ask_demo_folder()
        if folder is not None:
            self._services.runner.run(
                self,
                partial(_make_demo, self._services.session, folder),
                done=partial(_open_demo, self),
                failed=self._services.failed,
                name=_("Making the demonstration"),
            )

    def ask_demo_folder(self) -> Path | None:
        """An empty folder for the demonstration."""
        return ask_folder(self, _("An empty folder for the demonstration"))

    def open_demo(self, result: "DemoResult") -> None:
        """Show what the demonstration made."""
        self._services.toast(_("Workbook and charts are in {folder}.").format(folder=result.project.parent))
        self._services.open_file(result.project)

    # -- Qt

    def resizeEvent(self, event: object) -> None:
        self._side.setVisible(self.width() >= _COMPACT)
        self._zone.setVisible(self.height() >= current_theme().scaled(_LOW))  # the whole page takes drops
        room = self.width() - (self._side.width() if self.width() >= _COMPACT else 0)
        widest = max(card.sizeHint().width() for card in self._cards)
        needed = len(self._cards) * (widest + current_theme().space.s3)
        self._arrange(len(self._cards) if needed + 2 * current_theme().space.s6 <= room else 2)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self._on_files_dropped(dropped_paths(event, (PACKAGE, PROJECT)))


def _existing(path: Path) -> Path:
    """The nearest folder above that exists: the account's folder may not be made yet."""
    return next(folder for folder in (path, *path.parents) if folder.exists())


def _make_demo(session: Session, folder: Path, progress: Progress) -> "DemoResult":
    from evalapp.work.demo import make_demo  # noqa: PLC0415 (brings the scoring libraries, which the start does without)

    return make_demo(session, folder, progress)


def _open_demo(page: StartPage, result: "DemoResult") -> None:
    page.open_demo(result)
