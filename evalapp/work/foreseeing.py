"""What a change would move, before it is written: the change itself, rolled back."""

from collections import Counter
from collections.abc import Callable, Sequence

from msgspec import Struct

from evalapp.entry.roster import Unit
from evalapp.store.append import Draft
from evalapp.store.cell_counts import standing_of_cells
from evalapp.store.project_file import Connection
from evalapp.store.queries import roster
from evalapp.work.project import Project

NOBODY = "none"
"""What a cell is that holds nobody's answer."""

Drafts = Callable[[Connection], Sequence[Draft]]


class CellMove(Struct, frozen=True):
    """A cell whose status would be another: ``before`` and ``after`` are statuses, NOBODY where there is no answer."""

    unit: str
    unit_name: str
    item: str
    before: str
    after: str


class Foreseen(Struct, frozen=True):
    """What a change would do to the comparison: so many revisions, and the cells that would be something else."""

    revisions: int = 0
    moves: tuple[CellMove, ...] = ()

    def counts(self) -> tuple[tuple[str, str, int], ...]:
        """How many cells go from which status to which, the most first."""
        found = Counter((move.before, move.after) for move in self.moves)
        return tuple((before, after, n) for (before, after), n in found.most_common())

    def becoming(self, status: str) -> int:
        """How many cells would come to have ``status``."""
        return sum(1 for move in self.moves if move.after == status)


class _Enough(Exception):
    """Seen; nothing is to be kept."""


def foresee(project: Project, drafts: Drafts) -> Foreseen:
    """What writing ``drafts`` would move. Nothing is written; raises what writing them would raise."""
    found: list[Foreseen] = []
    before: dict[tuple[str, str], str] = {}
    count = 0

    def wanted(connection: Connection) -> Sequence[Draft]:
        nonlocal count
        before.update(standing_of_cells(connection))
        given = drafts(connection)
        count = len(given)
        return given

    def look(connection: Connection) -> None:
        after = standing_of_cells(connection)
        units = {unit.key: unit for unit in roster(connection)}
        moves = [
            _move(units, cell, before.get(cell, NOBODY), after.get(cell, NOBODY))
            for cell in sorted(before.keys() | after.keys())
            if before.get(cell, NOBODY) != after.get(cell, NOBODY)
        ]
        found.append(Foreseen(count, tuple(moves)))
        raise _Enough

    try:
        project.write(wanted, look)
    except _Enough:
        return found[0]
    return Foreseen()


def _move(units: dict[str, Unit], cell: tuple[str, str], before: str, after: str) -> CellMove:
    unit, item = cell
    return CellMove(unit, units[unit].full_name if unit in units else unit, item, before, after)
