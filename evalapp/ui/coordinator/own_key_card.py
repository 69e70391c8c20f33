"""The card that shows this account's own key, copies it and writes it as a file."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.ui.file_dialogs import FileKind, ask_new_file
from evalapp.ui.services import Services
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.flow import FlowLayout
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.titled_card import TitledCard
from evalapp.work.key_cards import SUFFIX, own_key, own_key_card, short_key, write_key_card
from evalapp.work.project import Project
from evalapp.work.session import Session


class OwnKeyCard(TitledCard):
    """The key as it is read out, and two buttons."""

    def __init__(self, project: Project, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(_("My key"), parent)
        self._project = project
        self._services = services
        key = own_key(services.session)
        short = text_label(short_key(key) if key else _("none yet"), type="page")
        short.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        short.setAccessibleName(_("Public key of this account"))
        self.inside.addWidget(short)
        words = _("It is no secret. Another project's coordinator lets this account decide by it.")
        self.inside.addWidget(text_label(words, type="caption", tone="text_2", wrap=True))
        self.copy = Button(_("Copy the key"), icon="content-copy", parent=self)
        self.copy.clicked.connect(self._on_copy)
        self.write = Button(_("Write as key file…"), icon="key-outline", parent=self)
        self.write.clicked.connect(self._on_write)
        actions = QWidget()
        row = FlowLayout(actions, gap=current_theme().space.s2)
        row.addWidget(self.write)
        row.addWidget(self.copy)
        self.inside.addWidget(actions)

    def ask_target(self) -> Path | None:
        """Ask where the key file is to lie; tests answer in its place."""
        proposed = self._project.path.with_name(f"{self._project.about.name}{SUFFIX}")
        return ask_new_file(
            self, _("Write the key of this account"), proposed, FileKind(_("Key files"), (SUFFIX,))
        )

    @Slot()
    def _on_write(self) -> None:
        if (path := self.ask_target()) is not None:
            work = partial(_write, self._services.session, self._project.about.name, path)
            self._services.runner.run(self, work, done=self._on_written, failed=self._services.failed)

    def _on_written(self, path: Path) -> None:
        self._services.toast(_("{file} is written.").format(file=path.name))

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(own_key_card(self._services.session).key)
        self._services.toast(_("The key is copied."))


def _write(session: Session, name: str, path: Path, _progress: Progress) -> Path:
    return write_key_card(own_key_card(session, name), path)
