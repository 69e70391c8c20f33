"""Recording objections and what is said to them, one by one or from a table, and the list written as one."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from evalapp.base.errors import AppError
from evalapp.base.i18n import _, ngettext
from evalapp.ui.coordinator.audit_objections import AuditObjections
from evalapp.ui.coordinator.audit_work import (
    read_decisions,
    recorded,
    recorded_table,
    responded,
    written_objections,
)
from evalapp.ui.coordinator.objection_form import EnteredObjection
from evalapp.ui.coordinator.section import Section
from evalapp.ui.file_dialogs import FileKind, ask_file, ask_new_file
from evalapp.work.objections import Objected, PossibleDecision


class Objecting(QObject):
    """Runs what the list of objections and its forms ask for.

    Signals:
        written: what was recorded, in a sentence.
    """

    written = Signal(str)

    def __init__(self, shown: AuditObjections, section: Section) -> None:
        super().__init__(section)
        self._shown, self._section = shown, section
        self._about = ""
        shown.respond_asked.connect(self._on_respond_asked)
        shown.export_asked.connect(self._on_export)
        shown.table_asked.connect(self._on_table_asked)
        shown.form.entered.connect(self._on_entered)
        shown.response.entered.connect(self._on_response_entered)

    @Slot(object)
    def _on_entered(self, entered: EnteredObjection) -> None:
        work = partial(recorded, self._section.project, entered)
        self._section.run(work, self._on_recorded, failed=self._on_refused, name=_("Recording the objection"))

    def _on_recorded(self, identity: str) -> None:
        self._shown.form.empty()
        self._shown.form.hide()
        self._shown.table.setFocus()
        self.written.emit(
            _("The objection is recorded. No value has changed.")
            if identity
            else _("This objection was recorded before, in the same words.")
        )

    def _on_refused(self, error: Exception) -> None:
        response = self._shown.response
        form = response if response.isVisible() else self._shown.form
        if isinstance(error, AppError) and error.code in ("objection", "day", "unknown_cell"):
            form.show_problem(error.message)
        else:
            self._section.on_failed(error)

    @Slot(object)
    def _on_respond_asked(self, one: Objected) -> None:
        self._section.run(partial(read_decisions, self._section.project, one), self._on_decisions)

    def _on_decisions(self, found: tuple[Objected, tuple[PossibleDecision, ...]]) -> None:
        one, decisions = found
        self._about = one.id
        self._shown.response.ask(f"{one.unit_name} {one.item or _('the whole city')}", decisions)

    @Slot(str, str, str)
    def _on_response_entered(self, outcome: str, text: str, decision: str) -> None:
        work = partial(responded, self._section.project, self._about, outcome, text, decision)  # type: ignore[arg-type]
        self._section.run(work, self._on_responded, failed=self._on_refused, name=_("Recording the response"))

    def _on_responded(self, _identity: str) -> None:
        self._shown.response.hide()
        self._shown.table.setFocus()
        self.written.emit(_("The response is recorded. It stands in the history of the cell."))

    # -- tables

    def ask_target(self) -> Path | None:
        """Ask where the list is to lie; tests answer in its place."""
        path = self._section.project.path
        proposed = path.with_name(f"{path.stem}-objections.csv")
        return ask_new_file(self._shown, _("Export the log"), proposed, FileKind(_("Tables"), (".csv",)))

    def ask_source(self) -> Path | None:
        """Ask for a table of objections; tests answer in its place."""
        return ask_file(self._shown, _("A table of objections"), FileKind(_("Tables"), (".csv",)))

    @Slot()
    def _on_export(self) -> None:
        if (path := self.ask_target()) is not None:
            self._section.run(partial(written_objections, path, self._shown.listed), self._on_exported)

    def _on_exported(self, path: Path) -> None:
        self._section.services.toast(_("{file} is written.").format(file=path.name))

    @Slot()
    def _on_table_asked(self) -> None:
        if (path := self.ask_source()) is not None:
            self._section.run(partial(recorded_table, self._section.project, path), self._on_table_recorded)

    def _on_table_recorded(self, found: tuple[int, int]) -> None:
        written, same = found
        words = ngettext("{n} objection is recorded.", "{n} objections are recorded.", written).format(
            n=written
        )
        again = ngettext("{n} was recorded before.", "{n} were recorded before.", same).format(n=same)
        self.written.emit(f"{words} {again}" if same else words)
