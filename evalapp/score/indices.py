"""Named figures beside the total: means over some items, or expressions over the total (FORM, ``[[index]]``)."""

import numpy as np

from evalapp.base.numbers import guard
from evalapp.entry.roster import Roster
from evalapp.entry.states import FormRules, unit_columns
from evalapp.form.expression import Expression, UnitContext, number_of
from evalapp.form.model import Index
from evalapp.form.tree import Tree
from evalapp.score.guards import Floats
from evalapp.score.population import Population


def index_values(
    tree: Tree, rules: FormRules, roster: Roster, people: Population, scores: Floats, points: Floats
) -> Floats:
    """The value of each index for each row, [indices, rows]; NaN where it has none.

    ``scores`` are the items' [nodes, rows], ``points`` the totals. An index over items is the mean of their scores, those
    without one left out; an index over the total has none where the total or a number of the roster is missing.
    """
    found = np.full((len(tree.form.indices), len(roster)), np.nan)
    for place, index in enumerate(tree.form.indices):
        expression = rules.indices[place]
        if expression is None:
            found[place] = _mean(tree, index, scores)
        else:
            of_total = "total" in expression.scan.numbers
            for row in np.flatnonzero(~np.isnan(points)) if of_total else range(len(roster)):
                value = _value(tree, expression, roster, int(row), float(points[row]) if of_total else 0.0)
                found[place, row] = np.nan if value is None else float(value)
    found[:, people.subs] = np.nan
    return found


def _mean(tree: Tree, index: Index, scores: Floats) -> Floats:
    rows = scores[[tree.by_code[code] for code in index.items]]
    weights = np.array(list(index.items.values()))[:, np.newaxis] * ~np.isnan(rows)
    total = weights.sum(axis=0)
    with np.errstate(invalid="ignore"):
        result: Floats = np.nansum(rows * weights, axis=0) / np.where(total > 0, total, np.nan)
    return result


def _value(tree: Tree, expression: Expression, roster: Roster, row: int, total: float) -> float | bool | None:
    columns = unit_columns(tree, expression.columns, roster[row])
    return number_of(expression, UnitContext(columns, {}, {}, {"total": guard(total)}))
