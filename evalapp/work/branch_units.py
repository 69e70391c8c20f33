"""Which units a branch shows, and by which columns of the roster one is chosen (RECORD R26)."""

from collections import Counter

from msgspec import Struct

from evalapp.store.queries import roster
from evalapp.store.scope import scope
from evalapp.store.whole_roster import whole_roster
from evalapp.work.project import Project

_SHARED = 1.5
"""How many units have a value on average, at the least: initials tell nearly all apart."""


class BranchShare(Struct, frozen=True):
    """How many units a branch shows, and of how many; sub-units are not counted."""

    shown: int
    of: int


class BranchColumn(Struct, frozen=True, kw_only=True):
    """A column of the roster by which branches are chosen: its values, with how many units have each, in their order."""

    name: str
    values: tuple[tuple[str, int], ...]


def branch_share(project: Project) -> BranchShare | None:
    """What part of the whole this file shows; None where it shows all."""
    with project.file.read() as connection:
        if scope(connection) is None:
            return None
        shown, every = roster(connection), whole_roster(connection)
    return BranchShare(*(sum(1 for unit in units if not unit.parent) for units in (shown, every)))


def branch_columns(project: Project) -> tuple[BranchColumn, ...]:
    """The columns whose values several units share, such as the province; those that tell every unit apart are left out."""
    with project.file.read() as connection:
        units = [unit for unit in roster(connection) if not unit.parent]
    names = dict.fromkeys(name for unit in units for name in unit.columns if name not in ("code", "name"))
    found = []
    for name in names:
        values = Counter(value for unit in units if (value := unit.columns.get(name, "")))
        if values and len(values) * _SHARED <= values.total():
            found.append(BranchColumn(name=name, values=tuple(values.items())))
    return tuple(found)
