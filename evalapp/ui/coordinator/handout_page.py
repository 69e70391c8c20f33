"""Handing out the work: a task file for every assessor, and a return for everybody who is asked something."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from evalapp.base.i18n import _, ngettext
from evalapp.base.progress import Progress
from evalapp.ui.commands import Command, Commands
from evalapp.ui.coordinator.returns_card import ReturnsCard
from evalapp.ui.coordinator.section import Section, column_of
from evalapp.ui.coordinator.written_line import WrittenLine
from evalapp.ui.file_dialogs import ask_folder
from evalapp.ui.services import Services
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.models.struct_table import Column, StructTableModel
from evalapp.ui.widgets.resting import Resting
from evalapp.ui.widgets.table import Table, TableDelegate
from evalapp.work.project import Project
from evalapp.work.questions import Asked, all_asked
from evalapp.work.tasks import WrittenTask, write_returns, write_tasks

_WIDEST = 760


class HandoutSection(Section):
    """One button that writes the files, and the list of what was written; below it what is asked of assessors."""

    kinds = frozenset({"answers", "settings"})

    def __init__(self, project: Project, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(project, services, parent)
        theme = current_theme()
        self.write_button = Button(_("Write task files…"), icon="package-variant-closed", look="primary")
        self.write_button.clicked.connect(self._on_write)
        self.line = WrittenLine()
        self.table = TaskTable()
        self.table.hide()
        card = QFrame()
        card.setProperty("card", "true")
        card.setMaximumWidth(theme.scaled(_WIDEST))
        inner = QVBoxLayout(card)
        inner.setContentsMargins(theme.space.s4, theme.space.s3, theme.space.s4, theme.space.s3)
        inner.setSpacing(theme.space.s2)
        row = QHBoxLayout()
        row.setSpacing(theme.space.s3)
        sentence = _(
            "Each assessor gets a file of their own, with the form, their units and a secret that only they have. "
            "Give it to nobody else. Writing the files again gives the same tasks."
        )
        row.addWidget(text_label(sentence, tone="text_2", wrap=True), 1)
        row.addWidget(self.write_button)
        inner.addLayout(row)
        inner.addWidget(self.line)
        inner.addWidget(self.table)
        self.returns = ReturnsCard()
        self.returns.setMaximumWidth(theme.scaled(_WIDEST))
        self.returns.write_asked.connect(self._on_write_returns)
        self.lead_to(self.write_button)
        self._resting = Resting(self.write_button)
        column = column_of(self)
        column.addWidget(text_label(_("Task files"), type="page"))
        column.addWidget(card)
        column.addWidget(self.returns)
        column.addStretch(1)

    def showEvent(self, event: QShowEvent) -> None:
        self._stale = True  # questions are asked in another section, and change nothing that results rest on
        super().showEvent(event)

    def load(self) -> None:
        self.run(partial(_look, self.project), self.returns.set_state)

    @Slot()
    def _on_write_returns(self) -> None:
        folder = ask_folder(self, _("Folder for the returns"), self.project.path.parent)
        if folder is not None:
            work = partial(_write_returns, self.project, folder)
            self.run(work, self._on_returned, name=_("Writing the returns"))

    def _on_returned(self, returns: tuple[WrittenTask, ...]) -> None:
        words = ngettext("{n} return is written.", "{n} returns are written.", len(returns)).format(
            n=len(returns)
        )
        self.services.toast(words)
        if returns:
            self.returns.line.set_state(words, returns[0].path.parent)
        self.load()

    def ask_folder(self) -> Path | None:
        """Ask for the folder of the task files; tests answer in its place."""
        return ask_folder(self, _("Folder for the task files"), self.project.path.parent)

    @Slot()
    def _on_write(self) -> None:
        if (folder := self.ask_folder()) is None:
            return
        self._resting.begin()
        work = partial(_write, self.project, folder)
        self.run(work, self._on_written, failed=self._on_stopped, name=_("Writing the tasks"))

    def _on_written(self, tasks: tuple[WrittenTask, ...]) -> None:
        self._resting.end()
        self._show(tasks)
        self.services.toast(_words(tasks))

    def _show(self, tasks: tuple[WrittenTask, ...]) -> None:
        if tasks:
            self.line.set_state(_words(tasks), tasks[0].path.parent)
        self.table.set_state(tasks)
        self.table.setVisible(bool(tasks))

    def commands(self, group: str) -> Commands:
        write, returns = self.write_button, self.returns
        none = "" if returns.button.isEnabled() and returns.isVisible() else returns.nothing()
        return (
            Command(text=write.text(), run=write.click, group=group),
            Command(text=returns.button.text(), run=returns.button.click, group=group, why_not=none),
        )

    def place(self) -> object:
        return self.table.tasks()

    def return_to(self, place: object) -> None:
        if isinstance(place, tuple):
            self._show(place)

    def _on_stopped(self, error: Exception) -> None:
        self._resting.end()
        self.on_failed(error)


class TaskTable(Table):
    """The task files that were written."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(TableDelegate(), _("Task files"), parent)
        columns: list[Column[WrittenTask]] = [
            Column(_("Assessor"), _person),
            Column(_("File"), _file),
            Column(_("Units"), _units, right=True),
        ]
        self._model = StructTableModel[WrittenTask](columns, parent=self)
        self.setModel(self._model)

    def set_state(self, tasks: tuple[WrittenTask, ...]) -> None:
        """Show these files."""
        self._model.set_rows(tasks)
        self.fit_columns(1)
        self.fit_rows()
        rows = len(tasks) * current_theme().size.row_dense
        self.setFixedHeight(rows + self.horizontalHeader().sizeHint().height() + 2)

    def tasks(self) -> tuple[WrittenTask, ...]:
        """The files shown."""
        return self._model.rows()


def _words(tasks: tuple[WrittenTask, ...]) -> str:
    return ngettext("{n} task file is written.", "{n} task files are written.", len(tasks)).format(
        n=len(tasks)
    )


def _write(project: Project, folder: Path, progress: Progress) -> tuple[WrittenTask, ...]:
    return write_tasks(project, folder, progress)


def _look(project: Project, _progress: Progress) -> tuple[Asked, ...]:
    return all_asked(project)


def _write_returns(project: Project, folder: Path, progress: Progress) -> tuple[WrittenTask, ...]:
    return write_returns(project, folder, progress)


def _person(task: WrittenTask) -> str:
    return f"{task.name} {task.code}".strip()


def _file(task: WrittenTask) -> str:
    return task.path.name


def _units(task: WrittenTask) -> str:
    return str(task.units)
