"""Several coordinators: who decides, letting a further one decide, exchanges and branches."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from evalapp.base.i18n import _, ngettext
from evalapp.ui.commands import Command, Commands
from evalapp.ui.coordinator.branch_card import BranchCard, BranchDraft
from evalapp.ui.coordinator.coordinators_reading import (
    CoordinatorsView,
    branch_here,
    end_office,
    exchange_with,
    grant_one,
    held_of,
    read_coordinators,
)
from evalapp.ui.coordinator.coordinators_table import CoordinatorsTable
from evalapp.ui.coordinator.grant_card import GrantCard, GrantDraft
from evalapp.ui.coordinator.keys import table_keys
from evalapp.ui.coordinator.own_key_card import OwnKeyCard
from evalapp.ui.coordinator.section import CTRL_ENTER, KeyPress, Section, column_of, press_by
from evalapp.ui.coordinator.written_line import WrittenLine
from evalapp.ui.file_dialogs import FileKind, ask_new_file
from evalapp.ui.page import Keys
from evalapp.ui.services import Services
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.card_state import MessageAction, MessageState
from evalapp.ui.widgets.flow import FlowLayout
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.message_bar import MessageBars
from evalapp.ui.widgets.resting import Resting
from evalapp.work.coordinators import Coordinator
from evalapp.work.exchanging import Exchanged
from evalapp.work.project import Project

_CARD = 380
_BESIDE = 1000
EXCHANGE, BRANCH, END = "E", "B", "R"
"""The keys of what is done for the chosen coordinator."""
_KEEP = "keep"
_PACKAGES, _PROJECTS = (".evalpkg",), (".evalproj",)


class CoordinatorsSection(Section):
    """The people above what can be done for them; at the right the card that adds one, and the own key.

    Keys: Ctrl+Enter writes an exchange for all; E for the chosen one, B a branch for them, R ends their office.
    """

    kinds = frozenset({"roster", "settings", "batches"})

    def __init__(self, project: Project, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(project, services, parent)
        self._people: tuple[Coordinator, ...] = ()
        self._granted = ""
        self.table = CoordinatorsTable()
        self.table.activated.connect(self._on_exchange)
        self.table.selectionModel().selectionChanged.connect(self._on_chosen)
        self.all = Button(
            _("Write an exchange for all…"), icon="swap-horizontal", key="Ctrl Enter", look="primary"
        )
        self.exchange = Button(_("Write an exchange…"), icon="swap-horizontal", key=EXCHANGE)
        self.branch = Button(_("A branch…"), icon="source-branch", key=BRANCH)
        self.end = Button(_("End the office…"), icon="account-remove-outline", key=END)
        self.messages = MessageBars()
        self.messages.acted.connect(self._on_acted)
        self.line = WrittenLine()
        self.branching = BranchCard()
        self.branching.write_asked.connect(self._on_write_branch)
        self.branching.left.connect(self._on_branch_left)
        self.granting = GrantCard()
        self.granting.grant_asked.connect(self._on_grant)
        self.granting.failed.connect(self.services.failed)
        self.own = OwnKeyCard(project, services)
        for button, slot in (
            (self.all, self._on_all),
            (self.exchange, self._on_exchange),
            (self.branch, self._on_branch),
            (self.end, self._on_end),
        ):
            button.clicked.connect(slot)
        self._lay_out()
        self._resting = Resting(self.all, self.exchange, self.branching.button, self.granting.button)
        press_by(CTRL_ENTER, self, self.all.click)
        for key in (EXCHANGE, BRANCH, END):
            KeyPress(key, self).pressed_key.connect(self._on_key)
        self.lead_to(self.table)
        self._on_chosen()

    def _lay_out(self) -> None:
        theme = current_theme()
        card = QFrame()
        card.setProperty("card", "true")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(theme.space.s3, theme.space.s3, theme.space.s3, theme.space.s3)
        inner.setSpacing(theme.space.s2)
        inner.addWidget(text_label(_("Who decides here"), type="title"))
        inner.addWidget(self.table)
        self._alone = text_label(
            _("You decide alone. Another coordinator is added by the key of their account."),
            tone="text_2",
            wrap=True,
        )
        inner.addWidget(self._alone)
        inner.addWidget(self.messages)
        actions = QWidget()
        row = FlowLayout(actions, gap=theme.space.s2)
        for button in (self.all, self.exchange, self.branch, self.end):
            row.addWidget(button)
        inner.addWidget(actions)
        inner.addWidget(self.line)
        left = _column(card, self.branching)
        self._right = _column(self.granting, self.own)
        content = QWidget()
        content.setProperty("ground", "window")
        outer = column_of(content)
        outer.addWidget(text_label(_("Coordinators"), type="page"))
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(theme.space.s3)
        self._row.addWidget(left, 1)
        self._row.addWidget(self._right)
        outer.addLayout(self._row)
        outer.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(content)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(area)

    # State -------------------------------------------------------------------------------------------------------------

    def load(self) -> None:
        self.run(partial(read_coordinators, self.project), self._show)

    def _show(self, view: CoordinatorsView) -> None:
        self._people = view.people
        self.table.set_state(view.people, self._granted)
        self._granted = ""
        self.branching.set_state(view.people, view.columns, view.units)
        self._alone.setVisible(not self._others())
        self._on_chosen()

    def _others(self) -> list[Coordinator]:
        return [one for one in self._people if not one.until and not one.me]

    def _nobody(self) -> str:
        """Why no exchange can be written for all."""
        return "" if self._others() else _("There is no other coordinator yet.")

    def _not_this_one(self) -> str:
        """Why no exchange can be written for the chosen person."""
        one = self.table.chosen()
        if one is None or one.me:
            return _("Choose another coordinator first.")
        return _("{name} decides here no more.").format(name=one.name) if one.until else ""

    def _cannot_end(self) -> str:
        """Why the office of the chosen person cannot be ended."""
        one = self.table.chosen()
        if one is not None and one.founder and not one.me:
            return _("The founder's office cannot be ended.")
        return self._not_this_one()

    @Slot()
    def _on_chosen(self) -> None:
        for button, why_not in (
            (self.all, self._nobody()),
            (self.exchange, self._not_this_one()),
            (self.end, self._cannot_end()),
        ):
            button.setEnabled(not why_not)
            button.setToolTip(why_not)

    # Letting somebody decide -------------------------------------------------------------------------------------------

    @Slot(object)
    def _on_grant(self, draft: GrantDraft) -> None:
        self._resting.begin()
        self.run(partial(grant_one, self.project, draft), self._on_granted, failed=self._on_stopped)

    def _on_granted(self, one: Coordinator) -> None:
        self._resting.end()
        self._granted = one.person
        self.granting.fill(GrantDraft(name="", code="", key=""))
        words = _("{name} decides here from now on. Next: hand over what the project holds.").format(
            name=one.name
        )
        actions = (
            MessageAction(code=f"{EXCHANGE} {one.person}", text=_("Write an exchange…")),
            MessageAction(code=f"{BRANCH} {one.person}", text=_("A branch…"), link=True),
        )
        self.messages.set_state([MessageState(kind="info", text=words, actions=actions)])
        self._announce()

    def _announce(self) -> None:
        self.services.saved()
        self.services.changes.announce("settings", "decisions")

    # Exchanges and branches --------------------------------------------------------------------------------------------

    def ask_target(self, name: str, suffixes: tuple[str, ...]) -> Path | None:
        """Ask where a file is to lie; tests answer in its place."""
        kind = FileKind(_("Projects") if suffixes == _PROJECTS else _("Exchanges"), suffixes)
        proposed = self.project.path.with_name(f"{self.project.path.stem}-{name}{suffixes[0]}")
        return ask_new_file(self, _("Where the file is to lie"), proposed, kind)

    @Slot()
    def _on_all(self) -> None:
        if not self._nobody():
            self._write_exchange((), _("exchange"))

    @Slot()
    def _on_exchange(self) -> None:
        one = self.table.chosen()
        if one is not None and not self._not_this_one():
            self._write_exchange((one.person,), one.code)

    def _write_exchange(self, to: tuple[str, ...], name: str) -> None:
        if (path := self.ask_target(name, _PACKAGES)) is None:
            return
        self._resting.begin()
        work = partial(exchange_with, self.project, path, to, ())
        self.run(work, self._on_written, failed=self._on_stopped, name=_("Writing the exchange"))

    @Slot()
    def _on_branch(self) -> None:
        one = self.table.chosen()
        self.branching.ask("" if one is None or self._not_this_one() else one.person)

    @Slot()
    def _on_branch_left(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _on_write_branch(self, draft: BranchDraft) -> None:
        suffixes = _PACKAGES if draft.person else _PROJECTS
        if (path := self.ask_target(draft.name, suffixes)) is None:
            return
        self._resting.begin()
        if draft.person:
            work = partial(exchange_with, self.project, path, (draft.person,), draft.units)
        else:
            work = partial(branch_here, self.project, path, draft.units)
        self.run(work, self._on_written, failed=self._on_stopped, name=_("Writing the branch"))

    def _on_written(self, written: Exchanged) -> None:
        self._resting.end()
        self._on_chosen()
        self.messages.set_state([])
        self.branching.hide()
        names = [one.name for one in self._people if one.person in written.recipients and not one.me]
        words = _("{file} is written.").format(file=written.path.name)
        if names:
            words = _("{file} is written for {names}.").format(
                file=written.path.name, names=_(", ").join(names)
            )
        self.line.set_state(words, written.path.parent)
        self.services.toast(words)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_stopped(self, error: Exception) -> None:
        self._resting.end()
        self._on_chosen()
        self.on_failed(error)

    # Ending an office --------------------------------------------------------------------------------------------------

    @Slot()
    def _on_end(self) -> None:
        one = self.table.chosen()
        if one is not None and not self._cannot_end():
            self.run(partial(held_of, self.project, one), self._ask_end)

    def _ask_end(self, found: tuple[Coordinator, dict[str, int]]) -> None:
        one, held = found
        n = held.get("decision", 0)
        words = ngettext(
            "End the office of {name}? What has come of theirs still counts: {n} decision, {m} revisions in all. What they "
            "write later, or have not sent yet, will not count.",
            "End the office of {name}? What has come of theirs still counts: {n} decisions, {m} revisions in all. What they "
            "write later, or have not sent yet, will not count.",
            n,
        ).format(name=one.name, n=n, m=sum(held.values()))
        actions = (
            MessageAction(code=f"{END} {one.person}", text=_("End the office")),
            MessageAction(code=_KEEP, text=_("Keep it"), link=True),
        )
        self.messages.set_state([MessageState(kind="warn", text=words, actions=actions)])

    @Slot(object)
    def _on_acted(self, code: str) -> None:
        word, _space, person = code.partition(" ")
        if word == END:
            self.run(partial(end_office, self.project, person), self._on_ended)
            return
        if word == EXCHANGE:
            one = next(one for one in self._people if one.person == person)
            self._write_exchange((person,), one.code)
        elif word == BRANCH:
            self.branching.ask(person)
        else:
            self.messages.set_state([])
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_ended(self, _done: None) -> None:
        self.messages.set_state([])
        self.services.toast(_("The office is ended. Send an exchange, so that the others know it too."))
        self._announce()

    # What can be done --------------------------------------------------------------------------------------------------

    @Slot(object)
    def _on_key(self, key: str) -> None:
        {EXCHANGE: self.exchange, BRANCH: self.branch, END: self.end}[key].click()

    def keys(self) -> Keys:
        return (
            *table_keys(),
            ("Ctrl Enter", _("Write an exchange for all")),
            (EXCHANGE, _("Write an exchange for the chosen coordinator")),
            (BRANCH, _("Write a branch")),
            (END, _("End the office of the chosen coordinator")),
        )

    def commands(self, group: str) -> Commands:
        rows = (
            (_("Write an exchange for all"), "Ctrl Enter", self._on_all, self._nobody()),
            (
                _("Write an exchange for the chosen coordinator"),
                EXCHANGE,
                self._on_exchange,
                self._not_this_one(),
            ),
            (_("Write a branch"), BRANCH, self._on_branch, ""),
            (_("End the office of the chosen coordinator"), END, self._on_end, self._cannot_end()),
            (_("Add a coordinator"), "", self.granting.zone.setFocus, ""),
            (_("Write the key of this account"), "", self.own.write.click, ""),
            (_("Copy the key of this account"), "", self.own.copy.click, ""),
        )
        return tuple(
            Command(text=text, key=key, run=run, group=group, why_not=why) for text, key, run, why in rows
        )

    def place(self) -> object:
        return self.granting.draft()

    def return_to(self, place: object) -> None:
        if isinstance(place, GrantDraft):
            self.granting.fill(place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        theme = current_theme()
        beside = self.width() >= theme.scaled(_BESIDE)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._row.setDirection(way)
        self._right.setMinimumWidth(theme.scaled(_CARD) if beside else 0)
        self._right.setMaximumWidth(theme.scaled(_CARD) if beside else 16_777_215)


def _column(*parts: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(current_theme().space.s2)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    return holder
