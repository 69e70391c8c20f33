"""The draws: what is varied, computed and counted."""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.score.guards import Floats
from evalapp.score.profiles import nominal_weights
from evalapp.score.robustness.answers import AnswerDraws, Picks, choices_that_count, pick
from evalapp.score.robustness.case import Case, Choice, cannot_vary
from evalapp.score.robustness.linear import Linear, linear
from evalapp.score.robustness.plan import ALL_LEVELS, Plan
from evalapp.score.robustness.stacked import score_draws, stacked_matrix
from evalapp.score.robustness.structures import Structure, aggregated, structures
from evalapp.score.robustness.tally import Tally, longest
from evalapp.score.robustness.weights import WeightDraws, drawn_level, spread_over_rows
from evalapp.score.scoring import scored

_ROWS = 8192
"""Rows that the engine takes at once: arrays of these are a few megabytes, whatever the number of draws."""

_BYTES = 32 * 2**20
_STREAMS = 4


class Simulation(Struct, frozen=True, kw_only=True, eq=False):
    """What the draws came to: counts, the level at which weights were drawn (0: all), and how many draws went which way.

    ``cells`` is the number of cells with a choice of answers.
    """

    tally: Tally
    level: int
    cells: int
    by_products: int
    by_engine: int


def simulate(case: Case, plan: Plan, progress: Progress, *, products: bool = True) -> Simulation:
    """Draw and count. The same case and plan give the same counts, whatever the size of parts and the processor.

    Each factor has a stream of random numbers of its own, so that switching one on or off leaves the others' draws as
    they are. ``products``: whether matrix products may stand for the engine where they give the same. Raises
    AppError("factor") for a factor that cannot be varied here.
    """
    weights, answers, mean, rule = np.random.Generator(np.random.PCG64(plan.seed)).spawn(_STREAMS)
    run = _Run(case, plan, progress, products=products)
    size = run.part_size()
    for start in range(0, plan.draws, size):
        draws = min(size, plan.draws - start)
        run.count(
            run.weights.take(weights, draws),
            pick(answers, draws, run.choices),
            _one_of(mean, draws, len(run.structures[0])),
            _one_of(rule, draws, len(run.structures)),
        )
    return Simulation(
        tally=run.tally,
        level=run.level,
        cells=len(run.choices),
        by_products=run.by_products,
        by_engine=plan.draws - run.by_products,
    )


def _one_of(chance: np.random.Generator, draws: int, kinds: int) -> NDArray[np.intp]:
    return (chance.random(draws) * kinds).astype(np.intp)


class _Way(Struct, frozen=True, eq=False):
    """One of the forms that draws choose among, its leaves, and the short way where there is one."""

    structure: Structure
    answers: AnswerDraws
    linear: Linear | None


class _Run:
    """One run: what its draws are made of, and what they have come to so far."""

    def __init__(self, case: Case, plan: Plan, progress: Progress, *, products: bool) -> None:
        results = case.results
        self.case, self.plan, self.progress = case, plan, progress
        self.tree, self.roster = results.tree, results.roster
        self.choices = _choices(case) if plan.assessors else ()
        self.structures = structures(case, plan)
        self.level = drawn_level(self.tree, plan.level) if plan.weights else plan.level or ALL_LEVELS
        self.weights = WeightDraws(self.tree, plan.weights, self.level)
        self.profile = results.profile
        self.tally = Tally(len(self.roster), longest(results.population), len(self.tree.form.grades))
        self.by_products = 0
        self._done = 0
        self._ways = [self._ways_of(row, products=products) for row in self.structures]

    def part_size(self) -> int:
        """How many draws to hold at once; what they come to does not hang on it."""
        of_one = self.weights.tables.nbytes + 16 * (self.weights.count + len(self.choices) + len(self.roster))
        return int(max(1, min(2048, _BYTES // of_one)))

    def count(self, weights: Floats, picks: Picks, mean: NDArray[np.intp], rule: NDArray[np.intp]) -> None:
        """Compute and count some draws."""
        for r, row in enumerate(self._ways):
            for m, way in enumerate(row):
                here = np.flatnonzero((rule == r) & (mean == m))
                if len(here):
                    self._count(way, weights[here], picks[here])

    def _ways_of(self, row: tuple[Structure, ...], *, products: bool) -> list[_Way]:
        """The ways of one normalisation; each is tried with the weights and answers in force."""
        case, tree = self.case, row[0].tree
        own = row[0].normalisation.method == "form"
        try:
            answers = AnswerDraws(
                tree,
                case.rules,
                self.roster,
                case.results.finals,
                self.choices,
                base=case.results.matrix if own else None,
            )
        except AppError as error:
            raise self._explained(error, row[0]) from error
        nominal = nominal_weights(self.tree, self.profile)
        ways = []
        for structure in row:
            try:
                found = scored(structure.tree, case.rules, self.roster, answers.base, nominal)
            except AppError as error:
                raise self._explained(error, structure) from error
            short = None
            if products and not self.choices:
                tables = self.weights.tables
                short = linear(structure.tree, answers.base, found, tables, self.profile, self.weights.moved)
            ways.append(_Way(structure, answers, short))
        return ways

    def _count(self, way: _Way, weights: Floats, picks: Picks) -> None:
        if way.linear is None:
            self._by_engine(way, weights, picks)
            return
        for draws, unsure in way.linear.count(weights, self.tally):
            self.by_products += draws - len(unsure)
            self._step(draws - len(unsure))
            self._by_engine(way, weights[unsure], picks[:0])

    def _by_engine(self, way: _Way, weights: Floats, picks: Picks) -> None:
        rows = len(self.roster)
        size = max(1, _ROWS // max(1, rows))
        matrix = None
        for start in range(0, len(weights), size):
            part = weights[start : start + size]
            nominal = spread_over_rows(part, self.profile)
            try:
                if self.choices:
                    matrix = way.answers.take(picks[start : start + size])
                elif matrix is None or len(matrix.units) != len(part) * rows:
                    matrix = stacked_matrix(way.answers.base, len(part))
                found = score_draws(way.structure.tree, self.case.rules, self.roster, matrix, nominal)
            except AppError as error:
                raise self._explained(error, way.structure) from error
            self.tally.add(found.rank, found.grade)
            self._step(len(part))

    def _explained(self, error: AppError, structure: Structure) -> AppError:
        """Scores below 0 under a mean or a share that has none, as the factor's fault that brought them together."""
        if error.code == "negative_value":
            return self._share_explained(error, structure)
        if error.code != "negative_score":
            return error
        mean, rule = structure.aggregation, structure.normalisation
        reason = _("some scores below 0 would stand in groups that take a geometric or harmonic mean.")
        if rule.method != "form" and not self._fails_alone(mean):
            return cannot_vary(
                _("The factor “normalisation”"),
                reason,
                _("Leave {rule} out, or name only the arithmetic mean for the factor “aggregation”.").format(
                    rule=rule.text
                ),
                error.details,
            )
        if mean != "form":
            return cannot_vary(
                _("The factor “aggregation”"),
                reason,
                _("Leave {mean} out, or give these items no negative points.").format(mean=mean),
                error.details,
            )
        if not self.choices:
            return cannot_vary(
                _("The factor “weights”"),
                reason,
                _("Draw them less widely or at another level, or give these groups the arithmetic mean."),
                error.details,
            )
        return cannot_vary(
            _("The factor “assessors”"),
            reason,
            _("Settle these cells first, or give these groups the arithmetic mean."),
            error.details,
        )

    def _share_explained(self, error: AppError, structure: Structure) -> AppError:
        reason = _("some values below 0 would be compared by their share of the best value.")
        if structure.normalisation.method == "best":
            factor, remedy = (
                _("The factor “normalisation”"),
                _("Leave best out; minmax takes values below 0."),
            )
        elif self.choices:
            factor = _("The factor “assessors”")
            remedy = _("Settle these cells first, or compare these items by another rule than best.")
        else:
            factor = _("The factor “weights”")
            remedy = _(
                "Draw them less widely or at another level, or compare these groups by another rule than best."
            )
        return cannot_vary(factor, reason, remedy, error.details)

    def _fails_alone(self, mean: str) -> bool:
        """Whether a mean meets scores below 0 also where every item is scored as the form says."""
        results, nominal = self.case.results, nominal_weights(self.tree, self.profile)
        try:
            scored(
                aggregated(self.tree, mean),
                self.case.rules,
                self.roster,
                results.matrix,
                nominal,
            )
        except AppError:
            return True
        return False

    def _step(self, draws: int) -> None:
        self._done += draws
        self.progress.step(self._done, self.plan.draws)


def _choices(case: Case) -> tuple[Choice, ...]:
    """The cells that draws choose answers of. Raises AppError("factor") where there is no choice."""
    factor = _("The factor “assessors”")
    if case.compared is None:
        raise cannot_vary(
            factor,
            _("there is one value for each cell, and no assessors' answers behind it."),
            _("Use a coordinator's project, or leave --assessors out."),
        )
    if not case.compared:
        raise cannot_vary(
            factor,
            _("no cell has signed-off answers of two assessors."),
            _("Assign a second assessor to some units, merge what comes back, or leave --assessors out."),
        )
    if not case.choices:
        raise cannot_vary(
            factor,
            _("the assessors agree in all {n} cells that two of them have answered.").format(n=case.compared),
            _("Leave --assessors out: their answers make no difference to any rank."),
        )
    found = choices_that_count(case.results.tree, case.rules, case.choices)
    if not found:
        raise cannot_vary(
            factor,
            _("the assessors differ only in items that earn nothing."),
            _("Leave --assessors out: their answers make no difference to any rank."),
        )
    return found
