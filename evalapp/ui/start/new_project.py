"""Founding a project on one page: form, units, people, who answers what, rules."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QScrollArea, QWidget

from evalapp.base.errors import Cancelled
from evalapp.base.i18n import _
from evalapp.base.numbers import from_float
from evalapp.base.progress import Progress
from evalapp.entry.project_settings import SAMPLE
from evalapp.entry.states import FormRules, compile_rules
from evalapp.form.model import Units
from evalapp.form.tree import Tree
from evalapp.ui.commands import Command, Commands
from evalapp.ui.page import Keys, Page
from evalapp.ui.rules_state import changed_settings, wrong_rules
from evalapp.ui.services import Services
from evalapp.ui.start.asked_plan import Ask, Planned, planned, with_plan
from evalapp.ui.start.filled_in import Typed
from evalapp.ui.start.form_card import FormCard
from evalapp.ui.start.opening import PROJECT, ask_project_path
from evalapp.ui.start.people_card import PeopleCard
from evalapp.ui.start.roster_card import RosterCard
from evalapp.ui.start.sharing_card import SharingCard
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.card_page import lay_out_cards
from evalapp.ui.widgets.field_row import FieldRow
from evalapp.ui.widgets.labels import IconLabel, text_label
from evalapp.ui.widgets.rules_card import RulesCard, RulesState
from evalapp.ui.widgets.titled_card import TitledCard
from evalapp.work.create import Assessor, NewProject, new_project
from evalapp.work.project import Project
from evalapp.work.session import Session
from evalapp.work.tasks import file_name

_WIDTH = 1180
_PAUSE_MS = 150


class NewProjectPage(Page):
    """Everything a project is founded on; what is wrong stands beside its field, what is missing beside the button."""

    keeps_place = True

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._lacking: QWidget | None = None
        self._asked: Ask | None = None
        self._working: Progress | None = None
        self._stands_against = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._build()
        self._connect()
        self._on_form()
        self._check()

    def _build(self) -> None:
        theme = current_theme()
        self.name = QLineEdit()
        self.coordinator = QLineEdit()
        self.coordinator_code = QLineEdit()
        self.coordinator_code.setMaximumWidth(theme.scaled(120))
        self.coordinator.setPlaceholderText(_("Your name"))
        self.coordinator_code.setPlaceholderText(_("Short code"))
        for widget, text in (
            (self.name, _("Title")),
            (self.coordinator, _("Your name")),
            (self.coordinator_code, _("Short code")),
        ):
            widget.setAccessibleName(text)
        self.synthetic = QCheckBox(
            _("Made-up answers (synthetic): said on every page and export, and never undone")
        )
        self.make = Button(_("Make the project…"), look="primary", key="Ctrl Enter", parent=self)
        self.back = Button(_("Back"), icon="arrow-left", look="flat", parent=self)
        self.missing = text_label(wrap=True)
        self._missing_icon = IconLabel("information-outline", "info")
        head = QHBoxLayout()
        head.setSpacing(theme.space.s2)
        head.addWidget(text_label(_("New project"), type="page"))
        head.addSpacing(theme.space.s4)
        head.addWidget(self._missing_icon)
        head.addWidget(self.missing, 1)
        head.addWidget(self.back)
        head.addWidget(self.make)
        project = TitledCard(_("1  Project"))
        for row in (
            FieldRow(_("Title"), self.name),
            FieldRow(_("Coordinator"), self.coordinator, self.coordinator_code),
            FieldRow("", self.synthetic),
        ):
            project.inside.addWidget(row)
        self.form = FormCard(_("2  Form"), self._services.session.forms)
        self.units = RosterCard(_("3  Units"))
        self.staff = PeopleCard(_("4  People"))
        self.plan = SharingCard(_("5  Who answers what"))
        self.rules = RulesCard(_("6  Rules"))
        cards = (project, self.form, self.units, self.staff, self.plan, self.rules)
        self.area: QScrollArea = lay_out_cards(self, head, cards, _WIDTH)

    def _connect(self) -> None:
        self.form.changed.connect(self._on_form)
        self.units.changed.connect(self._check)
        self.staff.changed.connect(self._check)
        self.plan.changed.connect(self._check)
        self.plan.bar_asked.connect(self.staff.toggle)
        self.rules.edited.connect(self._check)
        self.name.textChanged.connect(self._check)
        self.coordinator.textChanged.connect(self._check)
        self.make.clicked.connect(self._on_make)
        self.back.clicked.connect(self._on_back)
        self._pause.timeout.connect(self._on_pause)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._on_make)
        self.lead_to(self.name)

    # -- another language

    def place(self) -> object:
        return Typed(
            name=self.name.text(),
            form=self.form.path,
            roster=self.units.path,
            sheet=self.units.sheet_name,
            roles=self.units.roles,
            off=self.units.picker.off(),
            classes_off=self.units.picker.classes_off(),
            people=self.staff.box.toPlainText(),
            conflicts=self.staff.conflicts.toPlainText(),
            sharing=self.plan.shown(),
            share=self.plan.share.text(),
            seed=self.plan.seed.text(),
            rules=self.rules.state(),
            coordinator=self.coordinator.text(),
            coordinator_code=self.coordinator_code.text(),
            synthetic=self.synthetic.isChecked(),
        )

    def return_to(self, place: object) -> None:
        if not isinstance(place, Typed):
            return
        self.name.setText(place.name)
        if place.form is not None:
            self.form.read(place.form)
        if place.roster is not None:
            self.units.read(place.roster, place.sheet, place.roles, place.off, place.classes_off)
        self.staff.box.setPlainText(place.people)
        self.staff.conflicts.setPlainText(place.conflicts)
        self.plan.set_sharing(place.sharing)
        self.plan.share.setText(place.share)
        self.plan.seed.setText(place.seed)
        self.rules.set_state(place.rules)
        self.coordinator.setText(place.coordinator)
        self.coordinator_code.setText(place.coordinator_code)
        self.synthetic.setChecked(place.synthetic)
        self._check()

    def keys(self) -> Keys:
        return (("Ctrl Enter", _("Make the project")), ("Tab", _("Next field")))

    def commands(self) -> Commands:
        group, ready = _("This page"), self.make.isEnabled()
        why_not = "" if ready else _("Something is missing yet; the page says what.")
        return (
            Command(
                text=_("Make the project"), key="Ctrl Enter", run=self._on_make, group=group, why_not=why_not
            ),
        )

    def remade(self) -> Page:
        return NewProjectPage(self._services)

    # -- looking at what is filled in

    @Slot()
    def _on_form(self) -> None:
        """The form's own rules are those to begin with, and its columns those that the roster needs."""
        form = self.form.form
        self.plan.set_form(None if form is None else form.tree)
        if form is None:
            self.units.set_form(Units(), None)
        else:
            before = self._form_rules
            self._form_rules = _rules_of(form.tree)
            if self.rules.state() == before:
                self.rules.set_state(self._form_rules)
            self._compiled = compile_rules(form.tree)
            self.units.set_form(form.tree.form.units, self._compiled)
        self._check()

    _form_rules = RulesState()
    _compiled: FormRules | None = None

    @Slot()
    def _check(self) -> None:
        """What is still missing; the button waits for it."""
        roster, form = self.units.roster, self.form.form
        no_conflict = self.staff.check(roster, self.plan.chosen_mode)
        sharing = self.plan.sharing()
        tolerance, deadline = wrong_rules(self.rules.state())
        self.rules.tell(tolerance, deadline)
        ask = None
        if form is not None and self._compiled is not None and roster and self.staff.people and sharing:
            ask = Ask(roster, form.tree, self._compiled, self.staff.people, self.staff.barred, sharing)
        if ask is None or self._asked is None or ask.key != self._asked.key:
            self._stands_against = ""
            self._asked = ask
            if ask is None:
                self.plan.show_plan(None)
            else:
                self._pause.start()
        missing = [
            (caption, field)
            for caption, field, there in (
                (_("Title"), self.name, self.name.text().strip()),
                (_("Coordinator"), self.coordinator, self.coordinator.text().strip()),
                (_("Form"), self.form.choice, form is not None),
                (_("Roster"), self.units.choice, roster),
                (_("People who answer"), self.staff.box, self.staff.people),
                (_("Conflicts of interest"), self.staff.conflicts, no_conflict),
                (_("Sample"), self.plan.share, sharing is not None),
                (_("Who answers what"), self.plan.mode, not self._stands_against),
                (_("Tolerance"), self.rules.tolerance, not tolerance),
                (_("Deadline"), self.rules.deadline, not deadline),
            )
            if not there
        ]
        self._lacking = missing[0][1] if missing else None
        fields = _(", ").join(caption for caption, _field in missing)
        words = _("Still missing: {fields}").format(fields=fields) if missing else ""
        self.missing.setText(words)
        self._missing_icon.setVisible(bool(missing))
        self.make.setToolTip(words)
        self.make.setAccessibleDescription(words)
        self.make.setEnabled(not missing)

    @Slot()
    def _on_pause(self) -> None:
        """Share the work out away from the GUI thread: thousands of units take a while."""
        if self._working is not None:
            self._working.cancel()  # it waits for its turn behind what nobody wants to see any more
        if self._asked is not None:
            self._working = self._services.runner.run(
                self, partial(_planned, self._asked), done=self._on_planned, failed=self._on_plan_failed
            )

    def _on_plan_failed(self, error: Exception) -> None:
        if not isinstance(error, Cancelled):
            self._services.failed(error)

    def _on_planned(self, found: Planned) -> None:
        if self._asked is None or found.key != self._asked.key:
            return  # what was asked meanwhile is under way
        self._stands_against = found.wrong
        self.plan.show_plan(found.state, found.wrong, found.drawn)
        self._check()

    # -- what the user does

    @Slot()
    def _on_back(self) -> None:
        self._services.go_home()

    @Slot()
    def _on_make(self) -> None:
        if self._lacking is not None:
            self._lacking.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.area.ensureWidgetVisible(self._lacking)
        if not self.make.isEnabled() or self._asked is None or self.form.form is None:
            return
        target = self.ask_target(file_name(self.name.text()))
        if target is None:
            return
        plan = NewProject(
            title=self.name.text(),
            toml=self.form.form.toml,
            toml_name=self.form.form.name,
            roster=self.units.roster,
            assessors=self.staff.people,
            assigned=(),
            coordinator=Assessor(self.coordinator.text(), self.coordinator_code.text() or "C"),
            synthetic=self.synthetic.isChecked(),
            barred=self.staff.barred,
            settings=tuple(changed_settings(self._form_rules, self.rules.state()).items()),
        )
        self._services.runner.run(
            self,
            partial(_make, self._services.session, target, plan, self._asked),
            done=partial(_made, self),
            failed=self._services.failed,
            name=_("Making the project"),
        )

    def ask_target(self, name: str) -> Path | None:
        """Where the project file is to go."""
        return ask_project_path(self, f"{name}{PROJECT}")


def _rules_of(tree: Tree) -> RulesState:
    """The rules to begin with: the form's where it has some."""
    policy = tree.form.policy
    return RulesState(tolerance=from_float(policy.tolerance), resolve=policy.resolve)


def _planned(ask: Ask, progress: Progress) -> Planned:
    progress.step(0, 1)
    return planned(ask)


def _make(session: Session, target: Path, plan: NewProject, ask: Ask, _progress: Progress) -> Project:
    return new_project(session, target, with_plan(plan, ask, SAMPLE))


def _made(page: NewProjectPage, project: Project) -> None:
    page.made.emit(project)
