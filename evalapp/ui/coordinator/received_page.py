"""What has come in: merged files, what is held, who somebody is, and what was acknowledged."""

from functools import partial

from msgspec import Struct
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from evalapp.base.i18n import _, ngettext
from evalapp.base.progress import Progress
from evalapp.ui.commands import Command, Commands
from evalapp.ui.coordinator.doubt_card import DoubtAnswer, answer_doubt
from evalapp.ui.coordinator.keys import table_keys
from evalapp.ui.coordinator.received_doubts import ReceivedDoubts, TakenBack
from evalapp.ui.coordinator.received_files import ReceivedFiles
from evalapp.ui.coordinator.received_held import ReceivedHeld
from evalapp.ui.coordinator.received_people import ReceivedPeople
from evalapp.ui.coordinator.section import KeyPress, Section, column_of
from evalapp.ui.page import Keys
from evalapp.ui.services import Services
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.segmented import SegmentedSwitch, SegmentState
from evalapp.work.doubts import (
    Answered,
    Doubt,
    Known,
    answered,
    doubts,
    listed_assessors,
    restore_release,
    take_back,
)
from evalapp.work.held import HeldRevision, Released, held_revisions, release_held, unreadable_lines
from evalapp.work.project import Project
from evalapp.work.received import Acknowledged, ReceivedFile, acknowledgements, received_files
from evalapp.work.withdrawing import Dependents, restore_batch, what_depends, withdraw_batch

FILES, HELD, DOUBTS, PEOPLE = "files", "held", "doubts", "people"


class ReceivedView(Struct, frozen=True, kw_only=True):
    """What the section shows, read in one go."""

    files: tuple[ReceivedFile, ...]
    held: tuple[HeldRevision, ...]
    doubts: tuple[Doubt, ...]
    answered: tuple[Answered, ...]
    listed: tuple[Known, ...]
    people: tuple[Acknowledged, ...]


def received_view(project: Project, _progress: Progress) -> ReceivedView:
    """Everything about what has come in."""
    return ReceivedView(
        files=received_files(project),
        held=(*held_revisions(project), *unreadable_lines(project)),
        doubts=doubts(project),
        answered=answered(project),
        listed=listed_assessors(project),
        people=acknowledgements(project),
    )


class ReceivedSection(Section):
    """Four lists behind a switch; what is counted are the questions that wait."""

    kinds = frozenset({"answers", "decisions", "roster", "settings", "batches"})

    def __init__(self, project: Project, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(project, services, parent)
        theme = current_theme()
        self._on = FILES
        self._counts = {FILES: 0, HELD: 0, DOUBTS: 0, PEOPLE: 0}
        self.switch = SegmentedSwitch(_("What is shown"))
        self.switch.chosen.connect(self.show_part)
        self.files, self.held = ReceivedFiles(), ReceivedHeld(project.about.title)
        self.doubts, self.people = ReceivedDoubts(), ReceivedPeople()
        self.parts: dict[str, QWidget] = {
            FILES: self.files,
            HELD: self.held,
            DOUBTS: self.doubts,
            PEOPLE: self.people,
        }
        self._stack = QStackedWidget()
        for part in self.parts.values():
            self._stack.addWidget(_scrolled(part))
        head = QHBoxLayout()
        head.setSpacing(theme.space.s3)
        head.addWidget(text_label(_("Received files"), type="page"))
        head.addWidget(self.switch)
        head.addStretch(1)
        column = column_of(self)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        self.files.look_asked.connect(self._on_look)
        self.files.withdraw_asked.connect(self._on_withdraw)
        self.files.restore_asked.connect(self._on_restore)
        self.files.held_asked.connect(self._on_held_asked)
        self.files.cell_asked.connect(self.cell_asked)
        self.files.empty.acted.connect(self._on_files_asked)
        self.held.release_asked.connect(self._on_release)
        self.held.cell_asked.connect(self.cell_asked)
        self.doubts.answered.connect(self.answer)
        self.doubts.taken_back.connect(self._on_taken_back)
        self.lead_to(self.files.table)
        self._keys = [KeyPress(key, self) for key in "1234"]
        for key in self._keys:
            key.pressed_key.connect(self._on_key)
        self.show_part(FILES)

    def load(self) -> None:
        self.run(partial(received_view, self.project), self._show)

    def keys(self) -> Keys:
        return (*table_keys(), ("1 2 3 4", _("Files, set aside, identity, acknowledged")))

    def commands(self, group: str) -> Commands:
        return tuple(
            Command(
                text=_("Show {part}").format(part=words),
                key=str(place + 1),
                run=partial(self.show_part, code),
                group=group,
                why_not=_("It is shown now.") if code == self._on else "",
            )
            for place, (code, words) in enumerate(_words_of_parts().items())
        )

    def place(self) -> object:
        return self._on

    def return_to(self, place: object) -> None:
        if isinstance(place, str) and place in self.parts:
            self.show_part(place)

    @Slot(object)
    def show_part(self, code: str) -> None:
        """Show one of the lists."""
        self._on = code
        self._stack.setCurrentIndex(list(self.parts).index(code))
        first: dict[str, QWidget] = {
            FILES: self.files.table,
            HELD: self.held.table,
            DOUBTS: self.doubts.table,
        }
        self.lead_to(first.get(code, self.people.table))
        self._show_switch()

    @Slot(object)
    def _on_key(self, key: str) -> None:
        self.switch.press(int(key))

    def _show_switch(self) -> None:
        self.switch.set_state(
            [
                SegmentState(
                    code=code,
                    text=f"{words} {self._counts[code]}" if self._counts[code] else words,
                    hint=str(place + 1),
                )
                for place, (code, words) in enumerate(_words_of_parts().items())
            ],
            self._on,
        )

    def _show(self, view: ReceivedView) -> None:
        self._counts = {FILES: len(view.files), HELD: len(view.held), DOUBTS: len(view.doubts), PEOPLE: 0}
        self.files.set_state(view.files)
        self.held.set_state(view.held)
        self.doubts.set_state(view.doubts, view.answered, view.listed)
        self.people.set_state(view.people)
        self._show_switch()
        self.counted.emit(len(view.doubts) or None)

    @Slot(object)
    def _on_look(self, batch: int) -> None:
        work = partial(_look, self.project, batch)
        self.run(work, self.files.show_dependents, name=_("Looking up what depends on it"))

    @Slot(object, object, object)
    def _on_withdraw(self, batch: int, reason: str, decisions: tuple[str, ...]) -> None:
        work = partial(_withdraw, self.project, batch, reason, decisions)
        self.run(work, self._on_withdrawn, name=_("Withdrawing"))

    def _on_withdrawn(self, _identity: str) -> None:
        self._written(_("Withdrawn. What it brought no longer counts and stays in the history."))

    @Slot(object, object)
    def _on_restore(self, batch: int, reason: str) -> None:
        self.run(
            partial(_restore, self.project, batch, reason),
            self._on_restored,
            name=_("Lifting the withdrawal"),
        )

    def _on_restored(self, _lifted: tuple[str, ...]) -> None:
        self._written(_("The withdrawal is lifted: what the file brought counts again."))

    @Slot(object)
    def _on_held_asked(self, batch: int) -> None:
        self.held.only_of(batch)
        self.show_part(HELD)

    @Slot()
    def _on_files_asked(self) -> None:
        self.asked_for.emit("board")

    @Slot(object, object)
    def _on_release(self, ids: tuple[str, ...], reason: str) -> None:
        self.run(partial(_release, self.project, ids, reason), self._on_released, name=_("Releasing"))

    def _on_released(self, done: Released) -> None:
        self._written(
            ngettext(
                "{n} revision released, answers among them: {answers}; differences to decide {before} → {after}.",
                "{n} revisions released, answers among them: {answers}; differences to decide {before} → {after}.",
                done.revisions,
            ).format(
                n=done.revisions,
                answers=done.answers,
                before=done.conflicts_before,
                after=done.conflicts_after,
            )
        )

    @Slot(object)
    def answer(self, said: DoubtAnswer) -> None:
        """Record the answer to a question about who somebody is."""
        self.run(partial(answer_doubt, self.project, said), self._on_answered, name=_("Recording the answer"))

    def _on_answered(self, accepted: bool) -> None:
        self._written(
            _("Accepted: what was held for it counts from now on.")
            if accepted
            else _("Not accepted: what was held for it will not count.")
        )

    @Slot(object)
    def _on_taken_back(self, said: TakenBack) -> None:
        self.run(partial(_take_back, self.project, said), self._on_took_back, name=_("Taking it back"))

    def _on_took_back(self, _nothing: None) -> None:
        self._written(_("The answer was changed; the one before stays in the history."))

    def _written(self, words: str) -> None:
        self.services.toast(words)
        self.services.saved()
        self.services.changes.announce("answers", "decisions", "batches", "roster")


def _words_of_parts() -> dict[str, str]:
    return {FILES: _("Files"), HELD: _("Set aside"), DOUBTS: _("Identity"), PEOPLE: _("Acknowledged")}


def _scrolled(part: QWidget) -> QScrollArea:
    """A part that scrolls where the window is low."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    holder = QWidget()
    holder.setProperty("ground", "window")
    inner = QVBoxLayout(holder)
    inner.setContentsMargins(0, 0, 0, 0)
    inner.addWidget(part)
    area.setWidget(holder)
    return area


def _look(project: Project, batch: int, _progress: Progress) -> Dependents:
    return what_depends(project, batch)


def _withdraw(
    project: Project, batch: int, reason: str, decisions: tuple[str, ...], _progress: Progress
) -> str:
    return withdraw_batch(project, batch, reason, decisions=decisions)


def _restore(project: Project, batch: int, reason: str, _progress: Progress) -> tuple[str, ...]:
    return restore_batch(project, batch, reason)


def _release(project: Project, ids: tuple[str, ...], reason: str, _progress: Progress) -> Released:
    return release_held(project, ids, reason)


def _take_back(project: Project, said: TakenBack, _progress: Progress) -> None:
    if said.answer.what == "released" and not said.answer.standing:
        restore_release(project, said.answer, said.reason)
    else:
        take_back(project, said.answer, said.reason)
