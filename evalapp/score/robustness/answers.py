"""Leaf scores of draws in which each cell with differing answers takes one of them at random.

What an answer earns by itself is read once. What hangs on it elsewhere is worked out by the engine: conditions, derived
values and roll-ups for each combination of a unit's answers that occurs, comparisons with other units for each draw.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from evalapp.entry.final import Final, Finals
from evalapp.entry.roster import Roster
from evalapp.entry.states import FormRules
from evalapp.form.expression import Expression
from evalapp.form.scales import Words
from evalapp.form.tree import Tree
from evalapp.score.matrix import LeafMatrix, leaf_matrix
from evalapp.score.robustness.case import Choice
from evalapp.score.robustness.comparing import Arrays, Comparisons, compared_below
from evalapp.score.robustness.stacked import stacked_matrix
from evalapp.score.robustness.weights import weight_tables
from evalapp.score.rollup import leaf_rollup
from evalapp.score.status import NOT_APPLICABLE

Picks = NDArray[np.int32]
"""Which answer each cell takes: [draws, choices]."""

_MOST_KEPT = 10_000


def pick(chance: np.random.Generator, draws: int, choices: Sequence[Choice]) -> Picks:
    """The next ``draws`` draws; the answers of a cell are equally likely."""
    sizes = np.array([len(choice.answers) for choice in choices], dtype=np.int32)
    found: Picks = (chance.random((draws, len(choices))) * sizes).astype(np.int32)
    return found


class _Family:
    """A unit with its sub-units, and the choices among their cells on which more than the cell itself hangs."""

    def __init__(self, rows: list[int]) -> None:
        self.rows = rows
        self.roster: Roster = ()
        self.finals: Finals = {}
        self.coupled: list[int] = []
        self.known: dict[bytes, LeafMatrix] = {}


class AnswerDraws:
    """The leaves of a form under drawn answers.

    ``base``: its leaves for ``finals``, where they are known. ``whole``: nothing is taken apart, the engine reads every
    combination of answers anew.
    """

    def __init__(
        self,
        tree: Tree,
        rules: FormRules,
        roster: Roster,
        finals: Finals,
        choices: Sequence[Choice],
        *,
        base: LeafMatrix | None = None,
        whole: bool = False,
    ) -> None:
        self.tree, self.rules, self.roster, self.finals = tree, rules, roster, finals
        self.choices = tuple(choices)
        self.base = base if base is not None else leaf_matrix(tree, rules, roster, finals)
        rows = {unit.key: row for row, unit in enumerate(roster)}
        self._leaf = {leaf.code: column for column, leaf in enumerate(tree.leaves)}
        self._row = [rows[choice.unit] for choice in self.choices]
        coupled = self._coupled()
        self._whole = whole or (any(coupled) and any(compared_below(tree, leaf) for leaf in tree.leaves))
        self._families = self._find_families(coupled)
        self._kept = 0
        self._comparisons = Comparisons(tree, self.base.profile)
        self._items = frozenset(choice.item for choice in self.choices)
        self._free = np.array(
            [] if self._whole else [n for n, tied in enumerate(coupled) if not tied], dtype=np.intp
        )
        self._places = (
            np.array([self._leaf[self.choices[n].item] for n in self._free], dtype=np.intp),
            np.array([self._row[n] for n in self._free], dtype=np.intp),
        )
        self._read()

    def take(self, picks: Picks) -> LeafMatrix:
        """The leaves of these draws, side by side."""
        draws, rows = len(picks), len(self.roster)
        stack = stacked_matrix(self.base, draws)
        arrays: Arrays = (
            stack.states.T.reshape(-1, draws, rows),
            stack.scores.T.reshape(-1, draws, rows),
            stack.numbers.T.reshape(-1, draws, rows),
        )
        hits = {leaf: array.reshape(draws, rows) for leaf, array in stack.hits.items()}
        ruled_out = dict(stack.ruled_out)
        for family in self._families:
            self._put_family(family, picks, arrays, hits, ruled_out)
        self._put_free(picks, arrays, hits, ruled_out)
        if not self._whole:
            # Families were read by themselves, and so compared with nobody.
            items = None if self._families else self._items
            self._comparisons.put(arrays, stack.population, items)
        return msgspec.structs.replace(stack, ruled_out=ruled_out)

    def _coupled(self) -> list[bool]:
        """Of each choice, whether an expression reads it or a roll-up takes it up."""
        read = frozenset[str]().union(*(expression.references for expression in _expressions(self.rules)))
        return [
            choice.item in read or leaf_rollup(self.tree, self.tree.node(choice.item)) is not None
            for choice in self.choices
        ]

    def _find_families(self, coupled: list[bool]) -> list[_Family]:
        if self._whole:
            family = _Family(list(range(len(self.roster))))
            family.roster, family.finals = self.roster, self.finals
            family.coupled = list(range(len(self.choices)))
            return [family]
        by_code = {unit.code: row for row, unit in enumerate(self.roster) if not unit.parent}
        found: dict[int, _Family] = {}
        for n, tied in enumerate(coupled):
            if tied:
                unit = self.roster[self._row[n]]
                top = by_code.get(unit.parent, self._row[n]) if unit.parent else self._row[n]
                found.setdefault(top, _Family([top])).coupled.append(n)
        for row, unit in enumerate(self.roster):
            if unit.parent and by_code.get(unit.parent) in found:
                found[by_code[unit.parent]].rows.append(row)
        for family in found.values():
            family.roster = tuple(self.roster[row] for row in family.rows)
            family.finals = {
                (unit.key, leaf.code): final
                for unit in family.roster
                for leaf in self.tree.leaves
                if (final := self.finals.get((unit.key, leaf.code))) is not None
            }
        return list(found.values())

    def _read(self) -> None:
        """What each answer to a free cell comes to by itself: [choices, answers]."""
        most = max((len(self.choices[n].answers) for n in self._free), default=0)
        shape = (len(self._free), most)
        self._states = np.zeros(shape, dtype=np.int8)
        self._scores, self._numbers = np.full(shape, np.nan), np.full(shape, np.nan)
        self._hits = np.zeros(shape, dtype=bool)
        leaf, row = self._places
        for place in range(most):
            finals = dict(self.finals)
            for n in self._free:
                choice = self.choices[n]
                finals[choice.unit, choice.item] = choice.answers[min(place, len(choice.answers) - 1)]
            alone = leaf_matrix(self.tree, FormRules(), self.roster, finals)
            self._states[:, place] = alone.states[row, leaf]
            self._scores[:, place] = alone.scores[row, leaf]
            self._numbers[:, place] = alone.numbers[row, leaf]
            for at, n in enumerate(self._free):
                index = self.tree.by_code[self.choices[n].item]
                if index in alone.hits:
                    self._hits[at, place] = alone.hits[index][row[at]]

    def _put_family(
        self,
        family: _Family,
        picks: Picks,
        arrays: Arrays,
        hits: dict[int, NDArray[np.bool_]],
        ruled_out: dict[int, frozenset[str]],
    ) -> None:
        """The family's rows in every draw, by the combination of answers that it drew."""
        drawn = np.ascontiguousarray(picks[:, family.coupled])
        different, which = np.unique(drawn, axis=0, return_inverse=True)
        which = which.reshape(-1)
        for version, combination in enumerate(different):
            found = self._version(family, combination)
            at = np.flatnonzero(which == version)
            draws, rows = at[:, np.newaxis], np.array(family.rows)[np.newaxis, :]
            read: tuple[NDArray[Any], ...] = (found.states, found.scores, found.numbers)
            for array, own in zip(arrays, read, strict=True):
                array[:, draws, rows] = own.T[:, np.newaxis, :]
            for leaf, own_hits in found.hits.items():
                hits[leaf][draws, rows] = own_hits
            for draw in at.tolist():
                for place, row in enumerate(family.rows if self.rules.applies else ()):
                    stacked = draw * len(self.roster) + row
                    if place in found.ruled_out:
                        ruled_out[stacked] = found.ruled_out[place]
                    else:
                        ruled_out.pop(stacked, None)

    def _version(self, family: _Family, combination: Picks) -> LeafMatrix:
        """The family's leaves under this combination, computed once."""
        key = combination.tobytes()
        if key not in family.known:
            if self._kept >= _MOST_KEPT:
                self._forget()
            self._kept += 1
            finals = dict(family.finals)
            for n, place in zip(family.coupled, combination.tolist(), strict=True):
                finals[self.choices[n].unit, self.choices[n].item] = self.choices[n].answers[place]
            family.known[key] = leaf_matrix(self.tree, self.rules, family.roster, finals)
        return family.known[key]

    def _forget(self) -> None:
        for family in self._families:
            family.known.clear()
        self._kept = 0

    def _put_free(
        self,
        picks: Picks,
        arrays: Arrays,
        hits: dict[int, NDArray[np.bool_]],
        ruled_out: dict[int, frozenset[str]],
    ) -> None:
        """The cells on which nothing else hangs, unless a condition rules them out."""
        if not len(self._free):
            return
        leaf, row = self._places
        drawn, at = picks[:, self._free].T, np.arange(len(self._free))[:, np.newaxis]
        draws = np.arange(len(picks))[np.newaxis, :]
        applies = self._applying(len(picks), ruled_out)
        target = (leaf[:, np.newaxis], draws, row[:, np.newaxis])
        states, scores, numbers = arrays
        states[target] = np.where(applies, self._states[at, drawn], NOT_APPLICABLE)
        scores[target] = np.where(applies, self._scores[at, drawn], np.nan)
        numbers[target] = np.where(applies, self._numbers[at, drawn], np.nan)
        for place, n in enumerate(self._free):
            index = self.tree.by_code[self.choices[n].item]
            if index in hits:
                hits[index][:, row[place]] = self._hits[place, drawn[place]] & applies[place]

    def _applying(self, draws: int, ruled_out: dict[int, frozenset[str]]) -> NDArray[np.bool_]:
        """Which free cells apply, [choices, draws]; only within a family does that hang on the draw."""
        found = np.ones((len(self._free), draws), dtype=bool)
        if not self.rules.applies:
            return found
        moving = {row for family in self._families for row in family.rows}
        for place, n in enumerate(self._free):
            code, row = self.choices[n].item, self._row[n]
            starts = range(0, draws * len(self.roster), len(self.roster)) if row in moving else (0,)
            found[place] = [code not in ruled_out.get(start + row, ()) for start in starts]
        return found


def choices_that_count(tree: Tree, rules: FormRules, choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """Those at leaves that earn, take or veto something, or that a condition or a derived value reads."""
    read = frozenset[str]().union(*(expression.references for expression in _expressions(rules)))
    weighs = weight_tables(tree).max(axis=0)
    return tuple(
        choice
        for choice in choices
        if (leaf := tree.node(choice.item)).code in read
        or (leaf.scored and weighs[leaf.index] > 0)
        or (leaf.part in {"bonus", "penalty"} and leaf.worth)
        or (leaf.part == "veto" and not isinstance(leaf.scale, Words))
    )


def _expressions(rules: FormRules) -> list[Expression]:
    return [*(expression for _code, _covered, expression in rules.applies), *rules.derived.values()]


def chosen(finals: Finals, choices: Sequence[Choice], picked: Sequence[int]) -> dict[tuple[str, str], Final]:
    """The final values of one draw."""
    found = dict(finals)
    for choice, place in zip(choices, picked, strict=True):
        found[choice.unit, choice.item] = choice.answers[place]
    return found
