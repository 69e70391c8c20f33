"""Drawn answers: what the short ways give is what the engine gives for each draw's final values."""

from pathlib import Path

import numpy as np
import pytest

from evalapp.entry.states import compile_rules
from evalapp.score.matrix import LeafMatrix, leaf_matrix
from evalapp.score.robustness.answers import AnswerDraws, chosen, pick
from evalapp.score.robustness.case import Case, choices_of
from tests.score.evaluation import evaluate, finals_of, tree_of
from tests.score.robustness.cases import EXAMPLES, case_of, disputed, ranks_of, run

DRAWS = 30


def same_leaves(a: LeafMatrix, b: LeafMatrix) -> bool:
    return (
        bool((a.states == b.states).all())
        and np.array_equal(a.scores, b.scores, equal_nan=True)
        and np.array_equal(a.numbers, b.numbers, equal_nan=True)
        and a.hits.keys() == b.hits.keys()
        and all((a.hits[leaf] == b.hits[leaf]).all() for leaf in a.hits)
        and a.ruled_out == b.ruled_out
    )


def draws_of(case: Case, *, whole: bool) -> AnswerDraws:
    results = case.results
    return AnswerDraws(results.tree, case.rules, results.roster, results.finals, case.choices, whole=whole)


def assert_as_the_engine(case: Case) -> None:
    """Every draw, cell by cell, against the leaves of its final values."""
    picks = pick(np.random.Generator(np.random.PCG64(3)), DRAWS, case.choices)
    results = case.results
    found = draws_of(case, whole=False).take(picks)
    assert same_leaves(found, draws_of(case, whole=True).take(picks))
    rows = len(results.roster)
    for draw in range(DRAWS):
        finals = chosen(results.finals, case.choices, picks[draw].tolist())
        expected = leaf_matrix(results.tree, case.rules, results.roster, finals)
        part = slice(draw * rows, (draw + 1) * rows)
        assert (found.states[part] == expected.states).all(), draw
        assert np.array_equal(found.scores[part], expected.scores, equal_nan=True), draw
        assert np.array_equal(found.numbers[part], expected.numbers, equal_nan=True), draw
        for leaf, hits in expected.hits.items():
            assert (found.hits[leaf][part] == hits).all(), (draw, leaf)
        ruled_out = {
            row - part.start: codes for row, codes in found.ruled_out.items() if part.start <= row < part.stop
        }
        assert ruled_out == expected.ruled_out, draw


@pytest.mark.parametrize("form", EXAMPLES, ids=lambda path: path.stem)
def test_drawn_answers_of_the_examples(form: Path) -> None:
    """Conditions, derived values, roll-ups, vetoes, rounds and comparisons with other units among them."""
    case = disputed(form)
    assert len(case.choices) > 10
    assert_as_the_engine(case)


def test_an_answer_that_a_condition_reads_changes_what_applies() -> None:
    tree = tree_of(
        "Q 10\nA 45 applies=answer['Q']>50.0\nB 45",
        scales={"B": {"kind": "number", "points": {"method": "minmax"}}},
    )
    case = case_of(
        tree,
        "a: Q=80 A=30 B=4\nb: Q=80 A=60 B=9\nc: Q=20 A=50 B=6",
        second="a: Q=10 A=90 B=8\nc: Q=90 B=1",
    )
    assert_as_the_engine(case)


def test_comparisons_below_a_roll_up_by_score_hang_on_all_draws_together() -> None:
    tree = tree_of("A 50\nB 50", scales={"B": {"kind": "number", "points": {"method": "minmax"}}})
    rollup = {"kind": "town", "take": "mean", "of": "score"}
    import msgspec

    from evalapp.form.model import Form
    from evalapp.form.tree import build_tree

    form = msgspec.to_builtins(tree.form)
    form["item"][1]["rollup"] = rollup
    tree = build_tree(msgspec.convert(form, Form))
    columns = "\n".join(f"{unit}{n} parent={unit} kind=town" for unit in "ab" for n in (1, 2))
    answers = "a: A=50\nb: A=60\na1: B=1\na2: B=5\nb1: B=3\nb2: B=9"
    given = {
        cell: (finals_of(answers)[cell], other)
        for cell, other in finals_of("a1: B=12\nb2: B=2\na: A=70").items()
    }
    results = evaluate(tree, answers, columns)
    case = Case(results=results, rules=compile_rules(tree), compared=3, choices=choices_of(given))
    assert_as_the_engine(case)


def test_each_answer_is_as_likely_as_there_are_assessors_who_gave_it() -> None:
    tree = tree_of("A 100")
    case = case_of(tree, "a: A=50\nb: A=60")
    finals = finals_of("a: A=50\nx: A=70")
    low, high = finals["a", "A"], finals["x", "A"]
    three = Case(
        results=case.results, rules=case.rules, compared=1, choices=choices_of({("a", "A"): (low, high, low)})
    )
    ranks = ranks_of(run(three, draws=6000, assessors=True), case)
    assert ranks["a"][1] == pytest.approx(2000, abs=120)
    assert ranks["b"][1] == ranks["a"][2]


def test_a_unit_that_waits_for_a_decision_has_ranks_in_the_draws() -> None:
    tree = tree_of("A 100")
    case = case_of(tree, "a: A=blank\nb: A=60")
    finals = finals_of("a: A=50\nx: A=70")
    choices = choices_of({("a", "A"): (finals["a", "A"], finals["x", "A"])})
    waiting = Case(results=case.results, rules=case.rules, compared=1, choices=choices)
    assert case.results.rank.tolist() == [0, 1]
    ranks = ranks_of(run(waiting, draws=100, assessors=True), case)
    assert set(ranks["a"]) == set(ranks["b"]) == {1, 2}


def test_cells_are_drawn_each_by_itself() -> None:
    tree = tree_of("A 50\nB 50")
    case = case_of(tree, "a: A=0 B=0\nb: A=40 B=40", second="a: A=100 B=100")
    ranks = ranks_of(run(case, draws=8000, assessors=True), case)
    # Behind only where both answers are the first ones: 0 against 40; one of them gives 50.
    assert ranks["a"][2] == pytest.approx(2000, abs=150)
