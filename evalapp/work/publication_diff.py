"""The difference between two publications, or between one and now: which ranks moved, and what moved them (RECORD R20)."""

from collections import defaultdict
from collections.abc import Mapping
from functools import partial
from math import isnan
from typing import Literal

from msgspec import Struct

from evalapp.base.numbers import guard
from evalapp.entry.contents import ANSWER, DECISION, KIND_NUMBERS, MAPPING, SETTING
from evalapp.entry.final import Final, Finals
from evalapp.entry.revision import decode
from evalapp.entry.roster import Roster, Unit
from evalapp.entry.states import compile_rules
from evalapp.form.settings import NO_SETTINGS, apply_settings, read_settings
from evalapp.form.tree import Tree, build_tree
from evalapp.score.frozen import Frozen, FrozenCell
from evalapp.score.results import TOTAL, ResultRow, compute
from evalapp.score.stepwise import Step, stepwise
from evalapp.store.frontier import Later, beyond, body_of, file_names
from evalapp.store.project_file import Connection
from evalapp.store.queries import PersonRow, people
from evalapp.work.project import Project, require_role
from evalapp.work.publications import Published, frozen_results, publication
from evalapp.work.publishing import freeze

CauseKind = Literal["decision", "answer", "withdrawal", "setting", "edition", "roster", "other"]


class Cause(Struct, frozen=True, kw_only=True):
    """What moved a cell or the rules: a decision or an answer with its author, the merged file that brought it, its revision."""

    kind: CauseKind
    id: str = ""
    by: str = ""
    at: str = ""
    file: str = ""
    words: str = ""


class MovedCell(Struct, frozen=True, kw_only=True):
    """A final value that is otherwise: before, after, its effect on the total (points; None where there is none), the causes."""

    item: str
    before: FrozenCell | None
    after: FrozenCell | None
    effect: float | None
    causes: tuple[Cause, ...]


class MovedUnit(Struct, frozen=True, kw_only=True):
    """A unit whose total, rank, grade or status is otherwise.

    ``rules`` is what other weights, policies or another roster do to the total with the values as they were; with the effects of
    ``cells`` it adds up to the change. ``passed_by`` and ``passed`` are units (keys) that changed places with it.
    """

    unit: str
    name: str
    before: ResultRow | None
    after: ResultRow | None
    rules: float | None
    cells: tuple[MovedCell, ...]
    passed_by: tuple[str, ...]
    passed: tuple[str, ...]


class Difference(Struct, frozen=True, kw_only=True):
    """Two sets of results. ``same`` where their hashes are equal; ``rules`` are what was set otherwise; ``units`` those moved."""

    before: str
    after: str
    same: bool
    rules: tuple[Cause, ...]
    units: tuple[MovedUnit, ...]


def difference(project: Project, before: str, after: str = "") -> Difference:
    """What distinguishes publication ``after`` (results now, where none is named) from ``before``; each by name or id.

    Raises AppError("unknown_publication", "damaged_publication").
    """
    require_role(project, "coordinator")
    first = publication(project, before)
    second = publication(project, after) if after else None
    was = frozen_results(project, first)
    now = freeze(project, "") if second is None else frozen_results(project, second)
    with project.file.read() as connection:
        causes = _Causes(project, connection, first, second)
        rules = causes.of_rules()
        units = _moved_units(project, connection, was, now, causes)
    return Difference(
        before=first.name,
        after="" if second is None else second.name,
        same=was.digest == now.digest,
        rules=rules,
        units=units,
    )


class _Causes:
    """What was recorded between two frontiers, by cell."""

    def __init__(
        self, project: Project, connection: Connection, before: Published, after: Published | None
    ) -> None:
        self._connection = connection
        self._names: Mapping[str, PersonRow] = people(connection)
        self._files = file_names(connection)
        between = list(beyond(connection, before.content.tips, _KINDS))
        if after is not None:
            later = {one.n for one in beyond(connection, after.content.tips, _KINDS)}
            between = [one for one in between if one.n not in later]
        self._of_cell: dict[tuple[str, str], list[Later]] = defaultdict(list)
        self._rest: list[Later] = []
        for one in between:
            if one.kind in (ANSWER, DECISION):
                for item in _today(project, connection, one.item):
                    self._of_cell[one.unit, item].append(one)
            else:
                self._rest.append(one)

    def of_cell(
        self, unit: str, item: str, before: FrozenCell | None, after: FrozenCell | None
    ) -> tuple[Cause, ...]:
        """What moved a cell: its decision where that is another one, else the answers that came."""
        found = self._of_cell.get((unit, item), [])
        decided = after.decision if after is not None else ""
        if decided and (before is None or decided != before.decision):
            mine = [one for one in found if one.id == decided]
        else:
            mine = [one for one in found if one.kind == ANSWER]
        return tuple(self._cause(one) for one in mine) or (Cause(kind="other"),)

    def of_rules(self) -> tuple[Cause, ...]:
        """Settings, editions, roster rows, assignments and withdrawals that were recorded."""
        return tuple(self._cause(one) for one in self._rest)

    def _cause(self, one: Later) -> Cause:
        revision = decode(body_of(self._connection, one.n))
        author = self._names.get(revision.author)
        return Cause(
            kind=_KIND_OF.get(one.kind, "other"),
            id=one.id,
            by="" if author is None else author.name,
            at=revision.at,
            file="" if one.batch is None else self._files.get(one.batch, ""),
            words=one.item or one.unit,
        )


_KIND_OF: dict[int, CauseKind] = {
    ANSWER: "answer",
    DECISION: "decision",
    SETTING: "setting",
    MAPPING: "edition",
    KIND_NUMBERS["unit"]: "roster",
    KIND_NUMBERS["assignment"]: "roster",
    KIND_NUMBERS["withdrawal"]: "withdrawal",
    KIND_NUMBERS["release"]: "withdrawal",
}
_KINDS = tuple(_KIND_OF)


def _today(project: Project, connection: Connection, item: str) -> tuple[str, ...]:
    """The code in force of an item under which something was recorded, or the codes that it may have."""
    return tuple({item, *project.family(connection, item)})


def _moved_units(
    project: Project, connection: Connection, was: Frozen, now: Frozen, causes: _Causes
) -> tuple[MovedUnit, ...]:
    before, after = (_totals(one) for one in (was, now))
    cells_before, cells_after = (_cells(one) for one in (was, now))
    under_rules, steps = _effects(project, connection, was, now)
    names = {unit.key: unit.name for one in (was, now) for unit in one.units}
    by_unit: dict[str, list[Step]] = defaultdict(list)
    for step in steps:
        by_unit[step.unit].append(step)
    found = []
    for key in dict.fromkeys((*(unit.key for unit in now.units), *(unit.key for unit in was.units))):
        old, new = before.get(key), after.get(key)
        if _said(old) == _said(new) and not by_unit[key]:
            continue
        found.append(
            MovedUnit(
                unit=key,
                name=names[key],
                before=old,
                after=new,
                rules=_gap(old, under_rules.get(key)),
                cells=tuple(
                    MovedCell(
                        item=step.item,
                        before=cells_before.get((key, step.item)),
                        after=cells_after.get((key, step.item)),
                        effect=step.effect,
                        causes=causes.of_cell(
                            key,
                            step.item,
                            cells_before.get((key, step.item)),
                            cells_after.get((key, step.item)),
                        ),
                    )
                    for step in by_unit[key]
                ),
                passed_by=_overtaken(key, before, after),
                passed=_overtaken(key, after, before),
            )
        )
    return tuple(found)


def _effects(
    project: Project, connection: Connection, was: Frozen, now: Frozen
) -> tuple[dict[str, float], tuple[Step, ...]]:
    """Each unit's total with its values as they were under the rules of now, and the steps from there."""
    tree = _tree(project, connection, now)
    rules = compile_rules(tree)
    units = _roster(now)
    on_roster = {unit.key for unit in units}
    values = [
        {cell: final for cell, final in _finals(one).items() if cell[0] in on_roster} for one in (was, now)
    ]
    scored = partial(compute, tree, rules, units)
    base = scored(values[0])
    totals = {unit.key: float(base.points[row]) for row, unit in base.units}
    return totals, stepwise(scored, values[0], values[1], [leaf.code for leaf in tree.leaves])


def _tree(project: Project, connection: Connection, one: Frozen) -> Tree:
    form = project.terms.form(connection, one.form)
    over = read_settings(one.settings.encode(), one.name or one.title, form) if one.settings else NO_SETTINGS
    return build_tree(apply_settings(form, over))


def _roster(one: Frozen) -> Roster:
    return tuple(
        Unit(key=unit.key, code=unit.code, name=unit.name, columns=dict(unit.columns)) for unit in one.units
    )


def _finals(one: Frozen) -> Finals:
    return {(cell.unit, cell.item): Final(cell.state, cell.value, cell.score) for cell in one.cells}


def _cells(one: Frozen) -> dict[tuple[str, str], FrozenCell]:
    return {(cell.unit, cell.item): cell for cell in one.cells}


def _totals(one: Frozen) -> dict[str, ResultRow]:
    known = {unit.key for unit in one.units}
    return {row.unit: row for row in one.rows if row.item == TOTAL and row.unit in known}


def _said(row: ResultRow | None) -> tuple[object, ...] | None:
    return None if row is None else (row.points, row.rank, row.grade, row.status)


def _gap(old: ResultRow | None, under_rules: float | None) -> float | None:
    if old is None or old.points is None or under_rules is None or isnan(under_rules):
        return None
    return guard(under_rules - old.points)


def _overtaken(key: str, before: Mapping[str, ResultRow], after: Mapping[str, ResultRow]) -> tuple[str, ...]:
    """Who stood behind the unit before and stands ahead of it after."""
    old, new = before.get(key), after.get(key)
    if old is None or new is None or old.rank is None or new.rank is None:
        return ()
    found = []
    for other, row in after.items():
        then = before.get(other)
        if then is None or then.rank is None or row.rank is None:
            continue
        if then.rank > old.rank and row.rank < new.rank:
            found.append(other)
    return tuple(found)
