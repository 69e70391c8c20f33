"""Cases for the tests of robustness: of text, of the examples beside the shipped forms, with assessors who differ."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random

import numpy as np

from evalapp.base.progress import Progress
from evalapp.entry.final import BLANK, Final
from evalapp.entry.states import compile_rules
from evalapp.form.tree import Tree
from evalapp.score.results import compute
from evalapp.score.robustness.case import Case, Choice, choices_of
from evalapp.score.robustness.plan import Plan
from evalapp.score.robustness.simulation import Simulation, simulate
from evalapp.work.results import read_files
from tests.score.evaluation import evaluate, finals_of

REPOSITORY = Path(__file__).resolve().parents[3]
EXAMPLES = sorted(path for path in (REPOSITORY / "forms").glob("*.toml") if path.stem != "case-library")
"""The shipped forms that give totals."""


def case_of(tree: Tree, answers: str, columns: str = "", second: str = "") -> Case:
    """A case from lines ``unit: item=value …``; ``second`` holds what another assessor says instead, cell by cell."""
    results = evaluate(tree, answers, columns)
    first = finals_of(answers)
    given = {cell: (first.get(cell, BLANK), other) for cell, other in finals_of(second).items()}
    return Case(results=results, rules=compile_rules(tree), compared=len(given), choices=choices_of(given))


@cache
def example(path: Path) -> Case:
    """The example beside a shipped form."""
    folder = REPOSITORY / "tests" / "data" / path.stem
    read = read_files(path, folder / "scores.csv", folder / "roster.csv")
    return Case(results=compute(read.tree, read.rules, read.units, read.finals), rules=read.rules)


@cache
def disputed(path: Path, share: float = 0.2) -> Case:
    """The example with a second and a third assessor here and there."""
    return answered_by_others(example(path), Random(path.stem), share)


def answered_by_others(case: Case, random: Random, share: float) -> Case:
    """A case in which others answered some cells too: what the same item got elsewhere."""
    given: dict[str, list[Final]] = {}
    for (_unit, item), final in case.results.finals.items():
        given.setdefault(item, []).append(final)
    answers = {
        (unit.key, leaf.code): (
            case.results.finals.get((unit.key, leaf.code), BLANK),
            *(random.choice(given[leaf.code]) for _assessor in range(random.choice((1, 2)))),
        )
        for unit in case.results.roster
        for leaf in case.results.tree.leaves
        if leaf.kind == unit.sort and leaf.code in given and random.random() < share
    }
    return Case(results=case.results, rules=case.rules, compared=len(answers), choices=choices_of(answers))


def run(case: Case, products: bool = True, **plan: object) -> Simulation:
    return simulate(case, Plan(**plan), Progress(), products=products)  # type: ignore[arg-type]


def ranks_of(found: Simulation, case: Case) -> dict[str, dict[int, int]]:
    """How often each unit had each rank."""
    return {
        unit.code: {
            int(place) + 1: int(found.tally.ranks[row, place])
            for place in np.flatnonzero(found.tally.ranks[row])
        }
        for row, unit in enumerate(case.results.roster)
    }


def same(a: Simulation, b: Simulation) -> bool:
    return bool((a.tally.ranks == b.tally.ranks).all() and (a.tally.grades == b.tally.grades).all())


def finals_with(
    case: Case, choices: tuple[Choice, ...], picked: Mapping[int, int]
) -> dict[tuple[str, str], Final]:
    """The final values with some choices made."""
    made = {(choices[n].unit, choices[n].item): choices[n].answers[place] for n, place in picked.items()}
    return case.results.finals | made
