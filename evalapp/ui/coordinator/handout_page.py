"""Handing out the work: a task file for every assessor, again for one, updates, and returns for those who are asked something."""

from functools import partial
from pathlib import Path
from typing import Literal

from msgspec import Struct
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from evalapp.base.i18n import _, ngettext
from evalapp.base.progress import Progress
from evalapp.ui.commands import Command, Commands
from evalapp.ui.coordinator.handout_table import HandoutTable
from evalapp.ui.coordinator.keys import table_keys
from evalapp.ui.coordinator.out_of_date import out_of_date
from evalapp.ui.coordinator.returns_card import ReturnsCard
from evalapp.ui.coordinator.section import CTRL_ENTER, KeyPress, Section, column_of, press_by
from evalapp.ui.coordinator.written_line import WrittenLine
from evalapp.ui.file_dialogs import ask_folder
from evalapp.ui.page import Keys
from evalapp.ui.services import Services
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.card_state import MessageAction, MessageState
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.message_bar import MessageBars
from evalapp.ui.widgets.resting import Resting
from evalapp.work.covers import with_covers
from evalapp.work.handing_out import HandoutRow, handout_rows, renew_secret
from evalapp.work.project import Project
from evalapp.work.questions import Asked, all_asked
from evalapp.work.tasks import WrittenTask, write_returns, write_tasks, write_updates

_WIDEST = 920
AGAIN, UPDATE, SECRET = "W", "U", "N"
"""The keys of what is done for the chosen assessor alone."""
_NEW_SECRET, _KEEP_SECRET, _WRITE_UPDATES = "new-secret", "keep-secret", "updates"

Kind = Literal["task", "update"]


class _View(Struct, frozen=True):
    rows: tuple[HandoutRow, ...]
    asked: tuple[Asked, ...]


class HandoutSection(Section):
    """One button that writes the files; the assessors with what each has; below it what is asked of them.

    Keys: Ctrl+Enter writes all tasks; W writes the chosen assessor's again, U an update, N gives a new secret.
    """

    kinds = frozenset({"answers", "settings", "roster"})

    def __init__(self, project: Project, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(project, services, parent)
        theme = current_theme()
        self.write_button = Button(
            _("Write task files…"), icon="package-variant-closed", key="Ctrl Enter", look="primary"
        )
        self.write_button.clicked.connect(self._on_write)
        self.covers = QCheckBox(_("With a cover sheet (PDF) for each"))
        self.covers.setChecked(True)
        self.line = WrittenLine()
        self.messages = MessageBars()
        self.messages.acted.connect(self._on_acted)
        self.table = HandoutTable()
        self.table.activated.connect(self._on_again)
        self.table.selectionModel().selectionChanged.connect(self._on_chosen)
        self.again = Button(_("Write again…"), icon="package-variant-closed", key=AGAIN)
        self.update_one = Button(_("Write an update…"), icon="sync", key=UPDATE)
        self.secret = Button(_("New secret…"), icon="key-outline", key=SECRET)
        for button, slot in (
            (self.again, self._on_again),
            (self.update_one, self._on_update),
            (self.secret, self._on_secret),
        ):
            button.clicked.connect(slot)
        self.returns = ReturnsCard()
        self.returns.setMaximumWidth(theme.scaled(_WIDEST))
        self.returns.write_asked.connect(self._on_write_returns)
        self._lay_out()
        self._resting = Resting(self.write_button)
        self._one: HandoutRow | None = None
        press_by(CTRL_ENTER, self, self.write_button.click)
        for key in (AGAIN, UPDATE, SECRET):
            KeyPress(key, self).pressed_key.connect(self._on_key)
        self._on_chosen()

    def _lay_out(self) -> None:
        theme = current_theme()
        card = QFrame()
        card.setProperty("card", "true")
        card.setMaximumWidth(theme.scaled(_WIDEST))
        inner = QVBoxLayout(card)
        inner.setContentsMargins(theme.space.s4, theme.space.s3, theme.space.s4, theme.space.s3)
        inner.setSpacing(theme.space.s2)
        sentence = _(
            "Each assessor gets a file of their own, with the form, their units and a secret that only they have. "
            "Give it to nobody else. Writing the files again gives the same tasks."
        )
        inner.addWidget(text_label(sentence, tone="text_2", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(theme.space.s3)
        row.addWidget(self.covers)
        row.addStretch(1)
        row.addWidget(self.write_button)
        inner.addLayout(row)
        inner.addWidget(self.line)
        inner.addWidget(self.messages)
        inner.addWidget(self.table)
        actions = QHBoxLayout()
        actions.setSpacing(theme.space.s2)
        self._whom = text_label(tone="text_2")
        actions.addWidget(self._whom, 1)
        for button in (self.again, self.update_one, self.secret):
            actions.addWidget(button)
        inner.addLayout(actions)
        content = QWidget()
        content.setProperty("ground", "window")
        column = column_of(content)
        column.addWidget(text_label(_("Task files"), type="page"))
        column.addWidget(card)
        column.addWidget(self.returns)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(content)
        self.lead_to(self.write_button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def showEvent(self, event: QShowEvent) -> None:
        self._stale = True  # questions are asked in another section, and change nothing that results rest on
        super().showEvent(event)

    def load(self) -> None:
        self.run(partial(_look, self.project), self._show_view)

    def _show_view(self, view: _View) -> None:
        self.returns.set_state(view.asked)
        self.table.set_state(view.rows)
        self.table.setVisible(bool(view.rows))
        self._on_chosen()
        changed = [row for row in view.rows if row.standing == "changed"]
        self.messages.set_state(out_of_date(changed, _WRITE_UPDATES, _("Write updates…")))

    @Slot()
    def _on_chosen(self) -> None:
        row = self.table.chosen()
        for button in (self.again, self.update_one, self.secret):
            button.setVisible(row is not None)
        self._whom.setText("" if row is None else _("For {name}:").format(name=row.name))

    # Writing -----------------------------------------------------------------------------------------------------------

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
        self._one = None
        self._write("task", ())

    @Slot()
    def _on_again(self) -> None:
        if (row := self.table.chosen()) is not None:
            self._one = row
            self._write("task", (row.person,))

    @Slot()
    def _on_update(self) -> None:
        if (row := self.table.chosen()) is not None:
            self._write("update", (row.person,))

    def _write(self, kind: Kind, persons: tuple[str, ...]) -> None:
        if not self.write_button.isEnabled() or (folder := self.ask_folder()) is None:
            return
        self._resting.begin()
        covers = self.covers.isChecked() and kind == "task"
        work = partial(_write, self.project, folder, kind, persons, covers=covers)
        done = self._on_written if kind == "task" else self._on_updated
        self.run(work, done, failed=self._on_stopped, name=_("Writing the tasks"))

    def _on_written(self, tasks: tuple[WrittenTask, ...]) -> None:
        self._resting.end()
        self._show(tasks)
        one = self._one
        self.services.toast(_words(tasks) if one is None or one.last is None else _again_words(one))
        self.load()

    def _on_updated(self, updates: tuple[WrittenTask, ...]) -> None:
        self._resting.end()
        words = ngettext("{n} update is written.", "{n} updates are written.", len(updates)).format(
            n=len(updates)
        )
        if updates:
            self.line.set_state(words, updates[0].path.parent)
        self.services.toast(words)
        self.load()

    def _show(self, tasks: tuple[WrittenTask, ...]) -> None:
        if tasks:
            self.line.set_state(_words(tasks), tasks[0].path.parent)
        self.table.set_tasks(tasks)

    # A new secret ------------------------------------------------------------------------------------------------------

    @Slot()
    def _on_secret(self) -> None:
        row = self.table.chosen()
        if row is None:
            return
        words = _(
            "A new secret for {name}, such as after a laptop was lost? The next task of {name} then makes a new project with "
            "another key, which you accept when it first hands in. The old key counts until you refuse it."
        ).format(name=row.name)
        actions = (
            MessageAction(code=f"{_NEW_SECRET} {row.person}", text=_("Give a new secret")),
            MessageAction(code=_KEEP_SECRET, text=_("Keep the old one"), link=True),
        )
        self.messages.set_state([MessageState(kind="info", text=words, actions=actions)])

    @Slot(object)
    def _on_acted(self, code: str) -> None:
        word, _space, person = code.partition(" ")
        if word == _NEW_SECRET:
            work = partial(_renew, self.project, person)
            self.run(work, self._on_renewed, name=_("A new secret"))
        elif word == _WRITE_UPDATES:
            changed = tuple(row.person for row in self.table.rows() if row.standing == "changed")
            self._write("update", changed)
        else:
            self.load()

    def _on_renewed(self, _done: int) -> None:
        self.services.toast(
            _("The next task file has a new secret. Write it again and hand it over in person.")
        )
        self.services.saved()
        self.load()

    # What can be done --------------------------------------------------------------------------------------------------

    @Slot(object)
    def _on_key(self, key: str) -> None:
        {AGAIN: self.again, UPDATE: self.update_one, SECRET: self.secret}[key].click()

    def keys(self) -> Keys:
        return (
            *table_keys(),
            ("Ctrl Enter", _("Write task files…")),
            (AGAIN, _("Write the chosen assessor's task again")),
            (UPDATE, _("Write an update for the chosen assessor")),
            (SECRET, _("A new secret for the chosen assessor")),
        )

    def commands(self, group: str) -> Commands:
        write, returns = self.write_button, self.returns
        none = "" if returns.button.isEnabled() and returns.isVisible() else returns.nothing()
        nobody = "" if self.table.chosen() is not None else _("Nobody is chosen in the table.")
        return (
            Command(text=write.text(), key="Ctrl Enter", run=write.click, group=group),
            Command(
                text=_("Write the chosen assessor's task again"),
                key=AGAIN,
                run=self._on_again,
                group=group,
                why_not=nobody,
            ),
            Command(
                text=_("Write an update for the chosen assessor"),
                key=UPDATE,
                run=self._on_update,
                group=group,
                why_not=nobody,
            ),
            Command(
                text=_("A new secret for the chosen assessor"),
                key=SECRET,
                run=self._on_secret,
                group=group,
                why_not=nobody,
            ),
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


def _words(tasks: tuple[WrittenTask, ...]) -> str:
    return ngettext("{n} task file is written.", "{n} task files are written.", len(tasks)).format(
        n=len(tasks)
    )


def _again_words(row: HandoutRow) -> str:
    if row.fresh_secret:
        return _("The task of {name} is written, with the new secret.").format(name=row.name)
    return _("The task of {name} is written again: the same task, with the same secret.").format(
        name=row.name
    )


def _write(
    project: Project, folder: Path, kind: Kind, persons: tuple[str, ...], progress: Progress, *, covers: bool
) -> tuple[WrittenTask, ...]:
    written = (write_tasks if kind == "task" else write_updates)(project, folder, progress, persons)
    return with_covers(project, written) if covers else written


def _look(project: Project, _progress: Progress) -> _View:
    return _View(handout_rows(project), all_asked(project))


def _renew(project: Project, person: str, _progress: Progress) -> int:
    return renew_secret(project, (person,))


def _write_returns(project: Project, folder: Path, progress: Progress) -> tuple[WrittenTask, ...]:
    return write_returns(project, folder, progress)
