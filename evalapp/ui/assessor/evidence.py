"""Evidence that comes from the card: made on the runner's thread, then put behind the answer."""

import dataclasses
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct, structs
from PySide6.QtCore import QObject, QSize, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from evalapp.base.errors import AppError, Cancelled
from evalapp.base.files import write_bytes
from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.base.text import clean
from evalapp.entry.citations import renumbered
from evalapp.entry.evidence import Evidence
from evalapp.ui.assessor.desk import EntryDesk, thumbnail_size
from evalapp.ui.assessor.half_typed import HalfTyped
from evalapp.ui.assessor.pieces import EvidenceUses, Same, piece_details
from evalapp.ui.assessor.steps import Cell
from evalapp.ui.assessor.viewer import EvidenceViewer
from evalapp.ui.file_dialogs import ask_new_file
from evalapp.ui.pictures import encoded, fitted, is_picture, named_as_kept, thumbnail
from evalapp.ui.services import Services
from evalapp.ui.widgets.card_state import EvidenceEdit, NewEvidence
from evalapp.ui.widgets.evidence_menu import side_words
from evalapp.ui.widgets.score_card import ScoreCard
from evalapp.work.evidence import (
    attachment_bytes,
    content_evidence,
    link_evidence,
    note_evidence,
    read_file,
    screenshot_evidence,
)
from evalapp.work.project import Project


class Made(Struct, frozen=True):
    """A piece that is in the file, and its thumbnail."""

    piece: Evidence
    small: bytes = b""


class EvidenceIntake(QObject):
    """Between the card's evidence strip and the desk.

    Signals:
        changed: the (unit, item) whose evidence is new.
    """

    changed = Signal(object)

    def __init__(
        self, card: ScoreCard, desk: EntryDesk, typed: HalfTyped, services: Services, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._card, self._desk, self._typed, self._services = card, desk, typed, services
        self._under_way: list[Progress] = []
        self._not_added: dict[Cell, tuple[NewEvidence, ...]] = {}
        self._uses = EvidenceUses()
        strip = card.evidence
        strip.side = services.settings().screenshot_side
        strip.side_chosen.connect(self._on_side_chosen)
        strip.retry_asked.connect(self._on_retry)
        strip.reading_cancelled.connect(self.cancel)

    # -- adding

    def add(self, cell: Cell, new: NewEvidence) -> None:
        """Store what the user added and put it behind the cell's answer; what was said of earlier pieces has served."""
        if not self._under_way:
            self.forget_trouble()
        name = Path(new.path).name if new.path else ""
        self._under_way.append(
            self._services.runner.run(
                self,
                partial(
                    make_piece,
                    self._desk.project,
                    new,
                    self._services.settings().screenshot_side,
                    thumbnail_size(),
                ),
                done=partial(_made, self, cell),
                failed=partial(_not_made, self, cell, new),
                progress=partial(_reading, self, cell, name) if name else None,
                name=_("Reading {file}").format(file=name) if name else _("Keeping the evidence"),
            )
        )

    def forget_trouble(self) -> None:
        """Take away what is said under the card's evidence, unless something there waits for another try."""
        if self._card.bound not in self._not_added:
            self._card.evidence.show_problem("")

    @Slot()
    def cancel(self) -> None:
        """Stop reading files that are being added."""
        for progress in self._under_way:
            progress.cancel()

    def show_reading(self, cell: Cell, name: str, percent: int) -> None:
        """Say on the card how far a file is read."""
        if self._card.bound == cell:
            self._card.evidence.show_reading(name, percent)

    def take(self, cell: Cell, made: Made) -> None:
        """Put a piece behind the answer, unless it is there already."""
        self._end(cell)
        entered, piece = self._typed.entered(*cell), made.piece
        if any((old.kind, old.ref) == (piece.kind, piece.ref) for old in entered.evidence):
            self._services.toast(_("This evidence is there already."))
            return
        if piece.is_attachment:
            self._desk.take_attachment(piece, made.small)
        self._enter(cell, (*entered.evidence, piece))
        if piece.kind == "link":
            self._services.toast(_("Added: {address}").format(address=piece.ref))

    def keep_for_retry(self, cell: Cell, new: NewEvidence, error: Exception) -> None:
        """Say why a piece was not added; it is kept, so that it can be tried again."""
        self._end(cell)
        if isinstance(error, Cancelled):
            self._services.failed(error)
            return
        if not isinstance(error, AppError):
            self._services.failed(error)
        again = not isinstance(error, AppError) or error.code not in _FOR_GOOD
        if again:
            self._not_added[cell] = (*self._not_added.get(cell, ()), new)
        text = error.message if isinstance(error, AppError) else _("This evidence was not added.")
        if self._card.bound == cell:
            self._card.evidence.show_problem(text, retry=again)
        else:
            self._services.failed(error)

    @property
    def not_added(self) -> dict[Cell, tuple[NewEvidence, ...]]:
        """What was to be added and is not in the file, for another try."""
        return dict(self._not_added)

    def take_over(self, not_added: Mapping[Cell, tuple[NewEvidence, ...]]) -> None:
        """Go on with what another page on the same file could not add."""
        self._not_added = dict(not_added)
        if self._card.bound is not None:
            self.show_again(self._card.bound)

    def show_again(self, cell: Cell) -> None:
        """Offer on the card of a cell what could not be added there before."""
        if cell in self._not_added and not self._card.evidence.problem():
            self._card.evidence.show_problem(
                _("Some evidence was not added here: the file could not be written."), retry=True
            )

    def _end(self, cell: Cell) -> None:
        self._under_way = self._under_way[1:]
        self.show_reading(cell, "", 0)

    @Slot()
    def _on_retry(self) -> None:
        bound = self._card.bound
        if bound is not None:
            self._card.evidence.show_problem("")
            for new in self._not_added.pop(bound, ()):
                self.add(bound, new)

    @Slot(int)
    def _on_side_chosen(self, side: int) -> None:
        settings = dataclasses.replace(self._services.settings(), screenshot_side=side)
        self._services.keep_settings(settings)
        self._services.toast(
            _("Screenshots from here on: {size}. Those kept before stay as they are.").format(
                size=side_words(side)
            )
        )

    # -- changing

    def remove(self, cell: Cell, name: str) -> None:
        """Take the piece with this id away; it stays in the history, and its citations are marked."""
        order = [number for number in range(len(self._typed.entered(*cell).evidence)) if str(number) != name]
        self._reorder(cell, order)
        self._services.toast(_("Evidence [{n}] was removed. Ctrl+Z brings it back.").format(n=int(name) + 1))

    def edit(self, cell: Cell, edit: EvidenceEdit) -> None:
        """Move a piece, give it another caption, or a note other words: a further answer."""
        evidence = list(self._typed.entered(*cell).evidence)
        if not edit.id.isdigit() or int(edit.id) >= len(evidence):
            return
        place = int(edit.id)
        if edit.step:
            order = list(range(len(evidence)))
            order.insert(max(0, place + edit.step), order.pop(place))
            self._reorder(cell, order)
            return
        if edit.caption is not None:
            evidence[place] = structs.replace(evidence[place], title=clean(edit.caption))
        if edit.words is not None and clean(edit.words) != evidence[place].ref:
            try:
                note = note_evidence(self._desk.project, edit.words)
            except AppError as error:
                self._card.evidence.show_problem(error.message)
                return
            evidence[place] = structs.replace(note, title=evidence[place].title)
        self._enter(cell, tuple(evidence))

    def _reorder(self, cell: Cell, order: Sequence[int]) -> None:
        """Put the pieces in another order, or fewer of them; the citations follow in the same answer."""
        entered = self._typed.entered(*cell)
        words = renumbered(entered.justification, len(entered.evidence), [place + 1 for place in order])
        self._enter(cell, tuple(entered.evidence[place] for place in order), words)

    def _enter(self, cell: Cell, evidence: tuple[Evidence, ...], justification: str | None = None) -> None:
        before = self._typed.entered(*cell)
        words = before.justification if justification is None else justification
        entered = structs.replace(before, evidence=evidence, justification=words)
        self._typed.taken_over(cell)
        self._desk.enter(*cell, entered)
        self.changed.emit(cell)

    # -- showing

    def same_elsewhere(self, cell: Cell) -> dict[str, Same]:
        """By hash or address: where else in this file the pieces of a cell stand."""
        for row in self._desk.units:
            self._uses.take(self._desk.page(row.unit.key))
        return self._uses.elsewhere(cell, self._typed.shown(*cell).evidence)

    def open(self, cell: Cell, name: str) -> None:
        """Show a link in the browser, a screenshot in a window; a copy of any other file goes where the user says."""
        evidence = self._typed.entered(*cell).evidence
        if not name.isdigit() or int(name) >= len(evidence):
            return
        piece = evidence[int(name)]
        if piece.kind == "link":
            self._browse(piece.ref)
        elif piece.is_attachment:
            self._services.runner.run(
                self,
                partial(_read, self._desk.project, piece.ref),
                done=partial(_read_done, self, piece),
                failed=self._services.failed,
            )

    def _browse(self, address: str) -> None:
        if QDesktopServices.openUrl(QUrl(address)):
            return
        QGuiApplication.clipboard().setText(address)
        self._services.failed(
            AppError(
                "browser",
                _(
                    "No browser could be started for {address}. Nothing was changed. The address is on the clipboard: paste it "
                    "into a browser."
                ).format(address=address),
            )
        )

    def show_attachment(self, piece: Evidence, data: bytes | None) -> None:
        """Show what was stored, or say that it is not there."""
        page = self.parent()
        if data is None:
            self._services.toast(_("The file of this evidence has not come to this computer."))
        elif piece.kind == "screenshot" and isinstance(page, QWidget):
            details = " · ".join(piece_details(piece))
            EvidenceViewer(data, piece.title or _("Screenshot"), page, details).open()
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


_FOR_GOOD = frozenset({"empty", "too_large", "not_an_image", "link", "note", "program"})
"""What trying again does not mend."""


def make_piece(project: Project, new: NewEvidence, side: int, small: QSize, progress: Progress) -> Made:
    """What the user added, as a piece that is in the file, with its thumbnail; ``side`` is what screenshots are fitted to."""
    if new.kind == "link":
        return Made(link_evidence(project, new.text))
    if new.kind == "note":
        return Made(note_evidence(project, new.text))
    if isinstance(new.image, QImage):
        data = encoded(new.image, side)
        return Made(screenshot_evidence(project, data), thumbnail(data, small))
    name = Path(new.path).name
    data = new.data or read_file(Path(new.path), progress)
    if not is_picture(data):
        return Made(content_evidence(project, data, name))
    kept = fitted(data, side, name)
    progress.step(len(data), len(data), name)
    return Made(screenshot_evidence(project, kept, named_as_kept(name, kept)), thumbnail(kept, small))


def _read(project: Project, ref: str, _progress: Progress) -> bytes | None:
    return attachment_bytes(project, ref)


def _read_done(intake: EvidenceIntake, piece: Evidence, data: bytes | None) -> None:
    intake.show_attachment(piece, data)


def _made(intake: EvidenceIntake, cell: Cell, made: Made) -> None:
    intake.take(cell, made)


def _not_made(intake: EvidenceIntake, cell: Cell, new: NewEvidence, error: Exception) -> None:
    intake.keep_for_retry(cell, new, error)


def _reading(intake: EvidenceIntake, cell: Cell, name: str, done: int, total: int, _message: str) -> None:
    intake.show_reading(cell, name, round(100 * done / total) if total else 0)
