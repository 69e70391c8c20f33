"""How a unit came to its total, rank and grade."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from evalapp.entry.roster import Unit
from evalapp.form.model import Aggregation, Veto
from evalapp.score.explain.cohort import Compared, compared_total
from evalapp.score.explain.terms import Term, mean_of, some, terms_of
from evalapp.score.not_ranked import keeps_waiting
from evalapp.score.results import Results
from evalapp.score.status import Status

_ORDER = {"fail": 0, "zero": 1, "fixed": 1, "cap": 2}


class Hit(Struct, frozen=True, kw_only=True):
    """A veto item that was hit, and what that does. ``overruled`` names the hit that goes before it, "" for none."""

    code: str
    effect: Veto
    overruled: str


class TotalExplanation(Struct, frozen=True, kw_only=True):
    """How a unit came to its total, step by step; None where a step has nothing to say.

    ``earned`` is the bonus before its cap, ``bonus`` what was granted of it; ``profile`` the weights' profile, "" for the
    form's own. ``ranked`` units have a rank beside this one: those of the same ``within``, "" for all. ``waiting`` names the
    items beside the base that keep the total pending; ``coverage`` is the share of the top items that need a score.
    """

    unit: Unit
    status: Status
    profile: str
    terms: tuple[Term, ...]
    aggregation: Aggregation
    mean: float | None
    compared: Compared | None
    score: float | None
    penalty: float
    base: float | None
    has_bonus: bool
    gate_open: bool
    earned: float
    bonus: float
    hits: tuple[Hit, ...]
    points: float | None
    rank: int | None
    ranked: int
    within: str
    grade: str
    waiting: tuple[str, ...] = ()
    coverage: float = 0.0


def explain_total(results: Results, row: int) -> TotalExplanation:
    """How the total of a unit came about."""
    tree = results.tree
    policy, place = tree.form.policy, int(results.profile[row])
    grade = results.grade_of(row)
    return TotalExplanation(
        unit=results.roster[row],
        status=results.status_of(row),
        profile="" if place < 0 else tree.form.profiles[place].id,
        terms=terms_of(results, row, tree.roots),
        aggregation=policy.aggregation,
        mean=mean_of(results, row, tree.roots, policy.aggregation),
        compared=None if policy.normalise is None else compared_total(results, row, policy.normalise),
        score=some(float(results.root_score[row])),
        penalty=float(results.penalty[row]),
        base=some(float(results.base[row])),
        has_bonus=any(node.part == "bonus" for node in tree.leaves),
        gate_open=bool(results.gate[row]),
        earned=float(results.earned_bonus[row]),
        bonus=float(np.nan_to_num(results.bonus[row])),
        hits=_hits(results, row),
        points=some(float(results.points[row])),
        rank=int(results.rank[row]) or None,
        ranked=int(np.count_nonzero(results.rank[results.cohort_of(row)])),
        within=results.roster[row].columns.get(tree.form.units.within, ""),
        grade="" if grade is None else grade.id,
        waiting=tuple(
            leaf.code
            for leaf in tree.leaves
            if leaf.part != "base" and keeps_waiting(results, row, row, leaf)
        ),
        coverage=policy.min_coverage,
    )


def _hits(results: Results, row: int) -> tuple[Hit, ...]:
    """The hits, and which of them goes before which: failing, then exact points, then the lowest cap (FORM rule 13)."""
    tree, matrix = results.tree, results.matrix
    found = [
        (leaf.code, tree.veto_of(leaf))
        for leaf in tree.leaves
        if leaf.index in matrix.hits and matrix.hits[leaf.index][row]
    ]
    first = _first([(code, effect) for code, effect in found if effect.effect != "item"])
    return tuple(
        Hit(code=code, effect=effect, overruled="" if effect.effect == "item" or code == first else first)
        for code, effect in found
    )


def _first(hits: Sequence[tuple[str, Veto]]) -> str:
    """The hit that decides; "" for none."""
    return min(hits, key=lambda hit: (_ORDER[hit[1].effect], hit[1].points or 0.0), default=("", None))[0]
