"""Whether the work will be in by the deadline, and who is late."""

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct

from evalapp.base.clock import local_date
from evalapp.entry.project_settings import DEADLINE, is_day
from evalapp.merge.pace import days_needed
from evalapp.store.answer_days import answer_times
from evalapp.store.barred import barred
from evalapp.store.queries import settings
from evalapp.work.board import Board, BoardRow
from evalapp.work.project import Project
from evalapp.work.questions import asked, waiting


class PersonOutlook(Struct, frozen=True, kw_only=True):
    """One assessor: how many days (of this machine's calendar) nothing has come, and when all would be answered at this pace.

    ``finish`` is a day as 2026-10-31, "" where nothing tells. ``late``: something is not handed in, and the deadline is past,
    the pace leads beyond it, or nothing has begun in the week before it. ``silent`` is None where nothing ever came.
    """

    person: str
    name: str
    code: str
    open_pieces: int
    open_answers: int
    silent: int | None
    finish: str
    late: bool


class Outlook(Struct, frozen=True, kw_only=True):
    """The whole: ``deadline`` ("" for none), days left (negative when past), when all would be answered, each assessor."""

    deadline: str
    days_left: int | None
    finish: str
    people: tuple[PersonOutlook, ...]

    @property
    def early(self) -> int | None:
        """How many days before the deadline all would be answered; negative after it; None where one of both is not known."""
        if not self.finish or not self.deadline:
            return None
        return (date.fromisoformat(self.deadline) - date.fromisoformat(self.finish)).days

    @property
    def late(self) -> tuple[PersonOutlook, ...]:
        """The assessors who are late, those with the most open pieces first."""
        return tuple(
            sorted((one for one in self.people if one.late), key=lambda one: (-one.open_pieces, one.code))
        )


_SOON = 7
"""In the last week before the deadline, whoever has not begun is late."""


def outlook(project: Project, board: Board) -> Outlook:
    """The outlook for the progress in ``board``."""
    today = date.fromisoformat(local_date(project.session.world.now()))
    with project.file.read() as connection:
        chosen = settings(connection)
        times = answer_times(connection)
    set_to = chosen[DEADLINE].value if DEADLINE in chosen and not chosen[DEADLINE].disputed else ""
    deadline = set_to if is_day(set_to) else ""
    days = {person: [_day(at, today) for at in found] for person, found in times.items()}
    people = tuple(_person(row, days.get(row.person, ()), today, deadline) for row in board.rows if row.cells)
    finishes = [one.finish for one in people]
    return Outlook(
        deadline=deadline,
        days_left=(date.fromisoformat(deadline) - today).days if deadline else None,
        finish=max(finishes) if finishes and all(finishes) else "",
        people=people,
    )


def _day(at: str, today: date) -> int:
    try:
        return date.fromisoformat(local_date(at)).toordinal()
    except ValueError:
        return today.toordinal()


def _person(row: BoardRow, days: Sequence[int], today: date, deadline: str) -> PersonOutlook:
    needed = days_needed(days, today.toordinal(), row.leaves - row.answered)
    finish = "" if needed is None else (today + timedelta(days=needed)).isoformat()
    pieces = sum(1 for cell in row.cells.values() if not cell.signed_off_at)
    silent = (today - date.fromisoformat(local_date(row.last_received))).days if row.last_received else None
    late = False
    if deadline and pieces:
        left = (date.fromisoformat(deadline) - today).days
        late = left < 0 or (finish > deadline if finish else left <= _SOON)
    return PersonOutlook(
        person=row.person,
        name=row.name,
        code=row.code,
        open_pieces=pieces,
        open_answers=row.leaves - row.answered,
        silent=silent,
        finish=finish,
        late=late,
    )


class Marks(Struct, frozen=True, kw_only=True):
    """What is said of pairs of a person and a unit beside how far they are: barred, or something given back waits."""

    barred: frozenset[tuple[str, str]]
    returned: frozenset[tuple[str, str]]


def marks(project: Project) -> Marks:
    """The marks of the project's pairs."""
    with project.file.read() as connection:
        return Marks(
            barred=barred(connection),
            returned=frozenset((one.subject, one.unit) for one in waiting(asked(project, connection))),
        )
