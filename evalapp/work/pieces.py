"""The lists behind the numbers of the progress board: pieces of work, and the answers of one of them."""

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from evalapp.base.progress import Progress
from evalapp.form.label import say
from evalapp.work.answers import LeafEntry, UnitPage, unit_page
from evalapp.work.board import Board
from evalapp.work.project import Project, require_role

Mode = Literal["started", "answered", "valid", "evidenced", "submitted"]
MODES: tuple[Mode, ...] = ("started", "answered", "valid", "evidenced", "submitted")


class Piece(Struct, frozen=True, kw_only=True):
    """One assessor's work on one unit: how many answers are expected, and how many are that far.

    ``submitted`` counts answers that are handed in; ``submitted_at`` (UTC) is "" until the unit was signed off.
    ``errors`` are items with an error.
    """

    person: str
    name: str
    code: str
    unit: str
    unit_name: str
    leaves: int
    started: int
    answered: int
    valid: int
    evidenced: int
    submitted: int
    submitted_at: str
    errors: int

    def done(self, mode: Mode) -> int:
        """How many answers are as far as ``mode`` says."""
        return {
            "started": self.started,
            "answered": self.answered,
            "valid": self.valid,
            "evidenced": self.evidenced,
            "submitted": self.submitted,
        }[mode]


class PieceAnswer(Struct, frozen=True, kw_only=True):
    """One answer of a piece, as it stands: its entry, and what is wrong or open about it, in sentences."""

    item: str
    entry: LeafEntry
    problems: tuple[str, ...]


def pieces(project: Project, board: Board, progress: Progress) -> tuple[Piece, ...]:
    """All pieces of a board, looked through with the page's rules: assessor by assessor, in the order of the units."""
    require_role(project, "coordinator")
    todo = [(row, unit) for row in board.rows for unit in board.units if unit.key in row.cells]
    found = []
    for number, (row, unit) in enumerate(todo):
        progress.step(number, len(todo), row.name)
        page = unit_page(project, unit.key, row.person)
        cell = row.cells[unit.key]
        found.append(
            Piece(
                person=row.person,
                name=row.name,
                code=row.code,
                unit=unit.key,
                unit_name=unit.full_name,
                leaves=page.progress.leaves,
                started=page.progress.started,
                answered=page.progress.answered,
                valid=page.progress.valid,
                evidenced=page.progress.evidenced,
                submitted=min(cell.handed_in, page.progress.leaves),
                submitted_at=cell.signed_off_at,
                errors=len({problem.item for problem in page.problems if problem.severity == "error"}),
            )
        )
    progress.step(len(todo), len(todo))
    return tuple(found)


def answers_of_piece(project: Project, person: str, unit: str, language: str) -> tuple[PieceAnswer, ...]:
    """What one assessor has answered for one unit, item by item, its problems in ``language``."""
    require_role(project, "coordinator")
    return _answers(unit_page(project, unit, person), language)


def _answers(page: UnitPage, language: str) -> tuple[PieceAnswer, ...]:
    problems: dict[str, list[str]] = {}
    for problem in page.problems:
        if problem.severity != "info":
            problems.setdefault(problem.item, []).append(say(problem.message, language))
    return tuple(
        PieceAnswer(
            item=leaf.code, entry=page.entries[leaf.code], problems=tuple(problems.get(leaf.code, ()))
        )
        for leaf in page.leaves
    )


def least_done(found: Sequence[Piece], mode: Mode) -> tuple[Piece, ...]:
    """The pieces that are not as far as ``mode`` says, those with the most to do first."""
    behind = [
        one for one in found if one.done(mode) < one.leaves or (mode == "submitted" and not one.submitted_at)
    ]
    return tuple(sorted(behind, key=lambda one: (one.done(mode) - one.leaves, one.code, one.unit)))
