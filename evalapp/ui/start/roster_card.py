"""The units of a new project: a shipped roster or a file whose columns are matched, and of its units those that are wanted."""

from collections.abc import Collection, Mapping
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from evalapp.base.errors import AppError
from evalapp.base.grids import Grid
from evalapp.base.i18n import _, current_language, ngettext
from evalapp.entry.columns import ROSTER, roster_heading
from evalapp.entry.roster import Roster, Unit
from evalapp.entry.rosters import columns_read, read_roster
from evalapp.entry.states import FormRules
from evalapp.form.model import Units
from evalapp.ui.file_dialogs import ask_file
from evalapp.ui.start.field_rows import FROM_FILE, show_choice, tables
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.choice_box import ChoiceBox
from evalapp.ui.widgets.column_matcher import ColumnMatcher, ColumnRole, FileColumn
from evalapp.ui.widgets.field_row import FieldRow, tell
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.titled_card import TitledCard
from evalapp.ui.widgets.unit_picker import PickClass, PickUnit, UnitPicker
from evalapp.work.create import require_columns
from evalapp.work.roster_files import (
    class_column,
    guessed_roles,
    read_grid,
    require_roles,
    said_of,
    shipped_rosters,
)

_TOLD = 6
"""So many mistakes are listed under the field; the file has to be opened anyway."""
_SAMPLES = 3


class RosterCard(TitledCard):
    """The choice, the columns of a file, the units to be ticked, and how many there are.

    Signals:
        changed: the units are others.
    """

    changed = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.path: Path | None = None
        self.every: Roster = ()
        self.roster: Roster = ()
        self._grid: Grid | None = None
        self._units = Units()
        self._rules: FormRules | None = None
        self.choice = ChoiceBox(_("Roster"))
        self.sheet = ChoiceBox(_("Sheet"))
        self.words = text_label(type="caption", tone="text_3", wrap=True)
        self.fold = Button(icon="chevron-right", look="flat", parent=self)
        self.matcher = ColumnMatcher()
        self.picker = UnitPicker()
        self.counted = text_label(type="caption", tone="text_3", wrap=True)
        self.inside.addWidget(FieldRow(_("Roster"), self.choice, self.sheet, words=self.words))
        self.inside.addWidget(self.fold)
        self._columns = FieldRow(_("Columns"), self.matcher)
        self.inside.addWidget(self._columns)
        self.inside.addWidget(FieldRow(_("Units chosen"), self.picker, words=self.counted))
        self.choice.activated.connect(self._on_chosen)
        self.sheet.activated.connect(self._on_sheet)
        self.fold.clicked.connect(self._on_folded)
        self.matcher.matched.connect(self._on_matched)
        self.picker.picked.connect(self._on_picked)
        for one in shipped_rosters():
            self.choice.addItem(one.title, str(one.path))
        self.choice.addItem(_("From a file…"), FROM_FILE)
        self.read(shipped_rosters()[0].path)

    @property
    def sheet_name(self) -> str:
        """The sheet of a workbook that is read; "" for other files."""
        return "" if self._grid is None else self._grid.sheet

    @property
    def roles(self) -> dict[int, str]:
        """What the columns of the file are, by place."""
        return self.matcher.chosen()

    def set_form(self, units: Units, rules: FormRules | None) -> None:
        """A form reads columns of its own: they are offered, and have to be there."""
        self._units, self._rules = units, rules
        if self._grid is not None:
            off, classes = self.picker.off(), self.picker.classes_off()
            self._match(self.roles or None)
            self._take(off, classes)

    def read(
        self,
        path: Path,
        sheet: str = "",
        roles: Mapping[int, str] | None = None,
        off: Collection[str] = (),
        classes_off: Collection[str] = (),
    ) -> None:
        """Take the roster in a file; what is wrong with it is said under the choice, by row and column."""
        self.path = path
        show_choice(self.choice, path)
        try:
            self._grid = read_grid(path, sheet)
        except AppError as error:
            self._grid = None
            self.matcher.set_state((), (), {})
            self._show_columns(None)
            self.sheet.hide()
            self._none(error)
            return
        sheets = self._grid.sheets
        self.sheet.clear()
        self.sheet.addItems(sheets)
        self.sheet.setCurrentIndex(max(0, self.sheet.findText(self._grid.sheet)))
        self.sheet.setVisible(len(sheets) > 1)
        self._match(roles)
        self._take(off, classes_off)

    def _match(self, roles: Mapping[int, str] | None) -> None:
        """Offer the columns of the file; guessed where nobody has said what they are."""
        grid = self._grid
        assert grid is not None
        chosen = guessed_roles(grid, self._units) if roles is None else roles
        names = [column.name for column in ROSTER.every]
        names += [name for name in columns_read(self._units) if name not in names]
        offered = [ColumnRole(code="", text=_("Kept under its heading"))]
        offered += [ColumnRole(code=name, text=roster_heading(name, current_language())) for name in names]
        columns = [
            FileColumn(
                heading=grid.called(number), sample=_(", ").join(filter(None, grid.column(number)[:_SAMPLES]))
            )
            for number in range(len(grid.headings))
        ]
        self.matcher.set_state(columns, offered, chosen)
        needed = {column.name for column in ROSTER.required}
        self._show_columns(not needed <= set(chosen.values()) or None)

    def _show_columns(self, on: bool | None) -> None:
        """Show what the columns of a file of one's own are; ``on`` None leaves it folded."""
        own = self._grid is not None and all(one.path != self.path for one in shipped_rosters())
        self.fold.setVisible(own)
        self._columns.setVisible(own and bool(on))
        self.fold.set_icon_name("chevron-down" if own and on else "chevron-right")
        known = [
            f"{roster_heading(role, current_language())} ← {self._grid.called(number)}"
            for number, role in sorted(self.roles.items())
            if self._grid is not None
        ]
        said = _("Columns: {columns}").format(columns=_(", ").join(known) or "–")
        self.fold.setText(said if len(said) <= _LONGEST else said[:_LONGEST] + "…")
        self.fold.setToolTip(said)
        self.fold.updateGeometry()

    def _take(self, off: Collection[str] = (), classes_off: Collection[str] = ()) -> None:
        """Read the units out of the columns as they are matched by now."""
        grid = self._grid
        assert grid is not None
        try:
            require_roles(grid, self.roles)
            self.every = read_roster(grid.table(self.roles), self._units)
        except AppError as error:
            self._none(error)
            self._show_columns(True)
            return
        own = all(one.path != self.path for one in shipped_rosters())
        tell(self.words, said_of(grid) if own else "")
        self.words.setVisible(own)
        kind = class_column(self.every)
        tops = [unit for unit in self.every if not unit.parent]
        kinds = dict.fromkeys(unit.columns.get(kind, "") for unit in tops) if kind else {}
        self.picker.set_state(
            [_pick(unit, kind) for unit in tops],
            [PickClass(value=value, text=class_words(value)) for value in kinds],
            off=off,
            classes_off=classes_off,
        )
        self._on_picked()

    def _none(self, error: AppError) -> None:
        self.every = self.roster = ()
        self.picker.set_state(())
        self.counted.setText("")
        lines = str(error).splitlines()
        more = len(lines) - 1 - _TOLD
        if more > 0:
            said = ngettext("and {n} more", "and {n} more", more).format(n=more)
            lines = [*lines[: 1 + _TOLD], said]
        tell(self.words, "\n".join(lines), wrong=True)
        self.words.show()
        self.changed.emit()

    @Slot()
    def _on_picked(self) -> None:
        chosen = self.picker.chosen()
        codes = {unit.code for unit in self.every if not unit.parent and unit.key in chosen}
        # Sub-units stay with their unit, whatever stands beside them.
        self.roster = tuple(unit for unit in self.every if (unit.parent or unit.code) in codes)
        units = [unit.name for unit in self.roster if not unit.parent]
        n, subs = len(units), len(self.roster) - len(units)
        shown = _(", ").join(units[:6]) + ("…" if n > 6 else "")
        words = ngettext("{n} unit: {names}", "{n} units: {names}", n).format(n=n, names=shown)
        if not n:
            words = _("No unit is ticked.")
        if subs:
            below = ngettext("{n} sub-unit below them.", "{n} sub-units below them.", subs)
            words = f"{words}\n{below.format(n=subs)}"
        lacks = self._lacks()
        tell(self.counted, lacks or words, wrong=bool(lacks))
        if lacks:
            self.roster = ()
        self.changed.emit()

    def _lacks(self) -> str:
        """What the form reads and the roster has not."""
        if self._rules is None:
            return ""
        try:
            require_columns(self.roster, self._rules)
        except AppError as error:
            return str(error)
        return ""

    @Slot()
    def _on_chosen(self) -> None:
        data = self.choice.currentData()
        chosen = ask_file(self, _("Choose a roster"), tables()) if data == FROM_FILE else Path(data)
        if chosen is None:
            show_choice(self.choice, self.path or Path(self.choice.itemData(0)))
        else:
            self.read(chosen)

    @Slot()
    def _on_sheet(self) -> None:
        if self.path is not None:
            self.read(self.path, self.sheet.currentText())

    @Slot()
    def _on_folded(self) -> None:
        self._show_columns(self._columns.isHidden())

    @Slot()
    def _on_matched(self) -> None:
        self._show_columns(True)
        self._take()


_LONGEST = 72


def _pick(unit: Unit, kind: str) -> PickUnit:
    return PickUnit(
        key=unit.key,
        code=unit.code,
        name=unit.name,
        group=unit.columns.get("province", ""),
        kind=unit.columns.get(kind, "") if kind else "",
        search=" ".join(unit.columns.get(name, "") for name in ("pinyin", "initials", "prefecture")),
    )


def class_words(value: str) -> str:
    """A class of units as people call it: the shipped rosters write them in English."""
    known = {
        "province": _("Provinces"),
        "autonomous_region": _("Autonomous regions"),
        "municipality": _("Municipalities"),
        "prefecture": _("Prefecture level"),
        "district": _("Districts"),
        "county": _("Counties"),
        "county_city": _("County-level cities"),
        "autonomous_county": _("Autonomous counties"),
        "banner": _("Banners"),
        "autonomous_banner": _("Autonomous banners"),
        "other": _("Others"),
        "": _("Without a class"),
    }
    return known.get(value, value)
