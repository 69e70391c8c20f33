"""What the workbook says of parts, vetoes, roll-ups, profiles, and of values that nobody typed."""

from pathlib import Path
from typing import Any

import pytest

from evalapp.base.progress import Progress
from evalapp.form.cohort_rules import Best, Distance, Minmax, Percentile, RankOrder, Zscore
from evalapp.form.model import Form, Grade, Index, Item, Policy, Rollup, Veto
from evalapp.form.rules import Linear, Steps, Target
from evalapp.form.scales import Binary, Count, Imported, Number, Rate, Rounds, Scale
from evalapp.form.tree import build_tree
from evalapp.report.item_words import grade_word, how_it_counts, rule_word, scale_word
from evalapp.report.workbook import write_workbook
from evalapp.report.workbook.method_words import index_words, policy_lines, steps_of_work
from tests import all_kinds
from tests.report import made_up
from tests.report.spreadsheet import opened, table

TREE = all_kinds.tree()
HEAD = TREE.form.head


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = made_up.results(all_kinds.roster(), tree=TREE)
    path = tmp_path_factory.mktemp("all") / "workbook.xlsx"
    write_workbook(made_up.dataset(found), path, Progress())
    return path


def lines(workbook: Path, sheet: str) -> list[tuple[Any, ...]]:
    """The rows of a sheet."""
    return list(opened(workbook, cached=True)[sheet].iter_rows(values_only=True))


def test_the_method_says_how_each_item_counts(workbook: Path) -> None:
    said = {str(row[0]): str(row[5] or "") for row in lines(workbook, "Method") if row[0] and len(row) > 5}
    assert said["A1"] == (
        "of 20 points: Dead link −1 each, at most −10, No sample of a form −0.5 each, Personal data shown −15 each, taken alone"
    )
    assert said["A4"] == "in proportion to the target 10, lower values being better"
    assert said["A5"] == "from the lowest to the highest of all units, 0 to 100"
    assert said["A7"] == "(60.0 - answer['A4']) / 0.6"
    assert said["B1"] == "the pooled rate of the values of its “town”"
    assert said["B2"] == "the mean of the scores of its “town”"
    assert said["J"] == "bonus, added to the base"
    assert said["J2"] == "bonus of up to 3 points"
    assert said["P1"] == "penalty of up to 3 points"
    assert said["V1"] == "veto; a hit: the unit fails, without points and rank"
    assert said["N1"] == "note, not scored"
    assert said["A3"] == ""


def test_the_method_names_profiles_and_rules_beside_the_base(workbook: Path) -> None:
    said = {str(row[0]): str(row[1]) for row in lines(workbook, "Method") if row[0]}
    assert said["small"] == "where unit.size == 'small': A1 30, A5 0"
    assert said["Bonus"] == "All bonus items together add at most 4 points."
    assert said["Bonus gate"] == "Bonus points count only where this holds: base > 60.0"
    assert said["Veto"].startswith("A hit on a veto item: the unit fails, without points and rank")


def test_final_values_say_who_settled_them(workbook: Path) -> None:
    rows = table(workbook, "Final values", "Code")
    city = {str(row["Item"]): row for row in rows if row["Code"] == all_kinds.JINAN}
    town = [str(row["Item"]) for row in rows if row["Code"] == all_kinds.YANJI]
    assert town == ["B1", "B2"]
    settled = {item: row["Settled by"] for item, row in city.items()}
    assert (settled["A7"], settled["B1"], settled["V2"]) == ("computed", "from its sub-units", "computed")


def test_only_units_are_listed(workbook: Path) -> None:
    codes = {unit.code for unit in all_kinds.roster() if not unit.parent}
    for sheet in ("Ranking", "Group matrix"):
        listed = {str(cell) for row in lines(workbook, sheet) for cell in row} & {
            unit.code for unit in all_kinds.roster()
        }
        assert listed == codes
    told = [row for row in lines(workbook, "Cover") if row and row[0]]
    first = next(place for place, row in enumerate(told) if row[0] == "Sheets")
    facts = {str(row[0]): str(row[1]) for row in told[:first]}
    assert (facts["Units"], facts["Sub-units"], facts["Items answered"]) == ("3", "4", "15")


@pytest.mark.parametrize(
    ("scale", "words"),
    [
        (Imported(max=5), "score from elsewhere, 0 to 5"),
        (Rounds(n=3, needed=2, of=Rate()), "3 rounds, at least 2: rate n/d"),
        (Binary(), "yes or no"),
    ],
)
def test_the_kind_of_a_scale(scale: Scale, words: str) -> None:
    assert scale_word(scale) == words


@pytest.mark.parametrize(
    ("scale", "words"),
    [
        (
            Number(points=Steps(at=((80, 1), (100, 2)))),
            "points by steps (100 or more: 2, 80 or more: 1, otherwise 0)",
        ),
        (Number(points=Linear(start=90, end=15)), "in proportion from 90 (nothing) to 15 (full marks)"),
        (Number(points=Target(target=5)), "in proportion to the target 5"),
        (Number(points=Minmax(range=(20, 80))), "from the lowest to the highest of all units, 20 to 80"),
        (
            Number(points=Best(direction="lower")),
            "in proportion to the best of all units, lower values being better",
        ),
        (
            Number(points=Zscore(mean=50, sd=10)),
            "by standard deviations from the mean of all units: 50 + 10 × z",
        ),
        (Count(points=RankOrder()), "by the place among all units, the last being 1"),
        (Rounds(n=2, of=Number(points=Percentile())), "by the place among all units, 0 to 100"),
        (Number(points=Distance(target=95)), "from the worst of all units to the target 95"),
        (Binary(), ""),
    ],
)
def test_the_rule_of_a_scale(scale: Scale, words: str) -> None:
    assert rule_word(scale) == words


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (Item(code="G", title="G", normalise=Minmax(range=(0, 1))), "its scores then from the lowest to the highest of all units, 0 to 1"),
        (Item(code="G", title="G", part="bonus", cap=3), "bonus, added to the base; at most 3 points"),
        (Item(code="G", title="G", part="veto", veto=Veto(effect="fixed", points=59)), "veto; a hit: the total is 59"),
        (Item(code="G", title="G", rollup=Rollup(kind="town", take="min", of="score")), "the lowest of the scores of its “town”"),
    ],
)  # fmt: skip
def test_how_a_group_counts(item: Item, words: str) -> None:
    form = Form(head=HEAD, items=(item, Item(code="L", title="L", parent="G", scale=Binary())))
    tree = build_tree(form)
    assert how_it_counts(tree, tree.node("G"), "en") == words


def test_the_whole_is_said_with_what_stands_beside_it() -> None:
    steps = steps_of_work(TREE)
    assert "Base = score of the whole / 100 × 100, less the penalty points, not below 0." in steps
    assert "Total = base + bonus points." in steps
    plain = build_tree(
        Form(head=HEAD, policy=Policy(normalise=Zscore()), items=(Item(code="L", title="L", scale=Binary()),))
    )
    said = steps_of_work(plain)
    assert "Total = score of the whole / 100 × 100." in said
    assert (
        "The scores of the whole are then by standard deviations from the mean of all units: 0 + 1 × z."
        in said
    )
    assert not [label for label, _words in policy_lines(plain.form) if label in ("Veto", "Bonus")]


def test_an_index_and_a_passing_grade_in_words() -> None:
    assert (
        index_words(Index(id="i", title="I", items={"A": 0.3, "B": 0.2}))
        == "mean of the scores by these weights: A 0.3, B 0.2"
    )
    assert index_words(Index(id="i", title="I", value="total + 1.0")) == "total + 1.0"
    assert grade_word(Grade(id="p", name="P", passed=True)) == "who passes"
