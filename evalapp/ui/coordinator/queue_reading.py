"""Reading the queue and what its cells would change, and keeping where somebody is in it."""

from functools import partial

import msgspec
from PySide6.QtCore import QObject, Signal, Slot

from evalapp.base.progress import Progress
from evalapp.ui.coordinator.queue_panel import QueuePanel, QueuePlace
from evalapp.ui.coordinator.queue_state import Queue, read_changes, read_queue
from evalapp.ui.services import Services
from evalapp.work.any_cell import any_cell
from evalapp.work.cell_change import CellChange
from evalapp.work.deciding import QueueRow
from evalapp.work.impact import Changes, by_effect, change_of_cell
from evalapp.work.places import keep_place
from evalapp.work.project import Project

PAGE = "decide"


class QueueReading(QObject):
    """Brings the panel up to date. The order counts what cells would change; after a decision that is found out behind it.

    Signals:
        queue_read: a Queue; the panel shows it.
        weighed: what cells would change is known anew.
        looked_up: what the cell (its id) would change, a CellChange, where only that one was looked up.
    """

    queue_read = Signal(object)
    weighed = Signal()
    looked_up = Signal(str, object)

    def __init__(self, project: Project, services: Services, panel: QueuePanel, parent: QObject) -> None:
        super().__init__(parent)
        self._project = project
        self._services = services
        self._panel = panel
        self._changes: Changes | None = None
        self._plain: tuple[QueueRow, ...] = ()
        self._decided = 0
        self._kept = ""
        self._began = False
        panel.moved.connect(self.keep)

    def load(self) -> None:
        """Read the queue; the first time together with what its cells would change."""
        self._run(partial(read_queue, self._project, self._changes), self._on_read)

    def ask_for(self, unit: str, item: str) -> None:
        """Bring a cell into the queue although it may not wait for a decision."""
        self._run(partial(_any_cell, self._project, unit, item), self._on_any_cell)

    def _on_any_cell(self, row: QueueRow | None) -> None:
        if row is not None:
            self._panel.invite(row)

    def _on_read(self, queue: Queue) -> None:
        first, self._changes = self._changes is None, queue.changes
        self._plain, self._decided = queue.plain, queue.decided
        if not self._began:
            self._began = True
            self._kept = queue.kept
            if queue.kept and self._panel.place() == QueuePlace(current=self._panel.current):
                self._panel.return_to(_place(queue.kept))
        self._panel.set_names(queue.units, queue.people)
        self._panel.set_state(queue.rows, queue.decided)
        self.queue_read.emit(queue)
        if not first:
            self._run(partial(read_changes, self._project, queue.plain), self._on_changes)

    def _on_changes(self, found: Changes) -> None:
        self._changes = found
        self._panel.set_state(by_effect(self._project, self._plain, found), self._decided)
        self.weighed.emit()

    def change_of(self, unit: str, item: str) -> CellChange | None:
        """What a cell would change; None where it has to be looked up, which :attr:`looked_up` tells."""
        known = (self._changes or {}).get((unit, item))
        if known is not None and (known.kind != "unknown" or known.pending):
            return known
        self._run(partial(_look_up, self._project, unit, item), self._on_looked_up)
        return None

    def _on_looked_up(self, found: tuple[str, CellChange]) -> None:
        self.looked_up.emit(*found)

    @Slot()
    def keep(self) -> None:
        """Keep where somebody is, for the next time that the project is opened."""
        text = msgspec.json.encode(self._panel.place()).decode()
        if text != self._kept:
            self._kept = text
            self._services.runner.run(
                self, partial(_keep, self._project, text), done=self._on_kept, failed=self._on_not_kept
            )

    def _on_kept(self, _none: None) -> None:
        """Nobody has to be told."""

    def _on_not_kept(self, _error: Exception) -> None:
        """A file that cannot be written, such as one on a protected stick, is read all the same."""

    def _run(self, work: object, done: object) -> None:
        self._services.runner.run(self, work, done=done, failed=self._services.failed)  # type: ignore[arg-type]


def _place(text: str) -> QueuePlace:
    """The place that was kept; the beginning where a later version kept something else."""
    try:
        return msgspec.json.decode(text, type=QueuePlace)
    except msgspec.MsgspecError:
        return QueuePlace()


def _any_cell(project: Project, unit: str, item: str, _progress: Progress) -> QueueRow | None:
    return any_cell(project, unit, item)


def _keep(project: Project, text: str, _progress: Progress) -> None:
    keep_place(project, PAGE, text)


def _look_up(project: Project, unit: str, item: str, _progress: Progress) -> tuple[str, CellChange]:
    return f"{unit}/{item}", change_of_cell(project, unit, item)
