"""Many draws as one long roster: every draw is the whole roster once more, and the engine scores all of them together."""

from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from evalapp.entry.roster import Roster
from evalapp.entry.states import FormRules
from evalapp.form.tree import Tree
from evalapp.score.guards import Floats
from evalapp.score.matrix import LeafMatrix
from evalapp.score.population import Population
from evalapp.score.ranks import Ranks
from evalapp.score.scoring import scored


class Outcome(NamedTuple):
    """What came of some draws: [draws, rows of the roster]."""

    points: Floats
    rank: Ranks
    grade: NDArray[np.int16]


def score_draws(tree: Tree, rules: FormRules, roster: Roster, matrix: LeafMatrix, nominal: Floats) -> Outcome:
    """The engine over stacked draws; ``matrix`` and ``nominal`` hold the rows of each draw side by side.

    Raises AppError("negative_score") as :func:`evalapp.score.aggregate.aggregate` does.
    """
    rows = len(roster)
    draws = len(matrix.units) // rows
    found = scored(tree, rules, roster * draws, matrix, nominal)
    return Outcome(
        found.total.points.reshape(draws, rows),
        found.rank.reshape(draws, rows),
        found.grade.reshape(draws, rows),
    )


def stacked_matrix(matrix: LeafMatrix, draws: int) -> LeafMatrix:
    """The same leaves in every draw."""
    rows = len(matrix.units)
    return LeafMatrix(
        population=stacked_population(matrix.population, rows, draws),
        profile=np.tile(matrix.profile, draws),
        units=matrix.units * draws,
        column=matrix.column,
        states=np.tile(matrix.states.T, (1, draws)).T,
        scores=np.tile(matrix.scores.T, (1, draws)).T,
        numbers=np.tile(matrix.numbers.T, (1, draws)).T,
        hits={leaf: np.tile(hits, draws) for leaf, hits in matrix.hits.items()},
        values={},
        ruled_out={
            row + draw * rows: codes for draw in range(draws) for row, codes in matrix.ruled_out.items()
        },
    )


def stacked_population(people: Population, rows: int, draws: int) -> Population:
    """The population once for each draw; nobody is compared with anybody of another draw."""
    starts = [draw * rows for draw in range(draws)]
    return msgspec.structs.replace(
        people,
        units=np.concatenate([people.units + start for start in starts]),
        subs=np.concatenate([people.subs + start for start in starts]),
        cohorts=tuple(members + start for start in starts for members in people.cohorts),
        sub_cohorts={
            sort: tuple(members + start for start in starts for members in cohorts)
            for sort, cohorts in people.sub_cohorts.items()
        },
        below={
            sort: {unit + start: members + start for start in starts for unit, members in found.items()}
            for sort, found in people.below.items()
        },
    )
