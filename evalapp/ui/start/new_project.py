"""Founding a project on one page: form, roster, people, who answers what."""

from functools import partial
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from evalapp.base.errors import AppError
from evalapp.base.files import read_bytes
from evalapp.base.i18n import _, current_language, ngettext
from evalapp.base.progress import Progress
from evalapp.base.resources import resource_folder
from evalapp.base.tables import parse_csv, read_csv
from evalapp.entry.roster import Roster
from evalapp.entry.rosters import read_roster
from evalapp.form.catalogue import shipped
from evalapp.form.label import say
from evalapp.form.reader import MAX_BYTES, read_form
from evalapp.form.tree import Tree, build_tree
from evalapp.ui.page import Page
from evalapp.ui.services import Services
from evalapp.ui.start.opening import PROJECT, ask_project_path
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.choice_box import ChoiceBox
from evalapp.ui.widgets.labels import retone, text_label
from evalapp.ui.widgets.segmented import SegmentedSwitch, SegmentState
from evalapp.work.create import Assessor, AssignMode, NewProject, new_project, read_assessors, share_out
from evalapp.work.project import Project
from evalapp.work.session import Session
from evalapp.work.tasks import file_name

_WIDTH = 880
_FROM_FILE = "file"


class ChosenForm(Struct, frozen=True):
    """A form that was read and found sound."""

    toml: bytes
    name: str
    tree: Tree


class NewProjectPage(Page):
    """Everything a project is founded on; what is missing stands beside its field."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._form: ChosenForm | None = None
        self._roster: Roster = ()
        self._mode: AssignMode = "double"
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
        self.people = QPlainTextEdit()
        self.people.setTabChangesFocus(True)
        self.people.setFixedHeight(5 * theme.line())
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
        people_file = Button(_("From a file…"), look="plain", parent=self)
        self._fields = (
            _Row(_("Title"), self.name),
            _Row(_("Form"), self.form_choice, words=self.form_words),
            _Row(_("Roster"), self.roster_choice, self.province, words=self.roster_words),
            _Row(_("People who answer"), self.people, people_file, words=self.people_words),
            _Row(_("Who answers what"), self.mode),
            _Row(_("Coordinator"), self.coordinator, self.coordinator_code),
            _Row("", self.synthetic),
        )
        head = QHBoxLayout()
        head.addWidget(text_label(_("New project"), type="page"))
        head.addStretch(1)
        head.addWidget(self.back)
        head.addWidget(self.make)
        card = QFrame()
        card.setProperty("card", "true")
        card.setMaximumWidth(theme.scaled(_WIDTH))
        rows = QVBoxLayout(card)
        rows.setContentsMargins(theme.space.s5, theme.space.s4, theme.space.s5, theme.space.s4)
        rows.setSpacing(theme.space.s3)
        for field in self._fields:
            rows.addWidget(field)
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(card)
        inside.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(holder)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.s6, theme.space.s4, theme.space.s6, theme.space.s4)
        column.setSpacing(theme.space.s4)
        column.addLayout(head)
        column.addWidget(area, 1)
        self._connect(people_file)

    def _connect(self, people_file: Button) -> None:
        self.form_choice.activated.connect(self._on_form_chosen)
        self.roster_choice.activated.connect(self._on_roster_chosen)
        self.province.activated.connect(self._on_province_chosen)
        self.people.textChanged.connect(self._check)
        self.name.textChanged.connect(self._check)
        self.coordinator.textChanged.connect(self._check)
        self.mode.chosen.connect(self._on_mode_chosen)
        people_file.clicked.connect(self._on_people_file)
        self.make.clicked.connect(self._on_make)
        self.back.clicked.connect(self._on_back)
        shortcut = QShortcut(QKeySequence("Ctrl+Return"), self)
        shortcut.activated.connect(self._on_make)

    def _fill(self) -> None:
        language = current_language()
        for form in shipped(self._services.session.forms):
            self.form_choice.addItem(f"{say(form.title, language)} {form.version}", str(form.path))
        self.form_choice.addItem(_("From a file…"), _FROM_FILE)
        for name, text in (
            ("shandong.csv", _("Shandong, 16 cities")),
            ("prefectures.csv", _("China, 337 cities")),
        ):
            self.roster_choice.addItem(text, str(resource_folder() / "rosters" / name))
        self.roster_choice.addItem(_("From a file…"), _FROM_FILE)
        self.mode.set_state(
            (
                SegmentState(code="single", text=_("One assessor a city")),
                SegmentState(code="double", text=_("Two assessors a city")),
                SegmentState(code="all", text=_("Everybody every city")),
            ),
            self._mode,
        )
        self.people.setPlaceholderText(_("One a line: name, code"))
        self.coordinator.setPlaceholderText(_("Your name"))
        self.coordinator_code.setPlaceholderText(_("Short code"))
        names = (
            (self.name, _("Title")),
            (self.people, _("People who answer")),
            (self.coordinator, _("Your name")),
            (self.coordinator_code, _("Short code")),
        )
        for widget, text in names:
            widget.setAccessibleName(text)
        self._read_form(Path(self.form_choice.itemData(0)))
        self._read_roster(Path(self.roster_choice.itemData(0)))

    # -- reading

    def _read_form(self, path: Path) -> None:
        try:
            toml = read_bytes(path, MAX_BYTES)
            tree = build_tree(read_form(toml, path.name))
        except AppError as error:
            self._form = None
            _tell(self.form_words, str(error), wrong=True)
        else:
            self._form = ChosenForm(toml, path.name, tree)
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
            _tell(self.form_words, words)
        self._check()

    def _read_roster(self, path: Path) -> None:
        try:
            units = None if self._form is None else self._form.tree.form.units
            self._every = read_roster(read_csv(path, ("code", "name")), units)
        except AppError as error:
            self._every = ()
            _tell(self.roster_words, str(error), wrong=True)
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
        self._roster = tuple(
            unit for unit in self._every if not wanted or unit.columns.get("province") == wanted
        )
        if self._roster:
            shown = _(", ").join(unit.name for unit in self._roster[:6]) + (
                "…" if len(self._roster) > 6 else ""
            )
            n = len(self._roster)
            _tell(
                self.roster_words,
                ngettext("{n} unit: {names}", "{n} units: {names}", n).format(n=n, names=shown),
            )
        self._check()

    def assessors(self) -> tuple[Assessor, ...]:
        """The people of the list. Raises AppError("assessors") with every line that is wrong."""
        lines = [
            line.replace("，", ",").replace("\t", ",") for line in self.people.toPlainText().splitlines()
        ]
        return read_assessors(
            parse_csv("\n".join(("name,code", *lines)), _("People who answer"), ("name", "code"))
        )

    @Slot()
    def _check(self) -> None:
        """What is still missing; the button waits for it."""
        problem = ""
        people: tuple[Assessor, ...] = ()
        if self.people.toPlainText().strip():
            try:
                people = self.assessors()
                share_out(self._roster, people, self._mode)
            except AppError as error:
                problem = "\n".join(error.details) or error.message
        if problem:
            _tell(self.people_words, problem, wrong=True)
        else:
            words = ngettext("{n} assessor", "{n} assessors", len(people)).format(n=len(people))
            if people and self._roster:
                share = len(share_out(self._roster, people, self._mode))
                words = _("{people}, up to {n} cities each").format(people=words, n=-(-share // len(people)))
            _tell(self.people_words, words)
        ready = self._form is not None and self._roster and people and not problem
        named = self.name.text().strip() and self.coordinator.text().strip()
        self.make.setEnabled(bool(ready and named))

    # -- what the user does

    @Slot()
    def _on_form_chosen(self) -> None:
        path = self._chosen_path(self.form_choice, _("Form") + " (*.toml)")
        if path is not None:
            self._read_form(path)

    @Slot()
    def _on_roster_chosen(self) -> None:
        path = self._chosen_path(self.roster_choice, "CSV (*.csv)")
        if path is not None:
            self._read_roster(path)

    def _chosen_path(self, choice: ChoiceBox, pattern: str) -> Path | None:
        if choice.currentData() != _FROM_FILE:
            return Path(choice.currentData())
        return self.ask_file(pattern)

    def ask_file(self, pattern: str) -> Path | None:
        """A file to read."""
        chosen, _filter = QFileDialog.getOpenFileName(self, _("Open"), "", pattern)
        return Path(chosen) if chosen else None

    @Slot()
    def _on_people_file(self) -> None:
        path = self.ask_file("CSV (*.csv)")
        if path is None:
            return
        try:
            people = read_assessors(read_csv(path, ("name", "code")))
        except AppError as error:
            _tell(self.people_words, str(error), wrong=True)
        else:
            self.people.setPlainText("\n".join(f"{person.name},{person.code}" for person in people))

    @Slot(object)
    def _on_mode_chosen(self, mode: AssignMode) -> None:
        self._mode = mode
        self._check()

    @Slot()
    def _on_back(self) -> None:
        self._services.go_home()

    @Slot()
    def _on_make(self) -> None:
        if not self.make.isEnabled() or self._form is None:
            return
        target = self.ask_target(file_name(self.name.text()))
        if target is None:
            return
        people = self.assessors()
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
        return ask_project_path(self, Path.home() / f"{name}{PROJECT}")


class _Row(QWidget):
    """A label, its fields, and the words under them."""

    def __init__(self, caption: str, *fields: QWidget, words: QWidget | None = None) -> None:
        super().__init__()
        theme = current_theme()
        label = text_label(caption, tone="text_2", wrap=True)
        label.setFixedWidth(theme.scaled(124))
        line = QHBoxLayout()
        line.setSpacing(theme.space.s2)
        for number, field in enumerate(fields):
            line.addWidget(
                field, 1 if number == 0 else 0, Qt.AlignmentFlag.AlignTop if number else Qt.AlignmentFlag(0)
            )
        if fields[0].sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Fixed:
            line.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(theme.space.s1)
        column.addLayout(line)
        if words is not None:
            column.addWidget(words)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space.s3)
        row.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)


def _tell(label: QWidget, text: str, *, wrong: bool = False) -> None:
    label.setText(text)  # type: ignore[attr-defined]
    retone(label, "error" if wrong else "text_3")


def _make(session: Session, target: Path, plan: NewProject, _progress: Progress) -> Project:
    return new_project(session, target, plan)


def _made(page: NewProjectPage, project: Project) -> None:
    page.made.emit(project)
