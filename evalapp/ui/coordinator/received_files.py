"""The merged files: what each brought, who sent it, and how it is taken back."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from evalapp.base.clock import local_time, utc_time
from evalapp.base.i18n import _, ngettext
from evalapp.merge.eligibility import NOT_HELD
from evalapp.merge.words import batch_word, standing_word
from evalapp.ui.coordinator.dependents_card import DependentsCard
from evalapp.ui.coordinator.plain_table import PlainTable, carded
from evalapp.ui.coordinator.reason_line import ReasonLine
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.empty_state import EmptyState
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.models.struct_table import Column
from evalapp.work.received import ReceivedFile
from evalapp.work.withdrawing import Dependents

_HELD, _STANDING = 6, 7
_UNITS_NAMED = 6


class ReceivedFiles(QWidget):
    """A table of files; below it the one that is chosen, and what depends on it before it is withdrawn.

    Signals:
        look_asked: the number of a file whose dependents are to be looked up.
        withdraw_asked: (number, reason, ids of the decisions that go with it).
        restore_asked: (number, reason).
        held_asked: the number of a file whose held revisions are to be seen.
        cell_asked: unit and item of a cell to be seen side by side.
    """

    look_asked = Signal(object)
    withdraw_asked = Signal(object, object, object)
    restore_asked = Signal(object, object)
    held_asked = Signal(object)
    cell_asked = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.table = PlainTable[ReceivedFile](_("Received files"), _columns(), 2, _tone)
        self.table.show_lines(4)
        self.table.went_to.connect(self._on_went_to)
        self.empty = EmptyState("inbox-arrow-down-outline")
        self.empty.set_state(
            _("No file has been merged. Drop submissions anywhere on this page; they are tried first."),
            _("Add files…"),
        )
        self.card = FileCard()
        self.card.withdraw.clicked.connect(self._on_withdraw)
        self.card.restore.clicked.connect(self._on_restore)
        self.card.held.clicked.connect(self._on_held)
        self.card.reason.said.connect(self._on_restored)
        self.card.reason.left.connect(self._on_left)
        self.dependents = DependentsCard()
        self.dependents.confirmed.connect(self._on_confirmed)
        self.dependents.left.connect(self._on_left)
        self.dependents.cell_asked.connect(self.cell_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.s2)
        self._list = carded(self.table)
        column.addWidget(self._list, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self.card)
        column.addWidget(self.dependents)
        self._show(None)

    def set_state(self, files: Sequence[ReceivedFile]) -> None:
        """Show these files; the one that was chosen stays chosen."""
        before = self.table.row
        places = [file.batch for file in files]
        place = places.index(before.batch) if before is not None and before.batch in places else 0
        self.table.set_state(files, place)
        self._list.setVisible(bool(files))
        self.empty.setVisible(not files)
        self._show(self.table.row)

    def show_dependents(self, found: Dependents) -> None:
        """Show what depends on the chosen file, and ask for the reason."""
        chosen = self.table.row
        if chosen is not None and chosen.batch == found.batch:
            self.card.hide()
            self.dependents.set_state(chosen.file, found)

    def _show(self, file: ReceivedFile | None) -> None:
        self.dependents.hide()
        self.card.setVisible(file is not None)
        if file is not None:
            self.card.set_state(file)

    @Slot(object)
    def _on_went_to(self, file: ReceivedFile | None) -> None:
        self._show(file)

    @Slot()
    def _on_withdraw(self) -> None:
        if (file := self.table.row) is not None:
            self.look_asked.emit(file.batch)

    @Slot()
    def _on_restore(self) -> None:
        self.card.ask()

    @Slot()
    def _on_held(self) -> None:
        if (file := self.table.row) is not None:
            self.held_asked.emit(file.batch)

    @Slot(str)
    def _on_restored(self, reason: str) -> None:
        if (file := self.table.row) is not None:
            self._on_left()
            self.restore_asked.emit(file.batch, reason)

    @Slot(str, object)
    def _on_confirmed(self, reason: str, decisions: tuple[str, ...]) -> None:
        if (file := self.table.row) is not None:
            self._on_left()
            self.withdraw_asked.emit(file.batch, reason, decisions)

    @Slot()
    def _on_left(self) -> None:
        self.table.setFocus()
        self._show(self.table.row)


class FileCard(QFrame):
    """What a received file brought, in a few lines, and the buttons that take it back or let it count again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.setProperty("card", "true")
        self._title = text_label(type="title")
        self._words = text_label(tone="text_2", wrap=True)
        self.withdraw = Button(_("Withdraw…"), parent=self)
        self.restore = Button(_("Let it count again…"), parent=self)
        self.held = Button(_("See what is set aside"), look="link", parent=self)
        self.reason = ReasonLine(self)
        head = QHBoxLayout()
        head.setSpacing(theme.space.s2)
        head.addWidget(self._title, 1)
        for button in (self.held, self.restore, self.withdraw):
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.s3, theme.space.s2, theme.space.s3, theme.space.s2)
        column.setSpacing(theme.space.s1)
        column.addLayout(head)
        column.addWidget(self._words)
        column.addWidget(self.reason)
        self.reason.hide()

    def set_state(self, file: ReceivedFile) -> None:
        """Show a file."""
        self._title.setText(_("Batch {n}, {file}").format(n=file.batch, file=file.file))
        self._words.setText("\n".join(_lines(file)))
        self.withdraw.setVisible(not file.is_withdrawn)
        self.restore.setVisible(bool(file.withdrawals))
        self.held.setVisible(bool(file.held))
        self.reason.hide()

    def ask(self) -> None:
        """Ask why the file is to count again."""
        self.reason.ask(_("Why is it to count again?"), _("Let it count again"))


def _lines(file: ReceivedFile) -> list[str]:
    said = [
        ngettext(
            "{name} sent it; it was merged {time} and brought {n} revision: {answers} new answers, {changed} changed.",
            "{name} sent it; it was merged {time} and brought {n} revisions: {answers} new answers, {changed} changed.",
            file.revisions,
        ).format(
            name=_person(file) or _("Somebody whom the project does not know"),
            time=local_time(file.at),
            n=file.revisions,
            answers=file.answers,
            changed=file.changed,
        )
    ]
    if file.units:
        said.append(_("Handed in: {units}").format(units=_units(file.units)))
    if file.comment:
        said.append(_("Comment of the assessor: “{comment}”").format(comment=file.comment))
    aside = [
        _("{reason} {n}").format(reason=standing_word(reason), n=n)
        for reason, n in sorted(file.reasons.items())
        if reason not in NOT_HELD
    ]
    if aside:
        said.append(_("Set aside: {reasons}").format(reasons=_(", ").join(aside)))
    said += [
        _("Withdrawn by {name} on {time}: {reason}").format(
            name=taken.name, time=local_time(taken.at), reason=taken.reason
        )
        for taken in file.withdrawals
    ]
    return said


def _units(units: Sequence[str]) -> str:
    named = _(", ").join(units[:_UNITS_NAMED])
    if len(units) <= _UNITS_NAMED:
        return named
    more = len(units) - _UNITS_NAMED
    return ngettext("{units} and {n} more", "{units} and {n} more", more).format(units=named, n=more)


def _person(file: ReceivedFile) -> str:
    return f"{file.name} {file.code}".strip()


def _tone(file: ReceivedFile, column: int) -> str:
    if file.is_withdrawn:
        return "text_disabled"
    if column == _HELD and file.held:
        return "warn"
    return "warn" if column == _STANDING else "text"


def _columns() -> list[Column[ReceivedFile]]:
    return [
        Column(_("Batch"), lambda file: str(file.batch), right=True),
        Column(_("Time"), lambda file: local_time(file.at), hint=lambda file: utc_time(file.at)),
        Column(_("File"), lambda file: file.file, hint=lambda file: file.file),
        Column(_("Assessor"), _person),
        Column(_("New"), lambda file: str(file.answers), right=True),
        Column(_("Changed"), lambda file: str(file.changed), right=True),
        Column(_("Set aside"), lambda file: str(file.held), right=True),
        Column(_("Standing"), lambda file: batch_word(file.revisions, file.withdrawn)),
        Column(_("Handed in"), _handed_in, hint=lambda file: _(", ").join(file.units)),
    ]


def _handed_in(file: ReceivedFile) -> str:
    n = len(file.units)
    return ngettext("{n} unit", "{n} units", n).format(n=n) if n else ""
