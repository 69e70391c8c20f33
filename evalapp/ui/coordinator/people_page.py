"""People and assignment: who is there, who answers which city, changed by keys and pointer, each change with its way back."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from evalapp.base.i18n import _, current_language, ngettext
from evalapp.form.label import say
from evalapp.ui.commands import Command, Commands
from evalapp.ui.coordinator.assignment_log_card import AssignmentLogCard
from evalapp.ui.coordinator.enter_for_panel import EnterForPanel
from evalapp.ui.coordinator.keys import table_keys
from evalapp.ui.coordinator.out_of_date import out_of_date
from evalapp.ui.coordinator.people_table import PeopleTable
from evalapp.ui.coordinator.people_view import (
    PeopleView,
    map_rows,
    people_view,
    write_back,
    write_changes,
    write_labels,
    write_taken_back,
)
from evalapp.ui.coordinator.person_fields import PersonFields
from evalapp.ui.coordinator.replace_panel import ReplacePanel
from evalapp.ui.coordinator.section import KeyPress, Section, column_of, press_by
from evalapp.ui.coordinator.values import short_name
from evalapp.ui.page import Keys
from evalapp.ui.services import Services
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.assignment_map import AssignmentMap, MapChange
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.choice_box import ChoiceBox
from evalapp.ui.widgets.labels import ElidedLabel, text_label
from evalapp.ui.widgets.message_bar import MessageBars
from evalapp.work.assigning import Change, Changed, Was
from evalapp.work.project import Project
from evalapp.work.staff import Staff, branches

NEW, RENAME, REPLACE, ENTER = "N", "F2", "R", "E"
ASSIGN, TAKE, BAR, TOGGLE, UNDO = "A", "Del", "B", "Space", "Ctrl Z"
_TASKS = "tasks"


class PeopleSection(Section):
    """The people above, persons × cities below, and what was changed. A panel of its own replaces an assessor."""

    kinds = frozenset({"answers", "roster", "batches"})

    def __init__(self, project: Project, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(project, services, parent)
        self._undo: list[tuple[Was, ...]] = []
        self._staff: Staff | None = None
        self.people = PeopleTable()
        self.people.activated.connect(self._on_opened)
        self.map = AssignmentMap()
        self.map.change_asked.connect(self._on_change_asked)
        self.map.selectionModel().currentChanged.connect(self._on_current)
        self.branch = ChoiceBox(_("Part of the form"))
        self.branch.addItem(_("All items"), "")
        for code in branches(project):
            title = say(project.tree.node(code).item.title, current_language())
            self.branch.addItem(f"{code} {title}", code)
        self.branch.activated.connect(self._on_branch)
        self.branch.setMaximumWidth(current_theme().scaled(280))
        self.fields = PersonFields()
        self.fields.filled_in.connect(self._on_filled_in)
        self.fields.left.connect(self._on_fields_left)
        self.messages = MessageBars()
        self.messages.acted.connect(self._on_acted)
        self.log = AssignmentLogCard()
        self.log.take_back_asked.connect(self._on_take_back)
        self.new = Button(_("Add…"), icon="account-plus-outline", key=NEW)
        self.rename = Button(_("Rename…"), icon="pencil-outline", key=RENAME)
        self.replace = Button(_("Replace…"), icon="account-switch-outline", key=REPLACE)
        self.enter = Button(_("Enter for…"), icon="account-edit-outline", key=ENTER)
        self.assign = Button(_("Assign"), key=ASSIGN)
        self.take = Button(_("Take away"), key=TAKE)
        self.bar = Button(_("Bar"), key=BAR)
        self.undo = Button(_("Undo"), icon="undo", key=UNDO, look="flat")
        self.replacing = ReplacePanel(project, services)
        self.replacing.left.connect(self._on_panel_left)
        self.replacing.replaced.connect(self._on_replaced)
        self.replacing.cell_asked.connect(self.cell_asked)
        self.entering = EnterForPanel(project, services)
        self.entering.left.connect(self._on_panel_left)
        self.entering.written.connect(self._on_entered)
        self._overview = self._lay_out()
        self.stack = QStackedWidget()
        self.stack.addWidget(self._overview)
        self.stack.addWidget(self.replacing)
        self.stack.addWidget(self.entering)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)
        self._connect()
        self.lead_to(self.map)

    def _connect(self) -> None:
        slots: dict[Button, Callable[[], None]] = {
            self.new: self._on_new,
            self.rename: self._on_rename,
            self.replace: self._on_replace,
            self.enter: self._on_enter,
            self.assign: self._on_assign,
            self.take: self._on_take,
            self.bar: self._on_bar,
            self.undo: self.undo_last,
        }
        for button, slot in slots.items():
            button.clicked.connect(slot)
        for key in (NEW, REPLACE, ENTER):
            KeyPress(key, self._overview).pressed_key.connect(self._on_key)
        press_by((RENAME,), self._overview, self.rename.click)
        press_by(("Ctrl+Z",), self._overview, self.undo.click)

    def _lay_out(self) -> QWidget:
        theme = current_theme()
        content = QWidget()
        content.setProperty("ground", "window")
        column = column_of(content)
        head = QHBoxLayout()
        head.setSpacing(theme.space.s2)
        head.addWidget(text_label(_("People and assignment"), type="page"))
        head.addStretch(1)
        head.addWidget(self.branch)
        column.addLayout(head)
        column.addWidget(self.messages)
        column.addWidget(self.fields)
        column.addWidget(_card(self._people_head(), self.people))
        column.addWidget(_card(_map_head(), self.map, self._map_foot()))
        column.addWidget(self.log)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(content)
        return area

    def _people_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(current_theme().space.s1)
        row.addWidget(text_label(_("The assessors"), type="title"))
        row.addStretch(1)
        for button in (self.new, self.rename, self.replace, self.enter):
            row.addWidget(button)
        return row

    def _map_foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(current_theme().space.s2)
        for button in (self.assign, self.take, self.bar):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.undo)
        return row

    # Reading -----------------------------------------------------------------------------------------------------------

    def load(self) -> None:
        self.run(partial(people_view, self.project, self.branch.currentData() or ""), self._show)

    def _show(self, view: PeopleView) -> None:
        self._staff = view.staff
        self.people.set_state(view.staff.rows)
        cities = [(unit.key, short_name(unit.name)) for unit in view.staff.cities]
        self.map.set_state(cities, map_rows(view.staff))
        self.log.set_state(view.log)
        for button in (self.rename, self.enter):
            button.setEnabled(bool(view.staff.rows))
        self.replace.setEnabled(len(view.staff.rows) > 1)
        self.undo.setEnabled(bool(self._undo))
        self.messages.set_state(out_of_date(view.again, _TASKS, _("To the task files")))

    @Slot()
    def _on_branch(self) -> None:
        self.load()

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, _index: QModelIndex, _before: QModelIndex) -> None:
        if person := self.map.person():
            self.people.choose(person)

    @Slot(object)
    def _on_acted(self, _code: str) -> None:
        self.asked_for.emit(_TASKS)

    # Changing who answers what -----------------------------------------------------------------------------------------

    @Slot(object)
    def _on_change_asked(self, asked: MapChange) -> None:
        branch = self.branch.currentData() or ""
        changes = [
            Change(person=person, unit=city, to=asked.to, branch=branch) for person, city in asked.cells
        ]
        self.run(
            partial(write_changes, self.project, changes),
            self._on_assigned,
            name=_("Changing the assignment"),
        )

    def _on_assigned(self, done: Changed) -> None:
        if done.written:
            self._undo.append(done.was)
            words = ngettext("{n} assignment is changed.", "{n} assignments are changed.", done.written)
            self.services.toast(words.format(n=done.written))
            self._announce()
        else:
            self.services.toast(_("It is so already."))

    @Slot()
    def undo_last(self) -> None:
        """Write the reverse of the last change of this sitting."""
        if self._undo:
            was = self._undo.pop()
            self.run(partial(write_back, self.project, was), self._on_undone, name=_("Undoing"))

    def _on_undone(self, done: Changed) -> None:
        self.services.toast(_("Undone: the reverse is written.") if done.written else _("It is so already."))
        self._announce()

    @Slot(str)
    def _on_take_back(self, line: str) -> None:
        self.run(partial(write_taken_back, self.project, line), self._on_assigned, name=_("Taking back"))

    def _announce(self) -> None:
        self.services.saved()
        self.services.changes.announce("roster", "answers", "decisions")

    @Slot()
    def _on_assign(self) -> None:
        self.map.ask("assigned")

    @Slot()
    def _on_take(self) -> None:
        self.map.ask("none")

    @Slot()
    def _on_bar(self) -> None:
        self.map.ask("barred")

    # People ------------------------------------------------------------------------------------------------------------

    @Slot()
    def _on_new(self) -> None:
        self.fields.ask()

    @Slot(QModelIndex)
    def _on_opened(self, index: QModelIndex) -> None:
        """A number leads to the progress behind it, a name or code to its fields."""
        if self.people.is_number(index):
            self.asked_for.emit("board")
        else:
            self._on_rename()

    @Slot()
    def _on_rename(self) -> None:
        if (row := self.people.chosen()) is not None:
            self.fields.ask(row.person, row.name, row.code)

    @Slot(str, str, str)
    def _on_filled_in(self, person: str, name: str, code: str) -> None:
        self.run(
            partial(write_labels, self.project, person, name, code), self._on_labelled, name=_("Writing")
        )

    def _on_labelled(self, words: str) -> None:
        self.fields.hide()
        self.people.setFocus(Qt.FocusReason.OtherFocusReason)
        self.services.toast(words)
        self._announce()

    @Slot()
    def _on_fields_left(self) -> None:
        self.people.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_replace(self) -> None:
        row = self.people.chosen()
        if row is not None and len(self.people.rows()) > 1:
            self.stack.setCurrentWidget(self.replacing)
            self.replacing.open(self.people.rows(), row.person)

    @Slot()
    def _on_enter(self) -> None:
        if (row := self.people.chosen()) is not None:
            self.stack.setCurrentWidget(self.entering)
            self.entering.open(self.people.rows(), row.person)

    @Slot()
    def _on_entered(self) -> None:
        self.services.changes.announce("answers", "decisions")

    @Slot()
    def _on_panel_left(self) -> None:
        self.stack.setCurrentWidget(self._overview)
        self.map.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _on_replaced(self, done: Changed) -> None:
        self._on_panel_left()
        self._on_assigned(done)

    # What can be done --------------------------------------------------------------------------------------------------

    @Slot(object)
    def _on_key(self, key: str) -> None:
        {NEW: self.new, REPLACE: self.replace, ENTER: self.enter}[key].click()

    def keys(self) -> Keys:
        if self.stack.currentWidget() is self.replacing:
            return (("Ctrl Enter", _("Replace")), ("Esc", _("Back to the people")))
        if self.stack.currentWidget() is self.entering:
            return (("Ctrl Enter", _("Sign the city off")), ("Esc", _("Back to the people")))
        return (
            *table_keys(),
            (TOGGLE, _("Assign the chosen cells, or take them away")),
            (ASSIGN, _("Assign the chosen cells")),
            (TAKE, _("Take the chosen cells away")),
            (BAR, _("Bar the chosen people from the chosen cities")),
            (UNDO, _("Undo the last change of the assignment")),
            (NEW, _("Add an assessor")),
            (RENAME, _("Another name or code for the chosen assessor")),
            (REPLACE, _("Replace the chosen assessor")),
            (ENTER, _("Enter answers for the chosen assessor")),
        )

    def commands(self, group: str) -> Commands:
        if self.stack.currentWidget() is self.replacing:
            panel = self.replacing
            return (
                Command(
                    text=_("Replace"), key="Ctrl Enter", run=panel.press, group=group, why_not=panel.why_not()
                ),
                Command(text=_("Back to the people"), run=self._on_panel_left, group=group),
            )
        if self.stack.currentWidget() is self.entering:
            entering = self.entering
            return (
                Command(
                    text=_("Sign the city off"),
                    key="Ctrl Enter",
                    run=entering.sign_off,
                    group=group,
                    why_not=entering.why_not(),
                ),
                Command(text=_("Back to the people"), run=entering.leave, group=group),
            )
        nothing = "" if self.map.chosen() else _("No cell is chosen.")
        nobody = "" if self.people.rows() else _("There is no assessor yet.")
        alone = "" if len(self.people.rows()) > 1 else _("There is nobody else.")
        undo = "" if self._undo else _("Nothing was changed in this sitting.")
        rows = (
            (_("Assign the chosen cells, or take them away"), TOGGLE, self.map.toggle, nothing),
            (_("Assign the chosen cells"), ASSIGN, self._on_assign, nothing),
            (_("Take the chosen cells away"), TAKE, self._on_take, nothing),
            (_("Bar the chosen people from the chosen cities"), BAR, self._on_bar, nothing),
            (_("Undo the last change of the assignment"), UNDO, self.undo_last, undo),
            (_("Add an assessor"), NEW, self._on_new, ""),
            (_("Another name or code for the chosen assessor"), RENAME, self._on_rename, nobody),
            (_("Replace the chosen assessor"), REPLACE, self._on_replace, alone),
            (_("Enter answers for the chosen assessor"), ENTER, self._on_enter, nobody),
        )
        return tuple(
            Command(text=text, key=key, run=run, group=group, why_not=why) for text, key, run, why in rows
        )


def _card(*parts: QHBoxLayout | QWidget) -> QFrame:
    theme = current_theme()
    card = QFrame()
    card.setProperty("card", "true")
    column = QVBoxLayout(card)
    column.setContentsMargins(theme.space.s3, theme.space.s2, theme.space.s3, theme.space.s2)
    column.setSpacing(theme.space.s2)
    for part in parts:
        if isinstance(part, QWidget):
            column.addWidget(part)
        else:
            column.addLayout(part)
    return card


def _map_head() -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(current_theme().space.s2)
    row.addWidget(text_label(_("Assessors × cities"), type="title"))
    words = _("tick: all items; 12/60: a part; arrow: handed in; hatch: barred; dot: not assigned")
    row.addWidget(ElidedLabel(words, type="caption", tone="text_3"), 1)
    return row
