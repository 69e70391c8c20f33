"""What an open cell would change in the results, and the queue in the order of that (DESIGN section 5).

Effect = 100 × distance on the scale × effective weight ÷ weight of the heaviest item × change; change is 1 where one outcome
would give the unit another rank or grade than another one, and where that is not known; else 1/2. A veto, which decides
about the whole score, weighs as much as the heaviest item. What is open elsewhere counts as :mod:`evalapp.score.assumed` says.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from math import isnan

from msgspec import Struct, structs

from evalapp.base.errors import AppError
from evalapp.entry.asked import is_typed
from evalapp.entry.final import Final, Finals
from evalapp.entry.roster import Roster
from evalapp.form.scales import Binary, Options
from evalapp.form.tree import Node
from evalapp.score.assumed import assumed, reads_value, score_of
from evalapp.score.impact import Answers, Question, impacts, standing_of
from evalapp.score.results import Results, compute
from evalapp.score.standings import Standing
from evalapp.store.heads_table import AGAIN
from evalapp.store.open_answers import OpenAnswer, open_answers, open_decisions
from evalapp.store.project_file import Connection
from evalapp.store.queries import answers_of_cell, assignments, cell, decision_of, finals, roster
from evalapp.work.cell_change import CellChange, Possible, change_of
from evalapp.work.deciding import QueueRow, open_cells, shuffled_by
from evalapp.work.project import Project, require_role

Place = tuple[str, str]
Changes = dict[Place, CellChange]
"""By unit key and item."""


class _Read(Struct, frozen=True, kw_only=True, eq=False):
    """The evaluation as it stands, and what is open in it: assessments in the order of their letters, decisions."""

    roster: Roster
    finals: Finals
    given: dict[Place, list[Final]]
    decided: dict[Place, list[Final]]


def weighed_queue(project: Project) -> tuple[QueueRow, ...]:
    """The open cells, stale decisions first, then by effect with what they would change."""
    rows = open_cells(project)
    return by_effect(project, rows, changes(project, [(row.unit, row.item) for row in rows]))


def changes(project: Project, cells: Sequence[Place]) -> Changes:
    """What each of these open cells would change; the weightiest should come first (see :func:`evalapp.score.impact.impacts`)."""
    require_role(project, "coordinator")
    with project.file.read() as connection:
        read = _read(connection)
    return _changes(project, read, cells, every=False)


def change_of_cell(project: Project, unit: str, item: str) -> CellChange:
    """What one cell would change, decided or not; always known, unless it cannot be computed at all."""
    require_role(project, "coordinator")
    with project.file.read() as connection:
        read = _read(connection)
        if (unit, item) not in read.given:
            _add(read, connection, unit, item)
    return _changes(project, read, [(unit, item)], every=True).get((unit, item), CellChange(kind="unknown"))


class Moved(Struct, frozen=True, kw_only=True):
    """A unit that stands elsewhere after some decisions than before; both under the same assumption for what stays open."""

    unit: str
    name: str
    before: Standing
    after: Standing


def moved_by(project: Project, decided: Finals) -> tuple[Moved, ...]:
    """The units whose rank or grade would be another one if these cells were decided so, in the order of the roster.

    Empty where the results cannot be computed.
    """
    require_role(project, "coordinator")
    with project.file.read() as connection:
        read = _read(connection)
    try:
        before = _assumed_results(project, read)
        after = _assumed_results(project, structs.replace(read, finals={**read.finals, **decided}))
    except AppError:
        return ()
    return tuple(
        Moved(unit=unit.key, name=unit.full_name, before=was, after=will)
        for row, unit in before.units
        if ((was := standing_of(before, row)).rank, was.grade)
        != ((will := standing_of(after, row)).rank, will.grade)
    )


def by_effect(project: Project, rows: Sequence[QueueRow], found: Changes) -> tuple[QueueRow, ...]:
    """The rows with what is known of them: what waits to be confirmed, then by effect, and what was decided last."""
    known = [_weighed(project, row, found.get((row.unit, row.item))) for row in rows]
    return tuple(sorted(known, key=_turn))


_LATER = {"to_confirm": 0, "third": 2, "decided": 3}
"""What is to be confirmed comes first; then what waits, what waits for somebody else, what is decided."""


def _turn(row: QueueRow) -> tuple[int, bool, float, str, str]:
    fresh = row.status == "decided" and not row.staleness
    return (_LATER.get(row.status, 1), fresh, -row.effect, row.unit, row.item)


def _weighed(project: Project, row: QueueRow, change: CellChange | None) -> QueueRow:
    if change is None:
        return row
    leaf = project.tree.node(row.item)
    share = 1.0
    if change.weight is not None and leaf.full_marks and leaf.part != "veto":
        share = change.weight / leaf.full_marks
    effect = min(100.0, row.effect * share) * (1 if change.matters else 0.5)
    return structs.replace(row, effect=effect, change=change)


def _read(connection: Connection) -> _Read:
    expected: dict[str, set[Place]] = defaultdict(set)
    for row in assignments(connection):
        expected[row.unit].add((row.item, row.subject))
    answers: dict[Place, list[OpenAnswer]] = defaultdict(list)
    for one in open_answers(connection):
        if {("", one.subject), (one.item, one.subject)} & expected[one.unit]:
            answers[one.unit, one.item].append(one)
    decided: dict[Place, list[Final]] = defaultdict(list)
    for said in open_decisions(connection):
        decided[said.unit, said.item].append(Final(said.state, said.value))
    return _Read(
        roster=roster(connection),
        finals=finals(connection),
        given={place: _lettered(some) for place, some in answers.items()},
        decided=dict(decided),
    )


def _lettered(answers: Sequence[OpenAnswer]) -> list[Final]:
    ordered = sorted(answers, key=lambda one: (shuffled_by(one.unit, one.item, one.subject), one.id))
    return [Final(one.state, one.value) for one in ordered]


def _add(read: _Read, connection: Connection, unit: str, item: str) -> None:
    """A cell that is settled, with its decision."""
    subjects = {row.subject for row in assignments(connection, unit) if row.item in ("", item)}
    heads = [
        OpenAnswer(unit, item, head.subject, head.answer.state, head.answer.value, head.id)
        for head in answers_of_cell(connection, unit, item)
        if head.signed and head.carried != AGAIN and head.subject in subjects
    ]
    read.given[unit, item] = _lettered(heads)
    row = cell(connection, unit, item)
    if row is not None and row.decision_n is not None:
        said = decision_of(connection, row.decision_n).decision
        read.decided[unit, item] = [Final(said.state, said.value)]


def _changes(project: Project, read: _Read, cells: Sequence[Place], *, every: bool) -> Changes:
    try:
        whole = _assumed_results(project, read)
    except AppError:
        return {place: CellChange(kind="unknown") for place in cells}
    by_value = {leaf.code for leaf in project.tree.leaves if reads_value(project.rules, leaf)}
    outcomes = {place: _outcomes(project, read, place, by_value) for place in cells}
    questions = [
        Question(unit=unit, item=item, outcomes=tuple(final for _label, final in outcomes[unit, item]))
        for unit, item in cells
    ]
    answers = impacts(whole, project.rules, questions, every=every)
    row_of = {unit.key: row for row, unit in enumerate(read.roster)}
    return {
        (one.unit, one.item): _change(project, whole, row_of.get(one.unit), one, outcomes, found)
        for one, found in zip(questions, answers, strict=True)
    }


def _assumed_results(project: Project, read: _Read) -> Results:
    """The results as if nothing were open. Raises AppError where nothing can be computed."""
    waiting = {
        place: given
        for place, given in read.given.items()
        if read.finals.get(place, Final("blank")).state == "blank"
    }
    tree, rules = project.tree, project.rules
    return compute(tree, rules, read.roster, assumed(tree, rules, read.roster, read.finals, waiting))


def _outcomes(
    project: Project, read: _Read, place: Place, by_value: Collection[str]
) -> list[tuple[str, Final]]:
    """What a cell could come to, with the words that name each: letters, decisions, full marks and nothing."""
    given = read.given.get(place, [])
    found = [(chr(ord("A") + number), final) for number, final in enumerate(given) if final.state != "blank"]
    for final in dict.fromkeys(read.decided.get(place, ())):
        if final not in [one for _label, one in found]:
            found.append(("decided", final))
    if len(found) < 2 and is_typed(project.tree.node(place[1])):
        found += _extremes(project.tree.node(place[1]), by_value)
    return found


def _extremes(leaf: Node, by_value: Collection[str]) -> list[tuple[str, Final]]:
    """Full marks and nothing; by values where the scale lists them, not at all where something reads a value it cannot name."""
    scale = leaf.scale
    if isinstance(scale, Binary | Options):
        values = ["yes", "no"] if isinstance(scale, Binary) else [one.value for one in scale.options]
        if leaf.part == "veto":
            values.sort(key=scale.is_hit)
        else:
            values.sort(key=lambda value: -(scale.score(value) or 0.0))
        return [("full", Final("answered", values[0])), ("zero", Final("answered", values[-1]))]
    if leaf.code in by_value:
        return []
    return [("full", Final("answered", "", 100.0)), ("zero", Final("not_found"))]


def _change(
    project: Project,
    whole: Results,
    row: int | None,
    question: Question,
    outcomes: dict[Place, list[tuple[str, Final]]],
    found: Answers,
) -> CellChange:
    leaf = project.tree.node(question.item)
    possible = [
        Possible(
            label=label,
            state=final.state,
            value=final.value,
            points=_points(leaf, final),
            standing=standing,
        )
        for (label, final), standing in zip(outcomes[question.unit, question.item], found, strict=True)
    ]
    weight = None if row is None else float(whole.node_weight[row, leaf.index])
    return structs.replace(change_of(possible), weight=None if weight is None or isnan(weight) else weight)


def _points(leaf: Node, final: Final) -> float | None:
    score, full = score_of(leaf, final), leaf.full_marks
    return None if score is None or full is None else score / 100 * full
