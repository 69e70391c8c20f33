"""What a single cell would change: total, rank and grade of its unit under each of several outcomes.

Nothing here is an estimate: every answer is what :func:`evalapp.score.results.compute` gives with that one value put in. It is
found without computing everybody again wherever one unit's answers concern nobody else's points: the unit's row is copied
once an outcome, and all the copies go through the form's arithmetic together.
"""

from collections.abc import Callable, Sequence
from math import isnan

import numpy as np
from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.entry.final import STATES, Final
from evalapp.entry.roster import Unit
from evalapp.entry.states import FormRules, entered_state
from evalapp.form.model import needs_cohort
from evalapp.form.scales import Derived
from evalapp.form.tree import Node
from evalapp.score.assumed import deciding_items
from evalapp.score.matrix import LeafMatrix, leaf_matrix
from evalapp.score.population import Population, Rows
from evalapp.score.profiles import nominal_weights
from evalapp.score.results import Results, compute
from evalapp.score.scoring import scored
from evalapp.score.standings import Standing, standings
from evalapp.score.status import ANSWERED, NOT_FOUND

_CODES = {state: code for code, state in enumerate(STATES)}
_AT_ONCE = 2000
_CELLS_COMPUTED = 1_500_000
"""So many cells of whole evaluations are computed at most for one list of questions, where nothing less will do."""
_ROUNDS = 300
"""So often at most units are worked out again from their answers, each unit once a round."""


class Question(Struct, frozen=True, kw_only=True):
    """A cell (unit key, item) and what it could come to."""

    unit: str
    item: str
    outcomes: tuple[Final, ...]


Answers = tuple[Standing | None, ...]
"""Where each outcome of a question would lead; None where it is not known."""


def impacts(
    results: Results, rules: FormRules, questions: Sequence[Question], *, every: bool = False
) -> tuple[Answers, ...]:
    """For each question the standing of its unit under each outcome, everything else staying as in ``results``.

    Cells of sub-units are asked for the unit above them. None stands where an outcome cannot be computed (a score below 0
    in a geometric mean), and for the last questions of a long list where the points of all units hang together
    (comparisons, ``normalise``), since each of these takes a computation of everybody; ``every`` answers them all.
    """
    inquiry = _Inquiry(results, rules, every=every)
    found: list[list[Standing | None]] = [[None] * len(one.outcomes) for one in questions]
    for what, standing in inquiry.answers(questions):
        found[what.question][what.place] = standing
    return tuple(tuple(one) for one in found)


def standing_of(results: Results, row: int) -> Standing:
    """Where the unit in a row of the roster stands in whole results."""
    points, grade = float(results.points[row]), results.grade_of(row)
    return Standing(
        points=None if isnan(points) else points,
        rank=int(results.rank[row]) or None,
        grade="" if grade is None else grade.id,
        status=results.status_of(row),
    )


class _What(Struct, frozen=True, eq=False):
    """One outcome (``place``) of a question: the row of its cell, and that of the unit it is asked for."""

    question: int
    place: int
    row: int
    unit: int
    leaf: Node
    outcome: Final


_Answered = list[tuple[_What, Standing | None]]


class _Inquiry:
    """The questions that are asked of one evaluation, each answered in the cheapest way that is exact."""

    def __init__(self, results: Results, rules: FormRules, *, every: bool) -> None:
        tree, roster = results.tree, results.roster
        self.results, self.rules, self.tree = results, rules, tree
        self.row_of = {unit.key: row for row, unit in enumerate(roster)}
        tops = {unit.code: row for row, unit in enumerate(roster) if not unit.parent}
        self.above = [tops.get(unit.parent, -1) if unit.parent else row for row, unit in enumerate(roster)]
        size = max(1, len(roster) * len(tree.leaves))
        self.most_whole = None if every else max(8, _CELLS_COMPUTED // size)
        self.most_rounds = None if every else _ROUNDS
        self.read = deciding_items(rules)
        self.normalised = tree.form.policy.normalise is not None or any(
            node.item.normalise is not None for node in tree.nodes
        )
        self.compared = {
            leaf.code for leaf in tree.leaves if leaf.scale is not None and needs_cohort(leaf.scale)
        }
        self.nested = any(leaf.kind for leaf in tree.leaves)

    def answers(self, questions: Sequence[Question]) -> _Answered:
        """What is known of every outcome."""
        row, family, everybody = self._sorted(questions)
        found: _Answered = []
        for start in range(0, len(row), _AT_ONCE):
            found += _bisected(row[start : start + _AT_ONCE], self._of_rows)
        for together in _rounds(family)[: self.most_rounds]:
            found += _bisected(together, self._of_families)
        for what in everybody[: self.most_whole]:
            found.append((what, self._of_everybody(what)))
        return found

    def _sorted(self, questions: Sequence[Question]) -> tuple[list[_What], list[_What], list[_What]]:
        """What changes one row, what a unit has to be worked out for, and what concerns everybody."""
        row_only: list[_What] = []
        family: list[_What] = []
        everybody: list[_What] = []
        for number, question in enumerate(questions):
            row = self.row_of.get(question.unit, -1)
            if row < 0 or self.above[row] < 0 or question.item not in self.tree.by_code:
                continue
            leaf = self.tree.node(question.item)
            worked_out = self.nested or leaf.code in self.read
            into = family if worked_out else row_only
            if self.normalised or leaf.code in self.compared or (worked_out and self.compared):
                into = everybody
            into += [
                _What(number, place, row, self.above[row], leaf, outcome)
                for place, outcome in enumerate(question.outcomes)
            ]
        return row_only, family, everybody

    def _of_rows(self, whats: Sequence[_What]) -> tuple[Standing, ...]:
        """The units' rows once an outcome, with one leaf changed."""
        matrix = self.results.matrix
        units = _units(whats)
        states, scores = matrix.states[units], matrix.scores[units]
        hits = {index: array[units] for index, array in matrix.hits.items()}
        for at, what in enumerate(whats):
            ruled_out = what.leaf.code in matrix.ruled_out.get(what.unit, frozenset())
            if ruled_out or isinstance(what.leaf.scale, Derived):
                continue  # whatever is entered does not count
            column, index = matrix.column[what.leaf.index], what.leaf.index
            states[at, column], scores[at, column], hit = _entered(what.leaf, what.outcome)
            if index in hits:
                hits[index][at] = hit
        roster = tuple(self.results.roster[row] for row in units.tolist())
        stack = LeafMatrix(
            population=_strangers(len(whats)),
            profile=matrix.profile[units],
            units=tuple(unit.code for unit in roster),
            column=matrix.column,
            states=states,
            scores=scores,
            numbers=matrix.numbers[units],
            hits=hits,
            values={},
            ruled_out={},
        )
        total = scored(self.tree, self.rules, roster, stack, nominal_weights(self.tree, stack.profile)).total
        return standings(self.results, units, total.points, total.status)

    def _of_families(self, whats: Sequence[_What]) -> tuple[Standing, ...]:
        """Different units with their sub-units, worked out from their answers as if nobody else were there."""
        finals = dict(self.results.finals)
        roster: list[Unit] = []
        places = []
        for what in whats:
            places.append(len(roster))
            roster += [self.results.roster[row] for row in self._members(what.unit)]
            finals[self.results.roster[what.row].key, what.leaf.code] = what.outcome
        stack = leaf_matrix(self.tree, self.rules, tuple(roster), finals)
        total = scored(
            self.tree, self.rules, tuple(roster), stack, nominal_weights(self.tree, stack.profile)
        ).total
        return standings(self.results, _units(whats), total.points[places], total.status[places])

    def _members(self, unit: int) -> list[int]:
        """The row of a unit, and after it those of its sub-units."""
        below = self.results.population.below.values()
        return [unit, *sorted(row for units in below for row in units.get(unit, np.array([])).tolist())]

    def _of_everybody(self, what: _What) -> Standing | None:
        key = self.results.roster[what.row].key
        finals = {**self.results.finals, (key, what.leaf.code): what.outcome}
        try:
            return standing_of(compute(self.tree, self.rules, self.results.roster, finals), what.unit)
        except AppError:
            return None


def _bisected(whats: Sequence[_What], work: Callable[[Sequence[_What]], tuple[Standing, ...]]) -> _Answered:
    """All of them at once; where one cannot be computed, it alone stays without an answer."""
    try:
        return list(zip(whats, work(whats), strict=True))
    except AppError:
        if len(whats) == 1:
            return [(whats[0], None)]
        half = len(whats) // 2
        return _bisected(whats[:half], work) + _bisected(whats[half:], work)


def _rounds(whats: Sequence[_What]) -> list[list[_What]]:
    """Parted so that each unit is in a part at most once."""
    found: list[list[_What]] = []
    turn: dict[int, int] = {}
    for what in whats:
        number = turn.get(what.unit, 0)
        turn[what.unit] = number + 1
        if number == len(found):
            found.append([])
        found[number].append(what)
    return found


def _entered(leaf: Node, outcome: Final) -> tuple[int, float, bool]:
    """State, score and hit of a leaf that no condition rules out."""
    assert leaf.scale is not None
    state = _CODES[entered_state(leaf, outcome)]
    if state == NOT_FOUND:
        return state, 0.0, False
    if state != ANSWERED:
        return state, np.nan, False
    if outcome.score is not None:
        return state, outcome.score, False
    score = leaf.scale.score(outcome.value)
    hit = leaf.part == "veto" and leaf.scale.is_hit(outcome.value)
    return state, np.nan if score is None else score, hit


def _units(whats: Sequence[_What]) -> Rows:
    return np.array([what.unit for what in whats], dtype=np.intp)


def _strangers(rows: int) -> Population:
    """So many units that are compared with nobody."""
    return Population(
        units=np.arange(rows), subs=np.array([], dtype=np.intp), cohorts=(), sub_cohorts={}, below={}
    )
