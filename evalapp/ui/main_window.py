"""The one window: a page, the status line under it, and what every page may ask of the window.

Pages other than the start page are imported when they are first shown, so that the window is there at once.
"""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import structs
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QVBoxLayout, QWidget

from evalapp.base.errors import Cancelled
from evalapp.base.home import Settings, load_settings, save_settings
from evalapp.base.i18n import _, use_language
from evalapp.base.resources import resource_folder
from evalapp.ui.changes import Changes
from evalapp.ui.failures import failure_message
from evalapp.ui.file_dialogs import ask_file, begin_beside
from evalapp.ui.first_shown import page_of, rebuild_page
from evalapp.ui.guidance import Guidance
from evalapp.ui.leaving import may_close, pages_of
from evalapp.ui.looks import apply_looks
from evalapp.ui.page import Page
from evalapp.ui.page_stack import PageStack
from evalapp.ui.qt_words import translate_qt
from evalapp.ui.services import Services
from evalapp.ui.start.opening import openable, opened, remembered, submissions_beside
from evalapp.ui.start.page import StartPage
from evalapp.ui.tasks import TaskRunner
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.input_rules import retranslate_windows
from evalapp.ui.widgets.message_bar import MessageBars
from evalapp.ui.widgets.status_line import StatusLine
from evalapp.ui.widgets.toast import Toast
from evalapp.ui.window_commands import Commanding
from evalapp.ui.window_foot import WindowFoot
from evalapp.work.session import Session

if TYPE_CHECKING:
    from evalapp.work.project import Project

MINIMUM = (880, 440)


class MainWindow(QMainWindow):
    """Shows one page at a time. Panels own what they do; the window only opens, closes, saves places and speaks."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._settings = load_settings(session.home)
        self._saved_at = ""
        self._failed_text = ""
        self.runner = TaskRunner(self)
        self.changes = Changes(self)
        self.services = Services(
            session=session,
            runner=self.runner,
            changes=self.changes,
            toast=self._say,
            warns=lambda text: self.toast.show_text(text, done=False),
            saved=self._on_saved,
            failed=self._on_failed,
            open_file=self.open_file,
            go_home=self.go_home,
            settings=self._get_settings,
            keep_settings=self._keep_settings,
        )
        self._build()
        if self._settings.recent:
            begin_beside(Path(self._settings.recent[0].path))
        self.go_home()

    def _build(self) -> None:
        theme = current_theme()
        self.setMinimumSize(*MINIMUM)
        self.pages = PageStack(self.runner)
        self.pages.page_added.connect(self._listen_to)
        self.pages.page_changed.connect(self.refresh_frame)
        self.messages = MessageBars()
        self.messages.acted.connect(self._on_message_acted)
        self.foot = WindowFoot()
        self.status_line: StatusLine = self.foot.status_line
        self.foot.home_asked.connect(self.go_home)
        self.commanding = Commanding(self)
        self.guidance = Guidance(self, self.pages, self.services, self.messages)
        self.foot.keys_asked.connect(self.guidance.show_keys)
        self.foot.language_asked.connect(self.change_language)
        self.foot.theme_asked.connect(self.change_theme)
        self.foot.font_asked.connect(self.change_font)
        self.foot.accent_asked.connect(self.change_accent)
        self.status_line.cancel_asked.connect(self.runner.cancel_named)
        self.status_line.failure_opened.connect(self._on_failure_opened)
        self.runner.running_changed.connect(self.status_line.set_running)
        self.runner.failed_unseen.connect(self._on_failed)
        notes = QVBoxLayout()
        notes.setContentsMargins(theme.space.s3, 0, theme.space.s3, 0)
        notes.addWidget(self.messages)
        inside = QWidget()
        inside.setProperty("ground", "window")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(notes)
        column.addWidget(self.pages, 1)
        column.addWidget(self.foot)
        self.setCentralWidget(inside)
        self.toast = Toast(self, theme.size.status, self.pages.worked_with)
        for keys, slot in (
            ("Ctrl+O", self.choose_file),
            ("Ctrl+N", self.new_project),
            ("Ctrl+W", self.leave),
            ("Ctrl+Home", self.leave),
            ("Ctrl+Q", self.close),
            ("F1", self.guidance.show_keys),
            ("?", self.guidance.show_keys),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)

    # -- pages

    @property
    def page(self) -> Page:
        """The page shown."""
        return self.pages.page

    def show_page(self, page: Page) -> None:
        """Show a page in place of the present one, which is settled, released and forgotten."""
        self._saved_at = ""
        self._clear_failure()
        self.pages.show_page(page)

    @Slot()
    def go_home(self) -> None:
        """The start page."""
        self.show_page(StartPage(self.services))

    @Slot()
    def leave(self) -> None:
        """Back to the start page, from any other."""
        if not isinstance(self.page, StartPage):
            self.go_home()

    @Slot()
    def new_project(self) -> None:
        """The page on which a project is founded."""
        from evalapp.ui.start.new_project import NewProjectPage  # noqa: PLC0415 (see the module)

        if not isinstance(self.page, NewProjectPage):
            page = NewProjectPage(self.services)
            page.return_to(self.pages.kept(NewProjectPage))
            self.show_page(page)

    @Slot()
    def rebuild(self, task: Path | None = None, submissions: tuple[Path, ...] = ()) -> None:
        """The page that makes a lost project again, with the files that are known already."""
        self.show_page(rebuild_page(self.services, task, submissions))

    @Slot()
    def choose_file(self) -> None:
        """Ask for a project or a task file, and open it."""
        path = ask_file(self, _("Open a file"), openable())
        if path is not None:
            self.open_file(path)

    def open_file(self, path: Path) -> None:
        """Open a project, or a task file as a new project of its assessor: rebuilt where own submissions lie beside it."""
        if submissions := submissions_beside(path):
            self.rebuild(path, submissions)
            return
        if (project := opened(self, self.services, path)) is not None:
            self.show_project(project)
            self.page.take((path,))

    @Slot(object)
    def show_project(self, project: "Project") -> None:
        """The page of a project's role."""
        begin_beside(project.path)
        self._keep_settings(remembered(self._settings, project, self.services.session.world.now()))
        self.show_page(page_of(project, self.services))

    @Slot(object)
    def show_founded(self, project: "Project") -> None:
        """The page of a project just founded, at the first thing that its coordinator does with it."""
        from evalapp.ui.coordinator.page import CoordinatorPage  # noqa: PLC0415 (see the module)
        from evalapp.ui.start.new_project import NewProjectPage  # noqa: PLC0415 (see the module)

        self.show_project(project)
        self.pages.drop(NewProjectPage)
        if isinstance(self.page, CoordinatorPage):
            self.page.go("tasks")
            self.page.handout.setFocus(Qt.FocusReason.OtherFocusReason)
            self._say(_("The project is made. Next: write the task files, and give each assessor their own."))

    @Slot(object)
    def _listen_to(self, page: Page) -> None:
        page.new_project_asked.connect(self.new_project)
        page.rebuild_asked.connect(self.rebuild)
        page.made.connect(self.show_founded)
        page.status_changed.connect(self.refresh_frame)

    # -- speaking

    @Slot()
    def refresh_frame(self) -> None:
        """Title and status line anew, from the page."""
        self.foot.home.setVisible(not isinstance(self.page, StartPage))
        names = (self.page.title(), _("EvalApp · government evaluation"))
        self.setWindowTitle(" - ".join(name for name in names if name))
        state = structs.replace(self.page.status(), saved=self._saved_at)
        self.status_line.set_state(structs.replace(state, failed=self._failed_text or state.failed))

    def _say(self, text: str) -> None:
        self.toast.show_text(text)

    def _on_saved(self) -> None:
        self._saved_at = datetime.now().astimezone().strftime("%H:%M:%S")
        self._clear_failure()
        self.refresh_frame()

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            self._say(_("Stopped. Nothing was left half done."))
            return
        self._failed_text = _("Not done")
        self.messages.set_state((failure_message(error),))
        self.refresh_frame()

    def _clear_failure(self) -> None:
        self._failed_text = ""
        self.messages.set_state(())

    @Slot(object)
    def _on_message_acted(self, _code: str) -> None:
        self._clear_failure()
        self.refresh_frame()

    @Slot()
    def _on_failure_opened(self) -> None:
        self.messages.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- settings

    def _get_settings(self) -> Settings:
        return self._settings

    def _keep_settings(self, settings: Settings) -> None:
        self._settings = settings
        save_settings(self.services.session.home, settings)

    @Slot(object)
    def change_language(self, language: str) -> None:
        """Speak another language from now on, on this very page at this very place."""
        self.page.settle()
        use_language(language, resource_folder() / "locale")
        self._keep_settings(replace(self._settings, language=language))
        application = QApplication.instance()
        if isinstance(application, QApplication):
            translate_qt(application)
            retranslate_windows(application)
        if not self.page.unsaved():
            self._clear_failure()
        self.pages.remake_page()
        self.refresh_frame()

    @Slot(object)
    def change_theme(self, theme: str) -> None:
        """Light, dark, or as the system."""
        self._keep_settings(replace(self._settings, theme=theme))
        apply_looks(self._settings)

    @Slot(object)
    def change_accent(self, wanted: bool) -> None:
        """Whether the system's accent is used, where it can be read."""
        self._keep_settings(replace(self._settings, system_accent=wanted))
        apply_looks(self._settings)

    @Slot(object)
    def change_font(self, scale: float) -> None:
        """Smaller or larger letters, everywhere."""
        self._keep_settings(replace(self._settings, font_scale=scale))
        apply_looks(self._settings)
        self.pages.remake_page()
        self.refresh_frame()

    # -- Qt

    def closeEvent(self, event: QCloseEvent) -> None:
        """Everything typed is recorded and everything queued is written before the window goes."""
        if not may_close(self, pages_of(self.pages), self.runner):
            event.ignore()
            return
        self.runner.close()
        self.pages.release_all()
        super().closeEvent(event)
