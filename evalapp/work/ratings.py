"""The ratings that agreement is computed on: gathered from a project at the first sign-offs, or from a table."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from evalapp.base.clock import local_week
from evalapp.base.numbers import canonical
from evalapp.base.tables import read_csv
from evalapp.entry.columns import RATINGS
from evalapp.entry.final import BLANK as NO_ANSWER
from evalapp.entry.final import Final
from evalapp.entry.ratings import Rating, read_ratings
from evalapp.form.label import Label
from evalapp.form.model import is_scored
from evalapp.form.tree import Node, Tree
from evalapp.merge.agreement.meanings import meaning_by_scale, meaning_without_form
from evalapp.merge.agreement.ratings import AGAIN, BLANK, CONTRADICTORY, NOT_ASKED, Ratings, ratings
from evalapp.store.first_signoff import answers_at_first_signoff, first_signoffs
from evalapp.store.project_file import Connection
from evalapp.store.queries import assignments, people, roster, settings
from evalapp.work.applying import applicability
from evalapp.work.project import Project
from evalapp.work.terms import difference_rules


class Rater(Struct, frozen=True):
    """An assessor as results name one."""

    code: str
    name: str


class RatedUnit(Struct, frozen=True):
    """A unit as lists name one."""

    key: str
    name: str


class RatedItem(Struct, frozen=True, eq=False):
    """An item with its ratings. ``answers`` are what their codes stand for; ``leaf`` is None without a form."""

    code: str
    title: Label
    ratings: Ratings
    answers: tuple[Final, ...]
    leaf: Node | None


class Gathered(Struct, frozen=True, eq=False, kw_only=True):
    """All ratings: items in the form's order, assessors and ``roster`` by the numbers that stand in the ratings.

    ``units`` counts those that anybody has handed in. ``weeks`` has for each of the roster the week (``2021-W42``) in
    which the last of its assessors signed it off for the first time; "" where nobody has, or nobody knows when.
    ``tree`` is None where no form says what answers are worth; ``tolerance`` is in score points.
    """

    items: tuple[RatedItem, ...]
    raters: tuple[Rater, ...]
    roster: tuple[RatedUnit, ...]
    weeks: tuple[str, ...]
    units: int
    tree: Tree | None
    tolerance: float


def gather_project(project: Project) -> Gathered:
    """What each assigned assessor stood by at the first sign-off of each unit on the roster (RECORD R15).

    An item that an assessor's own answers rule out was not asked of that assessor. Left out are items in words, and those
    that nobody types.
    """
    with project.file.read() as connection:
        return _of_project(project, connection)


def gather_table(path: Path, tree: Tree | None) -> Gathered:
    """The ratings in a table ``unit,item,assessor,value[,state]``.

    Left out are items in words, and those that nobody types. Raises AppError("ratings", "columns", …) with every finding.
    """
    found = read_ratings(read_csv(path, RATINGS), tree)
    units = {unit: number for number, unit in enumerate(dict.fromkeys(one.unit for one in found))}
    raters = {code: number for number, code in enumerate(dict.fromkeys(one.assessor for one in found))}
    order = (
        [leaf.code for leaf in tree.leaves if _is_rated(leaf)]
        if tree is not None
        else [one.item for one in found]
    )
    columns = {item: _Column() for item in order}
    for one in found if tree is not None else _numbers_alike(found):
        if one.item in columns:
            columns[one.item].add(units[one.unit], raters[one.assessor], one.answer)
    tolerance = 0.0 if tree is None else tree.form.policy.tolerance
    return Gathered(
        items=_items({item: column for item, column in columns.items() if column.unit}, tree, tolerance),
        raters=tuple(Rater(code, code) for code in raters),
        roster=tuple(RatedUnit(unit, unit) for unit in units),
        weeks=("",) * len(units),
        units=len(units),
        tree=tree,
        tolerance=tolerance,
    )


def _is_rated(leaf: Node) -> bool:
    """Whether assessors answer a leaf in other than words; what has weight 0 does not exist (FORM rule 6)."""
    return leaf.scale is not None and is_scored(leaf.scale) and leaf.scale.typed and leaf.exists


def _numbers_alike(found: Sequence[Rating]) -> list[Rating]:
    """The ratings with 4.0 written as 4 where all values of an item are numbers: there is no scale to read them."""
    worded = {
        one.item for one in found if one.answer.state == "answered" and canonical(one.answer.value) is None
    }
    return [
        one
        if one.item in worded or one.answer.state != "answered"
        else msgspec.structs.replace(one, answer=Final("answered", canonical(one.answer.value) or ""))
        for one in found
    ]


class _Column:
    """The answers to one item while they are gathered; equal answers have one code."""

    def __init__(self) -> None:
        self.unit: list[int] = []
        self.assessor: list[int] = []
        self.code: list[int] = []
        self.answers: dict[Final, int] = {}

    def add(self, unit: int, assessor: int, answer: Final) -> None:
        """An answer, or a blank."""
        blank = answer == NO_ANSWER
        self.add_code(unit, assessor, BLANK if blank else self.answers.setdefault(answer, len(self.answers)))

    def add_code(self, unit: int, assessor: int, code: int) -> None:
        """An answer by its code, or one of the codes below zero."""
        self.unit.append(unit)
        self.assessor.append(assessor)
        self.code.append(code)

    def ratings(self, leaf: Node | None, tolerance: float) -> Ratings:
        """What was gathered, as statistics need it."""
        answers = tuple(self.answers)
        meaning = (
            meaning_without_form(answers)
            if leaf is None or leaf.scale is None
            else meaning_by_scale(leaf.scale, leaf.item.states, answers, tolerance)
        )
        return ratings(self.unit, self.assessor, self.code, meaning)


def _of_project(project: Project, connection: Connection) -> Gathered:
    units = {unit.key: unit for unit in roster(connection)}
    unit_number = {key: number for number, key in enumerate(units)}
    persons = people(connection)
    person_number = {key: number for number, key in enumerate(persons)}
    assigned: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in assignments(connection):
        assigned[(row.subject, row.unit)].add(row.item)
    signoffs = first_signoffs(connection)
    given: dict[tuple[str, str], dict[str, tuple[Final, ...]]] = defaultdict(dict)
    for one in answers_at_first_signoff(connection, signoffs, project.terms.reading(connection)):
        given[(one.subject, one.unit)][one.item] = one.answers
    applies = applicability(project)
    leaves = {leaf.code: leaf for leaf in project.tree.leaves if _is_rated(leaf)}
    columns = {code: _Column() for code in leaves}
    counting = [
        (subject, unit)
        for subject, unit in signoffs
        if (subject, unit) in assigned and subject in persons and unit in units
    ]
    last: dict[str, str] = {}
    for subject, unit in counting:
        last[unit] = max(last.get(unit, ""), signoffs[(subject, unit)].at)
    for subject, unit in counting:
        wanted = assigned[(subject, unit)]
        answers = given[(subject, unit)]
        apply = applies(units[unit], {item: one[0] for item, one in answers.items() if len(one) == 1})
        for item, column in columns.items():
            if leaves[item].kind == units[unit].sort and ("" in wanted or item in wanted):
                place = (unit_number[unit], person_number[subject])
                _add(column, place, answers.get(item, (NO_ANSWER,)), asked=item in apply)
    tolerance = difference_rules(settings(connection), project.tree).tolerance
    return Gathered(
        items=_items(columns, project.tree, tolerance),
        raters=tuple(Rater(person.code, person.name) for person in persons.values()),
        roster=tuple(RatedUnit(unit.key, unit.full_name) for unit in units.values()),
        weeks=tuple(local_week(last[unit]) if unit in last else "" for unit in units),
        units=len({unit for _subject, unit in counting}),
        tree=project.tree,
        tolerance=tolerance,
    )


def _add(column: _Column, place: tuple[int, int], answers: tuple[Final, ...], *, asked: bool) -> None:
    """What an assessor stood by; no answer at all where it is to be given again."""
    if not asked:
        column.add_code(*place, NOT_ASKED)
    elif len(answers) > 1:
        column.add_code(*place, CONTRADICTORY)
    elif not answers:
        column.add_code(*place, AGAIN)
    else:
        column.add(*place, answers[0])


def _items(columns: Mapping[str, _Column], tree: Tree | None, tolerance: float) -> tuple[RatedItem, ...]:
    found = []
    for item, column in columns.items():
        leaf = None if tree is None else tree.node(item)
        title = item if leaf is None else leaf.item.title
        found.append(RatedItem(item, title, column.ratings(leaf, tolerance), tuple(column.answers), leaf))
    return tuple(found)
