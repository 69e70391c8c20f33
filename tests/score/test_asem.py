"""A published index from another field, recomputed: the sustainable connectivity of 51 countries."""

import csv
from pathlib import Path

import pytest

from evalapp.base.tables import read_csv
from evalapp.entry.columns import ROSTER, SCORES
from evalapp.entry.rosters import read_roster
from evalapp.entry.scores import read_scores
from evalapp.entry.states import compile_rules
from evalapp.form.reader import read_form_file
from evalapp.form.tree import Tree, build_tree
from evalapp.score.listing import listing
from evalapp.score.results import Results, compute

DATA = Path(__file__).parents[1] / "data" / "coinr-asem"


def records(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def tree() -> Tree:
    return build_tree(read_form_file(DATA / "asem.toml"))


@pytest.fixture(scope="module")
def results(tree: Tree) -> Results:
    roster = read_roster(read_csv(DATA / "roster.csv", ROSTER))
    units, finals = read_scores(tree, read_csv(DATA / "scores.csv", SCORES), roster)
    return compute(tree, compile_rules(tree), units, finals)


def test_the_form_says_what_the_index_says_of_itself(tree: Tree) -> None:
    published = [row for row in records("iMeta.csv") if row["Type"] in ("Indicator", "Aggregate")]
    assert {row["iCode"] for row in published} == set(tree.by_code)
    for row in published:
        node = tree.node(row["iCode"])
        assert (node.item.parent, node.item.weight) == (row["Parent"], float(row["Weight"]))
        assert node.is_leaf == (row["Type"] == "Indicator")
        if node.is_leaf:
            assert node.item.scale == ("higher" if row["Direction"] == "1" else "lower")


def test_the_scores_are_the_published_data(tree: Tree) -> None:
    given = {(row["unit"], row["item"]): row["value"] for row in records("scores.csv")}
    data = {
        (row["uCode"], leaf.code): row[leaf.code] for row in records("iData_raw.csv") for leaf in tree.leaves
    }
    assert given == data


@pytest.mark.parametrize("name", ["normalised.csv", "aggregated.csv"])
def test_the_scores_of_all_items_agree(results: Results, name: str) -> None:
    places = {unit.code: place for place, unit in enumerate(results.roster)}
    expected = records(f"expected/{name}")
    assert len(expected) == len(places) == 51
    for row in expected:
        unit = row.pop("uCode")
        for code, score in row.items():
            found = results.node_score[places[unit], results.tree.by_code[code]]
            wanted = float("nan") if score in ("", "NA") else float(score)
            assert found == pytest.approx(wanted, abs=1e-9, nan_ok=True), (unit, code)


def test_the_ranks_of_all_groups_agree(results: Results) -> None:
    places = {unit.code: place for place, unit in enumerate(results.roster)}
    for row in records("expected/ranks.csv"):
        unit = row.pop("uCode")
        for code, rank in row.items():
            assert results.node_rank[places[unit], results.tree.by_code[code]] == int(rank), (unit, code)
        assert results.rank[places[unit]] == int(row["Index"])


def test_the_best_connected_countries(results: Results) -> None:
    best = [results.roster[place] for place in listing(results)[:3]]
    assert [unit.code for unit in best] == ["DEU", "GBR", "FRA"]
