"""Leaf states and scores of all rows of the roster as arrays (FORM rules 2 to 4)."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from evalapp.base.i18n import _
from evalapp.base.numbers import from_float
from evalapp.entry.final import STATES, Final, Finals
from evalapp.entry.roster import Roster, Unit
from evalapp.entry.states import FormRules, Resolved, entered_state, resolve
from evalapp.form.cohort_rules import COHORT_RULES
from evalapp.form.scales import Rounds, Scale
from evalapp.form.tree import Node, Tree
from evalapp.score.cohort import below_zero, cohort_scores, shares_refused
from evalapp.score.guards import Floats
from evalapp.score.population import Cohorts, Population, population
from evalapp.score.profiles import nominal_weights, unit_profiles
from evalapp.score.rollup import Column, Rolled, leaf_rollup, roll_up
from evalapp.score.status import ANSWERED, BLANK, NOT_FOUND, NOTHING

_CODES = {state: code for code, state in enumerate(STATES)}


class LeafMatrix(Struct, frozen=True, kw_only=True, eq=False):
    """All leaves of all rows of the roster: [rows, leaves], columns in the order of ``tree.leaves``.

    ``states`` holds the codes of :mod:`evalapp.score.status`, NOTHING where the leaf is not asked of the row; ``scores``
    0…100 at full marks, NaN where the leaf has no score of its own; ``numbers`` the answered values that cohorts are made
    of, NaN elsewhere. ``profile`` is each row's place in ``form.profiles``, -1 for none. ``hits`` says by node index of a
    veto leaf which rows hit it, ``values`` by (row, node index) what computed and rolled-up values read, ``ruled_out`` by
    row which leaves a condition made not applicable. ``units`` are the codes of the rows, for messages; ``column`` the
    column of a leaf by its node index.
    """

    population: Population
    profile: NDArray[np.int16]
    units: tuple[str, ...]
    column: dict[int, int]
    states: NDArray[np.int8]
    scores: Floats
    numbers: Floats
    hits: dict[int, NDArray[np.bool_]]
    values: dict[tuple[int, int], str]
    ruled_out: dict[int, frozenset[str]]


class _Sheet:
    """The matrix under construction: arrays are [leaves, rows]."""

    def __init__(self, tree: Tree, rules: FormRules, roster: Roster, finals: Finals) -> None:
        self.tree, self.rules, self.roster, self.finals = tree, rules, roster, finals
        self.population = population(tree, roster)
        self.profile = unit_profiles(tree, rules, roster)
        self.nominal = nominal_weights(tree, self.profile)
        shape = (len(tree.leaves), len(roster))
        self.states = np.full(shape, BLANK, dtype=np.int8)
        self.scores = np.full(shape, np.nan)
        self.numbers = np.full(shape, np.nan)
        self.hits = {
            leaf.index: np.zeros(len(roster), dtype=bool) for leaf in tree.leaves if leaf.part == "veto"
        }
        self.values: dict[tuple[int, int], str] = {}
        self.resolved: dict[int, Resolved] = {}
        self.trouble: list[str] = []

    def column(self, row: int, leaf: Node) -> Column:
        """One leaf's arrays."""
        return Column(
            states=self.states[row],
            scores=self.scores[row],
            numbers=self.numbers[row],
            hits=self.hits.get(leaf.index),
        )


def leaf_matrix(tree: Tree, rules: FormRules, roster: Roster, finals: Finals) -> LeafMatrix:
    """The states and scores of every leaf of every row on the roster.

    Sub-units come first, what is rolled up from them next, then the units. Raises AppError("negative_value") where values
    below 0 are compared by their share of the best, with every such unit and item.
    """
    sheet = _Sheet(tree, rules, roster, finals)
    people = sheet.population
    if len(people.subs) or any(leaf.kind for leaf in tree.leaves):
        _sub_units(sheet)
    else:
        _resolve(sheet, people.units, {})
        _score(sheet, tuple(enumerate(tree.leaves)), people.units, people.cohorts)
    if sheet.trouble:
        raise shares_refused(sheet.trouble)
    return LeafMatrix(
        population=people,
        profile=sheet.profile,
        units=tuple(unit.code for unit in roster),
        column={leaf.index: column for column, leaf in enumerate(tree.leaves)},
        states=sheet.states.T,
        scores=sheet.scores.T,
        numbers=sheet.numbers.T,
        hits=sheet.hits,
        values=sheet.values,
        ruled_out={row: resolved.ruled_out for row, resolved in sheet.resolved.items() if resolved.ruled_out},
    )


def _sub_units(sheet: _Sheet) -> None:
    """The matrix of a roster with sub-units: each row is asked only what is answered for its sort."""
    tree, people = sheet.tree, sheet.population
    sorts = [unit.sort for unit in sheet.roster]
    own = [(row, leaf) for row, leaf in enumerate(tree.leaves) if not leaf.kind]
    _resolve(sheet, people.subs, {})
    for sort, compared in people.sub_cohorts.items():
        asked = [(row, leaf) for row, leaf in enumerate(tree.leaves) if leaf.kind == sort]
        members = np.array([row for row in people.subs.tolist() if sorts[row] == sort], dtype=np.intp)
        _score(sheet, asked, members, compared)
    for row, leaf in enumerate(tree.leaves):
        strangers = [unit for unit, sort in enumerate(sorts) if sort != leaf.kind]
        sheet.states[row, strangers] = NOTHING
    combined = {
        row: roll_up(tree, leaf, sheet.column(row, leaf), people, sheet.finals, sheet.roster)
        for row, leaf in enumerate(tree.leaves)
        if leaf_rollup(tree, leaf) is not None
    }
    _resolve(sheet, people.units, {tree.leaves[row].code: rolled for row, rolled in combined.items()})
    _score(sheet, own, people.units, people.cohorts)
    for row, rolled in combined.items():
        _take_up(sheet, row, tree.leaves[row], rolled)


def _resolve(sheet: _Sheet, rows: NDArray[np.intp], rolled: Mapping[str, Rolled]) -> None:
    """What conditions and derived values come to, for rows that have some."""
    if not sheet.rules.order:
        return
    for row in rows.tolist():
        unit = sheet.roster[row]
        read = {code: one.read(row) for code, one in rolled.items()}
        sheet.resolved[row] = resolve(
            sheet.tree, sheet.rules, unit, _answers(sheet.tree, unit, sheet.finals), read
        )


def _answers(tree: Tree, unit: Unit, finals: Finals) -> dict[str, Final]:
    found = ((leaf.code, finals.get((unit.key, leaf.code))) for leaf in tree.leaves)
    return {code: final for code, final in found if final is not None}


def _score(
    sheet: _Sheet, leaves: Sequence[tuple[int, Node]], rows: NDArray[np.intp], compared: Cohorts
) -> None:
    """States and scores of some leaves for some rows, and then what the cohorts make of them."""
    places = rows.tolist()
    keys = [sheet.roster[row].key for row in places]
    for place, leaf in leaves:
        if leaf.code in sheet.rules.derived:
            _fill_derived(sheet, place, leaf, places)
        else:
            code, final_of = leaf.code, sheet.finals.get
            column = [final_of((key, code)) for key in keys]
            _fill(sheet, leaf, zip(places, column, strict=True), sheet.column(place, leaf))
        _compare(sheet, place, leaf, compared)


def _compare(sheet: _Sheet, place: int, leaf: Node, compared: Cohorts) -> None:
    rule = leaf.scale.rule if leaf.scale is not None else None
    if not isinstance(rule, COHORT_RULES):
        return
    scores = sheet.scores[place]
    exists = np.broadcast_to((sheet.nominal[leaf.index] > 0) | (not leaf.scored), scores.shape)
    numbers = np.where(exists, sheet.numbers[place], np.nan)  # weight 0: the unit has no such item
    for members in compared:
        sheet.trouble += [
            _("unit {unit}, item {item}: value {value:g}").format(
                unit=sheet.roster[members[at]].code, item=leaf.code, value=numbers[members[at]]
            )
            for at in below_zero(rule, numbers[members])
        ]
        found = cohort_scores(rule, numbers[members])
        scores[members] = np.where(np.isnan(found), scores[members], found)


def _fill(sheet: _Sheet, leaf: Node, column: Iterable[tuple[int, Final | None]], into: Column) -> None:
    """One leaf's entered answers; equal values are read once."""
    scale = leaf.scale
    assert scale is not None
    known: dict[str, tuple[float, float, bool]] = {}
    in_rounds = isinstance(scale, Rounds)
    for row, final in column:
        resolved = sheet.resolved.get(row) if sheet.resolved else None
        if resolved is not None:
            code = _CODES[resolved.states[leaf.code]]
        elif final is not None:
            code = _CODES[entered_state(leaf, final) if in_rounds else final.state]
        else:
            continue
        into.states[row] = code
        if code == NOT_FOUND:
            into.scores[row] = 0.0
        elif code == ANSWERED and final is not None:
            if final.score is not None:
                into.scores[row] = final.score
                continue
            read = known.get(final.value)
            if read is None:
                read = known[final.value] = _read(scale, final.value, of_veto=leaf.part == "veto")
            into.scores[row], into.numbers[row], hit = read
            if hit and into.hits is not None:
                into.hits[row] = True


def _read(scale: Scale, value: str, *, of_veto: bool) -> tuple[float, float, bool]:
    score, number = scale.score(value), scale.number(value)
    return (
        np.nan if score is None else score,
        np.nan if number is None else number,
        of_veto and scale.is_hit(value),
    )


def _fill_derived(sheet: _Sheet, place: int, leaf: Node, rows: list[int]) -> None:
    into, scale = sheet.column(place, leaf), leaf.scale
    assert scale is not None
    for row in rows:
        resolved = sheet.resolved[row]
        into.states[row] = _CODES[resolved.states[leaf.code]]
        value = resolved.derived.get(leaf.code)
        if value is None or into.states[row] != ANSWERED:
            continue
        into.numbers[row] = float(value)
        score = scale.measured(float(value))
        into.scores[row] = np.nan if score is None else score
        if into.hits is not None:
            into.hits[row] = float(value) > 0
        sheet.values[row, leaf.index] = (
            ("yes" if value else "no") if isinstance(value, bool) else from_float(value)
        )


def _take_up(sheet: _Sheet, place: int, leaf: Node, rolled: Rolled) -> None:
    """What the sub-units came to, as the units' own; a condition may still rule it out."""
    into, people = sheet.column(place, leaf), sheet.population
    for row in people.units.tolist():
        resolved = sheet.resolved.get(row)
        ruled_out = resolved is not None and leaf.code in resolved.ruled_out
        into.states[row] = _CODES["not_applicable"] if ruled_out else rolled.states[row]
        if ruled_out:
            continue
        into.scores[row], into.numbers[row] = rolled.scores[row], rolled.numbers[row]
        if into.hits is not None:
            into.hits[row] = rolled.hits[row]
        if into.states[row] == ANSWERED and rolled.text(row):
            sheet.values[row, leaf.index] = rolled.text(row)
    if rolled.by_value:
        into.scores[people.subs] = np.nan  # only their values count, not what each would score
        _compare(sheet, place, leaf, people.cohorts)
