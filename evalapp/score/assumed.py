"""Final values as if nothing were open: what the effect of one open cell is measured against, and it is an assumption.

A cell that waits counts with the mean of its assessments' scores; where a mean has no meaning (a condition, a computed item or
a comparison reads the value itself) it counts as the assessment with the fewest points, a veto as no hit. What nobody has
answered counts, where the form waits for it, with the item's mean over everybody who has it (half marks where nobody has), or
with the value that most have where the value itself is read; a veto that nobody has answered is no hit. Everything else is as
it stands.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from evalapp.entry.final import Final, Finals
from evalapp.entry.roster import Roster
from evalapp.entry.states import FormRules
from evalapp.form.model import needs_cohort
from evalapp.form.scales import Derived
from evalapp.form.tree import Node, Tree
from evalapp.score.matrix import leaf_matrix
from evalapp.score.population import rolls_values
from evalapp.score.status import BLANK

_TURNS = 3
"""What was filled in may let other items apply; so often they are looked for."""
_HALF = 50.0

Waiting = Mapping[tuple[str, str], Sequence[Final]]
"""By unit key and item: the assessments of a cell that waits."""


def assumed(tree: Tree, rules: FormRules, roster: Roster, finals: Finals, waiting: Waiting) -> Finals:
    """Final values without open cells. Raises AppError as :func:`evalapp.score.matrix.leaf_matrix` does."""
    found = dict(finals)
    by_value = {leaf.code for leaf in tree.leaves if reads_value(rules, leaf)}
    for (unit, item), given in waiting.items():
        there = [final for final in given if final.state != "blank"]
        if there and item in tree.by_code:
            found[unit, item] = between(tree.node(item), there, by_value)
    if tree.form.policy.unanswered == "pending":
        for _turn in range(_TURNS):
            filled = _fill(tree, rules, roster, found, by_value)
            if not filled:
                break
            found |= filled
    return found


def reads_value(rules: FormRules, leaf: Node) -> bool:
    """Whether scoring reads the leaf's value itself, so that points alone would not do; checks and evidence earn nothing."""
    return (
        leaf.code in deciding_items(rules)
        or leaf.part == "veto"
        or rolls_values(leaf)
        or (leaf.scale is not None and needs_cohort(leaf.scale))
    )


def deciding_items(rules: FormRules) -> frozenset[str]:
    """The items whose answers decide what applies to a unit, or what is derived for it."""
    expressions = (*(one for _code, _covered, one in rules.applies), *rules.derived.values())
    return frozenset[str]().union(*(one.references for one in expressions))


def between(leaf: Node, given: Sequence[Final], by_value: Collection[str]) -> Final:
    """What stands for several assessments of one cell."""
    scores = [score for one in given if (score := score_of(leaf, one)) is not None]
    if leaf.code in by_value or not scores:
        return min(given, key=lambda one: (_hit(leaf, one), score_of(leaf, one) or 0.0, one.state, one.value))
    if len(set(given)) == 1:
        return given[0]
    return Final("answered", "", sum(scores) / len(scores))


def _hit(leaf: Node, final: Final) -> bool:
    return leaf.part == "veto" and leaf.scale is not None and leaf.scale.is_hit(final.value)


def score_of(leaf: Node, final: Final) -> float | None:
    """0…100 at full marks, not found being 0; None where it has no score of its own."""
    if final.state == "not_found":
        return 0.0
    if final.state != "answered" or leaf.scale is None:
        return None
    return final.score if final.score is not None else leaf.scale.score(final.value)


def _fill(tree: Tree, rules: FormRules, roster: Roster, finals: Finals, by_value: Collection[str]) -> Finals:
    """Values for what is blank."""
    matrix = leaf_matrix(tree, rules, roster, finals)
    sorts = np.array([unit.sort for unit in roster])
    found: Finals = {}
    for leaf in tree.leaves:
        column = matrix.column[leaf.index]
        asked = sorts == leaf.kind
        rows = np.flatnonzero(asked & (matrix.states[:, column] == BLANK)).tolist()
        counts = leaf.scored or leaf.worth or leaf.part == "veto" or leaf.code in by_value
        if not rows or not counts or isinstance(leaf.scale, Derived):
            continue
        scores = matrix.scores[asked, column]
        filling = _usual(leaf, finals, scores[~np.isnan(scores)].tolist(), by_value)
        if filling is not None:
            found |= {(roster[row].key, leaf.code): filling for row in rows}
    return found


def _usual(leaf: Node, finals: Finals, scores: Sequence[float], by_value: Collection[str]) -> Final | None:
    """What stands for an answer that nobody gave; None where nothing can."""
    if leaf.part == "veto":
        return Final("not_found")
    if leaf.code not in by_value:
        return Final("answered", "", sum(scores) / len(scores) if scores else _HALF)
    values = Counter(
        final.value
        for (_unit, item), final in finals.items()
        if item == leaf.code and final.state == "answered" and final.value
    )
    if not values:
        return None
    most = max(values.values())
    return Final("answered", min(value for value, times in values.items() if times == most))
