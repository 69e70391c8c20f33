"""What is held or could not be read: why, whose it is, what it says; held revisions are released here by name."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from evalapp.base.clock import local_time, utc_time
from evalapp.base.i18n import _, ngettext
from evalapp.merge.words import standing_word
from evalapp.ui.coordinator.note_card import NoteCard
from evalapp.ui.coordinator.plain_table import PlainTable, carded
from evalapp.ui.coordinator.reason_line import ReasonLine
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.chips import FilterChips, FilterState
from evalapp.ui.widgets.choice_box import ChoiceBox
from evalapp.ui.widgets.empty_state import EmptyState
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.models.struct_table import Column
from evalapp.work.held import UNREADABLE, HeldRevision
from evalapp.work.notes import note_on_held

ALL = ""


class ReceivedHeld(QWidget):
    """A table with filters by reason and person; below it what can be done with the line that is chosen.

    ``title`` is the project's, for notes.

    Signals:
        release_asked: (ids, reason).
        cell_asked: unit and item of a cell to be seen side by side.
    """

    release_asked = Signal(object, object)
    cell_asked = Signal(str, str)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._title = title
        self._rows: tuple[HeldRevision, ...] = ()
        self._reason, self._person, self._batch = ALL, ALL, 0
        self._asked: tuple[str, ...] = ()
        self.reasons = FilterChips(_("Filter by reason"))
        self.reasons.chosen.connect(self._on_reason)
        self.people = ChoiceBox(_("Filter by person"))
        self.people.setMaximumWidth(theme.size.nav)
        self.people.activated.connect(self._on_person)
        self.table = PlainTable[HeldRevision](_("What is set aside"), _columns(), 5, _tone)
        self.table.show_lines(5)
        self.table.went_to.connect(self._on_went_to)
        self.table.opened.connect(self._on_opened)
        self.empty = EmptyState("check-circle-outline")
        self.note = NoteCard()
        self.note.left.connect(self._on_left)
        filters = QHBoxLayout()
        filters.setSpacing(theme.space.s2)
        filters.addWidget(self.reasons, 1)
        filters.addWidget(self.people)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.s2)
        column.addLayout(filters)
        self._list = carded(self.table)
        column.addWidget(self._list, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self._foot())
        column.addWidget(self.note)

    def _foot(self) -> QFrame:
        theme = current_theme()
        self.card = QFrame()
        self.card.setProperty("card", "true")
        self._words = text_label(tone="text_2", wrap=True)
        self.one = Button(_("Release…"), parent=self.card)
        self.every = Button(parent=self.card)
        self.write = Button(_("Write a note…"), parent=self.card)
        self.reason = ReasonLine(self.card)
        self.reason.said.connect(self._on_said)
        self.reason.left.connect(self._on_left)
        self.one.clicked.connect(self._on_one)
        self.every.clicked.connect(self._on_every)
        self.write.clicked.connect(self._on_write)
        row = QHBoxLayout()
        row.setSpacing(theme.space.s2)
        row.addWidget(self._words, 1)
        for button in (self.write, self.one, self.every):
            row.addWidget(button)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(theme.space.s3, theme.space.s2, theme.space.s3, theme.space.s2)
        column.setSpacing(theme.space.s1)
        column.addLayout(row)
        column.addWidget(self.reason)
        self.reason.hide()
        return self.card

    def set_state(self, rows: Sequence[HeldRevision]) -> None:
        """Show what is set aside; filters that let something through stay on."""
        self._rows = tuple(rows)
        self._batch = self._batch if any(row.batch == self._batch for row in rows) else 0
        self._reason = self._reason if any(row.reason == self._reason for row in rows) else ALL
        persons = dict(sorted({row.person: _who(row) for row in rows}.items(), key=lambda pair: pair[1]))
        self._person = self._person if self._person in persons else ALL
        self.people.clear()
        self.people.addItem(_("Everybody"), ALL)
        for person, name in persons.items():
            self.people.addItem(name, person)
        self.people.setCurrentIndex(max(self.people.findData(self._person), 0))
        self._show()

    def only_of(self, batch: int) -> None:
        """Show what one file brought, until a filter is chosen."""
        self._batch, self._reason, self._person = batch, ALL, ALL
        self.people.setCurrentIndex(0)
        self._show()

    def _shown(self) -> list[HeldRevision]:
        return [
            row
            for row in self._rows
            if self._reason in (ALL, row.reason)
            and self._person in (ALL, row.person)
            and self._batch in (0, row.batch)
        ]

    def _show(self) -> None:
        counts = Counter(row.reason for row in self._rows)
        chips = [FilterState(code=ALL, text=_("All"), count=len(self._rows))]
        chips += [
            FilterState(code=reason, text=_reason_word(reason), count=counts[reason])
            for reason in sorted(counts)
        ]
        self.reasons.set_state(chips, self._reason)
        shown = self._shown()
        self.table.set_state(shown)
        for part in (self.reasons, self.people, self._list, self.card):
            part.setVisible(bool(self._rows))
        self.empty.set_state(_("Nothing is set aside: all that came counts, or was withdrawn."))
        self.empty.setVisible(not self._rows)
        self.note.hide()
        self._show_foot(self.table.row)

    def _show_foot(self, row: HeldRevision | None) -> None:
        self.reason.hide()
        self._words.setText("" if row is None else _what_to_do(row))
        free = [one for one in self._shown() if one.releasable]
        self.one.setVisible(row is not None and row.releasable)
        self.every.setVisible(len(free) > 1)
        self.every.setText(ngettext("Release {n}…", "Release all {n}…", len(free)).format(n=len(free)))
        self.every.updateGeometry()
        self.write.setVisible(row is not None and row.reason != "key")

    @Slot(object)
    def _on_reason(self, code: str) -> None:
        self._reason, self._batch = code, 0
        self._show()

    @Slot(int)
    def _on_person(self, _place: int) -> None:
        self._person, self._batch = str(self.people.currentData()), 0
        self._show()

    @Slot(object)
    def _on_went_to(self, row: HeldRevision | None) -> None:
        self.note.hide()
        self._show_foot(row)

    @Slot(object)
    def _on_opened(self, row: HeldRevision) -> None:
        if row.unit and row.item:
            self.cell_asked.emit(row.unit, row.item)

    @Slot()
    def _on_one(self) -> None:
        if (row := self.table.row) is not None:
            self._ask((row.id,))

    @Slot()
    def _on_every(self) -> None:
        self._ask(tuple(row.id for row in self._shown() if row.releasable))

    def _ask(self, ids: tuple[str, ...]) -> None:
        self._asked = ids
        n = len(ids)
        verb = ngettext("Release {n} revision", "Release {n} revisions", n).format(n=n)
        self.reason.ask(_("Why may it count? The reason stays in the history."), verb)

    @Slot(str)
    def _on_said(self, reason: str) -> None:
        self._on_left()
        self.release_asked.emit(self._asked, reason)

    @Slot()
    def _on_write(self) -> None:
        if (row := self.table.row) is not None:
            self.note.set_state(
                _("Note to {name}").format(name=_who(row)), note_on_held(self._title, row), row.file
            )

    @Slot()
    def _on_left(self) -> None:
        self.table.setFocus()
        self.note.hide()
        self._show_foot(self.table.row)


def _what_to_do(row: HeldRevision) -> str:
    who = _who(row)
    match row.reason:
        case "key":
            return _(
                "The key is not accepted. Accept it among the questions, and everything that it wrote counts; or release single "
                "revisions."
            )
        case "gap":
            return _(
                "Missing: {missing}. Ask {name} for the earlier file, or to hand in everything. It counts once that part has "
                "come."
            ).format(missing=row.missing, name=who)
        case "far_ahead":
            return _(
                "Its counter leaps beyond what honest use reaches. Ask {name} what happened before it is released."
            ).format(name=who)
        case "newer":
            return _(
                "It was written by a newer version of EvalApp. It counts once this version is replaced by that one."
            )
        case "edition":
            return _(
                "It speaks of an edition of the form that has not come. It counts once that edition is here."
            )
        case "authority":
            return _("{name} may not write this. It never counts.").format(name=who)
        case _:
            return _(
                "It could not be read and never entered the project: {reason}. Ask {name} to hand in again."
            ).format(reason=row.words, name=who)


def _reason_word(reason: str) -> str:
    return _("could not be read") if reason == UNREADABLE else standing_word(reason)


def _who(row: HeldRevision) -> str:
    return f"{row.name} {row.code}".strip() or _("somebody unknown")


def _tone(row: HeldRevision, column: int) -> str:
    if column == 0:
        return "warn" if row.releasable else "error" if row.reason == UNREADABLE else "text_2"
    return "text"


def _columns() -> list[Column[HeldRevision]]:
    return [
        Column(_("Reason"), lambda row: _reason_word(row.reason)),
        Column(_("Assessor"), _who),
        Column(_("Unit"), lambda row: row.unit_name),
        Column(_("Item"), lambda row: row.item),
        Column(_("Answer"), lambda row: row.words, hint=lambda row: row.words),
        Column(_("Justification"), lambda row: row.text, hint=lambda row: row.text),
        Column(_("Since"), lambda row: local_time(row.at), hint=lambda row: utc_time(row.at)),
        Column(_("File"), lambda row: row.file, hint=lambda row: row.file),
    ]
