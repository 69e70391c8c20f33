"""Taking a merged file back: what depends on it first, then the withdrawal, and its undoing (RECORD R7, R8, R16)."""

from collections.abc import Mapping, Sequence
from contextlib import suppress

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.text import clean
from evalapp.entry.contents import ChainRange, Decision, Release, Withdrawal
from evalapp.entry.roster import Unit
from evalapp.store.append import Draft
from evalapp.store.batch_contents import (
    about_questions,
    contents_of_batch,
    decisions_on,
    later_on,
    range_of,
)
from evalapp.store.batches import ranges_of_batch
from evalapp.store.history import decision_numbers
from evalapp.store.project_file import Connection
from evalapp.store.queries import CellRow, PersonRow, cells_of_unit, people, roster
from evalapp.store.questions import questions
from evalapp.store.withdrawals import taken_out, withdrawals_in_force
from evalapp.work.held import require_reason
from evalapp.work.project import Project, require_role
from evalapp.work.questions import item_now
from evalapp.work.said import said


class DependentDecision(Struct, frozen=True, kw_only=True):
    """A decision that weighed something of the file. Its value holds, and is to be confirmed (RECORD R17).

    ``stands`` is false where a later decision replaced it; that one comes to light again only where the later one goes too.
    """

    id: str
    unit: str
    unit_name: str
    item: str
    words: str
    name: str
    at: str
    stands: bool


class MovedCell(Struct, frozen=True, kw_only=True):
    """A cell that would stand otherwise: status and match class before and after; "" where nothing was there or is left.

    ``missing_before`` and ``missing_after`` count the expected assessments that are not there.
    """

    unit: str
    unit_name: str
    item: str
    status_before: str
    match_before: str
    status_after: str
    match_after: str
    missing_before: int = 0
    missing_after: int = 0


class LaterAnswer(Struct, frozen=True, kw_only=True):
    """An answer of another file that replaced one of this file: it goes on counting."""

    unit: str
    unit_name: str
    item: str
    name: str
    words: str
    at: str


class ReopenedQuestion(Struct, frozen=True, kw_only=True):
    """A question that the file answered: it waits again."""

    unit: str
    unit_name: str
    item: str
    name: str
    text: str


class Dependents(Struct, frozen=True, kw_only=True):
    """What depends on a merged file."""

    batch: int
    revisions: int
    decisions: tuple[DependentDecision, ...]
    cells: tuple[MovedCell, ...]
    later: tuple[LaterAnswer, ...]
    questions: tuple[ReopenedQuestion, ...]


class _RolledBack(Exception):
    """Ends the transaction in which a withdrawal is only tried."""


def what_depends(project: Project, batch: int) -> Dependents:
    """What would become of everything if the batch were withdrawn: it is withdrawn, looked at, and rolled back.

    Raises AppError("unknown_batch"), AppError("withdrawn") where nothing of it is left to withdraw.
    """
    require_role(project, "coordinator")
    found: list[Dependents] = []
    before: dict[str, list[CellRow]] = {}

    def drafts(connection: Connection) -> Sequence[Draft]:
        contents = contents_of_batch(connection, batch)
        before.update({unit: cells_of_unit(connection, unit) for unit in contents.units})
        if not contents.ids and ranges_of_batch(connection, batch):
            raise AppError(
                "withdrawn", _("Batch {n} is withdrawn already. Nothing was changed.").format(n=batch)
            )
        found.append(_dependents(project, connection, batch))
        return (_withdrawal(connection, batch, "…", alongside=()),)

    def look(connection: Connection) -> None:
        names = {unit.key: unit.full_name for unit in roster(connection)}
        after = {unit: cells_of_unit(connection, unit) for unit in before}
        moved = [cell for unit in before for cell in _moved(names.get(unit, unit), before[unit], after[unit])]
        found.append(_with_cells(found[0], tuple(moved)))
        raise _RolledBack

    with suppress(_RolledBack):
        project.write(drafts, look)
    return found[-1]


def withdraw_batch(project: Project, batch: int, reason: str, *, decisions: Sequence[str] = ()) -> str:
    """Take a batch's revisions out of all heads; they stay in the union. The id of the withdrawal.

    ``decisions`` that weighed something of it are withdrawn with it, by the same revision, so that one release lifts all.
    What was withdrawn before is withdrawn once more: both withdrawals have to be lifted then. Raises AppError("reason"),
    AppError("unknown_batch"), AppError("unknown_decision").
    """
    require_role(project, "coordinator")
    require_reason(reason)
    reads = project.write(
        lambda connection: (_withdrawal(connection, batch, clean(reason), alongside=decisions),)
    )
    return reads[-1].id


def restore_batch(project: Project, batch: int, reason: str) -> tuple[str, ...]:
    """Lift every withdrawal that took out something of a batch, by a release that names them; their ids.

    Raises AppError("reason"), AppError("not_withdrawn") where none does.
    """
    require_role(project, "coordinator")
    require_reason(reason)
    lifted: list[str] = []

    def drafts(connection: Connection) -> Sequence[Draft]:
        lifted.extend(
            identity
            for identity, _revision, withdrawal in withdrawals_in_force(connection)
            if taken_out(connection, withdrawal)[batch]
        )
        if not lifted:
            raise AppError(
                "not_withdrawn",
                _("Nothing of batch {n} is withdrawn. Nothing was changed.").format(n=batch),
            )
        return (Draft(content=Release(withdrawals=tuple(sorted(lifted)), reason=clean(reason))),)

    project.write(drafts)
    return tuple(lifted)


def _withdrawal(connection: Connection, batch: int, reason: str, alongside: Sequence[str]) -> Draft:
    ranges = ranges_of_batch(connection, batch)
    if not ranges:
        raise AppError(
            "unknown_batch",
            _("There is no batch {n} that brought anything. Nothing was changed. List the batches.").format(
                n=batch
            ),
        )
    contents = contents_of_batch(connection, batch)
    numbers = {one.id: one.n for one in decisions_on(connection, contents)}
    for identity in alongside:
        if identity not in numbers:
            raise AppError(
                "unknown_decision",
                _("No decision {id} weighed anything of batch {n}. Nothing was changed.").format(
                    id=identity[:16], n=batch
                ),
            )
    also: tuple[ChainRange, ...] = tuple(range_of(connection, numbers[identity]) for identity in alongside)
    return Draft(content=Withdrawal(ranges=(*ranges, *also), reason=reason))


def _dependents(project: Project, connection: Connection, batch: int) -> Dependents:
    contents = contents_of_batch(connection, batch)
    names = people(connection)
    units = {unit.key: unit for unit in roster(connection)}
    standing = decision_numbers(connection)
    decisions = [
        DependentDecision(
            id=one.id,
            unit=one.unit,
            unit_name=_unit_name(units, one.unit),
            item=one.item,
            words=said(project, connection, one.revision).words,
            name=_name(names, one.revision.author),
            at=one.revision.at,
            stands=one.n in standing,
        )
        for one in decisions_on(connection, contents)
        if isinstance(one.revision.content, Decision)
    ]
    later = [
        LaterAnswer(
            unit=one.unit,
            unit_name=_unit_name(units, one.unit),
            item=one.item,
            name=_name(names, one.revision.subject),
            words=said(project, connection, one.revision).words,
            at=one.revision.at,
        )
        for one in later_on(connection, contents, batch)
    ]
    answered = about_questions(connection, contents, batch)
    reopened = [
        ReopenedQuestion(
            unit=row.unit,
            unit_name=_unit_name(units, row.unit),
            item=item_now(project, connection, row) or row.item,
            name=_name(names, row.subject),
            text=row.question.text,
        )
        for row in (questions(connection) if answered else ())
        if row.id in answered
    ]
    return Dependents(
        batch=batch,
        revisions=len(contents.ids),
        decisions=tuple(decisions),
        cells=(),
        later=tuple(later),
        questions=tuple(reopened),
    )


def _with_cells(found: Dependents, cells: tuple[MovedCell, ...]) -> Dependents:
    return Dependents(
        batch=found.batch,
        revisions=found.revisions,
        decisions=found.decisions,
        cells=cells,
        later=found.later,
        questions=found.questions,
    )


def _moved(name: str, before: Sequence[CellRow], after: Sequence[CellRow]) -> list[MovedCell]:
    """The cells of a unit that are not what they were."""
    then, now = {row.item: row for row in before}, {row.item: row for row in after}
    return [
        MovedCell(
            unit=(then.get(item) or now[item]).unit,
            unit_name=name,
            item=item,
            status_before=then[item].status if item in then else "",
            match_before=then[item].match if item in then else "",
            status_after=now[item].status if item in now else "",
            match_after=now[item].match if item in now else "",
            missing_before=len(then[item].missing) if item in then else 0,
            missing_after=len(now[item].missing) if item in now else 0,
        )
        for item in sorted(then.keys() | now.keys())
        if _stands(then.get(item)) != _stands(now.get(item))
    ]


def _stands(row: CellRow | None) -> object:
    return None if row is None else (row.status, row.match, row.final, row.missing)


def _name(names: Mapping[str, PersonRow], person: str) -> str:
    return names[person].name if person in names else person[:8]


def _unit_name(units: Mapping[str, Unit], key: str) -> str:
    return units[key].full_name if key in units else key
