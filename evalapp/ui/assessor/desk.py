"""Between the entry page and the file: what is entered is shown at once, written in order, and never lost on the way."""

from functools import partial

from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from evalapp.base.errors import AppError
from evalapp.base.progress import Progress
from evalapp.ui.services import Services
from evalapp.work.answers import Entered, UnitOverview, UnitPage, my_units, record_answer, unit_page
from evalapp.work.drafts import drop_typing, keep_typing
from evalapp.work.evidence import attachment_bytes
from evalapp.work.project import Project

Cell = tuple[str, str]
"""(unit key, item code)"""


class Written(Struct, frozen=True):
    """What the worker gives back after an answer was written."""

    page: UnitPage
    wrote: bool


class Refused(Struct, frozen=True):
    """An answer that was not written: the cell, why, and what was entered."""

    cell: Cell
    error: Exception
    entered: Entered


class EntryDesk(QObject):
    """Keeps what is entered and not yet written, writes it in the order given, and says what became of it.

    Signals:
        unit_changed: the key of a unit whose page is new.
        units_changed: the list of units is new.
        written: a cell was written.
        refused: a Refused; what was entered is kept until it is entered again.
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
        self.thumbnails: dict[str, bytes] = {}

    def load(self) -> None:
        """Read the list of units and the first unit's page; on the GUI thread, once."""
        self.units = my_units(self.project)
        for row in self.units[:1]:
            self.page(row.unit.key)

    def reload(self) -> None:
        """Read everything anew: units were handed in."""
        self._pages.clear()
        self.units = my_units(self.project)
        self.units_changed.emit()
        for row in self.units:
            self.unit_changed.emit(row.unit.key)

    def page(self, unit: str) -> UnitPage:
        """The unit's page as last read; read now where it was not yet."""
        if unit not in self._pages:
            self._keep(unit_page(self.project, unit))
        return self._pages[unit]

    def entered(self, unit: str, item: str) -> Entered:
        """What stands for a cell now: what is being written, what was refused, or what the file holds."""
        return self._entered.get((unit, item), self.page(unit).entries[item].entered)

    def refusal(self, unit: str, item: str) -> str:
        """Why the last entry of a cell was not written; "" where it was."""
        return self._refused.get((unit, item), "")

    def enter(self, unit: str, item: str, entered: Entered) -> None:
        """Write an answer; it stands at once on the page."""
        cell = (unit, item)
        self._entered[cell] = entered
        self._refused.pop(cell, None)
        self._waiting[cell] = self._waiting.get(cell, 0) + 1
        self._services.runner.run(
            self,
            partial(_write, self.project, unit, item, entered),
            done=partial(_on_written, self, cell),
            failed=partial(_on_refused, self, cell, entered),
        )

    def retry(self) -> None:
        """Write again what was refused."""
        for (unit, item), _reason in tuple(self._refused.items()):
            self.enter(unit, item, self._entered[(unit, item)])

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
        for entry in page.entries.values():
            for piece in entry.entered.evidence:
                if piece.is_attachment and piece.ref not in self.thumbnails:
                    data = attachment_bytes(self.project, piece.ref)
                    if data is not None:
                        self.thumbnails[piece.ref] = data if piece.kind == "screenshot" else b""

    def take_written(self, cell: Cell, written: Written) -> None:
        """An answer is in the file."""
        self._waiting[cell] -= 1
        if not self._waiting[cell]:
            del self._waiting[cell]
            self._entered.pop(cell, None)
        self._keep(written.page)
        self.units = tuple(
            _overview(written.page) if row.unit.key == written.page.unit.key else row for row in self.units
        )
        self.unit_changed.emit(written.page.unit.key)
        self.units_changed.emit()
        self.written.emit(cell)
        self._services.changes.announce("answers")
        self._services.saved()

    def take_refused(self, cell: Cell, entered: Entered, error: Exception) -> None:
        """An answer is not in the file; it stays on the page."""
        self._waiting[cell] -= 1
        if not self._waiting[cell]:
            del self._waiting[cell]
        self._refused[cell] = error.message if isinstance(error, AppError) else str(error)
        self.unit_changed.emit(cell[0])
        self.refused.emit(Refused(cell, error, entered))


def _write(project: Project, unit: str, item: str, entered: Entered, _progress: Progress) -> Written:
    wrote = record_answer(project, unit, item, entered)
    for field in ("value", "justification"):
        drop_typing(project, unit, item, field)
    return Written(unit_page(project, unit), wrote)


def _keep_typed(project: Project, unit: str, item: str, field: str, text: str, _progress: Progress) -> None:
    keep_typing(project, unit, item, field, text)


def _drop_typed(project: Project, unit: str, item: str, field: str, _progress: Progress) -> None:
    drop_typing(project, unit, item, field)


def _on_written(desk: EntryDesk, cell: Cell, written: Written) -> None:
    desk.take_written(cell, written)


def _on_refused(desk: EntryDesk, cell: Cell, entered: Entered, error: Exception) -> None:
    desk.take_refused(cell, entered, error)


def _overview(page: UnitPage) -> UnitOverview:
    return UnitOverview(
        unit=page.unit,
        progress=page.progress,
        errors=sum(1 for problem in page.problems if problem.severity == "error"),
        warnings=sum(1 for problem in page.problems if problem.severity == "warning"),
        signed_off_at=page.signed_off_at,
        changed_since=page.changed_since,
    )
