"""Evidence that comes from the card: made on the runner's thread, then put behind the answer."""

from functools import partial
from pathlib import Path

from msgspec import structs
from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from evalapp.base.errors import AppError
from evalapp.base.files import write_bytes
from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.entry.evidence import Evidence
from evalapp.ui.assessor.desk import EntryDesk
from evalapp.ui.assessor.half_typed import HalfTyped
from evalapp.ui.assessor.steps import Cell
from evalapp.ui.assessor.viewer import EvidenceViewer
from evalapp.ui.file_dialogs import ask_new_file
from evalapp.ui.services import Services
from evalapp.ui.widgets.card_state import NewEvidence
from evalapp.work.evidence import attachment_bytes, file_evidence, link_evidence, screenshot_evidence
from evalapp.work.project import Project


class EvidenceIntake(QObject):
    """Between the card's evidence strip and the desk.

    Signals:
        changed: the (unit, item) whose evidence is new.
    """

    changed = Signal(object)

    def __init__(self, desk: EntryDesk, typed: HalfTyped, services: Services, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._typed = typed
        self._services = services

    def add(self, cell: Cell, new: NewEvidence) -> None:
        """Store what the user added and put it behind the cell's answer."""
        self._services.runner.run(
            self,
            partial(_make, self._desk.project, new),
            done=partial(_made, self, cell),
            failed=self._services.failed,
        )

    def take(self, cell: Cell, piece: Evidence, data: bytes) -> None:
        """Put a piece behind the answer, unless it is there already."""
        entered = self._typed.entered(*cell)
        if any(old.ref == piece.ref for old in entered.evidence):
            self._services.toast(_("This evidence is there already."))
            return
        if piece.is_attachment:
            self._desk.take_attachment(piece, data)
        self._enter(cell, (*entered.evidence, piece))
        if piece.kind == "link":
            self._services.toast(_("Added: {address}").format(address=piece.ref))

    def remove(self, cell: Cell, name: str) -> None:
        """Take the piece with this number away; it stays in the history."""
        evidence = self._typed.entered(*cell).evidence
        self._enter(cell, tuple(piece for number, piece in enumerate(evidence) if str(number) != name))

    def open(self, cell: Cell, name: str) -> None:
        """Show a link in the browser, a screenshot in a window; a copy of any other file goes where the user says."""
        evidence = self._typed.entered(*cell).evidence
        if not name.isdigit() or int(name) >= len(evidence):
            return
        piece = evidence[int(name)]
        if piece.kind == "link":
            QDesktopServices.openUrl(QUrl(piece.ref))
        elif piece.is_attachment:
            self._services.runner.run(
                self,
                partial(_read, self._desk.project, piece.ref),
                done=partial(_read_done, self, piece),
                failed=self._services.failed,
            )

    def show_attachment(self, piece: Evidence, data: bytes | None) -> None:
        """Show what was stored, or say that it is not there."""
        page = self.parent()
        if data is None:
            self._services.toast(_("The file of this evidence has not come to this computer."))
        elif piece.kind == "screenshot" and isinstance(page, QWidget):
            EvidenceViewer(data, piece.title or _("Screenshot"), page).open()
        elif isinstance(page, QWidget):
            self._keep_copy(page, piece, data)

    def _keep_copy(self, page: QWidget, piece: Evidence, data: bytes) -> None:
        chosen = ask_new_file(page, _("Keep a copy of the file"), piece.title)
        if chosen is None:
            return
        try:
            write_bytes(chosen, data)
        except AppError as error:
            self._services.failed(error)
        else:
            self._services.toast(_("A copy is in {file}.").format(file=chosen))

    def _enter(self, cell: Cell, evidence: tuple[Evidence, ...]) -> None:
        entered = structs.replace(self._typed.entered(*cell), evidence=evidence)
        self._typed.taken_over(cell)
        self._desk.enter(*cell, entered)
        self.changed.emit(cell)


def _make(project: Project, new: NewEvidence, _progress: Progress) -> tuple[Evidence, bytes]:
    if new.kind == "link":
        return link_evidence(project, new.text), b""
    if new.kind == "screenshot":
        return screenshot_evidence(project, new.data), new.data
    piece = file_evidence(project, Path(new.path))
    return piece, Path(new.path).read_bytes() if piece.kind == "screenshot" else b""


def _read(project: Project, ref: str, _progress: Progress) -> bytes | None:
    return attachment_bytes(project, ref)


def _read_done(intake: EvidenceIntake, piece: Evidence, data: bytes | None) -> None:
    intake.show_attachment(piece, data)


def _made(intake: EvidenceIntake, cell: Cell, made: tuple[Evidence, bytes]) -> None:
    intake.take(cell, *made)
