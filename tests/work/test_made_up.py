"""Made-up answers: every typed leaf of every form gets one that its scale takes, and hardly any city is found out."""

import random
from pathlib import Path

import pytest

from evalapp.base.tables import read_csv
from evalapp.entry.asked import asked_of
from evalapp.entry.columns import ROSTER
from evalapp.entry.problems import AnswerView, find_problems
from evalapp.entry.profiles import tree_of as entry_tree
from evalapp.entry.rosters import read_roster
from evalapp.entry.states import compile_rules
from evalapp.form.reader import read_form_file
from evalapp.form.scales import Words
from evalapp.form.tree import Tree, build_tree
from evalapp.work.made_up import made_up_answer, made_up_value, mended
from tests import all_kinds
from tests.ui.windows import SHIPPED

REPOSITORY = Path(__file__).parents[2]
FORMS = [*sorted(SHIPPED.glob("*.toml")), all_kinds.FORM]


def tree_of(path: Path) -> Tree:
    return build_tree(read_form_file(path))


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_every_typed_leaf_gets_a_value_in_its_recorded_form(path: Path) -> None:
    for leaf in tree_of(path).leaves:
        assert leaf.scale is not None
        values = {
            made_up_value(leaf, level, random.Random(seed)) for seed in range(20) for level in (0.2, 0.7, 1.0)
        }
        if isinstance(leaf.scale, Words) or not leaf.scale.typed:
            assert values == {None}
        else:
            assert [value for value in values if value is None or leaf.scale.read(value) != value] == []


def test_vetoes_and_penalties_are_rare() -> None:
    tree = all_kinds.tree()
    for code, most in (("V1", 40), ("P1", 200), ("P2", 200)):
        leaf = tree.node(code)
        assert leaf.scale is not None
        values = [made_up_value(leaf, 0.6, random.Random(seed)) for seed in range(1000)]
        hits = sum(1 for value in values if value is not None and leaf.scale.is_hit(value))
        assert 0 < hits < most


def test_a_city_that_does_more_loses_less() -> None:
    leaf = all_kinds.tree().node("A1")
    assert leaf.scale is not None

    def mean(level: float) -> float:
        scores = [
            leaf.scale.score(made_up_value(leaf, level, random.Random(seed)) or "") for seed in range(300)
        ]  # type: ignore[union-attr]
        return sum(score or 0.0 for score in scores) / len(scores)

    assert mean(0.3) < mean(0.6) < mean(0.9)


def test_evidence_and_words_are_made_up_too() -> None:
    answer = made_up_answer(all_kinds.tree().node("A1"), 0.7, random.Random(1))
    assert answer is not None
    assert (answer.state, len(answer.evidence)) == ("answered", 1)


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
def test_no_check_of_a_shipped_form_calls_them_wrong(path: Path) -> None:
    tree = tree_of(path)
    rules = compile_rules(tree)
    table = read_csv(REPOSITORY / "tests" / "data" / path.stem / "roster.csv", ROSTER)
    for unit in read_roster(table, tree.form.units)[:4]:
        chance, own = random.Random(unit.key), entry_tree(tree, rules, unit)
        made_up = {leaf.code: made_up_answer(leaf, 0.7, chance) for leaf in asked_of(own, unit)}
        answers = {item: one for item, one in made_up.items() if one is not None}
        changed = mended(own, rules, unit, answers, 0.7, chance)
        views = {
            item: AnswerView(
                state=one.state,
                value=one.value,
                justification=one.justification,
                n_evidence=len(one.evidence),
            )
            for item, one in (answers | changed).items()
        }
        errors = [
            problem for problem in find_problems(own, rules, unit, views) if problem.severity == "error"
        ]
        assert errors == []
        assert sum(one.state == "unable" for one in changed.values()) <= 2
