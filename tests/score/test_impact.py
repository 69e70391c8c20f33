"""What one cell would change is exactly what computing everybody again gives."""

from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from evalapp.base.errors import AppError
from evalapp.base.numbers import guard
from evalapp.base.tables import parse_csv
from evalapp.entry.columns import ROSTER, SCORES
from evalapp.entry.final import Final
from evalapp.entry.rosters import read_roster
from evalapp.entry.scores import read_scores
from evalapp.entry.states import FormRules, compile_rules
from evalapp.form.reader import read_form
from evalapp.form.settings import apply_settings, read_settings
from evalapp.form.tree import build_tree
from evalapp.score.impact import Question, impacts, standing_of
from evalapp.score.results import Results, compute
from evalapp.score.standings import Standing
from tests.score.random_evaluations import Evaluation, evaluations, examples


def whole(evaluation: Evaluation) -> tuple[Results, FormRules]:
    """The results of four texts. Raises AppError."""
    form = read_form(evaluation.form.encode(), "form.toml")
    if evaluation.settings is not None:
        form = apply_settings(form, read_settings(evaluation.settings.encode(), "settings.toml", form))
    tree = build_tree(form)
    units = None
    if evaluation.roster is not None:
        units = read_roster(parse_csv(evaluation.roster.strip(), "roster.csv", ROSTER), tree.form.units)
    every, finals = read_scores(tree, parse_csv(evaluation.scores.strip(), "scores.csv", SCORES), units)
    rules = compile_rules(tree)
    return compute(tree, rules, every, finals), rules


def questions_about(results: Results, rules: FormRules, random: Random) -> list[Question]:
    """Some cells of every sort, each with several outcomes: values that others gave, states, a mean of scores."""
    found = []
    tree = results.tree
    for _turn in range(6):
        unit, leaf = random.choice(results.roster), random.choice(tree.leaves)
        if leaf.kind != unit.sort:
            continue
        given = [
            final for (_key, item), final in sorted(results.finals.items(), key=str) if item == leaf.code
        ]
        outcomes = [*given[:3], Final("not_found"), Final("blank"), Final("unable")]
        if (
            leaf.scored and leaf.code not in rules.read
        ):  # nothing reads the value, so a mean will do (RECORD R19)
            outcomes.append(Final("answered", "", 37.5))
        found.append(Question(unit=unit.key, item=leaf.code, outcomes=tuple(outcomes)))
    return found


def again(results: Results, rules: FormRules, question: Question, outcome: Final) -> Standing | None:
    finals = {**results.finals, (question.unit, question.item): outcome}
    row = next(row for row, unit in enumerate(results.roster) if unit.key == question.unit)
    parent = results.roster[row].parent
    if parent:
        row = next(row for row, unit in enumerate(results.roster) if unit.code == parent and not unit.parent)
    try:
        return standing_of(compute(results.tree, rules, results.roster, finals), row)
    except AppError:
        return None


def same(one: Standing | None, other: Standing | None) -> bool:
    if one is None or other is None:
        return one is other
    points = [None if this.points is None else guard(this.points) for this in (one, other)]
    return points[0] == points[1] and (one.rank, one.grade, one.status) == (
        other.rank,
        other.grade,
        other.status,
    )


@examples(400)
@given(evaluations(), st.randoms(use_true_random=False))
def test_every_answer_is_that_of_computing_everybody_again(evaluation: Evaluation, random: Random) -> None:
    try:
        results, rules = whole(evaluation)
    except AppError:
        assume(False)
    questions = questions_about(results, rules, random)
    for question, found in zip(questions, impacts(results, rules, questions), strict=True):
        for outcome, standing in zip(question.outcomes, found, strict=True):
            expected = again(results, rules, question, outcome)
            assert same(standing, expected), (question.unit, question.item, outcome, standing, expected)
