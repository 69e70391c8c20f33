"""A lost project made again: from the task file and the own submissions, with a look beforehand at what comes back."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from evalapp.base.clock import local_time
from evalapp.base.errors import AppError
from evalapp.base.i18n import _, ngettext
from evalapp.base.progress import Progress
from evalapp.ui.file_dialogs import FileKind, ask_file, ask_files
from evalapp.ui.page import Keys, Page
from evalapp.ui.services import Services
from evalapp.ui.shortcuts import listen
from evalapp.ui.start.opening import PACKAGE, PROJECT, ask_project_path, tasks
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button, icon_button
from evalapp.ui.widgets.card_page import lay_out_cards
from evalapp.ui.widgets.drop_zone import DropZone
from evalapp.ui.widgets.labels import ElidedLabel, IconLabel, text_label
from evalapp.ui.widgets.titled_card import TitledCard
from evalapp.work.project import Project
from evalapp.work.rebuilding import Rehearsal, own_submissions, rehearse
from evalapp.work.recovering import Recovered, open_and_recover
from evalapp.work.session import Session
from evalapp.work.tasks import open_task

_WIDTH = 880
Made = tuple[Project, Recovered]


class RebuildPlace(Struct, frozen=True):
    """What was chosen on the page."""

    task: Path | None = None
    submissions: tuple[Path, ...] = ()


class RebuildPage(Page):
    """Task, submissions, what would come back and what cannot; nothing is written before a place for the project is named."""

    def __init__(self, services: Services, place: RebuildPlace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._place = place
        self._asked = 0
        self._build()
        self._show_files()
        self._rehearse()

    # -- building

    def _build(self) -> None:
        theme = current_theme()
        self.back = Button(_("Back"), icon="arrow-left", look="flat", parent=self)
        self.back.clicked.connect(self._on_back)
        self.fresh = Button(_("Open the task without them…"), parent=self)
        self.fresh.clicked.connect(self._on_fresh)
        self.make = Button(_("Rebuild…"), look="primary", key="Ctrl Enter", parent=self)
        self.make.clicked.connect(self._on_make)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            listen(self, keys, self._on_make)
        head = QHBoxLayout()
        head.setSpacing(theme.space.s3)
        head.addWidget(text_label(_("Rebuild a lost project"), type="page"))
        head.addStretch(1)
        for button in (self.back, self.fresh, self.make):
            head.addWidget(button)
        self._task = TitledCard(_("Task file from the coordinator"))
        self._files = TitledCard(_("Submissions that I wrote"))
        self._preview = TitledCard(_("What comes back"))
        cards = (self._task, self._files, self._preview, self._lost())
        lay_out_cards(self, head, cards, _WIDTH)

    def _lost(self) -> TitledCard:
        card = TitledCard(_("What cannot come back"))
        for words in (
            _(
                "Answers and evidence entered after the last submission: they are in no file but the lost one."
            ),
            _("Words that were being typed, and what could be undone."),
            _("Private notes: they never leave the laptop."),
        ):
            row = QHBoxLayout()
            row.addWidget(IconLabel("minus-circle-outline", "quiet"), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(text_label(words, wrap=True), 1)
            card.inside.addLayout(row)
        return card

    # -- showing

    def title(self) -> str:
        return _("Rebuild a lost project")

    def keys(self) -> Keys:
        return (("Ctrl Enter", _("Rebuild")),)

    def _show_files(self) -> None:
        self._task.empty()
        if self._place.task is not None:
            self._task.inside.addWidget(text_label(str(self._place.task), wrap=True))
        text = _("Choose the task file…") if self._place.task is None else _("Choose another…")
        self.choose_task = Button(text, icon="archive-arrow-down-outline", parent=self)
        self.choose_task.clicked.connect(self._on_choose_task)
        self._task.inside.addWidget(self.choose_task)
        self._files.empty()
        for path in self._place.submissions:
            row = _FileRow(path)
            row.removed.connect(self.remove_submission)
            self._files.inside.addWidget(row)
        zone = DropZone((PACKAGE,))
        zone.set_state(
            _("Drop submissions here"),
            _("All of them, also from a mail or a stick: the order and repeats make no difference."),
        )
        zone.files_dropped.connect(self.add_submissions)
        zone.clicked.connect(self._on_add)
        self.zone = zone
        self._files.inside.addWidget(zone)
        self.fresh.setEnabled(self._place.task is not None)

    def _rehearse(self) -> None:
        """Look what would come back, away from the window; only the look asked for last is shown."""
        self._asked += 1
        self.make.setEnabled(False)
        self._preview.empty()
        task, files = self._place.task, self._place.submissions
        if task is None or not files:
            missing = _("Choose the task file.") if task is None else _("Add at least one submission.")
            self.make.setToolTip(missing)
            self._preview.inside.addWidget(text_label(missing, tone="text_2", wrap=True))
            return
        self._preview.inside.addWidget(text_label(_("Reading the files…"), tone="text_2"))
        self._services.runner.run(
            self,
            partial(_look, self._services.session, task, files),
            done=partial(_show_look, self, self._asked),
            failed=partial(_show_refusal, self, self._asked),
            name=_("Reading the submissions"),
        )

    def show_rehearsal(self, asked: int, found: Rehearsal) -> None:
        """Show what would come back, unless other files were chosen meanwhile."""
        if asked != self._asked:
            return
        self._preview.empty()
        inside = self._preview.inside
        inside.addWidget(text_label(f"{found.title} · {found.person}", type="strong", wrap=True))
        files = ngettext("{n} submission", "{n} submissions", found.files).format(n=found.files)
        line = ngettext(
            "{n} answer from {files}; the last one was written on {time}.",
            "{n} answers from {files}; the last one was written on {time}.",
            found.answers,
        )
        inside.addWidget(
            text_label(line.format(n=found.answers, files=files, time=local_time(found.last)), wrap=True)
        )
        for row in found.units:
            words = _("{unit}: {done} of {all} answered").format(
                unit=row.name, done=row.answered, all=row.items
            )
            inside.addWidget(text_label(words, tone="text_2"))
        inside.addWidget(text_label(_("Nothing is written yet."), tone="text_3"))
        self.make.setEnabled(True)
        self.make.setToolTip("")

    def show_refusal(self, asked: int, error: Exception) -> None:
        """Say why the files do not go together, at the place where what comes back would stand."""
        if asked != self._asked:
            return
        self._preview.empty()
        if not isinstance(error, AppError):
            self._services.failed(error)
            return
        self._preview.inside.addWidget(text_label(str(error), tone="error", wrap=True))
        self.make.setToolTip(str(error))

    # -- what the user does

    @Slot()
    def _on_choose_task(self) -> None:
        path = ask_file(self, _("Open a task file"), tasks())
        if path is not None:
            self._services.runner.run(
                self,
                partial(_nearby, path),
                done=partial(_take_task, self, path),
                failed=self._services.failed,
            )

    def take_task(self, task: Path, nearby: Sequence[Path]) -> None:
        """A task was chosen; the person's submissions that lie beside it join those that were added."""
        self._place = RebuildPlace(task, self._place.submissions)
        self.add_submissions(nearby)
        _focus(self.choose_task)

    @Slot()
    def _on_add(self) -> None:
        kind = FileKind(_("Submissions"), (PACKAGE,))
        self.add_submissions(ask_files(self, _("Submissions that I wrote"), kind))
        _focus(self.zone)

    @Slot(object)
    def add_submissions(self, paths: Sequence[Path]) -> None:
        """Add files to those that are rebuilt from."""
        known = dict.fromkeys((*self._place.submissions, *paths))
        self._place = RebuildPlace(self._place.task, tuple(known))
        self._show_files()
        self._rehearse()

    @Slot(object)
    def remove_submission(self, path: Path) -> None:
        """Rebuild without a file."""
        kept = tuple(other for other in self._place.submissions if other != path)
        self._place = RebuildPlace(self._place.task, kept)
        self._show_files()
        self._rehearse()
        _focus(self.zone)

    @Slot()
    def _on_make(self) -> None:
        task = self._place.task
        if task is None or not self.make.isEnabled():
            return
        target = ask_project_path(self, task.with_suffix(PROJECT))
        if target is not None:
            self._services.runner.run(
                self,
                partial(_make, self._services.session, task, target, self._place.submissions),
                done=partial(_made, self),
                failed=self._services.failed,
                name=_("Rebuilding the project"),
            )

    @Slot()
    def _on_fresh(self) -> None:
        task = self._place.task
        target = None if task is None else ask_project_path(self, task.with_suffix(PROJECT))
        if task is not None and target is not None:
            self._services.runner.run(
                self,
                partial(_open_fresh, self._services.session, task, target),
                done=self.made.emit,
                failed=self._services.failed,
            )

    def show_made(self, project: Project, back: Recovered) -> None:
        """Open what was rebuilt."""
        self.made.emit(project)
        self._services.toast(
            ngettext("{n} answer came back.", "{n} answers came back.", back.answers).format(n=back.answers)
        )

    @Slot()
    def _on_back(self) -> None:
        self._services.go_home()

    # -- the window's questions

    def place(self) -> object:
        return self._place

    def remade(self) -> Page:
        return RebuildPage(self._services, self._place)


class _FileRow(QWidget):
    """A submission that was chosen, and the way to leave it out.

    Signals:
        removed: its path.
    """

    removed = Signal(object)

    def __init__(self, path: Path) -> None:
        super().__init__()
        theme = current_theme()
        self._path = path
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space.s2)
        row.addWidget(IconLabel("package-variant-closed"))
        row.addWidget(ElidedLabel(path.name, type="strong"))
        row.addWidget(ElidedLabel(str(path.parent), tone="text_3"), 1)
        remove = icon_button("close", _("Take {title} off the list").format(title=path.name), self)
        remove.clicked.connect(self._on_removed)
        row.addWidget(remove)

    @Slot()
    def _on_removed(self) -> None:
        self.removed.emit(self._path)


def _focus(made: QWidget) -> None:
    """Give the focus to what was put in just now: a widget that is not shown yet would not take it."""
    made.show()
    made.setFocus(Qt.FocusReason.OtherFocusReason)


def _nearby(task: Path, _progress: Progress) -> tuple[Path, ...]:
    return own_submissions(task)


def _take_task(page: RebuildPage, task: Path, nearby: tuple[Path, ...]) -> None:
    page.take_task(task, nearby)


def _look(session: Session, task: Path, files: tuple[Path, ...], progress: Progress) -> Rehearsal:
    return rehearse(session, task, files, progress)


def _show_look(page: RebuildPage, asked: int, found: Rehearsal) -> None:
    page.show_rehearsal(asked, found)


def _show_refusal(page: RebuildPage, asked: int, error: Exception) -> None:
    page.show_refusal(asked, error)


def _make(session: Session, task: Path, target: Path, files: tuple[Path, ...], progress: Progress) -> Made:
    return open_and_recover(session, task, target, files, progress)


def _made(page: RebuildPage, made: Made) -> None:
    page.show_made(*made)


def _open_fresh(session: Session, task: Path, target: Path, _progress: Progress) -> Project:
    return open_task(session, task, target)
