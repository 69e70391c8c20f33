"""Between the entry page and the file: what is entered is shown at once, written in order, and never lost on the way."""

from collections.abc import Collection, Sequence
from functools import partial

from msgspec import Struct, structs
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from evalapp.base.errors import AppError
from evalapp.base.progress import Progress
from evalapp.entry.evidence import Evidence
from evalapp.ui.assessor.steps import SPECIAL, Cell, Step, Steps, undone
from evalapp.ui.services import Services
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.evidence_thumb import png_bytes
from evalapp.work.answering import answer_of, record_answer
from evalapp.work.answers import Entered, UnitOverview, UnitPage, my_pages, overview, unit_page
from evalapp.work.care import history
from evalapp.work.drafts import drop_typing, keep_typing
from evalapp.work.evidence import attachment_bytes
from evalapp.work.pasting import Pasted
from evalapp.work.project import Project


class Written(Struct, frozen=True):
    """What the worker gives back after an answer was written."""

    page: UnitPage
    wrote: bool


class Refused(Struct, frozen=True):
    """An answer that was not written: the cell, and why."""

    cell: Cell
    error: Exception


class _BadValue(Struct, frozen=True):
    """A value as typed that the scale does not take, and why."""

    text: str
    reason: str


class Held(Struct, frozen=True):
    """What a desk holds and the file does not: answers that could not be written, values that are none, steps to undo."""

    entered: dict[Cell, Entered]
    refused: dict[Cell, str]
    bad: dict[Cell, _BadValue]
    steps: Steps
    block: Pasted | None


class EntryDesk(QObject):
    """Keeps what is entered and not yet written, writes it in the order given, and says what became of it.

    Signals:
        unit_changed: the key of a unit whose page is new.
        units_changed: the list of units is new.
        written: a cell was written.
        refused: a Refused; what was entered is kept until it is written.

    A value that the scale does not take is no answer: it stays in its field as half-typed text, kept in the file, while
    everything else that is entered for the cell is written.
    """

    unit_changed = Signal(object)
    units_changed = Signal()
    written = Signal(object)
    refused = Signal(object)

    def __init__(self, project: Project, services: Services, parent: QObject) -> None:
        super().__init__(parent)
        self.project = project
        self._services = services
        self.units: tuple[UnitOverview, ...] = ()
        self._pages: dict[str, UnitPage] = {}
        self._entered: dict[Cell, Entered] = {}
        self._waiting: dict[Cell, int] = {}
        self._refused: dict[Cell, str] = {}
        self._bad: dict[Cell, _BadValue] = {}
        self._asked: set[str] = set()
        self.steps = Steps()
        self.block: Pasted | None = None
        self.thumbnails: dict[str, bytes] = {}

    def held(self) -> "Held":
        """What the file does not hold, for the desk of a page that takes this one's place."""
        return Held(dict(self._entered), dict(self._refused), dict(self._bad), self.steps, self.block)

    def take_over(self, held: "Held") -> None:
        """Go on with what another desk on the same file held."""
        self._entered, self._refused, self._bad = held.entered, held.refused, held.bad
        self.steps, self.block = held.steps, held.block

    def load(self) -> None:
        """Read the units and their pages; on the GUI thread, once."""
        self._read()

    def reload(self) -> None:
        """Read everything anew: units were handed in."""
        self._pages.clear()
        self._read()
        self.units_changed.emit()
        for row in self.units:
            self.unit_changed.emit(row.unit.key)

    def read_again(self, unit: str) -> None:
        """Read a unit's page anew: something beside its answers changed."""
        self._pages.pop(unit, None)
        self.unit_changed.emit(unit)

    def _read(self) -> None:
        pages = my_pages(self.project)
        self._pages = {page.unit.key: page for page in pages}
        self.units = tuple(overview(page) for page in pages)

    def page(self, unit: str) -> UnitPage:
        """The unit's page as last read; read now where it was not yet."""
        if unit not in self._pages:
            self._keep(unit_page(self.project, unit))
        return self._pages[unit]

    def entered(self, unit: str, item: str) -> Entered:
        """What stands for a cell now: what is being written, what could not be written, or what the file holds."""
        return self._entered.get((unit, item), self.page(unit).entries[item].entered)

    def shown(self, unit: str, item: str) -> Entered:
        """What the card shows: what stands for the cell, with a value in its field that the scale does not take."""
        bad = self._bad.get((unit, item))
        entered = self.entered(unit, item)
        return entered if bad is None else structs.replace(entered, state="answered", value=bad.text)

    def refusal(self, unit: str, item: str) -> str:
        """Why the value in the field is not the answer; "" where it is."""
        bad = self._bad.get((unit, item))
        return "" if bad is None else bad.reason

    def failure(self, unit: str, item: str) -> str:
        """Why the last entry of a cell could not be written; "" where it was, or still is to be."""
        return self._refused.get((unit, item), "")

    def enter(
        self, unit: str, item: str, entered: Entered, *, new_value: bool = False, joins: bool = False
    ) -> None:
        """Write an answer; it stands at once on the page.

        ``new_value``: its state or value was given just now. ``joins``: it goes on with what was typed and saved before,
        and is undone together with it.
        """
        cell, before = (unit, item), self.entered(unit, item)
        self.block = None
        if new_value:
            entered = self._judged(unit, item, entered)
            if cell in self._bad:
                self.steps.note_bad_value(cell, before)
                if entered == before:
                    return
        self.steps.note(cell, before, entered, joins=joins)
        self._write(unit, item, entered)

    def undo(self) -> Step | None:
        """Take the last change of this sitting back by a further answer; None where there is none left."""
        step = self.steps.last()
        if step is not None:
            self.steps.take_back(self.shown(*step.cell))
            self._put_back(step)
        return step

    def redo(self) -> Step | None:
        """Do what was undone last again, by a further answer; None where nothing was, or something else was changed since."""
        step = self.steps.last_undone()
        if step is not None:
            self.steps.do_again(self.shown(*step.cell))
            self._put_back(step)
        return step

    def _put_back(self, step: Step) -> None:
        unit, item = step.cell
        entered = undone(step, self.entered(unit, item))
        if step.changed & {"state", "value"}:
            entered = self._judged(unit, item, entered)
        self._write(unit, item, entered)

    def given(self, unit: str, item: str) -> Entered:
        """What was answered before the special state that stands now: in this sitting, or else by the file's history."""
        found = self.steps.given((unit, item))
        return _given_before(self.project, unit, item) if found is None else found

    def _judged(self, unit: str, item: str, entered: Entered) -> Entered:
        """``entered`` where its value can be taken; else what stands in its place, and the value is kept as typed."""
        cell = (unit, item)
        self._bad.pop(cell, None)
        try:
            answer_of(self.project, self.page(unit).unit.full_name, item, entered)
        except AppError as refused:
            self._bad[cell] = _BadValue(entered.value, refused.message)
            self.type_text(unit, item, "value", entered.value)
            self.unit_changed.emit(unit)
            stands = self.entered(unit, item)
            return structs.replace(entered, state=stands.state, value=stands.value)
        return entered

    def _write(self, unit: str, item: str, entered: Entered) -> None:
        cell = (unit, item)
        self._entered[cell] = entered
        self._refused.pop(cell, None)
        self._waiting[cell] = self._waiting.get(cell, 0) + 1
        settled = ("justification",) if cell in self._bad else ("value", "justification")
        self._services.runner.run(
            self,
            partial(_write, self.project, unit, item, entered, settled),
            done=partial(_on_written, self, cell),
            failed=partial(_on_refused, self, cell),
        )

    def retry(self) -> None:
        """Write again what could not be written."""
        for unit, item in tuple(self._refused):
            self._write(unit, item, self._entered[(unit, item)])

    @property
    def refused_cells(self) -> tuple[Cell, ...]:
        """The cells whose last entry could not be written."""
        return tuple(self._refused)

    @property
    def unanswered_values(self) -> tuple[Cell, ...]:
        """The cells with a value in their field that the scale does not take."""
        return tuple(self._bad)

    @property
    def has_refused(self) -> bool:
        """Whether something entered is not in the file."""
        return bool(self._refused)

    def type_text(self, unit: str, item: str, field: str, text: str) -> None:
        """Keep half-typed text in the file, so that it outlives a crash; it is not an answer yet."""
        self._services.runner.run(
            self, partial(_keep_typed, self.project, unit, item, field, text), failed=self._services.failed
        )

    def forget_typing(self, unit: str, item: str, field: str) -> None:
        """Drop half-typed text."""
        self._services.runner.run(
            self, partial(_drop_typed, self.project, unit, item, field), failed=self._services.failed
        )

    def _keep(self, page: UnitPage) -> None:
        self._pages[page.unit.key] = page

    def ask_thumbnails(self, evidence: Sequence[Evidence]) -> None:
        """See to the thumbnails of a card; they come later, as a changed unit."""
        for piece in evidence:
            if piece.is_attachment and piece.ref not in self._asked:
                self._asked.add(piece.ref)
                self.thumbnails.setdefault(piece.ref, b"")
                self._services.runner.run(
                    self,
                    partial(_attachment, self.project, piece.ref),
                    done=partial(_on_attachment, self, piece),
                    failed=self._services.failed,
                )

    def take_attachment(self, piece: Evidence, data: bytes | None) -> None:
        """What an attachment holds; None where it has not come."""
        if data is None:
            self.thumbnails.pop(piece.ref, None)
        elif piece.kind == "screenshot":
            self.thumbnails[piece.ref] = thumbnail(data)
        for unit in tuple(self._pages):
            self.unit_changed.emit(unit)

    def take_written(self, cell: Cell, written: Written) -> None:
        """An answer is in the file."""
        self._waiting[cell] -= 1
        if not self._waiting[cell]:
            del self._waiting[cell]
            self._entered.pop(cell, None)
            self._refused.pop(cell, None)
        self._keep(written.page)
        self.units = tuple(
            overview(written.page) if row.unit.key == written.page.unit.key else row for row in self.units
        )
        self.unit_changed.emit(written.page.unit.key)
        self.units_changed.emit()
        self.written.emit(cell)
        self._services.changes.announce("answers")
        self._services.saved()

    def take_block(self, cells: Collection[Cell], pages: Sequence[UnitPage], block: Pasted | None) -> None:
        """Many answers are in the file at once; ``block`` is what takes them back, until something else is entered.

        What could not be written for a cell before, or was no value, has given way.
        """
        for cell in cells:
            self._bad.pop(cell, None)
            if cell not in self._waiting:
                self._entered.pop(cell, None)
                self._refused.pop(cell, None)
        self.steps.clear()
        self.block = block
        found = {page.unit.key: page for page in pages}
        self._pages.update(found)
        self.units = tuple(
            overview(found[row.unit.key]) if row.unit.key in found else row for row in self.units
        )
        for unit in found:
            self.unit_changed.emit(unit)
        self.units_changed.emit()
        self._services.changes.announce("answers")
        self._services.saved()

    def take_refused(self, cell: Cell, error: Exception) -> None:
        """An answer is not in the file; it stays on the page. What was entered after it is still to come."""
        self._waiting[cell] -= 1
        if self._waiting[cell]:
            return
        del self._waiting[cell]
        self._refused[cell] = error.message if isinstance(error, AppError) else str(error)
        self.unit_changed.emit(cell[0])
        self.refused.emit(Refused(cell, error))


def thumbnail(data: bytes) -> bytes:
    """An image as small as a thumbnail may be on a screen of double density; b"" where it is none."""
    image = QImage.fromData(data)
    if image.isNull():
        return b""
    size = current_theme().size
    wide, high = 2 * size.thumb_w, 2 * size.thumb_h
    if image.width() > wide and image.height() > high:
        smooth = Qt.TransformationMode.SmoothTransformation
        image = image.scaled(wide, high, Qt.AspectRatioMode.KeepAspectRatioByExpanding, smooth)
    return png_bytes(image)


def _write(
    project: Project, unit: str, item: str, entered: Entered, settled: tuple[str, ...], _progress: Progress
) -> Written:
    wrote = record_answer(project, unit, item, entered)
    for field in settled:
        drop_typing(project, unit, item, field)
    return Written(unit_page(project, unit), wrote)


def head_of(project: Project, unit: str, item: str) -> str:
    """The revision that stands for a cell in an assessor's file; "" where it was never answered."""
    past = history(project, unit, item)
    return next((one.id for one in reversed(past) if one.kind == "answer" and not one.standing), "")


def _given_before(project: Project, unit: str, item: str) -> Entered:
    """The last own answer before the special state that ends a cell's history; blank where there is none."""
    for one in reversed(history(project, unit, item)):
        if one.kind == "answer" and not one.standing and one.state not in SPECIAL:
            return Entered(state=one.state, value=one.value, justification=one.text)
    return Entered()


def _attachment(project: Project, ref: str, _progress: Progress) -> bytes | None:
    return attachment_bytes(project, ref)


def _on_attachment(desk: EntryDesk, piece: Evidence, data: bytes | None) -> None:
    desk.take_attachment(piece, data)


def _keep_typed(project: Project, unit: str, item: str, field: str, text: str, _progress: Progress) -> None:
    keep_typing(project, unit, item, field, text, head_of(project, unit, item))


def _drop_typed(project: Project, unit: str, item: str, field: str, _progress: Progress) -> None:
    drop_typing(project, unit, item, field)


def _on_written(desk: EntryDesk, cell: Cell, written: Written) -> None:
    desk.take_written(cell, written)


def _on_refused(desk: EntryDesk, cell: Cell, error: Exception) -> None:
    desk.take_refused(cell, error)
