"""Between the entry page and the file: what is entered is shown at once, written in order, and never lost on the way."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from threading import Event

from msgspec import Struct, structs
from PySide6.QtCore import QObject, QSize, Signal

from evalapp.base.errors import AppError
from evalapp.entry.evidence import Evidence
from evalapp.ui.assessor.desk_work import (
    drop_typed,
    given_before,
    keep_typed,
    read_thumbnail,
    write_answers,
)
from evalapp.ui.assessor.not_taken import why_not_taken, with_not_taken
from evalapp.ui.assessor.pending import BadValue, Held, Pending, Stepped, Stood, Write
from evalapp.ui.assessor.steps import Cell, Noted, Step, Steps, Turn, undone
from evalapp.ui.services import Services
from evalapp.ui.theme.current import current_theme
from evalapp.work.answering import answer_of
from evalapp.work.answers import Entered, UnitOverview, UnitPage, my_pages, overview, unit_page
from evalapp.work.project import Project

_GIVE_WAY_S = 0.01
"""How long painting waits at most for an answer to be on the disk, so that the two do not take turns at the interpreter.

Less than a frame; an answer needs a tenth to a quarter of it.
"""


class Refused(Struct, frozen=True):
    """An answer that was not written: the cell, and why."""

    cell: Cell
    error: Exception


class EntryDesk(QObject):
    """Keeps what is entered and not yet written, writes it in the order given, and says what became of it.

    Signals:
        unit_changed: the key of a unit whose page is new.
        units_changed: the list of units is new.
        written: the cells that were written.
        refused: a Refused; what was entered is kept until it is written.
        stepped: a Stepped.
        not_stepped: the exception that kept a step from being undone or done again. Everything is as it was.

    A value that the scale does not take is no answer: it stays in its field as half-typed text, kept in the file, while
    everything else that is entered for the cell is written.
    """

    unit_changed = Signal(object)
    units_changed = Signal()
    written = Signal(object)
    refused = Signal(object)
    stepped = Signal(object)
    not_stepped = Signal(object)

    def __init__(self, project: Project, services: Services, parent: QObject) -> None:
        super().__init__(parent)
        self.project = project
        self._services = services
        self._units: tuple[UnitOverview, ...] = ()
        self._pages: dict[str, UnitPage] = {}
        self._pending = Pending()
        self._asked: set[str] = set()
        self.steps = Steps()
        self.thumbnails: dict[str, bytes] = {}

    def held(self) -> "Held":
        """What the file does not hold, for the desk of a page that takes this one's place."""
        return Held(self._pending, self.steps)

    def take_over(self, held: "Held") -> None:
        """Go on with what another desk on the same file held."""
        self._pending, self.steps = held.pending, held.steps
        for (unit, item), bad in self._pending.bad.items():
            reason = self._why_not(unit, item, self.shown(unit, item), self.entered(unit, item))
            self._pending.bad[(unit, item)] = BadValue(bad.text, reason or bad.reason)

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
        page = self.page(unit)
        self._units = tuple(overview(page) if row.unit.key == unit else row for row in self._units)
        self.unit_changed.emit(unit)
        self.units_changed.emit()

    def _read(self) -> None:
        pages = my_pages(self.project)
        self._pages = {page.unit.key: page for page in pages}
        self._units = tuple(overview(page) for page in pages)

    def page(self, unit: str) -> UnitPage:
        """The unit's page as last read; read now where it was not yet."""
        if unit not in self._pages:
            self._keep(unit_page(self.project, unit))
        bad = {item: value for (key, item), value in self._pending.bad.items() if key == unit}
        return with_not_taken(self._pages[unit], bad)

    @property
    def units(self) -> tuple[UnitOverview, ...]:
        """The list of units, a value that was not taken among the errors of its unit."""
        wrong = {unit for unit, _item in self._pending.bad}
        return tuple(
            overview(self.page(row.unit.key)) if row.unit.key in wrong else row for row in self._units
        )

    def entered(self, unit: str, item: str) -> Entered:
        """What stands for a cell now: what is being written, what could not be written, or what the file holds."""
        return self._pending.entered.get((unit, item), self.page(unit).entries[item].entered)

    def shown(self, unit: str, item: str) -> Entered:
        """What the card shows: what stands for the cell, with a value in its field that the scale does not take."""
        bad = self._pending.bad.get((unit, item))
        entered = self.entered(unit, item)
        return entered if bad is None else structs.replace(entered, state="answered", value=bad.text)

    def refusal(self, unit: str, item: str) -> str:
        """Why the value in the field is not the answer; "" where it is."""
        bad = self._pending.bad.get((unit, item))
        return "" if bad is None else bad.reason

    def failure(self, unit: str, item: str) -> str:
        """Why the last entry of a cell could not be written; "" where it was, or still is to be."""
        return self._pending.refused.get((unit, item), "")

    def enter(
        self, unit: str, item: str, entered: Entered, *, new_value: bool = False, joins: bool = False
    ) -> None:
        """Write an answer; it stands at once on the page.

        ``new_value``: its state or value was given just now. ``joins``: it goes on with what was typed and saved before,
        and is undone together with it.
        """
        cell, before = (unit, item), self.entered(unit, item)
        if new_value:
            entered = self._judged(unit, item, entered)
            if cell in self._pending.bad:
                self.steps.note_bad_value(cell, before)
                if entered == before:
                    return
        self.steps.note(cell, before, entered, joins=joins)
        self._keep_entered(unit, item, entered)

    def enter_block(
        self,
        answers: Mapping[Cell, Entered],
        done: Callable[[], None],
        failed: Callable[[Exception], None],
        name: str = "",
    ) -> None:
        """Write answers of many cells in one transaction; they are undone in one step.

        What could not be written for a cell before, or was no value, gives way. ``done`` is called when all of it is in the
        file; ``failed`` when nothing is, and everything stands as it did. ``name`` shows it in the status line.
        """
        before = {cell: self.entered(*cell) for cell in answers}
        stood = self._stood(answers)
        noted = self.steps.note_block({cell: (before[cell], after) for cell, after in answers.items()})
        for cell in answers:
            self._pending.bad.pop(cell, None)
        write = Write(dict(answers), stood)
        self._send(write, done, partial(self._not_entered, noted, failed), name)

    def _not_entered(self, noted: Noted, failed: Callable[[Exception], None], error: Exception) -> None:
        self.steps.forget(noted)
        failed(error)

    def undo(self) -> Step | None:
        """Take the last change of this sitting back by further answers; None where there is none left."""
        step = self.steps.last()
        if step is not None:
            self._turn(self.steps.take_back(self._shown_of(step)))
        return step

    def redo(self) -> Step | None:
        """Do what was undone last again, by further answers; None where nothing was, or something else was changed since."""
        step = self.steps.last_undone()
        if step is not None:
            self._turn(self.steps.do_again(self._shown_of(step)))
        return step

    def _shown_of(self, step: Step) -> dict[Cell, Entered]:
        return {cell: self.shown(*cell) for cell in step.cells}

    def _stood(self, cells: Iterable[Cell]) -> dict[Cell, Stood]:
        return {cell: Stood(self.entered(*cell), self._pending.bad.get(cell)) for cell in cells}

    def _turn(self, turn: Turn) -> None:
        """Write what a step brings back, all of it or nothing."""
        stood, answers = self._stood(turn.step.cells), {}
        for change in turn.step.changes:
            unit, item = change.cell
            entered = undone(change, self.entered(unit, item))
            if change.changed & {"state", "value"}:
                entered = self._judged(unit, item, entered)
            answers[change.cell] = entered
        self._send(Write(answers, stood), partial(self._turned, turn), partial(self._not_turned, turn))

    def _turned(self, turn: Turn) -> None:
        self.stepped.emit(Stepped(turn.step, turn.again))

    def _not_turned(self, turn: Turn, error: Exception) -> None:
        self.steps.turn_back(turn)
        self.not_stepped.emit(error)

    def given(self, unit: str, item: str) -> Entered:
        """What was answered before the special state that stands now: in this sitting, or else by the file's history."""
        found = self.steps.given((unit, item))
        return given_before(self.project, unit, item) if found is None else found

    def _judged(self, unit: str, item: str, entered: Entered) -> Entered:
        """``entered`` where its value can be taken; else what stands in its place, and the value is kept as typed."""
        cell = (unit, item)
        self._pending.bad.pop(cell, None)
        stands = self.entered(unit, item)
        reason = self._why_not(unit, item, entered, stands)
        if not reason:
            return entered
        self._pending.bad[cell] = BadValue(entered.value, reason)
        self.type_text(unit, item, "value", entered.value)
        self.unit_changed.emit(unit)
        self.units_changed.emit()
        return structs.replace(entered, state=stands.state, value=stands.value)

    def _why_not(self, unit: str, item: str, entered: Entered, stands: Entered) -> str:
        """Why ``entered`` is no answer and what ``stands``, in the language in force; "" where it is one."""
        page = self.page(unit)
        try:
            answer_of(self.project, page.unit.full_name, item, entered)
        except AppError as refused:
            return why_not_taken(page.tree.node(item), refused, stands)
        return ""

    def _keep_entered(self, unit: str, item: str, entered: Entered) -> None:
        """Write an answer that stays on the page until it is written."""
        self._send(Write({(unit, item): entered}))

    def _send(
        self,
        write: Write,
        done: Callable[[], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        name: str = "",
    ) -> None:
        self._pending.begin(write)
        fields = ("value", "justification") if write.stood is None else ("value",)
        half_typed = {cell: fields[1:] if cell in self._pending.bad else fields for cell in write.answers}
        tried = Event()
        self._services.runner.run(
            self,
            partial(write_answers, self.project, write.answers, half_typed, tried),
            done=partial(_on_written, self, write, done),
            failed=partial(_on_refused, self, write, failed),
            name=name,
        )
        tried.wait(_GIVE_WAY_S)

    def retry(self) -> None:
        """Write again what could not be written."""
        for unit, item in tuple(self._pending.refused):
            self._keep_entered(unit, item, self._pending.entered[(unit, item)])

    @property
    def refused_cells(self) -> tuple[Cell, ...]:
        """The cells whose last entry could not be written."""
        return tuple(self._pending.refused)

    @property
    def unanswered_values(self) -> tuple[Cell, ...]:
        """The cells with a value in their field that the scale does not take."""
        return tuple(self._pending.bad)

    @property
    def has_refused(self) -> bool:
        """Whether something entered is not in the file."""
        return bool(self._pending.refused)

    def type_text(self, unit: str, item: str, field: str, text: str) -> None:
        """Keep half-typed text in the file, so that it outlives a crash; it is not an answer yet."""
        self._services.runner.run(
            self, partial(keep_typed, self.project, unit, item, field, text), failed=self._services.failed
        )

    def forget_typing(self, unit: str, item: str, field: str) -> None:
        """Drop half-typed text."""
        self._services.runner.run(
            self, partial(drop_typed, self.project, unit, item, field), failed=self._services.failed
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
                    partial(read_thumbnail, self.project, piece, thumbnail_size()),
                    done=partial(_on_attachment, self, piece),
                    failed=self._services.failed,
                )

    def take_attachment(self, piece: Evidence, small: bytes | None) -> None:
        """An attachment's thumbnail, b"" for one without; None where it has not come."""
        if small is None:
            self.thumbnails.pop(piece.ref, None)
        else:
            self._asked.add(piece.ref)
            self.thumbnails[piece.ref] = small
        for unit in tuple(self._pages):
            self.unit_changed.emit(unit)

    def take_written(self, write: Write, pages: Sequence[UnitPage]) -> None:
        """Answers are in the file."""
        self._pending.land(write)
        self._take_pages(pages)
        self.written.emit(tuple(write.answers))
        self._services.changes.announce("answers")
        self._services.saved()

    def _take_pages(self, pages: Sequence[UnitPage]) -> None:
        found = {page.unit.key: page for page in pages}
        self._pages.update(found)
        self._units = tuple(
            overview(found[row.unit.key]) if row.unit.key in found else row for row in self._units
        )
        for unit in found:
            self.unit_changed.emit(unit)
        self.units_changed.emit()

    def take_refused(self, write: Write, error: Exception) -> None:
        """Answers are not in the file: they stay on the page, or what stood before them does again.

        What was entered after them is still to come.
        """
        reason = error.message if isinstance(error, AppError) else str(error)
        fates = self._pending.fail(write, reason, self._is_in_file)
        for unit in dict.fromkeys(unit for (unit, _item), fate in fates.items() if fate != "superseded"):
            self.unit_changed.emit(unit)
        for cell, fate in fates.items():
            if fate == "refused":
                self.refused.emit(Refused(cell, error))

    def _is_in_file(self, cell: Cell, entered: Entered) -> bool:
        """Whether the file holds this answer."""
        page = self.page(cell[0])
        name, item = page.unit.full_name, cell[1]
        there = answer_of(self.project, name, item, page.entries[item].entered)
        return answer_of(self.project, name, item, entered) == there


def thumbnail_size() -> QSize:
    """How large thumbnails are kept: for screens of double density."""
    size = current_theme().size
    return QSize(2 * size.thumb_w, 2 * size.thumb_h)


def _on_attachment(desk: EntryDesk, piece: Evidence, small: bytes | None) -> None:
    desk.take_attachment(piece, small)


def _on_written(
    desk: EntryDesk, write: Write, done: Callable[[], None] | None, pages: tuple[UnitPage, ...]
) -> None:
    desk.take_written(write, pages)
    if done is not None:
        done()


def _on_refused(
    desk: EntryDesk, write: Write, failed: Callable[[Exception], None] | None, error: Exception
) -> None:
    desk.take_refused(write, error)
    if failed is not None:
        failed(error)
