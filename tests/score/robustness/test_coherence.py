"""Cronbach's α against pingouin, correlations against scipy and pandas, and what is said where there is no figure."""

from typing import Any

import numpy as np
import pandas as pd
import pingouin
import pytest
from scipy import stats

from evalapp.score.results import Results
from evalapp.score.robustness.coherence import (
    alphas,
    correlations,
    cronbach,
    influences,
    items_of_level,
    leaves_of_base,
)
from tests.score.evaluation import evaluate, tree_of
from tests.score.robustness.cases import EXAMPLES, example

TREE = tree_of("A 40\n  A1 10\n  A2 30\nB 60\n  B1 15\n  B2 15\n  B3 30")
ANSWERS = """
    a: A1=90 A2=70 B1=50 B2=60 B3=70
    b: A1=20 A2=30 B1=40 B2=10 B3=60
    c: A1=40 A2=80 B1=90 B2=70 B3=65
    d: A1=50 A2=50 B1=50 B2=not_applicable B3=50
    e: A1=60 A2=40 B1=55 B2=45 B3=30
    f: A1=10 A2=20
"""


@pytest.fixture(scope="module")
def results() -> Results:
    return evaluate(TREE, ANSWERS)


def frame(results: Results, codes: list[str]) -> pd.DataFrame:
    rows = results.population.units
    columns = [results.tree.by_code[code] for code in codes]
    return pd.DataFrame(results.node_score[np.ix_(rows, columns)], columns=codes)


@pytest.mark.parametrize("items", [2, 3, 10, 60])
@pytest.mark.parametrize("units", [3, 16, 337])
def test_alpha_is_that_of_pingouin(items: int, units: int) -> None:
    random = np.random.default_rng(items * units)
    scores = random.normal(50, 10, (units, 1)) + random.normal(0, 12, (units, items))
    value, why = cronbach(scores)
    expected, _interval = pingouin.cronbach_alpha(pd.DataFrame(scores))
    assert value == pytest.approx(expected, abs=1e-9)
    assert why == ("negative" if expected < 0 else "")


def test_alpha_of_the_form_and_of_each_group_rests_on_complete_units(results: Results) -> None:
    whole, a, b = alphas(results, 1)
    leaves = [leaf.code for leaf in TREE.leaves]
    complete = frame(results, leaves).dropna()
    assert (whole.item, whole.leaves, whole.used, whole.excluded) == ("TOTAL", 5, 4, 2)
    assert whole.value == pytest.approx(pingouin.cronbach_alpha(complete)[0], abs=1e-9)
    assert (a.item, a.leaves, a.used, a.excluded) == ("A", 2, 6, 0)
    assert a.value == pytest.approx(pingouin.cronbach_alpha(frame(results, ["A1", "A2"]))[0], abs=1e-9)
    assert (b.item, b.used, b.excluded) == ("B", 4, 2)


@pytest.mark.parametrize(
    ("scores", "why"),
    [
        ([[1.0], [2.0], [3.0]], "few_items"),
        ([[1.0, 2.0], [3.0, 4.0]], "few_units"),
        ([[1.0, 3.0], [2.0, 2.0], [3.0, 1.0]], "constant"),
        ([[5.0, 5.0], [5.0, 5.0], [5.0, 5.0]], "constant"),
    ],
)
def test_where_alpha_has_no_meaning_there_is_none(scores: list[list[float]], why: str) -> None:
    assert cronbach(np.array(scores)) == (None, why)


def test_an_alpha_below_0_is_said_to_measure_nothing() -> None:
    value, why = cronbach(np.array([[1.0, 9.0], [5.0, 4.0], [9.0, 2.0], [4.0, 6.5]]))
    assert value is not None
    assert value < 0
    assert why == "negative"


@pytest.mark.parametrize("form", EXAMPLES, ids=lambda path: path.stem)
def test_correlations_are_those_of_pandas(form: Any) -> None:
    found = example(form).results
    for level in (1, 2):
        table = correlations(found, level)
        assert table.items[-1] == "TOTAL"
        scores = frame(found, list(table.items[:-1]))
        scores["TOTAL"] = found.points[found.population.units]
        # Equal scores may differ in the last bit; ranks are compared to nine decimals.
        pearson = scores.round(9).corr(min_periods=3).to_numpy()
        spearman = scores.round(9).corr(method="spearman", min_periods=3).to_numpy()
        for i in range(len(table.items)):
            for j in range(len(table.items)):
                both = scores.iloc[:, [i, j]].dropna() if i != j else scores.iloc[:, [i]].dropna()
                assert table.n[i][j] == len(both)
                if table.why[i][j]:
                    assert table.pearson[i][j] is table.spearman[i][j] is None
                    few = len(both) < 3
                    assert few or (both.round(9).nunique() == 1).any()
                    assert table.why[i][j] == ("few_units" if few else "constant")
                else:
                    assert table.pearson[i][j] == pytest.approx(pearson[i, j], abs=1e-7)
                    assert table.spearman[i][j] == pytest.approx(spearman[i, j], abs=1e-9)


def test_correlations_are_those_of_scipy(results: Results) -> None:
    table = correlations(results, 1)
    a, b = (results.node_score[:5, TREE.by_code[code]] for code in ("A", "B"))
    assert table.pearson[0][1] == pytest.approx(stats.pearsonr(a, b).statistic, abs=1e-9)
    assert table.spearman[0][1] == pytest.approx(stats.spearmanr(a, b).statistic, abs=1e-9)
    assert table.n == ((6, 5, 5), (5, 5, 5), (5, 5, 5))


def test_ties_share_the_mean_of_their_places() -> None:
    found = correlations(evaluate(tree_of("A 50\nB 50"), "a: A=1 B=2\nb: A=1 B=9\nc: A=3 B=9\nd: A=8 B=9"), 1)
    assert found.spearman[0][1] == pytest.approx(stats.spearmanr([1, 1, 3, 8], [2, 9, 9, 9]).statistic)


def test_without_variance_or_with_two_units_it_is_said() -> None:
    level = correlations(evaluate(tree_of("A 50\nB 50"), "a: A=5 B=2\nb: A=5 B=9\nc: A=5 B=3"), 1)
    assert level.why == (("constant", "constant", "constant"), ("constant", "", ""), ("constant", "", ""))
    two = correlations(evaluate(tree_of("A 50\nB 50"), "a: A=5 B=2\nb: A=6 B=9"), 1)
    assert {why for row in two.why for why in row} == {"few_units"}
    assert [
        value
        for row in (*level.pearson, *two.pearson)
        for value in row
        if value is not None and np.isnan(value)
    ] == []


def test_influence_is_the_squared_correlation_with_the_total(results: Results) -> None:
    a, b = influences(results, items_of_level(TREE, 1))
    total = results.points[:5]
    expected = [
        stats.pearsonr(results.node_score[:5, TREE.by_code[code]], total).statistic ** 2 for code in "AB"
    ]
    assert [a.squared, b.squared] == pytest.approx(expected)
    assert [a.share, b.share] == pytest.approx([one / sum(expected) for one in expected])
    assert [a.weight, b.weight] == pytest.approx([0.4, 0.6])


def test_an_item_that_is_the_same_everywhere_has_no_influence_and_takes_no_share() -> None:
    results = evaluate(tree_of("A 90\nB 10"), "a: A=50 B=1\nb: A=50 B=5\nc: A=50 B=9")
    a, b = influences(results, leaves_of_base(results.tree))
    assert (a.squared, a.share, a.why) == (None, None, "constant")
    assert (b.squared, b.share) == (pytest.approx(1), pytest.approx(1))


def test_items_of_a_level_with_leaves_that_end_above_it_are_the_whole_form() -> None:
    tree = tree_of("A 40\nB 60\n  B1 15\n  B2 45\n    B21 20\n    B22 25\nC part=note")
    assert [node.code for node in items_of_level(tree, 1)] == ["A", "B"]
    assert [node.code for node in items_of_level(tree, 2)] == ["A", "B1", "B2"]
    assert [node.code for node in items_of_level(tree, 3)] == ["A", "B1", "B21", "B22"]
    assert [node.code for node in leaves_of_base(tree)] == ["A", "B1", "B21", "B22"]
