"""Founding a project on one page: form, roster, people, who answers what."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from evalapp.base.errors import AppError
from evalapp.base.i18n import _, current_language, ngettext
from evalapp.base.progress import Progress
from evalapp.base.resources import resource_folder
from evalapp.base.tables import read_csv
from evalapp.entry.columns import ASSESSORS, ROSTER
from evalapp.entry.roster import Roster
from evalapp.entry.rosters import read_roster
from evalapp.entry.sharing import Mode
from evalapp.form.catalogue import shipped
from evalapp.form.label import say
from evalapp.form.reader import read_form
from evalapp.form.tree import build_tree
from evalapp.ui.commands import Command, Commands
from evalapp.ui.file_dialogs import FileKind, ask_file
from evalapp.ui.page import Keys, Page
from evalapp.ui.services import Services
from evalapp.ui.start.field_rows import mode_segments, show_choice
from evalapp.ui.start.filled_in import ChosenForm, Typed
from evalapp.ui.start.opening import PROJECT, ask_project_path
from evalapp.ui.start.people_box import PeopleBox, tell_people
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.card_page import lay_out_cards
from evalapp.ui.widgets.choice_box import ChoiceBox
from evalapp.ui.widgets.field_row import FieldRow, tell
from evalapp.ui.widgets.labels import IconLabel, text_label
from evalapp.ui.widgets.segmented import SegmentedSwitch
from evalapp.work.create import Assessor, NewProject, new_project, read_assessors
from evalapp.work.form_files import form_toml
from evalapp.work.project import Project
from evalapp.work.session import Session
from evalapp.work.sharing import share_out
from evalapp.work.tasks import file_name
from evalapp.work.typed_assessors import typed

_WIDTH = 880
_FROM_FILE = "file"
_SHOWN_FIRST = "gov-internet-service"
"""The form that the page opens with: the shipped rosters have every column it reads."""


class NewProjectPage(Page):
    """Everything a project is founded on; what is wrong stands beside its field, what is missing beside the button."""

    keeps_place = True

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._form: ChosenForm | None = None
        self._form_path: Path | None = None
        self._roster_path: Path | None = None
        self._every: Roster = ()
        self._roster: Roster = ()
        self._mode: Mode = "double"
        self._lacking: QWidget | None = None
        self._build()
        self._fill()

    def _build(self) -> None:
        theme = current_theme()
        self.name = QLineEdit()
        self.form_choice = ChoiceBox(_("Form"))
        self.form_words = text_label(type="caption", tone="text_3", wrap=True)
        self.roster_choice = ChoiceBox(_("Roster"))
        self.province = ChoiceBox(_("Province"))
        self.roster_words = text_label(type="caption", tone="text_3", wrap=True)
        self.people = PeopleBox()
        self.people_words = text_label(type="caption", tone="text_3", wrap=True)
        self.mode = SegmentedSwitch(_("Who answers what"))
        self.coordinator = QLineEdit()
        self.coordinator_code = QLineEdit()
        self.coordinator_code.setMaximumWidth(theme.scaled(120))
        self.synthetic = QCheckBox(
            _("Made-up answers (synthetic): said on every page and export, and never undone")
        )
        self.make = Button(_("Make the project…"), look="primary", key="Ctrl Enter", parent=self)
        self.back = Button(_("Back"), icon="arrow-left", look="flat", parent=self)
        self.missing = text_label(wrap=True)
        self._missing_icon = IconLabel("information-outline", "info")
        people_file = Button(_("From a file…"), look="plain", parent=self)
        self._fields = (
            FieldRow(_("Title"), self.name),
            FieldRow(_("Form"), self.form_choice, words=self.form_words),
            FieldRow(_("Roster"), self.roster_choice, self.province, words=self.roster_words),
            FieldRow(_("People who answer"), self.people, people_file, words=self.people_words),
            FieldRow(_("Who answers what"), self.mode),
            FieldRow(_("Coordinator"), self.coordinator, self.coordinator_code),
            FieldRow("", self.synthetic),
        )
        head = QHBoxLayout()
        head.setSpacing(theme.space.s2)
        head.addWidget(text_label(_("New project"), type="page"))
        head.addSpacing(theme.space.s4)
        head.addWidget(self._missing_icon)
        head.addWidget(self.missing, 1)
        head.addWidget(self.back)
        head.addWidget(self.make)
        card = QFrame()
        card.setProperty("card", "true")
        rows = QVBoxLayout(card)
        rows.setContentsMargins(theme.space.s5, theme.space.s4, theme.space.s5, theme.space.s4)
        rows.setSpacing(theme.space.s3)
        for field in self._fields:
            rows.addWidget(field)
        lay_out_cards(self, head, (card,), _WIDTH)
        self._connect(people_file)

    def _connect(self, people_file: Button) -> None:
        self.form_choice.activated.connect(self._on_form_chosen)
        self.roster_choice.activated.connect(self._on_roster_chosen)
        self.province.activated.connect(self._on_province_chosen)
        self.people.textChanged.connect(self._check)
        self.people.settled.connect(self._check)
        self.name.textChanged.connect(self._check)
        self.coordinator.textChanged.connect(self._check)
        self.mode.chosen.connect(self._on_mode_chosen)
        people_file.clicked.connect(self._on_people_file)
        self.make.clicked.connect(self._on_make)
        self.back.clicked.connect(self._on_back)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._on_make)
        self.lead_to(self.name)

    def _fill(self) -> None:
        language = current_language()
        forms = shipped(self._services.session.forms)
        for form in forms:
            self.form_choice.addItem(f"{say(form.title, language)} {form.version}", str(form.path))
        self.form_choice.addItem(_("From a file…"), _FROM_FILE)
        for name, text in (
            ("shandong.csv", _("Shandong, 16 cities")),
            ("prefectures.csv", _("China, 337 cities")),
        ):
            self.roster_choice.addItem(text, str(resource_folder() / "rosters" / name))
        self.roster_choice.addItem(_("From a file…"), _FROM_FILE)
        self.mode.set_state(mode_segments(), self._mode)
        self.coordinator.setPlaceholderText(_("Your name"))
        self.coordinator_code.setPlaceholderText(_("Short code"))
        names = (
            (self.name, _("Title")),
            (self.coordinator, _("Your name")),
            (self.coordinator_code, _("Short code")),
        )
        for widget, text in names:
            widget.setAccessibleName(text)
        self._read_form(next((form.path for form in forms if form.id == _SHOWN_FIRST), forms[0].path))
        self._read_roster(Path(self.roster_choice.itemData(0)))

    # -- another language

    def place(self) -> object:
        return Typed(
            name=self.name.text(),
            form=self._form_path,
            roster=self._roster_path,
            province=self.province.currentData() or "",
            people=self.people.toPlainText(),
            mode=self._mode,
            coordinator=self.coordinator.text(),
            coordinator_code=self.coordinator_code.text(),
            synthetic=self.synthetic.isChecked(),
        )

    def return_to(self, place: object) -> None:
        if not isinstance(place, Typed):
            return
        self.name.setText(place.name)
        if place.form is not None:
            self._read_form(place.form)
        if place.roster is not None:
            self._read_roster(place.roster)
        self.province.setCurrentIndex(max(0, self.province.findData(place.province)))
        self.people.setPlainText(place.people)
        self.mode.set_state(mode_segments(), place.mode)
        self._mode = place.mode
        self.coordinator.setText(place.coordinator)
        self.coordinator_code.setText(place.coordinator_code)
        self.synthetic.setChecked(place.synthetic)
        self._on_province_chosen()

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

    # -- reading

    def _read_form(self, path: Path) -> None:
        self._form_path = path
        show_choice(self.form_choice, path)
        try:
            toml, name = form_toml(path)
            tree = build_tree(read_form(toml, name))
        except AppError as error:
            self._form = None
            tell(self.form_words, str(error), wrong=True)
        else:
            self._form = ChosenForm(toml, name, tree)
            language = current_language()
            tops = _(", ").join(
                f"{tree.nodes[index].code} {say(tree.nodes[index].item.title, language)}"
                for index in tree.roots
                if tree.nodes[index].scored
            )
            words = _("{leaves} scored items in {tops}. {sourced}").format(
                leaves=sum(1 for leaf in tree.leaves if leaf.scored),
                tops=tops,
                sourced=say(tree.form.head.sourced, language),
            )
            if path.parent == self._services.session.forms:
                words += "\n" + _(
                    "Forms are not changed in this program: change a copy of {file}, then choose it by “From a file…”."
                ).format(file=f"{path.parent.name}/{path.name}")
            tell(self.form_words, words)
        self._check()

    def _read_roster(self, path: Path) -> None:
        self._roster_path = path
        show_choice(self.roster_choice, path)
        try:
            units = None if self._form is None else self._form.tree.form.units
            self._every = read_roster(read_csv(path, ROSTER), units)
        except AppError as error:
            self._every = ()
            tell(self.roster_words, str(error), wrong=True)
        self.province.clear()
        provinces = list(dict.fromkeys(unit.columns.get("province", "") for unit in self._every))
        self.province.addItem(_("All"), "")
        for province in provinces:
            if province:
                self.province.addItem(province, province)
        self.province.setVisible(len(provinces) > 1)
        self._on_province_chosen()

    @Slot()
    def _on_province_chosen(self) -> None:
        wanted = self.province.currentData() or ""
        inside = {unit.code for unit in self._every if not wanted or unit.columns.get("province") == wanted}
        # Sub-units stay with their unit, whatever province stands beside them.
        self._roster = tuple(unit for unit in self._every if (unit.parent or unit.code) in inside)
        if self._roster:
            units = [unit.name for unit in self._roster if not unit.parent]
            n, subs = len(units), len(self._roster) - len(units)
            shown = _(", ").join(units[:6]) + ("…" if n > 6 else "")
            words = ngettext("{n} unit: {names}", "{n} units: {names}", n).format(n=n, names=shown)
            if subs:
                below = ngettext("{n} sub-unit below them.", "{n} sub-units below them.", subs)
                words = f"{words}\n{below.format(n=subs)}"
            tell(self.roster_words, words)
        self._check()

    @Slot()
    def _check(self) -> None:
        """What is still missing; the button waits for it."""
        people = tell_people(self.people_words, self.people, self._roster, self._mode)
        missing = [
            (caption, field)
            for caption, field, there in (
                (_("Title"), self.name, self.name.text().strip()),
                (_("Form"), self.form_choice, self._form is not None),
                (_("Roster"), self.roster_choice, self._roster),
                (_("People who answer"), self.people, people),
                (_("Coordinator"), self.coordinator, self.coordinator.text().strip()),
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

    # -- what the user does

    @Slot()
    def _on_form_chosen(self) -> None:
        path = self._chosen_path(
            self.form_choice, _("Choose a form"), FileKind(_("Forms"), (".toml", ".xlsx"))
        )
        self._read_form(path or self._form_path or Path(self.form_choice.itemData(0)))

    @Slot()
    def _on_roster_chosen(self) -> None:
        path = self._chosen_path(self.roster_choice, _("Choose a roster"), _tables())
        self._read_roster(path or self._roster_path or Path(self.roster_choice.itemData(0)))

    def _chosen_path(self, choice: ChoiceBox, title: str, kind: FileKind) -> Path | None:
        if choice.currentData() != _FROM_FILE:
            return Path(choice.currentData())
        return ask_file(self, title, kind)

    @Slot()
    def _on_people_file(self) -> None:
        path = ask_file(self, _("Choose a list of people"), _tables())
        if path is None:
            return
        try:
            people = read_assessors(read_csv(path, ASSESSORS))
        except AppError as error:
            tell(self.people_words, str(error), wrong=True)
        else:
            self.people.setPlainText(typed(people))

    @Slot(object)
    def _on_mode_chosen(self, mode: Mode) -> None:
        self._mode = mode
        self._check()

    @Slot()
    def _on_back(self) -> None:
        self._services.go_home()

    @Slot()
    def _on_make(self) -> None:
        if self._lacking is not None:
            self._lacking.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not self.make.isEnabled() or self._form is None:
            return
        target = self.ask_target(file_name(self.name.text()))
        if target is None:
            return
        people = self.people.people()
        plan = NewProject(
            title=self.name.text(),
            toml=self._form.toml,
            toml_name=self._form.name,
            roster=self._roster,
            assessors=people,
            assigned=share_out(self._roster, people, self._mode),
            coordinator=Assessor(self.coordinator.text(), self.coordinator_code.text() or "C"),
            synthetic=self.synthetic.isChecked(),
        )
        self._services.runner.run(
            self,
            partial(_make, self._services.session, target, plan),
            done=partial(_made, self),
            failed=self._services.failed,
            name=_("Making the project"),
        )

    def ask_target(self, name: str) -> Path | None:
        """Where the project file is to go."""
        return ask_project_path(self, f"{name}{PROJECT}")


def _tables() -> FileKind:
    return FileKind(_("Tables"), (".csv",))


def _make(session: Session, target: Path, plan: NewProject, _progress: Progress) -> Project:
    return new_project(session, target, plan)


def _made(page: NewProjectPage, project: Project) -> None:
    page.made.emit(project)
