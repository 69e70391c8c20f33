"""What was changed about who answers what: by whom, when, why; and the way back."""

from itertools import groupby

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.entry.contents import Assignment
from evalapp.store.assignment_history import AssignmentRevision, assignment_history, founded_at
from evalapp.store.queries import people, roster
from evalapp.work.assigning import Changed, Was, put_back
from evalapp.work.project import Project, require_role


class LogLine(Struct, frozen=True, kw_only=True):
    """One change, perhaps of many slots. ``given``, ``taken`` and ``barred`` count pairs of person and unit.

    ``id`` stands for it; ``stands`` is false where a later change has overtaken any of it, so that it cannot be taken back whole.
    """

    id: str
    at: str
    by: str
    reason: str
    given: int
    taken: int
    barred: int
    names: tuple[str, ...]
    units: tuple[str, ...]
    stands: bool


def assignment_log(project: Project) -> tuple[LogLine, ...]:
    """The changes since the founding, the latest first."""
    require_role(project, "coordinator")
    with project.file.read() as connection:
        history, begun = assignment_history(connection), founded_at(connection)
        groups = [group for group in _groups(history) if (group[0].device, group[0].at) != begun]
        names = {key: person.name for key, person in people(connection).items()}
        units = {unit.key: unit.full_name for unit in roster(connection)}
    lines = []
    for group in groups:
        contents = [(one, one.content) for one in group]
        lines.append(
            LogLine(
                id=group[0].id,
                at=group[0].at,
                by=names.get(group[0].author, ""),
                reason=group[0].content.reason,
                given=len({(one.unit, one.person) for one, content in contents if content.active}),
                taken=len({(one.unit, one.person) for one, content in contents if _rests(content)}),
                barred=sum(1 for _one, content in contents if content.barred),
                names=tuple(dict.fromkeys(names.get(one.person, "") for one in group)),
                units=tuple(dict.fromkeys(units.get(one.unit, one.unit) for one in group)),
                stands=all(one.is_head for one in group),
            )
        )
    return tuple(reversed(lines))


def take_back(project: Project, line: str, reason: str = "") -> Changed:
    """Write the reverse of a change: every slot says again what it said before. Raises AppError("overtaken").

    Nothing is written where a later change has overtaken a part of it.
    """
    require_role(project, "coordinator")
    with project.file.read() as connection:
        history = assignment_history(connection)
    group = next((group for group in _groups(history) if group[0].id == line), [])
    if not group or not all(one.is_head for one in group):
        raise AppError(
            "overtaken",
            _(
                "A later change has overtaken this one, so it cannot be taken back as a whole. Nothing was changed. Change the "
                "table instead."
            ),
        )
    before = {one.id: one.content for one in history}
    was = [
        Was((one.unit, one.item, one.person), before[one.replaces[0]] if one.replaces else None)
        for one in group
    ]
    return put_back(project, was, reason)


def _rests(content: Assignment) -> bool:
    return not content.active and not content.barred


def _groups(history: list[AssignmentRevision]) -> list[list[AssignmentRevision]]:
    """The revisions that were written together: one after the other by one device, at one moment, for one reason."""
    return [
        list(group) for _key, group in groupby(history, lambda one: (one.device, one.at, one.content.reason))
    ]
