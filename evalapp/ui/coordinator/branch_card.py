"""The card that gives somebody a branch: for whom, and which units."""

import re
from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from evalapp.base.i18n import _, ngettext
from evalapp.entry.roster import Roster
from evalapp.ui.start.roster_card import class_words
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.choice_box import ChoiceBox
from evalapp.ui.widgets.field_row import FieldRow
from evalapp.ui.widgets.labels import retone, text_label
from evalapp.ui.widgets.titled_card import TitledCard
from evalapp.work.branch_units import BranchColumn
from evalapp.work.coordinators import Coordinator

_LIST = ""
_SHOWN = 5


class BranchDraft(Struct, frozen=True, kw_only=True):
    """A branch for a person, "" for this account itself; the keys of its units."""

    person: str
    name: str
    units: tuple[str, ...]


class BranchCard(TitledCard):
    """Hidden until it is asked for. Units are chosen by what stands in a column of the roster, or by a list of codes.

    Signals:
        write_asked: a BranchDraft.
        left: the user thinks better of it.
    """

    write_asked = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("A branch"), parent)
        theme = current_theme()
        self._units: Roster = ()
        self._columns: tuple[BranchColumn, ...] = ()
        words = _(
            "A branch is the same project, of which some units are seen. What is decided there comes back by an exchange."
        )
        self.inside.addWidget(text_label(words, tone="text_2", wrap=True))
        self.person = ChoiceBox(_("For whom"))
        self.column_box = ChoiceBox(_("Units by"))
        self.column_box.currentIndexChanged.connect(self._on_column)
        self.value = ChoiceBox(_("Which"))
        self.value.currentIndexChanged.connect(self._on_typed)
        self.codes = QPlainTextEdit()
        self.codes.setAccessibleName(_("Codes of units"))
        self.codes.setPlaceholderText(_("Codes, one a line or with commas"))
        self.codes.setTabChangesFocus(True)
        self.codes.setFixedHeight(3 * theme.size.control)
        self.codes.textChanged.connect(self._on_typed)
        self._words = text_label(type="caption", tone="text_2", wrap=True)
        self.inside.addWidget(FieldRow(_("For whom"), self.person))
        self.inside.addWidget(FieldRow(_("Units by"), self.column_box))
        self._value_row = FieldRow(_("Which"), self.value)
        self._codes_row = FieldRow(_("Codes of units"), self.codes)
        self.inside.addWidget(self._value_row)
        self.inside.addWidget(self._codes_row)
        foot = QHBoxLayout()
        foot.setSpacing(theme.space.s2)
        foot.addWidget(self._words, 1)
        self.cancel = Button(_("Cancel"), look="flat", parent=self)
        self.cancel.clicked.connect(self._on_cancel)
        self.button = Button(_("Write the branch…"), icon="source-branch", parent=self)
        self.button.clicked.connect(self._on_write)
        foot.addWidget(self.cancel)
        foot.addWidget(self.button)
        self.inside.addLayout(foot)
        self.hide()

    def set_state(
        self, people: Sequence[Coordinator], columns: Sequence[BranchColumn], units: Roster
    ) -> None:
        """Offer these people, columns and units; what is chosen stays."""
        self._units = tuple(unit for unit in units if not unit.parent)
        chosen = self.person.currentData()
        self.person.clear()
        for one in people:
            if not one.until and not one.me:
                self.person.addItem(f"{one.name} {one.code}", one.person)
        self.person.addItem(_("This account: a project file"), "")
        self.person.setCurrentIndex(max(0, self.person.findData(chosen)))
        if tuple(columns) != self._columns or not self.column_box.count():
            self._columns = tuple(columns)
            self.column_box.clear()
            for column in columns:
                self.column_box.addItem(_column_word(column.name), column.name)
            self.column_box.addItem(_("a list of codes"), _LIST)
        self._on_column()

    def ask(self, person: str) -> None:
        """Show the card for a person."""
        self.person.setCurrentIndex(max(0, self.person.findData(person)))
        self.show()
        self.column_box.setFocus()

    @Slot()
    def _on_column(self) -> None:
        name = self.column_box.currentData()
        column = next((one for one in self._columns if one.name == name), None)
        self._value_row.setVisible(column is not None)
        self._codes_row.setVisible(column is None)
        chosen = self.value.currentData()
        self.value.clear()
        for value, count in () if column is None else column.values:
            self.value.addItem(
                ngettext("{value}: {n} unit", "{value}: {n} units", count).format(
                    value=_value_word(column, value), n=count
                ),
                value,
            )
        self.value.setCurrentIndex(max(0, self.value.findData(chosen)) if self.value.count() else -1)
        self._on_typed()

    def chosen(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The keys of the units that are chosen, and the codes that are on no roster."""
        column = self.column_box.currentData()
        if column:
            value = self.value.currentData()
            return tuple(unit.key for unit in self._units if unit.columns.get(column) == value), ()
        codes = dict.fromkeys(code for code in re.split(r"[\s,;，；、]+", self.codes.toPlainText()) if code)
        known = {unit.code: unit.key for unit in self._units}
        return (
            tuple(known[code] for code in codes if code in known),
            tuple(code for code in codes if code not in known),
        )

    @Slot()
    def _on_typed(self) -> None:
        units, unknown = self.chosen()
        if unknown:
            shown = _(", ").join(unknown[:_SHOWN]) + ("…" if len(unknown) > _SHOWN else "")
            words = _("Not on the roster: {codes}.").format(codes=shown)
        else:
            words = ngettext("{n} of {of} unit", "{n} of {of} units", len(self._units)).format(
                n=len(units), of=len(self._units)
            )
        self._words.setText(words)
        retone(self._words, "error" if unknown else "text_2")
        self.button.setEnabled(bool(units) and not unknown)

    @Slot()
    def _on_write(self) -> None:
        units, _unknown = self.chosen()
        person = self.person.currentData() or ""
        name = "-".join(part for part in (self.column_box.currentData(), self.value.currentData()) if part)
        self.write_asked.emit(BranchDraft(person=person, name=name or _("branch"), units=units))

    @Slot()
    def _on_cancel(self) -> None:
        self.hide()
        self.left.emit()


def _column_word(name: str) -> str:
    """A column as people call it: the shipped rosters have theirs in English."""
    return {
        "province": _("province"),
        "kind": _("class of units"),
        "prefecture": _("prefecture"),
    }.get(name, name)


def _value_word(column: BranchColumn | None, value: str) -> str:
    return class_words(value) if column is not None and column.name == "kind" else value
