"""Typical answers, states and columns with which the form's expressions are tried before anybody answers."""

import random
from collections.abc import Iterator, Mapping
from itertools import product
from math import prod

from evalapp.base.numbers import from_float
from evalapp.form.expression import Expression, ExpressionError, UnitContext, number_of
from evalapp.form.model import SPECIAL_STATES
from evalapp.form.refusal import ValueRefused
from evalapp.form.scales import Count, Derived, Imported, Number
from evalapp.form.tree import Tree

TRIALS = 24
_TRUTHS: list[object] = [True, False]
_NUMBERS: list[object] = [0.0, 1.0, 12.5]


class Trials:
    """The trials of one form; ``derived`` are the expressions of its derived leaves that could be compiled."""

    def __init__(self, tree: Tree, derived: Mapping[str, Expression]) -> None:
        self._tree, self._derived = tree, derived
        self._known: dict[str, list[object]] = {}

    def values(self, code: str, kind: str | None = None) -> list[object]:
        """What ``answer['code']`` can be where the answers of units of ``kind`` are read (None: its own).

        A leaf of sub-units is read by their unit once it is rolled up: as a truth where any hit counts, else as a number.
        """
        node = self._tree.node(code)
        if kind == "" and node.kind:
            return _TRUTHS if node.item.rollup is not None and node.item.rollup.take == "any" else _NUMBERS
        if isinstance(node.scale, Derived):
            return self._of_derived(code, node.scale)
        return [node.scale.cel(value) for value in node.scale.examples()] if node.scale is not None else []

    def contexts(
        self, expression: Expression, kind: str | None, numbers: frozenset[str]
    ) -> Iterator[UnitContext]:
        """What ``expression`` may meet, at most some TRIALS; ``numbers`` are those of base and total that it may read."""
        listed = self._tree.form.units.number
        # On a line that the expression draws, and just above it: both of its sides are tried.
        lines = sorted(expression.scan.amounts)[:4]
        near: list[object] = [*lines, *(line + 1 for line in lines)]
        answers = {
            code: [*self.values(code, kind), *self._taken(code, near)] for code in sorted(expression.answers)
        }
        columns: dict[str, list[object]] = {
            column: [0.0, 1.0, 1000.5, *near] if column in listed else ["", *sorted(expression.scan.texts)]
            for column in sorted(expression.columns)
        }
        states: dict[str, list[object]] = {
            code: ["answered"] if code in answers else ["answered", *SPECIAL_STATES, "blank"]
            for code in sorted(expression.asked)
        }
        for chosen in _combinations([*answers.values(), *columns.values(), *states.values()]):
            parts = iter(chosen)
            yield UnitContext(
                answers={code: next(parts) for code in answers},
                unit={column: _cell(next(parts)) for column in columns},
                states={code: str(next(parts)) for code in states},
                numbers=dict.fromkeys(numbers, 73.5),
            )

    def _taken(self, code: str, numbers: list[object]) -> list[object]:
        """Those of the numbers that can be an answer, where answers are numbers."""
        scale = self._tree.node(code).scale
        if not isinstance(scale, (Count, Number, Imported)):
            return []
        return [number for number in numbers if isinstance(number, float) and _is_taken(scale, number)]

    def _of_derived(self, code: str, scale: Derived) -> list[object]:
        """Truths, or numbers, as the expression gives them."""
        if code not in self._known:
            self._known[code] = [scale.cel(value) for value in scale.examples()]  # while it waits for itself
            given = self.results(code)
            if given and all(isinstance(one, bool) for one in given):
                self._known[code] = _TRUTHS
        return self._known[code]

    def results(self, code: str) -> list[object]:
        """What the expression of a derived leaf gives, as far as it can be tried: numbers or truths."""
        expression = self._derived.get(code)
        if expression is None or not all(
            name in self._tree.by_code and self._tree.node(name).is_leaf for name in expression.references
        ):
            return []
        kind = self._tree.node(code).kind
        try:
            found = [
                number_of(expression, context, strict=True)
                for context in self.contexts(expression, kind, frozenset())
            ]
        except ExpressionError:
            return []
        return [one for one in found if one is not None]


def _is_taken(scale: Count | Number | Imported, number: float) -> bool:
    try:
        return scale.read(from_float(number)) == from_float(number)
    except ValueRefused:
        return False


def _cell(value: object) -> str | float:
    return value if isinstance(value, float) else str(value)


def _combinations(choices: list[list[object]]) -> Iterator[tuple[object, ...]]:
    """All combinations where there are few; else the first of each together, the second of each and so on, then some drawn."""
    if prod(len(choice) for choice in choices) <= TRIALS:
        yield from product(*choices)
        return
    for n in range(max(len(choice) for choice in choices)):
        yield tuple(choice[min(n, len(choice) - 1)] for choice in choices)
    draw = random.Random(1)
    for _n in range(TRIALS):
        yield tuple(draw.choice(choice) for choice in choices)
