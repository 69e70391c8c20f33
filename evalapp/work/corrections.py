"""Corrections after publication, as a log: each publication that corrects another, and every cell that moved with it (R20)."""

from pathlib import Path

from msgspec import Struct

from evalapp.base.clock import local_moment
from evalapp.base.csv_file import csv_file
from evalapp.base.i18n import _, current_language
from evalapp.base.numbers import display
from evalapp.base.progress import Progress
from evalapp.form.tree import Tree
from evalapp.report.words import status_word, value_words
from evalapp.score.frozen import FrozenCell
from evalapp.score.results import ResultRow
from evalapp.work.project import Project
from evalapp.work.publication_diff import Cause, MovedCell, MovedUnit, difference
from evalapp.work.publication_words import cause_words
from evalapp.work.publications import Published, publications

COLUMNS = (
    "corrected", "correction", "published", "by", "note", "unit", "unit_name", "item", "before", "after", "effect", "cause",
    "cause_by", "cause_at", "rank_before", "rank_after", "score_before", "score_after",
)  # fmt: skip


class CorrectedCell(Struct, frozen=True, kw_only=True):
    """A cell that a correction moved, or "" for ``item`` where other rules or another unit moved it. Values are words.

    ``effect`` is in points of the total, None where there is none; ``rank_before`` and ``rank_after`` are the unit's.
    """

    unit: str
    unit_name: str
    item: str
    before: str
    after: str
    effect: float | None
    causes: tuple[Cause, ...]
    rank_before: int | None
    rank_after: int | None
    score_before: float | None
    score_after: float | None

    @property
    def moved_rank(self) -> bool:
        """Whether the unit has another rank since."""
        return self.rank_before != self.rank_after


class Correction(Struct, frozen=True, kw_only=True):
    """A publication that corrects another one (``of``): when, by whom, why, what moved, and which rules were set otherwise."""

    id: str
    name: str
    of: str
    at: str
    by: str
    note: str
    rules: tuple[Cause, ...]
    cells: tuple[CorrectedCell, ...]


def corrections(project: Project, progress: Progress) -> tuple[Correction, ...]:
    """All corrections, the latest first. Raises AppError("damaged_publication") where what was published is not here."""
    every = publications(project)
    known = {one.id: one for one in every}
    wanted = [one for one in reversed(every) if one.corrects in known]
    found = []
    for number, one in enumerate(wanted):
        progress.step(number, len(wanted), one.name)
        found.append(_correction(project, known[one.corrects], one))
    return tuple(found)


def _correction(project: Project, before: Published, after: Published) -> Correction:
    moved = difference(project, before.id, after.id)
    return Correction(
        id=after.id,
        name=after.name,
        of=before.name,
        at=after.at,
        by=after.by,
        note=after.content.note,
        rules=moved.rules,
        cells=tuple(cell for unit in moved.units for cell in _cells(project.tree, unit)),
    )


def _cells(tree: Tree, unit: MovedUnit) -> list[CorrectedCell]:
    """The cells of a unit that moved; one row without an item where only its rank or total did."""
    return [_cell(tree, unit, moved) for moved in unit.cells] or [_cell(tree, unit, None)]


def _cell(tree: Tree, unit: MovedUnit, moved: MovedCell | None) -> CorrectedCell:
    item = "" if moved is None else moved.item
    return CorrectedCell(
        unit=unit.unit,
        unit_name=unit.name,
        item=item,
        before="" if moved is None else _words(tree, item, moved.before),
        after="" if moved is None else _words(tree, item, moved.after),
        effect=unit.rules if moved is None else moved.effect,
        causes=() if moved is None else moved.causes,
        rank_before=_rank(unit.before),
        rank_after=_rank(unit.after),
        score_before=_points(unit.before),
        score_after=_points(unit.after),
    )


def _rank(row: ResultRow | None) -> int | None:
    return None if row is None else row.rank


def _points(row: ResultRow | None) -> float | None:
    return None if row is None else row.points


def _words(tree: Tree, item: str, cell: FrozenCell | None) -> str:
    if cell is None:
        return _("no value")
    if cell.score is not None:
        return _("mean of two answers")
    if cell.state != "answered":
        return status_word(cell.state)
    scale = tree.node(item).scale if item in tree.by_code else None
    return value_words(scale, cell.value, current_language())


def cause_of(cell: CorrectedCell) -> str:
    """What moved a cell, in words."""
    if not cell.item:
        return _("other rules, or others changed places with it")
    return _("; ").join(cause_words(cause) for cause in cell.causes)


def write_corrections(path: Path, listed: tuple[Correction, ...]) -> None:
    """Write the log as CSV, a row a cell, whole or not at all. Raises AppError("cannot_write")."""
    with csv_file(path, COLUMNS) as write:
        for one in listed:
            for cell in one.cells:
                first = cell.causes[0] if cell.causes else Cause(kind="other")
                write(
                    (
                        one.of,
                        one.name,
                        local_moment(one.at),
                        one.by,
                        one.note,
                        cell.unit,
                        cell.unit_name,
                        cell.item,
                        cell.before,
                        cell.after,
                        "" if cell.effect is None else display(cell.effect, 4),
                        cause_of(cell),
                        first.by,
                        local_moment(first.at) if first.at else "",
                        "" if cell.rank_before is None else str(cell.rank_before),
                        "" if cell.rank_after is None else str(cell.rank_after),
                        "" if cell.score_before is None else display(cell.score_before, 4),
                        "" if cell.score_after is None else display(cell.score_after, 4),
                    )
                )
