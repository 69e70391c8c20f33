"""Who has no rank and why: the work list that stands between a table and its publication (FORM rule 14)."""

from math import isnan

from msgspec import Struct

from evalapp.entry.roster import Unit
from evalapp.form.tree import Node
from evalapp.score.results import Results
from evalapp.score.status import BLANK, INSUFFICIENT, PENDING, UNABLE, VETOED, Status


class NotRanked(Struct, frozen=True, kw_only=True):
    """A unit without a total, and the leaves that stand in its way.

    pending: the leaves that are waited for; insufficient: those that apply and have no score; vetoed: those that were
    hit; else none. ``below`` names such leaves of its sub-units.
    """

    unit: Unit
    status: Status
    items: tuple[str, ...]
    below: tuple[tuple[Unit, tuple[str, ...]], ...] = ()


def not_ranked(results: Results) -> tuple[NotRanked, ...]:
    """The units without points, in the order of the roster, each with the reason."""
    if not results.has_total:
        return ()
    people = results.population
    found = []
    for row, unit in results.units:
        if not isnan(results.points[row]):
            continue
        subs = [sub for below in people.below.values() for sub in below.get(row, ())]
        waiting = ((results.roster[sub], _items(results, row, int(sub))) for sub in subs)
        found.append(
            NotRanked(
                unit=unit,
                status=results.status_of(row),
                items=_items(results, row, row),
                below=tuple((sub, items) for sub, items in waiting if items),
            )
        )
    return tuple(found)


def _items(results: Results, unit: int, row: int) -> tuple[str, ...]:
    """The leaves of ``row`` (the unit itself or one below it) that keep the unit from its points."""
    return tuple(leaf.code for leaf in results.tree.leaves if _matters(results, unit, row, leaf))


def _matters(results: Results, unit: int, row: int, leaf: Node) -> bool:
    status, state = int(results.status[unit]), int(results.node_status[row, leaf.index])
    if status == VETOED:
        hit = leaf.index in results.matrix.hits and bool(results.matrix.hits[leaf.index][row])
        return hit and results.tree.veto_of(leaf).effect == "fail"
    if status == INSUFFICIENT:
        return leaf.scored and results.weight_of(row, leaf.index) > 0 and state in {BLANK, UNABLE}
    return keeps_waiting(results, unit, row, leaf)


def keeps_waiting(results: Results, unit: int, row: int, leaf: Node) -> bool:
    """Whether the total of ``unit`` is pending because of this leaf of ``row``, the unit itself or one below it."""
    state, policy = int(results.node_status[row, leaf.index]), results.tree.form.policy
    if int(results.status[unit]) != PENDING:
        return False
    if leaf.part == "base":
        waited = (state == BLANK and policy.unanswered == "pending") or (
            state == UNABLE and policy.unable == "pending"
        )
        return leaf.scored and results.weight_of(row, leaf.index) > 0 and waited
    if leaf.part == "veto":
        waits = state == BLANK and policy.unanswered == "pending"
        return leaf.index in results.matrix.hits and (waits or state == UNABLE)
    counts = leaf.part == "penalty" or (leaf.part == "bonus" and bool(results.gate[unit]))
    return counts and state == BLANK and policy.unanswered == "pending"
