"""Everything that ``evalapp robustness`` says, as data."""

import numpy as np
from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.score.listing import listing
from evalapp.score.results import Results
from evalapp.score.robustness.case import Case
from evalapp.score.robustness.coherence import (
    Alpha,
    Correlations,
    Influence,
    alphas,
    correlations,
    influences,
    items_of_level,
    leaves_of_base,
)
from evalapp.score.robustness.one_out import OneOut, one_item_out
from evalapp.score.robustness.plan import ALL_LEVELS, Plan, Scope
from evalapp.score.robustness.simulation import Simulation, simulate
from evalapp.score.robustness.structures import normalised_groups, varied_leaves
from evalapp.score.robustness.tally import Tally
from evalapp.score.robustness.weights import first_level

LOW, HIGH = 5, 95


class UnitRanks(Struct, frozen=True, kw_only=True):
    """The ranks of a unit over the draws; None for what no draw gave.

    ``rank`` and ``grade`` are those of the results. ``low`` and ``high`` hold the middle nine tenths of the draws;
    ``drawn`` of them gave it a rank. Shares (0…1) are of all draws.
    """

    unit: str
    name: str
    within: str
    rank: int | None
    drawn: int
    median: int | None
    low: int | None
    high: int | None
    best: int | None
    worst: int | None
    mean: float | None
    mean_shift: float | None
    in_top: float
    grade: str
    in_grade: float
    grades: dict[str, float]


class Factors(Struct, frozen=True, kw_only=True):
    """What was varied, as the command line spells it; empty for what stood still. ``level`` 0: all levels.

    ``scope`` is that of the normalisation; ``normalised`` are the codes of the items, groups (and ``TOTAL``) that it
    varied; ``cells`` the number of cells with differing answers.
    """

    weights: str
    level: int
    aggregation: tuple[str, ...]
    normalisation: tuple[str, ...]
    scope: Scope
    normalised: tuple[str, ...]
    assessors: bool
    cells: int


class Robustness(Struct, frozen=True, kw_only=True):
    """How firm the ranks are. ``mean_shift``: the mean over units and draws of how many places a rank moves.

    ``top`` is how many places count as the top: as many as were asked for, at most as many as there are.
    """

    draws: int
    seed: int
    numpy: str
    factors: Factors
    top: int
    top_asked: int
    units: tuple[UnitRanks, ...]
    mean_shift: float | None
    one_out: tuple[OneOut, ...]
    compared_level: int
    alpha: tuple[Alpha, ...]
    correlations: Correlations
    influence: tuple[Influence, ...]
    leaf_influence: tuple[Influence, ...]


def robustness(case: Case, plan: Plan, progress: Progress) -> Robustness:
    """Ranks over the draws, ranks with one item left out, and how the items hang together.

    Raises AppError("factor") for a factor that cannot be varied here, AppError("level") for a level that the form has not,
    AppError("nothing_ranked") where there are no units or no points.
    """
    results = case.results
    level = plan.level or first_level(results.tree)
    if not results.has_total or not len(results.population.units):
        raise AppError(
            "nothing_ranked",
            _("There is nothing to rank: the roster has no units. Nothing was computed.")
            if results.has_total
            else _("This form scores nothing, so there are no ranks. Nothing was computed."),
        )
    deepest = max((node.level + 1 for node in results.tree.nodes if node.scored), default=1)
    if level > deepest:
        raise AppError(
            "level",
            _(
                "The form has no scored items at level {level}: its last one is {deepest}. Nothing was computed."
            ).format(level=level, deepest=deepest),
        )
    run = simulate(case, plan, progress)
    units, shift = _units(results, run.tally, plan)
    return Robustness(
        draws=plan.draws,
        seed=plan.seed,
        numpy=np.__version__,
        factors=_factors(case, plan, run),
        top=_top(run.tally, plan),
        top_asked=plan.top,
        units=units,
        mean_shift=shift,
        one_out=one_item_out(results, case.rules, progress),
        compared_level=level,
        alpha=alphas(results, level),
        correlations=correlations(results, level),
        influence=influences(results, items_of_level(results.tree, level)),
        leaf_influence=influences(results, leaves_of_base(results.tree)),
    )


def _factors(case: Case, plan: Plan, run: Simulation) -> Factors:
    tree = case.results.tree
    normalised: tuple[str, ...] = ()
    if plan.normalisation:
        leaves = varied_leaves(tree, case.results.matrix, plan.scope)
        normalised = (*(leaf.code for leaf in leaves), *normalised_groups(tree))
    return Factors(
        weights=plan.weights.text if plan.weights else "",
        level=run.level if plan.weights else ALL_LEVELS,
        aggregation=plan.aggregation,
        normalisation=tuple(one.text for one in plan.normalisation),
        scope=plan.scope,
        normalised=normalised,
        assessors=plan.assessors,
        cells=run.cells,
    )


def _top(tally: Tally, plan: Plan) -> int:
    return min(plan.top, int(tally.ranks.shape[1]))


def _units(results: Results, tally: Tally, plan: Plan) -> tuple[tuple[UnitRanks, ...], float | None]:
    """The units in listing order, and the mean shift of all of them."""
    form, drawn = results.tree.form, tally.drawn
    low, median, high = tally.quantiles((LOW, 50, HIGH))
    best, worst = tally.extremes()
    places = np.arange(1, tally.ranks.shape[1] + 1)
    sums = tally.sum_of(places[np.newaxis].astype(np.float64))
    shifts = tally.sum_of(np.abs(places - results.rank[:, np.newaxis]).astype(np.float64))
    top = tally.ranks[:, : _top(tally, plan)].sum(axis=1)
    both = (results.rank > 0) & (drawn > 0)
    subs = set(results.population.subs.tolist())
    found = []
    for row in listing(results):
        if row in subs:
            continue
        unit, grade, n = results.roster[row], results.grade_of(row), int(drawn[row])
        shares = {
            entry.id: int(tally.grades[row, place]) / plan.draws for place, entry in enumerate(form.grades)
        }
        found.append(
            UnitRanks(
                unit=unit.code,
                name=unit.name,
                within=unit.columns.get(form.units.within, "") if form.units.within else "",
                rank=int(results.rank[row]) or None,
                drawn=n,
                median=int(median[row]) or None,
                low=int(low[row]) or None,
                high=int(high[row]) or None,
                best=int(best[row]) or None,
                worst=int(worst[row]) or None,
                mean=float(sums[row]) / n if n else None,
                mean_shift=float(shifts[row]) / n if both[row] else None,
                in_top=int(top[row]) / plan.draws,
                grade=grade.id if grade is not None else "",
                in_grade=shares[grade.id] if grade is not None else 0.0,
                grades=shares,
            )
        )
    total = int(drawn[both].sum())
    return tuple(found), float(shifts[both].sum()) / total if total else None
