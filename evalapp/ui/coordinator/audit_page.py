"""The audit: every revision, the chains that hold them, corrections after publication, objections from cities."""

from functools import partial
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QWidget

from evalapp.base.i18n import _, ngettext
from evalapp.ui.commands import Command, Commands
from evalapp.ui.coordinator.audit_chains import AuditChains, check_words
from evalapp.ui.coordinator.audit_corrections import AuditCorrections
from evalapp.ui.coordinator.audit_objecting import Objecting
from evalapp.ui.coordinator.audit_objections import NEW, OPEN, RESPOND, AuditObjections
from evalapp.ui.coordinator.audit_revisions import AuditRevisions
from evalapp.ui.coordinator.audit_work import (
    Asked,
    ReadLists,
    ReadPage,
    read_checked,
    read_corrections,
    read_counts,
    read_lists,
    read_page,
    read_prepared,
    verified,
    written_audit,
    written_corrections,
)
from evalapp.ui.coordinator.keys import table_keys
from evalapp.ui.coordinator.section import KeyPress, Section, column_of
from evalapp.ui.file_dialogs import FileKind, ask_new_file
from evalapp.ui.page import Keys
from evalapp.ui.services import Services
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.resting import Resting
from evalapp.ui.widgets.segmented import SegmentedSwitch, SegmentState
from evalapp.work.audit import AuditCounts, AuditFilter, Key
from evalapp.work.care import CheckReport
from evalapp.work.chain_states import LastCheck
from evalapp.work.corrections import Correction
from evalapp.work.project import Project

REVISIONS, CHAINS, CORRECTIONS, OBJECTIONS = "revisions", "chains", "corrections", "objections"


class Kept(Struct, frozen=True, kw_only=True):
    """Where the user is: which list, and what the revisions are narrowed by."""

    part: str = REVISIONS
    wanted: AuditFilter = AuditFilter()


class AuditSection(Section):
    """Four lists behind a switch; what is counted are objections that wait.

    Signals:
        integrity_changed: :attr:`integrity` is another one.
    """

    kinds = frozenset({"answers", "decisions", "roster", "settings", "batches"})
    integrity_changed = Signal()

    def __init__(self, project: Project, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(project, services, parent)
        self.integrity = ""
        self._on = REVISIONS
        self._asked = Asked(AuditFilter(), True)
        self._corrections_read = False
        self.switch = SegmentedSwitch(_("What is shown"))
        self.switch.chosen.connect(self.show_part)
        self.revisions = AuditRevisions(project.tree)
        self.chains, self.corrections = AuditChains(), AuditCorrections()
        self.objections = AuditObjections(project.tree)
        self.parts: dict[str, QWidget] = {
            REVISIONS: self.revisions,
            CHAINS: self.chains,
            CORRECTIONS: self.corrections,
            OBJECTIONS: self.objections,
        }
        self._stack = QStackedWidget()
        for part in self.parts.values():
            area = QScrollArea()
            area.setWidgetResizable(True)
            area.setWidget(part)
            self._stack.addWidget(area)
        head = QHBoxLayout()
        head.setSpacing(current_theme().space.s3)
        head.addWidget(text_label(_("Audit"), type="page"))
        head.addWidget(self.switch)
        head.addStretch(1)
        column = column_of(self)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        self._resting = Resting(self.chains.verify)
        self._connect()
        self.show_part(REVISIONS)
        self.run(partial(read_checked, project), self._on_checked)

    def _connect(self) -> None:
        self.revisions.wanted.connect(self._on_wanted)
        self.revisions.more_wanted.connect(self._on_more_wanted)
        self.revisions.cell_asked.connect(self.cell_asked)
        self.revisions.export_asked.connect(self._on_export_revisions)
        self.revisions.said.connect(self._on_said)
        self.chains.verify_asked.connect(self.verify)
        self.corrections.cell_asked.connect(self.cell_asked)
        self.corrections.results_asked.connect(self._on_results_asked)
        self.corrections.export_asked.connect(self._on_export_corrections)
        self.objections.cell_asked.connect(self.cell_asked)
        self.objecting = Objecting(self.objections, self)
        self.objecting.written.connect(self._on_written)
        for key in (*"1234", NEW, RESPOND, OPEN):
            KeyPress(key, self).pressed_key.connect(self._on_key)

    # -- what the window asks

    def keys(self) -> Keys:
        keys: Keys = (
            *table_keys(),
            ("1 2 3 4", _("Revisions, chains, corrections, objections")),
            (NEW, _("Record an objection")),
        )
        if self._on == OBJECTIONS:
            keys += ((RESPOND, _("Respond")), (OPEN, _("Open the cell")))
        return keys

    def commands(self, group: str) -> Commands:
        shown = tuple(
            Command(
                text=_("Show {part}").format(part=words),
                key=str(place + 1),
                run=partial(self.show_part, code),
                group=group,
                why_not=_("It is shown now.") if code == self._on else "",
            )
            for place, (code, words) in enumerate(_words().items())
        )
        verify = Command(text=self.chains.verify.text(), run=self.verify, group=group)
        new = Command(text=_("Record an objection…"), key=NEW, run=self._on_new, group=group)
        if self._on != OBJECTIONS:
            return (*shown, verify, new)
        here = self.objections.table.row
        none = "" if here is not None else _("No objection is chosen.")
        respond = Command(
            text=_("Respond…"), key=RESPOND, run=self.objections.ask_response, group=group, why_not=none
        )
        whole = none or ("" if here is not None and here.item else _("It is about the whole city."))
        cell = Command(
            text=_("Open the cell"), key=OPEN, run=self.objections.open_cell, group=group, why_not=whole
        )
        return (*shown, verify, new, respond, cell)

    def place(self) -> object:
        return Kept(part=self._on, wanted=self._asked.wanted)

    def return_to(self, place: object) -> None:
        if isinstance(place, Kept):
            self.revisions.filters.set_wanted(place.wanted)
            self.show_part(place.part)

    @Slot(object)
    def show_part(self, code: str) -> None:
        """Show one of the lists."""
        self._on = code
        self._stack.setCurrentIndex(list(self.parts).index(code))
        tables: dict[str, QWidget] = {
            REVISIONS: self.revisions.table,
            CHAINS: self.chains.table,
            CORRECTIONS: self.corrections.table,
        }
        self.lead_to(tables.get(code, self.objections.table))
        self._show_switch()
        if code == CORRECTIONS and not self._corrections_read and not self._stale:
            self._read_corrections()

    def _show_switch(self) -> None:
        waiting = sum(1 for one in self.objections.listed if one.state != "answered")
        counts = {OBJECTIONS: waiting}
        self.switch.set_state(
            [
                SegmentState(
                    code=code,
                    text=f"{words} {counts[code]}" if counts.get(code) else words,
                    hint=str(place + 1),
                )
                for place, (code, words) in enumerate(_words().items())
            ],
            self._on,
        )

    @Slot(object)
    def _on_key(self, key: str) -> None:
        if key.isdigit():
            self.switch.press(int(key))
        elif key == NEW:
            self._on_new()
        elif self._on == OBJECTIONS and key == RESPOND:
            self.objections.ask_response()
        elif self._on == OBJECTIONS and key == OPEN:
            self.objections.open_cell()

    # -- reading

    def load(self) -> None:
        """Read the first page, then the short lists."""
        self._corrections_read = False
        self.run(partial(read_prepared, self.project), self._on_prepared, name=_("Preparing the audit"))
        if self._on == CORRECTIONS:
            self._read_corrections()

    def _on_lists(self, read: ReadLists) -> None:
        self.revisions.set_choices(read.choices)
        self.objections.form.set_units([unit for unit in read.choices.units if unit.key])
        self.chains.set_state(read.chains)
        self._on_checked(read.checked)
        self.objections.set_state(read.objections, read.now)
        waiting = sum(1 for one in read.objections if one.state != "answered")
        self.counted.emit(waiting or None)
        self._show_switch()

    def _on_prepared(self, _nothing: None) -> None:
        self._read_first(self._asked)
        self.run(partial(read_lists, self.project), self._on_lists)

    @Slot(object, bool)
    def _on_wanted(self, wanted: AuditFilter, newest: bool) -> None:
        self._asked = Asked(wanted, newest)
        if not self._stale:
            self._read_first(self._asked)

    def _read_first(self, asked: Asked) -> None:
        self.revisions.show_counts(None)
        self.run(partial(read_page, self.project, asked, None), self._on_first)
        self.run(partial(read_counts, self.project, asked), self._on_counts)

    def _on_first(self, read: ReadPage) -> None:
        if read.asked == self._asked:
            self.revisions.show_first(read.rows, ended=read.ended)

    @Slot(object)
    def _on_more_wanted(self, after: Key) -> None:
        self.run(partial(read_page, self.project, self._asked, after), self._on_more)

    def _on_more(self, read: ReadPage) -> None:
        if read.asked == self._asked:
            self.revisions.show_more(read.rows, ended=read.ended)

    def _on_counts(self, found: tuple[Asked, AuditCounts]) -> None:
        if found[0] == self._asked:
            self.revisions.show_counts(found[1])

    def _read_corrections(self) -> None:
        self._corrections_read = True
        self.run(
            partial(read_corrections, self.project), self._on_corrections, name=_("Comparing publications")
        )

    def _on_corrections(self, listed: tuple[Correction, ...]) -> None:
        self.corrections.set_state(listed)

    # -- verifying

    @Slot()
    def verify(self) -> None:
        """Verify everything; progress and a button that stops it are in the status line."""
        self._resting.begin()
        self.run(
            partial(verified, self.project),
            self._on_verified,
            failed=self._on_not_verified,
            name=_("Verifying everything"),
        )

    def _on_verified(self, found: tuple[CheckReport, LastCheck | None]) -> None:
        self._resting.end()
        self._on_checked(found[1])
        self.chains.show_faults(found[0])

    def _on_not_verified(self, error: Exception) -> None:
        self._resting.end()
        self.on_failed(error)

    def _on_checked(self, kept: LastCheck | None) -> None:
        self.chains.show_check(kept)
        words = "" if kept is None else check_words(kept)
        if words != self.integrity:
            self.integrity = words
            self.integrity_changed.emit()

    # -- objections

    @Slot()
    def _on_new(self) -> None:
        self.show_part(OBJECTIONS)
        self.objections.ask_new()

    @Slot(str)
    def _on_written(self, words: str) -> None:
        self.services.saved()
        self.services.toast(words)
        self._stale = True
        self._load_if_seen()

    # -- tables

    def ask_table(self, name: str) -> Path | None:
        """Ask where a table is to lie; tests answer in its place."""
        proposed = self.project.path.with_name(f"{self.project.path.stem}-{name}.csv")
        return ask_new_file(self, _("Export the log"), proposed, FileKind(_("Tables"), (".csv",)))

    @Slot(object, bool)
    def _on_export_revisions(self, wanted: AuditFilter, newest: bool) -> None:
        if (path := self.ask_table("audit")) is not None:
            work = partial(written_audit, self.project, path, Asked(wanted, newest))
            self.run(work, self._on_audit_written, name=_("Writing the audit"))

    def _on_audit_written(self, found: tuple[Path, int]) -> None:
        path, n = found
        words = ngettext("{file}: {n} revision is written.", "{file}: {n} revisions are written.", n)
        self.services.toast(words.format(file=path.name, n=f"{n:,}"))

    @Slot()
    def _on_export_corrections(self) -> None:
        if (path := self.ask_table("corrections")) is not None:
            self.run(partial(written_corrections, path, self.corrections.listed), self._on_table_written)

    def _on_table_written(self, path: Path) -> None:
        self.services.toast(_("{file} is written.").format(file=path.name))

    @Slot()
    def _on_results_asked(self) -> None:
        self.asked_for.emit("results")

    @Slot(str)
    def _on_said(self, words: str) -> None:
        self.services.toast(words)


def _words() -> dict[str, str]:
    return {
        REVISIONS: _("All revisions"),
        CHAINS: _("Chains"),
        CORRECTIONS: _("Corrections"),
        OBJECTIONS: _("Objections"),
    }
