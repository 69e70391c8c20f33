"""The people of a new project: typed or from a file, and what each is barred from."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from evalapp.base.errors import AppError
from evalapp.base.i18n import _, ngettext
from evalapp.base.tables import Table
from evalapp.entry.columns import ASSESSORS
from evalapp.entry.roster import Roster
from evalapp.entry.sharing import Mode
from evalapp.ui.file_dialogs import ask_file
from evalapp.ui.start.field_rows import tables
from evalapp.ui.start.people_box import PeopleBox, tell_people
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.field_row import FieldRow, tell
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.titled_card import TitledCard
from evalapp.work.conflicts import Conflicts, read_conflicts, typed_conflicts, written_conflicts
from evalapp.work.create import Assessor, read_assessors
from evalapp.work.roster_files import read_table
from evalapp.work.typed_assessors import typed


class PeopleCard(TitledCard):
    """Names and codes, one person a line; below, who may not answer what.

    Signals:
        changed: something else is typed, or a line is done.
    """

    changed = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.people: tuple[Assessor, ...] = ()
        self.barred: Conflicts = ()
        self.box = PeopleBox()
        self.words = text_label(type="caption", tone="text_3", wrap=True)
        self.from_file = Button(_("From a file…"), look="plain", parent=self)
        self.conflicts = QPlainTextEdit()
        self.conflicts.setTabChangesFocus(True)
        self.conflicts.setFixedHeight(3 * current_theme().line())
        self.conflicts.setPlaceholderText(_("WXL: 济南市, 青岛市"))
        self.conflicts.setAccessibleName(_("Conflicts of interest"))
        self.conflict_words = text_label(type="caption", tone="text_3", wrap=True)
        self.inside.addWidget(FieldRow(_("People who answer"), self.box, self.from_file, words=self.words))
        self.inside.addWidget(FieldRow(_("Conflicts of interest"), self.conflicts, words=self.conflict_words))
        self.box.textChanged.connect(self.changed)
        self.box.settled.connect(self.changed)
        self.conflicts.textChanged.connect(self.changed)
        self.from_file.clicked.connect(self._on_from_file)
        self._roster: Roster = ()

    def check(self, roster: Roster, mode: Mode) -> bool:
        """Read what is typed against the units chosen, and say what is wrong; whether nothing is."""
        self._roster = roster
        self.people = tell_people(self.words, self.box, roster, mode)
        try:
            self.barred = typed_conflicts(self.conflicts.toPlainText(), self.people, roster) if roster else ()
        except AppError as error:
            self.barred = ()
            wrong = bool(self.people)
            tell(self.conflict_words, str(error.message) if wrong else _explained(), wrong=wrong)
            return not wrong
        n = len(self.barred)
        said = ngettext("{n} bar: nobody gets what bars them.", "{n} bars: nobody gets what bars them.", n)
        tell(self.conflict_words, said.format(n=n) if n else _explained())
        return True

    def toggle(self, code: str, unit: str) -> None:
        """Bar a person from a unit, or take that back."""
        pair = (code, unit)
        others = tuple(one for one in self.barred if one != pair)
        wanted = others if pair in self.barred else (*self.barred, pair)
        self.conflicts.setPlainText(written_conflicts(wanted, self.people, self._roster))

    @Slot()
    def _on_from_file(self) -> None:
        path = ask_file(self, _("Choose a list of people"), tables())
        if path is None:
            return
        try:
            table = read_table(path, ASSESSORS)
            people = read_assessors(table)
        except AppError as error:
            tell(self.words, str(error), wrong=True)
            return
        self._take(people, table)

    def _take(self, people: Sequence[Assessor], table: Table) -> None:
        self.box.setPlainText(typed(people))
        try:
            barred = read_conflicts(table, self._roster)
        except AppError as error:
            tell(self.conflict_words, str(error), wrong=True)
        else:
            self.conflicts.setPlainText(written_conflicts(barred, people, self._roster))


def _explained() -> str:
    return _("One person a line: the code, a colon, and the units that this person may not answer.")
